/* A report of a prompt as people read it: what it weighs by kind, each part, what was left out. */
#include "cgi-bin/chat_prompt.h"

#include <math.h>

#include "lib/base/json.h"
#include "sql/prompt.h"

enum { BAR = 1000 /* width of the bar's drawing */, EXCERPT = 140, MUCH_LORE = 6 };

/* Families of blocks, as the bar colours them. */
enum family { OF_RULES, OF_DIRECTIONS, OF_CHARACTER, OF_MEMBER, OF_WORLD, OF_TALK, FAMILIES };

static const struct {
	struct str name; /* of the class in the style sheet */
	struct str label;
} FAMILY[FAMILIES] = {
	[OF_RULES] = { STR_INIT("rules"), STR_INIT("Rules of the house") },
	[OF_DIRECTIONS] = { STR_INIT("directions"), STR_INIT("Directions") },
	[OF_CHARACTER] = { STR_INIT("character"), STR_INIT("Character") },
	[OF_MEMBER] = { STR_INIT("member"), STR_INIT("You") },
	[OF_WORLD] = { STR_INIT("world"), STR_INIT("Lore and memory") },
	[OF_TALK] = { STR_INIT("talk"), STR_INIT("Conversation") },
};

static enum family
family_of(enum block_kind kind)
{
	switch (kind) {
	case BLOCK_RULES:
		return OF_RULES;
	case BLOCK_DESCRIPTION:
	case BLOCK_PERSONALITY:
	case BLOCK_SCENARIO:
	case BLOCK_EXAMPLE:
	case BLOCK_DEPTH_PROMPT:
		return OF_CHARACTER;
	case BLOCK_PERSONA:
	case BLOCK_NOTE:
		return OF_MEMBER;
	case BLOCK_LORE:
	case BLOCK_MEMORY:
		return OF_WORLD;
	case BLOCK_HISTORY:
		return OF_TALK;
	case BLOCK_MAIN:
	case BLOCK_EXTRA:
	case BLOCK_POST_HISTORY:
	case BLOCK_NUDGE:
	case BLOCK_KINDS:
		break;
	}
	return OF_DIRECTIONS;
}

static enum block_kind
kind_of(const json_t *block)
{
	enum block_kind kind;
	return block_kind_find(json_get_text(block, "kind"), &kind) ? kind : BLOCK_EXTRA;
}

/* ---- the texts of messages ----------------------------------------------------------------- */

struct said {
	struct rows rows;
};

static struct said
read_said(struct req *rq, struct chat_id chat, const json_t *blocks)
{
	int64_t *ids = ARENA_ARRAY(rq->arena, int64_t, json_array_size(blocks) + 1);
	size_t n = 0, i;
	json_t *block;
	json_array_foreach(blocks, i,
			   block) if (str_to_i64(json_get_text(block, "messageId"), &ids[n])) n++;
	return (struct said){ prompt_said(rq->db, chat, (struct i64s){ ids, n }) };
}

static struct str
text_of(const struct said *said, const json_t *block)
{
	int64_t id;
	if (!str_to_i64(json_get_text(block, "messageId"), &id))
		return json_get_text(block, "text");
	for (size_t i = 0; i < said->rows.n; i++) {
		const struct prompt_said_row *row = prompt_said_at(said->rows, i);
		if (row->id.v == id)
			return row->content;
	}
	return STR("This message was deleted since.");
}

/* ---- parts --------------------------------------------------------------------------------- */

static struct str
one_line(struct arena *arena, struct str text)
{
	struct buf out = buf_in(arena);
	struct str head = str_first(text, str_clip(text, EXCERPT * 2));
	for (size_t i = 0; i < head.n && out.n < EXCERPT; i++)
		buf_char(&out, head.p[i] == '\n' || head.p[i] == '\t' ? ' ' : head.p[i]);
	struct str line = buf_done(&out);
	line = str_first(line, str_clip(line, EXCERPT));
	return line.n < text.n ? str_fmt(arena, "%.*s\u2026", STR_ARG(line)) : line;
}

