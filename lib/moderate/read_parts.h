/*
 * Between the files of read.h, for nobody else: terms (read_terms.c, read_compile.c), text that is hidden
 * (read_hidden.c, read_numbers.c) or turned (read_coded.c), numbers and ages (read_ages.c).
 *
 * All terms together are one tree of words: a text is read once, whatever the number of terms. A word
 * of a term is an atom: a whole word or the beginning of one, in Latin letters or in its own. A word of
 * the text may be several atoms ("girls" is girls, girl and girl*) and mostly is none.
 *
 * Ownership: terms live as long as the process; everything else in the arena of the reading.
 * Locking: safe from several threads. Errors: FAULT_MEMORY.
 */
#ifndef SNUG_MODERATE_READ_PARTS_H
#define SNUG_MODERATE_READ_PARTS_H

#include "lib/moderate/read.h"

enum { TERM_WORDS = 8 };

struct term {
	unsigned about;
	uint8_t language_at;
	uint8_t n;	/* words */
	bool is_shared; /* also an innocent word elsewhere */
};

enum atom_kind { ATOM_WHOLE, ATOM_BEGINNING, ATOM_WHOLE_NATIVE, ATOM_BEGINNING_NATIVE };

struct atom {
	uint32_t at; /* in terms.letters */
	uint8_t n;
	uint8_t kind;
	uint16_t node; /* of terms that begin with it; 0 for none */
};

/* Words that begin at least one term. Node 0 is the root, whose children hang on the atoms. */
struct term_node {
	uint16_t children, child_count; /* by their atoms */
	uint16_t terms, term_count;	/* which end here */
	unsigned below;			/* what the longer ones are about */
};

enum { ATOM_SLOTS = 1 << 14, ATOM_BITS = 1 << 17 };

/* What may be a word of READ_GRAVE has so many letters at least; the first three of them as a number. */
enum { GRAVE_LEAST = 4, START_BITS = 32 * 32 * 32 };
static inline size_t
start_of(char first, char second, char third)
{
	return (size_t)(first & 31) << 10 | (size_t)(second & 31) << 5 | (size_t)(third & 31);
}
/* What makes a verdict. */
#define READ_GRAVE                                                                                 \
	((unsigned)(TERM_YOUNG | TERM_SEXUAL | TERM_ACT | TERM_FORCE | TERM_REAL | TERM_ANIMAL |   \
		    TERM_KIN | TERM_CODED | TERM_DEPICTED | TERM_ABUSE))

struct terms {
	struct arena *arena; /* all of it lives there */
	const struct term *terms;
	const struct term_node *nodes;
	const uint16_t *node_atoms;
	const struct atom *atoms;
	const char *letters;
	const struct str *held; /* first words of terms of READ_HELD, by their letters */
	size_t held_count;
	uint16_t slots[ATOM_SLOTS]; /* atoms by their hashes, from 1 */
	/* A bit for each hash, so that a word that is none costs one look. */
	unsigned char bits[ATOM_BITS / 8];
	/* Atoms of READ_GRAVE with letters enough to mean something in a code, and how they begin. */
	const unsigned char *grave;
	unsigned char grave_starts[START_BITS / 8];
};

/* All terms; compiled at the first call. */
const struct terms *terms_ready(void);
/* In read_compile.c: in memory that stays. */
const struct terms *terms_compile(void);

/* FNV-1a over the letters, and what makes it the hash of an atom. */
#define ATOM_BASIS 2166136261U
static inline uint32_t
atom_hash_on(uint32_t hash, char c)
{
	return (hash ^ (unsigned char)c) * 16777619U;
}
static inline uint32_t
atom_hash_of(uint32_t hash, enum atom_kind kind)
{
	return (hash + (uint32_t)kind * 40503U) * 2654435761U;
}
static inline uint32_t
atom_bit(uint32_t hash)
{
	return hash >> 15;
}
/* The atom of these letters and this hash, or 0. */
uint16_t atom_find(const struct terms *t, struct str letters, enum atom_kind kind, uint32_t hash);
/* What a word of the text may be in a term; of the beginnings those with at most `tail` letters behind. */
enum { WORD_ATOMS = FOLD_WORD + FOLD_NATIVE + 2 };
size_t atoms_of(const struct terms *t, const struct fold_word *word, size_t tail,
		uint16_t atoms[WORD_ATOMS]);

struct found {
	size_t at;
	const struct term *term;
};

struct reader {
	struct arena *arena;
	struct reading *r;
	size_t tail; /* letters that may follow the beginning of a word, at most */
	int *values; /* of the words that are numbers, -1 for the others */
	struct found *found;
	size_t n, room;
	size_t common[TERM_LANGUAGES]; /* words that tell a language */
};

/* Finds all terms in the words of the reading, and takes them in the order in which they end. */
void terms_find(struct reader *reader);
void terms_take(struct reader *reader, size_t at, const struct term *term);
/* The first of what was found from word `at` on; reader->n when there is none. */
size_t found_from(const struct reader *reader, size_t at);

/* What is read in words. */
struct reading read_words(struct arena *arena, struct fold_words words, size_t tail);

/* Where the next code of numbers begins from `from` on, what it says and its bytes; text.n: none. */
size_t read_numbers(struct arena *arena, struct str text, size_t from, struct str *says, size_t *n);
/* The text, and behind it the same with what was hidden in it. */
struct str read_hidden(struct arena *arena, struct str text);

void read_mark_add(struct reader *reader, size_t at, size_t n, unsigned about,
		   const struct term_language *language);
bool read_word_is(const struct fold_words *words, size_t at, const char *text);
bool read_word_is_one_of(const struct fold_words *words, size_t at, const char *const *list,
			 size_t n);
#define IS_ONE_OF(words, at, list) read_word_is_one_of(words, at, list, COUNT(list))
/* "twenty-four" and 二十四 end in a smaller number, which is none. */
bool read_larger(const struct fold_words *words, size_t at);
/* Works out sums of small numbers where they end. */
void read_sums(struct reader *reader);
/* Marks an age under 18 at a word. */
void read_age(struct reader *reader, size_t at);
/* The same for ages that are said in other ways (read_otherwise.c). */
void read_age_otherwise(struct reader *reader, size_t at);

#endif
