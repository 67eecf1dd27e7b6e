#include "lib/provider/openai_wire.h"

#include "lib/base/json.h"
#include "lib/provider/fold.h"

/* OpenAI takes four stop texts; what goes beyond is found on our side (lib/provider/filter.h). */
enum {
	STOPS_MOST = 4,
	BUSY_S = 5 /* when a busy server is asked again */
};

/* ---- the request ---- */

static uint64_t
first_fields(const struct text_settings *settings)
{
	uint64_t fields = OPENAI_STREAM_OPTIONS | OPENAI_SEED | OPENAI_STOP | OPENAI_TOOLS;
	return fields | openai_dialect_fields(settings->dialect) |
	       openai_sampling_fields(settings->dialect);
}

static void
put_calls(struct buf *body, const struct text_round *round)
{
	buf_lit(body, "{\"role\":\"assistant\",\"content\":");
	if (round->text.n > 0)
		json_put_text(body, round->text);
	else
		buf_lit(body, "null");
	buf_lit(body, ",\"tool_calls\":[");
	for (size_t i = 0; i < round->count; i++) {
		const struct text_tool_call *call = &round->calls[i];
		buf_fmt(body, "%s{\"id\":", i == 0 ? "" : ",");
		json_put_text(body, call->id);
		buf_lit(body, ",\"type\":\"function\",\"function\":{\"name\":");
		json_put_text(body, call->name);
		buf_lit(body, ",\"arguments\":");
		json_put_text(body, str_or(call->arguments, STR("{}")));
		buf_lit(body, "}}");
	}
	buf_lit(body, "]}");
	for (size_t i = 0; i < round->count; i++) {
		buf_lit(body, ",{\"role\":\"tool\",\"tool_call_id\":");
		json_put_text(body, round->calls[i].id);
		buf_lit(body, ",\"content\":");
		json_put_text(body, round->results[i]);
		buf_char(body, '}');
	}
}

static void
put_messages(struct buf *body, const struct text_request *request, uint64_t fields)
{
	static const char *const ROLES[] = {
		[TEXT_SYSTEM] = "system",
		[TEXT_USER] = "user",
		[TEXT_ASSISTANT] = "assistant",
	};
	const struct text_message *messages = request->messages;
	size_t n = request->message_count;
	if ((fields & OPENAI_FOLD) != 0)
		messages = fold_messages(body->arena, messages, &n,
					 (fields & OPENAI_NO_SYSTEM) != 0 ? FOLD_SYSTEM_NEVER
									  : FOLD_SYSTEM_FIRST,
					 request->round_count > 0);
	buf_lit(body, "\"messages\":[");
	for (size_t i = 0; i < n; i++) {
		const struct text_message *message = &messages[i];
		buf_fmt(body, "%s{\"role\":\"%s\",\"content\":", i == 0 ? "" : ",",
			ROLES[message->role]);
		json_put_text(body, message->content);
		buf_char(body, '}');
	}
	for (size_t i = 0; i < request->round_count; i++) {
		if (i > 0 || n > 0)
			buf_char(body, ',');
		put_calls(body, &request->rounds[i]);
	}
	buf_char(body, ']');
}

static void
put_tools(struct buf *body, const struct text_request *request)
{
	buf_lit(body, ",\"tools\":[");
	for (size_t i = 0; i < request->tool_count; i++) {
		const struct text_tool *tool = &request->tools[i];
		buf_fmt(body,
			"%s{\"type\":\"function\",\"function\":{\"name\":", i == 0 ? "" : ",");
		json_put_text(body, tool->name);
		buf_lit(body, ",\"description\":");
		json_put_text(body, tool->description);
		buf_lit(body, ",\"parameters\":");
		buf_str(body, tool->parameters);
		buf_lit(body, "}}");
	}
	buf_char(body, ']');
	if (request->tools_are_over)
		buf_lit(body, ",\"tool_choice\":\"none\"");
}

