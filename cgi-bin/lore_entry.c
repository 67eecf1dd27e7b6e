/* One entry: its form, and what happens to it. */
#include "cgi-bin/lore.h"

#include "lib/base/utf8.h"
#include "lib/lore/read.h"
#include "lib/lore/store.h"

enum { KEY_MOST = 300 /* code points */, TEXTS_MOST = 100, NOT_SET = -1, ORDER_MOST = 1000000 };

/* ---- choices ------------------------------------------------------------------------------- */

static const struct label LOGICS[] = {
	LABEL("any", "any of them is there"),
	LABEL("not_all", "not all of them are there"),
	LABEL("none", "none of them is there"),
	LABEL("all", "all of them are there"),
};

static const struct label PLACES[] = {
	LABEL("before_char", "Before the character"),
	LABEL("after_char", "After the character"),
	LABEL("note_top", "Above the author\xE2\x80\x99s note"),
	LABEL("note_bottom", "Below the author\xE2\x80\x99s note"),
	LABEL("at_depth", "In the conversation, at a depth"),
	LABEL("before_examples", "Before the examples"),
	LABEL("after_examples", "After the examples"),
	LABEL("outlet", "Where its outlet is named"),
};

static const struct label ROLES[] = {
	LABEL("system", "Narration"),
	LABEL("user", "You"),
	LABEL("assistant", "The character"),
};

static const struct label SWITCHES[] = {
	LABEL("inherit", "As the book says"),
	LABEL("no", "No"),
	LABEL("yes", "Yes"),
};

/* ---- the form ------------------------------------------------------------------------------ */

struct entry_form {
	struct lore_entry e;
	struct str logic, place, role, group_scoring, case_sensitive, whole_words;
	bool also[6];
};

#define ALSO_NAMES                                                                                 \
	{                                                                                          \
		"alsoPersona", "alsoDescription", "alsoPersonality", "alsoDepthPrompt",            \
			"alsoScenario", "alsoCreatorNotes"                                         \
	}

static const struct field FIELDS[] = {
	FIELD_LINE(struct entry_form, e.name, "name", "Name", 0, 200),
	FIELD_TEXT(struct entry_form, e.content, "content", "Text", 0, LORE_TEXT),
	FIELD_CHOICE(struct entry_form, logic, "logic", "Other keys", "any|not_all|none|all",
		     false),
	FIELD_CHOICE(struct entry_form, place, "place", "Place",
		     "before_char|after_char|note_top|note_bottom|at_depth|before_examples|"
		     "after_examples|outlet",
		     false),
	FIELD_CHOICE(struct entry_form, role, "role", "Said by", "system|user|assistant", false),
	FIELD_CHOICE(struct entry_form, group_scoring, "groupScoring", "Most keys win",
		     "inherit|no|yes", false),
	FIELD_CHOICE(struct entry_form, case_sensitive, "caseSensitive", "Upper and lower case",
		     "inherit|no|yes", false),
	FIELD_CHOICE(struct entry_form, whole_words, "wholeWords", "Whole words", "inherit|no|yes",
		     false),
	FIELD_LINE(struct entry_form, e.outlet, "outlet", "Outlet", 0, 60),
	FIELD_LINE(struct entry_form, e.group, "group", "Group", 0, 60),
	FIELD_INT(struct entry_form, e.depth, "depth", "Depth", 0, LORE_DEPTH_MOST, false),
	FIELD_INT(struct entry_form, e.order, "order", "Order", -ORDER_MOST, ORDER_MOST, false),
	FIELD_INT(struct entry_form, e.priority, "priority", "Priority", -ORDER_MOST, ORDER_MOST,
		  false),
	FIELD_INT(struct entry_form, e.probability, "probability", "Chance", 0, 100, false),
	FIELD_INT(struct entry_form, e.group_weight, "groupWeight", "Weight", 0, 10000, false),
	FIELD_INT(struct entry_form, e.scan_depth, "scanDepth", "Messages to look at", 0,
		  LORE_DEPTH_MOST, false),
	FIELD_INT(struct entry_form, e.sticky, "sticky", "Stays", 0, 1000, false),
	FIELD_INT(struct entry_form, e.cooldown, "cooldown", "Rests", 0, 1000, false),
	FIELD_INT(struct entry_form, e.delay, "delay", "Waits", 0, 1000, false),
	FIELD_INT(struct entry_form, e.recursion_level, "recursionLevel", "Round", 0, 100, false),
	FIELD_YES(struct entry_form, e.is_enabled, "isEnabled", "In use"),
	FIELD_YES(struct entry_form, e.is_constant, "isConstant", "Always"),
	FIELD_YES(struct entry_form, e.is_selective, "isSelective", "Other keys count"),
	FIELD_YES(struct entry_form, e.uses_regex, "usesRegex", "Keys are patterns"),
	FIELD_YES(struct entry_form, e.is_group_override, "isGroupOverride", "Goes first"),
	FIELD_YES(struct entry_form, e.is_excluded_from_recursion, "isExcluded", "Not by entries"),
	FIELD_YES(struct entry_form, e.is_preventing_recursion, "isPreventing", "Calls no others"),
	FIELD_YES(struct entry_form, e.ignores_budget, "ignoresBudget", "Outside the budget"),
	FIELD_YES(struct entry_form, e.is_filter_exclusive, "isFilterExclusive", "All but these"),
	FIELD_YES(struct entry_form, also[0], "alsoPersona", "Your persona"),
	FIELD_YES(struct entry_form, also[1], "alsoDescription", "Description"),
	FIELD_YES(struct entry_form, also[2], "alsoPersonality", "Personality"),
	FIELD_YES(struct entry_form, also[3], "alsoDepthPrompt", "Depth prompt"),
	FIELD_YES(struct entry_form, also[4], "alsoScenario", "Scenario"),
	FIELD_YES(struct entry_form, also[5], "alsoCreatorNotes", "Creator notes"),
};

