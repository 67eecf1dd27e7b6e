/*
 * Tags for a character, found in its own words: a tag counts when its label, or its name, stands there as
 * whole words. Names and traits count more than long texts.
 */
#ifndef SNUG_CHARACTER_SUGGEST_H
#define SNUG_CHARACTER_SUGGEST_H

#include "lib/character/draft.h"

struct suggest_tag {
	struct str name;
	struct str label;
	int64_t count; /* characters that have it: breaks ties */
	int64_t score;
};

/*
 * Scores all tags, puts those that were found first, the best before the others, and says how many they
 * are. Those that the draft has already score nothing.
 */
size_t suggest_tags(struct arena *arena, const struct draft *draft, struct suggest_tag *tags,
		    size_t n);

#endif
