/* Reading what was typed about a character, from forms and JSON alike. */
#include <string.h>

#include "cgi-bin/create.h"
#include "lib/base/cfg.h"
#include "lib/base/utf8.h"
#include "lib/card/tag.h"
#include "lib/character/style.h"

/* More than can be published is kept while it is being made; what is beyond this is refused. */
enum { LINE = 300, LONG = DRAFT_LONG + 8000 };

struct typed {
	struct draft draft;
	struct pressed pressed;
	struct strs more_tags;
};

#define LOOK(at, name)                                                                             \
	{                                                                                          \
		FIELD_KIND_LINE, name, name, offsetof(struct typed, draft.look[at]), 0, 40, NULL,  \
			false                                                                      \
	}

static const struct field BASICS[] = {
	FIELD_LINE(struct typed, draft.name, "name", "Name", 0, LINE),
	FIELD_LINE(struct typed, draft.short_description, "shortDescription", "One line", 0, LINE),
	FIELD_TEXT(struct typed, draft.long_bio, "longBio", "Story", 0, LONG),
	FIELD_LINE(struct typed, draft.age, "age", "Age", 0, 40),
	FIELD_LINE(struct typed, draft.pronouns, "pronouns", "Pronouns", 0, LINE),
};

static const struct field PERSONALITY[] = {
	FIELD_LIST(struct typed, draft.traits, "traits", "Traits", DRAFT_LIST),
	FIELD_TEXT(struct typed, draft.personality, "personality", "Personality", 0, LONG),
	FIELD_TEXT(struct typed, draft.scenario, "scenario", "Scenario", 0, LONG),
	FIELD_TEXT(struct typed, draft.greeting, "greeting", "Greeting", 0, LONG),
	FIELD_LINE(struct typed, draft.nickname, "nickname", "Nickname", 0, LINE),
	FIELD_TEXT(struct typed, draft.creator_notes, "creatorNotes", "Your notes", 0, LONG),
	FIELD_TEXT(struct typed, draft.system_prompt, "systemPrompt", "Directions", 0, LONG),
	FIELD_TEXT(struct typed, draft.post_history, "postHistory", "Last word", 0, LONG),
	FIELD_TEXT(struct typed, draft.depth_prompt, "depthPrompt", "Note", 0, LONG),
	FIELD_LINE(struct typed, draft.depth_prompt_depth, "depthPromptDepth", "Depth", 0, 20),
	FIELD_LINE(struct typed, draft.depth_prompt_role, "depthPromptRole", "Role", 0, 20),
};

static const struct field VISUALS[] = {
	LOOK(0, "presentation"),
	LOOK(1, "ethnicity"),
	LOOK(2, "hairStyle"),
	LOOK(3, "hairColor"),
	LOOK(4, "eyes"),
	LOOK(5, "skin"),
	LOOK(6, "build"),
	LOOK(7, "clothes"),
	LOOK(8, "clothesColor"),
	LOOK(9, "mood"),
	LOOK(10, "background"),
	FIELD_LIST(struct typed, draft.accessories, "accessories", "Details", DRAFT_LIST),
	FIELD_TEXT(struct typed, draft.look_free, "lookFree", "More words", 0, 2000),
	FIELD_LINE(struct typed, draft.portrait, "portrait", "Portrait", 0, 20),
};

static const struct field TAGS[] = {
	FIELD_LIST(struct typed, draft.tags, "tags", "Tags", DRAFT_LIST),
	FIELD_LIST(struct typed, more_tags, "moreTags", "Tags", DRAFT_LIST),
	FIELD_LINE(struct typed, draft.level, "nsfwLevel", "Level", 0, 20),
	FIELD_LIST(struct typed, draft.notes, "contentNotes", "Notes", DRAFT_LIST),
};

static const struct field VISIBILITY[] = {
	FIELD_LINE(struct typed, draft.visibility, "visibility", "Who may see them", 0, 20),
	FIELD_LINE(struct typed, draft.publish_at, "publishAt", "When", 0, 40),
	FIELD_LINE(struct typed, draft.reply_price, "replyPrice", "Price", 0, 20),
};

static const struct field PRESSED[] = {
	FIELD_LINE(struct typed, pressed.go, "go", "Button", 0, 20),
	FIELD_LINE(struct typed, pressed.row, "row", "Button", 0, 20),
	FIELD_LINE(struct typed, pressed.key, "key", "Key", 0, 120),
	FIELD_LINE(struct typed, pressed.find, "findTag", "Find", 0, 40),
	FIELD_LINE(struct typed, pressed.mark, "mark", "Mark", 0, 40),
	FIELD_YES(struct typed, pressed.autosave, "autosave", "Autosave"),
};

