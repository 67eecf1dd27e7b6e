#include "lib/card/scan.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/utf8.h"

/* Undoes one escape at `*p`; the code point it stands for. Halves of surrogates give U+FFFD. */
static uint32_t
read_escape(const char **p, const char *end)
{
	static const char FROM[] = "bfnrt", TO[] = "\b\f\n\r\t";
	char c = (*p)[1];
	*p += 2;
	const char *at = strchr(FROM, c);
	if (at != NULL)
		return (uint32_t)TO[at - FROM];
	if (c != 'u')
		return (unsigned char)c;
	char digits[5] = { (*p)[0], (*p)[1], (*p)[2], (*p)[3] };
	uint32_t point = (uint32_t)strtoul(digits, NULL, 16);
	*p += 4;
	if (point < 0xD800 || point > 0xDFFF)
		return point;
	if (point < 0xDC00 && end - *p >= 6 && (*p)[0] == '\\' && (*p)[1] == 'u') {
		memcpy(digits, *p + 2, 4);
		uint32_t low = (uint32_t)strtoul(digits, NULL, 16);
		if (low >= 0xDC00 && low <= 0xDFFF) {
			*p += 6;
			return 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
		}
	}
	return 0xFFFD;
}

struct str
scan_key(struct arena *arena, struct str raw)
{
	if (str_find_char(raw, '\\') < 0)
		return raw;
	char *out = arena_take(arena, raw.n + 4);
	size_t n = 0;
	const char *end = raw.p + raw.n;
	for (const char *p = raw.p; p < end;) {
		if (*p == '\\')
			n += utf8_encode(read_escape(&p, end), out + n);
		else
			out[n++] = *p++;
	}
	return (struct str){ out, n };
}

enum scan_kind
scan_kind(struct str value)
{
	if (value.n == 0)
		return SCAN_NOTHING;
	switch (value.p[0]) {
	case '{':
		return SCAN_OBJECT;
	case '[':
		return SCAN_ARRAY;
	case '"':
		return SCAN_TEXT;
	case 't':
	case 'f':
		return SCAN_BOOL;
	case 'n':
		return SCAN_NULL;
	default:
		return SCAN_NUMBER;
	}
}

/*
 * Behind the string whose opening quote stands at `p`. The next quote ends it unless an odd backslash
 * stands before; both are looked for by memchr, since large values are stepped over many times.
 */
static const char *
string_end(const char *p, const char *end)
{
	p++;
	while (p < end) {
		const char *quote = memchr(p, '"', (size_t)(end - p)), *escape;
		if (quote == NULL)
			return end;
		while (p < quote && (escape = memchr(p, '\\', (size_t)(quote - p))) != NULL)
			p = escape + 2;
		if (p <= quote)
			return quote + 1;
	}
	return end;
}

/* The bytes that matter outside of strings; all others are stepped over. */
static bool
is_structure(char c)
{
	static const bool MARKS[256] = {
		['"'] = true, ['{'] = true, ['}'] = true, ['['] = true, [']'] = true
	};
	return MARKS[(unsigned char)c];
}

static const char *
container_end(const char *p, const char *end)
{
	int depth = 0;
	while (p < end) {
		if (!is_structure(*p)) {
			p++;
		} else if (*p == '"') {
			p = string_end(p, end);
		} else {
			depth += *p == '{' || *p == '[' ? 1 : -1;
			p++;
			if (depth == 0)
				return p;
		}
	}
	return end;
}

static const char *
value_end(const char *p, const char *end)
{
	if (*p == '"')
		return string_end(p, end);
	if (*p == '{' || *p == '[')
		return container_end(p, end);
	while (p < end && strchr(" \n\r\t,]}", *p) == NULL)
		p++;
	return p;
}

static struct str
without_space(struct str s)
{
	size_t i = 0;
	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\n' || s.p[i] == '\t' || s.p[i] == '\r'))
		i++;
	return str_from_at(s, i);
}

struct scan
scan_in(struct arena *arena, struct str container)
{
	enum scan_kind kind = scan_kind(container);
	struct scan scan = { .arena = arena };
	if (kind == SCAN_OBJECT || kind == SCAN_ARRAY)
		scan.rest = without_space(str_from_at(container, 1));
	return scan;
}

/* Cuts the value at the start of the rest off, and the comma behind it. */
static void
take_value(struct scan *s)
{
	const char *end = value_end(s->rest.p, s->rest.p + s->rest.n);
	s->value = (struct str){ s->rest.p, (size_t)(end - s->rest.p) };
	s->rest = without_space(str_from_at(s->rest, s->value.n));
	if (s->rest.n > 0 && s->rest.p[0] == ',')
		s->rest = without_space(str_from_at(s->rest, 1));
}

static bool
next_raw(struct scan *s, bool in_object)
{
	if (s->rest.n == 0 || s->rest.p[0] == '}' || s->rest.p[0] == ']')
		return false;
	s->raw = STR_NONE;
	if (in_object) {
		const char *end = string_end(s->rest.p, s->rest.p + s->rest.n);
		s->raw = (struct str){ s->rest.p + 1, (size_t)(end - s->rest.p) - 2 };
		s->rest = without_space(str_from_at(s->rest, s->raw.n + 2));
		s->rest = without_space(str_from_at(s->rest, 1)); /* the colon */
	}
	take_value(s);
	return true;
}

