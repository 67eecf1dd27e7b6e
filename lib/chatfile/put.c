#include "lib/chatfile/put.h"

#include "lib/base/clock.h"

static const struct {
	struct str word;
	const char *ending;
	const char *type;
} SHAPES[] = {
	[CHATFILE_AS_LINES] = { STR_INIT("jsonl"), "jsonl", "application/jsonl; charset=utf-8" },
	[CHATFILE_AS_TREE] = { STR_INIT("json"), "json", "application/json; charset=utf-8" },
	[CHATFILE_AS_TEXT] = { STR_INIT("txt"), "txt", "text/plain; charset=utf-8" },
	[CHATFILE_AS_MARKDOWN] = { STR_INIT("md"), "md", "text/markdown; charset=utf-8" },
	[CHATFILE_AS_PAGE] = { STR_INIT("html"), "html", "text/html; charset=utf-8" },
};

bool
chatfile_shape_from(struct str word, enum chatfile_shape *shape)
{
	for (size_t i = 0; i < COUNT(SHAPES); i++)
		if (str_eq(word, SHAPES[i].word)) {
			*shape = (enum chatfile_shape)i;
			return true;
		}
	return false;
}

const char *
chatfile_shape_ending(enum chatfile_shape shape)
{
	return SHAPES[shape].ending;
}

const char *
chatfile_shape_type(enum chatfile_shape shape)
{
	return SHAPES[shape].type;
}

/* ---- for people ---------------------------------------------------------------------------- */

static struct str
speaker_of(const struct chatfile_about *about, const struct chatfile_message *m)
{
	if (m->name.n > 0)
		return m->name;
	if (m->role == CHATFILE_SYSTEM)
		return STR("Narrator");
	return m->role == CHATFILE_USER ? about->user_name : about->character_name;
}

/* What speaks, in words: safety asks for it in every copy. */
static struct str
kind_of(const struct chatfile_message *m)
{
	switch (m->role) {
	case CHATFILE_USER:
		return m->is_hidden ? STR(" (hidden from the character)") : STR("");
	case CHATFILE_ASSISTANT:
		return m->is_hidden ? STR(" (AI character, hidden)") : STR(" (AI character)");
	case CHATFILE_STAFF:
		return STR(" (our staff)");
	case CHATFILE_SYSTEM:
		break;
	}
	return STR("");
}

static void
put_time(struct buf *out, struct moment at)
{
	if (!moment_is_none(at))
		clock_put_exact(out, at);
}

/* A name on one line of Markdown cannot end its emphasis or begin a link. */
static void
put_escaped(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '\0' && strchr("\\`*_{}[]<>()#+-.!|~", s.p[i]) != NULL)
			buf_char(out, '\\');
		buf_char(out, s.p[i]);
	}
}

static void
put_text_head(struct buf *out, const struct chatfile_about *about)
{
	buf_str(out, about->title);
	buf_fmt(out, "\nA conversation with %.*s. %.*s.\nFrom %.*s, ",
		STR_ARG(about->character_name), STR_ARG(about->disclosure), STR_ARG(about->house));
	put_time(out, about->now);
	buf_lit(out, "\n");
}

static void
put_text(struct buf *out, const struct chatfile_about *about, const struct chatfile_message *m)
{
	buf_char(out, '\n');
	buf_str(out, speaker_of(about, m));
	buf_str(out, kind_of(m));
	buf_lit(out, ", ");
	put_time(out, m->at);
	buf_char(out, '\n');
	buf_str(out, m->text);
	buf_char(out, '\n');
}

static void
put_markdown_head(struct buf *out, const struct chatfile_about *about)
{
	buf_lit(out, "# ");
	put_escaped(out, about->title);
	buf_lit(out, "\n\n> A conversation with ");
	put_escaped(out, about->character_name);
	buf_fmt(out, ". %.*s.  \n> From %.*s, ", STR_ARG(about->disclosure), STR_ARG(about->house));
	put_time(out, about->now);
	buf_char(out, '\n');
}

