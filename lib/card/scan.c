#include "lib/card/scan.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/fault.h"
#include "lib/base/utf8.h"

/* Keys of the objects that are open, as hashes: an object's own stand at the end. */
struct keys {
	uint64_t *at;
	size_t n;
	size_t room;
};

struct checker {
	struct arena *arena;
	const char *from;
	const char *p;
	const char *end;
	const char *why;
	struct keys keys;
	int depth;
};

static bool
fail(struct checker *c, const char *why)
{
	if (c->why == NULL)
		c->why = why;
	return false;
}

static void
skip_space(struct checker *c)
{
	while (c->p < c->end && (*c->p == ' ' || *c->p == '\n' || *c->p == '\t' || *c->p == '\r'))
		c->p++;
}

static bool
is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool
check_escape(struct checker *c)
{
	c->p++;
	if (c->p == c->end || *c->p == '\0' || strchr("\"\\/bfnrtu", *c->p) == NULL)
		return fail(c, "an escape that JSON does not have");
	if (*c->p++ != 'u')
		return true;
	for (int i = 0; i < 4; i++, c->p++)
		if (c->p == c->end || !is_hex(*c->p))
			return fail(c, "\\u without four hexadecimal digits");
	return true;
}

/* A string with its quotes; `text` is what stands between them. */
static bool
check_string(struct checker *c, struct str *text)
{
	const char *from = ++c->p;
	while (c->p < c->end && *c->p != '"') {
		if ((unsigned char)*c->p < 0x20)
			return fail(c, "a control character in a text");
		if (*c->p != '\\')
			c->p++;
		else if (!check_escape(c))
			return false;
	}
	if (c->p == c->end)
		return fail(c, "a text without an end");
	*text = (struct str){ from, (size_t)(c->p - from) };
	c->p++;
	return true;
}

static bool
check_digits(struct checker *c)
{
	const char *from = c->p;
	while (c->p < c->end && *c->p >= '0' && *c->p <= '9')
		c->p++;
	return c->p > from || fail(c, "a number without digits");
}

static bool
check_number(struct checker *c)
{
	if (*c->p == '-')
		c->p++;
	if (c->p < c->end && *c->p == '0')
		c->p++;
	else if (!check_digits(c))
		return false;
	if (c->p < c->end && *c->p == '.') {
		c->p++;
		if (!check_digits(c))
			return false;
	}
	if (c->p < c->end && (*c->p == 'e' || *c->p == 'E')) {
		c->p++;
		if (c->p < c->end && (*c->p == '+' || *c->p == '-'))
			c->p++;
		return check_digits(c);
	}
	return true;
}

static bool
check_word(struct checker *c)
{
	static const struct str WORDS[] = { STR_INIT("true"), STR_INIT("false"), STR_INIT("null") };
	struct str rest = { c->p, (size_t)(c->end - c->p) };
	for (size_t i = 0; i < COUNT(WORDS); i++)
		if (str_starts(rest, WORDS[i])) {
			c->p += WORDS[i].n;
			return true;
		}
	return fail(c, "neither a value nor an end");
}

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

/* What is between the quotes, exactly; without an escape it is the slice itself. */
static struct str
decode_key(struct arena *arena, struct str raw)
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

/* FNV-1a, 64 bits. Two keys of one hash count as one: that refuses a file once in 10^19. */
static uint64_t
hash_of(struct str s)
{
	uint64_t h = 14695981039346656037u;
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
	return h;
}

static void
push_key(struct checker *c, struct str raw)
{
	struct keys *k = &c->keys;
	if (k->n == k->room) {
		size_t room = k->room == 0 ? 64 : k->room * 2;
		k->at = arena_grow(c->arena, k->at, k->room * sizeof(*k->at),
				   room * sizeof(*k->at));
		k->room = room;
	}
	k->at[k->n++] = hash_of(decode_key(c->arena, raw));
}

static int
compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

/* Takes the keys of the innermost object off. False when one of them came twice. */
static bool
pop_keys(struct checker *c, size_t from)
{
	uint64_t *at = c->keys.at + from;
	size_t n = c->keys.n - from;
	c->keys.n = from;
	if (n < 2)
		return true;
	qsort(at, n, sizeof(*at), compare);
	for (size_t i = 1; i < n; i++)
		if (at[i] == at[i - 1])
			return fail(c, "a key that stands twice in one object");
	return true;
}

