/* Putting a text out with its macros: see macro.h. */
#include "lib/macro/macro.h"

#include "lib/base/utf8.h"
#include "lib/macro/run.h"

/* ---- putting out --------------------------------------------------------------------------- */

static void
put(struct macro_run *run, struct buf *out, struct str s)
{
	size_t room = run->left < run->work ? run->left : run->work;
	if (s.n > room) {
		s.n = str_clip(s, room);
		run->left = s.n;
		run->work = s.n;
	}
	buf_str(out, s);
	run->left -= s.n;
	run->work -= s.n;
}

/* The markers of the first cards, with the names that they stand for. */
static size_t
marker(const struct macro_run *run, struct str s, struct str *value)
{
	const struct macro_context *c = run->context;
	struct str everyone = str_or(c->group, c->character);
	const struct {
		struct str text;
		struct str value;
	} MARKERS[] = {
		{ STR("<USER>"), c->user },
		{ STR("<BOT>"), c->character },
		{ STR("<CHAR>"), c->character },
		{ STR("<GROUP>"), everyone },
		{ STR("<CHARIFNOTGROUP>"), everyone },
	};
	for (size_t i = 0; i < COUNT(MARKERS); i++)
		if (s.n >= MARKERS[i].text.n &&
		    str_eq_fold(str_first(s, MARKERS[i].text.n), MARKERS[i].text)) {
			*value = MARKERS[i].value;
			return MARKERS[i].text.n;
		}
	return 0;
}

static void
put_plain(struct macro_run *run, struct buf *out, struct str s)
{
	while (s.n > 0 && run->left > 0) {
		const char *mark = memchr(s.p, '<', s.n);
		struct str value;
		size_t plain = mark == NULL ? s.n : (size_t)(mark - s.p);
		put(run, out, str_first(s, plain));
		s = str_from_at(s, plain);
		if (s.n == 0)
			return;
		size_t n = marker(run, s, &value);
		put(run, out, n > 0 ? value : str_first(s, 1));
		s = str_from_at(s, n > 0 ? n : 1);
	}
}

static void put_range(struct macro_run *run, const struct macro_text *t, size_t from, size_t to,
		      size_t node, struct buf *out);

/* A part of the text, expanded on its own. */
static struct str
range_text(struct macro_run *run, const struct macro_text *t, size_t from, size_t to, size_t node)
{
	struct buf out = buf_in(run->arena);
	size_t left = run->left;
	put_range(run, t, from, to, node, &out);
	/* It counts once it is put out, not while it is an argument; the work was done all the same. */
	run->left = left < run->work ? left : run->work;
	return out.n > 0 ? buf_done(&out) : STR("");
}

/* The first node of those below `node` that begins at `from` or later. */
static size_t
node_at(const struct macro_text *t, size_t node, size_t from)
{
	while (node < t->count && t->nodes[node].start < from)
		node++;
	return node;
}

/* The smallest indentation of its lines is taken off all of them. */
static struct str
without_indent(struct arena *arena, struct str s)
{
	size_t least = SIZE_MAX;
	struct str rest = s, line;
	while (str_cut(&rest, '\n', &line)) {
		size_t n = 0;
		while (n < line.n && (line.p[n] == ' ' || line.p[n] == '\t'))
			n++;
		if (n < line.n && n < least && line.p != s.p)
			least = n;
	}
	if (least == SIZE_MAX || least == 0)
		return str_trim(s);
	struct buf out = buf_in(arena);
	for (rest = s; str_cut(&rest, '\n', &line);) {
		bool is_first = line.p == s.p;
		size_t n = 0;
		while (!is_first && n < least && n < line.n && macro_is_space(line.p[n]))
			n++;
		buf_str(&out, str_from_at(line, n));
		buf_char(&out, '\n');
	}
	return str_trim(buf_done(&out));
}

/* Where "::" next parts the arguments of a tag, those of tags inside it aside; `to` when it does not. */
static size_t
next_colons(const struct macro_text *t, size_t at, size_t from, size_t to)
{
	size_t tag = at + 1;
	for (size_t i = from; i + 1 < to; i++) {
		tag = node_at(t, tag, i);
		if (tag < t->nodes[at].next && t->nodes[tag].start == i)
			i = t->nodes[tag].end - 1;
		else if (t->text.p[i] == ':' && t->text.p[i + 1] == ':')
			return i;
	}
	return to;
}

