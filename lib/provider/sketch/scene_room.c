/*
 * Rooms.
 */
#include <math.h>

#include "lib/provider/sketch/paint.h"

void
scene_box(struct sketch *sk, const double r[4], struct rgb c, double alpha)
{
	cairo_rectangle(sk->cr, r[0], r[1], r[2], r[3]);
	fill_rgb(sk->cr, c, alpha);
}

/* The room's own colour under the hour's light. */
struct rgb
scene_tint(const struct sketch *sk, unsigned hex, double dim)
{
	return rgb_mix(rgb_mul(rgb_hex(hex), rgb_mix(rgb_hex(0xffffff), sk->light.shade, 0.5)),
		       sk->light.dark, dim);
}

void
scene_bulb(struct sketch *sk, struct pt at, double r, double cord)
{
	cairo_t *cr = sk->cr;
	if (cord > 0)
		draw_taper(cr, (struct pt[]){ { at.x, at.y - cord }, { at.x, at.y } }, 2,
			   (const double[]){ 3, 3 }, sk->light.dark, 1);
	draw_glow(cr, at, r * 7, r * 7, sk->light.glow, 0.7);
	path_ellipse(cr, at.x, at.y, r, r * 1.15);
	fill_rgb(cr, rgb_mix(sk->light.glow, rgb_hex(0xffffff), 0.5), 1);
}

static void
window(struct sketch *sk, double x, double y, double w, double h)
{
	const struct mood_light *l = &sk->light;
	cairo_t *cr = sk->cr;
	cairo_rectangle(cr, x, y, w, h);
	cairo_pattern_t *p = cairo_pattern_create_linear(0, y, 0, y + h);
	cairo_pattern_add_color_stop_rgb(p, 0, l->top.r, l->top.g, l->top.b);
	cairo_pattern_add_color_stop_rgb(p, 1, l->low.r, l->low.g, l->low.b);
	cairo_set_source(cr, p);
	cairo_fill(cr);
	cairo_pattern_destroy(p);
	cairo_save(cr);
	cairo_rectangle(cr, x, y, w, h);
	cairo_clip(cr);
	for (int i = 0; i < 5; i++) {
		path_ellipse(cr, x + w * chance_in(sk, 0, 1), y + h * chance_in(sk, 0.7, 1.1),
			     w * 0.3, h * 0.2);
		fill_rgb(cr, rgb_mix(l->haze, l->dark, 0.4), 0.5);
	}
	cairo_restore(cr);
	set_rgb(cr, rgb_mix(l->dark, rgb_hex(0x4a2e22), 0.5), 1);
	cairo_set_line_width(cr, 13);
	cairo_rectangle(cr, x, y, w, h);
	cairo_stroke(cr);
	cairo_set_line_width(cr, 7);
	cairo_move_to(cr, x + w / 2, y);
	cairo_line_to(cr, x + w / 2, y + h);
	cairo_move_to(cr, x, y + h * 0.42);
	cairo_line_to(cr, x + w, y + h * 0.42);
	cairo_stroke(cr);
}

static void
books(struct sketch *sk, double x1, double x2, double foot, double high)
{
	static const unsigned SPINES[] = { 0x8a3a34, 0x3a5a6a, 0x6a4a7a, 0xb0824a,
					   0x3f5a44, 0xc0a884, 0x5a3044, 0x2f3f5f };
	double x = x1;
	while (x < x2 - 12) {
		double w = chance_in(sk, 12, 32), h = high * chance_in(sk, 0.66, 0.95);
		if (x + w > x2)
			break;
		if (chance_of(sk, 0.06)) {
			x += w;
			continue;
		}
		struct rgb c = scene_tint(sk, SPINES[rand_below(&sk->rand, COUNT(SPINES))], 0.3);
		cairo_save(sk->cr);
		cairo_translate(sk->cr, x, foot);
		if (chance_of(sk, 0.08))
			cairo_rotate(sk->cr, 0.14);
		scene_box(sk, (double[]){ 0, -h, w - 1.5, h }, c, 1);
		scene_box(sk, (double[]){ 0, -h, 3.5, h }, rgb_mix(c, sk->light.glow, 0.35), 0.8);
		scene_box(sk, (double[]){ 2, -h * 0.82, w - 5, 4 },
			  rgb_mix(c, rgb_hex(0xf2d090), 0.6), 0.8);
		scene_box(sk, (double[]){ 2, -h * 0.24, w - 5, 3 },
			  rgb_mix(c, rgb_hex(0xf2d090), 0.6), 0.6);
		cairo_restore(sk->cr);
		x += w;
	}
}

