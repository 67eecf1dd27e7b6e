/*
 * Rows of the second step: lists of texts, all of them read, pressed and shown in one way, and examples.
 * A form sends a field as often as there are rows, the API an array.
 */
#include <string.h>

#include "cgi-bin/create.h"
#include "lib/card/sheet.h"

/* A list of texts. */
static const struct texts {
	const char *name;  /* in JSON, and of its part of the page */
	const char *field; /* a row of it in the form */
	struct str word;   /* its buttons: "opening-add", "opening-remove-2" */
	const char *label;
	size_t most;
	size_t offset; /* in struct draft */
} TEXTS[] = {
	{ "alternateGreetings", "alternateGreeting", STR_INIT("opening"), "Other openings",
	  DRAFT_OPENINGS, offsetof(struct draft, openings) },
	{ "groupGreetings", "groupGreeting", STR_INIT("group"), "Greetings in chats with others",
	  SHEET_GROUP_GREETINGS, offsetof(struct draft, group_greetings) },
};

static struct strs *
list_in(struct draft *draft, const struct texts *t)
{
	return (struct strs *)(void *)((char *)draft + t->offset);
}

static const struct strs *
list_of(const struct draft *draft, const struct texts *t)
{
	return (const struct strs *)(const void *)((const char *)draft + t->offset);
}

/* ---- reading ------------------------------------------------------------------------------- */

/* What was sent of a list, in JSON or in rows, at most `most`; false when it is no such list. */
static bool
read_sent(struct req *rq, const struct texts *t, struct str *at, size_t *n)
{
	const struct pair *sent = create_find_pair(rq, t->name);
	const json_t *list = sent != NULL ? sent->json : NULL;
	*n = 0;
	if (sent != NULL && (!json_is_array(list) || json_array_size(list) > t->most))
		return false;
	for (size_t i = 0; i < json_array_size(list); i++) {
		if (!json_is_string(json_array_get(list, i)))
			return false;
		at[(*n)++] = create_clean(rq, json_text(json_array_get(list, i)));
	}
	for (size_t i = 0; sent == NULL && i < rq->form.n; i++) {
		if (!str_eq(rq->form.at[i].name, str_from(t->field)))
			continue;
		if (*n == t->most)
			return false;
		at[(*n)++] = create_clean(rq, rq->form.at[i].value);
	}
	return true;
}

static void
read_texts(struct req *rq, const struct texts *t, struct draft *draft)
{
	struct str *at = ARENA_ARRAY(rq->arena, struct str, t->most);
	size_t n;
	if (create_find_pair(rq, t->name) == NULL && create_find_pair(rq, t->field) == NULL)
		return;
	if (read_sent(rq, t, at, &n))
		*list_in(draft, t) = (struct strs){ at, n };
	else
		form_error(
			rq, t->name, t->label,
			str_fmt(rq->arena, "%s are a list of %zu texts at most.", t->label, t->most)
				.p);
}

/* exampleDialogues of JSON: [{"user": "...", "character": "..."}]; false when it is no such list. */
static bool
read_examples_json(struct req *rq, const json_t *list, struct draft *draft)
{
	struct draft_example rows[DRAFT_EXAMPLES] = { 0 };
	size_t n = json_array_size(list);
	if (!json_is_array(list) || n > DRAFT_EXAMPLES)
		return false;
	for (size_t i = 0; i < n; i++) {
		const json_t *one = json_array_get(list, i);
		if (!json_is_object(one))
			return false;
		rows[i].user = create_clean(rq, json_get_text(one, "user"));
		rows[i].character = create_clean(rq, json_get_text(one, "character"));
	}
	memcpy(draft->examples, rows, sizeof(rows));
	draft->example_count = n;
	return true;
}

/* Rows of the form: exampleUser and exampleCharacter come in pairs, in their order. */
static void
read_examples_form(struct req *rq, struct draft *draft)
{
	size_t users = 0, characters = 0;
	struct draft_example rows[DRAFT_EXAMPLES] = { 0 };
	for (size_t i = 0; i < rq->form.n; i++) {
		const struct pair *pair = &rq->form.at[i];
		if (str_eq(pair->name, STR("exampleUser")) && users < DRAFT_EXAMPLES)
			rows[users++].user = create_clean(rq, pair->value);
		else if (str_eq(pair->name, STR("exampleCharacter")) && characters < DRAFT_EXAMPLES)
			rows[characters++].character = create_clean(rq, pair->value);
	}
	memcpy(draft->examples, rows, sizeof(rows));
	draft->example_count = users > characters ? users : characters;
}