static struct entry_form
form_of(const struct lore_entry *e)
{
	struct entry_form f = { .e = *e };
	f.logic = LOGICS[e->logic].code;
	f.place = PLACES[e->place].code;
	f.role = ROLES[e->role].code;
	f.group_scoring = SWITCHES[e->group_scoring].code;
	f.case_sensitive = SWITCHES[e->case_sensitive].code;
	f.whole_words = SWITCHES[e->whole_words].code;
	for (size_t i = 0; i < COUNT(f.also); i++)
		f.also[i] = (e->also & (1u << i)) != 0;
	if (!e->has_priority)
		f.e.priority = INT64_MIN;
	if (!e->has_scan_depth)
		f.e.scan_depth = NOT_SET;
	return f;
}

/* A page sends all of a form: what is not there is off or empty. */
static void
clear_for_page(struct entry_form *f)
{
	struct lore_entry *e = &f->e;
	e->is_enabled = e->is_constant = e->is_selective = e->uses_regex = false;
	e->is_group_override = e->is_excluded_from_recursion = e->is_preventing_recursion = false;
	e->ignores_budget = e->is_filter_exclusive = false;
	e->priority = INT64_MIN;
	e->scan_depth = NOT_SET;
	memset(f->also, 0, sizeof(f->also));
}

/* ---- lists: one a line, or a list of the API ----------------------------------------------- */

static bool
add_text(struct req *rq, struct str *at, size_t *n, size_t most, struct str text, const char *field,
	 const char *label)
{
	text = str_trim(text);
	if (text.n == 0)
		return true;
	if (!utf8_valid(text) || utf8_count(text) > KEY_MOST) {
		form_error(rq, field, label, "One of them is longer than 300 characters.");
		return false;
	}
	if (*n == most) {
		form_error(rq, field, label, str_fmt(rq->arena, "At most %zu fit.", most).p);
		return false;
	}
	at[(*n)++] = text;
	return true;
}

static bool
read_texts(struct req *rq, const char *field, const char *label, size_t most, struct strs *out)
{
	const struct pair *pair = lore_sent(rq, field);
	struct str *at = ARENA_ARRAY(rq->arena, struct str, most);
	size_t n = 0, i;
	bool is_good = true;
	json_t *item;
	if (pair == NULL && rq->wants_json)
		return true;
	if (pair != NULL && json_is_array(pair->json)) {
		json_array_foreach(pair->json, i, item)
			is_good = is_good &&
				  add_text(rq, at, &n, most, json_text(item), field, label);
	} else if (pair != NULL) {
		struct str rest = pair->value, line;
		while (is_good && rest.n > 0 && str_cut(&rest, '\n', &line))
			is_good = add_text(rq, at, &n, most, line, field, label);
	}
	if (is_good)
		*out = (struct strs){ at, n };
	return is_good;
}

