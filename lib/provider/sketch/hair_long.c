#include <math.h>

#include "lib/provider/sketch/paint.h"

enum { EDGE = 10 };

static double
wave_at(double y, double wave, double phase)
{
	return y < -20 ? 0 : wave * sin((y + 20) / 34 + phase) * fmin(1, (y + 20) / 80);
}

/* Half of parted hair, from the parting past the ear down to `length`; side 1 is the far one. */
static void
parted_half(struct sketch *sk, int side, double length, double wave)
{
	const struct head *h = &sk->plan->head;
	double part = -14 + (double)(sk->plan->person % 5) * 5; /* degrees from the crown */
	double t = h->turn, w = h->wide, bulk = 17;
	double far = side > 0 ? 1 : 0;
	double edge_x = side > 0 ? 108 - 2 * t : 117 + 4 * t;
	double inner_x = side > 0 ? 95 - 4 * t : 84 - 16 * t;
	double spread = (length > 200 ? 20 : 6) + 4 * (1 - far);
	double phase = chance_in(sk, 0, 3);
	struct pt a[EDGE], b[EDGE];
	a[0] = head_skull(h, part - side * 4, bulk - 8);
	a[1] = head_skull(h, part + side * 30, bulk + 2);
	a[2] = head_skull(h, side * 62, bulk);
	a[3] = head_skull(h, side * 92, bulk - 2);
	b[0] = head_at(h, part * 1.3, -112, 0);
	b[1] = head_at(h, part * 1.3 + side * 34, -100 + 6 * far, 5);
	b[2] = head_at(h, side * 82, -66, 4);
	b[3] = head_at(h, side * 97, -22, 2);
	for (int i = 4; i < EDGE; i++) {
		double f = (i - 3) / (double)(EDGE - 4), y = -42 + (length + 42) * f;
		double flare = spread * f * (length > 200 ? 1 : 1 - f);
		a[i] = (struct pt){ side * (edge_x * w + bulk + flare) + wave_at(y, wave, phase),
				    y };
		b[i] = (struct pt){ side * (inner_x * w - (length > 200 ? 10 * f : 4 * f * side)) +
					    wave_at(y, wave, phase + 0.5),
				    y - 8 * (1 - f) };
	}
	if (length > 200) {
		/* Ends of several lengths. */
		for (int i = 0; i < 3; i++) {
			double f = 0.28 + 0.22 * i;
			struct pt root = pt_mix(a[EDGE - 4], b[EDGE - 4], f),
				  end = pt_mix(a[EDGE - 1], b[EDGE - 1], f);
			const struct tuft tip = { root,
						  { end.x + chance_in(sk, -14, 14),
						    end.y + chance_in(sk, 4, 44) -
							    26 * fabs(f - 0.5) },
						  44,
						  side * 8 };
			hair_tuft(sk, &tip, &sk->hair, 6);
		}
		b[EDGE - 1] = pt_mix(a[EDGE - 1], b[EDGE - 1], 0.3);
	} else {
		a[EDGE - 1].x -= side * 20;
		b[EDGE - 1].x -= side * 8;
		b[EDGE - 1].y += 4;
	}
	draw_lock(sk, a, b, EDGE, &sk->hair, length > 200 ? 34 : 26);
}

static void
fringe(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	double lean = chance_in(sk, -6, 6);
	static const int ORDER[] = { 0, 6, 1, 5, 2, 4, 3 };
	for (size_t k = 0; k < COUNT(ORDER); k++) {
		double x = -72 + 24.0 * ORDER[k];
		const struct tuft t = { head_skull(h, x * 0.5, 6),
					head_at(h, x + lean,
						-44 + 10 * fabs(x) / 72 + chance_in(sk, -4, 4), 8),
					44, 3 };
		hair_tuft(sk, &t, &sk->hair, 9);
	}
}

static void
crown_light(struct sketch *sk)
{
	if (sk->flat || sk->plan->style == STYLE_INK)
		return;
	draw_glow(sk->cr, head_skull(&sk->plan->head, sk->side * 40, -10), 46, 30, sk->hair.light,
		  0.45);
	draw_glow(sk->cr, head_skull(&sk->plan->head, sk->side * -30, -16), 40, 16, sk->hair.light,
		  0.22);
}

void
hair_parted(struct sketch *sk, double length, double wave)
{
	parted_half(sk, 1, length * (length > 200 ? 0.9 : 1), wave);
	parted_half(sk, -1, length, wave);
	if (sk->plan->person / 5 % 3 == 0)
		fringe(sk);
	crown_light(sk);
}

