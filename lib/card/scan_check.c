/* Whether a text is JSON: see scan.h. */
#include "lib/card/scan.h"

#include <stdlib.h>
#include <string.h>

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
	k->at[k->n++] = hash_of(scan_key(c->arena, raw));
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
	size_t n = c->keys.n - from;
	c->keys.n = from;
	if (n < 2)
		return true;
	uint64_t *at = c->keys.at + from;
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
