/*
 * Chats that members bring from other tools (lib/chatfile): from a file to rows. What is said in them is
 * judged as if it were said here; gems, ratings of others and words of staff are not brought.
 */
#ifndef SNUG_CHAT_BRING_H
#define SNUG_CHAT_BRING_H

#include "lib/chatfile/chatfile.h"
#include "lib/db/db.h"
#include "lib/moderate/prompt.h"

enum { CHAT_BRING_QUOTA = 256 * 1024 * 1024 /* bytes of brought chats of one member */ };

enum chat_bring_outcome {
	CHAT_BRING_DONE,
	CHAT_BRING_REFUSED, /* `file` says why */
	CHAT_BRING_BLOCKED, /* `verdict` says why */
	CHAT_BRING_OVER_QUOTA,
	CHAT_BRING_NO_CHARACTER
};

struct chat_bring_order {
	struct member_id member;
	struct character_id character;
	enum chatfile_format format;
	struct str file_name; /* for the title; empty for pasted text */
	struct str bytes;
};

struct chat_bring_result {
	enum chatfile_outcome file;
	enum prompt_verdict verdict;
	size_t blocked;	    /* number of the message that was refused, from 1 */
	struct str refusal; /* what to say of it */
	struct str why;
	struct chat_id chats[CHATFILE_CHATS];
	size_t n;
	size_t messages; /* of the first chat's path */
	struct str title;
	struct str report; /* JSON object; empty unless CHAT_BRING_DONE */
};

/*
 * Inside a transaction, which is kept on a refusal too: what falls under the absolute list is noted.
 * Text of the result lives in `arena`; the work is done in `memory`.
 */
NODISCARD enum chat_bring_outcome chat_bring(struct db *db, struct arena *arena,
					     struct arena *memory,
					     const struct chat_bring_order *order,
					     struct chat_bring_result *out);

/*
 * Variables of macros in a file, as a chat keeps them (lib/turn/record.h); STR_NONE when there are none.
 */
struct str chat_bring_variables(struct arena *arena, struct str object);

/* Why nothing was taken, as a sentence; the status and code for the API. */
struct str chat_bring_words(struct arena *arena, enum chat_bring_outcome outcome,
			    const struct chat_bring_result *result);
int chat_bring_status(enum chat_bring_outcome outcome, const struct chat_bring_result *result);
const char *chat_bring_code(enum chat_bring_outcome outcome,
			    const struct chat_bring_result *result);

#endif