static bool
read_lists(struct req *rq, struct lore_entry *e)
{
	bool is_good = read_texts(rq, "keys", "Keys", BOOK_KEYS, &e->keys);
	is_good = read_texts(rq, "secondary", "Other keys", BOOK_KEYS, &e->secondary) && is_good;
	is_good = read_texts(rq, "filterNames", "Characters", TEXTS_MOST, &e->filter_names) &&
		  is_good;
	is_good = read_texts(rq, "filterTags", "Tags", TEXTS_MOST, &e->filter_tags) && is_good;
	return read_texts(rq, "triggers", "Kinds of reply", TEXTS_MOST, &e->triggers) && is_good;
}

/* ---- reading ------------------------------------------------------------------------------- */

/* A choice that the API did not send stays as it was. */
static void
keep_unsent(struct req *rq, struct entry_form *f, const struct entry_form *was)
{
	const struct {
		const char *name;
		struct str *now;
		struct str was;
	} CHOICES[] = {
		{ "logic", &f->logic, was->logic },
		{ "place", &f->place, was->place },
		{ "role", &f->role, was->role },
		{ "groupScoring", &f->group_scoring, was->group_scoring },
		{ "caseSensitive", &f->case_sensitive, was->case_sensitive },
		{ "wholeWords", &f->whole_words, was->whole_words },
	};
	for (size_t i = 0; i < COUNT(CHOICES); i++)
		if (lore_sent(rq, CHOICES[i].name) == NULL)
			*CHOICES[i].now = CHOICES[i].was;
	const struct pair *priority = lore_sent(rq, "priority"),
			  *depth = lore_sent(rq, "scanDepth");
	if (priority != NULL && json_is_null(priority->json))
		f->e.priority = INT64_MIN;
	if (depth != NULL && json_is_null(depth->json))
		f->e.scan_depth = NOT_SET;
}

static struct str
lines_of(struct req *rq, struct strs texts)
{
	struct buf out = buf_in(rq->arena);
	for (size_t i = 0; i < texts.n; i++)
		buf_fmt(&out, "%s%.*s", i > 0 ? "\n" : "", STR_ARG(texts.at[i]));
	return out.n > 0 ? buf_done(&out) : STR("");
}

/* Each field, so that the right one is named; then all together, which may say more than its parts. */
static bool
passes(struct req *rq, const struct lore_entry *e)
{
	struct str keys = lines_of(rq, e->keys), secondary = lines_of(rq, e->secondary);
	struct str all = str_fmt(rq->arena, "%.*s\n%.*s\n%.*s\n%.*s", STR_ARG(e->name),
				 STR_ARG(keys), STR_ARG(secondary), STR_ARG(e->content));
	return lore_passes(rq, "name", "Name", e->name) && lore_passes(rq, "keys", "Keys", keys) &&
	       lore_passes(rq, "secondary", "Other keys", secondary) &&
	       lore_passes(rq, "content", "Text", e->content) &&
	       lore_passes(rq, "content", "Text", all);
}

