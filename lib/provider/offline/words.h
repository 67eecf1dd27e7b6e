/*
 * Words of English text, light enough for one reply: cutting, folding, stems, and how much two
 * texts have in common.
 */
#ifndef SNUG_PROVIDER_OFFLINE_WORDS_H
#define SNUG_PROVIDER_OFFLINE_WORDS_H

#include "lib/base/buf.h"

struct word {
	struct str raw;	 /* as written, a slice of the text */
	struct str text; /* ASCII lower case, without apostrophes */
	uint32_t stem; /* hash of the stem, the same for words of one sense ("sad", "miserable") */
	bool is_stop;  /* too common to tell what a text is about */
};

struct words {
	struct word *at;
	size_t n;
};

struct words words_of(struct arena *arena, struct str text);
/* The words as " one two three ", for says(). */
struct str words_joined(struct arena *arena, const struct words *words);
/*
 * True when one of the alternatives is in a joined text: "bye|see you|^well" - whole words, '^'
 * only at the start, '$' behind one only at the end, '*' behind one for words that begin so.
 */
bool words_say(struct str joined, const char *alternatives);
/* True when `word` is one of a row: "never always still". */
bool word_is_any(struct str word, const char *row);
bool words_have_stem(const struct words *words, uint32_t stem);
/* Dice coefficient of the words that are not stop words: 0 nothing in common, 1 the same. */
double words_likeness(const struct words *a, const struct words *b);

#endif
