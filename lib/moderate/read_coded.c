/*
 * Words that are written by rot13 or backwards, one by one or all of them. Words that everybody uses mean
 * something there by chance, so that only longer ones count, and none that is a word as it stands.
 */
#include "lib/moderate/read_parts.h"

#include <string.h>

#include "lib/base/utf8.h"

enum {
	TAIL = 3,    /* letters behind the beginning of a word */
	BACKED = 12, /* words between one that is too short by itself and one that is not */
	AROUND = BACKED + TERM_WORDS
};

enum turn { TURN_ROT13, TURN_WORDS, TURN_ALL, TURNS };

/* Words of everyday use that are other words from their end, or by rot13; a * ends a beginning. */
static const char *const OWN[] = { "anrop", "chore*",	"dekan",  "exes",    "flow",  "frkb*",
				   "lana",  "lamina",	"masc",	  "magneet", "neet",  "negre",
				   "oxes",  "planeet",	"retra*", "sagan",   "satet", "saun",
				   "sexes", "smuc",	"soda",	  "soies",   "stac",  "suna",
				   "tums",  "vincitore" };

/* ---- turning ------------------------------------------------------------------------------- */

static char
rot13(char c)
{
	return (char)(c + (c < 'n' ? 13 : -13));
}

static void
turn_letters(struct str from, enum turn turn, char *to)
{
	for (size_t i = 0; i < from.n; i++)
		to[i] = turn == TURN_ROT13 ? rot13(from.p[i]) : from.p[from.n - 1 - i];
}

/* The code points of a word from its end. */
static struct str
turn_native(struct arena *arena, struct str from)
{
	char *to = arena_take(arena, from.n);
	size_t at = from.n;
	for (struct str rest = from, before = rest; rest.n > 0; before = rest) {
		uint32_t point;
		if (!utf8_next(&rest, &point))
			return STR_NONE;
		at -= before.n - rest.n;
		memcpy(to + at, before.p, before.n - rest.n);
	}
	return (struct str){ to, from.n };
}

static int
turn_number(int number)
{
	int turned = 0;
	for (int rest = number; rest > 0 && number < 1000; rest /= 10)
		turned = turned * 10 + rest % 10;
	return number > 0 && number < 1000 ? turned : number;
}

static bool
is_own(struct str word)
{
	for (size_t i = 0; i < COUNT(OWN); i++) {
		struct str own = str_from(OWN[i]);
		bool goes_on = str_ends(own, STR("*"));
		own.n -= goes_on ? 1 : 0;
		if (goes_on ? str_starts(word, own) : str_eq(word, own))
			return true;
	}
	return false;
}

/* A word that cannot be turned says nothing. `letters` has room for its own. Turned twice it is itself. */
static struct fold_word
turn_word(struct arena *arena, const struct fold_word *word, enum turn turn, char *letters)
{
	struct fold_word out = { .number = word->number, .gap = word->gap };
	if (word->text.n > 0) {
		turn_letters(word->text, turn, letters);
		out.text = out.native = (struct str){ letters, word->text.n };
		out.number = fold_number(out.text);
	} else if (turn != TURN_ROT13) {
		out.native = turn_native(arena, word->native);
		out.number = turn_number(word->number);
	}
	return out;
}

/* ---- where it is worth it ------------------------------------------------------------------- */

/* Most words are no code, which their first or last three letters tell. */
static bool
may_start(const struct terms *t, struct str word, enum turn turn)
{
	const char *p = word.p;
	size_t n = word.n, start = turn == TURN_ROT13
					   ? start_of(rot13(p[0]), rot13(p[1]), rot13(p[2]))
					   : start_of(p[n - 1], p[n - 2], p[n - 3]);
	return (t->grave_starts[start / 8] >> start % 8 & 1) != 0;
}

/* Whether the turned word is one of a term that makes a verdict. */
static bool
is_grave(struct arena *arena, const struct terms *t, const struct fold_word *word, enum turn turn)
{
	char letters[FOLD_WORD];
	uint16_t atoms[WORD_ATOMS];
	if (word->text.n > 0 ? word->text.n < GRAVE_LEAST || !may_start(t, word->text, turn)
			     : word->native.n < GRAVE_LEAST || turn == TURN_ROT13)
		return false;
	struct fold_word out = turn_word(arena, word, turn, letters);
	size_t n = atoms_of(t, &out, TAIL, atoms);
	for (size_t i = 0; i < n; i++)
		if ((t->grave[atoms[i] / 8] >> atoms[i] % 8 & 1) != 0)
			return !is_own(word->text);
	return false;
}

