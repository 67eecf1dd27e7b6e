/*
 * What people read for codes: tables of words.
 */
#ifndef SNUG_BASE_LABEL_H
#define SNUG_BASE_LABEL_H

#include "lib/base/str.h"

struct label {
	struct str code;
	struct str words;
};

#define LABEL(code, words)                                                                         \
	{                                                                                          \
		STR_INIT(code), STR_INIT(words)                                                    \
	}

/* The words of a code; `otherwise` when the table has none. */
struct str label_of(const struct label *labels, size_t n, struct str code, struct str otherwise);
/* Where a code stands; 0 when the table has none. */
size_t label_find(const struct label *labels, size_t n, struct str code);

#endif
