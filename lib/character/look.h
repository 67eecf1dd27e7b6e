/*
 * What a character looks like, as words that painters know: column `look` of a character. An attribute
 * that is not said is the painter's to choose.
 */
#ifndef SNUG_CHARACTER_LOOK_H
#define SNUG_CHARACTER_LOOK_H

#include "lib/base/str.h"

enum { LOOK_FIELDS = 11, LOOK_ACCESSORIES = 3 /* at once */ };

struct look_field {
	struct str name; /* in the JSON of the look, and of the form */
	struct str label;
	struct str words; /* separated by | */
};

extern const struct look_field look_fields[LOOK_FIELDS];
/* Separated by |. */
extern const struct str look_accessories;

/* Whether `word` is one of `words` (separated by |). */
bool look_knows(struct str words, struct str word);
/* "city-night" as people read it: "City night". */
struct str look_label(struct arena *arena, struct str word);

#endif
