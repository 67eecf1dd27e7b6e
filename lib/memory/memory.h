/*
 * What is remembered of a chat beyond the messages that a prompt holds: a rolling summary of the
 * branch, facts that the member pinned, notes on a character and on all chats, and passages from
 * long ago that fit what is being said.
 *
 * A summary covers a branch from its beginning to one message. In force is the live one that covers
 * the most of the path root..head, so branches and versions have their own. When a covered message
 * is edited, hidden or deleted, a trigger makes the summaries that cover it void and orders a new one
 * (migration 0030). Off, for a chat or for a member, means that nothing is read, made or sent.
 *
 * Units: words for summaries, tokens are the reader's business.
 * Errors: faults of lib/db.
 * Ownership: everything that is read lives in the arena that was given.
 */
#ifndef SNUG_MEMORY_MEMORY_H
#define SNUG_MEMORY_MEMORY_H

#include "lib/db/db.h"

enum { MEMORY_PASSAGES = 6 };

/* One prompt that is about to be built. */
struct memory_ask {
	struct chat_id chat;
	struct member_id member;
	struct character_id character; /* who is to speak */
	struct message_id head;	       /* the newest message before the reply */
	/*
	 * The oldest message that the prompt holds in any case: passages are older than that. 0: the
	 * prompt holds the whole branch, and no passages are looked for.
	 */
	struct message_id oldest;
	/* The newest messages as text, names and all: what passages are to fit. */
	struct str recent;
};

struct memory_passage {
	struct message_id message;
	struct moment at;
	struct str who;	 /* who spoke; empty for the member */
	struct str text; /* a few sentences, at most about 400 bytes */
};

struct memory {
	bool is_on;
	/* The summary in force; empty when there is none yet. */
	struct str summary;
	struct message_id covers; /* it covers the branch up to this message */
	int64_t covered;	  /* messages that it covers */
	/* In the order that the member gave them. */
	struct strs facts;	     /* of this chat */
	struct strs character_notes; /* of this member on this character */
	struct strs notes;	     /* of this member, for all chats */
	/* Best first, none twice, all older than the ask's `oldest`. */
	const struct memory_passage *passages;
	size_t passage_count;
};

/*
 * Reads what `n` prompts need, in one statement for all of them; out[i] answers asks[i]. What is
 * switched off comes back empty. The caller has seen to it that the chat is the member's.
 */
void memory_read(struct db *db, struct arena *arena, const struct memory_ask *asks, size_t n,
		 struct memory *out);

#endif
