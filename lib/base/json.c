#include "lib/base/json.h"

#include <stdlib.h>

#include "lib/base/fault.h"
#include "lib/base/utf8.h"

/* Depth of nesting, counted outside strings; the parser itself checks everything else. */
static bool
too_deep(struct str text)
{
	int depth = 0;
	bool in_string = false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (in_string) {
			if (c == '\\')
				i++;
			else if (c == '"')
				in_string = false;
		} else if (c == '"') {
			in_string = true;
		} else if (c == '{' || c == '[') {
			if (++depth > JSON_DEPTH)
				return true;
		} else if (c == '}' || c == ']') {
			depth--;
		}
	}
	return false;
}

static void
release(void *root)
{
	json_decref(root);
}

json_t *
json_read(struct arena *arena, struct str text, struct str *why)
{
	if (too_deep(text)) {
		*why = str_fmt(arena, "nested deeper than %d", JSON_DEPTH);
		return NULL;
	}
	json_error_t error;
	json_t *root = json_loadb(text.p == NULL ? "" : text.p, text.n,
				  JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	if (root == NULL) {
		*why = str_fmt(arena, "line %d, column %d: %s", error.line, error.column,
			       error.text);
		return NULL;
	}
	arena_defer(arena, release, root);
	return root;
}

struct str
json_text(const json_t *value)
{
	if (!json_is_string(value))
		return STR_NONE;
	return (struct str){ json_string_value(value), json_string_length(value) };
}

struct str
json_get_text(const json_t *object, const char *key)
{
	return json_text(json_object_get(object, key));
}

int64_t
json_get_i64(const json_t *object, const char *key, int64_t otherwise)
{
	const json_t *value = json_object_get(object, key);
	return json_is_integer(value) ? json_integer_value(value) : otherwise;
}

bool
json_get_bool(const json_t *object, const char *key, bool otherwise)
{
	const json_t *value = json_object_get(object, key);
	return json_is_boolean(value) ? json_is_true(value) : otherwise;
}

static void
put_escape(struct buf *buf, uint32_t point)
{
	switch (point) {
	case '\n':
		buf_lit(buf, "\\n");
		break;
	case '\t':
		buf_lit(buf, "\\t");
		break;
	case '\r':
		buf_lit(buf, "\\r");
		break;
	case '"':
		buf_lit(buf, "\\\"");
		break;
	case '\\':
		buf_lit(buf, "\\\\");
		break;
	default:
		buf_fmt(buf, "\\u%04x", (unsigned)point);
	}
}

void
json_put_text(struct buf *buf, struct str s)
{
	s = s.n > 0 ? utf8_repair(buf->arena, s) : STR("");
	buf_char(buf, '"');
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		uint32_t point = c;
		size_t length = 1;
		if (c == 0xE2 && s.n - i >= 3 && s.p[i + 1] == '\x80' &&
		    (s.p[i + 2] == '\xA8' || s.p[i + 2] == '\xA9')) {
			point = s.p[i + 2] == '\xA8' ? 0x2028 : 0x2029;
			length = 3;
		} else if (c >= 0x20 && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&') {
			continue;
		}
		buf_put(buf, s.p + from, i - from);
		put_escape(buf, point);
		from = i + length;
		i = from - 1;
	}
	buf_put(buf, s.p + from, s.n - from);
	buf_char(buf, '"');
}

void
json_put_member(struct buf *buf, const char *key, struct str text)
{
	buf_fmt(buf, "\"%s\":", key);
	json_put_text(buf, text);
	buf_char(buf, ',');
}

void
json_put_texts(struct buf *buf, const struct str *texts, size_t n)
{
	buf_char(buf, '[');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(buf, ',');
		json_put_text(buf, texts[i]);
	}
	buf_char(buf, ']');
}

void
json_add_text(struct buf *buf, const char *key, struct str text)
{
	if (text.n == 0)
		return;
	buf_fmt(buf, ",\"%s\":", key);
	json_put_text(buf, text);
}

void
json_add_texts(struct buf *buf, const char *key, struct strs texts)
{
	if (texts.n == 0)
		return;
	buf_fmt(buf, ",\"%s\":", key);
	json_put_texts(buf, texts.at, texts.n);
}

struct str
json_of_text(struct arena *arena, struct str text)
{
	struct buf out = buf_in(arena);
	json_put_text(&out, text);
	return buf_done(&out);
}

struct str
json_of_texts(struct arena *arena, struct strs texts)
{
	struct buf out = buf_in(arena);
	json_put_texts(&out, texts.at, texts.n);
	return buf_done(&out);
}

void
json_put_gems(struct buf *buf, struct gems gems)
{
	int64_t whole = gems.milli / 1000;
	int64_t part = gems.milli % 1000;
	if (gems.milli < 0) {
		buf_char(buf, '-');
		whole = -whole;
		part = -part;
	}
	buf_i64(buf, whole);
	if (part == 0)
		return;
	char digits[8];
	int n = snprintf(digits, sizeof(digits), ".%03d", (int)part);
	while (digits[n - 1] == '0')
		n--;
	buf_put(buf, digits, (size_t)n);
}

struct str
json_print(struct arena *arena, const json_t *value)
{
	char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
	ENSURE(text != NULL);
	arena_defer(arena, free, text);
	return str_from(text);
}
