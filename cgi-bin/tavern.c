/* The Tavern: where members meet characters. */
#include "cgi-bin/tavern.h"

#include <ctype.h>

#include "lib/base/cfg.h"
#include "lib/web/session.h"

enum { CHIPS = 16, COUNTED = 1000, ABOUT_FROM = 10000 };

struct news {
	int64_t seconds;
};

static const struct field NEWS[] = {
	FIELD_INT(struct news, seconds, "seconds", "Seconds", 1, 30 * 24 * 3600, true),
};

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
		(void)view_push_tab(tabs, str_from(SORTS[i].label),
				    tavern_url(rq, in, SORTS[i].sort, STR_NONE, STR_NONE),
				    str_eq(SORTS[i].sort, in->sort));
	}
	view_bool(page, "isFast", str_eq(in->sort, STR("fast")));
	view_bool(page, "isOffline",
		  cfg_text(CFG_TEXT_PROVIDERS)[0] == '\0' && !cfg_is_set(CFG_TEXT_PROVIDER));
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

struct str
tavern_tag_label(struct arena *arena, struct str name, struct rows tags)
{
	for (size_t i = 0; i < tags.n; i++)
		if (str_eq(tavern_tags_at(tags, i)->name, name))
			return tavern_tags_at(tags, i)->label;
	struct buf words = buf_in(arena);
	for (size_t i = 0; i < name.n; i++)
		buf_char(&words, i == 0		    ? (char)toupper((unsigned char)name.p[0])
				 : name.p[i] == '-' ? ' '
						    : name.p[i]);
	return buf_done(&words);
}

/* The chosen tags first, then the most used ones, while there is room for another. */
static void
show_tags(struct req *rq, struct view *page, const struct tavern_filter *in, struct rows tags)
{
	struct view_list *chips = view_list(page, "tags");
	struct view_list *chosen = view_list(page, "chosen");
	for (size_t i = 0; i < in->tags.n; i++) {
		push_chip(rq, chips, in, in->tags.at[i],
			  tavern_tag_label(rq->arena, in->tags.at[i], tags), 0);
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

struct rows
tavern_shown(struct req *rq, struct rows cards)
{
	session_know(rq);
	const struct member *me = rq->member;
	if (me == NULL)
		return cards;
	return character_unhidden(rq->db, rq->arena, cards,
				  &(struct character_taste){ me->id, me->hides, me->tags_off });
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
	if (is_first)
		with.total = tavern_total_ahead(rq->db);
	if (!is_narrow && is_first && rq->session_token.n > 0)
		with.talked = tavern_talked_ahead(rq->db,
						  session_token_hash(rq->arena, rq->session_token));
	return with;
}

static struct str
count_words(struct req *rq, const struct character_filter *filter,
	    const struct tavern_total_row *house)
{
	if (!character_is_narrow(filter))
		return tavern_count_words(rq->arena, house->n, 0);
	return tavern_count_words(rq->arena, character_count(rq->db, filter, COUNTED + 1), COUNTED);
}

static void
show_page(struct req *rq, struct view *page_only, const struct tavern_filter *in,
	  const struct character_filter *filter, const struct company *with)
{
	const struct tavern_total_row *house = with->total != NULL ? db_collect(with->total).at
								   : NULL;
	view_text(page_only, "q", in->q);
	view_text(page_only, "sort", in->sort);
	view_bool(page_only, "isFurther", in->cursor.n > 0);
	show_sorts(rq, page_only, in);
	tavern_show_choices(rq, page_only, in, filter,
			    house != NULL ? house->languages : (struct strs){ 0 });
	show_tags(rq, page_only, in, db_collect(with->tags));
	if (with->talked != NULL) {
		struct rows talked = db_collect(with->talked);
		view_rows(page_only, "talked", talked);
		view_bool(page_only, "hasTalked", talked.n > 0);
	}
	if (in->cursor.n > 0)
		return;
	struct tavern_filter any = *in;
	any.language = STR("any");
	if (filter->language.n > 0)
		view_url(page_only, "anyLanguageUrl",
			 tavern_url(rq, &any, in->sort, STR_NONE, STR_NONE));
	bool is_nothing = in->q.n > 0 && filter->query.n == 0;
	view_text(page_only, "countText",
		  is_nothing ? tavern_count_words(rq->arena, 0, 0)
			     : count_words(rq, filter, house));
}

/* The cards that are asked for, once more when it turns out who asks and what they wish. */
static struct rows
list_cards(struct req *rq, const struct tavern_filter *in, struct character_filter *filter,
	   struct str *next)
{
	struct rows cards = character_list(rq->db, rq->arena, filter, next);
	if (tavern_wish(rq, in, filter))
		cards = character_list(rq->db, rq->arena, filter, next);
	return cards;
}

static struct reply
show_room(struct req *rq)
{
	struct tavern_filter in;
	struct search search = { 0 };
	struct character_filter filter;
	bool was_cut = tavern_cut(rq);
	if (!tavern_read(rq, &in))
		return refuse(rq, 422, NULL, "Those filters do not go together.");
	if (str_eq(in.sort, STR("favorites")))
		return see(rq, STR("/favorites"));
	bool has_words = in.q.n == 0 || search_read(rq->db, in.q, &search);
	if (!tavern_filter_of(&in, &search, &filter))
		return refuse(rq, 422, NULL, "There is no such order.");

	bool is_narrow = character_is_narrow(&filter) || in.q.n > 0;
	struct company with = ask_company(rq, is_narrow, in.cursor.n == 0);
	struct str next = STR_NONE;
	struct view *v = view_new(rq->arena);
	struct rows cards = { 0 };
	if (has_words)
		cards = list_cards(rq, &in, &filter, &next);
	bool is_empty = cards.n == 0;
	if (is_empty)
		cards.type = &card_type;
	view_rows(v, "items", tavern_shown(rq, cards));
	view_text(v, "nextCursor", next);
	if (rq->wants_json)
		return json_reply(rq, 200, v);

	struct view *page_only = view_object(v, "page");
	view_bool(page_only, "isNarrow", is_narrow || in.cursor.n > 0);
	view_bool(page_only, "wasCut", was_cut);
	show_page(rq, page_only, &in, &filter, &with);
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
	{ GET, "/tavern/sight", tavern_sight_page, FOR_MEMBER },
	{ POST, "/tavern/sight", tavern_sight_set, FOR_MEMBER },
	{ GET, "/favorites", tavern_favorites_page, FOR_MEMBER },
	{ GET, "/search", tavern_search_page, FOR_READERS },
	{ GET, "/api/characters", show_room, FOR_READERS },
	{ GET, "/api/tags", tavern_tags_page, FOR_READERS },
	{ GET, "/api/favorites", tavern_favorites_page, FOR_MEMBER },
	{ GET, "/api/search", tavern_search_page, FOR_READERS },
	{ GET, "/api/tavern/news", tell_news, FOR_READERS },
	{ GET, "/api/tavern/hidden", tavern_hidden_page, FOR_MEMBER },
	{ POST, "/api/tavern/hidden", tavern_show_again, FOR_MEMBER },
	{ GET, "/api/tavern/sight", tavern_sight_page, FOR_MEMBER },
	{ POST, "/api/tavern/sight", tavern_sight_set, FOR_MEMBER },
};

int
main(void)
{
	return screen_serve_hot("tavern", ROUTES, COUNT(ROUTES), 2);
}
