#include <math.h>

#include "lib/provider/sketch/paint.h"

void
hair_cap_edges(const struct sketch *sk, double grow, struct pt outer[HAIRLINE],
	       struct pt inner[HAIRLINE])
{
	const struct head *h = &sk->plan->head;
	static const double ANGLES[HAIRLINE] = { -112, -86, -58, -30, -4, 22, 48, 72, 94 };
	static const double LINE[HAIRLINE][2] = { { -98, 20 },	 { -95, -36 }, { -78, -82 },
						  { -42, -104 }, { 0, -110 },  { 40, -106 },
						  { 74, -86 },	 { 93, -44 },  { 98, -4 } };
	double recede = sk->plan->presentation == LOOK_MASCULINE ? 6 + 14 * sk->plan->wrinkles : 0;
	for (size_t i = 0; i < HAIRLINE; i++) {
		double side = fabs(ANGLES[i]) / 110;
		outer[i] = head_skull(h, ANGLES[i], grow * (1 - 0.55 * side * side));
		double corner = i == 2 || i == 6 ? 1 : 0.3;
		inner[i] = head_at(h, LINE[i][0],
				   LINE[i][1] - (i > 1 && i < 7 ? recede * corner : 0), 0);
	}
}

static void
cap_path(struct sketch *sk, const struct pt *outer, const struct pt *inner)
{
	const struct head *h = &sk->plan->head;
	struct pt ring[2 * HAIRLINE + 2];
	size_t n = 0;
	ring[n++] = (struct pt){ (-98 + 2 * h->turn) * h->wide, 52 };
	for (size_t i = 0; i < HAIRLINE; i++)
		ring[n++] = outer[i];
	for (size_t i = HAIRLINE; i-- > 0;)
		ring[n++] = inner[i];
	path_closed(sk->cr, ring, n);
}

static void
cap_fill(struct sketch *sk, const struct pt *outer, const struct pt *inner)
{
	cap_path(sk, outer, inner);
	draw_solid(sk, &sk->hair, 20);
}

void
hair_tuft(struct sketch *sk, const struct tuft *tuft, const struct tone *tone, int strands)
{
	static const double SHAPE[5] = { 0.8, 1.05, 0.95, 0.6, 0.06 };
	struct pt a[5], b[5];
	double dx = tuft->tip.x - tuft->root.x, dy = tuft->tip.y - tuft->root.y;
	double length = fmax(1, hypot(dx, dy));
	struct pt side = { -dy / length, dx / length };
	for (int i = 0; i < 5; i++) {
		double t = i / 4.0, bow = tuft->bend * 4 * t * (1 - t);
		struct pt m = pt_mix(tuft->root, tuft->tip, t);
		double w = tuft->wide / 2 * SHAPE[i];
		a[i] = (struct pt){ m.x + side.x * (bow + w), m.y + side.y * (bow + w) };
		b[i] = (struct pt){ m.x + side.x * (bow - w), m.y + side.y * (bow - w) };
	}
	draw_lock(sk, a, b, 5, tone, strands);
}

/* Strands from the hairline back to where the hair is gathered. */
static void
pulled_back(struct sketch *sk, struct pt gather)
{
	struct pt outer[HAIRLINE], inner[HAIRLINE];
	hair_cap_edges(sk, 9, outer, inner);
	cap_fill(sk, outer, inner);
	cairo_t *cr = sk->cr;
	cairo_save(cr);
	cap_path(sk, outer, inner);
	cairo_clip(cr);
	int count = 22 + 10 * sk->plan->detail;
	for (int i = 0; i < count; i++) {
		double f = chance_in(sk, 0, HAIRLINE - 1.01);
		size_t k = (size_t)f;
		struct pt root = pt_mix(inner[k], inner[k + 1], f - (double)k);
		struct pt top = pt_mix(outer[k], outer[k + 1], f - (double)k);
		struct pt mid = pt_mix(root, top, 0.55);
		mid = pt_mix(mid, gather, 0.12);
		struct pt end = pt_mix(top, gather, 0.25);
		end = pt_mix(end, mid, 0.35);
		bool bright = chance_of(sk, 0.4);
		draw_ink(cr, (struct pt[]){ root, mid, end }, 3, chance_in(sk, 2, 6),
			 bright ? sk->hair.light : sk->hair.shade, bright ? 0.4 : 0.55);
	}
	cairo_restore(cr);
	/* Loose hairs soften the line. */
	for (int i = 0; i < 4; i++) {
		size_t k = i % 2 == 0 ? rand_below(&sk->rand, 3) : 6 + rand_below(&sk->rand, 3);
		struct pt p = inner[k];
		draw_ink(cr,
			 (struct pt[]){
				 p,
				 { p.x + chance_in(sk, -8, 8), p.y + 10 },
				 { p.x + chance_in(sk, -16, 16), p.y + chance_in(sk, 16, 34) } },
			 3, 1.6, sk->hair.base, 0.8);
	}
}

static void
sheen(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	if (sk->flat || sk->plan->style == STYLE_INK)
		return;
	struct pt at = head_skull(h, sk->side * 34, -14);
	draw_glow(sk->cr, at, 52, 26, sk->hair.light, 0.4);
}

