/*
 * Settings with walls: rooms, stages, streets.
 */
#include <math.h>

#include "lib/provider/sketch/paint.h"

static void
box(struct sketch *sk, const double r[4], struct rgb c, double alpha)
{
	cairo_rectangle(sk->cr, r[0], r[1], r[2], r[3]);
	fill_rgb(sk->cr, c, alpha);
}

/* The room's own colour under the hour's light. */
static struct rgb
room(const struct sketch *sk, unsigned hex, double dim)
{
	return rgb_mix(rgb_mul(rgb_hex(hex), rgb_mix(rgb_hex(0xffffff), sk->light.shade, 0.5)),
		       sk->light.dark, dim);
}

static void
bulb(struct sketch *sk, struct pt at, double r, double cord)
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
		struct rgb c = room(sk, SPINES[rand_below(&sk->rand, COUNT(SPINES))], 0.3);
		cairo_save(sk->cr);
		cairo_translate(sk->cr, x, foot);
		if (chance_of(sk, 0.08))
			cairo_rotate(sk->cr, 0.14);
		box(sk, (double[]){ 0, -h, w - 1.5, h }, c, 1);
		box(sk, (double[]){ 0, -h, 3.5, h }, rgb_mix(c, sk->light.glow, 0.35), 0.8);
		box(sk, (double[]){ 2, -h * 0.82, w - 5, 4 }, rgb_mix(c, rgb_hex(0xf2d090), 0.6),
		    0.8);
		box(sk, (double[]){ 2, -h * 0.24, w - 5, 3 }, rgb_mix(c, rgb_hex(0xf2d090), 0.6),
		    0.6);
		cairo_restore(sk->cr);
		x += w;
	}
}

static void
lamp_pool(struct sketch *sk, double x, double y)
{
	draw_glow(sk->cr, (struct pt){ x, y }, 520, 460, sk->light.glow, 0.62);
	draw_glow(sk->cr, (struct pt){ x, y }, 190, 170, sk->light.glow, 0.6);
}

