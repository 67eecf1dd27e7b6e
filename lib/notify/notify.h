/*
 * Telling a member something: notifications (kept until read) and member events (what /stream/me
 * sends now and forgets soon).
 *
 * Rows are written in the caller's transaction. A NOTIFY must not stand in a transaction that moves
 * gems (it would make all commits wait for each other), so open streams are told after the commit:
 *
 *	struct notify_told told = { 0 };
 *	notify_member(db, &notice, &told);
 *	db_commit(db);
 *	notify_tell(db, &told);
 *
 * A notice that is never told is found by the stream's own look, seconds later.
 */
#ifndef SNUG_NOTIFY_NOTIFY_H
#define SNUG_NOTIFY_NOTIFY_H

#include "lib/db/db.h"

struct notify_notice {
	struct member_id member;
	struct str type; /* "picture_ready", "purchase_paid", ... */
	struct str title;
	struct str body;       /* may be empty */
	struct str action_url; /* a path of this house, or empty */
	struct str cause;      /* one notice for one cause: "generation:12"; or STR_NONE */
};

/* Ids of the member events that were written since the last notify_tell. */
struct notify_told {
	int64_t first;
	int64_t last;
};

/* Keeps the notice and its event. False when there is one for this cause already. */
bool notify_member(struct db *db, const struct notify_notice *notice, struct notify_told *told);

/* The balance as it is now, for the number in the frame of open pages. */
void notify_credit(struct db *db, struct member_id member, struct notify_told *told);

/* After the commit. Empties `told`. */
void notify_tell(struct db *db, struct notify_told *told);

#endif
