/*
 * What is done to the tree of messages of a chat: reading on elsewhere, editing, taking away, marks,
 * branches. Versions of one place ("swipes") are children of the same parent.
 *
 * All of it runs in the caller's open write transaction and leaves it whole, whatever it answers. What
 * a write replaced is not lost: other versions stay, and what was deleted comes back for a day.
 * `expected` is the head that the caller saw; 0 takes whatever it is.
 *
 * Errors: faults of lib/db. Ownership: nothing is kept.
 * Locking: the chat's row, for the length of the transaction.
 */
#ifndef SNUG_CHAT_TREE_H
#define SNUG_CHAT_TREE_H

#include "lib/db/db.h"

enum tree_outcome {
	TREE_DONE,
	TREE_GENERATE,	   /* swiped right of the last version of the newest reply: order another */
	TREE_NO_CHAT,	   /* none that they are in: 404 */
	TREE_BAD_MESSAGE,  /* not in this chat: 404 */
	TREE_BUSY,	   /* a reply is being written: 409 BUSY */
	TREE_STALE_PARENT, /* the chat went on meanwhile: 409 STALE_PARENT */
	TREE_ONLY_ONE,	   /* the only version of its place: 409 ONLY_VERSION */
	TREE_NOT_YOURS,	   /* another member wrote it: 403 */
	TREE_TOO_LATE	   /* deleted too long ago, or what it followed is gone: 409 */
};

/* Who does it, where. */
struct tree_place {
	struct member_id member;
	struct chat_id chat;
	struct message_id expected;
	struct message_id message;
};

/*
 * Another version of the same place. The first of all replies wraps at both ends; so do others at the
 * left, and at the right unless they are the newest. `shown` is the version that is read now.
 */
NODISCARD enum tree_outcome tree_turn(struct db *db, const struct tree_place *place, int64_t index,
				      struct message_id *shown);
/* Reads on at a message: to the end of its branch, or `exact`ly there, where a new branch begins. */
NODISCARD enum tree_outcome tree_go(struct db *db, const struct tree_place *place, bool exact);
/* `content`: 1 to 64000 characters, judged by the caller like any other text. */
NODISCARD enum tree_outcome tree_rewrite(struct db *db, const struct tree_place *place,
					 struct str content);
/*
 * Takes a message with all that follows it away. `alone`: this version of several. The version that
 * has its place now is read next, else the message before.
 */
NODISCARD enum tree_outcome tree_take_away(struct db *db, const struct tree_place *place,
					   bool alone);
NODISCARD enum tree_outcome tree_bring_back(struct db *db, const struct tree_place *place);

enum tree_sign {
	TREE_HIDE,
	TREE_SHOW,
	TREE_BOOKMARK, /* with a label or '' */
	TREE_UNBOOKMARK,
	TREE_CHECKPOINT, /* with a name */
	TREE_UNCHECKPOINT,
	TREE_RATE /* "1" to "5", "0" for none */
};

NODISCARD enum tree_outcome tree_sign(struct db *db, const struct tree_place *place,
				      enum tree_sign sign, struct str text);
/* A new chat with the conversation up to the message; `chat` is its id. */
NODISCARD enum tree_outcome tree_copy(struct db *db, const struct tree_place *place,
				      struct str title, struct chat_id *chat);

/* What the members' streams are to be told, kept in the transaction; pass it to turn_told after it. */
struct tree_told {
	int64_t first;
	int64_t last;
};

struct tree_told tree_tell_members(struct db *db, struct chat_id chat, const char *why);

/*
 * The words of a question as patterns of PostgreSQL, each from the beginning of a word. None when it has
 * none that languages with spaces have; then any part of the text is looked for.
 */
struct strs tree_query(struct arena *arena, struct str asked);

#endif
