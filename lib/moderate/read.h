/*
 * Reads a text against the terms of all languages (terms.h): what stands where in it.
 *
 * Hidden text is read too: base64, letters as numbers, Morse code. Ages are numbers beside the words of
 * a language for them; sums and halves are worked out ("10+4 years old").
 *
 * Units: places and distances are words of the folded text.
 * Locking: safe from several threads. Ownership: everything lives in the arena.
 */
#ifndef SNUG_MODERATE_READ_H
#define SNUG_MODERATE_READ_H

#include "lib/moderate/fold.h"
#include "lib/moderate/terms.h"

struct read_mark {
	size_t at;
	size_t n; /* words that the term has */
	unsigned about;
	const struct term_language *language;
};

struct reading {
	struct fold_words words;
	struct read_mark *marks; /* by place */
	size_t n, room;
	unsigned about; /* of all marks together */
	unsigned open;	/* of terms that the last words begin, and which more words may finish */
	bool is_full;	/* so much was found that not all of it is here: read less at once */
	const struct term_language
		*language; /* what most of it is written in; English when unknown */
};

/*
 * A text of any length goes through in pieces that lap over, so that nothing is cut apart:
 *
 *	while (read_piece(&rest, &piece))
 *		reading = read_text(arena, piece);
 */
bool read_piece(struct str *rest, struct str *piece);
/* Of a text that is longer than FOLD_POINTS its beginning. */
struct reading read_text(struct arena *arena, struct str text);

/*
 * The same with what words say that are coded: by rot13, or backwards, one by one or all of them. `false`:
 * none of them says anything. What is meant as a code is never read for care and the like.
 */
bool read_coded(struct arena *arena, const struct reading *plain, struct reading *out);

/* Whether marks of both kinds stand within `reach` words of each other. */
bool read_together(const struct reading *r, unsigned one, unsigned other, size_t reach);
/* What keeps the rest of a sentence back once it stands there (guard.h). */
#define READ_HELD                                                                                  \
	((unsigned)(TERM_YOUNG | TERM_SEXUAL | TERM_HINT | TERM_FORCE | TERM_ABUSE | TERM_CODED |  \
		    TERM_CLAIMS | TERM_URGES | TERM_CLINGS))
/* Whether a word that goes on may become the first one of such a term. */
bool read_may_begin(struct arena *arena, struct str word);
/* The first mark of a kind, or NULL. */
const struct read_mark *read_first(const struct reading *r, unsigned about);

#endif