void
scene_lamp_pool(struct sketch *sk, double x, double y)
{
	draw_glow(sk->cr, (struct pt){ x, y }, 520, 460, sk->light.glow, 0.62);
	draw_glow(sk->cr, (struct pt){ x, y }, 190, 170, sk->light.glow, 0.6);
}

void
scene_library(struct sketch *sk)
{
	double w = sk->scene_wide;
	struct rgb wood = scene_tint(sk, 0x6a4630, 0.4);
	scene_wash(sk, scene_tint(sk, 0x4a3028, 0.55), scene_tint(sk, 0x2e1e22, 0.6));
	double bay = 230, off = chance_in(sk, -100, 0);
	for (double x = off; x < w; x += bay) {
		for (int row = 0; row < 7; row++) {
			double y = -20 + row * 152.0;
			scene_box(sk, (double[]){ x, y, bay, 152 },
				  rgb_mix(wood, sk->light.dark, 0.55), 1);
			books(sk, x + 20, x + bay - 8, y + 140, 126);
			scene_box(sk, (double[]){ x, y + 140, bay, 14 },
				  rgb_mix(wood, sk->light.glow, 0.12), 1);
		}
		scene_box(sk, (double[]){ x - 6, -10, 24, SCENE_HIGH + 20 },
			  rgb_mix(wood, sk->light.dark, 0.1), 1);
		scene_box(sk, (double[]){ x - 6, -10, 5, SCENE_HIGH + 20 },
			  rgb_mix(wood, sk->light.glow, 0.4), 0.7);
	}
	scene_brush(sk, 8, scene_tint(sk, 0x4a3028, 0.5), 0.2);
	if (chance_of(sk, 0.5))
		window(sk, w * (0.5 - 0.34 * sk->side) - 100, 120, 200, 420);
	double x = w * (0.5 + 0.36 * sk->side);
	scene_lamp_pool(sk, x, 250);
	scene_bulb(sk, (struct pt){ x, 230 }, 15, 260);
	/* A glass shade. */
	static const unsigned SHADES[] = { 0x3f8a66, 0xb8503a, 0x3f6a9a, 0xc89a48 };
	const struct pt shade[] = {
		{ x - 22, 196 }, { x + 22, 196 }, { x + 66, 240 }, { x - 66, 240 }
	};
	path_straight(sk->cr, shade, 4);
	fill_rgb(sk->cr, rgb_hex(SHADES[sk->plan->seed / 2 % COUNT(SHADES)]), 0.95);
	sk->light.haze = rgb_mix(sk->light.haze, rgb_hex(0xa86a3a), 0.6);
}

