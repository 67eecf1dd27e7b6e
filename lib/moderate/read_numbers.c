/* Letters that are written as numbers or in Morse code. */
#include "lib/moderate/read_parts.h"

#include <string.h>

#include "lib/base/buf.h"

enum {
	LEAST = 4, /* letters */
	DIGITS = 8,
	GAP = 3 /* signs between two of them */
};

enum code { CODE_BINARY, CODE_HEX, CODE_DECIMAL, CODE_ALPHABET, CODE_RUN, CODE_MORSE, CODES };

/* One number as it stands there, with what says how to read it. */
struct token {
	struct str digits;
	bool is_marked; /* "\x6c", "%6c", "&#108;" */
	bool is_hex;
	char gap; /* what stands before it; 2 for more than one sign */
};

static int
digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 32);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The length of what may stand before the digits. */
static size_t
prefix_at(struct str text, bool *is_hex)
{
	static const struct {
		struct str text;
		bool is_hex;
	} PREFIXES[] = { { STR_INIT("&#x"), true },   { STR_INIT("&#"), false },
			 { STR_INIT("\\u00"), true }, { STR_INIT("\\x"), true },
			 { STR_INIT("0x"), true },    { STR_INIT("U+00"), true },
			 { STR_INIT("%"), true } };
	*is_hex = false;
	for (size_t i = 0; i < COUNT(PREFIXES) && text.n > 0 && strchr("&\\0Uu%", text.p[0]); i++)
		if (str_eq_fold(str_first(text, PREFIXES[i].text.n), PREFIXES[i].text)) {
			*is_hex = PREFIXES[i].is_hex;
			return PREFIXES[i].text.n;
		}
	return 0;
}

/* The token at the beginning of the text; its length, 0 for none. */
static size_t
take_token(struct str text, struct token *token)
{
	size_t from = prefix_at(text, &token->is_hex), n = from;
	size_t most = token->is_hex ? 2 : DIGITS;
	token->is_marked = from > 0;
	while (n < text.n && n - from < most && digit_of(text.p[n]) >= 0)
		n++;
	token->digits = (struct str){ text.p + from, n - from };
	if (n == from || (!token->is_hex && n < text.n && digit_of(text.p[n]) >= 0))
		return 0;
	return n + (from > 0 && n < text.n && text.p[n] == ';' ? 1 : 0);
}

/* Signs between two tokens. */
static size_t
take_gap(struct str text, char *gap)
{
	size_t n = 0;
	while (n < text.n && n < GAP && text.p[n] != '\0' && strchr(" ,;:./|_-\n\t", text.p[n]))
		n++;
	*gap = (char)(n == 0 ? 0 : n == 1 ? text.p[0] : 2);
	return n;
}

/* The letter that a token is, as one number of a code; 0 for none. */
static char
letter_of(const struct token *token, enum code code)
{
	int radix = code == CODE_BINARY ? 2 : code == CODE_HEX ? 16 : 10;
	size_t n = token->digits.n;
	int value = 0;
	if ((code == CODE_BINARY && n < 7) || (code == CODE_HEX && n != 2) ||
	    (code > CODE_HEX && (n > 3 || token->is_hex)))
		return '\0';
	for (size_t i = 0; i < n; i++) {
		int digit = digit_of(token->digits.p[i]);
		if (digit >= radix)
			return '\0';
		value = value * radix + digit;
	}
	if (code == CODE_ALPHABET)
		return value >= 1 && value <= 26 ? (char)('a' + value - 1) : '\0';
	return value >= ' ' && value < 127 ? (char)value : '\0';
}

/* Numbers from the beginning of the text on that are letters in one code; bytes that they take. */
static size_t
take_letters(struct str text, enum code code, struct buf *out)
{
	struct token token = { 0 };
	char gap = 0, letter;
	size_t at = 0, end = 0, n = 0, size;
	while ((size = take_token(str_from_at(text, at), &token)) > 0 &&
	       (letter = letter_of(&token, code)) != '\0') {
		/* The gap between letters is the first one; another one parts words. */
		if (n == 1)
			gap = token.gap;
		else if (n > 1 && token.gap != gap)
			buf_char(out, ' ');
		buf_char(out, letter);
		n++;
		at += size;
		end = at;
		at += take_gap(str_from_at(text, at), &token.gap);
		if (at == end && !token.is_marked)
			break;
	}
	return n >= LEAST ? end : 0;
}

/* "6c6f6c69": letters without anything between them. */
static size_t
take_run(struct str text, struct buf *out)
{
	size_t n = 0, digits = 0;
	while (n < text.n && digit_of(text.p[n]) >= 0) {
		digits += text.p[n] <= '9';
		n++;
	}
	if (n < LEAST * 2 || n % 2 != 0 || digits * 3 < n)
		return 0;
	for (size_t i = 0; i < n; i += 2) {
		struct token token = { .digits = { text.p + i, 2 } };
		char letter = letter_of(&token, CODE_HEX);
		if (letter == '\0')
			return 0;
		buf_char(out, letter);
	}
	return n;
}

