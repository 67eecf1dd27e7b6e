/*
 * Effects that last: what an entry does now because it fired before. All of it follows from what the
 * messages of the branch say fired for them, so nothing is stored, and another branch has its own.
 */
#include <stdlib.h>

#include "lib/lore/inside.h"

static int
by_entry(const void *a, const void *b)
{
	const struct lore_fire *x = a, *y = b;
	if (x->book != y->book)
		return x->book < y->book ? -1 : 1;
	if (x->entry != y->entry)
		return x->entry < y->entry ? -1 : 1;
	return x->message < y->message ? -1 : x->message > y->message;
}

struct lore_past
lore_past_of(struct arena *arena, const struct lore_order *order)
{
	struct lore_past past = { .count = order->branch_count };
	size_t n = 0;
	if (past.count < (int64_t)order->message_count)
		past.count = (int64_t)order->message_count;
	for (size_t i = 0; i < order->message_count; i++)
		n += order->messages[i].fired_count;
	past.at = ARENA_ARRAY(arena, struct lore_fire, n);
	for (size_t i = 0; i < order->message_count; i++)
		for (size_t k = 0; k < order->messages[i].fired_count; k++) {
			struct lore_ref ref = order->messages[i].fired[k];
			past.at[past.n++] = (struct lore_fire){ ref.book, ref.entry,
								past.count - 1 - (int64_t)i };
		}
	if (past.n > 1)
		qsort(past.at, past.n, sizeof(*past.at), by_entry);
	return past;
}

/* The first row of that entry, or past->n. */
static size_t
first_fire(const struct lore_past *past, struct lore_fire wanted)
{
	size_t low = 0, high = past->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (by_entry(&past->at[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct lore_timed
lore_timed_of(const struct lore_past *past, int64_t book, const struct lore_rule *rule)
{
	struct lore_timed timed = { .left = 0 };
	int64_t sticky = rule->sticky, all = rule->sticky + rule->cooldown;
	int64_t start = -1, now = past->count - 1;
	size_t i = first_fire(past, (struct lore_fire){ book, rule->id, -1 });
	for (; i < past->n && past->at[i].book == book && past->at[i].entry == rule->id; i++) {
		/* The reply is message m: its scan saw message m - 1 as the newest. */
		int64_t at = past->at[i].message - 1;
		if (start < 0 || at - start > all)
			start = at;
		timed.has_fired = true;
	}
	if (start < 0)
		return timed;
	int64_t age = now - start;
	timed.is_sticky = age >= 1 && age <= sticky;
	timed.is_cooling = age > sticky && age <= all;
	timed.left = timed.is_sticky ? sticky - age : timed.is_cooling ? all - age : 0;
	return timed;
}
