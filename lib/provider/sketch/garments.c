/*
 * The fourteen garments, each from the pieces of clothes.c.
 */
#include <math.h>

#include "lib/provider/sketch/paint.h"

enum { LOW = 760 };

static struct tone
linen(const struct sketch *sk)
{
	return tone_of(sk, rgb_mix(rgb_hex(0xefe6d6), sk->cloth_rgb, 0.06));
}

static void
tie(struct sketch *sk, const struct tone *t)
{
	const struct pt knot[] = { body_at(sk, -1, 15, 246), body_at(sk, 1, 15, 246),
				   body_at(sk, 1, 10, 278), body_at(sk, -1, 10, 278) };
	const struct pt blade[] = { body_at(sk, -1, 9, 276),  body_at(sk, 1, 9, 276),
				    body_at(sk, 1, 25, 430),  body_at(sk, 1, 22, LOW),
				    body_at(sk, -1, 22, LOW), body_at(sk, -1, 23, 430) };
	path_straight(sk->cr, blade, COUNT(blade));
	draw_solid(sk, t, 9);
	path_straight(sk->cr, knot, COUNT(knot));
	draw_solid(sk, t, 5);
}

static void
buttons_down(struct sketch *sk, int s, double x, double from, double step, struct rgb c)
{
	for (double y = from; y < 640; y += step)
		clothes_button(sk, body_at(sk, s, x, y), 6.5, c);
}

static void
coat(struct sketch *sk)
{
	double n = sk->plan->neck;
	if (sk->plan->presentation == LOOK_FEMININE || sk->plan->person % 2 == 0) {
		clothes_torso(sk, &sk->trim, &(struct neckline){ n * 1.04, 236, false });
		clothes_stand(sk, &sk->trim, 42);
	} else {
		struct tone shirt = linen(sk);
		clothes_torso(sk, &shirt, &(struct neckline){ n * 1.04, 290, true });
		clothes_collar(sk, &shirt, 10);
	}
	for (int s = 1; s >= -1; s -= 2) {
		clothes_panel(sk, s, &sk->cloth, s > 0 ? 26 : 8);
		clothes_lapel(sk, s, &sk->cloth, 86, 500);
	}
	buttons_down(sk, 1, 62, 500, 74, rgb_hex(0x5a4030));
}

static void
suit(struct sketch *sk)
{
	double n = sk->plan->neck;
	struct tone shirt = linen(sk);
	bool open = sk->plan->presentation == LOOK_FEMININE;
	clothes_torso(sk, &shirt, &(struct neckline){ n * 1.04, open ? 312 : 262, true });
	if (!open)
		tie(sk, &sk->trim);
	clothes_collar(sk, &shirt, open ? 22 : 6);
	for (int s = 1; s >= -1; s -= 2) {
		clothes_panel(sk, s, &sk->cloth, 14);
		clothes_lapel(sk, s, &sk->cloth, 56, 540);
	}
	const struct pt fold[] = { body_at(sk, 1, 118, 430), body_at(sk, 1, 130, 404),
				   body_at(sk, 1, 144, 428), body_at(sk, 1, 158, 408),
				   body_at(sk, 1, 166, 432) };
	path_straight(sk->cr, fold, COUNT(fold));
	draw_solid(sk, &sk->trim, 4);
}

static void
labcoat(struct sketch *sk)
{
	double n = sk->plan->neck;
	struct tone white = tone_of(sk, rgb_hex(0xeceef0));
	clothes_torso(sk, &sk->cloth, &(struct neckline){ n * 1.04, 270, true });
	clothes_collar(sk, &sk->cloth, 8);
	for (int s = 1; s >= -1; s -= 2) {
		clothes_panel(sk, s, &white, 34);
		clothes_lapel(sk, s, &white, 60, 520);
	}
	const struct pt pocket[] = { body_at(sk, 1, 108, 440), body_at(sk, 1, 172, 434),
				     body_at(sk, 1, 174, 510), body_at(sk, 1, 110, 514) };
	path_straight(sk->cr, pocket, 4);
	draw_solid(sk, &white, 6);
	for (int i = 0; i < 2; i++) {
		const struct pt pen[] = { body_at(sk, 1, 124 + 17.0 * i, 414),
					  body_at(sk, 1, 125 + 17.0 * i, 456) };
		draw_taper(sk->cr, pen, 2, (const double[]){ 6, 6 },
			   i == 0 ? sk->accent : sk->trim.base, 1);
	}
}