void
scene_tavern(struct sketch *sk)
{
	double w = sk->scene_wide;
	cairo_t *cr = sk->cr;
	scene_wash(sk, scene_tint(sk, 0x5a3a2a, 0.55), scene_tint(sk, 0x3a2420, 0.5));
	for (double x = chance_in(sk, -60, 0); x < w; x += 92) {
		scene_box(sk, (double[]){ x, 0, 3, SCENE_HIGH }, sk->light.dark, 0.5);
		draw_ink(cr, (struct pt[]){ { x + 40, 0 }, { x + 48, 400 }, { x + 38, 900 } }, 3,
			 10, scene_tint(sk, 0x7a5038, 0.4), 0.3);
	}
	/* Beams. */
	struct rgb beam = scene_tint(sk, 0x402820, 0.45);
	scene_box(sk, (double[]){ 0, 60, w, 46 }, beam, 1);
	scene_box(sk, (double[]){ 0, 60, w, 7 }, rgb_mix(beam, sk->light.glow, 0.4), 0.7);
	for (int i = 0; i < 2; i++)
		scene_box(sk, (double[]){ w * (0.08 + 0.8 * i), 0, 44, SCENE_HIGH }, beam, 1);
	/* The hearth on the lamp's side. */
	double hx = w * (0.5 + 0.38 * sk->side), hy = 640;
	path_ellipse(cr, hx, hy - 40, 190, 200);
	fill_rgb(cr, scene_tint(sk, 0x6a5a58, 0.45), 1);
	for (int i = 0; i < 11; i++) {
		double a = M_PI + M_PI * i / 10;
		path_ellipse(cr, hx + cos(a) * 165, hy - 40 + sin(a) * 170, 32, 26);
		fill_rgb(cr, scene_tint(sk, i % 2 == 0 ? 0x8a7468 : 0x72605c, 0.3), 1);
	}
	path_ellipse(cr, hx, hy, 128, 165);
	fill_rgb(cr, rgb_hex(0x1a0c10), 1);
	draw_glow(cr, (struct pt){ hx, hy + 40 }, 460, 460, rgb_hex(0xff8a3c), 0.75);
	static const unsigned FLAMES[] = { 0xd8442a, 0xf07a2c, 0xffb84a, 0xfff0b0 };
	for (int i = 0; i < 12; i++) {
		double x = hx + chance_in(sk, -70, 70),
		       h = chance_in(sk, 60, 150) * (1 - 0.15 * (i / 3));
		const struct pt f[] = { { x - 22, hy + 110 },
					{ x - 26, hy + 60 },
					{ x + chance_in(sk, -14, 14), hy + 110 - h * 1.4 },
					{ x + 24, hy + 60 },
					{ x + 20, hy + 110 } };
		path_closed(cr, f, 5);
		fill_rgb(cr, rgb_hex(FLAMES[i / 3]), 0.8);
	}
	/* Shelves with bottles across the room. */
	static const unsigned GLASS[] = { 0x5a8a5a, 0xb0703a, 0x8a3a3a, 0x4a6a8a, 0xd0a860 };
	double far = sk->side > 0 ? 0 : w * 0.52;
	for (int row = 0; row < 3; row++) {
		double y = 270 + 130.0 * row;
		scene_box(sk, (double[]){ far, y, w * 0.46, 12 },
			  rgb_mix(beam, sk->light.glow, 0.25), 1);
		for (double x = far + 16; x < far + w * 0.43; x += chance_in(sk, 26, 48)) {
			double h = chance_in(sk, 46, 84);
			struct rgb c = scene_tint(sk, GLASS[rand_below(&sk->rand, 5)], 0.2);
			scene_box(sk, (double[]){ x, y - h * 0.66, 20, h * 0.66 }, c, 0.95);
			scene_box(sk, (double[]){ x + 6, y - h, 8, h * 0.4 }, c, 0.95);
			scene_box(sk, (double[]){ x + 3, y - h * 0.6, 3, h * 0.5 },
				  rgb_mix(c, sk->light.glow, 0.7), 0.8);
		}
	}
	for (int i = 0; i < 3; i++)
		scene_bulb(sk, (struct pt){ w * (0.2 + 0.3 * i), chance_in(sk, 150, 200) }, 11, 90);
	sk->light.haze = rgb_mix(sk->light.haze, rgb_hex(0xc8703a), 0.65);
	sk->light.rim = rgb_mix(sk->light.rim, rgb_hex(0xff9a4a), 0.4);
}

/* Brass wheels on the wall. */
static void
gears(struct sketch *sk, double tx)
{
	cairo_t *cr = sk->cr;
	double w = sk->scene_wide;
	for (int g = 0; g < 3; g++) {
		double x = tx + w * (0.08 + 0.14 * g), y = 520 + chance_in(sk, -30, 30),
		       r = chance_in(sk, 38, 70);
		struct rgb brass = scene_tint(sk, 0xc08a44, 0.25);
		for (int k = 0; k < 12; k++) {
			double a = k * 2 * M_PI / 12;
			path_ellipse(cr, x + cos(a) * r, y + sin(a) * r, r * 0.16, r * 0.16);
			fill_rgb(cr, brass, 1);
		}
		path_ellipse(cr, x, y, r, r);
		fill_rgb(cr, brass, 1);
		path_ellipse(cr, x, y, r * 0.55, r * 0.55);
		fill_rgb(cr, rgb_mix(brass, sk->light.dark, 0.6), 1);
	}
}

