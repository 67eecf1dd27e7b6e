/*
 * A second opinion on texts, behind the rules of lib/moderate: the interface of moderation services,
 * and the one that speaks the protocol of OpenAI's /moderations (many servers do).
 *
 * Errors: a service that cannot be reached, or answers something unreadable, gives MODERATE_NO_ANSWER:
 * the caller lets the text pass and says so in the log; what must never pass is for the rules.
 * Ownership: `text` is copied. Locking: the loop's thread.
 */
#ifndef SNUG_PROVIDER_MODERATE_H
#define SNUG_PROVIDER_MODERATE_H

#include "lib/base/str.h"
#include "lib/provider/loop.h"

enum moderate_opinion {
	MODERATE_NO_ANSWER,
	MODERATE_PASSES,
	MODERATE_SEXUAL,
	MODERATE_MINORS,
	MODERATE_SELF_HARM /* intent or instructions, not the mere word */
};

struct moderate_provider {
	const char *name; /* "openai" */
	void (*ask)(const struct moderate_provider *self, struct loop *loop, struct str text,
		    void (*done)(void *arg, enum moderate_opinion opinion), void *arg);
	struct str base; /* with /v1 */
	struct str key;	 /* may be empty */
};

/* `base` and `key` must outlive the provider. */
struct moderate_provider moderate_openai_provider(struct str base, struct str key);

/* What an answer of that protocol says. */
enum moderate_opinion moderate_openai_read(struct str body);

#endif
