/* Lists beside the room: all tags, a member's favourites, and what a member hides. */
#include "cgi-bin/tavern.h"
#include "sql/author.h"

enum { ALL_TAGS = 500, API_TAGS = 500 };

struct part {
	struct str cursor;
	int64_t limit;
};

static const struct field PART[] = {
	FIELD_LINE(struct part, cursor, "cursor", "Cursor", 0, 60),
	FIELD_INT(struct part, limit, "limit", "Limit", 1, 100, false),
};

struct showing {
	struct character_id character;
	struct str username;
};

static const struct field SHOWING[] = {
	FIELD_ID(struct showing, character, "characterId", "Character", false),
	FIELD_LINE(struct showing, username, "username", "Member", 0, 40),
};

/* ---- tags ---------------------------------------------------------------------------------- */

/* The tags as boxes to tick, with those of the filter ticked; the rest of the filter goes along. */
static struct reply
choose_tags(struct req *rq)
{
	struct tavern_filter in;
	struct str find = req_query(rq, "find");
	bool was_cut = tavern_cut(rq);
	if (!tavern_read(rq, &in))
		return refuse(rq, 422, NULL, "Those filters do not go together.");
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	struct view_list *list = view_list(v, "tags");
	struct rows rows = find.n == 0 || find.n > 60
				   ? tavern_tags(rq->db, ALL_TAGS)
				   : tavern_tags_like(rq->db, character_pattern(rq->arena, find),
						      ALL_TAGS);
	struct view_list *chosen = view_list(page_only, "chosen");
	for (size_t i = 0; i < in.tags.n; i++) {
		struct view *one = view_push(chosen);
		view_text(one, "name", in.tags.at[i]);
		view_text(one, "label", tavern_tag_label(rq->arena, in.tags.at[i], rows));
	}
	for (size_t i = 0; i < rows.n; i++) {
		const struct tavern_tags_row *row = tavern_tags_at(rows, i);
		if (tavern_has_tag(&in, row->name))
			continue;
		struct view *one = view_push(list);
		view_text(one, "name", row->name);
		view_text(one, "label", row->label);
		view_count(one, "count", row->count);
	}
	view_text(page_only, "find", find);
	view_bool(page_only, "wasCut", was_cut);
	view_text(page_only, "q", in.q);
	view_text(page_only, "sort", in.sort);
	view_text(page_only, "voice", in.voice);
	view_text(page_only, "rated", in.rated);
	view_text(page_only, "price", in.price);
	view_text(page_only, "language", in.language);
	view_text(page_only, "level", in.level);
	return page(rq, "tavern/tags", v);
}

struct reply
tavern_tags_page(struct req *rq)
{
	if (!rq->wants_json)
		return choose_tags(rq);
	struct view *v = view_new(rq->arena);
	view_rows(v, "tags", tavern_tags(rq->db, API_TAGS));
	return json_reply(rq, 200, v);
}

/* ---- favourites ---------------------------------------------------------------------------- */

struct reply
tavern_favorites_page(struct req *rq)
{
	struct part in = { .limit = TAVERN_PAGE };
	struct str next;
	if (!form_read(rq, PART, COUNT(PART), &in))
		return refuse(rq, 422, NULL, "That place in the list is not known.");
	struct view *v = view_new(rq->arena);
	view_rows(
		v, "items",
		character_favorites(rq->db, rq->arena, rq->member->id, in.cursor, in.limit, &next));
	view_text(v, "nextCursor", next);
	if (next.n > 0)
		view_url(view_object(v, "page"), "nextUrl",
			 str_fmt(rq->arena, "/favorites?cursor=%.*s", STR_ARG(next)));
	view_bool(view_object(v, "page"), "isFurther", in.cursor.n > 0);
	return page(rq, "tavern/favorites", v);
}

/* ---- what a member hides ------------------------------------------------------------------- */

struct reply
tavern_hidden_page(struct req *rq)
{
	struct view *v = view_new(rq->arena);
	view_rows(v, "characters", block_characters(rq->db, rq->member->id));
	view_rows(v, "creators", block_creators(rq->db, rq->member->id));
	return page(rq, "tavern/hidden", v);
}

struct reply
tavern_show_again(struct req *rq)
{
	struct showing in = { 0 };
	if (!form_read(rq, SHOWING, COUNT(SHOWING), &in) ||
	    (in.character.v == 0) == (in.username.n == 0))
		return refuse(rq, 422, NULL,
			      "Say who shall be shown again: characterId, or username.");
	if (in.character.v != 0)
		(void)block_remove_character(rq->db, rq->member->id, in.character);
	else
		(void)block_remove_creator(rq->db, rq->member->id, in.username);
	return done_saying(rq, 200, NULL, STR("/tavern/hidden"), "Shown again.");
}
