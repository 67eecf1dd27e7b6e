/*
 * Lorebooks in the shapes in which they travel: character_book of V2 and V3 cards, lorebook_v3 files,
 * SillyTavern's world files, Agnai's memory books.
 *
 * A book is read entry by entry; an entry tells what all shapes have in common, and keeps its text.
 */
#ifndef SNUG_CARD_BOOK_H
#define SNUG_CARD_BOOK_H

#include "lib/card/scan.h"

enum book_shape { BOOK_V2, BOOK_V3, BOOK_WORLD, BOOK_MEMORY };

struct book {
	enum book_shape shape;
	struct str name;
	struct str description;
	struct str raw;	    /* the object that holds the entries */
	struct str entries; /* a list, in a world file an object */
	size_t count;
	bool has_scan_depth, has_token_budget;
	int64_t scan_depth; /* messages; not set means as the house does, never 0 */
	int64_t token_budget;
	bool is_recursive;
};

enum book_logic { BOOK_AND_ANY, BOOK_NOT_ALL, BOOK_NOT_ANY, BOOK_AND_ALL };

enum book_place {
	BOOK_BEFORE_CHAR,
	BOOK_AFTER_CHAR,
	BOOK_NOTE_TOP,
	BOOK_NOTE_BOTTOM,
	BOOK_AT_DEPTH,
	BOOK_BEFORE_EXAMPLES,
	BOOK_AFTER_EXAMPLES,
	BOOK_OUTLET
};

enum { BOOK_KEYS = 128, BOOK_DECORATORS = 32, BOOK_KEY = 1000 /* bytes of a key */ };

/* One line that leads an entry: @@name value. */
struct book_decorator {
	struct str name;
	struct str value;
};

struct book_entry {
	struct str raw;
	struct strs keys;
	struct strs secondary;
	struct str name;
	struct str content; /* without decorators */
	struct book_decorator decorators[BOOK_DECORATORS];
	size_t decorator_count;
	bool is_enabled;
	bool is_constant;
	bool is_selective;
	bool uses_regex; /* keys are patterns: V3's switch, unless SillyTavern set it for all */
	bool has_case, is_case_sensitive;
	enum book_logic logic;
	enum book_place place;
	int64_t depth;
	int64_t order;	  /* lower stands higher in the prompt */
	int64_t priority; /* lower is dropped first */
	int64_t probability;
};

/* False when `object` holds no book of any shape. Costs one pass over it. */
NODISCARD bool book_read(struct arena *arena, struct str object, struct book *book);

/* All entries in their order: for (struct scan s = scan_in(arena, book.entries); book_next(...); ) */
bool book_next(const struct book *book, struct scan *scan, struct book_entry *entry);

/*
 * Takes the decorators off the start of `content` (V3): "@@name value" lines; "@@@" lines are what to
 * do when the line above is not known. The first of a name counts. Returns how many were kept.
 */
size_t book_decorators(struct str content, struct book_decorator out[BOOK_DECORATORS],
		       struct str *rest);
/* The decorator of that name, or NULL. */
const struct book_decorator *book_decorator(const struct book_entry *entry, const char *name);

#endif
