#include "lib/provider/anthropic_wire.h"

#include <math.h>

#include "lib/base/json.h"
#include "lib/base/utf8.h"
#include "lib/provider/openai_wire.h"

/* Optional members of a request. */
enum {
	FIELD_TEMPERATURE = 1,
	FIELD_TOP_P = 2,
	FIELD_TOP_K = 4,
	FIELD_CACHE = 8,
	FIELD_STOPS = 16,
	FIELD_TOOLS = 32
};

enum {
	MAX_TOKENS = 1024, /* it must be said; this is for requests that do not care */
	CACHE_LEAST = 4000 /* bytes; about the 1,024 tokens below which nothing is cached */
};

/* Protocols from this one on refuse sampling settings (dates compare as text). */
static const struct str NO_SAMPLING = STR_INIT("2026-10-21");

static struct str
version_of(const struct text_settings *settings)
{
	return settings->version.n > 0 ? settings->version : STR("2023-06-01");
}

static uint64_t
first_fields(const struct text_settings *settings)
{
	struct str version = version_of(settings);
	uint64_t fields = FIELD_CACHE | FIELD_STOPS | FIELD_TOOLS;
	size_t n = version.n < NO_SAMPLING.n ? version.n : NO_SAMPLING.n;
	if (memcmp(version.p, NO_SAMPLING.p, n) < 0)
		fields |= FIELD_TEMPERATURE | FIELD_TOP_P | FIELD_TOP_K;
	return fields;
}

/* ---- the request ---- */

static bool
is_blank(struct str text)
{
	return str_trim(text).n == 0;
}

/* Messages before the first that is not the system's; empty ones are refused, so they are left out. */
static size_t
put_system(struct buf *body, const struct text_request *request, uint64_t fields)
{
	size_t end = 0, last = 0, bytes = 0;
	while (end < request->message_count && request->messages[end].role == TEXT_SYSTEM) {
		if (!is_blank(request->messages[end].content))
			last = end + 1;
		bytes += request->messages[end++].content.n;
	}
	if (last == 0)
		return end;
	const char *comma = "";
	buf_lit(body, ",\"system\":[");
	for (size_t i = 0; i < last; i++) {
		if (is_blank(request->messages[i].content))
			continue;
		buf_fmt(body, "%s{\"type\":\"text\",\"text\":", comma);
		json_put_text(body, request->messages[i].content);
		if (i + 1 == last && bytes >= CACHE_LEAST && (fields & FIELD_CACHE) != 0)
			buf_lit(body, ",\"cache_control\":{\"type\":\"ephemeral\"}");
		buf_char(body, '}');
		comma = ",";
	}
	buf_char(body, ']');
	return end;
}

/* Messages of one role that follow each other are blocks of one message. */
struct talk {
	struct buf *body;
	bool has_any;
	bool is_user;	/* whose message is open */
	bool has_block; /* in it */
};

static void
open_message(struct talk *talk, bool is_user)
{
	if (talk->has_any && talk->is_user == is_user)
		return;
	if (talk->has_any)
		buf_lit(talk->body, "]},");
	buf_fmt(talk->body, "{\"role\":\"%s\",\"content\":[", is_user ? "user" : "assistant");
	talk->has_any = true;
	talk->is_user = is_user;
	talk->has_block = false;
}

static void
put_comma(struct talk *talk)
{
	if (talk->has_block)
		buf_char(talk->body, ',');
	talk->has_block = true;
}

static void
put_text(struct talk *talk, struct str text, bool is_cached)
{
	put_comma(talk);
	buf_lit(talk->body, "{\"type\":\"text\",\"text\":");
	json_put_text(talk->body, text);
	if (is_cached)
		buf_lit(talk->body, ",\"cache_control\":{\"type\":\"ephemeral\"}");
	buf_char(talk->body, '}');
}

