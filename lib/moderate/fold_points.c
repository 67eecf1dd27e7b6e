/* The first half of folding: what Unicode calls the same becomes the same (fold.h). */
#include "lib/moderate/fold.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "lib/base/fault.h"
#include "lib/base/utf8.h"

/* Plain text that stands between two stretches which are normalized apart from each other. */
enum { APART = 16 };

struct points {
	struct arena *arena;
	int32_t *at;
	size_t n;
	size_t room;
};

static void
make_room(struct points *out, size_t more)
{
	if (out->room - out->n >= more)
		return;
	size_t room = out->room * 2 > out->n + more ? out->room * 2 : out->n + more;
	out->at = arena_grow(out->arena, out->at, out->room * sizeof(*out->at),
			     room * sizeof(*out->at));
	out->room = room;
}

/* ASCII has no forms but case. */
static void
put_ascii(struct points *out, struct str text)
{
	make_room(out, text.n);
	int32_t *to = out->at + out->n;
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		to[i] = c + (c >= 'A' && c <= 'Z' ? 'a' - 'A' : 0);
	}
	out->n += text.n;
}

static UChar *
normalize(struct arena *arena, const UNormalizer2 *how, const UChar *text, int32_t n,
	  int32_t *out_n)
{
	int32_t room = n * 3 / 2 + 32;
	for (;;) {
		UErrorCode error = U_ZERO_ERROR;
		UChar *out = arena_take(arena, (size_t)room * sizeof(*out));
		*out_n = unorm2_normalize(how, text, n, out, room, &error);
		if (error != U_BUFFER_OVERFLOW_ERROR) {
			ENSURE(U_SUCCESS(error));
			return out;
		}
		room = *out_n + 1;
	}
}

/* Vowel signs of Indic scripts are marks too, but part of the word; what stands on a letter is not. */
static bool
is_accent(UChar32 c)
{
	return c >= 0x300 && u_charType(c) == U_NON_SPACING_MARK &&
	       (c < 0x900 || c > 0xFFF || c == 0x93C) && c != 0x3099 && c != 0x309A;
}

static void
put_normalized(struct points *out, struct str text)
{
	UErrorCode error = U_ZERO_ERROR;
	int32_t room = (int32_t)text.n + 1, n = 0, kept = 0;
	UChar *wide = arena_take(out->arena, (size_t)room * sizeof(*wide));
	u_strFromUTF8WithSub(wide, room, &n, text.p, (int32_t)text.n, ' ', NULL, &error);
	const UNormalizer2 *fold = unorm2_getNFKCCasefoldInstance(&error);
	const UNormalizer2 *split = unorm2_getNFDInstance(&error);
	const UNormalizer2 *join = unorm2_getNFCInstance(&error);
	ENSURE(U_SUCCESS(error));
	UChar *folded = normalize(out->arena, fold, wide, n, &n);
	UChar *apart = normalize(out->arena, split, folded, n, &n);
	for (int32_t i = 0; i < n; i++)
		if (!is_accent(apart[i])) /* all of them lie in the first plane */
			apart[kept++] = apart[i];
	UChar *whole = normalize(out->arena, join, apart, kept, &n);
	make_room(out, (size_t)n + 1);
	u_strToUTF32(out->at + out->n, n + 1, &kept, whole, n, &error);
	ENSURE(U_SUCCESS(error));
	out->n += (size_t)kept;
}

static size_t
ascii_run(struct str text)
{
	size_t n = 0;
	while (n < text.n && (unsigned char)text.p[n] < 0x80)
		n++;
	return n;
}

/*
 * Bytes of a dash, quote or dots of good typography that stand before ASCII: these fold to themselves
 * (dots to three), and join with nothing. 0 for anything else.
 */
static size_t
typography(struct str text, uint32_t *point)
{
	struct str rest = text;
	(void)utf8_next(&rest, point);
	bool is_known = (*point >= 0x2013 && *point <= 0x2014) ||
			(*point >= 0x2018 && *point <= 0x2019) ||
			(*point >= 0x201C && *point <= 0x201D) || *point == 0x2026;
	return is_known && (rest.n == 0 || (unsigned char)rest.p[0] < 0x80) ? text.n - rest.n : 0;
}

static void
put_sign(struct points *out, uint32_t point)
{
	if (point == 0x2026) {
		put_ascii(out, STR("..."));
		return;
	}
	make_room(out, 1);
	out->at[out->n++] = (int32_t)point;
}

/*
 * What must be normalized together, from something that is not ASCII on: up to a longer stretch of
 * ASCII. No letter of ASCII joins with what stands before it, so a stretch may begin at one.
 */
static size_t
foreign_run(struct str text)
{
	struct str rest = text;
	uint32_t point;
	while (rest.n > 0) {
		size_t plain = ascii_run(rest);
		if (plain >= APART || plain == rest.n)
			break;
		rest = str_from_at(rest, plain);
		(void)utf8_next(&rest, &point);
	}
	return text.n - rest.n;
}

const int32_t *
fold_points(struct arena *arena, struct str text, size_t *n)
{
	struct points out = { .arena = arena };
	text = text.n <= FOLD_POINTS ? text : utf8_clip(text, FOLD_POINTS);
	make_room(&out, text.n + 1);
	while (text.n > 0) {
		size_t plain = ascii_run(text), sign = 0, foreign = 0;
		struct str rest = str_from_at(text, plain);
		uint32_t point = 0;
		if (rest.n > 0 && (sign = typography(rest, &point)) == 0) {
			/* The letter before it may be half of what comes. */
			foreign = foreign_run(rest);
			foreign += plain > 0 ? 1 : 0;
			plain -= plain > 0 ? 1 : 0;
		}
		put_ascii(&out, str_first(text, plain));
		if (foreign > 0)
			put_normalized(&out, str_first(str_from_at(text, plain), foreign));
		else if (sign > 0)
			put_sign(&out, point);
		text = str_from_at(text, plain + sign + foreign);
	}
	*n = out.n;
	return out.at;
}
