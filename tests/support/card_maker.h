/*
 * Makes the files that card tests read: pictures with text chunks, archives, sound and broken ones.
 */
#ifndef SNUG_TESTS_CARD_MAKER_H
#define SNUG_TESTS_CARD_MAKER_H

#include "lib/base/buf.h"

struct maker_chunk {
	const char *type; /* "tEXt", "zTXt", "iTXt" */
	const char *keyword;
	struct str value;
	bool is_plain; /* the value as it is; else in base64 */
	bool bad_sum;  /* a checksum that does not fit */
};

/* A PNG of 64 by 64 pixels with the chunks between its pixels and its end. */
struct str make_png(struct arena *arena, const struct maker_chunk *chunks, size_t n);

struct maker_file {
	const char *name;
	struct str bytes;
};

/* A ZIP of stored or deflated files. */
struct str make_zip(struct arena *arena, const struct maker_file *files, size_t n);
struct str make_joined(struct arena *arena, struct str first, struct str second);
struct str make_base64(struct arena *arena, struct str bytes);
/* `n` times the text. */
struct str make_repeated(struct arena *arena, const char *text, size_t n);

#endif
