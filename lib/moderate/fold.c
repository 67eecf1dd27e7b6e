#include "lib/moderate/fold.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "lib/base/fault.h"
#include "lib/base/utf8.h"

/* Letters that pass for Latin ones (Unicode UTS 39, confusables; the ones people use). */
static const struct {
	UChar32 from;
	char to;
} ALIKE[] = {
	{ 0x430, 'a' },	 { 0x431, 'b' },  { 0x432, 'b' },  { 0x433, 'r' },  { 0x435, 'e' },
	{ 0x456, 'i' },	 { 0x458, 'j' },  { 0x43A, 'k' },  { 0x43C, 'm' },  { 0x43D, 'h' },
	{ 0x43E, 'o' },	 { 0x440, 'p' },  { 0x441, 'c' },  { 0x455, 's' },  { 0x442, 't' },
	{ 0x443, 'y' },	 { 0x445, 'x' },  { 0x501, 'd' },  { 0x51B, 'q' },  { 0x51D, 'w' },
	{ 0x4CF, 'l' },	 { 0x3B1, 'a' },  { 0x3B2, 'b' },  { 0x3B5, 'e' },  { 0x3B7, 'n' },
	{ 0x3B9, 'i' },	 { 0x3BA, 'k' },  { 0x3BD, 'v' },  { 0x3BF, 'o' },  { 0x3C1, 'p' },
	{ 0x3C3, 'o' },	 { 0x3C4, 't' },  { 0x3C5, 'u' },  { 0x3C7, 'x' },  { 0x131, 'i' },
	{ 0x251, 'a' },	 { 0x261, 'g' },  { 0x26A, 'i' },  { 0xF8, 'o' },   { 0x142, 'l' },
	{ 0x111, 'd' },	 { 0x13A5, 'i' }, { 0x13C2, 'h' }, { 0x1D0F, 'o' }, { 0x1D07, 'e' },
	{ 0x1D00, 'a' }, { 0x274, 'n' },  { 0x280, 'r' },  { 0x1D1B, 't' }, { 0x1D05, 'd' },
	{ 0x1D1C, 'u' }, { 0x1D04, 'c' }, { 0xA731, 's' }, { 0x29F, 'l' },
};

static const char *const AGE_WORDS[] = { "y",	    "yo", "yr", "yrs", "year", "years",
					 "yearold", "th", "st", "nd",  "rd",   "jaehrige" };

static const char *const NUMBER_WORDS[] = { "zero",    "one",	    "two",	"three",
					    "four",    "five",	    "six",	"seven",
					    "eight",   "nine",	    "ten",	"eleven",
					    "twelve",  "thirteen",  "fourteen", "fifteen",
					    "sixteen", "seventeen", "eighteen" };

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

static char
latin(UChar32 c)
{
	if (c >= 'a' && c <= 'z')
		return (char)c;
	if (c < 128)
		return '\0';
	if (c >= 0x1F1E6 && c <= 0x1F1FF)
		return (char)('a' + (c - 0x1F1E6));
	for (size_t i = 0; i < COUNT(ALIKE); i++)
		if (ALIKE[i].from == c)
			return ALIKE[i].to;
	return '\0';
}

static UChar *
normalize(struct arena *arena, const UNormalizer2 *how, const UChar *text, int32_t n,
	  int32_t *out_n)
{
	UErrorCode error = U_ZERO_ERROR;
	/* No character grows to more than 18 units (Unicode FAQ, normalization). */
	int32_t room = n * 18 + 1;
	UChar *out = arena_take(arena, (size_t)room * sizeof(*out));
	*out_n = unorm2_normalize(how, text, n, out, room, &error);
	ENSURE(U_SUCCESS(error));
	return out;
}

/* Vowel signs of Indic scripts are marks too, but part of the word; what stands on a letter is not. */
static bool
is_accent(UChar32 c)
{
	return u_charType(c) == U_NON_SPACING_MARK && (c < 0x900 || c > 0xFFF || c == 0x93C) &&
	       c != 0x3099 && c != 0x309A;
}

