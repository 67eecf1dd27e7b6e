/*
 * Any bytes, cut in any way: the events must be the same as when they come in one piece, and what
 * is read as a frame of either protocol must do no harm.
 */
#include <stdlib.h>
#include <string.h>

#include "lib/base/json.h"
#include "lib/provider/anthropic_wire.h"
#include "lib/provider/openai_wire.h"
#include "lib/provider/sse.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

enum { CAP = 4096 };

static struct str
read_all(struct arena *arena, struct str input, size_t step)
{
	struct sse_parser sse = sse_in(arena, CAP);
	struct buf out = buf_in(arena);
	struct sse_event event;
	enum sse_state state = SSE_MORE;
	for (size_t at = 0; at < input.n && state != SSE_TOO_LONG; at += step) {
		sse_feed(&sse, str_first(str_from_at(input, at), step));
		while ((state = sse_next(&sse, &event)) == SSE_EVENT) {
			buf_str(&out, event.name);
			buf_char(&out, '|');
			buf_str(&out, event.data);
			buf_char(&out, ';');
		}
	}
	if (state != SSE_TOO_LONG && sse_unfinished(&sse, &event))
		buf_str(&out, event.data);
	return buf_done(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	if (n < 2)
		return 0;
	struct arena *arena = arena_new(64 * 1024 * 1024);
	struct str input = { (const char *)bytes + 1, n - 1 };
	struct str whole = read_all(arena, input, input.n);
	struct str pieces = read_all(arena, input, 1 + bytes[0] % 8u);
	/* Beyond the cap the cut decides how much was read before it was noticed. */
	if (n < CAP && !str_eq(whole, pieces))
		abort();
	static const struct wire *const WIRES[] = { &openai_wire, &anthropic_wire };
	static const char *const NAMES[] = { "",
					     "message_start",
					     "content_block_start",
					     "content_block_delta",
					     "message_delta",
					     "error" };
	for (size_t i = 0; i < COUNT(WIRES); i++) {
		struct wire_frame frame;
		const struct sse_event event = { .name = str_from(NAMES[bytes[0] % COUNT(NAMES)]),
						 .data = input };
		if (WIRES[i]->read(arena, &event, 200, &frame) && frame.text.n > n)
			abort();
	}
	arena_free(arena);
	return 0;
}
