/*
 * The shelf: the books of a chat, loaded and compiled. Compiled books are kept in the process by id
 * and version, the least used ones leave when SHELF_BYTES are full; a book that changed has another
 * version, so nothing needs to be told to other processes.
 *
 * The books: those of the chat (chat_lorebook), of its persona (persona.lorebook_id), of the character
 * (character_lorebook; the book of a card that is no row yet too, by an id below 0), and the member's
 * global ones (lorebook.is_global). Each once, by the first of these that names it.
 *
 * Ownership: books are held until the arena is reset or freed.
 * Locking: any thread; one lock around the cache, not held while a book is compiled.
 */
#ifndef SNUG_LORE_SHELF_H
#define SNUG_LORE_SHELF_H

#include "lib/db/db.h"
#include "lib/lore/lore.h"

enum { SHELF_BYTES = 48 * 1024 * 1024, SHELF_BOOKS = 64 /* of one chat */ };

struct shelf {
	const struct lore_on *books;
	size_t count;
	/* How the books of the chat mix (table chat_lore), else as the house does: copy it, and fill in the
	 * messages, macros, context_tokens, seed and the like. The books are in it. */
	struct lore_order order;
};

/*
 * The books of a chat of `member` (whose chat it is). `character` is the one who speaks; a persona
 * of 0 is none. `arena` keeps the books alive.
 */
struct shelf shelf_of_chat(struct db *db, struct arena *arena, struct chat_id chat,
			   struct character_id character, int64_t persona, struct member_id member);

/* One book of `member`, or NULL. For the try box of its page. */
const struct lore_book *shelf_book(struct db *db, struct arena *arena, int64_t book,
				   struct member_id member);

#endif
