#include "lib/turn/record.h"

#include "lib/base/json.h"

/* A NUL would be the one thing in it that jsonb does not take. */
static struct str
without_nul(struct arena *arena, struct str text)
{
	if (str_find_char(text, '\0') < 0)
		return text;
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '\0')
			buf_char(&out, text.p[i]);
	return buf_done(&out);
}

static void
put_text(struct buf *out, const char *key, struct str text)
{
	buf_fmt(out, "\"%s\":", key);
	json_put_text(out, without_nul(out->arena, text));
	buf_char(out, ',');
}

static void
put_number(struct buf *out, const char *key, int64_t value)
{
	buf_fmt(out, "\"%s\":%lld,", key, (long long)value);
}

static void
put_texts(struct buf *out, const char *key, const struct str *texts, size_t n)
{
	buf_fmt(out, "\"%s\":[", key);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(out, ',');
		json_put_text(out, without_nul(out->arena, texts[i]));
	}
	buf_lit(out, "],");
}

/* Ends an object that put_* wrote: its last comma goes. */
static void
end_object(struct buf *out)
{
	if (out->p[out->n - 1] == ',')
		out->n--;
	buf_char(out, '}');
}

static bool
holds(struct str text, struct str part)
{
	part = str_trim(part);
	return part.n > 0 && str_find(text, part) >= 0;
}

/*
 * Who set a variable is not known any more. Where texts of other members are read along, and for those
 * that come from any chat, only short values are shown: moods and counts.
 */
static bool
is_value_kept_back(const struct gathered *from, struct str value, bool is_global)
{
	enum { SHORT = 24 };
	bool is_kept = is_global;
	for (size_t i = 0; i < from->input.card_count; i++)
		is_kept = is_kept || from->input.cards[i].is_others;
	for (size_t i = 0; i < from->lore.hit_count; i++)
		is_kept = is_kept || from->lore.hits[i].is_others;
	return is_kept && value.n > SHORT;
}

static bool
holds_value(const struct gathered *from, struct str text, const struct macro_variables *variables,
	    bool is_global)
{
	for (size_t i = 0; i < variables->n; i++)
		if (is_value_kept_back(from, variables->at[i].value, is_global) &&
		    holds(text, variables->at[i].value))
			return true;
	return false;
}

/* Text that another member keeps to themselves, also where a macro of the member who asks brings it. */
static bool
is_kept_back(const struct gathered *from, const struct prompt *prompt, const struct block *block)
{
	if (block->is_others || block->kind == BLOCK_HISTORY)
		return block->is_others;
	for (size_t i = 0; i < from->input.card_count; i++) {
		const struct prompt_card *card = &from->input.cards[i];
		if (card->is_others && (holds(block->text, card->system_prompt) ||
					holds(block->text, card->post_history) ||
					holds(block->text, card->depth_prompt)))
			return true;
	}
	for (size_t i = 0; i < from->lore.hit_count; i++) {
		const struct lore_hit *hit = &from->lore.hits[i];
		if (hit->is_others && hit->place == LORE_OUTLET && holds(block->text, hit->content))
			return true;
	}
	return holds_value(from, block->text, prompt->variables, false) ||
	       holds_value(from, block->text, prompt->globals, true);
}

static void
put_block(struct buf *out, const struct gathered *from, const struct prompt *prompt,
	  const struct block *block, size_t *texts)
{
	buf_char(out, '{');
	put_text(out, "kind", block_kind_name(block->kind));
	put_text(out, "name", block->name);
	put_text(out, "role", block_role_name(block->role));
	put_number(out, "tokens", block->tokens);
	if (block->why.n > 0)
		put_text(out, "why", block->why);
	if (block->is_cut)
		buf_lit(out, "\"isCut\":true,");
	if (block->kind == BLOCK_HISTORY && block->message.v != 0) {
		buf_fmt(out, "\"messageId\":\"%lld\",", (long long)block->message.v);
	} else if (is_kept_back(from, prompt, block)) {
		buf_lit(out, "\"isHidden\":true,");
	} else if (*texts + block->text.n <= RECORD_TEXTS) {
		*texts += block->text.n;
		put_text(out, "text", block->text);
	}
	end_object(out);
}

static void
put_blocks(struct buf *out, const struct gathered *from, const struct prompt *prompt)
{
	size_t texts = 0, n = 0;
	int64_t left_out = 0;
	buf_lit(out, "\"blocks\":[");
	for (size_t i = 0; i < prompt->blocks.n; i++) {
		const struct block *block = &prompt->blocks.at[i];
		if (block->is_cut && block->kind == BLOCK_HISTORY) {
			left_out++;
			continue;
		}
		if (n++ > 0)
			buf_char(out, ',');
		put_block(out, from, prompt, block, &texts);
	}
	buf_lit(out, "],");
	put_number(out, "messagesLeftOut", left_out);
}

