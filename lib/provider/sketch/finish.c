#include <math.h>
#include <string.h>

#include "lib/provider/sketch/canvas.h"

/* What of the figure lies within `dx`, `dy` pixels of its edge on that side, in `c`. */
static void
rim(struct canvas *figure, double dx, double dy, struct rgb c, double alpha)
{
	cairo_t *cr = figure->cr;
	cairo_push_group_with_content(cr, CAIRO_CONTENT_ALPHA);
	cairo_set_source_surface(cr, figure->surface, 0, 0);
	cairo_paint(cr);
	cairo_set_operator(cr, CAIRO_OPERATOR_DEST_OUT);
	cairo_set_source_surface(cr, figure->surface, dx, dy);
	/* What runs out of the picture has no edge there. */
	cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
	cairo_paint(cr);
	cairo_pattern_t *mask = cairo_pop_group(cr);
	cairo_set_operator(cr, CAIRO_OPERATOR_ATOP);
	set_rgb(cr, c, alpha);
	cairo_mask(cr, mask);
	cairo_pattern_destroy(mask);
	cairo_set_operator(cr, CAIRO_OPERATOR_OVER);
}

static void
wash(struct sketch *sk, struct canvas *figure)
{
	cairo_t *cr = figure->cr;
	double w = figure->width, h = figure->height;
	const struct mood_light *l = &sk->light;
	double from = sk->side < 0 ? 0 : w, to = w - from;
	bool noir = sk->plan->style == STYLE_NOIR;
	cairo_pattern_t *p = cairo_pattern_create_linear(from, h * 0.15, to, h * 0.75);
	cairo_pattern_add_color_stop_rgba(p, 0, l->key.r, l->key.g, l->key.b, noir ? 0 : 0.13);
	cairo_pattern_add_color_stop_rgba(p, 0.5, l->key.r, l->key.g, l->key.b, 0);
	struct rgb deep = noir ? rgb_hex(0x000000) : rgb_mix(l->dark, rgb_hex(0x24103c), 0.5);
	cairo_pattern_add_color_stop_rgba(p, 0.51, deep.r, deep.g, deep.b, 0);
	double night = sk->plan->time == TIME_NIGHT ? 0.46 : 0.3;
	cairo_pattern_add_color_stop_rgba(p, 1, deep.r, deep.g, deep.b, noir ? 0.85 : night);
	cairo_set_operator(cr, CAIRO_OPERATOR_ATOP);
	cairo_set_source(cr, p);
	cairo_paint(cr);
	cairo_pattern_destroy(p);
	p = cairo_pattern_create_linear(0, h * 0.6, 0, h);
	cairo_pattern_add_color_stop_rgba(p, 0, deep.r, deep.g, deep.b, 0);
	cairo_pattern_add_color_stop_rgba(p, 1, deep.r, deep.g, deep.b, 0.42);
	cairo_set_source(cr, p);
	cairo_paint(cr);
	cairo_pattern_destroy(p);
	cairo_set_operator(cr, CAIRO_OPERATOR_OVER);
}

void
finish_figure(struct sketch *sk, struct canvas *figure)
{
	double k = figure->height / (double)SCENE_HIGH;
	double s = sk->side;
	const struct mood_light *l = &sk->light;
	cairo_save(figure->cr);
	cairo_identity_matrix(figure->cr);
	switch (sk->plan->style) {
	case STYLE_DEFAULT:
		wash(sk, figure);
		for (int i = 1; i <= 4; i++)
			rim(figure, s * 4.2 * i * k, 2.2 * i * k, l->rim, 0.17);
		rim(figure, s * 2.6 * k, 1.6 * k, rgb_mix(l->rim, rgb_hex(0xffffff), 0.35), 0.5);
		rim(figure, -s * 5 * k, 4 * k, l->key, 0.22);
		rim(figure, -s * 2.5 * k, 2 * k, l->key, 0.34);
		break;
	case STYLE_CARTOON:
		rim(figure, s * 7 * k, 2 * k, l->rim, 0.7);
		break;
	case STYLE_PASTEL:
		rim(figure, s * 8 * k, 4 * k, rgb_mix(l->rim, rgb_hex(0xffffff), 0.5), 0.4);
		break;
	case STYLE_NOIR:
		wash(sk, figure);
		rim(figure, s * 4.5 * k, 2 * k, l->rim, 0.55);
		rim(figure, -s * 6 * k, 4 * k, l->key, 0.75);
		break;
	case STYLE_INK:
		break;
	}
	cairo_restore(figure->cr);
}

void
finish_scene(struct sketch *sk, struct canvas *scene)
{
	cairo_t *cr = scene->cr;
	if (sk->plan->style == STYLE_PASTEL) {
		set_rgb(cr, rgb_hex(0xfff0e8), 0.42);
		cairo_paint(cr);
	}
	if (sk->plan->style == STYLE_INK) {
		cairo_set_operator(cr, CAIRO_OPERATOR_HSL_SATURATION);
		set_rgb(cr, rgb_hex(0x808080), 1);
		cairo_paint(cr);
		cairo_set_operator(cr, CAIRO_OPERATOR_OVER);
		set_rgb(cr, rgb_hex(0xf4ecdf), 0.3);
		cairo_paint(cr);
	}
}

