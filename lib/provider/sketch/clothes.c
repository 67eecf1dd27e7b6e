#include <math.h>

#include "lib/provider/sketch/paint.h"

enum { LOW = 760 }; /* below every picture's edge */

struct pt
body_at(const struct sketch *sk, int s, double x, double y)
{
	double t = sk->plan->body_turn, v = s * x;
	return (struct pt){ v * (v > 0 ? 1 - 0.17 * t : 1 + 0.03 * t) + 8 * t, y };
}

/* Long soft folds that fall from the shoulder and gather at the arm. */
static void
folds(struct sketch *sk, const struct tone *tone)
{
	double w = sk->plan->shoulders;
	cairo_t *cr = sk->cr;
	for (int s = -1; s <= 1; s += 2) {
		const struct pt arm[] = { body_at(sk, s, w * 0.72, 372),
					  body_at(sk, s, w * 0.78, 430),
					  body_at(sk, s, w * 0.74, 540),
					  body_at(sk, s, w * 0.76, LOW) };
		draw_ink(cr, arm, 4, 13, tone->shade, 0.6);
		draw_ink(cr, arm, 4, 3, tone->line, 0.75);
		int count = 2 + sk->plan->detail;
		for (int i = 0; i < count; i++) {
			double x = w * chance_in(sk, 0.2, 0.98), y = chance_in(sk, 300, 420);
			const struct pt fold[] = { body_at(sk, s, x, y),
						   body_at(sk, s, x * chance_in(sk, 0.92, 1.02),
							   y + 70),
						   body_at(sk, s, x * chance_in(sk, 0.86, 1.04),
							   y + chance_in(sk, 130, 240)) };
			bool bright = s * sk->side > 0 && i % 2 == 0;
			draw_ink(cr, fold, 3, chance_in(sk, 6, 15),
				 bright ? tone->light : tone->shade, bright ? 0.34 : 0.38);
		}
		const struct pt tuck[] = { body_at(sk, s, w * 0.7, 366),
					   body_at(sk, s, w * 0.58, 384),
					   body_at(sk, s, w * 0.42, 380) };
		draw_ink(cr, tuck, 3, 7, tone->shade, 0.5);
	}
	draw_glow(cr, body_at(sk, sk->side > 0 ? 1 : -1, w * 0.66, 292), w * 0.34, 46, tone->light,
		  sk->flat ? 0 : 0.5);
}

void
clothes_torso(struct sketch *sk, const struct tone *tone, const struct neckline *neck)
{
	cairo_t *cr = sk->cr;
	double w = sk->plan->shoulders, n = sk->plan->neck;
	double top = 236 - fmin(20, fmax(0, n * 1.9 - neck->wide) * 0.45);
	struct pt half[2][7];
	for (int k = 0; k < 2; k++) {
		int s = k == 0 ? -1 : 1;
		half[k][0] = body_at(sk, s, neck->wide, top);
		half[k][1] = body_at(sk, s, fmax(neck->wide + 14, n * 2.5), 252);
		half[k][2] = body_at(sk, s, w * 0.8, 276);
		half[k][3] = body_at(sk, s, w * 0.97, 318);
		half[k][4] = body_at(sk, s, w + 14, 400);
		half[k][5] = body_at(sk, s, w + 24, 540);
		half[k][6] = body_at(sk, s, w + 28, LOW);
	}
	cairo_new_path(cr);
	path_open(cr, half[0], 7);
	cairo_line_to(cr, half[1][6].x, half[1][6].y);
	struct pt back[7];
	for (int i = 0; i < 7; i++)
		back[i] = half[1][6 - i];
	for (int i = 0; i < 6; i++) {
		const struct pt *b = &back[i == 0 ? 0 : i - 1], *a = &back[i + 2 < 7 ? i + 2 : 6];
		cairo_curve_to(cr, back[i].x + (back[i + 1].x - b->x) / 6,
			       back[i].y + (back[i + 1].y - b->y) / 6,
			       back[i + 1].x - (a->x - back[i].x) / 6,
			       back[i + 1].y - (a->y - back[i].y) / 6, back[i + 1].x,
			       back[i + 1].y);
	}
	struct pt deep = body_at(sk, 1, 0, neck->deep);
	if (neck->pointed) {
		cairo_line_to(cr, deep.x, deep.y);
	} else {
		double r = neck->wide * 0.62;
		cairo_curve_to(cr, back[6].x - 4, deep.y - 12, deep.x + r, deep.y, deep.x, deep.y);
		cairo_curve_to(cr, deep.x - r, deep.y, half[0][0].x + 4, deep.y - 12, half[0][0].x,
			       half[0][0].y);
	}
	cairo_close_path(cr);
	cairo_path_t *shape = cairo_copy_path(cr);
	draw_solid(sk, tone, 34);
	cairo_save(cr);
	cairo_append_path(cr, shape);
	cairo_path_destroy(shape);
	cairo_clip(cr);
	folds(sk, tone);
	/* The head's shadow on the breast. */
	draw_glow(cr, (struct pt){ -sk->side * 30, 246 }, 120, 60, tone->shade,
		  sk->flat ? 0.3 : 0.7);
	cairo_restore(cr);
}