/* Percent of the whole, for people: 0.4, 12. */
static struct str
percent(struct arena *arena, int64_t part, int64_t whole)
{
	double share = whole > 0 ? 100.0 * (double)part / (double)whole : 0;
	return share < 1 && part > 0 ? str_fmt(arena, "%.1f", share)
				     : str_fmt(arena, "%.0f", share);
}

static void
block_fields(struct req *rq, struct view *v, const json_t *block, struct str text, int64_t budget)
{
	enum block_kind kind = kind_of(block);
	int64_t tokens = json_get_i64(block, "tokens", 0);
	struct str role = json_get_text(block, "role");
	view_text(v, "kind", json_get_text(block, "kind"));
	view_text(v, "label", block_kind_label(kind));
	view_text(v, "name", json_get_text(block, "name"));
	view_text(v, "role", role);
	view_count(v, "tokens", tokens);
	view_text(v, "why", json_get_text(block, "why"));
	view_text(v, "text", text);
	view_bool(v, "isCut", json_get_bool(block, "isCut", false));
	view_bool(v, "isHidden", json_get_bool(block, "isHidden", false));
	struct str id = json_get_text(block, "messageId");
	if (id.n > 0)
		view_text(v, "messageId", id);
	if (rq->wants_json)
		return;
	view_text(v, "family", FAMILY[family_of(kind)].name);
	view_text(v, "excerpt", one_line(rq->arena, text));
	view_text(v, "share", percent(rq->arena, tokens, budget));
	int64_t width = budget > 0 ? tokens * BAR / budget : 0;
	view_int(v, "width", width > 4 ? width < BAR ? width : BAR : 4);
	view_bool(v, "isTalk", kind == BLOCK_HISTORY);
}

static bool
is_cut(const json_t *block)
{
	return json_get_bool(block, "isCut", false);
}

/* How many blocks from `at` on are of its kind; *end is behind them. What was cut is passed over. */
static size_t
stretch_at(const json_t *blocks, size_t at, size_t *end)
{
	enum block_kind kind = kind_of(json_array_get(blocks, at));
	size_t n = 0, size = json_array_size(blocks);
	for (*end = at; *end < size; (*end)++) {
		const json_t *block = json_array_get(blocks, *end);
		if (!is_cut(block) && kind_of(block) != kind)
			break;
		n += is_cut(block) ? 0 : 1;
	}
	return n;
}

static void
push_stretch(struct req *rq, struct view *v, const json_t *blocks, size_t from, size_t to,
	     const struct said *said, int64_t budget)
{
	struct view_list *inside = view_list(v, "messages");
	enum block_kind kind = kind_of(json_array_get(blocks, from));
	int64_t tokens = 0, count = 0;
	for (size_t i = from; i < to; i++) {
		const json_t *block = json_array_get(blocks, i);
		if (is_cut(block))
			continue;
		block_fields(rq, view_push(inside), block, text_of(said, block), budget);
		tokens += json_get_i64(block, "tokens", 0);
		count++;
	}
	const char *what = kind == BLOCK_HISTORY ? "messages" : "entries";
	int64_t width = budget > 0 ? tokens * BAR / budget : 0;
	view_bool(v, "isStretch", true);
	view_bool(v, "isLore", kind == BLOCK_LORE);
	view_text(v, "family", FAMILY[family_of(kind)].name);
	view_text(v, "name",
		  count == 1 ? STR("One message")
			     : str_fmt(rq->arena, "%lld %s", (long long)count, what));
	view_count(v, "tokens", tokens);
	view_int(v, "width", width > 4 ? width < BAR ? width : BAR : 4);
	view_text(v, "share", percent(rq->arena, tokens, budget));
}

/*
 * The conversation between two injections stands together, and so does lore when there is much of it:
 * the parts stay in sight.
 */
