#include <math.h>

#include "lib/provider/sketch/paint.h"

/* How far down the tip lies, how far out the wings, how far the bridge rises. */
struct nose {
	double tip, wide, bump;
};

static void
nose_planes(struct sketch *sk, const struct nose *nose)
{
	const struct head *h = &sk->plan->head;
	cairo_t *cr = sk->cr;
	double tip = nose->tip, w = nose->wide, bump = nose->bump;
	double away = h->turn > 0.25 ? 1 : -sk->side; /* the side that is drawn */
	bool shade_side = away * sk->side < 0;
	/* The plane beside the bridge. */
	const struct pt plane[] = {
		head_at(h, away * 14, -26, 0),
		head_at(h, away * 6, -8, 12),
		head_at(h, away * 5, tip * 0.5, 22 + bump),
		head_at(h, away * 5, tip - 8, 42),
		head_at(h, away * w, tip + 2, 10),
		head_at(h, away * 15, tip * 0.55, 6),
		head_at(h, away * 15, 4, 0),
	};
	path_closed(cr, plane, COUNT(plane));
	fill_rgb(cr, shade_side ? sk->skin.shade : sk->skin.light, shade_side ? 0.4 : 0.25);
	const struct pt under[] = {
		head_at(h, -w * 0.9, tip + 4, 10), head_at(h, -4, tip + 1, 36),
		head_at(h, 4, tip + 1, 38),	   head_at(h, w * 0.9, tip + 4, 10),
		head_at(h, w * 0.4, tip + 13, 12), head_at(h, -w * 0.4, tip + 13, 12)
	};
	path_closed(cr, under, COUNT(under));
	fill_rgb(cr, sk->skin.shade, 0.5);
	draw_glow(cr, head_at(h, 3 * sk->side, tip - 9, 36), 11, 11, sk->skin.light, 0.85);
	draw_glow(cr, head_at(h, 2 * sk->side, tip * 0.3, 22 + bump), 5, 24, sk->skin.light, 0.6);
}

/* Bridge of the turned nose, tip, wings, nostrils. */
static void
nose_lines(struct sketch *sk, const struct nose *nose)
{
	const struct head *h = &sk->plan->head;
	cairo_t *cr = sk->cr;
	double tip = nose->tip, w = nose->wide, bump = nose->bump;
	double away = h->turn > 0.25 ? 1 : -sk->side;
	const struct pt bridge[] = { head_at(h, away * 11, -24, 2),
				     head_at(h, away * 6.5, 0, 8),
				     head_at(h, away * 5, tip * 0.5, 22 + bump),
				     head_at(h, away * 5, tip - 10, 42),
				     head_at(h, away * 4, tip, 42),
				     head_at(h, away * 1, tip + 5, 34) };
	draw_ink(cr, bridge, COUNT(bridge), 2.6, sk->skin.line, 0.2 + 0.36 * h->turn);
	const struct pt tip_line[] = { head_at(h, -8, tip + 4, 26), head_at(h, 0, tip + 8, 33),
				       head_at(h, 7, tip + 4, 32) };
	draw_ink(cr, tip_line, 3, 2.4, sk->skin.line, 0.5);
	for (int s = -1; s <= 1; s += 2) {
		const struct pt wing[] = { head_at(h, s * (w - 2), tip - 12, 10),
					   head_at(h, s * (w + 2), tip - 3, 8),
					   head_at(h, s * (w - 2), tip + 6, 8) };
		const struct pt hole[] = { head_at(h, s * 5, tip + 6, 22),
					   head_at(h, s * 9.5, tip + 3.4, 18),
					   head_at(h, s * (w - 3), tip + 6, 12) };
		draw_ink(cr, wing, 3, 2.8, sk->skin.line, 0.6);
		draw_ink(cr, hole, 3, 4.6, rgb_mix(sk->skin.line, rgb_hex(0x2a0f18), 0.5), 0.85);
	}
}

static void
nose_paint(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	const struct nose nose = { 62 * h->nose_long, 17 * h->nose_wide, 5 * h->nose_bump };
	nose_planes(sk, &nose);
	nose_lines(sk, &nose);
}

