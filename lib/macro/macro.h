/*
 * Macros in cards, lore, personas and prompts: {{char}}, <USER>, {{pick::a::b}}, {{if x}}...{{/if}}.
 * Those of the card specification V3 and of SillyTavern, old and new form.
 *
 * A text is read once, from left to right, inner macros before outer ones. What a macro gives is
 * never read again: a name or a message that holds "{{user}}" stays what it is. The fields of a card
 * are texts with macros of their own; each is expanded once, and is empty inside itself. What is not
 * known stays as it was written, with the macros inside it expanded.
 *
 * What another member keeps to themselves (prompts of their card, lore of theirs) is marked in the
 * context. A text that it went into, in whatever shape, is told by `has_hidden`, and a variable that was
 * set from it stays marked.
 *
 * Pure: the same context and text give the same result, `pick` also in another call.
 *
 * Errors: none. What would nest deeper than MACRO_DEPTH stays as written; a result ends at
 * MACRO_BYTES, on a whole code point.
 * Ownership: the result lives in the arena, or is the text itself when nothing was to be done.
 */
#ifndef SNUG_MACRO_MACRO_H
#define SNUG_MACRO_MACRO_H

#include "lib/base/buf.h"
#include "lib/base/json.h"
#include "lib/base/str.h"
#include "lib/base/types.h"

enum {
	MACRO_DEPTH = 24,
	MACRO_BYTES = 512 * 1024,
	MACRO_VARIABLES = 500,
	MACRO_VALUE = 16000,
	MACRO_SHOWN = 24 /* bytes of a value that a hidden text sets and everybody may see */
};

/* {{hidden_key:x}} is x only for scans; {{comment:x}} is x only on a screen. */
enum macro_purpose { MACRO_FOR_PROMPT, MACRO_FOR_SCAN, MACRO_FOR_SCREEN };

/* Variables, in the order in which they were made. Those of a chat, or those of a member. */
struct macro_variable {
	struct str name;
	struct str value;
	bool is_hidden;
};

struct macro_variables {
	struct arena *arena; /* where new names and values go */
	struct macro_variable *at;
	size_t n, room;
	bool is_changed;
};

/* Texts that lore of the place "outlet" gives: {{outlet::Name}}. */
struct macro_outlet {
	struct str name;
	struct str text;
	bool is_hidden;
};

/* Words that must not come in a reply: what {{banned "x"}} collects. */
struct macro_banned {
	struct str at[64];
	bool is_hidden[64];
	size_t n;
};

/*
 * Everything that macros may ask for. What is not set gives an empty text, but for `original`: without
 * it {{original}} stays as written.
 */
struct macro_context {
	enum macro_purpose purpose;

	/* Names, put in as they are. */
	struct str user;
	struct str character; /* a V3 card's nickname, when it has one */
	struct str group;     /* the names of everyone in the chat; empty: the character alone */
	struct str group_speaking; /* without those who are muted */
	bool is_group;
	struct str model;

	/* Fields of the card and the persona: texts with macros. */
	struct str description;
	struct str personality;
	struct str scenario;
	struct str persona;
	struct str examples;
	struct str system_prompt; /* {{charPrompt}} */
	struct str post_history;  /* {{charInstruction}} */
	struct str depth_prompt;
	struct str creator_notes;
	struct str first_message;
	struct str version;  /* as it is */
	struct str original; /* what a card's own prompt replaces; STR_NONE: nothing is replaced */

	/* The conversation, put in as it is. */
	struct str input; /* what the member is about to say */
	struct str last_message;
	struct str last_user_message;
	struct str last_char_message;
	int64_t message_count; /* on the branch; {{lastMessageId}} is one less */
	int64_t first_included; /* the oldest message that a prompt may hold, from 0; -1: not known */
	int64_t swipe, swipes;	/* of the newest message, from 1; 0: not known */
	int64_t context_tokens; /* {{maxContext}} */
	int64_t reply_tokens;	/* {{maxResponse}} */
	struct str kind;	/* of what is written: normal, continue, ... */

	/* The clock of the member. */
	struct moment now;
	int utc_offset;		    /* minutes east of UTC */
	struct moment last_user_at; /* MOMENT_NONE or 0: nobody has spoken yet */

	/* Chance. `chat_hash` makes {{pick}} stable in a chat; `seed` drives {{random}} and {{roll}}. */
	uint64_t chat_hash;
	uint64_t seed;

	/* May be NULL: then getvar gives nothing and setvar is not kept. */
	struct macro_variables *local;
	struct macro_variables *global;
	bool is_read_only; /* setvar and its like write nothing */

	const struct macro_outlet *outlets;
	size_t outlet_count;
	struct macro_banned *banned; /* may be NULL */

	bool hides_prompts; /* system_prompt, post_history and depth_prompt are another member's */
	bool is_hidden;	    /* the text itself is, with what it sets in variables */
	bool *has_hidden;   /* set when something hidden went into what came out; may be NULL */
};

struct str macro_expand(struct arena *arena, const struct macro_context *context, struct str text);

/* Whether there is anything in it that macro_expand would look at. */
bool macro_is_in(struct str text);

/* A variable's value, STR_NONE when there is none. */
struct str macro_variable_get(const struct macro_variables *variables, struct str name);
/* False when it would be one variable too many; long values are clipped. */
bool macro_variable_set(struct macro_variables *variables, struct str name, struct str value);
/* From and to a JSON object of texts and numbers, as SillyTavern keeps them. */
struct macro_variables macro_variables_read(struct arena *arena, const json_t *object);
/* One member of such an object. */
void macro_variable_put(struct buf *out, const struct macro_variable *one);
struct str macro_variables_json(struct arena *arena, const struct macro_variables *variables);

/* The hash that `chat_hash` wants, of a chat's id. */
uint64_t macro_chat_hash(int64_t chat_id);

#endif
