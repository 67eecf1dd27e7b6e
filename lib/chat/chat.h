/*
 * Chats: opening one, and the conversation as a list of messages.
 *
 * Errors: what is not the member's is as if it were not there.
 */
#ifndef SNUG_CHAT_CHAT_H
#define SNUG_CHAT_CHAT_H

#include "lib/db/db.h"

/* Messages of one page of a conversation. */
enum { CHAT_WINDOW = 50 };

enum chat_opened { CHAT_OPENED, CHAT_EXISTING, CHAT_NO_CHARACTER };

/*
 * The member's latest chat with this character, or a new one that begins with the greeting.
 * `always_new` makes a new one in any case. `member_name` is how the character addresses them.
 */
NODISCARD enum chat_opened chat_open(struct db *db, struct arena *arena, struct member_id member,
				     struct str member_name, struct character_id character,
				     bool always_new, struct chat_id *chat);

enum chat_asked_in {
	CHAT_ASKED_NOBODY, /* no such character or chat of theirs, no room, or it is in already: 404 */
	CHAT_ASKED_SILENT,
	CHAT_ASKED_GREETS, /* and said so: `greeting` is a message */
	CHAT_ASKED_BUSY,   /* is in, but silent: a reply is being written */
	CHAT_ASKED_STALE   /* the chat went on meanwhile, and nobody came in: 409 STALE_PARENT */
};

struct chat_invitation {
	struct member_id member;
	struct chat_id chat;
	struct character_id character;
	struct message_id expected_head; /* that the caller saw; 0 for any */
};

struct chat_newcomer {
	struct str name; /* of one who has a greeting */
	struct message_id greeting;
};

/*
 * Asks a character into a chat. Whose card has greetings for such chats comes in with the first of them,
 * the others being its versions; that is free, and follows the head like anything that is written.
 */
NODISCARD enum chat_asked_in chat_ask_in(struct db *db, struct arena *arena,
					 const struct chat_invitation *to,
					 struct chat_newcomer *out);

/*
 * The conversation that ends in `from`, oldest first, as chat_path rows; at most `limit`. `older` is
 * the message that the page before ends in, or 0 when this page holds the beginning.
 */
struct rows chat_window(struct db *db, struct arena *arena, struct chat_id chat,
			struct message_id from, int64_t limit, struct message_id *older);

#endif