static void
push_stretches(struct req *rq, struct view *page_only, const json_t *blocks,
	       const struct said *said, int64_t budget)
{
	struct view_list *parts = view_list(page_only, "parts");
	for (size_t i = 0, end; i < json_array_size(blocks); i = end) {
		const json_t *block = json_array_get(blocks, i);
		end = i + 1;
		if (is_cut(block))
			continue;
		enum block_kind kind = kind_of(block);
		size_t stop, n = stretch_at(blocks, i, &stop);
		if (kind == BLOCK_HISTORY || (kind == BLOCK_LORE && n >= MUCH_LORE)) {
			end = stop;
			push_stretch(rq, view_push(parts), blocks, i, stop, said, budget);
		} else {
			block_fields(rq, view_push(parts), block, text_of(said, block), budget);
		}
	}
}

static void
push_bar(struct req *rq, struct view *page_only, const json_t *blocks, int64_t budget)
{
	int64_t sums[FAMILIES] = { 0 };
	int64_t x = 0;
	size_t i;
	json_t *block;
	json_array_foreach(blocks, i, block) if (!json_get_bool(block, "isCut", false))
		sums[family_of(kind_of(block))] += json_get_i64(block, "tokens", 0);
	struct view_list *bar = view_list(page_only, "bar");
	for (size_t f = 0; f < FAMILIES; f++) {
		if (sums[f] == 0)
			continue;
		struct view *one = view_push(bar);
		int64_t width = budget > 0 ? sums[f] * BAR / budget : 0;
		if (x + width > BAR)
			width = BAR - x;
		view_text(one, "family", FAMILY[f].name);
		view_text(one, "label", FAMILY[f].label);
		view_count(one, "tokens", sums[f]);
		view_text(one, "share", percent(rq->arena, sums[f], budget));
		view_int(one, "x", x);
		view_int(one, "width", width);
		x += width;
	}
}

static void
push_left_out(struct req *rq, struct view *v, const json_t *report, const struct said *said)
{
	struct view_list *out = view_list(v, "leftOut");
	const json_t *blocks = json_object_get(report, "blocks");
	size_t i;
	json_t *item;
	json_array_foreach(blocks, i, item)
	{
		if (!json_get_bool(item, "isCut", false))
			continue;
		struct view *one = view_push(out);
		view_text(one, "name", json_get_text(item, "name"));
		view_int(one, "tokens", json_get_i64(item, "tokens", 0));
		view_text(one, "why", json_get_text(item, "why"));
		view_text(one, "text", text_of(said, item));
	}
	const json_t *cuts = json_object_get(report, "loreCuts");
	json_array_foreach(cuts, i, item)
	{
		struct view *one = view_push(out);
		view_text(one, "name",
			  str_fmt(rq->arena, "%.*s: %.*s", STR_ARG(json_get_text(item, "book")),
				  STR_ARG(json_get_text(item, "entry"))));
		view_text(one, "why", json_get_text(item, "why"));
	}
	view_int(v, "messagesLeftOut", json_get_i64(report, "messagesLeftOut", 0));
}

static void
push_sampling(struct req *rq, struct view *page_only, const json_t *sampling)
{
	struct sampling s = sampling_read(sampling);
	struct view_list *list = view_list(page_only, "sampling");
	for (size_t i = 0; i < SAMPLING_PARAMS; i++) {
		double value = sampling_get(&s, &sampling_params[i]);
		if (isnan(value))
			continue;
		struct buf text = buf_in(rq->arena);
		struct view *one = view_push(list);
		sampling_put_number(&text, value);
		view_text(one, "label", str_from(sampling_params[i].label));
		view_text(one, "value", buf_done(&text));
	}
}

/* A stop begins with a line break, which people would not see. */
static void
push_stops(struct req *rq, struct view *page_only, const json_t *stops)
{
	struct view_list *list = view_list(page_only, "stops");
	size_t i;
	json_t *stop;
	json_array_foreach(stops, i, stop)
	{
		struct buf text = buf_in(rq->arena);
		struct str words = json_text(stop);
		for (size_t k = 0; k < words.n; k++) {
			if (words.p[k] == '\n')
				buf_lit(&text, "\u21b5");
			else
				buf_char(&text, words.p[k]);
		}
		view_push_text(list, buf_done(&text));
	}
}

