#include "lib/web/markup.h"

#include <cmark-gfm.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/fault.h"
#include "lib/web/markup_marks.h"

enum {
	MOST = 64 * 1024,
	DEEPEST = 6, /* quotations and lists within others; what is deeper is not set off more */
	CELLS = 600, /* of the tables of one text; what is beyond is shown as it was typed */
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

/* Puts what stands in a quotation or a list where that stood. */
static void
flatten(cmark_node *node)
{
	if (cmark_node_get_type(node) == CMARK_NODE_LIST)
		for (cmark_node *item; (item = cmark_node_first_child(node)) != NULL;) {
			cmark_node *child;
			while ((child = cmark_node_first_child(item)) != NULL &&
			       cmark_node_insert_before(node, child) != 0)
				;
			cmark_node_free(item);
		}
	unwrap(node);
}

static void
clean(cmark_node *document, struct arena *arena)
{
	cmark_iter *iter = cmark_iter_new(document);
	cmark_event_type event;
	int depth = 0;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);
		if (type == CMARK_NODE_BLOCK_QUOTE || type == CMARK_NODE_LIST) {
			if (event == CMARK_EVENT_ENTER)
				depth++;
			else if (depth-- > DEEPEST)
				flatten(node);
		} else if (type == CMARK_NODE_HTML_INLINE)
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

/* What has no tables in it. */
static struct str
render(struct arena *arena, struct str markdown)
{
	cmark_node *document = cmark_parse_document(markdown.p == NULL ? "" : markdown.p,
						    markdown.n, OPTIONS);
	if (document == NULL)
		fault_raise(FAULT_MEMORY, "no memory for a text of %zu bytes", markdown.n);
	clean(document, arena);
	char *html = cmark_render_html(document, OPTIONS, NULL);
	cmark_node_free(document);
	if (html == NULL)
		fault_raise(FAULT_MEMORY, "no memory for a text of %zu bytes", markdown.n);
	arena_defer(arena, free, html);
	return markup_marks(arena, str_from(html));
}

/* ---- tables, read here in time that grows with the text: a header, a line of dashes, rows ------- */

struct table {
	struct str text; /* from the header on */
	size_t columns;
	size_t cells; /* so many may still come in this text */
};

/* The next line with its end; false at the end of the text. */
static bool
cut_line(struct str *rest, struct str *line)
{
	ptrdiff_t end = str_find_char(*rest, '\n');
	*line = end < 0 ? *rest : str_first(*rest, (size_t)end + 1);
	*rest = str_from_at(*rest, line->n);
	return line->n > 0;
}

/* The next cell of a row, without its bar; a bar behind a backslash parts nothing. */
static bool
cut_cell(struct str *row, struct str *cell)
{
	size_t at = 0;
	if (row->n == 0)
		return false;
	while (at < row->n && (row->p[at] != '|' || (at > 0 && row->p[at - 1] == '\\')))
		at++;
	*cell = str_trim(str_first(*row, at));
	*row = str_from_at(*row, at < row->n ? at + 1 : at);
	return true;
}

/* A row begins with a bar. What is behind the last bar is a cell if it says something. */
static bool
is_row(struct str line, struct str *row)
{
	*row = str_trim(line);
	if (row->n < 2 || row->p[0] != '|')
		return false;
	*row = str_from_at(*row, 1);
	return true;
}

static bool
is_dashes(struct str cell)
{
	size_t dashes = 0;
	for (size_t i = 0; i < cell.n; i++) {
		if (cell.p[i] != '-' && !(cell.p[i] == ':' && (i == 0 || i + 1 == cell.n)))
			return false;
		dashes += cell.p[i] == '-';
	}
	return dashes > 0;
}

/* Whether a header and its line of dashes stand here, with as many cells each. */
static bool
begins_table(struct str text, struct table *table)
{
	struct str line, head, dashes, cell;
	size_t columns = 0, below = 0;
	table->text = text;
	if (!cut_line(&text, &line) || !is_row(line, &head) || !cut_line(&text, &line) ||
	    !is_row(line, &dashes))
		return false;
	while (cut_cell(&head, &cell))
		columns++;
	for (; cut_cell(&dashes, &cell); below++)
		if (!is_dashes(cell))
			return false;
	table->columns = columns;
	return columns == below && columns * 2 <= table->cells;
}

static void
put_row(struct buf *out, struct str row, size_t columns, struct str tag)
{
	struct str cell;
	buf_lit(out, "<tr>");
	for (size_t i = 0; i < columns; i++) {
		if (!cut_cell(&row, &cell))
			cell = STR_NONE;
		struct str html = str_trim(render(out->arena, cell));
		/* One paragraph is a line of its cell. */
		if (str_starts(html, STR("<p>")) &&
		    str_find(html, STR("</p>")) == (ptrdiff_t)html.n - 4)
			html = str_first(str_from_at(html, 3), html.n - 7);
		buf_fmt(out, "<%.*s>%.*s</%.*s>", STR_ARG(tag), STR_ARG(html), STR_ARG(tag));
	}
	buf_lit(out, "</tr>\n");
}

/* Gives what is behind the table. */
static struct str
put_table(struct buf *out, struct table *table)
{
	struct str rest = table->text, line, row = STR_NONE, behind;
	bool is_table = cut_line(&rest, &line) && is_row(line, &row);
	buf_lit(out, "<div class=\"md-table\" tabindex=\"0\"><table><thead>\n");
	put_row(out, row, table->columns, STR("th"));
	buf_lit(out, "</thead><tbody>\n");
	table->cells -= table->columns;
	is_table = is_table && cut_line(&rest, &line);
	for (behind = rest; is_table && cut_line(&rest, &line) && is_row(line, &row) &&
			    table->cells >= table->columns;
	     behind = rest, table->cells -= table->columns)
		put_row(out, row, table->columns, STR("td"));
	buf_lit(out, "</tbody></table></div>\n");
	return behind;
}

static bool
is_fence(struct str line)
{
	struct str begins = str_trim(line);
	return str_starts(begins, STR("```")) || str_starts(begins, STR("~~~"));
}

struct str
markup_html(struct arena *arena, struct str markdown)
{
	struct str text = str_first(markdown, str_clip(markdown, MOST));
	struct str rest = text, before = text, line;
	struct table table = { .cells = CELLS };
	struct buf out;
	bool is_code = false;
	if (str_find_char(text, '|') < 0)
		return render(arena, text);
	out = buf_in(arena);
	while (rest.n > 0) {
		if (!is_code && begins_table(rest, &table)) {
			buf_str(&out,
				render(arena, str_first(before, (size_t)(rest.p - before.p))));
			before = rest = put_table(&out, &table);
			continue;
		}
		(void)cut_line(&rest, &line);
		is_code = is_code != is_fence(line);
	}
	buf_str(&out, render(arena, before));
	return buf_done(&out);
}
