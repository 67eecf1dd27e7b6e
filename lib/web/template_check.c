#include "lib/web/template_check.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/file.h"
#include "lib/base/json.h"
#include "lib/base/utf8.h"
#include "lib/web/mustache_scan.h"
#include "lib/web/template_file.h"
#include "lib/web/template_html.h"

enum { FINDINGS_MAX = 200, SAMPLE_MAX = 1024 * 1024 };

/* What a section stands over in the sample. */
struct scope {
	const json_t *value; /* NULL when it is not known, or adds nothing */
	bool unknown;	     /* any name may be found here */
};

struct check {
	struct arena *arena;
	const char *folder;
	struct str name;
	struct str text;
	struct template_finding *findings;
	size_t n;
	size_t errors;
	bool is_html;
	bool has_sample;
	struct html html;
	struct html opened[MUSTACHE_NESTING_MAX]; /* where each open tag began */
	struct scope scopes[MUSTACHE_NESTING_MAX + 1];
	size_t depth;
};

/* Findings. */

/* A copy of a message in which every byte that could break its line is a question mark. */
static struct str
printable(struct arena *arena, struct str message)
{
	message = utf8_repair(arena, message);
	char *p = arena_take(arena, message.n + 1);
	for (size_t i = 0; i < message.n; i++) {
		unsigned char c = (unsigned char)message.p[i];
		p[i] = c < 0x20 || c == 0x7f ? '?' : message.p[i];
	}
	return (struct str){ p, message.n };
}

static void
add_finding(struct check *c, size_t line, size_t column, bool warning, struct str message)
{
	if (!warning)
		c->errors++;
	if (c->n == FINDINGS_MAX)
		return;
	if (c->findings == NULL)
		c->findings = ARENA_ARRAY(c->arena, struct template_finding, FINDINGS_MAX);
	c->findings[c->n++] = (struct template_finding){ line, column, warning,
							 printable(c->arena, message) };
}

static void
find_at(struct check *c, size_t at, bool warning, struct str message)
{
	size_t line = 0;
	size_t column = 0;
	if (c->n < FINDINGS_MAX)
		mustache_place(c->text, at, &line, &column);
	add_finding(c, line, column, warning, message);
}

static void
report_html(void *context, size_t at, struct str message)
{
	find_at(context, at, false, message);
}

static struct str
shown(struct str name)
{
	return str_first(name, str_clip(name, 60));
}

/* The sample. */

static void
read_sample(struct check *c)
{
	char path[PATH_MAX];
	struct str text, why;
	int n = snprintf(path, sizeof(path), "%s/%.*s.sample.json", c->folder, STR_ARG(c->name));
	if (!template_name_is_good(c->name) || n < 0 || n >= (int)sizeof(path))
		return;
	if (!file_read(c->arena, path, SAMPLE_MAX, &text)) {
		if (errno != ENOENT)
			add_finding(c, 1, 1, true, STR("the sample cannot be read"));
		return;
	}
	c->scopes[0].value = json_read(c->arena, text, &why);
	c->has_sample = c->scopes[0].value != NULL;
	if (!c->has_sample)
		add_finding(c, 1, 1, true,
			    str_fmt(c->arena, "the sample is no JSON: %.*s", STR_ARG(why)));
}

/* What stands under a name: of a list, in the first element that has it. */
static const json_t *
member(const json_t *in, struct str name)
{
	if (!json_is_array(in))
		return json_object_getn(in, name.p, name.n);
	for (size_t i = 0; i < json_array_size(in); i++) {
		const json_t *found = json_object_getn(json_array_get(in, i), name.p, name.n);
		if (found != NULL)
			return found;
	}
	return NULL;
}

/* The names inside scalars, see lib/web/view.h. */
static bool
is_form(struct str name)
{
	return str_eq(name, STR("iso")) || str_eq(name, STR("exact")) ||
	       str_eq(name, STR("plain")) || str_eq(name, STR("isOne"));
}