static void
leather(struct sketch *sk)
{
	double n = sk->plan->neck;
	clothes_torso(sk, &sk->trim, &(struct neckline){ n * 1.2, 262, false });
	for (int s = 1; s >= -1; s -= 2) {
		clothes_panel(sk, s, &sk->cloth, s > 0 ? 44 : 18);
		clothes_lapel(sk, s, &sk->cloth, 74, 470);
		for (int i = 0; i < 2; i++)
			clothes_button(sk, body_at(sk, s, n * 1.1 + 60 - 16.0 * i, 322 + 26.0 * i),
				       4, rgb_hex(0xc8c8d0));
		const struct pt zip[] = { body_at(sk, s, s > 0 ? 22 : 10, 440),
					  body_at(sk, s, s > 0 ? 20 : 8, 560),
					  body_at(sk, s, 14, LOW) };
		draw_taper(sk->cr, zip, 3, (const double[]){ 5, 5 }, rgb_hex(0xb0b0bc), 0.85);
		/* Leather shines in short hard strokes. */
		for (int i = 0; i < 5; i++) {
			double x = sk->plan->shoulders * chance_in(sk, 0.45, 0.95),
			       y = chance_in(sk, 276, 360);
			const struct pt gleam[] = { body_at(sk, s, x, y),
						    body_at(sk, s, x + 14, y + 14),
						    body_at(sk, s, x + 20, y + 44) };
			draw_ink(sk->cr, gleam, 3, 5,
				 rgb_mix(sk->cloth.light, rgb_hex(0xffffff), 0.3),
				 s * sk->side > 0 ? 0.6 : 0.25);
		}
	}
}

static void
sweater(struct sketch *sk)
{
	double n = sk->plan->neck;
	cairo_t *cr = sk->cr;
	clothes_torso(sk, &sk->cloth, &(struct neckline){ n * 1.1, 250, false });
	bool high = sk->plan->person % 3 != 0;
	clothes_stand(sk, &sk->cloth, high ? 66 : 30);
	for (int i = -6; i <= 6; i++) {
		double x = n * 1.05 * i / 6.5, dip = 28 - 20 * fabs(i / 6.5);
		const struct pt rib[] = { body_at(sk, 1, x, 228 - (high ? 60 : 24) + dip),
					  body_at(sk, 1, x * 1.06, 226 + dip) };
		draw_ink(cr, rib, 2, 3.4, sk->cloth.shade, 0.6);
	}
	if (sk->plan->detail == 0)
		return;
	/* Cables: rows of small crossing stitches. */
	double w = sk->plan->shoulders;
	for (int c = -2; c <= 2; c++)
		for (double y = 300; y < 700; y += 26) {
			double x = c * w * 0.3;
			const struct pt l[] = { body_at(sk, 1, x - 9, y), body_at(sk, 1, x, y + 9),
						body_at(sk, 1, x - 2, y + 22) };
			const struct pt r[] = { body_at(sk, 1, x + 9, y),
						body_at(sk, 1, x + 1, y + 9),
						body_at(sk, 1, x + 2, y + 22) };
			draw_ink(cr, l, 3, 5, sk->cloth.shade, 0.42);
			draw_ink(cr, r, 3, 4, sk->cloth.light, 0.36);
		}
}

