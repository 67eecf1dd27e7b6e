#include "lib/provider/sketch/canvas.h"

#include <string.h>

#include "lib/base/fault.h"

static void
release_surface(void *surface)
{
	cairo_surface_destroy(surface);
}

static void
release_context(void *cr)
{
	cairo_destroy(cr);
}

struct canvas
canvas_new(struct arena *arena, int width, int height)
{
	struct canvas c = { .width = width, .height = height };
	c.stride = cairo_format_stride_for_width(CAIRO_FORMAT_ARGB32, width);
	ENSURE(c.stride > 0);
	c.pixels = arena_take_zero(arena, (size_t)height, (size_t)c.stride);
	c.surface = cairo_image_surface_create_for_data(c.pixels, CAIRO_FORMAT_ARGB32, width,
							height, c.stride);
	arena_defer(arena, release_surface, c.surface);
	c.cr = cairo_create(c.surface);
	arena_defer(arena, release_context, c.cr);
	ENSURE(cairo_status(c.cr) == CAIRO_STATUS_SUCCESS);
	return c;
}

/* One line of `n` pixels, `step` bytes apart, averaged over 2 * radius + 1 neighbours. */
static void
blur_line(const unsigned char *in, unsigned char *out, int n, size_t step, int radius)
{
	unsigned sum[4] = { 0 };
	unsigned window = (unsigned)(2 * radius + 1);
	for (int i = -radius; i <= radius; i++) {
		int at = i < 0 ? 0 : i < n ? i : n - 1;
		for (size_t k = 0; k < 4; k++)
			sum[k] += in[(size_t)at * 4 + k];
	}
	for (int i = 0; i < n; i++) {
		int gone = i - radius < 0 ? 0 : i - radius;
		int next = i + radius + 1 < n ? i + radius + 1 : n - 1;
		for (size_t k = 0; k < 4; k++) {
			out[(size_t)i * step + k] = (unsigned char)(sum[k] / window);
			sum[k] += in[(size_t)next * 4 + k];
			sum[k] -= in[(size_t)gone * 4 + k];
		}
	}
}

void
canvas_blur(struct arena *arena, struct canvas *canvas, int radius, int rounds)
{
	int longest = canvas->width > canvas->height ? canvas->width : canvas->height;
	unsigned char *line = arena_take(arena, (size_t)longest * 4);
	size_t stride = (size_t)canvas->stride;
	if (radius < 1)
		return;
	cairo_surface_flush(canvas->surface);
	for (int round = 0; round < rounds; round++) {
		for (int y = 0; y < canvas->height; y++) {
			unsigned char *row = canvas->pixels + (size_t)y * stride;
			memcpy(line, row, (size_t)canvas->width * 4);
			blur_line(line, row, canvas->width, 4, radius);
		}
		for (int x = 0; x < canvas->width; x++) {
			unsigned char *column = canvas->pixels + (size_t)x * 4;
			for (int y = 0; y < canvas->height; y++)
				memcpy(line + (size_t)y * 4, column + (size_t)y * stride, 4);
			blur_line(line, column, canvas->height, stride, radius);
		}
	}
	cairo_surface_mark_dirty(canvas->surface);
}
