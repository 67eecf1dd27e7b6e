/*
 * Lists in parts: ?cursor=&limit=. The cursor is the id of the last row of the part before, so that a
 * list may change between two parts without showing a row twice.
 *
 *	struct part part = { .limit = 30, .from = INT64_MAX };
 *	if (!part_read(rq, &part))
 *		return part_unknown(rq);
 *	struct rows rows = settings_log(rq->db, member, part.from, part.limit + 1);
 *	bool is_more = part_cut(&part, &rows);
 *	part_next(rq, v, STR("/settings/security"), is_more ? settings_log_at(rows, rows.n - 1)->id : 0);
 */
#ifndef SNUG_WEB_PART_H
#define SNUG_WEB_PART_H

#include "lib/web/reply.h"

enum { PART_MOST = 100 };

struct part {
	int64_t limit; /* rows, at most PART_MOST */
	int64_t from;  /* rows beyond this id; without a cursor what the caller set */
};

/* Reads a GET. False when there is no such place: answer part_unknown(). */
NODISCARD bool part_read(struct req *rq, struct part *part);
/* 422 */
NODISCARD struct reply part_unknown(struct req *rq);

/* Takes off the row that was asked for beyond the limit; whether there was one. */
NODISCARD bool part_cut(const struct part *part, struct rows *rows);

/*
 * `nextCursor`, and page.nextUrl: `path`, which may have a query, with the cursor. `last` is the id of
 * the last row shown, 0 when nothing follows.
 */
void part_next(struct req *rq, struct view *v, struct str path, int64_t last);

#endif
