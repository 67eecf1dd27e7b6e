/* One book: its entries, its settings, and where it is read. */
#include "cgi-bin/lore.h"

enum { WORDS_MOST = 8 };

/* ---- entries ------------------------------------------------------------------------------- */

struct str
lore_place_words(int64_t place)
{
	static const struct str WORDS[] = {
		[LORE_BEFORE_CHAR] = STR_INIT("before the character"),
		[LORE_AFTER_CHAR] = STR_INIT("after the character"),
		[LORE_NOTE_TOP] = STR_INIT("above the author\xE2\x80\x99s note"),
		[LORE_NOTE_BOTTOM] = STR_INIT("below the author\xE2\x80\x99s note"),
		[LORE_AT_DEPTH] = STR_INIT("in the conversation"),
		[LORE_BEFORE_EXAMPLES] = STR_INIT("before the examples"),
		[LORE_AFTER_EXAMPLES] = STR_INIT("after the examples"),
		[LORE_OUTLET] = STR_INIT("in an outlet"),
	};
	return WORDS[place];
}

static struct str
joined(struct req *rq, struct strs texts)
{
	struct buf out = buf_in(rq->arena);
	for (size_t i = 0; i < texts.n && out.n < 200; i++)
		buf_fmt(&out, "%s%.*s", i > 0 ? ", " : "", STR_ARG(texts.at[i]));
	if (out.n == 0)
		return STR("");
	struct str s = buf_done(&out);
	return str_first(s, str_clip(s, 200));
}

/* What may be asked of a list; the first of each is as it is without. */
static const struct label SORTS[] = {
	LABEL("", "As written"),
	LABEL("order", "By order"),
	LABEL("name", "By name"),
};
static const struct label SHOWN[] = {
	LABEL("", "All"),
	LABEL("on", "Switched on"),
	LABEL("off", "Switched off"),
	LABEL("always", "Always in"),
};

struct lore_list
lore_list_of(struct req *rq, struct str q, struct str shown, struct str sort)
{
	struct str *at = ARENA_ARRAY(rq->arena, struct str, WORDS_MOST), one;
	struct lore_list list = { .words = { at, 0 } };
	q = str_trim(q);
	list.q = q = str_first(q, str_clip(q, 200));
	while (list.words.n < WORDS_MOST && str_cut(&q, ' ', &one))
		if (one.n > 0)
			at[list.words.n++] = one;
	list.shown = SHOWN[label_find(SHOWN, COUNT(SHOWN), shown)].code;
	list.sort = SORTS[label_find(SORTS, COUNT(SORTS), sort)].code;
	return list;
}

struct str
lore_list_url(struct req *rq, struct lorebook_id id, const struct lore_list *list, const char *more)
{
	struct buf url = buf_in(rq->arena);
	buf_str(&url, lore_url(rq, id, "?"));
	buf_str(&url, str_from(more));
	if (list->shown.n > 0)
		buf_fmt(&url, "&show=%.*s", STR_ARG(list->shown));
	if (list->sort.n > 0)
		buf_fmt(&url, "&sort=%.*s", STR_ARG(list->sort));
	if (list->q.n > 0) {
		buf_lit(&url, "&q=");
		buf_url(&url, list->q);
	}
	return buf_done(&url);
}

static struct rows
lines_of(struct req *rq, struct lorebook_id id, const struct lore_list *list, int64_t after)
{
	if (list->sort.n > 0)
		return lore_entry_sorted(
			rq->db, &(struct lore_entry_sorted_in){ .book_id = id,
								.member_id = rq->member->id,
								.words = list->words,
								.shown = list->shown,
								.sort = list->sort,
								.after_n = after,
								.limit = LORE_PAGE + 1 });
	return lore_entry_lines(rq->db, &(struct lore_entry_lines_in){ .book_id = id,
								       .member_id = rq->member->id,
								       .words = list->words,
								       .shown = list->shown,
								       .after_n = after,
								       .limit = LORE_PAGE + 1 });
}

