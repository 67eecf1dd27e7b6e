/*
 * Inclusion groups: of the entries of one group that fire in the same round, one is taken. Those that
 * are sticky win; then, where a group scores, those with the most matching keys; then the one that
 * overrides and stands highest in order; else chance, by weight.
 */
#include "lib/lore/inside.h"

/* Steps of asking one candidate for its groups (see struct lore_work). */
enum { GROUP_STEPS = 8 };

static const struct str LOST = STR_INIT("Another entry of its group was taken.");

static bool
is_of_group(const struct lore_rule *rule, struct str group)
{
	struct str rest = rule->group, name;
	while (rest.n > 0 && str_cut(&rest, ',', &name))
		if (str_eq(str_trim(name), group))
			return true;
	return false;
}

static void
put_out(struct lore_scan *scan, struct lore_candidate *one)
{
	if (one->is_out)
		return;
	one->is_out = true;
	lore_tell_cut(scan, one->book, one->at, LORE_CUT_GROUP, 0, LOST);
}

/* Which of `now` are of the group and still in; returns how many. */
static size_t
members(struct lore_candidate *now, size_t n, struct str group, struct lore_candidate **out)
{
	size_t found = 0;
	for (size_t i = 0; i < n; i++)
		if (!now[i].is_out && is_of_group(now[i].rule, group))
			out[found++] = &now[i];
	return found;
}

/* True when the sticky ones have settled it. */
static bool
settle_sticky(struct lore_scan *scan, struct lore_candidate **in, size_t n)
{
	bool has_sticky = false;
	for (size_t i = 0; i < n; i++)
		has_sticky = has_sticky || in[i]->timed.is_sticky;
	for (size_t i = 0; has_sticky && i < n; i++)
		if (!in[i]->timed.is_sticky)
			put_out(scan, in[i]);
	return has_sticky;
}

static void
settle_scores(struct lore_scan *scan, struct lore_candidate **in, size_t n)
{
	bool is_scored = false;
	int64_t most = 0;
	for (size_t i = 0; i < n; i++)
		is_scored = is_scored || in[i]->rule->group_scoring == LORE_YES;
	if (!is_scored)
		return;
	for (size_t i = 0; i < n; i++) {
		in[i]->score = lore_score(scan, in[i]);
		most = in[i]->score > most ? in[i]->score : most;
	}
	for (size_t i = 0; i < n; i++)
		if (in[i]->rule->group_scoring == LORE_YES && in[i]->score < most)
			put_out(scan, in[i]);
}

static struct lore_candidate *
roll(struct lore_scan *scan, struct lore_candidate **in, size_t n)
{
	int64_t all = 0;
	for (size_t i = 0; i < n; i++)
		all += in[i]->rule->group_weight;
	if (all == 0)
		return in[0];
	double at = rand_unit(&scan->chance) * (double)all;
	for (size_t i = 0; i < n; i++) {
		at -= (double)in[i]->rule->group_weight;
		if (at < 0)
			return in[i];
	}
	return in[n - 1];
}

static void
settle(struct lore_scan *scan, struct str group, struct lore_candidate *now, size_t n,
       const struct lore_candidate *taken, size_t taken_count, struct lore_candidate **in)
{
	size_t found = members(now, n, group, in);
	struct lore_candidate *winner = NULL;
	if (found == 0 || settle_sticky(scan, in, found))
		return;
	settle_scores(scan, in, found);
	found = members(now, n, group, in);
	for (size_t i = 0; i < taken_count; i++)
		if (is_of_group(taken[i].rule, group)) {
			for (size_t k = 0; k < found; k++)
				put_out(scan, in[k]);
			return;
		}
	if (found <= 1)
		return;
	/* Candidates stand by order, the highest first. */
	for (size_t i = 0; i < found; i++)
		if (in[i]->rule->is_group_override &&
		    (winner == NULL || in[i]->rule->order > winner->rule->order))
			winner = in[i];
	if (winner == NULL)
		winner = roll(scan, in, found);
	for (size_t i = 0; i < found; i++)
		if (in[i] != winner)
			put_out(scan, in[i]);
}

void
lore_groups(struct lore_scan *scan, struct lore_candidate *now, size_t n,
	    const struct lore_candidate *taken, size_t taken_count)
{
	struct lore_candidate **in = NULL;
	struct str *done = NULL;
	size_t done_count = 0, done_room = 0;
	for (size_t i = 0; i < n; i++) {
		struct str rest = now[i].rule->group, group;
		while (rest.n > 0 && str_cut(&rest, ',', &group)) {
			bool is_done = false;
			if (!lore_work(&scan->work, done_count)) {
				now[i].is_out = true;
				lore_tell_spent(scan, now[i].book, now[i].at);
				break;
			}
			group = str_trim(group);
			for (size_t k = 0; k < done_count && !is_done; k++)
				is_done = str_eq(done[k], group);
			if (is_done || group.n == 0)
				continue;
			if (in == NULL)
				in = ARENA_ARRAY(scan->arena, struct lore_candidate *, n);
			if (done_count == done_room) {
				size_t room = done_room > 0 ? done_room * 2 : 16;
				done = arena_grow(scan->arena, done, done_room * sizeof(*done),
						  room * sizeof(*done));
				done_room = room;
			}
			done[done_count++] = group;
			(void)lore_work(&scan->work, (n + taken_count) * GROUP_STEPS);
			settle(scan, group, now, n, taken, taken_count, in);
		}
	}
}