/* Cuts what follows the name into arguments. False when it is none of the forms. */
static bool
read_args(struct macro_run *run, const struct macro_text *t, size_t at, struct macro_call *call)
{
	const struct macro_node *node = &t->nodes[at];
	size_t from = node->name_end, to = node->end - 2, inner = at + 1;
	const char *p = t->text.p;
	size_t i = from;
	while (i < to && macro_is_space(p[i]))
		i++;
	bool is_comment = p[node->name_start] == '/';
	if (i == to) {
		call->form = MACRO_BARE;
		return true;
	}
	bool is_utc = (p[i] == '+' || p[i] == '-') &&
		      str_eq_fold(macro_name_of(t, node), MACRO_UTC);
	if (is_comment || p[i] != ':') {
		call->form = MACRO_SPACE;
		call->args[call->count++] = str_trim(range_text(run, t, from, to, inner));
		return is_comment || is_utc || i > from;
	}
	if (i + 1 >= to || p[i + 1] != ':') {
		call->form = MACRO_COLON;
		call->args[call->count++] = str_trim(range_text(run, t, i + 1, to, inner));
		return true;
	}
	call->form = MACRO_COLONS;
	for (size_t begin = i + 2;;) {
		size_t end = next_colons(t, at, begin, to);
		if (call->count == MACRO_ARGS)
			return false;
		call->args[call->count++] = str_trim(range_text(run, t, begin, end, inner));
		if (end == to)
			return true;
		begin = end + 2;
		inner = node_at(t, inner, begin);
	}
}

/* ---- if ------------------------------------------------------------------------------------ */

/* A condition writes nothing. */
static bool
only_asks(enum macro_ask ask)
{
	return ask == ASK_GET || ask == ASK_OR || ask == ASK_ELSE || ask >= ASK_IS;
}

static bool
condition_holds(struct macro_run *run, const struct macro_text *t, struct str raw, struct str value)
{
	raw = str_trim(raw);
	bool is_turned = raw.n > 1 && raw.p[0] == '!';
	if (is_turned && value.n > 0 && value.p[0] == '!')
		value = str_trim(str_from_at(value, 1));
	/* A bare name of a macro that needs nothing is that macro; .x and $x are variables. */
	bool is_plain = raw.n > 0 && memchr(raw.p, '{', raw.n) == NULL;
	const struct macro_kind *kind = is_plain ? macro_find(value) : NULL;
	struct buf out = buf_in(run->arena);
	struct macro_call call = { .text = t, .offset = 0 };
	struct macro_shorthand shorthand;
	if (macro_shorthand_read(value, &shorthand) && only_asks(shorthand.ask) &&
	    (is_plain || raw.p[0] == '.' || raw.p[0] == '$')) {
		macro_shorthand_run(run, &shorthand, str_trim(str_from_at(value, shorthand.value)),
				    &out);
		value = buf_done(&out);
	} else if (kind != NULL && kind->least == 0 && kind->handler(run, &call, &out)) {
		value = buf_done(&out);
	}
	return macro_is_false(value) == is_turned;
}

/* The {{else}} that stands directly between `from` and `to`; t->count when there is none. */
static size_t
find_else(const struct macro_text *t, size_t node, size_t to)
{
	while (node < t->count && t->nodes[node].start < to) {
		const struct macro_node *n = &t->nodes[node];
		if (!n->is_close && str_eq_fold(macro_name_of(t, n), STR("else")))
			return node;
		node = n->close != SIZE_MAX ? t->nodes[n->close].next : n->next;
	}
	return t->count;
}

/* Of a text with or without {{else}}, the part that is chosen; the other one is never read. */
static void
put_chosen(struct macro_run *run, const struct macro_text *t, bool holds, size_t from, size_t to,
	   size_t first, bool keeps_space, struct buf *out)
{
	size_t other = find_else(t, first, to);
	bool has_else = other < t->count;
	if (holds) {
		to = has_else ? t->nodes[other].start : to;
	} else if (has_else) {
		from = t->nodes[other].end;
		first = t->nodes[other].next;
	} else {
		return;
	}
	struct str text = range_text(run, t, from, to, first);
	put(run, out, keeps_space ? text : without_indent(run->arena, text));
}

