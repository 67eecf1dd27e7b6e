#include "lib/card/sheet.h"

#include "lib/base/json.h"
#include "lib/base/utf8.h"
#include "lib/card/tag.h"

enum { TRAITS = 12, DEPTH = 4, DEPTH_MOST = 1000 };

/* At most `most` code points. */
static struct str
cut(struct str text, size_t most, bool *is_cut)
{
	if (text.n <= most || utf8_count(text) <= most)
		return text;
	*is_cut = true;
	return utf8_clip(text, most);
}

/* One line, runs of white space as one space. */
static struct str
one_line(struct arena *arena, struct str text)
{
	char *p = arena_take(arena, text.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i] == '\n' || text.p[i] == '\t' ? ' ' : text.p[i];
		if (c != ' ' || (n > 0 && p[n - 1] != ' '))
			p[n++] = c;
	}
	return str_trim((struct str){ p, n });
}

/* The name instead of {{char}} and <BOT>: a list of characters fills nothing in. */
static struct str
with_name(struct arena *arena, struct str text, struct str name)
{
	static const struct str MARKS[] = { STR_INIT("{{char}}"), STR_INIT("<BOT>") };
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < text.n;) {
		size_t took = 0;
		for (size_t k = 0; k < COUNT(MARKS) && took == 0; k++)
			if (str_eq_fold(str_first(str_from_at(text, i), MARKS[k].n), MARKS[k]))
				took = MARKS[k].n;
		if (took > 0)
			buf_str(&out, name);
		else
			buf_char(&out, text.p[i]);
		i += took > 0 ? took : 1;
	}
	return buf_done(&out);
}

/* The first sentences that fit, of what describes the character. */
static struct str
short_of(struct arena *arena, const struct card *card)
{
	enum { LOOK_AT = 2000 };
	struct str from = str_trim(card->description).n > 0 ? card->description : card->personality;
	from = str_first(from, str_clip(from, LOOK_AT));
	struct str line = one_line(arena, with_name(arena, from, card_called(card)));
	bool is_cut = false;
	struct str text = cut(line, SHEET_SHORT, &is_cut);
	if (!is_cut)
		return text;
	size_t end = 0, word = 0;
	for (size_t i = 0; i + 1 < text.n; i++) {
		if (text.p[i + 1] != ' ')
			continue;
		word = i + 1;
		if (text.p[i] == '.' || text.p[i] == '!' || text.p[i] == '?')
			end = i + 1;
	}
	if (end > 0)
		return str_first(text, end);
	/* The ellipsis needs the room of one code point. */
	return word > 0 ? str_fmt(arena, "%.*s\xE2\x80\xA6", (int)word, text.p) : text;
}

static struct strs
tags_of(struct arena *arena, struct strs in)
{
	struct str *at = ARENA_ARRAY(arena, struct str, SHEET_TAGS);
	struct strs out = { at, 0 };
	for (size_t i = 0; i < in.n && out.n < SHEET_TAGS; i++) {
		struct str tag = tag_of(arena, in.at[i]);
		bool is_new = tag.n > 0;
		for (size_t k = 0; k < out.n; k++)
			is_new = is_new && !str_eq(at[k], tag);
		if (is_new)
			at[out.n++] = tag;
	}
	return out;
}

static struct str
examples_json(struct arena *arena, const struct card *card)
{
	struct card_example examples[CARD_EXAMPLES];
	size_t n = card_examples(arena, card->mes_example, card->name, examples);
	struct buf out = buf_in(arena);
	buf_char(&out, '[');
	for (size_t i = 0; i < n; i++) {
		buf_str(&out, i > 0 ? STR(",{\"user\":") : STR("{\"user\":"));
		json_put_text(&out, examples[i].user);
		buf_lit(&out, ",\"character\":");
		json_put_text(&out, examples[i].character);
		buf_char(&out, '}');
	}
	buf_char(&out, ']');
	return buf_done(&out);
}

/* What this house wrote into a card that it made itself: data.extensions.snug. */
static void
read_own(struct arena *arena, const struct card *card, struct card_sheet *sheet)
{
	struct str own = scan_find(arena, card->extensions, "snug");
	struct str brief = scan_text(arena, scan_find(arena, own, "shortDescription"),
				     4 * SHEET_SHORT);
	struct str pronouns = scan_text(arena, scan_find(arena, own, "pronouns"), 40);
	struct str *traits = ARENA_ARRAY(arena, struct str, TRAITS);
	struct str *notes = ARENA_ARRAY(arena, struct str, SHEET_NOTES);
	struct scan s = scan_in(arena, scan_find(arena, own, "contentNotes"));
	sheet->notes.at = notes;
	while (sheet->notes.n < SHEET_NOTES && scan_next(&s))
		notes[sheet->notes.n++] = scan_text(arena, s.value, 64);
	struct str look = scan_find(arena, own, "look");
	if (scan_kind(look) == SCAN_OBJECT && look.n <= SHEET_LOOK)
		sheet->look = look;
	sheet->look_free = scan_text(arena, scan_find(arena, sheet->look, "free"), SHEET_LOOK);
	s = scan_in(arena, scan_find(arena, own, "traits"));
	if (brief.n > 0)
		sheet->short_description = cut(one_line(arena, brief), SHEET_SHORT, &sheet->is_cut);
	if (pronouns.n > 0)
		sheet->pronouns = one_line(arena, pronouns);
	sheet->traits.at = traits;
	while (sheet->traits.n < TRAITS && scan_next(&s)) {
		struct str trait = one_line(arena, scan_text(arena, s.value, 64));
		if (trait.n > 0)
			traits[sheet->traits.n++] = trait;
	}
}

