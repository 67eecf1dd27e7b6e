#include "lib/provider/openai_wire.h"

#include <math.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/json.h"
#include "lib/base/utf8.h"

/* ---- the request ---- */

unsigned
openai_fields_for(struct str base)
{
	unsigned fields = OPENAI_STREAM_OPTIONS | OPENAI_SEED | OPENAI_TEMPERATURE;
	if (str_starts(base, STR("https://api.openai.com/")))
		fields |= OPENAI_NEW_MAX_TOKENS;
	return fields;
}

static void
put_messages(struct buf *body, const struct text_request *request)
{
	static const struct str ROLES[] = {
		[TEXT_SYSTEM] = STR_INIT("system"),
		[TEXT_USER] = STR_INIT("user"),
		[TEXT_ASSISTANT] = STR_INIT("assistant"),
	};
	buf_lit(body, "\"messages\":[");
	for (size_t i = 0; i < request->message_count; i++) {
		const struct text_message *message = &request->messages[i];
		buf_fmt(body, "%s{\"role\":\"%s\",\"content\":", i == 0 ? "" : ",",
			ROLES[message->role].p);
		json_put_text(body, message->content);
		buf_char(body, '}');
	}
	buf_char(body, ']');
}

struct str
openai_body(struct arena *arena, struct str model, const struct text_request *request,
	    unsigned fields)
{
	struct buf body = buf_in(arena);
	buf_lit(&body, "{\"model\":");
	json_put_text(&body, model);
	buf_lit(&body, ",\"stream\":true,");
	put_messages(&body, request);
	if ((fields & OPENAI_STREAM_OPTIONS) != 0)
		buf_lit(&body, ",\"stream_options\":{\"include_usage\":true}");
	if (request->max_tokens > 0)
		buf_fmt(&body, ",\"%s\":%d",
			(fields & OPENAI_NEW_MAX_TOKENS) != 0 ? "max_completion_tokens"
							      : "max_tokens",
			request->max_tokens);
	const struct text_sampling *sampling = request->sampling;
	if (sampling != NULL && !isnan(sampling->temperature) && (fields & OPENAI_TEMPERATURE) != 0)
		buf_fmt(&body, ",\"temperature\":%.2f", sampling->temperature);
	if ((fields & OPENAI_SEED) != 0)
		buf_fmt(&body, ",\"seed\":%u", (unsigned)(request->seed & 0x7FFFFFFF));
	buf_char(&body, '}');
	return buf_done(&body);
}

/* ---- reading bytes that are not quite JSON ---- */

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

static json_t *
read_json(struct arena *arena, struct str data)
{
	struct str why;
	return json_read(arena, make_parsable(arena, data), &why);
}

/* ---- errors ---- */

/* A code for the log: only what codes are made of, so that no text of a person gets there. */
static struct str
plain_code(struct arena *arena, const json_t *value)
{
	if (json_is_integer(value))
		return str_fmt(arena, "%lld", (long long)json_integer_value(value));
	struct str code = str_first(json_text(value), 48);
	for (size_t i = 0; i < code.n; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-",
			   code.p[i]) == NULL ||
		    code.p[i] == '\0')
			return STR("odd-code");
	return code;
}

static bool
is_any_of(struct str s, const char *const *names)
{
	for (; *names != NULL; names++)
		if (str_eq(s, str_from(*names)))
			return true;
	return false;
}

static enum text_end
end_for(long status, struct str code, struct str type, bool is_moderation)
{
	static const char *const REFUSALS[] = { "content_filter", "content_policy_violation",
						"moderation_blocked",
						"ResponsibleAIPolicyViolation", NULL };
	static const char *const LIMITS[] = { "rate_limit_exceeded", "rate_limit_error",
					      "too_many_requests", "429", NULL };
	static const char *const HOPELESS[] = { "invalid_request_error", "context_length_exceeded",
						"exceed_context_size_error", "authentication_error",
						NULL };
	if (is_moderation || is_any_of(code, REFUSALS) || is_any_of(type, REFUSALS))
		return TEXT_REFUSED;
	if (str_eq(code, STR("insufficient_quota")) || str_eq(type, STR("insufficient_quota")))
		return TEXT_REJECTED;
	if (status == 429 || (status < 400 && (is_any_of(code, LIMITS) || is_any_of(type, LIMITS))))
		return TEXT_LIMITED;
	if (status == 408 || status == 409 || status >= 500)
		return TEXT_DOWN;
	if (status >= 300 || is_any_of(code, HOPELESS) || is_any_of(type, HOPELESS))
		return TEXT_REJECTED;
	/*
	 * An error under 200 with a number for a code: OpenRouter and llama.cpp give the HTTP
	 * status.
	 */
	int64_t number;
	if (str_to_i64(code, &number) && number >= 400 && number < 500 && number != 408)
		return TEXT_REJECTED;
	return TEXT_DOWN;
}

