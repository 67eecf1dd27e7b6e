#include "lib/lore/match.h"

#include "lib/base/clock.h"

/* What parts of it cost, in steps (see struct lore_work). */
enum { KEY_STEPS = 8, MACRO_STEPS = 500, TEXT_STEPS = 3 /* a byte */ };
enum { STEPS_A_US = 500, MACRO_US = 1000 /* what takes no longer is counted by its bytes */ };

static const uint32_t UNKNOWN = UINT32_MAX - 1, NOWHERE = UINT32_MAX;

/* What is known of a key: where it ends in the conversation, as a part and as a word. */
struct lore_key_state {
	uint32_t end[2];
	/* Patterns: how much of the conversation `end` is about. */
	uint32_t limit;
	/* Texts of entries that were searched, and whether it was in one. */
	uint16_t pieces[2];
	bool in_piece[2];
	uint8_t in_injections[2]; /* 0 not known, 1 no, 2 yes */
	bool is_slow;
	const struct lore_key *expanded; /* of a key with macros */
};

/* ---- texts --------------------------------------------------------------------------------- */

static struct str
said(struct lore_scan *scan, const struct lore_message *m)
{
	if (m->name.n == 0 || scan->order->has_no_names)
		return m->text;
	return str_fmt(scan->arena, "%.*s: %.*s", STR_ARG(m->name), STR_ARG(m->text));
}

static int64_t
depth_needed(const struct lore_scan *scan)
{
	const struct lore_order *o = scan->order;
	int64_t depth = o->depth;
	for (size_t i = 0; i < o->book_count; i++)
		if (o->books[i].book->depth_most > depth)
			depth = o->books[i].book->depth_most;
	if (o->least > 0 && o->steps_most == 0)
		depth = o->least_depth_most > depth ? o->least_depth_most
			: o->least_depth_most > 0   ? depth
						    : LORE_DEPTH_MOST;
	if (depth > LORE_DEPTH_MOST)
		depth = LORE_DEPTH_MOST;
	return depth < (int64_t)o->message_count ? depth : (int64_t)o->message_count;
}

static struct lore_text
text_of(struct lore_scan *scan, const struct str *pieces, size_t n)
{
	return lore_text_of(scan->arena, pieces, n, scan->short_lengths, scan->has_exact);
}

static void
make_chat(struct lore_scan *scan)
{
	size_t n = (size_t)depth_needed(scan), kept = 0, bytes = 0;
	struct str *pieces = ARENA_ARRAY(scan->arena, struct str, n);
	for (; kept < n && bytes < LORE_TEXT_MOST; kept++) {
		struct str text = said(scan, &scan->order->messages[kept]);
		text = str_first(text, str_clip(text, LORE_TEXT_MOST - bytes));
		pieces[kept] = text;
		bytes += text.n;
	}
	scan->chat = text_of(scan, pieces, kept);
}

static void
make_also(struct lore_scan *scan, unsigned wanted)
{
	const struct macro_context *m = scan->order->macros;
	if (m == NULL)
		return;
	const struct str texts[] = { m->persona,      m->description, m->personality,
				     m->depth_prompt, m->scenario,    m->creator_notes };
	for (size_t i = 0; i < COUNT(texts); i++)
		if ((wanted & (1u << i)) != 0 && texts[i].n > 0) {
			scan->has_also[i] = true;
			scan->also[i] = text_of(scan, &texts[i], 1);
		}
}

void
match_begin(struct lore_scan *scan)
{
	const struct lore_order *o = scan->order;
	unsigned also = 0;
	scan->books = ARENA_ARRAY(scan->arena, struct lore_book_state, o->book_count);
	for (size_t b = 0; b < o->book_count; b++) {
		const struct lore_book *book = o->books[b].book;
		struct lore_book_state *state = &scan->books[b];
		state->rules = ARENA_ARRAY(scan->arena, uint8_t, book->count);
		state->keys = ARENA_ARRAY(scan->arena, struct lore_key_state, book->key_count);
		for (size_t i = 0; i < book->key_count; i++)
			state->keys[i].end[0] = state->keys[i].end[1] = UNKNOWN;
		/* A key with macros may become a short one. */
		scan->short_lengths |= book->has_macro_keys ? 0xEu : book->short_lengths;
		scan->has_exact = scan->has_exact || book->has_exact;
		also |= book->also;
	}
	make_chat(scan);
	scan->injections = text_of(scan, o->injections.at, o->injections.n);
	make_also(scan, also);
}

