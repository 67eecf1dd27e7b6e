#include "lib/provider/sketch/paint.h"

/* What a mood does to the mouth. */
struct mood_mouth {
	double corner; /* up is negative */
	double wide;
	double open; /* how far the lips part */
	double lopsided;
};

static const struct mood_mouth MOODS[] = {
	[MOOD_CALM] = { -2, 1, 0, 0 },	       [MOOD_JOYFUL] = { -8, 1.24, 9, 0 },
	[MOOD_WISTFUL] = { -0.5, 0.92, 1, 0 }, [MOOD_STERN] = { 1.5, 0.98, 0, 0 },
	[MOOD_PLAYFUL] = { -5, 1.12, 0, 4 },   [MOOD_MYSTERIOUS] = { -2.5, 1, 0, 3 },
	[MOOD_TIRED] = { -0.5, 0.96, 0, 0 },   [MOOD_CONFIDENT] = { -3.5, 1.06, 0, 3 },
};

enum { TOP = 7, LOW = 6 };

/* Edges from the left corner to the right: of the upper lip, where lips meet or part, of the lower. */
struct mouth {
	double y, wide, full, open;
	double corners[2];
	struct pt top[TOP], meet[TOP], part[TOP], low[LOW];
};

static struct mouth
measure(const struct sketch *sk)
{
	const struct head *h = &sk->plan->head;
	const struct mood_mouth *mood = &MOODS[sk->plan->mood];
	struct mouth m = { .y = 101 + (h->nose_long - 1) * 30,
			   .wide = 28.5 * h->mouth_wide * mood->wide,
			   .full = h->lip_full,
			   .open = mood->open };
	m.corners[0] = m.y + mood->corner + mood->lopsided * 0.4;
	m.corners[1] = m.y + mood->corner - mood->lopsided;
	/* Shares of the width, rise over the middle line in shares of fullness, height. */
	static const double UP[TOP][3] = { { -1, 0, 0 }, { -0.5, -5.5, 5 }, { -0.23, -9.5, 9 },
					   { 0, -7, 9 }, { 0.23, -9.5, 9 }, { 0.5, -5.5, 5 },
					   { 1, 0, 0 } };
	static const double MIDDLE[TOP] = { 0, 0.4, 0.2, 1.5, 0.2, 0.4, 0 };
	static const double PARTING[TOP] = { 0, 0.75, 1, 1.06, 1, 0.75, 0 };
	static const double DOWN[LOW][3] = { { -1, 0, 0 },    { -0.62, 8.5, 4 }, { -0.26, 15, 8 },
					     { 0.26, 15, 8 }, { 0.62, 8.5, 4 },	 { 1, 0, 0 } };
	for (int i = 0; i < TOP; i++) {
		double x = UP[i][0] * m.wide, dz = UP[i][2];
		bool end = i == 0 || i == TOP - 1;
		double y = end ? m.corners[i == 0 ? 0 : 1] : m.y;
		m.top[i] = head_at(h, x, y + UP[i][1] * m.full, dz);
		m.meet[i] = head_at(h, x, y + MIDDLE[i], dz);
		m.part[i] = head_at(h, x, y + MIDDLE[i] + m.open * PARTING[i], dz);
	}
	for (int i = 0; i < LOW; i++) {
		bool end = i == 0 || i == LOW - 1;
		double y = end ? m.corners[i == 0 ? 0 : 1]
			       : m.y + m.open * (i == 1 || i == 4 ? 0.8 : 1);
		m.low[i] = head_at(h, DOWN[i][0] * m.wide, y + DOWN[i][1] * m.full, DOWN[i][2]);
	}
	return m;
}

/* Between an edge of `n` points and another of TOP points with the same ends. */
static void
path_between(cairo_t *cr, const struct pt *edge, size_t n, const struct pt *other)
{
	struct pt ring[2 * TOP];
	size_t count = 0;
	for (size_t i = 0; i < n; i++)
		ring[count++] = edge[i];
	for (size_t i = TOP - 1; i-- > 1;)
		ring[count++] = other[i];
	path_closed(cr, ring, count);
}

static void
teeth(struct sketch *sk, const struct mouth *m)
{
	if (m->open < 0.5)
		return;
	path_between(sk->cr, m->meet, TOP, m->part);
	fill_rgb(sk->cr, rgb_hex(0x3a1420), 1);
	if (m->open < 4)
		return;
	const struct pt row[] = { pt_mix(m->meet[0], m->meet[1], 0.5),
				  m->meet[1],
				  m->meet[2],
				  m->meet[3],
				  m->meet[4],
				  m->meet[5],
				  pt_mix(m->meet[6], m->meet[5], 0.5),
				  pt_mix(m->meet[5], m->part[5], 0.6),
				  pt_mix(m->meet[3], m->part[3], 0.72),
				  pt_mix(m->meet[1], m->part[1], 0.6) };
	path_closed(sk->cr, row, COUNT(row));
	fill_rgb(sk->cr, rgb_mix(rgb_hex(0xf8f0e6), sk->skin.base, 0.1), 1);
}

static void
lips(struct sketch *sk, const struct mouth *m)
{
	const struct head *h = &sk->plan->head;
	cairo_t *cr = sk->cr;
	double bare = sk->plan->presentation == LOOK_MASCULINE ? 0.5 : 0.12;
	struct rgb red = rgb_mix(sk->lip, sk->skin.base, bare);
	path_between(cr, m->low, LOW, m->part);
	fill_rgb(cr, red, 0.85);
	path_between(cr, m->top, TOP, m->meet);
	fill_rgb(cr, rgb_mix(red, rgb_mul(red, sk->light.shade), 0.75), 0.82);
	draw_glow(cr, head_at(h, 5 * sk->side, m->y + 7.5 * m->full + m->open, 9), 13, 4.4,
		  rgb_mix(sk->skin.light, rgb_hex(0xffffff), 0.3), 0.6);
}

static void
lines(struct sketch *sk, const struct mouth *m)
{
	const struct head *h = &sk->plan->head;
	cairo_t *cr = sk->cr;
	struct rgb line = rgb_mix(sk->skin.line, rgb_hex(0x3a0f1c), 0.5);
	double turn = MOODS[sk->plan->mood].corner < -2 ? -3 : 2;
	draw_ink(cr, m->meet, TOP, m->open > 0.5 ? 2.4 : 3.6, line, 0.92);
	for (int i = 0; i < 2; i++) {
		double y = m->corners[i], s = i == 0 ? -1 : 1;
		const struct pt corner[] = { head_at(h, s * (m->wide - 4), y + 0.5, 0),
					     head_at(h, s * (m->wide + 1), y + turn * 0.3, -1),
					     head_at(h, s * (m->wide + 5), y + turn, -2) };
		draw_ink(cr, corner, 3, 2.8, line, 0.6);
	}
	double low = m->y + 16 * m->full + m->open;
	const struct pt under[] = { head_at(h, -9, low, 8), head_at(h, 2, low + m->full, 8),
				    head_at(h, 10, low, 8) };
	draw_ink(cr, under, 3, 2, line, 0.4);
}

void
mouth_paint(struct sketch *sk)
{
	struct mouth m = measure(sk);
	draw_glow(sk->cr, head_at(&sk->plan->head, 0, m.y + 20 * m.full + m.open, 6), 24, 8,
		  sk->skin.shade, 0.6);
	teeth(sk, &m);
	lips(sk, &m);
	lines(sk, &m);
}
