#include "lib/provider/image.h"

#include <math.h>

#include "lib/base/fault.h"
#include "lib/base/utf8.h"
#include "lib/provider/sketch/canvas.h"

enum {
	LEAST_SIDE = 16,
	LARGEST_SIDE = 2048,
	THUMB_WIDE = 384,
	SCENE_WIDEST = 4 * SCENE_HIGH,
	SCRATCH_CAP = 160 * 1024 * 1024
};

/* Bytes of a bare image, by the pixel: 70 KB for 768 x 1024, 16 KB for 384 x 512, with XMP. */
static const double BYTES_PER_PIXEL = 0.0903, THUMB_BYTES_PER_PIXEL = 0.08;
enum { LEAST_BYTES = 2000 };

static int
side(int wanted)
{
	return wanted < LEAST_SIDE ? LEAST_SIDE : wanted > LARGEST_SIDE ? LARGEST_SIDE : wanted;
}

/* The setting, drawn at half size and softened: the eye shall stay with the figure. */
static void
paint_scene(struct arena *scratch, struct sketch *sk, struct canvas *picture)
{
	struct canvas half = canvas_new(scratch, (picture->width + 1) / 2,
					(picture->height + 1) / 2);
	double unit = half.height / (double)SCENE_HIGH;
	sk->cr = half.cr;
	cairo_scale(half.cr, unit, unit);
	scene_paint(sk);
	canvas_blur(scratch, &half, (int)floor(3.4 * unit + 0.5), 2);
	finish_scene(sk, &half);
	cairo_t *cr = picture->cr;
	cairo_save(cr);
	cairo_scale(cr, picture->width / (double)half.width, picture->height / (double)half.height);
	cairo_set_source_surface(cr, half.surface, 0, 0);
	cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
	cairo_paint(cr);
	cairo_restore(cr);
}

static void
paint_figure(struct arena *scratch, struct sketch *sk, struct canvas *picture, double unit)
{
	struct canvas figure = canvas_new(scratch, picture->width, picture->height);
	sk->cr = figure.cr;
	cairo_scale(figure.cr, unit, unit);
	figure_paint(sk);
	finish_figure(sk, &figure);
	cairo_save(picture->cr);
	cairo_identity_matrix(picture->cr);
	cairo_set_source_surface(picture->cr, figure.surface, 0, 0);
	cairo_paint(picture->cr);
	cairo_restore(picture->cr);
}

static void
paint(struct arena *scratch, const struct plan *plan, double scene_wide, struct canvas *picture)
{
	double unit = picture->height / (double)SCENE_HIGH;
	struct sketch sk = { .plan = plan, .side = plan->lamp, .scene_wide = scene_wide };
	sk.rand = rand_from_seed(plan->seed ^ 0x7363656eu);
	color_prepare(&sk);
	paint_scene(scratch, &sk, picture);
	sk.rand = rand_from_seed(plan->seed ^ 0x66696775u);
	paint_figure(scratch, &sk, picture, unit);
	sk.rand = rand_from_seed(plan->seed ^ 0x66726f6eu);
	sk.cr = picture->cr;
	cairo_save(picture->cr);
	cairo_scale(picture->cr, unit, unit);
	scene_front(&sk);
	if (plan->detail == IMAGE_DRAFT)
		finish_draft(&sk);
	cairo_restore(picture->cr);
	finish_picture(scratch, &sk, picture, unit);
	mark_paint(picture);
	ENSURE(cairo_status(picture->cr) == CAIRO_STATUS_SUCCESS);
}

/* Hatching is dear in bytes and forgiving. */
static struct encode_goal
goal_for(const struct canvas *picture, enum sketch_style style, double bytes_per_pixel)
{
	double bytes = (double)picture->width * picture->height * bytes_per_pixel;
	return (struct encode_goal){ style == STYLE_INK ? 64 : 82,
				     (size_t)fmax(LEAST_BYTES, bytes) };
}

static void
release_arena(void *arena)
{
	arena_free(arena);
}

void
image_sketch_paint(struct arena *arena, const struct image_request *request, struct image *out)
{
	/* Canvases are large and short-lived: they get an arena of their own, emptied at the end. */
	struct arena *scratch = arena_new(SCRATCH_CAP);
	arena_defer(arena, release_arena, scratch);
	int width = side(request->width), height = side(request->height);
	double scene_wide = fmin(SCENE_WIDEST, (double)SCENE_HIGH * width / height);
	struct plan plan = plan_make(scratch, request, scene_wide);
	struct canvas picture = canvas_new(scratch, width, height);
	paint(scratch, &plan, scene_wide, &picture);
	struct canvas thumb = encode_shrink(scratch, &picture, THUMB_WIDE);
	if (thumb.width < picture.width && plan.style != STYLE_INK)
		encode_sharpen(scratch, &thumb);
	const struct encode_goal full = goal_for(&picture, plan.style, BYTES_PER_PIXEL);
	const struct encode_goal small = goal_for(&thumb, plan.style, THUMB_BYTES_PER_PIXEL);
	*out = (struct image){ .width = picture.width, .height = picture.height };
	out->bytes = encode_webp(arena, scratch, &picture, &full);
	out->thumb = encode_webp(arena, scratch, &thumb, &small);
	out->alt = alt_write(arena, &plan, utf8_repair(scratch, request->name));
	arena_reset(scratch);
}
