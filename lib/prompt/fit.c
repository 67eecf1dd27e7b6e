/* What there is room for, and in which order it is sent. */
#include "lib/prompt/draft.h"

static int64_t
sum_of(const struct blocks *list, bool fixed_only)
{
	int64_t sum = 0;
	for (size_t i = 0; i < list->n; i++) {
		const struct block *block = &list->at[i];
		if (!block->is_cut && block->kind != BLOCK_EXAMPLE &&
		    !(fixed_only && block->may_go))
			sum += block->tokens;
	}
	return sum;
}

/* The block that leaves next: marked ones, then memory, then lore of the lowest order. */
static struct block *
next_to_go(struct draft *d)
{
	struct blocks *lists[] = { &d->head, &d->deep, &d->top, &d->tail };
	struct block *worst = NULL;
	for (size_t l = 0; l < COUNT(lists); l++) {
		for (size_t i = 0; i < lists[l]->n; i++) {
			struct block *block = &lists[l]->at[i];
			if (!block->may_go || block->is_cut)
				continue;
			if (worst == NULL || block->goes_first > worst->goes_first ||
			    (block->goes_first == worst->goes_first &&
			     block->order <= worst->order))
				worst = block;
		}
	}
	return worst;
}

static void
cut(struct block *block, struct str why)
{
	block->is_cut = true;
	block->why = why;
}

/* Whole examples in their order until one does not fit. */
static int64_t
fit_examples(struct draft *d, int64_t room)
{
	bool is_full = false;
	struct blocks *lists[] = { &d->head, &d->tail };
	for (size_t l = 0; l < COUNT(lists); l++) {
		for (size_t i = 0; i < lists[l]->n; i++) {
			struct block *block = &lists[l]->at[i];
			if (block->kind != BLOCK_EXAMPLE)
				continue;
			is_full = is_full || block->tokens > room;
			if (is_full)
				cut(block, d->in->preset.pins_examples
						   ? STR("No room for this example.")
						   : STR("No room: the conversation comes first."));
			else
				room -= block->tokens;
		}
	}
	return room;
}

static int64_t
fit_history(struct draft *d, int64_t room)
{
	bool is_full = false;
	for (size_t i = d->history.n; i-- > 0;) {
		struct block *block = &d->history.at[i];
		is_full = is_full || block->tokens > room;
		if (is_full)
			cut(block, STR("No room: newer messages come first."));
		else
			room -= block->tokens;
	}
	return room;
}

/* ---- the order ----------------------------------------------------------------------------- */

struct placed {
	size_t at; /* index of the kept message that it stands before */
	const struct block *block;
};

/* In front of the same message what was meant to stand deeper comes first. */
static bool
is_above(const struct block *a, const struct block *b)
{
	return a->depth != b->depth ? a->depth > b->depth : a->order < b->order;
}

/* By place, then by order, else as they came. */
static void
place(struct placed *list, size_t *n, size_t at, const struct block *block)
{
	size_t i = *n;
	while (i > 0 && (list[i - 1].at > at ||
			 (list[i - 1].at == at && is_above(block, list[i - 1].block)))) {
		list[i] = list[i - 1];
		i--;
	}
	list[i] = (struct placed){ at, block };
	++*n;
}

static struct placed *
places(struct draft *d, size_t kept, size_t *n)
{
	struct placed *list = ARENA_ARRAY(d->arena, struct placed, d->deep.n + d->top.n + 1);
	for (size_t i = 0; i < d->top.n; i++) {
		int64_t depth = d->top.at[i].depth;
		place(list, n,
		      depth < 0		     ? 0
		      : (size_t)depth < kept ? (size_t)depth
					     : kept,
		      &d->top.at[i]);
	}
	for (size_t i = 0; i < d->deep.n; i++) {
		int64_t depth = d->deep.at[i].depth;
		place(list, n,
		      depth < 1		     ? kept
		      : (size_t)depth < kept ? kept - (size_t)depth
					     : 0,
		      &d->deep.at[i]);
	}
	return list;
}

/* The conversation with its injections; a depth counts the messages that are really sent. */
static void
join_history(struct draft *d, struct blocks *out)
{
	size_t cut_count = 0, n = 0, next = 0;
	while (cut_count < d->history.n && d->history.at[cut_count].is_cut)
		(void)block_put(out, &d->history.at[cut_count++]);
	size_t kept = d->history.n - cut_count;
	struct placed *list = places(d, kept, &n);
	for (size_t i = 0; i <= kept; i++) {
		for (; next < n && list[next].at == i; next++)
			(void)block_put(out, list[next].block);
		if (i < kept)
			(void)block_put(out, &d->history.at[cut_count + i]);
	}
}

void
draft_fit(struct draft *d, struct prompt *out)
{
	struct blocks *lists[] = { &d->head, &d->deep, &d->top, &d->tail };
	int64_t newest = d->history.n > 0 ? d->history.at[d->history.n - 1].tokens : 0;
	int64_t used = newest;
	out->fixed = newest;
	for (size_t l = 0; l < COUNT(lists); l++) {
		out->fixed += sum_of(lists[l], true);
		used += sum_of(lists[l], false);
	}
	out->blocks.arena = d->arena;
	if (out->fixed > out->budget)
		out->outcome = PROMPT_TOO_LONG;
	for (struct block *block; used > out->budget && (block = next_to_go(d)) != NULL;) {
		used -= block->tokens;
		cut(block, STR("No room: the fixed parts and your newest message come first."));
	}
	if (out->outcome == PROMPT_READY) {
		int64_t room = out->budget - used + newest;
		if (d->in->preset.pins_examples)
			room = fit_examples(d, room - newest) + newest;
		room = fit_history(d, room);
		if (!d->in->preset.pins_examples)
			(void)fit_examples(d, room);
	}
	blocks_join(&out->blocks, &d->head);
	join_history(d, &out->blocks);
	blocks_join(&out->blocks, &d->tail);
	for (size_t i = 0; i < out->blocks.n; i++)
		if (!out->blocks.at[i].is_cut)
			out->tokens += out->blocks.at[i].tokens;
	out->tokens += COUNT_PROMPT;
}
