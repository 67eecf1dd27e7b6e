#include <math.h>

#include "lib/provider/sketch/paint.h"

enum { CURVE_STEPS = 8, CURVE_POINTS = 24, OUTLINE_ROOM = CURVE_POINTS * CURVE_STEPS + 1 };

double
chance_in(struct sketch *sk, double low, double high)
{
	return low + (high - low) * rand_unit(&sk->rand);
}

bool
chance_of(struct sketch *sk, double share)
{
	return rand_unit(&sk->rand) < share;
}

struct pt
pt_mix(struct pt a, struct pt b, double share)
{
	return (struct pt){ a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share };
}

/* Catmull-Rom as Bezier: the handles are a sixth of the way between the neighbours. */
static void
curve_piece(cairo_t *cr, struct pt before, struct pt from, struct pt to, struct pt after)
{
	cairo_curve_to(cr, from.x + (to.x - before.x) / 6, from.y + (to.y - before.y) / 6,
		       to.x - (after.x - from.x) / 6, to.y - (after.y - from.y) / 6, to.x, to.y);
}

void
path_open(cairo_t *cr, const struct pt *p, size_t n)
{
	cairo_move_to(cr, p[0].x, p[0].y);
	for (size_t i = 0; i + 1 < n; i++)
		curve_piece(cr, p[i == 0 ? 0 : i - 1], p[i], p[i + 1],
			    p[i + 2 < n ? i + 2 : n - 1]);
}

void
path_closed(cairo_t *cr, const struct pt *p, size_t n)
{
	cairo_move_to(cr, p[0].x, p[0].y);
	for (size_t i = 0; i < n; i++)
		curve_piece(cr, p[(i + n - 1) % n], p[i], p[(i + 1) % n], p[(i + 2) % n]);
	cairo_close_path(cr);
}

void
path_straight(cairo_t *cr, const struct pt *p, size_t n)
{
	cairo_move_to(cr, p[0].x, p[0].y);
	for (size_t i = 1; i < n; i++)
		cairo_line_to(cr, p[i].x, p[i].y);
	cairo_close_path(cr);
}

void
path_ellipse(cairo_t *cr, double x, double y, double rx, double ry)
{
	cairo_save(cr);
	cairo_translate(cr, x, y);
	cairo_scale(cr, rx, ry);
	cairo_new_sub_path(cr);
	cairo_arc(cr, 0, 0, 1, 0, 2 * M_PI);
	cairo_close_path(cr);
	cairo_restore(cr);
}

void
set_rgb(cairo_t *cr, struct rgb c, double alpha)
{
	cairo_set_source_rgba(cr, c.r, c.g, c.b, alpha);
}

void
fill_rgb(cairo_t *cr, struct rgb c, double alpha)
{
	set_rgb(cr, c, alpha);
	cairo_fill(cr);
}

void
draw_glow(cairo_t *cr, struct pt at, double rx, double ry, struct rgb c, double alpha)
{
	if (rx <= 0 || ry <= 0)
		return;
	cairo_save(cr);
	cairo_translate(cr, at.x, at.y);
	cairo_scale(cr, rx, ry);
	cairo_pattern_t *spot = cairo_pattern_create_radial(0, 0, 0, 0, 0, 1);
	cairo_pattern_add_color_stop_rgba(spot, 0, c.r, c.g, c.b, alpha);
	cairo_pattern_add_color_stop_rgba(spot, 0.35, c.r, c.g, c.b, alpha * 0.62);
	cairo_pattern_add_color_stop_rgba(spot, 0.7, c.r, c.g, c.b, alpha * 0.16);
	cairo_pattern_add_color_stop_rgba(spot, 1, c.r, c.g, c.b, 0);
	cairo_set_source(cr, spot);
	cairo_rectangle(cr, -1, -1, 2, 2);
	cairo_fill(cr);
	cairo_pattern_destroy(spot);
	cairo_restore(cr);
}

static double
spline(double a, double b, double c, double d, double t)
{
	return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t +
		      (3 * b - a - 3 * c + d) * t * t * t);
}

/* The curve as a chain of points; returns their number. */
static size_t
flatten(const struct pt *p, size_t n, struct pt out[OUTLINE_ROOM])
{
	size_t count = 0;
	if (n > CURVE_POINTS)
		n = CURVE_POINTS;
	for (size_t i = 0; i + 1 < n; i++) {
		const struct pt *a = &p[i == 0 ? 0 : i - 1], *d = &p[i + 2 < n ? i + 2 : n - 1];
		for (int s = 0; s < CURVE_STEPS; s++) {
			double t = (double)s / CURVE_STEPS;
			out[count].x = spline(a->x, p[i].x, p[i + 1].x, d->x, t);
			out[count++].y = spline(a->y, p[i].y, p[i + 1].y, d->y, t);
		}
	}
	out[count++] = p[n - 1];
	return count;
}

