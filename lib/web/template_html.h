/*
 * The rules of HTML that templates of the house keep: a small reader that follows the text of a
 * template and knows, at each tag, whether it stands in text, in a tag, or in an attribute's value.
 *
 * It reads a template once, from top to bottom. That is sound because a section must end in the
 * state in which it began, whether it is rendered or not. Blocks that hold attributes are known by
 * their names: "attrs", or one that ends in "Attrs".
 *
 * Source: WHATWG HTML, 13.2.5 (tokenization), the part that well-formed pages use.
 */
#ifndef SNUG_WEB_TEMPLATE_HTML_H
#define SNUG_WEB_TEMPLATE_HTML_H

#include "lib/base/str.h"

enum html_state {
	HTML_TEXT,
	HTML_COMMENT,
	HTML_DECLARATION, /* <!doctype ...> */
	HTML_RAW_TEXT,	  /* inside script and style */
	HTML_TAG_OPEN,	  /* behind "<" */
	HTML_TAG_NAME,
	HTML_IN_TAG, /* between attributes */
	HTML_ATTRIBUTE,
	HTML_BEFORE_VALUE, /* behind "=" */
	HTML_QUOTED,
	HTML_UNQUOTED
};

enum { HTML_NAME_MAX = 24, HTML_PREFIX_MAX = 16 };

/* A copy of this struct is a place to come back to. */
struct html {
	enum html_state state;
	char quote;
	bool closing; /* </...> */
	bool has_src;
	bool glued;	 /* a section's edge stands right behind a name */
	bool value_open; /* nothing says yet where a url leads to */
	char element[HTML_NAME_MAX];
	size_t element_n;
	size_t element_at;
	char attribute[HTML_NAME_MAX];
	size_t attribute_n;
	char prefix[HTML_PREFIX_MAX]; /* how the url at hand begins */
	size_t prefix_n;
	struct arena *arena;
	void (*report)(void *context, size_t at, struct str message);
	void *context;
};

/* Literal text that begins at byte `at` of the template. */
void html_read(struct html *h, struct str text, size_t at);

/* A value stands here. `name` is its dotted name, `raw` that it is not escaped. */
void html_value(struct html *h, struct str name, bool raw, size_t at);

/* A partial or a parent stands here. */
void html_partial(struct html *h, size_t at);

/* A section begins here. */
void html_section(struct html *h, size_t at);

/* A block begins here. Inside an element's tag only blocks of attributes may stand. */
void html_block(struct html *h, struct str name, size_t at);

/* The argument `name` begins here; it is read as text, or as attributes when its name says so. */
void html_argument(struct html *h, struct str name);

/* The section that began in state `before` ends here. */
void html_section_end(struct html *h, const struct html *before, size_t at);

/* The template, or the argument `name`, ends here. */
void html_end(struct html *h, struct str name, size_t at);

#endif
