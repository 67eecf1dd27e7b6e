/*
 * Telling open streams of what concerns a member: notifications (kept until read), gems, pictures in
 * the making. Their rows are written where the thing itself is, by the SQL functions notice_add and
 * credit_event, in its transaction.
 *
 * A NOTIFY must not stand in a transaction that moves gems (it would make all commits wait for each
 * other), so open streams are told after the commit. What is never told is found by the stream's own
 * look, seconds later.
 */
#ifndef SNUG_NOTIFY_NOTIFY_H
#define SNUG_NOTIFY_NOTIFY_H

#include "lib/base/types.h"
#include "lib/db/db.h"

/* Ids of the member events that were written since the last notify_tell. */
struct notify_told {
	int64_t first;
	int64_t last;
};

/* What the member has now is news, where no function of the book's wrote so itself. */
void notify_credit(struct db *db, struct member_id member, struct notify_told *told);
/* After the commit. Empties `told`. */
void notify_tell(struct db *db, struct notify_told *told);

#endif
