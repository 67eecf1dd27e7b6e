/* The Tavern: where members meet characters. */
#include "cgi-bin/tavern.h"

#include "lib/base/cfg.h"
#include "lib/web/session.h"

enum { CHIPS = 16, COUNTED = 1000, ABOUT_FROM = 10000 };

static const struct field FILTER[] = {
	FIELD_CHOICE(struct tavern_filter, sort, "sort", "Sort",
		     "popular|trending|new|recent|fast|best", false),
	FIELD_CHOICE(struct tavern_filter, tab, "tab", "Tab",
		     "any|popular|trending|new|recent|fast|best|favorites", false),
	FIELD_LIST(struct tavern_filter, tags, "tags", "Tags", TAVERN_TAGS),
	FIELD_LINE(struct tavern_filter, q, "q", "Search", 0, SEARCH_LONGEST),
	FIELD_CHOICE(struct tavern_filter, voice, "voice", "Voice", "any|ai|staff|mixed", false),
	FIELD_CHOICE(struct tavern_filter, rated, "rated", "Rated at least", "any|3|4|4.5", false),
	FIELD_CHOICE(struct tavern_filter, price, "price", "Price", "any|free|standard", false),
	FIELD_LINE(struct tavern_filter, cursor, "cursor", "Cursor", 0, 60),
	FIELD_INT(struct tavern_filter, limit, "limit", "Limit", 1, 100, false),
};

struct news {
	int64_t seconds;
};

static const struct field NEWS[] = {
	FIELD_INT(struct news, seconds, "seconds", "Seconds", 1, 30 * 24 * 3600, true),
};

/* ---- the filter and its address ------------------------------------------------------------ */

static bool
is_any(struct str choice)
{
	return choice.n == 0 || str_eq(choice, STR("any"));
}

static struct str
standard_sort(const struct tavern_filter *in)
{
	return in->q.n > 0 ? STR("best") : STR("popular");
}

bool
tavern_read(struct req *rq, struct tavern_filter *in)
{
	*in = (struct tavern_filter){ .limit = TAVERN_PAGE };
	if (!form_read(rq, FILTER, COUNT(FILTER), in))
		return false;
	if (req_query(rq, "sort").n == 0)
		in->sort = is_any(in->tab) ? standard_sort(in) : in->tab;
	if (str_eq(in->sort, STR("best")) && in->q.n == 0)
		in->sort = standard_sort(in);
	return true;
}

static void
put_pair(struct buf *url, const char *name, struct str value)
{
	buf_fmt(url, "%c%s=", url->n > sizeof("/tavern") - 1 ? '&' : '?', name);
	buf_url(url, value);
}

struct str
tavern_url(struct req *rq, const struct tavern_filter *in, struct str sort, struct str toggle,
	   struct str cursor)
{
	struct buf url = buf_in(rq->arena);
	buf_lit(&url, "/tavern");
	if (in->q.n > 0)
		put_pair(&url, "q", in->q);
	if (sort.n > 0 && !str_eq(sort, standard_sort(in)))
		put_pair(&url, "sort", sort);
	for (size_t i = 0; i < in->tags.n; i++)
		if (!str_eq(in->tags.at[i], toggle))
			put_pair(&url, "tags", in->tags.at[i]);
	if (toggle.n > 0 && !tavern_has_tag(in, toggle))
		put_pair(&url, "tags", toggle);
	if (!is_any(in->voice))
		put_pair(&url, "voice", in->voice);
	if (!is_any(in->rated))
		put_pair(&url, "rated", in->rated);
	if (!is_any(in->price))
		put_pair(&url, "price", in->price);
	if (cursor.n > 0)
		put_pair(&url, "cursor", cursor);
	return buf_done(&url);
}

bool
tavern_has_tag(const struct tavern_filter *in, struct str tag)
{
	for (size_t i = 0; i < in->tags.n; i++)
		if (str_eq(in->tags.at[i], tag))
			return true;
	return false;
}

