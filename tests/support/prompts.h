/*
 * A character, a member and a conversation of five messages, for tests of prompts.
 */
#ifndef SNUG_TESTS_SUPPORT_PROMPTS_H
#define SNUG_TESTS_SUPPORT_PROMPTS_H

#include "lib/prompt/prompt.h"

/* Mara, who keeps a lighthouse. */
struct prompt_card prompts_card(void);
/* Juno speaks with her: 4096 tokens, 512 of them for the reply, a note at depth 4 without text. */
struct prompt_input prompts_input(const struct prompt_card *card);

/* Newest first: m5 (of the member) to m1. */
enum { PROMPTS_FIVE = 5 };
extern const struct prompt_said prompts_five[PROMPTS_FIVE];

bool prompts_has(struct str text, const char *needle);
/* Kinds of what is sent, in order, messages by their text: the shape of a prompt at a glance. */
struct str prompts_shape(struct arena *arena, const struct prompt *prompt);
/* The first block of a kind, or NULL. */
const struct block *prompts_find(const struct prompt *prompt, enum block_kind kind);

#endif