/* A shelf of plants and jars. */
static void
pots(struct sketch *sk, double x1, double x2, double y)
{
	cairo_t *cr = sk->cr;
	static const unsigned CLAYS[] = { 0xb86a44, 0x8a5a4a, 0x5a7a80, 0xc8a868 };
	scene_box(sk, (double[]){ x1, y, x2 - x1, 13 }, scene_tint(sk, 0x7a5234, 0.2), 1);
	for (double x = x1 + 30; x < x2 - 20; x += 62) {
		double h = chance_in(sk, 36, 60);
		struct rgb clay = scene_tint(sk, CLAYS[rand_below(&sk->rand, COUNT(CLAYS))], 0.2);
		const struct pt pot[] = {
			{ x - 22, y - h }, { x + 22, y - h }, { x + 16, y }, { x - 16, y }
		};
		path_straight(cr, pot, 4);
		fill_rgb(cr, clay, 1);
		scene_box(sk, (double[]){ x - 18, y - h, 6, h }, rgb_mix(clay, sk->light.glow, 0.5),
			  0.6);
		for (int i = 0; i < 7; i++) {
			const struct pt leaf[] = { { x, y - h },
						   { x + chance_in(sk, -30, 30), y - h - 40 },
						   { x + chance_in(sk, -54, 54),
						     y - h - chance_in(sk, 20, 96) } };
			draw_ink(cr, leaf, 3, chance_in(sk, 8, 17),
				 scene_tint(sk, i % 2 == 0 ? 0x5a9a58 : 0x3f7a50, 0.25), 0.95);
		}
	}
}

void
scene_workshop(struct sketch *sk)
{
	double w = sk->scene_wide;
	cairo_t *cr = sk->cr;
	static const unsigned WALLS[] = { 0x4a5060, 0x5a4a42, 0x3f5a58, 0x5c4458 };
	unsigned wall = WALLS[rand_below(&sk->rand, COUNT(WALLS))];
	scene_wash(sk, scene_tint(sk, wall, 0.4), scene_tint(sk, wall, 0.65));
	for (double y = 90; y < SCENE_HIGH; y += 110)
		scene_box(sk, (double[]){ 0, y, w, 3 }, sk->light.dark, 0.4);
	double wx = sk->side > 0 ? w * 0.62 : w * 0.06;
	window(sk, wx, 110, w * 0.32, 320);
	draw_glow(cr, (struct pt){ wx + w * 0.16, 270 }, 380, 380, sk->light.low, 0.5);
	/* Tools on the wall: hung outlines that catch the light. */
	struct rgb steel = scene_tint(sk, 0xa8aebc, 0.25), grip = scene_tint(sk, 0x9a5f38, 0.25);
	double tx = sk->side > 0 ? w * 0.05 : w * 0.56;
	for (int i = 0; i < 6; i++) {
		double x = tx + i * w * 0.075, y = 180 + 24.0 * (i % 2),
		       h = chance_in(sk, 110, 190);
		draw_taper(cr, (struct pt[]){ { x, y }, { x, y + h } }, 2,
			   (const double[]){ 12, 15 }, i % 2 == 0 ? steel : grip, 1);
		if (i % 3 == 0)
			scene_box(sk, (double[]){ x - 26, y - 12, 52, 30 }, steel, 1);
		else if (i % 3 == 1) {
			cairo_arc(cr, x, y, 20, 0.8, 5.6);
			cairo_set_line_width(cr, 11);
			set_rgb(cr, steel, 1);
			cairo_stroke(cr);
		} else {
			scene_box(sk, (double[]){ x - 12, y + h - 20, 24, 76 }, grip, 1);
		}
	}
	if (chance_of(sk, 0.5))
		pots(sk, tx, tx + w * 0.4, 560);
	else
		gears(sk, tx);
	scene_box(sk, (double[]){ 0, 700, w, 40 }, scene_tint(sk, 0x7a5234, 0.25), 1);
	scene_box(sk, (double[]){ 0, 700, w, 7 },
		  rgb_mix(scene_tint(sk, 0x7a5234, 0.2), sk->light.glow, 0.5), 0.9);
	double x = w * (0.5 + 0.3 * sk->side);
	scene_lamp_pool(sk, x, 200);
	scene_bulb(sk, (struct pt){ x, 130 }, 16, 150);
}

