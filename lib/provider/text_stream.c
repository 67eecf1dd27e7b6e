/* The bytes of a streaming call: sending, deadlines, tries, and handing on what came. */
#include "lib/provider/text_stream.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/fault.h"
#include "lib/base/log.h"
#include "lib/provider/text_learned.h"
#include "lib/provider/wall.h"

enum {
	CALL_CAP = 8 * 1024 * 1024,
	EVENT_CAP = 256 * 1024,	  /* one event of the stream */
	BODY_CAP = 256 * 1024,	  /* an answer that is no stream */
	INBOX_PAUSE = 256 * 1024, /* unread bytes at which curl is told to wait */
	TEXT_CAP = 256 * 1024,
	BYTES_OF_A_TOKEN = 32, /* more than any tokenizer puts into one */
	CONNECT_TIMEOUT_MS = 10 * 1000,
	IDLE_TIMEOUT_S = 60,
	LONGEST_HELD_WAIT_S = 10, /* a longer Retry-After is for the caller's queue */
	ADAPTED_MOST = 8,	  /* optional members that are given up, one a try */
};

#define SECOND_US ((int64_t)1000 * 1000)
#define WHOLE_CALL_US (600 * SECOND_US)
#define LOOK_US (5 * SECOND_US)
/* After so long without a byte the next provider is worth more than another try. */
#define LONGEST_SILENCE_US (45 * SECOND_US)
/* How long a stream may stay open after its finish reason (usage follows) and after [DONE]. */
#define AFTER_FINISH_US (2 * SECOND_US)
#define AFTER_DONE_US (SECOND_US / 5)

static void start_transfer(void *of_call);

/* ---- the end of a call ---- */

void
text_stream_free(struct text_call *call)
{
	curl_easy_cleanup(call->easy);
	curl_slist_free_all(call->headers);
	arena_free(call->scratch);
	arena_free(call->arena);
}

void
text_stream_stop(struct text_call *call)
{
	call->is_over = true;
	if (call->is_transferring)
		loop_transfer_remove(call->loop, call->easy);
	call->is_transferring = false;
	loop_timer_cancel(call->loop, call->reading);
	loop_timer_cancel(call->loop, call->deadline);
	loop_timer_cancel(call->loop, call->retry);
	call->reading = call->deadline = call->retry = NULL;
}

void
text_stream_cancel(struct text_call *call)
{
	if (call == NULL)
		return;
	text_stream_stop(call);
	if (!call->is_busy)
		text_stream_free(call);
}

static void
try_again_after(struct text_call *call, int64_t wait_us)
{
	text_stream_stop(call);
	call->is_over = false;
	call->inbox.n = 0;
	call->body.n = 0;
	call->retry = loop_after(call->loop, wait_us, start_transfer, call);
}

/* ---- bytes ---- */

/*
 * A stream's first byte that is no white space opens a field or a comment, never a JSON or HTML
 * text.
 */
static enum text_body
mode_for(struct str bytes, long status)
{
	if (status < 200 || status > 299)
		return TEXT_BODY_WHOLE;
	bytes = str_trim(bytes);
	if (bytes.n == 0)
		return TEXT_BODY_UNKNOWN;
	return strchr("{[<\"", bytes.p[0]) != NULL && bytes.p[0] != '\0' ? TEXT_BODY_WHOLE
									 : TEXT_BODY_STREAM;
}

static long
status_of(const struct text_call *call)
{
	long status = 0;
	(void)curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
	return status;
}

static bool
read_stream(struct text_call *call, struct str bytes)
{
	struct sse_event event;
	enum sse_state state;
	size_t lines = call->sse.lines;
	call->has_bytes = true;
	sse_feed(&call->sse, bytes);
	while ((state = sse_next(&call->sse, &event)) == SSE_EVENT)
		if (!text_reply_event(call, &event, 200))
			return false;
	if (call->sse.lines != lines)
		call->alive_us = clock_mono_us();
	if (state == SSE_TOO_LONG) {
		text_reply_broken(call, TEXT_GARBAGE, STR("an event beyond the cap"));
		return false;
	}
	return true;
}

