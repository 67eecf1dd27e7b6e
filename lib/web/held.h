/*
 * A form that came too late: its session ended, or its page was open for too long. What was typed comes
 * back as a page that sends it again, so that nobody loses a text by being signed out.
 *
 * Secrets are left out, and nothing is held that another site's page may have sent.
 */
#ifndef SNUG_WEB_HELD_H
#define SNUG_WEB_HELD_H

#include "lib/web/reply.h"

/*
 * The page, with the status 401 (sign in first) or 403. False when there is nothing to hold: no words that
 * somebody typed, or a request that wants JSON.
 */
NODISCARD bool held_form(struct req *rq, int status, struct reply *reply);

#endif