static const struct part {
	const struct field *fields;
	size_t n;
} PARTS[DRAFT_STEPS] = {
	[DRAFT_BASICS] = { BASICS, COUNT(BASICS) },
	[DRAFT_PERSONALITY] = { PERSONALITY, COUNT(PERSONALITY) },
	[DRAFT_VISUALS] = { VISUALS, COUNT(VISUALS) },
	[DRAFT_TAGS] = { TAGS, COUNT(TAGS) },
	[DRAFT_VISIBILITY] = { VISIBILITY, COUNT(VISIBILITY) },
	[DRAFT_REVIEW] = { NULL, 0 },
};

void
create_show_form(struct req *rq, enum draft_step step)
{
	form_show(rq, PARTS[step].fields, PARTS[step].n);
}

static struct pair *
find_pair(struct req *rq, const char *name)
{
	for (size_t i = 0; i < rq->form.n; i++)
		if (str_eq(rq->form.at[i].name, str_from(name)))
			return &rq->form.at[i];
	return NULL;
}

bool
create_was_sent(struct req *rq, const char *field)
{
	if (find_pair(rq, field) != NULL)
		return true;
	const struct pair *look = find_pair(rq, "look");
	const char *inside = strcmp(field, "lookFree") == 0 ? "free" : field;
	return look != NULL && json_object_get(look->json, inside) != NULL;
}

/* Text without what no text needs: carriage returns, control characters, broken bytes. */
static struct str
clean(struct req *rq, struct str text)
{
	struct buf out = buf_in(rq->arena);
	struct str rest = text;
	uint32_t point;
	char bytes[4];
	while (utf8_next(&rest, &point)) {
		if (utf8_is_control(point))
			continue;
		buf_put(&out, bytes, utf8_encode(point, bytes));
	}
	return buf_done(&out);
}

static void
wrong_type(struct req *rq, const char *field, const char *label)
{
	form_error(rq, field, label, str_fmt(rq->arena, "%s has the wrong type.", label).p);
}

/* exampleDialogues of JSON: [{"user": "...", "character": "..."}]. */
static void
read_examples_json(struct req *rq, const json_t *list, struct draft *draft)
{
	if (!json_is_array(list) || json_array_size(list) > DRAFT_EXAMPLES) {
		form_error(rq, "exampleDialogues", "Examples",
			   str_fmt(rq->arena, "Examples are a list of %d exchanges at most.",
				   DRAFT_EXAMPLES)
				   .p);
		return;
	}
	draft->example_count = 0;
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i);
		if (!json_is_object(one)) {
			wrong_type(rq, "exampleDialogues", "Examples");
			return;
		}
		draft->examples[draft->example_count++] =
			(struct draft_example){ clean(rq, json_get_text(one, "user")),
						clean(rq, json_get_text(one, "character")) };
	}
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
			rows[users++].user = clean(rq, pair->value);
		else if (str_eq(pair->name, STR("exampleCharacter")) && characters < DRAFT_EXAMPLES)
			rows[characters++].character = clean(rq, pair->value);
	}
	memcpy(draft->examples, rows, sizeof(rows));
	draft->example_count = users > characters ? users : characters;
}

/* alternateGreetings of JSON: ["..."]; of the form: alternateGreeting, as often as there are rows. */
static void
read_openings(struct req *rq, struct draft *draft)
{
	const struct pair *sent = find_pair(rq, "alternateGreetings");
	const json_t *list = sent != NULL ? sent->json : NULL;
	struct str *at = ARENA_ARRAY(rq->arena, struct str, DRAFT_OPENINGS + 1);
	size_t n = 0;
	if (sent != NULL && (!json_is_array(list) || json_array_size(list) > DRAFT_OPENINGS)) {
		form_error(rq, "alternateGreetings", "Openings",
			   str_fmt(rq->arena, "Other openings are a list of %d texts at most.",
				   DRAFT_OPENINGS)
				   .p);
		return;
	}
	if (sent == NULL && find_pair(rq, "alternateGreeting") == NULL)
		return;
	for (size_t i = 0; i < json_array_size(list); i++) {
		if (!json_is_string(json_array_get(list, i))) {
			wrong_type(rq, "alternateGreetings", "Openings");
			return;
		}
		at[n++] = clean(rq, json_text(json_array_get(list, i)));
	}
	for (size_t i = 0; sent == NULL && i < rq->form.n && n < DRAFT_OPENINGS; i++)
		if (str_eq(rq->form.at[i].name, STR("alternateGreeting")))
			at[n++] = clean(rq, rq->form.at[i].value);
	draft->openings = (struct strs){ at, n };
}

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

/* "opening-add" and "opening-remove-2", in the same way. */
static void
press_opening(struct req *rq, struct draft *draft, struct str row)
{
	struct str *list = ARENA_ARRAY(rq->arena, struct str, draft->openings.n + 1);
	size_t n = 0, at = draft->openings.n;
	bool is_more = str_eq(row, STR("opening-add")) && draft->openings.n < DRAFT_OPENINGS;
	if (!is_more && !row_in(row, STR("opening-remove-"), draft->openings.n, &at))
		return;
	for (size_t i = 0; i < draft->openings.n; i++)
		if (i != at)
			list[n++] = draft->openings.at[i];
	if (is_more)
		list[n++] = STR("");
	draft->openings = (struct strs){ list, n };
}

