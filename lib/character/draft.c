#include "lib/character/draft.h"

#include <sodium.h>

#include "lib/card/sheet.h"

enum { MARK_BYTES = 16 };

static const struct str STEPS[DRAFT_STEPS] = { STR_INIT("basics"),     STR_INIT("personality"),
					       STR_INIT("visuals"),    STR_INIT("tags"),
					       STR_INIT("visibility"), STR_INIT("review") };

bool
draft_step_from(struct str word, enum draft_step *step)
{
	for (size_t i = 0; i < COUNT(STEPS); i++)
		if (str_eq(STEPS[i], word)) {
			*step = (enum draft_step)i;
			return true;
		}
	return false;
}

struct str
draft_step_word(enum draft_step step)
{
	return STEPS[step];
}

/* Members of a draft that are one text, by their names in JSON. */
static const struct text_member {
	const char *name;
	size_t offset;
	enum draft_step step;
} TEXTS[] = {
	{ "name", offsetof(struct draft, name), DRAFT_BASICS },
	{ "shortDescription", offsetof(struct draft, short_description), DRAFT_BASICS },
	{ "longBio", offsetof(struct draft, long_bio), DRAFT_BASICS },
	{ "age", offsetof(struct draft, age), DRAFT_BASICS },
	{ "pronouns", offsetof(struct draft, pronouns), DRAFT_BASICS },
	{ "personality", offsetof(struct draft, personality), DRAFT_PERSONALITY },
	{ "scenario", offsetof(struct draft, scenario), DRAFT_PERSONALITY },
	{ "greeting", offsetof(struct draft, greeting), DRAFT_PERSONALITY },
	{ "nickname", offsetof(struct draft, nickname), DRAFT_PERSONALITY },
	{ "creatorNotes", offsetof(struct draft, creator_notes), DRAFT_PERSONALITY },
	{ "systemPrompt", offsetof(struct draft, system_prompt), DRAFT_PERSONALITY },
	{ "postHistory", offsetof(struct draft, post_history), DRAFT_PERSONALITY },
	{ "depthPrompt", offsetof(struct draft, depth_prompt), DRAFT_PERSONALITY },
	{ "depthPromptDepth", offsetof(struct draft, depth_prompt_depth), DRAFT_PERSONALITY },
	{ "depthPromptRole", offsetof(struct draft, depth_prompt_role), DRAFT_PERSONALITY },
	{ "talkativeness", offsetof(struct draft, talkativeness), DRAFT_PERSONALITY },
	{ "portrait", offsetof(struct draft, portrait), DRAFT_VISUALS },
	{ "nsfwLevel", offsetof(struct draft, level), DRAFT_TAGS },
	{ "visibility", offsetof(struct draft, visibility), DRAFT_VISIBILITY },
	{ "replyPrice", offsetof(struct draft, reply_price), DRAFT_VISIBILITY },
	{ "publishAt", offsetof(struct draft, publish_at), DRAFT_VISIBILITY },
};

static struct str *
text_in(struct draft *draft, size_t i)
{
	return (struct str *)(void *)((char *)draft + TEXTS[i].offset);
}

static const struct str *
text_of(const struct draft *draft, size_t i)
{
	return (const struct str *)(const void *)((const char *)draft + TEXTS[i].offset);
}

static struct strs
read_list(struct arena *arena, const json_t *list, size_t most)
{
	struct str *at = ARENA_ARRAY(arena, struct str, most);
	size_t n = 0;
	for (size_t i = 0; i < json_array_size(list) && n < most; i++)
		at[n++] = json_text(json_array_get(list, i));
	return (struct strs){ at, n };
}

/* What is not there is an empty text, never a missing one. */
static struct str
read_text(const json_t *object, const char *key)
{
	struct str text = json_get_text(object, key);
	return text.p != NULL ? text : STR("");
}

