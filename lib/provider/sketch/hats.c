#include <math.h>

#include "lib/provider/sketch/paint.h"

/* The colour of hats: the cloth's, darker, or hide. */
static struct tone
felt(const struct sketch *sk)
{
	static const unsigned FELTS[] = { 0x5a4034, 0x3a3446, 0x7a5c40 };
	struct rgb c = rgb_hex(FELTS[sk->plan->person / 13 % COUNT(FELTS)]);
	return tone_of(sk, sk->plan->person % 3 == 0
				   ? rgb_mix(sk->cloth_rgb, rgb_hex(0x1a1420), 0.25)
				   : c);
}

/* How much wider a hat must be to sit on the hair. */
static double
hat_room(const struct sketch *sk)
{
	switch (sk->plan->hair) {
	case HAIR_CURLY:
		return 1.16;
	case HAIR_LONG:
	case HAIR_WAVY:
	case HAIR_BOB:
	case HAIR_LOCS:
		return 1.1;
	case HAIR_SHORT:
	case HAIR_BRAID:
	case HAIR_BUN:
	case HAIR_PONYTAIL:
	case HAIR_UNDERCUT:
	case HAIR_SHAVED:
	case HAIR_HEADSCARF:
		break;
	}
	return 1.04;
}

static void
under_brim(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	cairo_save(sk->cr);
	head_path(sk);
	cairo_clip(sk->cr);
	draw_glow(sk->cr, head_at(h, 0, -70, 0), 150, 52, sk->skin.shade, 0.85);
	cairo_restore(sk->cr);
}

static void
brimmed(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	struct tone t = felt(sk);
	cairo_t *cr = sk->cr;
	double k = hat_room(sk) * h->wide, x = 6 * h->turn, top = -238;
	const struct pt brim[] = {
		{ x - 196 * k, -104 }, { x - 130 * k, -122 }, { x, -130 }, { x + 130 * k, -124 },
		{ x + 192 * k, -108 }, { x + 120 * k, -82 },  { x, -68 },  { x - 120 * k, -78 }
	};
	path_closed(cr, brim, COUNT(brim));
	draw_solid(sk, &t, 14);
	const struct pt crown[] = { { x - 114 * k, -98 },
				    { x - 108 * k, -170 },
				    { x - 84 * k, top + 6 },
				    { x - 30, top - 6 },
				    { x + 8, top + 12 },
				    { x + 46, top - 8 },
				    { x + 86 * k, top + 10 },
				    { x + 106 * k, -170 },
				    { x + 112 * k, -100 },
				    { x + 60 * k, -84 },
				    { x, -79 },
				    { x - 60 * k, -84 } };
	path_closed(cr, crown, COUNT(crown));
	draw_solid(sk, &t, 26);
	const struct pt band[] = { { x - 113 * k, -112 },
				   { x - 60 * k, -98 },
				   { x, -94 },
				   { x + 60 * k, -98 },
				   { x + 111 * k, -114 } };
	draw_taper(cr, band, 5, (const double[]){ 24, 24 }, sk->trim.shade, 1);
	draw_taper(cr, band, 5, (const double[]){ 17, 17 }, sk->trim.base, 1);
	const struct pt dent[] = { { x - 22, top + 16 }, { x + 4, top + 60 }, { x + 2, top + 96 } };
	draw_ink(cr, dent, 3, 14, t.shade, 0.6);
	if (sk->plan->person % 4 == 0) {
		const struct tuft plume = { { x - 100 * k, -110 }, { x - 168 * k, -250 }, 30, 16 };
		struct tone down = tone_of(sk, rgb_hex(0xd8c8b0));
		hair_tuft(sk, &plume, &down, 12);
	}
}