/* Case, compatibility forms and accents are gone; letters are whole again. */
static UChar32 *
plain(struct arena *arena, struct str text, int32_t *n)
{
	UErrorCode error = U_ZERO_ERROR;
	struct str rest = text;
	uint32_t point;
	for (int i = 0; i < FOLD_POINTS && utf8_next(&rest, &point); i++)
		continue;
	text.n -= rest.n;
	int32_t room = (int32_t)text.n + 1;
	UChar *wide = arena_take(arena, (size_t)room * sizeof(*wide));
	int32_t wide_n = 0;
	u_strFromUTF8WithSub(wide, room, &wide_n, text.p, (int32_t)text.n, ' ', NULL, &error);
	const UNormalizer2 *fold = unorm2_getNFKCCasefoldInstance(&error);
	const UNormalizer2 *split = unorm2_getNFDInstance(&error);
	const UNormalizer2 *join = unorm2_getNFCInstance(&error);
	ENSURE(U_SUCCESS(error));
	UChar *folded = normalize(arena, fold, wide, wide_n, &wide_n);
	UChar *apart = normalize(arena, split, folded, wide_n, &wide_n);
	int32_t kept = 0;
	for (int32_t i = 0; i < wide_n; i++)
		if (!is_accent(apart[i])) /* all of them lie in the first plane */
			apart[kept++] = apart[i];
	UChar *whole = normalize(arena, join, apart, kept, &wide_n);
	UChar32 *out = arena_take(arena, ((size_t)wide_n + 1) * sizeof(*out));
	u_strToUTF32(out, wide_n + 1, n, whole, wide_n, &error);
	ENSURE(U_SUCCESS(error));
	return out;
}

