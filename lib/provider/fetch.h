/*
 * One short HTTP exchange with a service: what models it has, how many tokens a text is. GET without
 * a body, POST with one; no redirects, one try, a deadline for the whole.
 *
 * Ownership: everything in the request is copied. Locking: the loop's thread.
 */
#ifndef SNUG_PROVIDER_FETCH_H
#define SNUG_PROVIDER_FETCH_H

#include "lib/provider/http.h"
#include "lib/provider/loop.h"

struct fetch_request {
	struct str url;
	struct str body;       /* JSON; empty: GET */
	struct str headers[2]; /* lines, may be empty */
	long timeout_ms;       /* of the whole */
	bool is_walled;	       /* see lib/provider/wall.h */
	bool plain_allowed;
};

struct fetch_answer {
	long status;	 /* 0: none came */
	struct str body; /* at most 4 MiB */
	const char *why; /* without an answer: what went wrong, in a few words */
};

/* `done` comes once, from the loop. */
void fetch_start(struct loop *loop, const struct fetch_request *request,
		 void (*done)(void *arg, const struct fetch_answer *answer), void *arg);
/* The same for a program without a loop: the answer in `arena`. */
struct fetch_answer fetch_wait(struct arena *arena, const struct fetch_request *request);

#endif
