/*
 * Between lines.c and the five files of phrases, for nobody else. Each file gives its banks as a table,
 * in the order of the enum.
 */
#ifndef SNUG_PROVIDER_OFFLINE_LINES_H
#define SNUG_PROVIDER_OFFLINE_LINES_H

#include "lib/provider/offline/talk.h"

/* Whom a line suits, short enough to stand before each. */
enum {
	ANY = 0,
	W = MOOD_WARM,
	D = MOOD_DRY,
	G = MOOD_GRAND,
	P = MOOD_PLAYFUL,
	S = MOOD_STERN,
	M = MOOD_WISTFUL,
	E = MOOD_EXACT,
	H = MOOD_SHY
};

struct lines {
	const struct line *lines;
	size_t n;
};

extern const struct lines lines_meet[], lines_answer[], lines_hear[], lines_do[], lines_glue[];

#endif
