#include "lib/prompt/prompt.h"

#include "lib/base/cfg.h"
#include "lib/prompt/draft.h"

int64_t
prompt_context_tokens(void)
{
	return cfg_int(CFG_CONTEXT_TOKENS);
}

int64_t
prompt_context_of(struct str provider, int64_t tokens)
{
	enum { OFFLINE = 32768 };
	int64_t house = prompt_context_tokens();
	if (tokens > 0)
		return tokens;
	return str_eq(provider, STR("offline")) && house < OFFLINE ? OFFLINE : house;
}

int64_t
prompt_reply_tokens(void)
{
	int64_t most = prompt_context_tokens() / 2;
	int64_t asked = cfg_int(CFG_REPLY_TOKENS);
	return asked < most ? asked : most;
}

/* Even text of long English words has fewer bytes a token. */
int64_t
prompt_branch_bytes(int64_t context)
{
	enum { BYTES_A_TOKEN = 6 };
	return context * BYTES_A_TOKEN;
}

struct str
prompt_called(const struct prompt_card *card)
{
	return str_or(card->nickname, card->name);
}

struct prompt_input
prompt_input_of(const struct prompt_card *card, struct str member_name)
{
	return (struct prompt_input){
		.cards = card,
		.card_count = 1,
		.persona = { .name = member_name, .place = PLACE_NOWHERE },
		.context = prompt_context_tokens(),
		.reply = prompt_reply_tokens(),
		.ratio = 1,
		.is_adult = cfg_is_adult(),
		.last_user_at = MOMENT_NONE,
	};
}

/* ---- parts --------------------------------------------------------------------------------- */

const struct prompt_card *
draft_speaker(const struct draft *d)
{
	return &d->in->cards[d->in->speaker];
}

bool
draft_has_card(const struct draft *d, size_t i)
{
	if (i == d->in->speaker)
		return true;
	return d->in->card_mode == PROMPT_APPEND_MUTED ||
	       (d->in->card_mode == PROMPT_APPEND && !d->in->cards[i].is_muted);
}

static struct block *
put(struct draft *d, struct blocks *list, const struct block *block)
{
	struct block made = *block;
	made.is_others = made.is_others || d->has_hidden;
	d->has_hidden = false;
	made.text = str_trim(made.text);
	if (made.text.n == 0)
		return NULL;
	made.tokens = count_scaled(made.text, d->in->ratio) + COUNT_MESSAGE;
	if (made.name.n == 0)
		made.name = block_kind_label(made.kind);
	return block_put(list, &made);
}

struct block *
draft_put(struct draft *d, const struct block *block)
{
	return put(d, d->is_past_history ? &d->tail : &d->head, block);
}

struct block *
draft_put_deep(struct draft *d, const struct block *block)
{
	return put(d, &d->deep, block);
}

struct str
draft_fenced(struct draft *d, enum text_role role, enum block_fence fence, struct str kind,
	     struct str text)
{
	text = str_trim(text);
	if (text.n == 0 || role != TEXT_SYSTEM)
		return block_harmless(d->arena, text);
	return block_fenced(d->arena, fence, kind, text);
}

void
draft_put_inserts(struct draft *d, enum prompt_place place, enum block_kind kind)
{
	for (size_t i = 0; i < d->in->insert_count; i++) {
		const struct prompt_insert *insert = &d->in->inserts[i];
		if (insert->place != place || insert->kind != kind)
			continue;
		(void)draft_put(d, &(struct block){
					   .kind = kind,
					   .role = TEXT_SYSTEM,
					   .name = insert->name,
					   .text = draft_fenced(d, TEXT_SYSTEM, FENCE_MATERIAL,
								insert->name, insert->text),
					   .why = insert->why,
					   .order = insert->order,
					   .may_go = true,
					   .goes_first = insert->is_first_out,
					   .is_others = insert->is_others,
				   });
	}
}

static void
put_extra(struct draft *d, const struct prompt_part *part)
{
	struct block block = {
		.kind = BLOCK_EXTRA,
		.role = part->role,
		.name = part->name,
		.text = draft_fenced(d, part->role, FENCE_DIRECTIONS,
				     str_or(part->name, STR("preset")), draft_fill(d, part->text)),
		.why = str_fmt(d->arena, "A part of the preset %.*s.", STR_ARG(d->in->preset.name)),
		.depth = part->depth,
		.order = 100,
	};
	if (part->is_at_depth)
		(void)draft_put_deep(d, &block);
	else
		(void)draft_put(d, &block);
}

/* The order that is usual where a preset has none of its own. */
static const struct prompt_part USUAL[] = {
	{ .kind = BLOCK_MAIN },
	{ .kind = BLOCK_LORE },
	{ .kind = BLOCK_PERSONA },
	{ .kind = BLOCK_DESCRIPTION },
	{ .kind = BLOCK_PERSONALITY },
	{ .kind = BLOCK_SCENARIO },
	{ .kind = BLOCK_LORE, .is_lore_after = true },
	{ .kind = BLOCK_MEMORY },
	{ .kind = BLOCK_EXAMPLE },
	{ .kind = BLOCK_HISTORY },
	{ .kind = BLOCK_POST_HISTORY },
};

