/*
 * A chat's tree of messages, made small enough to be drawn: only where branches part or end, what is
 * marked, and where one reads are kept; the runs between them become numbers. When that is still too
 * much, short side branches are folded into the message that they part from, the shortest first.
 *
 * Pure: nothing is read or written. Costs a few passes over all messages.
 * Units: `size` and `skipped` count messages. Ownership: all in the given arena.
 */
#ifndef SNUG_CHAT_OUTLINE_H
#define SNUG_CHAT_OUTLINE_H

#include "lib/base/arena.h"
#include "lib/base/types.h"

enum { OUTLINE_MOST = 160 };

/* One message. They come by id, and a parent's id is smaller than its children's. */
struct outline_bone {
	struct message_id id;
	struct message_id parent; /* 0 for the first */
	int64_t depth;
	bool is_marked;
};

struct outline_node {
	struct message_id id;
	int64_t parent; /* its place in the list, -1 for none; smaller than its own */
	int64_t depth;
	int64_t skipped; /* messages between the parent and this one */
	int64_t folded;	 /* messages of side branches that part on the way here and are not shown */
	int64_t lane;	 /* 0 is the leftmost */
	bool is_on_path; /* of what is being read */
	bool is_head;
	bool is_fork;
	bool is_end;
};

struct outline {
	/* In the order of drawing, one a row: a branch with all of its own before what goes on below. */
	const struct outline_node *nodes;
	size_t n;
	int64_t lanes;
	int64_t messages; /* all that were looked at */
	int64_t folded;	  /* and how many of them are in no run and no node */
};

/* `from`: only what is below this message, which becomes the first node; 0 draws all. */
struct outline outline_make(struct arena *arena, const struct outline_bone *bones, size_t n,
			    struct message_id head, struct message_id from);

#endif