static void
dress(struct sketch *sk)
{
	double n = sk->plan->neck, w = sk->plan->shoulders;
	cairo_t *cr = sk->cr;
	clothes_torso(sk, &sk->cloth, &(struct neckline){ n * 1.95, 306, false });
	struct pt rim[] = { body_at(sk, -1, n * 1.93, 236), body_at(sk, -1, n * 1.6, 272),
			    body_at(sk, -1, n * 0.9, 299),  body_at(sk, 1, 0, 306),
			    body_at(sk, 1, n * 0.9, 299),   body_at(sk, 1, n * 1.6, 272),
			    body_at(sk, 1, n * 1.93, 236) };
	draw_taper(cr, rim, COUNT(rim), (const double[]){ 11, 11 }, sk->trim.base, 0.95);
	for (size_t i = 0; i + 1 < COUNT(rim); i++)
		for (int k = 0; k < 3; k++) {
			struct pt at = pt_mix(rim[i], rim[i + 1], (k + 0.5) / 3);
			path_ellipse(cr, at.x, at.y + 6, 4.2, 4.2);
			fill_rgb(cr, sk->trim.light, 0.9);
		}
	for (int s = -1; s <= 1; s += 2) {
		const struct pt puff[] = {
			body_at(sk, s, w * 0.76, 262), body_at(sk, s, w * 1.02, 286),
			body_at(sk, s, w * 1.13, 352), body_at(sk, s, w * 1.1, 420),
			body_at(sk, s, w * 0.8, 428),  body_at(sk, s, w * 0.68, 360)
		};
		path_closed(cr, puff, COUNT(puff));
		draw_solid(sk, &sk->cloth, 20);
		for (int i = 0; i < 5; i++) {
			double f = i / 4.0;
			const struct pt pleat[] = { body_at(sk, s, w * (0.78 + 0.06 * f),
							    276 + 8 * f),
						    body_at(sk, s, w * (0.78 + 0.26 * f), 340),
						    body_at(sk, s, w * (0.82 + 0.24 * f), 416) };
			draw_ink(cr, pleat, 3, 7, i % 2 == 0 ? sk->cloth.shade : sk->cloth.light,
				 0.5);
		}
	}
	for (int i = -3; i <= 3; i++) {
		const struct pt pleat[] = { body_at(sk, 1, i * 20.0, 330 - 3.0 * i * i),
					    body_at(sk, 1, i * 22.0, 450),
					    body_at(sk, 1, i * 17.0, 640) };
		draw_ink(cr, pleat, 3, 9, i % 2 == 0 ? sk->cloth.shade : sk->cloth.light, 0.38);
	}
}

static void
uniform(struct sketch *sk)
{
	double n = sk->plan->neck, w = sk->plan->shoulders;
	cairo_t *cr = sk->cr;
	struct rgb brass = rgb_hex(0xd6a94c);
	struct tone gold = tone_of(sk, brass);
	clothes_torso(sk, &sk->cloth, &(struct neckline){ n * 1.1, 250, false });
	clothes_stand(sk, &sk->cloth, 54);
	const struct pt piping[] = { body_at(sk, -1, n * 1.12, 180), body_at(sk, -1, n * 0.62, 198),
				     body_at(sk, 1, 0, 207), body_at(sk, 1, n * 0.62, 198),
				     body_at(sk, 1, n * 1.18, 180) };
	draw_taper(cr, piping, 5, (const double[]){ 4, 4 }, brass, 1);
	const struct pt front[] = { body_at(sk, -1, 34, 256), body_at(sk, -1, 40, 400),
				    body_at(sk, -1, 38, LOW) };
	draw_ink(cr, front, 3, 4, sk->cloth.line, 0.8);
	for (int s = -1; s <= 1; s += 2) {
		buttons_down(sk, s, s < 0 ? 18 : 84, 300, 62, brass);
		const struct pt board[] = { body_at(sk, s, w * 0.5, 248),
					    body_at(sk, s, w * 0.98, 288),
					    body_at(sk, s, w * 0.9, 320),
					    body_at(sk, s, w * 0.44, 276) };
		path_straight(cr, board, 4);
		draw_solid(sk, &sk->trim, 6);
		for (int i = 0; i < 8; i++) {
			double f = i / 7.0;
			struct pt at = pt_mix(body_at(sk, s, w * 1.0, 290),
					      body_at(sk, s, w * 0.9, 322), f);
			draw_taper(cr, (struct pt[]){ at, { at.x + s * 5, at.y + 26 } }, 2,
				   (const double[]){ 4, 3 }, gold.base, 1);
		}
		clothes_button(sk, body_at(sk, s, w * 0.54, 266), 6, brass);
	}
	for (int i = 0; i < 2; i++) {
		const struct pt cord[] = { body_at(sk, -1, w * 0.8, 304),
					   body_at(sk, -1, w * 0.72, 400 + 24.0 * i),
					   body_at(sk, -1, w * 0.36, 404 + 26.0 * i),
					   body_at(sk, -1, 22, 320) };
		draw_taper(cr, cord, 4, (const double[]){ 5, 5 }, gold.shade, 0.9);
		draw_taper(cr, cord, 4, (const double[]){ 3, 3 }, gold.light, 0.95);
	}
}

