/*
 * The picture that other sites show beside a link to a character: 1200 x 630, portrait, name, one
 * line, and in words who writes. Painted by bin/poster at the first request for what it shows, kept
 * under VAR/media/poster, made anew when any of it changes.
 *
 * Errors: outcomes; a poster that cannot be made is no reason to fail a page.
 * Locking: one maker a character at a time, across processes (flock).
 */
#ifndef SNUG_MEDIA_POSTER_H
#define SNUG_MEDIA_POSTER_H

#include "lib/base/str.h"

struct poster {
	int64_t character; /* id: names the file */
	struct str house;
	struct str name;
	struct str line;
	struct str disclosure;
	struct str portrait; /* "/media/<hash>.webp", or empty */
};

enum poster_outcome { POSTER_READY, POSTER_BUSY, POSTER_FAILED };

/* What stands for the content: the same for the same picture. 32 hex digits, in `arena`. */
struct str poster_mark(struct arena *arena, const struct poster *poster);

/* The PNG, from the file or painted now. */
NODISCARD enum poster_outcome poster_png(struct arena *arena, const struct poster *poster,
					 struct str *png);

#endif
