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

/* Whether this member (NULL: a guest) may decide about what others made: moderators and admins. */
bool session_moderates(const struct member *member);
/* Whether they may change how the house is: admins. */
bool session_governs(const struct member *member);

/*
 * The most that is shown to whoever asks: "none" for guests and in the general edition, else what their
 * age, their country and their own choice open (product decisions 7 and 8).
 */
struct str session_sight(struct req *rq);

#endif
