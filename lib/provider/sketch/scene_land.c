/*
 * Settings under the sky.
 */
#include <math.h>

#include "lib/provider/sketch/paint.h"

static void
disc(struct sketch *sk, double x, double y, double r)
{
	struct rgb c = sk->plan->time == TIME_NIGHT ? rgb_hex(0xf4ecdc) : sk->light.glow;
	draw_glow(sk->cr, (struct pt){ x, y }, r * 5, r * 5, c, 0.55);
	path_ellipse(sk->cr, x, y, r, r);
	fill_rgb(sk->cr, rgb_mix(c, rgb_hex(0xffffff), 0.35), 0.95);
}

/* Where sun or moon stand: on the lamp's side, clear of the head. */
static double
disc_x(struct sketch *sk)
{
	return sk->scene_wide * (0.5 + sk->side * chance_in(sk, 0.28, 0.4));
}

static void
clouds(struct sketch *sk, int count, double y1, double y2)
{
	for (int i = 0; i < count; i++) {
		struct pt at = { chance_in(sk, 0, 1) * sk->scene_wide, chance_in(sk, y1, y2) };
		double w = chance_in(sk, 90, 220);
		struct rgb c = rgb_mix(sk->light.low, rgb_hex(0xffffff),
				       sk->plan->time == TIME_DAY ? 0.6 : 0.1);
		for (int k = 0; k < 4; k++) {
			path_ellipse(sk->cr, at.x + chance_in(sk, -0.6, 0.6) * w,
				     at.y + chance_in(sk, -10, 6), w * chance_in(sk, 0.3, 0.7),
				     chance_in(sk, 9, 26));
			fill_rgb(sk->cr, c, 0.2);
		}
	}
}

static void
tree(struct sketch *sk, double x, double foot, double wide, struct rgb c)
{
	double lean = chance_in(sk, -30, 30);
	const struct pt p[] = { { x - wide, foot },
				{ x - wide * 0.6, foot - 200 },
				{ x - wide * 0.5 + lean * 0.5, 300 },
				{ x - wide * 0.4 + lean, -20 },
				{ x + wide * 0.4 + lean, -20 },
				{ x + wide * 0.5 + lean * 0.5, 300 },
				{ x + wide * 0.6, foot - 200 },
				{ x + wide, foot } };
	path_open(sk->cr, p, 8);
	cairo_close_path(sk->cr);
	fill_rgb(sk->cr, c, 1);
	for (int i = 0; i < 4; i++) {
		double s = chance_of(sk, 0.5) ? 1 : -1, y = chance_in(sk, 60, 420);
		const struct pt b[] = { { x + lean * 0.6, y + 60 },
					{ x + s * 60, y + 10 },
					{ x + s * chance_in(sk, 120, 220),
					  y - chance_in(sk, 20, 90) } };
		draw_taper(sk->cr, b, 3, (const double[]){ wide * 0.5, 2 }, c, 1);
	}
}

static void
leaves(struct sketch *sk, int count, double y1, double y2, struct rgb c)
{
	for (int i = 0; i < count; i++) {
		struct pt at = { chance_in(sk, -0.05, 1.05) * sk->scene_wide,
				 chance_in(sk, y1, y2) };
		double r = chance_in(sk, 16, 62);
		path_ellipse(sk->cr, at.x, at.y, r, r * chance_in(sk, 0.4, 0.75));
		fill_rgb(sk->cr,
			 rgb_mix(c, i % 3 == 0 ? sk->light.glow : sk->light.dark,
				 chance_in(sk, 0.05, 0.4)),
			 0.55);
	}
}