/* The unit normal of the chain at `i`. */
static struct pt
normal_at(const struct pt *p, size_t n, size_t i)
{
	const struct pt *a = &p[i == 0 ? 0 : i - 1], *b = &p[i + 1 < n ? i + 1 : n - 1];
	double dx = b->x - a->x, dy = b->y - a->y;
	double length = hypot(dx, dy);
	return length < 1e-9 ? (struct pt){ 0, 0 } : (struct pt){ -dy / length, dx / length };
}

/* A ribbon along the points: `width(t)` for t in 0..1 is widths[0..2] at start, middle, end. */
static void
ribbon(cairo_t *cr, const struct pt *p, size_t n, const double widths[3])
{
	struct pt line[OUTLINE_ROOM];
	size_t count = flatten(p, n, line);
	struct pt other[OUTLINE_ROOM];
	cairo_new_path(cr);
	for (size_t i = 0; i < count; i++) {
		double t = (double)i / (double)(count - 1);
		double u = 1 - t;
		double w = 0.5 * (u * u * widths[0] +
				  2 * u * t * (2 * widths[1] - (widths[0] + widths[2]) / 2) +
				  t * t * widths[2]);
		struct pt m = normal_at(line, count, i);
		other[i] = (struct pt){ line[i].x - m.x * w, line[i].y - m.y * w };
		cairo_line_to(cr, line[i].x + m.x * w, line[i].y + m.y * w);
	}
	for (size_t i = count; i-- > 0;)
		cairo_line_to(cr, other[i].x, other[i].y);
	cairo_close_path(cr);
}

void
draw_ink(cairo_t *cr, const struct pt *p, size_t n, double width, struct rgb c, double alpha)
{
	ribbon(cr, p, n, (const double[]){ width * 0.15, width, width * 0.1 });
	fill_rgb(cr, c, alpha);
}

void
draw_taper(cairo_t *cr, const struct pt *p, size_t n, const double width[2], struct rgb c,
	   double alpha)
{
	ribbon(cr, p, n, (const double[]){ width[0], (width[0] + width[1]) / 2, width[1] });
	fill_rgb(cr, c, alpha);
}

/* Everything of the clipped shape that lies outside of the shape moved by dx, dy. */
static void
crescent(cairo_t *cr, const cairo_path_t *path, double dx, double dy, struct rgb c, double alpha)
{
	double x1, y1, x2, y2;
	cairo_clip_extents(cr, &x1, &y1, &x2, &y2);
	cairo_save(cr);
	cairo_new_path(cr);
	cairo_rectangle(cr, x1 - 1, y1 - 1, x2 - x1 + 2, y2 - y1 + 2);
	cairo_translate(cr, dx, dy);
	cairo_append_path(cr, path);
	cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
	fill_rgb(cr, c, alpha);
	cairo_restore(cr);
}

static void
fill_lit(struct sketch *sk, const struct tone *tone)
{
	cairo_t *cr = sk->cr;
	double x1, y1, x2, y2;
	cairo_fill_extents(cr, &x1, &y1, &x2, &y2);
	if (sk->flat) {
		set_rgb(cr, tone->base, 1);
		cairo_fill_preserve(cr);
		return;
	}
	double from = sk->side < 0 ? x1 : x2, to = sk->side < 0 ? x2 : x1;
	cairo_pattern_t *p = cairo_pattern_create_linear(from, y1, to, y1 + (y2 - y1) * 0.8);
	struct rgb low = rgb_mix(tone->base, tone->shade, 0.6);
	cairo_pattern_add_color_stop_rgb(p, 0, tone->light.r, tone->light.g, tone->light.b);
	cairo_pattern_add_color_stop_rgb(p, 0.42, tone->base.r, tone->base.g, tone->base.b);
	cairo_pattern_add_color_stop_rgb(p, 1, low.r, low.g, low.b);
	cairo_set_source(cr, p);
	cairo_fill_preserve(cr);
	cairo_pattern_destroy(p);
}

