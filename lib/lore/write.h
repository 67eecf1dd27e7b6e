/*
 * Entries going out: an entry as it was written, with what was changed here in its place; or written
 * anew in a shape.
 */
#ifndef SNUG_LORE_WRITE_H
#define SNUG_LORE_WRITE_H

#include "lib/base/buf.h"
#include "lib/lore/lore.h"

/*
 * Puts one entry as an object of that shape. `raw` is the entry as it came, and `was` what it was read as:
 * members that have not changed, and those that this house does not know, stay as they are. Without
 * them (STR_NONE, NULL) the entry is written whole. Values on their way live in `scratch`.
 */
void lore_put_entry(struct arena *scratch, struct buf *out, enum book_shape shape, struct str raw,
		    const struct lore_entry *was, const struct lore_entry *now);

#endif
