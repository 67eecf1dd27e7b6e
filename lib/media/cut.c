#include "lib/media/cut.h"

#include <stdlib.h>
#include <string.h>
#include <webp/decode.h>
#include <webp/encode.h>

enum { QUALITY = 90, SIDE_MOST = 4096 };

static int64_t
within(int64_t value, int64_t least, int64_t most)
{
	return value < least ? least : value > most ? most : value;
}

/* The largest part of that shape, made smaller by the zoom, moved by x and y. Even edges, as WebP wants. */
static void
place_part(WebPDecoderOptions *o, int width, int height, const struct cut *cut)
{
	int64_t zoom = within(cut->zoom, CUT_ZOOM_LEAST, CUT_ZOOM_MOST);
	int64_t w = width, h = (int64_t)width * 4 / 3;
	if (h > height) {
		h = height;
		w = (int64_t)height * 3 / 4;
	}
	w = within(w * 100 / zoom, 1, width);
	h = within(h * 100 / zoom, 1, height);
	o->use_cropping = 1;
	o->crop_left = (int)((width - w) * within(cut->x, 0, 100) / 100) & ~1;
	o->crop_top = (int)((height - h) * within(cut->y, 0, 100) / 100) & ~1;
	o->crop_width = (int)w;
	o->crop_height = (int)h;
}

static bool
encode(struct arena *arena, const WebPDecoderConfig *config, struct str *out)
{
	uint8_t *bytes = NULL;
	const WebPRGBABuffer *pixels = &config->output.u.RGBA;
	size_t n = WebPEncodeRGB(pixels->rgba, config->output.width, config->output.height,
				 pixels->stride, QUALITY, &bytes);
	if (n > 0)
		*out = str_copy(arena, (struct str){ (const char *)bytes, n });
	WebPFree(bytes);
	return n > 0;
}

bool
cut_webp(struct arena *arena, struct str webp, const struct cut *cut, int width, struct str *out)
{
	WebPDecoderConfig config;
	const uint8_t *bytes = (const uint8_t *)webp.p;
	if (!WebPInitDecoderConfig(&config) ||
	    WebPGetFeatures(bytes, webp.n, &config.input) != VP8_STATUS_OK ||
	    config.input.width > SIDE_MOST || config.input.height > SIDE_MOST)
		return false;
	place_part(&config.options, config.input.width, config.input.height, cut);
	int part = config.options.crop_width;
	if (part < CUT_LEAST_WIDTH || config.options.crop_height < CUT_LEAST_WIDTH)
		return false;
	if (part > width) {
		config.options.use_scaling = 1;
		config.options.scaled_width = width;
		config.options.scaled_height = config.options.crop_height * width / part;
	}
	config.output.colorspace = MODE_RGB;
	bool ok = WebPDecode(bytes, webp.n, &config) == VP8_STATUS_OK &&
		  encode(arena, &config, out);
	WebPFreeDecBuffer(&config.output);
	return ok;
}