static double
stars(struct str rated)
{
	return str_eq(rated, STR("3"))	   ? 3
	       : str_eq(rated, STR("4"))   ? 4
	       : str_eq(rated, STR("4.5")) ? 4.5
					   : 0;
}

/* ---- what the page shows ------------------------------------------------------------------- */

static void
show_sorts(struct req *rq, struct view *page, const struct tavern_filter *in)
{
	static const struct {
		struct str sort;
		const char *label;
	} SORTS[] = { { STR_INIT("best"), "Best match" }, { STR_INIT("fast"), "Fast load" },
		      { STR_INIT("popular"), "Popular" }, { STR_INIT("trending"), "Trending" },
		      { STR_INIT("new"), "New" },	  { STR_INIT("recent"), "Recent" } };
	struct view_list *tabs = view_list(page, "tabs");
	for (size_t i = in->q.n > 0 ? 0 : 1; i < COUNT(SORTS); i++) {
		struct view *tab = view_push(tabs);
		view_text(tab, "label", str_from(SORTS[i].label));
		view_url(tab, "url", tavern_url(rq, in, SORTS[i].sort, STR_NONE, STR_NONE));
		view_bool(tab, "isActive", str_eq(SORTS[i].sort, in->sort));
	}
	view_bool(page, "isFast", str_eq(in->sort, STR("fast")));
	view_bool(page, "isOffline",
		  cfg_text(CFG_TEXT_PROVIDERS)[0] == '\0' && !cfg_is_set(CFG_TEXT_PROVIDER));
}

static void
push_choices(struct view *page, const char *key, struct str chosen, const char *const (*all)[2],
	     size_t n)
{
	struct view_list *list = view_list(page, key);
	for (size_t i = 0; i < n; i++) {
		struct view *one = view_push(list);
		struct str value = str_from(all[i][0]);
		view_text(one, "value", value);
		view_text(one, "label", str_from(all[i][1]));
		view_bool(one, "selected", i == 0 ? is_any(chosen) : str_eq(value, chosen));
	}
}

static void
show_choices(struct view *page, const struct tavern_filter *in)
{
	static const char *const VOICES[][2] = { { "any", "Anyone" },
						 { "ai", "AI" },
						 { "staff", "Our staff" },
						 { "mixed", "AI and staff" } };
	static const char *const RATED[][2] = { { "any", "Any rating" },
						{ "3", "3 stars or more" },
						{ "4", "4 stars or more" },
						{ "4.5", "4.5 stars or more" } };
	static const char *const PRICES[][2] = { { "any", "Any price" },
						 { "standard", "Standard or less" },
						 { "free", "Free replies" } };
	int64_t on = !is_any(in->voice) + !is_any(in->rated) + !is_any(in->price);
	push_choices(page, "voices", in->voice, VOICES, COUNT(VOICES));
	push_choices(page, "ratings", in->rated, RATED, COUNT(RATED));
	push_choices(page, "prices", in->price, PRICES, COUNT(PRICES));
	if (on > 0)
		view_int(page, "filtersOn", on);
}

static void
push_chip(struct req *rq, struct view_list *chips, const struct tavern_filter *in, struct str name,
	  struct str label, int64_t count)
{
	struct view *chip = view_push(chips);
	view_text(chip, "name", label);
	view_url(chip, "url", tavern_url(rq, in, in->sort, name, STR_NONE));
	view_bool(chip, "isOn", tavern_has_tag(in, name));
	if (count > 0)
		view_count(chip, "count", count);
}

/* The chosen tags first, then the most used ones, while there is room for another. */
static void
show_tags(struct req *rq, struct view *page, const struct tavern_filter *in, struct rows tags)
{
	struct view_list *chips = view_list(page, "tags");
	struct view_list *chosen = view_list(page, "chosen");
	for (size_t i = 0; i < in->tags.n; i++) {
		push_chip(rq, chips, in, in->tags.at[i], in->tags.at[i], 0);
		view_push_text(chosen, in->tags.at[i]);
	}
	for (size_t i = 0; i < tags.n && in->tags.n < TAVERN_TAGS; i++) {
		const struct tavern_tags_row *tag = tavern_tags_at(tags, i);
		if (!tavern_has_tag(in, tag->name))
			push_chip(rq, chips, in, tag->name, tag->label, tag->count);
	}
	struct str here = tavern_url(rq, in, in->sort, STR_NONE, STR_NONE);
	view_url(page, "tagsUrl",
		 str_fmt(rq->arena, "/tavern/tags%.*s",
			 STR_ARG(str_from_at(here, sizeof("/tavern") - 1))));
}

