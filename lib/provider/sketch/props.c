/*
 * What a prompt puts into hands and on shoulders. Hands are shown as simple grips only.
 */
#include <math.h>

#include "lib/provider/sketch/paint.h"

enum { FLOOR = 500 }; /* below every picture's edge in the figure's space */

/* A sleeve from below the picture to a hand at `at`. */
static void
sleeve(struct sketch *sk, struct pt at, double lean)
{
	cairo_t *cr = sk->cr;
	const struct pt arm[] = { { at.x - 30, at.y + 16 },
				  { at.x - 58 + lean, FLOOR + 60 },
				  { at.x + 66 + lean, FLOOR + 60 },
				  { at.x + 32, at.y + 14 } };
	cairo_new_path(cr);
	path_straight(cr, arm, 4);
	draw_solid(sk, &sk->cloth, 22);
	const struct pt cuff[] = { { at.x - 35, at.y + 26 },
				   { at.x, at.y + 36 },
				   { at.x + 37, at.y + 24 } };
	draw_taper(cr, cuff, 3, (const double[]){ 22, 22 }, sk->cloth.line, 0.8);
	draw_taper(cr, cuff, 3, (const double[]){ 18, 18 }, sk->cloth.light, 0.9);
}

static void
round_stroke(cairo_t *cr, struct pt a, struct pt b, double wide, struct rgb c)
{
	cairo_move_to(cr, a.x, a.y);
	cairo_line_to(cr, b.x, b.y);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	cairo_set_line_width(cr, wide);
	set_rgb(cr, c, 1);
	cairo_stroke(cr);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
}

/* Four fingers around something, seen from the front; `s` is where the knuckles are. */
static void
grip(struct sketch *sk, struct pt at, int s)
{
	cairo_t *cr = sk->cr;
	path_ellipse(cr, at.x + s * 12, at.y + 2, 25, 35);
	draw_solid(sk, &sk->skin, 10);
	for (int i = 3; i >= 0; i--) {
		double y = at.y - 24 + 16.0 * i, reach = 20 - 3.0 * abs(i - 1);
		struct pt from = { at.x + s * 20, y }, to = { at.x - s * reach, y + 2 };
		round_stroke(cr, from, to, 17.5, sk->skin.line);
		round_stroke(cr, from, to, 14.5, rgb_mix(sk->skin.base, sk->skin.shade, 0.12 * i));
		round_stroke(cr, (struct pt){ from.x, y - 3.5 }, (struct pt){ to.x, y - 2 }, 4,
			     rgb_mix(sk->skin.base, sk->skin.light, 0.7));
	}
}

void
prop_hand(struct sketch *sk, struct pt at)
{
	sleeve(sk, (struct pt){ at.x + 8, at.y + 14 }, 60);
	grip(sk, at, 1);
}

static void
cup(struct sketch *sk)
{
	cairo_t *cr = sk->cr;
	struct pt at = { -30, 352 };
	struct tone clay = tone_of(sk, rgb_mix(sk->trim_rgb, rgb_hex(0xe8d8c0), 0.4));
	const struct pt body[] = { { at.x - 54, at.y - 44 }, { at.x + 54, at.y - 44 },
				   { at.x + 48, at.y + 56 }, { at.x + 30, at.y + 72 },
				   { at.x - 30, at.y + 72 }, { at.x - 48, at.y + 56 } };
	sleeve(sk, (struct pt){ at.x - 66, at.y + 40 }, -60);
	sleeve(sk, (struct pt){ at.x + 66, at.y + 44 }, 60);
	path_straight(cr, body, 6);
	draw_solid(sk, &clay, 20);
	path_ellipse(cr, at.x, at.y - 44, 54, 15);
	draw_solid(sk, &clay, 4);
	path_ellipse(cr, at.x, at.y - 42, 46, 11);
	fill_rgb(cr, rgb_hex(0x5a3020), 1);
	draw_taper(cr,
		   (struct pt[]){
			   { at.x - 50, at.y + 4 }, { at.x, at.y + 14 }, { at.x + 50, at.y + 4 } },
		   3, (const double[]){ 9, 9 }, rgb_mix(sk->cloth.base, clay.shade, 0.3), 0.9);
	grip(sk, (struct pt){ at.x - 52, at.y + 22 }, -1);
	grip(sk, (struct pt){ at.x + 52, at.y + 26 }, 1);
	for (int i = 0; i < 3; i++) {
		double x = at.x - 24 + 24.0 * i;
		const struct pt steam[] = { { x, at.y - 54 },
					    { x + 15, at.y - 88 },
					    { x - 11, at.y - 122 },
					    { x + 9, at.y - 168 } };
		draw_ink(cr, steam, 4, 13, rgb_hex(0xfff8f0), 0.3);
	}
}

