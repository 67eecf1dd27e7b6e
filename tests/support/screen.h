/*
 * Calls the handlers of a screen without a web server: routes, forms, the database and templates are
 * the real ones. Each test runs in one transaction that is rolled back.
 */
#ifndef SNUG_TESTS_SCREEN_H
#define SNUG_TESTS_SCREEN_H

#include "lib/web/serve.h"

struct screen {
	struct arena *arena; /* of one test */
	struct arena *kept;  /* of all */
	struct db *db;
	const struct route *routes;
	size_t n;
	struct member *member; /* who asks; NULL for a guest */
	const char *server;    /* SERVER_SOFTWARE */
	const char *cookie;    /* the Cookie header */
	const char *match;     /* If-None-Match */
	struct req *rq;	       /* of the last call */
};

/* Reads the configuration, makes a secret, opens templates and the database. Call once. */
void screen_open(struct screen *s, const struct route *routes, size_t n);
void screen_close(struct screen *s);

/* For SET_SETUP and SET_TEARDOWN, with the screen as their argument. */
void screen_begin(void *s);
void screen_end(void *s);

/* A new member with this many gems and a session. */
struct member *screen_member(struct screen *s, const char *name, int gems);

/*
 * Calls what the path leads to. `body` is JSON when it begins with "{", else a form; NULL for none.
 * A path without a handler gives status 404, another method 405. The right of the audience is not
 * asked here.
 */
struct reply screen_call(struct screen *s, enum method method, const char *url, const char *body);

/* A header of a reply ("Location"), or "". */
const char *screen_header(struct screen *s, const struct reply *reply, const char *name);
/* Whether the body holds the text. */
bool screen_says(const struct reply *reply, const char *text);
/* A member of the reply's JSON by path ("error.code", "items.0.id"), printed as text; "" for none. */
const char *screen_json(struct screen *s, const struct reply *reply, const char *path);
/* The number in the first column and row of a query. */
int64_t screen_number(struct screen *s, const char *sql);

#endif
