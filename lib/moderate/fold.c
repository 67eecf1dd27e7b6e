#include "lib/moderate/fold.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "lib/base/utf8.h"

/* Letters that pass for Latin ones (Unicode UTS 39, confusables; the ones people use). */
static const char ALIKE[0x530] = {
	[0xF8] = 'o',  [0x111] = 'd', [0x131] = 'i', [0x142] = 'l', [0x251] = 'a', [0x261] = 'g',
	[0x26A] = 'i', [0x274] = 'n', [0x280] = 'r', [0x29F] = 'l', [0x3B1] = 'a', [0x3B2] = 'b',
	[0x3B5] = 'e', [0x3B7] = 'n', [0x3B9] = 'i', [0x3BA] = 'k', [0x3BD] = 'v', [0x3BF] = 'o',
	[0x3C1] = 'p', [0x3C3] = 'o', [0x3C4] = 't', [0x3C5] = 'u', [0x3C7] = 'x', [0x430] = 'a',
	[0x431] = 'b', [0x432] = 'b', [0x433] = 'r', [0x435] = 'e', [0x43A] = 'k', [0x43C] = 'm',
	[0x43D] = 'h', [0x43E] = 'o', [0x440] = 'p', [0x441] = 'c', [0x442] = 't', [0x443] = 'y',
	[0x445] = 'x', [0x455] = 's', [0x456] = 'i', [0x458] = 'j', [0x4CF] = 'l', [0x501] = 'd',
	[0x51B] = 'q', [0x51D] = 'w'
};
static const struct {
	UChar32 from;
	char to;
} ALIKE_FAR[] = { { 0x13A5, 'i' }, { 0x13C2, 'h' }, { 0x1D00, 'a' }, { 0x1D04, 'c' },
		  { 0x1D05, 'd' }, { 0x1D07, 'e' }, { 0x1D0F, 'o' }, { 0x1D1B, 't' },
		  { 0x1D1C, 'u' }, { 0xA731, 's' } };

static const char *const AGE_WORDS[] = { "y",	    "yo", "yr", "yrs", "year", "years",
					 "yearold", "th", "st", "nd",  "rd",   "jaehrige" };

static const struct str NUMBER_WORDS[] = {
	STR_INIT("zero"),    STR_INIT("one"),	    STR_INIT("two"),	  STR_INIT("three"),
	STR_INIT("four"),    STR_INIT("five"),	    STR_INIT("six"),	  STR_INIT("seven"),
	STR_INIT("eight"),   STR_INIT("nine"),	    STR_INIT("ten"),	  STR_INIT("eleven"),
	STR_INIT("twelve"),  STR_INIT("thirteen"),  STR_INIT("fourteen"), STR_INIT("fifteen"),
	STR_INIT("sixteen"), STR_INIT("seventeen"), STR_INIT("eighteen")
};

/* What an apostrophe may be followed by inside an English word: "don't", "she's", "girl's". */
static const char *const TAILS[] = { "t", "s", "m", "d", "re", "ve", "ll" };

enum sign { SIGN_GAP, SIGN_LETTER, SIGN_ALONE, SIGN_KANA, SIGN_REGION };

/* A sign or digit in the place of a letter; 0 for any other. */
static char
leet(UChar32 c)
{
	static const char FROM[] = "0134578@$!";
	static const char TO[] = "oieastbasi";
	const char *at = c < 128 && c != 0 ? strchr(FROM, (char)c) : NULL;
	return at == NULL ? '\0' : TO[at - FROM];
}

/* White letters in black circles and boxes, which compatibility forms leave as they are. */
static bool
is_boxed(UChar32 c)
{
	return (c >= 0x1F150 && c <= 0x1F169) || (c >= 0x1F170 && c <= 0x1F189);
}

static char
latin(UChar32 c)
{
	if (c >= 'a' && c <= 'z')
		return (char)c;
	if (c < 128)
		return '\0';
	if (c >= 0x1F1E6 && c <= 0x1F1FF)
		return (char)('a' + (c - 0x1F1E6));
	if (is_boxed(c))
		return (char)('a' + (c - 0x1F150) % 32);
	if (c < (UChar32)COUNT(ALIKE))
		return ALIKE[c];
	for (size_t i = 0; i < COUNT(ALIKE_FAR); i++)
		if (ALIKE_FAR[i].from == c)
			return ALIKE_FAR[i].to;
	return '\0';
}

