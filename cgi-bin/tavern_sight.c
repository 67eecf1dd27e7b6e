/* What the Tavern shows a member: the language they like to read, and content that is not for everybody. */
#include "cgi-bin/tavern.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "lib/base/cfg.h"
#include "lib/card/tag.h"
#include "lib/web/session.h"
#include "sql/sight.h"

enum { TAGS_OFF = 30, PROPOSED = 40 };

struct wishes {
	struct str language;
	struct str country;
	struct str sight;
	struct strs without;
	struct strs more;
};

static const struct field WISHES[] = {
	FIELD_LINE(struct wishes, language, "language", "Language", 0, 3),
	FIELD_LINE(struct wishes, country, "country", "Where you live", 0, 2),
	FIELD_CHOICE(struct wishes, sight, "sight", "Content", "none|suggestive|explicit", false),
	FIELD_LIST(struct wishes, without, "without", "Tags", TAGS_OFF),
	FIELD_LIST(struct wishes, more, "more", "Other tags", TAGS_OFF),
};

struct country {
	struct str code;
	struct str name;
};

static int
by_name(const void *a, const void *b)
{
	/* The names end with a NUL: str_copy puts one there. */
	return strcmp(((const struct country *)a)->name.p, ((const struct country *)b)->name.p);
}

/* All that ISO 3166 knows, by the names that ICU has for them. */
static struct country *
all_countries(struct arena *arena, size_t *n)
{
	enum { NAME = 80 };
	size_t most = 0;
	const char *const *codes = uloc_getISOCountries();
	while (codes[most] != NULL)
		most++;
	struct country *out = ARENA_ARRAY(arena, struct country, most + 1);
	*n = 0;
	for (size_t i = 0; i < most; i++) {
		UChar wide[NAME];
		char name[NAME * 3];
		UErrorCode error = U_ZERO_ERROR;
		struct str locale = str_fmt(arena, "_%s", codes[i]);
		(void)uloc_getDisplayCountry(locale.p, "en", wide, NAME, &error);
		(void)u_strToUTF8(name, sizeof(name), NULL, wide, -1, &error);
		if (U_SUCCESS(error))
			out[(*n)++] = (struct country){ str_from(codes[i]),
							str_copy(arena, str_from(name)) };
	}
	qsort(out, *n, sizeof(*out), by_name);
	return out;
}

static bool
is_country(struct str code)
{
	for (const char *const *at = uloc_getISOCountries(); *at != NULL; at++)
		if (str_eq(code, str_from(*at)))
			return true;
	return false;
}

static void
push_countries(struct req *rq, struct view *page_only, struct str now)
{
	size_t n;
	const struct country *all = all_countries(rq->arena, &n);
	struct view_list *list = view_list(page_only, "countries");
	for (size_t i = 0; i < n; i++)
		view_push_choice(list, all[i].code, all[i].name, str_eq(all[i].code, now));
}

static void
push_languages(struct req *rq, struct view *page_only, struct str now)
{
	struct rows rows = sight_languages(rq->db);
	struct view_list *list = view_list(page_only, "languages");
	for (size_t i = 0; i < rows.n; i++) {
		const struct sight_languages_row *row = sight_languages_at(rows, i);
		view_push_choice(list, row->code, row->name, str_eq(row->code, now));
	}
}

/* Those that are left out first, then the most used ones. */
static void
push_tags(struct req *rq, struct view *page_only, struct strs off)
{
	struct rows rows = tavern_tags(rq->db, PROPOSED);
	struct tavern_filter left_out = { .tags = off };
	struct view_list *list = view_list(page_only, "tags");
	for (size_t i = 0; i < off.n; i++) {
		struct view *one = view_push(list);
		view_text(one, "name", off.at[i]);
		view_text(one, "label", tavern_tag_label(rq->arena, off.at[i], rows));
		view_bool(one, "isOn", true);
	}
	for (size_t i = 0; i < rows.n; i++) {
		const struct tavern_tags_row *row = tavern_tags_at(rows, i);
		if (tavern_has_tag(&left_out, row->name))
			continue;
		struct view *one = view_push(list);
		view_text(one, "name", row->name);
		view_text(one, "label", row->label);
		view_bool(one, "isOn", false);
	}
}

