#include "lib/web/markup.h"

#include <cmark-gfm.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/fault.h"

enum {
	MOST = 64 * 1024,
	OPTIONS = CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_HARDBREAKS
};

/* Whether a link may stay. cmark itself drops javascript:, vbscript:, file: and data:. */
static bool
is_allowed(const char *url)
{
	static const char *const SCHEMES[] = { "https://", "http://", "mailto:", "/", "#" };
	if (url == NULL || strncmp(url, "//", 2) == 0 || strncmp(url, "/\\", 2) == 0)
		return false;
	for (size_t i = 0; i < COUNT(SCHEMES); i++)
		if (strncasecmp(url, SCHEMES[i], strlen(SCHEMES[i])) == 0)
			return true;
	return false;
}

/* Puts the children of a node in its place. */
static void
unwrap(cmark_node *node)
{
	cmark_node *child;
	while ((child = cmark_node_first_child(node)) != NULL)
		if (cmark_node_insert_before(node, child) == 0)
			break;
	cmark_node_free(node);
}

/* What looks like a tag ("<sighs>") is shown as it was typed. */
static void
show_tag(cmark_node *node)
{
	cmark_node *text = cmark_node_new(CMARK_NODE_TEXT);
	if (text == NULL || cmark_node_set_literal(text, cmark_node_get_literal(node)) == 0 ||
	    cmark_node_insert_before(node, text) == 0)
		fault_raise(FAULT_MEMORY, "no memory for a text");
	cmark_node_free(node);
}

static void clean(cmark_node *document, struct arena *arena);

/* A block of such lines is read once more, now without anything that begins a tag. */
static void
show_tags(cmark_node *node, struct arena *arena)
{
	struct buf lines = buf_in(arena);
	for (const char *c = cmark_node_get_literal(node); c != NULL && *c != '\0'; c++) {
		if (*c == '<')
			buf_lit(&lines, "&lt;");
		else
			buf_char(&lines, *c);
	}
	struct str text = buf_done(&lines);
	cmark_node *document = cmark_parse_document(text.p, text.n, OPTIONS);
	cmark_node *block;
	if (document == NULL)
		fault_raise(FAULT_MEMORY, "no memory for a text");
	clean(document, arena);
	while ((block = cmark_node_first_child(document)) != NULL)
		if (cmark_node_insert_before(node, block) == 0)
			break;
	cmark_node_free(document);
	cmark_node_free(node);
}

static void
clean(cmark_node *document, struct arena *arena)
{
	cmark_iter *iter = cmark_iter_new(document);
	cmark_event_type event;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);
		if (type == CMARK_NODE_HTML_INLINE)
			show_tag(node);
		else if (type == CMARK_NODE_HTML_BLOCK)
			show_tags(node, arena);
		else if (event == CMARK_EVENT_EXIT &&
			 (type == CMARK_NODE_IMAGE ||
			  (type == CMARK_NODE_LINK && !is_allowed(cmark_node_get_url(node)))))
			unwrap(node);
	}
	cmark_iter_free(iter);
}

struct str
markup_html(struct arena *arena, struct str markdown)
{
	size_t n = str_clip(markdown, MOST);
	cmark_node *document = cmark_parse_document(markdown.p == NULL ? "" : markdown.p, n,
						    OPTIONS);
	if (document == NULL)
		fault_raise(FAULT_MEMORY, "no memory for a text of %zu bytes", n);
	clean(document, arena);
	char *html = cmark_render_html(document, OPTIONS, NULL);
	cmark_node_free(document);
	if (html == NULL)
		fault_raise(FAULT_MEMORY, "no memory for a text of %zu bytes", n);
	arena_defer(arena, free, html);
	return str_from(html);
}
