#include "lib/moderate/read.h"

#include "lib/moderate/read_parts.h"

enum {
	FOUND = 1000, /* terms of a text; looks at all pairs must stay cheap */
	PIECE = 16000,
	OVERLAP = 2000 /* bytes */
};

/* ---- finding ------------------------------------------------------------------------------- */

void
terms_take(struct reader *reader, size_t at, const struct term *term)
{
	bool is_common = term->about == TERM_COMMON;
	if (is_common || (!term->is_shared && term->language_at > 0))
		reader->common[term->language_at]++;
	if (is_common)
		return;
	if (reader->n == FOUND) {
		reader->r->is_full = true;
		return;
	}
	if (reader->n == reader->room) {
		size_t room = reader->room * 2 + 16;
		reader->found = arena_grow(reader->arena, reader->found,
					   reader->room * sizeof(*reader->found),
					   room * sizeof(*reader->found));
		reader->room = room;
	}
	reader->found[reader->n++] = (struct found){ at, term };
}

static size_t
best_language(const struct reader *reader)
{
	size_t best = 0;
	for (size_t i = 1; i < TERM_LANGUAGES; i++)
		if (reader->common[i] > reader->common[best])
			best = i;
	return best;
}

/* By place; of several at one the text's own language first. Nearly in order already. */
static void
sort_found(struct reader *reader, size_t best)
{
	for (size_t i = 1; i < reader->n; i++) {
		struct found one = reader->found[i];
		size_t k = i;
		for (; k > 0; k--) {
			const struct found *before = &reader->found[k - 1];
			bool is_home = one.term->language_at == best &&
				       before->term->language_at != best;
			if (before->at < one.at || (before->at == one.at && !is_home))
				break;
			reader->found[k] = *before;
		}
		reader->found[k] = one;
	}
}