static void
shafts(struct sketch *sk, int count)
{
	double from = sk->side < 0 ? -0.1 : 1.1;
	for (int i = 0; i < count; i++) {
		double x = sk->scene_wide * (from - sk->side * chance_in(sk, 0.1, 0.8)),
		       w = chance_in(sk, 30, 90);
		double reach = -sk->side * 420;
		cairo_t *cr = sk->cr;
		cairo_move_to(cr, x, -20);
		cairo_line_to(cr, x + w, -20);
		cairo_line_to(cr, x + w * 2.4 + reach, 900);
		cairo_line_to(cr, x + reach, 900);
		cairo_close_path(cr);
		cairo_pattern_t *p = cairo_pattern_create_linear(0, 0, 0, 880);
		struct rgb c = sk->light.glow;
		cairo_pattern_add_color_stop_rgba(p, 0, c.r, c.g, c.b, 0.34);
		cairo_pattern_add_color_stop_rgba(p, 1, c.r, c.g, c.b, 0);
		cairo_set_source(cr, p);
		cairo_fill(cr);
		cairo_pattern_destroy(p);
	}
}

void
scene_forest(struct sketch *sk)
{
	const struct mood_light *l = &sk->light;
	struct rgb green = rgb_mix(rgb_hex(0x2f6a4a), l->mid, 0.35),
		   deep = rgb_mix(rgb_hex(0x14352c), l->dark, 0.45);
	struct rgb bright = rgb_mix(rgb_mix(green, l->low, 0.55), rgb_hex(0xd8e88a),
				    sk->plan->time == TIME_DAY ? 0.3 : 0.05);
	scene_wash(sk, rgb_mix(green, l->top, 0.3), rgb_mix(deep, green, 0.3));
	draw_glow(sk->cr, (struct pt){ sk->scene_wide * (0.5 + 0.2 * sk->side), 330 }, 560, 520,
		  bright, 0.95);
	leaves(sk, 26, 0, 520, rgb_mix(green, bright, 0.5));
	for (int layer = 0; layer < 3; layer++) {
		struct rgb c = rgb_mix(rgb_mix(bright, green, 0.4), deep, 0.28 + 0.34 * layer);
		int count = 6 - layer;
		for (int i = 0; i < count; i++)
			tree(sk, sk->scene_wide * (i + chance_in(sk, 0.1, 0.9)) / count, SCENE_HIGH,
			     12 + 16.0 * layer, c);
		leaves(sk, 16, layer == 2 ? -20 : 0, 160 + 60 * layer, rgb_mix(c, green, 0.5));
	}
	leaves(sk, 26, 760, 1040, deep);
	if (sk->plan->time != TIME_NIGHT)
		shafts(sk, 5);
	else
		disc(sk, disc_x(sk), 160, 46);
}

void
scene_sea(struct sketch *sk)
{
	const struct mood_light *l = &sk->light;
	cairo_t *cr = sk->cr;
	double level = 560, x = disc_x(sk);
	scene_sky(sk);
	clouds(sk, 8, 120, 500);
	bool low = sk->plan->time == TIME_DUSK || sk->plan->time == TIME_DAWN;
	disc(sk, x, low ? level - 50 : 170, low ? 62 : 44);
	struct rgb water = rgb_mix(rgb_hex(0x1f5f7c), l->mid, 0.4);
	cairo_rectangle(cr, 0, level, sk->scene_wide, SCENE_HIGH);
	cairo_pattern_t *p = cairo_pattern_create_linear(0, level, 0, SCENE_HIGH);
	struct rgb edge = rgb_mix(water, l->low, 0.6), deep = rgb_mix(water, l->dark, 0.6);
	cairo_pattern_add_color_stop_rgb(p, 0, edge.r, edge.g, edge.b);
	cairo_pattern_add_color_stop_rgb(p, 1, deep.r, deep.g, deep.b);
	cairo_set_source(cr, p);
	cairo_fill(cr);
	cairo_pattern_destroy(p);
	for (int i = 0; i < 130; i++) {
		double f = rand_unit(&sk->rand), y = level + 6 + f * f * 400,
		       near = (y - level) / 400;
		bool path = chance_of(sk, 0.45);
		double at = path ? x + chance_in(sk, -40, 40) * (1 + near)
				 : chance_in(sk, 0, 1) * sk->scene_wide;
		double w = 14 + 80 * near;
		const struct pt s[] = { { at - w, y }, { at, y - 2 - 5 * near }, { at + w, y } };
		draw_ink(cr, s, 3, 2 + 7 * near,
			 path	      ? l->glow
			 : i % 2 == 0 ? edge
				      : deep,
			 path ? 0.55 : 0.5);
	}
	/* A headland with a lighthouse, or a sail. */
	double far = sk->scene_wide * (0.5 - sk->side * 0.36);
	struct rgb land = rgb_mix(l->haze, l->dark, 0.45);
	if (chance_of(sk, 0.5)) {
		path_ellipse(cr, far, level + 6, 150, 46);
		fill_rgb(cr, land, 1);
		const struct pt tower[] = { { far - 11, level - 30 },
					    { far - 7, level - 150 },
					    { far + 7, level - 150 },
					    { far + 11, level - 30 } };
		path_straight(cr, tower, 4);
		fill_rgb(cr, rgb_mix(land, rgb_hex(0xf2e6da), 0.55), 1);
		draw_glow(cr, (struct pt){ far, level - 158 }, 80, 80, l->glow, 0.9);
	} else {
		const struct pt sail[] = { { far, level - 120 },
					   { far + 44, level - 18 },
					   { far, level - 18 } };
		path_straight(cr, sail, 3);
		fill_rgb(cr, rgb_mix(l->low, rgb_hex(0xffffff), 0.5), 1);
		path_ellipse(cr, far + 14, level - 6, 46, 10);
		fill_rgb(cr, land, 1);
	}
}

