#include "lib/web/markup_marks.h"

#include <string.h>

#include "lib/base/buf.h"

struct pair {
	struct str open;
	struct str close;
	struct str enter;
	struct str leave;
	bool stays; /* the marks are part of what is shown */
};

#define SPEECH(open, close)                                                                        \
	{                                                                                          \
		STR_INIT(open), STR_INIT(close), STR_INIT("<q>"), STR_INIT("</q>"), true           \
	}

static const struct pair PAIRS[] = {
	SPEECH("&quot;", "&quot;"),
	SPEECH("\u201c", "\u201d"),
	SPEECH("\u201e", "\u201c"),
	SPEECH("\u00ab", "\u00bb"),
	SPEECH("\u300c", "\u300d"),
	SPEECH("\u300e", "\u300f"),
	{ STR_INIT("~~"), STR_INIT("~~"), STR_INIT("<del>"), STR_INIT("</del>"), false },
};

enum { DEEPEST = 3 };

struct open_pair {
	const struct pair *pair;
	size_t close; /* where its closing mark stands */
	bool was_vain[COUNT(PAIRS)];
};

struct marks {
	struct str html;
	struct buf out;
	size_t at;
	struct open_pair open[DEEPEST];
	size_t depth;
	int codes;		    /* <code> and <pre> around here: there, marks are text */
	bool is_vain[COUNT(PAIRS)]; /* no such mark closes in the rest of this line */
};

/* ---- tags, as the Markdown reader writes them: no `>` stands in their values -------------------- */

static struct str
tag_at(struct str html, size_t at)
{
	ptrdiff_t end = str_find_char(str_from_at(html, at), '>');
	return str_first(str_from_at(html, at), end < 0 ? html.n - at : (size_t)end + 1);
}

static bool
is_named(struct str tag, struct str name)
{
	size_t from = str_starts(tag, STR("</")) ? 2 : 1;
	struct str rest = str_from_at(tag, from);
	return str_starts(rest, name) && rest.n > name.n &&
	       (rest.p[name.n] == '>' || rest.p[name.n] == ' ');
}

/* A tag within a line; any other ends the line. */
static bool
is_within_line(struct str tag)
{
	return is_named(tag, STR("em")) || is_named(tag, STR("strong")) ||
	       is_named(tag, STR("a")) || is_named(tag, STR("code"));
}

static bool
is_code(struct str tag)
{
	return is_named(tag, STR("code")) || is_named(tag, STR("pre"));
}

static int
step_of(struct str tag)
{
	return str_starts(tag, STR("</")) ? -1 : 1;
}

/* ---- pairs ---------------------------------------------------------------------------------- */

/* A mark within a word or behind `=` opens nothing: 6'2", a="b". */
static bool
may_open(struct str html, size_t at)
{
	char before = at > 0 ? html.p[at - 1] : ' ';
	return !(before >= '0' && before <= '9') && !(before >= 'a' && before <= 'z') &&
	       !(before >= 'A' && before <= 'Z') && before != '=' && before != ';';
}

/* Where the closing mark of a pair stands whose content begins at `from`; 0 for nowhere. */
static size_t
close_of(const struct marks *m, const struct pair *pair, size_t from)
{
	size_t end = m->depth > 0 ? m->open[m->depth - 1].close : m->html.n;
	int depth = 0, codes = 0;
	for (size_t at = from; at < end;) {
		struct str rest = str_first(str_from_at(m->html, at), end - at);
		if (rest.p[0] == '<') {
			struct str tag = tag_at(m->html, at);
			depth += step_of(tag);
			codes += is_code(tag) ? step_of(tag) : 0;
			if (!is_within_line(tag) || depth < 0)
				return 0;
			at += tag.n;
		} else if (depth == 0 && codes == 0 && str_starts(rest, pair->close)) {
			return at > from ? at : 0;
		} else {
			at++;
		}
	}
	return 0;
}

static bool
begin_pair(struct marks *m)
{
	struct str rest = str_from_at(m->html, m->at);
	if (m->codes > 0 || m->depth == DEEPEST)
		return false;
	for (size_t i = 0; i < COUNT(PAIRS); i++) {
		const struct pair *pair = &PAIRS[i];
		if (m->is_vain[i] || !str_starts(rest, pair->open) || !may_open(m->html, m->at))
			continue;
		size_t close = close_of(m, pair, m->at + pair->open.n);
		m->is_vain[i] = close == 0;
		if (close == 0)
			continue;
		m->open[m->depth] = (struct open_pair){ pair, close, { false } };
		memcpy(m->open[m->depth++].was_vain, m->is_vain, sizeof(m->is_vain));
		buf_str(&m->out, pair->enter);
		if (pair->stays)
			buf_str(&m->out, pair->open);
		m->at += pair->open.n;
		return true;
	}
	return false;
}

static bool
end_pair(struct marks *m)
{
	if (m->depth == 0 || m->open[m->depth - 1].close != m->at)
		return false;
	const struct pair *pair = m->open[--m->depth].pair;
	/* What was vain up to here need not be so behind it, and the other way round. */
	memcpy(m->is_vain, m->open[m->depth].was_vain, sizeof(m->is_vain));
	if (pair->stays)
		buf_str(&m->out, pair->close);
	buf_str(&m->out, pair->leave);
	m->at += pair->close.n;
	return true;
}

struct str
markup_marks(struct arena *arena, struct str html)
{
	struct marks m = { .html = html, .out = buf_in(arena) };
	while (m.at < html.n) {
		if (html.p[m.at] == '<') {
			struct str tag = tag_at(html, m.at);
			m.codes += is_code(tag) ? step_of(tag) : 0;
			if (!is_within_line(tag))
				memset(m.is_vain, 0, sizeof(m.is_vain));
			buf_str(&m.out, tag);
			m.at += tag.n;
		} else if (!end_pair(&m) && !begin_pair(&m)) {
			buf_char(&m.out, html.p[m.at++]);
		}
	}
	return buf_done(&m.out);
}