static void
put_round(struct talk *talk, const struct text_round *round)
{
	open_message(talk, false);
	if (!is_blank(round->text))
		put_text(talk, str_trim(round->text), false);
	for (size_t i = 0; i < round->count; i++) {
		struct str why;
		json_t *input = json_read(talk->body->arena, round->calls[i].arguments, &why);
		put_comma(talk);
		buf_lit(talk->body, "{\"type\":\"tool_use\",\"id\":");
		json_put_text(talk->body, round->calls[i].id);
		buf_lit(talk->body, ",\"name\":");
		json_put_text(talk->body, round->calls[i].name);
		buf_lit(talk->body, ",\"input\":");
		buf_str(talk->body,
			json_is_object(input) ? json_print(talk->body->arena, input) : STR("{}"));
		buf_char(talk->body, '}');
	}
	open_message(talk, true);
	for (size_t i = 0; i < round->count; i++) {
		put_comma(talk);
		buf_lit(talk->body, "{\"type\":\"tool_result\",\"tool_use_id\":");
		json_put_text(talk->body, round->calls[i].id);
		buf_lit(talk->body, ",\"content\":");
		json_put_text(talk->body, round->results[i]);
		buf_char(talk->body, '}');
	}
}

/*
 * The message up to which the next turn's prompt is likely to be the same: the last that is not the
 * newest of the member's.
 */
static size_t
stable_end(const struct text_request *request, size_t from)
{
	size_t bytes = 0, at = 0;
	for (size_t i = 0; i < request->message_count; i++) {
		bytes += request->messages[i].content.n;
		if (i >= from && request->messages[i].role == TEXT_ASSISTANT &&
		    !is_blank(request->messages[i].content) && bytes >= CACHE_LEAST)
			at = i;
	}
	return at;
}

/*
 * Notes of the system in between go to the model as the user's; the first must be the user's, and so
 * must the last: newer models refuse to go on in a message of their own.
 */
static void
put_messages(struct buf *body, const struct text_request *request, size_t from, uint64_t fields)
{
	struct talk talk = { .body = body };
	size_t stable = (fields & FIELD_CACHE) != 0 ? stable_end(request, from) : 0;
	buf_lit(body, ",\"messages\":[");
	for (size_t i = from; i < request->message_count; i++) {
		const struct text_message *message = &request->messages[i];
		bool is_user = message->role != TEXT_ASSISTANT;
		if (is_blank(message->content))
			continue;
		if (!talk.has_any && !is_user) {
			open_message(&talk, true);
			put_text(&talk, STR("(The conversation begins.)"), false);
		}
		open_message(&talk, is_user);
		put_text(&talk, message->content, i == stable && i > 0);
	}
	if (!talk.has_any || !talk.is_user) {
		open_message(&talk, true);
		put_text(&talk, talk.has_any ? STR("(Go on.)") : STR("(Begin.)"), false);
	}
	for (size_t i = 0; i < request->round_count; i++)
		put_round(&talk, &request->rounds[i]);
	buf_lit(body, "]}]");
}

static void
put_sampling(struct buf *body, const struct text_sampling *sampling, uint64_t fields,
	     struct buf *dropped)
{
	const char *taken[4] = { NULL };
	size_t n = 0;
	if (sampling == NULL)
		return;
	if ((fields & FIELD_TEMPERATURE) != 0)
		taken[n++] = "temperature";
	if ((fields & FIELD_TOP_P) != 0)
		taken[n++] = "top_p";
	if ((fields & FIELD_TOP_K) != 0)
		taken[n++] = "top_k";
	openai_name_settings(sampling, taken, dropped);
	/* It takes temperatures up to 1. */
	if ((fields & FIELD_TEMPERATURE) != 0 && isfinite(sampling->temperature))
		buf_fmt(body, ",\"temperature\":%.6g", fmin(sampling->temperature, 1));
	/* Newer models take one of the two; 1 is what top_p is without it. */
	if ((fields & FIELD_TOP_P) != 0 && isfinite(sampling->top_p) && sampling->top_p < 1)
		buf_fmt(body, ",\"top_p\":%.6g", sampling->top_p);
	if ((fields & FIELD_TOP_K) != 0 && isfinite(sampling->top_k) && sampling->top_k >= 1)
		buf_fmt(body, ",\"top_k\":%.0f", sampling->top_k);
}

