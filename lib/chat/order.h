/*
 * Who speaks next in a chat of several characters.
 *
 * natural  those whom the text names, in the order in which it names them; then the others, in an
 *          order that chance makes, each by a roll against its talkativeness; at least one speaks
 * list     all, in the order of the list
 *
 * Muted characters never speak by themselves. Who spoke last does not answer itself, unless the chat
 * allows it or nobody else is there. The rules are those that SillyTavern's groups have, so that chats
 * from there go on as they did.
 *
 * Pure; chance comes in as a generator with a seed.
 * Ownership: `out` is the caller's, with room for all voices.
 */
#ifndef SNUG_CHAT_ORDER_H
#define SNUG_CHAT_ORDER_H

#include "lib/base/rand.h"
#include "lib/base/str.h"
#include "lib/base/types.h"

enum { ORDER_VOICES = 16, ORDER_LEVELS = 6 };

struct order_voice {
	struct character_id id;
	struct str name;
	double talkativeness; /* 0 to 1 */
	bool is_muted;
};

struct order_ask {
	const struct order_voice *voices; /* in the order of the list, at most ORDER_VOICES */
	size_t n;
	struct str text;	    /* what is answered; empty when nobody wrote */
	struct character_id silent; /* who spoke last, if that is what is answered; 0 for none */
	bool answers_itself;
};

size_t order_natural(const struct order_ask *ask, struct rand_seeded *chance,
		     struct character_id *out);
size_t order_list(const struct order_ask *ask, struct character_id *out);

/* How readily one speaks, in words. */
struct order_level {
	int64_t hundredths;
	struct str words;
	bool is_chosen;
};

int64_t order_hundredths(double talkativeness);
/*
 * What there is to choose from, and how many: five levels, and what is between two of them when that is
 * what holds, for a card may say it finer. Below 0: nothing holds.
 */
size_t order_levels(struct arena *arena, double talkativeness,
		    struct order_level out[ORDER_LEVELS]);

#endif