void
clothes_panel(struct sketch *sk, int s, const struct tone *tone, double gap)
{
	double w = sk->plan->shoulders, n = sk->plan->neck;
	cairo_t *cr = sk->cr;
	const struct pt outer[] = { body_at(sk, s, n * 1.1, 210),  body_at(sk, s, n * 2.4, 244),
				    body_at(sk, s, w * 0.82, 270), body_at(sk, s, w * 1.0, 314),
				    body_at(sk, s, w + 22, 400),   body_at(sk, s, w + 34, 540),
				    body_at(sk, s, w + 38, LOW) };
	const struct pt edge[] = { body_at(sk, s, gap * 0.5, LOW), body_at(sk, s, gap * 0.6, 520),
				   body_at(sk, s, gap, 420),
				   body_at(sk, s, n * 0.86 + gap * 0.3, 310),
				   body_at(sk, s, n * 1.0, 240) };
	cairo_new_path(cr);
	path_open(cr, outer, COUNT(outer));
	for (size_t i = 0; i < COUNT(edge); i++)
		cairo_line_to(cr, edge[i].x, edge[i].y);
	cairo_close_path(cr);
	cairo_path_t *shape = cairo_copy_path(cr);
	draw_solid(sk, tone, 26);
	cairo_save(cr);
	cairo_append_path(cr, shape);
	cairo_path_destroy(shape);
	cairo_clip(cr);
	folds(sk, tone);
	cairo_restore(cr);
}

void
clothes_lapel(struct sketch *sk, int s, const struct tone *tone, double wide, double low)
{
	double n = sk->plan->neck;
	cairo_t *cr = sk->cr;
	const struct pt collar[] = { body_at(sk, s, n * 0.98, 196), body_at(sk, s, n * 1.5, 222),
				     body_at(sk, s, n * 1.3 + wide * 0.9, 290),
				     body_at(sk, s, n * 1.1 + wide * 0.56, 304),
				     body_at(sk, s, n * 0.84, 256) };
	const struct pt lapel[] = { body_at(sk, s, n * 1.1 + wide * 0.62, 300),
				    body_at(sk, s, n * 1.1 + wide, 318),
				    body_at(sk, s, n * 0.8 + wide * 0.7, 380),
				    body_at(sk, s, 10, low),
				    body_at(sk, s, n * 0.6, 330),
				    body_at(sk, s, n * 0.86, 262) };
	path_straight(cr, lapel, COUNT(lapel));
	draw_solid(sk, tone, 10);
	path_straight(cr, collar, COUNT(collar));
	draw_solid(sk, tone, 8);
	if (sk->plan->detail > 1) {
		const struct pt stitch[] = { body_at(sk, s, n * 1.04 + wide * 0.86, 320),
					     body_at(sk, s, n * 0.76 + wide * 0.6, 378),
					     body_at(sk, s, 16, low - 10) };
		draw_ink(cr, stitch, 3, 1.8, tone->light, 0.6);
	}
}

