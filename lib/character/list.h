/*
 * Lists of characters, as the Tavern, Explore and search show them.
 *
 * Pages are cut by keyset: a cursor says behind which card the next page begins, and stays right
 * while characters come and go.
 */
#ifndef SNUG_CHARACTER_LIST_H
#define SNUG_CHARACTER_LIST_H

#include "lib/db/db.h"

enum character_sort {
	CHARACTER_POPULAR,
	CHARACTER_TRENDING,
	CHARACTER_NEW,
	CHARACTER_RECENT,
	CHARACTER_FAST
};

struct character_filter {
	enum character_sort sort;
	struct strs tags;  /* all of them must be on the card */
	struct str words;  /* found in name, short description or creator; empty for all */
	struct str cursor; /* of the page before, empty for the first */
	int64_t limit;	   /* cards a page, 1..100 */
};

/* Cards as struct card_row of sql/tavern.h, and the cursor of the next page or STR_NONE. */
struct rows character_list(struct db *db, struct arena *arena,
			   const struct character_filter *filter, struct str *next);

/* "popular" .. "fast"; false for any other word. */
NODISCARD bool character_sort_from(struct str word, enum character_sort *sort);

/* The words as a LIKE pattern: lower case, %, _ and \ taken literally. */
struct str character_pattern(struct arena *arena, struct str words);

#endif
