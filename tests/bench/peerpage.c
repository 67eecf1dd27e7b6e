/*
 * The page that the peers serve, on our spine: the same tables, the same template, the same bytes.
 * Not a screen of the house: tests/bench/run starts it behind a lighttpd of its own, with SNUG_ROOT
 * at a folder whose templates/peer.mustache is the peers' template.
 */
#include "sql/peerpage.h"
#include "lib/base/fault.h"
#include "lib/web/frame.h"
#include "lib/web/serve.h"
#include "lib/web/session.h"

struct position {
	int64_t score;
	int64_t id;
};

static const struct field POSITION[] = {
	FIELD_INT(struct position, score, "s", "Score", 0, INT64_MAX, false),
	FIELD_INT(struct position, id, "i", "Id", 0, INT64_MAX, false),
};

static struct reply
show_page(struct req *rq)
{
	struct position in = { INT64_MAX, INT64_MAX };
	if (!form_read(rq, POSITION, COUNT(POSITION), &in))
		return refuse(rq, 422, NULL, "There is no such place in the list.");
	struct str hash = session_token_hash(rq->arena, req_cookie(rq, "sid"));
	struct db_later *session = peer_session_ahead(rq->db, hash);
	struct rows rows = peer_list(rq->db, in.score, (struct character_id){ in.id });
	struct rows users = db_collect(session);
	if (users.n == 0)
		return refuse(rq, 403, NULL, "no session");

	const struct peer_session_row *user = peer_session_at(users, 0);
	struct view *v = view_new(rq->arena);
	view_text(v, "user", user->name);
	view_text(v, "locale", user->locale);
	view_int(v, "balance", user->balance);
	view_rows(v, "rows", rows);
	if (rows.n > 0) {
		const struct peer_list_row *last = peer_list_at(rows, rows.n - 1);
		view_int(v, "next_s", last->score);
		view_int(v, "next_i", last->id.v);
	}
	return page(rq, "peer", v);
}

static const struct route ROUTES[] = {
	{ GET, "/", show_page, FOR_READERS },
};

int
main(void)
{
	return screen_serve_hot("peerpage", ROUTES, COUNT(ROUTES), 4);
}
