/* Searching characters, members and tags: the page, and what is suggested while somebody types. */
#include "cgi-bin/tavern.h"
#include "lib/base/utf8.h"
#include "lib/web/session.h"
#include "sql/search.h"

enum { FOUND = 12, MEMBERS = 6, TAGS_FOUND = 12, POPULAR_TAGS = 24 };

struct asking {
	struct str q;
	int64_t limit;
	bool exact;
};

static const struct field ASKING[] = {
	FIELD_LINE(struct asking, q, "q", "Search", 0, SEARCH_LONGEST),
	FIELD_INT(struct asking, limit, "limit", "Limit", 1, 24, false),
	FIELD_YES(struct asking, exact, "exact", "As typed"),
};

struct found {
	struct rows characters;
	struct rows members;
	struct rows tags;
};

/* One round trip for all three. */
static struct found
find(struct req *rq, const struct search *search, int64_t limit)
{
	struct db_later *members = search_members_ahead(rq->db, search->query, search->text,
							limit < MEMBERS ? limit : MEMBERS);
	struct db_later *tags = search_tags_ahead(rq->db, search->any,
						  limit < TAGS_FOUND ? limit : TAGS_FOUND);
	struct found out;
	out.characters = tavern_shown(
		rq, tavern_best(rq->db, &(struct tavern_best_in){ search->query,
								  search->text,
								  session_sight(rq),
								  INT64_MAX,
								  { INT64_MAX },
								  limit }));
	out.members = db_collect(members);
	out.tags = db_collect(tags);
	return out;
}

static void
show_characters(struct req *rq, struct view *v, const struct search *search, struct rows cards)
{
	struct view_list *list = view_list(v, "characters");
	for (size_t i = 0; i < cards.n; i++) {
		const struct card_row *card = card_at(cards, i);
		struct view *one = view_push(list);
		view_fields(one, &card_type, card);
		view_url(one, "url", str_fmt(rq->arena, "/character/%lld", (long long)card->id.v));
		view_html(one, "nameHtml", search_mark(rq->arena, search, card->name));
		view_html(one, "shortDescriptionHtml",
			  search_mark(rq->arena, search, card->short_description));
	}
}

static void
show_members(struct req *rq, struct view *v, const struct search *search, struct rows members)
{
	struct view_list *list = view_list(v, "members");
	for (size_t i = 0; i < members.n; i++) {
		const struct search_members_row *row = search_members_at(members, i);
		struct view *one = view_push(list);
		view_text(one, "username", row->username);
		view_text(one, "displayName", row->display_name);
		view_url(one, "avatarUrl", row->avatar_url);
		view_url(one, "url", row->url);
		view_text(one, "initial", utf8_first(row->display_name));
		view_html(one, "displayNameHtml",
			  search_mark(rq->arena, search, row->display_name));
	}
}

static void
put_number(struct buf *out, size_t n, size_t most, const char *one, const char *many)
{
	if (n > 0)
		buf_fmt(out, "%s%s%zu %s", out->n > 0 ? ", " : "", n == most ? "at least " : "", n,
			n == 1 ? one : many);
}

/* "At least 12 characters, 3 tags, 1 member", as far as each was looked for. */
static struct str
found_words(struct req *rq, const struct found *found, int64_t limit)
{
	struct buf out = buf_in(rq->arena);
	put_number(&out, found->characters.n, (size_t)limit, "character", "characters");
	put_number(&out, found->tags.n, TAGS_FOUND, "tag", "tags");
	put_number(&out, found->members.n, MEMBERS, "member", "members");
	if (out.n > 0 && out.p[0] == 'a')
		out.p[0] = 'A';
	return buf_done(&out);
}

/*
 * What was asked for; when nobody has it, what was probably meant. Who types the beginning of a rare
 * name must not be led elsewhere. `exact` keeps to what was typed.
 */
static void
show_found(struct req *rq, struct view *v, const struct asking *in)
{
	struct search search, better;
	struct found found = { 0 };
	if (!search_read(rq->db, in->q, &search))
		return;
	struct search shown = search;
	found = find(rq, &search, in->limit);
	if (found.characters.n == 0 && !in->exact &&
	    search_mend(rq->db, rq->arena, &search, &better)) {
		struct found again = find(rq, &better, in->limit);
		if (again.characters.n > 0) {
			if (found.members.n > 0)
				again.members = found.members;
			found = again;
			shown = better;
			view_text(v, "mended", better.text);
		}
	}
	show_characters(rq, v, &shown, found.characters);
	show_members(rq, v, &shown, found.members);
	view_rows(v, "tags", found.tags);
	struct view *page_only = view_object(v, "page");
	struct tavern_filter all = { .q = shown.text };
	view_bool(page_only, "hasMore", found.characters.n == (size_t)in->limit);
	view_url(page_only, "allUrl", tavern_url(rq, &all, STR_NONE, STR_NONE, STR_NONE));
	view_bool(page_only, "hasCharacters", found.characters.n > 0);
	view_bool(page_only, "hasMembers", found.members.n > 0);
	view_bool(page_only, "hasTags", found.tags.n > 0);
	view_bool(page_only, "hasLevels", !str_eq(session_sight(rq), STR("none")));
	view_text(page_only, "foundText", found_words(rq, &found, in->limit));
	view_bool(page_only, "hasAny",
		  found.characters.n > 0 || found.members.n > 0 || found.tags.n > 0);
}

struct reply
tavern_search_page(struct req *rq)
{
	struct asking in = { .limit = FOUND };
	bool was_cut = tavern_cut(rq);
	if (!form_read(rq, ASKING, COUNT(ASKING), &in))
		return refuse(rq, 422, NULL,
			      "Search for up to 200 characters, and for up to 24 results.");
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	view_text(v, "q", in.q);
	view_null(v, "mended");
	(void)view_list(v, "characters");
	(void)view_list(v, "members");
	(void)view_list(v, "tags");
	show_found(rq, v, &in);
	if (rq->wants_json)
		return json_reply(rq, 200, v);
	struct buf exact = buf_in(rq->arena);
	buf_lit(&exact, "/search?exact=yes&q=");
	buf_url(&exact, in.q);
	view_url(page_only, "exactUrl", buf_done(&exact));
	view_bool(page_only, "wasCut", was_cut);
	view_rows(page_only, "popularTags", tavern_tags(rq->db, POPULAR_TAGS));
	return page(rq, "search/index", v);
}
