/*
 * How events look on the wire: as server-sent events, or as pieces of a growing page.
 */
#ifndef SNUG_STREAM_FORM_H
#define SNUG_STREAM_FORM_H

#include "lib/base/buf.h"
#include "lib/stream/follow.h"

enum { FORM_MARKS = 3 };

/* What of the text stands open where a growing page ends for now. */
struct form_open {
	char marks[FORM_MARKS]; /* 'e' emphasis, 's' strong, 'q' speech; the innermost last */
	int n;
	int stars; /* asterisks that came last: what they are is seen by what follows */
	int lines; /* ends of lines that came last */
};

/* A growing page: what it shows besides the text, and how far the text has come. */
struct form_page {
	struct str name; /* who speaks */
	struct str theme;
	int64_t chat;
	bool is_framed; /* it stands in the chat's page, which has the way on */
	bool is_told;	/* it says how the reply ended */
	struct form_open open;
};

/* `page` counts for STREAM_PAGE alone. */
void form_head(struct buf *out, const struct stream *stream, const struct form_page *page);
void form_event(struct buf *out, enum stream_form form, struct form_page *page, int64_t position,
		struct str kind, struct str data);
struct str form_beat(enum stream_form form);
void form_tail(struct buf *out, enum stream_form form, struct form_page *page);

/* True for what ends the stream of a turn. */
bool form_is_last(struct str kind);

#endif
