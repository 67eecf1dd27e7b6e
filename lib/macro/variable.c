/* Variables of a chat and of a member. See macro.h. */
#include <math.h>

#include "lib/macro/run.h"

/* A value that is kept back is kept as an object with this member. */
static const char HIDDEN[] = "kept";

static struct macro_variable *
find(const struct macro_variables *v, struct str name)
{
	for (size_t i = 0; v != NULL && i < v->n; i++)
		if (str_eq(v->at[i].name, name))
			return &v->at[i];
	return NULL;
}

struct str
macro_variable_get(const struct macro_variables *variables, struct str name)
{
	const struct macro_variable *one = find(variables, name);
	return one != NULL ? one->value : STR_NONE;
}

bool
macro_variable_set(struct macro_variables *v, struct str name, struct str value)
{
	struct macro_variable *one = find(v, name);
	value = str_first(value, str_clip(value, MACRO_VALUE));
	if (one != NULL && str_eq(one->value, value) && !one->is_hidden)
		return true;
	if (one == NULL) {
		if (v->n >= MACRO_VARIABLES || name.n == 0 || name.n > 200)
			return false;
		if (v->n == v->room) {
			size_t room = v->room > 0 ? v->room * 2 : 16;
			struct macro_variable *at = ARENA_ARRAY(v->arena, struct macro_variable,
								room);
			if (v->n > 0)
				memcpy(at, v->at, v->n * sizeof(*at));
			v->at = at;
			v->room = room;
		}
		one = &v->at[v->n++];
		one->name = str_copy(v->arena, name);
	}
	one->value = str_copy(v->arena, value);
	one->is_hidden = false;
	v->is_changed = true;
	return true;
}

static void
take_away(struct macro_variables *v, struct str name)
{
	struct macro_variable *one = find(v, name);
	if (one == NULL)
		return;
	size_t at = (size_t)(one - v->at);
	memmove(one, one + 1, (v->n - at - 1) * sizeof(*one));
	v->n--;
	v->is_changed = true;
}

static void
put_number(struct buf *out, double value)
{
	if (value == floor(value) && fabs(value) < 1e15)
		buf_i64(out, (int64_t)value);
	else
		buf_fmt(out, "%.15g", value);
}

struct macro_variables
macro_variables_read(struct arena *arena, const json_t *object)
{
	struct macro_variables v = { .arena = arena };
	const char *key;
	json_t *value;
	/* jansson's walk wants an object that is not const; it changes nothing. */
	union {
		const json_t *in;
		json_t *out;
	} u = { .in = object };
	if (!json_is_object(object))
		return v;
	json_object_foreach(u.out, key, value)
	{
		struct buf number = buf_in(arena);
		const json_t *hidden = json_object_get(value, HIDDEN);
		if (json_is_number(value))
			put_number(&number, json_number_value(value));
		else if (json_is_boolean(value))
			buf_str(&number, json_is_true(value) ? STR("true") : STR("false"));
		struct str text = json_is_string(value)	   ? json_text(value)
				  : json_is_string(hidden) ? json_text(hidden)
							   : buf_done(&number);
		if (macro_variable_set(&v, str_from(key), text))
			find(&v, str_from(key))->is_hidden = json_is_string(hidden);
	}
	v.is_changed = false;
	return v;
}

void
macro_variable_put(struct buf *out, const struct macro_variable *one)
{
	json_put_text(out, one->name);
	buf_char(out, ':');
	if (one->is_hidden)
		buf_fmt(out, "{\"%s\":", HIDDEN);
	json_put_text(out, one->value);
	if (one->is_hidden)
		buf_char(out, '}');
}

struct str
macro_variables_json(struct arena *arena, const struct macro_variables *variables)
{
	struct buf out = buf_in(arena);
	buf_char(&out, '{');
	for (size_t i = 0; i < variables->n; i++) {
		if (i > 0)
			buf_char(&out, ',');
		macro_variable_put(&out, &variables->at[i]);
	}
	buf_char(&out, '}');
	return buf_done(&out);
}

/* ---- macros -------------------------------------------------------------------------------- */

static bool
may_write(const struct macro_run *run, const struct macro_variables *v)
{
	return v != NULL && !run->context->is_read_only;
}

static struct str
value_of(struct macro_run *run, const struct macro_variables *v, struct str name)
{
	const struct macro_variable *one = find(v, name);
	if (one == NULL)
		return STR_NONE;
	run->has_hidden = run->has_hidden || one->is_hidden;
	return one->value;
}

static void
get(struct macro_run *run, const struct macro_variables *v, struct str name, struct buf *out)
{
	buf_str(out, value_of(run, v, name));
}