static void
apron(struct sketch *sk)
{
	double n = sk->plan->neck;
	struct tone shirt = linen(sk);
	cairo_t *cr = sk->cr;
	clothes_torso(sk, &shirt, &(struct neckline){ n * 1.1, 292, true });
	clothes_collar(sk, &shirt, 16);
	for (int s = -1; s <= 1; s += 2) {
		const struct pt strap[] = { body_at(sk, s, n * 1.75, 236),
					    body_at(sk, s, n * 1.86, 290),
					    body_at(sk, s, n * 1.6, 350) };
		draw_taper(cr, strap, 3, (const double[]){ 27, 27 }, sk->cloth.line, 0.8);
		draw_taper(cr, strap, 3, (const double[]){ 24, 24 }, sk->cloth.base, 1);
	}
	const struct pt bib[] = { body_at(sk, -1, n * 1.8, 330), body_at(sk, 1, n * 1.8, 330),
				  body_at(sk, 1, n * 2.2, 480),	 body_at(sk, 1, n * 3.4, LOW),
				  body_at(sk, -1, n * 3.4, LOW), body_at(sk, -1, n * 2.2, 480) };
	path_straight(cr, bib, COUNT(bib));
	draw_solid(sk, &sk->cloth, 22);
	const struct pt hem[] = { body_at(sk, -1, n * 1.78, 344), body_at(sk, 1, n * 1.78, 344) };
	draw_ink(cr, hem, 2, 3, sk->cloth.light, 0.8);
	const struct pt pocket[] = { body_at(sk, -1, n * 0.9, 420), body_at(sk, 1, n * 0.9, 420),
				     body_at(sk, 1, n * 0.9, 600), body_at(sk, -1, n * 0.9, 600) };
	path_straight(cr, pocket, 4);
	draw_solid(sk, &sk->cloth, 8);
	for (int s = -1; s <= 1; s += 2)
		clothes_button(sk, body_at(sk, s, n * 1.6, 350), 7, rgb_hex(0xc9a15a));
}

static void
band_ribbon(struct sketch *sk, const struct pt *p, size_t n, double wide, const struct tone *t)
{
	draw_taper(sk->cr, p, n, (const double[]){ wide + 3, wide + 3 }, t->line, 0.8);
	draw_taper(sk->cr, p, n, (const double[]){ wide, wide }, t->base, 1);
	draw_taper(sk->cr, p, n, (const double[]){ wide * 0.24, wide * 0.24 }, t->light, 0.5);
}

