#include <math.h>

#include "lib/provider/sketch/paint.h"

enum { OUTLINE = 19 };

/*
 * The outline of skull and face from the front and turned by 30 degrees to the right, clockwise
 * from the crown, and how much each point follows jaw, chin and cheek.
 */
static const struct outline_point {
	struct pt front, turned;
	double jaw, chin, cheek;
} OUTLINE_POINTS[OUTLINE] = {
	{ { 0, -150 }, { 4, -150 }, 0, 0, 0 },	       { { 56, -141 }, { 64, -139 }, 0, 0, 0 },
	{ { 93, -106 }, { 98, -100 }, 0, 0, 0 },       { { 104, -56 }, { 106, -56 }, 0, 0, 0 },
	{ { 103, -22 }, { 104, -27 }, 0, 0, 0 },       { { 100, 6 }, { 96, -2 }, 0, 0, 0.2 },
	{ { 98, 36 }, { 98, 28 }, 0.1, 0, 1 },	       { { 90, 74 }, { 91, 64 }, 0.55, 0.1, 1 },
	{ { 72, 112 }, { 82, 102 }, 0.9, 0.5, 0.6 },   { { 40, 141 }, { 69, 137 }, 0.75, 1, 0.1 },
	{ { 0, 150 }, { 43, 151 }, 0, 1, 0 },	       { { -40, 141 }, { 12, 143 }, 0.5, 1, 0.1 },
	{ { -72, 112 }, { -38, 120 }, 0.8, 0.6, 0.6 }, { { -90, 74 }, { -77, 86 }, 0.9, 0.1, 0.6 },
	{ { -98, 36 }, { -93, 44 }, 0.2, 0, 0.4 },     { { -102, 6 }, { -104, 4 }, 0, 0, 0 },
	{ { -104, -46 }, { -115, -50 }, 0, 0, 0 },     { { -93, -106 }, { -103, -112 }, 0, 0, 0 },
	{ { -56, -141 }, { -58, -144 }, 0, 0, 0 },
};

struct pt
head_at(const struct head *h, double x, double y, double dz)
{
	double u = x / 105, v = y / 150;
	double z = 84 - 60 * u * u - (v < 0 ? 26 : 10) * v * v + dz;
	return (struct pt){ (x * cos(h->yaw) + z * sin(h->yaw)) * h->wide,
			    y * (1 - 0.04 * fabs(h->pitch)) + z * sin(h->pitch) };
}

struct pt
head_skull(const struct head *h, double angle, double grow)
{
	double a = angle * M_PI / 180;
	double rx = (105 + 5 * h->turn) * h->wide + grow;
	return (struct pt){ -5 * h->turn + sin(a) * rx, -42 - cos(a) * (109 + grow) };
}

static void
outline_points(const struct head *h, struct pt out[OUTLINE])
{
	for (size_t i = 0; i < OUTLINE; i++) {
		const struct outline_point *o = &OUTLINE_POINTS[i];
		struct pt p = pt_mix(o->front, o->turned, h->turn);
		/* On the far side fullness hides behind the turn. */
		double outward = i < OUTLINE / 2 + 1 ? 1 - 0.65 * h->turn : -1;
		p.x = (p.x + outward * (o->jaw * h->jaw + o->cheek * h->cheek)) * h->wide;
		p.y += o->chin * (h->chin + 40 * h->pitch);
		out[i] = p;
	}
}

void
head_path(struct sketch *sk)
{
	struct pt p[OUTLINE];
	outline_points(&sk->plan->head, p);
	path_closed(sk->cr, p, OUTLINE);
}

