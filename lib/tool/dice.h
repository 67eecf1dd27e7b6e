/*
 * Dice as people write them: "d20", "2d6+3", "4d6kh3 - 1", "d%".
 *
 *	sum    = term { ("+" | "-") term }
 *	term   = number | [number] "d" (number | "%") [("kh" | "kl" | "k") number]
 */
#ifndef SNUG_TOOL_DICE_H
#define SNUG_TOOL_DICE_H

#include "lib/base/rand.h"

enum { DICE_MOST = 100, DICE_SIDES_MOST = 1000, DICE_TERMS = 8, DICE_NOTATION_MOST = 64 };

struct dice_roll {
	int64_t total;
	struct str notation; /* tidied: lower case, no spaces */
	struct str detail;   /* "3 + 5 + 3"; empty when there is nothing to add */
};

/* False when `notation` is none, or asks for more than the limits above. */
NODISCARD bool dice_roll(struct arena *arena, struct str notation, struct rand_seeded *chance,
			 struct dice_roll *out);

#endif
