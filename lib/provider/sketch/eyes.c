#include <math.h>

#include "lib/provider/sketch/paint.h"

/* What a mood does to the eyes and brows. */
struct mood_eyes {
	double open;	     /* of the upper lid */
	double smile;	     /* how far the lower lid comes up */
	double inner, outer; /* brow ends, up is negative */
	double cocked;	     /* how much one brow stands higher */
	double look_x, look_y;
};

static const struct mood_eyes MOODS[] = {
	[MOOD_CALM] = { 0.95, 0, 0, 0, 0, 0, 0 },
	[MOOD_JOYFUL] = { 0.86, 3.4, -3, -3, 0, 0, 0 },
	[MOOD_WISTFUL] = { 0.82, 0, -7, 3, 0, 2.5, -1.5 },
	[MOOD_STERN] = { 0.84, 1.2, 6, -3, 0, 0, 0 },
	[MOOD_PLAYFUL] = { 0.94, 2.2, -2, -3, 7, -2, 0 },
	[MOOD_MYSTERIOUS] = { 0.76, 1, 0, -2, 4, -3, 0 },
	[MOOD_TIRED] = { 0.66, 0, -3, 3, 0, 0, 1.2 },
	[MOOD_CONFIDENT] = { 0.9, 1.6, 1, -4, 3, 0, 0 },
};

/* The space of one eye: its middle, the direction of the outer corner, its size. */
struct eye {
	const struct head *head;
	double x, y;
	double out; /* 1 or -1 */
	double size;
	double slant;
};

/* A point of the eye: u along it (-23 inner to 24 outer), v down. */
static struct pt
eye_at(const struct eye *e, double u, double v)
{
	return head_at(e->head, e->x + e->out * u * e->size, e->y + v * e->size - e->slant * u / 24,
		       -4);
}

static void
eye_curve(const struct eye *e, const double uv[][2], size_t n, struct pt *out)
{
	for (size_t i = 0; i < n; i++)
		out[i] = eye_at(e, uv[i][0], uv[i][1]);
}

static void
iris_paint(struct sketch *sk, const struct eye *e, const struct mood_eyes *m)
{
	cairo_t *cr = sk->cr;
	double gaze_x = m->look_x + 3.0 * e->head->turn * -1;
	struct pt at = eye_at(e, e->out * gaze_x, -1.0 + m->look_y);
	struct pt side = eye_at(e, e->out * gaze_x + 10.4, -1.0 + m->look_y);
	double rx = fabs(side.x - at.x), ry = 11.2 * e->size;
	struct rgb dark = rgb_mix(sk->eye, rgb_hex(0x120a18), 0.62);
	path_ellipse(cr, at.x, at.y, rx, ry);
	fill_rgb(cr, dark, 1);
	path_ellipse(cr, at.x, at.y + 0.6, rx * 0.84, ry * 0.84);
	fill_rgb(cr, sk->eye, 1);
	draw_glow(cr, (struct pt){ at.x - sk->side * rx * 0.2, at.y + ry * 0.55 }, rx * 0.8,
		  ry * 0.55, rgb_mix(sk->eye, rgb_hex(0xfff6dc), 0.6), 0.85);
	path_ellipse(cr, at.x, at.y, rx * 0.44, ry * 0.44);
	fill_rgb(cr, rgb_hex(0x0d0812), 1);
	/* The upper lid shades the ball. */
	path_ellipse(cr, at.x, at.y - ry * 0.95, rx * 2.6, ry * 0.72);
	fill_rgb(cr, rgb_hex(0x1c1030), 0.34);
	path_ellipse(cr, at.x + sk->side * rx * 0.36, at.y - ry * 0.34, 3.1, 3.1);
	fill_rgb(cr, rgb_hex(0xffffff), 0.96);
	path_ellipse(cr, at.x - sk->side * rx * 0.4, at.y + ry * 0.4, 1.5, 1.5);
	fill_rgb(cr, rgb_mix(sk->light.rim, rgb_hex(0xffffff), 0.4), 0.8);
}