static void
put_stops(struct buf *body, const struct text_request *request)
{
	size_t n = 0;
	for (size_t i = 0; i < request->stop_count; i++) {
		/* White space alone is refused; our own filter stops there. */
		if (is_blank(request->stops[i]))
			continue;
		buf_fmt(body, "%s", n++ == 0 ? ",\"stop_sequences\":[" : ",");
		json_put_text(body, request->stops[i]);
	}
	if (n > 0)
		buf_char(body, ']');
}

static void
put_tools(struct buf *body, const struct text_request *request, uint64_t fields)
{
	if ((fields & FIELD_TOOLS) == 0 || request->tool_count == 0)
		return;
	buf_lit(body, ",\"tools\":[");
	for (size_t i = 0; i < request->tool_count; i++) {
		buf_fmt(body, "%s{\"name\":", i == 0 ? "" : ",");
		json_put_text(body, request->tools[i].name);
		buf_lit(body, ",\"description\":");
		json_put_text(body, request->tools[i].description);
		buf_lit(body, ",\"input_schema\":");
		buf_str(body, request->tools[i].parameters);
		buf_char(body, '}');
	}
	buf_char(body, ']');
	/* Rounds that went before need the tools that they used. */
	if (request->tools_are_over)
		buf_lit(body, ",\"tool_choice\":{\"type\":\"none\"}");
}

static void
put_prompt(struct buf *body, const struct text_settings *settings,
	   const struct text_request *request, uint64_t fields)
{
	buf_lit(body, "{\"model\":");
	json_put_text(body, request->model.n > 0 ? request->model : settings->model);
	size_t from = put_system(body, request, fields);
	put_messages(body, request, from, fields);
	put_tools(body, request, fields);
}

static struct str
make_body(struct arena *arena, const struct text_settings *settings,
	  const struct text_request *request, uint64_t fields, struct buf *dropped)
{
	struct buf body = buf_in(arena);
	put_prompt(&body, settings, request, fields);
	buf_fmt(&body, ",\"stream\":true,\"max_tokens\":%d",
		request->max_tokens > 0 ? request->max_tokens : MAX_TOKENS);
	put_sampling(&body, request->sampling, fields, dropped);
	if (request->banned_count > 0)
		buf_fmt(dropped, "%sbanned_strings", dropped->n == 0 ? "" : ", ");
	if ((fields & FIELD_STOPS) != 0)
		put_stops(&body, request);
	buf_char(&body, '}');
	return buf_done(&body);
}

struct str
anthropic_count_body(struct arena *arena, const struct text_settings *settings,
		     const struct text_request *request)
{
	struct buf body = buf_in(arena);
	put_prompt(&body, settings, request, 0);
	buf_char(&body, '}');
	return buf_done(&body);
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
	static const char *const REJECTED[] = { "invalid_request_error",
						"authentication_error",
						"billing_error",
						"permission_error",
						"not_found_error",
						"request_too_large",
						NULL };
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
	struct str type = wire_code(arena,
				    json_object_get(json_object_get(document, "error"), "type"));
	result.end = end_for(status, type);
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
	static const struct {
		uint64_t field;
		struct str name;
	} OPTIONAL[] = {
		{ FIELD_TOP_P, STR_INIT("top_p") },
		{ FIELD_TOP_K, STR_INIT("top_k") },
		{ FIELD_TEMPERATURE, STR_INIT("temperature") },
		{ FIELD_CACHE, STR_INIT("cache_control") },
		{ FIELD_STOPS, STR_INIT("stop_sequences") },
		{ FIELD_TOOLS, STR_INIT("tools") },
	};
	(void)settings;
	const json_t *error = json_object_get(wire_json(arena, answer), "error");
	struct str said = json_get_text(error, "message");
	for (size_t i = 0; i < COUNT(OPTIONAL); i++)
		if ((fields & OPTIONAL[i].field) != 0 && str_find(said, OPTIONAL[i].name) >= 0)
			return fields & ~OPTIONAL[i].field;
	return fields;
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
	.body = make_body,
	.fields_after = fields_after,
	.key_header = key_header,
	.more_header = more_header,
	.read = read_frame,
	.read_error = read_error,
};