struct str
tavern_count_words(struct arena *arena, int64_t n, int64_t most)
{
	struct view_value number = { .kind = VIEW_COUNT, .form = VIEW_EXACT, .as.number = n };
	struct buf out = buf_in(arena);
	if (n == 0)
		return STR("No characters");
	if (n == 1)
		return STR("1 character");
	if (most > 0 && n > most) {
		number.as.number = most;
		buf_lit(&out, "More than ");
	} else if (n >= ABOUT_FROM) {
		number.as.number = n / 1000 * 1000;
		buf_lit(&out, "About ");
	}
	view_put_plain(&out, number, (struct moment){ 0 });
	buf_lit(&out, " characters");
	return buf_done(&out);
}

/* Who blocked nobody, and that is nearly everybody, is not asked for it. */
struct rows
tavern_shown(struct req *rq, struct rows cards)
{
	session_know(rq);
	if (rq->member == NULL || !rq->member->hides)
		return cards;
	return character_without_hidden(rq->arena, cards, character_hidden(rq->db, rq->member->id));
}

/* Nobody has such a word: what could have been meant. */
static void
show_mended(struct req *rq, struct view *page, const struct tavern_filter *in,
	    const struct search *search)
{
	struct search better;
	struct tavern_filter again = *in;
	if (!search_mend(rq->db, rq->arena, search, &better))
		return;
	again.q = better.text;
	view_text(page, "mended", better.text);
	view_url(page, "mendedUrl", tavern_url(rq, &again, STR_NONE, STR_NONE, STR_NONE));
}

/* What travels with the list, in one round trip. NULL where it is not asked for. */
struct company {
	struct db_later *tags;
	struct db_later *total;
	struct db_later *talked;
};

static struct company
ask_company(struct req *rq, bool is_narrow, bool is_first)
{
	struct company with = { 0 };
	if (rq->wants_json)
		return with;
	with.tags = tavern_tags_ahead(rq->db, CHIPS);
	if (!is_narrow && is_first)
		with.total = tavern_total_ahead(rq->db);
	if (!is_narrow && is_first && rq->session_token.n > 0)
		with.talked = tavern_talked_ahead(rq->db,
						  session_token_hash(rq->arena, rq->session_token));
	return with;
}

static void
show_page(struct req *rq, struct view *page_only, const struct tavern_filter *in,
	  const struct character_filter *filter, const struct company *with)
{
	view_text(page_only, "q", in->q);
	view_text(page_only, "sort", in->sort);
	view_bool(page_only, "isFurther", in->cursor.n > 0);
	show_sorts(rq, page_only, in);
	show_choices(page_only, in);
	show_tags(rq, page_only, in, db_collect(with->tags));
	if (with->talked != NULL) {
		struct rows talked = db_collect(with->talked);
		view_rows(page_only, "talked", talked);
		view_bool(page_only, "hasTalked", talked.n > 0);
	}
	if (in->cursor.n > 0)
		return;
	int64_t n = 0;
	if (with->total != NULL)
		n = ((const struct tavern_total_row *)db_collect(with->total).at)->n;
	else
		n = character_count(rq->db, filter, COUNTED + 1);
	view_text(page_only, "countText",
		  tavern_count_words(rq->arena, n, with->total != NULL ? 0 : COUNTED));
}

