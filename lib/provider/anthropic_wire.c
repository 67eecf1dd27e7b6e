#include "lib/provider/anthropic_wire.h"

#include "lib/base/json.h"

/* Protocols from this one on refuse sampling settings (dates compare as text). */
static const struct str NO_SAMPLING = STR_INIT("2026-10-21");

static struct str
version_of(const struct text_settings *settings)
{
	return str_or(settings->version, STR("2023-06-01"));
}

static uint64_t
first_fields(const struct text_settings *settings)
{
	struct str version = version_of(settings);
	uint64_t fields = ANTHROPIC_CACHE | ANTHROPIC_STOPS | ANTHROPIC_TOOLS;
	size_t n = version.n < NO_SAMPLING.n ? version.n : NO_SAMPLING.n;
	if (memcmp(version.p, NO_SAMPLING.p, n) < 0)
		fields |= ANTHROPIC_TEMPERATURE | ANTHROPIC_TOP_P | ANTHROPIC_TOP_K;
	return fields;
}

static struct str
key_header(struct arena *arena, struct str key)
{
	return str_fmt(arena, "x-api-key: %.*s", STR_ARG(key));
}

static struct str
more_header(struct arena *arena, const struct text_settings *settings)
{
	return str_fmt(arena, "anthropic-version: %.*s", STR_ARG(version_of(settings)));
}

/* ---- errors ---- */

static enum text_end
end_for(long status, struct str type)
{
	static const char *const DOWN[] = { "overloaded_error", "api_error", "timeout_error",
					    NULL };
	static const char *const REJECTED[] = { "invalid_request_error", "authentication_error",
						"billing_error",	 "permission_error",
						"not_found_error",	 NULL };
	if (status == 413 || str_eq(type, STR("request_too_large")))
		return TEXT_TOO_LONG;
	if (status == 429 || str_eq(type, STR("rate_limit_error")))
		return TEXT_LIMITED;
	if (status == 408 || status == 409 || status >= 500 || wire_is_any(type, DOWN))
		return TEXT_DOWN;
	if (status >= 300 || wire_is_any(type, REJECTED))
		return TEXT_REJECTED;
	return TEXT_DOWN;
}

static struct text_result
result_of_error(struct arena *arena, long status, const json_t *document)
{
	struct text_result result = WIRE_NO_RESULT;
	const json_t *error = json_object_get(document, "error");
	struct str type = wire_code(arena, json_object_get(error, "type"));
	result.end = end_for(status, type);
	if (result.end == TEXT_REJECTED && wire_says_too_long(json_get_text(error, "message")))
		result.end = TEXT_TOO_LONG;
	result.detail = wire_detail(arena, status, type);
	return result;
}

static struct text_result
read_error(struct arena *arena, long status, struct str body)
{
	return result_of_error(arena, status, wire_json(arena, body));
}

static uint64_t
fields_after(struct arena *arena, const struct text_settings *settings, struct str answer,
	     uint64_t fields)
{
	static const struct wire_option OPTIONS[] = {
		{ ANTHROPIC_TOP_P, STR_INIT("top_p") },
		{ ANTHROPIC_TOP_K, STR_INIT("top_k") },
		{ ANTHROPIC_TEMPERATURE, STR_INIT("temperature") },
		{ ANTHROPIC_CACHE, STR_INIT("cache_control") },
		{ ANTHROPIC_STOPS, STR_INIT("stop_sequences") },
		{ ANTHROPIC_TOOLS, STR_INIT("tools") },
	};
	(void)settings;
	const json_t *error = json_object_get(wire_json(arena, answer), "error");
	return wire_without(OPTIONS, COUNT(OPTIONS), json_get_text(error, "message"), fields);
}

/* ---- events ---- */

static enum wire_finish
finish_of(struct str reason)
{
	if (reason.n == 0)
		return WIRE_GOING_ON;
	if (str_eq(reason, STR("max_tokens")) ||
	    str_eq(reason, STR("model_context_window_exceeded")))
		return WIRE_LENGTH;
	if (str_eq(reason, STR("tool_use")))
		return WIRE_TOOLS;
	if (str_eq(reason, STR("refusal")))
		return WIRE_REFUSED;
	return WIRE_STOP;
}

