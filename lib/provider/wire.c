#include "lib/provider/wire.h"

#include <string.h>

#include "lib/base/json.h"
#include "lib/base/utf8.h"

/*
 * Servers that stream bytes of a tokenizer cut code points in two, and JSON text has no place for
 * half of one. While a frame is parsed an ill-formed byte b stands as the private code point
 * U+10FF00 + b; afterwards it is the byte again.
 */
enum { BYTE_PLANE = 0x10FF00 };

/* The value of four hexadecimal digits, or -1. */
static int
hex4(struct str s)
{
	int value = 0;
	if (s.n < 4)
		return -1;
	for (size_t i = 0; i < 4; i++) {
		char c = s.p[i];
		int digit = c >= '0' && c <= '9'   ? c - '0'
			    : c >= 'a' && c <= 'f' ? c - 'a' + 10
			    : c >= 'A' && c <= 'F' ? c - 'A' + 10
						   : -1;
		if (digit < 0)
			return -1;
		value = value * 16 + digit;
	}
	return value;
}

/*
 * The length of the escape that `s` begins with; false for a NUL or half of a surrogate pair, which
 * no text of ours can hold.
 */
static bool
read_escape(struct str s, size_t *length)
{
	*length = s.n < 2 ? s.n : 2;
	int unit = s.n >= 6 && s.p[1] == 'u' ? hex4(str_from_at(s, 2)) : -1;
	if (unit < 0)
		return true;
	*length = 6;
	if (unit == 0 || (unit >= 0xDC00 && unit <= 0xDFFF))
		return false;
	if (unit < 0xD800 || unit > 0xDBFF)
		return true;
	int low = s.n >= 12 && s.p[6] == '\\' && s.p[7] == 'u' ? hex4(str_from_at(s, 8)) : -1;
	if (low < 0xDC00 || low > 0xDFFF)
		return false;
	*length = 12;
	return true;
}

static struct str
make_parsable(struct arena *arena, struct str data)
{
	if (utf8_valid(data) && str_find(data, STR("\\u")) < 0)
		return data;
	struct buf out = buf_in(arena);
	struct str rest = data;
	while (rest.n > 0) {
		if (rest.p[0] == '\\') {
			size_t length;
			bool is_sound = read_escape(rest, &length);
			buf_str(&out, is_sound ? str_first(rest, length) : STR("\\ufffd"));
			rest = str_from_at(rest, length);
			continue;
		}
		const char *at = rest.p;
		uint32_t point;
		char bytes[4];
		(void)utf8_next(&rest, &point);
		if (rest.p - at == 1 && (unsigned char)*at >= 0x80)
			point = BYTE_PLANE + (unsigned char)*at;
		buf_put(&out, bytes, utf8_encode(point, bytes));
	}
	return buf_done(&out);
}

static struct str
restore_bytes(struct arena *arena, struct str text)
{
	if (str_find(text, STR("\xF4\x8F")) < 0) /* how U+10FF80 to U+10FFFF begin */
		return text;
	struct buf out = buf_in(arena);
	while (text.n > 0) {
		struct str before = text;
		uint32_t point;
		(void)utf8_next(&text, &point);
		if (point >= BYTE_PLANE + 0x80 && point <= BYTE_PLANE + 0xFF)
			buf_char(&out, (char)(unsigned char)(point - BYTE_PLANE));
		else
			buf_put(&out, before.p, before.n - text.n);
	}
	return buf_done(&out);
}

json_t *
wire_json(struct arena *arena, struct str data)
{
	struct str why;
	return json_read(arena, make_parsable(arena, data), &why);
}

struct str
wire_text(struct arena *arena, const json_t *object, const char *key)
{
	return restore_bytes(arena, json_get_text(object, key));
}

