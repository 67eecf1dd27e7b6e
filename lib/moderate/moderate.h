/*
 * The wall that everything passes which members write and which others, a model or a page may then
 * read: messages, edits, personas, lore, notes, cards. Rules only, so it never waits for anybody;
 * what a service outside says comes later, in the worker (lib/provider/moderate.h).
 *
 *	const char *why = moderate_text(rq->db, rq->arena,
 *		&(struct moderate_source){ rq->member->id, chat->id, MODERATE_EDIT }, text);
 *	if (why != NULL) {
 *		form_error(rq, "content", "Message", why);
 *		refused = form_again(rq, 422, ...);     (JSON: refuse(rq, 422, "MODERATION_BLOCK", why))
 *		refused.commit = true;                  (keeps what moderate_text noted)
 *		return refused;
 *	}
 *
 * What is refused is charged to nobody and stays in the box. The words name no term: who looks for
 * the gap learns nothing. What falls under the absolute list is noted in safety_event, sealed.
 *
 * Locking: safe from several threads. Errors: FAULT_MEMORY, faults of lib/db.
 */
#ifndef SNUG_MODERATE_MODERATE_H
#define SNUG_MODERATE_MODERATE_H

#include "lib/db/db.h"
#include "lib/moderate/prompt.h"

enum moderate_use {
	MODERATE_CHAT, /* with the member's messages before it, so that nothing is split over several */
	MODERATE_EDIT,
	MODERATE_IMPERSONATE,
	MODERATE_PERSONA,
	MODERATE_LORE,
	MODERATE_NOTE, /* author's notes, memory, summaries written by hand */
	MODERATE_CARD,
	MODERATE_IMPORT,
	MODERATE_PUBLIC,  /* what a member says about themselves or a character, for all to read */
	MODERATE_PICTURE, /* what was to be painted: only kept (moderate_keep) */
	MODERATE_REPLY
};

struct moderate_source {
	struct member_id member;
	struct chat_id chat; /* 0: belongs to none */
	enum moderate_use use;
};

/*
 * NULL when the text may pass, else what to say to the member. Inside the caller's write transaction:
 * keep it (reply.commit) on a refusal.
 */
NODISCARD const char *moderate_text(struct db *db, struct arena *arena,
				    const struct moderate_source *source, struct str text);

/* The same for a reply of `provider` that was stopped: only keeps the evidence. */
void moderate_keep(struct db *db, struct arena *arena, const struct moderate_source *source,
		   struct str provider, struct str text);

/* The same for what a character says that a member brought: it is frozen until staff have decided. */
void moderate_keep_character(struct db *db, struct arena *arena, struct member_id member,
			     struct character_id character, struct str text);

#endif
