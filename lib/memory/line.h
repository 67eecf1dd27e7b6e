/*
 * The next message of a member, written for them: what a model is asked, and what is kept of the
 * answer. Pure; the job is bin/worker_impersonate.c.
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
	struct str who; /* empty: by name below */
	struct str text;
};

struct line_task {
	struct str member; /* the persona's name */
	struct str about;  /* what is known of them; may be empty */
	struct str character;
	struct str character_is;
	struct str summary;	      /* of what was before; may be empty */
	struct str begun;	      /* what the member typed already; may be empty */
	const struct line_said *said; /* the newest messages, oldest first */
	size_t n;
};

/* Fills messages, stops and what the offline engine needs. */
void line_ask(struct arena *arena, const struct line_task *task, struct text_request *out);

/* The answer as it goes into the box: only the member's part. Empty when there is none. */
struct str line_clean(struct arena *arena, const struct line_task *task, struct str answer);

#endif