static void
book(struct sketch *sk)
{
	cairo_t *cr = sk->cr;
	double x = 6, y = 372;
	struct tone cover = tone_of(sk, rgb_mix(sk->accent, rgb_hex(0x5a2038), 0.45)),
		    paper = tone_of(sk, rgb_hex(0xf4e9d2));
	sleeve(sk, (struct pt){ x - 138, y + 40 }, -70);
	sleeve(sk, (struct pt){ x + 138, y + 40 }, 70);
	for (int s = -1; s <= 1; s += 2) {
		const struct pt board[] = { { x, y - 34 },
					    { x + s * 148, y - 62 },
					    { x + s * 156, y + 150 },
					    { x, y + 166 } };
		path_straight(cr, board, 4);
		draw_solid(sk, &cover, 16);
		const struct pt leaf[] = { { x, y - 40 },
					   { x + s * 66, y - 68 },
					   { x + s * 140, y - 60 } };
		const struct pt back[] = { { x, y - 26 },
					   { x + s * 66, y - 50 },
					   { x + s * 142, y - 44 } };
		draw_lock(sk, leaf, back, 3, &paper, 6);
	}
	draw_ink(cr, (struct pt[]){ { x, y - 38 }, { x + 2, y + 60 }, { x, y + 166 } }, 3, 12,
		 cover.shade, 0.9);
	for (int s = -1; s <= 1; s += 2)
		for (int i = 0; i < 2; i++)
			draw_taper(cr,
				   (struct pt[]){ { x + s * 30, y + 6 + 96.0 * i },
						  { x + s * 128, y - 12 + 96.0 * i } },
				   2, (const double[]){ 4, 4 }, rgb_hex(0xd6a94c), 0.9);
	path_ellipse(cr, x + 76, y + 46, 24, 24);
	set_rgb(cr, rgb_hex(0xd6a94c), 0.9);
	cairo_set_line_width(cr, 4);
	cairo_stroke(cr);
	grip(sk, (struct pt){ x - 140, y + 30 }, -1);
	grip(sk, (struct pt){ x + 140, y + 30 }, 1);
}

