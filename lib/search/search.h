/*
 * What somebody looks for, as words: read the way the stored words were, mended where nobody has
 * such a word, and shown again in what was found.
 *
 * Words are folded (case, accents, width) and cut at whatever is neither letter nor digit, by the
 * database's search_words(); the last may be the beginning of a word. Nothing that is typed can be
 * an operator: a query holds letters and digits only.
 */
#ifndef SNUG_SEARCH_SEARCH_H
#define SNUG_SEARCH_SEARCH_H

#include "lib/db/db.h"

enum { SEARCH_LONGEST = 200 /* code points of a text that is looked for */ };

struct search {
	struct strs words;
	struct str text;  /* the words with blanks between them */
	struct str query; /* a tsquery of all words, and of any */
	struct str any;
};

/* False when `asked` holds no word. Lives in the arena of db_use. */
NODISCARD bool search_read(struct db *db, struct str asked, struct search *out);

/*
 * The same with words that no listed character has replaced by the most alike that one has. False
 * when there is nothing to mend.
 */
NODISCARD bool search_mend(struct db *db, struct arena *arena, const struct search *in,
			   struct search *out);

/*
 * `text` as HTML: escaped, the words that were looked for between <mark> and </mark>. Folds as the
 * database does but for letters that only its accent table knows (such are not marked).
 */
struct str search_mark(struct arena *arena, const struct search *search, struct str text);

#endif