static void
crop_swept(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	struct pt outer[HAIRLINE], inner[HAIRLINE];
	hair_cap_edges(sk, 14, outer, inner);
	cap_fill(sk, outer, inner);
	draw_strands(sk, outer, inner, HAIRLINE, &sk->hair, 14);
	/* From the near parting over the forehead to the far temple. */
	double high = chance_in(sk, 20, 32), low = chance_in(sk, -92, -76);
	const struct pt a[] = { head_skull(h, -42, 6), head_skull(h, -18, high),
				head_skull(h, 16, high + 2), head_skull(h, 52, 16),
				head_skull(h, 84, 7) };
	const struct pt b[] = { head_at(h, -58, -98, 0), head_at(h, -22, -104, 4),
				head_at(h, 26, low, 6), head_at(h, 70, low + 22, 2),
				head_at(h, 97, -34, 0) };
	draw_lock(sk, a, b, 5, &sk->hair, 22);
	const struct tuft side = { head_skull(h, -66, 4), head_at(h, -100, 16, 0), 28, 3 };
	hair_tuft(sk, &side, &sk->hair, 8);
	sheen(sk);
}

static void
crop_tousled(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	struct pt outer[HAIRLINE], inner[HAIRLINE];
	hair_cap_edges(sk, 12, outer, inner);
	cap_fill(sk, outer, inner);
	bool soft = sk->plan->presentation != LOOK_MASCULINE;
	double reach = soft ? 34 : 16, lean = chance_in(sk, -16, 22);
	for (int i = 0; i < 9; i++) {
		double angle = -96 + 22.0 * i;
		struct pt root = head_skull(h, angle, -6);
		struct pt tip = head_skull(h, angle + chance_in(sk, 8, 22), chance_in(sk, 16, 26));
		const struct tuft t = { root, tip, 34, 5 };
		hair_tuft(sk, &t, &sk->hair, 4);
	}
	static const int ORDER[] = { 0, 6, 1, 5, 2, 4, 3 };
	for (size_t k = 0; k < COUNT(ORDER); k++) {
		double x = -84 + 28.0 * ORDER[k];
		double edge = -98 + 46 * (x / 84) * (x / 84);
		const struct tuft t = { head_skull(h, x * 0.55, -8 - 6 * chance_in(sk, 0, 1)),
					head_at(h, x + lean,
						edge + reach * chance_in(sk, 0.6, 1.15), 4),
					46, lean > 0 ? -7 : 7 };
		hair_tuft(sk, &t, &sk->hair, 9);
	}
	const struct tuft side = { head_skull(h, -72, 2), head_at(h, -100, soft ? 40 : 16, 0), 34,
				   4 };
	hair_tuft(sk, &side, &sk->hair, 6);
	sheen(sk);
}

/* Short hair that shows the skull: many small dabs. */
static void
crop_close(struct sketch *sk, double alpha)
{
	struct pt outer[HAIRLINE], inner[HAIRLINE];
	cairo_t *cr = sk->cr;
	hair_cap_edges(sk, alpha < 0.6 ? 1 : 7, outer, inner);
	cairo_push_group(cr);
	cap_fill(sk, outer, inner);
	cairo_pop_group_to_source(cr);
	cairo_paint_with_alpha(cr, alpha);
	int dabs = 50 + 40 * sk->plan->detail;
	for (int i = 0; i < dabs; i++) {
		double f = chance_in(sk, 0, HAIRLINE - 1.01), depth = chance_in(sk, -0.04, 0.9);
		size_t k = (size_t)f;
		struct pt root = pt_mix(inner[k], inner[k + 1], f - (double)k);
		struct pt top = pt_mix(outer[k], outer[k + 1], f - (double)k);
		struct pt at = pt_mix(root, top, depth), to = pt_mix(root, top, depth + 0.14);
		draw_ink(cr, (struct pt[]){ at, pt_mix(at, to, 0.5), to }, 3, 2.4,
			 chance_of(sk, 0.3) ? sk->hair.light : sk->hair.shade, 0.5 * alpha);
	}
}

static void
undercut(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	crop_close(sk, 0.55);
	double sweep = chance_in(sk, 26, 40);
	for (int i = 0; i < 3; i++) {
		double off = 12.0 * i;
		const struct pt a[] = { head_skull(h, -58 + off, 2),
					head_skull(h, -34 + off, sweep - off * 0.3),
					head_skull(h, 4 + off * 0.4, sweep + 6 - off * 0.5),
					head_skull(h, 38, 22 - off * 0.3),
					head_skull(h, 66 - off * 0.3, 14) };
		const struct pt b[] = { head_at(h, -74 + off, -94 - off * 0.4, 0),
					head_at(h, -36 + off, -108, 4),
					head_at(h, 6 + off, -106 - off * 0.6, 6),
					head_at(h, 50, -96 - off * 0.5, 2),
					head_at(h, 86 - off * 0.4, -62 - off, 0) };
		draw_lock(sk, a, b, 5, &sk->hair, 16);
	}
	sheen(sk);
}