/* Moods and counts that a text of another member sets may be seen, and nothing longer. */
static void
set(const struct macro_run *run, struct macro_variables *v, struct str name, struct str value)
{
	if (!may_write(run, v) || !macro_variable_set(v, name, value))
		return;
	bool is_long = run->context->is_hidden && value.n > MACRO_SHOWN;
	find(v, name)->is_hidden = run->has_hidden || is_long;
}

/* Numbers are added, anything else is appended. */
static struct str
add(struct macro_run *run, struct macro_variables *v, struct str name, struct str more)
{
	struct str was = value_of(run, v, name);
	struct buf out = buf_in(run->arena);
	double a = 0, b;
	if ((was.n == 0 || str_to_real(str_trim(was), &a)) && str_to_real(str_trim(more), &b)) {
		put_number(&out, a + b);
	} else {
		buf_str(&out, was);
		buf_str(&out, more);
	}
	set(run, v, name, buf_done(&out));
	return buf_done(&out);
}

#define VARIABLES(get_, set_, add_, inc_, dec_, has_, delete_, member)                             \
	bool get_(struct macro_run *run, const struct macro_call *call, struct buf *out)           \
	{                                                                                          \
		get(run, run->context->member, call->args[0], out);                                \
		return true;                                                                       \
	}                                                                                          \
	bool set_(struct macro_run *run, const struct macro_call *call, struct buf *out)           \
	{                                                                                          \
		(void)out;                                                                         \
		set(run, run->context->member, call->args[0], call->args[1]);                      \
		return true;                                                                       \
	}                                                                                          \
	bool add_(struct macro_run *run, const struct macro_call *call, struct buf *out)           \
	{                                                                                          \
		(void)out;                                                                         \
		(void)add(run, run->context->member, call->args[0], call->args[1]);                \
		return true;                                                                       \
	}                                                                                          \
	bool inc_(struct macro_run *run, const struct macro_call *call, struct buf *out)           \
	{                                                                                          \
		buf_str(out, add(run, run->context->member, call->args[0], STR("1")));             \
		return true;                                                                       \
	}                                                                                          \
	bool dec_(struct macro_run *run, const struct macro_call *call, struct buf *out)           \
	{                                                                                          \
		buf_str(out, add(run, run->context->member, call->args[0], STR("-1")));            \
		return true;                                                                       \
	}                                                                                          \
	bool has_(struct macro_run *run, const struct macro_call *call, struct buf *out)           \
	{                                                                                          \
		bool has = find(run->context->member, call->args[0]) != NULL;                      \
		buf_str(out, has ? STR("true") : STR("false"));                                    \
		return true;                                                                       \
	}                                                                                          \
	bool delete_(struct macro_run *run, const struct macro_call *call, struct buf *out)        \
	{                                                                                          \
		(void)out;                                                                         \
		if (may_write(run, run->context->member))                                          \
			take_away(run->context->member, call->args[0]);                            \
		return true;                                                                       \
	}

VARIABLES(macro_getvar, macro_setvar, macro_addvar, macro_incvar, macro_decvar, macro_hasvar,
	  macro_deletevar, local)
VARIABLES(macro_getglobal, macro_setglobal, macro_addglobal, macro_incglobal, macro_decglobal,
	  macro_hasglobal, macro_deleteglobal, global)

/* ---- the short form ------------------------------------------------------------------------ */

/* Letters, digits, "_" and "-", of which the last is no "-": in "x--" and "x-=" it belongs to what follows. */
static size_t
name_length(struct str s)
{
	size_t n = 0, end = 0;
	for (; n < s.n; n++) {
		char c = s.p[n];
		if (macro_is_letter(c) || (c >= '0' && c <= '9'))
			end = n + 1;
		else if (c != '-')
			break;
	}
	return end;
}

static struct str
skip_space(struct str s)
{
	while (s.n > 0 && macro_is_space(s.p[0]))
		s = str_from_at(s, 1);
	return s;
}

