#include "lib/web/mustache_scan.h"

#include <string.h>

struct scan {
	struct arena *arena;
	struct str text;
	size_t at;
	struct str open; /* the delimiters in force */
	struct str close;
	struct mustache_token *tokens;
	size_t n;
	size_t room;
	struct mustache_error *error;
};

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

void
mustache_place(struct str text, size_t at, size_t *line, size_t *column)
{
	*line = 1;
	*column = 1;
	for (size_t i = 0; i < at && i < text.n; i++) {
		if (text.p[i] == '\n') {
			++*line;
			*column = 1;
		} else if (((unsigned char)text.p[i] & 0xC0) != 0x80) {
			++*column;
		}
	}
}

bool
mustache_starts_line(const struct mustache_tokens *tokens, size_t i)
{
	return i == 0 || tokens->at[i - 1].newline;
}

struct str
mustache_margin(struct str s)
{
	size_t n = 0;
	while (n < s.n && (s.p[n] == ' ' || s.p[n] == '\t'))
		n++;
	return str_first(s, n);
}

static bool
fail(struct scan *s, size_t at, struct str message)
{
	mustache_place(s->text, at, &s->error->line, &s->error->column);
	s->error->message = message;
	return false;
}

/* A name as messages show it: a long one is cut. */
static struct str
shown(struct str name)
{
	return str_first(name, str_clip(name, 60));
}

static struct mustache_token *
add(struct scan *s, enum mustache_tag tag, size_t from, size_t to)
{
	if (s->n == s->room) {
		size_t room = s->room == 0 ? 64 : s->room * 2;
		s->tokens = arena_grow(s->arena, s->tokens, s->room * sizeof(*s->tokens),
				       room * sizeof(*s->tokens));
		s->room = room;
	}
	struct mustache_token *token = &s->tokens[s->n++];
	*token = (struct mustache_token){ .tag = tag, .from = (uint32_t)from, .to = (uint32_t)to };
	return token;
}

static void
add_piece(struct scan *s, size_t from, size_t to)
{
	if (from == to)
		return;
	struct mustache_token *token = add(s, MUSTACHE_TAG_TEXT, from, to);
	token->newline = s->text.p[to - 1] == '\n';
	token->blank = str_trim((struct str){ s->text.p + from, to - from }).n == 0;
}

static void
add_text(struct scan *s, size_t from, size_t to)
{
	struct str piece = { s->text.p + from, to - from };
	ptrdiff_t first = str_find_char(piece, '\n');
	ptrdiff_t last = str_rfind_char(piece, '\n');
	if (first < 0) {
		add_piece(s, from, to);
		return;
	}
	add_piece(s, from, from + (size_t)first + 1);
	add_piece(s, from + (size_t)first + 1, from + (size_t)last + 1);
	add_piece(s, from + (size_t)last + 1, to);
}

static bool
has_space(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (is_space(s.p[i]))
			return true;
	return false;
}

/* {{=<% %>=}}: two runs of characters that are neither white space nor an equals sign. */
static bool
read_delimiters(struct scan *s, size_t at, struct str content)
{
	if (content.n < 2 || content.p[content.n - 1] != '=')
		return fail(s, at, STR("a change of delimiters must end in an equals sign"));
	struct str both = str_trim((struct str){ content.p + 1, content.n - 2 });
	size_t n = 0;
	while (n < both.n && !is_space(both.p[n]))
		n++;
	struct str open = str_first(both, n);
	struct str close = str_trim(str_from_at(both, n));
	if (open.n == 0 || close.n == 0 || has_space(close) || str_find_char(open, '=') >= 0 ||
	    str_find_char(close, '=') >= 0)
		return fail(s, at, STR("a change of delimiters needs two, with a space between"));
	s->open = open;
	s->close = close;
	return true;
}

/* A dotted name has no empty part; one dot alone is the value at hand. */
static bool
is_dotted(struct str name)
{
	if (str_eq(name, STR(".")))
		return true;
	return name.p[0] != '.' && name.p[name.n - 1] != '.' && str_find(name, STR("..")) < 0;
}

static enum mustache_tag
tag_of(char sigil)
{
	switch (sigil) {
	case '#':
		return MUSTACHE_TAG_SECTION;
	case '^':
		return MUSTACHE_TAG_INVERTED;
	case '/':
		return MUSTACHE_TAG_END;
	case '>':
		return MUSTACHE_TAG_PARTIAL;
	case '<':
		return MUSTACHE_TAG_PARENT;
	case '$':
		return MUSTACHE_TAG_BLOCK;
	case '!':
		return MUSTACHE_TAG_COMMENT;
	case '=':
		return MUSTACHE_TAG_DELIMITERS;
	case '&':
	case '{':
		return MUSTACHE_TAG_RAW;
	default:
		return MUSTACHE_TAG_VALUE;
	}
}