static void
short_hair(struct sketch *sk)
{
	switch (sk->plan->person % 3) {
	case 0:
		crop_swept(sk);
		break;
	case 1:
		crop_tousled(sk);
		break;
	default:
		if (sk->plan->presentation == LOOK_MASCULINE)
			crop_close(sk, 0.92);
		else
			crop_swept(sk);
	}
}

void
hair_front(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	switch (sk->plan->hair) {
	case HAIR_SHORT:
		short_hair(sk);
		break;
	case HAIR_BOB:
		hair_parted(sk, 128, 0);
		break;
	case HAIR_LONG:
		hair_parted(sk, 360, 3);
		break;
	case HAIR_WAVY:
		hair_parted(sk, 320, 15);
		break;
	case HAIR_CURLY:
		hair_curly(sk);
		break;
	case HAIR_BRAID:
		pulled_back(sk, (struct pt){ -110, 20 });
		hair_braid(sk);
		break;
	case HAIR_BUN:
		pulled_back(sk, head_skull(h, -8 - 22 * h->turn, 40));
		break;
	case HAIR_PONYTAIL:
		pulled_back(sk, head_skull(h, -48, 20));
		break;
	case HAIR_LOCS:
		hair_locs(sk);
		break;
	case HAIR_UNDERCUT:
		undercut(sk);
		break;
	case HAIR_SHAVED:
		crop_close(sk, 0.34);
		break;
	case HAIR_HEADSCARF:
		hair_scarf(sk);
		break;
	}
	if (sk->plan->hair == HAIR_BUN || sk->plan->hair == HAIR_PONYTAIL ||
	    sk->plan->hair == HAIR_BRAID)
		sheen(sk);
}

static void
bun(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	struct pt at = head_skull(h, -8 - 22 * h->turn, 34);
	double r = 46;
	path_ellipse(sk->cr, at.x, at.y, r * 1.12, r);
	draw_solid(sk, &sk->hair, 18);
	for (int i = 0; i < 9; i++) {
		double a = chance_in(sk, 0, 6.28), q = chance_in(sk, 0.35, 0.9) * r;
		struct pt p[4];
		for (int k = 0; k < 4; k++)
			p[k] = (struct pt){ at.x + cos(a + k * 0.42) * q * 1.1,
					    at.y + sin(a + k * 0.42) * q };
		draw_ink(sk->cr, p, 4, chance_in(sk, 2, 6),
			 i % 3 == 0 ? sk->hair.light : sk->hair.shade, 0.5);
	}
}

static void
ponytail(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	struct pt from = head_skull(h, -48, 2);
	double swing = chance_in(sk, -16, 26);
	const struct pt a[] = {
		{ from.x + 14, from.y - 16 },	       { from.x - 34, from.y - 44 },
		{ from.x - 84, from.y + 20 },	       { from.x - 84 - swing, from.y + 150 },
		{ from.x - 50 - swing, from.y + 280 }, { from.x - 66 - swing, from.y + 400 }
	};
	const struct pt b[] = {
		{ from.x + 26, from.y + 14 },	      { from.x - 2, from.y + 14 },
		{ from.x - 14, from.y + 70 },	      { from.x - 12 - swing, from.y + 160 },
		{ from.x - 2 - swing, from.y + 280 }, { from.x - 52 - swing, from.y + 408 }
	};
	draw_lock(sk, a, b, 6, &sk->hair, 26);
	path_ellipse(sk->cr, from.x - 2, from.y - 4, 20, 25);
	draw_solid(sk, &sk->trim, 6);
}

/* Short hair at the nape. */
static void
nape(struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	const struct pt p[] = { head_skull(h, -70, 2), { -104, 40 }, { -88, 104 },
				{ -40, 122 },	       { 50, 118 },  { 92, 60 },
				head_skull(h, 70, -4), { 0, -60 } };
	path_closed(sk->cr, p, COUNT(p));
	draw_mass(sk,
		  &(struct tone){ sk->hair.shade, sk->hair.base, sk->hair.shade, sk->hair.line },
		  0);
	cairo_new_path(sk->cr);
}

void
hair_back(struct sketch *sk)
{
	switch (sk->plan->hair) {
	case HAIR_BOB:
		hair_back_mass(sk, 132, 0);
		break;
	case HAIR_LONG:
		hair_back_mass(sk, 420, 3);
		break;
	case HAIR_WAVY:
		hair_back_mass(sk, 340, 14);
		break;
	case HAIR_LOCS:
		hair_back_mass(sk, 330, 5);
		break;
	case HAIR_CURLY:
		hair_curly_back(sk);
		break;
	case HAIR_BUN:
		nape(sk);
		bun(sk);
		break;
	case HAIR_PONYTAIL:
		ponytail(sk);
		break;
	case HAIR_HEADSCARF:
		hair_scarf_back(sk);
		break;
	case HAIR_SHORT:
	case HAIR_BRAID:
	case HAIR_UNDERCUT:
		nape(sk);
		break;
	case HAIR_SHAVED:
		break;
	}
}