/* Warm and cool planes: blush, temple, jaw, light on forehead and nose. */
static void
face_planes(struct sketch *sk)
{
	cairo_t *cr = sk->cr;
	const struct plan *plan = sk->plan;
	const struct head *h = &plan->head;
	bool fantasy = plan->skin_color >= 7 && plan->skin_color <= 9;
	struct rgb blush = rgb_mix(sk->skin.base, fantasy ? sk->lip : rgb_hex(0xd4483e), 0.55);
	double warm = plan->presentation == LOOK_MASCULINE ? 0.22 : 0.34;
	if (plan->mood == MOOD_JOYFUL || plan->mood == MOOD_PLAYFUL)
		warm += 0.12;
	if (plan->style == STYLE_INK || plan->style == STYLE_NOIR)
		warm *= 0.3;
	for (int s = -1; s <= 1; s += 2)
		draw_glow(cr, head_at(h, s * 58, 42, 0), 40, 30, blush, warm);
	draw_glow(cr, head_at(h, 0, 48, 20), 26, 20, blush, warm * 0.7);
	/* Three dabs of the pen on each cheek: the hand of the house. */
	for (int i = 0; i < 6; i++) {
		double s = i < 3 ? -1 : 1, x = s * 54 + 9.0 * (i % 3) - 9;
		const struct pt dab[] = { head_at(h, x + 3, 36, 0), head_at(h, x, 42, 0),
					  head_at(h, x - 4, 49, 0) };
		draw_ink(cr, dab, 3, 2.6, blush, warm * 1.3);
	}
	/* The brow bone shades the sockets; the jaw turns away below. */
	for (int s = -1; s <= 1; s += 2)
		draw_glow(cr, head_at(h, s * (h->eye_gap - 8), -14, 0), 34, 20, sk->skin.shade,
			  0.42);
	draw_glow(cr, head_at(h, 0, 150, 0), 90, 34, sk->skin.shade, 0.45);
	draw_glow(cr, head_at(h, 30 * sk->side, -84, 0), 70, 44, sk->skin.light, 0.55);
	draw_glow(cr, head_at(h, 56 * sk->side, 28, 0), 34, 22, sk->skin.light, 0.5);
}

/* The plane of the face that looks away from the lamp, with an edge as a brush leaves it. */
static void
form_shadow(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	double s = -sk->side;
	const struct pt edge[] = {
		head_at(h, s * 62, -150, 0), head_at(h, s * 74, -84, 0), head_at(h, s * 66, -40, 0),
		head_at(h, s * 82, -8, 0),   head_at(h, s * 64, 30, 0),	 head_at(h, s * 50, 70, 0),
		head_at(h, s * 44, 112, 0),  head_at(h, s * 8, 160, 0),
	};
	struct pt all[COUNT(edge) + 2];
	for (size_t i = 0; i < COUNT(edge); i++)
		all[i] = edge[i];
	all[COUNT(edge)] = (struct pt){ s * 260, 190 };
	all[COUNT(edge) + 1] = (struct pt){ s * 260, -190 };
	double strong = sk->plan->style == STYLE_NOIR ? 0.85 : sk->flat ? 0.5 : 0.36;
	path_open(sk->cr, all, COUNT(edge));
	cairo_line_to(sk->cr, all[COUNT(edge)].x, all[COUNT(edge)].y);
	cairo_line_to(sk->cr, all[COUNT(edge) + 1].x, all[COUNT(edge) + 1].y);
	cairo_close_path(sk->cr);
	fill_rgb(sk->cr, sk->skin.shade, strong);
}

/* What the hair over the forehead shades. */
static void
hair_shadow(struct sketch *sk)
{
	if (sk->plan->hair == HAIR_SHAVED)
		return;
	struct pt outer[HAIRLINE], inner[HAIRLINE];
	hair_cap_edges(sk, 10, outer, inner);
	for (size_t i = 0; i < HAIRLINE; i++) {
		inner[i].x -= sk->side * 5;
		inner[i].y += 6;
	}
	for (int i = 0; i < 3; i++)
		draw_ink(sk->cr, inner, HAIRLINE, 18 + 12.0 * i, sk->skin.shade, 0.2);
}

void
head_paint(struct sketch *sk)
{
	cairo_t *cr = sk->cr;
	cairo_new_path(cr);
	head_path(sk);
	draw_mass(sk, &sk->skin, 15);
	cairo_save(cr);
	cairo_clip_preserve(cr);
	cairo_new_path(cr);
	if (!sk->flat)
		face_planes(sk);
	form_shadow(sk);
	hair_shadow(sk);
	cairo_restore(cr);
	head_path(sk);
	set_rgb(cr, sk->skin.line, sk->plan->style == STYLE_DEFAULT ? 0.6 : 0.95);
	cairo_set_line_width(cr, sk->line);
	cairo_stroke(cr);
}