static bool
read_name(struct scan *s, struct mustache_token *token, struct str content)
{
	struct str name = str_trim(content);
	bool callable = token->tag == MUSTACHE_TAG_PARTIAL || token->tag == MUSTACHE_TAG_PARENT;
	if (callable && name.n > 1 && name.p[0] == '*') {
		token->dynamic = true;
		name = str_trim(str_from_at(name, 1));
	}
	token->name = name;
	if (name.n == 0)
		return fail(s, token->from, STR("a tag without a name"));
	/* The name of an end tag is compared with its opening tag's instead. */
	if (token->tag == MUSTACHE_TAG_END)
		return true;
	if (name.n > MUSTACHE_NAME_MAX)
		return fail(s, token->from,
			    str_fmt(s->arena, "a name of more than %d bytes", MUSTACHE_NAME_MAX));
	if (has_space(name))
		return fail(s, token->from,
			    str_fmt(s->arena, "white space in the name \"%.*s\"",
				    STR_ARG(shown(name))));
	if (token->tag != MUSTACHE_TAG_BLOCK && (token->dynamic || !callable) && !is_dotted(name))
		return fail(s, token->from,
			    str_fmt(s->arena, "an empty part in the name \"%.*s\"",
				    STR_ARG(shown(name))));
	return true;
}

/* Reads the tag whose opening delimiter stands at s->at. */
static bool
read_tag(struct scan *s)
{
	size_t from = s->at;
	size_t inside = from + s->open.n;
	while (inside < s->text.n && is_space(s->text.p[inside]))
		inside++;
	char sigil = inside < s->text.n ? s->text.p[inside] : '\0';
	enum mustache_tag tag = tag_of(sigil);
	struct str close = s->close;
	if (sigil == '{')
		close = str_fmt(s->arena, "}%.*s", STR_ARG(s->close));

	struct str rest = str_from_at(s->text, inside);
	ptrdiff_t length = str_find(rest, close);
	if (length < 0)
		return fail(s, from,
			    str_fmt(s->arena, "a tag that is not closed by %.*s",
				    STR_ARG(shown(close))));
	s->at = inside + (size_t)length + close.n;
	struct str content = str_first(rest, (size_t)length);
	struct mustache_token *token = add(s, tag, from, s->at);
	if (tag == MUSTACHE_TAG_COMMENT)
		return true;
	if (tag == MUSTACHE_TAG_DELIMITERS)
		return read_delimiters(s, from, content);
	return read_name(s, token, tag == MUSTACHE_TAG_VALUE ? content : str_from_at(content, 1));
}

static bool
read_tokens(struct scan *s)
{
	while (s->at < s->text.n) {
		ptrdiff_t tag = str_find(str_from_at(s->text, s->at), s->open);
		size_t end = tag < 0 ? s->text.n : s->at + (size_t)tag;
		add_text(s, s->at, end);
		s->at = end;
		if (tag >= 0 && !read_tag(s))
			return false;
	}
	return true;
}

static bool
opens(enum mustache_tag tag)
{
	return tag == MUSTACHE_TAG_SECTION || tag == MUSTACHE_TAG_INVERTED ||
	       tag == MUSTACHE_TAG_PARENT || tag == MUSTACHE_TAG_BLOCK;
}

static bool
is_end_of(const struct mustache_token *opening, struct str name)
{
	if (opening->dynamic && name.n > 0 && name.p[0] == '*')
		name = str_trim(str_from_at(name, 1));
	return str_eq(opening->name, name);
}

static bool
match_end(struct scan *s, size_t i, size_t opening)
{
	struct mustache_token *open = &s->tokens[opening];
	struct mustache_token *end = &s->tokens[i];
	if (!is_end_of(open, end->name)) {
		size_t line, column;
		mustache_place(s->text, open->from, &line, &column);
		return fail(s, end->from,
			    str_fmt(s->arena,
				    "\"%.*s\" ends here, but \"%.*s\" of line %zu is open",
				    STR_ARG(shown(end->name)), STR_ARG(shown(open->name)), line));
	}
	open->partner = (uint32_t)i;
	end->partner = (uint32_t)opening;
	end->argument = open->argument;
	return true;
}