static void
face_age(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	cairo_t *cr = sk->cr;
	double a = sk->plan->wrinkles;
	bool smiles = sk->plan->mood == MOOD_JOYFUL || sk->plan->mood == MOOD_PLAYFUL;
	for (int s = -1; s <= 1; s += 2) {
		double fold = 0.5 * a + (smiles ? 0.15 : 0.03);
		const struct pt nasal[] = { head_at(h, s * 21, 60, 6), head_at(h, s * 31, 76, 2),
					    head_at(h, s * 39, 96 + 8 * a, 0),
					    head_at(h, s * 38, 106 + 10 * a, 0) };
		draw_ink(cr, nasal, COUNT(nasal), 3 + 1.6 * a, sk->skin.line, fold);
		if (a < 0.1)
			continue;
		for (int i = 0; i < 3; i++) {
			const struct pt crow[] = { head_at(h, s * 75, -3 + 6.0 * i, 0),
						   head_at(h, s * 82, -6 + 9.0 * i, 0),
						   head_at(h, s * 88, -7 + 12.0 * i, 0) };
			draw_ink(cr, crow, 3, 2.2, sk->skin.line, 0.5 * a);
		}
		const struct pt jowl[] = { head_at(h, s * 40, 116, 0), head_at(h, s * 43, 128, 0),
					   head_at(h, s * 38, 138, 0) };
		draw_ink(cr, jowl, 3, 2.6, sk->skin.line, 0.45 * a);
		const struct pt hollow[] = { head_at(h, s * 70, 36, 0), head_at(h, s * 62, 62, 0),
					     head_at(h, s * 56, 88, 0) };
		draw_ink(cr, hollow, 3, 8, sk->skin.shade, 0.4 * a);
		const struct pt frown[] = { head_at(h, s * 6, -36, 6), head_at(h, s * 5, -28, 8),
					    head_at(h, s * 7, -20, 8) };
		draw_ink(cr, frown, 3, 2, sk->skin.line, 0.45 * a);
	}
	for (int i = 0; i < 3 && a > 0.25; i++) {
		double y = -66 - 14.0 * i;
		const struct pt brow[] = { head_at(h, -42 + 5.0 * i, y + 3, 0),
					   head_at(h, -16, y - 1, 0), head_at(h, 14, y, 0),
					   head_at(h, 44 - 6.0 * i, y + 4, 0) };
		draw_ink(cr, brow, COUNT(brow), 2.4, sk->skin.line, 0.42 * a);
	}
}

static void
freckles(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	struct rand_seeded r = rand_from_seed(sk->plan->person ^ 0x66726563u);
	struct rgb c = rgb_mix(sk->skin.shade, rgb_hex(0x7a3a1c), 0.45);
	for (int i = 0; i < 46; i++) {
		double u = rand_unit(&r) * 2 - 1, v = rand_unit(&r) + rand_unit(&r) - 1;
		struct pt p = head_at(h, u * 70, 30 + v * 22 + 10 * fabs(u),
				      fabs(u) < 0.2 ? 16 : 0);
		double size = 1.1 + rand_unit(&r) * 1.4;
		path_ellipse(sk->cr, p.x, p.y, size, size * 0.85);
		fill_rgb(sk->cr, c, 0.5);
	}
}

static void
scar(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	double s = sk->plan->person % 2 == 0 ? 1 : -1;
	const struct pt line[] = { head_at(h, s * 50, -52, 0), head_at(h, s * 56, -24, 0),
				   head_at(h, s * 60, 20, 0), head_at(h, s * 54, 52, 0) };
	struct rgb c = rgb_mix(sk->skin.base, rgb_hex(0xffe0d8), 0.5);
	draw_ink(sk->cr, line, 4, 6.5, rgb_mix(sk->skin.shade, rgb_hex(0x9a3a3a), 0.35), 0.7);
	draw_ink(sk->cr, line, 4, 3, c, 0.95);
}

static void
circuit(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	cairo_t *cr = sk->cr;
	struct rgb glow = sk->plan->style == STYLE_INK ? sk->accent : rgb_hex(0x6ff0e6);
	static const double LINES[][4][2] = {
		{ { 92, 20 }, { 72, 24 }, { 62, 40 }, { 62, 62 } },
		{ { 88, 48 }, { 76, 56 }, { 70, 78 }, { 56, 92 } },
		{ { 90, -10 }, { 80, 10 }, { 78, 28 }, { 84, 36 } },
		{ { 30, -100 }, { 40, -84 }, { 40, -66 }, { 56, -54 } },
	};
	double s = sk->plan->head.turn > 0.3 ? -1 : 1;
	for (size_t i = 0; i < COUNT(LINES); i++) {
		struct pt p[4];
		for (size_t k = 0; k < 4; k++)
			p[k] = head_at(h, s * LINES[i][k][0], LINES[i][k][1], 0);
		cairo_new_path(cr);
		for (size_t k = 0; k < 4; k++)
			cairo_line_to(cr, p[k].x, p[k].y);
		cairo_set_line_width(cr, 5);
		set_rgb(cr, sk->skin.shade, 0.6);
		cairo_stroke_preserve(cr);
		cairo_set_line_width(cr, 1.8);
		set_rgb(cr, glow, 0.95);
		cairo_stroke(cr);
		draw_glow(cr, p[3], 12, 12, glow, 0.7);
		path_ellipse(cr, p[3].x, p[3].y, 3, 3);
		fill_rgb(cr, rgb_mix(glow, rgb_hex(0xffffff), 0.5), 1);
	}
	const struct pt seam[] = { head_at(h, s * 98, 60, 0), head_at(h, s * 66, 108, 0),
				   head_at(h, s * 20, 136, 0), head_at(h, s * 4, 146, 0) };
	draw_ink(cr, seam, 4, 2.2, sk->skin.line, 0.7);
}

/* Marks that lie on the skin. */
static void
face_marks(struct sketch *sk)
{
	unsigned extras = sk->plan->extras;
	if (plan_has(extras, EXTRA_FRECKLES))
		freckles(sk);
	if (plan_has(extras, EXTRA_CIRCUIT))
		circuit(sk);
	if (plan_has(extras, EXTRA_SCAR))
		scar(sk);
}

void
face_paint(struct sketch *sk)
{
	face_age(sk);
	face_marks(sk);
	nose_paint(sk);
	mouth_paint(sk);
	eyes_paint(sk);
	brows_paint(sk);
}
