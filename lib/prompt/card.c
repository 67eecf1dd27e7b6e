/* What the cards of the characters say. */
#include "lib/card/card.h"
#include "lib/base/json.h"
#include "lib/prompt/draft.h"

static const char MAIN[] =
	"Write the next reply of {{char}} in this roleplay with {{user}}. Stay in character and in the "
	"scene, and write only for {{char}}: what {{user}} says, does and decides is left to {{user}}. "
	"Write in the language of {{user}}, with actions between *asterisks*.";

static const char MAIN_OF_MEMBER[] =
	"Lend {{user}} the words for their next message in this roleplay with {{char}}: what they say and "
	"do next, in the first person, in the language and the manner of their earlier messages, in one to "
	"three sentences, with actions between *asterisks*. Write for {{user}} and for nobody else, and "
	"decide nothing for {{char}}. Answer with the message alone.";

/*
 * A prompt of the preset, or the card's in its place: there {{original}} is what it replaces. A card
 * without one leaves the preset's as it is.
 */
static void
put_prompt(struct draft *d, enum block_kind kind, struct str preset, struct str of_card,
	   bool is_house)
{
	struct str original = is_house ? draft_fill_house(d, MAIN) : draft_fill(d, preset);
	struct block block = { .kind = kind, .role = TEXT_SYSTEM };
	struct str fence = kind == BLOCK_MAIN ? STR("main prompt") : STR("last directions");
	if (str_trim(of_card).n > 0) {
		d->macros.original = original.p != NULL ? original : STR("");
		block.text = block_fenced(d->arena, FENCE_DIRECTIONS, fence,
					  draft_fill_hidden(d, draft_speaker(d), of_card));
		d->macros.original = STR_NONE;
		block.why = str_fmt(d->arena,
				    "The card of %.*s has its own, in place of the preset\u2019s.",
				    STR_ARG(draft_speaker(d)->name));
		block.is_others = draft_speaker(d)->is_others;
	} else if (is_house) {
		block.text = original;
		block.why = STR("The house\u2019s own: neither preset nor card has one.");
	} else {
		block.text = draft_fenced(d, TEXT_SYSTEM, FENCE_DIRECTIONS, fence, original);
		block.why = str_fmt(d->arena, "From the preset %.*s.", STR_ARG(d->in->preset.name));
	}
	(void)draft_put(d, &block);
}

void
draft_put_main(struct draft *d)
{
	struct str preset = d->in->preset.main;
	if (d->in->mode == PROMPT_IMPERSONATE) {
		(void)draft_put(d, &(struct block){
					   .kind = BLOCK_MAIN,
					   .role = TEXT_SYSTEM,
					   .text = draft_fill_house(d, MAIN_OF_MEMBER),
					   .why = STR("It is your message that is written."),
				   });
		return;
	}
	bool is_house = str_trim(preset).n == 0;
	put_prompt(d, BLOCK_MAIN, preset,
		   d->in->is_system_prompt_off ? STR_NONE : draft_speaker(d)->system_prompt,
		   is_house);
}

void
draft_put_post_history(struct draft *d)
{
	if (d->in->mode == PROMPT_IMPERSONATE)
		return;
	put_prompt(d, BLOCK_POST_HISTORY, d->in->preset.post_history,
		   d->in->is_post_history_off ? STR_NONE : draft_speaker(d)->post_history, false);
}

static struct str
why_card(struct draft *d, size_t i)
{
	return i == d->in->speaker
		       ? STR("From the card.")
		       : str_fmt(d->arena, "From the card of %.*s, who is in this chat too.",
				 STR_ARG(d->in->cards[i].name));
}

/* One block a card, "Description: Mara" where there are several. */
static void
put_field(struct draft *d, enum block_kind kind, size_t i, struct str text)
{
	const struct prompt_card *card = &d->in->cards[i];
	struct str name = block_kind_label(kind);
	struct str of = str_fmt(d->arena, "%.*s of %.*s", STR_ARG(block_kind_name(kind)),
				STR_ARG(prompt_called(card)));
	if (d->in->card_count > 1)
		name = str_fmt(d->arena, "%.*s: %.*s", STR_ARG(name), STR_ARG(card->name));
	(void)draft_put(d, &(struct block){
				   .kind = kind,
				   .role = TEXT_SYSTEM,
				   .name = name,
				   .text = draft_fenced(d, TEXT_SYSTEM, FENCE_MATERIAL, of,
							draft_fill_as(d, card, text)),
				   .why = why_card(d, i),
			   });
}

