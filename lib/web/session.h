/*
 * Who is asking. The session's token comes in a cookie or as a bearer; the database keeps only its
 * SHA-256.
 */
#ifndef SNUG_WEB_SESSION_H
#define SNUG_WEB_SESSION_H

#include "lib/web/req.h"

/* The cookie's name: "__Host-snug" behind https, "snug" on plain http. */
const char *session_cookie(void);
const char *guest_cookie(void);

/* The SHA-256 of a token, in `arena`. */
struct str session_token_hash(struct arena *arena, struct str token);

/*
 * Reads the tokens of the request and asks who they belong to. The question waits for company: it
 * travels with the next statement.
 */
void session_ask(struct req *rq);
/* Fills rq->member from the answer. May be called twice. */
void session_know(struct req *rq);

#endif
