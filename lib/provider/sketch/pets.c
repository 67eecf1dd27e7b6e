/*
 * Company and shelter: cat, bird, umbrella.
 */
#include <math.h>

#include "lib/provider/sketch/paint.h"

static void
cat_face(struct sketch *sk, const struct tone *coat, struct pt at)
{
	cairo_t *cr = sk->cr;
	double x = at.x, y = at.y;
	for (int s = -1; s <= 1; s += 2) {
		path_ellipse(cr, x + s * 29, y - 3, 16, 14);
		fill_rgb(cr, rgb_hex(0xdcc84e), 1);
		path_ellipse(cr, x + s * 29, y - 3, 5, 12.5);
		fill_rgb(cr, rgb_hex(0x120c16), 1);
		path_ellipse(cr, x + s * 29 + sk->side * 4, y - 8, 3.2, 3.2);
		fill_rgb(cr, rgb_hex(0xffffff), 0.95);
		draw_ink(cr,
			 (struct pt[]){ { x + s * 12, y + 2 },
					{ x + s * 28, y - 17 },
					{ x + s * 46, y - 4 } },
			 3, 4, coat->line, 0.9);
		draw_ink(cr,
			 (struct pt[]){
				 { x, y + 27 }, { x + s * 9, y + 35 }, { x + s * 18, y + 29 } },
			 3, 3, coat->line, 0.9);
		for (int i = 0; i < 3; i++)
			draw_ink(cr,
				 (struct pt[]){ { x + s * 24, y + 24 + 4.0 * i },
						{ x + s * 62, y + 16 + 9.0 * i },
						{ x + s * 98, y + 14 + 15.0 * i } },
				 3, 2, rgb_hex(0xfff8f0), 0.7);
		path_ellipse(cr, x + s * 24, y + 204, 26, 16);
		draw_solid(sk, coat, 6);
	}
	const struct pt nose[] = { { x - 8, y + 16 }, { x + 8, y + 16 }, { x, y + 27 } };
	path_straight(cr, nose, 3);
	fill_rgb(cr, rgb_hex(0xc86a70), 1);
}

/* A cat that sits in front, lower left of the figure, and looks out of the picture. */
void
prop_cat(struct sketch *sk)
{
	cairo_t *cr = sk->cr;
	static const unsigned FURS[] = { 0x35303c, 0xc8803c, 0xe6ddd2, 0x8a8894 };
	struct tone fur = tone_of(sk, rgb_hex(FURS[sk->plan->seed % COUNT(FURS)]));
	double x = -168, y = 330;
	const struct pt tail[] = {
		{ x - 50, y + 170 }, { x - 110, y + 100 }, { x - 104, y + 30 }, { x - 70, y + 6 }
	};
	draw_taper(cr, tail, 4, (const double[]){ 38, 22 }, fur.line, 1);
	draw_taper(cr, tail, 4, (const double[]){ 34, 18 }, fur.base, 1);
	const struct pt body[] = { { x, y + 26 },  { x + 62, y + 84 },	{ x + 84, y + 190 },
				   { x, y + 220 }, { x - 84, y + 190 }, { x - 62, y + 84 } };
	path_closed(cr, body, 6);
	draw_solid(sk, &fur, 22);
	const struct pt bib[] = { { x, y + 60 },
				  { x + 26, y + 96 },
				  { x + 20, y + 170 },
				  { x - 20, y + 170 },
				  { x - 26, y + 96 } };
	path_closed(cr, bib, 5);
	fill_rgb(cr, rgb_mix(fur.light, rgb_hex(0xffffff), 0.45), 0.6);
	for (int s = -1; s <= 1; s += 2) {
		const struct pt ear[] = { { x + s * 22, y - 44 },
					  { x + s * 54, y - 92 },
					  { x + s * 66, y - 18 } };
		path_straight(cr, ear, 3);
		draw_solid(sk, &fur, 7);
		const struct pt in[] = { { x + s * 34, y - 44 },
					 { x + s * 52, y - 74 },
					 { x + s * 57, y - 30 } };
		path_straight(cr, in, 3);
		fill_rgb(cr, rgb_hex(0xd88a8a), 0.75);
	}
	const struct pt head[] = { { x, y - 54 },      { x + 48, y - 40 }, { x + 70, y + 6 },
				   { x + 46, y + 44 }, { x, y + 56 },	   { x - 46, y + 44 },
				   { x - 70, y + 6 },  { x - 48, y - 40 } };
	path_closed(cr, head, 8);
	draw_solid(sk, &fur, 16);
	for (int i = -1; i <= 1; i++)
		draw_ink(cr,
			 (struct pt[]){ { x + i * 15.0, y - 52 },
					{ x + i * 13.0, y - 36 },
					{ x + i * 10.0, y - 24 } },
			 3, 8, fur.shade, 0.7);
	cat_face(sk, &fur, (struct pt){ x, y });
}

