/*
 * A part of a picture of this house, cut to the shape of a portrait (3 to 4).
 *
 * Only for files that media.h keeps: they were made here, so they are decoded in this process. What
 * comes out goes through upload.h like any picture that a member brings.
 */
#ifndef SNUG_MEDIA_CUT_H
#define SNUG_MEDIA_CUT_H

#include "lib/base/str.h"

enum { CUT_ZOOM_LEAST = 100, CUT_ZOOM_MOST = 400, CUT_LEAST_WIDTH = 96 };

/* Percent: where the part lies between the two edges, and how much larger it is shown. */
struct cut {
	int64_t x;
	int64_t y;
	int64_t zoom;
};

/*
 * The part as WebP, at most `width` pixels wide, never larger than it is in the picture. Values beyond
 * their ranges count as the nearest. False when the file cannot be decoded or is too small.
 */
NODISCARD bool cut_webp(struct arena *arena, struct str webp, const struct cut *cut, int width,
			struct str *out);

#endif
