/*
 * What was told and what happened, taken out of a conversation without a model: short sentences in the
 * third person, made of what the people in it said about themselves and of what they did between
 * asterisks. It understands English; of other languages it tells names and how much was said.
 *
 * It invents nothing: every sentence stands on one of the conversation. The same conversation gives the
 * same sentences.
 *
 * Ownership: the arena that was given.
 */
#ifndef SNUG_PROVIDER_OFFLINE_EXTRACT_H
#define SNUG_PROVIDER_OFFLINE_EXTRACT_H

#include "lib/base/json.h"
#include "lib/provider/text.h"

struct extract_line {
	struct str who;
	bool is_member;
	struct str text;
};

struct extract_talk {
	struct str member;
	struct str character;
	const struct extract_line *lines; /* oldest first */
	size_t n;
};

/* A summary of `before` and the lines, of at most `words` words: two paragraphs, facts and events. */
struct str extract_summary(struct arena *arena, const struct extract_talk *talk, struct str before,
			   int words);

struct extract_fact {
	struct str text; /* "Ada bakes bread on Sundays." */
	size_t line;
};

/* What the member told about themselves, at most `room` facts; returns how many. */
size_t extract_facts(struct arena *arena, const struct extract_talk *talk, struct extract_fact *out,
		     size_t room);

/* A task as it reaches the engine through a request's persona: "summary", or "line" (lend.h). */
struct str extract_answer(struct arena *arena, const json_t *persona, uint64_t seed);

#endif
