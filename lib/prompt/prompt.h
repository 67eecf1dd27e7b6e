/*
 * What a model is sent for one reply.
 *
 * Rules of the house first, which nothing below can change; then, in the order of the preset, the main
 * prompt, lore, the persona, the character, memory and examples; then the conversation with what is put
 * into it at a depth; then what follows it. Whatever members and authors of cards wrote stands in fences
 * below the rules (block.h).
 *
 * Room: context - reply - 3 tokens. What must be there is counted first, then memory and lore, then the
 * conversation from its newest message until one does not fit, then whole examples. When not even the
 * fixed part fits, the outcome says so: nothing that must be there is ever cut silently.
 *
 * Pure: no database, no clock but the one that was given. Units: tokens (count.h).
 * Ownership: everything lives in the arena that was given, or where the input lives.
 */
#ifndef SNUG_PROMPT_PROMPT_H
#define SNUG_PROMPT_PROMPT_H

#include "lib/macro/macro.h"
#include "lib/prompt/block.h"

enum { PROMPT_CARDS = 32, PROMPT_EXTRAS = 64, PROMPT_NAME = 60 };

/* A character, as its card says. Creator notes and tags have no place here. */
struct prompt_card {
	struct character_id id;
	struct str name;
	struct str nickname; /* {{char}} when there is one */
	struct str short_description;
	struct str long_bio;
	struct str personality;
	struct str scenario;
	struct str greeting;
	struct strs traits;
	struct str example_dialogues; /* JSON: [{"user": "...", "character": "..."}] */
	struct str mes_example;	      /* as the card has it, with <START>; wins when not empty */
	struct str chat_lines;	      /* JSON object, for the offline engine */
	struct str pronouns;
	int64_t age; /* 0: the house was not told */
	struct str version;
	struct str system_prompt; /* replaces the preset's; {{original}} is the replaced text */
	struct str post_history;
	struct str depth_prompt;
	int64_t depth_prompt_depth;
	enum text_role depth_prompt_role;
	bool is_muted;
	bool is_others; /* another member made it: its prompts are theirs alone */
};

/* Where something that is not a part of the card stands. */
enum prompt_place {
	PLACE_BEFORE_CHAR,
	PLACE_AFTER_CHAR,
	PLACE_NOTE_TOP, /* above the author's note, wherever that is */
	PLACE_NOTE_BOTTOM,
	PLACE_AT_DEPTH, /* `depth` messages of the conversation stand behind it */
	PLACE_FROM_TOP, /* `depth` messages stand before it */
	PLACE_PERSONALITY,
	PLACE_SCENARIO,
	PLACE_BEFORE_EXAMPLES,
	PLACE_AFTER_EXAMPLES,
	PLACE_MEMORY, /* between the character and the examples */
	PLACE_NOWHERE
};

/* Who the member is in this chat. */
struct prompt_persona {
	struct str name; /* {{user}} */
	struct str description;
	enum prompt_place place; /* BEFORE_CHAR: among the character's parts */
	int64_t depth;
	enum text_role role;
};

/* The author's note. An interval of n puts it at every n-th message of the member; 0 is never. */
struct prompt_note {
	struct str text;
	enum prompt_place place; /* BEFORE_CHAR, AFTER_CHAR or AT_DEPTH */
	int64_t depth;
	int64_t interval;
	enum text_role role;
};

/* Text that comes from elsewhere: an entry of a lorebook, something remembered. */
struct prompt_insert {
	enum block_kind kind; /* BLOCK_LORE, BLOCK_MEMORY */
	enum prompt_place place;
	struct str name;
	struct str text;
	struct str why;
	int64_t depth;
	int64_t order;
	enum text_role role;
	bool is_first_out; /* the first to go when room is short */
	bool is_others;	   /* as block.h has it */
};

/* One part of a preset's order. */
struct prompt_part {
	enum block_kind kind; /* LORE stands for lore before; history splits before from after */
	bool is_lore_after;
	bool is_off;
	struct str name; /* EXTRA */
	struct str text; /* EXTRA */
	enum text_role role;
	bool is_at_depth; /* EXTRA: in the conversation */
	int64_t depth;
};

struct prompt_preset {
	struct str name;
	struct str main;	 /* empty: the house's */
	struct str post_history; /* may be empty */
	bool pins_examples;
	const struct prompt_part *parts; /* NULL: the order that is usual */
	size_t part_count;
};

/* A message of the branch. */
struct prompt_said {
	enum text_role role;
	struct str name; /* who spoke; used when several do */
	struct str content;
	struct message_id id;
};

