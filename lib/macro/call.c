/* What each macro gives. See macro.h. */
#include "lib/macro/run.h"

enum { REPEAT_MOST = 1000 };

bool
macro_is_false(struct str value)
{
	static const struct str FALSE[] = { STR_INIT(""), STR_INIT("false"), STR_INIT("0"),
					    STR_INIT("off"), STR_INIT("no") };
	value = str_trim(value);
	for (size_t i = 0; i < COUNT(FALSE); i++)
		if (str_eq_fold(value, FALSE[i]))
			return true;
	return false;
}

static int64_t
repeats(const struct macro_call *call)
{
	int64_t n = 1;
	if (call->count > 0 && !str_to_i64(str_trim(call->args[0]), &n))
		return 1;
	return n < 0 ? 0 : n > REPEAT_MOST ? REPEAT_MOST : n;
}

/* ---- nothing, and text --------------------------------------------------------------------- */

static bool
put_nothing(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	(void)run;
	(void)call;
	(void)out;
	return true;
}

static bool
put_newline(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	(void)run;
	for (int64_t n = repeats(call); n > 0; n--)
		buf_char(out, '\n');
	return true;
}

static bool
put_space(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	(void)run;
	for (int64_t n = repeats(call); n > 0; n--)
		buf_char(out, ' ');
	return true;
}

/* {{trim}}...{{/trim}}: what stands between comes trimmed already. */
static bool
put_argument(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	(void)run;
	buf_str(out, call->args[0]);
	return true;
}

static bool
put_reverse(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	(void)run;
	struct str s = call->args[0];
	while (s.n > 0) {
		size_t at = s.n - 1;
		while (at > 0 && ((unsigned char)s.p[at] & 0xC0) == 0x80)
			at--;
		buf_str(out, str_from_at(s, at));
		s.n = at;
	}
	return true;
}

static bool
put_hidden_key(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	if (run->context->purpose == MACRO_FOR_SCAN)
		buf_str(out, call->args[0]);
	return true;
}

static bool
put_comment(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	if (run->context->purpose == MACRO_FOR_SCREEN)
		buf_str(out, call->args[0]);
	return true;
}

static bool
put_banned(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	(void)out;
	struct macro_banned *banned = run->context->banned;
	struct str word = call->args[0];
	if (word.n >= 2 && word.p[0] == '"' && word.p[word.n - 1] == '"')
		word = (struct str){ word.p + 1, word.n - 2 };
	if (banned != NULL && word.n > 0 && banned->n < COUNT(banned->at)) {
		banned->is_hidden[banned->n] = run->has_hidden || run->context->is_hidden;
		banned->at[banned->n++] = word;
	}
	return true;
}

static bool
put_outlet(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	const struct macro_context *c = run->context;
	for (size_t i = 0; i < c->outlet_count; i++)
		if (str_eq(c->outlets[i].name, call->args[0])) {
			run->has_hidden = run->has_hidden || c->outlets[i].is_hidden;
			buf_str(out, c->outlets[i].text);
		}
	return true;
}

/* ---- names --------------------------------------------------------------------------------- */

static bool
put_user(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	(void)call;
	buf_str(out, run->context->user);
	return true;
}

static bool
put_char(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	(void)call;
	buf_str(out, run->context->character);
	return true;
}

static bool
put_group(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	const struct macro_context *c = run->context;
	(void)call;
	buf_str(out, str_or(c->group, c->character));
	return true;
}

static bool
put_group_speaking(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	const struct macro_context *c = run->context;
	(void)call;
	buf_str(out, c->group_speaking.n > 0 ? c->group_speaking
		     : c->group.n > 0	     ? c->group
					     : c->character);
	return true;
}

/* Everyone but the character: the others of the group, and the member. */
static bool
put_not_char(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	const struct macro_context *c = run->context;
	struct str rest = c->group, name;
	(void)call;
	while (c->is_group && str_cut(&rest, ',', &name)) {
		name = str_trim(name);
		if (name.n > 0 && !str_eq(name, c->character) && !str_eq(name, c->user))
			buf_fmt(out, "%.*s, ", STR_ARG(name));
	}
	buf_str(out, c->user);
	return true;
}

/* ---- what stands in the context as it is --------------------------------------------------- */

#define PUT_TEXT(function, member)                                                                 \
	static bool function(struct macro_run *run, const struct macro_call *call,                 \
			     struct buf *out)                                                      \
	{                                                                                          \
		(void)call;                                                                        \
		buf_str(out, run->context->member);                                                \
		return true;                                                                       \
	}
PUT_TEXT(put_model, model)
PUT_TEXT(put_kind, kind)
PUT_TEXT(put_version, version)
PUT_TEXT(put_input, input)
PUT_TEXT(put_last_message, last_message)
PUT_TEXT(put_last_user_message, last_user_message)
PUT_TEXT(put_last_char_message, last_char_message)