static void
put_stops(struct buf *body, const struct text_request *request)
{
	buf_lit(body, ",\"stop\":[");
	for (size_t i = 0, n = 0; i < request->stop_count && n < STOPS_MOST; i++) {
		if (request->stops[i].n == 0)
			continue;
		buf_fmt(body, "%s", n++ == 0 ? "" : ",");
		json_put_text(body, request->stops[i]);
	}
	buf_char(body, ']');
}

static void
put_banned(struct buf *body, const struct text_request *request, uint64_t fields,
	   struct buf *dropped)
{
	if (request->banned_count == 0)
		return;
	if ((fields & OPENAI_BANNED) == 0) {
		buf_fmt(dropped, "%sbanned_strings", dropped->n == 0 ? "" : ", ");
		return;
	}
	buf_lit(body, ",\"banned_strings\":[");
	for (size_t i = 0; i < request->banned_count; i++) {
		if (i > 0)
			buf_char(body, ',');
		json_put_text(body, request->banned[i]);
	}
	buf_char(body, ']');
}

static struct str
make_body(struct arena *arena, const struct text_settings *settings,
	  const struct text_request *request, uint64_t fields, struct buf *dropped)
{
	struct buf body = buf_in(arena);
	buf_lit(&body, "{\"model\":");
	json_put_text(&body, str_or(request->model, settings->model));
	buf_lit(&body, ",\"stream\":true,");
	put_messages(&body, request, fields);
	if ((fields & OPENAI_STREAM_OPTIONS) != 0)
		buf_lit(&body, ",\"stream_options\":{\"include_usage\":true}");
	if (request->max_tokens > 0)
		buf_fmt(&body, ",\"%s\":%d",
			(fields & OPENAI_NEW_MAX_TOKENS) != 0 ? "max_completion_tokens"
							      : "max_tokens",
			request->max_tokens);
	openai_put_sampling(&body, settings->dialect, request->sampling, fields, dropped);
	put_banned(&body, request, fields, dropped);
	if ((fields & OPENAI_SEED) != 0)
		buf_fmt(&body, ",\"seed\":%u", (unsigned)(request->seed & 0x7FFFFFFF));
	if (request->stop_count > 0 && (fields & OPENAI_STOP) != 0)
		put_stops(&body, request);
	if (request->tool_count > 0 && (fields & OPENAI_TOOLS) != 0)
		put_tools(&body, request);
	buf_char(&body, '}');
	return buf_done(&body);
}

static struct str
key_header(struct arena *arena, struct str key)
{
	return str_fmt(arena, "Authorization: Bearer %.*s", STR_ARG(key));
}

/* ---- errors ---- */

static enum text_end
end_for(long status, struct str code, struct str type, bool is_moderation)
{
	static const char *const REFUSALS[] = { "content_filter", "content_policy_violation",
						"moderation_blocked",
						"ResponsibleAIPolicyViolation", NULL };
	static const char *const LIMITS[] = { "rate_limit_exceeded", "rate_limit_error",
					      "too_many_requests", "429", NULL };
	static const char *const HOPELESS[] = { "invalid_request_error", "authentication_error",
						NULL };
	static const char *const TOO_LONG[] = { "context_length_exceeded",
						"exceed_context_size_error", NULL };
	if (wire_is_any(code, TOO_LONG) || wire_is_any(type, TOO_LONG))
		return TEXT_TOO_LONG;
	if (is_moderation || wire_is_any(code, REFUSALS) || wire_is_any(type, REFUSALS))
		return TEXT_BLOCKED;
	if (str_eq(code, STR("insufficient_quota")) || str_eq(type, STR("insufficient_quota")))
		return TEXT_REJECTED;
	if (status == 429 ||
	    (status < 400 && (wire_is_any(code, LIMITS) || wire_is_any(type, LIMITS))))
		return TEXT_LIMITED;
	if (status == 408 || status == 409 || status >= 500)
		return TEXT_DOWN;
	if (status >= 300 || wire_is_any(code, HOPELESS) || wire_is_any(type, HOPELESS))
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
	struct text_result result = WIRE_NO_RESULT;
	struct str code = wire_code(arena, json_object_get(error, "code"));
	struct str type = wire_code(arena, json_object_get(error, "type"));
	const json_t *meta = json_object_get(error, "metadata");
	bool is_moderation = json_is_array(json_object_get(meta, "reasons"));
	result.end = end_for(status, code, type, is_moderation);
	if ((result.end == TEXT_REJECTED || result.end == TEXT_DOWN) &&
	    wire_says_too_long(json_get_text(error, "message")))
		result.end = TEXT_TOO_LONG;
	result.detail = wire_detail(arena, status, str_or(code, type));
	return result;
}