static void
put_asked(struct view *page_only, const struct lore_list *list)
{
	view_text(page_only, "q", list->q);
	view_text(page_only, "show", list->shown);
	view_text(page_only, "sort", list->sort);
	view_bool(page_only, "isSearched", list->q.n > 0);
	view_bool(page_only, "isPart", list->q.n > 0 || list->shown.n > 0);
	view_choices(page_only, "sorts", SORTS, COUNT(SORTS), list->sort);
	view_choices(page_only, "shows", SHOWN, COUNT(SHOWN), list->shown);
}

/* The entries of a page: items and nextCursor. */
static void
put_entries(struct req *rq, struct view *v, const struct lore_book_row *book)
{
	int64_t after = 0;
	struct str cursor = req_query(rq, "cursor");
	if (cursor.n > 0 && (!str_to_i64(cursor, &after) || after < 0))
		after = 0;
	struct lore_list list = lore_list_of(rq, req_query(rq, "q"), req_query(rq, "show"),
					     req_query(rq, "sort"));
	struct rows rows = lines_of(rq, book->id, &list, after);
	size_t n = rows.n > LORE_PAGE ? LORE_PAGE : rows.n;
	struct view_list *items = view_list(v, "items");
	for (size_t i = 0; i < n; i++) {
		const struct lore_entry_lines_row *row = lore_entry_lines_at(rows, i);
		struct view *one = view_push(items);
		view_fields(one, &lore_entry_lines_type, row);
		view_text(one, "place", str_from(lore_place_name((enum lore_place)row->place)));
		if (rq->wants_json)
			continue;
		view_url(one, "url",
			 str_fmt(rq->arena, "/lore/%lld/entry/%lld", (long long)book->id.v,
				 (long long)row->n));
		struct str title = row->name.n > 0 ? row->name : joined(rq, row->keys);
		view_text(one, "title", str_or(title, STR("No name")));
		view_text(one, "keyLine", joined(rq, row->keys));
		view_text(one, "placeText", lore_place_words(row->place));
		view_bool(one, "hasNothing", row->keys.n == 0 && !row->is_constant);
	}
	struct str next = STR("");
	if (rows.n > LORE_PAGE)
		next = str_int(rq->arena, lore_entry_lines_at(rows, n - 1)->n);
	view_text(v, "nextCursor", next);
	struct view *page_only = view_object(v, "page");
	put_asked(page_only, &list);
	view_bool(page_only, "isFurther", after > 0);
	view_bool(page_only, "hasItems", n > 0);
	view_url(page_only, "startUrl", lore_list_url(rq, book->id, &list, ""));
	if (next.n > 0)
		view_url(page_only, "nextUrl",
			 lore_list_url(rq, book->id, &list,
				       str_cstr(rq->arena,
						str_fmt(rq->arena, "cursor=%.*s", STR_ARG(next)))));
}

struct reply
lore_list_entries(struct req *rq)
{
	const struct lore_book_row *row = lore_asked(rq);
	if (row == NULL)
		return not_found(rq);
	struct view *v = view_new(rq->arena);
	put_entries(rq, v, row);
	return json_reply(rq, 200, v);
}

struct view *
lore_book_view(struct req *rq, const struct lore_book_row *row)
{
	int64_t gone;
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	lore_book_fields(v, row);
	put_entries(rq, v, row);
	view_url(v, "url", lore_url(rq, row->id, ""));
	if (str_to_i64(req_query(rq, "gone"), &gone) && gone > 0) {
		int64_t count = lore_entry_gone(rq->db, row->id, gone)->count;
		if (count > 0)
			view_int(page_only, "gone", gone);
		if (count > 1)
			view_int(page_only, "goneCount", count);
	}
	if (!rq->wants_json)
		view_rows(page_only, "books", lore_books(rq->db, rq->member->id));
	return v;
}

struct reply
lore_show_book(struct req *rq)
{
	const struct lore_book_row *row = lore_asked(rq);
	if (row == NULL)
		return not_found(rq);
	return page(rq, "lore/book", lore_book_view(rq, row));
}

/* ---- settings ------------------------------------------------------------------------------ */

#define SWITCH "inherit|no|yes"