static bool check_value(struct checker *c);

static bool
check_member(struct checker *c)
{
	struct str key;
	skip_space(c);
	if (c->p == c->end || *c->p != '"')
		return fail(c, "no key where one must stand");
	if (!check_string(c, &key))
		return false;
	push_key(c, key);
	skip_space(c);
	if (c->p == c->end || *c->p != ':')
		return fail(c, "no colon behind a key");
	c->p++;
	return check_value(c);
}

static bool
check_container(struct checker *c, char close)
{
	size_t keys = c->keys.n;
	if (++c->depth > SCAN_DEPTH)
		return fail(c, "nested too deeply");
	c->p++;
	skip_space(c);
	bool more = c->p < c->end && *c->p != close;
	while (more) {
		if (close == '}' ? !check_member(c) : !check_value(c))
			return false;
		if (c->keys.n - keys > SCAN_MEMBERS)
			return fail(c, "an object of too many members");
		skip_space(c);
		if (c->p == c->end || (*c->p != ',' && *c->p != close))
			break;
		more = *c->p == ',';
		c->p += more ? 1 : 0;
	}
	if (c->p == c->end || *c->p != close)
		return fail(c, "an object or list without an end");
	c->p++;
	c->depth--;
	return close == ']' || pop_keys(c, keys);
}

static bool
check_value(struct checker *c)
{
	struct str text;
	skip_space(c);
	if (c->p == c->end)
		return fail(c, "cut off");
	switch (*c->p) {
	case '{':
		return check_container(c, '}');
	case '[':
		return check_container(c, ']');
	case '"':
		return check_string(c, &text);
	case '-':
	case '0':
	case '1':
	case '2':
	case '3':
	case '4':
	case '5':
	case '6':
	case '7':
	case '8':
	case '9':
		return check_number(c);
	default:
		return check_word(c);
	}
}

bool
scan_check(struct arena *arena, struct str text, struct str *why)
{
	struct checker c = { .arena = arena, .from = text.p, .p = text.p, .end = text.p + text.n };
	if (text.n == 0) {
		*why = STR("empty");
		return false;
	}
	if (!utf8_valid(text)) {
		*why = STR("bytes that are no UTF-8");
		return false;
	}
	bool ok = check_value(&c);
	if (ok) {
		skip_space(&c);
		ok = c.p == c.end || fail(&c, "more text behind the end");
	}
	if (ok)
		return true;
	size_t line = 1;
	for (const char *p = c.from; p < c.p; p++)
		line += *p == '\n' ? 1 : 0;
	*why = str_fmt(arena, "line %zu: %s", line, c.why);
	return false;
}

/* ---- reading what was checked -------------------------------------------------------------- */

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

/* Behind the string whose opening quote stands at `p`. */
static const char *
string_end(const char *p, const char *end)
{
	for (p++; p < end; p++) {
		if (*p == '"')
			return p + 1;
		if (*p == '\\')
			p++;
	}
	return end;
}

/* The bytes that matter outside of strings; all others are stepped over. */
static bool
is_structure(char c)
{
	static const bool MARKS[256] = { ['"'] = true, ['{'] = true, ['}'] = true, ['['] = true,
					 [']'] = true };
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
	scan->key = decode_key(scan->arena, scan->raw);
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

struct str
scan_text(struct arena *arena, struct str value, size_t most)
{
	if (scan_kind(value) != SCAN_TEXT)
		return STR_NONE;
	const char *p = value.p + 1, *end = value.p + value.n - 1;
	size_t room = (size_t)(end - p) < most ? (size_t)(end - p) : most;
	char *out = arena_take(arena, room + 8);
	size_t n = 0;
	while (p < end && n < room) {
		struct str rest = { p, (size_t)(end - p) };
		uint32_t point;
		if (*p == '\\') {
			point = read_escape(&p, end);
		} else {
			(void)utf8_next(&rest, &point);
			p = rest.p;
		}
		if (point == '\r') {
			bool is_pair = (end - p >= 2 && p[0] == '\\' && p[1] == 'n');
			if (is_pair)
				continue;
			point = '\n';
		}
		if (!utf8_is_control(point))
			n += utf8_encode(point, out + n);
	}
	if (n > most)
		n = str_clip((struct str){ out, n }, most);
	return (struct str){ out, n };
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