static struct str
description_of(struct draft *d, const struct prompt_card *card)
{
	struct buf out = buf_in(d->arena);
	buf_str(&out, prompt_called(card));
	if (card->age > 0)
		buf_fmt(&out, ", %lld years old", (long long)card->age);
	if (card->pronouns.n > 0)
		buf_fmt(&out, " (%.*s)", STR_ARG(card->pronouns));
	struct str user = d->in->persona.name;
	struct str brief = prompt_fill_names(d->arena, str_trim(card->short_description),
					     prompt_called(card), user);
	/* A card from elsewhere has for its short line the beginning of its description. */
	struct str bio = prompt_fill_names(d->arena, card->long_bio, prompt_called(card), user);
	bool is_told = brief.n > 0 && str_find(bio, str_first(brief, str_clip(brief, 40))) < 0;
	if (is_told)
		buf_fmt(&out, ": %.*s", STR_ARG(brief));
	buf_char(&out, '\n');
	for (size_t i = 0; i < card->traits.n; i++)
		buf_fmt(&out, "%s%.*s", i == 0 ? "Traits: " : ", ", STR_ARG(card->traits.at[i]));
	if (card->traits.n > 0)
		buf_char(&out, '\n');
	buf_str(&out, card->long_bio);
	return buf_done(&out);
}

void
draft_put_description(struct draft *d)
{
	for (size_t i = 0; i < d->in->card_count; i++)
		if (draft_has_card(d, i))
			put_field(d, BLOCK_DESCRIPTION, i, description_of(d, &d->in->cards[i]));
}

void
draft_put_personality(struct draft *d)
{
	for (size_t i = 0; i < d->in->card_count; i++)
		if (draft_has_card(d, i))
			put_field(d, BLOCK_PERSONALITY, i, d->in->cards[i].personality);
}

void
draft_put_scenario(struct draft *d)
{
	for (size_t i = 0; i < d->in->card_count; i++)
		if (draft_has_card(d, i))
			put_field(d, BLOCK_SCENARIO, i, d->in->cards[i].scenario);
}

void
draft_put_depth_prompts(struct draft *d)
{
	for (size_t i = 0; i < d->in->card_count; i++) {
		const struct prompt_card *card = &d->in->cards[i];
		if (!draft_has_card(d, i))
			continue;
		struct str text = draft_fill_hidden(d, card, card->depth_prompt);
		(void)draft_put_deep(
			d,
			&(struct block){
				.kind = BLOCK_DEPTH_PROMPT,
				.role = card->depth_prompt_role,
				.text = draft_fenced(d, card->depth_prompt_role, FENCE_DIRECTIONS,
						     str_fmt(d->arena, "note of %.*s",
							     STR_ARG(prompt_called(card))),
						     text),
				.why = str_fmt(d->arena, "The card of %.*s puts it at depth %lld.",
					       STR_ARG(card->name),
					       (long long)card->depth_prompt_depth),
				.depth = card->depth_prompt_depth,
				.order = 100,
				.is_others = card->is_others,
			});
	}
}

/* ---- examples ------------------------------------------------------------------------------ */

static void
put_example(struct draft *d, size_t i, size_t number, struct str text)
{
	const struct prompt_card *card = &d->in->cards[i];
	(void)draft_put(d,
			&(struct block){
				.kind = BLOCK_EXAMPLE,
				.role = TEXT_SYSTEM,
				.name = str_fmt(d->arena, "Example %zu", number),
				.text = draft_fenced(d, TEXT_SYSTEM, FENCE_MATERIAL,
						     str_fmt(d->arena, "example of how %.*s speaks",
							     STR_ARG(prompt_called(card))),
						     text),
				.why = why_card(d, i),
			});
}

static void
put_pairs(struct draft *d, size_t i, size_t *number)
{
	const struct prompt_card *card = &d->in->cards[i];
	struct str why;
	const json_t *list = json_read(d->arena, card->example_dialogues, &why);
	size_t k;
	json_t *item;
	json_array_foreach(list, k, item)
	{
		struct str user = draft_fill_as(d, card, json_get_text(item, "user"));
		struct str character = draft_fill_as(d, card, json_get_text(item, "character"));
		struct buf text = buf_in(d->arena);
		if (user.n > 0)
			buf_fmt(&text, "%.*s: %.*s\n", STR_ARG(d->in->persona.name), STR_ARG(user));
		if (character.n > 0)
			buf_fmt(&text, "%.*s: %.*s\n", STR_ARG(prompt_called(card)),
				STR_ARG(character));
		if (text.n > 0)
			put_example(d, i, ++*number, buf_done(&text));
	}
}

void
draft_put_examples(struct draft *d)
{
	size_t number = 0;
	for (size_t i = 0; i < d->in->card_count; i++) {
		const struct prompt_card *card = &d->in->cards[i];
		if (!draft_has_card(d, i))
			continue;
		struct strs blocks = card_example_blocks(d->arena, card->mes_example);
		for (size_t k = 0; k < blocks.n; k++)
			put_example(d, i, ++number, draft_fill_as(d, card, blocks.at[k]));
		if (blocks.n == 0)
			put_pairs(d, i, &number);
	}
}