void
prop_bird(struct sketch *sk)
{
	cairo_t *cr = sk->cr;
	static const unsigned FEATHERS[] = { 0x2c2a3a, 0x8a6a4e, 0x3f8a6a };
	struct tone down = tone_of(sk, rgb_hex(FEATHERS[sk->plan->seed % COUNT(FEATHERS)]));
	double x = -sk->plan->shoulders * 0.82, y = 176;
	const struct pt tail[] = {
		{ x - 8, y + 44 }, { x - 62, y + 118 }, { x - 34, y + 128 }, { x + 14, y + 58 }
	};
	path_straight(cr, tail, 4);
	draw_solid(sk, &down, 8);
	const struct pt body[] = { { x + 14, y - 52 }, { x + 46, y - 34 }, { x + 48, y + 14 },
				   { x + 24, y + 62 }, { x - 16, y + 66 }, { x - 38, y + 26 },
				   { x - 22, y - 20 } };
	path_closed(cr, body, 7);
	draw_solid(sk, &down, 15);
	path_ellipse(cr, x + 20, y - 58, 34, 32);
	draw_solid(sk, &down, 12);
	for (int i = 0; i < 4; i++) {
		const struct tuft wing = { { x - 8 + 6.0 * i, y - 16 + 8.0 * i },
					   { x - 48 + 12.0 * i, y + 74 + 5.0 * i },
					   30,
					   5 };
		hair_tuft(sk, &wing, &down, 4);
	}
	const struct pt beak[] = { { x + 48, y - 68 }, { x + 84, y - 54 }, { x + 48, y - 46 } };
	path_straight(cr, beak, 3);
	struct tone horn = tone_of(sk, rgb_hex(0xd09a3c));
	draw_solid(sk, &horn, 4);
	path_ellipse(cr, x + 28, y - 64, 7.5, 7.5);
	fill_rgb(cr, rgb_hex(0xf2d468), 1);
	path_ellipse(cr, x + 29, y - 64, 4, 4);
	fill_rgb(cr, rgb_hex(0x120c16), 1);
	path_ellipse(cr, x + 31, y - 66, 1.6, 1.6);
	fill_rgb(cr, rgb_hex(0xffffff), 1);
	for (int i = 0; i < 2; i++)
		draw_taper(
			cr,
			(struct pt[]){ { x + 2 + 18.0 * i, y + 60 }, { x + 6 + 18.0 * i, y + 84 } },
			2, (const double[]){ 6, 5 }, horn.shade, 1);
}

void
prop_umbrella(struct sketch *sk)
{
	cairo_t *cr = sk->cr;
	static const unsigned SILKS[] = { 0xb23a44, 0xd8a03c, 0x3a6a86, 0x6a4a86 };
	struct tone silk = tone_of(sk, rgb_hex(SILKS[sk->plan->seed % COUNT(SILKS)]));
	struct tone deep = { silk.shade, silk.base, rgb_mix(silk.shade, rgb_hex(0x140a20), 0.4),
			     silk.line };
	enum { RIBS = 6 };
	double x = 50, top = -292, wide = 300, low = -96;
	struct pt ring[64];
	size_t n = 0;
	for (int i = 0; i <= 12; i++) {
		double a = M_PI + M_PI * i / 12;
		ring[n++] = (struct pt){ x + cos(a) * wide, low + sin(a) * (low - top) };
	}
	for (int i = RIBS; i-- > 0;) {
		double x1 = x - wide + 2 * wide * i / RIBS;
		ring[n++] = (struct pt){ x1 + wide / RIBS, low - 26 };
		if (i > 0)
			ring[n++] = (struct pt){ x1, low };
	}
	path_closed(cr, ring, n);
	draw_solid(sk, &deep, 30);
	for (int i = 1; i < RIBS; i++) {
		const struct pt rib[] = { { x, top },
					  { x - wide * 0.9 + 1.8 * wide * i / RIBS,
					    (top + low) / 2 - 34 },
					  { x - wide + 2 * wide * i / RIBS, low } };
		draw_ink(cr, rib, 3, 5, i % 2 == 0 ? silk.light : silk.line, 0.5);
	}
	draw_taper(cr, (struct pt[]){ { x, top + 4 }, { x, top - 22 } }, 2,
		   (const double[]){ 10, 5 }, silk.line, 1);
	draw_taper(cr, (struct pt[]){ { x, top }, { 150, 300 } }, 2, (const double[]){ 9, 9 },
		   rgb_hex(0x3a2a26), 1);
}

void
prop_umbrella_handle(struct sketch *sk)
{
	cairo_t *cr = sk->cr;
	if ((sk->plan->props & ~(1u << PROP_UMBRELLA | 1u << PROP_CAT | 1u << PROP_BIRD)) != 0)
		return;
	draw_taper(cr, (struct pt[]){ { 139, 236 }, { 158, 346 }, { 166, 420 } }, 3,
		   (const double[]){ 9, 11 }, rgb_hex(0x3a2a26), 1);
	prop_hand(sk, (struct pt){ 158, 352 });
}
