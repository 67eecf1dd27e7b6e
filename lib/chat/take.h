/*
 * Chats that members take along: from rows to a file, some messages at a time, so that a long chat costs
 * no more memory than a short one.
 */
#ifndef SNUG_CHAT_TAKE_H
#define SNUG_CHAT_TAKE_H

#include "lib/base/sink.h"
#include "lib/chatfile/put.h"
#include "lib/db/db.h"

struct chat_take_order {
	struct member_id member;
	struct str member_name;
	struct chat_id chat;
	enum chatfile_shape shape;
};

/* What is to be written; NULL when the chat is not the member's. In `arena`. */
struct chat_take;
NODISCARD const struct chat_take *chat_take_begin(struct db *db, struct arena *arena,
						  const struct chat_take_order *order);
/* What the file may be called, without its ending. */
struct str chat_take_name(const struct chat_take *take);
/* Who writes for its character, in words. */
struct str chat_take_disclosure(const struct chat_take *take);

/*
 * Writes the file. Statements read outside of a transaction: a message that is written meanwhile may come
 * or not.
 */
void chat_take_write(struct db *db, struct arena *arena, const struct chat_take *take,
		     struct sink *out);

#endif