static bool
read_entry(struct req *rq, struct lore_entry *e)
{
	struct entry_form f = form_of(e), was = f;
	if (!rq->wants_json)
		clear_for_page(&f);
	bool is_read = form_read(rq, FIELDS, COUNT(FIELDS), &f);
	is_read = read_lists(rq, &f.e) && is_read;
	if (rq->wants_json)
		keep_unsent(rq, &f, &was);
	*e = f.e;
	e->logic = (enum book_logic)label_find(LOGICS, COUNT(LOGICS), f.logic);
	e->place = (enum lore_place)label_find(PLACES, COUNT(PLACES), f.place);
	e->role = (enum lore_role)label_find(ROLES, COUNT(ROLES), f.role);
	e->group_scoring = (enum lore_switch)label_find(SWITCHES, COUNT(SWITCHES), f.group_scoring);
	e->case_sensitive = (enum lore_switch)label_find(SWITCHES, COUNT(SWITCHES),
							 f.case_sensitive);
	e->whole_words = (enum lore_switch)label_find(SWITCHES, COUNT(SWITCHES), f.whole_words);
	e->has_priority = f.e.priority != INT64_MIN;
	e->priority = e->has_priority ? f.e.priority : 0;
	e->has_scan_depth = f.e.scan_depth != NOT_SET;
	e->scan_depth = e->has_scan_depth ? f.e.scan_depth : 0;
	e->also = 0;
	for (size_t i = 0; i < COUNT(f.also); i++)
		e->also |= f.also[i] ? 1u << i : 0;
	return is_read && passes(rq, e);
}

/* The form again, with what was noted of it. */
static struct reply
entry_again(struct req *rq, struct view *v)
{
	return reply_kept(form_again(rq, 422, "lore/entry", v));
}

/* ---- showing ------------------------------------------------------------------------------- */

/* What the API says of an entry: names as they are sent. */
static void
entry_fields(struct view *v, const struct lore_entry *e, int64_t n)
{
	static const char *const ALSO[] = ALSO_NAMES;
	view_int(v, "n", n);
	view_text(v, "name", e->name);
	view_texts(v, "keys", e->keys);
	view_texts(v, "secondary", e->secondary);
	view_text(v, "content", e->content);
	view_bool(v, "isEnabled", e->is_enabled);
	view_bool(v, "isConstant", e->is_constant);
	view_bool(v, "isSelective", e->is_selective);
	view_bool(v, "usesRegex", e->uses_regex);
	view_text(v, "logic", LOGICS[e->logic].code);
	view_text(v, "place", PLACES[e->place].code);
	view_text(v, "outlet", e->outlet);
	view_int(v, "depth", e->depth);
	view_text(v, "role", ROLES[e->role].code);
	view_int(v, "order", e->order);
	if (e->has_priority)
		view_int(v, "priority", e->priority);
	else
		view_null(v, "priority");
	view_int(v, "probability", e->probability);
	view_text(v, "group", e->group);
	view_bool(v, "isGroupOverride", e->is_group_override);
	view_int(v, "groupWeight", e->group_weight);
	view_text(v, "groupScoring", SWITCHES[e->group_scoring].code);
	if (e->has_scan_depth)
		view_int(v, "scanDepth", e->scan_depth);
	else
		view_null(v, "scanDepth");
	view_text(v, "caseSensitive", SWITCHES[e->case_sensitive].code);
	view_text(v, "wholeWords", SWITCHES[e->whole_words].code);
	view_int(v, "sticky", e->sticky);
	view_int(v, "cooldown", e->cooldown);
	view_int(v, "delay", e->delay);
	view_bool(v, "isExcluded", e->is_excluded_from_recursion);
	view_bool(v, "isPreventing", e->is_preventing_recursion);
	view_int(v, "recursionLevel", e->recursion_level);
	view_bool(v, "ignoresBudget", e->ignores_budget);
	for (size_t i = 0; i < COUNT(ALSO); i++)
		view_bool(v, ALSO[i], (e->also & (1u << i)) != 0);
	view_texts(v, "filterNames", e->filter_names);
	view_texts(v, "filterTags", e->filter_tags);
	view_bool(v, "isFilterExclusive", e->is_filter_exclusive);
	view_texts(v, "triggers", e->triggers);
}

static void
fill_numbers(struct req *rq, struct view *p, const struct lore_entry *e)
{
	lore_form_number(rq, p, "depth", true, e->depth);
	lore_form_number(rq, p, "order", true, e->order);
	lore_form_number(rq, p, "priority", e->has_priority, e->priority);
	lore_form_number(rq, p, "probability", true, e->probability);
	lore_form_number(rq, p, "groupWeight", true, e->group_weight);
	lore_form_number(rq, p, "scanDepth", e->has_scan_depth, e->scan_depth);
	lore_form_number(rq, p, "sticky", true, e->sticky);
	lore_form_number(rq, p, "cooldown", true, e->cooldown);
	lore_form_number(rq, p, "delay", true, e->delay);
	lore_form_number(rq, p, "recursionLevel", true, e->recursion_level);
}