size_t
found_from(const struct reader *reader, size_t at)
{
	size_t low = 0, high = reader->n;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (reader->found[middle].at < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* ---- marks --------------------------------------------------------------------------------- */

void
read_mark_add(struct reader *reader, size_t at, size_t n, unsigned about,
	      const struct term_language *language)
{
	struct reading *r = reader->r;
	if (r->n == r->room) {
		size_t room = r->room * 2 + 16;
		r->marks = arena_grow(reader->arena, r->marks, r->room * sizeof(*r->marks),
				      room * sizeof(*r->marks));
		r->room = room;
	}
	r->marks[r->n++] = (struct read_mark){ at, n, about, language };
}

/* A word that is innocent in another language counts where most of the text is in its own. */
static bool
counts(const struct reader *reader, const struct term *term, size_t best)
{
	size_t common = reader->common[term->language_at];
	return !term->is_shared ||
	       (common >= reader->common[best] && (common > 0 || term->language_at == 0));
}

/* Numbers in words have their values, and sums theirs. */
static void
read_values(struct reader *reader, size_t best)
{
	const struct fold_words *words = &reader->r->words;
	for (size_t i = 0; i < words->n; i++)
		reader->values[i] = words->at[i].number;
	for (size_t i = 0; i < reader->n; i++) {
		const struct term *term = reader->found[i].term;
		size_t at = reader->found[i].at;
		if ((term->about & TERM_NUMBER) != 0 && counts(reader, term, best) &&
		    !read_larger(words, at))
			reader->values[at + term->n - 1] = (int)(term->about &
								 ~(unsigned)TERM_NUMBER);
	}
	read_sums(reader);
}

/* Marks by place: those of terms, and at each word its age. */
static void
read_marks(struct reader *reader, size_t best)
{
	size_t next = 0;
	for (size_t i = 0; i < reader->r->words.n; i++) {
		for (; next < reader->n && reader->found[next].at == i; next++) {
			const struct term *term = reader->found[next].term;
			if ((term->about & TERM_NUMBER) == 0 && counts(reader, term, best))
				read_mark_add(reader, i, term->n, term->about,
					      term_languages[term->language_at]);
		}
		if (reader->values[i] > 0) {
			read_age(reader, i);
			read_age_otherwise(reader, i);
		}
	}
}

/* ---- together ------------------------------------------------------------------------------ */

/* Words that mean nothing together, whatever one of them means alone. */
static void
mask(struct reading *r)
{
	static const unsigned HARMLESS = TERM_YOUNG | TERM_SEXUAL | TERM_ACT | TERM_FORCE |
					 TERM_REAL | TERM_ANIMAL | TERM_KIN | TERM_HINT |
					 TERM_CLINIC;
	static const unsigned NOT_MEANT = TERM_SELF_HARM | TERM_HARM | TERM_ASKS_REAL |
					  TERM_LEAVES | TERM_PLANS | TERM_URGES;
	for (size_t i = 0; i < r->n; i++) {
		const struct read_mark *over = &r->marks[i];
		unsigned gone = ((over->about & TERM_PLAIN) != 0 ? HARMLESS : 0) |
				((over->about & TERM_IDIOM) != 0 ? NOT_MEANT : 0);
		if (gone == 0)
			continue;
		/* No term before it that is over there begins further off. */
		size_t first = i;
		while (first > 0 && r->marks[first - 1].at + TERM_WORDS > over->at)
			first--;
		for (size_t k = first; k < r->n && r->marks[k].at < over->at + over->n; k++) {
			struct read_mark *under = &r->marks[k];
			size_t end = under->at + under->n;
			bool inside = under->at >= over->at && end <= over->at + over->n;
			bool meets = end > over->at;
			if (k != i && ((over->about & TERM_IDIOM) != 0 ? meets : inside))
				under->about &= ~gone;
		}
	}
}

/* A place near `n` that cuts no letter apart; bytes that are none are cut anywhere. */
static size_t
near(struct str text, size_t n)
{
	size_t clipped = str_clip(text, n);
	return clipped + 4 > n || clipped == text.n ? clipped : n;
}

bool
read_piece(struct str *rest, struct str *piece)
{
	if (rest->n == 0)
		return false;
	*piece = str_first(*rest, near(*rest, PIECE));
	*rest = piece->n == rest->n ? STR_NONE
				    : str_from_at(*rest, near(*rest, piece->n - OVERLAP));
	return true;
}

struct reading
read_words(struct arena *arena, struct fold_words words, size_t tail)
{
	struct reading r = { .words = words };
	struct reader reader = { .arena = arena, .r = &r, .tail = tail };
	reader.values = arena_take(arena, r.words.n * sizeof(*reader.values));
	terms_find(&reader);
	size_t best = best_language(&reader);
	r.language = term_languages[best];
	sort_found(&reader, best);
	read_values(&reader, best);
	read_marks(&reader, best);
	mask(&r);
	for (size_t i = 0; i < r.n; i++)
		r.about |= r.marks[i].about;
	return r;
}

struct reading
read_text(struct arena *arena, struct str text)
{
	return read_words(arena, fold_text(arena, read_hidden(arena, text)), FOLD_NATIVE);
}

/* Words between two marks, of which the first begins first. */
static size_t
apart(const struct read_mark *first, const struct read_mark *second)
{
	size_t end = first->at + first->n;
	return second->at >= end ? second->at - end + 1 : 0;
}

bool
read_together(const struct reading *r, unsigned one, unsigned other, size_t reach)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct read_mark *mark = &r->marks[i];
		if ((mark->about & (one | other)) == 0)
			continue;
		for (size_t k = i; k < r->n && apart(mark, &r->marks[k]) <= reach; k++)
			if (((mark->about & one) != 0 && (r->marks[k].about & other) != 0) ||
			    ((mark->about & other) != 0 && (r->marks[k].about & one) != 0))
				return true;
	}
	return false;
}

const struct read_mark *
read_first(const struct reading *r, unsigned about)
{
	for (size_t i = 0; i < r->n; i++)
		if ((r->marks[i].about & about) != 0)
			return &r->marks[i];
	return NULL;
}
