/*
 * Text as a reader sees it: folded and cut into words, for matching terms.
 */
#ifndef SNUG_MODERATE_FOLD_H
#define SNUG_MODERATE_FOLD_H

#include "lib/base/arena.h"
#include "lib/base/str.h"

enum { FOLD_WORD = 24, FOLD_NATIVE = 60, FOLD_POINTS = 16000 };

struct fold_word {
	char text[FOLD_WORD];	  /* a to z, NUL-ended; "" for a number or another alphabet */
	char native[FOLD_NATIVE]; /* the same word in its own letters, NUL-ended; "" for a number */
	int number;		  /* -1 for a word; 1000 for anything larger */
	char gap;		  /* what stands before it: a sign, or 2 for more than one */
};

struct fold_words {
	struct fold_word *at;
	size_t n;
};

/*
 * Folds case, compatibility forms and accents (NFKC_Casefold, Unicode UAX 31), letters of other
 * alphabets that look Latin, digits and signs in the place of letters ("s3x", "l0l1"), letters that
 * are repeated or spaced out ("s e x", "s.e.x"), letters made of flags. Han, Hiragana and emoji are
 * words of one sign each, Katakana runs are words; signs of arithmetic between numbers are words
 * ("plus", "minus", "times", "over").
 */
struct fold_words fold_text(struct arena *arena, struct str text);

#endif
