#include "lib/card/portrait.h"

#include <cairo.h>
#include <string.h>
#include <webp/decode.h>
#include <webp/mux.h>

#include "lib/base/buf.h"
#include "lib/base/fault.h"
#include "lib/base/utf8.h"

enum { WIDTH = 400, HEIGHT = 600 };

static cairo_status_t
put(void *to, const unsigned char *bytes, unsigned n)
{
	buf_put(to, (const char *)bytes, n);
	return CAIRO_STATUS_SUCCESS;
}

static void
free_surface(void *surface)
{
	cairo_surface_destroy(surface);
}

static struct str
png_of(struct arena *arena, cairo_surface_t *surface)
{
	struct buf out = buf_in(arena);
	buf_reserve(&out, 2 * 1024 * 1024);
	if (cairo_surface_write_to_png_stream(surface, put, &out) != CAIRO_STATUS_SUCCESS)
		fault_raise(FAULT_MEMORY, "cairo writes no PNG");
	return buf_done(&out);
}

/* The XMP packet of the file, which says how the picture was made. */
static struct str
xmp_of(struct arena *arena, struct str webp)
{
	const WebPData file = { (const uint8_t *)webp.p, webp.n };
	WebPData chunk = { NULL, 0 };
	struct str xmp = STR("");
	WebPMux *mux = WebPMuxCreate(&file, 0);
	if (mux != NULL && WebPMuxGetChunk(mux, "XMP ", &chunk) == WEBP_MUX_OK &&
	    chunk.size < 65536)
		xmp = str_copy(arena, (struct str){ (const char *)chunk.bytes, chunk.size });
	WebPMuxDelete(mux);
	return xmp;
}

bool
portrait_from_webp(struct arena *arena, struct str webp, struct portrait *out)
{
	int width, height;
	const uint8_t *bytes = (const uint8_t *)webp.p;
	if (!WebPGetInfo(bytes, webp.n, &width, &height) || width > PORTRAIT_SIDE ||
	    height > PORTRAIT_SIDE)
		return false;
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
	if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
		fault_raise(FAULT_MEMORY, "cairo has no room for %d x %d pixels", width, height);
	arena_defer(arena, free_surface, surface);
	size_t stride = (size_t)cairo_image_surface_get_stride(surface);
	unsigned char *pixels = cairo_image_surface_get_data(surface);
	/* cairo's pixels are words 0xXXRRGGBB: blue comes first in memory, as in libwebp's BGRA. */
	if (WebPDecodeBGRAInto(bytes, webp.n, pixels, stride * (size_t)height, (int)stride) == NULL)
		return false;
	cairo_surface_mark_dirty(surface);
	out->png = png_of(arena, surface);
	out->xmp = xmp_of(arena, webp);
	return true;
}

struct str
portrait_blank(struct arena *arena, struct str name)
{
	uint32_t point = '?';
	char letter[5] = { 0 };
	struct str rest = name;
	(void)utf8_next(&rest, &point);
	(void)utf8_encode(point, letter);
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
	arena_defer(arena, free_surface, surface);
	cairo_t *c = cairo_create(surface);
	cairo_text_extents_t extents;
	cairo_set_source_rgb(c, 0.10, 0.10, 0.14);
	cairo_paint(c);
	cairo_select_font_face(c, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
	cairo_set_font_size(c, WIDTH / 2.0);
	cairo_text_extents(c, letter, &extents);
	cairo_move_to(c, WIDTH / 2.0 - extents.width / 2 - extents.x_bearing,
		      HEIGHT / 2.0 - extents.height / 2 - extents.y_bearing);
	cairo_set_source_rgb(c, 0.545, 0.361, 0.965);
	cairo_show_text(c, letter);
	cairo_destroy(c);
	return png_of(arena, surface);
}
