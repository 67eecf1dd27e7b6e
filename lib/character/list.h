/*
 * Lists of characters, as the Tavern, Explore, search and a creator's page show them.
 *
 * Pages are cut by keyset: a cursor says behind which card the next page begins, and stays right
 * while characters come and go. What a member hides is taken out of a page after it was read, so a
 * page may be shorter than its limit while another follows.
 */
#ifndef SNUG_CHARACTER_LIST_H
#define SNUG_CHARACTER_LIST_H

#include "lib/db/db.h"

enum character_sort {
	CHARACTER_POPULAR,
	CHARACTER_TRENDING,
	CHARACTER_NEW,
	CHARACTER_RECENT,
	CHARACTER_FAST,
	CHARACTER_BEST /* of what was looked for; needs a query */
};

struct character_filter {
	enum character_sort sort;
	struct strs tags; /* all of them must be on the card */
	struct str
		query; /* words that the card must hold (lib/search), and as typed; empty for all */
	struct str text;
	struct str voice;    /* "ai", "staff", "mixed"; empty for all */
	struct str language; /* two letters; empty for all */
	double rated;	     /* stars at least; 0 for all */
	struct str price;    /* "free", "standard" (that or less); empty for all */
	struct str sight;    /* the most that is shown (session_sight); empty: for everybody */
	struct str cursor;   /* of the page before, empty for the first */
	int64_t limit;	     /* cards a page, 1..100 */
};

/* Cards as struct card_row of sql/tavern.h, and the cursor of the next page or STR_NONE. */
struct rows character_list(struct db *db, struct arena *arena,
			   const struct character_filter *filter, struct str *next);

/* How many there are in all, counted up to `most`. */
int64_t character_count(struct db *db, const struct character_filter *filter, int64_t most);

/* Whether it leaves out any of what everybody may see, or adds to it; the order does not count. */
bool character_is_narrow(const struct character_filter *filter);

/* A member's favourites by page. */
struct rows character_favorites(struct db *db, struct arena *arena, struct member_id member,
				struct str cursor, int64_t limit, struct str *next);

/* What a member blocked. */
struct rows character_hidden(struct db *db, struct member_id member);

struct character_taste {
	struct member_id id;
	bool hides; /* nearly nobody blocked anybody: the others are not asked whom */
	struct strs tags_off;
};

/* The cards without what a member blocked, and without those that carry a tag they switched off. */
struct rows character_unhidden(struct db *db, struct arena *arena, struct rows cards,
			       const struct character_taste *taste);
/* Whether one, by its id and its creator's, is among what is hidden. */
bool character_is_hidden(struct rows hidden, int64_t id, int64_t creator);

/* "popular" .. "best"; false for any other word. */
NODISCARD bool character_sort_from(struct str word, enum character_sort *sort);

/* The words as a LIKE pattern: lower case, %, _ and \ taken literally. */
struct str character_pattern(struct arena *arena, struct str words);

#endif
