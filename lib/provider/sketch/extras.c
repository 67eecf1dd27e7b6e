/*
 * What is worn on head and neck. Hats are in hats.c.
 */
#include <math.h>

#include "lib/provider/sketch/paint.h"

static struct rgb
metal(const struct sketch *sk)
{
	static const unsigned METALS[] = { 0xe0b458, 0xd8d8e4, 0xd08a5a };
	return rgb_hex(METALS[sk->plan->person / 3 % 3]);
}

static void
glasses(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	cairo_t *cr = sk->cr;
	static const unsigned FRAMES[] = { 0x2a2030, 0x6a3a28, 0xc89a48, 0x8a2f44 };
	struct rgb c = tone_of(sk, rgb_hex(FRAMES[sk->plan->person / 11 % COUNT(FRAMES)])).base;
	bool round = sk->plan->person % 2 == 0;
	double w = 33, low = round ? 31 : 26, high = round ? 27 : 21;
	for (int s = -1; s <= 1; s += 2) {
		double x = s * (h->eye_gap + 0.5), y = 3;
		const struct pt ring[] = {
			head_at(h, x - w, y - 2, 16), head_at(h, x - w * 0.75, y - high * 0.85, 16),
			head_at(h, x, y - high, 16),  head_at(h, x + w * 0.75, y - high * 0.85, 16),
			head_at(h, x + w, y - 2, 16), head_at(h, x + w * 0.7, y + low * 0.8, 16),
			head_at(h, x, y + low, 16),   head_at(h, x - w * 0.7, y + low * 0.8, 16),
		};
		path_closed(cr, ring, COUNT(ring));
		set_rgb(cr, rgb_hex(0xe8f0ff), 0.1);
		cairo_fill_preserve(cr);
		set_rgb(cr, c, 1);
		cairo_set_line_width(cr, round ? 4 : 5.6);
		cairo_stroke(cr);
		const struct pt glare[] = { head_at(h, x - w * 0.5, y - high * 0.6, 16),
					    head_at(h, x - w * 0.16, y - high * 0.7, 16),
					    head_at(h, x - w * 0.4, y + low * 0.4, 16),
					    head_at(h, x - w * 0.66, y + low * 0.3, 16) };
		path_straight(cr, glare, 4);
		fill_rgb(cr, rgb_hex(0xffffff), 0.24);
		const struct pt arm[] = { head_at(h, s * (h->eye_gap + w), 0, 16),
					  head_at(h, s * 98, -4, 4) };
		if (s < 0 || h->turn < 0.5)
			draw_taper(cr, arm, 2, (const double[]){ 4.5, 4 }, c, 1);
	}
	const struct pt bridge[] = { head_at(h, -h->eye_gap + w, 0, 18), head_at(h, 0, -6, 30),
				     head_at(h, h->eye_gap - w, 0, 18) };
	draw_taper(cr, bridge, 3, (const double[]){ 4.4, 4.4 }, c, 1);
}

static void
earrings(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	cairo_t *cr = sk->cr;
	struct tone gold = tone_of(sk, metal(sk));
	/* A closed headscarf hides the ears. */
	if (sk->plan->hair == HAIR_HEADSCARF && sk->plan->person % 2 == 0)
		return;
	bool hoop = sk->plan->person / 2 % 2 == 0;
	for (int s = -1; s <= 1; s += 2) {
		if (s > 0 && h->turn > 0.3)
			continue;
		double x = (s > 0 ? 104 - 8 * h->turn : -(104 - 14 * h->turn)) * h->wide, y = 48;
		if (hoop) {
			path_ellipse(cr, x, y + 17, 13, 18);
			set_rgb(cr, gold.line, 0.8);
			cairo_set_line_width(cr, 6.4);
			cairo_stroke_preserve(cr);
			set_rgb(cr, gold.base, 1);
			cairo_set_line_width(cr, 4.2);
			cairo_stroke(cr);
			draw_glow(cr, (struct pt){ x + sk->side * 10, y + 10 }, 7, 7,
				  rgb_hex(0xffffff), 0.8);
			continue;
		}
		draw_taper(cr, (struct pt[]){ { x, y - 3 }, { x, y + 14 } }, 2,
			   (const double[]){ 2.6, 2.6 }, gold.base, 1);
		const struct pt drop[] = {
			{ x, y + 10 }, { x + 9, y + 30 }, { x, y + 40 }, { x - 9, y + 30 }
		};
		path_closed(cr, drop, 4);
		struct tone gem = tone_of(sk, rgb_mix(sk->cloth_rgb, rgb_hex(0x3fb0a0), 0.5));
		draw_solid(sk, &gem, 5);
		draw_glow(cr, (struct pt){ x + sk->side * 3, y + 26 }, 5, 7, rgb_hex(0xffffff),
			  0.8);
	}
}

