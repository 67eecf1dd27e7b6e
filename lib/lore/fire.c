/*
 * Whether an entry fires in a round of a scan, and what is told of one that does not: see lore.h. The
 * rounds are in scan.c, matching of keys in match.c.
 */
#include "lib/lore/match.h"

enum { CUTS_KEPT = 2000 };
enum { TIMED_STEPS = 20 }; /* what looking back costs (see struct lore_work) */

/* ---- telling ------------------------------------------------------------------------------- */

static const struct lore_rule *
rule_at(const struct lore_scan *scan, uint32_t book, uint32_t at)
{
	return &scan->order->books[book].book->rules[at];
}

struct lore_ref
lore_ref_of(const struct lore_scan *scan, uint32_t book, uint32_t at)
{
	return (struct lore_ref){ scan->order->books[book].book->settings.id,
				  rule_at(scan, book, at)->id };
}

void
lore_tell_cut(struct lore_scan *scan, uint32_t book, uint32_t at, enum lore_cut_why why,
	      int64_t tokens, struct str words)
{
	uint8_t *state = &scan->books[book].rules[at];
	if ((*state & RULE_TOLD) != 0 || scan->cut_count == CUTS_KEPT)
		return;
	*state |= RULE_TOLD;
	if (scan->cut_count == scan->cut_room) {
		size_t room = scan->cut_room > 0 ? scan->cut_room * 2 : 32;
		scan->cuts = arena_grow(scan->arena, scan->cuts,
					scan->cut_room * sizeof(*scan->cuts),
					room * sizeof(*scan->cuts));
		scan->cut_rules = arena_grow(scan->arena, scan->cut_rules,
					     scan->cut_room * sizeof(*scan->cut_rules),
					     room * sizeof(*scan->cut_rules));
		scan->cut_room = room;
	}
	scan->cut_rules[scan->cut_count] = state;
	scan->cuts[scan->cut_count++] = (struct lore_cut){
		.ref = lore_ref_of(scan, book, at),
		.book = scan->order->books[book].book->settings.name,
		.entry = rule_at(scan, book, at)->name,
		.why = why,
		.tokens = tokens,
		.words = words,
	};
}

static void
tell(struct lore_scan *scan, uint32_t book, uint32_t at, enum lore_cut_why why, const char *words)
{
	lore_tell_cut(scan, book, at, why, 0, str_from(words));
}

void
lore_tell_spent(struct lore_scan *scan, uint32_t book, uint32_t at)
{
	tell(scan, book, at, LORE_CUT_SLOW,
	     "There was no time left for it: the books take too long to look through.");
}

/* ---- one entry ----------------------------------------------------------------------------- */

static bool
has_text(struct strs list, struct str text)
{
	for (size_t i = 0; i < list.n; i++)
		if (str_eq_fold(list.at[i], text))
			return true;
	return false;
}

static bool
is_for_others(struct lore_scan *scan, const struct lore_rule *rule)
{
	const struct lore_order *o = scan->order;
	(void)lore_work(&scan->work, rule->triggers.n + rule->filter_names.n +
					     rule->filter_tags.n * o->character_tags.n);
	struct str trigger = str_or(o->trigger, STR("normal"));
	/* Here both are the same: another version of a reply beside the one that is there. */
	bool is_again = str_eq(trigger, STR("swipe")) &&
			has_text(rule->triggers, STR("regenerate"));
	if (rule->triggers.n > 0 && !is_again && !has_text(rule->triggers, trigger))
		return true;
	bool is_named = (o->macros != NULL && has_text(rule->filter_names, o->macros->character)) ||
			(o->character.n > 0 && has_text(rule->filter_names, o->character));
	bool is_tagged = false;
	for (size_t i = 0; i < o->character_tags.n && !is_tagged; i++)
		is_tagged = has_text(rule->filter_tags, o->character_tags.at[i]);
	/* Names and tags both have to agree. */
	return (rule->filter_names.n > 0 && is_named == rule->is_filter_exclusive) ||
	       (rule->filter_tags.n > 0 && is_tagged == rule->is_filter_exclusive);
}

static bool
is_forced(const struct lore_scan *scan, uint32_t book, uint32_t at)
{
	struct lore_ref ref = lore_ref_of(scan, book, at);
	for (size_t i = 0; i < scan->order->forced_count; i++)
		if (scan->order->forced[i].book == ref.book &&
		    scan->order->forced[i].entry == ref.entry)
			return true;
	return false;
}

/* What decorators say before keys are looked at: true when the entry may fire. */
static bool
decor_allows(const struct lore_scan *scan, const struct lore_rule *rule,
	     const struct lore_timed *timed)
{
	const struct lore_rule_decor *d = rule->decor;
	if (d->only_after >= 0 && scan->replies < d->only_after)
		return false;
	if (d->only_every > 0 && scan->replies % d->only_every != 0)
		return false;
	if (d->greeting >= 0 && scan->order->greeting >= 0 && d->greeting != scan->order->greeting)
		return false;
	return !d->stops || !timed->has_fired;
}

/* Secondary keys and what the logic wants of them (0 AND_ANY, 1 NOT_ALL, 2 NOT_ANY, 3 AND_ALL). */
static bool
logic_holds(struct lore_scan *scan, uint32_t book, const struct lore_rule *rule)
{
	uint32_t hits = 0;
	for (uint32_t i = 0; i < rule->secondary.n; i++)
		hits += match_key(scan, book, rule, rule->secondary.at[i]) ? 1 : 0;
	switch ((enum book_logic)rule->logic) {
	case BOOK_AND_ANY:
		return hits > 0;
	case BOOK_NOT_ALL:
		return hits < rule->secondary.n;
	case BOOK_NOT_ANY:
		return hits == 0;
	case BOOK_AND_ALL:
		return hits == rule->secondary.n;
	}
	return false;
}

