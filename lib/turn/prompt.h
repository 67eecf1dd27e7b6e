/*
 * What a model is sent for one reply: the rules of the house, the character, examples of how they
 * speak, and as much of the conversation as fits.
 *
 * The parts stand in a fixed order and each is trimmed by its own rule; what is to be remembered
 * beyond the window goes between the character and the conversation.
 *
 * Units: tokens, guessed at four bytes each.
 * Ownership: everything lives in the arena that was given.
 */
#ifndef SNUG_TURN_PROMPT_H
#define SNUG_TURN_PROMPT_H

#include "lib/db/row.h"
#include "lib/provider/text.h"

struct prompt_card {
	struct str name;
	struct str short_description;
	struct str long_bio;
	struct str personality;
	struct str scenario;
	struct str greeting;
	struct strs traits;
	struct str example_dialogues; /* JSON: [{"user": "...", "character": "..."}] */
	struct str chat_lines;	      /* JSON object, for the offline engine */
	struct str pronouns;
	int64_t age;
	struct str member_name;
};

struct prompt {
	const struct text_message *messages; /* oldest first */
	size_t count;
	int tokens;
};

/* Tokens of a prompt together with its reply (SNUG_CONTEXT_TOKENS), and of the reply alone. */
int64_t prompt_context_tokens(void);
int64_t prompt_reply_tokens(void);
/* Bytes of conversation that are worth reading from the database for one prompt. */
int64_t prompt_branch_bytes(void);
int prompt_count_tokens(size_t bytes);

/* `branch` is the conversation before the reply, newest first. */
struct prompt prompt_build(struct arena *arena, const struct prompt_card *card,
			   const struct text_message *branch, size_t n);

/* What the offline engine speaks from: the card as JSON. */
const json_t *prompt_persona(struct arena *arena, const struct prompt_card *card);

/* {{char}}, {{user}}, <BOT> and <USER>, in any case, become the names. */
struct str prompt_fill_names(struct arena *arena, struct str text, struct str character,
			     struct str member);

#endif
