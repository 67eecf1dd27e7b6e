/* Variables of a chat and of a member. See macro.h. */
#include <ctype.h>
#include <math.h>

#include "lib/macro/run.h"

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
	if (one != NULL && str_eq(one->value, value))
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
		if (json_is_number(value))
			put_number(&number, json_number_value(value));
		else if (json_is_boolean(value))
			buf_str(&number, json_is_true(value) ? STR("true") : STR("false"));
		(void)macro_variable_set(&v, str_from(key),
					 json_is_string(value) ? json_text(value)
							       : buf_done(&number));
	}
	v.is_changed = false;
	return v;
}

struct str
macro_variables_json(struct arena *arena, const struct macro_variables *variables)
{
	struct buf out = buf_in(arena);
	buf_char(&out, '{');
	for (size_t i = 0; i < variables->n; i++) {
		if (i > 0)
			buf_char(&out, ',');
		json_put_text(&out, variables->at[i].name);
		buf_char(&out, ':');
		json_put_text(&out, variables->at[i].value);
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

static bool
get(const struct macro_variables *v, struct str name, struct buf *out)
{
	buf_str(out, macro_variable_get(v, name));
	return true;
}

static void
set(const struct macro_run *run, struct macro_variables *v, struct str name, struct str value)
{
	if (may_write(run, v))
		(void)macro_variable_set(v, name, value);
}

/* Numbers are added, anything else is appended. */
static struct str
add(const struct macro_run *run, struct macro_variables *v, struct str name, struct str more)
{
	struct str was = macro_variable_get(v, name);
	struct buf out = buf_in(run->arena);
	double a = 0, b;
	if ((was.n == 0 || macro_number(was, &a)) && macro_number(more, &b)) {
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
		return get(run->context->member, call->args[0], out);                              \
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

bool
macro_shorthand(struct macro_run *run, struct str body, struct buf *out)
{
	body = str_trim(body);
	struct macro_variables *v = body.p[0] == '.' ? run->context->local : run->context->global;
	size_t n = 1;
	while (n < body.n &&
	       (isalnum((unsigned char)body.p[n]) || body.p[n] == '_' || body.p[n] == '-')) {
		/* "x--" and "x-=": the sign belongs to what is done. */
		if (body.p[n] == '-' && n + 1 < body.n &&
		    (body.p[n + 1] == '-' || body.p[n + 1] == '='))
			break;
		n++;
	}
	struct str name = { body.p + 1, n - 1 };
	struct str rest = str_trim(str_from_at(body, n));
	if (rest.n == 0)
		return get(v, name, out);
	if (str_eq(rest, STR("++")) || str_eq(rest, STR("--"))) {
		buf_str(out, add(run, v, name, rest.p[0] == '+' ? STR("1") : STR("-1")));
		return true;
	}
	double less;
	if (str_starts(rest, STR("+="))) {
		(void)add(run, v, name, str_trim(str_from_at(rest, 2)));
	} else if (str_starts(rest, STR("-=")) && macro_number(str_from_at(rest, 2), &less)) {
		struct buf number = buf_in(run->arena);
		put_number(&number, -less);
		(void)add(run, v, name, buf_done(&number));
	} else if (rest.p[0] == '=' && !str_starts(rest, STR("=="))) {
		set(run, v, name, str_trim(str_from_at(rest, 1)));
	} else {
		return false;
	}
	return true;
}
