/*
 * Lore: what is known of a world, put into a prompt when the conversation touches it.
 *
 * A book of any shape (lib/card/book.h) becomes entries of one model, and these are compiled once: keys
 * folded and indexed, patterns compiled, decorators read. A compiled book never changes and may be
 * scanned by several threads. A scan goes over the branch with all books of a chat at once, and tells
 * what fired and why, and what was left out and why. It follows SillyTavern's world info; entries of V2
 * and V3 books and Agnai's memory keep their own rules where those differ.
 *
 * The text of lore is data. Its place is among the texts about the story; nothing here may stand above
 * the rules of the house.
 *
 * Timed effects are not stored: each assistant message of a branch has with it what fired for it, and
 * sticky, cooldown and the like follow from these. So they are right on every branch and swipe.
 *
 * Pure: no database, no clock but the deadline of patterns, the seed decides chance.
 *
 * Units: tokens as the caller's count says; depth and timed effects in messages; shares in percent.
 * Errors: a bad pattern never matches and is told in `cuts`; a hostile one is cut off after
 * LORE_PATTERN_US, all together after LORE_SCAN_US. Everything else of a scan is counted in steps of
 * a few nanoseconds; after LORE_WORK_MOST of them nothing more fires, and what would have been looked
 * at is told in `cuts`. So no book holds its caller for more than about 50 ms.
 * Ownership: books are counted, see lore_hold; results live in the arena that was given.
 */
#ifndef SNUG_LORE_LORE_H
#define SNUG_LORE_LORE_H

#include "lib/base/str.h"
#include "lib/card/book.h"
#include "lib/macro/macro.h"

enum {
	LORE_DEPTH = 4, /* messages that are scanned when neither book nor chat says */
	LORE_DEPTH_MOST = 1000,
	LORE_PERCENT = 25, /* of the context, when the chat does not say */
	LORE_AGNAI_DEPTH = 50,
	LORE_AGNAI_TOKENS = 500,
	LORE_TEXT_MOST = 256 * 1024, /* bytes of conversation that are scanned, the newest */
	LORE_STEPS_MOST = 32,	     /* rounds of one scan, whatever the book says */
	LORE_PATTERN_US = 10000,     /* of one pattern in one scan */
	LORE_SCAN_US = 20000,	     /* of all patterns in one scan */
	LORE_WORK_MOST = 6 * 1024 * 1024
};

/* Not set, no, yes: what an entry leaves to its book, and a book to the house (which says no). */
enum lore_switch { LORE_INHERIT, LORE_NO, LORE_YES };

/* Where an entry goes. The first eight are book_place; the rest is asked for by decorators (V3). */
enum lore_place {
	LORE_BEFORE_CHAR = BOOK_BEFORE_CHAR,
	LORE_AFTER_CHAR = BOOK_AFTER_CHAR,
	LORE_NOTE_TOP = BOOK_NOTE_TOP,
	LORE_NOTE_BOTTOM = BOOK_NOTE_BOTTOM,
	LORE_AT_DEPTH = BOOK_AT_DEPTH, /* `depth` newer messages follow it; `role` says it */
	LORE_BEFORE_EXAMPLES = BOOK_BEFORE_EXAMPLES,
	LORE_AFTER_EXAMPLES = BOOK_AFTER_EXAMPLES,
	LORE_OUTLET = BOOK_OUTLET, /* only where {{outlet::Name}} stands */
	LORE_FROM_TOP,		   /* `depth` older messages stand before it */
	LORE_PERSONALITY,	   /* with the personality */
	LORE_SCENARIO		   /* with the scenario */
};

enum lore_role { LORE_SYSTEM, LORE_USER, LORE_ASSISTANT };

/* Texts beside the conversation that an entry wants scanned too: bits of `also`. */
enum lore_also {
	LORE_ALSO_PERSONA = 1,
	LORE_ALSO_DESCRIPTION = 2,
	LORE_ALSO_PERSONALITY = 4,
	LORE_ALSO_DEPTH_PROMPT = 8,
	LORE_ALSO_SCENARIO = 16,
	LORE_ALSO_CREATOR_NOTES = 32
};

