#include "lib/web/route.h"

#include "lib/base/buf.h"

static bool
is_number(struct str s)
{
	int64_t value;
	return s.n > 0 && s.n <= 18 && s.p[0] != '-' && str_to_i64(s, &value);
}

/* One segment of the pattern against one of the path. */
static bool
segment_fits(struct str pattern, struct str segment, struct req *rq)
{
	if (pattern.n < 2 || pattern.p[0] != '{')
		return str_eq(pattern, segment);
	if (segment.n == 0 || rq->captured == REQ_CAPTURES)
		return false;
	if (str_eq(pattern, STR("{id}")) && !is_number(segment))
		return false;
	rq->captures[rq->captured++] = segment;
	return true;
}

static bool
pattern_fits(struct str pattern, struct req *rq)
{
	struct str path = rq->path;
	struct str want, have;
	rq->captured = 0;
	for (;;) {
		bool more_wanted = str_cut(&pattern, '/', &want);
		bool more = str_cut(&path, '/', &have);
		if (!more_wanted || !more)
			return more_wanted == more;
		if (!segment_fits(want, have, rq))
			return false;
	}
}

enum route_match
route_find(const struct route *routes, size_t n, struct req *rq, const struct route **found)
{
	enum route_match match = ROUTE_NO_PATH;
	for (size_t i = 0; i < n; i++) {
		if (!pattern_fits(str_from(routes[i].pattern), rq))
			continue;
		if (routes[i].method == rq->method) {
			*found = &routes[i];
			return ROUTE_FOUND;
		}
		match = ROUTE_NO_METHOD;
	}
	return match;
}

struct str
route_allowed(const struct route *routes, size_t n, struct req *rq)
{
	static const char *const NAMES[] = { "", "GET, HEAD", "POST", "PATCH", "DELETE" };
	struct buf buf = buf_in(rq->arena);
	for (size_t i = 0; i < n; i++)
		if (pattern_fits(str_from(routes[i].pattern), rq))
			buf_fmt(&buf, "%s%s", buf.n == 0 ? "" : ", ", NAMES[routes[i].method]);
	return buf_done(&buf);
}
