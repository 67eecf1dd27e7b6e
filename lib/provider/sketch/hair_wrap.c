#include <math.h>

#include "lib/provider/sketch/paint.h"

/* Two ways to wear a headscarf: closed under the chin, or tied at the nape. */
static bool
scarf_is_closed(const struct sketch *sk)
{
	return sk->plan->person % 2 == 0;
}

void
hair_scarf_back(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	const struct tone *t = &sk->trim;
	struct tone deep = { t->shade, rgb_mix(t->base, t->shade, 0.5),
			     rgb_mix(t->shade, t->line, 0.4), t->line };
	if (scarf_is_closed(sk)) {
		const struct pt p[] = { head_skull(h, 0, 20),  head_skull(h, 60, 18), { 108, 60 },
					{ 118, 160 },	       { 150, 240 },	      { 0, 280 },
					{ -160, 240 },	       { -126, 150 },	      { -122, 40 },
					head_skull(h, -60, 20) };
		path_closed(sk->cr, p, COUNT(p));
		draw_solid(sk, &deep, 20);
		return;
	}
	/* The knot and its two ends. */
	for (int i = 0; i < 2; i++) {
		const struct tuft end = {
			{ -92, 40 }, { -150 + 46.0 * i, 190 + 34.0 * i }, 46, i == 0 ? 10 : -8
		};
		hair_tuft(sk, &end, &deep, 6);
	}
	path_ellipse(sk->cr, -100, 46, 24, 19);
	draw_solid(sk, t, 6);
}

static void
scarf_closed(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	const struct tone *t = &sk->trim;
	cairo_t *cr = sk->cr;
	struct pt outer[] = { head_skull(h, 0, 22),
			      head_skull(h, 34, 21),
			      head_skull(h, 66, 18),
			      head_skull(h, 96, 12),
			      { 106 * h->wide, 60 },
			      { 92, 120 },
			      { 84, 176 },
			      { 120, 226 },
			      { 40, 268 },
			      { -60, 262 },
			      { -140, 228 },
			      { -104, 170 },
			      { -114, 100 },
			      { -121, 30 },
			      head_skull(h, -92, 18),
			      head_skull(h, -62, 22),
			      head_skull(h, -30, 23) };
	struct pt inner[] = { head_at(h, 0, -102, 0),  head_at(h, 44, -96, 0),
			      head_at(h, 78, -66, 0),  head_at(h, 95, -16, 0),
			      head_at(h, 94, 40, 0),   head_at(h, 78, 92, 0),
			      head_at(h, 44, 132, 0),  head_at(h, 0, 144, 0),
			      head_at(h, -44, 132, 0), head_at(h, -78, 92, 0),
			      head_at(h, -94, 40, 0),  head_at(h, -95, -16, 0),
			      head_at(h, -78, -66, 0), head_at(h, -44, -96, 0) };
	cairo_save(cr);
	double x1 = -400, y1 = -400;
	cairo_rectangle(cr, x1, y1, 800, 900);
	path_closed(cr, inner, COUNT(inner));
	cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
	cairo_clip(cr);
	cairo_set_fill_rule(cr, CAIRO_FILL_RULE_WINDING);
	path_closed(cr, outer, COUNT(outer));
	draw_solid(sk, t, 26);
	for (int i = 0; i < 10 + 3 * sk->plan->detail; i++) {
		double f = chance_in(sk, 0.15, 0.85), side = i % 2 == 0 ? -1 : 1;
		const struct pt fold[] = { head_skull(h, side * (10 + 30 * f), 22 * (1 - f)),
					   head_skull(h, side * (58 + 20 * f), 12 - 10 * f),
					   { side * (112 - 18 * f), 40 },
					   { side * (92 - 16 * f), 118 },
					   { side * (40 - 20 * f), 168 + 20 * f },
					   { -side * 46 * f, 200 + 40 * f } };
		bool bright = i % 3 == 0;
		draw_ink(cr, fold, COUNT(fold), chance_in(sk, 3, 8), bright ? t->light : t->shade,
			 bright ? 0.4 : 0.42);
	}
	cairo_restore(cr);
	path_closed(cr, inner, COUNT(inner));
	set_rgb(cr, t->line, 0.85);
	cairo_set_line_width(cr, sk->line);
	cairo_stroke(cr);
	/* What the cloth shades of the face. */
	cairo_save(cr);
	path_closed(cr, inner, COUNT(inner));
	cairo_clip(cr);
	path_closed(cr, inner, COUNT(inner));
	set_rgb(cr, sk->skin.shade, 0.35);
	cairo_set_line_width(cr, 16);
	cairo_stroke(cr);
	cairo_restore(cr);
}

