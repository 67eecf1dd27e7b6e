/*
 * How events look on the wire: as server-sent events, or as pieces of a growing page.
 */
#ifndef SNUG_STREAM_FORM_H
#define SNUG_STREAM_FORM_H

#include "lib/base/buf.h"
#include "lib/stream/follow.h"

/* What a growing page shows besides the text. */
struct form_page {
	struct str name; /* who speaks */
	struct str theme;
	int64_t chat;
};

void form_head(struct buf *out, const struct stream *stream, const struct form_page *page);
void form_event(struct buf *out, enum stream_form form, int64_t position, struct str kind,
		struct str data);
struct str form_beat(enum stream_form form);
void form_tail(struct buf *out, enum stream_form form, const struct form_page *page);

/* True for what ends the stream of a turn. */
bool form_is_last(struct str kind);

#endif