/* {{if::condition::text}} */
static bool
put_if_inline(struct macro_run *run, const struct macro_text *t, size_t at, struct buf *out)
{
	const struct macro_node *node = &t->nodes[at];
	size_t from = node->name_end, to = node->end - 2;
	while (from < to && macro_is_space(t->text.p[from]))
		from++;
	if (!str_starts(str_from_at(str_first(t->text, to), from), STR("::")))
		return false;
	from += 2;
	size_t colons = next_colons(t, at, from, to);
	if (colons == to || next_colons(t, at, colons + 2, to) != to)
		return false;
	struct str raw = { t->text.p + from, colons - from };
	struct str value = str_trim(range_text(run, t, from, colons, at + 1));
	put_chosen(run, t, condition_holds(run, t, raw, value), colons + 2, to,
		   node_at(t, at + 1, colons + 2), node->keeps_space, out);
	return true;
}

static bool
put_if(struct macro_run *run, const struct macro_text *t, size_t at, struct buf *out)
{
	const struct macro_node *node = &t->nodes[at];
	struct macro_call call = { .text = t, .offset = node->start };
	if (node->close == SIZE_MAX)
		return put_if_inline(run, t, at, out);
	if (!read_args(run, t, at, &call) || call.count > 1)
		return false;
	struct str raw = { t->text.p + node->name_end, node->end - 2 - node->name_end };
	raw = str_trim(raw);
	while (raw.n > 0 && raw.p[0] == ':')
		raw = str_from_at(raw, 1);
	struct str value = call.count > 0 ? call.args[0] : STR("");
	put_chosen(run, t, condition_holds(run, t, raw, value), node->end,
		   t->nodes[node->close].start, node->next, node->keeps_space, out);
	return true;
}

/* ---- tags ---------------------------------------------------------------------------------- */

/* {{trim}} takes the newlines around it: those that are out already, and those to come. */
static size_t
put_trim(const struct macro_text *t, size_t end, struct buf *out)
{
	while (out->n > 0 && (out->p[out->n - 1] == '\n' || out->p[out->n - 1] == '\r'))
		out->n--;
	while (end < t->text.n && (t->text.p[end] == '\n' || t->text.p[end] == '\r'))
		end++;
	return end;
}

static bool
call_kind(struct macro_run *run, const struct macro_text *t, size_t at,
	  const struct macro_kind *kind, struct buf *out)
{
	const struct macro_node *node = &t->nodes[at];
	struct macro_call call = { .text = t, .offset = node->start };
	if (!read_args(run, t, at, &call))
		return false;
	if (node->close != SIZE_MAX) {
		if (call.count >= kind->most || call.count == MACRO_ARGS)
			return false;
		struct str text = range_text(run, t, node->end, t->nodes[node->close].start,
					     node->next);
		call.args[call.count++] = node->keeps_space ? text
							    : without_indent(run->arena, text);
		call.is_scoped = true;
	}
	if (call.count < kind->least || call.count > kind->most)
		return false;
	struct buf made = buf_in(run->arena);
	if (!kind->handler(run, &call, &made))
		return false;
	put(run, out, buf_done(&made));
	return true;
}

/* {{.name}} and what can be done with it; its value is read only where it counts. */
static bool
put_variable(struct macro_run *run, const struct macro_text *t, size_t at, struct buf *out)
{
	const struct macro_node *node = &t->nodes[at];
	struct str body = { t->text.p + node->name_start, node->end - 2 - node->name_start };
	struct macro_shorthand shorthand;
	struct buf made = buf_in(run->arena);
	struct str value = STR("");
	if (!macro_shorthand_read(body, &shorthand))
		return false;
	if (macro_shorthand_wants(run, &shorthand))
		value = str_trim(range_text(run, t, node->name_start + shorthand.value,
					    node->end - 2, at + 1));
	macro_shorthand_run(run, &shorthand, value, &made);
	if (made.n > 0)
		put(run, out, buf_done(&made));
	return true;
}

