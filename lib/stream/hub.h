/*
 * Events from the database to many open streams: one connection that listens, one query for each
 * notice, and fan-out by topic in memory. The database's work does not grow with the streams.
 *
 * A notice that got lost (a reconnect, a process that died before it sent one) costs at most two
 * seconds: the hub looks for what is behind the newest event it knows of each topic.
 *
 * Units: a position is the seq of a turn's event, or the id of a member's event.
 * Ownership: an event is shared; whoever gets it lets it go with hub_event_free.
 * Locking: all functions may be called from any thread.
 */
#ifndef SNUG_STREAM_HUB_H
#define SNUG_STREAM_HUB_H

#include <stdatomic.h>

#include "lib/db/db.h"

enum hub_topic { HUB_TURN, HUB_MEMBER };

struct hub_event {
	_Atomic int references;
	int64_t position;
	struct str kind; /* "token_delta", ... */
	struct str data; /* JSON */
	char bytes[];
};

struct hub;
struct hub_seat;

/* Starts the hub's thread. `conninfo` must outlive it. One for a process; it is never closed. */
struct hub *hub_open(const char *conninfo);

/* Begins to collect the events of a topic, for a member. */
struct hub_seat *hub_join(struct hub *hub, enum hub_topic topic, int64_t id, int64_t member);
/* Whether this member has a seat at this topic. */
NODISCARD bool hub_has(struct hub *hub, enum hub_topic topic, int64_t id, int64_t member);
void hub_leave(struct hub_seat *seat);

enum hub_wait {
	HUB_EVENT,  /* *event is the next one, not seen before */
	HUB_QUIET,  /* nothing in `timeout_ms` */
	HUB_LAGGING /* more came than is kept: read the table again from hub_reached on */
};

NODISCARD enum hub_wait hub_next(struct hub_seat *seat, int timeout_ms, struct hub_event **event);
void hub_event_free(struct hub_event *event);

/* The stream has everything up to `position`; what is older is not given to it any more. */
void hub_reached(struct hub_seat *seat, int64_t position);

#endif
