/*
 * What changed between two texts, word by word: the longest common subsequence of words (Myers, "An O(ND)
 * difference algorithm", 1986, gives the same; texts here are short enough for the plain table).
 */
#ifndef SNUG_CHARACTER_DIFF_H
#define SNUG_CHARACTER_DIFF_H

#include "lib/base/str.h"

enum diff_kind { DIFF_SAME, DIFF_OUT, DIFF_IN };

struct diff_piece {
	enum diff_kind kind;
	struct str text; /* with the space behind its words */
};

struct diff {
	struct diff_piece *at;
	size_t n;
};

/* Texts that differ in very much come as one piece out and one in. */
struct diff diff_words(struct arena *arena, struct str before, struct str after);

#endif
