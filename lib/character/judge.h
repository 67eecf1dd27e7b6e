/*
 * Whether a character may be published: the rules that no setting lifts (product decision 8), and those
 * of a house that shows nothing sexual.
 */
#ifndef SNUG_CHARACTER_JUDGE_H
#define SNUG_CHARACTER_JUDGE_H

#include "lib/character/draft.h"

enum judge_verdict {
	JUDGE_FINE,
	JUDGE_DOUBTFUL, /* staff look at it before others see it */
	JUDGE_SEXUAL,	/* refused in the general edition */
	JUDGE_NEVER	/* refused everywhere */
};

/* All that a draft says, in lines: what is judged together, and kept as evidence of what was refused. */
struct str judge_words(struct arena *arena, const struct draft *draft);

/*
 * `mes_example`: the examples as a card had them, as long as nobody changed them; else empty. `least_age`
 * is the house's. What names, tags, traits and looks say is about the character itself: a
 * word for somebody young, or for a real person, is refused there, and makes doubt anywhere else.
 */
NODISCARD enum judge_verdict judge_draft(struct arena *arena, const struct draft *draft,
					 struct str mes_example, int64_t least_age,
					 bool is_general);

/* What to say of a refusal. It names no word: who searches for the gap learns nothing. */
const char *judge_refusal(enum judge_verdict verdict);

#endif
