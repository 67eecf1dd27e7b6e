#include "lib/moderate/fold.h"

#include <ctype.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "lib/base/fault.h"
#include "lib/base/utf8.h"

/* Letters that pass for Latin ones (Unicode UTS 39, confusables; the ones people use). */
static const struct {
	UChar from;
	char to;
} ALIKE[] = {
	{ 0x430, 'a' }, { 0x431, 'b' }, { 0x432, 'b' }, { 0x435, 'e' }, { 0x456, 'i' },
	{ 0x458, 'j' }, { 0x43A, 'k' }, { 0x43C, 'm' }, { 0x43D, 'h' }, { 0x43E, 'o' },
	{ 0x440, 'p' }, { 0x441, 'c' }, { 0x455, 's' }, { 0x442, 't' }, { 0x443, 'y' },
	{ 0x445, 'x' }, { 0x501, 'd' }, { 0x51B, 'q' }, { 0x51D, 'w' }, { 0x3B1, 'a' },
	{ 0x3B2, 'b' }, { 0x3B5, 'e' }, { 0x3B7, 'n' }, { 0x3B9, 'i' }, { 0x3BA, 'k' },
	{ 0x3BD, 'v' }, { 0x3BF, 'o' }, { 0x3C1, 'p' }, { 0x3C3, 'o' }, { 0x3C4, 't' },
	{ 0x3C5, 'u' }, { 0x3C7, 'x' }, { 0x131, 'i' }, { 0x251, 'a' }, { 0x261, 'g' },
	{ 0x26A, 'i' }, { 0xF8, 'o' },	{ 0x142, 'l' }, { 0x111, 'd' },
};

static const char *const AGE_WORDS[] = { "y", "yo", "yr", "yrs", "year", "years", "yearold", "th" };

static const char *const NUMBER_WORDS[] = { "zero",    "one",	    "two",	"three",
					    "four",    "five",	    "six",	"seven",
					    "eight",   "nine",	    "ten",	"eleven",
					    "twelve",  "thirteen",  "fourteen", "fifteen",
					    "sixteen", "seventeen", "eighteen" };

/* A sign or digit in the place of a letter; 0 for any other. */
static char
leet(UChar c)
{
	static const char FROM[] = "0134578@$!";
	static const char TO[] = "oieastbasi";
	const char *at = c < 128 && c != 0 ? strchr(FROM, (char)c) : NULL;
	return at == NULL ? '\0' : TO[at - FROM];
}

static char
latin(UChar c)
{
	if (c >= 'a' && c <= 'z')
		return (char)c;
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

/* Case, compatibility forms and accents are gone. */
static UChar *
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
	ENSURE(U_SUCCESS(error));
	UChar *folded = normalize(arena, fold, wide, wide_n, &wide_n);
	UChar *apart = normalize(arena, split, folded, wide_n, &wide_n);
	int32_t kept = 0;
	for (int32_t i = 0; i < wide_n; i++)
		if (u_charType(apart[i]) != U_NON_SPACING_MARK)
			apart[kept++] = apart[i];
	*n = kept;
	return apart;
}

static void
add_word(struct fold_words *words, const char *text, size_t n, int number)
{
	struct fold_word *word = &words->at[words->n++];
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
	word->number = number;
	for (size_t i = 0; number < 0 && i < COUNT(NUMBER_WORDS); i++)
		if (strcmp(word->text, NUMBER_WORDS[i]) == 0)
			word->number = (int)i;
}

/* "14yo" is a number and a word, "s3x" a word. */
static void
add_token(struct arena *arena, struct fold_words *words, const UChar *token, int32_t n)
{
	int32_t digits = 0, letters = 0;
	int number = 0;
	for (; digits < n && token[digits] >= '0' && token[digits] <= '9'; digits++)
		number = number > 99 ? 1000 : number * 10 + (token[digits] - '0');
	char *text = arena_take(arena, (size_t)n + 1);
	size_t kept = 0;
	for (int32_t i = digits; i < n; i++)
		if (latin(token[i]) != '\0') {
			text[kept++] = latin(token[i]);
			letters++;
		}
	text[kept] = '\0';
	bool is_age = false;
	for (size_t i = 0; i < COUNT(AGE_WORDS); i++)
		is_age = is_age || strcmp(text, AGE_WORDS[i]) == 0;
	if (digits > 0 && (letters == 0 || is_age)) {
		add_word(words, "", 0, number);
		if (letters > 0)
			add_word(words, text, kept, -1);
		return;
	}
	kept = 0;
	for (int32_t i = 0; i < n; i++) {
		char c = latin(token[i]) != '\0' ? latin(token[i]) : leet(token[i]);
		if (c != '\0')
			text[kept++] = c;
	}
	if (letters > 0)
		add_word(words, text, kept, -1);
}

/* Three or more single letters in a row are one word that was spaced out. */
static struct fold_words
join_letters(struct arena *arena, struct fold_words in)
{
	struct fold_words out = { arena_take(arena, (in.n + 1) * sizeof(*out.at)), 0 };
	for (size_t i = 0; i < in.n; i++) {
		char text[FOLD_WORD];
		size_t run = 0;
		while (i + run < in.n && run + 1 < FOLD_WORD && in.at[i + run].text[0] != '\0' &&
		       in.at[i + run].text[1] == '\0') {
			text[run] = in.at[i + run].text[0];
			run++;
		}
		if (run < 3) {
			out.at[out.n++] = in.at[i];
			continue;
		}
		add_word(&out, text, run, -1);
		i += run - 1;
	}
	return out;
}

struct fold_words
fold_text(struct arena *arena, struct str text)
{
	int32_t n;
	const UChar *folded = plain(arena, text, &n);
	struct fold_words words = { arena_take(arena, ((size_t)n * 2 + 2) * sizeof(*words.at)), 0 };
	int32_t from = 0;
	for (int32_t i = 0; i <= n; i++) {
		if (i < n && (u_isalnum(folded[i]) || leet(folded[i]) != '\0'))
			continue;
		int32_t end = i;
		while (end > from && folded[end - 1] == '!')
			end--;
		if (end > from)
			add_token(arena, &words, folded + from, end - from);
		from = i + 1;
	}
	return join_letters(arena, words);
}