static void
lids_paint(struct sketch *sk, const struct eye *e, double top, double low)
{
	cairo_t *cr = sk->cr;
	const struct plan *plan = sk->plan;
	bool feminine = plan->presentation == LOOK_FEMININE;
	struct rgb lash = rgb_mix(sk->skin.line, rgb_hex(0x140a1c), 0.75);
	const double wing = feminine ? 31 : 26;
	const double upper[][2] = { { -23, 4 },	  { -15, top * 0.62 },
				    { -2, top },  { 12, top * 0.78 },
				    { 22, -1.5 }, { wing, feminine ? -7.5 : -1 } };
	struct pt p[6];
	eye_curve(e, upper, 6, p);
	double thick = feminine ? 6.2 : plan->presentation == LOOK_MASCULINE ? 4.2 : 5;
	draw_taper(cr, p, 6, (const double[]){ 1.2, feminine ? thick * 0.4 : thick * 0.55 }, lash,
		   0.96);
	draw_ink(cr, p, 6, thick, lash, 0.96);
	const double crease[][2] = { { -21, -3 },
				     { -12, top - 4.5 },
				     { 3, top - 7.4 },
				     { 18, top * 0.7 - 4.5 },
				     { 27, -5 } };
	eye_curve(e, crease, 5, p);
	draw_ink(cr, p, 5, 2.6, sk->skin.line, 0.55);
	const double under[][2] = {
		{ -14, low * 0.8 }, { 2, low + 0.6 }, { 16, low * 0.66 }, { 23, 0.5 }
	};
	eye_curve(e, under, 4, p);
	draw_ink(cr, p, 4, 2.2, sk->skin.line, 0.62);
	double bag = 0.12 + 0.3 * plan->wrinkles + (plan->mood == MOOD_TIRED ? 0.3 : 0);
	const double pouch[][2] = { { -17, low + 5 }, { -2, low + 9.5 }, { 15, low + 7 } };
	eye_curve(e, pouch, 3, p);
	draw_ink(cr, p, 3, 3.4, sk->skin.shade, bag > 0.7 ? 0.7 : bag);
}

static void
closed_eye(struct sketch *sk, const struct eye *e, double low)
{
	const double lid[][2] = {
		{ -23, 2 }, { -12, low + 2 }, { 2, low + 4 }, { 16, low }, { 27, -3 }
	};
	struct pt p[5];
	eye_curve(e, lid, 5, p);
	draw_ink(sk->cr, p, 5, 5.6, rgb_mix(sk->skin.line, rgb_hex(0x140a1c), 0.75), 0.95);
	const double crease[][2] = { { -20, -7 }, { -6, -10 }, { 10, -10 }, { 24, -6 } };
	eye_curve(e, crease, 4, p);
	draw_ink(sk->cr, p, 4, 2.4, sk->skin.line, 0.45);
	draw_glow(sk->cr, eye_at(e, 2, -2), 20, 8, sk->skin.light, 0.4);
}

static void
eye_paint(struct sketch *sk, const struct eye *e, const struct mood_eyes *m, double open)
{
	cairo_t *cr = sk->cr;
	double top = -11.2 * open, low = 7.6 - m->smile;
	const double shape[][2] = { { -23, 4 },		{ -15, top * 0.62 }, { -2, top },
				    { 12, top * 0.78 }, { 23, -1.5 },	     { 16, low * 0.66 },
				    { 2, low },		{ -13, low * 0.86 } };
	struct pt p[8];
	eye_curve(e, shape, 8, p);
	struct rgb white = rgb_mix(rgb_hex(0xf6efe8), sk->skin.base, 0.12);
	if (sk->plan->skin_color == 10)
		white = rgb_mix(white, rgb_hex(0xffe6a8), 0.3);
	cairo_save(cr);
	path_closed(cr, p, 8);
	set_rgb(cr, white, 1);
	cairo_fill_preserve(cr);
	cairo_clip(cr);
	struct pt inner = eye_at(e, -22, 3);
	draw_glow(cr, inner, 9, 7, rgb_mix(sk->skin.base, rgb_hex(0xc84848), 0.6), 0.75);
	draw_glow(cr, eye_at(e, 22, 0), 14, 12, sk->skin.shade, 0.55);
	iris_paint(sk, e, m);
	cairo_restore(cr);
	lids_paint(sk, e, top, low);
}