/* Reads what came. False when the call is over (and gone). */
static bool
read_bytes(struct text_call *call)
{
	struct str bytes = buf_done(&call->inbox);
	if (call->mode == TEXT_BODY_UNKNOWN) {
		call->mode = mode_for(bytes, status_of(call));
		if (call->mode == TEXT_BODY_UNKNOWN)
			return true;
	}
	if (call->mode == TEXT_BODY_STREAM) {
		if (!read_stream(call, bytes))
			return false;
	} else {
		call->alive_us = clock_mono_us();
		size_t room = BODY_CAP - call->body.n;
		buf_str(&call->body, str_first(bytes, room));
	}
	call->inbox.n = 0;
	return true;
}

/* Until when the server may be silent. A model may read a long prompt before it says a word. */
static int64_t
patience_us(const struct text_call *call)
{
	const struct text_settings *set = call->settings;
	int idle = set->idle_timeout_s > 0 ? set->idle_timeout_s : IDLE_TIMEOUT_S;
	bool is_first = call->mode == TEXT_BODY_UNKNOWN && set->first_timeout_s > 0;
	return (is_first ? set->first_timeout_s : idle) * SECOND_US;
}

static void
deadline_reached(void *of_call)
{
	struct text_call *call = of_call;
	call->deadline = NULL;
	int64_t now = clock_mono_us();
	int64_t until = call->alive_us + patience_us(call);
	if (until > call->most_us)
		until = call->most_us;
	if (now < until) {
		/* Once bytes come the patience is another: it is looked at again soon enough for both. */
		int64_t look_us = until - now < LOOK_US ? until - now : LOOK_US;
		call->deadline = loop_after(call->loop, look_us, deadline_reached, call);
		return;
	}
	if (call->is_done || call->finish != WIRE_GOING_ON) {
		text_reply_finish(call);
	} else if (!call->has_bytes && now - call->began_us < LONGEST_SILENCE_US &&
		   now < call->most_us && call->attempt < call->settings->retries) {
		try_again_after(call, http_backoff(call->attempt++, &call->chance));
	} else {
		text_reply_broken(call, TEXT_DOWN, STR("timed out"));
	}
}

/* The stream said that it is through: it may stay open for `wait_us` more. */
static void
shorten_deadline(struct text_call *call, int64_t wait_us)
{
	call->most_us = clock_mono_us() + wait_us;
	loop_timer_cancel(call->loop, call->deadline);
	call->deadline = loop_after(call->loop, wait_us, deadline_reached, call);
}

static void
read_inbox(void *of_call)
{
	struct text_call *call = of_call;
	call->reading = NULL;
	bool was_done = call->is_done;
	bool was_finished = call->finish != WIRE_GOING_ON;
	if (!read_bytes(call))
		return;
	if (call->body.n >= BODY_CAP) {
		text_reply_broken(call, TEXT_GARBAGE, STR("an answer beyond the cap"));
		return;
	}
	if (call->is_done && !was_done)
		shorten_deadline(call, AFTER_DONE_US);
	else if (call->finish != WIRE_GOING_ON && !was_finished)
		shorten_deadline(call, AFTER_FINISH_US);
	if (call->is_paused && call->is_transferring) {
		call->is_paused = false;
		(void)curl_easy_pause(call->easy, CURLPAUSE_CONT);
	}
}

/* Called by curl. */
static size_t
put_by(char *bytes, size_t size, size_t count, void *of_call)
{
	struct text_call *call = of_call;
	struct fault_frame frame;
	if (call->inbox.n > INBOX_PAUSE) {
		call->is_paused = true;
		return CURL_WRITEFUNC_PAUSE;
	}
	/* A fault must not unwind through curl. */
	if (FAULT_CATCH(frame)) {
		buf_put(&call->inbox, bytes, size * count);
		if (call->reading == NULL)
			call->reading = loop_after(call->loop, 0, read_inbox, call);
		fault_pop(&frame);
		return size * count;
	}
	return 0;
}

