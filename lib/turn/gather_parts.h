/*
 * The parts of gather.c that ask other modules: gather_lore.c the shelf, gather_memory.c the memory.
 */
#ifndef SNUG_TURN_GATHER_PARTS_H
#define SNUG_TURN_GATHER_PARTS_H

#include "lib/turn/gather.h"
#include "sql/prompt.h"

/* What fired for each message of the branch, in its order. */
struct gather_fired {
	struct strs *at;
};

struct gather_more {
	const struct prompt_sources_row *source;
	const struct prompt_cards_row *speaker;
	struct gather_fired fired;
};

/* Adds what is remembered to the inserts of all, in one statement. */
void gather_remembered(struct db *db, struct arena *scratch, const struct gather_ask *asks,
		       size_t n, struct gathered *out);
/* Scans the books of the chat and adds what fired. */
void gather_lore(struct db *db, struct arena *scratch, const struct gather_ask *ask,
		 const struct gather_more *more, struct gathered *out);
/* One insert more. */
void gather_put(struct arena *arena, struct gathered *out, const struct prompt_insert *insert);

#endif