static enum sign
foreign_sign(UChar32 c)
{
	if ((c >= 0x1F1E6 && c <= 0x1F1FF) || is_boxed(c))
		return SIGN_REGION;
	if (c >= 0x1F3FB && c <= 0x1F3FF)
		return SIGN_GAP; /* tones of skin */
	if (c >= 0x1F000 || (c >= 0x2600 && c <= 0x27BF))
		return SIGN_ALONE;
	UErrorCode error = U_ZERO_ERROR;
	UScriptCode script = uscript_getScript(c, &error);
	if (script == USCRIPT_HAN || script == USCRIPT_HIRAGANA)
		return SIGN_ALONE;
	if (script == USCRIPT_KATAKANA || c == 0x30FC)
		return SIGN_KANA;
	return u_isalnum(c) || (c >= 0x900 && c <= 0xFFF && u_charType(c) != U_OTHER_PUNCTUATION)
		       ? SIGN_LETTER
		       : SIGN_GAP;
}

static inline enum sign
sign_of(UChar32 c)
{
	if (c >= 128)
		return foreign_sign(c);
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '@' || c == '$' || c == '!'
		       ? SIGN_LETTER
		       : SIGN_GAP;
}

/* ---- words --------------------------------------------------------------------------------- */

struct cutter {
	struct arena *arena;
	struct fold_word *words;
	size_t n;
	size_t room;
	const int32_t *points;
	size_t end;    /* of the points */
	char *letters; /* of plain words, one behind the other */
	UChar32 *token;
	size_t size;
	enum sign kind;
	char gap;
};

static struct fold_word *
new_word(struct cutter *c)
{
	if (c->n == c->room) {
		size_t room = c->room * 2;
		c->words = arena_grow(c->arena, c->words, c->room * sizeof(*c->words),
				      room * sizeof(*c->words));
		c->room = room;
	}
	struct fold_word *word = &c->words[c->n++];
	*word = (struct fold_word){ .number = -1 };
	return word;
}

int
fold_number(struct str text)
{
	char c = text.n < 3 || text.n > 9 ? '\0' : text.p[0];
	if (c != 't' && c != 's' && c != 'f' && c != 'o' && c != 'n' && c != 'e' && c != 'z')
		return -1;
	for (size_t i = 0; i < COUNT(NUMBER_WORDS); i++)
		if (NUMBER_WORDS[i].n == text.n && NUMBER_WORDS[i].p[0] == text.p[0] &&
		    memcmp(NUMBER_WORDS[i].p, text.p, text.n) == 0)
			return (int)i;
	return -1;
}

/* Three or more of a letter are one, and of an e two: "loooli", "teeeen". */
static struct str
without_runs(struct arena *arena, const char *text, size_t n)
{
	char *out = arena_take(arena, FOLD_WORD);
	size_t kept = 0;
	for (size_t i = 0; i < n && kept + 1 < FOLD_WORD; i++) {
		size_t run = 1;
		while (i + run < n && text[i + run] == text[i])
			run++;
		size_t keep = run > 2 && text[i] != 'e' ? 1 : run > 2 ? 2 : run;
		for (size_t k = 0; k < keep && kept + 1 < FOLD_WORD; k++)
			out[kept++] = text[i];
		i += run - 1;
	}
	return (struct str){ out, kept };
}

static void
set_text(struct fold_word *word, struct str text)
{
	word->text = text;
	word->number = fold_number(text);
}

/* The Arabic article and what is written together with it say nothing about the word. */
static size_t
skip_article(const UChar32 *token, size_t n)
{
	static const UChar32 BEFORE[] = { 0x648, 0x641, 0x628, 0x643 };	     /* wa, fa, bi, ka */
	size_t at = n > 3 && token[0] == 0x648 && token[1] != 0x627 ? 1 : 0; /* "and" */
	for (size_t i = 0; n > 4 && at == 0 && i < COUNT(BEFORE); i++)
		if (token[0] == BEFORE[i] && token[1] == 0x627 && token[2] == 0x644)
			at = 1;
	if (n - at > 3 && token[at] == 0x627 && token[at + 1] == 0x644)
		return at + 2;
	return n > 4 && token[0] == 0x644 && token[1] == 0x644 ? 2 : at;
}

