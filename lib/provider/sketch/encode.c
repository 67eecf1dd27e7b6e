#include <math.h>
#include <string.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include "lib/base/fault.h"
#include "lib/provider/sketch/canvas.h"

enum { QUALITY_STEP = 9, QUALITY_LEAST = 30, TRIES = 5, METHOD = 4 };

/*
 * The making, for programs that read it (IPTC digital source type; a drawing program, not a
 * trained model).
 */
static const char XMP[] =
	"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
	"xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" "
	"xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\" "
	"Iptc4xmpExt:DigitalSourceType=\"http://cv.iptc.org/newscodes/digitalsourcetype/"
	"algorithmicMedia\"/></rdf:RDF></x:xmpmeta>";

static void
release_writer(void *writer)
{
	WebPMemoryWriterClear(writer);
}

/* The bare image; its bytes hang on the scratch arena. */
static WebPData
compress(struct arena *scratch, const struct canvas *picture, float quality)
{
	WebPConfig config;
	WebPPicture image;
	ENSURE(WebPConfigInit(&config) && WebPPictureInit(&image));
	config.quality = quality;
	config.method = METHOD;
	config.sns_strength = 60;
	config.segments = 4;
	WebPMemoryWriter *writer = ARENA_NEW(scratch, WebPMemoryWriter);
	WebPMemoryWriterInit(writer);
	arena_defer(scratch, release_writer, writer);
	image.use_argb = 1;
	image.width = picture->width;
	image.height = picture->height;
	/* cairo's pixels are libwebp's: 0xAARRGGBB words, here opaque. */
	image.argb = (uint32_t *)(void *)picture->pixels;
	image.argb_stride = picture->stride / 4;
	image.writer = WebPMemoryWrite;
	image.custom_ptr = writer;
	int done = WebPEncode(&config, &image);
	WebPPictureFree(&image);
	if (!done)
		fault_raise(FAULT_BUG, "libwebp: error %d", (int)image.error_code);
	return (WebPData){ writer->mem, writer->size };
}

static struct str
with_xmp(struct arena *arena, const WebPData *bare)
{
	WebPMux *mux = WebPMuxCreate(bare, 0);
	if (mux == NULL)
		fault_raise(FAULT_MEMORY, "libwebpmux takes no picture");
	const WebPData xmp = { (const uint8_t *)XMP, sizeof(XMP) - 1 };
	WebPData whole = { NULL, 0 };
	bool done = WebPMuxSetChunk(mux, "XMP ", &xmp, 0) == WEBP_MUX_OK &&
		    WebPMuxAssemble(mux, &whole) == WEBP_MUX_OK;
	WebPMuxDelete(mux);
	if (!done)
		fault_raise(FAULT_MEMORY, "libwebpmux assembles no file");
	/* The arena may refuse: the file must not be lost then. */
	struct fault_frame frame;
	char *copy = NULL;
	if (FAULT_CATCH(frame)) {
		copy = arena_take(arena, whole.size);
		fault_pop(&frame);
	} else {
		WebPDataClear(&whole);
		fault_raise(frame.fault.kind, "%s", frame.fault.message);
	}
	memcpy(copy, whole.bytes, whole.size);
	struct str file = { copy, whole.size };
	WebPDataClear(&whole);
	return file;
}

struct str
encode_webp(struct arena *arena, struct arena *scratch, const struct canvas *picture,
	    const struct encode_goal *goal)
{
	cairo_surface_flush(picture->surface);
	WebPData bare = { NULL, 0 };
	float quality = (float)goal->quality;
	for (int i = 0; i < TRIES; i++) {
		bare = compress(scratch, picture, quality);
		if (bare.size <= goal->bytes || quality <= QUALITY_LEAST)
			break;
		double over = (double)bare.size / (double)goal->bytes;
		quality -= over > 1.35 ? 2 * QUALITY_STEP : QUALITY_STEP;
	}
	return with_xmp(arena, &bare);
}

/* The average of the area of `from` that one pixel of the copy covers, for one colour. */
static void
average(const struct canvas *from, double x1, double y1, double x2, double y2, double out[3])
{
	double sum[3] = { 0 }, weight = 0;
	for (int y = (int)y1; y < from->height && y < y2; y++) {
		double wy = fmin(y + 1, y2) - fmax(y, y1);
		const unsigned char *row = from->pixels + (size_t)y * (size_t)from->stride;
		for (int x = (int)x1; x < from->width && x < x2; x++) {
			double w = wy * (fmin(x + 1, x2) - fmax(x, x1));
			for (int k = 0; k < 3; k++)
				sum[k] += w * row[(size_t)x * 4 + (size_t)k];
			weight += w;
		}
	}
	for (int k = 0; k < 3; k++)
		out[k] = weight > 0 ? sum[k] / weight : 0;
}

void
encode_sharpen(struct arena *scratch, struct canvas *c)
{
	size_t size = (size_t)c->stride * (size_t)c->height;
	cairo_surface_flush(c->surface);
	unsigned char *was = arena_take(scratch, size);
	memcpy(was, c->pixels, size);
	for (int y = 1; y + 1 < c->height; y++)
		for (int x = 1; x + 1 < c->width; x++)
			for (int k = 0; k < 3; k++) {
				size_t i = (size_t)y * (size_t)c->stride + (size_t)x * 4 +
					   (size_t)k;
				int around = was[i - 4] + was[i + 4] + was[i - (size_t)c->stride] +
					     was[i + (size_t)c->stride];
				int v = was[i] + (4 * was[i] - around) / 11;
				c->pixels[i] = (unsigned char)(v < 0 ? 0 : v > 255 ? 255 : v);
			}
}

struct canvas
encode_shrink(struct arena *scratch, const struct canvas *picture, int width)
{
	if (picture->width <= width)
		return *picture;
	double step = (double)picture->width / width;
	int height = (int)fmax(1, floor(picture->height / step + 0.5));
	double down = (double)picture->height / height;
	struct canvas c = canvas_new(scratch, width, height);
	for (int y = 0; y < height; y++) {
		unsigned char *row = c.pixels + (size_t)y * (size_t)c.stride;
		for (int x = 0; x < width; x++) {
			double mean[3];
			average(picture, x * step, y * down, (x + 1) * step, (y + 1) * down, mean);
			for (size_t k = 0; k < 3; k++)
				row[(size_t)x * 4 + k] = (unsigned char)(mean[k] + 0.5);
			row[(size_t)x * 4 + 3] = 255;
		}
	}
	cairo_surface_mark_dirty(c.surface);
	return c;
}