/* Names with values, by who keeps them. */
static void
push_variables(struct req *rq, struct view_list *list, const json_t *object, bool is_everywhere)
{
	struct macro_variables v = macro_variables_read(rq->arena, object);
	for (size_t i = 0; i < v.n; i++) {
		struct view *one = view_push(list);
		view_text(one, "name", v.at[i].name);
		view_text(one, "value", one_line(rq->arena, v.at[i].value));
		view_bool(one, "isEverywhere", is_everywhere);
	}
}

static void
copy_fields(struct view *v, const json_t *report)
{
	static const char *TEXTS[] = { "model",	  "provider", "dropped", "speaker",
				       "persona", "preset",   "mode" };
	static const char *NUMBERS[] = { "context", "reply", "budget", "tokens", "fixed" };
	for (size_t i = 0; i < COUNT(TEXTS); i++)
		view_text(v, TEXTS[i], json_get_text(report, TEXTS[i]));
	for (size_t i = 0; i < COUNT(NUMBERS); i++)
		view_count(v, NUMBERS[i], json_get_i64(report, NUMBERS[i], 0));
	if (json_get_i64(report, "counted", 0) > 0) {
		view_int(v, "counted", json_get_i64(report, "counted", 0));
		view_int(v, "cached", json_get_i64(report, "cached", 0));
	}
	view_bool(v, "isWhole", true);
	view_bool(v, "isTooLong", json_get_bool(report, "isTooLong", false));
	view_json(v, "stops", json_object_get(report, "stops"));
	view_json(v, "banned", json_object_get(report, "banned"));
	view_json(v, "variables", json_object_get(report, "variables"));
	view_json(v, "globals", json_object_get(report, "globals"));
	view_json(v, "lore", json_object_get(report, "lore"));
}

/* What the service itself counted. */
static struct str
counted_words(struct arena *arena, int64_t counted, int64_t cached)
{
	struct str words = str_fmt(arena, "Its service counted %lld", (long long)counted);
	return cached > 0 ? str_fmt(arena, "%.*s, %lld of them out of its cache", STR_ARG(words),
				    (long long)cached)
			  : words;
}

void
chat_prompt_fields(struct req *rq, struct view *v, struct chat_id chat, const json_t *report)
{
	const json_t *blocks = json_object_get(report, "blocks");
	struct said said = read_said(rq, chat, blocks);
	int64_t budget = json_get_i64(report, "budget", 0);
	int64_t tokens = json_get_i64(report, "tokens", 0);
	copy_fields(v, report);
	push_left_out(rq, v, report, &said);
	if (rq->wants_json) {
		view_json(v, "sampling", json_object_get(report, "sampling"));
		struct view_list *list = view_list(v, "blocks");
		size_t i;
		json_t *block;
		json_array_foreach(blocks, i, block)
			block_fields(rq, view_push(list), block, text_of(&said, block), budget);
		return;
	}
	struct view *page_only = view_object(v, "page");
	int64_t whole = tokens > budget ? tokens : budget;
	view_text(page_only, "share", percent(rq->arena, tokens, budget));
	int64_t counted = json_get_i64(report, "counted", 0);
	if (counted > 0)
		view_text(page_only, "countedText",
			  counted_words(rq->arena, counted, json_get_i64(report, "cached", 0)));
	view_bool(page_only, "hasLeftOut",
		  view_length(view_at(v, "leftOut")) > 0 ||
			  json_get_i64(report, "messagesLeftOut", 0) > 0);
	push_bar(rq, page_only, blocks, whole);
	push_stretches(rq, page_only, blocks, &said, whole);
	push_sampling(rq, page_only, json_object_get(report, "sampling"));
	push_stops(rq, page_only, json_object_get(report, "stops"));
	struct view_list *variables = view_list(page_only, "variables");
	push_variables(rq, variables, json_object_get(report, "variables"), false);
	push_variables(rq, variables, json_object_get(report, "globals"), true);
	view_bool(page_only, "hasVariables", view_length(view_at(page_only, "variables")) > 0);
	view_bool(page_only, "hasBanned", json_array_size(json_object_get(report, "banned")) > 0);
}
