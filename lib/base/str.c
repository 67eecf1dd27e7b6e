#include "lib/base/str.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/fault.h"

struct str
str_from(const char *cstr)
{
	return cstr == NULL ? STR_NONE : (struct str){ cstr, strlen(cstr) };
}

const char *
str_cstr(struct arena *arena, struct str s)
{
	char *p = arena_take(arena, s.n + 1);
	if (s.n > 0)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return p;
}

struct str
str_copy(struct arena *arena, struct str s)
{
	return (struct str){ str_cstr(arena, s), s.n };
}

struct str
str_fmt(struct arena *arena, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	ENSURE(n >= 0);
	char *p = arena_take(arena, (size_t)n + 1);
	(void)vsnprintf(p, (size_t)n + 1, format, again);
	va_end(again);
	return (struct str){ p, (size_t)n };
}

struct str
str_int(struct arena *arena, int64_t number)
{
	return str_fmt(arena, "%lld", (long long)number);
}

bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static char
fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool
str_eq_fold(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (fold(a.p[i]) != fold(b.p[i]))
			return false;
	return true;
}

bool
str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq(str_first(s, prefix.n), prefix);
}

bool
str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_eq(str_from_at(s, s.n - suffix.n), suffix);
}

struct str
str_from_at(struct str s, size_t from)
{
	if (from >= s.n)
		return (struct str){ s.p == NULL ? NULL : s.p + s.n, 0 };
	return (struct str){ s.p + from, s.n - from };
}

struct str
str_first(struct str s, size_t n)
{
	return (struct str){ s.p, n < s.n ? n : s.n };
}

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str
str_trim(struct str s)
{
	while (s.n > 0 && is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

ptrdiff_t
str_find(struct str s, struct str needle)
{
	if (needle.n == 0)
		return 0;
	if (s.n < needle.n)
		return -1;
	const char *at = memmem(s.p, s.n, needle.p, needle.n);
	return at == NULL ? -1 : at - s.p;
}

ptrdiff_t
str_find_char(struct str s, char c)
{
	const char *at = s.n == 0 ? NULL : memchr(s.p, c, s.n);
	return at == NULL ? -1 : at - s.p;
}

ptrdiff_t
str_rfind_char(struct str s, char c)
{
	const char *at = s.n == 0 ? NULL : memrchr(s.p, c, s.n);
	return at == NULL ? -1 : at - s.p;
}

bool
str_cut(struct str *rest, char c, struct str *piece)
{
	if (rest->p == NULL)
		return false;
	ptrdiff_t at = str_find_char(*rest, c);
	if (at < 0) {
		*piece = *rest;
		*rest = STR_NONE;
	} else {
		*piece = str_first(*rest, (size_t)at);
		*rest = (struct str){ rest->p + at + 1, rest->n - (size_t)at - 1 };
	}
	return true;
}

struct str
str_lower(struct arena *arena, struct str s)
{
	char *p = arena_take(arena, s.n);
	for (size_t i = 0; i < s.n; i++)
		p[i] = fold(s.p[i]);
	return (struct str){ p, s.n };
}

struct str
str_upper(struct arena *arena, struct str s)
{
	char *p = arena_take(arena, s.n);
	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 'a' + 'A') : s.p[i];
	return (struct str){ p, s.n };
}

struct str
str_or(struct str s, struct str otherwise)
{
	return s.n > 0 ? s : otherwise;
}

bool
str_to_i64(struct str s, int64_t *out)
{
	bool negative = s.n > 0 && s.p[0] == '-';
	size_t i = negative ? 1 : 0;
	if (i == s.n)
		return false;
	int64_t value = 0;
	for (; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		int64_t digit = s.p[i] - '0';
		if (__builtin_mul_overflow(value, 10, &value) ||
		    __builtin_sub_overflow(value, digit, &value))
			return false;
	}
	/* The value was built below zero, whose range is one larger. */
	if (!negative && __builtin_sub_overflow((int64_t)0, value, &value))
		return false;
	*out = value;
	return true;
}

bool
str_to_real(struct str s, double *out)
{
	static const char SIGNS[] = "+-.0123456789eE";
	char copy[40];
	char *end;
	if (s.n == 0 || s.n >= sizeof(copy))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (memchr(SIGNS, s.p[i], sizeof(SIGNS) - 1) == NULL)
			return false;
	memcpy(copy, s.p, s.n);
	copy[s.n] = '\0';
	*out = strtod(copy, &end);
	return end == copy + s.n && isfinite(*out);
}

uint32_t
str_hash(struct str s)
{
	uint32_t hash = 2166136261u;
	for (size_t i = 0; i < s.n; i++)
		hash = (hash ^ (unsigned char)s.p[i]) * 16777619u;
	return hash;
}

size_t
str_clip(struct str s, size_t max)
{
	if (s.n <= max)
		return s.n;
	size_t n = max;
	while (n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
		n--;
	return n;
}