/* In an object a string stands before a colon, never in a list: the first token says which it is. */
static bool
is_member(struct str rest)
{
	if (rest.n == 0 || rest.p[0] != '"')
		return false;
	const char *end = string_end(rest.p, rest.p + rest.n);
	struct str behind = without_space((struct str){ end, (size_t)(rest.p + rest.n - end) });
	return behind.n > 0 && behind.p[0] == ':';
}

bool
scan_next(struct scan *scan)
{
	if (!next_raw(scan, is_member(scan->rest)))
		return false;
	scan->key = scan_key(scan->arena, scan->raw);
	return true;
}

struct str
scan_find(struct arena *arena, struct str object, const char *key)
{
	struct str wanted = str_from(key);
	if (scan_kind(object) != SCAN_OBJECT)
		return STR_NONE;
	struct scan s = scan_in(arena, object);
	while (scan_next(&s))
		if (str_eq(s.key, wanted))
			return s.value;
	return STR_NONE;
}

size_t
scan_count(struct str container)
{
	struct scan s = scan_in(NULL, container);
	bool in_object = scan_kind(container) == SCAN_OBJECT;
	size_t n = 0;
	while (next_raw(&s, in_object))
		n++;
	return n;
}

/* A bit in each byte of `eight` that is 0 (Warren, Hacker's Delight, 6-1); a bit too many above one. */
static uint64_t
zero_bytes(uint64_t eight)
{
	return (eight - UINT64_C(0x0101010101010101)) & ~eight & UINT64_C(0x8080808080808080);
}

/* Whether eight bytes are ASCII without an escape and control characters; now and then no when they are. */
static bool
is_plain_eight(const char *p)
{
	uint64_t eight;
	memcpy(&eight, p, sizeof(eight));
	uint64_t low = (eight - UINT64_C(0x2020202020202020)) & UINT64_C(0x8080808080808080);
	return (low | (eight & UINT64_C(0x8080808080808080)) |
		zero_bytes(eight ^ UINT64_C(0x5C5C5C5C5C5C5C5C)) |
		zero_bytes(eight ^ UINT64_C(0x7F7F7F7F7F7F7F7F))) == 0;
}

/*
 * Bytes from `p` on that stand in a text as they are: no escape, and no control character. Those from
 * U+0080 to U+009F begin with 0xC2, as other signs do that are looked at one by one.
 */
static size_t
plain_run(const char *p, size_t n)
{
	size_t i = 0;
	while (i < n) {
		unsigned char c = (unsigned char)p[i];
		if (i + 8 <= n && is_plain_eight(p + i))
			i += 8;
		else if (c >= 0x20 && c != '\\' && c != 0x7F && c != 0xC2)
			i++;
		else
			break;
	}
	return i;
}

/* The code point at `*p`, which may be written as an escape; '\0' for one that is left out. */
static uint32_t
take_point(const char **p, const char *end)
{
	struct str rest = { *p, (size_t)(end - *p) };
	uint32_t point;
	if (**p == '\\') {
		point = read_escape(p, end);
	} else {
		(void)utf8_next(&rest, &point);
		*p = rest.p;
	}
	if (point == '\r')
		return end - *p >= 2 && (*p)[0] == '\\' && (*p)[1] == 'n' ? '\0' : '\n';
	return utf8_is_control(point) ? '\0' : point;
}

struct str
scan_text(struct arena *arena, struct str value, size_t most)
{
	if (scan_kind(value) != SCAN_TEXT)
		return STR_NONE;
	const char *p = value.p + 1, *end = value.p + value.n - 1;
	size_t room = (size_t)(end - p) < most ? (size_t)(end - p) : most;
	size_t run = plain_run(p, room), n = 0;
	if (p + run == end)
		return (struct str){ p, run };
	char *out = arena_take(arena, room + 8);
	while (p < end && n < room) {
		memcpy(out + n, p, run);
		n += run;
		p += run;
		if (p < end && n < room) {
			uint32_t point = take_point(&p, end);
			n += point != '\0' ? utf8_encode(point, out + n) : 0;
		}
		size_t left = n < room ? room - n : 0;
		run = plain_run(p, (size_t)(end - p) < left ? (size_t)(end - p) : left);
	}
	struct str text = { out, n };
	text.n = n > most ? str_clip(text, most) : utf8_whole(text);
	return text;
}

struct strs
scan_texts(struct arena *arena, struct str value, size_t count, size_t most)
{
	struct strs out = { 0 };
	if (scan_kind(value) != SCAN_ARRAY)
		return out;
	size_t n = scan_count(value);
	struct str *at = ARENA_ARRAY(arena, struct str, n < count ? n : count);
	struct scan s = scan_in(arena, value);
	while (out.n < count && scan_next(&s)) {
		struct str text = scan_text(arena, s.value, most);
		if (text.n > 0)
			at[out.n++] = text;
	}
	out.at = at;
	return out;
}

bool
scan_whole(struct str value, int64_t *out)
{
	if (scan_kind(value) == SCAN_TEXT)
		value = str_trim((struct str){ value.p + 1, value.n - 2 });
	return str_to_i64(value, out);
}

bool
scan_true(struct str value)
{
	return scan_kind(value) == SCAN_BOOL && value.p[0] == 't';
}