/* The whole prompt is what was read anew, what was put into the cache, and what came out of it. */
static void
read_usage(const json_t *usage, struct text_result *out)
{
	int fresh = wire_count(usage, "input_tokens");
	int stored = wire_count(usage, "cache_creation_input_tokens");
	int cached = wire_count(usage, "cache_read_input_tokens");
	if (fresh >= 0)
		out->prompt_tokens = fresh + (stored > 0 ? stored : 0) + (cached > 0 ? cached : 0);
	out->cached_tokens = cached > 0 ? cached : 0;
	out->completion_tokens = wire_count(usage, "output_tokens");
}

static void
read_block(struct arena *arena, int index, const json_t *block, bool is_whole,
	   struct wire_frame *frame)
{
	struct str type = json_get_text(block, "type");
	if (str_eq(type, STR("text"))) {
		frame->text = wire_text(arena, block, "text");
	} else if (str_eq(type, STR("tool_use")) && frame->tool_count < WIRE_TOOLS_MOST) {
		const json_t *input = json_object_get(block, "input");
		frame->tools[frame->tool_count++] = (struct wire_tool){
			.index = index,
			.id = json_get_text(block, "id"),
			.name = json_get_text(block, "name"),
			.arguments = is_whole && json_is_object(input) ? json_print(arena, input)
								       : STR_NONE,
		};
	}
}

static void
read_delta(struct arena *arena, int index, const json_t *delta, struct wire_frame *frame)
{
	struct str type = json_get_text(delta, "type");
	if (str_eq(type, STR("text_delta")))
		frame->text = wire_text(arena, delta, "text");
	else if (str_eq(type, STR("input_json_delta")))
		frame->tools[frame->tool_count++] = (struct wire_tool){
			.index = index,
			.arguments = wire_text(arena, delta, "partial_json"),
		};
}

/* An answer that was not streamed. */
static void
read_whole(struct arena *arena, const json_t *message, struct wire_frame *frame)
{
	const json_t *content = json_object_get(message, "content");
	struct buf text = buf_in(arena);
	for (size_t i = 0; i < json_array_size(content); i++) {
		frame->text = STR_NONE;
		read_block(arena, (int)i, json_array_get(content, i), true, frame);
		buf_str(&text, frame->text);
	}
	frame->text = buf_done(&text);
	frame->finish = finish_of(json_get_text(message, "stop_reason"));
	frame->outcome.model = json_get_text(message, "model");
	read_usage(json_object_get(message, "usage"), &frame->outcome);
}

static bool
read_frame(struct arena *arena, const struct sse_event *event, long status,
	   struct wire_frame *frame)
{
	*frame = (struct wire_frame){ .outcome = WIRE_NO_RESULT };
	const json_t *document = wire_json(arena, event->data);
	struct str type = json_get_text(document, "type");
	int index = (int)(json_get_i64(document, "index", 0) & 0xFFFF);
	if (!json_is_object(document) || type.n == 0)
		return false;
	if (str_eq(type, STR("message"))) {
		read_whole(arena, document, frame);
	} else if (str_eq(type, STR("message_start"))) {
		const json_t *message = json_object_get(document, "message");
		frame->outcome.model = json_get_text(message, "model");
		read_usage(json_object_get(message, "usage"), &frame->outcome);
		frame->outcome.completion_tokens = -1; /* it says 1 before anything came */
	} else if (str_eq(type, STR("content_block_start"))) {
		read_block(arena, index, json_object_get(document, "content_block"), false, frame);
	} else if (str_eq(type, STR("content_block_delta"))) {
		read_delta(arena, index, json_object_get(document, "delta"), frame);
	} else if (str_eq(type, STR("message_delta"))) {
		frame->finish = finish_of(
			json_get_text(json_object_get(document, "delta"), "stop_reason"));
		read_usage(json_object_get(document, "usage"), &frame->outcome);
	} else if (str_eq(type, STR("message_stop"))) {
		frame->is_done = true;
	} else if (str_eq(type, STR("error"))) {
		frame->is_error = true;
		frame->outcome = result_of_error(arena, status, document);
	}
	/* Pings, block ends and whatever is new say nothing that a reply needs. */
	return true;
}

const struct wire anthropic_wire = {
	.name = "anthropic",
	.path = "/messages",
	.fields = first_fields,
	.body = anthropic_body,
	.fields_after = fields_after,
	.key_header = key_header,
	.more_header = more_header,
	.read = read_frame,
	.read_error = read_error,
};