static bool
match_tokens(struct scan *s)
{
	size_t stack[MUSTACHE_NESTING_MAX];
	size_t depth = 0;
	for (size_t i = 0; i < s->n; i++) {
		struct mustache_token *token = &s->tokens[i];
		if (opens(token->tag)) {
			if (depth == MUSTACHE_NESTING_MAX)
				return fail(s, token->from,
					    str_fmt(s->arena, "nested deeper than %d",
						    MUSTACHE_NESTING_MAX));
			token->argument = token->tag == MUSTACHE_TAG_BLOCK && depth > 0 &&
					  s->tokens[stack[depth - 1]].tag == MUSTACHE_TAG_PARENT;
			stack[depth++] = i;
		} else if (token->tag == MUSTACHE_TAG_END) {
			if (depth == 0)
				return fail(s, token->from,
					    str_fmt(s->arena, "\"%.*s\" ends here but never began",
						    STR_ARG(shown(token->name))));
			if (!match_end(s, i, stack[--depth]))
				return false;
		}
	}
	if (depth == 0)
		return true;
	const struct mustache_token *open = &s->tokens[stack[depth - 1]];
	return fail(s, open->from,
		    str_fmt(s->arena, "\"%.*s\" is never closed", STR_ARG(shown(open->name))));
}

/* Nothing but white space between the beginning of the line and token `i`. */
static bool
is_clean_left(const struct mustache_tokens *tokens, size_t i)
{
	if (mustache_starts_line(tokens, i))
		return true;
	const struct mustache_token *left = &tokens->at[i - 1];
	return left->tag == MUSTACHE_TAG_TEXT && left->blank && mustache_starts_line(tokens, i - 1);
}

/* Nothing but white space between token `i` and the end of the line. */
static bool
is_clean_right(const struct mustache_tokens *tokens, size_t i)
{
	if (i + 1 == tokens->n)
		return true;
	const struct mustache_token *right = &tokens->at[i + 1];
	return right->tag == MUSTACHE_TAG_TEXT && right->blank &&
	       (right->newline || i + 2 == tokens->n);
}

static void
skip_left(struct mustache_tokens *tokens, size_t i)
{
	if (!mustache_starts_line(tokens, i))
		tokens->at[i - 1].skip = true;
}

static void
skip_right(struct mustache_tokens *tokens, size_t i)
{
	if (i + 1 < tokens->n)
		tokens->at[i + 1].skip = true;
}

static void
mark_alone(struct mustache_tokens *tokens, size_t first, size_t last)
{
	if (!is_clean_left(tokens, first) || !is_clean_right(tokens, last))
		return;
	tokens->at[first].alone = true;
	skip_left(tokens, first);
	skip_right(tokens, last);
}

/* What stands around an argument is not rendered, so only its own side of each tag counts. */
static void
mark_argument(struct mustache_tokens *tokens, size_t i)
{
	struct mustache_token *token = &tokens->at[i];
	if (token->tag == MUSTACHE_TAG_END) {
		if (is_clean_left(tokens, i))
			skip_left(tokens, i);
	} else if (is_clean_right(tokens, i)) {
		token->opens_line = true;
		skip_right(tokens, i);
	}
}

static void
mark_lines(struct mustache_tokens *tokens)
{
	for (size_t i = 0; i < tokens->n; i++) {
		struct mustache_token *token = &tokens->at[i];
		switch (token->tag) {
		case MUSTACHE_TAG_TEXT:
		case MUSTACHE_TAG_VALUE:
		case MUSTACHE_TAG_RAW:
			break;
		case MUSTACHE_TAG_PARENT:
			mark_alone(tokens, i, token->partner);
			break;
		case MUSTACHE_TAG_BLOCK:
			if (token->argument) {
				mark_argument(tokens, i);
			} else {
				mark_alone(tokens, i, i);
				token->opens_line = token->alone;
			}
			break;
		case MUSTACHE_TAG_END:
			if (token->argument)
				mark_argument(tokens, i);
			else if (tokens->at[token->partner].tag != MUSTACHE_TAG_PARENT)
				mark_alone(tokens, i, i);
			break;
		case MUSTACHE_TAG_SECTION:
		case MUSTACHE_TAG_INVERTED:
		case MUSTACHE_TAG_PARTIAL:
		case MUSTACHE_TAG_COMMENT:
		case MUSTACHE_TAG_DELIMITERS:
			mark_alone(tokens, i, i);
			break;
		}
	}
}

bool
mustache_scan(struct arena *arena, struct str text, struct mustache_tokens *out,
	      struct mustache_error *error)
{
	struct scan s = {
		.arena = arena, .text = text, .open = STR("{{"), .close = STR("}}"), .error = error
	};
	if (text.n > MUSTACHE_TEXT_MAX)
		return fail(&s, 0, str_fmt(arena, "longer than %d bytes", MUSTACHE_TEXT_MAX));
	if (!read_tokens(&s) || !match_tokens(&s))
		return false;
	*out = (struct mustache_tokens){ .text = text, .at = s.tokens, .n = s.n };
	mark_lines(out);
	return true;
}
