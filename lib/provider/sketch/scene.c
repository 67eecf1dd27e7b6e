#include <math.h>

#include "lib/provider/sketch/paint.h"

void
scene_wash(struct sketch *sk, struct rgb top, struct rgb low)
{
	cairo_pattern_t *p = cairo_pattern_create_linear(0, 0, 0, SCENE_HIGH);
	cairo_pattern_add_color_stop_rgb(p, 0, top.r, top.g, top.b);
	cairo_pattern_add_color_stop_rgb(p, 1, low.r, low.g, low.b);
	cairo_set_source(sk->cr, p);
	cairo_paint(sk->cr);
	cairo_pattern_destroy(p);
}

void
scene_sky(struct sketch *sk)
{
	const struct mood_light *l = &sk->light;
	cairo_pattern_t *p = cairo_pattern_create_linear(0, 0, 0, SCENE_HIGH * 0.78);
	cairo_pattern_add_color_stop_rgb(p, 0, l->top.r, l->top.g, l->top.b);
	cairo_pattern_add_color_stop_rgb(p, 0.52, l->mid.r, l->mid.g, l->mid.b);
	cairo_pattern_add_color_stop_rgb(p, 1, l->low.r, l->low.g, l->low.b);
	cairo_set_source(sk->cr, p);
	cairo_paint(sk->cr);
	cairo_pattern_destroy(p);
	scene_brush(sk, 16, l->mid, 0.16);
	if (sk->plan->time == TIME_NIGHT || plan_has(sk->plan->weather, WEATHER_STARS))
		scene_stars(sk, 110, 620);
}

/* Broad strokes across, as gouache dries. */
void
scene_brush(struct sketch *sk, int count, struct rgb c, double alpha)
{
	for (int i = 0; i < count; i++) {
		double x = chance_in(sk, -0.2, 0.8) * sk->scene_wide,
		       y = chance_in(sk, 0, SCENE_HIGH * 0.8);
		double w = chance_in(sk, 0.3, 0.8) * sk->scene_wide, tilt = chance_in(sk, -30, 30);
		const struct pt p[] = { { x, y },
					{ x + w * 0.5, y + tilt * 0.3 - 8 },
					{ x + w, y + tilt } };
		struct rgb tint = rgb_mix(c, i % 2 == 0 ? sk->light.low : sk->light.top, 0.5);
		draw_ink(sk->cr, p, 3, chance_in(sk, 14, 54), tint, alpha * chance_in(sk, 0.5, 1));
	}
}

void
scene_stars(struct sketch *sk, int count, double below)
{
	for (int i = 0; i < count; i++) {
		double x = chance_in(sk, 0, sk->scene_wide),
		       y = below * rand_unit(&sk->rand) * rand_unit(&sk->rand) * 1.4;
		double r = chance_in(sk, 0.9, 2.6);
		path_ellipse(sk->cr, x, y, r, r);
		fill_rgb(sk->cr, rgb_hex(i % 5 == 0 ? 0xffe0b0 : 0xf2ecff),
			 chance_in(sk, 0.35, 0.95));
		if (i % 16 == 0)
			draw_glow(sk->cr, (struct pt){ x, y }, 16, 16, rgb_hex(0xe8e0ff), 0.6);
	}
}

void
scene_ridge(struct sketch *sk, double y, double high, struct rgb top, struct rgb foot)
{
	enum { STEPS = 14 };
	cairo_t *cr = sk->cr;
	struct pt p[STEPS + 1];
	double a = chance_in(sk, 0, 6.3), b = chance_in(sk, 0, 6.3);
	for (int i = 0; i <= STEPS; i++) {
		double f = i / (double)STEPS;
		double wave = 0.55 * sin(f * 5.2 + a) + 0.3 * sin(f * 11 + b) +
			      0.25 * chance_in(sk, -1, 1);
		p[i] = (struct pt){ (f * 1.1 - 0.05) * sk->scene_wide,
				    y - high * (0.5 + 0.5 * wave) };
	}
	path_open(cr, p, STEPS + 1);
	cairo_line_to(cr, sk->scene_wide * 1.06, SCENE_HIGH + 10);
	cairo_line_to(cr, -sk->scene_wide * 0.06, SCENE_HIGH + 10);
	cairo_close_path(cr);
	cairo_pattern_t *g = cairo_pattern_create_linear(0, y - high, 0, y + high + 120);
	cairo_pattern_add_color_stop_rgb(g, 0, top.r, top.g, top.b);
	cairo_pattern_add_color_stop_rgb(g, 1, foot.r, foot.g, foot.b);
	cairo_set_source(cr, g);
	cairo_fill(cr);
	cairo_pattern_destroy(g);
}

/* A draft stays with a wash and a few strokes. */
static void
scene_rough(struct sketch *sk)
{
	const struct mood_light *l = &sk->light;
	struct rgb paper = sk->plan->time == TIME_NIGHT ? rgb_mix(l->mid, l->haze, 0.5)
							: rgb_mix(l->haze, rgb_hex(0xf2e8d8), 0.5);
	scene_wash(sk, paper, rgb_mix(paper, l->low, 0.4));
	scene_brush(sk, 40, paper, 0.5);
	draw_glow(sk->cr, (struct pt){ sk->scene_wide * (0.5 + 0.25 * sk->side), 300 }, 460, 420,
		  l->glow, 0.5);
}

