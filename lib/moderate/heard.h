/*
 * What a member's message calls for besides an answer: care, the truth about who answers, an easy
 * good-bye. Rules in all languages of terms.h.
 *
 * Locking: safe from several threads. Errors: FAULT_MEMORY.
 */
#ifndef SNUG_MODERATE_HEARD_H
#define SNUG_MODERATE_HEARD_H

#include "lib/base/arena.h"
#include "lib/base/str.h"
#include "lib/moderate/terms.h"

enum heard_need {
	NEED_NOTHING,
	NEED_CARE, /* they may harm themselves */
	NEED_CALM  /* they may harm others */
};

struct heard_message {
	enum heard_need need;
	bool asks_real; /* sincerely: outside of quotes and stage directions */
	bool leaves;
	bool plans;			      /* travel, money or marriage with a character */
	const struct term_language *language; /* of what was heard, else of the message */
};

struct heard_message heard_read(struct arena *arena, struct str message);

/*
 * The house's own words in that language: {name} is the character's, {lines} whom to call, one a
 * line. STR_NONE for NEED_NOTHING.
 */
struct str heard_care(struct arena *arena, const struct heard_message *heard, struct str name,
		      struct str lines);

/* A line of terms.h with its names filled in. */
struct str heard_fill(struct arena *arena, const char *line, struct str name, struct str lines);

#endif