/* An ear on one side: 1 is the far one when the head is turned. */
void
head_ear(struct sketch *sk, int side)
{
	const struct plan *plan = sk->plan;
	const struct head *h = &plan->head;
	cairo_t *cr = sk->cr;
	if (side > 0 && h->turn > 0.4)
		return;
	double x = side > 0 ? 101 - 8 * h->turn : -(101 - 16 * h->turn);
	double out = side > 0 ? 1 - h->turn : 1 + 0.25 * h->turn;
	bool pointed = plan_has(plan->extras, EXTRA_POINTED_EARS);
	double tip_x = pointed ? 52 : 15, tip_y = pointed ? -66 : -27;
	cairo_save(cr);
	cairo_translate(cr, x * h->wide, 8 + 70 * h->pitch * -0.4);
	cairo_scale(cr, side * out, 1);
	const struct pt ear[] = { { -6, -22 },	    { tip_x * 0.4, tip_y * 0.86 },
				  { tip_x, tip_y }, { pointed ? 30 : 21, -12 },
				  { 17, 14 },	    { 8, 38 },
				  { -4, 36 } };
	double keep = sk->side;
	sk->side *= side;
	path_closed(cr, ear, COUNT(ear));
	draw_solid(sk, &sk->skin, 7);
	sk->side = keep;
	const struct pt fold[] = {
		{ 2, -14 }, { tip_x * 0.62, tip_y * 0.7 }, { 14, -6 }, { 8, 10 }, { 6, 22 }
	};
	draw_ink(cr, fold, COUNT(fold), 3.4, sk->skin.line, 0.5);
	const struct pt hollow[] = { { 5, -8 }, { 9, 2 }, { 4, 12 } };
	draw_ink(cr, hollow, COUNT(hollow), 6, sk->skin.shade, 0.6);
	cairo_restore(cr);
}

void
neck_paint(struct sketch *sk)
{
	const struct plan *plan = sk->plan;
	const struct head *h = &plan->head;
	cairo_t *cr = sk->cr;
	double n = plan->neck, t = h->turn, lean = 10 * t;
	const struct pt left[] = { { -n - 14 * t, 60 }, { -n - 9 * t, 120 }, { -n - 4 * t, 176 },
				   { -n * 1.22, 214 },	{ -n * 2.3, 246 },   { -n * 3.2, 268 } };
	const struct pt right[] = { { n * 3.1, 268 },	     { n * 2.2, 246 },	{ n * 1.16, 214 },
				    { n + lean * 0.6, 176 }, { n + lean, 120 }, { n + lean, 60 } };
	cairo_new_path(cr);
	path_open(cr, left, COUNT(left));
	cairo_line_to(cr, -n * 3, 420);
	cairo_line_to(cr, n * 3, 420);
	cairo_line_to(cr, right[0].x, right[0].y);
	for (size_t i = 1; i < COUNT(right); i++)
		cairo_line_to(cr, right[i].x, right[i].y);
	cairo_close_path(cr);
	draw_solid(sk, &sk->skin, 22);
	cairo_save(cr);
	cairo_rectangle(cr, -n * 3.2, 60, n * 6.4, 360);
	cairo_clip(cr);
	/* The chin's shadow falls away from the lamp. */
	double s = -sk->side * 12, chin = 44 * t;
	const struct pt cast[] = { { -n - 16 * t, 70 },
				   { -n * 0.9 - 6 * t, 166 },
				   { chin * 0.4 - 16 + s, 212 + h->chin },
				   { chin * 0.7 + 22 + s, 208 + h->chin },
				   { n + lean, 176 },
				   { n + lean, 70 } };
	path_closed(cr, cast, COUNT(cast));
	fill_rgb(cr, sk->skin.shade, sk->plan->style == STYLE_NOIR ? 0.9 : 0.62);
	if (plan->detail > 0) {
		const struct pt cord[] = { { -n * 0.6 - 6 * t, 132 },
					   { -n * 0.3, 186 },
					   { -6, 232 } };
		const struct pt cord2[] = { { n * 0.7 + lean, 150 },
					    { n * 0.45, 196 },
					    { 9, 234 } };
		draw_ink(cr, cord, COUNT(cord), 5, sk->skin.shade, 0.45);
		draw_ink(cr, cord2, COUNT(cord2), 4, sk->skin.shade, 0.35);
		for (int side = -1; side <= 1; side += 2) {
			const struct pt bone[] = { { side * 16.0, 244 },
						   { side * 58.0, 250 },
						   { side * n * 1.5, 246 } };
			draw_ink(cr, bone, COUNT(bone), 5, sk->skin.shade, 0.5);
		}
	}
	cairo_restore(cr);
}
