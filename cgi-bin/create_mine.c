/* A member's own characters and drafts, and what can be done with them. */
#include "cgi-bin/create.h"

#include "lib/character/list.h"
#include "lib/web/part.h"

/* Where there are few, nobody needs to search. */
enum { A_PAGE = 30, FEW = 8, LONGEST = 400 };

/* How a character stands, in words for its creator. */
static struct str
standing(struct req *rq, const struct create_mine_row *row, const char **kind)
{
	*kind = "";
	if (row->is_frozen)
		return STR("Held back by staff");
	if (str_eq(row->moderation_status, STR("quarantined")))
		return STR("Needs its age");
	if (str_eq(row->moderation_status, STR("rejected")))
		return STR("Refused by staff");
	if (!moment_is_none(row->publish_at)) {
		struct buf out = buf_in(rq->arena);
		buf_lit(&out, "Opens ");
		view_put_plain(
			&out,
			(struct view_value){ .kind = VIEW_TIME, .as.number = row->publish_at.us },
			rq->now);
		return buf_done(&out);
	}
	if (str_eq(row->visibility, STR("private")))
		return STR("Private");
	if (str_eq(row->moderation_status, STR("pending")))
		return STR("Staff look at it");
	*kind = " badge-good";
	return str_eq(row->visibility, STR("unlisted")) ? STR("By address only") : STR("Public");
}

/* "1 chat, 2 favourites, 0 pictures" */
static struct str
counts(struct req *rq, const struct create_mine_row *row)
{
	const struct {
		int64_t n;
		const char *one;
	} COUNTS[] = { { row->usage_count, "chat" },
		       { row->favorite_count, "favourite" },
		       { row->picture_count, "picture" } };
	struct buf out = buf_in(rq->arena);
	for (size_t i = 0; i < COUNT(COUNTS); i++)
		buf_fmt(&out, "%s%lld %s%s", i > 0 ? ", " : "", (long long)COUNTS[i].n,
			COUNTS[i].one, COUNTS[i].n == 1 ? "" : "s");
	return buf_done(&out);
}

static void
push_mine(struct req *rq, struct view_list *list, const struct create_mine_row *row)
{
	const char *kind;
	struct view *one = view_push(list);
	view_fields(one, &create_mine_type, row);
	if (rq->wants_json)
		return;
	view_text(one, "standing", standing(rq, row, &kind));
	view_text(one, "badgeKind", str_from(kind));
	view_text(one, "countsText", counts(rq, row));
	view_bool(one, "isOut",
		  !str_eq(row->visibility, STR("private")) || !moment_is_none(row->publish_at));
}

static void
push_drafts(struct view *v, struct rows rows)
{
	struct view_list *list = view_list(v, "drafts");
	for (size_t i = 0; i < rows.n; i++) {
		const struct create_drafts_row *row = create_drafts_at(rows, i);
		struct view *one = view_push(list);
		enum draft_step step = DRAFT_BASICS;
		(void)!draft_step_from(row->step, &step);
		view_fields(one, &create_drafts_type, row);
		if (row->name.n == 0)
			view_text(one, "name", STR("No name yet"));
		view_int(one, "stepNumber", step + 1);
	}
}

/* "?gone=7": what was just deleted, so that it can come back. */
static void
show_gone(struct req *rq, struct view *page)
{
	int64_t id;
	const struct create_gone_row *row = NULL;
	if (str_to_i64(req_query(rq, "gone"), &id) && id > 0)
		row = create_gone(rq->db, (struct character_id){ id }, rq->member->id);
	if (row == NULL)
		return;
	struct view *gone = view_object(page, "gone");
	view_id(gone, "id", row->id.v);
	view_text(gone, "name", str_or(row->name, STR("The draft")));
}

static struct str
mine_address(struct req *rq, struct str q)
{
	struct buf out = buf_in(rq->arena);
	buf_lit(&out, "/tavern/mine");
	if (q.n > 0) {
		buf_lit(&out, "?q=");
		buf_url(&out, q);
	}
	return buf_done(&out);
}

