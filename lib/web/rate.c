#include "lib/web/rate.h"

#include "sql/session.h"

enum { UPLOAD_EVERY_S = 10, UPLOADS = 20 };

int
rate_wait(struct req *rq, struct str key, int every_s, int burst)
{
	bool own = !db_in_transaction(rq->db);
	if (own)
		db_begin(rq->db);
	const struct rate_take_row *row = rate_take(rq->db, key, (int64_t)every_s * 1000, burst);
	int wait = row == NULL ? 0 : (int)((row->wait_ms + 999) / 1000);
	if (own)
		db_commit(rq->db);
	return wait;
}

int
rate_wait_upload(struct req *rq)
{
	return rate_wait(rq, str_fmt(rq->arena, "upload:%lld", (long long)rq->member->id.v),
			 UPLOAD_EVERY_S, UPLOADS);
}

struct reply
too_many(struct req *rq, int wait_s)
{
	struct reply reply = refuse(
		rq, 429, "RATE_LIMIT",
		"That was a little too often. Please wait a moment and try again.");
	reply_header(&reply, str_fmt(rq->arena, "Retry-After: %d", wait_s < 1 ? 1 : wait_s));
	reply.commit = true;
	return reply;
}