static void
fill_form(struct req *rq, struct view *p, const struct lore_entry *e)
{
	static const char *const ALSO[] = ALSO_NAMES;
	lore_form_text(p, "name", e->name);
	lore_form_text(p, "content", e->content);
	lore_form_text(p, "outlet", e->outlet);
	lore_form_text(p, "group", e->group);
	lore_form_text(p, "keys", lines_of(rq, e->keys));
	lore_form_text(p, "secondary", lines_of(rq, e->secondary));
	lore_form_text(p, "filterNames", lines_of(rq, e->filter_names));
	lore_form_text(p, "filterTags", lines_of(rq, e->filter_tags));
	lore_form_text(p, "triggers", lines_of(rq, e->triggers));
	fill_numbers(rq, p, e);
	lore_form_yes(p, "isEnabled", e->is_enabled);
	lore_form_yes(p, "isConstant", e->is_constant);
	lore_form_yes(p, "isSelective", e->is_selective);
	lore_form_yes(p, "usesRegex", e->uses_regex);
	lore_form_yes(p, "isGroupOverride", e->is_group_override);
	lore_form_yes(p, "isExcluded", e->is_excluded_from_recursion);
	lore_form_yes(p, "isPreventing", e->is_preventing_recursion);
	lore_form_yes(p, "ignoresBudget", e->ignores_budget);
	lore_form_yes(p, "isFilterExclusive", e->is_filter_exclusive);
	for (size_t i = 0; i < COUNT(ALSO); i++)
		lore_form_yes(p, ALSO[i], (e->also & (1u << i)) != 0);
	view_choices(p, "logics", LOGICS, COUNT(LOGICS), LOGICS[e->logic].code);
	view_choices(p, "places", PLACES, COUNT(PLACES), PLACES[e->place].code);
	view_choices(p, "roles", ROLES, COUNT(ROLES), ROLES[e->role].code);
	view_choices(p, "groupScorings", SWITCHES, COUNT(SWITCHES),
		     SWITCHES[e->group_scoring].code);
	view_choices(p, "cases", SWITCHES, COUNT(SWITCHES), SWITCHES[e->case_sensitive].code);
	view_choices(p, "wordings", SWITCHES, COUNT(SWITCHES), SWITCHES[e->whole_words].code);
}

/* `n` of 0: an entry that is not there yet. */
static struct view *
entry_view(struct req *rq, const struct lore_book_row *book, const struct lore_entry *e, int64_t n)
{
	struct view *v = view_new(rq->arena);
	struct view *p = view_object(v, "page");
	entry_fields(v, e, n);
	if (rq->wants_json)
		return v;
	fill_form(rq, p, e);
	view_bool(p, "isNew", n == 0);
	view_bool(p, "isMemory", str_eq(book->shape, STR("memory")));
	view_text(p, "book", book->name);
	view_url(p, "bookUrl", lore_url(rq, book->id, ""));
	view_url(p, "url",
		 n == 0 ? lore_url(rq, book->id, "/entry")
			: str_fmt(rq->arena, "/lore/%lld/entry/%lld", (long long)book->id.v,
				  (long long)n));
	/* What is set, or was refused, is not hidden in a closed fold. */
	bool is_wrong = rq->error_count > 0;
	view_bool(p, "isTimed",
		  is_wrong || e->secondary.n > 0 || e->sticky > 0 || e->cooldown > 0 ||
			  e->delay > 0 || e->probability < 100);
	view_bool(p, "isGrouped", is_wrong || e->group.n > 0 || e->recursion_level > 0);
	view_bool(p, "isFiltered",
		  is_wrong || e->filter_names.n > 0 || e->filter_tags.n > 0 || e->triggers.n > 0 ||
			  e->also != 0);
	return v;
}

static const struct lore_entry_row *
asked_entry(struct req *rq, const struct lore_book_row **book)
{
	*book = lore_asked(rq);
	if (*book == NULL)
		return NULL;
	return lore_entry_find(rq->db, (*book)->id, rq->member->id, req_id(rq, 1));
}

