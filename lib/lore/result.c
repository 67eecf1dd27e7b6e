/* What came of a scan, in words too: see lore.h. */
#include <stdlib.h>

#include "lib/lore/inside.h"

static struct str
words_of(const struct lore_scan *scan, const struct lore_candidate *c)
{
	switch (c->why) {
	case LORE_BY_KEY:
		if (c->step > 0)
			return str_fmt(
				scan->arena,
				"\xE2\x80\x9C%.*s\xE2\x80\x9D stands in another entry's text "
				"(round %lld).",
				STR_ARG(c->key), (long long)c->step);
		return str_fmt(scan->arena,
			       "\xE2\x80\x9C%.*s\xE2\x80\x9D stands in the conversation.",
			       STR_ARG(c->key));
	case LORE_BY_CONSTANT:
		return STR("It is always put in.");
	case LORE_BY_STICKY:
		return c->timed.left > 0
			       ? str_fmt(scan->arena, "It fired before and stays for %lld more.",
					 (long long)c->timed.left)
			       : STR("It fired before and stays for the last time.");
	case LORE_BY_DECORATOR:
		return STR("A decorator puts it in.");
	case LORE_BY_FORCE:
		return STR("It was asked for.");
	}
	return STR("");
}

static int
by_weight(const void *a, const void *b)
{
	static const int WEIGHTS[] = {
		[LORE_CUT_BUDGET] = 0, [LORE_CUT_SLOW] = 1,	 [LORE_CUT_PATTERN] = 2,
		[LORE_CUT_CHANCE] = 3, [LORE_CUT_GROUP] = 4,	 [LORE_CUT_COOLDOWN] = 5,
		[LORE_CUT_DELAY] = 6,  [LORE_CUT_DECORATOR] = 7, [LORE_CUT_LOGIC] = 8,
		[LORE_CUT_FILTER] = 9,
	};
	const struct lore_cut *x = a, *y = b;
	int order = WEIGHTS[x->why] - WEIGHTS[y->why];
	if (order == 0)
		order = x->ref.book < y->ref.book ? -1 : x->ref.book > y->ref.book;
	if (order == 0)
		order = x->ref.entry < y->ref.entry ? -1 : x->ref.entry > y->ref.entry;
	return order;
}

static void
put_hit(const struct lore_scan *scan, const struct lore_candidate *c, struct lore_result *result,
	struct lore_hit *hit)
{
	const struct lore_rule *r = c->rule;
	*hit = (struct lore_hit){ .ref = lore_ref_of(scan, c->book, c->at),
				  .book = scan->order->books[c->book].book->settings.name,
				  .entry = r->name,
				  .content = c->content,
				  .source = scan->order->books[c->book].source,
				  .is_others = scan->order->books[c->book].is_others ||
					       c->is_hidden,
				  .place = (enum lore_place)r->place,
				  .outlet = r->outlet,
				  .depth = r->depth,
				  .role = (enum lore_role)r->role,
				  .order = r->order,
				  .tokens = c->tokens,
				  .why = c->why,
				  .key = c->key,
				  .step = c->step,
				  .words = words_of(scan, c),
				  .is_first_out = r->decor != NULL && r->decor->is_first_out };
	if (r->decor != NULL) {
		result->is_system_prompt_off |= r->decor->system_prompt_off;
		result->is_post_history_off |= r->decor->post_history_off;
	}
}

struct lore_result
lore_result_of(struct lore_scan *scan)
{
	struct lore_result result = { .tokens = scan->tokens,
				      .budget = scan->budget,
				      .is_over_budget = scan->is_over,
				      .steps = scan->rounds,
				      .hit_count = scan->hit_count };
	struct lore_hit *hits = ARENA_ARRAY(scan->arena, struct lore_hit, scan->hit_count);
	for (size_t i = 0; i < scan->hit_count; i++)
		put_hit(scan, &scan->hits[i], &result, &hits[i]);
	result.hits = hits;
	/* What was held back in one round may have fired in a later one. */
	size_t kept = 0;
	for (size_t i = 0; i < scan->cut_count; i++) {
		bool has_fired = (*scan->cut_rules[i] & RULE_FIRED) != 0;
		if (!has_fired)
			scan->cuts[kept++] = scan->cuts[i];
	}
	if (kept > 1)
		qsort(scan->cuts, kept, sizeof(*scan->cuts), by_weight);
	result.cuts = scan->cuts;
	result.cut_count = kept < LORE_CUTS ? kept : LORE_CUTS;
	for (size_t b = 0; b < scan->order->book_count; b++)
		result.entry_count += (int64_t)scan->order->books[b].book->count;
	return result;
}