void
scene_space(struct sketch *sk)
{
	cairo_t *cr = sk->cr;
	scene_wash(sk, rgb_hex(0x0b0a1e), rgb_hex(0x1d1440));
	static const unsigned CLOUDS[] = { 0x6a3fb0, 0xc2467e, 0x2a7fa8, 0x8a4fd0, 0xe08a5a };
	for (int i = 0; i < 14; i++) {
		struct pt at = { sk->scene_wide * chance_in(sk, 0, 1), 0 };
		at.y = 180 + 500 * at.x / sk->scene_wide + chance_in(sk, -180, 180);
		draw_glow(cr, at, chance_in(sk, 120, 340), chance_in(sk, 80, 220),
			  rgb_hex(CLOUDS[i % 5]), 0.34);
	}
	scene_stars(sk, 260, SCENE_HIGH * 1.1);
	double x = sk->scene_wide * (0.5 - sk->side * 0.3), y = chance_in(sk, 150, 280),
	       r = chance_in(sk, 90, 150);
	struct rgb body = rgb_hex(CLOUDS[rand_below(&sk->rand, 5)]);
	draw_glow(cr, (struct pt){ x, y }, r * 1.7, r * 1.7, rgb_mix(body, rgb_hex(0xffffff), 0.3),
		  0.5);
	cairo_save(cr);
	path_ellipse(cr, x, y, r, r);
	cairo_clip(cr);
	cairo_rectangle(cr, x - r, y - r, 2 * r, 2 * r);
	fill_rgb(cr, rgb_mix(body, rgb_hex(0xffe6c8), 0.4), 1);
	for (int i = 0; i < 9; i++) {
		double at = y + chance_in(sk, -1, 1) * r;
		const struct pt band[] = { { x - r, at }, { x, at + 14 }, { x + r, at - 6 } };
		draw_ink(cr, band, 3, chance_in(sk, 8, 34), i % 2 == 0 ? body : rgb_hex(0xfff0d8),
			 0.4);
	}
	path_ellipse(cr, x - sk->side * r * 0.7, y + r * 0.34, r * 1.2, r * 1.25);
	fill_rgb(cr, rgb_hex(0x0c0820), 0.62);
	cairo_restore(cr);
	if (chance_of(sk, 0.6)) {
		const struct pt ring[] = { { x - r * 1.75, y + r * 0.42 },
					   { x - r * 0.4, y + r * 0.44 },
					   { x + r * 0.8, y + r * 0.1 },
					   { x + r * 1.75, y - r * 0.44 } };
		draw_ink(cr, ring, 4, 17, rgb_hex(0xf2dcc0), 0.7);
	}
	sk->light.haze = rgb_hex(0x4a2f80);
}

