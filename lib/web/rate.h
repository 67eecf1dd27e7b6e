/*
 * Limits on what is costly or guessable: sign-in, sign-up, orders, pictures. Kept in PostgreSQL, so
 * that all processes and hosts share them (GCRA).
 */
#ifndef SNUG_WEB_RATE_H
#define SNUG_WEB_RATE_H

#include "lib/web/reply.h"

/*
 * Takes one turn of `key` ("sign-in:1.2.3.4"). 0 when it is allowed, else the seconds to wait. One
 * turn comes back every `every_s` seconds, up to `burst` in store. Commits by itself; call it
 * outside a transaction or accept that a rollback gives the turn back.
 */
NODISCARD int rate_wait(struct req *rq, struct str key, int every_s, int burst);

/* The same for a picture that the member sends, whatever it is for. */
NODISCARD int rate_wait_upload(struct req *rq);

/* 429 with Retry-After. */
NODISCARD struct reply too_many(struct req *rq, int wait_s);

#endif