#define PUT_FIELD(function, field)                                                                 \
	static bool function(struct macro_run *run, const struct macro_call *call,                 \
			     struct buf *out)                                                      \
	{                                                                                          \
		(void)call;                                                                        \
		buf_str(out, macro_field_text(run, field));                                        \
		return true;                                                                       \
	}
PUT_FIELD(put_description, FIELD_DESCRIPTION)
PUT_FIELD(put_personality, FIELD_PERSONALITY)
PUT_FIELD(put_scenario, FIELD_SCENARIO)
PUT_FIELD(put_persona, FIELD_PERSONA)
PUT_FIELD(put_examples, FIELD_EXAMPLES)
PUT_FIELD(put_system_prompt, FIELD_SYSTEM_PROMPT)
PUT_FIELD(put_post_history, FIELD_POST_HISTORY)
PUT_FIELD(put_depth_prompt, FIELD_DEPTH_PROMPT)
PUT_FIELD(put_creator_notes, FIELD_CREATOR_NOTES)

static bool
put_original(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	(void)call;
	if (run->context->original.p == NULL)
		return false;
	buf_str(out, macro_field_text(run, FIELD_ORIGINAL));
	return true;
}

/* {{greeting::1}} is another first message, and a prompt knows only the one in use. */
static bool
put_first_message(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	int64_t n = 0;
	if (call->count == 0 || (str_to_i64(call->args[0], &n) && n == 0))
		buf_str(out, macro_field_text(run, FIELD_FIRST_MESSAGE));
	return true;
}

/* Numbers that are not known give nothing. */
static bool
put_known(struct buf *out, int64_t value, int64_t least)
{
	if (value >= least)
		buf_i64(out, value);
	return true;
}

static bool
put_last_message_id(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	(void)call;
	return put_known(out, run->context->message_count - 1, 0);
}

static bool
put_first_included(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	(void)call;
	return put_known(out, run->context->first_included, 0);
}

static bool
put_current_swipe(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	(void)call;
	return put_known(out, run->context->swipe, 1);
}

static bool
put_last_swipe(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	(void)call;
	return put_known(out, run->context->swipes, 1);
}

static bool
put_max_context(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	(void)call;
	return put_known(out, run->context->context_tokens, 1);
}

static bool
put_max_response(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	(void)call;
	return put_known(out, run->context->reply_tokens, 1);
}

static bool
put_max_prompt(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	(void)call;
	return put_known(out, run->context->context_tokens - run->context->reply_tokens, 1);
}

/* Whether it is a phone, or has an extension: the house writes the same for all. */
static bool
put_false(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	(void)run;
	(void)call;
	buf_lit(out, "false");
	return true;
}

/* ---- the table ----------------------------------------------------------------------------- */