/* Crossed collars. The wearer's left lies on top, also where the figure is mirrored. */
static void
wrapped(struct sketch *sk, bool sash)
{
	double n = sk->plan->neck;
	struct tone under = linen(sk);
	cairo_t *cr = sk->cr;
	clothes_torso(sk, &sk->cloth, &(struct neckline){ n * 1.12, 340, true });
	int top = sk->plan->flip ? -1 : 1;
	for (int k = 0; k < 2; k++) {
		int s = k == 0 ? -top : top;
		if (k == 1) {
			/* The upper panel hides where the lower collar runs on. */
			const struct pt panel[] = {
				body_at(sk, s, n * 0.9, 268),  body_at(sk, s, n * 0.62, 310),
				body_at(sk, s, -n * 0.3, 400), body_at(sk, s, -n * 1.3, 520),
				body_at(sk, s, -n * 1.6, LOW), body_at(sk, s, n * 2.4, LOW),
				body_at(sk, s, n * 1.9, 330)
			};
			path_straight(cr, panel, COUNT(panel));
			draw_mass(sk, &sk->cloth, 20);
			cairo_new_path(cr);
		}
		for (int layer = 0; layer < 2; layer++) {
			double in = layer == 0 ? -13 : 9;
			const struct tone *t = layer == 0 ? &under : &sk->trim;
			const struct pt band[] = { body_at(sk, s, n * 1.1 + in * 0.4, 204),
						   body_at(sk, s, n * 1.12 + in, 244),
						   body_at(sk, s, n * 0.62 + in, 310),
						   body_at(sk, s, -n * 0.3 + in, 400),
						   body_at(sk, s, -n * 1.3 + in, 520) };
			band_ribbon(sk, band, COUNT(band), 23, t);
		}
	}
	if (!sash)
		return;
	double w = sk->plan->shoulders * 0.78;
	const struct pt obi[] = { body_at(sk, -1, w, 520), body_at(sk, 1, w, 520),
				  body_at(sk, 1, w, LOW), body_at(sk, -1, w, LOW) };
	path_straight(cr, obi, 4);
	draw_solid(sk, &sk->trim, 18);
	for (int i = 0; i < 9; i++) {
		struct pt at = body_at(sk, i % 2 == 0 ? -1 : 1,
				       sk->plan->shoulders * chance_in(sk, 0.45, 1.0),
				       chance_in(sk, 310, 500));
		for (int k = 0; k < 5; k++) {
			double a = k * 1.2566 + i;
			path_ellipse(cr, at.x + cos(a) * 9, at.y + sin(a) * 9, 7, 7);
			fill_rgb(cr, sk->cloth.light, 0.5);
		}
		path_ellipse(cr, at.x, at.y, 4.5, 4.5);
		fill_rgb(cr, sk->trim.base, 0.8);
	}
}

static void
robe(struct sketch *sk)
{
	wrapped(sk, false);
	double w = sk->plan->shoulders;
	for (int s = -1; s <= 1; s += 2) {
		/* A mantle over the shoulders with a bright hem. */
		const struct pt mantle[] = { body_at(sk, s, sk->plan->neck * 1.3, 226),
					     body_at(sk, s, w * 0.8, 262),
					     body_at(sk, s, w * 1.1, 330),
					     body_at(sk, s, w * 1.12, 420),
					     body_at(sk, s, w * 0.74, 400),
					     body_at(sk, s, sk->plan->neck * 1.5, 330) };
		path_closed(sk->cr, mantle, COUNT(mantle));
		draw_solid(sk, &sk->cloth, 18);
		const struct pt hem[] = { body_at(sk, s, w * 1.12, 416),
					  body_at(sk, s, w * 0.76, 398),
					  body_at(sk, s, sk->plan->neck * 1.5, 328),
					  body_at(sk, s, sk->plan->neck * 1.3, 236) };
		draw_taper(sk->cr, hem, 4, (const double[]){ 9, 7 }, sk->trim.base, 0.95);
	}
}