static bool
any_key(struct lore_scan *scan, uint32_t book, const struct lore_rule *rule, struct lore_keys keys,
	struct lore_candidate *out)
{
	for (uint32_t i = 0; i < keys.n; i++)
		if (match_key(scan, book, rule, keys.at[i])) {
			out->key = scan->order->books[book].book->keys[keys.at[i].key].shown;
			if (!rule->is_memory)
				return true;
			int64_t age = match_age(scan, book, rule, keys.at[i]);
			out->age = out->age < 0 || age < out->age ? age : out->age;
		}
	return rule->is_memory && out->age >= 0;
}

/* Keys, secondary keys and the decorators that are about keys. */
static bool
keys_hold(struct lore_scan *scan, struct lore_candidate *c)
{
	const struct lore_rule *rule = c->rule;
	const struct lore_rule_decor *d = rule->decor;
	c->age = -1;
	if (lore_is_spent(&scan->work)) {
		lore_tell_spent(scan, c->book, c->at);
		return false;
	}
	if (!any_key(scan, c->book, rule, rule->keys, c))
		return false;
	struct str key = c->key;
	if (d != NULL && any_key(scan, c->book, rule, d->never_keys, c)) {
		tell(scan, c->book, c->at, LORE_CUT_DECORATOR,
		     "One of its excluded keys was there.");
		return false;
	}
	if (d != NULL && d->also_keys.n > 0 && !any_key(scan, c->book, rule, d->also_keys, c)) {
		tell(scan, c->book, c->at, LORE_CUT_DECORATOR,
		     "None of its additional keys was there.");
		return false;
	}
	c->key = key;
	if (rule->secondary.n == 0 || logic_holds(scan, c->book, rule))
		return true;
	tell(scan, c->book, c->at, LORE_CUT_LOGIC,
	     "A key was there, but its other keys did not agree.");
	return false;
}

/* An entry that is held back is told only when it would have fired. */
static bool
held_back(struct lore_scan *scan, struct lore_candidate *c, enum lore_cut_why why,
	  const char *words)
{
	if ((scan->books[c->book].rules[c->at] & RULE_TOLD) == 0 &&
	    (c->rule->is_constant || keys_hold(scan, c)))
		tell(scan, c->book, c->at, why, words);
	return false;
}

/* The order of checks is SillyTavern's; what comes first wins. */
bool
lore_fires(struct lore_scan *scan, struct lore_candidate *c)
{
	const struct lore_rule *rule = c->rule;
	const struct lore_rule_decor *d = rule->decor;
	if (rule->is_timed && lore_work(&scan->work, TIMED_STEPS))
		c->timed = lore_timed_of(&scan->past, scan->order->books[c->book].book->settings.id,
					 rule);
	bool is_sticky = c->timed.is_sticky;
	if (is_for_others(scan, rule))
		return held_back(scan, c, LORE_CUT_FILTER,
				 "It is for other characters or another kind of reply.");
	if (rule->delay > 0 && scan->past.count < rule->delay)
		return held_back(scan, c, LORE_CUT_DELAY,
				 "The chat is not long enough for it yet.");
	if (c->timed.is_cooling && !is_sticky)
		return held_back(scan, c, LORE_CUT_COOLDOWN, "It rests after it fired.");
	if (!scan->is_recursing && rule->level > 0 && !is_sticky)
		return false;
	if (scan->is_recursing && rule->level > scan->level && !is_sticky)
		return false;
	if (scan->is_recursing && rule->is_excluded && !is_sticky)
		return false;
	c->why = LORE_BY_DECORATOR;
	if (d != NULL && d->activates)
		return true;
	if (d != NULL && d->rests)
		return held_back(scan, c, LORE_CUT_DECORATOR, "@@dont_activate keeps it out.");
	if (d != NULL && !decor_allows(scan, rule, &c->timed))
		return held_back(scan, c, LORE_CUT_DECORATOR, "A decorator says not now.");
	if (d != NULL && d->keeps && c->timed.has_fired)
		return true;
	c->why = LORE_BY_CONSTANT;
	if (rule->is_constant)
		return true;
	c->why = LORE_BY_FORCE;
	if (scan->order->forced_count > 0 && is_forced(scan, c->book, c->at))
		return true;
	c->why = LORE_BY_STICKY;
	if (is_sticky)
		return true;
	c->why = LORE_BY_KEY;
	if (rule->has_bad_pattern)
		tell(scan, c->book, c->at, LORE_CUT_PATTERN,
		     "One of its keys is no valid pattern.");
	return keys_hold(scan, c);
}

int64_t
lore_score(struct lore_scan *scan, const struct lore_candidate *c)
{
	const struct lore_rule *rule = c->rule;
	int64_t first = 0, second = 0;
	for (uint32_t i = 0; i < rule->keys.n; i++)
		first += match_key(scan, c->book, rule, rule->keys.at[i]) ? 1 : 0;
	for (uint32_t i = 0; i < rule->secondary.n; i++)
		second += match_key(scan, c->book, rule, rule->secondary.at[i]) ? 1 : 0;
	if (rule->keys.n == 0 || rule->secondary.n == 0)
		return first;
	if (rule->logic == BOOK_AND_ANY ||
	    (rule->logic == BOOK_AND_ALL && second == rule->secondary.n))
		return first + second;
	return first;
}
