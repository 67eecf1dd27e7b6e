/*
 * Text as a reader sees it: folded and cut into words, for matching terms.
 *
 * Ownership: words and their letters live in the arena. Locking: safe from several threads.
 */
#ifndef SNUG_MODERATE_FOLD_H
#define SNUG_MODERATE_FOLD_H

#include "lib/base/arena.h"
#include "lib/base/str.h"

enum {
	FOLD_WORD = 24,	    /* letters of a word are fewer; the rest is left out */
	FOLD_NATIVE = 60,   /* bytes of it in its own letters, the same */
	FOLD_POINTS = 48000 /* code points that are read of a text */
};

struct fold_word {
	struct str text;   /* a to z; empty for a number or another alphabet */
	struct str native; /* the same word in its own letters; empty for a number */
	int number;	   /* -1 for a word; 10000 for anything of five digits and more */
	char gap;	   /* what stands before it: a sign, or 2 for more than one */
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

/* What an English word for a number stands for ("twelve"), -1 for any other. */
int fold_number(struct str text);

/* Case, compatibility forms and accents are gone; letters are whole again. Code points in `*n`. */
const int32_t *fold_points(struct arena *arena, struct str text, size_t *n);

#endif