void
scene_desert(struct sketch *sk)
{
	const struct mood_light *l = &sk->light;
	scene_sky(sk);
	disc(sk, disc_x(sk), 300, 58);
	struct rgb sand = rgb_mix(rgb_hex(0xd79a58), l->mid, 0.28),
		   shade = rgb_mix(rgb_hex(0x8a4a3a), l->dark, 0.4);
	for (int i = 0; i < 3; i++) {
		double x = sk->scene_wide * chance_in(sk, 0, 1), w = chance_in(sk, 60, 130),
		       y = 560;
		const struct pt rock[] = { { x - w, y },
					   { x - w * 0.8, y - w * 0.9 },
					   { x + w * 0.7, y - w * 0.95 },
					   { x + w, y } };
		path_straight(sk->cr, rock, 4);
		fill_rgb(sk->cr, rgb_mix(l->haze, shade, 0.35), 0.9);
	}
	for (int i = 0; i < 4; i++)
		scene_ridge(sk, 600 + 96.0 * i, 60 + 34.0 * i,
			    rgb_mix(rgb_mix(sand, l->low, 0.5 - 0.12 * i), rgb_hex(0xffe0a8), 0.15),
			    rgb_mix(sand, shade, 0.3 + 0.15 * i));
	for (int i = 0; i < 26; i++) {
		double x = chance_in(sk, 0, 1) * sk->scene_wide, y = chance_in(sk, 640, 1000);
		const struct pt ripple[] = { { x - 60, y + 6 }, { x, y - 4 }, { x + 70, y + 4 } };
		draw_ink(sk->cr, ripple, 3, 5, i % 2 == 0 ? shade : l->low, 0.24);
	}
}

static void
peak(struct sketch *sk, double x, double top, double wide, struct rgb c)
{
	cairo_t *cr = sk->cr;
	double s = -sk->side;
	const struct pt all[] = {
		{ x - wide, 820 }, { x - wide * 0.45, top + 150 }, { x - wide * 0.2, top + 110 },
		{ x, top },	   { x + wide * 0.25, top + 90 },  { x + wide * 0.5, top + 170 },
		{ x + wide, 820 }
	};
	path_straight(cr, all, COUNT(all));
	fill_rgb(cr, c, 1);
	const struct pt dark[] = { { x, top },
				   { x + s * wide * 0.25, top + 95 },
				   { x + s * wide * 0.5, top + 172 },
				   { x + s * wide, 820 },
				   { x - s * wide * 0.1, 820 },
				   { x + s * wide * 0.12, top + 240 },
				   { x - s * 14, top + 130 } };
	path_straight(cr, dark, COUNT(dark));
	fill_rgb(cr, rgb_mix(c, sk->light.dark, 0.4), 0.7);
	const struct pt cap[] = { { x, top },
				  { x + wide * 0.18, top + 72 },
				  { x + wide * 0.1, top + 64 },
				  { x + wide * 0.04, top + 100 },
				  { x - wide * 0.06, top + 62 },
				  { x - wide * 0.14, top + 88 },
				  { x - wide * 0.15, top + 70 } };
	path_straight(cr, cap, COUNT(cap));
	fill_rgb(cr, rgb_mix(rgb_hex(0xffffff), sk->light.low, 0.3), 0.9);
}

