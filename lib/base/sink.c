#include "lib/base/sink.h"

bool
sink_put(struct sink *sink, struct str piece)
{
	if (!sink->is_lost && piece.n > 0)
		sink->is_lost = !sink->put(sink->to, piece);
	return !sink->is_lost;
}

static bool
put_to_buf(void *buf, struct str piece)
{
	buf_str(buf, piece);
	return true;
}

struct sink
sink_to_buf(struct buf *buf)
{
	return (struct sink){ .put = put_to_buf, .to = buf };
}
