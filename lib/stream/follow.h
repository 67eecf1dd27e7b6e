/*
 * One open stream, from its headers to its end: what the table has, then what comes, heartbeats
 * while nothing does.
 *
 * Two forms: server-sent events (WHATWG HTML, section 9.2; `id:` is the position) and, for browsers
 * without JavaScript, a page that grows; where it does not stand in the chat's own, it ends with the way
 * back.
 *
 * Errors: a lost database is waited for, the stream stays open; a client that is gone is found by the
 * next write, which is at most a heartbeat away.
 */
#ifndef SNUG_STREAM_FOLLOW_H
#define SNUG_STREAM_FOLLOW_H

#include "lib/stream/hub.h"
#include "lib/stream/pool.h"

enum { STREAM_BEAT_MS = 12 * 1000 };

/* Where the stream goes. Both return false when the other side is gone. */
struct stream_out {
	bool (*write)(void *self, struct str bytes);
	bool (*flush)(void *self);
	void *self;
};

enum stream_form { STREAM_EVENTS, STREAM_PAGE };

struct stream {
	struct hub *hub;
	struct stream_pool *pool;
	struct stream_out out;
	enum stream_form form;
	struct session_id
		session;    /* who listens; when it ends, so does the stream, within a minute */
	struct str theme;   /* of the page: "auto", "dark" or "light" */
	bool is_framed;	    /* the page stands in a frame of the chat's */
	struct str headers; /* more header lines, each with its CRLF */
	int64_t after; /* the client has everything up to here; 0 (a turn) or -1 (a member): nothing */
};

/* False when there is no such turn in a chat that they are in: then nothing was sent. */
NODISCARD bool stream_turn(struct stream *stream, struct turn_id turn, struct member_id member);
/* Until the client goes. */
void stream_member(struct stream *stream, struct member_id member);

#endif