struct reply
create_show_mine(struct req *rq)
{
	struct part part = { .limit = A_PAGE, .from = INT64_MAX };
	if (!part_read(rq, &part))
		return part_unknown(rq);
	bool is_first = part.from == INT64_MAX;
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	struct str q = str_trim(req_query(rq, "q"));
	q = str_first(q, str_clip(q, LONGEST));
	struct str pattern = q.n > 0 ? character_pattern(rq->arena, q) : STR("");
	struct rows rows = create_mine(rq->db, rq->member->id, (struct character_id){ part.from },
				       pattern, part.limit + 1);
	bool is_more = part_cut(&part, &rows);
	struct view_list *items = view_list(v, "items");
	for (size_t i = 0; i < rows.n; i++)
		push_mine(rq, items, create_mine_at(rows, i));
	part_next(rq, v, mine_address(rq, q), is_more ? create_mine_at(rows, rows.n - 1)->id.v : 0);
	struct rows drafts = create_drafts(rq->db, rq->member->id, pattern);
	if (is_first)
		push_drafts(v, drafts);
	const struct create_room_row *room = create_read_room(rq, NULL);
	view_text(page_only, "room", create_room_words(rq, room));
	view_text(page_only, "plan", room->plan);
	view_bool(page_only, "isOver", room->has_most && room->used > room->most);
	bool is_empty = rows.n == 0 && drafts.n == 0 && is_first;
	view_bool(page_only, "hasNone", is_empty && q.n == 0);
	view_bool(page_only, "foundNone", is_empty && q.n > 0);
	view_bool(page_only, "canSearch", q.n > 0 || !is_first || rows.n + drafts.n > FEW);
	view_text(page_only, "q", q);
	view_bool(page_only, "hasItems", rows.n > 0);
	view_bool(page_only, "hasDrafts", drafts.n > 0 && is_first);
	show_gone(rq, page_only);
	return page(rq, "create/mine", v);
}

static struct reply
back_to_mine(struct req *rq, const char *words)
{
	return done_saying(rq, 200, NULL, STR("/tavern/mine"), words);
}

struct reply
create_unpublish_asked(struct req *rq)
{
	struct making m;
	if (!create_open_asked(rq, &m) || !m.row->is_made)
		return not_found(rq);
	(void)create_unpublish(rq->db, m.id, rq->member->id);
	return back_to_mine(rq, "Taken back. Only you can see them; chats of others go on.");
}

/* A new draft with the same texts. */
struct reply
create_duplicate(struct req *rq)
{
	struct making m;
	if (!create_open_asked(rq, &m))
		return not_found(rq);
	struct str name = str_first(m.draft.name, str_clip(m.draft.name, 50));
	m.draft.name = str_fmt(rq->arena, "%.*s (copy)", STR_ARG(name));
	m.draft.visibility = STR("private");
	m.draft.publish_at = STR("");
	const struct create_begin_row *row = create_begin(rq->db, rq->member->id, STR_NONE,
							  draft_json(rq->arena, &m.draft));
	if (row == NULL)
		return refuse(rq, 409, "TOO_MANY_DRAFTS",
			      "You have as many drafts as there is room for. Publish or delete one "
			      "first.");
	struct reply reply = see(rq, create_address(rq, row->id, DRAFT_BASICS));
	reply_flash(rq, &reply, FLASH_GOOD, "Copied. This is a draft of its own.");
	return reply;
}

struct reply
create_delete(struct req *rq)
{
	struct character_id id = { req_id(rq, 0) };
	if (create_remove(rq->db, id, rq->member->id) == NULL)
		return not_found(rq);
	return done(rq, 200, NULL, str_fmt(rq->arena, "/tavern/mine?gone=%lld", (long long)id.v));
}

struct reply
create_take_back(struct req *rq)
{
	struct character_id id = { req_id(rq, 0) };
	struct member_id member = rq->member->id;
	(void)create_lock(rq->db, member);
	const struct create_gone_row *gone = create_gone(rq->db, id, member);
	if (gone == NULL)
		return not_found(rq);
	const struct create_room_row *room = create_read_room(rq, NULL);
	if (gone->counts && room->has_most && room->used >= room->most)
		return refuse(
			rq, 409, "CHARACTER_LIMIT",
			str_fmt(rq->arena,
				"You have %.*s, as many as the plan %.*s holds. Delete another one "
				"first; this one can come back for 30 days.",
				STR_ARG(create_room_words(rq, room)), STR_ARG(room->plan))
				.p);
	if (gone->is_made && create_name_taken(rq->db, id, member, gone->name)->taken)
		return refuse(
			rq, 409, "NAME_TAKEN",
			"You have another character of that name by now. Rename that one first.");
	(void)create_restore(rq->db, id, member);
	return back_to_mine(rq, "Back again.");
}