/* How the house came to know the age, in words. */
static struct str
assurance_words(struct str assurance)
{
	return str_eq(assurance, STR("verified"))  ? STR("Your age was verified")
	       : str_eq(assurance, STR("checked")) ? STR("Your age was checked")
						   : STR("You stated your date of birth");
}

static struct view *
sight_view(struct req *rq)
{
	const struct sight_of_row *row = sight_of(rq->db, rq->member->id);
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	view_text(v, "language", row->language);
	view_text(v, "country", row->country);
	view_text(v, "assurance", row->assurance);
	view_text(v, "wanted", row->wanted);
	view_text(v, "opens", cfg_is_adult() ? row->opens : STR("none"));
	view_text(v, "sight", session_sight(rq));
	view_texts(v, "without", row->tags_off);
	push_languages(rq, page_only, row->language);
	push_tags(rq, page_only, row->tags_off);
	view_bool(page_only, "isAdultHouse", cfg_is_adult());
	if (!cfg_is_adult())
		return v;
	push_countries(rq, page_only, row->country);
	view_text(page_only, "assuranceText", assurance_words(row->assurance));
	view_bool(page_only, "opensNothing", str_eq(row->opens, STR("none")));
	view_bool(page_only, "opensAll", str_eq(row->opens, STR("explicit")));
	view_bool(page_only, "inCare", row->in_care);
	view_bool(page_only, "wantsNone", str_eq(row->wanted, STR("none")));
	view_bool(page_only, "wantsSuggestive", str_eq(row->wanted, STR("suggestive")));
	view_bool(page_only, "wantsExplicit", str_eq(row->wanted, STR("explicit")));
	return v;
}

struct reply
tavern_sight_page(struct req *rq)
{
	form_show(rq, WISHES, COUNT(WISHES));
	return page(rq, "tavern/sight", sight_view(rq));
}

/* The fields that were sent; the others stay as they are. */
static bool
read_wishes(struct req *rq, struct wishes *in)
{
	if (!form_read(rq, WISHES, COUNT(WISHES), in))
		return false;
	if (in->country.n > 0 && !is_country(in->country))
		form_error(rq, "country", "Where you live", "Choose a country of the list.");
	if (!form_has(rq, "language"))
		in->language = STR_NONE;
	if (!form_has(rq, "country"))
		in->country = STR_NONE;
	if (!form_has(rq, "sight") || !cfg_is_adult())
		in->sight = STR_NONE;
	return rq->error_count == 0;
}

/* Ticked tags, and those that were typed: as words, or as the house names them. */
static struct strs
joined(struct arena *arena, struct strs ticked, struct strs typed)
{
	struct str *out = ARENA_ARRAY(arena, struct str, ticked.n + typed.n + 1);
	for (size_t i = 0; i < ticked.n; i++)
		out[i] = ticked.at[i];
	for (size_t i = 0; i < typed.n; i++)
		out[ticked.n + i] = tag_typed(arena, typed.at[i]);
	return (struct strs){ out, ticked.n + typed.n };
}

/* What is wished beyond what is open waits until it is. */
struct reply
tavern_sight_set(struct req *rq)
{
	struct wishes in = { 0 };
	if (!read_wishes(rq, &in))
		return form_again(rq, 422, "tavern/sight", sight_view(rq));
	if (sight_set(rq->db, rq->member->id, in.language, in.country, in.sight) == 0) {
		form_error(rq, "language", "Language", "Choose a language of the list.");
		return form_again(rq, 422, "tavern/sight", sight_view(rq));
	}
	/* A form without a tick sends none: `more` says that it was there. */
	if (form_has(rq, "without") || form_has(rq, "more"))
		(void)sight_leave_out(rq->db, rq->member->id,
				      joined(rq->arena, in.without, in.more));
	return done_saying(rq, 200, NULL, STR("/tavern/sight"), "Saved.");
}
