/*
 * A scan: see lore.h. Rounds go as SillyTavern's: the conversation first, then the texts of what
 * fired, then a wider look when too little fired. Whether one entry fires is in fire.c.
 */
#include <stdlib.h>

#include "lib/lore/match.h"

/* What parts of it cost, in steps (see struct lore_work). */
enum { RULE_STEPS = 6, HIT_STEPS = 400, TEXT_STEPS = 4 };

/* ---- the order of candidates --------------------------------------------------------------- */

static int
source_rank(const struct lore_scan *scan, uint32_t book)
{
	enum lore_source source = scan->order->books[book].source;
	if (source == LORE_OF_CHAT || source == LORE_OF_PERSONA)
		return source == LORE_OF_CHAT ? 0 : 1;
	switch (scan->order->strategy) {
	case LORE_EVENLY:
		return 2;
	case LORE_CHARACTER_FIRST:
		return source == LORE_OF_CHARACTER ? 2 : 3;
	case LORE_GLOBAL_FIRST:
		return source == LORE_OF_CHARACTER ? 3 : 2;
	}
	return 2;
}

static int
by_number(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

/* Who is asked for room first. */
static int
by_claim(const void *a, const void *b, void *arg)
{
	const struct lore_candidate *x = a, *y = b;
	const struct lore_scan *scan = arg;
	bool x_last = x->rule->decor != NULL && x->rule->decor->is_first_out;
	bool y_last = y->rule->decor != NULL && y->rule->decor->is_first_out;
	int order = by_number(x_last, y_last);
	if (order == 0)
		order = by_number(y->timed.is_sticky, x->timed.is_sticky);
	if (order == 0)
		order = by_number(source_rank(scan, x->book), source_rank(scan, y->book));
	if (order == 0)
		order = by_number(y->rule->claim, x->rule->claim);
	if (order == 0 && x->rule->is_memory && y->rule->is_memory)
		order = by_number(x->age, y->age);
	if (order == 0)
		order = by_number(x->book, y->book);
	return order != 0 ? order : by_number(x->at, y->at);
}

/* Lower order above; of the same order, who was asked first stands nearer to the end. */
static int
by_place(const void *a, const void *b, void *arg)
{
	const struct lore_candidate *x = a, *y = b;
	int order = by_number(x->rule->place, y->rule->place);
	if (order == 0)
		order = by_number(x->rule->order, y->rule->order);
	return order != 0 ? order : by_claim(b, a, arg);
}

/* ---- a round ------------------------------------------------------------------------------- */

struct round {
	struct lore_candidate *at;
	size_t n, room;
};

static void
push(struct lore_scan *scan, struct round *round, const struct lore_candidate *c)
{
	if (round->n == round->room) {
		size_t room = round->room > 0 ? round->room * 2 : 32;
		round->at = arena_grow(scan->arena, round->at, round->room * sizeof(*round->at),
				       room * sizeof(*round->at));
		round->room = room;
	}
	round->at[round->n++] = *c;
}

static struct round
look(struct lore_scan *scan)
{
	struct round round = { 0 };
	for (uint32_t b = 0; b < scan->order->book_count; b++) {
		const struct lore_book *book = scan->order->books[b].book;
		const uint8_t *states = scan->books[b].rules;
		for (uint32_t i = 0; i < book->count; i++) {
			if ((states[i] & (RULE_FIRED | RULE_FAILED)) != 0)
				continue;
			if (scan->is_recursing && !book->rules[i].is_recursive)
				continue;
			struct lore_candidate c = {
				.rule = &book->rules[i], .book = b, .at = i, .step = scan->step
			};
			(void)lore_work(&scan->work, RULE_STEPS);
			if (!lore_fires(scan, &c))
				continue;
			if (lore_work(&scan->work, HIT_STEPS))
				push(scan, &round, &c);
			else
				lore_tell_spent(scan, b, i);
		}
	}
	if (round.n > 1)
		qsort_r(round.at, round.n, sizeof(*round.at), by_claim, scan);
	return round;
}

static bool
passes_chance(struct lore_scan *scan, const struct lore_candidate *c)
{
	if (c->rule->probability >= 100 || c->timed.is_sticky)
		return true;
	double roll = rand_unit(&scan->chance) * 100;
	if (c->rule->probability > 0 && roll < (double)c->rule->probability)
		return true;
	scan->books[c->book].rules[c->at] |= RULE_FAILED;
	lore_tell_cut(scan, c->book, c->at, LORE_CUT_CHANCE, 0,
		      str_fmt(scan->arena, "Its chance is %lld %%, and this time it was not.",
			      (long long)c->rule->probability));
	return false;
}

static int64_t
count(const struct lore_scan *scan, struct str text)
{
	const struct lore_order *o = scan->order;
	return o->count != NULL ? o->count(o->count_arg, text) : (int64_t)(text.n + 3) / 4;
}

/* Whether there is room in the budget of all and of its own book. */
static bool
fits(struct lore_scan *scan, const struct lore_candidate *c, int64_t tokens)
{
	const struct lore_settings *s = &scan->order->books[c->book].book->settings;
	struct lore_book_state *state = &scan->books[c->book];
	int64_t own = s->has_token_budget	? s->token_budget
		      : s->shape == BOOK_MEMORY ? LORE_AGNAI_TOKENS
						: INT64_MAX;
	if (c->rule->ignores_budget)
		return true;
	if (scan->is_over || state->is_full)
		return false;
	if (scan->tokens + tokens >= scan->budget) {
		scan->is_over = true;
		return false;
	}
	/* Agnai stays below its budget; V2 and V3 may reach theirs. */
	if (state->tokens + tokens > own ||
	    (s->shape == BOOK_MEMORY && state->tokens + tokens >= own)) {
		state->is_full = true;
		return false;
	}
	return true;
}

static void
take(struct lore_scan *scan, const struct lore_candidate *c)
{
	if (scan->hit_count == scan->hit_room) {
		size_t room = scan->hit_room > 0 ? scan->hit_room * 2 : 32;
		scan->hits = arena_grow(scan->arena, scan->hits,
					scan->hit_room * sizeof(*scan->hits),
					room * sizeof(*scan->hits));
		scan->hit_room = room;
	}
	scan->books[c->book].rules[c->at] |= RULE_FIRED;
	scan->hits[scan->hit_count++] = *c;
}

/* Takes what there is room for; the texts that feed the next round are its new piece. */
static size_t
settle(struct lore_scan *scan, struct round *round, struct str *feed)
{
	struct buf text = buf_in(scan->arena);
	size_t fed = 0;
	for (size_t i = 0; i < round->n; i++) {
		struct lore_candidate *c = &round->at[i];
		if (c->is_out || !passes_chance(scan, c))
			continue;
		if (!lore_work(&scan->work, c->rule->content.n * TEXT_STEPS)) {
			lore_tell_spent(scan, c->book, c->at);
			continue;
		}
		struct str content = lore_expand(scan, c->book, c->rule->content, MACRO_FOR_PROMPT,
						 &c->is_hidden);
		int64_t tokens = count(scan, content);
		if (!fits(scan, c, tokens)) {
			lore_tell_cut(scan, c->book, c->at, LORE_CUT_BUDGET, tokens,
				      STR("There was no room left for it."));
			continue;
		}
		scan->tokens += tokens;
		scan->books[c->book].tokens += tokens;
		c->tokens = tokens;
		c->content = content;
		take(scan, c);
		if (!c->rule->is_recursive || c->rule->is_preventing)
			continue;
		fed++;
		bool differs = str_find(c->rule->content, STR("hidden_key")) >= 0;
		buf_str(&text, differs ? lore_expand(scan, c->book, c->rule->content,
						     MACRO_FOR_SCAN, &c->is_hidden)
				       : content);
		buf_char(&text, '\n');
	}
	*feed = text.n > 0 ? buf_done(&text) : STR("");
	return fed;
}

/* ---- rounds -------------------------------------------------------------------------------- */

/* The next level of entries that wait for recursion, or 0. */
static int64_t
next_level(const struct lore_scan *scan)
{
	int64_t next = 0;
	for (size_t b = 0; b < scan->order->book_count; b++) {
		const struct lore_book *book = scan->order->books[b].book;
		for (size_t i = 0; i < book->count; i++) {
			int64_t level = book->rules[i].is_recursive ? book->rules[i].level : 0;
			if (level > scan->level && (next == 0 || level < next))
				next = level;
		}
	}
	return next;
}

static bool
may_widen(const struct lore_scan *scan)
{
	const struct lore_order *o = scan->order;
	int64_t depth = o->depth + scan->wider;
	if (o->least <= 0 || o->steps_most > 0 || (int64_t)scan->hit_count >= o->least)
		return false;
	if (o->least_depth_most > 0 && depth >= o->least_depth_most)
		return false;
	return depth < (int64_t)o->message_count;
}

static void
run(struct lore_scan *scan)
{
	int64_t most = scan->order->steps_most > 0 && scan->order->steps_most < LORE_STEPS_MOST
			       ? scan->order->steps_most
			       : LORE_STEPS_MOST;
	int64_t waiting = scan->level = next_level(scan);
	/* Widening goes a message at a time and has a bound of its own: the messages. */
	for (bool goes_on = true; goes_on && scan->rounds < most;) {
		struct str feed;
		struct round round = look(scan);
		lore_groups(scan, round.at, round.n, scan->hits, scan->hit_count);
		size_t fed = settle(scan, &round, &feed);
		bool has_unread = scan->is_widening && scan->piece_count > scan->pieces_read;
		scan->rounds += scan->is_widening ? 0 : 1;
		if (fed > 0)
			match_add_piece(scan, feed);
		if (!scan->is_over && (fed > 0 || has_unread)) {
			scan->is_recursing = true;
			scan->is_widening = false;
			scan->pieces_read = scan->piece_count;
		} else if (!scan->is_over && may_widen(scan)) {
			scan->is_recursing = false;
			scan->is_widening = true;
			scan->wider++;
		} else if (scan->piece_count > 0 && (waiting = next_level(scan)) > 0) {
			/* Levels wait for texts of entries: without one there is no recursion. */
			scan->is_recursing = true;
			scan->is_widening = false;
			scan->level = waiting;
		} else {
			goes_on = false;
		}
		goes_on = goes_on && !lore_is_spent(&scan->work);
		scan->step += scan->is_recursing && goes_on ? 1 : 0;
	}
}

/* ---- the whole ----------------------------------------------------------------------------- */

static int64_t
replies_of(const struct lore_scan *scan)
{
	int64_t n = 0;
	const struct lore_order *o = scan->order;
	for (size_t i = 0; i < o->message_count; i++)
		n += o->messages[i].is_user ? 0 : 1;
	/* Of messages that were not given, every other one. */
	return n + (scan->past.count - (int64_t)o->message_count) / 2;
}

static int64_t
budget_of(const struct lore_order *order)
{
	double share = (double)order->percent * (double)order->context_tokens / 100;
	int64_t budget = (int64_t)(share + 0.5);
	if (budget < 1)
		budget = 1;
	return order->cap > 0 && budget > order->cap ? order->cap : budget;
}

struct lore_result
lore_scan(struct arena *arena, const struct lore_order *order)
{
	struct lore_scan scan = { .arena = arena,
				  .order = order,
				  .chance = rand_from_seed(order->seed),
				  .budget = budget_of(order) };
	scan.past = lore_past_of(arena, order);
	scan.replies = replies_of(&scan);
	match_begin(&scan);
	run(&scan);
	if (scan.hit_count > 1)
		qsort_r(scan.hits, scan.hit_count, sizeof(*scan.hits), by_place, &scan);
	return lore_result_of(&scan);
}