void
eyes_paint(struct sketch *sk)
{
	const struct plan *plan = sk->plan;
	const struct head *h = &plan->head;
	const struct mood_eyes *m = &MOODS[plan->mood];
	double open = m->open * h->eye_open;
	if (plan->gaze == 1)
		open *= 0.55;
	bool wink = plan->mood == MOOD_PLAYFUL && plan->gaze == 0 && plan->seed % 5 == 4;
	for (int s = -1; s <= 1; s += 2) {
		struct eye e = { h, s * h->eye_gap, 0, s, h->eye_size * 1.06, h->eye_slant };
		if (s < 0 && plan_has(plan->extras, EXTRA_EYEPATCH))
			continue;
		struct mood_eyes look = *m;
		if (plan->gaze == 1)
			look.look_y = 4.5;
		if (plan->presentation == LOOK_FEMININE) {
			const double shade[][2] = {
				{ -20, 0 }, { -6, -15 }, { 12, -14 }, { 27, -5 }, { 10, -6 }
			};
			struct pt p[5];
			eye_curve(&e, shade, 5, p);
			path_closed(sk->cr, p, 5);
			fill_rgb(sk->cr, rgb_mix(sk->lip, sk->skin.shade, 0.5), 0.28);
		}
		if (plan->gaze == 2 || (wink && s > 0))
			closed_eye(sk, &e, 6);
		else
			eye_paint(sk, &e, &look, open);
	}
}

void
brows_paint(struct sketch *sk)
{
	const struct plan *plan = sk->plan;
	const struct head *h = &plan->head;
	const struct mood_eyes *m = &MOODS[plan->mood];
	struct rgb c = rgb_mix(sk->hair.base, rgb_hex(0x2a1a24),
			       rgb_lum(sk->hair.base) > 0.5 ? 0.34 : 0.5);
	if (plan->style == STYLE_INK || plan->style == STYLE_NOIR)
		c = rgb_hex(0x141018);
	if (plan->hair_color >= 7)
		c = rgb_mix(sk->hair.base, rgb_hex(0x2a1a34), 0.4);
	for (int s = -1; s <= 1; s += 2) {
		double cocked = s > 0 ? -m->cocked : 0;
		double y = -31 - h->brow_high + cocked;
		double arch = 7.5 * h->brow_arch;
		const struct pt top[] = {
			head_at(h, s * (h->eye_gap - 26), y + 1.5 + m->inner, 2),
			head_at(h, s * (h->eye_gap - 9), y - 2.5 + m->inner * 0.45, 2),
			head_at(h, s * (h->eye_gap + 10), y - arch * 0.85 + m->outer * 0.5, 0),
			head_at(h, s * (h->eye_gap + 31), y + 5 + m->outer, -4),
		};
		draw_taper(sk->cr, top, 4, (const double[]){ 7.6 * h->brow_thick, 1.4 }, c, 0.88);
		if (plan->detail < 2)
			continue;
		for (int i = 0; i < 7; i++) {
			double f = i / 7.0;
			struct pt at = pt_mix(top[0], top[2], f);
			double bow = -3 * f * (1 - f) * 4;
			const struct pt hair[] = { { at.x, at.y + 3 + bow },
						   { at.x + s * 4, at.y - 1 + bow },
						   { at.x + s * 10, at.y - 3 + bow } };
			draw_ink(sk->cr, hair, 3, 1.6, rgb_mix(c, rgb_hex(0x100818), 0.4), 0.5);
		}
	}
}
