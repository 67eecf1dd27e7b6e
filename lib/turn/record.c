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

static void
put_block(struct buf *out, const struct block *block, size_t *texts)
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
	} else if (block->is_others) {
		buf_lit(out, "\"isHidden\":true,");
	} else if (*texts + block->text.n <= RECORD_TEXTS) {
		*texts += block->text.n;
		put_text(out, "text", block->text);
	}
	end_object(out);
}

static void
put_blocks(struct buf *out, const struct prompt *prompt)
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
		put_block(out, block, &texts);
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
put_variable(struct buf *out, size_t n, const struct macro_variable *one)
{
	struct macro_variable put = { .name = without_nul(out->arena, one->name),
				      .value = without_nul(out->arena, one->value),
				      .is_hidden = one->is_hidden };
	size_t before = out->n;
	if (n > 0)
		buf_char(out, ',');
	macro_variable_put(out, &put);
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
		n += put_variable(&out, n, &variables->at[i]);
	buf_char(&out, '}');
	return buf_done(&out);
}

/* Those that may be shown; a value that is kept back is empty. */
static void
put_variables(struct buf *out, const char *key, const struct macro_variables *variables)
{
	struct buf shown = buf_in(out->arena);
	size_t n = 0;
	buf_char(&shown, '{');
	for (size_t i = 0; i < variables->n && n < RECORD_NAMES; i++) {
		struct macro_variable one = variables->at[i];
		if (one.is_hidden)
			one.value = STR("");
		one.is_hidden = false;
		n += put_variable(&shown, n, &one);
	}
	buf_char(&shown, '}');
	struct str object = buf_done(&shown);
	buf_fmt(out, "\"%s\":%.*s,", key, STR_ARG(object));
}

static void
put_banned(struct buf *out, const struct macro_banned *banned)
{
	struct str shown[COUNT(banned->at)];
	size_t n = 0;
	for (size_t i = 0; i < banned->n; i++)
		if (!banned->is_hidden[i])
			shown[n++] = banned->at[i];
	put_texts(out, "banned", shown, n);
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
	if (answer->counted > 0)
		put_number(&out, "counted", answer->counted);
	if (answer->cached > 0)
		put_number(&out, "cached", answer->cached);
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
	put_banned(&out, &prompt->banned);
	put_variables(&out, "variables", prompt->variables);
	put_variables(&out, "globals", prompt->globals);
	put_lore(&out, &from->lore);
	put_blocks(&out, prompt);
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