/* IMPERSONATE: the member's next message. What preset and card say of replies has no place in it. */
enum prompt_mode { PROMPT_REPLY, PROMPT_CONTINUE, PROMPT_IMPERSONATE };
/* Of the characters of a group: the speaker's alone, all but muted ones, or all. */
enum prompt_card_mode { PROMPT_SWAP, PROMPT_APPEND, PROMPT_APPEND_MUTED };

struct prompt_input {
	enum prompt_mode mode;
	const struct prompt_card *cards;
	size_t card_count; /* 1 or more */
	size_t speaker;	   /* whose reply it is */
	enum prompt_card_mode card_mode;
	bool shows_names; /* several characters or members: "Name: text" */
	struct prompt_persona persona;
	struct strs others; /* names of other members of the chat */
	struct prompt_preset preset;
	struct prompt_note note;
	const struct prompt_insert *inserts; /* those of a place from the top down */
	size_t insert_count;
	/* From the lore: texts for {{outlet::Name}}, and prompts of the card that it takes out. */
	const struct macro_outlet *outlets;
	size_t outlet_count;
	bool is_system_prompt_off, is_post_history_off;
	const struct macro_variables *variables; /* of the branch; may be NULL */
	const struct macro_variables *globals;	 /* of the member; may be NULL */
	struct str begun; /* IMPERSONATE: what the member has typed already; may be empty */
	const struct prompt_said *branch; /* newest first */
	size_t branch_count;
	int64_t branch_total; /* messages of the whole branch; 0: all are given */
	bool is_again;	      /* REPLY: there is one already, and this is another */
	int64_t swipe;	      /* which version the newest message is, from 1; 0: not known */
	int64_t swipes;	      /* of how many */
	int64_t user_turns;   /* messages of members in the whole branch */
	int64_t context;
	int64_t reply;
	double ratio;	     /* count_ratio of the model */
	bool is_adult;	     /* the member is shown what the adult edition may show */
	uint64_t seed;	     /* of {{random}} and {{roll}} */
	struct chat_id chat; /* of {{pick}}, which stays the same */
	struct moment now;
	struct moment last_user_at; /* MOMENT_NONE: not known */
	struct str model;
};

enum prompt_outcome { PROMPT_READY, PROMPT_TOO_LONG };

struct prompt {
	enum prompt_outcome outcome;
	const struct text_message *messages; /* as they are sent */
	size_t count;
	struct blocks blocks;	 /* what they were made of, in order, with what was cut */
	int64_t tokens;		 /* as counted, COUNT_PROMPT included */
	int64_t estimate;	 /* the same with the ratio 1, to learn from */
	int64_t budget;		 /* context - reply - COUNT_PROMPT */
	int64_t fixed;		 /* tokens of what must be there: too long when above the budget */
	const struct str *stops; /* "\nName:" of all who are not to be spoken for */
	size_t stop_count;
	struct macro_banned banned; /* what {{banned}} collected */
	/* As its macros left them; is_changed says whether they did anything. */
	const struct macro_variables *variables, *globals;
};

struct prompt prompt_build(struct arena *arena, const struct prompt_input *input);

/*
 * The macros of a prompt, as lore is read with them too. Points into the input, but for the variables:
 * those are copies that macros may write to.
 */
struct macro_context prompt_macros(struct arena *arena, const struct prompt_input *input);

/* An input with nothing in it but a card, for a look at what it weighs. */
struct prompt_input prompt_input_of(const struct prompt_card *card, struct str member_name);

/* Tokens of a prompt together with its reply (SNUG_CONTEXT_TOKENS), and of the reply alone. */
int64_t prompt_context_tokens(void);
/*
 * The same for a model that says how much it takes, or 0. The offline engine reads what it is given: a
 * long card is no trouble to it.
 */
int64_t prompt_context_of(struct str provider, int64_t tokens);
int64_t prompt_reply_tokens(void);
/* Bytes of conversation that are worth reading from the database for one prompt. */
int64_t prompt_branch_bytes(int64_t context);

/* What the offline engine speaks from: the card, the persona and the note as JSON. */
const json_t *prompt_offline(struct arena *arena, const struct prompt_input *input);
/* The same of a character alone. */
const json_t *prompt_offline_card(struct arena *arena, const struct prompt_card *card,
				  struct str note, struct strs lore);

/* {{char}}, {{user}}, <BOT> and <USER>, in any case, become the names. */
struct str prompt_fill_names(struct arena *arena, struct str text, struct str character,
			     struct str member);
/* What {{char}} stands for. */
struct str prompt_called(const struct prompt_card *card);

#endif
