/*
 * The serve loop: turns the main of a screen into a FastCGI program (threads, which share as many lazily
 * opened database connections, the one used last first) or, started by a plain CGI server, answers one
 * request.
 */
#ifndef SNUG_WEB_SERVE_H
#define SNUG_WEB_SERVE_H

#include "lib/web/form.h"
#include "lib/web/rate.h"
#include "lib/web/reply.h"
#include "lib/web/route.h"
#include "lib/web/wire.h"

/* Runs the screen until its web server ends it. Returns the exit status of main. */
int screen_serve(const char *screen, const struct route *routes, size_t n);
/* The same with `threads` instead of 2, and connections that stay for ten minutes, not one. */
int screen_serve_hot(const char *screen, const struct route *routes, size_t n, int threads);

/*
 * What a program needs before it can answer: configuration, log, secret, metrics, templates. False
 * when the house is not fit to run; the reason is in the log.
 */
NODISCARD bool serve_open(const char *screen);

/*
 * Refuses the request on `wire` as every screen does: an error page or the contract's JSON, with all
 * headers. For programs that answer without routes.
 */
void serve_refusal(struct wire *wire, int status, const char *code, const char *message);

/* One request, under a frame of its own: not even a fault outside a handler ends the program. */
void serve_guarded(const char *screen, const struct route *routes, size_t n, struct wire *wire,
		   struct db *db, struct arena *arena);

/* Makes the reply of one request without sending it: for tests. */
struct reply serve_reply(const struct route *routes, size_t n, struct req *rq);

#endif
