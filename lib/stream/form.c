#include "lib/stream/form.h"

#include "lib/base/cfg.h"
#include "lib/base/json.h"

static const struct str EVENT_HEADERS = STR_INIT(
	"Status: 200\r\n"
	"Content-Type: text/event-stream; charset=utf-8\r\n"
	"Cache-Control: no-store\r\n"
	"X-Accel-Buffering: no\r\n");
/* The page may stand in a frame of the house's own pages. */
static const struct str PAGE_HEADERS = STR_INIT(
	"Status: 200\r\n"
	"Content-Type: text/html; charset=utf-8\r\n"
	"Cache-Control: no-store\r\n"
	"X-Accel-Buffering: no\r\n"
	"Content-Security-Policy: default-src 'none'; style-src 'self'; font-src 'self'; "
	"img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'self'\r\n");

void
form_head(struct buf *out, const struct stream *stream, const struct form_page *page)
{
	if (stream->form == STREAM_EVENTS) {
		buf_str(out, EVENT_HEADERS);
		buf_str(out, stream->headers);
		/* A client that lost us comes back in two seconds. */
		buf_lit(out, "\r\nretry: 2000\n\n");
		return;
	}
	buf_str(out, PAGE_HEADERS);
	buf_str(out, stream->headers);
	buf_lit(out, "\r\n<!doctype html>\n<html lang=\"en\" data-theme=\"");
	buf_html(out, page->theme);
	buf_lit(out, "\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" "
		     "content=\"width=device-width\"><title>");
	buf_html(out, page->name);
	buf_lit(out,
		" answers</title><link rel=\"stylesheet\" href=\"/static/css/snug.css\"></head>\n"
		"<body class=\"frame-embed\"><main class=\"msg-live\">"
		"<div class=\"msg-text\"><p>");
}

/* Text of a reply as it comes: line ends become breaks. */
static void
put_growing(struct buf *out, struct str text)
{
	struct str piece;
	while (text.n > 0) {
		ptrdiff_t end = str_find_char(text, '\n');
		piece = end < 0 ? text : str_first(text, (size_t)end);
		buf_html(out, piece);
		if (end >= 0)
			buf_lit(out, "<br>");
		text = str_from_at(text, piece.n + (end >= 0));
	}
}

static void
put_notice(struct buf *out, struct str text)
{
	buf_lit(out, "</p><p class=\"notice\">");
	buf_html(out, text);
}

static void
put_on_page(struct buf *out, struct str kind, struct str data)
{
	struct str why;
	const json_t *event = json_read(out->arena, data, &why);
	if (str_eq(kind, STR("token_delta"))) {
		put_growing(out, json_get_text(event, "text"));
	} else if (str_eq(kind, STR("error"))) {
		put_notice(out, json_get_text(event, "message"));
	} else if (str_eq(kind, STR("job_update"))) {
		put_notice(out, json_get_text(event, "message"));
		buf_lit(out, "</p><p>"); /* the reply comes below */
	} else if (str_eq(kind, STR("moderation_block"))) {
		put_notice(out, STR("This reply was blocked. Nothing was charged."));
	}
}

void
form_event(struct buf *out, enum stream_form form, int64_t position, struct str kind,
	   struct str data)
{
	if (form == STREAM_PAGE) {
		put_on_page(out, kind, data);
		return;
	}
	buf_lit(out, "id: ");
	buf_i64(out, position);
	buf_lit(out, "\nevent: ");
	buf_str(out, kind);
	/* A line end inside the data would end the event early; JSON has none outside of strings. */
	buf_lit(out, "\ndata: ");
	for (struct str line; str_cut(&data, '\n', &line);)
		buf_str(out, line);
	buf_lit(out, "\n\n");
}

struct str
form_beat(enum stream_form form)
{
	return form == STREAM_PAGE ? STR("<!-- -->") : STR(": here\n\n");
}

void
form_tail(struct buf *out, enum stream_form form, const struct form_page *page)
{
	if (form == STREAM_PAGE)
		buf_fmt(out,
			"</p></div><p><a class=\"btn\" target=\"_top\" href=\"/chat/%lld#composer\">"
			"Back to the chat</a></p></main></body></html>\n",
			(long long)page->chat);
}

bool
form_is_last(struct str kind)
{
	return str_eq(kind, STR("message_complete")) || str_eq(kind, STR("error")) ||
	       str_eq(kind, STR("moderation_block"));
}