/* Follows a dotted name from the innermost scope out; false when the sample does not know it. */
static bool
look_up(const struct check *c, struct str path, struct scope *found)
{
	struct str name;
	*found = (struct scope){ .unknown = true };
	if (str_eq(path, STR(".")) || !str_cut(&path, '.', &name) || is_form(name))
		return true;
	const json_t *value = NULL;
	for (size_t at = c->depth + 1; at > 0 && value == NULL; at--) {
		if (c->scopes[at - 1].unknown)
			return true;
		value = member(c->scopes[at - 1].value, name);
	}
	/* The frame of a page stands in samples only when somebody cares to show it. */
	if (value == NULL && str_eq(name, STR("page")))
		return true;
	while (value != NULL && str_cut(&path, '.', &name) && !is_form(name))
		value = json_is_null(value) ? value : member(value, name);
	bool empty = json_is_null(value) || json_is_false(value) ||
		     (json_is_array(value) && json_array_size(value) == 0);
	*found = (struct scope){ .value = value, .unknown = value != NULL && empty };
	return value != NULL;
}

static struct scope
check_name(struct check *c, const struct mustache_token *token)
{
	struct scope found = { .unknown = true };
	if (c->has_sample && !look_up(c, token->name, &found)) {
		find_at(c, token->from, true,
			str_fmt(c->arena, "the sample has no \"%.*s\"",
				STR_ARG(shown(token->name))));
		found.unknown = true;
	}
	return found;
}

/* Tags. */

static void
check_raw(struct check *c, const struct mustache_token *token)
{
	struct str name = token->name;
	if (!str_ends(name, STR("Html")) && !str_ends(name, STR(".html")) &&
	    !str_eq(name, STR("html")))
		find_at(c, token->from, false,
			str_fmt(c->arena,
				"\"%.*s\" without escapes: only names that end in Html may be",
				STR_ARG(shown(name))));
}

static void
check_value(struct check *c, const struct mustache_token *token)
{
	bool raw = token->tag == MUSTACHE_TAG_RAW;
	(void)check_name(c, token);
	if (!c->is_html)
		return;
	if (raw)
		check_raw(c, token);
	html_value(&c->html, token->name, raw, token->from);
}

static void
check_call(struct check *c, const struct mustache_token *token)
{
	char path[PATH_MAX];
	struct stat file;
	if (c->is_html)
		html_partial(&c->html, token->from);
	if (token->dynamic)
		(void)check_name(c, token);
	else if (!template_path(c->folder, token->name, TEMPLATE_TAG, path, &file))
		find_at(c, token->from, false,
			str_fmt(c->arena, "there is no template \"%.*s\"",
				STR_ARG(shown(token->name))));
}

static void
open_tag(struct check *c, const struct mustache_token *token)
{
	struct scope scope = { .value = NULL };
	if (token->tag == MUSTACHE_TAG_SECTION)
		scope = check_name(c, token);
	else if (token->tag == MUSTACHE_TAG_INVERTED)
		(void)check_name(c, token);
	else if (token->tag == MUSTACHE_TAG_PARENT)
		check_call(c, token);
	c->opened[c->depth] = c->html;
	c->scopes[++c->depth] = scope;
	if (!c->is_html)
		return;
	if (token->argument)
		html_argument(&c->html, token->name);
	else if (token->tag == MUSTACHE_TAG_BLOCK)
		html_block(&c->html, token->name, token->from);
	else if (token->tag != MUSTACHE_TAG_PARENT)
		html_section(&c->html, token->from);
}

static void
close_tag(struct check *c, const struct mustache_token *token, enum mustache_tag opened)
{
	const struct html *before = &c->opened[--c->depth];
	if (!c->is_html)
		return;
	if (token->argument)
		html_end(&c->html, token->name, token->from);
	else if (opened != MUSTACHE_TAG_PARENT)
		html_section_end(&c->html, before, token->from);
	if (token->argument || opened == MUSTACHE_TAG_PARENT)
		c->html = *before;
}

