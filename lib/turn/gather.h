/*
 * Reads from the database what prompts are made of: for the worker, all turns that begin together in
 * few statements; for the inspector, the reply that would come next.
 *
 * Errors: faults of lib/db.
 * Ownership: what comes out lives in the arena of each ask; rows in that of the database.
 */
#ifndef SNUG_TURN_GATHER_H
#define SNUG_TURN_GATHER_H

#include "lib/db/db.h"
#include "lib/lore/lore.h"
#include "lib/preset/sampling.h"
#include "lib/prompt/prompt.h"

struct gather_ask {
	struct arena *arena;
	struct chat_id chat;
	struct member_id member;       /* who asks: their persona speaks */
	struct character_id character; /* who is to answer */
	struct message_id head;	       /* the newest message before the reply; 0: there is none */
	/* A reply that goes on: what stands in it, and its message. */
	struct str prefix;
	struct message_id prefixed;
	struct str begun; /* of a message of the member: prompt_input.begun */
	enum prompt_mode mode;
	int64_t context, reply; /* of the model; 0: as the house is configured */
	double ratio;		/* count_ratio */
	struct str model;
	uint64_t seed;
	struct moment now;
};

struct gathered {
	bool is_there; /* false: chat or character are gone */
	struct prompt_input input;
	struct sampling sampling; /* of preset and chat together */
	struct strs stops;	  /* of the preset */
	int64_t persona;	  /* 0: none */
	int64_t preset;
	struct lore_result lore;
	int64_t lore_us; /* what the scan took */
};

/* At most GATHER_AT_ONCE asks. */
enum { GATHER_AT_ONCE = 25 };
void gather(struct db *db, struct arena *scratch, const struct gather_ask *asks, size_t n,
	    struct gathered *out);

/* All stops of a request: those of the preset, then the names, in `arena`. */
struct strs gather_stops(struct arena *arena, const struct gathered *from,
			 const struct prompt *prompt);

#endif
