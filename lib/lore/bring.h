/*
 * Books coming in and going out: from a file of any shape to rows, and from rows to a file.
 *
 * A book is kept as it came; its entries are copied into rows. Going out in its own shape, an entry
 * that was not changed goes as it was written, a changed one with its new values in the old place, and
 * everything that this house does not know as it came.
 */
#ifndef SNUG_LORE_BRING_H
#define SNUG_LORE_BRING_H

#include "lib/base/sink.h"
#include "lib/card/scan.h"
#include "lib/db/db.h"
#include "lib/lore/lore.h"

enum {
	LORE_BRING_BYTES = 12 * 1024 * 1024, /* of a file */
	LORE_BRING_QUOTA = 64 * 1024 * 1024, /* of the books of one member */
	LORE_BOOKS = 500		     /* of one member */
};

enum lore_bring_outcome {
	LORE_BROUGHT,
	LORE_NO_BOOK,	/* JSON, but none of the shapes of a lorebook */
	LORE_BROKEN,	/* not JSON, not UTF-8: `why` says where */
	LORE_TOO_LARGE, /* more than LORE_BRING_BYTES, or more than LORE_ENTRIES entries */
	LORE_OVER_QUOTA,
	LORE_REFUSED /* what stands in it is not taken here (lib/moderate/moderate.h); `why` says where */
};

struct lore_bring_result {
	int64_t id; /* of the book */
	struct str name;
	struct str why;
	enum book_shape shape;
	size_t entries;
	size_t dropped; /* entries that are no objects */
	/* One sentence for each thing that does not work here as its maker meant. */
	struct strs notes;
};

/*
 * A lorebook in any shape (V2, lorebook_v3, world file, Agnai memory; also a whole card: its
 * character_book) becomes a book of `member`. `file_name` names it when the file does not. Inside a
 * transaction, which is kept on LORE_REFUSED too.
 */
NODISCARD enum lore_bring_outcome lore_bring(struct db *db, struct arena *arena,
					     struct member_id member, struct str file_name,
					     struct str bytes, struct lore_bring_result *out);
/* The status, code and words of an outcome that is not LORE_BROUGHT. */
int lore_bring_status(enum lore_bring_outcome outcome);
const char *lore_bring_code(enum lore_bring_outcome outcome);
const char *lore_bring_words(enum lore_bring_outcome outcome);
/* The same with where it is, when `why` of the result says so. */
struct str lore_bring_told(struct arena *arena, enum lore_bring_outcome outcome, struct str why);

/*
 * The character_book of a card that is being brought (its JSON) becomes a book of that character, owned
 * by its creator. Returns the book's id, 0 when it is no book, or one of more than LORE_ENTRIES entries.
 * One with text that is not taken here becomes a book without entries. Of the result are set: `why` of what
 * was not taken, else `entries`, `dropped` and `notes`.
 */
struct lore_owner {
	struct character_id character;
	struct member_id member;
	struct str name; /* of the character */
};
int64_t lore_bring_book_of(struct db *db, struct arena *arena, const struct lore_owner *owner,
			   struct str json, struct lore_bring_result *out);
/*
 * The same for a character that came before there were books, from the card that was kept. Harmless
 * when called twice.
 */
int64_t lore_bring_character(struct db *db, struct arena *arena, struct character_id character);

/*
 * The character_book that goes out with a character's card: that of the card as it was changed here, or
 * the one that its creator gave it. STR_NONE when the card's own text stands.
 */
struct str lore_take_character(struct db *db, struct arena *arena, struct character_id character);

enum lore_take_shape { LORE_AS_IT_CAME, LORE_AS_WORLD, LORE_AS_V3, LORE_AS_AGNAI };

/* A book of `member` on its way out; false when there is none. */
struct lore_take;
NODISCARD bool lore_take_begin(struct db *db, struct arena *arena, int64_t book,
			       struct member_id member, enum lore_take_shape shape,
			       struct lore_take **out);
struct str lore_take_name(const struct lore_take *take);
/* The file, in pieces; `arena` is that of lore_take_begin. */
void lore_take_write(struct db *db, struct arena *arena, const struct lore_take *take,
		     struct sink *sink);

#endif
