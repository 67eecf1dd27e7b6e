/*
 * Whether a card's character may be talked with here: the age that its text states, and words that no
 * house shows. Doubt holds a card back until its creator has settled it.
 */
#ifndef SNUG_CARD_JUDGE_H
#define SNUG_CARD_JUDGE_H

#include "lib/card/sheet.h"

/* Reasons to hold a card back; several may hold. */
enum card_doubt {
	CARD_DOUBT_NO_AGE = 1, /* no number of years is stated, or several that do not agree */
	CARD_DOUBT_YOUNG =
		2, /* an age below the least is stated, or name or tags are of somebody young */
	CARD_DOUBT_WORDS = 4,  /* lib/moderate: minors, likeness of real people, force, ... */
	CARD_DOUBT_SEXUAL = 8, /* sexual words, in a house that shows none */
	CARD_DOUBT_REAL = 16   /* name, tags or looks are those of a real person */
};

struct card_judgement {
	int64_t age; /* the character's, 0 when none is stated */
	unsigned doubts;
	struct str words; /* all that was read, a text a line */
};

/*
 * Years that texts state, 0 for none. A label ("Age: 24", Age("24"), age = 24) speaks of the character;
 * what is told ("24 years old", "a 24-year-old", "at the age of 24") may speak of others, or of the past.
 */
struct card_ages {
	int64_t labelled; /* the first */
	int64_t labelled_least;
	int64_t told; /* the first */
	int64_t told_least;
	int64_t told_most;
};
struct card_ages card_ages_of(const struct str *texts, size_t n);

/* `own_age`: what the creator stated, 0 for nothing; `least` years. `is_general`: nothing sexual. */
struct card_judgement card_judge(struct arena *arena, const struct card_sheet *sheet,
				 int64_t own_age, int64_t least, bool is_general);

/* The age in a field of the card: data.extensions.snug.age, data.extensions.age or data.age; else 0. */
int64_t card_field_age(struct arena *arena, const struct card *card);

#endif
