/*
 * Between the files of read.h, for nobody else: compiled terms (read_terms.c), text hidden as base64
 * (read_hidden.c), numbers and ages (read_ages.c).
 *
 * Ownership: terms live as long as the process; everything else in the arena of the reading.
 * Locking: safe from several threads. Errors: FAULT_MEMORY.
 */
#ifndef SNUG_MODERATE_READ_PARTS_H
#define SNUG_MODERATE_READ_PARTS_H

#include "lib/moderate/read.h"

enum { TERM_WORDS = 8, TERM_CHAINS = 6 };

struct term_word {
	const char *text; /* compared with fold_word.text, or with .native when `is_native` */
	size_t n;
	bool is_native;
	bool goes_on;
};

struct term {
	struct term *next; /* of the same bucket */
	const struct term_language *language;
	size_t language_at;
	unsigned about;
	bool is_shared; /* also an innocent word elsewhere */
	size_t n;
	struct term_word words[TERM_WORDS];
};

enum term_fit {
	TERM_ELSE,
	TERM_BEGINS, /* as far as the text goes */
	TERM_FITS
};

struct term_chain {
	const struct term *first;
	bool is_native;
};

struct found {
	size_t at;
	const struct term *term;
};

struct reader {
	struct reading *r;
	int *values; /* of the words that are numbers, -1 for the others */
	struct found *found;
	size_t n, room;
	size_t common[TERM_LANGUAGES];
};

/* Compiles the terms, once. */
void terms_ready(void);
/* Where terms that begin with a word may stand, and many that do not. */
size_t terms_chains(const struct fold_word *word, struct term_chain chains[TERM_CHAINS]);
enum term_fit term_fit(const struct fold_words *words, size_t at, const struct term *term);

/* The text, and behind it what was hidden in it. */
struct str read_hidden(struct arena *arena, struct str text);

void read_mark_add(struct reading *r, size_t at, size_t n, unsigned about,
		   const struct term_language *language);
/* "twenty-four" and 二十四 end in a smaller number, which is none. */
bool read_larger(const struct fold_words *words, size_t at);
/* Works out sums of small numbers where they end. */
void read_sums(struct reader *reader);
/* Marks ages under 18. */
void read_ages(struct reader *reader);

#endif
