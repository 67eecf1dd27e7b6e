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

struct str
record_variables(struct arena *arena, const struct macro_variables *variables)
{
	struct buf out = buf_in(arena);
	size_t n = 0;
	buf_char(&out, '{');
	for (size_t i = 0; i < variables->n && n < RECORD_NAMES; i++) {
		size_t before = out.n;
		if (n > 0)
			buf_char(&out, ',');
		json_put_text(&out, without_nul(arena, variables->at[i].name));
		buf_char(&out, ':');
		json_put_text(&out, without_nul(arena, variables->at[i].value));
		if (out.n < RECORD_VARIABLES)
			n++;
		else
			out.n = before;
	}
	buf_char(&out, '}');
	return buf_done(&out);
}

static void
put_variables(struct buf *out, const struct prompt *prompt)
{
	struct str own = record_variables(out->arena, prompt->variables);
	struct str everywhere = record_variables(out->arena, prompt->globals);
	buf_fmt(out, "\"variables\":%.*s,\"globals\":%.*s,", STR_ARG(own), STR_ARG(everywhere));
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
	put_variables(&out, prompt);
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