static void
put_lore(struct buf *out, const struct lore_result *lore)
{
	buf_lit(out, "\"lore\":{");
	put_number(out, "tokens", lore->tokens);
	put_number(out, "budget", lore->budget);
	put_number(out, "looked", lore->entry_count);
	end_object(out);
	buf_lit(out, ",\"loreCuts\":[");
	for (size_t i = 0; i < lore->cut_count; i++) {
		if (i > 0)
			buf_char(out, ',');
		buf_char(out, '{');
		put_text(out, "book", lore->cuts[i].book);
		put_text(out, "entry", lore->cuts[i].entry);
		put_text(out, "why", lore->cuts[i].words);
		end_object(out);
	}
	buf_lit(out, "],");
}

/* The text of one variable at the end of an object that is open; false when there is no room for it. */
static bool
put_variable(struct buf *out, size_t n, struct str name, struct str value)
{
	size_t before = out->n;
	if (n > 0)
		buf_char(out, ',');
	json_put_text(out, without_nul(out->arena, name));
	buf_char(out, ':');
	json_put_text(out, without_nul(out->arena, value));
	bool fits = out->n < RECORD_VARIABLES;
	if (!fits)
		out->n = before;
	return fits;
}

struct str
record_variables(struct arena *arena, const struct macro_variables *variables)
{
	struct buf out = buf_in(arena);
	size_t n = 0;
	buf_char(&out, '{');
	for (size_t i = 0; i < variables->n && n < RECORD_NAMES; i++)
		n += put_variable(&out, n, variables->at[i].name, variables->at[i].value);
	buf_char(&out, '}');
	return buf_done(&out);
}

/* Those that may be shown; a value that is kept back is empty. */
static void
put_variables(struct buf *out, const struct gathered *from, const char *key,
	      const struct macro_variables *variables, bool is_global)
{
	struct buf shown = buf_in(out->arena);
	size_t n = 0;
	buf_char(&shown, '{');
	for (size_t i = 0; i < variables->n && n < RECORD_NAMES; i++) {
		struct str value = variables->at[i].value;
		if (is_value_kept_back(from, value, is_global))
			value = STR("");
		n += put_variable(&shown, n, variables->at[i].name, value);
	}
	buf_char(&shown, '}');
	struct str object = buf_done(&shown);
	buf_fmt(out, "\"%s\":%.*s,", key, STR_ARG(object));
}

static const char *
mode_name(enum prompt_mode mode)
{
	switch (mode) {
	case PROMPT_CONTINUE:
		return "continue";
	case PROMPT_IMPERSONATE:
		return "impersonate";
	case PROMPT_REPLY:
		break;
	}
	return "reply";
}

struct str
record_json(struct arena *arena, const struct gathered *from, const struct prompt *prompt,
	    const struct record_answer *answer)
{
	const struct prompt_input *in = &from->input;
	struct buf out = buf_in(arena);
	buf_char(&out, '{');
	put_text(&out, "model", answer->model);
	put_text(&out, "provider", answer->provider);
	if (answer->dropped.n > 0)
		put_text(&out, "dropped", answer->dropped);
	put_text(&out, "speaker", prompt_called(&in->cards[in->speaker]));
	put_text(&out, "persona", in->persona.name);
	put_text(&out, "preset", in->preset.name);
	put_text(&out, "mode", str_from(mode_name(in->mode)));
	put_number(&out, "context", in->context);
	put_number(&out, "reply", in->reply);
	put_number(&out, "budget", prompt->budget);
	put_number(&out, "tokens", prompt->tokens);
	put_number(&out, "fixed", prompt->fixed);
	buf_fmt(&out, "\"isTooLong\":%s,", prompt->outcome == PROMPT_TOO_LONG ? "true" : "false");
	struct str sampling = sampling_json(arena, &from->sampling);
	buf_fmt(&out, "\"sampling\":%.*s,", STR_ARG(sampling));
	struct strs stops = gather_stops(arena, from, prompt);
	put_texts(&out, "stops", stops.at, stops.n);
	put_texts(&out, "banned", prompt->banned.at, prompt->banned.n);
	put_variables(&out, from, "variables", prompt->variables, false);
	put_variables(&out, from, "globals", prompt->globals, true);
	put_lore(&out, &from->lore);
	put_blocks(&out, from, prompt);
	end_object(&out);
	return buf_done(&out);
}

struct str
record_fired(struct arena *arena, const struct gathered *from)
{
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < from->lore.hit_count; i++) {
		if (out.n > 0)
			buf_char(&out, ' ');
		buf_str(&out, lore_ref_put(arena, from->lore.hits[i].ref));
	}
	return buf_done(&out);
}
