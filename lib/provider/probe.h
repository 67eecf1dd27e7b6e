/*
 * What a text service says about itself: its models (GET /models), and by that which server it is.
 *
 * Ownership: what is found is in the arena that was given, or lives until the event has returned.
 */
#ifndef SNUG_PROVIDER_PROBE_H
#define SNUG_PROVIDER_PROBE_H

#include "lib/provider/text.h"

enum { PROBE_MODELS_MOST = 2000 };

struct probe_model {
	struct str id;
	struct str label;	/* may be empty */
	int64_t context_tokens; /* 0: not said */
};

struct probe {
	long status;	 /* 0: no answer; `why` tells more */
	const char *why; /* NULL when models were read */
	const struct probe_model *models;
	size_t n;
	enum text_dialect dialect; /* as far as the answer tells it */
};

enum probe_kind { PROBE_OPENAI, PROBE_ANTHROPIC };

/* `done` comes once, from the loop. */
void probe_start(struct loop *loop, const struct text_settings *settings, enum probe_kind kind,
		 void (*done)(void *arg, const struct probe *probe), void *arg);
/* The same for a program without a loop. */
struct probe probe_wait(struct arena *arena, const struct text_settings *settings,
			enum probe_kind kind);
/* Reads an answer; for the two above and for tests. */
struct probe probe_read(struct arena *arena, long status, struct str body);

#endif
