/*
 * Characters that members bring as cards, and take back: from a file to rows, and from rows to a file.
 *
 * A card is kept as it came; its fields are copied into the character. Going out, a field that was not
 * changed since is taken from the card, a changed one from the character, and everything that this
 * house does not know from the card.
 */
#ifndef SNUG_CHARACTER_BRING_H
#define SNUG_CHARACTER_BRING_H

#include "lib/card/file.h"
#include "lib/card/judge.h"
#include "lib/character/draft.h"
#include "lib/db/db.h"

enum { BRING_QUOTA = 256 * 1024 * 1024 /* bytes of cards of one member */ };

enum bring_outcome {
	BRING_DONE,
	BRING_REFUSED, /* `card` says why */
	BRING_OVER_QUOTA,
	BRING_FROZEN /* staff look at this very file already */
};

struct bring_order {
	struct member_id member;
	struct str username;
	struct str bytes;
};

struct bring_result {
	enum card_outcome card;
	struct str why; /* where JSON breaks, for CARD_NOT_JSON */
	struct character_id id;
	struct str name;
	struct str report; /* JSON object, see lib/card/report.h; empty unless BRING_DONE */
	unsigned doubts;   /* enum card_doubt; 0 when the character is open for private use */
	size_t entries;
};

/*
 * Inside a transaction. The portrait is decoded by the sandboxed program and belongs to the member; a
 * portrait that cannot be used is told in the report and does not stop the rest. Of a card that falls
 * under the absolute list the words are kept sealed for staff, and the character is frozen.
 */
NODISCARD enum bring_outcome bring_card(struct db *db, struct arena *arena,
					const struct bring_order *order, struct bring_result *out);

/* What still holds a quarantined character back when its creator states `age`. */
struct card_take_row;
unsigned bring_doubts(struct arena *arena, const struct card_take_row *row, int64_t age);
/*
 * The reasons in words, for its creator: one sentence each. `rests` is that of card_take; words that staff
 * look at are named by no other sentence.
 */
struct strs bring_doubt_words(struct arena *arena, unsigned doubts, struct str rests);
/* The step of making a character in which that stands: personality when no other has any of it, else basics. */
enum draft_step bring_doubt_step(struct arena *arena, const struct card_take_row *row);
/* Frees a character in which staff found nothing wrong, unless something else holds it back. */
void bring_free(struct db *db, struct arena *arena, struct character_id id);

enum take_format { TAKE_PNG, TAKE_JSON, TAKE_CHARX };

enum take_outcome {
	TAKE_DONE,
	TAKE_NONE, /* no such character, or not this member's */
	TAKE_HELD  /* what it says may not leave the house */
};

/* "png", "json", "charx"; false for any other word. */
NODISCARD bool take_format_from(struct str word, enum take_format *format);
const char *take_ending(enum take_format format);
const char *take_type(enum take_format format);

/*
 * The character as a card: first whether it may go, then the file, in pieces, so that a large one does not
 * stand in memory beside what it is made of. An owner of 0: anybody's.
 */
struct take;
NODISCARD enum take_outcome take_begin(struct db *db, struct arena *arena, struct character_id id,
				       struct member_id owner, enum take_format format,
				       struct take **take);
/* What the file is called, without its ending: the character's name. */
struct str take_name(const struct take *take);
/* Once. The parts are made in memory of their own, which is let go one after the other. */
void take_write(struct db *db, const struct take *take, struct sink *out);

#endif