void
create_read_rows(struct req *rq, struct draft *draft)
{
	const struct pair *examples = create_find_pair(rq, "exampleDialogues");
	if (examples == NULL && create_find_pair(rq, "exampleUser") != NULL)
		read_examples_form(rq, draft);
	else if (examples != NULL && !read_examples_json(rq, examples->json, draft))
		form_error(rq, "exampleDialogues", "Examples",
			   str_fmt(rq->arena, "Examples are a list of %d exchanges at most.",
				   DRAFT_EXAMPLES)
				   .p);
	for (size_t i = 0; i < COUNT(TEXTS); i++)
		read_texts(rq, &TEXTS[i], draft);
}

/* ---- pressing ------------------------------------------------------------------------------ */

/* Which row a button means: its place among `rows`, of "remove-3" the third. False when there is none. */
static bool
row_in(struct str row, struct str word, size_t rows, size_t *at)
{
	int64_t n;
	if (!str_starts(row, word) || !str_to_i64(str_from_at(row, word.n), &n) || n < 1 ||
	    n > (int64_t)rows)
		return false;
	*at = (size_t)n - 1;
	return true;
}

/* "add" puts an empty example behind the last, "remove-3" takes the third away. */
static void
press_example(struct draft *draft, struct str row)
{
	size_t at;
	if (str_eq(row, STR("add")) && draft->example_count < DRAFT_EXAMPLES)
		draft->examples[draft->example_count++] = (struct draft_example){ 0 };
	if (!row_in(row, STR("remove-"), draft->example_count, &at))
		return;
	draft->example_count--;
	memmove(&draft->examples[at], &draft->examples[at + 1],
		(draft->example_count - at) * sizeof(draft->examples[0]));
}

/* The same with the list's word before it. */
static void
press_text(struct req *rq, const struct texts *t, struct str row, struct strs *list)
{
	struct str what = str_from_at(row, t->word.n);
	struct str *rows = ARENA_ARRAY(rq->arena, struct str, list->n + 1);
	size_t n = 0, at = list->n;
	bool is_more = str_eq(what, STR("-add")) && list->n < t->most;
	if (!is_more && !row_in(what, STR("-remove-"), list->n, &at))
		return;
	for (size_t i = 0; i < list->n; i++)
		if (i != at)
			rows[n++] = list->at[i];
	if (is_more)
		rows[n++] = STR("");
	*list = (struct strs){ rows, n };
}

/* The list that a button belongs to; NULL for the examples. */
static const struct texts *
pressed_texts(struct str row)
{
	for (size_t i = 0; i < COUNT(TEXTS); i++)
		if (str_starts(row, TEXTS[i].word))
			return &TEXTS[i];
	return NULL;
}

void
create_press_row(struct req *rq, struct draft *draft, struct str row)
{
	const struct texts *t = pressed_texts(row);
	if (t != NULL)
		press_text(rq, t, row, list_in(draft, t));
	else
		press_example(draft, row);
}

const char *
create_row_part(struct str row)
{
	const struct texts *t = pressed_texts(row);
	return t != NULL ? t->name : "exampleDialogues";
}

/* ---- showing ------------------------------------------------------------------------------- */

/* At least one row: a script copies it for words that come back. */
static void
show_texts(struct view *page, const struct texts *t, struct strs texts)
{
	struct view *part = view_object(page, t->name);
	struct view_list *list = view_list(part, "rows");
	size_t rows = texts.n > 0 ? texts.n : 1;
	view_text(part, "name", str_from(t->name));
	view_text(part, "field", str_from(t->field));
	view_text(part, "word", t->word);
	for (size_t i = 0; i < rows; i++) {
		struct view *one = view_push(list);
		view_int(one, "number", (int64_t)i + 1);
		view_text(one, "text", i < texts.n ? texts.at[i] : STR(""));
		view_bool(one, "canRemove", rows > 1);
	}
	view_bool(part, "canAdd", rows < t->most);
}

static void
show_examples(struct view *page, const struct draft *d)
{
	struct view_list *list = view_list(page, "examples");
	size_t rows = d->example_count > 0 ? d->example_count : 1;
	for (size_t i = 0; i < rows; i++) {
		struct view *one = view_push(list);
		view_int(one, "number", (int64_t)i + 1);
		view_text(one, "user", d->examples[i].user);
		view_text(one, "character", d->examples[i].character);
		view_bool(one, "canRemove", rows > 1);
	}
	view_bool(page, "canAdd", rows < DRAFT_EXAMPLES);
}

void
create_show_rows(struct view *page, const struct draft *d)
{
	for (size_t i = 0; i < COUNT(TEXTS); i++)
		show_texts(page, &TEXTS[i], *list_of(d, &TEXTS[i]));
	show_examples(page, d);
}