void
draw_mass(struct sketch *sk, const struct tone *tone, double depth)
{
	cairo_t *cr = sk->cr;
	cairo_path_t *path = cairo_copy_path(cr);
	cairo_save(cr);
	fill_lit(sk, tone);
	if (depth > 0) {
		cairo_clip(cr);
		double s = sk->side * depth;
		if (sk->flat) {
			crescent(cr, path, s * 0.8, -depth * 0.3, tone->shade, 0.85);
		} else {
			crescent(cr, path, s * 1.25, -depth * 0.5, tone->shade, 0.3);
			crescent(cr, path, s * 0.75, -depth * 0.3, tone->shade, 0.35);
			crescent(cr, path, -s * 0.22, depth * 0.1, tone->light, 0.4);
		}
	}
	cairo_restore(cr);
	cairo_new_path(cr);
	cairo_append_path(cr, path);
	cairo_path_destroy(path);
}

void
draw_solid(struct sketch *sk, const struct tone *tone, double depth)
{
	draw_mass(sk, tone, depth);
	set_rgb(sk->cr, tone->line, sk->plan->style == STYLE_DEFAULT ? 0.75 : 0.95);
	cairo_set_line_width(sk->cr, sk->line);
	cairo_set_line_join(sk->cr, CAIRO_LINE_JOIN_ROUND);
	cairo_stroke(sk->cr);
}

void
draw_strands(struct sketch *sk, const struct pt *a, const struct pt *b, size_t n,
	     const struct tone *tone, int strands)
{
	struct pt line[CURVE_POINTS];
	if (n > CURVE_POINTS)
		n = CURVE_POINTS;
	strands = strands * (2 + sk->plan->detail) / 4;
	for (int s = 0; s < strands; s++) {
		double f = chance_in(sk, 0.06, 0.94);
		double drift = chance_in(sk, -0.08, 0.08);
		size_t from = rand_below(&sk->rand, 3) == 0 ? 1 : 0;
		size_t count = 0;
		for (size_t i = from; i < n; i++) {
			double share = f + drift * (double)i / (double)n;
			line[count++] = pt_mix(a[i], b[i],
					       share < 0.03   ? 0.03
					       : share > 0.97 ? 0.97
							      : share);
		}
		if (count < 2)
			continue;
		bool bright = chance_of(sk, 0.42);
		struct rgb c = bright ? rgb_mix(tone->light, tone->base, 0.25) : tone->shade;
		draw_ink(sk->cr, line, count, chance_in(sk, 1.5, bright ? 4.5 : 6.5), c,
			 bright ? 0.42 : 0.5);
	}
	/* A band of shine where the curve turns to the lamp. */
	for (int s = 0; s < strands / 2 && n >= 5 && !sk->flat; s++) {
		double f = chance_in(sk, 0.1, 0.9), at = chance_in(sk, 0.9, 1.3);
		for (int i = 0; i < 3; i++) {
			double along = at + 0.45 * i;
			size_t k = (size_t)along;
			line[i] = pt_mix(pt_mix(a[k], b[k], f), pt_mix(a[k + 1], b[k + 1], f),
					 along - (double)k);
		}
		draw_ink(sk->cr, line, 3, chance_in(sk, 2.5, 6), tone->light, 0.42);
	}
}

void
draw_lock(struct sketch *sk, const struct pt *a, const struct pt *b, size_t n,
	  const struct tone *tone, int strands)
{
	cairo_t *cr = sk->cr;
	struct pt edge[2 * CURVE_POINTS];
	if (n > CURVE_POINTS)
		n = CURVE_POINTS;
	for (size_t i = 0; i < n; i++)
		edge[i] = b[n - 1 - i];
	cairo_new_path(cr);
	path_open(cr, a, n);
	struct pt tip = pt_mix(a[n - 1], b[n - 1], 0.5);
	struct pt before = pt_mix(a[n - 2], b[n - 2], 0.5);
	/* The end is rounded beyond both edges. */
	double dx = (tip.x - before.x) * 0.16, dy = (tip.y - before.y) * 0.16;
	cairo_curve_to(cr, a[n - 1].x + dx, a[n - 1].y + dy, edge[0].x + dx, edge[0].y + dy,
		       edge[0].x, edge[0].y);
	for (size_t i = 0; i + 1 < n; i++)
		curve_piece(cr, edge[i == 0 ? 0 : i - 1], edge[i], edge[i + 1],
			    edge[i + 2 < n ? i + 2 : n - 1]);
	cairo_close_path(cr);
	draw_solid(sk, tone, 14);
	draw_strands(sk, a, b, n, tone, strands);
}