static enum sign
sign_of(UChar32 c)
{
	if (c < 128)
		return u_isalnum(c) || leet(c) != '\0' ? SIGN_LETTER : SIGN_GAP;
	if (c >= 0x1F1E6 && c <= 0x1F1FF)
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

/* ---- words --------------------------------------------------------------------------------- */

static struct fold_word *
new_word(struct fold_words *words)
{
	struct fold_word *word = &words->at[words->n++];
	*word = (struct fold_word){ .number = -1 };
	return word;
}

static void
set_text(struct fold_word *word, const char *text, size_t n)
{
	size_t kept = 0;
	/* Three or more of a letter are one: "loooli". */
	for (size_t i = 0; i < n && kept + 1 < FOLD_WORD; i++) {
		size_t run = 1;
		while (i + run < n && text[i + run] == text[i])
			run++;
		for (size_t k = 0; k < (run > 2 ? 1 : run) && kept + 1 < FOLD_WORD; k++)
			word->text[kept++] = text[i];
		i += run - 1;
	}
	word->text[kept] = '\0';
	for (size_t i = 0; i < COUNT(NUMBER_WORDS); i++)
		if (strcmp(word->text, NUMBER_WORDS[i]) == 0)
			word->number = (int)i;
}

/* The Arabic article and what is written together with it say nothing about the word. */
static int32_t
skip_article(const UChar32 *token, int32_t n)
{
	static const UChar32 BEFORE[] = { 0x648, 0x641, 0x628, 0x643 };	      /* wa, fa, bi, ka */
	int32_t at = n > 3 && token[0] == 0x648 && token[1] != 0x627 ? 1 : 0; /* "and" */
	for (size_t i = 0; n > 4 && at == 0 && i < COUNT(BEFORE); i++)
		if (token[0] == BEFORE[i] && token[1] == 0x627 && token[2] == 0x644)
			at = 1;
	if (n - at > 3 && token[at] == 0x627 && token[at + 1] == 0x644)
		return at + 2;
	return n > 4 && token[0] == 0x644 && token[1] == 0x644 ? 2 : at;
}

static void
set_native(struct fold_word *word, const UChar32 *token, int32_t n)
{
	size_t kept = 0;
	for (int32_t i = skip_article(token, n); i < n; i++) {
		char bytes[4];
		UChar32 c = token[i];
		if (c == 0x629) /* Arabic: two ways to write the same end of a word */
			c = 0x647;
		if (c == 0x649)
			c = 0x64A;
		size_t size = utf8_encode((uint32_t)c, bytes);
		if (kept + size >= FOLD_NATIVE)
			break;
		memcpy(word->native + kept, bytes, size);
		kept += size;
	}
	word->native[kept] = '\0';
}

static bool
is_age_word(const char *text)
{
	for (size_t i = 0; i < COUNT(AGE_WORDS); i++)
		if (strcmp(text, AGE_WORDS[i]) == 0)
			return true;
	return false;
}

/* "14yo" is a number and a word, "s3x" a word. */
static void
add_token(struct arena *arena, struct fold_words *words, const UChar32 *token, int32_t n)
{
	int32_t digits = 0, foreign = 0;
	int number = 0;
	for (; digits < n && u_charDigitValue(token[digits]) >= 0; digits++)
		number = number > 99 ? 1000 : number * 10 + u_charDigitValue(token[digits]);
	char *text = arena_take(arena, (size_t)n + 1);
	size_t kept = 0;
	for (int32_t i = digits; i < n; i++) {
		if (latin(token[i]) != '\0')
			text[kept++] = latin(token[i]);
		foreign += token[i] >= 128 && latin(token[i]) == '\0';
	}
	text[kept] = '\0';
	if (digits > 0 && (digits == n || foreign > 0 || is_age_word(text))) {
		new_word(words)->number = number;
		if (digits == n)
			return;
		token += digits;
		n -= digits;
	}
	kept = 0;
	bool has_letter = false;
	for (int32_t i = 0; i < n; i++) {
		char c = latin(token[i]);
		has_letter = has_letter || c != '\0' || token[i] >= 128;
		if (c == '\0')
			c = leet(token[i]);
		if (c != '\0')
			text[kept++] = c;
	}
	if (!has_letter)
		return;
	struct fold_word *word = new_word(words);
	/* A word of another alphabet in which only some letters look Latin is not a Latin word. */
	if (foreign == 0)
		set_text(word, text, kept);
	set_native(word, token, n);
}

/* Three or more single letters in a row, all spaced alike, are one word that was spaced out. */
static struct fold_words
join_letters(struct arena *arena, struct fold_words in)
{
	struct fold_words out = { arena_take(arena, (in.n + 1) * sizeof(*out.at)), 0 };
	for (size_t i = 0; i < in.n; i++) {
		char text[FOLD_WORD];
		size_t run = 0;
		while (i + run < in.n && run + 1 < FOLD_WORD && in.at[i + run].text[0] != '\0' &&
		       in.at[i + run].text[1] == '\0' &&
		       (run < 2 || in.at[i + run].gap == in.at[i + 1].gap)) {
			text[run] = in.at[i + run].text[0];
			run++;
		}
		if (run < 3) {
			out.at[out.n++] = in.at[i];
			continue;
		}
		struct fold_word *word = new_word(&out);
		set_text(word, text, run);
		text[run] = '\0';
		memcpy(word->native, text, run + 1);
		i += run - 1;
	}
	return out;
}

static void
add_operator(struct fold_words *words, const UChar32 *text, int32_t i, int32_t n)
{
	const char *name = text[i] == '+'					    ? "plus"
			   : text[i] == '-' || text[i] == 0x2212		    ? "minus"
			   : text[i] == '*' || text[i] == 0xD7 || text[i] == 0x22C5 ? "times"
			   : text[i] == '/' || text[i] == 0xF7			    ? "over"
										    : NULL;
	if (name == NULL || words->n == 0 || words->at[words->n - 1].number < 0)
		return;
	do
		i++;
	while (i < n && text[i] == ' ');
	if (i < n && u_charDigitValue(text[i]) >= 0)
		set_text(new_word(words), name, strlen(name));
}

/* The apostrophe at `i` belongs to an English word: how many letters follow it. */
static int32_t
tail_at(const UChar32 *text, int32_t i, int32_t n)
{
	for (size_t k = 0; k < COUNT(TAILS); k++) {
		int32_t size = (int32_t)strlen(TAILS[k]), at = 0;
		while (at < size && i + 1 + at < n && text[i + 1 + at] == TAILS[k][at])
			at++;
		if (at == size && (i + 1 + size >= n || sign_of(text[i + 1 + size]) != SIGN_LETTER))
			return size;
	}
	return 0;
}

struct cutter {
	struct arena *arena;
	struct fold_words *words;
	UChar32 *token;
	int32_t size;
	enum sign kind;
	char gap;
};

static void
cut(struct cutter *c)
{
	while (c->size > 0 && c->token[c->size - 1] == '!')
		c->size--;
	size_t before = c->words->n;
	if (c->size > 0)
		add_token(c->arena, c->words, c->token, c->size);
	for (size_t i = before; i < c->words->n; i++)
		c->words->at[i].gap = c->gap;
	if (c->size > 0)
		c->gap = 0;
	c->size = 0;
}

static void
take_sign(struct cutter *c, const UChar32 *text, int32_t *i, int32_t n)
{
	UChar32 point = text[*i];
	enum sign kind = sign_of(point);
	bool is_quote = point == '\'' || point == 0x2019 || point == 0x2BC;
	if (is_quote && c->size > 0 && c->kind == SIGN_LETTER) {
		int32_t tail = tail_at(text, *i, n);
		for (int32_t k = 0; k < tail; k++)
			c->token[c->size++] = text[*i + 1 + k];
		*i += tail;
		if (tail > 0)
			return;
	}
	if (c->size > 0 && kind != c->kind)
		cut(c);
	c->kind = kind;
	if (kind == SIGN_GAP) {
		c->gap = c->gap != 0 ? 2 : (char)(point < 128 ? point : 1);
		add_operator(c->words, text, *i, n);
		return;
	}
	c->token[c->size++] = point;
	if (kind == SIGN_ALONE)
		cut(c);
}

struct fold_words
fold_text(struct arena *arena, struct str text)
{
	int32_t n;
	const UChar32 *folded = plain(arena, text, &n);
	struct fold_words words = { arena_take(arena, ((size_t)n + 2) * sizeof(*words.at)), 0 };
	struct cutter c = { .arena = arena,
			    .words = &words,
			    .token = arena_take(arena, ((size_t)n + 2) * sizeof(UChar32)) };
	for (int32_t i = 0; i < n; i++)
		take_sign(&c, folded, &i, n);
	cut(&c);
	return join_letters(arena, words);
}
