/* Inside lib/lore: compiled books, texts being searched, a scan on its way. See lore.h. */
#ifndef SNUG_LORE_INSIDE_H
#define SNUG_LORE_INSIDE_H

#include "lib/base/buf.h"
#include "lib/base/rand.h"
#include "lib/lore/lore.h"

/* ---- keys ---------------------------------------------------------------------------------- */

enum lore_key_kind {
	KEY_PLAIN,   /* searched as it is, through the index of the text */
	KEY_PATTERN, /* /.../flags */
	KEY_MACRO,   /* has macros: expanded in each scan */
	KEY_GLOB     /* Agnai's * and ? */
};

/* The index of a pattern that is none, or one too many. */
#define LORE_NO_PATTERN UINT32_MAX

/* A key of a book; entries with the same key share it. */
struct lore_key {
	struct str text;  /* folded, unless it is exact or a pattern */
	struct str shown; /* as the first entry that has it wrote it */
	enum lore_key_kind kind;
	bool is_exact;	  /* upper and lower case differ */
	uint32_t pattern; /* index into the book's patterns */
};

/* How an entry uses a key. */
struct lore_key_use {
	uint32_t key;
	bool is_word;
};

struct lore_keys {
	const struct lore_key_use *at;
	uint32_t n;
};

/* ---- compiled books ------------------------------------------------------------------------ */

/* Decorators of V3; a number of -1 is not set. */
struct lore_rule_decor {
	int64_t only_after, only_every, greeting;
	bool keeps, stops; /* keep_/dont_activate_after_match */
	bool activates, rests;
	bool is_first_out;
	bool system_prompt_off, post_history_off;
	struct lore_keys also_keys, never_keys;
};

struct lore_rule {
	int64_t id;
	struct str name;
	struct str content; /* without decorators */
	struct lore_keys keys, secondary;
	const struct lore_rule_decor *decor; /* NULL: none */
	bool is_constant;
	bool is_memory;	   /* Agnai */
	bool is_recursive; /* it looks at, and feeds, the texts of other entries */
	bool is_excluded, is_preventing, ignores_budget;
	bool is_timed; /* what fired before matters */
	bool has_bad_pattern;
	bool is_group_override;
	uint8_t group_scoring; /* enum lore_switch */
	uint8_t logic;	       /* enum book_logic */
	uint8_t place;	       /* enum lore_place */
	uint8_t role;	       /* enum lore_role */
	uint8_t also;	       /* bits of enum lore_also */
	int32_t level;
	int32_t scan_depth; /* -1: as the chat says */
	int32_t depth, order, claim;
	int32_t probability, group_weight;
	int32_t sticky, cooldown, delay;
	struct str group, outlet;
	struct strs filter_names, filter_tags, triggers;
	bool is_filter_exclusive;
};

struct lore_book {
	struct arena *arena;
	_Atomic int holders;
	struct lore_settings settings;
	struct lore_rule *rules;
	size_t count;
	struct lore_key *keys;
	size_t key_count;
	void **patterns; /* pcre2_code */
	size_t pattern_count;
	size_t pattern_bytes;	/* of the library's own */
	unsigned short_lengths; /* bit n: there are plain keys of n bytes, n < 4 */
	bool has_exact;		/* keys for which case matters */
	bool has_macro_keys;
	int64_t depth_most; /* of its entries' own scan depths */
	unsigned also;	    /* of all entries */
	size_t dropped;	    /* entries beyond LORE_ENTRIES */
};

/* NULL when it is no pattern. Freed by lore_pattern_free. */
void *lore_pattern_compile(struct str pattern, struct str flags);
void lore_pattern_free(void *code);
size_t lore_pattern_bytes(const void *code);

enum lore_found { LORE_NOT_FOUND, LORE_FOUND, LORE_TOO_SLOW };

/* Time that patterns of one scan still have. */
struct lore_clock {
	int64_t end_us; /* of the scan */
	int64_t used_us;
	bool is_out;
};

/*
 * What a scan may do besides, counted so that the same scan always comes to the same end. False: it
 * was one step too many, and all that follow are.
 */
struct lore_work {
	size_t done;
};

static inline bool
lore_work(struct lore_work *work, size_t steps)
{
	if (work->done <= LORE_WORK_MOST)
		work->done += steps;
	return work->done <= LORE_WORK_MOST;
}

static inline bool
lore_is_spent(const struct lore_work *work)
{
	return work->done > LORE_WORK_MOST;
}

enum lore_found lore_pattern_match(struct lore_clock *clock, void *code, struct str text);

/* ---- texts --------------------------------------------------------------------------------- */

/* A text to be searched, with what 4 bytes stand in it. */
struct lore_text {
	struct str raw, folded;
	/* Where message i ends in both; one end for texts that are no conversation. */
	size_t *raw_end, *folded_end;
	size_t count;
	uint64_t *raw_grams, *folded_grams;
	uint32_t gram_mask;
};

