/*
 * A template cut into text and tags, with nesting checked and standalone lines found: what the
 * compiler and the checker read.
 *
 * Units: places are byte offsets into the text. Ownership: tokens live in the arena that was given
 * and refer to the text.
 */
#ifndef SNUG_WEB_MUSTACHE_SCAN_H
#define SNUG_WEB_MUSTACHE_SCAN_H

#include "lib/web/mustache.h"

enum mustache_tag {
	MUSTACHE_TAG_TEXT,
	MUSTACHE_TAG_VALUE,
	MUSTACHE_TAG_RAW, /* {{{x}}} and {{&x}} */
	MUSTACHE_TAG_SECTION,
	MUSTACHE_TAG_INVERTED,
	MUSTACHE_TAG_END,
	MUSTACHE_TAG_PARTIAL,
	MUSTACHE_TAG_PARENT,
	MUSTACHE_TAG_BLOCK,
	MUSTACHE_TAG_COMMENT,
	MUSTACHE_TAG_DELIMITERS
};

/*
 * Text is cut behind its first and its last newline, so that what stands beside a tag on its line
 * is a token of its own.
 */
struct mustache_token {
	enum mustache_tag tag;
	uint32_t from;
	uint32_t to;
	struct str name;  /* without the sigil and the white space around it */
	uint32_t partner; /* of an opening tag its end tag, and the other way round */
	bool dynamic;	  /* {{>*name}}, {{<*name}} */
	bool argument;	  /* a block straight inside a parent, or its end */
	bool opens_line;  /* a block whose content begins on the line below */
	bool alone;	  /* standalone: its line leaves nothing behind */
	bool blank;	  /* TEXT: white space only */
	bool newline;	  /* TEXT: ends its line */
	bool skip;	  /* TEXT: beside a standalone tag, not rendered */
};

struct mustache_tokens {
	struct str text;
	struct mustache_token *at;
	size_t n;
};

/* Tokens of `text`; false with `*error` filled when it is not a template. */
NODISCARD bool mustache_scan(struct arena *arena, struct str text, struct mustache_tokens *out,
			     struct mustache_error *error);

/* Line and column of a byte. */
void mustache_place(struct str text, size_t at, size_t *line, size_t *column);

/* True when token `i` is the first on its line. */
bool mustache_starts_line(const struct mustache_tokens *tokens, size_t i);

/* Spaces and tabs that `s` begins with. */
struct str mustache_margin(struct str s);

#endif
