/*
 * Turns: from the member's message to the stored answer. The screens order a turn here, the worker
 * makes it (bin/worker_turn.c), streams tell of it (cgi-bin/stream.c).
 *
 * One transaction holds the member's message, the streaming reply, the gems, the job, and the
 * chat's new head: all of it or nothing. turn_send and its like run inside the caller's open write
 * transaction and leave it whole whatever they answer (a refusal for want of gems writes nothing).
 * After the commit the caller wakes the workers (turn_ordered).
 *
 * What is charged: a price per reply is charged for a whole reply, and for one that the member
 * stopped after its first sentence; a reply that breaks off through no fault of theirs is free. A
 * price per 1,000 tokens (prompt and reply) is charged for what was delivered.
 *
 * Errors: faults of lib/db.
 */
#ifndef SNUG_TURN_TURN_H
#define SNUG_TURN_TURN_H

#include "lib/db/db.h"

enum turn_outcome {
	TURN_SENT,
	TURN_NO_CHAT,	   /* not there, none that they are in, or deleted: 404 */
	TURN_NO_CHARACTER, /* the character is gone or was taken down: 409 */
	TURN_NOT_AI,	   /* staff write for this character, no model does: 409 */
	TURN_STALE_PARENT, /* the branch has moved since the form was made: 409 STALE_PARENT */
	TURN_BUSY,	   /* a reply is being made in this chat: 409 */
	TURN_NO_GEMS,	   /* `needed` and `available` say how many: 402 INSUFFICIENT_GEMS */
	TURN_BAD_MESSAGE,  /* there is nothing to regenerate or continue there: 404 */
	TURN_KEY_REUSED	   /* the idempotency key came with other content before: 409 */
};

struct turn_order {
	struct member_id member;
	struct chat_id chat;
	struct message_id expected_head; /* 0: whatever the head is */
	struct str idempotency;		 /* STR_NONE, or the key of the form: 8 to 120 characters */
	struct character_id
		speaker; /* who answers; 0: whom the chat is with, or who spoke before */
};

struct turn_sent {
	struct message_id message; /* what the member wrote; 0 unless turn_send */
	struct message_id reply;   /* the row that the answer fills */
	struct turn_id turn;
	struct gems price; /* of one unit */
	bool price_is_per_1000_tokens;
	struct gems needed;    /* TURN_NO_GEMS: the least that must be there */
	struct gems available; /* TURN_NO_GEMS: what is there */
	bool replayed;	       /* the same key came before: these are the ids of that time */
	int64_t first_told;    /* what turn_told passes on to the members' streams */
	int64_t last_told;
};

/* The member writes `content` (1 to 8000 characters, checked by the form). Clears the draft. */
NODISCARD enum turn_outcome turn_send(struct db *db, const struct turn_order *order,
				      struct str content, struct turn_sent *out);
/* The same without a reply: `out` has no turn. */
NODISCARD enum turn_outcome turn_say(struct db *db, const struct turn_order *order,
				     struct str content, struct turn_sent *out);
/* Another answer beside `message` (0: beside the head); the new swipe becomes the head. */
NODISCARD enum turn_outcome turn_regenerate(struct db *db, const struct turn_order *order,
					    struct message_id message, struct turn_sent *out);
/* The reply `message` (0: the head) itself goes on; nothing may follow it yet. */
NODISCARD enum turn_outcome turn_continue(struct db *db, const struct turn_order *order,
					  struct message_id message, struct turn_sent *out);
/* A reply under the head without a word of the member. */
NODISCARD enum turn_outcome turn_speak(struct db *db, const struct turn_order *order,
				       struct turn_sent *out);
/* Another version of what the member wrote in `message`, and its reply; the old branch stays. */
NODISCARD enum turn_outcome turn_resend(struct db *db, const struct turn_order *order,
					struct message_id message, struct str content,
					struct turn_sent *out);
/* After the commit: tells the other tabs and devices of the chat's members. */
void turn_told(struct db *db, int64_t first, int64_t last);
/* The same where a reply was ordered: wakes the workers, too. */
void turn_ordered(struct db *db, int64_t first, int64_t last);

enum turn_stop_outcome {
	TURN_NOT_YOURS,	 /* neither do they pay for it, nor is it their chat: 403 */
	TURN_STOPPED,	 /* it had not begun: it is over, and free */
	TURN_STOPPING,	 /* the worker will stop within a moment */
	TURN_NOT_RUNNING /* no reply is being made in this chat of theirs */
};

struct turn_stop {
	struct turn_id turn;
	struct message_id reply;
	struct job_id job;
	int64_t first_event; /* what turn_stop_tell passes on to open streams */
	int64_t last_event;
};

/* In the caller's transaction; after the commit call turn_stop_tell. */
NODISCARD enum turn_stop_outcome turn_stop(struct db *db, struct member_id member,
					   struct chat_id chat, struct turn_stop *out);
void turn_stop_tell(struct db *db, const struct turn_stop *stop);

/* Tells open streams of new events of turns, by their ids. */
void turn_events_tell(struct db *db, int64_t first, int64_t last);

struct turn_price {
	struct gems gems;
	bool is_per_1000_tokens;
};

/* What a reply of this character costs now: its own price, else "chat.standard" of the price book. */
struct turn_price turn_price(struct db *db, struct character_id character);

#endif