static uint32_t
noise_bits(uint32_t x, uint32_t y, uint32_t seed)
{
	uint32_t h = x * 0x8da6b343u ^ y * 0xd8163841u ^ seed * 0xcb1ab31fu;
	h ^= h >> 15;
	h *= 0x2c1b3c6du;
	h ^= h >> 12;
	h *= 0x297a2d39u;
	return h ^ h >> 15;
}

static unsigned char
clip_byte(int v)
{
	return (unsigned char)(v < 0 ? 0 : v > 255 ? 255 : v);
}

/* Paper: blotches of a few pixels and a finer tooth, the same on all three colours. */
static int
paper_at(int x, int y, uint32_t seed, int strength)
{
	uint32_t tooth = noise_bits((uint32_t)x, (uint32_t)y, seed);
	uint32_t fibre = noise_bits((uint32_t)(x / 3), (uint32_t)(y / 2), seed + 1);
	return ((int)(tooth & 15u) - 7) * strength / 24 + ((int)(fibre & 15u) - 7) * strength / 12;
}

/* The lines of a pen: how much ink a spot of darkness `d` (0..1) takes. */
static double
hatch_at(double x, double y, double d)
{
	static const double LEVELS[] = { 0.34, 0.6 };
	static const double DX[] = { 0.8, 0.56 }, DY[] = { 0.6, -0.83 };
	const double gap = 10.5;
	double ink = 0;
	for (size_t i = 0; i < COUNT(LEVELS); i++) {
		if (d <= LEVELS[i])
			break;
		double along = x * DY[i] - y * DX[i];
		double at = (x * DX[i] + y * DY[i] + 2.2 * sin(along / 61 + (double)i * 2)) / gap;
		double off = fabs(at - floor(at) - 0.5) * gap;
		double half = fmin(2.6, 0.45 + 4.6 * (d - LEVELS[i]));
		double cover = half + 0.7 - off;
		cover = cover < 0 ? 0 : cover > 1 ? 1 : cover;
		ink = ink + cover * (1 - ink);
	}
	return d > 0.8 ? fmax(ink, fmin(1, (d - 0.8) * 14)) : ink;
}

static double
pixel_lum(const unsigned char *px)
{
	return (0.0722 * px[0] + 0.7152 * px[1] + 0.2126 * px[2]) / 255;
}

/*
 * Where the picture keeps its one colour, pigment; elsewhere pen on paper. Lines are what is darker
 * than its surroundings (`around`, the same pixel of a softened copy), hatching follows these.
 */
static void
pixel_ink(unsigned char *px, const unsigned char *around, struct pt at, int grain)
{
	double b = px[0] / 255.0, g = px[1] / 255.0, r = px[2] / 255.0;
	double lum = pixel_lum(px), tone = pixel_lum(around);
	double high = fmax(r, fmax(g, b)), low = fmin(r, fmin(g, b));
	double chroma = high - low;
	double line = fmin(1, fmax(0, (tone - lum - 0.05) * 5.5));
	double ink = hatch_at(at.x, at.y, 1 - sqrt(fmax(tone * 0.7 + lum * 0.3, 0)));
	ink += line * (1 - ink);
	double keep = fmin(1, fmax(0, (chroma - 0.22) * 6));
	double pr = 0.965, pg = 0.938, pb = 0.885;
	pr += (fmin(1, r * 1.08) - pr) * keep * 0.9;
	pg += (g - pg) * keep * 0.9;
	pb += (b - pb) * keep * 0.9;
	ink *= 1 - 0.55 * keep;
	double paper = 1 - ink * 0.92;
	px[2] = clip_byte((int)(255 * (pr * paper + 0.09 * (1 - paper))) + grain);
	px[1] = clip_byte((int)(255 * (pg * paper + 0.07 * (1 - paper))) + grain);
	px[0] = clip_byte((int)(255 * (pb * paper + 0.11 * (1 - paper))) + grain);
}

static void
pixel_noir(unsigned char *px, int grain)
{
	double lum = pixel_lum(px);
	double v = lum * lum * (3 - 2 * lum);
	v = 0.02 + 0.97 * (0.35 * lum + 0.65 * v);
	int grey = (int)(v * 255) + grain * 2;
	px[2] = clip_byte(grey + 3);
	px[1] = clip_byte(grey);
	px[0] = clip_byte(grey + 2);
}

static void
pixel_warm(unsigned char *px, int grain)
{
	px[0] = clip_byte(px[0] + grain);
	px[1] = clip_byte(px[1] + grain);
	px[2] = clip_byte(px[2] + grain);
}

