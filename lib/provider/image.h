/*
 * Pictures: the interface of image providers.
 *
 * Units: pixels; seeds are 64-bit and, with the same request, give the same picture where the
 * provider allows it (the sketch painter does).
 */
#ifndef SNUG_PROVIDER_IMAGE_H
#define SNUG_PROVIDER_IMAGE_H

#include <jansson.h>

#include "lib/base/arena.h"
#include "lib/base/str.h"

enum image_quality { IMAGE_DRAFT, IMAGE_FAST, IMAGE_BALANCED, IMAGE_HIGH, IMAGE_ULTRA };

struct image_request {
	const json_t *look; /* visible attributes of the character, or NULL */
	struct str name;    /* of the character, may be empty */
	struct str prompt;  /* what the member wrote, may be empty */
	struct str style;   /* "default", "cartoon", "ink", "pastel", "noir" */
	enum image_quality quality;
	int width;
	int height;
	uint64_t seed;
};

struct image {
	struct str bytes; /* WebP file, in the arena of the call */
	struct str thumb; /* WebP, 384 pixels wide at most */
	struct str alt;	  /* one sentence that says what is seen */
	int width;
	int height;
};

/*
 * The built-in sketch painter: draws a portrait from the attributes and the words of the prompt
 * with cairo. Needs no network and no key. Marks the picture visibly as generated.
 * Thread-safe; takes tens to a few hundred milliseconds of CPU.
 */
void image_sketch_paint(struct arena *arena, const struct image_request *request,
			struct image *out);

#endif
