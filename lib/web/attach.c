#include "lib/web/attach.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/utf8.h"

enum { NAME = 100 };

/* Marks that turn the reading direction make a name look like another one. */
static bool
is_turning(uint32_t point)
{
	return (point >= 0x200E && point <= 0x200F) || (point >= 0x202A && point <= 0x202E) ||
	       (point >= 0x2066 && point <= 0x2069);
}

struct str
attach_shown_name(struct req *rq, struct str name)
{
	struct buf out = buf_in(rq->arena);
	uint32_t point;
	name = str_first(name, str_clip(name, NAME));
	while (utf8_next(&name, &point)) {
		char bytes[4];
		if (!utf8_is_control(point) && !is_turning(point))
			buf_put(&out, bytes, utf8_encode(point, bytes));
	}
	return out.n > 0 ? buf_done(&out) : STR("A file");
}

struct str
attach_disposition(struct req *rq, struct str name, const char *ending)
{
	struct buf plain = buf_in(rq->arena), full = buf_in(rq->arena);
	uint32_t point;
	while (utf8_next(&name, &point)) {
		char bytes[4];
		bool is_path = point < 0x20 || point == 0x7F ||
			       (point < 0x80 && strchr("/\\:*?\"<>|%;", (int)point) != NULL);
		if (is_turning(point))
			continue;
		if (point < 0x80 && !is_path)
			buf_char(&plain, (char)point);
		else
			buf_char(&plain, '_');
		size_t n = utf8_encode(is_path ? '_' : point, bytes);
		buf_url(&full, (struct str){ bytes, n });
	}
	return str_fmt(
		rq->arena,
		"Content-Disposition: attachment; filename=\"%.*s.%s\"; filename*=UTF-8''%.*s.%s",
		STR_ARG(buf_done(&plain)), ending, STR_ARG(buf_done(&full)), ending);
}