void
scene_mountains(struct sketch *sk)
{
	const struct mood_light *l = &sk->light;
	scene_sky(sk);
	disc(sk, disc_x(sk), 240, 46);
	clouds(sk, 6, 120, 420);
	struct rgb rock = rgb_mix(rgb_hex(0x4a5a80), l->mid, 0.45);
	for (int i = 0; i < 4; i++)
		peak(sk, sk->scene_wide * (i * 0.34 + chance_in(sk, -0.08, 0.08)),
		     chance_in(sk, 190, 380), chance_in(sk, 200, 320), rgb_mix(rock, l->haze, 0.5));
	draw_glow(sk->cr, (struct pt){ sk->scene_wide / 2, 660 }, sk->scene_wide, 150,
		  rgb_mix(l->haze, l->low, 0.5), 0.9);
	scene_ridge(sk, 690, 120, rgb_mix(rock, l->haze, 0.25), rgb_mix(rock, l->haze, 0.6));
	scene_ridge(sk, 800, 120, rgb_mix(rock, l->dark, 0.4), rgb_mix(rock, l->dark, 0.2));
	for (int i = 0; i < 34; i++) {
		double x = chance_in(sk, 0, 1) * sk->scene_wide, y = chance_in(sk, 790, 900),
		       h = chance_in(sk, 50, 120);
		const struct pt pine[] = { { x, y - h }, { x + h * 0.24, y }, { x - h * 0.24, y } };
		path_straight(sk->cr, pine, 3);
		fill_rgb(sk->cr, rgb_mix(l->dark, rock, 0.22), 0.95);
	}
}

static void
blossom(struct sketch *sk, struct pt at, double r, struct rgb c)
{
	for (int k = 0; k < 5; k++) {
		double a = k * 1.2566 + at.x;
		path_ellipse(sk->cr, at.x + cos(a) * r * 0.7, at.y + sin(a) * r * 0.7, r * 0.6,
			     r * 0.6);
		fill_rgb(sk->cr, c, 0.9);
	}
	path_ellipse(sk->cr, at.x, at.y, r * 0.36, r * 0.36);
	fill_rgb(sk->cr, rgb_hex(0xffd878), 1);
}

static const unsigned PETALS[] = { 0xf2a0b8, 0xf6e4d0, 0xe2706e, 0xc9a0e0, 0xf7c86a };

static void
rose_arch(struct sketch *sk, struct rgb green, struct rgb deep)
{
	const struct mood_light *l = &sk->light;
	cairo_t *cr = sk->cr;
	double x = sk->scene_wide / 2;
	cairo_set_line_width(cr, 46);
	set_rgb(cr, rgb_mix(green, deep, 0.5), 0.95);
	cairo_move_to(cr, x - 330, SCENE_HIGH);
	cairo_line_to(cr, x - 330, 380);
	cairo_curve_to(cr, x - 320, -30, x + 320, -30, x + 330, 380);
	cairo_line_to(cr, x + 330, SCENE_HIGH);
	cairo_stroke(cr);
	for (int i = 0; i < 90; i++) {
		double a = chance_in(sk, -0.5, M_PI + 0.5);
		struct pt at = { x + cos(a) * chance_in(sk, 290, 365),
				 390 - sin(a) * chance_in(sk, 280, 345) };
		if (a < 0 || a > M_PI)
			at.y = 390 + fabs(a < 0 ? a : a - M_PI) * 900;
		if (i % 3 != 0) {
			path_ellipse(cr, at.x, at.y, chance_in(sk, 12, 26), chance_in(sk, 8, 16));
			fill_rgb(cr, rgb_mix(green, i % 2 == 0 ? l->low : deep, 0.4), 0.85);
		} else {
			blossom(sk, at, chance_in(sk, 10, 19),
				rgb_mix(rgb_hex(PETALS[i % 5]), l->haze, 0.15));
		}
	}
}