static void
vignette(struct sketch *sk, struct canvas *picture)
{
	cairo_t *cr = picture->cr;
	double w = picture->width, h = picture->height;
	if (sk->plan->style == STYLE_INK)
		return;
	struct rgb edge = sk->plan->style == STYLE_PASTEL ? rgb_hex(0xfff4ee)
			  : sk->plan->style == STYLE_NOIR
				  ? rgb_hex(0x000000)
				  : rgb_mix(sk->light.dark, rgb_hex(0x140a24), 0.5);
	cairo_pattern_t *p = cairo_pattern_create_radial(w / 2, h * 0.44, h * 0.34, w / 2, h * 0.5,
							 h * 0.78);
	cairo_pattern_add_color_stop_rgba(p, 0, edge.r, edge.g, edge.b, 0);
	cairo_pattern_add_color_stop_rgba(p, 1, edge.r, edge.g, edge.b, 0.5);
	cairo_save(cr);
	cairo_identity_matrix(cr);
	cairo_set_source(cr, p);
	cairo_paint(cr);
	cairo_restore(cr);
	cairo_pattern_destroy(p);
}

/* The pixels of a softened copy. */
static const unsigned char *
softened(struct arena *arena, const struct canvas *picture, int radius)
{
	struct canvas copy = canvas_new(arena, picture->width, picture->height);
	memcpy(copy.pixels, picture->pixels, (size_t)copy.height * (size_t)copy.stride);
	canvas_blur(arena, &copy, radius < 1 ? 1 : radius, 2);
	return copy.pixels;
}

void
finish_picture(struct arena *arena, struct sketch *sk, struct canvas *picture, double pixel)
{
	vignette(sk, picture);
	cairo_surface_flush(picture->surface);
	size_t stride = (size_t)picture->stride;
	const unsigned char *soft = picture->pixels;
	if (sk->plan->style == STYLE_INK)
		soft = softened(arena, picture, (int)floor(5 * pixel + 0.5));
	uint32_t seed = (uint32_t)sk->plan->seed;
	enum sketch_style style = sk->plan->style;
	static const int GRAIN[] = { 8, 4, 6, 7, 10 };
	int strength = GRAIN[sk->plan->detail];
	if (style == STYLE_CARTOON)
		strength = 2;
	for (int y = 0; y < picture->height; y++) {
		unsigned char *px = picture->pixels + (size_t)y * stride;
		const unsigned char *around = soft + (size_t)y * stride;
		for (int x = 0; x < picture->width; x++, px += 4, around += 4) {
			int grain = paper_at(x, y, seed, strength);
			if (style == STYLE_INK)
				pixel_ink(px, around, (struct pt){ x / pixel, y / pixel }, grain);
			else if (style == STYLE_NOIR)
				pixel_noir(px, grain);
			else
				pixel_warm(px, grain);
			px[3] = 255;
		}
	}
	cairo_surface_mark_dirty(picture->surface);
}

/* Construction of the head: oval, middle line, lines of eyes, nose and mouth; all drawn twice. */
void
finish_draft(struct sketch *sk)
{
	const struct plan *plan = sk->plan;
	const struct head *h = &plan->head;
	cairo_t *cr = sk->cr;
	struct rgb pencil = plan->style == STYLE_NOIR ? rgb_hex(0xb8b8c4) : rgb_hex(0xd8603c);
	cairo_save(cr);
	cairo_translate(cr, sk->scene_wide / 2 + (plan->flip ? -plan->shift : plan->shift),
			430 + plan->lift);
	cairo_scale(cr, plan->flip ? -plan->zoom : plan->zoom, plan->zoom);
	cairo_translate(cr, 0, 150);
	cairo_rotate(cr, h->roll);
	cairo_translate(cr, 0, -150);
	cairo_set_line_width(cr, 2.2);
	for (int i = 0; i < 2; i++) {
		double j = i == 0 ? 0 : 5;
		set_rgb(cr, pencil, 0.55 - 0.2 * i);
		path_ellipse(cr, -5 * h->turn + j, -40, 120 * h->wide, 122 + j);
		cairo_stroke(cr);
		const struct pt middle[] = { head_at(h, j, -170, 0), head_at(h, j, -60, 0),
					     head_at(h, 0, 20, 0), head_at(h, -j, 100, 0),
					     head_at(h, -j, 190, 0) };
		path_open(cr, middle, 5);
		cairo_stroke(cr);
		static const double ROWS[] = { 0, 66, 102 };
		for (size_t r = 0; r < COUNT(ROWS); r++) {
			const struct pt row[] = { head_at(h, -118, ROWS[r] + j, 0),
						  head_at(h, -50, ROWS[r], 0),
						  head_at(h, 0, ROWS[r], 0),
						  head_at(h, 50, ROWS[r], 0),
						  head_at(h, 112, ROWS[r] - j, 0) };
			path_open(cr, row, 5);
			cairo_stroke(cr);
		}
		for (int s = -1; s <= 1; s += 2) {
			const struct pt shoulder[] = {
				body_at(sk, s, 20, 236 - j), body_at(sk, s, 140, 262 + j),
				body_at(sk, s, plan->shoulders + 8, 300 - j),
				body_at(sk, s, plan->shoulders + 40 + j, 470)
			};
			path_open(cr, shoulder, 4);
			cairo_stroke(cr);
		}
	}
	cairo_restore(cr);
}