struct settings {
	struct str name, description;
	int64_t scan_depth, token_budget;
	bool is_recursive, is_global;
	struct str whole_words, case_sensitive, group_scoring;
};

static const struct field SETTINGS[] = {
	FIELD_LINE(struct settings, name, "name", "Name", 1, LORE_NAME),
	FIELD_TEXT(struct settings, description, "description", "About it", 0, LORE_ABOUT),
	FIELD_INT(struct settings, scan_depth, "scanDepth", "Messages to look at", 0,
		  LORE_DEPTH_MOST, false),
	FIELD_INT(struct settings, token_budget, "tokenBudget", "Tokens at most", 0, 1000000,
		  false),
	FIELD_YES(struct settings, is_recursive, "isRecursive", "Entries call entries"),
	FIELD_YES(struct settings, is_global, "isGlobal", "In all your chats"),
	FIELD_CHOICE(struct settings, whole_words, "wholeWords", "Whole words", SWITCH, false),
	FIELD_CHOICE(struct settings, case_sensitive, "caseSensitive", "Upper and lower case",
		     SWITCH, false),
	FIELD_CHOICE(struct settings, group_scoring, "groupScoring", "Groups count keys", SWITCH,
		     false),
};

static struct str
switch_word(bool is_set, bool value)
{
	return !is_set ? STR("inherit") : value ? STR("yes") : STR("no");
}

static struct settings
settings_of(const struct lore_book_row *row)
{
	return (struct settings){
		.name = row->name,
		.description = row->description,
		.scan_depth = row->has_scan_depth ? row->scan_depth : -1,
		.token_budget = row->has_token_budget ? row->token_budget : 0,
		.is_recursive = row->is_recursive,
		.is_global = row->is_global,
		.whole_words = switch_word(row->has_whole_words, row->whole_words),
		.case_sensitive = switch_word(row->has_case_sensitive, row->case_sensitive),
		.group_scoring = switch_word(row->has_group_scoring, row->group_scoring),
	};
}

static void
put_switch(struct view *page_only, const char *key, struct str value)
{
	static const struct label OPTIONS[] = {
		LABEL("no", "No"),
		LABEL("yes", "Yes"),
	};
	view_choices(page_only, key, OPTIONS, COUNT(OPTIONS),
		     OPTIONS[label_find(OPTIONS, COUNT(OPTIONS), value)].code);
}

static struct view *
settings_view(struct req *rq, const struct lore_book_row *row, const struct settings *s)
{
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	lore_book_fields(v, row);
	view_url(v, "url", lore_url(rq, row->id, ""));
	view_rows(v, "characters", lore_characters(rq->db, row->id, rq->member->id));
	view_rows(v, "chats", lore_chats(rq->db, row->id, rq->member->id));
	if (rq->wants_json)
		return v;
	struct rows choices = lore_character_choices(rq->db, row->id, rq->member->id);
	view_rows(page_only, "choices", choices);
	view_bool(page_only, "hasChoices", choices.n > 0);
	struct rows own = lore_give_choices(rq->db, rq->member->id);
	view_rows(page_only, "own", own);
	view_bool(page_only, "hasOwn", own.n > 0);
	lore_form_text(page_only, "name", s->name);
	lore_form_text(page_only, "description", s->description);
	lore_form_number(rq, page_only, "scanDepth", s->scan_depth >= 0, s->scan_depth);
	lore_form_number(rq, page_only, "tokenBudget", s->token_budget > 0, s->token_budget);
	lore_form_yes(page_only, "isRecursive", s->is_recursive);
	lore_form_yes(page_only, "isGlobal", s->is_global);
	put_switch(page_only, "wholeWords", s->whole_words);
	put_switch(page_only, "caseSensitive", s->case_sensitive);
	put_switch(page_only, "groupScoring", s->group_scoring);
	return v;
}

struct reply
lore_show_settings(struct req *rq)
{
	const struct lore_book_row *row = lore_asked(rq);
	if (row == NULL)
		return not_found(rq);
	struct settings s = settings_of(row);
	form_show(rq, SETTINGS, COUNT(SETTINGS));
	return page(rq, "lore/settings", settings_view(rq, row, &s));
}

