/* Inside lib/lore: whether a key is there, remembered for the scan. */
#ifndef SNUG_LORE_MATCH_H
#define SNUG_LORE_MATCH_H

#include "lib/lore/inside.h"

/* Makes the texts: as much of the conversation as the books look at. */
void match_begin(struct lore_scan *scan);
/* Text of entries that fired: searched in rounds of recursion. */
void match_add_piece(struct lore_scan *scan, struct str text);
bool match_key(struct lore_scan *scan, uint32_t book, const struct lore_rule *rule,
	       struct lore_key_use use);
/* How many messages are newer than the one that has the key; -1 when none has. */
int64_t match_age(struct lore_scan *scan, uint32_t book, const struct lore_rule *rule,
		  struct lore_key_use use);

#endif