void
draft_read(struct arena *arena, const json_t *data, struct draft *draft)
{
	*draft = (struct draft){ .example_count = 0 };
	for (size_t i = 0; i < COUNT(TEXTS); i++)
		*text_in(draft, i) = read_text(data, TEXTS[i].name);
	draft->traits = read_list(arena, json_object_get(data, "traits"), DRAFT_LIST);
	draft->openings = read_list(arena, json_object_get(data, "alternateGreetings"),
				    DRAFT_OPENINGS);
	draft->group_greetings = read_list(arena, json_object_get(data, "groupGreetings"),
					   SHEET_GROUP_GREETINGS);
	draft->tags = read_list(arena, json_object_get(data, "tags"), DRAFT_LIST);
	draft->notes = read_list(arena, json_object_get(data, "contentNotes"), DRAFT_LIST);
	const json_t *look = json_object_get(data, "look");
	for (size_t i = 0; i < LOOK_FIELDS; i++)
		draft->look[i] = read_text(look, look_fields[i].name.p);
	draft->accessories = read_list(arena, json_object_get(look, "accessories"), DRAFT_LIST);
	draft->look_free = read_text(look, "free");
	const json_t *examples = json_object_get(data, "exampleDialogues");
	for (size_t i = 0; i < json_array_size(examples) && i < DRAFT_EXAMPLES; i++) {
		const json_t *one = json_array_get(examples, i);
		draft->examples[draft->example_count++] = (struct draft_example){
			read_text(one, "user"), read_text(one, "character")
		};
	}
}

static void
put_key(struct buf *out, const char *key)
{
	if (out->n > 0 && out->p[out->n - 1] != '{')
		buf_char(out, ',');
	buf_fmt(out, "\"%s\":", key);
}

static void
put_list(struct buf *out, const char *key, struct strs list)
{
	put_key(out, key);
	buf_char(out, '[');
	for (size_t i = 0; i < list.n; i++) {
		if (i > 0)
			buf_char(out, ',');
		json_put_text(out, list.at[i]);
	}
	buf_char(out, ']');
}

static struct str
look_json(struct arena *arena, const struct draft *draft, int64_t age)
{
	struct buf out = buf_in(arena);
	buf_char(&out, '{');
	for (size_t i = 0; i < LOOK_FIELDS; i++)
		if (draft->look[i].n > 0) {
			put_key(&out, look_fields[i].name.p);
			json_put_text(&out, draft->look[i]);
		}
	if (draft->accessories.n > 0)
		put_list(&out, "accessories", draft->accessories);
	if (draft->look_free.n > 0) {
		put_key(&out, "free");
		json_put_text(&out, draft->look_free);
	}
	if (age > 0) {
		put_key(&out, "age");
		buf_i64(&out, age);
	}
	buf_char(&out, '}');
	return buf_done(&out);
}

struct str
draft_look_json(struct arena *arena, const struct draft *draft)
{
	return look_json(arena, draft, draft_age(draft));
}

static struct str
examples_json(struct arena *arena, const struct draft *draft, bool with_empty)
{
	struct buf out = buf_in(arena);
	buf_char(&out, '[');
	for (size_t i = 0; i < draft->example_count; i++) {
		const struct draft_example *one = &draft->examples[i];
		if (!with_empty && one->user.n + one->character.n == 0)
			continue;
		if (out.n > 1)
			buf_char(&out, ',');
		buf_lit(&out, "{\"user\":");
		json_put_text(&out, one->user);
		buf_lit(&out, ",\"character\":");
		json_put_text(&out, one->character);
		buf_char(&out, '}');
	}
	buf_char(&out, ']');
	return buf_done(&out);
}

struct str
draft_examples_json(struct arena *arena, const struct draft *draft)
{
	return examples_json(arena, draft, false);
}

struct strs
draft_written(struct arena *arena, struct strs rows)
{
	struct str *at = ARENA_ARRAY(arena, struct str, rows.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < rows.n; i++)
		if (str_trim(rows.at[i]).n > 0)
			at[n++] = rows.at[i];
	return (struct strs){ at, n };
}