/* ---- Morse code ----------------------------------------------------------------------------- */

static char
morse_of(struct str sign)
{
	static const struct str SIGNS[] = { STR_INIT(".-"),   STR_INIT("-..."), STR_INIT("-.-."),
					    STR_INIT("-.."),  STR_INIT("."),	STR_INIT("..-."),
					    STR_INIT("--."),  STR_INIT("...."), STR_INIT(".."),
					    STR_INIT(".---"), STR_INIT("-.-"),	STR_INIT(".-.."),
					    STR_INIT("--"),   STR_INIT("-."),	STR_INIT("---"),
					    STR_INIT(".--."), STR_INIT("--.-"), STR_INIT(".-."),
					    STR_INIT("..."),  STR_INIT("-"),	STR_INIT("..-"),
					    STR_INIT("...-"), STR_INIT(".--"),	STR_INIT("-..-"),
					    STR_INIT("-.--"), STR_INIT("--..") };
	enum { LONGEST = 4 };
	for (size_t i = 0; i < COUNT(SIGNS) && sign.n > 0 && sign.n <= LONGEST; i++)
		if (str_eq(sign, SIGNS[i]))
			return (char)('a' + i);
	return '\0';
}

static size_t
take_morse(struct str text, struct buf *out)
{
	size_t at = 0, end = 0, n = 0;
	for (;;) {
		size_t size = 0, gap = 0;
		while (at + size < text.n && (text.p[at + size] == '.' || text.p[at + size] == '-'))
			size++;
		char letter = morse_of((struct str){ text.p + at, size });
		if (letter == '\0')
			return n >= LEAST ? end : 0;
		buf_char(out, letter);
		n++;
		end = at += size;
		while (at + gap < text.n && gap < GAP &&
		       (text.p[at + gap] == ' ' || text.p[at + gap] == '/'))
			gap++;
		if (gap == 0)
			return n >= LEAST ? end : 0;
		if (gap > 1)
			buf_char(out, ' ');
		at += gap;
	}
}

/* ---- all of them ---------------------------------------------------------------------------- */

/* How a token may begin. What is printed in ASCII begins with a digit in all codes of numbers. */
enum start { START_NONE, START_DIGIT, START_MARK, START_U, START_MORSE };

static const unsigned char STARTS[256] = {
	['0'] = START_DIGIT, ['1'] = START_DIGIT, ['2'] = START_DIGIT, ['3'] = START_DIGIT,
	['4'] = START_DIGIT, ['5'] = START_DIGIT, ['6'] = START_DIGIT, ['7'] = START_DIGIT,
	['8'] = START_DIGIT, ['9'] = START_DIGIT, ['%'] = START_MARK,  ['&'] = START_MARK,
	['\\'] = START_MARK, ['u'] = START_U,	  ['U'] = START_U,     ['.'] = START_MORSE,
	['-'] = START_MORSE,
};

static bool
may_begin(struct str text, size_t i)
{
	char before = i > 0 ? text.p[i - 1] : ' ';
	switch ((enum start)STARTS[(unsigned char)text.p[i]]) {
	case START_NONE:
		return false;
	case START_DIGIT:
		return digit_of(before) < 0;
	case START_MARK:
		return true;
	case START_U:
		return i + 1 < text.n && text.p[i + 1] == '+';
	case START_MORSE:
		return before != text.p[i];
	}
	return false;
}

static size_t
take(struct str text, enum code code, struct buf *out)
{
	switch (code) {
	case CODE_RUN:
		return take_run(text, out);
	case CODE_MORSE:
		return take_morse(text, out);
	case CODE_BINARY:
	case CODE_HEX:
	case CODE_DECIMAL:
	case CODE_ALPHABET:
	case CODES:
		break;
	}
	return take_letters(text, code, out);
}

size_t
read_numbers(struct arena *arena, struct str text, size_t from, struct str *says, size_t *n)
{
	*n = 0;
	for (size_t i = from; i < text.n; i++) {
		if (STARTS[(unsigned char)text.p[i]] == START_NONE || !may_begin(text, i))
			continue;
		struct buf out = buf_in(arena);
		bool is_morse = text.p[i] == '.' || text.p[i] == '-';
		for (enum code code = is_morse ? CODE_MORSE : CODE_BINARY;
		     code < (is_morse ? CODES : CODE_MORSE); code++) {
			size_t kept = out.n, size = take(str_from_at(text, i), code, &out);
			*n = size > *n ? size : *n;
			if (size == 0)
				out.n = kept;
			else
				buf_char(&out, ' ');
		}
		*says = buf_done(&out);
		if (*n > 0)
			return i;
	}
	return text.n;
}