static const json_t *
find_error(const json_t *document)
{
	const json_t *error = json_object_get(document, "error");
	if (error != NULL && !json_is_null(error))
		return error;
	return str_eq(json_get_text(document, "object"), STR("error")) ? document : NULL;
}

/*
 * A server that writes one reply at a time, or is still loading its model, says so with 503 (KoboldCpp,
 * llama.cpp, Ollama): it is well, and the next one waits its turn.
 */
static bool
is_busy(long status, const json_t *error)
{
	struct str type = json_get_text(error, "type");
	return status == 503 &&
	       (str_eq(type, STR("service_unavailable")) ||
		str_eq(type, STR("unavailable_error")) ||
		str_find(json_get_text(error, "message"), STR("server busy")) >= 0);
}

static struct text_result
read_error(struct arena *arena, long status, struct str body)
{
	const json_t *document = wire_json(arena, body);
	const json_t *error = find_error(document);
	if (error == NULL)
		error = json_object_get(document, "detail"); /* as FastAPI and KoboldCpp call it */
	struct text_result result = result_of_error(arena, status, error);
	if (is_busy(status, error)) {
		result.end = TEXT_LIMITED;
		result.retry_after_s = BUSY_S;
	}
	return result;
}

/*
 * Chat templates that want the roles by turns, or no word of the system between them, say so in words
 * of their own. 0: it is not that, or nothing more can be done.
 */
static uint64_t
fold_more(struct arena *arena, struct str said, uint64_t fields)
{
	static const char *const WORDS[] = {
		"must alternate",	 "roles are supported", "role not supported",
		"role is not supported", "system message",	"system role",
		"unexpected role",	 "expected last role",	"'system' role",
		"role 'system'",
	};
	struct str low = str_lower(arena, said);
	for (size_t i = 0; i < COUNT(WORDS); i++) {
		if (str_find(low, str_from(WORDS[i])) < 0)
			continue;
		if ((fields & OPENAI_FOLD) == 0)
			return OPENAI_FOLD;
		return (fields & OPENAI_NO_SYSTEM) == 0 ? OPENAI_NO_SYSTEM : 0;
	}
	return 0;
}

static uint64_t
fields_after(struct arena *arena, const struct text_settings *settings, struct str answer,
	     uint64_t fields)
{
	static const struct wire_option OPTIONS[] = {
		{ OPENAI_STREAM_OPTIONS, STR_INIT("stream_options") },
		{ OPENAI_TOOLS, STR_INIT("tool") },
		{ OPENAI_STOP, STR_INIT("'stop'") },
		{ OPENAI_SEED, STR_INIT("seed") },
		{ OPENAI_BANNED, STR_INIT("banned_strings") },
	};
	const json_t *error = find_error(wire_json(arena, answer));
	struct str param = json_get_text(error, "param");
	struct str said = json_get_text(error, "message");
	uint64_t fold = fold_more(arena, str_or(said, answer), fields);
	if (fold != 0)
		return fields | fold;
	if (str_eq(param, STR("stop")))
		return fields & ~(uint64_t)OPENAI_STOP;
	if (param.n > 0)
		said = param;
	if (said.n == 0)
		said = answer;
	if (wire_says_too_long(said))
		return fields;
	if ((fields & OPENAI_NEW_MAX_TOKENS) == 0 && str_find(said, STR("max_tokens")) >= 0)
		return fields | OPENAI_NEW_MAX_TOKENS;
	uint64_t without = wire_without(OPTIONS, COUNT(OPTIONS), said, fields);
	return without != fields ? without
				 : fields & ~openai_sampling_named(settings->dialect, said, fields);
}

