/* A request, from its system prompt to its tools. */
#include <math.h>

#include "lib/base/json.h"
#include "lib/provider/anthropic_wire.h"
#include "lib/provider/openai_wire.h"

enum {
	MAX_TOKENS = 1024, /* it must be said; this is for requests that do not care */
	CACHE_LEAST = 4000 /* bytes; about the 1,024 tokens below which nothing is cached */
};

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
		if (i + 1 == last && bytes >= CACHE_LEAST && (fields & ANTHROPIC_CACHE) != 0)
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
	size_t stable = (fields & ANTHROPIC_CACHE) != 0 ? stable_end(request, from) : 0;
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
	if ((fields & ANTHROPIC_TEMPERATURE) != 0)
		taken[n++] = "temperature";
	if ((fields & ANTHROPIC_TOP_P) != 0)
		taken[n++] = "top_p";
	if ((fields & ANTHROPIC_TOP_K) != 0)
		taken[n++] = "top_k";
	openai_name_settings(sampling, taken, dropped);
	/* It takes temperatures up to 1. */
	if ((fields & ANTHROPIC_TEMPERATURE) != 0 && isfinite(sampling->temperature))
		buf_fmt(body, ",\"temperature\":%.6g", fmin(sampling->temperature, 1));
	/* Newer models take one of the two; 1 is what top_p is without it. */
	if ((fields & ANTHROPIC_TOP_P) != 0 && isfinite(sampling->top_p) && sampling->top_p < 1)
		buf_fmt(body, ",\"top_p\":%.6g", sampling->top_p);
	if ((fields & ANTHROPIC_TOP_K) != 0 && isfinite(sampling->top_k) && sampling->top_k >= 1)
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
	if ((fields & ANTHROPIC_TOOLS) == 0 || request->tool_count == 0)
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
	json_put_text(body, str_or(request->model, settings->model));
	size_t from = put_system(body, request, fields);
	put_messages(body, request, from, fields);
	put_tools(body, request, fields);
}

struct str
anthropic_body(struct arena *arena, const struct text_settings *settings,
	       const struct text_request *request, uint64_t fields, struct buf *dropped)
{
	struct buf body = buf_in(arena);
	put_prompt(&body, settings, request, fields);
	buf_fmt(&body, ",\"stream\":true,\"max_tokens\":%d",
		request->max_tokens > 0 ? request->max_tokens : MAX_TOKENS);
	put_sampling(&body, request->sampling, fields, dropped);
	if (request->banned_count > 0)
		buf_fmt(dropped, "%sbanned_strings", dropped->n == 0 ? "" : ", ");
	if ((fields & ANTHROPIC_STOPS) != 0)
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