static const struct macro_kind KINDS[] = {
	{ "user", 0, 0, put_user },
	{ "char", 0, 0, put_char },
	{ "group", 0, 0, put_group },
	{ "charifnotgroup", 0, 0, put_group },
	{ "groupnotmuted", 0, 0, put_group_speaking },
	{ "notchar", 0, 0, put_not_char },
	{ "model", 0, 0, put_model },
	{ "description", 0, 0, put_description },
	{ "chardescription", 0, 0, put_description },
	{ "personality", 0, 0, put_personality },
	{ "charpersonality", 0, 0, put_personality },
	{ "scenario", 0, 0, put_scenario },
	{ "charscenario", 0, 0, put_scenario },
	{ "persona", 0, 0, put_persona },
	{ "mesexamples", 0, 0, put_examples },
	{ "mesexamplesraw", 0, 0, put_examples },
	{ "charversion", 0, 0, put_version },
	{ "char_version", 0, 0, put_version },
	{ "version", 0, 0, put_version },
	{ "charprompt", 0, 0, put_system_prompt },
	{ "charinstruction", 0, 0, put_post_history },
	{ "charjailbreak", 0, 0, put_post_history },
	{ "chardepthprompt", 0, 0, put_depth_prompt },
	{ "charcreatornotes", 0, 0, put_creator_notes },
	{ "creatornotes", 0, 0, put_creator_notes },
	{ "charfirstmessage", 0, 1, put_first_message },
	{ "greeting", 0, 1, put_first_message },
	{ "original", 0, 0, put_original },
	{ "input", 0, 0, put_input },
	{ "lastmessage", 0, 0, put_last_message },
	{ "lastusermessage", 0, 0, put_last_user_message },
	{ "lastcharmessage", 0, 0, put_last_char_message },
	{ "lastmessageid", 0, 0, put_last_message_id },
	{ "firstincludedmessageid", 0, 0, put_first_included },
	{ "firstdisplayedmessageid", 0, 0, put_first_included },
	{ "currentswipeid", 0, 0, put_current_swipe },
	{ "lastswipeid", 0, 0, put_last_swipe },
	{ "maxprompt", 0, 0, put_max_prompt },
	{ "maxprompttokens", 0, 0, put_max_prompt },
	{ "maxcontext", 0, 0, put_max_context },
	{ "maxcontexttokens", 0, 0, put_max_context },
	{ "maxresponse", 0, 0, put_max_response },
	{ "maxresponsetokens", 0, 0, put_max_response },
	{ "lastgenerationtype", 0, 0, put_kind },
	{ "ismobile", 0, 0, put_false },
	{ "hasextension", 1, 1, put_false },
	{ "newline", 0, 1, put_newline },
	{ "space", 0, 1, put_space },
	{ "noop", 0, 0, put_nothing },
	{ "trim", 1, 1, put_argument },
	{ "reverse", 1, 1, put_reverse },
	{ "//", 0, MACRO_ARGS, put_nothing },
	{ "comment", 0, MACRO_ARGS, put_comment },
	{ "hidden_key", 1, 1, put_hidden_key },
	{ "banned", 1, 1, put_banned },
	{ "outlet", 1, 1, put_outlet },
	{ "random", 1, MACRO_ARGS, macro_random },
	{ "pick", 1, MACRO_ARGS, macro_pick },
	{ "roll", 1, 1, macro_roll },
	{ "time", 0, 1, macro_time },
	{ "time_utc", 1, 1, macro_time_utc },
	{ "date", 0, 0, macro_date },
	{ "weekday", 0, 0, macro_weekday },
	{ "isotime", 0, 0, macro_isotime },
	{ "isodate", 0, 0, macro_isodate },
	{ "datetimeformat", 1, 1, macro_datetimeformat },
	{ "idle_duration", 0, 0, macro_idle },
	{ "idleduration", 0, 0, macro_idle },
	{ "timediff", 2, 2, macro_time_diff },
	{ "getvar", 1, 1, macro_getvar },
	{ "setvar", 2, 2, macro_setvar },
	{ "addvar", 2, 2, macro_addvar },
	{ "incvar", 1, 1, macro_incvar },
	{ "decvar", 1, 1, macro_decvar },
	{ "hasvar", 1, 1, macro_hasvar },
	{ "varexists", 1, 1, macro_hasvar },
	{ "deletevar", 1, 1, macro_deletevar },
	{ "flushvar", 1, 1, macro_deletevar },
	{ "getglobalvar", 1, 1, macro_getglobal },
	{ "setglobalvar", 2, 2, macro_setglobal },
	{ "addglobalvar", 2, 2, macro_addglobal },
	{ "incglobalvar", 1, 1, macro_incglobal },
	{ "decglobalvar", 1, 1, macro_decglobal },
	{ "hasglobalvar", 1, 1, macro_hasglobal },
	{ "globalvarexists", 1, 1, macro_hasglobal },
	{ "deleteglobalvar", 1, 1, macro_deleteglobal },
	{ "flushglobalvar", 1, 1, macro_deleteglobal },
	{ "systemprompt", 0, 0, put_system_prompt },
};

/* Marks of instruct templates give nothing: the house sends messages with roles, not marks. */
static const char *const MARKS[] = {
	"instructuserprefix",
	"instructusersuffix",
	"instructassistantprefix",
	"instructassistantsuffix",
	"instructsystemprefix",
	"instructsystemsuffix",
	"instructinput",
	"instructoutput",
	"instructseparator",
	"instructstop",
	"instructstorystringprefix",
	"instructstorystringsuffix",
	"instructfirstassistantprefix",
	"instructfirstoutputprefix",
	"instructlastassistantprefix",
	"instructlastoutputprefix",
	"instructfirstuserprefix",
	"instructfirstinput",
	"instructlastuserprefix",
	"instructlastinput",
	"instructuserfiller",
	"instructsysteminstructionprefix",
	"instructconsecutiveassistantmessage",
	"instructsystem",
	"instructsystemprompt",
	"defaultsystemprompt",
	"chatstart",
	"chatseparator",
	"exampleseparator",
	"examplesseparator",
};

const struct macro_kind *
macro_find(struct str name)
{
	static const struct macro_kind MARK = { "", 0, 0, put_nothing };
	for (size_t i = 0; i < COUNT(KINDS); i++)
		if (str_eq_fold(name, str_from(KINDS[i].name)))
			return &KINDS[i];
	for (size_t i = 0; i < COUNT(MARKS); i++)
		if (str_eq_fold(name, str_from(MARKS[i])))
			return &MARK;
	return NULL;
}
