/*
 * What this house writes into a card for itself, since cards have no field for it: data.extensions.snug,
 * with age, shortDescription, pronouns, traits, contentNotes and look (its words as in the wizard).
 *
 * Ownership: texts live in the arena.
 */
#ifndef SNUG_CHARACTER_OWN_H
#define SNUG_CHARACTER_OWN_H

#include "lib/base/json.h"
#include "lib/card/sheet.h"

/* Of the notes those that this house knows. */
struct strs own_notes(struct arena *arena, struct strs notes);
/* The look with the words that this house knows, as column `look` of a character; `age` 0: not told. */
struct str own_look(struct arena *arena, const json_t *look, int64_t age);
/* The same from a card. */
struct str own_look_of(struct arena *arena, const struct card_sheet *sheet, int64_t age);

/*
 * The extensions of a card with the sheet's words in data.extensions.snug; `was` is what stands there,
 * and keeps what this house does not know. `look` as own_look gives it, without an age. A depth prompt
 * that is not NULL takes the place of the one there; an empty one takes it away.
 */
struct str own_extensions(struct arena *arena, struct str was, const struct card_sheet *sheet,
			  struct str look, int64_t age);

#endif
