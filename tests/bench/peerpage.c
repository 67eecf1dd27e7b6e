/*
 * The page that the peers serve, on our spine: the same data, the same template, the same bytes.
 * Not a screen of the house: tests/bench/page.mjs starts it behind a lighttpd of its own, with
 * SNUG_ROOT at a folder whose templates/peer.mustache is the peers' template.
 */
#include "sql/peerpage.h"
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

struct tag {
	struct str slug;
	struct str name;
};

static struct column tag_columns[] = {
	{ "slug", 0, COLUMN_TEXT, offsetof(struct tag, slug), COLUMN_NEVER_NULL },
	{ "name", 0, COLUMN_TEXT, offsetof(struct tag, name), COLUMN_NEVER_NULL },
};

static const struct row_type TAG = { "tag", sizeof(struct tag), COUNT(tag_columns), tag_columns };

enum { TAGS_MAX = 8 };

/* One tag a line: slug, tab, name. */
static struct rows
read_tags(struct arena *arena, struct str text)
{
	struct tag *tags = ARENA_ARRAY(arena, struct tag, TAGS_MAX);
	struct str line;
	size_t n = 0;
	while (n < TAGS_MAX && str_cut(&text, '\n', &line)) {
		(void)str_cut(&line, '\t', &tags[n].slug);
		tags[n++].name = line;
	}
	return (struct rows){ &TAG, tags, n };
}

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
		return refuse(rq, 403, NULL, "There is no such session.");

	const struct peer_session_row *user = peer_session_at(users, 0);
	struct view *v = view_new(rq->arena);
	view_text(v, "user", user->name);
	view_text(v, "locale", user->locale);
	view_int(v, "balance", user->balance);
	struct view_list *list = view_list(v, "rows");
	for (size_t i = 0; i < rows.n; i++) {
		const struct peer_list_row *row = peer_list_at(rows, i);
		struct view *card = view_push(list);
		view_fields(card, &peer_list_type, row);
		view_rows(card, "tags", read_tags(rq->arena, row->tags));
		view_int(v, "next_s", row->score);
		view_int(v, "next_i", row->id.v);
	}
	struct reply reply = page(rq, "peer", v);
	reply.no_store = true;
	return reply;
}

static const struct route ROUTES[] = {
	{ GET, "/", show_page, FOR_READERS },
};

int
main(void)
{
	for (size_t i = 0; i < COUNT(tag_columns); i++)
		tag_columns[i].hash = str_hash(str_from(tag_columns[i].name));
	return screen_serve_hot("peerpage", ROUTES, COUNT(ROUTES), 2);
}