static void
lantern(struct sketch *sk)
{
	cairo_t *cr = sk->cr;
	struct pt at = { 150, 370 };
	struct tone iron = tone_of(sk, rgb_hex(0x4a4048));
	struct rgb fire = rgb_mix(sk->light.glow, rgb_hex(0xffb048), 0.4);
	sleeve(sk, (struct pt){ at.x, at.y - 100 }, 60);
	draw_glow(cr, at, 230, 230, fire, sk->plan->style == STYLE_INK ? 0 : 0.42);
	cairo_set_line_width(cr, 5);
	set_rgb(cr, iron.line, 1);
	cairo_arc(cr, at.x, at.y - 62, 34, M_PI, 2 * M_PI);
	cairo_stroke(cr);
	cairo_rectangle(cr, at.x - 42, at.y - 46, 84, 112);
	fill_rgb(cr, rgb_mix(fire, rgb_hex(0x6a3020), 0.35), 1);
	draw_glow(cr, (struct pt){ at.x, at.y + 14 }, 58, 66, rgb_hex(0xfff4c8), 1);
	const struct pt flame[] = { { at.x - 12, at.y + 44 },
				    { at.x - 14, at.y + 18 },
				    { at.x + 2, at.y - 22 },
				    { at.x + 14, at.y + 18 },
				    { at.x + 11, at.y + 44 } };
	path_closed(cr, flame, 5);
	fill_rgb(cr, rgb_hex(0xfffbe8), 1);
	for (int i = 0; i < 3; i++)
		draw_taper(cr,
			   (struct pt[]){ { at.x - 40 + 40.0 * i, at.y - 48 },
					  { at.x - 40 + 40.0 * i, at.y + 66 } },
			   2, (const double[]){ i == 1 ? 3 : 7, i == 1 ? 3 : 7 }, iron.base, 1);
	const struct pt roof[] = { { at.x - 20, at.y - 76 },
				   { at.x + 20, at.y - 76 },
				   { at.x + 56, at.y - 42 },
				   { at.x - 56, at.y - 42 } };
	path_straight(cr, roof, 4);
	draw_solid(sk, &iron, 9);
	const struct pt foot[] = { { at.x - 52, at.y + 62 },
				   { at.x + 52, at.y + 62 },
				   { at.x + 58, at.y + 84 },
				   { at.x - 58, at.y + 84 } };
	path_straight(cr, foot, 4);
	draw_solid(sk, &iron, 6);
	grip(sk, (struct pt){ at.x, at.y - 104 }, 1);
}

/* The hilt over the shoulder: the blade is on the back. */
static void
sword(struct sketch *sk)
{
	cairo_t *cr = sk->cr;
	struct tone steel = tone_of(sk, rgb_hex(0xb8c0d0)), brass = tone_of(sk, rgb_hex(0xcaa04a)),
		    hide = tone_of(sk, rgb_hex(0x5a3828));
	cairo_save(cr);
	cairo_translate(cr, -196, 210);
	cairo_rotate(cr, -0.5);
	cairo_rectangle(cr, -17, 0, 34, 360);
	draw_solid(sk, &steel, 9);
	cairo_rectangle(cr, -11, -116, 22, 112);
	draw_solid(sk, &hide, 6);
	for (int i = 0; i < 6; i++)
		draw_taper(cr, (struct pt[]){ { -11, -100 + 17.0 * i }, { 11, -92 + 17.0 * i } }, 2,
			   (const double[]){ 3, 3 }, hide.line, 0.8);
	const struct pt guard[] = { { -78, -10 }, { 0, -18 }, { 78, -10 },
				    { 82, 8 },	  { 0, 12 },  { -82, 8 } };
	path_closed(cr, guard, 6);
	draw_solid(sk, &brass, 7);
	path_ellipse(cr, 0, -128, 20, 20);
	draw_solid(sk, &brass, 7);
	path_ellipse(cr, 0, -128, 9, 9);
	fill_rgb(cr, sk->accent, 1);
	cairo_restore(cr);
}

