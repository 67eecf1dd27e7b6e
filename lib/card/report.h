/*
 * What becomes of a card here, field by field: used (mapped), carried along and given back (kept), not
 * taken (ignored), and what is worth knowing (notes).
 */
#ifndef SNUG_CARD_REPORT_H
#define SNUG_CARD_REPORT_H

#include "lib/card/file.h"
#include "lib/card/sheet.h"

struct card_report;

/* Reads the card once more and fills all lists. */
struct card_report *card_report_new(struct arena *arena, const struct card_file *file,
				    const struct card *card, const struct card_sheet *sheet);
/* One more line among the notes. */
void card_report_note(struct card_report *report, struct str line);
/* {"kept":[],"mapped":[],"ignored":[],"notes":[]} */
struct str card_report_json(const struct card_report *report);
/* Entries of the card's book. */
size_t card_report_entries(const struct card_report *report);

#endif