struct str
wire_code(struct arena *arena, const json_t *value)
{
	if (json_is_integer(value))
		return str_int(arena, json_integer_value(value));
	struct str code = str_first(json_text(value), 48);
	for (size_t i = 0; i < code.n; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-",
			   code.p[i]) == NULL ||
		    code.p[i] == '\0')
			return STR("odd-code");
	return code;
}

bool
wire_is_any(struct str s, const char *const *names)
{
	for (; *names != NULL; names++)
		if (str_eq(s, str_from(*names)))
			return true;
	return false;
}

int
wire_count(const json_t *object, const char *key)
{
	int64_t count = json_get_i64(object, key, -1);
	return count < 0 || count > INT32_MAX ? -1 : (int)count;
}

/* llama.cpp, KoboldCpp, TabbyAPI, vLLM, OpenRouter and Anthropic, in this order; OpenAI has a code. */
bool
wire_says_too_long(struct str message)
{
	static const struct str WORDS[] = {
		STR_INIT("available context size"),
		STR_INIT("exceeds context"),
		STR_INIT("max_seq_len"),
		STR_INIT("maximum model length"),
		STR_INIT("maximum context length"),
		STR_INIT("prompt is too long"),
		STR_INIT("exceed context limit"),
	};
	for (size_t i = 0; i < COUNT(WORDS); i++)
		if (str_find(message, WORDS[i]) >= 0)
			return true;
	return false;
}

uint64_t
wire_without(const struct wire_option *options, size_t n, struct str said, uint64_t fields)
{
	for (size_t i = 0; i < n; i++)
		if ((fields & options[i].field) != 0 && str_find(said, options[i].name) >= 0)
			return fields & ~options[i].field;
	return fields;
}

struct str
wire_detail(struct arena *arena, long status, struct str code)
{
	return str_fmt(arena, "status %ld%s%.*s", status, code.n > 0 ? " " : "", STR_ARG(code));
}

/* Ollama gives all calls of a reply the same index; another id is another call. */
static bool
is_of(const struct wire_calls *calls, size_t i, const struct wire_tool *piece)
{
	struct str id = calls->calls[i].id;
	return calls->indexes[i] == piece->index &&
	       (piece->id.n == 0 || id.n == 0 || str_eq(id, piece->id));
}

bool
wire_calls_add(struct arena *arena, struct wire_calls *calls, const struct wire_tool *piece)
{
	/* From the newest on: a piece without an id goes on with the last call of its index. */
	size_t i = calls->n;
	while (i > 0 && !is_of(calls, i - 1, piece))
		i--;
	i = i > 0 ? i - 1 : calls->n;
	if (i == WIRE_TOOLS_MOST)
		return false;
	if (i == calls->n) {
		calls->indexes[calls->n++] = piece->index;
		calls->arguments[i] = buf_in(arena);
	}
	struct text_tool_call *call = &calls->calls[i];
	if (call->id.n == 0 && piece->id.n > 0)
		call->id = str_copy(arena, str_first(piece->id, str_clip(piece->id, 200)));
	if (call->name.n == 0 && piece->name.n > 0)
		call->name = str_copy(arena, str_first(piece->name, str_clip(piece->name, 100)));
	if (calls->arguments[i].n + piece->arguments.n > WIRE_ARGUMENTS_MOST)
		return false;
	buf_str(&calls->arguments[i], piece->arguments);
	return true;
}

const struct text_tool_call *
wire_calls_done(struct arena *arena, struct wire_calls *calls, size_t *n)
{
	*n = 0;
	for (size_t i = 0; i < calls->n; i++) {
		struct text_tool_call call = calls->calls[i];
		if (call.name.n == 0)
			continue;
		call.arguments = utf8_repair(arena, buf_done(&calls->arguments[i]));
		/* Ollama leaves ids out; the result must name the call all the same. */
		if (call.id.n == 0)
			call.id = str_fmt(arena, "call_%zu", i);
		calls->calls[(*n)++] = call;
	}
	return calls->calls;
}
