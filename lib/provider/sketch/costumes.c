/*
 * Garments of other times and offices, each from the pieces of clothes.c.
 */
#include <math.h>

#include "lib/provider/sketch/paint.h"

enum { LOW = 760 };

void
costume_uniform(struct sketch *sk)
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
		clothes_buttons(sk, s, s < 0 ? 18 : 84, 300, 62, brass);
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
band_ribbon(struct sketch *sk, const struct pt *p, size_t n, double wide, const struct tone *t)
{
	draw_taper(sk->cr, p, n, (const double[]){ wide + 3, wide + 3 }, t->line, 0.8);
	draw_taper(sk->cr, p, n, (const double[]){ wide, wide }, t->base, 1);
	draw_taper(sk->cr, p, n, (const double[]){ wide * 0.24, wide * 0.24 }, t->light, 0.5);
}

/* Crossed collars. The wearer's left lies on top, also where the figure is mirrored. */
static void
wrapped(struct sketch *sk)
{
	double n = sk->plan->neck;
	struct tone under = clothes_linen(sk);
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
}

void
costume_kimono(struct sketch *sk)
{
	cairo_t *cr = sk->cr;
	wrapped(sk);
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

void
costume_robe(struct sketch *sk)
{
	wrapped(sk);
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

void
costume_armor(struct sketch *sk)
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

void
costume_cloak(struct sketch *sk)
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

void
costume_tunic(struct sketch *sk)
{
	double n = sk->plan->neck, w = sk->plan->shoulders;
	cairo_t *cr = sk->cr;
	struct tone shirt = clothes_linen(sk);
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
