#include "lib/character/diff.h"

enum { CELLS = 4 * 1000 * 1000 };

struct words {
	struct str *at;
	size_t n;
};

static bool
is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

/* Words with the space behind them, so that they join to the text. */
static struct words
words_of(struct arena *arena, struct str text)
{
	struct words w = { ARENA_ARRAY(arena, struct str, text.n + 1), 0 };
	for (size_t i = 0, from = 0; i < text.n; from = i) {
		while (i < text.n && !is_space(text.p[i]))
			i++;
		while (i < text.n && is_space(text.p[i]))
			i++;
		w.at[w.n++] = (struct str){ text.p + from, i - from };
	}
	return w;
}

/* Pieces of one kind that follow each other are one. */
static void
add(struct diff *d, enum diff_kind kind, struct str text)
{
	if (text.n == 0)
		return;
	struct diff_piece *last = d->n > 0 ? &d->at[d->n - 1] : NULL;
	if (last != NULL && last->kind == kind && last->text.p + last->text.n == text.p)
		last->text.n += text.n;
	else
		d->at[d->n++] = (struct diff_piece){ kind, text };
}

/* Walks the table: cell (i, j) is the length of what the words from i and from j have in common. */
static void
walk(struct diff *d, const uint16_t *table, struct words a, struct words b)
{
	size_t i = 0, j = 0, row = b.n + 1;
	while (i < a.n || j < b.n) {
		if (i < a.n && j < b.n && str_eq(a.at[i], b.at[j])) {
			add(d, DIFF_SAME, b.at[j]);
			i++;
			j++;
		} else if (j == b.n ||
			   (i < a.n && table[(i + 1) * row + j] >= table[i * row + j + 1])) {
			add(d, DIFF_OUT, a.at[i++]);
		} else {
			add(d, DIFF_IN, b.at[j++]);
		}
	}
}

struct diff
diff_words(struct arena *arena, struct str before, struct str after)
{
	struct words a = words_of(arena, before), b = words_of(arena, after);
	struct diff d = { ARENA_ARRAY(arena, struct diff_piece, a.n + b.n + 1), 0 };
	size_t row = b.n + 1;
	if (a.n >= UINT16_MAX || b.n >= UINT16_MAX || (a.n + 1) * row > CELLS) {
		add(&d, DIFF_OUT, before);
		add(&d, DIFF_IN, after);
		return d;
	}
	uint16_t *table = ARENA_ARRAY(arena, uint16_t, (a.n + 1) * row);
	for (size_t i = a.n; i-- > 0;)
		for (size_t j = b.n; j-- > 0;) {
			uint16_t down = table[(i + 1) * row + j], right = table[i * row + j + 1];
			table[i * row + j] = str_eq(a.at[i], b.at[j])
						     ? (uint16_t)(table[(i + 1) * row + j + 1] + 1)
					     : down > right ? down
							    : right;
		}
	walk(&d, table, a, b);
	return d;
}