struct reply
lore_show_entry(struct req *rq)
{
	const struct lore_book_row *book;
	const struct lore_entry_row *row = asked_entry(rq, &book);
	if (row == NULL)
		return not_found(rq);
	struct lore_entry e = lore_entry_of_row(row);
	form_show(rq, FIELDS, COUNT(FIELDS));
	return page(rq, "lore/entry", entry_view(rq, book, &e, row->n));
}

struct reply
lore_new_entry(struct req *rq)
{
	const struct lore_book_row *book = lore_asked(rq);
	if (book == NULL)
		return not_found(rq);
	struct lore_entry e = lore_entry_new();
	form_show(rq, FIELDS, COUNT(FIELDS));
	return page(rq, "lore/entry", entry_view(rq, book, &e, 0));
}

/* ---- writing ------------------------------------------------------------------------------- */

static struct str
row_json(struct req *rq, const struct lore_entry *e)
{
	struct buf out = buf_in(rq->arena);
	lore_put_row(&out, e, 1, NOT_SET);
	return buf_done(&out);
}

struct reply
lore_add_entry(struct req *rq)
{
	const struct lore_book_row *book = lore_asked(rq);
	struct lore_entry e = lore_entry_new();
	if (book == NULL)
		return not_found(rq);
	if (!read_entry(rq, &e))
		return entry_again(rq, entry_view(rq, book, &e, 0));
	const struct lore_entry_add_row *made = lore_entry_add(rq->db, book->id, rq->member->id,
							       LORE_ENTRIES, row_json(rq, &e));
	if (made == NULL)
		return refuse(rq, 422, "OVER_QUOTA",
			      "This book is full: it may have 100,000 entries and 16 MB of text.");
	return done_saying(rq, 201, entry_view(rq, book, &e, made->n), lore_url(rq, book->id, ""),
			   "The entry is in the book.");
}

struct reply
lore_save_entry(struct req *rq)
{
	const struct lore_book_row *book;
	const struct lore_entry_row *row = asked_entry(rq, &book);
	if (row == NULL)
		return not_found(rq);
	struct lore_entry e = lore_entry_of_row(row);
	if (!read_entry(rq, &e))
		return entry_again(rq, entry_view(rq, book, &e, row->n));
	if (lore_entry_edit(rq->db, book->id, rq->member->id, row->n, row_json(rq, &e)) == 0)
		return refuse(rq, 422, "OVER_QUOTA",
			      "This book is full: it may have 16 MB of text.");
	return done_saying(rq, 200, entry_view(rq, book, &e, row->n),
			   str_fmt(rq->arena, "/lore/%lld/entry/%lld", (long long)book->id.v,
				   (long long)row->n),
			   "Saved.");
}

struct switch_form {
	bool is_enabled;
};

static const struct field SWITCH[] = {
	FIELD_YES(struct switch_form, is_enabled, "isEnabled", "In use"),
};

struct reply
lore_switch_entry(struct req *rq)
{
	struct switch_form in = { false };
	struct lorebook_id book = { req_id(rq, 0) };
	if (!form_read(rq, SWITCH, COUNT(SWITCH), &in))
		return refuse(rq, 422, NULL, "On or off?");
	if (lore_entry_enable(rq->db, book, rq->member->id, req_id(rq, 1), in.is_enabled) == 0)
		return not_found(rq);
	return done(rq, 200, NULL, safe_path(rq->place, lore_url(rq, book, "")));
}

struct reply
lore_remove_entry(struct req *rq)
{
	struct lorebook_id book = { req_id(rq, 0) };
	int64_t n = req_id(rq, 1);
	if (lore_entry_delete(rq->db, book, rq->member->id, n) == 0)
		return not_found(rq);
	return done(rq, 200, NULL,
		    str_fmt(rq->arena, "/lore/%lld?gone=%lld", (long long)book.v, (long long)n));
}

struct reply
lore_restore_entry(struct req *rq)
{
	struct lorebook_id book = { req_id(rq, 0) };
	if (lore_entry_restore(rq->db, book, rq->member->id, req_id(rq, 1)) == 0)
		return not_found(rq);
	return done_saying(rq, 200, NULL, lore_url(rq, book, ""), "The entry is back.");
}