/* One entry of the model: what a row holds, what a form edits, what is compiled. */
struct lore_entry {
	int64_t id;	/* of the row; of a book that is no row, the place in it from 1 */
	struct str uid; /* as the file called it; may be empty */
	struct str name;
	struct strs keys;
	struct strs secondary;
	struct str content; /* with its decorators */
	bool is_enabled;
	bool is_constant;
	bool is_selective;
	bool uses_regex; /* every key is a pattern (V3); else only /pattern/flags is one */
	enum book_logic logic;
	enum lore_place place; /* up to LORE_OUTLET */
	struct str outlet;
	int64_t depth;
	enum lore_role role;
	int64_t order; /* lower stands higher in the prompt; Agnai's weight */
	bool has_priority;
	int64_t priority;    /* lower is dropped first */
	int64_t probability; /* percent */
	struct str group;    /* names, parted by commas */
	bool is_group_override;
	int64_t group_weight;
	enum lore_switch group_scoring;
	bool has_scan_depth;
	int64_t scan_depth;
	enum lore_switch case_sensitive;
	enum lore_switch whole_words;
	int64_t sticky, cooldown, delay; /* messages; 0: none */
	bool is_excluded_from_recursion;
	bool is_preventing_recursion;
	int64_t recursion_level; /* 0: from the first step on; n: only in recursion, from level n on */
	bool ignores_budget;
	unsigned also;			       /* enum lore_also */
	struct strs filter_names, filter_tags; /* characters it is for */
	bool is_filter_exclusive;	       /* it is for all but these */
	struct strs triggers; /* kinds of generation it is for: normal, continue, ...; none: all */
};

struct lore_settings {
	int64_t id; /* of the book's row */
	int64_t version;
	enum book_shape shape; /* whose rules */
	struct str name;
	bool has_scan_depth, has_token_budget;
	int64_t scan_depth;
	int64_t token_budget; /* of this book alone */
	bool is_recursive;
	enum lore_switch whole_words, case_sensitive, group_scoring;
};

struct lore_book;

/*
 * Compiles a book; it belongs to the caller, who lets it go with lore_free. At most LORE_ENTRIES
 * entries and LORE_PATTERNS patterns count; what does not is told by every scan.
 */
struct lore_book *lore_compile(const struct lore_settings *settings,
			       const struct lore_entry *entries, size_t n);
/* One more holder; lore_free of the last one frees. */
struct lore_book *lore_hold(struct lore_book *book);
void lore_free(struct lore_book *book);
/* Bytes that a compiled book takes. */
size_t lore_bytes(const struct lore_book *book);
size_t lore_count(const struct lore_book *book);

/* An entry of a book, as messages record it. */
struct lore_ref {
	int64_t book;
	int64_t entry;
};

struct lore_message {
	struct str name; /* who speaks; empty: no name is scanned */
	struct str text;
	bool is_user;
	/* What fired for this message, when it is the assistant's. */
	const struct lore_ref *fired;
	size_t fired_count;
};

/* Whose book it is. Candidates of a chat come first, then those of the persona. */
enum lore_source { LORE_OF_CHAT, LORE_OF_PERSONA, LORE_OF_CHARACTER, LORE_OF_ALL };
enum lore_strategy { LORE_EVENLY, LORE_CHARACTER_FIRST, LORE_GLOBAL_FIRST };

struct lore_on {
	const struct lore_book *book;
	enum lore_source source;
	bool is_others; /* another member's: its text is not for the eyes of who asks */
};

/* Start from LORE_ORDER_DEFAULT. */
struct lore_order {
	const struct lore_on *books;
	size_t book_count;
	/* The branch before the reply, the newest first. Messages that were hidden are left out by the caller. */
	const struct lore_message *messages;
	size_t message_count;
	/* Messages on the branch in all, when `messages` are only its newest; 0: all are given. */
	int64_t branch_count;
	/* Author's note and the like that are to be scanned: parted texts, one after the other. */
	struct strs injections;

	/* Names, card and persona for filters and `also`; macros in keys and contents. May be NULL. */
	const struct macro_context *macros;
	struct str character; /* name of the card, for filters; empty: as macros say */
	struct strs character_tags;
	int64_t greeting; /* index of the greeting in use, -1: not known */
	struct str
		trigger; /* normal, continue, swipe, regenerate, impersonate, quiet; empty: normal */
	const struct lore_ref *forced; /* fire whatever their keys */
	size_t forced_count;

