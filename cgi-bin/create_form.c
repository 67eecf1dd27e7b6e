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
	FIELD_LINE(struct typed, draft.talkativeness, "talkativeness", "How readily they speak", 0,
		   40),
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

struct pair *
create_find_pair(struct req *rq, const char *name)
{
	for (size_t i = 0; i < rq->form.n; i++)
		if (str_eq(rq->form.at[i].name, str_from(name)))
			return &rq->form.at[i];
	return NULL;
}

bool
create_was_sent(struct req *rq, const char *field)
{
	if (create_find_pair(rq, field) != NULL)
		return true;
	const struct pair *look = create_find_pair(rq, "look");
	const char *inside = strcmp(field, "lookFree") == 0 ? "free" : field;
	return look != NULL && json_object_get(look->json, inside) != NULL;
}

struct str
create_clean(struct req *rq, struct str text)
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
		draft->look_free = create_clean(rq, json_text(free_text));
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
	if (create_find_pair(rq, "traits") == NULL)
		in->draft.traits = old->traits;
	if (create_find_pair(rq, "accessories") == NULL)
		in->draft.accessories = old->accessories;
	if (create_find_pair(rq, "tags") == NULL)
		in->draft.tags = old->tags;
	if (create_find_pair(rq, "contentNotes") == NULL)
		in->draft.notes = old->notes;
}

/* An age, the id of a picture and their like may come as numbers. */
static void
take_numbers(struct req *rq)
{
	static const char *const NAMES[] = { "age", "portrait", "replyPrice", "depthPromptDepth",
					     "talkativeness" };
	for (size_t i = 0; i < COUNT(NAMES); i++) {
		struct pair *pair = create_find_pair(rq, NAMES[i]);
		if (pair == NULL || !json_is_number(pair->json))
			continue;
		if (json_is_real(pair->json))
			pair->value = str_fmt(rq->arena, "%.15g", json_real_value(pair->json));
		pair->json = NULL;
	}
}

bool
create_read(struct req *rq, enum draft_step step, struct draft *draft, struct pressed *pressed)
{
	struct typed in = { .draft = *draft };
	const struct pair *look = create_find_pair(rq, "look");
	take_numbers(rq);
	bool ok = form_read(rq, PRESSED, COUNT(PRESSED), &in);
	for (size_t i = 0; i < DRAFT_STEPS; i++)
		if ((rq->is_api || i == step) && PARTS[i].n > 0)
			ok = form_read(rq, PARTS[i].fields, PARTS[i].n, &in) && ok;
	keep_lists(rq, draft, &in);
	if (look != NULL && look->json != NULL)
		read_look_json(rq, look->json, &in.draft);
	if (rq->is_api || step == DRAFT_TAGS)
		in.draft.tags = join_tags(rq, in.draft.tags, in.more_tags);
	if (rq->is_api || step == DRAFT_PERSONALITY)
		create_read_rows(rq, &in.draft);
	create_press_row(rq, &in.draft, in.pressed.row);
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
