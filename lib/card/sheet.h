/*
 * What a card becomes here: the columns of a character. Pure: the same card gives the same sheet, so
 * that what was changed since can be told from what only was cut to this house's measures.
 */
#ifndef SNUG_CARD_SHEET_H
#define SNUG_CARD_SHEET_H

#include "lib/card/card.h"

/* In code points, as the table's checks say. */
enum {
	SHEET_NAME = 60,
	SHEET_SHORT = 160,
	SHEET_LONG = 32000,
	SHEET_EXAMPLE = 64000,
	SHEET_DEPTH_PROMPT = 16000,
	SHEET_TAGS = 10,
	SHEET_NOTES = 6,
	SHEET_GROUP_GREETINGS = 10,
	SHEET_LOOK = 8000, /* bytes */
	SHEET_AGE_LEAST = 18
};

struct card_sheet {
	struct str name;
	struct str nickname;
	struct str short_description;
	struct str long_bio;
	struct str personality;
	struct str scenario;
	struct str greeting;
	struct strs alternate_greetings;
	struct strs group_greetings; /* for chats with others */
	double talkativeness;	     /* how readily it speaks among others, 0 to 1 */
	struct strs traits;
	struct str examples; /* JSON: [{"user": "...", "character": "..."}] */
	struct strs tags;
	struct str pronouns;
	struct str version;
	/* As data.extensions.snug has them (lib/character/own.h); the look is a JSON object, or empty. */
	struct strs notes;
	struct str look;
	struct str look_free; /* what it says of the look in words */
	struct str creator_notes;
	struct str system_prompt;
	struct str post_history;
	struct str mes_example; /* as the card has it, with its blocks */
	/* SillyTavern's note of the character: so many messages from the end, by that role. */
	struct str depth_prompt;
	int64_t depth_prompt_depth;
	struct str depth_prompt_role; /* system, user or assistant */
	bool is_cut;		      /* a text is longer than this house uses */
};

void card_sheet_of(struct arena *arena, const struct card *card, struct card_sheet *sheet);

/* The same texts in the same order. */
bool card_same_texts(struct strs a, struct strs b);
/* Examples as the text of mes_example. */
struct str card_examples_text(struct arena *arena, const struct card_example *examples, size_t n);

#endif
