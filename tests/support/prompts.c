#include "tests/support/prompts.h"

struct prompt_card
prompts_card(void)
{
	return (struct prompt_card){
		.name = STR("Mara"),
		.short_description = STR("A keeper of a lighthouse."),
		.long_bio = STR("She lives by the sea with a one-eyed cat."),
		.personality = STR("{{char}} trusts <USER> slowly."),
		.scenario = STR("A storm is coming."),
		.example_dialogues = STR(
			"[{\"user\":\"Hi.\",\"character\":\"Mind the step, {{user}}.\"}]"),
		.chat_lines = STR("{}"),
		.depth_prompt_depth = 4,
		.age = 40,
	};
}

struct prompt_input
prompts_input(const struct prompt_card *card)
{
	struct prompt_input in = prompt_input_of(card, STR("Juno"));
	in.context = 4096;
	in.reply = 512;
	in.note.interval = 1;
	in.note.place = PLACE_AT_DEPTH;
	in.note.depth = 4;
	return in;
}

/* Five messages, newest first: m5 (user) ... m1. */
const struct prompt_said prompts_five[PROMPTS_FIVE] = {
	{ TEXT_USER, STR_INIT("Juno"), STR_INIT("m5"), { 5 } },
	{ TEXT_ASSISTANT, STR_INIT("Mara"), STR_INIT("m4"), { 4 } },
	{ TEXT_USER, STR_INIT("Juno"), STR_INIT("m3"), { 3 } },
	{ TEXT_ASSISTANT, STR_INIT("Mara"), STR_INIT("m2"), { 2 } },
	{ TEXT_USER, STR_INIT("Juno"), STR_INIT("m1"), { 1 } },
};

bool
prompts_has(struct str text, const char *needle)
{
	return str_find(text, str_from(needle)) >= 0;
}

/* Kinds of what is sent, in order, by their first letters: the shape of a prompt at a glance. */
struct str
prompts_shape(struct arena *arena, const struct prompt *prompt)
{
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < prompt->blocks.n; i++) {
		const struct block *block = &prompt->blocks.at[i];
		if (block->is_cut)
			continue;
		if (out.n > 0)
			buf_char(&out, ' ');
		buf_str(&out,
			block->kind == BLOCK_HISTORY ? block->text : block_kind_name(block->kind));
	}
	return buf_done(&out);
}

const struct block *
prompts_find(const struct prompt *prompt, enum block_kind kind)
{
	for (size_t i = 0; i < prompt->blocks.n; i++)
		if (prompt->blocks.at[i].kind == kind)
			return &prompt->blocks.at[i];
	return NULL;
}