/* ---- frames ---- */

static enum wire_finish
finish_of(struct str reason)
{
	if (reason.n == 0)
		return WIRE_GOING_ON;
	if (str_eq(reason, STR("length")))
		return WIRE_LENGTH;
	if (str_eq(reason, STR("content_filter")))
		return WIRE_FILTERED;
	if (str_eq(reason, STR("tool_calls")) || str_eq(reason, STR("function_call")))
		return WIRE_TOOLS;
	if (str_eq(reason, STR("error")))
		return WIRE_FAILED;
	return WIRE_STOP;
}

static void
read_tools(struct arena *arena, const json_t *calls, struct wire_frame *frame)
{
	for (size_t i = 0; i < json_array_size(calls) && i < WIRE_TOOLS_MOST; i++) {
		const json_t *call = json_array_get(calls, i);
		const json_t *function = json_object_get(call, "function");
		const json_t *arguments = json_object_get(function, "arguments");
		frame->tools[frame->tool_count++] = (struct wire_tool){
			.index = (int)(json_get_i64(call, "index", (int64_t)i) & 0xFFFF),
			.id = json_get_text(call, "id"),
			.name = json_get_text(function, "name"),
			/* Some servers send the object itself. */
			.arguments = json_is_object(arguments) ? json_print(arena, arguments)
							       : json_text(arguments),
		};
	}
}

/* Text, or parts of it; Mistral's models think in parts of another type. */
static struct str
read_content(struct arena *arena, const json_t *delta)
{
	const json_t *parts = json_object_get(delta, "content");
	if (!json_is_array(parts))
		return wire_text(arena, delta, "content");
	struct buf text = buf_in(arena);
	for (size_t i = 0; i < json_array_size(parts); i++) {
		const json_t *part = json_array_get(parts, i);
		if (str_eq(json_get_text(part, "type"), STR("text")))
			buf_str(&text, wire_text(arena, part, "text"));
	}
	return buf_done(&text);
}

/* Thoughts (`reasoning_content`, `reasoning`) are members that are not looked at. */
static void
read_choice(struct arena *arena, const json_t *choice, struct wire_frame *frame)
{
	const json_t *delta = json_object_get(choice, "delta");
	if (!json_is_object(delta))
		delta = json_object_get(choice, "message");
	frame->text = read_content(arena, delta);
	read_tools(arena, json_object_get(delta, "tool_calls"), frame);
	frame->finish = finish_of(json_get_text(choice, "finish_reason"));
	if (json_get_text(delta, "refusal").n > 0)
		frame->finish = WIRE_REFUSED;
}

static bool
read_frame(struct arena *arena, const struct sse_event *event, long status,
	   struct wire_frame *frame)
{
	*frame = (struct wire_frame){ .outcome = WIRE_NO_RESULT };
	if (str_eq(str_trim(event->data), STR("[DONE]"))) {
		frame->is_done = true;
		return true;
	}
	const json_t *document = wire_json(arena, event->data);
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
	int cached = wire_count(json_object_get(usage, "prompt_tokens_details"), "cached_tokens");
	frame->outcome.prompt_tokens = wire_count(usage, "prompt_tokens");
	frame->outcome.completion_tokens = wire_count(usage, "completion_tokens");
	frame->outcome.cached_tokens = cached > 0 ? cached : 0;
	frame->outcome.model = json_get_text(document, "model");
	return true;
}

const struct wire openai_wire = {
	.name = "openai",
	.path = "/chat/completions",
	.fields = first_fields,
	.body = make_body,
	.fields_after = fields_after,
	.key_header = key_header,
	.read = read_frame,
	.read_error = read_error,
};