static void
bouquet(struct sketch *sk)
{
	cairo_t *cr = sk->cr;
	static const unsigned PETALS[] = { 0xe8647a, 0xf7e6d6, 0xf2b04e, 0xb48ae0, 0xd8405a };
	struct tone paper = tone_of(sk, rgb_hex(0xe6d6ba)), leaf = tone_of(sk, rgb_hex(0x548a50));
	double x = -16, y = 350;
	sleeve(sk, (struct pt){ x + 46, y + 96 }, 90);
	for (int i = 0; i < 12; i++) {
		double a = -2.7 + i * 0.2;
		const struct tuft green = {
			{ x, y + 40 }, { x + cos(a) * 165, y + sin(a) * 120 }, 34, 8
		};
		hair_tuft(sk, &green, &leaf, 3);
	}
	const struct pt wrap[] = { { x - 112, y - 4 }, { x - 40, y + 24 },  { x + 40, y + 24 },
				   { x + 112, y - 4 }, { x + 34, y + 150 }, { x - 34, y + 150 } };
	path_straight(cr, wrap, 6);
	draw_solid(sk, &paper, 18);
	for (int i = 0; i < 11; i++) {
		double fx = x - 104 + 52.0 * (i % 5) + (i > 4 ? 26 : 0) - (i > 8 ? 104 : 0),
		       fy = y + 6 -
			    (i > 8   ? 96
			     : i > 4 ? 52
				     : 8) +
			    6.0 * (i % 2);
		if (i > 8)
			fx = x - 30 + 60.0 * (i - 9);
		struct tone t = tone_of(sk,
					rgb_hex(PETALS[(sk->plan->seed + (uint64_t)i * 3) % 5]));
		for (int ring = 0; ring < 3; ring++) {
			double r = 31 - 9.0 * ring;
			for (int k = 0; k < 6 - ring; k++) {
				double a = k * 2 * M_PI / (6 - ring) + ring + i;
				path_ellipse(cr, fx + cos(a) * r * 0.5, fy + sin(a) * r * 0.5,
					     r * 0.54, r * 0.54);
				draw_mass(sk, &t, 4);
				set_rgb(cr, t.line, 0.35);
				cairo_set_line_width(cr, 1.4);
				cairo_stroke(cr);
			}
		}
	}
	grip(sk, (struct pt){ x + 18, y + 98 }, 1);
}

static void
guitar(struct sketch *sk)
{
	cairo_t *cr = sk->cr;
	struct tone wood = tone_of(sk, rgb_hex(0xc07c3c)), dark = tone_of(sk, rgb_hex(0x4a2c20));
	cairo_save(cr);
	cairo_translate(cr, -52, 398);
	cairo_rotate(cr, -0.42);
	const struct pt body[] = { { -190, 0 },	 { -150, -112 }, { -40, -92 }, { 30, -66 },
				   { 104, -92 }, { 150, 0 },	 { 104, 96 },  { 30, 66 },
				   { -40, 96 },	 { -150, 116 } };
	path_closed(cr, body, COUNT(body));
	draw_solid(sk, &wood, 26);
	path_ellipse(cr, 34, 0, 42, 42);
	fill_rgb(cr, rgb_hex(0x2a1610), 1);
	path_ellipse(cr, 34, 0, 48, 48);
	set_rgb(cr, rgb_hex(0xf0d8a8), 0.9);
	cairo_set_line_width(cr, 4);
	cairo_stroke(cr);
	cairo_rectangle(cr, 84, -16, 290, 32);
	draw_solid(sk, &dark, 7);
	for (int i = 0; i < 9; i++)
		draw_taper(cr, (struct pt[]){ { 118 + 27.0 * i, -16 }, { 118 + 27.0 * i, 16 } }, 2,
			   (const double[]){ 2.4, 2.4 }, rgb_hex(0xd8c8a0), 0.9);
	cairo_rectangle(cr, 370, -25, 74, 50);
	draw_solid(sk, &dark, 7);
	cairo_rectangle(cr, -112, -42, 20, 84);
	draw_solid(sk, &dark, 4);
	for (int i = 0; i < 6; i++)
		draw_taper(cr, (struct pt[]){ { -102, -13 + 5.2 * i }, { 410, -12 + 4.8 * i } }, 2,
			   (const double[]){ 1.4, 1.4 }, rgb_hex(0xfff4dc), 0.8);
	cairo_restore(cr);
	sleeve(sk, (struct pt){ 180, 312 }, 70);
	grip(sk, (struct pt){ 172, 298 }, 1);
}

