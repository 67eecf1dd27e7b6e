#include "lib/search/search.h"

#include "lib/base/buf.h"
#include "sql/search.h"

bool
search_read(struct db *db, struct str asked, struct search *out)
{
	*out = (struct search){ 0 };
	if (str_trim(asked).n == 0)
		return false;
	const struct search_read_row *row = search_read_words(db, asked);
	/* Words that the parser of the database leaves nothing of make an empty query. */
	if (row->words.n == 0 || row->query.n == 0)
		return false;
	*out = (struct search){ row->words, row->text, row->query, row->any };
	return true;
}

bool
search_mend(struct db *db, struct arena *arena, const struct search *in, struct search *out)
{
	struct strs words = search_correct(db, in->words)->words;
	struct buf text = buf_in(arena);
	bool differs = false;
	for (size_t i = 0; i < words.n; i++) {
		differs = differs || !str_eq(words.at[i], in->words.at[i]);
		if (i > 0)
			buf_char(&text, ' ');
		buf_str(&text, words.at[i]);
	}
	return differs && search_read(db, buf_done(&text), out);
}
