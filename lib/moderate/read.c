#include "lib/moderate/read.h"

#include <stdlib.h>

#include "lib/moderate/read_parts.h"

enum {
	MARKED = 4000,	 /* marks of a text; what comes behind them is not looked at */
	MARKS_A_WORD = 6 /* room for short texts */
};

/* ---- matching ------------------------------------------------------------------------------ */

static void
take_term(struct reader *reader, size_t at, const struct term *t)
{
	if (t->about == TERM_COMMON)
		reader->common[t->language_at]++;
	else if (reader->n < reader->room)
		reader->found[reader->n++] = (struct found){ at, t };
	if (t->about != TERM_COMMON && !t->is_shared && t->language_at > 0)
		reader->common[t->language_at]++;
}

static void
look_up(struct reader *reader, size_t at)
{
	struct term_chain chains[TERM_CHAINS];
	const struct fold_words *words = &reader->r->words;
	size_t n = terms_chains(&words->at[at], chains);
	for (size_t i = 0; i < n; i++)
		for (const struct term *t = chains[i].first; t != NULL; t = t->next) {
			if (t->words[0].is_native != chains[i].is_native)
				continue;
			switch (term_fit(words, at, t)) {
			case TERM_ELSE:
				break;
			case TERM_BEGINS:
				reader->r->open |= t->about;
				break;
			case TERM_FITS:
				take_term(reader, at, t);
				break;
			}
		}
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

void
read_mark_add(struct reading *r, size_t at, size_t n, unsigned about,
	      const struct term_language *language)
{
	if (r->n < r->room)
		r->marks[r->n++] = (struct read_mark){ at, n, about, language };
}

/* ---- together ------------------------------------------------------------------------------ */

static int
by_place(const void *a, const void *b)
{
	const struct read_mark *x = a, *y = b;
	return x->at < y->at ? -1 : x->at > y->at;
}

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
		for (size_t k = 0; k < r->n; k++) {
			struct read_mark *under = &r->marks[k];
			size_t end = under->at + under->n;
			bool meets = under->at < over->at + over->n && end > over->at;
			bool inside = under->at >= over->at && end <= over->at + over->n;
			if (k != i && ((over->about & TERM_IDIOM) != 0 ? meets : inside))
				under->about &= ~gone;
		}
	}
}

struct reading
read_text(struct arena *arena, struct str text)
{
	terms_ready();
	struct reading r = { .words = fold_text(arena, read_hidden(arena, text)) };
	struct reader reader = { .r = &r, .room = r.words.n * MARKS_A_WORD + 64 };
	if (reader.room > MARKED)
		reader.room = MARKED;
	/* Ages are marks besides those of terms. */
	r.room = reader.room * 2;
	r.marks = ARENA_ARRAY(arena, struct read_mark, r.room);
	reader.values = ARENA_ARRAY(arena, int, r.words.n + 1);
	reader.found = ARENA_ARRAY(arena, struct found, reader.room);
	for (size_t i = 0; i < r.words.n; i++) {
		reader.values[i] = r.words.at[i].number;
		look_up(&reader, i);
	}
	size_t best = best_language(&reader);
	r.language = term_languages[best];
	for (size_t i = 0; i < reader.n; i++) {
		const struct found *f = &reader.found[i];
		if (f->term->is_shared &&
		    ((reader.common[f->term->language_at] == 0 && f->term->language_at > 0) ||
		     reader.common[f->term->language_at] < reader.common[best]))
			continue;
		if ((f->term->about & TERM_NUMBER) == 0)
			read_mark_add(&r, f->at, f->term->n, f->term->about, f->term->language);
		else if (!read_larger(&r.words, f->at))
			reader.values[f->at + f->term->n - 1] = (int)(f->term->about &
								      ~(unsigned)TERM_NUMBER);
	}
	read_sums(&reader);
	read_ages(&reader);
	qsort(r.marks, r.n, sizeof(*r.marks), by_place);
	mask(&r);
	for (size_t i = 0; i < r.n; i++)
		r.about |= r.marks[i].about;
	return r;
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