static void
letter(struct sketch *sk)
{
	cairo_t *cr = sk->cr;
	struct tone paper = tone_of(sk, rgb_hex(0xf2e4c8)), wax = tone_of(sk, rgb_hex(0xb02f3a));
	sleeve(sk, (struct pt){ 96, 420 }, 60);
	cairo_save(cr);
	cairo_translate(cr, 20, 370);
	cairo_rotate(cr, -0.12);
	cairo_rectangle(cr, -112, -70, 224, 148);
	draw_solid(sk, &paper, 16);
	const struct pt flap[] = { { -112, -70 }, { 112, -70 }, { 0, 26 } };
	path_straight(cr, flap, 3);
	draw_solid(sk, &paper, 10);
	path_ellipse(cr, 0, 20, 22, 22);
	draw_solid(sk, &wax, 7);
	path_ellipse(cr, 0, 20, 11, 11);
	set_rgb(cr, wax.shade, 0.9);
	cairo_set_line_width(cr, 3);
	cairo_stroke(cr);
	cairo_restore(cr);
	grip(sk, (struct pt){ 118, 404 }, 1);
}

static void
staff(struct sketch *sk)
{
	cairo_t *cr = sk->cr;
	struct tone wood = tone_of(sk, rgb_hex(0x6a4a34));
	struct rgb glow = rgb_mix(sk->light.rim, rgb_hex(0xa8f0ff), 0.5);
	const struct pt a[] = { { 226, -150 }, { 214, 60 }, { 222, 280 }, { 214, 540 } };
	const struct pt b[] = { { 248, -150 }, { 238, 60 }, { 244, 280 }, { 240, 540 } };
	draw_lock(sk, a, b, 4, &wood, 10);
	draw_glow(cr, (struct pt){ 236, -196 }, 190, 190, glow, 0.75);
	for (int s = -1; s <= 1; s += 2) {
		const struct pt arm[] = { { 236, -140 },
					  { 236 + s * 40, -176 },
					  { 236 + s * 34, -226 },
					  { 236 + s * 8, -250 } };
		draw_taper(cr, arm, 4, (const double[]){ 18, 4 }, wood.base, 1);
	}
	const struct pt stone[] = { { 236, -238 }, { 258, -200 }, { 236, -160 }, { 214, -200 } };
	path_straight(cr, stone, 4);
	fill_rgb(cr, rgb_mix(glow, rgb_hex(0xffffff), 0.4), 1);
	draw_glow(cr, (struct pt){ 236, -204 }, 34, 44, rgb_hex(0xffffff), 0.9);
}

void
props_behind(struct sketch *sk)
{
	if (plan_has(sk->plan->props, PROP_UMBRELLA))
		prop_umbrella(sk);
	if (plan_has(sk->plan->props, PROP_SWORD))
		sword(sk);
	if (plan_has(sk->plan->props, PROP_STAFF))
		staff(sk);
}

void
props_front(struct sketch *sk)
{
	static void (*const HELD[])(struct sketch *) = {
		[PROP_CUP] = cup,	[PROP_BOOK] = book,	  [PROP_LANTERN] = lantern,
		[PROP_SWORD] = NULL,	[PROP_BOUQUET] = bouquet, [PROP_GUITAR] = guitar,
		[PROP_LETTER] = letter,
	};
	unsigned props = sk->plan->props;
	if (plan_has(props, PROP_BIRD))
		prop_bird(sk);
	/* Hands can hold one thing: the first that is named here. */
	static const enum sketch_prop ORDER[] = { PROP_GUITAR, PROP_BOOK, PROP_CUP, PROP_BOUQUET,
						  PROP_LETTER };
	for (size_t i = 0; i < COUNT(ORDER); i++)
		if (plan_has(props, (int)ORDER[i])) {
			HELD[ORDER[i]](sk);
			break;
		}
	if (plan_has(props, PROP_LANTERN))
		lantern(sk);
	if (plan_has(props, PROP_CAT))
		prop_cat(sk);
	if (plan_has(props, PROP_UMBRELLA))
		prop_umbrella_handle(sk);
}
