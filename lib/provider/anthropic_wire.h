/*
 * The words of Anthropic's Messages protocol. What differs from OpenAI's: the system prompt is a
 * member of its own; messages alternate and begin with the user's; events have names; the counts of
 * a prompt that was read from the cache stand apart.
 *
 * Source: Anthropic API reference, "Messages" and "Streaming messages".
 * Ownership: results are in the arena that was given.
 */
#ifndef SNUG_PROVIDER_ANTHROPIC_WIRE_H
#define SNUG_PROVIDER_ANTHROPIC_WIRE_H

#include "lib/provider/wire.h"

extern const struct wire anthropic_wire;

/* Optional members of a request. */
enum anthropic_field {
	ANTHROPIC_TEMPERATURE = 1,
	ANTHROPIC_TOP_P = 2,
	ANTHROPIC_TOP_K = 4,
	ANTHROPIC_CACHE = 8,
	ANTHROPIC_STOPS = 16,
	ANTHROPIC_TOOLS = 32
};

/* anthropic_body.c */
struct str anthropic_body(struct arena *arena, const struct text_settings *settings,
			  const struct text_request *request, uint64_t fields, struct buf *dropped);

/* The body of a token count for the same prompt. */
struct str anthropic_count_body(struct arena *arena, const struct text_settings *settings,
				const struct text_request *request);

#endif