static struct str
native_of(struct arena *arena, const UChar32 *token, size_t n)
{
	size_t kept = 0, from = skip_article(token, n);
	char *out = arena_take(arena, (n - from) * 4 < FOLD_NATIVE ? (n - from) * 4 : FOLD_NATIVE);
	for (size_t i = from; i < n; i++) {
		char bytes[4];
		UChar32 c = token[i];
		if (c == 0x629) /* Arabic: two ways to write the same end of a word */
			c = 0x647;
		if (c == 0x649)
			c = 0x64A;
		size_t size = utf8_encode((uint32_t)c, bytes);
		if (kept + size >= FOLD_NATIVE)
			break;
		memcpy(out + kept, bytes, size);
		kept += size;
	}
	return (struct str){ out, kept };
}

static bool
is_age_word(struct str text)
{
	for (size_t i = 0; i < COUNT(AGE_WORDS); i++)
		if (str_eq(text, str_from(AGE_WORDS[i])))
			return true;
	return false;
}

/* "14yo" is a number and a word, "s3x" a word. */
static void
add_token(struct cutter *c, const UChar32 *token, size_t n)
{
	size_t digits = 0, foreign = 0, kept = 0;
	int number = 0;
	for (; digits < n && u_charDigitValue(token[digits]) >= 0; digits++)
		number = number > 999 ? 10000 : number * 10 + u_charDigitValue(token[digits]);
	char *text = arena_take(c->arena, n);
	for (size_t i = digits; i < n; i++) {
		if (latin(token[i]) != '\0')
			text[kept++] = latin(token[i]);
		foreign += token[i] >= 128 && latin(token[i]) == '\0';
	}
	if (digits > 0 && (digits == n || foreign > 0 || is_age_word((struct str){ text, kept }))) {
		new_word(c)->number = number;
		if (digits == n)
			return;
		token += digits;
		n -= digits;
	}
	kept = 0;
	bool has_letter = false;
	for (size_t i = 0; i < n; i++) {
		char letter = latin(token[i]);
		has_letter = has_letter || letter != '\0' || token[i] >= 128;
		if (letter == '\0')
			letter = leet(token[i]);
		if (letter != '\0')
			text[kept++] = letter;
	}
	if (!has_letter)
		return;
	struct fold_word *word = new_word(c);
	/* A word of another alphabet in which only some letters look Latin is not a Latin word. */
	if (foreign == 0)
		set_text(word, without_runs(c->arena, text, kept));
	word->native = native_of(c->arena, token, n);
}

/* ---- cutting ------------------------------------------------------------------------------- */

static void
add_operator(struct cutter *c, size_t i)
{
	const int32_t *text = c->points;
	const char *name = text[i] == '+'					    ? "plus"
			   : text[i] == '-' || text[i] == 0x2212		    ? "minus"
			   : text[i] == '*' || text[i] == 0xD7 || text[i] == 0x22C5 ? "times"
			   : text[i] == '/' || text[i] == 0xF7			    ? "over"
										    : NULL;
	if (name == NULL || c->n == 0 || c->words[c->n - 1].number < 0)
		return;
	do
		i++;
	while (i < c->end && text[i] == ' ');
	if (i < c->end && u_charDigitValue(text[i]) >= 0)
		set_text(new_word(c), str_from(name));
}

/* The apostrophe at `i` belongs to an English word: how many letters follow it. */
static size_t
tail_at(const struct cutter *c, size_t i)
{
	const int32_t *text = c->points + i + 1;
	size_t left = c->end - i - 1;
	for (size_t k = 0; k < COUNT(TAILS); k++) {
		size_t size = strlen(TAILS[k]), at = 0;
		while (at < size && at < left && text[at] == TAILS[k][at])
			at++;
		if (at == size && (size >= left || sign_of(text[size]) != SIGN_LETTER))
			return size;
	}
	return 0;
}