void
hair_back_mass(struct sketch *sk, double length, double wave)
{
	const struct head *h = &sk->plan->head;
	double grow = 15, flare = length > 200 ? 34 : 10, phase = chance_in(sk, 0, 3);
	struct pt a[EDGE], b[EDGE];
	for (int i = 0; i < EDGE; i++) {
		double f = i / (double)(EDGE - 1), y = -60 + (length + 60) * f;
		double x = (104 + grow) * h->wide + flare * sin(f * 2.2);
		if (length > 200 && f > 0.8)
			x -= 40 * (f - 0.8) / 0.2;
		a[i] = (struct pt){ -x - 4 * h->turn + wave_at(y, wave, phase), y };
		b[i] = (struct pt){ x - 4 - 10 * h->turn + wave_at(y, wave, phase + 1), y };
	}
	a[0] = head_skull(h, -60, grow);
	b[0] = head_skull(h, 60, grow);
	struct tone deep = { sk->hair.shade, rgb_mix(sk->hair.base, sk->hair.shade, 0.4),
			     rgb_mix(sk->hair.shade, rgb_hex(0x100818), 0.4), sk->hair.line };
	struct pt ring[2 * EDGE + 1];
	size_t n = 0;
	ring[n++] = head_skull(h, 0, grow);
	for (int i = 0; i < EDGE; i++)
		ring[n++] = b[i];
	for (int i = EDGE; i-- > 0;)
		ring[n++] = a[i];
	path_closed(sk->cr, ring, n);
	draw_solid(sk, &deep, 20);
	draw_strands(sk, a, b, EDGE, &deep, 26);
}

void
hair_braid(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	cairo_t *cr = sk->cr;
	double out = chance_in(sk, -6, 10);
	struct pt path[] = { { -92 * h->wide, 40 }, { -106 - out, 106 }, { -112 - out, 190 },
			     { -98, 280 },	    { -92, 370 },	 { -98, 450 } };
	enum { KNOTS = 15 };
	for (int i = KNOTS; i-- > 0;) {
		double f = i / (double)KNOTS * (COUNT(path) - 1.01);
		size_t k = (size_t)f;
		struct pt at = pt_mix(path[k], path[k + 1], f - (double)k);
		double size = 31 - 0.8 * i;
		for (int s = -1; s <= 1; s += 2) {
			const struct pt knot[] = { { at.x + s * 3, at.y + size * 0.9 },
						   { at.x + s * size * 0.86, at.y + size * 0.36 },
						   { at.x + s * size * 1.02, at.y - size * 0.42 },
						   { at.x + s * size * 0.24, at.y - size * 0.5 } };
			path_closed(cr, knot, 4);
			draw_solid(sk, &sk->hair, 7);
			for (int q = 0; q < 2; q++)
				draw_ink(cr,
					 (struct pt[]){ knot[2 - q],
							pt_mix(knot[1], at, 0.3 + 0.25 * q),
							knot[0] },
					 3, 2.4, q == 0 ? sk->hair.light : sk->hair.shade, 0.5);
		}
	}
	struct pt end = path[5];
	const struct tuft tail = { { end.x, end.y - 8 }, { end.x - 4, end.y + 64 }, 26, 4 };
	hair_tuft(sk, &tail, &sk->hair, 7);
	path_ellipse(cr, end.x, end.y - 4, 13, 9);
	draw_solid(sk, &sk->trim, 4);
}

static void
curl(struct sketch *sk, struct pt at, double r)
{
	struct pt p[6];
	double from = chance_in(sk, 0, 6.28), turn = chance_of(sk, 0.5) ? 1 : -1;
	for (int i = 0; i < 6; i++) {
		double a = from + turn * i * 0.85, q = r * (1 - 0.11 * i);
		p[i] = (struct pt){ at.x + cos(a) * q, at.y + sin(a) * q };
	}
	bool bright = chance_of(sk, 0.42);
	draw_ink(sk->cr, p, 6, r * 0.36, bright ? sk->hair.light : sk->hair.shade,
		 bright ? 0.5 : 0.62);
}

static void
curl_cloud(struct sketch *sk, double grow, double bottom, const struct tone *tone)
{
	const struct head *h = &sk->plan->head;
	enum { BUMPS = 34 };
	struct pt p[BUMPS];
	double low = bottom + 42;
	for (int i = 0; i < BUMPS; i++) {
		double a = 2 * M_PI * i / BUMPS,
		       bump = (i % 2 == 0 ? 7 : -7) + chance_in(sk, -4, 4);
		double rx = 105 * h->wide + grow + bump, up = 109 + grow * 0.8 + bump;
		p[i] = (struct pt){ -5 * h->turn + sin(a) * rx,
				    -42 - cos(a) * (cos(a) > 0 ? up : low + bump) };
	}
	path_closed(sk->cr, p, BUMPS);
	draw_solid(sk, tone, 26);
}

void
hair_curly_back(struct sketch *sk)
{
	bool full = sk->plan->presentation != LOOK_MASCULINE;
	curl_cloud(sk, full ? 52 : 24, full ? 128 : 30, &sk->hair);
	int count = 60 + 24 * sk->plan->detail;
	for (int i = 0; i < count; i++) {
		double a = chance_in(sk, -140, 140);
		struct pt at = head_skull(&sk->plan->head, a, chance_in(sk, 0, full ? 42 : 14));
		if (at.y > -40 && full)
			at.y += (at.y + 40) * 0.35;
		curl(sk, at, chance_in(sk, 9, 17));
	}
}

