/* The Tavern: where members meet characters. */
#include "sql/tavern.h"
#include "lib/character/list.h"
#include "lib/web/serve.h"

enum { CHIPS = 24, ALL_TAGS = 500, TAGS_AT_ONCE = 10 };

struct filter {
	struct str sort;
	struct strs tags;
	struct str q;
	struct str cursor;
	int64_t limit;
};

static const struct field FILTER[] = {
	FIELD_CHOICE(struct filter, sort, "sort", "Sort", "popular|trending|new|recent|fast",
		     false),
	FIELD_LIST(struct filter, tags, "tags", "Tags", TAGS_AT_ONCE),
	FIELD_LINE(struct filter, q, "q", "Search", 0, 80),
	FIELD_LINE(struct filter, cursor, "cursor", "Cursor", 0, 60),
	FIELD_INT(struct filter, limit, "limit", "Limit", 1, 100, false),
};

/* One search word or sort order in front, each tag once: the address of a filter is always the same. */
static struct str
filter_url(struct req *rq, const struct filter *in, struct str sort, struct str toggle,
	   struct str cursor)
{
	struct buf url = buf_in(rq->arena);
	char mark = '?';
	buf_lit(&url, "/tavern");
	if (in->q.n > 0) {
		buf_fmt(&url, "%cq=", mark);
		buf_url(&url, in->q);
		mark = '&';
	}
	if (!str_eq(sort, STR("popular"))) {
		buf_fmt(&url, "%csort=%.*s", mark, STR_ARG(sort));
		mark = '&';
	}
	bool was_on = false;
	for (size_t i = 0; i < in->tags.n; i++) {
		if (str_eq(in->tags.at[i], toggle)) {
			was_on = true;
			continue;
		}
		buf_fmt(&url, "%ctags=", mark);
		buf_url(&url, in->tags.at[i]);
		mark = '&';
	}
	if (toggle.n > 0 && !was_on) {
		buf_fmt(&url, "%ctags=", mark);
		buf_url(&url, toggle);
		mark = '&';
	}
	if (cursor.n > 0)
		buf_fmt(&url, "%ccursor=%.*s", mark, STR_ARG(cursor));
	return buf_done(&url);
}

static bool
has_tag(const struct filter *in, struct str tag)
{
	for (size_t i = 0; i < in->tags.n; i++)
		if (str_eq(in->tags.at[i], tag))
			return true;
	return false;
}

static void
show_sorts(struct req *rq, struct view *page, const struct filter *in)
{
	static const struct {
		struct str sort;
		const char *label;
	} SORTS[] = { { STR_INIT("popular"), "Popular" },
		      { STR_INIT("trending"), "Trending" },
		      { STR_INIT("new"), "New" },
		      { STR_INIT("recent"), "Recent" },
		      { STR_INIT("fast"), "Fast load" } };
	struct view_list *tabs = view_list(page, "tabs");
	for (size_t i = 0; i < COUNT(SORTS); i++) {
		struct view *tab = view_push(tabs);
		view_text(tab, "label", str_from(SORTS[i].label));
		view_url(tab, "url", filter_url(rq, in, SORTS[i].sort, STR_NONE, STR_NONE));
		view_bool(tab, "isActive", str_eq(SORTS[i].sort, in->sort));
	}
}

static void
push_chip(struct req *rq, struct view_list *chips, const struct filter *in, struct str name,
	  struct str label, int64_t count)
{
	struct view *chip = view_push(chips);
	view_text(chip, "name", label);
	view_url(chip, "url", filter_url(rq, in, in->sort, name, STR_NONE));
	view_bool(chip, "isOn", has_tag(in, name));
	if (count > 0)
		view_count(chip, "count", count);
}

/* The chosen tags first, then the most used ones, while there is room for another. */
static void
show_tags(struct req *rq, struct view *page, const struct filter *in, struct rows tags)
{
	struct view_list *chips = view_list(page, "tags");
	struct view_list *chosen = view_list(page, "chosen");
	for (size_t i = 0; i < in->tags.n; i++) {
		push_chip(rq, chips, in, in->tags.at[i], in->tags.at[i], 0);
		view_push_text(chosen, in->tags.at[i]);
	}
	for (size_t i = 0; i < tags.n && in->tags.n < TAGS_AT_ONCE; i++) {
		const struct tavern_tags_row *tag = tavern_tags_at(tags, i);
		if (!has_tag(in, tag->name))
			push_chip(rq, chips, in, tag->name, tag->label, tag->count);
	}
}

static struct reply
show_room(struct req *rq)
{
	struct filter in = { .limit = 24 };
	if (!form_read(rq, FILTER, COUNT(FILTER), &in))
		return refuse(rq, 422, NULL, "Those filters do not go together.");

	struct character_filter filter = {
		.tags = in.tags, .words = in.q, .cursor = in.cursor, .limit = in.limit
	};
	if (!character_sort_from(in.sort, &filter.sort))
		return refuse(rq, 422, NULL, "There is no such order.");

	/* The tags of the page travel with its list: one round trip for both, and for who is asking. */
	struct db_later *tags = rq->wants_json ? NULL : tavern_tags_ahead(rq->db, CHIPS);
	struct str next;
	struct view *v = view_new(rq->arena);
	view_rows(v, "items", character_list(rq->db, rq->arena, &filter, &next));
	view_text(v, "nextCursor", next);
	if (rq->wants_json)
		return json_reply(rq, 200, v);

	struct view *page_only = view_object(v, "page");
	view_text(page_only, "q", in.q);
	view_text(page_only, "sort", in.sort);
	view_bool(page_only, "isFiltered", in.q.n > 0 || in.tags.n > 0);
	view_bool(page_only, "isFurther", in.cursor.n > 0);
	if (next.n > 0)
		view_url(page_only, "nextUrl", filter_url(rq, &in, in.sort, STR_NONE, next));
	show_sorts(rq, page_only, &in);
	show_tags(rq, page_only, &in, db_collect(tags));
	return page(rq, "tavern/room", v);
}

/* Searching is a filter of the Tavern. */
static struct reply
search(struct req *rq)
{
	struct filter in = { .limit = 24 };
	if (!form_read(rq, FILTER, COUNT(FILTER), &in))
		return refuse(rq, 422, NULL, "Those filters do not go together.");
	return see(rq, filter_url(rq, &in, in.sort, STR_NONE, STR_NONE));
}

static struct reply
list_tags(struct req *rq)
{
	struct view *v = view_new(rq->arena);
	view_rows(v, "tags", tavern_tags(rq->db, ALL_TAGS));
	return page(rq, "tavern/tags", v);
}

static const struct route ROUTES[] = {
	{ GET, "/tavern", show_room, FOR_READERS },
	{ GET, "/tavern/tags", list_tags, FOR_READERS },
	{ GET, "/search", search, FOR_READERS },
	{ GET, "/api/characters", show_room, FOR_READERS },
	{ GET, "/api/tags", list_tags, FOR_READERS },
};

int
main(void)
{
	return screen_serve_hot("tavern", ROUTES, COUNT(ROUTES), 2);
}