static void
flower(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	static const unsigned PETALS[] = { 0xf28a9a, 0xf7e2d0, 0xe0584e, 0xb890e0, 0xf7c25a };
	cairo_t *cr = sk->cr;
	struct pt at = head_at(h, -88, -66, 10);
	for (int i = 0; i < 3; i++) {
		double x = at.x + 18.0 * i - 22, y = at.y + 30.0 * (i == 1) - 8.0 * i,
		       r = i == 0 ? 21 : 15;
		struct tone t = tone_of(
			sk, rgb_hex(PETALS[(sk->plan->person + (uint64_t)i / 2) % COUNT(PETALS)]));
		const struct pt leaf[] = {
			{ x, y }, { x - 30, y + 12 }, { x - 46, y + 2 }, { x - 26, y - 6 }
		};
		struct tone green = tone_of(sk, rgb_hex(0x5a8a50));
		path_closed(cr, leaf, 4);
		draw_solid(sk, &green, 4);
		for (int k = 0; k < 6; k++) {
			double a = k * M_PI / 3 + i;
			path_ellipse(cr, x + cos(a) * r * 0.74, y + sin(a) * r * 0.74, r * 0.52,
				     r * 0.52);
			draw_solid(sk, &t, 4);
		}
		path_ellipse(cr, x, y, r * 0.42, r * 0.42);
		fill_rgb(cr, rgb_hex(0xf2c860), 1);
	}
}

static void
horns(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	cairo_t *cr = sk->cr;
	struct tone bone = tone_of(sk, rgb_hex(sk->plan->person % 2 == 0 ? 0x4a3a40 : 0xcfb898));
	for (int s = 1; s >= -1; s -= 2) {
		struct pt root = head_at(h, s * 56, -118, 4);
		double far = s > 0 ? 1 - 0.3 * h->turn : 1;
		const struct pt a[] = { { root.x - s * 22 * far, root.y + 4 },
					{ root.x + s * 6 * far, root.y - 62 },
					{ root.x + s * 62 * far, root.y - 112 },
					{ root.x + s * 58 * far, root.y - 176 } };
		const struct pt b[] = { { root.x + s * 24 * far, root.y + 12 },
					{ root.x + s * 46 * far, root.y - 38 },
					{ root.x + s * 92 * far, root.y - 96 },
					{ root.x + s * 60 * far, root.y - 178 } };
		draw_lock(sk, a, b, 4, &bone, 0);
		for (int i = 1; i < 8; i++) {
			double f = i / 8.0 * 2.6;
			size_t k = (size_t)f;
			struct pt l = pt_mix(a[k], a[k + 1], f - (double)k),
				  r = pt_mix(b[k], b[k + 1], f - (double)k);
			struct pt m = pt_mix(l, r, 0.5);
			draw_ink(cr, (struct pt[]){ l, { m.x, m.y + 5 }, r }, 3, 3.4, bone.shade,
				 0.75);
		}
	}
}

