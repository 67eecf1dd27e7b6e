/* Runs the instructions of compiled templates. */
#include "lib/web/mustache.h"

#include "lib/web/mustache_program.h"

enum { INDENT_MAX = 512 };

/* A value on the context stack; of a section over a list also where it stands in it. */
struct scope {
	struct view_value value;
	struct view_value list;
	size_t i;
	size_t n;
};

/* The arguments of a parent tag whose template is being rendered. */
struct arguments {
	const struct mustache *template;
	uint32_t first;
	const struct arguments *outer;
};

struct render {
	const struct mustache_env *env;
	struct buf *out;
	const struct arguments *arguments; /* seen by blocks, innermost first */
	enum mustache_outcome outcome;
	bool cut;
	uint32_t calls;
	uint32_t work;
	size_t start; /* length of `out` before */
	size_t depth;
	size_t indent_from; /* what each line begins with: a part of `indent` */
	size_t indent_to;
	char indent[INDENT_MAX];
	struct scope scopes[MUSTACHE_SCOPES_MAX];
};

static void run(struct render *r, const struct mustache *m, uint32_t pc, uint32_t to);

static void
cut(struct render *r, enum mustache_outcome why)
{
	r->outcome = why;
	r->cut = true;
}

/* Counts one item or call; false when the rendering must end. */
static bool
may_go_on(struct render *r)
{
	if (r->out->n - r->start > r->env->limit)
		cut(r, MUSTACHE_TOO_LONG);
	else if (++r->work > MUSTACHE_WORK_MAX)
		cut(r, MUSTACHE_TOO_MUCH);
	return !r->cut;
}

/*
 * The first part of a path is looked for in all scopes, from the innermost; the others only in what
 * was found. False when there is nothing under it.
 */
static bool
look_up(const struct render *r, const struct mustache *m, const struct op *op,
	struct view_value *out)
{
	if (op->names == 0) {
		*out = r->scopes[r->depth - 1].value;
		return true;
	}
	const struct name *name = &m->names[op->first];
	size_t at = r->depth;
	while (at > 0 && !view_find(r->scopes[at - 1].value, name->text, name->hash, out))
		at--;
	if (at == 0)
		return false;
	for (uint16_t i = 1; i < op->names; i++)
		if (!view_find(*out, name[i].text, name[i].hash, out))
			return false;
	return true;
}

/* Text. */

static void
put_indent(struct render *r)
{
	buf_put(r->out, r->indent + r->indent_from, r->indent_to - r->indent_from);
}

/* Literal text whose lines are indented, empty ones left alone. */
static void
put_indented(struct render *r, const struct op *op, struct str text, bool starts_line)
{
	if (starts_line)
		put_indent(r);
	while (text.n > 0) {
		ptrdiff_t newline = str_find_char(text, '\n');
		size_t n = newline < 0 ? text.n : (size_t)newline + 1;
		buf_put(r->out, text.p, n);
		text = str_from_at(text, n);
		if (text.n > 0 && text.p[0] != '\n' && !str_starts(text, STR("\r\n")))
			put_indent(r);
	}
	if (op->flags & OP_ENDS_AT_LINE)
		put_indent(r);
}

static void
put_text(struct render *r, const struct mustache *m, const struct op *op)
{
	const char *p = m->literals + op->first;
	if (r->indent_from == r->indent_to)
		buf_put(r->out, p, op->end);
	else
		put_indented(r, op, (struct str){ p, op->end }, op->flags & OP_STARTS_LINE);
}

static void
put_value(struct render *r, const struct mustache *m, const struct op *op)
{
	struct view_value value;
	if (!look_up(r, m, op, &value))
		return;
	bool is_text = value.kind == VIEW_TEXT || value.kind == VIEW_URL || value.kind == VIEW_HTML;
	bool raw = r->env->mode == MUSTACHE_PLAIN ||
		   (op->code == OP_RAW &&
		    (value.kind == VIEW_HTML || r->env->mode == MUSTACHE_BARE));
	/* All other kinds are made of characters that need no escape. */
	if (is_text && !raw)
		buf_html(r->out, value.as.text);
	else
		view_put_plain(r->out, value, r->env->now);
}

/* Sections. */

/* Enters the body of a section; false when it is to be passed over. */
static bool
enter(struct render *r, const struct mustache *m, const struct op *op)
{
	struct view_value value;
	if (!look_up(r, m, op, &value) || !view_truthy(value) || !may_go_on(r))
		return false;
	if (r->depth == MUSTACHE_SCOPES_MAX) {
		cut(r, MUSTACHE_TOO_MUCH);
		return false;
	}
	struct scope *scope = &r->scopes[r->depth++];
	scope->i = 0;
	scope->n = 1;
	if (view_is_list(value)) {
		scope->list = value;
		scope->n = view_length(value);
		scope->value = view_item(value, 0);
	} else {
		scope->value = value;
	}
	return true;
}

static bool
is_truthy(const struct render *r, const struct mustache *m, const struct op *op)
{
	struct view_value value;
	return look_up(r, m, op, &value) && view_truthy(value);
}

/* At the end of a section's body: true when it runs once more, for the next item. */
static bool
repeat(struct render *r)
{
	struct scope *scope = &r->scopes[r->depth - 1];
	if (++scope->i < scope->n && may_go_on(r)) {
		scope->value = view_item(scope->list, scope->i);
		return true;
	}
	r->depth--;
	return false;
}

