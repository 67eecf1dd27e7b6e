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

/* Fills rq->member, rq->session_token and rq->guest_token from the request's headers. */
void session_load(struct req *rq);

#endif