/* ---- the end of a transfer ---- */

static void
end_stream(struct text_call *call, CURLcode code)
{
	struct sse_event event;
	bool has_more = code == CURLE_OK && sse_unfinished(&call->sse, &event);
	if (has_more && !text_reply_event(call, &event, 200))
		return;
	if (call->is_done || call->finish != WIRE_GOING_ON)
		text_reply_finish(call);
	else
		text_reply_broken(call, code == CURLE_OK ? TEXT_GARBAGE : TEXT_DOWN,
				  str_fmt(call->arena, "stream ended early, curl %d", (int)code));
}

/* An error, or no answer at all. */
static void
end_failed(struct text_call *call, CURLcode code, long status)
{
	struct str body = buf_done(&call->body);
	arena_reset(call->scratch);
	/* OpenRouter says 404 when no server behind it takes tools. */
	if ((status == 400 || status == 404 || status == 422) && call->adapted < ADAPTED_MOST) {
		uint64_t fields = call->wire->fields_after(call->scratch, call->settings, body,
							   call->fields);
		if (fields != call->fields) {
			call->fields = fields;
			call->adapted++;
			try_again_after(call, 0);
			return;
		}
	}
	struct text_result said = { .end = TEXT_DOWN };
	if (status >= 300)
		said = call->wire->read_error(call->scratch, status, body);
	int64_t asked = http_asked_wait(call->easy);
	/* OpenRouter: too much is under way for the credit; without a time it is used up. */
	if (status == 402 && asked > 0)
		said.end = TEXT_LIMITED;
	bool may_retry = http_may_retry(call->easy, code, status) &&
			 (said.end == TEXT_DOWN || said.end == TEXT_LIMITED ||
			  http_wish(call->easy) == HTTP_TRY_AGAIN);
	if (may_retry && call->attempt < call->settings->retries &&
	    asked <= LONGEST_HELD_WAIT_S * SECOND_US) {
		int64_t wait = http_backoff(call->attempt++, &call->chance);
		try_again_after(call, asked > 0 ? asked : wait);
		return;
	}
	call->result.retry_after_s = asked > 0 ? (int)((asked + SECOND_US - 1) / SECOND_US)
					       : said.retry_after_s;
	call->result.detail = said.detail.n > 0 ? str_copy(call->arena, said.detail)
						: str_fmt(call->arena, "status %ld, curl %d",
							  status, (int)code);
	text_stream_end(call, said.end);
}

static void
transfer_done(void *of_call, CURL *easy, CURLcode code)
{
	(void)easy;
	struct text_call *call = of_call;
	call->is_transferring = false;
	loop_timer_cancel(call->loop, call->reading);
	call->reading = NULL;
	if (!read_bytes(call))
		return;
	long status = status_of(call);
	if (call->adapted > 0 && status >= 200 && status <= 299)
		text_learn(call->wire, call->settings, call->request->model, call->fields);
	if (call->mode == TEXT_BODY_STREAM)
		end_stream(call, code);
	else if (status < 200 || status > 299 || (code != CURLE_OK && call->body.n == 0))
		end_failed(call, code, status);
	else
		text_reply_whole(call, status);
}

/* ---- the beginning ---- */

