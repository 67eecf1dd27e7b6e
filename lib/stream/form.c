#include "lib/stream/form.h"

#include <string.h>

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

/* ---- the text of a reply as it comes ---- */

static const struct form_mark {
	char mark;
	const char *name;
} MARKS[] = { { 'e', "em" }, { 's', "strong" }, { 'q', "q" } };

static const char *
name_of_mark(char mark)
{
	for (size_t i = 0; i < COUNT(MARKS); i++)
		if (MARKS[i].mark == mark)
			return MARKS[i].name;
	return "";
}

static bool
is_open(const struct form_open *open, char mark)
{
	return memchr(open->marks, mark, (size_t)open->n) != NULL;
}

static void
open_mark(struct buf *out, struct form_open *open, char mark)
{
	open->marks[open->n++] = mark;
	buf_fmt(out, "<%s>", name_of_mark(mark));
}

/* Closes a mark with all that was opened within it. */
static void
close_mark(struct buf *out, struct form_open *open, char mark)
{
	while (is_open(open, mark))
		buf_fmt(out, "</%s>", name_of_mark(open->marks[--open->n]));
}

/* What the asterisks before `next` are: the end of a mark, its beginning, or no more than asterisks. */
static void
settle_stars(struct buf *out, struct form_open *open, char next)
{
	char mark = open->stars == 1 ? 'e' : 's';
	if (open->stars > 0 && open->stars < 3 && is_open(open, mark)) {
		close_mark(out, open, mark);
	} else if (open->stars > 0 && open->stars < 3 && next != ' ' && next != '\n') {
		open_mark(out, open, mark);
	} else {
		for (int i = 0; i < open->stars; i++)
			buf_char(out, '*');
	}
	open->stars = 0;
}

/* No mark reaches over the end of a line. */
static void
settle_all(struct buf *out, struct form_open *open)
{
	settle_stars(out, open, '\n');
	while (open->n > 0)
		close_mark(out, open, open->marks[0]);
}

static void
put_break(struct buf *out, struct form_open *open)
{
	if (open->lines > 0)
		buf_str(out, open->lines > 1 ? STR("</p><p>") : STR("<br>"));
	open->lines = 0;
}

/* One sign that may be a mark, or plain text up to the next that may; gives its length. */
static size_t
put_piece(struct buf *out, struct form_open *open, struct str text)
{
	static const struct str OPENS = STR_INIT("\u201c"), CLOSES = STR_INIT("\u201d");
	bool is_quote = text.p[0] == '"';
	size_t n = is_quote ? 1 : OPENS.n;
	if (is_quote || str_starts(text, OPENS) || str_starts(text, CLOSES)) {
		bool ends = is_quote ? is_open(open, 'q') : str_starts(text, CLOSES);
		if (!ends && !is_open(open, 'q'))
			open_mark(out, open, 'q');
		buf_html(out, str_first(text, n));
		if (ends)
			close_mark(out, open, 'q');
		return n;
	}
	for (n = 1; n < text.n && strchr("*\n\"\xe2", text.p[n]) == NULL;)
		n++;
	buf_html(out, str_first(text, n));
	return n;
}

/* *Actions*, **weight** and speech look as they will when the reply is whole; so do its paragraphs. */
static void
put_growing(struct buf *out, struct form_open *open, struct str text)
{
	while (text.n > 0) {
		size_t n = 1;
		if (text.p[0] == '\n') {
			settle_all(out, open);
			open->lines++;
		} else {
			put_break(out, open);
			if (text.p[0] == '*') {
				open->stars++;
			} else {
				settle_stars(out, open, text.p[0]);
				n = put_piece(out, open, text);
			}
		}
		text = str_from_at(text, n);
	}
}

static void
put_notice(struct buf *out, struct form_open *open, struct str text)
{
	settle_all(out, open);
	buf_lit(out, "</p><p class=\"notice\">");
	buf_html(out, text);
}

static void
put_on_page(struct buf *out, struct form_page *page, struct str kind, struct str data)
{
	struct form_open *open = &page->open;
	struct str why;
	const json_t *event = json_read(out->arena, data, &why);
	if (str_eq(kind, STR("token_delta"))) {
		put_growing(out, open, json_get_text(event, "text"));
	} else if (str_eq(kind, STR("error"))) {
		put_notice(out, open, json_get_text(event, "message"));
		page->is_told = true;
	} else if (str_eq(kind, STR("job_update"))) {
		put_notice(out, open, json_get_text(event, "message"));
		buf_lit(out, "</p><p>"); /* the reply comes below */
	} else if (str_eq(kind, STR("moderation_block"))) {
		put_notice(out, open, STR("This reply was blocked. Nothing was charged."));
		page->is_told = true;
	}
}

/* ---- on the wire ---- */

void
form_event(struct buf *out, enum stream_form form, struct form_page *page, int64_t position,
	   struct str kind, struct str data)
{
	if (form == STREAM_PAGE) {
		put_on_page(out, page, kind, data);
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
form_tail(struct buf *out, enum stream_form form, struct form_page *page)
{
	if (form != STREAM_PAGE)
		return;
	settle_all(out, &page->open);
	buf_lit(out, "</p></div>");
	/* Not the address that a chat's page may have: a link to the same page would not load it anew. */
	if (page->is_framed)
		buf_str(out, page->is_told
				     ? STR("")
				     : STR("<p class=\"muted small\">That is all of it.</p>"));
	else
		buf_fmt(out,
			"<p><a class=\"btn\" target=\"_top\" href=\"/chat/%lld?go=last#composer\">"
			"Back to the chat</a></p>",
			(long long)page->chat);
	buf_lit(out, "</main></body></html>\n");
}

bool
form_is_last(struct str kind)
{
	return str_eq(kind, STR("message_complete")) || str_eq(kind, STR("error")) ||
	       str_eq(kind, STR("moderation_block"));
}
