#include "lib/character/own.h"

#include "lib/character/draft.h"
#include "lib/character/look.h"
#include "lib/character/note.h"

struct strs
own_notes(struct arena *arena, struct strs said)
{
	struct str *at = ARENA_ARRAY(arena, struct str, NOTES);
	struct strs out = { at, 0 };
	for (size_t i = 0; i < NOTES; i++) {
		bool is_said = false;
		for (size_t k = 0; k < said.n; k++)
			is_said = is_said || str_eq(said.at[k], notes[i].word);
		if (is_said)
			at[out.n++] = notes[i].word;
	}
	return out;
}

struct str
own_look(struct arena *arena, const json_t *look, int64_t age)
{
	struct draft draft = { .age = age > 0 ? str_int(arena, age) : STR("") };
	struct str *accessories = ARENA_ARRAY(arena, struct str, LOOK_ACCESSORIES);
	const json_t *list = json_object_get(look, "accessories");
	for (size_t i = 0; i < LOOK_FIELDS; i++) {
		struct str word = json_get_text(look, look_fields[i].name.p);
		if (word.n > 0 && look_knows(look_fields[i].words, word))
			draft.look[i] = word;
	}
	draft.accessories.at = accessories;
	for (size_t i = 0; i < json_array_size(list) && draft.accessories.n < LOOK_ACCESSORIES;
	     i++) {
		struct str word = json_text(json_array_get(list, i));
		if (word.n > 0 && look_knows(look_accessories, word))
			accessories[draft.accessories.n++] = word;
	}
	draft.look_free = json_get_text(look, "free");
	draft.look_free = str_first(draft.look_free, str_clip(draft.look_free, DRAFT_FREE));
	return draft_look_json(arena, &draft);
}

struct str
own_look_of(struct arena *arena, const struct card_sheet *sheet, int64_t age)
{
	struct str why;
	return own_look(arena, sheet->look.n > 0 ? json_read(arena, sheet->look, &why) : NULL, age);
}

static bool
is_ours(struct str key)
{
	static const char *const KEYS[] = { "age",    "shortDescription", "pronouns",
					    "traits", "contentNotes",	  "look" };
	for (size_t i = 0; i < COUNT(KEYS); i++)
		if (str_eq(key, str_from(KEYS[i])))
			return true;
	return false;
}

/* The members of an object that `leave` does not name, as they stand there. */
static void
put_rest(struct buf *out, struct str object, bool (*leave)(struct str key))
{
	struct scan s = scan_in(out->arena, object);
	while (scan_next(&s))
		if (!leave(s.key))
			buf_fmt(out, "%s\"%.*s\":%.*s", out->p[out->n - 1] == '{' ? "" : ",",
				STR_ARG(s.raw), STR_ARG(s.value));
}

static bool
is_snug(struct str key)
{
	return str_eq(key, STR("snug"));
}

static bool
is_snug_or_note(struct str key)
{
	return is_snug(key) || str_eq(key, STR("depth_prompt"));
}

/* The note of the character, where every tool looks for it. */
static void
put_note(struct buf *out, const struct card_sheet *sheet)
{
	if (sheet->depth_prompt.n == 0)
		return;
	buf_str(out, out->n > 1 ? STR(",\"depth_prompt\":{") : STR("\"depth_prompt\":{"));
	buf_fmt(out, "\"depth\":%lld", (long long)sheet->depth_prompt_depth);
	json_add_text(out, "prompt", sheet->depth_prompt);
	json_add_text(out, "role", sheet->depth_prompt_role);
	buf_char(out, '}');
}

struct str
own_extensions(struct arena *arena, struct str was, const struct card_sheet *sheet, struct str look,
	       int64_t age)
{
	struct buf out = buf_in(arena);
	buf_char(&out, '{');
	put_rest(&out, was, sheet->depth_prompt.p != NULL ? is_snug_or_note : is_snug);
	put_note(&out, sheet);
	buf_str(&out, out.n > 1 ? STR(",\"snug\":{") : STR("\"snug\":{"));
	buf_fmt(&out, "\"age\":%lld", (long long)age);
	json_add_text(&out, "shortDescription", sheet->short_description);
	json_add_text(&out, "pronouns", sheet->pronouns);
	json_add_texts(&out, "traits", sheet->traits);
	json_add_texts(&out, "contentNotes", sheet->notes);
	if (look.n > 2)
		buf_fmt(&out, ",\"look\":%.*s", STR_ARG(look));
	put_rest(&out, scan_find(arena, was, "snug"), is_ours);
	buf_lit(&out, "}}");
	return buf_done(&out);
}