/* The API sends what it changes; a page sends all, and what is not there is off or empty. */
static bool
read_settings(struct req *rq, struct settings *s)
{
	struct settings was = *s;
	if (!rq->wants_json) {
		s->is_recursive = s->is_global = false;
		s->scan_depth = -1;
		s->token_budget = 0;
	}
	struct field fields[COUNT(SETTINGS)];
	memcpy(fields, SETTINGS, sizeof(fields));
	fields[0].required = !rq->wants_json;
	bool is_read = form_read(rq, fields, COUNT(fields), s);
	form_show(rq, SETTINGS, COUNT(SETTINGS));
	if (rq->wants_json) {
		s->whole_words = lore_sent(rq, "wholeWords") != NULL ? s->whole_words
								     : was.whole_words;
		s->case_sensitive = lore_sent(rq, "caseSensitive") != NULL ? s->case_sensitive
									   : was.case_sensitive;
		s->group_scoring = lore_sent(rq, "groupScoring") != NULL ? s->group_scoring
									 : was.group_scoring;
	}
	return is_read;
}

struct reply
lore_save_settings(struct req *rq)
{
	const struct lore_book_row *row = lore_asked(rq);
	if (row == NULL)
		return not_found(rq);
	struct settings s = settings_of(row);
	if (!read_settings(rq, &s))
		return form_again(rq, 422, "lore/settings", settings_view(rq, row, &s));
	if (!lore_passes(rq, "name", "Name", s.name) ||
	    !lore_passes(rq, "description", "About it", s.description)) {
		return reply_kept(form_again(rq, 422, "lore/settings", settings_view(rq, row, &s)));
	}
	(void)lore_edit(rq->db, &(struct lore_edit_in){ .id = row->id,
							.member_id = rq->member->id,
							.name = s.name,
							.description = s.description,
							.scan_depth = s.scan_depth,
							.token_budget = s.token_budget,
							.is_recursive = s.is_recursive,
							.is_global = s.is_global,
							.whole_words = s.whole_words,
							.case_sensitive = s.case_sensitive,
							.group_scoring = s.group_scoring });
	row = lore_asked(rq);
	return done_saying(rq, 200, settings_view(rq, row, &s), lore_url(rq, row->id, ""),
			   "Saved. The next reply reads the book like this.");
}

/* ---- where it is read ---------------------------------------------------------------------- */

struct link_form {
	int64_t character_id;
	bool is_own;
};

static const struct field LINK[] = {
	FIELD_ID(struct link_form, character_id, "characterId", "Character", true),
	FIELD_YES(struct link_form, is_own, "isOwn", "Goes with the character"),
};

static struct reply
change_link(struct req *rq, bool is_on)
{
	struct link_form in = { 0 };
	const struct lore_book_row *row = lore_asked(rq);
	if (row == NULL)
		return not_found(rq);
	struct settings s = settings_of(row);
	if (!form_read(rq, LINK, COUNT(LINK), &in))
		return form_again(rq, 422, "lore/settings", settings_view(rq, row, &s));
	struct character_id character = { in.character_id };
	if (is_on && in.is_own && !lore_give_book(rq, character, row->id)) {
		form_error(rq, "characterId", "Character", LORE_NOT_GIVEN);
		return form_again(rq, 422, "lore/settings", settings_view(rq, row, &s));
	}
	if (is_on && !in.is_own)
		(void)lore_character_link(rq->db, character, row->id, rq->member->id);
	else if (!is_on)
		(void)lore_character_unlink(rq->db, character, row->id, rq->member->id);
	row = lore_asked(rq);
	return done_saying(rq, 200, settings_view(rq, row, &s),
			   lore_url(rq, row->id, "/settings#where"),
			   is_on && in.is_own ? "The book goes with the character from now on."
			   : is_on	      ? "Your chats with this character read the book."
					      : "The book is no longer read there.");
}

struct reply
lore_link(struct req *rq)
{
	return change_link(rq, true);
}

struct reply
lore_unlink(struct req *rq)
{
	return change_link(rq, false);
}
