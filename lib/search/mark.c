#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "lib/base/buf.h"
#include "lib/base/fault.h"
#include "lib/base/utf8.h"
#include "lib/search/search.h"

enum { FOLDED = 64, APART = 8 };

static bool
is_apostrophe(uint32_t point)
{
	return point == '\'' || point == 0x2019 || point == 0x02bc;
}

static bool
is_mark(uint32_t point)
{
	int8_t type = u_charType((UChar32)point);
	return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK;
}

static bool
is_of_word(uint32_t point)
{
	return u_isalnum((UChar32)point) || is_mark(point) || is_apostrophe(point);
}

/* A word in lower case without its accents. What is longer than any stored word is cut. */
static struct str
fold(struct arena *arena, struct str word)
{
	struct buf out = buf_in(arena);
	UErrorCode error = U_ZERO_ERROR;
	const UNormalizer2 *apart = unorm2_getNFKDInstance(&error);
	ENSURE(U_SUCCESS(error));
	uint32_t point;
	while (out.n < (size_t)FOLDED * 4 && utf8_next(&word, &point)) {
		UChar parts[APART];
		char bytes[4];
		if (is_apostrophe(point) || is_mark(point))
			continue;
		error = U_ZERO_ERROR;
		int32_t n = unorm2_getDecomposition(apart, (UChar32)point, parts, APART, &error);
		UChar32 base = (UChar32)point;
		if (U_SUCCESS(error) && n > 0 && !U16_IS_SURROGATE(parts[0]))
			base = parts[0];
		buf_put(&out, bytes, utf8_encode((uint32_t)u_tolower(base), bytes));
	}
	return buf_done(&out);
}

static bool
is_looked_for(const struct search *search, struct str folded)
{
	if (folded.n == 0)
		return false;
	for (size_t i = 0; i < search->words.n; i++) {
		struct str word = search->words.at[i];
		bool is_last = i + 1 == search->words.n && word.n > 1;
		if (str_eq(folded, word) || (is_last && str_starts(folded, word)))
			return true;
	}
	return false;
}

struct str
search_mark(struct arena *arena, const struct search *search, struct str text)
{
	struct buf out = buf_in(arena);
	struct str rest = text;
	while (rest.n > 0) {
		struct str at = rest, next = rest;
		uint32_t point;
		bool is_word = utf8_next(&next, &point) && is_of_word(point);
		/* On to the end of the word, or of what stands between two. */
		while (next.n > 0) {
			struct str ahead = next;
			if (!utf8_next(&ahead, &point) || is_of_word(point) != is_word)
				break;
			next = ahead;
		}
		struct str run = str_first(at, at.n - next.n);
		bool is_marked = is_word && is_looked_for(search, fold(arena, run));
		if (is_marked)
			buf_lit(&out, "<mark>");
		buf_html(&out, run);
		if (is_marked)
			buf_lit(&out, "</mark>");
		rest = next;
	}
	return buf_done(&out);
}