void
scene_library(struct sketch *sk)
{
	double w = sk->scene_wide;
	struct rgb wood = room(sk, 0x6a4630, 0.4);
	scene_wash(sk, room(sk, 0x4a3028, 0.55), room(sk, 0x2e1e22, 0.6));
	double bay = 230, off = chance_in(sk, -100, 0);
	for (double x = off; x < w; x += bay) {
		for (int row = 0; row < 7; row++) {
			double y = -20 + row * 152.0;
			box(sk, (double[]){ x, y, bay, 152 }, rgb_mix(wood, sk->light.dark, 0.55),
			    1);
			books(sk, x + 20, x + bay - 8, y + 140, 126);
			box(sk, (double[]){ x, y + 140, bay, 14 },
			    rgb_mix(wood, sk->light.glow, 0.12), 1);
		}
		box(sk, (double[]){ x - 6, -10, 24, SCENE_HIGH + 20 },
		    rgb_mix(wood, sk->light.dark, 0.1), 1);
		box(sk, (double[]){ x - 6, -10, 5, SCENE_HIGH + 20 },
		    rgb_mix(wood, sk->light.glow, 0.4), 0.7);
	}
	scene_brush(sk, 8, room(sk, 0x4a3028, 0.5), 0.2);
	if (chance_of(sk, 0.5))
		window(sk, w * (0.5 - 0.34 * sk->side) - 100, 120, 200, 420);
	double x = w * (0.5 + 0.36 * sk->side);
	lamp_pool(sk, x, 250);
	bulb(sk, (struct pt){ x, 230 }, 15, 260);
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
	scene_wash(sk, room(sk, 0x5a3a2a, 0.55), room(sk, 0x3a2420, 0.5));
	for (double x = chance_in(sk, -60, 0); x < w; x += 92) {
		box(sk, (double[]){ x, 0, 3, SCENE_HIGH }, sk->light.dark, 0.5);
		draw_ink(cr, (struct pt[]){ { x + 40, 0 }, { x + 48, 400 }, { x + 38, 900 } }, 3,
			 10, room(sk, 0x7a5038, 0.4), 0.3);
	}
	/* Beams. */
	struct rgb beam = room(sk, 0x402820, 0.45);
	box(sk, (double[]){ 0, 60, w, 46 }, beam, 1);
	box(sk, (double[]){ 0, 60, w, 7 }, rgb_mix(beam, sk->light.glow, 0.4), 0.7);
	for (int i = 0; i < 2; i++)
		box(sk, (double[]){ w * (0.08 + 0.8 * i), 0, 44, SCENE_HIGH }, beam, 1);
	/* The hearth on the lamp's side. */
	double hx = w * (0.5 + 0.38 * sk->side), hy = 640;
	path_ellipse(cr, hx, hy - 40, 190, 200);
	fill_rgb(cr, room(sk, 0x6a5a58, 0.45), 1);
	for (int i = 0; i < 11; i++) {
		double a = M_PI + M_PI * i / 10;
		path_ellipse(cr, hx + cos(a) * 165, hy - 40 + sin(a) * 170, 32, 26);
		fill_rgb(cr, room(sk, i % 2 == 0 ? 0x8a7468 : 0x72605c, 0.3), 1);
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
		box(sk, (double[]){ far, y, w * 0.46, 12 }, rgb_mix(beam, sk->light.glow, 0.25), 1);
		for (double x = far + 16; x < far + w * 0.43; x += chance_in(sk, 26, 48)) {
			double h = chance_in(sk, 46, 84);
			struct rgb c = room(sk, GLASS[rand_below(&sk->rand, 5)], 0.2);
			box(sk, (double[]){ x, y - h * 0.66, 20, h * 0.66 }, c, 0.95);
			box(sk, (double[]){ x + 6, y - h, 8, h * 0.4 }, c, 0.95);
			box(sk, (double[]){ x + 3, y - h * 0.6, 3, h * 0.5 },
			    rgb_mix(c, sk->light.glow, 0.7), 0.8);
		}
	}
	for (int i = 0; i < 3; i++)
		bulb(sk, (struct pt){ w * (0.2 + 0.3 * i), chance_in(sk, 150, 200) }, 11, 90);
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
		struct rgb brass = room(sk, 0xc08a44, 0.25);
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
	box(sk, (double[]){ x1, y, x2 - x1, 13 }, room(sk, 0x7a5234, 0.2), 1);
	for (double x = x1 + 30; x < x2 - 20; x += 62) {
		double h = chance_in(sk, 36, 60);
		struct rgb clay = room(sk, CLAYS[rand_below(&sk->rand, COUNT(CLAYS))], 0.2);
		const struct pt pot[] = {
			{ x - 22, y - h }, { x + 22, y - h }, { x + 16, y }, { x - 16, y }
		};
		path_straight(cr, pot, 4);
		fill_rgb(cr, clay, 1);
		box(sk, (double[]){ x - 18, y - h, 6, h }, rgb_mix(clay, sk->light.glow, 0.5), 0.6);
		for (int i = 0; i < 7; i++) {
			const struct pt leaf[] = { { x, y - h },
						   { x + chance_in(sk, -30, 30), y - h - 40 },
						   { x + chance_in(sk, -54, 54),
						     y - h - chance_in(sk, 20, 96) } };
			draw_ink(cr, leaf, 3, chance_in(sk, 8, 17),
				 room(sk, i % 2 == 0 ? 0x5a9a58 : 0x3f7a50, 0.25), 0.95);
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
	scene_wash(sk, room(sk, wall, 0.4), room(sk, wall, 0.65));
	for (double y = 90; y < SCENE_HIGH; y += 110)
		box(sk, (double[]){ 0, y, w, 3 }, sk->light.dark, 0.4);
	double wx = sk->side > 0 ? w * 0.62 : w * 0.06;
	window(sk, wx, 110, w * 0.32, 320);
	draw_glow(cr, (struct pt){ wx + w * 0.16, 270 }, 380, 380, sk->light.low, 0.5);
	/* Tools on the wall: hung outlines that catch the light. */
	struct rgb steel = room(sk, 0xa8aebc, 0.25), grip = room(sk, 0x9a5f38, 0.25);
	double tx = sk->side > 0 ? w * 0.05 : w * 0.56;
	for (int i = 0; i < 6; i++) {
		double x = tx + i * w * 0.075, y = 180 + 24.0 * (i % 2),
		       h = chance_in(sk, 110, 190);
		draw_taper(cr, (struct pt[]){ { x, y }, { x, y + h } }, 2,
			   (const double[]){ 12, 15 }, i % 2 == 0 ? steel : grip, 1);
		if (i % 3 == 0)
			box(sk, (double[]){ x - 26, y - 12, 52, 30 }, steel, 1);
		else if (i % 3 == 1) {
			cairo_arc(cr, x, y, 20, 0.8, 5.6);
			cairo_set_line_width(cr, 11);
			set_rgb(cr, steel, 1);
			cairo_stroke(cr);
		} else {
			box(sk, (double[]){ x - 12, y + h - 20, 24, 76 }, grip, 1);
		}
	}
	if (chance_of(sk, 0.5))
		pots(sk, tx, tx + w * 0.4, 560);
	else
		gears(sk, tx);
	box(sk, (double[]){ 0, 700, w, 40 }, room(sk, 0x7a5234, 0.25), 1);
	box(sk, (double[]){ 0, 700, w, 7 }, rgb_mix(room(sk, 0x7a5234, 0.2), sk->light.glow, 0.5),
	    0.9);
	double x = w * (0.5 + 0.3 * sk->side);
	lamp_pool(sk, x, 200);
	bulb(sk, (struct pt){ x, 130 }, 16, 150);
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
	struct rgb wall = room(sk, 0x5a3a34, 0.35), trim = room(sk, 0xb08048, 0.15);
	double post = w * (0.5 - sk->side * 0.37);
	box(sk, (double[]){ 0, 0, w, 74 }, wall, 1);
	box(sk, (double[]){ 0, 70, w, 9 }, trim, 1);
	box(sk, (double[]){ 0, 700, w, 330 }, wall, 1);
	box(sk, (double[]){ 0, 690, w, 14 }, trim, 1);
	box(sk, (double[]){ post - 34, 0, 68, SCENE_HIGH }, wall, 1);
	box(sk, (double[]){ post - 38, 74, 7, 620 }, trim, 1);
	box(sk, (double[]){ post + 31, 74, 7, 620 }, trim, 1);
	/* Curtain, seat backs, the lamp of the compartment. */
	double edge = sk->side > 0 ? w : 0;
	for (int i = 0; i < 4; i++) {
		double x = edge - sk->side * (12 + 26.0 * i);
		const struct pt fold[] = { { x, 60 },
					   { x - sk->side * 8, 300 },
					   { x + sk->side * 20, 520 },
					   { x + sk->side * 26, 700 } };
		draw_taper(cr, fold, 4, (const double[]){ 32, 26 },
			   room(sk, i % 2 == 0 ? 0x9a3440 : 0x7a2634, 0.2), 1);
	}
	for (int i = 0; i < 2; i++) {
		double x = w * (0.1 + 0.8 * i);
		path_ellipse(cr, x, 850, 190, 200);
		fill_rgb(cr, room(sk, 0x5a2a40, 0.3), 1);
		path_ellipse(cr, x, 860, 165, 178);
		fill_rgb(cr, room(sk, 0x7a3a52, 0.25), 1);
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
	bulb(sk, (struct pt){ post, 190 }, 14, 0);
}

void
scene_stage(struct sketch *sk)
{
	double w = sk->scene_wide;
	cairo_t *cr = sk->cr;
	static const unsigned BEAMS[] = { 0xff5fa2, 0x7a6cff, 0xffb04a, 0x4ad0e0 };
	scene_wash(sk, rgb_hex(0x160c22), rgb_hex(0x2c1030));
	for (int i = 0; i < 14; i++) {
		double x = w * i / 13;
		const struct pt fold[] = { { x, -10 },
					   { x + chance_in(sk, -14, 14), 500 },
					   { x, 1030 } };
		draw_taper(cr, fold, 3, (const double[]){ 44, 60 },
			   rgb_hex(i % 2 == 0 ? 0x5a1436 : 0x3a0c28), 0.85);
	}
	for (int i = 0; i < 5; i++) {
		double x = w * (0.1 + 0.2 * i), to = w * chance_in(sk, 0.1, 0.9);
		struct rgb c = rgb_hex(BEAMS[(sk->plan->seed + (uint64_t)i) % 4]);
		cairo_move_to(cr, x - 12, 20);
		cairo_line_to(cr, x + 12, 20);
		cairo_line_to(cr, to + 150, SCENE_HIGH);
		cairo_line_to(cr, to - 150, SCENE_HIGH);
		cairo_close_path(cr);
		cairo_pattern_t *p = cairo_pattern_create_linear(0, 0, 0, 900);
		cairo_pattern_add_color_stop_rgba(p, 0, c.r, c.g, c.b, 0.62);
		cairo_pattern_add_color_stop_rgba(p, 1, c.r, c.g, c.b, 0.02);
		cairo_set_source(cr, p);
		cairo_fill(cr);
		cairo_pattern_destroy(p);
		draw_glow(cr, (struct pt){ x, 22 }, 70, 60, rgb_mix(c, rgb_hex(0xffffff), 0.5),
			  0.95);
	}
	box(sk, (double[]){ 0, 0, w, 26 }, rgb_hex(0x0c0814), 1);
	for (int i = 0; i < 26; i++) {
		struct pt at = { w * chance_in(sk, 0, 1), chance_in(sk, 760, 1000) };
		double r = chance_in(sk, 8, 24);
		path_ellipse(cr, at.x, at.y, r, r);
		fill_rgb(cr, rgb_hex(BEAMS[i % 4]), 0.3);
	}
	sk->light.haze = rgb_hex(0x7a2a6a);
	sk->light.rim = rgb_hex(BEAMS[sk->plan->seed % 4]);
}

void
scene_castle(struct sketch *sk)
{
	const struct mood_light *l = &sk->light;
	double w = sk->scene_wide;
	cairo_t *cr = sk->cr;
	struct rgb stone = room(sk, 0x8a8090, 0.3);
	scene_sky(sk);
	scene_ridge(sk, 560, 130, rgb_mix(l->haze, l->low, 0.3), l->haze);
	/* A far keep, seen through the arches. */
	double kx = w * (0.5 + sk->side * 0.3);
	struct rgb keep = rgb_mix(l->haze, l->dark, 0.4);
	for (int i = -1; i <= 1; i++) {
		double h = i == 0 ? 300 : 210;
		box(sk, (double[]){ kx + i * 64.0 - 26, 560 - h, 52, h + 60 }, keep, 1);
		const struct pt roof[] = { { kx + i * 64.0 - 34, 562 - h },
					   { kx + i * 64.0, 470 - h },
					   { kx + i * 64.0 + 34, 562 - h } };
		path_straight(cr, roof, 3);
		fill_rgb(cr, rgb_mix(keep, rgb_hex(0x6a2a4a), 0.35), 1);
		box(sk, (double[]){ kx + i * 64.0 - 6, 600 - h, 12, 22 }, l->glow, 1);
	}
	/* The wall with its arches in front. */
	cairo_save(cr);
	cairo_rectangle(cr, 0, 0, w, SCENE_HIGH);
	double half = fmin(w * 0.27, 250);
	for (int i = 0; i < 2; i++) {
		double x = w * (0.5 + (i == 0 ? -1 : 1) * fmin(0.27, 270 / w));
		cairo_new_sub_path(cr);
		cairo_move_to(cr, x - half * 0.86, 760);
		cairo_line_to(cr, x - half * 0.86, 330);
		cairo_curve_to(cr, x - half * 0.8, 150, x - half * 0.2, 80, x, 40);
		cairo_curve_to(cr, x + half * 0.2, 80, x + half * 0.8, 150, x + half * 0.86, 330);
		cairo_line_to(cr, x + half * 0.86, 760);
		cairo_close_path(cr);
	}
	cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
	set_rgb(cr, stone, 1);
	cairo_fill_preserve(cr);
	cairo_clip(cr);
	for (int i = 0; i < 90; i++) {
		double x = chance_in(sk, -40, w), y = 38.0 * rand_below(&sk->rand, 28);
		box(sk, (double[]){ x, y, chance_in(sk, 50, 100), 35 },
		    rgb_mix(stone, i % 2 == 0 ? l->low : l->dark, chance_in(sk, 0.05, 0.25)), 0.6);
	}
	cairo_restore(cr);
	/* A banner and a torch. */
	double bx = w * (0.5 - sk->side * 0.4);
	const struct pt banner[] = {
		{ bx - 50, 60 }, { bx + 50, 60 }, { bx + 50, 470 }, { bx, 420 }, { bx - 50, 470 }
	};
	path_straight(cr, banner, 5);
	fill_rgb(cr, rgb_mix(room(sk, 0x8e1f3a, 0.1), sk->cloth.base, 0.4), 1);
	draw_taper(cr, (struct pt[]){ { bx, 60 }, { bx, 424 } }, 2, (const double[]){ 14, 14 },
		   rgb_hex(0xd6a94c), 0.8);
	double tx = w * (0.5 + sk->side * 0.44);
	draw_glow(cr, (struct pt){ tx, 330 }, 330, 330, rgb_hex(0xffa24a), 0.7);
	const struct pt flame[] = { { tx - 15, 350 },
				    { tx - 18, 322 },
				    { tx + 3, 268 },
				    { tx + 18, 322 },
				    { tx + 14, 350 } };
	path_closed(cr, flame, 5);
	fill_rgb(cr, rgb_hex(0xffd070), 1);
	box(sk, (double[]){ tx - 7, 350, 14, 90 }, rgb_hex(0x3a2418), 1);
}

static void
towers(struct sketch *sk, double y1, double y2, struct rgb c, double lit)
{
	double w = sk->scene_wide;
	static const unsigned PANES[] = { 0xffc46a, 0xffe0a0, 0xff9a6a, 0x8ad8f0, 0xf49ac8 };
	for (double x = chance_in(sk, -60, 0); x < w;) {
		double wide = chance_in(sk, 60, 150), top = chance_in(sk, y1, y2);
		struct rgb wall = rgb_mix(c, sk->light.low, chance_in(sk, 0, 0.16));
		box(sk, (double[]){ x, top, wide, SCENE_HIGH }, wall, 1);
		if (chance_of(sk, 0.4))
			box(sk, (double[]){ x + wide * 0.4, top - 46, 6, 50 }, wall, 1);
		if (chance_of(sk, 0.3))
			box(sk, (double[]){ x + wide * 0.15, top - 22, wide * 0.5, 24 }, wall, 1);
		for (double py = top + 18; py < 900; py += 30)
			for (double px = x + 10; px < x + wide - 14; px += 20) {
				if (!chance_of(sk, lit))
					continue;
				box(sk, (double[]){ px, py, 11, 17 },
				    rgb_hex(PANES[rand_below(&sk->rand, 5)]),
				    chance_in(sk, 0.5, 0.95));
			}
		x += wide + chance_in(sk, -10, 16);
	}
}

static void
bokeh(struct sketch *sk, int count, double y1, double y2)
{
	static const unsigned LIGHTS[] = { 0xffb45e, 0xff7aa8, 0x8f7bff, 0x6ad0e8, 0xffe0a0 };
	for (int i = 0; i < count; i++) {
		double x = sk->scene_wide * chance_in(sk, 0, 1), y = chance_in(sk, y1, y2),
		       r = chance_in(sk, 12, 46);
		struct rgb c = rgb_hex(LIGHTS[rand_below(&sk->rand, 5)]);
		path_ellipse(sk->cr, x, y, r, r);
		set_rgb(sk->cr, c, 0.22);
		cairo_fill_preserve(sk->cr);
		set_rgb(sk->cr, c, 0.4);
		cairo_set_line_width(sk->cr, 2.5);
		cairo_stroke(sk->cr);
	}
}

static void
neon(struct sketch *sk)
{
	static const unsigned TUBES[] = { 0xff5fa2, 0x5fe0ff, 0xffb04a };
	double x = sk->scene_wide * (0.5 - sk->side * 0.38);
	if (sk->plan->seed / 3 % 3 == 0)
		return;
	bool signs = sk->plan->seed / 3 % 3 == 1;
	struct rgb c = rgb_hex(TUBES[sk->plan->seed % 3]);
	if (sk->plan->light >= 0)
		c = sk->light.glow;
	cairo_t *cr = sk->cr;
	draw_glow(cr, (struct pt){ x, 330 }, 240, 330, c, 0.6);
	if (!signs) {
		/* A cup over a door that never closes. */
		cairo_set_line_width(cr, 8);
		set_rgb(cr, rgb_mix(c, rgb_hex(0xffffff), 0.35), 1);
		cairo_arc(cr, x, 320, 54, 0, M_PI);
		cairo_close_path(cr);
		cairo_new_sub_path(cr);
		cairo_arc(cr, x + 58, 338, 18, -M_PI / 2, M_PI / 2);
		for (int i = -1; i <= 1; i++) {
			cairo_move_to(cr, x + i * 26.0, 300);
			cairo_curve_to(cr, x + i * 26.0 + 16, 280, x + i * 26.0 - 16, 262,
				       x + i * 26.0, 240);
		}
		cairo_stroke(cr);
		return;
	}
	box(sk, (double[]){ x - 36, 190, 72, 270 }, rgb_hex(0x150e22), 0.9);
	for (int i = 0; i < 4; i++) {
		double y = 226 + 62.0 * i;
		cairo_set_line_width(cr, 7);
		set_rgb(cr, rgb_mix(c, rgb_hex(0xffffff), 0.35), 1);
		if (i % 2 == 0)
			path_ellipse(cr, x, y, 18, 18);
		else {
			cairo_move_to(cr, x - 18, y + 14);
			cairo_line_to(cr, x, y - 16);
			cairo_line_to(cr, x + 18, y + 14);
		}
		cairo_stroke(cr);
	}
}

void
scene_city(struct sketch *sk)
{
	const struct mood_light *l = &sk->light;
	scene_sky(sk);
	double lit = sk->plan->time == TIME_DAY ? 0.12 : 0.4;
	if (sk->plan->time == TIME_NIGHT) {
		double x = sk->scene_wide * (0.5 + sk->side * 0.33);
		draw_glow(sk->cr, (struct pt){ x, 150 }, 230, 230, rgb_hex(0xf4e4d0), 0.4);
		path_ellipse(sk->cr, x, 150, 40, 40);
		fill_rgb(sk->cr, rgb_hex(0xfff0dc), 0.9);
	}
	towers(sk, 200, 430, rgb_mix(l->haze, l->mid, 0.4), lit * 0.6);
	draw_glow(sk->cr, (struct pt){ sk->scene_wide / 2, 640 }, sk->scene_wide * 0.8, 240, l->low,
		  0.6);
	towers(sk, 330, 560, rgb_mix(l->dark, l->mid, 0.45), lit);
	neon(sk);
	bokeh(sk, 34, 560, 1000);
}

void
scene_rain(struct sketch *sk)
{
	const struct mood_light *l = &sk->light;
	double w = sk->scene_wide;
	struct rgb grey = rgb_mix(rgb_hex(0x3a4a66), l->mid, 0.45);
	scene_wash(sk, rgb_mix(grey, l->top, 0.5), rgb_mix(grey, l->dark, 0.3));
	scene_brush(sk, 22, grey, 0.3);
	towers(sk, 240, 520, rgb_mix(grey, l->dark, 0.3), 0.22);
	draw_glow(sk->cr, (struct pt){ w / 2, 640 }, w * 0.8, 220, rgb_mix(l->haze, grey, 0.5),
		  0.8);
	double x = w * (0.5 + sk->side * 0.38);
	draw_taper(sk->cr, (struct pt[]){ { x, 300 }, { x, SCENE_HIGH } }, 2,
		   (const double[]){ 12, 18 }, l->dark, 1);
	lamp_pool(sk, x, 270);
	bulb(sk, (struct pt){ x, 270 }, 24, 0);
	bokeh(sk, 40, 420, 1000);
	/* Wet reflections. */
	for (int i = 0; i < 22; i++) {
		double px = w * chance_in(sk, 0, 1), y = chance_in(sk, 760, 920);
		const struct pt streak[] = { { px, y }, { px + 4, y + 60 }, { px - 3, y + 130 } };
		draw_ink(sk->cr, streak, 3, chance_in(sk, 6, 16), i % 2 == 0 ? l->glow : l->rim,
			 0.3);
	}
	sk->light.haze = grey;
}
