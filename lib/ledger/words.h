/*
 * The gem book in words: what members read beside an amount.
 */
#ifndef SNUG_LEDGER_WORDS_H
#define SNUG_LEDGER_WORDS_H

#include "sql/ledger.h"

/* "Gems bought", "Set aside for a reply": what a line of the history is. */
struct str ledger_line_words(const struct ledger_line_row *row);
/* "by Ashuri", "order 12": what it was for, or STR_NONE. */
struct str ledger_line_detail(struct arena *arena, const struct ledger_line_row *row);
/* What a part of a balance is: paid gems, a bonus lot, gems set aside, a debt. */
struct str ledger_part_words(struct arena *arena, const struct ledger_explain_row *row);

#endif
