/*
 * Which models write replies, what they cost, and which of them a chat has chosen.
 *
 * A choice is a text: "" (the default of the house), the key of a model of the list, or "own:ID", a
 * key that the member brought. What a chat has chosen and cannot have any more (switched off, key
 * deleted) falls back to the default. Lists for pages are the statements model_offers and
 * own_key_list of sql/model.h.
 *
 * Errors: faults of lib/db.
 */
#ifndef SNUG_MODEL_MODEL_H
#define SNUG_MODEL_MODEL_H

#include "lib/db/db.h"

struct model_price {
	struct gems gems;
	bool is_per_1000_tokens;
	struct str key; /* of the model that will write: as a choice, never empty */
};

/* What a reply in this chat costs `member` (0: the one whose chat it is). */
struct model_price model_price(struct db *db, struct chat_id chat, struct member_id member);

enum model_outcome {
	MODEL_CHOSEN,
	MODEL_NO_CHAT, /* not there or not theirs: 404 */
	MODEL_UNKNOWN  /* there is no such model, or none that may be chosen: 422 */
};

/* In the caller's transaction. */
NODISCARD enum model_outcome model_choose(struct db *db, struct member_id member,
					  struct chat_id chat, struct str choice);
/* What was chosen, also when it falls back now. False when there is no such chat of theirs. */
NODISCARD bool model_choice(struct db *db, struct member_id member, struct chat_id chat,
			    struct str *choice, bool *tools);
/* A number of tokens as people read it: "128,000". */
struct str model_tokens_words(struct arena *arena, int64_t tokens);

#endif