void
match_add_piece(struct lore_scan *scan, struct str text)
{
	if (scan->piece_count == scan->piece_room) {
		size_t room = scan->piece_room > 0 ? scan->piece_room * 2 : 8;
		scan->pieces = arena_grow(scan->arena, scan->pieces,
					  scan->piece_room * sizeof(*scan->pieces),
					  room * sizeof(*scan->pieces));
		scan->piece_room = room;
	}
	text = str_first(text, str_clip(text, LORE_TEXT_MOST));
	(void)lore_work(&scan->work, text.n * TEXT_STEPS);
	scan->pieces[scan->piece_count++] = text_of(scan, &text, 1);
}

/* ---- finding ------------------------------------------------------------------------------- */

/* The bytes of the conversation that the newest `depth` messages take. */
static size_t
limit_of(const struct lore_scan *scan, const struct lore_rule *rule, bool is_raw)
{
	const struct lore_text *chat = &scan->chat;
	int64_t depth = rule->scan_depth >= 0 ? rule->scan_depth : scan->order->depth + scan->wider;
	if (depth <= 0 || chat->count == 0)
		return 0;
	size_t last = depth < (int64_t)chat->count ? (size_t)depth - 1 : chat->count - 1;
	return is_raw ? chat->raw_end[last] : chat->folded_end[last];
}

/* The end of the first place of a key that is no pattern, or NOWHERE. */
static uint32_t
find(struct lore_scan *scan, const struct lore_key *key, bool is_word, const struct lore_text *text)
{
	size_t end = SIZE_MAX;
	if (key->kind == KEY_GLOB)
		end = lore_glob_find(text->folded, key->text, &scan->work);
	else if (lore_text_may_hold(text, key, &scan->work))
		end = lore_text_find(text, key, is_word, &scan->work);
	return end == SIZE_MAX ? NOWHERE : (uint32_t)end;
}

static bool
matches(struct lore_scan *scan, void *code, struct str text, bool *is_slow)
{
	enum lore_found found = lore_pattern_match(&scan->clock, code, text);
	*is_slow = *is_slow || found == LORE_TOO_SLOW;
	return found == LORE_FOUND;
}

/* Macros may be made to take long, and only a clock tells. */
struct str
lore_expand(struct lore_scan *scan, uint32_t book, struct str text, enum macro_purpose purpose,
	    bool *is_hidden)
{
	const struct macro_context *macros = scan->order->macros;
	if (macros == NULL || !macro_is_in(text))
		return text;
	struct macro_context context = *macros;
	context.purpose = purpose;
	context.is_hidden = scan->order->books[book].is_others;
	context.has_hidden = is_hidden;
	context.is_read_only = macros->is_read_only || purpose == MACRO_FOR_SCAN;
	int64_t begun = clock_mono_us();
	struct str out = macro_expand(scan->arena, &context, text);
	int64_t took = clock_mono_us() - begun;
	(void)lore_work(&scan->work, MACRO_STEPS + (text.n + out.n) * TEXT_STEPS);
	if (took > MACRO_US)
		(void)lore_work(&scan->work, (size_t)took * STEPS_A_US);
	return out;
}

/*
 * A key with macros, as it is in this scan. Whether it matches is seen, so it is not made of what its
 * owner may not see.
 */
static const struct lore_key *
expanded(struct lore_scan *scan, uint32_t book, struct lore_key_state *state,
	 const struct lore_key *key)
{
	bool is_hidden = false;
	if (state->expanded != NULL)
		return state->expanded;
	struct lore_key *own = ARENA_NEW(scan->arena, struct lore_key);
	struct str text = key->text;
	*own = *key;
	own->kind = KEY_PLAIN;
	text = str_trim(lore_expand(scan, book, text, MACRO_FOR_SCAN, &is_hidden));
	if (is_hidden && !scan->order->books[book].is_others)
		text = STR("");
	struct buf folded = buf_in(scan->arena);
	if (!key->is_exact)
		lore_fold(&folded, text);
	own->text = key->is_exact || folded.n == 0 ? text : buf_done(&folded);
	state->expanded = own;
	return own;
}

/* Where a key is looked for: the key as it is now, and what is known of it. */
struct where {
	struct lore_scan *scan;
	struct lore_key_state *state;
	const struct lore_key *key;
	void *code; /* NULL: no pattern */
	bool is_word;
};

