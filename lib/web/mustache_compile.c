/*
 * Tokens to instructions. Tokens live in an arena of their own, so that a template keeps only what
 * its rendering reads.
 */
#include "lib/base/fault.h"
#include "lib/web/mustache_program.h"
#include "lib/web/mustache_scan.h"

#define NO_OP UINT32_MAX

enum { SCRATCH_MAX = 128 * 1024 * 1024 };

/* An opening tag whose end has not come yet. */
struct open {
	uint32_t op;	   /* its instruction, or NO_OP when it is not rendered */
	uint32_t argument; /* which one it is, or NO_ARGUMENT */
	size_t dedent;
	bool muted;
};

struct build {
	struct arena *arena;
	const struct mustache_tokens *tokens;
	struct buf literals;
	struct op *ops;
	uint32_t n;
	struct name *names;
	uint32_t names_n;
	struct argument *arguments;
	uint32_t arguments_n;
	bool barrier;  /* something jumps here: literals must not grow together */
	bool muted;    /* inside a parent, outside of its arguments */
	size_t dedent; /* columns that lines of this argument lose */
	struct open open[MUSTACHE_NESTING_MAX];
	size_t depth;
};

static struct str
token_text(const struct build *b, const struct mustache_token *token)
{
	return (struct str){ b->tokens->text.p + token->from, token->to - token->from };
}

static struct op *
emit(struct build *b, enum op_code code)
{
	struct op *op = &b->ops[b->n++];
	*op = (struct op){ .code = (uint8_t)code };
	b->barrier = false;
	return op;
}

/* The literal that text may be added to: the last instruction, unless something jumps behind it. */
static struct op *
last_text(struct build *b)
{
	if (b->n == 0 || b->barrier || b->ops[b->n - 1].code != OP_TEXT)
		return NULL;
	return &b->ops[b->n - 1];
}

static struct op *
open_text(struct build *b)
{
	struct op *op = last_text(b);
	if (op == NULL) {
		op = emit(b, OP_TEXT);
		op->first = (uint32_t)b->literals.n;
	}
	return op;
}

static void
set_flag(struct op *op, enum op_flag flag)
{
	op->flags = (uint8_t)(op->flags | flag);
}

/* A tag that is not standalone begins a line: indentation is due before it. */
static void
mark_line(struct build *b)
{
	struct op *op = last_text(b);
	if (op != NULL && op->end > 0)
		set_flag(op, OP_ENDS_AT_LINE);
	else
		set_flag(open_text(b), OP_STARTS_LINE);
}

/* Adds one piece that holds no line's beginning but perhaps its own first byte. */
static void
add_literal(struct build *b, struct str text, bool starts_line)
{
	if (text.n == 0)
		return;
	struct op *op = open_text(b);
	if (starts_line && op->end == 0 && text.p[0] != '\n' && !str_starts(text, STR("\r\n")))
		set_flag(op, OP_STARTS_LINE);
	op->flags = (uint8_t)(op->flags & ~OP_ENDS_AT_LINE);
	buf_str(&b->literals, text);
	op->end += (uint32_t)text.n;
}

/* `line` without the columns that the argument around it loses. */
static struct str
dedented(const struct build *b, struct str line)
{
	size_t margin = mustache_margin(line).n;
	return str_from_at(line, margin < b->dedent ? margin : b->dedent);
}

static void
build_text(struct build *b, size_t i)
{
	const struct mustache_token *token = &b->tokens->at[i];
	if (token->skip || b->muted)
		return;
	struct str text = token_text(b, token);
	bool starts_line = mustache_starts_line(b->tokens, i);
	if (b->dedent == 0) {
		add_literal(b, text, starts_line);
		return;
	}
	while (text.n > 0) {
		ptrdiff_t newline = str_find_char(text, '\n');
		size_t n = newline < 0 ? text.n : (size_t)newline + 1;
		struct str line = str_first(text, n);
		struct str rest = starts_line ? dedented(b, line) : line;
		add_literal(b, rest, starts_line);
		/* All of a margin before a tag may be gone: the tag begins the line. */
		if (rest.n == 0 && starts_line)
			mark_line(b);
		text = str_from_at(text, n);
		starts_line = true;
	}
}

static void
add_name(struct build *b, struct str text)
{
	b->names[b->names_n++] = (struct name){ text, str_hash(text) };
}

static void
set_name(struct build *b, struct op *op, struct str name)
{
	op->first = b->names_n;
	op->names = 1;
	add_name(b, name);
}