/* A branch across the sky, hung with paper lanterns. */
static void
lantern_tree(struct sketch *sk, struct rgb green, struct rgb deep)
{
	const struct mood_light *l = &sk->light;
	cairo_t *cr = sk->cr;
	double edge = sk->side < 0 ? sk->scene_wide + 20 : -20, in = sk->side;
	struct rgb bark = rgb_mix(rgb_hex(0x5a3c30), l->dark, 0.35);
	const struct pt trunk[] = { { edge + in * 50, SCENE_HIGH },
				    { edge + in * 30, 620 },
				    { edge + in * 60, 300 },
				    { edge + in * 30, -20 } };
	draw_taper(cr, trunk, 4, (const double[]){ 130, 80 }, bark, 1);
	const struct pt branch[] = { { edge + in * 50, 330 },
				     { edge + in * 220, 190 },
				     { edge + in * 420, 170 },
				     { edge + in * 640, 110 } };
	draw_taper(cr, branch, 4, (const double[]){ 40, 6 }, bark, 1);
	for (int i = 0; i < 70; i++) {
		double f = chance_in(sk, 0, 2.99);
		size_t k = (size_t)f;
		struct pt at = pt_mix(branch[k], branch[k + 1], f - (double)k);
		path_ellipse(cr, at.x + chance_in(sk, -70, 70), at.y + chance_in(sk, -90, 50),
			     chance_in(sk, 14, 40), chance_in(sk, 9, 22));
		fill_rgb(cr, rgb_mix(green, i % 3 == 0 ? l->low : deep, chance_in(sk, 0.1, 0.5)),
			 0.8);
	}
	for (int i = 0; i < 4; i++) {
		struct pt at = { edge + in * (170 + 140.0 * i), 250 + 40.0 * (i % 2) };
		draw_taper(cr, (struct pt[]){ { at.x, 150 }, at }, 2, (const double[]){ 2, 2 },
			   bark, 1);
		draw_glow(cr, at, 120, 120, l->glow, 0.65);
		path_ellipse(cr, at.x, at.y, 25, 31);
		fill_rgb(cr, rgb_mix(rgb_hex(PETALS[i]), l->glow, 0.55), 1);
	}
}

void
scene_garden(struct sketch *sk)
{
	const struct mood_light *l = &sk->light;
	struct rgb green = rgb_mix(rgb_hex(0x4f8a4e), l->mid, 0.28),
		   deep = rgb_mix(rgb_hex(0x1f4a3c), l->dark, 0.4);
	scene_sky(sk);
	draw_glow(sk->cr, (struct pt){ disc_x(sk), 160 }, 380, 380, l->glow, 0.8);
	leaves(sk, 36, 260, 620, rgb_mix(green, l->haze, 0.45));
	if (chance_of(sk, 0.5))
		rose_arch(sk, green, deep);
	else
		lantern_tree(sk, green, deep);
	leaves(sk, 40, 700, 1040, rgb_mix(green, deep, 0.4));
	for (int i = 0; i < 38; i++)
		blossom(sk,
			(struct pt){ chance_in(sk, 0, 1) * sk->scene_wide,
				     chance_in(sk, 640, 1010) },
			chance_in(sk, 9, 22), rgb_mix(rgb_hex(PETALS[i % 5]), l->haze, 0.1));
}

void
scene_snow(struct sketch *sk)
{
	const struct mood_light *l = &sk->light;
	struct rgb snow = rgb_mix(rgb_hex(0xeef2fa), l->mid, 0.28);
	scene_sky(sk);
	disc(sk, disc_x(sk), 210, 42);
	for (int layer = 0; layer < 3; layer++) {
		scene_ridge(sk, 560 + 110.0 * layer, 70, rgb_mix(snow, l->haze, 0.5 - 0.2 * layer),
			    rgb_mix(snow, l->top, 0.25));
		for (int i = 0; i < 9 - layer; i++) {
			double x = chance_in(sk, 0, 1) * sk->scene_wide, y = 560 + 116.0 * layer,
			       h = chance_in(sk, 90, 170) * (1 + 0.5 * layer);
			for (int k = 0; k < 4; k++) {
				double yy = y - h + k * h * 0.24, w = h * (0.1 + 0.07 * k);
				const struct pt pine[] = { { x, yy - h * 0.08 },
							   { x + w, yy + h * 0.26 },
							   { x - w, yy + h * 0.26 } };
				path_straight(sk->cr, pine, 3);
				fill_rgb(sk->cr,
					 rgb_mix(rgb_mix(rgb_hex(0x2c4a58), l->dark, 0.3), l->haze,
						 0.55 - 0.22 * layer),
					 1);
				const struct pt load[] = { { x - w * 0.5, yy + h * 0.1 },
							   { x, yy - h * 0.06 },
							   { x + w * 0.5, yy + h * 0.1 } };
				draw_ink(sk->cr, load, 3, h * 0.06, snow, 0.9);
			}
		}
	}
}