/* Marks the words around those that are grave when they are turned. */
static bool
find_grave(struct arena *arena, struct fold_words words, enum turn turn, bool *near)
{
	const struct terms *t = terms_ready();
	bool is_found = false;
	memset(near, 0, words.n * sizeof(*near));
	for (size_t i = 0; i < words.n; i++) {
		if (!is_grave(arena, t, &words.at[i], turn))
			continue;
		size_t from = i > AROUND ? i - AROUND : 0;
		size_t to = i + AROUND < words.n ? i + AROUND + 1 : words.n;
		memset(near + from, true, (to - from) * sizeof(*near));
		is_found = true;
	}
	return is_found;
}

static struct fold_words
turned(struct arena *arena, struct fold_words words, enum turn turn, const bool *near)
{
	size_t room = 0;
	for (size_t i = 0; i < words.n; i++)
		room += near[i] ? words.at[i].text.n : 0;
	char *letters = arena_take(arena, room);
	struct fold_words out = { arena_take(arena, words.n * sizeof(*out.at)), words.n };
	for (size_t i = 0; i < words.n; i++) {
		struct fold_word *to = &out.at[turn == TURN_ALL ? words.n - 1 - i : i];
		*to = (struct fold_word){ .number = -1 };
		if (!near[i])
			continue;
		*to = turn_word(arena, &words.at[i], turn, letters);
		letters += words.at[i].text.n;
	}
	return out;
}

/* ---- what it says -------------------------------------------------------------------------- */

/* Whether it means something by itself: one of its words is long enough, and nobody's own. */
static bool
is_strong(const struct fold_words *words, const struct read_mark *mark, enum turn turn)
{
	for (size_t i = mark->at; i < mark->at + mark->n && i < words->n; i++) {
		const struct fold_word *w = &words->at[i];
		char letters[FOLD_WORD];
		turn_letters(w->text, turn, letters);
		if ((w->text.n > 0 ? w->text.n : utf8_count(w->native)) >= GRAVE_LEAST &&
		    !is_own((struct str){ letters, w->text.n }))
			return true;
	}
	return false;
}

/* Whether a word that means something by itself stands near, in the same code. */
static bool
is_backed(const struct reading *r, const struct read_mark *mark, enum turn turn)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct read_mark *other = &r->marks[i];
		size_t apart = other->at > mark->at ? other->at - mark->at : mark->at - other->at;
		if (apart <= BACKED && (other->about & READ_GRAVE) != 0 &&
		    is_strong(&r->words, other, turn))
			return true;
	}
	return false;
}

static void
add_mark(struct arena *arena, struct reading *to, struct read_mark mark)
{
	if (to->n == to->room) {
		size_t room = to->room * 2 + 16;
		to->marks = arena_grow(arena, to->marks, to->room * sizeof(*to->marks),
				       room * sizeof(*to->marks));
		to->room = room;
	}
	size_t k = to->n++;
	for (; k > 0 && to->marks[k - 1].at > mark.at; k--)
		to->marks[k] = to->marks[k - 1];
	to->marks[k] = mark;
	to->about |= mark.about;
}

/* Adds what a code says to what stands there, in its place. */
static void
add_turned(struct arena *arena, const struct reading *plain, enum turn turn, const bool *near,
	   struct reading *out)
{
	struct reading r = read_words(arena, turned(arena, plain->words, turn, near), TAIL);
	for (size_t i = 0; i < r.n; i++) {
		struct read_mark mark = r.marks[i];
		mark.about &= READ_GRAVE;
		if (mark.about == 0 ||
		    (!is_strong(&r.words, &mark, turn) && !is_backed(&r, &mark, turn)))
			continue;
		if (turn == TURN_ALL)
			mark.at = plain->words.n - mark.at - mark.n;
		add_mark(arena, out, mark);
	}
}

bool
read_coded(struct arena *arena, const struct reading *plain, struct reading *out)
{
	bool *near = arena_take(arena, plain->words.n * sizeof(*near));
	*out = *plain;
	out->room = plain->n;
	out->marks = arena_take(arena, plain->n * sizeof(*out->marks));
	if (plain->n > 0)
		memcpy(out->marks, plain->marks, plain->n * sizeof(*out->marks));
	if (find_grave(arena, plain->words, TURN_ROT13, near))
		add_turned(arena, plain, TURN_ROT13, near, out);
	if (find_grave(arena, plain->words, TURN_WORDS, near)) {
		add_turned(arena, plain, TURN_WORDS, near, out);
		add_turned(arena, plain, TURN_ALL, near, out);
	}
	return out->n > plain->n;
}