static void
pointed(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	struct tone t = felt(sk);
	cairo_t *cr = sk->cr;
	double k = hat_room(sk) * h->wide, x = 4 * h->turn;
	const struct pt brim[] = { { x - 212 * k, -92 }, { x - 130 * k, -124 },
				   { x, -132 },		 { x + 130 * k, -126 },
				   { x + 206 * k, -98 }, { x + 120 * k, -78 },
				   { x, -66 },		 { x - 120 * k, -74 } };
	path_closed(cr, brim, COUNT(brim));
	draw_solid(sk, &t, 14);
	const struct pt cone[] = {
		{ x - 112 * k, -98 }, { x - 84 * k, -180 },  { x - 50, -250 },	  { x - 56, -292 },
		{ x - 106, -316 },    { x - 40, -318 },	     { x + 8, -290 },	  { x + 44, -236 },
		{ x + 86 * k, -172 }, { x + 110 * k, -100 }, { x + 56 * k, -82 }, { x, -78 },
		{ x - 56 * k, -82 }
	};
	path_closed(cr, cone, COUNT(cone));
	draw_solid(sk, &t, 26);
	for (int i = 0; i < 4; i++) {
		const struct pt fold[] = { { x - 70 + 34.0 * i, -120 },
					   { x - 46 + 24.0 * i, -200 },
					   { x - 36 + 12.0 * i, -270 } };
		draw_ink(cr, fold, 3, 9, i % 2 == 0 ? t.shade : t.light, 0.45);
	}
	const struct pt band[] = { { x - 111 * k, -112 },
				   { x - 60 * k, -97 },
				   { x, -92 },
				   { x + 60 * k, -97 },
				   { x + 109 * k, -114 } };
	draw_taper(cr, band, 5, (const double[]){ 22, 22 }, sk->trim.shade, 1);
	draw_taper(cr, band, 5, (const double[]){ 16, 16 }, sk->trim.base, 1);
	clothes_button(sk, (struct pt){ x + 34, -95 }, 15, rgb_hex(0xd6a94c));
}

static void
beanie(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	struct tone t = tone_of(sk, rgb_mix(sk->trim_rgb, sk->cloth_rgb, 0.3));
	cairo_t *cr = sk->cr;
	double k = hat_room(sk);
	struct pt dome[9];
	for (int i = 0; i < 7; i++)
		dome[i] = head_skull(h, -72 + 24.0 * i, (i == 3 ? 40 : 22) * k);
	dome[7] = head_at(h, 60, -84, 6);
	dome[8] = head_at(h, -60, -84, 6);
	path_closed(cr, dome, 9);
	draw_solid(sk, &t, 22);
	for (int i = -4; i <= 4; i++) {
		const struct pt rib[] = { head_at(h, i * 22.0, -96, 8), head_skull(h, i * 13.0, 12),
					  head_skull(h, i * 5.0, 30) };
		draw_ink(cr, rib, 3, 6, t.shade, 0.5);
	}
	const struct pt cuff[] = { head_skull(h, -76, 20 * k), head_at(h, -66, -90, 10),
				   head_at(h, 0, -104, 12), head_at(h, 66, -90, 10),
				   head_skull(h, 78, 14 * k) };
	draw_taper(cr, cuff, 5, (const double[]){ 48, 48 }, t.line, 0.8);
	draw_taper(cr, cuff, 5, (const double[]){ 44, 44 }, rgb_mix(t.base, t.light, 0.35), 1);
	for (int i = 0; i < 14; i++) {
		double f = i / 13.0 * 3.99;
		size_t s = (size_t)f;
		struct pt at = pt_mix(cuff[s], cuff[s + 1], f - (double)s);
		draw_taper(cr, (struct pt[]){ { at.x, at.y - 20 }, { at.x, at.y + 20 } }, 2,
			   (const double[]){ 3.4, 3.4 }, t.shade, 0.5);
	}
}

static void
peaked(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	cairo_t *cr = sk->cr;
	double k = hat_room(sk) * h->wide, x = 8 * h->turn;
	const struct pt top[] = { { x - 118 * k, -118 }, { x - 160 * k, -186 },
				  { x - 90, -228 },	 { x, -240 },
				  { x + 96, -226 },	 { x + 156 * k, -184 },
				  { x + 114 * k, -120 }, { x, -106 } };
	path_closed(cr, top, COUNT(top));
	draw_solid(sk, &sk->cloth, 24);
	const struct pt band[] = { { x - 116 * k, -112 },
				   { x - 60 * k, -98 },
				   { x, -93 },
				   { x + 60 * k, -98 },
				   { x + 113 * k, -114 } };
	draw_taper(cr, band, 5, (const double[]){ 37, 37 }, sk->cloth.line, 1);
	draw_taper(cr, band, 5, (const double[]){ 31, 31 }, sk->trim.shade, 1);
	struct tone black = tone_of(sk, rgb_hex(0x2a2430));
	const struct pt visor[] = { { x - 92 * k, -92 }, { x + 14, -82 }, { x + 104 * k, -92 },
				    { x + 92 * k, -66 }, { x + 24, -52 }, { x - 66 * k, -64 } };
	path_closed(cr, visor, COUNT(visor));
	draw_solid(sk, &black, 8);
	clothes_button(sk, (struct pt){ x + 14, -118 }, 17, rgb_hex(0xd6a94c));
}

