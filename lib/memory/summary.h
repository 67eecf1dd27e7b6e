/*
 * Making summaries: what a model is asked, and what is kept of its answer. Pure; the job is
 * bin/worker_memory.c.
 *
 * A summary goes on from the one before: the model sees that and what was said since, never the whole
 * chat again.
 *
 * Ownership: the arena that was given.
 */
#ifndef SNUG_MEMORY_SUMMARY_H
#define SNUG_MEMORY_SUMMARY_H

#include "lib/base/arena.h"
#include "lib/provider/text.h"

enum { SUMMARY_CHARACTERS = 8000 };

struct summary_line {
	bool is_member;
	struct str who; /* empty: the character or the member, by name below */
	struct str text;
};

struct summary_task {
	struct str member;
	struct str character;
	struct str before;		  /* the summary so far; may be empty */
	const struct summary_line *lines; /* what was said since, oldest first */
	size_t n;
	int words; /* what it should have at most */
};

/* Bytes of conversation that one request may hold, by the house's context. */
int64_t summary_bytes(void);

/* Fills messages, max_tokens and what the offline engine needs. */
void summary_ask(struct arena *arena, const struct summary_task *task, struct text_request *out);

/*
 * The answer as it is kept: without headings, quotes and marks around it, and not much longer than was
 * asked, ended with a sentence. Empty when it is no summary: nothing, a few words, or a refusal to
 * write one.
 */
struct str summary_clean(struct arena *arena, struct str answer, int words);

int summary_count_words(struct str text);

/* What the offline engine would write: short sentences of what was told and what happened. */
struct str summary_extract(struct arena *arena, const struct summary_task *task);

#endif
