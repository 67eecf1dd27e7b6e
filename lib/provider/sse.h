/*
 * Reading server-sent events as they arrive, cut anywhere: the decoder of every streaming service.
 * Lines end in LF, CRLF or CR; `data` lines join with LF; comments, `id`, `retry` and unknown
 * fields are ignored. Source: WHATWG HTML, "Server-sent events", section "Parsing an event stream".
 *
 * Errors: SSE_TOO_LONG when one event has more than the cap; the parser is of no use after that.
 * Ownership: an event's texts live in the parser until the next call of sse_next.
 *
 *	sse_feed(&sse, bytes);
 *	while (sse_next(&sse, &event) == SSE_EVENT)
 *		...
 */
#ifndef SNUG_PROVIDER_SSE_H
#define SNUG_PROVIDER_SSE_H

#include "lib/base/buf.h"

struct sse_event {
	struct str name; /* empty when none was given */
	struct str data;
};

enum sse_state {
	SSE_EVENT,
	SSE_MORE, /* what was fed is used up */
	SSE_TOO_LONG
};

struct sse_parser {
	struct str rest; /* fed and not yet read */
	struct buf line; /* a line whose end has not come */
	struct buf data;
	struct buf name;
	size_t cap;   /* bytes of one event */
	size_t lines; /* complete lines so far: shows that a stream is alive */
	bool has_data;
	bool has_name;
	bool after_cr; /* a LF that comes next belongs to the CR before it */
	bool is_given; /* the event at hand was handed out: start anew */
};

struct sse_parser sse_in(struct arena *arena, size_t cap);
/* Gives bytes to read; they must stay until sse_next says SSE_MORE. */
void sse_feed(struct sse_parser *sse, struct str bytes);
NODISCARD enum sse_state sse_next(struct sse_parser *sse, struct sse_event *event);
/* At the end of the stream: the event that was not closed by an empty line, if there is one. */
NODISCARD bool sse_unfinished(struct sse_parser *sse, struct sse_event *event);

#endif
