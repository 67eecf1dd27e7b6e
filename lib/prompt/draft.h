/*
 * A prompt in the making, as the files of prompt.h share it: prompt.c puts the parts in their order,
 * card.c writes what the cards say, chat.c the conversation and what stands in it,
 * fit.c decides what there is room for.
 */
#ifndef SNUG_PROMPT_DRAFT_H
#define SNUG_PROMPT_DRAFT_H

#include "lib/prompt/count.h"
#include "lib/prompt/prompt.h"

struct draft {
	struct arena *arena;
	const struct prompt_input *in;
	struct macro_context macros;
	struct macro_banned banned;
	struct blocks head;    /* before the conversation */
	struct blocks history; /* oldest first */
	struct blocks deep;    /* what stands in the conversation, at depths */
	struct blocks top;     /* the same, counted from its beginning */
	struct blocks tail;    /* behind it */
	bool is_past_history;  /* the parts that come now go behind the conversation */
	bool is_note_due;
	bool has_hidden; /* of what was filled since: it goes into the block that is put next */
};

/* The macros of `text`, with {{char}} as the speaker, or as `card`. */
struct str draft_fill(struct draft *d, struct str text);
struct str draft_fill_as(struct draft *d, const struct prompt_card *card, struct str text);
/* The same for a prompt of the card, which is its creator's alone. */
struct str draft_fill_hidden(struct draft *d, const struct prompt_card *card, struct str text);
/* A name inside a sentence of the house: one line, no marks. */
struct str draft_plain_name(struct draft *d, struct str name);
/* A text of the house with such names in it. */
struct str draft_fill_house(struct draft *d, const char *text);
const struct prompt_card *draft_speaker(const struct draft *d);
/* Whether the card of a group's member counts for this reply. */
bool draft_has_card(const struct draft *d, size_t i);

/* Counts the block and puts it where the order is now; one without text is left out. */
struct block *draft_put(struct draft *d, const struct block *block);
struct block *draft_put_deep(struct draft *d, const struct block *block);
/* A system text in its fence; with another role the text alone. */
struct str draft_fenced(struct draft *d, enum text_role role, enum block_fence fence,
			struct str kind, struct str text);
/* Inserts of a place, where the order is now. */
void draft_put_inserts(struct draft *d, enum prompt_place place, enum block_kind kind);

/* card.c */
void draft_put_main(struct draft *d);
void draft_put_post_history(struct draft *d);
void draft_put_description(struct draft *d);
void draft_put_personality(struct draft *d);
void draft_put_scenario(struct draft *d);
void draft_put_examples(struct draft *d);
void draft_put_depth_prompts(struct draft *d);

/* chat.c */
void draft_put_rules(struct draft *d);
void draft_put_persona(struct draft *d, enum prompt_place place);
void draft_put_note(struct draft *d, enum prompt_place place);
void draft_put_deep_inserts(struct draft *d);
void draft_put_history(struct draft *d);
void draft_put_nudges(struct draft *d);
struct strs draft_stops(struct draft *d);

/* fit.c: cuts what has no room; fills outcome, blocks, tokens, fixed. */
void draft_fit(struct draft *d, struct prompt *out);

#endif