static void
set_path(struct build *b, struct op *op, struct str path)
{
	op->first = b->names_n;
	if (str_eq(path, STR(".")))
		return;
	struct str name;
	while (str_cut(&path, '.', &name))
		add_name(b, name);
	op->names = (uint16_t)(b->names_n - op->first);
}

/* The white space before token `i` on its line, as far as the argument around it keeps it. */
static struct str
margin_before(const struct build *b, size_t i)
{
	if (mustache_starts_line(b->tokens, i))
		return STR_NONE;
	return dedented(b, token_text(b, &b->tokens->at[i - 1]));
}

static void
set_indent(const struct build *b, struct op *op, struct str margin)
{
	if (margin.n == 0)
		return;
	op->indent = (uint32_t)(margin.p - b->tokens->text.p);
	op->indent_n = (uint32_t)margin.n;
}

/* The margin of the first line of `text` that is not empty; false when there is none. */
static bool
first_margin(struct str text, struct str *margin)
{
	struct str line;
	while (text.n > 0 && str_cut(&text, '\n', &line)) {
		if (str_trim(line).n == 0)
			continue;
		*margin = mustache_margin(line);
		return true;
	}
	return false;
}

/*
 * The margin of the first line inside block `i`, whose content begins on the line below; false when
 * the block is empty.
 */
static bool
content_margin(const struct build *b, size_t i, struct str *margin)
{
	size_t end = b->tokens->at[i].partner;
	*margin = STR_NONE;
	for (size_t at = i + 2; at < end; at++) {
		const struct mustache_token *token = &b->tokens->at[at];
		if (token->tag != MUSTACHE_TAG_TEXT)
			return true;
		struct str text = token_text(b, token);
		if (first_margin(text, margin))
			return true;
		if (!token->newline) {
			*margin = mustache_margin(text);
			return at + 1 < end;
		}
	}
	return false;
}

static struct open *
push_open(struct build *b, uint32_t op)
{
	struct open *open = &b->open[b->depth++];
	*open = (struct open){ op, NO_ARGUMENT, b->dedent, b->muted };
	return open;
}

/* Hangs a new argument on the parent that encloses it. */
static uint32_t
new_argument(struct build *b, const struct open *parent, const struct mustache_token *token)
{
	uint32_t made = b->arguments_n++;
	uint32_t *link = &b->ops[parent->op].argument;
	while (*link != NO_ARGUMENT)
		link = &b->arguments[*link].next;
	*link = made;
	b->arguments[made] = (struct argument){
		.name = { token->name, str_hash(token->name) },
		.from = b->n,
		.next = NO_ARGUMENT,
		.opens_line = token->opens_line,
	};
	return made;
}

static void
build_argument(struct build *b, size_t i)
{
	const struct mustache_token *token = &b->tokens->at[i];
	const struct open *parent = &b->open[b->depth - 1];
	struct open *open = push_open(b, NO_OP);
	if (parent->op == NO_OP)
		return;
	open->argument = new_argument(b, parent, token);
	b->muted = false;
	b->barrier = true;
	struct str margin;
	if (token->opens_line && content_margin(b, i, &margin) && margin.n > b->dedent)
		b->dedent = margin.n;
}

static void
build_block(struct build *b, size_t i)
{
	const struct mustache_token *token = &b->tokens->at[i];
	(void)push_open(b, b->muted ? NO_OP : b->n);
	if (b->muted)
		return;
	struct op *op = emit(b, OP_BLOCK);
	set_name(b, op, token->name);
	b->barrier = true;
	if (token->alone) {
		struct str margin;
		if (!content_margin(b, i, &margin))
			margin = margin_before(b, i);
		else
			margin = dedented(b, margin);
		set_flag(op, OP_ALONE);
		set_indent(b, op, margin);
	} else if (!mustache_starts_line(b->tokens, i) && b->tokens->at[i - 1].blank &&
		   mustache_starts_line(b->tokens, i - 1)) {
		set_indent(b, op, margin_before(b, i));
	}
}

static void
build_section(struct build *b, const struct mustache_token *token)
{
	(void)push_open(b, b->muted ? NO_OP : b->n);
	if (b->muted)
		return;
	bool inverted = token->tag == MUSTACHE_TAG_INVERTED;
	set_path(b, emit(b, inverted ? OP_INVERTED : OP_SECTION), token->name);
	b->barrier = true;
}

static void
build_value(struct build *b, const struct mustache_token *token)
{
	if (b->muted)
		return;
	bool raw = token->tag == MUSTACHE_TAG_RAW;
	set_path(b, emit(b, raw ? OP_RAW : OP_VALUE), token->name);
}