static void
armor(struct sketch *sk)
{
	double n = sk->plan->neck, w = sk->plan->shoulders;
	cairo_t *cr = sk->cr;
	struct tone steel = tone_of(sk, rgb_mix(sk->cloth_rgb, rgb_hex(0xaab2c2), 0.62));
	struct tone under = tone_of(sk, rgb_mix(sk->cloth_rgb, rgb_hex(0x3a3040), 0.4));
	struct rgb gleam = rgb_mix(steel.light, rgb_hex(0xffffff), 0.55);
	clothes_torso(sk, &under, &(struct neckline){ n * 1.1, 240, false });
	const struct pt plate[] = { body_at(sk, -1, n * 1.5, 262), body_at(sk, 1, 0, 286),
				    body_at(sk, 1, n * 1.5, 262),  body_at(sk, 1, w * 0.7, 330),
				    body_at(sk, 1, w * 0.74, 460), body_at(sk, 1, w * 0.6, LOW),
				    body_at(sk, -1, w * 0.6, LOW), body_at(sk, -1, w * 0.74, 460),
				    body_at(sk, -1, w * 0.7, 330) };
	path_closed(cr, plate, COUNT(plate));
	draw_solid(sk, &steel, 34);
	const struct pt ridge[] = { body_at(sk, 1, 0, 290), body_at(sk, 1, 3, 420),
				    body_at(sk, 1, 0, LOW) };
	draw_ink(cr, ridge, 3, 12, steel.shade, 0.6);
	const struct pt edge[] = { body_at(sk, sk->side > 0 ? 1 : -1, 8, 296),
				   body_at(sk, sk->side > 0 ? 1 : -1, 12, 420),
				   body_at(sk, sk->side > 0 ? 1 : -1, 8, 600) };
	draw_ink(cr, edge, 3, 6, gleam, 0.8);
	clothes_stand(sk, &steel, 48);
	const struct pt rim[] = { body_at(sk, -1, n * 1.1, 186), body_at(sk, -1, n * 0.64, 206),
				  body_at(sk, 1, 0, 214), body_at(sk, 1, n * 0.64, 206),
				  body_at(sk, 1, n * 1.16, 186) };
	draw_taper(cr, rim, 5, (const double[]){ 6, 6 }, sk->trim.base, 1);
	for (int s = -1; s <= 1; s += 2)
		for (int i = 2; i >= 0; i--) {
			double y = 252 + 46.0 * i, out = w * (1.08 - 0.02 * i);
			const struct pt guard[] = { body_at(sk, s, w * 0.46 + 10.0 * i, y + 4),
						    body_at(sk, s, w * 0.76, y - 6 + 6.0 * i),
						    body_at(sk, s, out, y + 36),
						    body_at(sk, s, out + 14, y + 94),
						    body_at(sk, s, w * 0.84, y + 84),
						    body_at(sk, s, w * 0.5 + 8.0 * i, y + 56) };
			path_closed(cr, guard, COUNT(guard));
			draw_solid(sk, &steel, 20);
			const struct pt shine[] = { body_at(sk, s, w * 0.6, y + 16),
						    body_at(sk, s, w * 0.86, y + 22),
						    body_at(sk, s, out - 4, y + 56) };
			draw_ink(cr, shine, 3, 7, gleam, s * sk->side > 0 ? 0.75 : 0.3);
			clothes_button(sk, body_at(sk, s, w * 0.62, y + 52), 5, rgb_hex(0xcaa860));
		}
}

static void
cloak(struct sketch *sk)
{
	double n = sk->plan->neck, w = sk->plan->shoulders;
	cairo_t *cr = sk->cr;
	clothes_torso(sk, &sk->trim, &(struct neckline){ n * 1.1, 256, false });
	for (int s = 1; s >= -1; s -= 2) {
		clothes_panel(sk, s, &sk->cloth, 66);
		for (int i = 0; i < 5; i++) {
			const struct pt drape[] = { body_at(sk, s, n * (1.2 + 0.3 * i),
							    240 + 6.0 * i),
						    body_at(sk, s, w * (0.36 + 0.13 * i), 400),
						    body_at(sk, s, w * (0.3 + 0.18 * i), LOW) };
			draw_ink(cr, drape, 3, 16, i % 2 == 0 ? sk->cloth.shade : sk->cloth.light,
				 i % 2 == 0 ? 0.5 : 0.3);
		}
	}
	/* The hood lies around the neck. */
	for (int s = 1; s >= -1; s -= 2) {
		const struct pt a[] = { body_at(sk, s, n * 1.5, 172), body_at(sk, s, n * 2.3, 214),
					body_at(sk, s, n * 1.9, 280), body_at(sk, s, 2, 338) };
		const struct pt b[] = { body_at(sk, s, n * 1.05, 190), body_at(sk, s, n * 1.1, 226),
					body_at(sk, s, n * 0.8, 262), body_at(sk, s, -2, 296) };
		draw_lock(sk, a, b, 4, &sk->cloth, 12);
	}
	clothes_button(sk, body_at(sk, 1, 0, 312), 19, rgb_hex(0xd6a94c));
	clothes_button(sk, body_at(sk, 1, 0, 312), 9, sk->accent);
}