bool
macro_shorthand_read(struct str body, struct macro_shorthand *out)
{
	/* Longer marks before those that they begin with. */
	static const struct {
		struct str mark;
		enum macro_ask ask;
	} MARKS[] = {
		{ STR_INIT("||="), ASK_SET_OR },  { STR_INIT("?\?="), ASK_SET_ELSE },
		{ STR_INIT("||"), ASK_OR },	  { STR_INIT("??"), ASK_ELSE },
		{ STR_INIT("++"), ASK_MORE },	  { STR_INIT("--"), ASK_LESS },
		{ STR_INIT("+="), ASK_ADD },	  { STR_INIT("-="), ASK_TAKE },
		{ STR_INIT("=="), ASK_IS },	  { STR_INIT("!="), ASK_IS_NOT },
		{ STR_INIT(">="), ASK_AT_LEAST }, { STR_INIT("<="), ASK_AT_MOST },
		{ STR_INIT(">"), ASK_ABOVE },	  { STR_INIT("<"), ASK_BELOW },
		{ STR_INIT("="), ASK_SET },
	};
	struct str at = skip_space(body);
	if (at.n < 2 || (at.p[0] != '.' && at.p[0] != '$') || !macro_is_letter(at.p[1]))
		return false;
	*out = (struct macro_shorthand){ .is_global = at.p[0] == '$', .value = body.n };
	at = str_from_at(at, 1);
	out->name = str_first(at, name_length(at));
	at = skip_space(str_from_at(at, out->name.n));
	if (at.n == 0)
		return true;
	for (size_t i = 0; i < COUNT(MARKS); i++)
		if (str_starts(at, MARKS[i].mark)) {
			out->ask = MARKS[i].ask;
			out->value = body.n - at.n + MARKS[i].mark.n;
			bool takes_none = out->ask == ASK_MORE || out->ask == ASK_LESS;
			return !takes_none || str_trim(str_from_at(body, out->value)).n == 0;
		}
	return false;
}

static struct macro_variables *
variables_of(const struct macro_run *run, const struct macro_shorthand *s)
{
	return s->is_global ? run->context->global : run->context->local;
}

bool
macro_shorthand_wants(const struct macro_run *run, const struct macro_shorthand *s)
{
	const struct macro_variable *one = find(variables_of(run, s), s->name);
	switch (s->ask) {
	case ASK_GET:
	case ASK_MORE:
	case ASK_LESS:
		return false;
	case ASK_OR:
	case ASK_SET_OR:
		return one == NULL || macro_is_false(one->value);
	case ASK_ELSE:
	case ASK_SET_ELSE:
		return one == NULL;
	case ASK_SET:
	case ASK_ADD:
	case ASK_TAKE:
	case ASK_IS:
	case ASK_IS_NOT:
	case ASK_ABOVE:
	case ASK_AT_LEAST:
	case ASK_BELOW:
	case ASK_AT_MOST:
		return true;
	}
	return true;
}

/* What is no number is neither above nor below. */
static bool
compares(enum macro_ask ask, struct str a, struct str b)
{
	double x, y;
	if (ask == ASK_IS || ask == ASK_IS_NOT)
		return str_eq(str_trim(a), b) == (ask == ASK_IS);
	if (!str_to_real(str_trim(a), &x) || !str_to_real(str_trim(b), &y))
		return false;
	return ask == ASK_ABOVE	     ? x > y
	       : ask == ASK_AT_LEAST ? x >= y
	       : ask == ASK_BELOW    ? x < y
				     : x <= y;
}

static void
take(struct macro_run *run, struct macro_variables *v, struct str name, struct str value)
{
	double less;
	struct buf number = buf_in(run->arena);
	if (!str_to_real(str_trim(value), &less))
		return;
	put_number(&number, -less);
	(void)add(run, v, name, buf_done(&number));
}

void
macro_shorthand_run(struct macro_run *run, const struct macro_shorthand *s, struct str value,
		    struct buf *out)
{
	struct macro_variables *v = variables_of(run, s);
	bool is_wanted = macro_shorthand_wants(run, s);
	bool is_kept = s->ask == ASK_SET_OR || s->ask == ASK_SET_ELSE;
	switch (s->ask) {
	case ASK_GET:
		get(run, v, s->name, out);
		break;
	case ASK_SET:
		set(run, v, s->name, value);
		break;
	case ASK_MORE:
	case ASK_LESS:
		buf_str(out, add(run, v, s->name, s->ask == ASK_MORE ? STR("1") : STR("-1")));
		break;
	case ASK_ADD:
		(void)add(run, v, s->name, value);
		break;
	case ASK_TAKE:
		take(run, v, s->name, value);
		break;
	case ASK_SET_OR:
	case ASK_SET_ELSE:
	case ASK_OR:
	case ASK_ELSE:
		if (is_wanted && is_kept)
			set(run, v, s->name, value);
		if (is_wanted)
			buf_str(out, value);
		else
			get(run, v, s->name, out);
		break;
	case ASK_IS:
	case ASK_IS_NOT:
	case ASK_ABOVE:
	case ASK_AT_LEAST:
	case ASK_BELOW:
	case ASK_AT_MOST: {
		struct buf was = buf_in(run->arena);
		get(run, v, s->name, &was);
		bool holds = compares(s->ask, was.n > 0 ? buf_done(&was) : STR(""), value);
		buf_str(out, holds ? STR("true") : STR("false"));
		break;
	}
	}
}