static void
goggles(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	cairo_t *cr = sk->cr;
	struct tone brass = tone_of(sk, rgb_hex(0xb5803e));
	const struct pt strap[] = { head_skull(h, -84, 6), head_at(h, -84, -92, 14),
				    head_at(h, 0, -104, 16), head_at(h, 84, -92, 10),
				    head_skull(h, 84, 3) };
	draw_taper(cr, strap, 5, (const double[]){ 26, 26 }, rgb_hex(0x2a1c1c), 1);
	draw_taper(cr, strap, 5, (const double[]){ 21, 21 }, rgb_hex(0x6a4430), 1);
	for (int s = -1; s <= 1; s += 2) {
		struct pt at = head_at(h, s * 42, -100, 22),
			  side = head_at(h, s * 42 + 36, -100, 22);
		double rx = fabs(side.x - at.x);
		path_ellipse(cr, at.x, at.y, rx, 35);
		draw_solid(sk, &brass, 9);
		path_ellipse(cr, at.x, at.y, rx * 0.72, 25);
		fill_rgb(cr, rgb_mix(rgb_hex(0x1a3a44), sk->light.top, 0.3), 1);
		draw_glow(cr, (struct pt){ at.x + sk->side * rx * 0.25, at.y - 9 }, rx * 0.6, 17,
			  rgb_mix(sk->light.glow, rgb_hex(0xffffff), 0.4), 0.9);
		path_ellipse(cr, at.x, at.y, rx * 0.72, 25);
		set_rgb(cr, brass.line, 0.9);
		cairo_set_line_width(cr, 2.4);
		cairo_stroke(cr);
	}
}

static void
headphones(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	cairo_t *cr = sk->cr;
	struct tone shell = tone_of(sk, sk->plan->person % 2 == 0
						? rgb_hex(0x3a3448)
						: rgb_mix(sk->cloth_rgb, rgb_hex(0xe8e0d8), 0.5));
	struct pt band[7];
	for (int i = 0; i < 7; i++)
		band[i] = head_skull(h, -90 + 30.0 * i, 24 - 1.9 * (i - 3) * (i - 3));
	draw_taper(cr, band, 7, (const double[]){ 19, 17 }, shell.line, 1);
	draw_taper(cr, band, 7, (const double[]){ 15, 13 }, shell.base, 1);
	draw_taper(cr, band, 7, (const double[]){ 4, 4 }, shell.light, 0.8);
	for (int s = 1; s >= -1; s -= 2) {
		if (s > 0 && h->turn > 0.6)
			continue;
		double x = (s > 0 ? 108 - 10 * h->turn : -(108 - 13 * h->turn)) * h->wide,
		       rx = s > 0 ? 22 * (1 - 0.6 * h->turn) : 25 + 12 * h->turn;
		path_ellipse(cr, x, 8, rx, 46);
		draw_solid(sk, &shell, 10);
		path_ellipse(cr, x - s * 3, 8, rx * 0.6, 28);
		fill_rgb(cr, shell.shade, 0.8);
		path_ellipse(cr, x - s * 3, 8, rx * 0.24, 10);
		fill_rgb(cr, sk->light.rim, 1);
	}
}

static void
eyepatch(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	cairo_t *cr = sk->cr;
	struct tone black = tone_of(sk, rgb_hex(0x2c2530));
	const struct pt strap[] = { head_at(h, -100, 22, 2), head_at(h, -h->eye_gap - 8, -18, 6),
				    head_at(h, 0, -62, 8), head_at(h, 62, -98, 4) };
	draw_taper(cr, strap, 4, (const double[]){ 7, 7 }, black.base, 1);
	double x = -h->eye_gap;
	const struct pt patch[] = { head_at(h, x - 32, -20, 8),	 head_at(h, x, -27, 10),
				    head_at(h, x + 30, -18, 10), head_at(h, x + 27, 10, 10),
				    head_at(h, x + 4, 31, 8),	 head_at(h, x - 27, 14, 6) };
	path_closed(cr, patch, 6);
	draw_solid(sk, &black, 9);
	const struct pt stitch[] = { head_at(h, x - 24, -12, 8), head_at(h, x, -19, 10),
				     head_at(h, x + 22, -11, 10) };
	draw_ink(cr, stitch, 3, 2.4, black.light, 0.7);
}