/* A low round cap with a patterned band. */
static void
round_cap(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	struct tone t = felt(sk);
	cairo_t *cr = sk->cr;
	double k = hat_room(sk);
	struct pt dome[9];
	for (int i = 0; i < 7; i++)
		dome[i] = head_skull(h, -66 + 22.0 * i, (i == 0 || i == 6 ? 12 : 24) * k);
	dome[7] = head_at(h, 66, -92, 8);
	dome[8] = head_at(h, -70, -92, 8);
	path_closed(cr, dome, 9);
	draw_solid(sk, &t, 22);
	const struct pt band[] = { head_skull(h, -68, 10 * k), head_at(h, -60, -100, 10),
				   head_at(h, 0, -112, 12), head_at(h, 60, -100, 10),
				   head_skull(h, 70, 7 * k) };
	draw_taper(cr, band, 5, (const double[]){ 30, 30 }, t.line, 0.8);
	draw_taper(cr, band, 5, (const double[]){ 26, 26 }, sk->trim.base, 1);
	for (int i = 0; i < 4; i++)
		for (int j = 0; j < 4; j++) {
			struct pt at = pt_mix(band[i], band[i + 1], (j + 0.5) / 4);
			const struct pt lozenge[] = { { at.x - 6, at.y },
						      { at.x, at.y - 9 },
						      { at.x + 6, at.y },
						      { at.x, at.y + 9 } };
			path_straight(cr, lozenge, 4);
			fill_rgb(cr, t.base, 0.9);
		}
}

/* Where robes come with magic. */
static bool
is_enchanted(enum sketch_scene scene)
{
	return scene == SCENE_FOREST || scene == SCENE_CASTLE || scene == SCENE_MOUNTAINS ||
	       scene == SCENE_LIBRARY || scene == SCENE_SPACE || scene == SCENE_SNOW;
}

void
hat_paint(struct sketch *sk)
{
	under_brim(sk);
	switch (sk->plan->clothes) {
	case CLOTHES_ROBE:
	case CLOTHES_CLOAK:
		if (is_enchanted(sk->plan->scene) || plan_has(sk->plan->props, PROP_STAFF))
			pointed(sk);
		else
			round_cap(sk);
		break;
	case CLOTHES_UNIFORM:
		peaked(sk);
		break;
	case CLOTHES_SWEATER:
	case CLOTHES_HOODIE:
		beanie(sk);
		break;
	case CLOTHES_COAT:
	case CLOTHES_ARMOR:
	case CLOTHES_SUIT:
	case CLOTHES_DRESS:
	case CLOTHES_APRON:
	case CLOTHES_KIMONO:
	case CLOTHES_LEATHER:
	case CLOTHES_LABCOAT:
	case CLOTHES_TUNIC:
		brimmed(sk);
		break;
	}
}

void
crown_paint(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	cairo_t *cr = sk->cr;
	struct tone gold = tone_of(sk, rgb_hex(0xe0b04a));
	enum { POINTS = 7 };
	double k = hat_room(sk);
	struct pt low[POINTS], ring[4 * POINTS];
	size_t n = 0;
	for (int i = 0; i < POINTS; i++) {
		double x = -88 + 176.0 * i / (POINTS - 1);
		low[i] = head_at(h, x * k, -104 + 18 * (x / 88) * (x / 88), 14);
		double high = i % 2 == 1 ? 74 : 44;
		if (i > 0)
			ring[n++] = (struct pt){ (low[i - 1].x + low[i].x) / 2, low[i].y - 30 };
		ring[n++] = (struct pt){ low[i].x, low[i].y - high };
	}
	size_t tips = n;
	for (int i = POINTS; i-- > 0;)
		ring[n++] = (struct pt){ low[i].x, low[i].y + 8 };
	path_straight(cr, ring, n);
	draw_solid(sk, &gold, 12);
	for (size_t i = 0; i < tips; i += 2) {
		path_ellipse(cr, ring[i].x, ring[i].y - 4, 6.5, 6.5);
		draw_solid(sk, &gold, 3);
	}
	static const unsigned GEMS[] = { 0xc8344a, 0x3a7ac0, 0x3f9a6a };
	for (int i = 0; i < POINTS; i++) {
		struct tone gem = tone_of(sk, rgb_hex(GEMS[i % 3]));
		path_ellipse(cr, low[i].x, low[i].y - 9, 7.5, 9);
		draw_solid(sk, &gem, 3);
		draw_glow(cr, (struct pt){ low[i].x + sk->side * 2.4, low[i].y - 13 }, 4.5, 4.5,
			  rgb_hex(0xffffff), 0.9);
	}
	draw_ink(cr, low, POINTS, 3, gold.light, 0.8);
}