void
hair_curly(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	struct pt outer[HAIRLINE], inner[HAIRLINE];
	hair_cap_edges(sk, 20, outer, inner);
	struct pt ring[4 * HAIRLINE];
	size_t n = 0;
	for (size_t i = 0; i < HAIRLINE; i++)
		ring[n++] = outer[i];
	for (size_t i = HAIRLINE - 1; i-- > 0;) {
		struct pt mid = pt_mix(inner[i], inner[i + 1], 0.5);
		ring[n++] = (struct pt){ inner[i + 1].x, inner[i + 1].y + 5 };
		ring[n++] = (struct pt){ mid.x, mid.y - 8 };
	}
	ring[n++] = inner[0];
	path_closed(sk->cr, ring, n);
	draw_mass(sk, &sk->hair, 22);
	cairo_new_path(sk->cr);
	int count = 60 + 24 * sk->plan->detail;
	for (int i = 0; i < count; i++) {
		double f = chance_in(sk, 0, HAIRLINE - 1.01);
		size_t k = (size_t)f;
		struct pt at = pt_mix(pt_mix(inner[k], inner[k + 1], f - (double)k),
				      pt_mix(outer[k], outer[k + 1], f - (double)k),
				      chance_in(sk, 0.04, 0.95));
		curl(sk, at, chance_in(sk, 9, 17));
	}
	/* Ringlets in front of the hairline. */
	for (int i = 0; i < 26; i++) {
		double x = -86 + 86.0 / 6 * (i % 13), up = i < 13 ? 12 : 0;
		struct pt at = head_at(h, x + chance_in(sk, -6, 6),
				       -96 - up + 44 * (x / 84) * (x / 84) + chance_in(sk, -7, 9),
				       4);
		double r = chance_in(sk, 11, 19);
		path_ellipse(sk->cr, at.x, at.y, r, r * chance_in(sk, 0.8, 1.1));
		draw_mass(sk, &sk->hair, 5);
		cairo_new_path(sk->cr);
		curl(sk, at, r * 0.8);
	}
}

static void
loc(struct sketch *sk, const struct pt *p, size_t n, double wide)
{
	cairo_t *cr = sk->cr;
	draw_taper(cr, p, n, (const double[]){ wide + 3, wide * 0.8 + 3 }, sk->hair.line, 0.85);
	draw_taper(cr, p, n, (const double[]){ wide, wide * 0.8 }, sk->hair.base, 1);
	struct pt lit[12];
	for (size_t i = 0; i < n && i < 12; i++)
		lit[i] = (struct pt){ p[i].x + sk->side * wide * 0.22, p[i].y };
	path_ellipse(cr, p[n - 1].x, p[n - 1].y, wide * 0.4, wide * 0.42);
	fill_rgb(cr, sk->hair.base, 1);
	draw_ink(cr, lit, n, wide * 0.3, sk->hair.light, 0.6);
	for (size_t i = 1; i + 1 < n; i++)
		for (int k = 0; k < 3; k++) {
			struct pt at = pt_mix(p[i], p[i + 1], k / 3.0);
			double dx = p[i + 1].x - p[i].x, dy = p[i + 1].y - p[i].y,
			       q = wide * 0.4 / fmax(1, hypot(dx, dy));
			draw_ink(cr,
				 (struct pt[]){ { at.x - dy * q, at.y + dx * q },
						{ at.x + dx * q * 0.5, at.y + dy * q * 0.5 },
						{ at.x + dy * q, at.y - dx * q } },
				 3, 2.6, sk->hair.shade, 0.7);
		}
}

void
hair_locs(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	struct pt outer[HAIRLINE], inner[HAIRLINE];
	hair_cap_edges(sk, 14, outer, inner);
	struct pt ring[2 * HAIRLINE];
	size_t n = 0;
	for (size_t i = 0; i < HAIRLINE; i++)
		ring[n++] = outer[i];
	for (size_t i = HAIRLINE; i-- > 0;)
		ring[n++] = inner[i];
	path_closed(sk->cr, ring, n);
	draw_solid(sk, &sk->hair, 18);
	double part = -8;
	for (int side = 1; side >= -1; side -= 2)
		for (int i = 0; i < 8; i++) {
			double f = 1 - i / 7.0, wide = 18;
			double low = 150 + 190 * f - chance_in(sk, 0, 60);
			double x = side * ((96 + (side < 0 ? 4 : -8) * h->turn) * h->wide + 30 * f);
			/* The first falls at the temple, the last from the crown. */
			struct pt root = pt_mix(head_at(h, part + side * 6, -112, 0),
						head_skull(h, part, 2), f);
			struct pt turn = pt_mix(head_at(h, side * 84, -70, 2),
						head_skull(h, side * 58, 18), f);
			struct pt up = pt_mix(root, turn, 0.5);
			up.y -= 14 + 10 * f;
			up.x += side * 10;
			const struct pt p[] = { root,
						up,
						turn,
						{ x + side * 8, -10 + 20 * f },
						{ x + side * 4, 90 + 20 * f },
						{ x + chance_in(sk, -10, 10), low } };
			if (side > 0 && h->turn > 0.4 && i > 5)
				continue;
			loc(sk, p, COUNT(p), wide);
		}
}