void
scene_train(struct sketch *sk)
{
	const struct mood_light *l = &sk->light;
	double w = sk->scene_wide;
	cairo_t *cr = sk->cr;
	scene_sky(sk);
	for (int i = 0; i < 3; i++)
		scene_ridge(sk, 430 + 80.0 * i, 90,
			    rgb_mix(rgb_mix(l->haze, l->low, 0.4), l->dark, 0.14 * i),
			    rgb_mix(l->haze, l->dark, 0.3 + 0.2 * i));
	/* The country runs past in streaks. */
	for (int i = 0; i < 46; i++) {
		double y = chance_in(sk, 460, 720), x = chance_in(sk, -0.2, 1) * w,
		       long_ = chance_in(sk, 80, 300);
		const struct pt s[] = { { x, y }, { x + long_ * 0.5, y }, { x + long_, y } };
		draw_ink(cr, s, 3, chance_in(sk, 3, 9),
			 i % 3 == 0 ? l->glow : rgb_mix(l->dark, l->low, chance_in(sk, 0.1, 0.7)),
			 0.45);
	}
	struct rgb wall = scene_tint(sk, 0x5a3a34, 0.35), trim = scene_tint(sk, 0xb08048, 0.15);
	double post = w * (0.5 - sk->side * 0.37);
	scene_box(sk, (double[]){ 0, 0, w, 74 }, wall, 1);
	scene_box(sk, (double[]){ 0, 70, w, 9 }, trim, 1);
	scene_box(sk, (double[]){ 0, 700, w, 330 }, wall, 1);
	scene_box(sk, (double[]){ 0, 690, w, 14 }, trim, 1);
	scene_box(sk, (double[]){ post - 34, 0, 68, SCENE_HIGH }, wall, 1);
	scene_box(sk, (double[]){ post - 38, 74, 7, 620 }, trim, 1);
	scene_box(sk, (double[]){ post + 31, 74, 7, 620 }, trim, 1);
	/* Curtain, seat backs, the lamp of the compartment. */
	double edge = sk->side > 0 ? w : 0;
	for (int i = 0; i < 4; i++) {
		double x = edge - sk->side * (12 + 26.0 * i);
		const struct pt fold[] = { { x, 60 },
					   { x - sk->side * 8, 300 },
					   { x + sk->side * 20, 520 },
					   { x + sk->side * 26, 700 } };
		draw_taper(cr, fold, 4, (const double[]){ 32, 26 },
			   scene_tint(sk, i % 2 == 0 ? 0x9a3440 : 0x7a2634, 0.2), 1);
	}
	for (int i = 0; i < 2; i++) {
		double x = w * (0.1 + 0.8 * i);
		path_ellipse(cr, x, 850, 190, 200);
		fill_rgb(cr, scene_tint(sk, 0x5a2a40, 0.3), 1);
		path_ellipse(cr, x, 860, 165, 178);
		fill_rgb(cr, scene_tint(sk, 0x7a3a52, 0.25), 1);
	}
	/* Reflections on the glass. */
	for (int i = 0; i < 3; i++) {
		double x = w * (0.2 + 0.3 * i);
		const struct pt streak[] = {
			{ x, 80 }, { x + 40, 80 }, { x - 160, 690 }, { x - 230, 690 }
		};
		path_straight(cr, streak, 4);
		fill_rgb(cr, rgb_hex(0xffffff), 0.07);
	}
	scene_bulb(sk, (struct pt){ post, 190 }, 14, 0);
}