	int64_t depth;	 /* messages, for books that do not say */
	int64_t percent; /* budget: share of context_tokens */
	int64_t cap;	 /* budget: at most so many tokens; 0: no cap */
	int64_t context_tokens;
	enum lore_strategy strategy;
	int64_t steps_most; /* rounds, the first included; 0: as many as it takes */
	int64_t least;	    /* widen the depth until so many fired; not with steps_most */
	int64_t least_depth_most;
	bool has_no_names; /* names of speakers are not scanned */

	uint64_t seed;
	/* Tokens of a text; NULL: a token is four bytes. */
	int64_t (*count)(void *arg, struct str text);
	void *count_arg;
};

#define LORE_ORDER_DEFAULT                                                                         \
	{                                                                                          \
		.depth = LORE_DEPTH, .percent = LORE_PERCENT, .greeting = -1                       \
	}

enum lore_why {
	LORE_BY_KEY,
	LORE_BY_CONSTANT,
	LORE_BY_STICKY,
	LORE_BY_DECORATOR, /* @@activate, @@keep_activate_after_match */
	LORE_BY_FORCE
};

struct lore_hit {
	struct lore_ref ref;
	struct str book; /* names, as people see them */
	struct str entry;
	struct str content; /* expanded, without decorators */
	enum lore_source source;
	bool is_others; /* as lore_on says, or its macros brought something of the kind */
	enum lore_place place;
	struct str outlet;
	int64_t depth;
	enum lore_role role;
	int64_t order;
	int64_t tokens;
	enum lore_why why;
	struct str key;	   /* what matched, for LORE_BY_KEY */
	int64_t step;	   /* 0: the conversation; n: text of entries of step n-1 */
	struct str words;  /* why, as a sentence for people */
	bool is_first_out; /* @@ignore_on_max_context: leave it out when room is short */
};

enum lore_cut_why {
	LORE_CUT_BUDGET, /* no room in the budget */
	LORE_CUT_CHANCE, /* the roll of its probability failed */
	LORE_CUT_GROUP,	 /* another one of its group was taken */
	LORE_CUT_COOLDOWN,
	LORE_CUT_DELAY,
	LORE_CUT_FILTER,    /* for other characters, or another kind of reply */
	LORE_CUT_LOGIC,	    /* a key matched, its other keys did not agree */
	LORE_CUT_DECORATOR, /* a decorator says not now */
	LORE_CUT_PATTERN,   /* a key is no pattern */
	LORE_CUT_SLOW	    /* a pattern, or the whole scan, took too long */
};

struct lore_cut {
	struct lore_ref ref;
	struct str book;
	struct str entry;
	enum lore_cut_why why;
	int64_t tokens; /* for LORE_CUT_BUDGET */
	struct str words;
};

struct lore_result {
	/* As they are to be put in: within each place from the top down. */
	const struct lore_hit *hits;
	size_t hit_count;
	/* At most LORE_CUTS, the weightiest reasons first. */
	const struct lore_cut *cuts;
	size_t cut_count;
	int64_t tokens; /* of all hits */
	int64_t budget;
	bool is_over_budget;
	int64_t steps;	     /* rounds that were made */
	int64_t entry_count; /* that were looked at */
	/* @@disable_ui_prompt */
	bool is_system_prompt_off, is_post_history_off;
};

enum { LORE_CUTS = 200, LORE_PATTERNS = 4000 /* of one book */, LORE_ENTRIES = 100000 };

struct lore_result lore_scan(struct arena *arena, const struct lore_order *order);

/* Whether a key is written as /pattern/flags: then the parts. */
bool lore_is_pattern(struct str key, struct str *pattern, struct str *flags);
/* Whether it can be compiled, as JavaScript would. */
bool lore_pattern_is_good(struct str pattern, struct str flags);

/* "before_char", "at_depth", ...: the names in JSON and forms. */
const char *lore_place_name(enum lore_place place);
const char *lore_why_name(enum lore_why why);
const char *lore_cut_name(enum lore_cut_why why);

/*
 * What a prompt_record keeps of a hit: "book:entry". The column `fired` is a text[] or jsonb list of
 * these; lore_ref_read is false for anything else.
 */
struct str lore_ref_put(struct arena *arena, struct lore_ref ref);
NODISCARD bool lore_ref_read(struct str text, struct lore_ref *out);

#endif
