#include "lib/base/buf.h"

#include <stdarg.h>
#include <stdio.h>

#include "lib/base/fault.h"

void
buf_reserve(struct buf *buf, size_t more)
{
	size_t need;
	if (__builtin_add_overflow(buf->n, more, &need))
		fault_raise(FAULT_MEMORY, "a text of %zu + %zu bytes", buf->n, more);
	if (need <= buf->room)
		return;
	size_t room = buf->room < 256 ? 256 : buf->room * 2;
	if (room < need)
		room = need;
	buf->p = arena_grow(buf->arena, buf->p, buf->room, room);
	buf->room = room;
}

void
buf_i64(struct buf *buf, int64_t value)
{
	char digits[20];
	size_t at = sizeof(digits);
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	do {
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (value < 0)
		buf_char(buf, '-');
	buf_put(buf, digits + at, sizeof(digits) - at);
}

void
buf_fmt(struct buf *buf, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	ENSURE(n >= 0);
	buf_reserve(buf, (size_t)n + 1);
	(void)vsnprintf(buf->p + buf->n, (size_t)n + 1, format, again);
	va_end(again);
	buf->n += (size_t)n;
}

/* Not 0 when one of the eight bytes of `word` is `c` (A. Mycroft's test for a zero byte). */
static inline uint64_t
has_byte(uint64_t word, uint64_t c)
{
	const uint64_t ones = 0x0101010101010101u;
	uint64_t x = word ^ (ones * c);
	return (x - ones) & ~x & (ones << 7);
}

/* How many bytes from `i` on can be passed over, eight at a time, because none needs an entity. */
static size_t
plain_run(struct str s, size_t i)
{
	size_t from = i;
	for (uint64_t word; s.n - i >= sizeof(word); i += sizeof(word)) {
		memcpy(&word, s.p + i, sizeof(word));
		/* & and ' differ in the lowest bit, < and > in the next. */
		if (has_byte(word, '"') | has_byte(word | 0x0101010101010101u, '\'') |
		    has_byte(word | 0x0202020202020202u, '>'))
			break;
	}
	return i - from;
}

void
buf_html(struct buf *buf, struct str s)
{
	size_t from = 0;
	for (size_t i = plain_run(s, 0); i < s.n; i++) {
		struct str entity;
		switch (s.p[i]) {
		case '&':
			entity = STR("&amp;");
			break;
		case '<':
			entity = STR("&lt;");
			break;
		case '>':
			entity = STR("&gt;");
			break;
		case '"':
			entity = STR("&quot;");
			break;
		case '\'':
			entity = STR("&#39;");
			break;
		default:
			continue;
		}
		buf_put(buf, s.p + from, i - from);
		buf_str(buf, entity);
		from = i + 1;
		i += plain_run(s, from);
	}
	buf_put(buf, s.p + from, s.n - from);
}

static bool
is_unreserved(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.' || c == '_' || c == '~';
}

void
buf_url(struct buf *buf, struct str s)
{
	static const char HEX[] = "0123456789ABCDEF";
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (is_unreserved(s.p[i])) {
			buf_char(buf, s.p[i]);
		} else {
			buf_char(buf, '%');
			buf_char(buf, HEX[c >> 4]);
			buf_char(buf, HEX[c & 15]);
		}
	}
}