static void
scarf_tied(struct sketch *sk)
{
	const struct tone *t = &sk->trim;
	struct pt outer[HAIRLINE], inner[HAIRLINE];
	hair_cap_edges(sk, 18, outer, inner);
	/* A rim of hair at the forehead. */
	draw_ink(sk->cr, inner, HAIRLINE, 30, sk->hair.line, 0.9);
	draw_ink(sk->cr, inner, HAIRLINE, 26, sk->hair.base, 1);
	draw_ink(sk->cr, inner, HAIRLINE, 5, sk->hair.light, 0.5);
	for (size_t i = 0; i < HAIRLINE; i++)
		inner[i] = pt_mix(inner[i], outer[i], i == 0 || i == HAIRLINE - 1 ? 0 : 0.16);
	struct pt ring[2 * HAIRLINE];
	size_t n = 0;
	for (size_t i = 0; i < HAIRLINE; i++)
		ring[n++] = outer[i];
	for (size_t i = HAIRLINE; i-- > 0;)
		ring[n++] = inner[i];
	path_closed(sk->cr, ring, n);
	draw_solid(sk, t, 22);
	for (int i = 0; i < 12; i++) {
		double f = chance_in(sk, 0, HAIRLINE - 1.01);
		size_t k = (size_t)f;
		struct pt root = pt_mix(inner[k], inner[k + 1], f - (double)k);
		struct pt top = pt_mix(outer[k], outer[k + 1], f - (double)k);
		struct pt knot = { -104, 30 };
		draw_ink(sk->cr,
			 (struct pt[]){ root, pt_mix(pt_mix(root, top, 0.6), knot, 0.2),
					pt_mix(top, knot, 0.5) },
			 3, chance_in(sk, 4, 8), i % 3 == 0 ? t->light : t->shade, 0.4);
	}
	draw_taper(sk->cr, inner, HAIRLINE, (const double[]){ 9, 9 },
		   rgb_mix(sk->cloth.base, t->light, 0.3), 0.9);
}

void
hair_scarf(struct sketch *sk)
{
	if (scarf_is_closed(sk))
		scarf_closed(sk);
	else
		scarf_tied(sk);
}

static void
beard_tone(const struct sketch *sk, struct tone *tone)
{
	double grey = fmin(1, sk->plan->grey * 1.3);
	*tone = tone_of(sk, rgb_mix(rgb_mix(sk->hair_rgb, rgb_hex(0x2a1c22), 0.12),
				    rgb_hex(0xbdbac0), grey * 0.6));
}

void
moustache_paint(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	struct tone tone;
	beard_tone(sk, &tone);
	double y = 90 + (h->nose_long - 1) * 30;
	for (int s = -1; s <= 1; s += 2) {
		const struct pt a[] = { head_at(h, s * 1.0, y - 12, 14),
					head_at(h, s * 16.0, y - 11, 12),
					head_at(h, s * 34.0, y + 2, 6),
					head_at(h, s * 46.0, y + 14, 0) };
		const struct pt b[] = { head_at(h, s * 1.0, y + 4, 14),
					head_at(h, s * 14.0, y + 8, 12),
					head_at(h, s * 30.0, y + 12, 6),
					head_at(h, s * 44.0, y + 18, 0) };
		draw_lock(sk, a, b, 4, &tone, 12);
	}
}

void
beard_paint(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	cairo_t *cr = sk->cr;
	struct tone tone;
	beard_tone(sk, &tone);
	double drop = 16 + (double)(sk->plan->person / 7 % 3) * 16 + h->chin;
	double y = 101 + (h->nose_long - 1) * 30;
	/* Down the near cheek, around the chin, up the far cheek; back around the mouth. */
	const struct pt ring[] = {
		head_at(h, -97, 26, 0),	       head_at(h, -93, 76, 2),
		head_at(h, -74, 122, 4),       head_at(h, -40, 148 + drop * 0.7, 8),
		head_at(h, 0, 154 + drop, 10), head_at(h, 40, 148 + drop * 0.7, 8),
		head_at(h, 72, 120, 4),	       head_at(h, 92, 74, 2),
		head_at(h, 97, 26, 0),	       head_at(h, 82, 58, 0),
		head_at(h, 56, 80, 0),	       head_at(h, 38, 84, 4),
		head_at(h, 40, y + 6, 4),      head_at(h, 30, y + 22, 6),
		head_at(h, 0, y + 26, 8),      head_at(h, -30, y + 22, 6),
		head_at(h, -40, y + 6, 4),     head_at(h, -38, 84, 4),
		head_at(h, -56, 80, 0),	       head_at(h, -82, 58, 0),
	};
	path_closed(cr, ring, COUNT(ring));
	draw_solid(sk, &tone, 16);
	cairo_save(cr);
	path_closed(cr, ring, COUNT(ring));
	cairo_clip(cr);
	int count = 40 + 26 * sk->plan->detail;
	for (int i = 0; i < count; i++) {
		double x = chance_in(sk, -94, 94), from = chance_in(sk, 30, 150 + drop * 0.5);
		double long_ = chance_in(sk, 14, 34);
		struct pt p[] = { head_at(h, x, from, 4),
				  head_at(h, x * 0.98, from + long_ * 0.5, 6),
				  head_at(h, x * 0.9, from + long_, 6) };
		bool bright = chance_of(sk, 0.35 + 0.3 * sk->plan->grey);
		draw_ink(cr, p, 3, chance_in(sk, 1.6, 3.4), bright ? tone.light : tone.shade,
			 bright ? 0.5 : 0.55);
	}
	cairo_restore(cr);
	moustache_paint(sk);
}