/* `look` of JSON: the attributes by their names, `accessories` and `free`. */
static void
read_look_json(struct req *rq, const json_t *look, struct draft *draft)
{
	if (!json_is_object(look)) {
		wrong_type(rq, "look", "Look");
		return;
	}
	for (size_t i = 0; i < LOOK_FIELDS; i++) {
		const json_t *value = json_object_get(look, look_fields[i].name.p);
		if (value != NULL)
			draft->look[i] = str_first(json_text(value),
						   str_clip(json_text(value), 40));
	}
	const json_t *free_text = json_object_get(look, "free");
	if (free_text != NULL)
		draft->look_free = clean(rq, json_text(free_text));
	const json_t *list = json_object_get(look, "accessories");
	if (list == NULL)
		return;
	struct str *at = ARENA_ARRAY(rq->arena, struct str, DRAFT_LIST);
	size_t n = 0;
	for (size_t i = 0; i < json_array_size(list) && n < DRAFT_LIST; i++)
		at[n++] = json_text(json_array_get(list, i));
	draft->accessories = (struct strs){ at, n };
}

/* Chosen and typed ones together, as tags are written, each once. */
static struct strs
join_tags(struct req *rq, struct strs chosen, struct strs more)
{
	struct str *at = ARENA_ARRAY(rq->arena, struct str, chosen.n + more.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < chosen.n + more.n && n < DRAFT_LIST; i++) {
		struct str tag = tag_typed(rq->arena,
					   i < chosen.n ? chosen.at[i] : more.at[i - chosen.n]);
		bool is_new = tag.n > 0;
		for (size_t k = 0; k < n && is_new; k++)
			is_new = !str_eq(at[k], tag);
		if (is_new)
			at[n++] = tag;
	}
	return (struct strs){ at, n };
}

/* Lists that were not sent: a form means that nothing is chosen, the API that nothing changes. */
static void
keep_lists(struct req *rq, const struct draft *old, struct typed *in)
{
	if (!rq->is_api)
		return;
	if (find_pair(rq, "traits") == NULL)
		in->draft.traits = old->traits;
	if (find_pair(rq, "accessories") == NULL)
		in->draft.accessories = old->accessories;
	if (find_pair(rq, "tags") == NULL)
		in->draft.tags = old->tags;
	if (find_pair(rq, "contentNotes") == NULL)
		in->draft.notes = old->notes;
}

/* An age and the id of a picture may come as numbers. */
static void
take_numbers(struct req *rq)
{
	static const char *const NAMES[] = { "age", "portrait", "replyPrice", "depthPromptDepth" };
	for (size_t i = 0; i < COUNT(NAMES); i++) {
		struct pair *pair = find_pair(rq, NAMES[i]);
		if (pair != NULL && json_is_number(pair->json))
			pair->json = NULL;
	}
}

bool
create_read(struct req *rq, enum draft_step step, struct draft *draft, struct pressed *pressed)
{
	struct typed in = { .draft = *draft };
	const struct pair *pair;
	take_numbers(rq);
	bool ok = form_read(rq, PRESSED, COUNT(PRESSED), &in);
	for (size_t i = 0; i < DRAFT_STEPS; i++)
		if ((rq->is_api || i == step) && PARTS[i].n > 0)
			ok = form_read(rq, PARTS[i].fields, PARTS[i].n, &in) && ok;
	keep_lists(rq, draft, &in);
	if ((pair = find_pair(rq, "look")) != NULL && pair->json != NULL)
		read_look_json(rq, pair->json, &in.draft);
	if ((pair = find_pair(rq, "exampleDialogues")) != NULL && pair->json != NULL)
		read_examples_json(rq, pair->json, &in.draft);
	else if (step == DRAFT_PERSONALITY && find_pair(rq, "exampleUser") != NULL)
		read_examples_form(rq, &in.draft);
	if (rq->is_api || step == DRAFT_TAGS)
		in.draft.tags = join_tags(rq, in.draft.tags, in.more_tags);
	if (rq->is_api || step == DRAFT_PERSONALITY)
		read_openings(rq, &in.draft);
	press_example(&in.draft, in.pressed.row);
	press_opening(rq, &in.draft, in.pressed.row);
	if (str_starts(in.pressed.row, STR("style-")))
		in.draft.personality = style_put(rq->arena, in.draft.personality,
						 str_from_at(in.pressed.row, 6));
	if (draft_json(rq->arena, &in.draft).n > DRAFT_BYTES)
		form_error(rq, "longBio", "Texts",
			   "All texts together are longer than a character can be.");
	else
		*draft = in.draft;
	*pressed = in.pressed;
	create_show_form(rq, step);
	return ok && rq->error_count == 0;
}

int64_t
create_least_age(void)
{
	return cfg_int(CFG_MIN_DEPICTED_AGE);
}
