#include <math.h>

#include "lib/provider/sketch/canvas.h"

/*
 * Letters as strokes, since a machine may have no fonts: 10 high, the baseline at 0. Each letter
 * is a chain of commands: M and L take a point, A an arc (middle, radius, from, to in degrees).
 */
struct stroke {
	char kind; /* M, L, A; 0 ends */
	double a, b, r, from, to;
};

enum { STROKES = 8, LETTERS = 8 };

static const struct letter {
	double wide;
	struct stroke strokes[STROKES];
} LABEL[] = {
	{ 7.6,
	  { { 'M', 0, 0, 0, 0, 0 },
	    { 'L', 3.4, -10, 0, 0, 0 },
	    { 'L', 6.8, 0, 0, 0, 0 },
	    { 'M', 1.2, -3.6, 0, 0, 0 },
	    { 'L', 5.6, -3.6, 0, 0, 0 } } },
	{ 6.2, { { 'M', 1.4, 0, 0, 0, 0 }, { 'L', 1.4, -10, 0, 0, 0 } } },
	{ 5.6,
	  { { 'M', 4.1, -5.9, 0, 0, 0 },
	    { 'L', 2.2, -6.7, 0, 0, 0 },
	    { 'L', 0.5, -5.2, 0, 0, 0 },
	    { 'L', 4.0, -1.7, 0, 0, 0 },
	    { 'L', 2.2, 0, 0, 0, 0 },
	    { 'L', 0.2, -0.9, 0, 0, 0 } } },
	{ 5.6,
	  { { 'M', 0.6, 0, 0, 0, 0 },
	    { 'L', 0.6, -10, 0, 0, 0 },
	    { 'M', 4.4, -6.6, 0, 0, 0 },
	    { 'L', 0.8, -3, 0, 0, 0 },
	    { 'M', 1.9, -4, 0, 0, 0 },
	    { 'L', 4.7, 0, 0, 0, 0 } } },
	{ 6.6,
	  { { 'M', 0.4, -3.5, 0, 0, 0 },
	    { 'L', 5.5, -3.5, 0, 0, 0 },
	    { 'A', 3, -3.3, 2.6, 0, -300 } } },
	{ 4.6,
	  { { 'M', 1.6, -9, 0, 0, 0 },
	    { 'L', 1.6, -1.6, 0, 0, 0 },
	    { 'L', 2.4, -0.2, 0, 0, 0 },
	    { 'L', 3.6, -0.2, 0, 0, 0 },
	    { 'M', 0, -6.6, 0, 0, 0 },
	    { 'L', 3.5, -6.6, 0, 0, 0 } } },
	{ 6.0, { { 'A', 3, -3.3, 2.6, -50, -310 } } },
	{ 5.4,
	  { { 'M', 0.6, 0, 0, 0, 0 },
	    { 'L', 0.6, -10, 0, 0, 0 },
	    { 'M', 0.6, -4, 0, 0, 0 },
	    { 'A', 2.6, -4.4, 2, 180, 360 },
	    { 'L', 4.6, 0, 0, 0, 0 } } },
};

static void
arc(cairo_t *cr, const struct stroke *s)
{
	double from = s->from * M_PI / 180, to = s->to * M_PI / 180;
	if (to < from)
		cairo_arc_negative(cr, s->a, s->b, s->r, from, to);
	else
		cairo_arc(cr, s->a, s->b, s->r, from, to);
}

static double
write_label(cairo_t *cr, double x, double y)
{
	for (size_t i = 0; i < COUNT(LABEL); i++) {
		cairo_save(cr);
		cairo_translate(cr, x, y);
		for (size_t k = 0; k < STROKES && LABEL[i].strokes[k].kind != 0; k++) {
			const struct stroke *s = &LABEL[i].strokes[k];
			if (s->kind == 'M')
				cairo_move_to(cr, s->a, s->b);
			else if (s->kind == 'L')
				cairo_line_to(cr, s->a, s->b);
			else {
				if (k == 0)
					cairo_new_sub_path(cr);
				arc(cr, s);
			}
		}
		cairo_restore(cr);
		x += LABEL[i].wide + (i == 1 ? 3 : 1);
	}
	return x;
}

/* The house's lamp: a shade, its foot, and light below. */
static void
lamp(cairo_t *cr)
{
	cairo_move_to(cr, 2.6, -10);
	cairo_line_to(cr, 6.6, -10);
	cairo_line_to(cr, 9.2, -4.4);
	cairo_line_to(cr, 0, -4.4);
	cairo_close_path(cr);
	cairo_set_source_rgb(cr, 1, 0.78, 0.42);
	cairo_fill(cr);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_set_line_width(cr, 1.2);
	cairo_move_to(cr, 4.6, -4.2);
	cairo_line_to(cr, 4.6, -0.4);
	cairo_move_to(cr, 2.2, 0);
	cairo_line_to(cr, 7, 0);
	cairo_stroke(cr);
}

void
mark_paint(struct canvas *picture)
{
	enum { WIDE = 82, HIGH = 20 };
	cairo_t *cr = picture->cr;
	double size = fmax(0.95, fmin(picture->width, picture->height) / 640.0);
	if (size * (WIDE + 12) > picture->width)
		size = picture->width / (WIDE + 12.0);
	cairo_save(cr);
	cairo_identity_matrix(cr);
	cairo_translate(cr, picture->width - (WIDE + 8) * size,
			picture->height - (HIGH + 8) * size);
	cairo_scale(cr, size, size);
	/* A dark pill keeps white letters legible over any picture. */
	double r = HIGH / 2.0;
	cairo_new_path(cr);
	cairo_arc(cr, r, r, r, M_PI / 2, 3 * M_PI / 2);
	cairo_arc(cr, WIDE - r, r, r, -M_PI / 2, M_PI / 2);
	cairo_close_path(cr);
	cairo_set_source_rgba(cr, 0.04, 0.03, 0.08, 0.66);
	cairo_fill(cr);
	cairo_save(cr);
	cairo_translate(cr, 9, 15);
	lamp(cr);
	cairo_restore(cr);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
	cairo_set_line_width(cr, 1.35);
	cairo_set_source_rgba(cr, 1, 1, 1, 0.95);
	cairo_new_path(cr);
	write_label(cr, 23, 15);
	cairo_stroke(cr);
	cairo_restore(cr);
}
