/*
 * What is kept of a prompt for the inspector: the report that the worker stores with a reply, and that
 * the page of a prompt in the making shows too.
 */
#ifndef SNUG_TURN_RECORD_H
#define SNUG_TURN_RECORD_H

#include "lib/turn/gather.h"

enum {
	RECORD_TEXTS = 256 * 1024,  /* bytes of text in one report; what is beyond is left out */
	RECORD_WHOLE = 12,	    /* replies of a chat that keep their report */
	RECORD_NAMES = 100,	    /* variables that are kept, */
	RECORD_VARIABLES = 8 * 1024 /* and bytes of them as JSON */
};

/* Who answered. */
struct record_answer {
	struct str provider;
	struct str model;   /* as the provider named it */
	struct str dropped; /* settings that it did not take */
	int64_t counted;    /* tokens of the prompt by its own count; 0: it did not say */
	int64_t cached;	    /* of these, read from its cache */
};

/*
 * As JSON: model provider dropped counted cached speaker persona preset mode context reply budget tokens fixed isTooLong
 * sampling stops banned variables{} globals{} lore{tokens budget looked} blocks[] loreCuts[]
 * messagesLeftOut. A message of the
 * conversation stands there by its id, everything else with its text; isHidden stands for the text that
 * another member keeps to themselves: prompts of their card, entries of their books, and whatever
 * macros made of these. Variables that were made of them have no value there.
 */
struct str record_json(struct arena *arena, const struct gathered *from,
		       const struct prompt *prompt, const struct record_answer *answer);
/* What fired, as prompt_record keeps it: "book:entry" parted by spaces. */
struct str record_fired(struct arena *arena, const struct gathered *from);
/*
 * Variables as they are kept: a JSON object, in the order in which they were made. What is beyond the
 * bounds is left out; the next prompt may make it again.
 */
struct str record_variables(struct arena *arena, const struct macro_variables *variables);

#endif
