/*
 * Books between rows and the one model (lore.h).
 */
#ifndef SNUG_LORE_STORE_H
#define SNUG_LORE_STORE_H

#include "lib/base/buf.h"
#include "lib/lore/lore.h"
#include "sql/lore.h"

enum { LORE_AT_ONCE = 250 /* entries in one round trip: they may have 256 KB each */ };

/* Texts are those of the row. */
struct lore_entry lore_entry_of_row(const struct lore_entry_row *row);
struct lore_settings lore_settings_of_row(const struct lore_shelf_row *row);

/* The entry as lore_entries_put and its like take it. `source_at` below 0: it is from no file. */
void lore_put_row(struct buf *out, const struct lore_entry *entry, int64_t n, int64_t source_at);

const char *lore_shape_name(enum book_shape shape);
enum book_shape lore_shape_from(struct str name);

/* The character_book of a card's text as a book; false when it has none. */
NODISCARD bool lore_book_of_card(struct arena *arena, struct str card, struct book *book);

/* All entries of a book; they live in `arena`. */
struct lore_entries {
	struct lore_entry *at;
	size_t n;
};
struct lore_entries lore_read_all(struct arena *arena, const struct book *book);

#endif