/* `error` is the error object: the member of that name, or with old vLLM the document itself. */
static struct text_result
result_of_error(struct arena *arena, long status, const json_t *error)
{
	struct str code = plain_code(arena, json_object_get(error, "code"));
	struct str type = plain_code(arena, json_object_get(error, "type"));
	const json_t *meta = json_object_get(error, "metadata");
	bool is_moderation = json_is_array(json_object_get(meta, "reasons"));
	struct str named = code.n > 0 ? code : type;
	return (struct text_result){
		.end = end_for(status, code, type, is_moderation),
		.prompt_tokens = -1,
		.completion_tokens = -1,
		.detail = str_fmt(arena, "status %ld%s%.*s", status, named.n > 0 ? " " : "",
				  STR_ARG(named)),
	};
}

static const json_t *
find_error(const json_t *document)
{
	const json_t *error = json_object_get(document, "error");
	if (error != NULL && !json_is_null(error))
		return error;
	return str_eq(json_get_text(document, "object"), STR("error")) ? document : NULL;
}

struct text_result
openai_read_error(struct arena *arena, long status, struct str body)
{
	return result_of_error(arena, status, find_error(read_json(arena, body)));
}

unsigned
openai_fields_after(struct arena *arena, struct str body, unsigned fields)
{
	const json_t *error = find_error(read_json(arena, body));
	struct str said = json_get_text(error, "param");
	if (said.n == 0)
		said = json_get_text(error, "message");
	if (said.n == 0)
		said = body;
	if ((fields & OPENAI_STREAM_OPTIONS) != 0 && str_find(said, STR("stream_options")) >= 0)
		return fields & ~(unsigned)OPENAI_STREAM_OPTIONS;
	if ((fields & OPENAI_NEW_MAX_TOKENS) == 0 && str_find(said, STR("max_tokens")) >= 0)
		return fields | OPENAI_NEW_MAX_TOKENS;
	if ((fields & OPENAI_TEMPERATURE) != 0 && str_find(said, STR("temperature")) >= 0)
		return fields & ~(unsigned)OPENAI_TEMPERATURE;
	if ((fields & OPENAI_SEED) != 0 && str_find(said, STR("seed")) >= 0)
		return fields & ~(unsigned)OPENAI_SEED;
	return fields;
}

/* ---- frames ---- */

static enum openai_finish
finish_of(struct str reason)
{
	if (reason.n == 0)
		return OPENAI_GOING_ON;
	if (str_eq(reason, STR("length")))
		return OPENAI_LENGTH;
	if (str_eq(reason, STR("content_filter")))
		return OPENAI_FILTERED;
	if (str_eq(reason, STR("error")))
		return OPENAI_FAILED;
	return OPENAI_STOP;
}

static int
count_of(const json_t *usage, const char *key)
{
	int64_t count = json_get_i64(usage, key, -1);
	return count < 0 || count > INT32_MAX ? -1 : (int)count;
}

static void
read_choice(struct arena *arena, const json_t *choice, struct openai_frame *frame)
{
	const json_t *delta = json_object_get(choice, "delta");
	if (!json_is_object(delta))
		delta = json_object_get(choice, "message");
	frame->text = restore_bytes(arena, json_get_text(delta, "content"));
	frame->is_refusal = json_get_text(delta, "refusal").n > 0;
	frame->finish = finish_of(json_get_text(choice, "finish_reason"));
}

bool
openai_read_frame(struct arena *arena, struct str data, long status, struct openai_frame *frame)
{
	*frame = (struct openai_frame){
		.outcome = { .prompt_tokens = -1, .completion_tokens = -1 },
	};
	if (str_eq(str_trim(data), STR("[DONE]"))) {
		frame->is_done = true;
		return true;
	}
	const json_t *document = read_json(arena, data);
	if (!json_is_object(document))
		return false;
	const json_t *error = find_error(document);
	if (error != NULL) {
		frame->is_error = true;
		frame->outcome = result_of_error(arena, status, error);
		return true;
	}
	const json_t *choices = json_object_get(document, "choices");
	if (!json_is_array(choices))
		return false;
	if (json_array_size(choices) > 0)
		read_choice(arena, json_array_get(choices, 0), frame);
	const json_t *usage = json_object_get(document, "usage");
	frame->outcome.prompt_tokens = count_of(usage, "prompt_tokens");
	frame->outcome.completion_tokens = count_of(usage, "completion_tokens");
	frame->outcome.model = json_get_text(document, "model");
	return true;
}