static bool
in_chat(const struct where *w, const struct lore_rule *rule)
{
	struct lore_key_state *state = w->state;
	size_t limit = limit_of(w->scan, rule, w->code != NULL || w->key->is_exact);
	uint32_t *end = &state->end[w->is_word];
	if (limit == 0)
		return false;
	if (w->code == NULL) {
		if (*end == UNKNOWN)
			*end = find(w->scan, w->key, w->is_word, &w->scan->chat);
		return *end != NOWHERE && *end <= limit;
	}
	if (*end == UNKNOWN || state->limit != (uint32_t)limit) {
		struct str text = str_first(w->scan->chat.raw, limit);
		state->limit = (uint32_t)limit;
		*end = matches(w->scan, w->code, text, &state->is_slow) ? 0 : NOWHERE;
	}
	return *end != NOWHERE;
}

static bool
in_text(const struct where *w, const struct lore_text *text)
{
	if (w->code != NULL)
		return matches(w->scan, w->code, text->raw, &w->state->is_slow);
	return find(w->scan, w->key, w->is_word, text) != NOWHERE;
}

static bool
in_injections(const struct where *w)
{
	uint8_t *known = &w->state->in_injections[w->is_word];
	if (w->scan->injections.count == 0)
		return false;
	if (*known == 0)
		*known = in_text(w, &w->scan->injections) ? 2 : 1;
	return *known == 2;
}

static bool
in_pieces(const struct where *w)
{
	struct lore_key_state *state = w->state;
	uint16_t *seen = &state->pieces[w->is_word];
	bool *is_in = &state->in_piece[w->is_word];
	for (; !*is_in && *seen < w->scan->piece_count; (*seen)++)
		*is_in = in_text(w, &w->scan->pieces[*seen]);
	return *is_in;
}

static bool
in_also(const struct where *w, unsigned also)
{
	for (unsigned i = 0; also != 0 && i < COUNT(w->scan->also); i++)
		if ((also & (1u << i)) != 0 && w->scan->has_also[i] &&
		    in_text(w, &w->scan->also[i]))
			return true;
	return false;
}

/* The note of another member's card is searched for their own books alone: a key is a question. */
static unsigned
also_of(const struct lore_scan *scan, uint32_t book, const struct lore_rule *rule)
{
	const struct macro_context *macros = scan->order->macros;
	bool is_closed = macros != NULL && macros->hides_prompts &&
			 !scan->order->books[book].is_others;
	return is_closed ? rule->also & ~(unsigned)LORE_ALSO_DEPTH_PROMPT : rule->also;
}

bool
match_key(struct lore_scan *scan, uint32_t book, const struct lore_rule *rule,
	  struct lore_key_use use)
{
	const struct lore_book *of = scan->order->books[book].book;
	struct where w = { .scan = scan,
			   .state = &scan->books[book].keys[use.key],
			   .key = &of->keys[use.key],
			   .is_word = use.is_word };
	if (w.key->kind == KEY_PATTERN) {
		if (w.key->pattern == LORE_NO_PATTERN)
			return false;
		w.code = of->patterns[w.key->pattern];
	} else if (w.key->kind == KEY_MACRO && lore_work(&scan->work, KEY_STEPS)) {
		w.key = expanded(scan, book, w.state, w.key);
	}
	bool is_there = lore_work(&scan->work, KEY_STEPS) && !w.state->is_slow &&
			(in_chat(&w, rule) || in_injections(&w) ||
			 in_also(&w, also_of(scan, book, rule)) ||
			 (scan->is_recursing && in_pieces(&w)));
	if (lore_is_spent(&scan->work))
		lore_tell_spent(scan, book, (uint32_t)(rule - of->rules));
	else if (w.state->is_slow)
		lore_tell_cut(scan, book, (uint32_t)(rule - of->rules), LORE_CUT_SLOW, 0,
			      STR("One of its keys takes too long to look for."));
	return is_there;
}

int64_t
match_age(struct lore_scan *scan, uint32_t book, const struct lore_rule *rule,
	  struct lore_key_use use)
{
	uint32_t end = scan->books[book].keys[use.key].end[use.is_word];
	(void)rule;
	for (size_t i = 0; end < UNKNOWN && i < scan->chat.count; i++)
		if (end <= scan->chat.folded_end[i])
			return (int64_t)i;
	return INT64_MAX;
}
