/*
 * From what a service streams to what a reader may see: whole code points, nothing of a stop text
 * or behind it, and nothing of the thoughts that some models write before their answer between
 * <think> and </think>.
 *
 * Ownership: texts given out live in the arena that was handed in with the call.
 */
#ifndef SNUG_PROVIDER_FILTER_H
#define SNUG_PROVIDER_FILTER_H

#include "lib/base/buf.h"

enum filter_state {
	FILTER_LISTENING, /* nothing but white space came: thoughts may still begin */
	FILTER_THINKING,
	FILTER_RESTING, /* thoughts are over: white space before the answer is dropped */
	FILTER_SPEAKING
};

struct filter {
	const struct str *stops;
	size_t stop_count;
	enum filter_state state;
	struct buf held; /* came, and may be the beginning of a stop, a mark or a code point */
	bool is_stopped; /* a stop came: nothing more is given */
};

/* `held` lives in `arena` for as long as the filter does. */
struct filter filter_in(struct arena *arena, const struct str *stops, size_t stop_count);
/* What may be shown now that `bytes` came; may be empty. In `scratch`. */
struct str filter_feed(struct filter *filter, struct arena *scratch, struct str bytes);
/* What was held back, when nothing more will come. In `scratch`. */
struct str filter_end(struct filter *filter, struct arena *scratch);

#endif
