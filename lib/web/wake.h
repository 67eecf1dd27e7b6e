/*
 * Getting work done that a request has ordered.
 *
 * In a house with a worker this is a notice to it. On a shared host, where screens are plain CGI and
 * no daemon may run, the request starts `worker --once` itself: it makes what was ordered while the
 * member reads it from the event stream, and ends.
 */
#ifndef SNUG_WEB_WAKE_H
#define SNUG_WEB_WAKE_H

#include "lib/web/req.h"

/* After the handler's transaction has committed. */
void wake_after_commit(struct req *rq);
/* For those who told the workers themselves: where no worker runs, one is started. */
void wake_alone(struct req *rq);

#endif