/* A partial or a parent. */
static void
build_call(struct build *b, size_t i)
{
	const struct mustache_token *token = &b->tokens->at[i];
	bool parent = token->tag == MUSTACHE_TAG_PARENT;
	uint32_t at = b->muted ? NO_OP : b->n;
	if (!b->muted) {
		struct op *op = emit(b, parent ? OP_PARENT : OP_PARTIAL);
		op->argument = NO_ARGUMENT;
		if (token->dynamic) {
			set_path(b, op, token->name);
			set_flag(op, OP_DYNAMIC);
		} else {
			set_name(b, op, token->name);
		}
		if (token->alone) {
			set_flag(op, OP_ALONE);
			set_indent(b, op, margin_before(b, i));
		}
	}
	if (parent) {
		(void)push_open(b, at);
		b->muted = true;
	}
}

static void
build_end(struct build *b)
{
	const struct open *open = &b->open[--b->depth];
	if (open->argument != NO_ARGUMENT) {
		b->arguments[open->argument].to = b->n;
	} else if (open->op != NO_OP) {
		if (b->ops[open->op].code == OP_SECTION)
			emit(b, OP_REPEAT)->end = open->op + 1;
		b->ops[open->op].end = b->n;
	}
	b->muted = open->muted;
	b->dedent = open->dedent;
	b->barrier = true;
}

static void
build_token(struct build *b, size_t i)
{
	const struct mustache_token *token = &b->tokens->at[i];
	bool is_text = token->tag == MUSTACHE_TAG_TEXT;
	if (!is_text && !token->alone && !token->argument && !b->muted &&
	    mustache_starts_line(b->tokens, i))
		mark_line(b);

	switch (token->tag) {
	case MUSTACHE_TAG_TEXT:
		build_text(b, i);
		break;
	case MUSTACHE_TAG_VALUE:
	case MUSTACHE_TAG_RAW:
		build_value(b, token);
		break;
	case MUSTACHE_TAG_SECTION:
	case MUSTACHE_TAG_INVERTED:
		build_section(b, token);
		break;
	case MUSTACHE_TAG_END:
		build_end(b);
		break;
	case MUSTACHE_TAG_PARTIAL:
	case MUSTACHE_TAG_PARENT:
		build_call(b, i);
		break;
	case MUSTACHE_TAG_BLOCK:
		if (token->argument)
			build_argument(b, i);
		else
			build_block(b, i);
		break;
	case MUSTACHE_TAG_COMMENT:
	case MUSTACHE_TAG_DELIMITERS:
		break;
	}
}

/* Room for all that the tokens can become: a tag may need a text before it to mark its line. */
static void
make_room(struct build *b)
{
	size_t names = 0;
	size_t arguments = 0;
	for (size_t i = 0; i < b->tokens->n; i++) {
		struct str name = b->tokens->at[i].name;
		names += 1;
		for (size_t at = 0; at < name.n; at++)
			names += name.p[at] == '.';
		arguments += b->tokens->at[i].argument;
	}
	b->ops = ARENA_ARRAY(b->arena, struct op, b->tokens->n * 2 + 1);
	b->names = ARENA_ARRAY(b->arena, struct name, names);
	b->arguments = ARENA_ARRAY(b->arena, struct argument, arguments);
	buf_reserve(&b->literals, b->tokens->text.n);
}

static const struct mustache *
build(struct arena *arena, const struct mustache_tokens *tokens)
{
	struct build b = { .arena = arena, .tokens = tokens, .literals = buf_in(arena) };
	make_room(&b);
	for (size_t i = 0; i < tokens->n; i++)
		build_token(&b, i);

	struct mustache *made = ARENA_NEW(arena, struct mustache);
	*made = (struct mustache){ .text = tokens->text,
				   .literals = b.literals.p,
				   .ops = b.ops,
				   .names = b.names,
				   .arguments = b.arguments,
				   .n = b.n };
	return made;
}

static const struct mustache *
scan_and_build(struct arena *arena, struct arena *scratch, struct str text,
	       struct mustache_error *error)
{
	struct mustache_tokens tokens;
	if (mustache_scan(scratch, text, &tokens, error))
		return build(arena, &tokens);
	error->message = str_copy(arena, error->message);
	return NULL;
}

const struct mustache *
mustache_compile(struct arena *arena, struct str text, struct mustache_error *error)
{
	struct fault_frame frame;
	struct arena *scratch = arena_new(SCRATCH_MAX);
	if (FAULT_CATCH(frame)) {
		const struct mustache *made = scan_and_build(arena, scratch, str_copy(arena, text),
							     error);
		fault_pop(&frame);
		arena_free(scratch);
		return made;
	}
	arena_free(scratch);
	fault_raise(frame.fault.kind, "%s", frame.fault.message);
}
