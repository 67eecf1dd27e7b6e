/*
 * Books as they travel (lib/card/book.h) become settings and entries of the one model.
 */
#ifndef SNUG_LORE_READ_H
#define SNUG_LORE_READ_H

#include "lib/card/book.h"
#include "lib/lore/lore.h"

struct lore_settings lore_settings_read(const struct book *book);

/*
 * The next entry that is one. `at` is its place in the file, from 0, counting what is no entry too: start
 * with -1. Ids are places from 1.
 */
bool lore_entry_next(const struct book *book, struct scan *scan, int64_t *at,
		     struct lore_entry *entry);

/* A new entry, as the house begins it. */
struct lore_entry lore_entry_new(void);

#endif