static void
put_part(struct draft *d, const struct prompt_part *part)
{
	switch (part->kind) {
	case BLOCK_MAIN:
		draft_put_main(d);
		break;
	case BLOCK_LORE:
		/* The note's place in the prompt is beside the lore around the character. */
		if (part->is_lore_after) {
			draft_put_inserts(d, PLACE_AFTER_CHAR, BLOCK_LORE);
			draft_put_note(d, PLACE_AFTER_CHAR);
		} else {
			draft_put_note(d, PLACE_BEFORE_CHAR);
			draft_put_inserts(d, PLACE_BEFORE_CHAR, BLOCK_LORE);
		}
		break;
	case BLOCK_PERSONA:
		draft_put_persona(d, PLACE_BEFORE_CHAR);
		break;
	case BLOCK_DESCRIPTION:
		draft_put_description(d);
		break;
	case BLOCK_PERSONALITY:
		draft_put_personality(d);
		draft_put_inserts(d, PLACE_PERSONALITY, BLOCK_LORE);
		break;
	case BLOCK_SCENARIO:
		draft_put_scenario(d);
		draft_put_inserts(d, PLACE_SCENARIO, BLOCK_LORE);
		break;
	case BLOCK_MEMORY:
		draft_put_inserts(d, PLACE_MEMORY, BLOCK_MEMORY);
		break;
	case BLOCK_EXAMPLE:
		draft_put_inserts(d, PLACE_BEFORE_EXAMPLES, BLOCK_LORE);
		draft_put_examples(d);
		draft_put_inserts(d, PLACE_AFTER_EXAMPLES, BLOCK_LORE);
		break;
	case BLOCK_HISTORY:
		d->is_past_history = true;
		break;
	case BLOCK_POST_HISTORY:
		draft_put_post_history(d);
		break;
	case BLOCK_EXTRA:
		put_extra(d, part);
		break;
	case BLOCK_RULES:
	case BLOCK_NOTE:
	case BLOCK_DEPTH_PROMPT:
	case BLOCK_NUDGE:
	case BLOCK_KINDS:
		break;
	}
}

static bool
names_kind(const struct prompt_part *parts, size_t n, enum block_kind kind, bool is_lore_after)
{
	for (size_t i = 0; i < n; i++)
		if (parts[i].kind == kind && parts[i].is_lore_after == is_lore_after)
			return true;
	return false;
}

/* Orders of other tools know no memory, and some leave out what this house never does without. */
static void
put_parts(struct draft *d)
{
	const struct prompt_part *parts = d->in->preset.parts;
	size_t n = d->in->preset.part_count;
	if (n == 0) {
		parts = USUAL;
		n = COUNT(USUAL);
	}
	for (size_t i = 0; i < n; i++) {
		if (parts[i].kind == BLOCK_HISTORY && !names_kind(parts, n, BLOCK_MEMORY, false))
			draft_put_inserts(d, PLACE_MEMORY, BLOCK_MEMORY);
		if (!parts[i].is_off || parts[i].kind == BLOCK_HISTORY)
			put_part(d, &parts[i]);
	}
	d->is_past_history = true;
}

/* ---- messages ------------------------------------------------------------------------------ */

/* System texts that follow each other become one message; every other block is one. */
static void
make_messages(struct draft *d, struct prompt *out)
{
	struct text_message *messages = ARENA_ARRAY(d->arena, struct text_message,
						    out->blocks.n + 1);
	out->messages = messages;
	for (size_t i = 0; i < out->blocks.n;) {
		const struct block *first = &out->blocks.at[i];
		if (first->is_cut) {
			i++;
			continue;
		}
		size_t end = i + 1;
		struct buf text = buf_in(d->arena);
		while (first->role == TEXT_SYSTEM && end < out->blocks.n &&
		       (out->blocks.at[end].is_cut || out->blocks.at[end].role == TEXT_SYSTEM))
			end++;
		struct str content = first->text;
		for (size_t k = i + 1; k < end; k++) {
			if (out->blocks.at[k].is_cut)
				continue;
			if (text.n == 0)
				buf_str(&text, first->text);
			buf_lit(&text, "\n\n");
			buf_str(&text, out->blocks.at[k].text);
			content = buf_done(&text);
		}
		messages[out->count++] = (struct text_message){ first->role, content };
		out->estimate += count_tokens(content) + COUNT_MESSAGE;
		i = end;
	}
	out->estimate += COUNT_PROMPT;
}

struct prompt
prompt_build(struct arena *arena, const struct prompt_input *input)
{
	struct draft *d = ARENA_NEW(arena, struct draft);
	d->arena = arena;
	d->in = input;
	d->macros = prompt_macros(arena, input);
	d->macros.banned = &d->banned;
	d->macros.has_hidden = &d->has_hidden;
	d->head.arena = d->history.arena = d->deep.arena = d->top.arena = d->tail.arena = arena;
	d->is_note_due = input->note.interval == 1 ||
			 (input->note.interval > 1 && input->user_turns > 0 &&
			  input->user_turns % input->note.interval == 0);
	draft_put_rules(d);
	put_parts(d);
	draft_put_deep_inserts(d);
	draft_put_depth_prompts(d);
	draft_put_history(d);
	draft_put_nudges(d);

	struct prompt out = { .outcome = PROMPT_READY,
			      .budget = input->context - input->reply - COUNT_PROMPT };
	draft_fit(d, &out);
	struct strs stops = draft_stops(d);
	out.stops = stops.at;
	out.stop_count = stops.n;
	out.banned = d->banned;
	out.variables = d->macros.local;
	out.globals = d->macros.global;
	if (out.outcome == PROMPT_READY)
		make_messages(d, &out);
	return out;
}