void
clothes_collar(struct sketch *sk, const struct tone *tone, double long_)
{
	double n = sk->plan->neck;
	for (int s = -1; s <= 1; s += 2) {
		const struct pt flap[] = { body_at(sk, s, n * 0.98, 198),
					   body_at(sk, s, n * 1.34, 222),
					   body_at(sk, s, n * 1.1, 262 + long_),
					   body_at(sk, s, n * 0.7, 272 + long_ * 0.6),
					   body_at(sk, s, 4, 250) };
		path_straight(sk->cr, flap, COUNT(flap));
		draw_solid(sk, tone, 8);
	}
}

void
clothes_stand(struct sketch *sk, const struct tone *tone, double high)
{
	double n = sk->plan->neck, top = 226 - high;
	cairo_t *cr = sk->cr;
	const struct pt band[] = {
		body_at(sk, -1, n * 1.12, top + 6), body_at(sk, -1, n * 1.26, 226),
		body_at(sk, -1, n * 0.7, 250),	    body_at(sk, 1, 0, 258),
		body_at(sk, 1, n * 0.7, 250),	    body_at(sk, 1, n * 1.3, 226),
		body_at(sk, 1, n * 1.2, top + 6),   body_at(sk, 1, n * 0.66, top + 26),
		body_at(sk, 1, 0, top + 34),	    body_at(sk, -1, n * 0.66, top + 26)
	};
	path_closed(cr, band, COUNT(band));
	draw_solid(sk, tone, 12);
}

void
clothes_button(struct sketch *sk, struct pt at, double r, struct rgb c)
{
	struct tone t = tone_of(sk, c);
	path_ellipse(sk->cr, at.x, at.y, r, r);
	draw_solid(sk, &t, 3);
	path_ellipse(sk->cr, at.x + sk->side * r * 0.3, at.y - r * 0.3, r * 0.3, r * 0.3);
	fill_rgb(sk->cr, t.light, 0.8);
}

struct tone
clothes_linen(const struct sketch *sk)
{
	return tone_of(sk, rgb_mix(rgb_hex(0xefe6d6), sk->cloth_rgb, 0.06));
}

void
clothes_buttons(struct sketch *sk, int s, double x, double from, double step, struct rgb c)
{
	for (double y = from; y < 640; y += step)
		clothes_button(sk, body_at(sk, s, x, y), 6.5, c);
}

/* What of the garment stands behind neck and head. */
void
clothes_back(struct sketch *sk)
{
	double n = sk->plan->neck;
	const struct tone *c = &sk->cloth;
	struct tone deep = { c->shade, rgb_mix(c->base, c->shade, 0.5),
			     rgb_mix(c->shade, rgb_hex(0x120a1c), 0.4), c->line };
	cairo_t *cr = sk->cr;
	double wide = 0, top = 0;
	switch (sk->plan->clothes) {
	case CLOTHES_COAT:
	case CLOTHES_LEATHER:
		wide = n * 1.5;
		top = 150;
		break;
	case CLOTHES_HOODIE:
	case CLOTHES_CLOAK:
		wide = n * 2.5;
		top = 130;
		break;
	case CLOTHES_ARMOR:
	case CLOTHES_ROBE:
	case CLOTHES_SUIT:
	case CLOTHES_SWEATER:
	case CLOTHES_DRESS:
	case CLOTHES_UNIFORM:
	case CLOTHES_APRON:
	case CLOTHES_KIMONO:
	case CLOTHES_LABCOAT:
	case CLOTHES_TUNIC:
		return;
	}
	const struct pt hood[] = {
		body_at(sk, -1, wide * 1.2, 262),     body_at(sk, -1, wide, top + 44),
		body_at(sk, -1, wide * 0.6, top + 6), body_at(sk, 1, 0, top),
		body_at(sk, 1, wide * 0.6, top + 6),  body_at(sk, 1, wide, top + 44),
		body_at(sk, 1, wide * 1.2, 262),      body_at(sk, 1, 0, 300)
	};
	path_closed(cr, hood, COUNT(hood));
	draw_solid(sk, &deep, 16);
}
