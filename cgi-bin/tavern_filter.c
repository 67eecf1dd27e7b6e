/* Reading the filter of the Tavern, its address, and its choices on the page. */
#include "cgi-bin/tavern.h"

#include <ctype.h>

#include "lib/base/utf8.h"
#include "lib/web/session.h"

static const struct field FILTER[] = {
	FIELD_CHOICE(struct tavern_filter, sort, "sort", "Sort",
		     "popular|trending|new|recent|fast|best", false),
	FIELD_CHOICE(struct tavern_filter, tab, "tab", "Tab",
		     "any|popular|trending|new|recent|fast|best|favorites", false),
	FIELD_LIST(struct tavern_filter, tags, "tags", "Tags", TAVERN_TAGS),
	FIELD_LINE(struct tavern_filter, q, "q", "Search", 0, SEARCH_LONGEST),
	FIELD_CHOICE(struct tavern_filter, voice, "voice", "Voice", "any|ai|staff|mixed", false),
	FIELD_LINE(struct tavern_filter, language, "language", "Language", 0, 3),
	FIELD_CHOICE(struct tavern_filter, level, "level", "Content", "any|none", false),
	FIELD_CHOICE(struct tavern_filter, rated, "rated", "Rated at least", "any|3|4|4.5", false),
	FIELD_CHOICE(struct tavern_filter, price, "price", "Price", "any|free|standard", false),
	FIELD_LINE(struct tavern_filter, cursor, "cursor", "Cursor", 0, 60),
	FIELD_INT(struct tavern_filter, limit, "limit", "Limit", 1, 100, false),
};

static bool
is_any(struct str choice)
{
	return choice.n == 0 || str_eq(choice, STR("any"));
}

static struct str
chosen(struct str choice)
{
	return is_any(choice) ? STR_NONE : choice;
}

static bool
is_language(struct str code)
{
	return is_any(code) || (code.n == 2 && islower((unsigned char)code.p[0]) &&
				islower((unsigned char)code.p[1]));
}

static struct str
standard_sort(const struct tavern_filter *in)
{
	return in->q.n > 0 ? STR("best") : STR("popular");
}

bool
tavern_cut(struct req *rq)
{
	struct pairs *pairs = &rq->query_pairs;
	size_t n = 0, tags = 0;
	bool was_cut = false;
	for (size_t i = 0; i < pairs->n && !rq->wants_json; i++) {
		struct pair pair = pairs->at[i];
		struct str value = pair.value;
		bool is_tag = str_eq(pair.name, STR("tags"));
		if (str_eq(pair.name, STR("q")))
			pair.value = utf8_clip(value, SEARCH_LONGEST);
		was_cut = was_cut || pair.value.n < value.n || (is_tag && tags == TAVERN_TAGS);
		if (!is_tag || tags++ < TAVERN_TAGS)
			pairs->at[n++] = pair;
	}
	pairs->n = rq->wants_json ? pairs->n : n;
	return was_cut;
}

bool
tavern_read(struct req *rq, struct tavern_filter *in)
{
	*in = (struct tavern_filter){ .limit = TAVERN_PAGE };
	if (!form_read(rq, FILTER, COUNT(FILTER), in) || !is_language(in->language))
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
	if (in->language.n > 0)
		put_pair(&url, "language", in->language);
	if (!is_any(in->level))
		put_pair(&url, "level", in->level);
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

bool
tavern_filter_of(const struct tavern_filter *in, const struct search *search,
		 struct character_filter *out)
{
	*out = (struct character_filter){ .tags = in->tags,
					  .query = search->query,
					  .text = search->text,
					  .voice = chosen(in->voice),
					  .language = chosen(in->language),
					  .rated = stars(in->rated),
					  .price = chosen(in->price),
					  .cursor = in->cursor,
					  .limit = in->limit };
	return character_sort_from(in->sort, &out->sort);
}

bool
tavern_wish(struct req *rq, const struct tavern_filter *in, struct character_filter *filter)
{
	bool differs = false;
	struct str sight = session_sight(rq);
	if (!str_eq(sight, STR("none")) && is_any(in->level)) {
		filter->sight = sight;
		differs = true;
	}
	if (rq->member != NULL && !rq->wants_json && in->language.n == 0 &&
	    rq->member->language.n > 0) {
		filter->language = rq->member->language;
		differs = true;
	}
	return differs;
}

/* ---- choices ------------------------------------------------------------------------------- */

/* The first of them is "any". */
static void
push_choices(struct view *page, const char *key, struct str chosen, const struct label *choices,
	     size_t n)
{
	view_choices(page, key, choices, n, is_any(chosen) ? choices[0].code : chosen);
}

static void
push_language(struct view *page, struct view_list *list, struct str value, struct str label,
	      bool is_chosen)
{
	view_push_choice(list, value, label, is_chosen);
	if (is_chosen)
		view_text(page, "languageName", label);
}

/*
 * Those that somebody speaks here, and the asked one. Where all speak one there is nothing to choose,
 * and further pages are not told: there the choice goes along unseen.
 */
static void
push_languages(struct view *page, struct strs spoken, struct str now)
{
	enum { CODE = 2 };
	bool is_known = now.n == 0;
	if (spoken.n == 0 || (spoken.n < 2 && now.n == 0))
		return;
	struct view_list *list = view_list(page, "languages");
	push_language(page, list, STR("any"), STR("Any language"), now.n == 0);
	for (size_t i = 0; i < spoken.n; i++) {
		struct str code = str_first(spoken.at[i], CODE);
		push_language(page, list, code, str_from_at(spoken.at[i], CODE + 1),
			      str_eq(code, now));
		is_known = is_known || str_eq(code, now);
	}
	if (!is_known)
		push_language(page, list, now, now, true);
	view_bool(page, "hasLanguages", true);
}

void
tavern_show_choices(struct req *rq, struct view *page, const struct tavern_filter *in,
		    const struct character_filter *filter, struct strs spoken)
{
	static const struct label VOICES[] = { LABEL("any", "Anyone"), LABEL("ai", "AI"),
					       LABEL("staff", "Our staff"),
					       LABEL("mixed", "AI and staff") };
	static const struct label RATED[] = { LABEL("any", "Any rating"),
					      LABEL("3", "3 stars or more"),
					      LABEL("4", "4 stars or more"),
					      LABEL("4.5", "4.5 stars or more") };
	static const struct label PRICES[] = { LABEL("any", "Any price"),
					       LABEL("standard", "Standard or less"),
					       LABEL("free", "Free replies") };
	static const struct label LEVELS[] = { LABEL("any", "All that I am shown"),
					       LABEL("none", "For everybody") };
	int64_t on = !is_any(in->voice) + !is_any(in->rated) + !is_any(in->price) +
		     !is_any(in->level) + !is_any(in->language);
	push_choices(page, "voices", in->voice, VOICES, COUNT(VOICES));
	push_choices(page, "ratings", in->rated, RATED, COUNT(RATED));
	push_choices(page, "prices", in->price, PRICES, COUNT(PRICES));
	push_languages(page, spoken, filter->language);
	view_text(page, "language", in->language);
	if (!str_eq(session_sight(rq), STR("none"))) {
		push_choices(page, "levels", in->level, LEVELS, COUNT(LEVELS));
		view_bool(page, "hasLevels", true);
	}
	if (on > 0)
		view_int(page, "filtersOn", on);
}