/* Partials, parents and blocks. */

/* Adds the white space of `op` to the indentation, as far as there is room for it. */
static void
add_indent(struct render *r, const struct mustache *m, const struct op *op)
{
	size_t n = op->indent_n;
	if (n > INDENT_MAX - r->indent_to)
		n = INDENT_MAX - r->indent_to;
	memcpy(r->indent + r->indent_to, m->text.p + op->indent, n);
	r->indent_to += n;
}

static const struct mustache *
find_template(const struct render *r, const struct mustache *m, const struct op *op)
{
	const struct name *name = &m->names[op->first];
	if (!(op->flags & OP_DYNAMIC))
		return r->env->find(r->env->store, name->text, name->hash);
	struct view_value value;
	if (!look_up(r, m, op, &value) || value.kind != VIEW_TEXT)
		return NULL;
	return r->env->find(r->env->store, value.as.text, str_hash(value.as.text));
}

/* Renders the template that `op` names. Beside other text on its line it is not indented. */
static void
call(struct render *r, const struct mustache *m, const struct op *op)
{
	if (!may_go_on(r))
		return;
	if (r->calls == MUSTACHE_CALLS_MAX) {
		r->outcome = MUSTACHE_TOO_DEEP;
		return;
	}
	const struct mustache *called = find_template(r, m, op);
	if (called == NULL)
		return;
	size_t from = r->indent_from;
	size_t to = r->indent_to;
	if (op->flags & OP_ALONE)
		add_indent(r, m, op);
	else
		r->indent_from = r->indent_to;
	r->calls++;
	run(r, called, 0, called->n);
	r->calls--;
	r->indent_from = from;
	r->indent_to = to;
}

static void
call_parent(struct render *r, const struct mustache *m, const struct op *op)
{
	struct arguments arguments = { m, op->argument, r->arguments };
	r->arguments = &arguments;
	call(r, m, op);
	r->arguments = arguments.outer;
}

/* The outermost argument for a block, and whose it is. */
static const struct argument *
find_argument(const struct render *r, const struct name *name, const struct arguments **of)
{
	const struct argument *found = NULL;
	for (const struct arguments *in = r->arguments; in != NULL; in = in->outer) {
		for (uint32_t i = in->first; i != NO_ARGUMENT;
		     i = in->template->arguments[i].next) {
			const struct argument *argument = &in->template->arguments[i];
			if (argument->name.hash != name->hash ||
			    !str_eq(argument->name.text, name->text))
				continue;
			found = argument;
			*of = in;
			break;
		}
	}
	return found;
}

/* Renders the argument given for a block; false when there is none and the default stands. */
static bool
override(struct render *r, const struct mustache *m, const struct op *op)
{
	const struct arguments *of = NULL;
	const struct argument *argument = find_argument(r, &m->names[op->first], &of);
	if (argument == NULL)
		return false;
	if (!may_go_on(r))
		return true;

	const struct arguments *seen = r->arguments;
	size_t to = r->indent_to;
	uint32_t pc = argument->from;
	add_indent(r, m, op);
	if (op->flags & OP_ALONE) {
		if (!argument->opens_line)
			put_indent(r);
	} else if (argument->opens_line && r->indent_from < r->indent_to && pc < argument->to) {
		/* The line has begun already: its first text needs no indentation of its own. */
		const struct op *first = &of->template->ops[pc];
		if (first->code == OP_TEXT) {
			put_indented(
				r, first,
				(struct str){ of->template->literals + first->first, first->end },
				false);
			pc++;
		}
	}
	r->arguments = of->outer;
	run(r, of->template, pc, argument->to);
	r->arguments = seen;
	r->indent_to = to;
	return true;
}

static void
run(struct render *r, const struct mustache *m, uint32_t pc, uint32_t to)
{
	while (pc < to && !r->cut) {
		const struct op *op = &m->ops[pc++];
		switch ((enum op_code)op->code) {
		case OP_TEXT:
			put_text(r, m, op);
			break;
		case OP_VALUE:
		case OP_RAW:
			put_value(r, m, op);
			break;
		case OP_SECTION:
			if (!enter(r, m, op))
				pc = op->end;
			break;
		case OP_INVERTED:
			if (is_truthy(r, m, op))
				pc = op->end;
			break;
		case OP_REPEAT:
			if (repeat(r))
				pc = op->end;
			break;
		case OP_PARTIAL:
			call(r, m, op);
			break;
		case OP_PARENT:
			call_parent(r, m, op);
			pc = op->end;
			break;
		case OP_BLOCK:
			if (override(r, m, op))
				pc = op->end;
			break;
		}
	}
}

enum mustache_outcome
mustache_render(const struct mustache *template, struct view_value root,
		const struct mustache_env *env, struct buf *out)
{
	struct render r;
	r.env = env;
	r.out = out;
	r.arguments = NULL;
	r.outcome = MUSTACHE_DONE;
	r.cut = false;
	r.calls = 0;
	r.work = 0;
	r.start = out->n;
	r.indent_from = 0;
	r.indent_to = 0;
	r.depth = 1;
	r.scopes[0].value = root;
	run(&r, template, 0, template->n);
	return r.outcome;
}