static void
put_texts(struct buf *out, const struct draft *draft, enum draft_step step)
{
	for (size_t i = 0; i < COUNT(TEXTS); i++)
		if (TEXTS[i].step == step) {
			put_key(out, TEXTS[i].name);
			json_put_text(out, *text_of(draft, i));
		}
}

/* The members of one step. */
static void
put_step(struct buf *out, struct arena *arena, const struct draft *draft, enum draft_step step)
{
	put_texts(out, draft, step);
	switch (step) {
	case DRAFT_PERSONALITY:
		put_list(out, "traits", draft->traits);
		put_list(out, "alternateGreetings", draft->openings);
		put_list(out, "groupGreetings", draft->group_greetings);
		put_key(out, "exampleDialogues");
		buf_str(out, examples_json(arena, draft, true));
		break;
	case DRAFT_VISUALS:
		put_key(out, "look");
		buf_str(out, look_json(arena, draft, 0));
		break;
	case DRAFT_TAGS:
		put_list(out, "tags", draft->tags);
		put_list(out, "contentNotes", draft->notes);
		break;
	case DRAFT_BASICS:
	case DRAFT_VISIBILITY:
	case DRAFT_REVIEW:
		break;
	}
}

struct str
draft_json(struct arena *arena, const struct draft *draft)
{
	struct buf out = buf_in(arena);
	buf_char(&out, '{');
	for (size_t i = 0; i < DRAFT_STEPS; i++)
		put_step(&out, arena, draft, (enum draft_step)i);
	buf_char(&out, '}');
	return buf_done(&out);
}

struct str
draft_mark(struct arena *arena, const struct draft *draft, enum draft_step step)
{
	unsigned char hash[MARK_BYTES];
	char hex[MARK_BYTES * 2 + 1];
	struct buf text = buf_in(arena);
	put_step(&text, arena, draft, step);
	struct str all = buf_done(&text);
	(void)crypto_generichash(hash, sizeof(hash), (const unsigned char *)all.p, all.n, NULL, 0);
	return str_copy(arena, str_from(sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash))));
}

struct str
draft_level(const struct draft *draft)
{
	return str_or(draft->level, STR("none"));
}

int64_t
draft_age(const struct draft *draft)
{
	int64_t age;
	return str_to_i64(str_trim(draft->age), &age) && age > 0 && age <= DRAFT_AGE_MOST ? age : 0;
}

int64_t
draft_depth(const struct draft *draft)
{
	int64_t depth;
	struct str text = str_trim(draft->depth_prompt_depth);
	if (text.n == 0)
		return DRAFT_DEPTH;
	return str_to_i64(text, &depth) && depth >= 0 && depth <= DRAFT_DEPTH_MOST ? depth : -1;
}

double
draft_talkativeness(const struct draft *draft)
{
	double often;
	struct str text = str_trim(draft->talkativeness);
	if (text.n == 0)
		return CARD_TALKATIVENESS;
	return str_to_real(text, &often) && often >= 0 && often <= 1 ? often : -1;
}

int64_t
draft_price(const struct draft *draft)
{
	struct str whole = str_trim(draft->reply_price), part = STR("");
	int64_t gems, milli = 0;
	ptrdiff_t dot = str_find_char(whole, '.');
	if (dot >= 0) {
		part = str_from_at(whole, (size_t)dot + 1);
		whole = str_first(whole, (size_t)dot);
	}
	if (!str_to_i64(whole, &gems) || gems < 0 || gems > 1000000 || part.n > 3)
		return -1;
	for (size_t i = 0; i < 3; i++) {
		if (i < part.n && (part.p[i] < '0' || part.p[i] > '9'))
			return -1;
		milli = milli * 10 + (i < part.n ? part.p[i] - '0' : 0);
	}
	return gems * 1000 + milli;
}