/* extensions.depth_prompt, where tools keep it in every version. */
static void
read_depth_prompt(struct arena *arena, const struct card *card, struct card_sheet *sheet)
{
	static const struct str ROLES[] = { STR_INIT("system"), STR_INIT("user"),
					    STR_INIT("assistant") };
	struct str own = scan_find(arena, scan_find(arena, card->data, "extensions"),
				   "depth_prompt");
	struct str prompt = scan_text(arena, scan_find(arena, own, "prompt"), CARD_FIELD);
	struct str role = scan_text(arena, scan_find(arena, own, "role"), 16);
	int64_t depth;
	sheet->depth_prompt = prompt.n > 0 ? cut(prompt, SHEET_DEPTH_PROMPT, &sheet->is_cut)
					   : STR("");
	sheet->depth_prompt_depth = scan_whole(scan_find(arena, own, "depth"), &depth) &&
						    depth >= 0 && depth <= DEPTH_MOST
					    ? depth
					    : DEPTH;
	sheet->depth_prompt_role = ROLES[0];
	for (size_t i = 0; i < COUNT(ROLES); i++)
		if (str_eq(role, ROLES[i]))
			sheet->depth_prompt_role = ROLES[i];
}

/*
 * What cards say of chats with others. SillyTavern writes talkativeness as a number or as a text, and
 * takes what is out of bounds for the bound; V1 has it beside the other fields.
 */
static void
read_group(struct arena *arena, const struct card *card, struct card_sheet *sheet)
{
	struct str said = scan_find(arena, scan_find(arena, card->data, "extensions"),
				    "talkativeness");
	struct strs greetings = scan_texts(arena,
					   scan_find(arena, card->data, "group_only_greetings"),
					   SHEET_GROUP_GREETINGS, CARD_FIELD);
	struct str *at = ARENA_ARRAY(arena, struct str, greetings.n + 1);
	double talkativeness;
	if (said.n == 0 && card->spec == CARD_V1)
		said = scan_find(arena, card->data, "talkativeness");
	if (scan_kind(said) == SCAN_TEXT)
		said = str_trim(scan_text(arena, said, 40));
	sheet->talkativeness = CARD_TALKATIVENESS;
	if (str_to_real(said, &talkativeness))
		sheet->talkativeness = talkativeness < 0   ? 0
				       : talkativeness > 1 ? 1
							   : talkativeness;
	for (size_t i = 0; i < greetings.n; i++)
		at[i] = cut(greetings.at[i], SHEET_LONG, &sheet->is_cut);
	sheet->group_greetings = (struct strs){ at, greetings.n };
}

void
card_sheet_of(struct arena *arena, const struct card *card, struct card_sheet *sheet)
{
	*sheet = (struct card_sheet){ .pronouns = STR_INIT("") };
	bool *is_cut = &sheet->is_cut, is_copy;
	sheet->name = cut(one_line(arena, card->name), SHEET_NAME, is_cut);
	if (sheet->name.n == 0)
		sheet->name = STR("Unnamed");
	sheet->nickname = cut(one_line(arena, card->nickname), SHEET_NAME, is_cut);
	sheet->version = cut(one_line(arena, card->version), SHEET_NAME, is_cut);
	sheet->short_description = short_of(arena, card);
	sheet->long_bio = cut(card->description, SHEET_LONG, is_cut);
	sheet->personality = cut(card->personality, SHEET_LONG, is_cut);
	sheet->scenario = cut(card->scenario, SHEET_LONG, is_cut);
	sheet->creator_notes = cut(card_own_notes(card, &is_copy), SHEET_LONG, is_cut);
	sheet->system_prompt = cut(card->system_prompt, SHEET_LONG, is_cut);
	sheet->post_history = cut(card->post_history_instructions, SHEET_LONG, is_cut);
	struct str *greetings = ARENA_ARRAY(arena, struct str, card->greetings.n + 1);
	for (size_t i = 0; i < card->greetings.n; i++)
		greetings[i] = cut(card->greetings.at[i], SHEET_LONG, is_cut);
	sheet->greeting = card->greetings.n > 0 ? greetings[0] : STR("");
	sheet->alternate_greetings =
		(struct strs){ greetings + 1, card->greetings.n > 0 ? card->greetings.n - 1 : 0 };
	sheet->examples = examples_json(arena, card);
	sheet->mes_example = cut(card->mes_example, SHEET_EXAMPLE, is_cut);
	read_depth_prompt(arena, card, sheet);
	read_group(arena, card, sheet);
	sheet->tags = tags_of(arena, card->tags);
	read_own(arena, card, sheet);
}

bool
card_same_texts(struct strs a, struct strs b)
{
	bool same = a.n == b.n;
	for (size_t i = 0; same && i < a.n; i++)
		same = str_eq(a.at[i], b.at[i]);
	return same;
}

struct str
card_examples_text(struct arena *arena, const struct card_example *examples, size_t n)
{
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < n; i++) {
		buf_lit(&out, "<START>\n");
		if (examples[i].user.n > 0)
			buf_fmt(&out, "{{user}}: %.*s\n", STR_ARG(examples[i].user));
		if (examples[i].character.n > 0)
			buf_fmt(&out, "{{char}}: %.*s\n", STR_ARG(examples[i].character));
	}
	return n > 0 ? buf_done(&out) : STR("");
}
