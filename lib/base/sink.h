/*
 * Where bytes go, piece by piece, that are too many to stand in memory at once.
 *
 * Errors: once the other side is gone, nothing more is put; the writer may look at `is_lost` to stop.
 */
#ifndef SNUG_BASE_SINK_H
#define SNUG_BASE_SINK_H

#include "lib/base/buf.h"

struct sink {
	/* Takes a piece; false when the other side is gone. */
	bool (*put)(void *to, struct str piece);
	void *to;
	bool is_lost;
};

/* False when the piece did not go out. */
bool sink_put(struct sink *sink, struct str piece);
/* Into memory after all. */
struct sink sink_to_buf(struct buf *buf);

#endif