static void
necklace(struct sketch *sk)
{
	double n = sk->plan->neck;
	cairo_t *cr = sk->cr;
	struct tone gold = tone_of(sk, metal(sk));
	const struct pt chain[] = { body_at(sk, -1, n * 1.06, 224), body_at(sk, -1, n * 0.86, 270),
				    body_at(sk, -1, n * 0.36, 312), body_at(sk, 1, 0, 326),
				    body_at(sk, 1, n * 0.36, 312),  body_at(sk, 1, n * 0.86, 270),
				    body_at(sk, 1, n * 1.1, 224) };
	draw_taper(cr, chain, 7, (const double[]){ 4.6, 4.6 }, gold.line, 0.6);
	draw_taper(cr, chain, 7, (const double[]){ 2.8, 2.8 }, gold.base, 1);
	struct pt at = body_at(sk, 1, 0, 342);
	path_ellipse(cr, at.x, at.y, 14, 17);
	draw_solid(sk, &gold, 5);
	struct tone gem = tone_of(sk, rgb_mix(sk->accent, sk->eye, 0.5));
	path_ellipse(cr, at.x, at.y, 8.5, 11);
	draw_solid(sk, &gem, 4);
	draw_glow(cr, (struct pt){ at.x + sk->side * 3, at.y - 4 }, 6, 6, rgb_hex(0xffffff), 0.9);
}

static void
scarf(struct sketch *sk)
{
	double n = sk->plan->neck;
	static const unsigned WOOLS[] = { 0xb8453a, 0xd09a3c, 0x3f6f78, 0x6a4a80, 0xd8c8b0 };
	struct rgb c = rgb_hex(WOOLS[sk->plan->person / 5 % COUNT(WOOLS)]);
	if (fabs(rgb_lum(c) - rgb_lum(sk->cloth.base)) < 0.06)
		c = rgb_mix(c, rgb_hex(0xfff0d8), 0.5);
	struct tone wool = tone_of(sk, c);
	const struct pt ta[] = { body_at(sk, -1, n * 0.9, 262), body_at(sk, -1, n * 1.3, 330),
				 body_at(sk, -1, n * 1.25, 430), body_at(sk, -1, n * 1.5, 560) };
	const struct pt tb[] = { body_at(sk, -1, n * 0.1, 268), body_at(sk, -1, n * 0.36, 330),
				 body_at(sk, -1, n * 0.3, 430), body_at(sk, -1, n * 0.4, 560) };
	draw_lock(sk, ta, tb, 4, &wool, 10);
	for (int i = 0; i < 4; i++) {
		struct pt l = pt_mix(ta[2], ta[3], 0.1 * i), r = pt_mix(tb[2], tb[3], 0.1 * i);
		draw_taper(sk->cr, (struct pt[]){ l, r }, 2, (const double[]){ 4, 4 },
			   i % 2 == 0 ? wool.light : wool.shade, 0.7);
	}
	for (int i = 0; i < 2; i++) {
		double y = 226 - 28.0 * i, w = n * (1.55 - 0.17 * i);
		const struct pt a[] = { body_at(sk, -1, w, y - 12),
					body_at(sk, -1, w * 0.62, y + 12),
					body_at(sk, 1, 0, y + 22), body_at(sk, 1, w * 0.62, y + 12),
					body_at(sk, 1, w, y - 12) };
		const struct pt b[] = { body_at(sk, -1, w * 1.02, y + 22),
					body_at(sk, -1, w * 0.62, y + 52),
					body_at(sk, 1, 0, y + 66), body_at(sk, 1, w * 0.62, y + 52),
					body_at(sk, 1, w * 1.02, y + 22) };
		draw_lock(sk, a, b, 5, &wool, 14);
	}
}

void
extras_body(struct sketch *sk)
{
	if (plan_has(sk->plan->extras, EXTRA_NECKLACE))
		necklace(sk);
	if (plan_has(sk->plan->extras, EXTRA_SCARF))
		scarf(sk);
}

void
extras_head(struct sketch *sk)
{
	static const struct {
		enum sketch_extra extra;
		void (*paint)(struct sketch *);
	} ORDER[] = {
		{ EXTRA_EYEPATCH, eyepatch },	  { EXTRA_GLASSES, glasses },
		{ EXTRA_EARRINGS, earrings },	  { EXTRA_HORNS, horns },
		{ EXTRA_FLOWER, flower },	  { EXTRA_CROWN, crown_paint },
		{ EXTRA_HAT, hat_paint },	  { EXTRA_GOGGLES, goggles },
		{ EXTRA_HEADPHONES, headphones },
	};
	for (size_t i = 0; i < COUNT(ORDER); i++)
		if (plan_has(sk->plan->extras, (int)ORDER[i].extra))
			ORDER[i].paint(sk);
}
