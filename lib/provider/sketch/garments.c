/*
 * Garments of today, each from the pieces of clothes.c, and the choice among all.
 */
#include <math.h>

#include "lib/provider/sketch/paint.h"

enum { LOW = 760 };

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
coat(struct sketch *sk)
{
	double n = sk->plan->neck;
	if (sk->plan->presentation == LOOK_FEMININE || sk->plan->person % 2 == 0) {
		clothes_torso(sk, &sk->trim, &(struct neckline){ n * 1.04, 236, false });
		clothes_stand(sk, &sk->trim, 42);
	} else {
		struct tone shirt = clothes_linen(sk);
		clothes_torso(sk, &shirt, &(struct neckline){ n * 1.04, 290, true });
		clothes_collar(sk, &shirt, 10);
	}
	for (int s = 1; s >= -1; s -= 2) {
		clothes_panel(sk, s, &sk->cloth, s > 0 ? 26 : 8);
		clothes_lapel(sk, s, &sk->cloth, 86, 500);
	}
	clothes_buttons(sk, 1, 62, 500, 74, rgb_hex(0x5a4030));
}

static void
suit(struct sketch *sk)
{
	double n = sk->plan->neck;
	struct tone shirt = clothes_linen(sk);
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
apron(struct sketch *sk)
{
	double n = sk->plan->neck;
	struct tone shirt = clothes_linen(sk);
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
		costume_armor(sk);
		break;
	case CLOTHES_ROBE:
		costume_robe(sk);
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
		costume_uniform(sk);
		break;
	case CLOTHES_APRON:
		apron(sk);
		break;
	case CLOTHES_KIMONO:
		costume_kimono(sk);
		break;
	case CLOTHES_LEATHER:
		leather(sk);
		break;
	case CLOTHES_CLOAK:
		costume_cloak(sk);
		break;
	case CLOTHES_LABCOAT:
		labcoat(sk);
		break;
	case CLOTHES_TUNIC:
		costume_tunic(sk);
		break;
	case CLOTHES_HOODIE:
		hoodie(sk);
		break;
	}
}