/* Upper case folded, letter by letter (Unicode, simple case folding). */
void lore_fold(struct buf *out, struct str text);
/* `pieces` are parted by a byte that no key has. */
struct lore_text lore_text_of(struct arena *arena, const struct str *pieces, size_t n,
			      unsigned short_lengths, bool has_exact);
/* False: the plain key is surely not in it. */
bool lore_text_may_hold(const struct lore_text *text, const struct lore_key *key,
			struct lore_work *work);
/* Where `key` first stands, as a word when asked: its end, or SIZE_MAX; also when the work is spent. */
size_t lore_text_find(const struct lore_text *text, const struct lore_key *key, bool is_word,
		      struct lore_work *work);
/* Agnai: * is any letters, ? one or none; between word boundaries. The end of the first one. */
size_t lore_glob_find(struct str text, struct str glob, struct lore_work *work);

/* ---- a scan -------------------------------------------------------------------------------- */

struct lore_timed {
	bool is_sticky, is_cooling, has_fired;
	int64_t left; /* messages that the effect still lasts */
};

/* Where earlier messages say that something fired, by book, entry and message. */
struct lore_past {
	struct lore_fire {
		int64_t book, entry, message;
	} * at;
	size_t n;
	int64_t count; /* messages on the branch */
};

struct lore_past lore_past_of(struct arena *arena, const struct lore_order *order);
struct lore_timed lore_timed_of(const struct lore_past *past, int64_t book,
				const struct lore_rule *rule);

/* An entry that has fired in this round, or before. */
struct lore_candidate {
	const struct lore_rule *rule;
	uint32_t book; /* index into the order's books */
	uint32_t at;   /* index into its rules */
	enum lore_why why;
	int64_t step;
	struct str key;
	int64_t age; /* of the message that has the key, for Agnai */
	struct lore_timed timed;
	int64_t score; /* of a group */
	int64_t tokens;
	struct str content; /* expanded */
	bool is_hidden;	    /* with what another member keeps back */
	bool is_out;
};

struct lore_scan;

/* Takes the losers of groups out: is_out. `taken` have fired in earlier rounds. */
void lore_groups(struct lore_scan *scan, struct lore_candidate *now, size_t n,
		 const struct lore_candidate *taken, size_t taken_count);

/* What a rule of a book has come to in this scan. */
enum lore_rule_state {
	RULE_FIRED = 1,
	RULE_FAILED = 2, /* its chance */
	RULE_TOLD = 4	 /* why it does not fire */
};

struct lore_scan {
	struct arena *arena;
	const struct lore_order *order;
	struct rand_seeded chance;
	struct lore_clock clock;
	struct lore_past past;
	struct lore_text chat, injections, also[6];
	bool has_also[6];
	struct lore_text *pieces; /* texts of entries, a piece a round */
	size_t piece_count, piece_room, pieces_read;
	struct lore_work work;
	int64_t replies; /* on the branch */
	unsigned short_lengths;
	bool has_exact;
	struct lore_book_state {
		struct lore_key_state *keys;
		uint8_t *rules; /* bits of enum lore_rule_state */
		int64_t tokens;
		bool is_full;
	} * books;
	struct lore_candidate *hits;
	size_t hit_count, hit_room;
	struct lore_cut *cuts;
	const uint8_t **cut_rules; /* the state of the entry of each cut */
	size_t cut_count, cut_room;
	int64_t tokens, budget;
	bool is_over;
	int64_t rounds;
	int64_t step;  /* rounds of recursion so far */
	int64_t wider; /* messages by which the depth was widened */
	int64_t level; /* of delayed recursion */
	bool is_recursing, is_widening;
};

struct lore_ref lore_ref_of(const struct lore_scan *scan, uint32_t book, uint32_t at);
/* The hits stand in their order. */
struct lore_result lore_result_of(struct lore_scan *scan);
/* In this round; when it does, why and by which key is in the candidate. */
bool lore_fires(struct lore_scan *scan, struct lore_candidate *candidate);
/* How many keys of an entry match: groups that score. */
int64_t lore_score(struct lore_scan *scan, const struct lore_candidate *candidate);
/* A text of a book with its macros; *is_hidden is set when something that is kept back went into it. */
struct str lore_expand(struct lore_scan *scan, uint32_t book, struct str text,
		       enum macro_purpose purpose, bool *is_hidden);
/* The scan had no time left for it. */
void lore_tell_spent(struct lore_scan *scan, uint32_t book, uint32_t at);
void lore_tell_cut(struct lore_scan *scan, uint32_t book, uint32_t at, enum lore_cut_why why,
		   int64_t tokens, struct str words);

#endif
