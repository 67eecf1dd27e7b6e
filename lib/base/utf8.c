#include "lib/base/utf8.h"

#include "lib/base/buf.h"

enum { REPLACEMENT = 0xFFFD };

/* What the lead byte promises: total length (0: not a lead byte) and the bits it carries. */
static size_t
lead(unsigned char c, uint32_t *bits)
{
	if (c < 0x80) {
		*bits = c;
		return 1;
	}
	if (c >= 0xC2 && c <= 0xDF) {
		*bits = c & 0x1Fu;
		return 2;
	}
	if (c >= 0xE0 && c <= 0xEF) {
		*bits = c & 0x0Fu;
		return 3;
	}
	if (c >= 0xF0 && c <= 0xF4) {
		*bits = c & 0x07u;
		return 4;
	}
	return 0;
}

/* Length of the well-formed code point at the start of `s`, or 0. */
static size_t
well_formed(struct str s, uint32_t *point)
{
	static const uint32_t LEAST[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint32_t value;
	size_t length = s.n == 0 ? 0 : lead((unsigned char)s.p[0], &value);
	if (length == 0 || length > s.n)
		return 0;
	for (size_t i = 1; i < length; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if ((c & 0xC0) != 0x80)
			return 0;
		value = value << 6 | (c & 0x3Fu);
	}
	if (value < LEAST[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
		return 0;
	*point = value;
	return length;
}

bool
utf8_next(struct str *rest, uint32_t *point)
{
	if (rest->n == 0)
		return false;
	size_t length = well_formed(*rest, point);
	if (length == 0) {
		*point = REPLACEMENT;
		length = 1;
	}
	rest->p += length;
	rest->n -= length;
	return true;
}

bool
utf8_valid(struct str s)
{
	while (s.n > 0) {
		uint32_t point;
		size_t length = (unsigned char)s.p[0] < 0x80 ? 1 : well_formed(s, &point);
		if (length == 0)
			return false;
		s.p += length;
		s.n -= length;
	}
	return true;
}

size_t
utf8_count(struct str s)
{
	size_t count = 0;
	for (size_t i = 0; i < s.n; i++)
		count += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return count;
}

size_t
utf8_whole(struct str s)
{
	/* Look back over at most three continuation bytes for the lead byte of the last point. */
	for (size_t back = 1; back <= 4 && back <= s.n; back++) {
		unsigned char c = (unsigned char)s.p[s.n - back];
		if ((c & 0xC0) == 0x80)
			continue;
		uint32_t bits;
		return lead(c, &bits) > back ? s.n - back : s.n;
	}
	return s.n;
}

size_t
utf8_encode(uint32_t point, char out[4])
{
	if (point < 0x80) {
		out[0] = (char)point;
		return 1;
	}
	if (point < 0x800) {
		out[0] = (char)(0xC0 | point >> 6);
		out[1] = (char)(0x80 | (point & 0x3F));
		return 2;
	}
	if (point < 0x10000) {
		out[0] = (char)(0xE0 | point >> 12);
		out[1] = (char)(0x80 | (point >> 6 & 0x3F));
		out[2] = (char)(0x80 | (point & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | point >> 18);
	out[1] = (char)(0x80 | (point >> 12 & 0x3F));
	out[2] = (char)(0x80 | (point >> 6 & 0x3F));
	out[3] = (char)(0x80 | (point & 0x3F));
	return 4;
}

bool
utf8_is_control(uint32_t point)
{
	return (point < 0x20 && point != '\t' && point != '\n') || (point >= 0x7F && point < 0xA0);
}

struct str
utf8_repair(struct arena *arena, struct str s)
{
	if (utf8_valid(s))
		return s;
	struct buf out = buf_in(arena);
	uint32_t point;
	while (utf8_next(&s, &point)) {
		char bytes[4];
		buf_put(&out, bytes, utf8_encode(point, bytes));
	}
	return buf_done(&out);
}

struct str
utf8_clip(struct str s, size_t most)
{
	struct str rest = s;
	uint32_t point;
	while (most > 0 && utf8_next(&rest, &point))
		most--;
	return str_first(s, s.n - rest.n);
}

struct str
utf8_first(struct str s)
{
	return s.n > 0 ? utf8_clip(s, 1) : STR_NONE;
}