static void
rain(struct sketch *sk)
{
	int count = 70 + 30 * sk->plan->detail;
	for (int i = 0; i < count; i++) {
		double x = chance_in(sk, -0.05, 1.05) * sk->scene_wide,
		       y = chance_in(sk, -60, SCENE_HIGH);
		double far = rand_unit(&sk->rand), length = 36 + 90 * far * far;
		const struct pt p[] = { { x, y },
					{ x - length * 0.1, y + length * 0.5 },
					{ x - length * 0.2, y + length } };
		draw_ink(sk->cr, p, 3, 1.4 + 2.2 * far,
			 rgb_mix(sk->light.rim, rgb_hex(0xeaf2ff), 0.65), 0.2 + 0.28 * far);
	}
}

static void
snow(struct sketch *sk)
{
	int count = 70 + 24 * sk->plan->detail;
	for (int i = 0; i < count; i++) {
		double far = rand_unit(&sk->rand), r = 1.8 + 7 * far * far * far;
		struct pt at = { chance_in(sk, 0, 1) * sk->scene_wide,
				 chance_in(sk, 0, SCENE_HIGH) };
		if (r > 5) {
			draw_glow(sk->cr, at, r * 2.2, r * 2.2, rgb_hex(0xffffff), 0.7);
			continue;
		}
		path_ellipse(sk->cr, at.x, at.y, r, r);
		fill_rgb(sk->cr, rgb_hex(0xffffff), 0.75);
	}
}

static void
falling(struct sketch *sk)
{
	if (plan_has(sk->plan->weather, WEATHER_RAIN))
		rain(sk);
	if (plan_has(sk->plan->weather, WEATHER_SNOW))
		snow(sk);
}

/* Weather stays behind the figure there, beyond windows and arches. */
static bool
is_indoors(const struct plan *plan)
{
	return plan->scene == SCENE_TRAIN || plan->scene == SCENE_CASTLE ||
	       plan_is_room(plan->scene);
}

void
scene_paint(struct sketch *sk)
{
	if (sk->plan->detail == 0) {
		scene_rough(sk);
		return;
	}
	static void (*const PAINTERS[])(struct sketch *) = {
		[SCENE_CITY] = scene_city,	 [SCENE_FOREST] = scene_forest,
		[SCENE_LIBRARY] = scene_library, [SCENE_SEA] = scene_sea,
		[SCENE_SPACE] = scene_space,	 [SCENE_DESERT] = scene_desert,
		[SCENE_TAVERN] = scene_tavern,	 [SCENE_MOUNTAINS] = scene_mountains,
		[SCENE_GARDEN] = scene_garden,	 [SCENE_WORKSHOP] = scene_workshop,
		[SCENE_RAIN] = scene_rain,	 [SCENE_STAGE] = scene_stage,
		[SCENE_SNOW] = scene_snow,	 [SCENE_CASTLE] = scene_castle,
		[SCENE_TRAIN] = scene_train,
	};
	PAINTERS[sk->plan->scene](sk);
	if (is_indoors(sk->plan))
		falling(sk);
	/* Light behind the head parts it from the setting. */
	draw_glow(sk->cr, (struct pt){ sk->scene_wide * (0.5 + 0.06 * sk->side), 400 }, 400, 430,
		  rgb_mix(sk->light.haze, sk->light.glow, 0.3),
		  sk->plan->time == TIME_NIGHT ? 0.4 : 0.32);
}

static void
motes(struct sketch *sk, int count, struct rgb c, double from)
{
	for (int i = 0; i < count; i++) {
		struct pt at = { chance_in(sk, 0, 1) * sk->scene_wide,
				 chance_in(sk, from, SCENE_HIGH) };
		double r = chance_in(sk, 1.6, 4.2);
		draw_glow(sk->cr, at, r * 6, r * 6, c, 0.45);
		path_ellipse(sk->cr, at.x, at.y, r, r);
		fill_rgb(sk->cr, rgb_mix(c, rgb_hex(0xffffff), 0.6), 0.85);
	}
}

/* What lies between the painter and the figure. */
void
scene_front(struct sketch *sk)
{
	const struct plan *plan = sk->plan;
	const struct mood_light *l = &sk->light;
	if (plan_has(plan->weather, WEATHER_MIST))
		for (int i = 0; i < 7; i++) {
			struct pt at = { chance_in(sk, 0, 1) * sk->scene_wide,
					 chance_in(sk, 640, 1040) };
			draw_glow(sk->cr, at, chance_in(sk, 200, 420), chance_in(sk, 60, 130),
				  rgb_mix(l->haze, rgb_hex(0xffffff), 0.4), 0.28);
		}
	if (!is_indoors(plan))
		falling(sk);
	if (plan_has(plan->weather, WEATHER_FIREFLIES))
		motes(sk, 34, l->glow, 120);
	if (plan->detail >= 3 && plan->style != STYLE_INK)
		motes(sk, plan->detail == 4 ? 16 : 8, rgb_mix(l->glow, l->rim, 0.3), 80);
	/* The lamp's own shine spills over the edge of the picture. */
	double x = sk->side < 0 ? 0 : sk->scene_wide;
	draw_glow(sk->cr, (struct pt){ x, 180 }, 420, 520, l->key, plan->detail == 4 ? 0.26 : 0.16);
}