static void
tunic(struct sketch *sk)
{
	double n = sk->plan->neck, w = sk->plan->shoulders;
	cairo_t *cr = sk->cr;
	struct tone shirt = linen(sk);
	clothes_torso(sk, &shirt, &(struct neckline){ n * 1.2, 262, false });
	clothes_torso(sk, &sk->cloth, &(struct neckline){ n * 1.5, 396, true });
	for (int s = -1; s <= 1; s += 2) {
		const struct pt trim[] = { body_at(sk, s, n * 1.52, 222),
					   body_at(sk, s, n * 0.86, 300), body_at(sk, s, 2, 398) };
		band_ribbon(sk, trim, 3, 17, &sk->trim);
	}
	for (int i = 0; i < 3; i++)
		for (int s = -1; s <= 1; s += 2) {
			double y = 296 + 28.0 * i, x = n * 0.72 - 15.0 * i;
			const struct pt lace[] = { body_at(sk, s, x, y),
						   body_at(sk, -s, x - 11, y + 26) };
			draw_ink(cr, lace, 2, 5, rgb_hex(0x5a3c28), 0.95);
		}
	const struct pt strap[] = { body_at(sk, -1, w * 0.62, 262), body_at(sk, -1, w * 0.2, 430),
				    body_at(sk, 1, w * 0.36, 640), body_at(sk, 1, w * 0.5, LOW) };
	struct tone hide = tone_of(sk, rgb_hex(0x6a4630));
	band_ribbon(sk, strap, 4, 30, &hide);
	clothes_button(sk, body_at(sk, -1, w * 0.2, 430), 12, rgb_hex(0xcaa860));
}

static void
hoodie(struct sketch *sk)
{
	double n = sk->plan->neck;
	cairo_t *cr = sk->cr;
	clothes_torso(sk, &sk->trim, &(struct neckline){ n * 1.15, 258, false });
	clothes_torso(sk, &sk->cloth, &(struct neckline){ n * 1.5, 300, false });
	for (int s = 1; s >= -1; s -= 2) {
		const struct pt a[] = { body_at(sk, s, n * 1.6, 158), body_at(sk, s, n * 2.4, 210),
					body_at(sk, s, n * 2.0, 282), body_at(sk, s, -4, 330) };
		const struct pt b[] = { body_at(sk, s, n * 1.15, 176), body_at(sk, s, n * 1.3, 226),
					body_at(sk, s, n * 0.9, 268), body_at(sk, s, 0, 292) };
		draw_lock(sk, a, b, 4, &sk->cloth, 8);
		const struct pt cord[] = { body_at(sk, s, 22, 316), body_at(sk, s, 29, 380),
					   body_at(sk, s, 24, 444 + 10.0 * s) };
		draw_taper(cr, cord, 3, (const double[]){ 6, 6 }, sk->trim.light, 1);
		draw_taper(cr, (struct pt[]){ cord[2], { cord[2].x, cord[2].y + 18 } }, 2,
			   (const double[]){ 8, 8 }, sk->trim.shade, 1);
	}
	const struct pt pocket[] = { body_at(sk, -1, 96, 620), body_at(sk, -1, 76, 560),
				     body_at(sk, 1, 76, 560), body_at(sk, 1, 96, 620) };
	draw_ink(cr, pocket, 4, 4, sk->cloth.line, 0.8);
}

void
clothes_paint(struct sketch *sk)
{
	switch (sk->plan->clothes) {
	case CLOTHES_COAT:
		coat(sk);
		break;
	case CLOTHES_ARMOR:
		armor(sk);
		break;
	case CLOTHES_ROBE:
		robe(sk);
		break;
	case CLOTHES_SUIT:
		suit(sk);
		break;
	case CLOTHES_SWEATER:
		sweater(sk);
		break;
	case CLOTHES_DRESS:
		dress(sk);
		break;
	case CLOTHES_UNIFORM:
		uniform(sk);
		break;
	case CLOTHES_APRON:
		apron(sk);
		break;
	case CLOTHES_KIMONO:
		wrapped(sk, true);
		break;
	case CLOTHES_LEATHER:
		leather(sk);
		break;
	case CLOTHES_CLOAK:
		cloak(sk);
		break;
	case CLOTHES_LABCOAT:
		labcoat(sk);
		break;
	case CLOTHES_TUNIC:
		tunic(sk);
		break;
	case CLOTHES_HOODIE:
		hoodie(sk);
		break;
	}
}
