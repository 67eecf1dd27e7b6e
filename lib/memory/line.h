/*
 * The next message of a member, written for them: what the offline engine makes it of, and what is kept
 * of an answer. Pure; what models are sent is lib/prompt/prompt.h, the job is bin/worker_impersonate.c.
 *
 * Ownership: the arena that was given.
 */
#ifndef SNUG_MEMORY_LINE_H
#define SNUG_MEMORY_LINE_H

#include "lib/base/arena.h"
#include "lib/provider/text.h"

enum { LINE_CHARACTERS = 1500 };

struct line_said {
	bool is_member;
	struct str who;
	struct str text;
};

struct line_task {
	struct str member;	      /* the persona's name */
	const struct str *others;     /* who is not to be spoken for, the character first */
	size_t other_count;	      /* 1 or more */
	const struct line_said *said; /* the newest messages, newest first */
	size_t n;
};

/* The task as the offline engine takes it, text_request.persona. */
const json_t *line_persona(struct arena *arena, const struct line_task *task);

/* The answer as it goes into the box: only the member's part. Empty when there is none. */
struct str line_clean(struct arena *arena, const struct line_task *task, struct str answer);

#endif