static void
start_transfer(void *of_call)
{
	struct text_call *call = of_call;
	call->retry = NULL;
	call->mode = TEXT_BODY_UNKNOWN;
	call->is_paused = false;
	call->sse = sse_in(call->arena, EVENT_CAP);
	struct buf dropped = buf_in(call->arena);
	struct str body = call->wire->body(call->arena, call->settings, call->request, call->fields,
					   &dropped);
	call->result.dropped = buf_done(&dropped);
	(void)curl_easy_setopt(call->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.n);
	(void)curl_easy_setopt(call->easy, CURLOPT_POSTFIELDS, body.p);
	call->alive_us = clock_mono_us();
	loop_transfer(call->loop, call->easy, transfer_done, call);
	call->is_transferring = true;
	call->deadline = loop_after(call->loop, 0, deadline_reached, call);
}

/* The address is none that may be called. */
static void
refuse_address(void *of_call)
{
	struct text_call *call = of_call;
	call->retry = NULL;
	call->result.detail = STR("the base is no address that may be called");
	text_stream_end(call, TEXT_REJECTED);
}

static void
add_header(struct text_call *call, struct str line)
{
	if (line.n == 0)
		return;
	struct curl_slist *headers = curl_slist_append(call->headers, line.p);
	ENSURE(headers != NULL);
	call->headers = headers;
}

static void
set_up_request(struct text_call *call, const char *url)
{
	const struct text_settings *set = call->settings;
	struct str key = call->request->key;
	http_set_up(call->easy, url,
		    set->connect_timeout_ms > 0 ? set->connect_timeout_ms : CONNECT_TIMEOUT_MS);
	if (set->is_walled)
		wall_set_up(call->easy, url);
	add_header(call, STR("Content-Type: application/json"));
	add_header(call, STR("Accept: text/event-stream"));
	add_header(call, STR("Expect:"));
	if (key.n > 0)
		add_header(call, str_fmt(call->arena, "Idempotency-Key: %.*s", STR_ARG(key)));
	if (set->key.n > 0)
		add_header(call, call->wire->key_header(call->arena, set->key));
	if (call->wire->more_header != NULL)
		add_header(call, call->wire->more_header(call->arena, set));
	(void)curl_easy_setopt(call->easy, CURLOPT_HTTPHEADER, call->headers);
	(void)curl_easy_setopt(call->easy, CURLOPT_WRITEFUNCTION, put_by);
	(void)curl_easy_setopt(call->easy, CURLOPT_WRITEDATA, call);
}

static size_t
most_text(int max_tokens)
{
	size_t most = max_tokens > 0 ? (size_t)max_tokens * BYTES_OF_A_TOKEN : TEXT_CAP;
	return most < TEXT_CAP ? most : TEXT_CAP;
}

struct text_call *
text_stream_start(const struct wire *wire, const struct text_settings *settings, struct loop *loop,
		  const struct text_request *request, const struct text_events *events, void *arg)
{
	struct arena *arena = arena_new(CALL_CAP);
	struct text_call *call = ARENA_NEW(arena, struct text_call);
	*call = (struct text_call){
		.arena = arena,
		.scratch = arena_new(CALL_CAP),
		.loop = loop,
		.wire = wire,
		.settings = settings,
		.request = request,
		.events = events,
		.arg = arg,
		.fields = text_learned(wire, settings, request->model),
		.inbox = buf_in(arena),
		.body = buf_in(arena),
		.filter = filter_in(arena, request->stops, request->stop_count),
		.text_most = most_text(request->max_tokens),
		.result = WIRE_NO_RESULT,
		.began_us = clock_mono_us(),
	};
	call->most_us = call->began_us + WHOLE_CALL_US;
	rand_secret(&call->chance.state, sizeof(call->chance.state));
	call->easy = curl_easy_init();
	ENSURE(call->easy != NULL);
	const char *url = http_join(arena, settings->base, wire->path);
	set_up_request(call, url);
	bool is_allowed = settings->is_walled
				  ? wall_url_allowed(url)
				  : http_url_allowed(url, settings->plain_allowed
								  ? HTTP_PLAIN_ALLOWED
								  : HTTP_PLAIN_LOOPBACK);
	call->retry = loop_after(loop, 0, is_allowed ? start_transfer : refuse_address, call);
	return call;
}
