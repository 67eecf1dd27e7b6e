#include "lib/provider/sse.h"

#include "lib/base/fault.h"

struct sse_parser
sse_in(struct arena *arena, size_t cap)
{
	return (struct sse_parser){
		.line = buf_in(arena),
		.data = buf_in(arena),
		.name = buf_in(arena),
		.cap = cap,
	};
}

void
sse_feed(struct sse_parser *sse, struct str bytes)
{
	ENSURE(sse->rest.n == 0);
	sse->rest = bytes;
}

static void
start_anew(struct sse_parser *sse)
{
	sse->data.n = 0;
	sse->name.n = 0;
	sse->has_data = false;
	sse->has_name = false;
	sse->is_given = false;
}

static void
read_field(struct sse_parser *sse, struct str line)
{
	ptrdiff_t colon = str_find_char(line, ':');
	struct str field = colon < 0 ? line : str_first(line, (size_t)colon);
	struct str value = colon < 0 ? STR_NONE : str_from_at(line, (size_t)colon + 1);
	if (str_starts(value, STR(" ")))
		value = str_from_at(value, 1);
	if (str_eq(field, STR("data"))) {
		if (sse->has_data)
			buf_char(&sse->data, '\n');
		buf_str(&sse->data, value);
		sse->has_data = true;
	} else if (str_eq(field, STR("event"))) {
		sse->name.n = 0;
		buf_str(&sse->name, value);
		sse->has_name = true;
	} else if (str_eq(field, STR("error")) && str_starts(value, STR("{"))) {
		/* How llama.cpp once told what went wrong in the middle of a stream. */
		buf_fmt(&sse->data, "{\"error\":%.*s}", STR_ARG(value));
		sse->has_data = true;
	}
}

/* True when the line closed an event. */
static bool
read_line(struct sse_parser *sse, struct str line)
{
	if (sse->lines++ == 0 && str_starts(line, STR("\xEF\xBB\xBF")))
		line = str_from_at(line, 3);
	if (line.n == 0)
		return sse->has_data || sse->has_name;
	if (line.p[0] != ':')
		read_field(sse, line);
	return false;
}

static void
give(struct sse_parser *sse, struct sse_event *event)
{
	*event = (struct sse_event){ buf_done(&sse->name), buf_done(&sse->data) };
	sse->is_given = true;
}

static size_t
find_line_end(struct str s)
{
	size_t at = 0;
	while (at < s.n && s.p[at] != '\n' && s.p[at] != '\r')
		at++;
	return at;
}

enum sse_state
sse_next(struct sse_parser *sse, struct sse_event *event)
{
	if (sse->is_given)
		start_anew(sse);
	while (sse->rest.n > 0) {
		if (sse->after_cr && sse->rest.p[0] == '\n')
			sse->rest = str_from_at(sse->rest, 1);
		sse->after_cr = false;
		size_t end = find_line_end(sse->rest);
		struct str piece = str_first(sse->rest, end);
		if (sse->line.n + piece.n + sse->data.n > sse->cap)
			return SSE_TOO_LONG;
		if (end == sse->rest.n) {
			buf_str(&sse->line, piece);
			sse->rest = STR_NONE;
			break;
		}
		sse->after_cr = sse->rest.p[end] == '\r';
		sse->rest = str_from_at(sse->rest, end + 1);
		if (sse->line.n > 0) {
			buf_str(&sse->line, piece);
			piece = buf_done(&sse->line);
			sse->line.n = 0;
		}
		if (read_line(sse, piece)) {
			give(sse, event);
			return SSE_EVENT;
		}
	}
	return SSE_MORE;
}

bool
sse_unfinished(struct sse_parser *sse, struct sse_event *event)
{
	if (sse->is_given)
		start_anew(sse);
	if (sse->line.n > 0) {
		(void)read_line(sse, buf_done(&sse->line));
		sse->line.n = 0;
	}
	if (!sse->has_data)
		return false;
	give(sse, event);
	return true;
}
