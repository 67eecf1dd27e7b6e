/* The macros of a prompt: what {{user}}, {{char}} and the rest stand for in it. */
#include <string.h>

#include "lib/prompt/draft.h"

static struct str
names_of(struct arena *arena, const struct prompt_input *in, bool with_muted)
{
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < in->card_count; i++) {
		if (in->cards[i].is_muted && !with_muted)
			continue;
		if (out.n > 0)
			buf_lit(&out, ", ");
		buf_str(&out, prompt_called(&in->cards[i]));
	}
	return buf_done(&out);
}

static struct str
newest_of(const struct prompt_input *in, int role)
{
	for (size_t i = 0; i < in->branch_count; i++)
		if (role < 0 || (int)in->branch[i].role == role)
			return in->branch[i].content;
	return STR_NONE;
}

static void
take_card(struct macro_context *m, const struct prompt_card *card)
{
	m->character = prompt_called(card);
	m->description = card->long_bio;
	m->personality = card->personality;
	m->scenario = card->scenario;
	m->examples = card->mes_example;
	m->system_prompt = card->system_prompt;
	m->post_history = card->post_history;
	m->depth_prompt = card->depth_prompt;
	m->first_message = card->greeting;
	m->version = card->version;
	m->hides_prompts = card->is_others;
}

/* As SillyTavern calls it: lore and {{lastGenerationType}} ask. */
static struct str
kind_of(const struct prompt_input *in)
{
	switch (in->mode) {
	case PROMPT_CONTINUE:
		return STR("continue");
	case PROMPT_IMPERSONATE:
		return STR("impersonate");
	case PROMPT_REPLY:
		break;
	}
	return in->is_again ? STR("swipe") : STR("normal");
}

static struct macro_variables *
copy_variables(struct arena *arena, const struct macro_variables *from)
{
	struct macro_variables *to = ARENA_NEW(arena, struct macro_variables);
	to->arena = arena;
	to->is_changed = from != NULL && from->is_changed;
	if (from == NULL || from->n == 0)
		return to;
	to->at = ARENA_ARRAY(arena, struct macro_variable, from->n);
	memcpy(to->at, from->at, from->n * sizeof(*to->at));
	to->n = to->room = from->n;
	return to;
}

struct macro_context
prompt_macros(struct arena *arena, const struct prompt_input *in)
{
	struct macro_context m = {
		.purpose = MACRO_FOR_PROMPT,
		.user = in->persona.name,
		.is_group = in->card_count > 1,
		.model = in->model,
		.persona = in->persona.description,
		.original = STR_NONE,
		.input = newest_of(in, TEXT_USER),
		.last_message = newest_of(in, -1),
		.last_user_message = newest_of(in, TEXT_USER),
		.last_char_message = newest_of(in, TEXT_ASSISTANT),
		.message_count = in->branch_total > (int64_t)in->branch_count
					 ? in->branch_total
					 : (int64_t)in->branch_count,
		.first_included = in->branch_total > (int64_t)in->branch_count
					  ? in->branch_total - (int64_t)in->branch_count
					  : 0,
		.swipe = in->swipe,
		.swipes = in->swipes,
		.context_tokens = in->context,
		.reply_tokens = in->reply,
		.kind = kind_of(in),
		.now = in->now,
		.last_user_at = in->last_user_at,
		.chat_hash = macro_chat_hash(in->chat.v),
		.seed = in->seed,
		.local = copy_variables(arena, in->variables),
		.global = copy_variables(arena, in->globals),
		.outlets = in->outlets,
		.outlet_count = in->outlet_count,
	};
	if (m.is_group) {
		m.group = names_of(arena, in, true);
		m.group_speaking = names_of(arena, in, false);
	}
	take_card(&m, &in->cards[in->speaker]);
	return m;
}

struct str
draft_fill(struct draft *d, struct str text)
{
	return macro_expand(d->arena, &d->macros, text);
}

struct str
draft_fill_hidden(struct draft *d, const struct prompt_card *card, struct str text)
{
	struct macro_context m = d->macros;
	take_card(&m, card);
	m.is_hidden = card->is_others;
	return macro_expand(d->arena, &m, text);
}

struct str
draft_fill_as(struct draft *d, const struct prompt_card *card, struct str text)
{
	struct macro_context m = d->macros;
	take_card(&m, card);
	return macro_expand(d->arena, &m, text);
}

/* The length of the name that stands at the start of `s`, or 0; *is_member says whose. */
static size_t
placeholder(struct str s, bool *is_member)
{
	static const struct {
		struct str text;
		bool is_member;
	} KNOWN[] = {
		{ STR_INIT("{{char}}"), false },
		{ STR_INIT("{{user}}"), true },
		{ STR_INIT("<BOT>"), false },
		{ STR_INIT("<USER>"), true },
	};
	for (size_t i = 0; i < COUNT(KNOWN); i++) {
		if (s.n >= KNOWN[i].text.n &&
		    str_eq_fold(str_first(s, KNOWN[i].text.n), KNOWN[i].text)) {
			*is_member = KNOWN[i].is_member;
			return KNOWN[i].text.n;
		}
	}
	return 0;
}

struct str
prompt_fill_names(struct arena *arena, struct str text, struct str character, struct str member)
{
	if (str_find_char(text, '{') < 0 && str_find_char(text, '<') < 0)
		return text;
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < text.n;) {
		bool is_member = false;
		size_t n = text.p[i] == '{' || text.p[i] == '<'
				   ? placeholder(str_from_at(text, i), &is_member)
				   : 0;
		if (n > 0)
			buf_str(&out, is_member ? member : character);
		else
			buf_char(&out, text.p[i]);
		i += n > 0 ? n : 1;
	}
	return buf_done(&out);
}

struct str
draft_plain_name(struct draft *d, struct str name)
{
	struct buf out = buf_in(d->arena);
	name = str_first(name, str_clip(name, PROMPT_NAME * 4));
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		bool is_plain = (unsigned char)c >= ' ' && c != '<' && c != '>' && c != '[' &&
				c != ']';
		buf_char(&out, is_plain ? c : ' ');
	}
	return buf_done(&out);
}

struct str
draft_fill_house(struct draft *d, const char *text)
{
	return prompt_fill_names(d->arena, str_from(text), draft_plain_name(d, d->macros.character),
				 draft_plain_name(d, d->in->persona.name));
}