static struct reply
show_room(struct req *rq)
{
	struct tavern_filter in;
	struct search search = { 0 };
	if (!tavern_read(rq, &in))
		return refuse(rq, 422, NULL, "Those filters do not go together.");
	if (str_eq(in.sort, STR("favorites")))
		return see(rq, STR("/favorites"));
	bool has_words = in.q.n == 0 || search_read(rq->db, in.q, &search);
	struct character_filter filter = { .tags = in.tags,
					   .query = search.query,
					   .text = search.text,
					   .voice = is_any(in.voice) ? STR("") : in.voice,
					   .rated = stars(in.rated),
					   .price = is_any(in.price) ? STR("") : in.price,
					   .cursor = in.cursor,
					   .limit = in.limit };
	if (!character_sort_from(in.sort, &filter.sort))
		return refuse(rq, 422, NULL, "There is no such order.");

	bool is_narrow = in.q.n > 0 || in.tags.n > 0 || filter.voice.n > 0 || filter.rated > 0 ||
			 filter.price.n > 0;
	struct company with = ask_company(rq, is_narrow, in.cursor.n == 0);
	struct str next = STR_NONE;
	struct view *v = view_new(rq->arena);
	struct rows cards = { 0 };
	if (has_words)
		cards = character_list(rq->db, rq->arena, &filter, &next);
	bool is_empty = cards.n == 0;
	if (is_empty)
		cards.type = &card_type;
	view_rows(v, "items", tavern_shown(rq, cards));
	view_text(v, "nextCursor", next);
	if (rq->wants_json)
		return json_reply(rq, 200, v);

	struct view *page_only = view_object(v, "page");
	view_bool(page_only, "isNarrow", is_narrow || in.cursor.n > 0);
	if (has_words)
		show_page(rq, page_only, &in, &filter, &with);
	else
		show_page(rq, page_only, &in,
			  &(struct character_filter){ .query = STR("'nobody'"), .tags = in.tags },
			  &with);
	if (next.n > 0)
		view_url(page_only, "nextUrl", tavern_url(rq, &in, in.sort, STR_NONE, next));
	if (is_empty && in.q.n > 0 && has_words && in.cursor.n == 0)
		show_mended(rq, page_only, &in, &search);
	return page(rq, "tavern/room", v);
}

/* How many came since a page was shown: asked when its reader comes back to it, never by a clock. */
static struct reply
tell_news(struct req *rq)
{
	struct news in = { 0 };
	if (!form_read(rq, NEWS, COUNT(NEWS), &in))
		return refuse(rq, 422, NULL, "Say within how many seconds, up to 30 days.");
	struct view *v = view_new(rq->arena);
	int64_t n = tavern_fresh(rq->db, in.seconds)->n;
	view_int(v, "count", n);
	view_text(v, "text",
		  n >= 100 ? STR("100 or more new characters")
		  : n == 1 ? STR("1 new character")
			   : str_fmt(rq->arena, "%lld new characters", (long long)n));
	return json_reply(rq, 200, v);
}

static const struct route ROUTES[] = {
	{ GET, "/tavern", show_room, FOR_READERS },
	{ GET, "/tavern/tags", tavern_tags_page, FOR_READERS },
	{ GET, "/tavern/hidden", tavern_hidden_page, FOR_MEMBER },
	{ POST, "/tavern/hidden", tavern_show_again, FOR_MEMBER },
	{ GET, "/favorites", tavern_favorites_page, FOR_MEMBER },
	{ GET, "/search", tavern_search_page, FOR_READERS },
	{ GET, "/api/characters", show_room, FOR_READERS },
	{ GET, "/api/tags", tavern_tags_page, FOR_READERS },
	{ GET, "/api/favorites", tavern_favorites_page, FOR_MEMBER },
	{ GET, "/api/search", tavern_search_page, FOR_READERS },
	{ GET, "/api/tavern/news", tell_news, FOR_READERS },
	{ GET, "/api/tavern/hidden", tavern_hidden_page, FOR_MEMBER },
	{ POST, "/api/tavern/hidden", tavern_show_again, FOR_MEMBER },
};

int
main(void)
{
	return screen_serve_hot("tavern", ROUTES, COUNT(ROUTES), 2);
}