static void
check_token(struct check *c, const struct mustache_tokens *tokens, size_t i)
{
	const struct mustache_token *token = &tokens->at[i];
	switch (token->tag) {
	case MUSTACHE_TAG_TEXT:
		if (c->is_html)
			html_read(&c->html,
				  (struct str){ c->text.p + token->from, token->to - token->from },
				  token->from);
		break;
	case MUSTACHE_TAG_VALUE:
	case MUSTACHE_TAG_RAW:
		check_value(c, token);
		break;
	case MUSTACHE_TAG_SECTION:
	case MUSTACHE_TAG_INVERTED:
	case MUSTACHE_TAG_PARENT:
	case MUSTACHE_TAG_BLOCK:
		open_tag(c, token);
		break;
	case MUSTACHE_TAG_END:
		close_tag(c, token, tokens->at[token->partner].tag);
		break;
	case MUSTACHE_TAG_PARTIAL:
		check_call(c, token);
		break;
	case MUSTACHE_TAG_DELIMITERS:
		find_at(c, token->from, false, STR("a change of delimiters"));
		break;
	case MUSTACHE_TAG_COMMENT:
		break;
	}
}

/* Templates are UTF-8 without NUL. */
static void
check_bytes(struct check *c)
{
	struct str rest = c->text;
	uint32_t point;
	size_t at = 0;
	while (utf8_next(&rest, &point)) {
		size_t next = c->text.n - rest.n;
		if (point == 0 || (point == 0xFFFD && next - at == 1)) {
			find_at(c, at, false, STR("a byte that is no UTF-8 text"));
			return;
		}
		at = next;
	}
}

/*
 * What the law and the house owe everybody who chats may be written differently, not left out: the
 * reminder that a machine answers, and the card for those in danger.
 */
static void
check_kept(struct check *c)
{
	static const struct {
		struct str name;
		struct str words;
	} KEPT[] = {
		{ STR_INIT("chat/show"), STR_INIT("{{>safety-notes}}") },
		{ STR_INIT("safety-notes"), STR_INIT("{{>ai-reminder}}") },
		{ STR_INIT("safety-notes"), STR_INIT("{{>care-card}}") },
		{ STR_INIT("ai-reminder"), STR_INIT("class=\"reminder-words\"") },
		{ STR_INIT("ai-reminder"), STR_INIT("COMPUTER PROGRAM") },
		{ STR_INIT("ai-reminder"), STR_INIT("NOT A HUMAN BEING") },
		{ STR_INIT("ai-reminder"), STR_INIT("UNABLE TO FEEL HUMAN EMOTION") },
		{ STR_INIT("ai-reminder"), STR_INIT("/break") },
		{ STR_INIT("care-card"), STR_INIT("{{#lines}}") },
	};
	struct str name = c->name;
	if (str_starts(name, STR("partials/")))
		name = str_from_at(name, 9);
	for (size_t i = 0; i < COUNT(KEPT); i++)
		if (str_eq(name, KEPT[i].name) && str_find(c->text, KEPT[i].words) < 0)
			add_finding(c, 1, 1, false,
				    str_fmt(c->arena,
					    "this template must keep %.*s: it protects who "
					    "chats",
					    STR_ARG(KEPT[i].words)));
}

struct template_findings
template_check(struct arena *arena, const char *folder, struct str name, struct str text)
{
	struct check *c = ARENA_NEW(arena, struct check);
	*c = (struct check){ .arena = arena, .folder = folder, .name = name, .text = text };
	c->is_html = !str_ends(name, STR(".txt"));
	c->html = (struct html){ .arena = arena, .report = report_html, .context = c };

	struct mustache_tokens tokens;
	struct mustache_error error;
	check_bytes(c);
	check_kept(c);
	if (mustache_scan(arena, text, &tokens, &error)) {
		read_sample(c);
		for (size_t i = 0; i < tokens.n; i++)
			check_token(c, &tokens, i);
		if (c->is_html)
			html_end(&c->html, STR_NONE, text.n);
	} else {
		add_finding(c, error.line, error.column, false, error.message);
	}
	return (struct template_findings){ c->findings, c->n, c->errors };
}
