/*
 * Routes: which handler answers which method and path, and who may ask.
 *
 *	{ GET,  "/tavern",               show_room, FOR_ANYONE },
 *	{ POST, "/tavern/{id}/favorite", favorite,  FOR_MEMBER },
 *
 * {id} takes one segment of digits, {name} one segment of anything. A route without an audience does
 * not compile (-Wmissing-field-initializers is an error).
 */
#ifndef SNUG_WEB_ROUTE_H
#define SNUG_WEB_ROUTE_H

#include "lib/web/reply.h"
#include "lib/web/req.h"

enum audience {
	FOR_ANYONE = 1,
	FOR_READERS, /* anyone; rq->member is known only once the page is made: saves a round trip */
	FOR_GUEST,   /* who has signed in is sent home */
	FOR_MEMBER,  /* a guest is sent to sign in, or gets 401 */
	FOR_UPLOAD,  /* a member, with a body of up to 12 MiB */
	FOR_MACHINE  /* anyone, without CSRF and cookies: health checks, metrics, webhooks */
};

struct route {
	enum method method;
	const char *pattern;
	struct reply (*handler)(struct req *rq);
	enum audience audience;
};

enum route_match { ROUTE_FOUND, ROUTE_NO_PATH, ROUTE_NO_METHOD };

/* Finds the route of the request's method and path and fills its captures. */
NODISCARD enum route_match route_find(const struct route *routes, size_t n, struct req *rq,
				      const struct route **found);
/* "GET, POST": the methods that the path knows. */
struct str route_allowed(const struct route *routes, size_t n, struct req *rq);

#endif