static void
cut(struct cutter *c)
{
	while (c->size > 0 && c->token[c->size - 1] == '!')
		c->size--;
	size_t before = c->n;
	if (c->size > 0)
		add_token(c, c->token, c->size);
	for (size_t i = before; i < c->n; i++)
		c->words[i].gap = c->gap;
	if (c->size > 0)
		c->gap = 0;
	c->size = 0;
}

static size_t
take_sign(struct cutter *c, size_t i)
{
	UChar32 point = c->points[i];
	enum sign kind = sign_of(point);
	bool is_quote = point == '\'' || point == 0x2019 || point == 0x2BC;
	if (is_quote && c->size > 0 && c->kind == SIGN_LETTER) {
		size_t tail = tail_at(c, i);
		for (size_t k = 0; k < tail; k++)
			c->token[c->size++] = c->points[i + 1 + k];
		if (tail > 0)
			return 1 + tail;
	}
	if (c->size > 0 && kind != c->kind)
		cut(c);
	c->kind = kind;
	if (kind == SIGN_GAP) {
		c->gap = c->gap != 0 ? 2 : (char)(point < 128 ? point : 1);
		add_operator(c, i);
		return 1;
	}
	c->token[c->size++] = point;
	if (kind == SIGN_ALONE)
		cut(c);
	return 1;
}

static bool
is_letter(int32_t c)
{
	return c >= 'a' && c <= 'z';
}

/*
 * A word of plain letters with a plain gap behind it, as most words are: it is its own text. Returns its
 * length; 0 for any other, and for one with a letter thrice in a row.
 */
static size_t
take_plain(struct cutter *c, size_t from)
{
	const int32_t *text = c->points + from;
	size_t left = c->end - from, n = 0;
	while (n < left && n < FOLD_WORD && is_letter(text[n])) {
		c->letters[n] = (char)text[n];
		if (n > 1 && text[n] == text[n - 1] && text[n] == text[n - 2])
			return 0;
		n++;
	}
	if (n == 0 || n == FOLD_WORD ||
	    (n < left && (text[n] >= 128 || text[n] == '\'' || sign_of(text[n]) != SIGN_GAP)))
		return 0;
	struct fold_word *word = new_word(c);
	word->native = (struct str){ c->letters, n };
	set_text(word, word->native);
	word->gap = c->gap;
	c->gap = 0;
	c->letters += n;
	return n;
}

/* ---- letters apart ------------------------------------------------------------------------- */

/* Single letters from `at` on that are spaced alike. */
static size_t
letters_apart(const struct fold_words *words, size_t at)
{
	size_t run = 0;
	while (at + run < words->n && run + 1 < FOLD_WORD && words->at[at + run].text.n == 1 &&
	       (run < 2 || words->at[at + run].gap == words->at[at + 1].gap))
		run++;
	return run;
}

/* Three or more single letters in a row, all spaced alike, are one word that was spaced out. */
static void
join_letters(struct arena *arena, struct fold_words *words)
{
	size_t kept = 0;
	for (size_t i = 0; i < words->n; i++) {
		size_t run = words->at[i].text.n == 1 ? letters_apart(words, i) : 0;
		if (run < 3) {
			words->at[kept++] = words->at[i];
			continue;
		}
		char *text = arena_take(arena, run);
		for (size_t k = 0; k < run; k++)
			text[k] = words->at[i + k].text.p[0];
		struct fold_word word = { .native = { text, run } };
		set_text(&word, without_runs(arena, text, run));
		words->at[kept++] = word;
		i += run - 1;
	}
	words->n = kept;
}

struct fold_words
fold_text(struct arena *arena, struct str text)
{
	struct cutter c = { .arena = arena };
	c.points = fold_points(arena, text, &c.end);
	c.room = c.end / 4 + 16;
	c.words = arena_take(arena, c.room * sizeof(*c.words));
	c.letters = arena_take(arena, c.end + FOLD_WORD);
	c.token = arena_take(arena, (c.end + 2) * sizeof(*c.token));
	for (size_t i = 0; i < c.end;) {
		size_t plain = c.size == 0 && is_letter(c.points[i]) ? take_plain(&c, i) : 0;
		i += plain > 0 ? plain : take_sign(&c, i);
	}
	cut(&c);
	struct fold_words words = { c.words, c.n };
	join_letters(arena, &words);
	return words;
}
