/* What the offline engine speaks from. */
#include "lib/base/json.h"
#include "lib/prompt/prompt.h"

static void
put_texts(struct buf *out, const char *key, struct strs texts)
{
	buf_fmt(out, "\"%s\":", key);
	json_put_texts(out, texts.at, texts.n);
	buf_char(out, ',');
}

/* Lore that fired is something that the character can tell of. */
static struct strs
known_texts(struct arena *arena, const struct prompt_input *in)
{
	struct str *texts = ARENA_ARRAY(arena, struct str, in->insert_count + 1);
	size_t n = 0;
	for (size_t i = 0; i < in->insert_count; i++)
		if (in->inserts[i].kind == BLOCK_LORE)
			texts[n++] = in->inserts[i].text;
	return (struct strs){ texts, n };
}

const json_t *
prompt_offline_card(struct arena *arena, const struct prompt_card *card, struct str note,
		    struct strs lore)
{
	struct buf out = buf_in(arena);
	struct str why;
	buf_char(&out, '{');
	json_put_member(&out, "name", card->name);
	json_put_member(&out, "shortDescription", card->short_description);
	json_put_member(&out, "longBio", card->long_bio);
	json_put_member(&out, "personality", card->personality);
	json_put_member(&out, "scenario", card->scenario);
	json_put_member(&out, "greeting", card->greeting);
	json_put_member(&out, "pronouns", card->pronouns);
	json_put_member(&out, "note", note);
	put_texts(&out, "lore", lore);
	put_texts(&out, "traits", card->traits);
	buf_fmt(&out, "\"age\":%lld,\"exampleDialogues\":%.*s,\"chatLines\":%.*s}",
		(long long)card->age, STR_ARG(card->example_dialogues), STR_ARG(card->chat_lines));
	return json_read(arena, buf_done(&out), &why);
}

const json_t *
prompt_offline(struct arena *arena, const struct prompt_input *in)
{
	struct macro_context macros = prompt_macros(arena, in);
	/* The engine may say the note as it stands. */
	if (macros.hides_prompts)
		macros.system_prompt = macros.post_history = macros.depth_prompt = STR("");
	struct str note = in->note.interval > 0 ? macro_expand(arena, &macros, in->note.text)
						: STR("");
	return prompt_offline_card(arena, &in->cards[in->speaker], note, known_texts(arena, in));
}