/* Puts one tag and returns where the text goes on. */
static size_t
put_tag(struct macro_run *run, const struct macro_text *t, size_t at, size_t *next, struct buf *out)
{
	struct macro_node *node = &t->nodes[at];
	struct str name = macro_name_of(t, node);
	size_t end = node->end;
	bool is_put = false;
	*next = node->next;
	if (!node->is_close && run->depth < MACRO_DEPTH) {
		run->depth++;
		const struct macro_kind *kind = macro_find(name);
		struct str body = { t->text.p + node->name_start,
				    node->end - 2 - node->name_start };
		bool is_variable = name.p[0] == '.' || name.p[0] == '$';
		if (is_variable)
			is_put = put_variable(run, t, at, out);
		else if (str_eq_fold(name, STR("if")))
			is_put = put_if(run, t, at, out);
		else if (str_eq_fold(name, STR("trim")) && node->close == SIZE_MAX &&
			 str_eq_fold(str_trim(body), STR("trim"))) {
			end = put_trim(t, end, out);
			is_put = true;
		} else if (kind != NULL)
			is_put = call_kind(run, t, at, kind, out);
		run->depth--;
	}
	if (is_put) {
		if (node->close != SIZE_MAX) {
			end = t->nodes[node->close].end;
			*next = t->nodes[node->close].next;
		}
		return end;
	}
	/* As it was written, but for the tags inside it. */
	put(run, out, (struct str){ t->text.p + node->start, node->name_end - node->start });
	if (run->depth < MACRO_DEPTH) {
		run->depth++;
		put_range(run, t, node->name_end, node->end, at + 1, out);
		run->depth--;
	} else {
		put(run, out,
		    (struct str){ t->text.p + node->name_end, node->end - node->name_end });
	}
	return end;
}

static void
put_range(struct macro_run *run, const struct macro_text *t, size_t from, size_t to, size_t node,
	  struct buf *out)
{
	node = node_at(t, node, from);
	while (from < to && run->left > 0) {
		size_t stop = node < t->count && t->nodes[node].start < to ? t->nodes[node].start
									   : to;
		if (stop > from)
			put_plain(run, out, (struct str){ t->text.p + from, stop - from });
		if (stop >= to)
			return;
		from = put_tag(run, t, node, &node, out);
	}
}

/* ---- fields and the outside ---------------------------------------------------------------- */

static struct str
expand(struct macro_run *run, struct str text)
{
	if (!macro_is_in(text))
		return text;
	struct macro_text t = macro_read(run->arena, text);
	return range_text(run, &t, 0, text.n, 0);
}

struct str
macro_field_text(struct macro_run *run, enum macro_field field)
{
	const struct macro_context *c = run->context;
	const struct str raw[MACRO_FIELDS] = {
		[FIELD_DESCRIPTION] = c->description,	  [FIELD_PERSONALITY] = c->personality,
		[FIELD_SCENARIO] = c->scenario,		  [FIELD_PERSONA] = c->persona,
		[FIELD_EXAMPLES] = c->examples,		  [FIELD_SYSTEM_PROMPT] = c->system_prompt,
		[FIELD_POST_HISTORY] = c->post_history,	  [FIELD_DEPTH_PROMPT] = c->depth_prompt,
		[FIELD_CREATOR_NOTES] = c->creator_notes, [FIELD_FIRST_MESSAGE] = c->first_message,
		[FIELD_ORIGINAL] = c->original,
	};
	bool is_prompt = field == FIELD_SYSTEM_PROMPT || field == FIELD_POST_HISTORY ||
			 field == FIELD_DEPTH_PROMPT;
	if (run->is_open[field])
		return STR("");
	if (c->hides_prompts && is_prompt && raw[field].n > 0)
		run->has_hidden = true;
	if (!run->is_done[field]) {
		int depth = run->depth;
		run->is_open[field] = true;
		run->depth = 0;
		run->fields[field] = expand(run, raw[field]);
		run->depth = depth;
		run->is_open[field] = false;
		run->is_done[field] = true;
	}
	return run->fields[field];
}

bool
macro_is_in(struct str text)
{
	if (text.n == 0)
		return false;
	for (const char *p = text.p, *end = text.p + text.n; p < end; p++) {
		if (*p == '<' && p + 4 < end && macro_is_letter(p[1]))
			return true;
		if (*p == '{' && p + 1 < end && p[1] == '{')
			return true;
	}
	return false;
}

struct str
macro_expand(struct arena *arena, const struct macro_context *context, struct str text)
{
	if (!macro_is_in(text))
		return text;
	struct macro_run run = {
		.arena = arena, .context = context, .left = MACRO_BYTES, .work = MACRO_WORK
	};
	struct macro_text t = macro_read(arena, text);
	struct buf out = buf_in(arena);
	run.chance = rand_from_seed(context->seed ^ t.hash);
	put_range(&run, &t, 0, text.n, 0, &out);
	if (run.has_hidden && context->has_hidden != NULL)
		*context->has_hidden = true;
	return out.n > 0 ? buf_done(&out) : STR("");
}

uint64_t
macro_chat_hash(int64_t chat_id)
{
	struct rand_seeded r = rand_from_seed((uint64_t)chat_id);
	return rand_next(&r);
}
