/*
 * Portraits of the demo characters, for bin/snug_seed.c: painted by the sketch painter and stored.
 */
#ifndef SNUG_BIN_SNUG_SEED_H
#define SNUG_BIN_SNUG_SEED_H

#include <jansson.h>

#include "lib/media/media.h"

enum { SEED_ALT_ROOM = 512 };

struct seed_portrait {
	const json_t *character; /* in: a file of demo/characters */
	struct media_file file;	 /* out: what was stored, and what it shows */
	struct media_file thumb;
	int64_t width; /* pixels */
	int64_t height;
	int64_t bytes;
	char alt[SEED_ALT_ROOM];
};

/* Paints and stores all of them with two threads. A fault when the files cannot be kept. */
void seed_paint(struct seed_portrait *portraits, size_t n);

#endif
