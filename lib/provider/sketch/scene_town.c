/*
 * Settings that people built: stage, castle, streets.
 */
#include <math.h>

#include "lib/provider/sketch/paint.h"

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
	scene_box(sk, (double[]){ 0, 0, w, 26 }, rgb_hex(0x0c0814), 1);
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
	struct rgb stone = scene_tint(sk, 0x8a8090, 0.3);
	scene_sky(sk);
	scene_ridge(sk, 560, 130, rgb_mix(l->haze, l->low, 0.3), l->haze);
	/* A far keep, seen through the arches. */
	double kx = w * (0.5 + sk->side * 0.3);
	struct rgb keep = rgb_mix(l->haze, l->dark, 0.4);
	for (int i = -1; i <= 1; i++) {
		double h = i == 0 ? 300 : 210;
		scene_box(sk, (double[]){ kx + i * 64.0 - 26, 560 - h, 52, h + 60 }, keep, 1);
		const struct pt roof[] = { { kx + i * 64.0 - 34, 562 - h },
					   { kx + i * 64.0, 470 - h },
					   { kx + i * 64.0 + 34, 562 - h } };
		path_straight(cr, roof, 3);
		fill_rgb(cr, rgb_mix(keep, rgb_hex(0x6a2a4a), 0.35), 1);
		scene_box(sk, (double[]){ kx + i * 64.0 - 6, 600 - h, 12, 22 }, l->glow, 1);
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
		scene_box(sk, (double[]){ x, y, chance_in(sk, 50, 100), 35 },
			  rgb_mix(stone, i % 2 == 0 ? l->low : l->dark, chance_in(sk, 0.05, 0.25)),
			  0.6);
	}
	cairo_restore(cr);
	/* A banner and a torch. */
	double bx = w * (0.5 - sk->side * 0.4);
	const struct pt banner[] = {
		{ bx - 50, 60 }, { bx + 50, 60 }, { bx + 50, 470 }, { bx, 420 }, { bx - 50, 470 }
	};
	path_straight(cr, banner, 5);
	fill_rgb(cr, rgb_mix(scene_tint(sk, 0x8e1f3a, 0.1), sk->cloth.base, 0.4), 1);
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
	scene_box(sk, (double[]){ tx - 7, 350, 14, 90 }, rgb_hex(0x3a2418), 1);
}

static void
towers(struct sketch *sk, double y1, double y2, struct rgb c, double lit)
{
	double w = sk->scene_wide;
	static const unsigned PANES[] = { 0xffc46a, 0xffe0a0, 0xff9a6a, 0x8ad8f0, 0xf49ac8 };
	for (double x = chance_in(sk, -60, 0); x < w;) {
		double wide = chance_in(sk, 60, 150), top = chance_in(sk, y1, y2);
		struct rgb wall = rgb_mix(c, sk->light.low, chance_in(sk, 0, 0.16));
		scene_box(sk, (double[]){ x, top, wide, SCENE_HIGH }, wall, 1);
		if (chance_of(sk, 0.4))
			scene_box(sk, (double[]){ x + wide * 0.4, top - 46, 6, 50 }, wall, 1);
		if (chance_of(sk, 0.3))
			scene_box(sk, (double[]){ x + wide * 0.15, top - 22, wide * 0.5, 24 }, wall,
				  1);
		for (double py = top + 18; py < 900; py += 30)
			for (double px = x + 10; px < x + wide - 14; px += 20) {
				if (!chance_of(sk, lit))
					continue;
				scene_box(sk, (double[]){ px, py, 11, 17 },
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
	scene_box(sk, (double[]){ x - 36, 190, 72, 270 }, rgb_hex(0x150e22), 0.9);
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
	scene_lamp_pool(sk, x, 270);
	scene_bulb(sk, (struct pt){ x, 270 }, 24, 0);
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
