/* Inside lib/macro: one expansion on its way. See macro.h. */
#ifndef SNUG_MACRO_RUN_H
#define SNUG_MACRO_RUN_H

#include "lib/base/buf.h"
#include "lib/base/rand.h"
#include "lib/macro/macro.h"

enum { MACRO_ARGS = 64, MACRO_NODES = 20000, MACRO_LOOK_BACK = 256, MACRO_WORK = 4 * MACRO_BYTES };

/* Fields of a card that are texts with macros. */
enum macro_field {
	FIELD_DESCRIPTION,
	FIELD_PERSONALITY,
	FIELD_SCENARIO,
	FIELD_PERSONA,
	FIELD_EXAMPLES,
	FIELD_SYSTEM_PROMPT,
	FIELD_POST_HISTORY,
	FIELD_DEPTH_PROMPT,
	FIELD_CREATOR_NOTES,
	FIELD_FIRST_MESSAGE,
	FIELD_ORIGINAL,
	MACRO_FIELDS
};

/* A tag in a text: {{...}}. Nodes stand in the order in which they open. */
struct macro_node {
	size_t start, end; /* with the braces */
	size_t name_start, name_end;
	size_t next;	  /* the first node behind it that is not inside it */
	size_t close;	  /* the node that closes its scope, or SIZE_MAX */
	bool is_close;	  /* {{/name}} */
	bool is_bound;	  /* it closes a scope */
	bool keeps_space; /* {{#name}} */
};

struct macro_text {
	struct str text;
	struct macro_node *nodes;
	size_t count;
	uint64_t hash;
};

struct macro_run {
	struct arena *arena;
	const struct macro_context *context;
	struct rand_seeded chance;
	size_t left; /* bytes that may still be put out */
	size_t work; /* bytes that may still be made on the way, arguments included */
	int depth;
	bool has_hidden; /* something that is kept back went into it: macro.h */
	bool is_done[MACRO_FIELDS];
	bool is_open[MACRO_FIELDS];
	struct str fields[MACRO_FIELDS];
};

static inline bool
macro_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static inline bool
macro_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* The macro whose name ends in its argument: {{time_UTC+2}}. */
static const struct str MACRO_UTC = STR_INIT("time_utc");

/* read.c: the tags of a text, in one pass. */
struct macro_text macro_read(struct arena *arena, struct str text);
struct str macro_name_of(const struct macro_text *text, const struct macro_node *node);

/* How the arguments of a call were parted. */
enum macro_form { MACRO_BARE, MACRO_COLONS, MACRO_COLON, MACRO_SPACE };

struct macro_call {
	const struct macro_text *text;
	size_t offset; /* of the tag */
	enum macro_form form;
	struct str args[MACRO_ARGS];
	size_t count;
	bool is_scoped; /* the last argument is what stands between the tags */
};

/* What a call gives; false: the tag stays as it was written. */
typedef bool macro_handler(struct macro_run *run, const struct macro_call *call, struct buf *out);

struct macro_kind {
	const char *name;   /* lower case */
	size_t least, most; /* arguments */
	macro_handler *handler;
};

/* NULL when the name is not known. */
const struct macro_kind *macro_find(struct str name);
/* The text of a field, expanded. */
struct str macro_field_text(struct macro_run *run, enum macro_field field);

/* "", false, 0, off and no. */
bool macro_is_false(struct str value);

/* time.c */
macro_handler macro_time, macro_date, macro_weekday, macro_isotime, macro_isodate,
	macro_datetimeformat, macro_idle, macro_time_diff, macro_time_utc;

/* chance.c */
macro_handler macro_random, macro_pick, macro_roll;

/* variable.c */
macro_handler macro_getvar, macro_setvar, macro_addvar, macro_incvar, macro_decvar, macro_hasvar,
	macro_deletevar, macro_getglobal, macro_setglobal, macro_addglobal, macro_incglobal,
	macro_decglobal, macro_hasglobal, macro_deleteglobal;
/* {{.name}}, {{$name += value}}, ...: what is asked of a variable. */
enum macro_ask {
	ASK_GET,
	ASK_SET,
	ASK_MORE,
	ASK_LESS,
	ASK_ADD,
	ASK_TAKE,
	ASK_OR,	      /* || */
	ASK_ELSE,     /* ?? */
	ASK_SET_OR,   /* ||= */
	ASK_SET_ELSE, /* ??= */
	ASK_IS,
	ASK_IS_NOT,
	ASK_ABOVE,
	ASK_AT_LEAST,
	ASK_BELOW,
	ASK_AT_MOST
};

struct macro_shorthand {
	bool is_global;
	struct str name;
	enum macro_ask ask;
	size_t value; /* where it begins in the body; its end when there is none */
};

/* `body` is what stands between the braces. False when it is none. */
bool macro_shorthand_read(struct str body, struct macro_shorthand *out);
/* Whether the value counts: "||" with a variable that holds something leaves it unread. */
bool macro_shorthand_wants(const struct macro_run *run, const struct macro_shorthand *shorthand);
void macro_shorthand_run(struct macro_run *run, const struct macro_shorthand *shorthand,
			 struct str value, struct buf *out);

#endif