static void
put_markdown(struct buf *out, const struct chatfile_about *about, const struct chatfile_message *m)
{
	buf_lit(out, "\n**");
	put_escaped(out, speaker_of(about, m));
	buf_lit(out, "**");
	buf_str(out, kind_of(m));
	buf_lit(out, " \xC2\xB7 ");
	put_time(out, m->at);
	buf_lit(out, "\n\n");
	buf_str(out, m->text);
	buf_char(out, '\n');
}

/* A page that stands by itself: no script, nothing from the net. */
static void
put_page_head(struct buf *out, const struct chatfile_about *about)
{
	buf_lit(out, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
		     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
		     "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		     "style-src 'unsafe-inline'\"><title>");
	buf_html(out, about->title);
	buf_lit(out,
		"</title><style>:root{color-scheme:light dark}body{max-width:44rem;margin:2rem auto;"
		"padding:0 1rem;font:1rem/1.6 system-ui,sans-serif}article{margin:1.5rem 0}"
		"h2{font-size:1rem;margin:0}h2 small{font-weight:400;opacity:.75}"
		"p{margin:.25rem 0;white-space:pre-wrap;overflow-wrap:anywhere}</style></head><body><h1>");
	buf_html(out, about->title);
	buf_lit(out, "</h1><p><strong>A conversation with ");
	buf_html(out, about->character_name);
	buf_lit(out, ". ");
	buf_html(out, about->disclosure);
	buf_lit(out, ".</strong></p><p>From ");
	buf_html(out, about->house);
	buf_lit(out, ", ");
	put_time(out, about->now);
	buf_lit(out, "</p>\n");
}

static void
put_page(struct buf *out, const struct chatfile_about *about, const struct chatfile_message *m)
{
	buf_lit(out, "<article><h2>");
	buf_html(out, speaker_of(about, m));
	buf_lit(out, " <small>");
	buf_html(out, kind_of(m));
	buf_lit(out, " \xC2\xB7 ");
	put_time(out, m->at);
	buf_lit(out, "</small></h2><p>");
	buf_html(out, m->text);
	buf_lit(out, "</p></article>\n");
}

void
chatfile_put_head(struct buf *out, enum chatfile_shape shape, const struct chatfile_about *about)
{
	switch (shape) {
	case CHATFILE_AS_LINES:
		chatfile_put_lines_head(out, about);
		break;
	case CHATFILE_AS_TREE:
		chatfile_put_tree_head(out, about);
		break;
	case CHATFILE_AS_TEXT:
		put_text_head(out, about);
		break;
	case CHATFILE_AS_MARKDOWN:
		put_markdown_head(out, about);
		break;
	case CHATFILE_AS_PAGE:
		put_page_head(out, about);
		break;
	}
}

void
chatfile_put_message(struct buf *out, enum chatfile_shape shape, const struct chatfile_about *about,
		     const struct chatfile_entry *entry)
{
	const struct chatfile_message *m = &entry->at[entry->chosen];
	switch (shape) {
	case CHATFILE_AS_LINES:
		chatfile_put_line(out, about, entry);
		break;
	case CHATFILE_AS_TREE:
		chatfile_put_node(out, entry);
		break;
	case CHATFILE_AS_TEXT:
		put_text(out, about, m);
		break;
	case CHATFILE_AS_MARKDOWN:
		put_markdown(out, about, m);
		break;
	case CHATFILE_AS_PAGE:
		put_page(out, about, m);
		break;
	}
}

void
chatfile_put_end(struct buf *out, enum chatfile_shape shape)
{
	if (shape == CHATFILE_AS_TREE)
		buf_lit(out, "\n]}\n");
	if (shape == CHATFILE_AS_PAGE)
		buf_lit(out, "</body></html>\n");
}
