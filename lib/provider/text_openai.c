/*
 * Replies from any OpenAI-compatible server. One call is one POST, tried again only while nothing
 * of a stream has come (the retry table of both vendors' own clients: 408, 409, 429, 5xx,
 * transport).
 *
 * curl may not be called from within its own callbacks, and an event may cancel the call. So bytes
 * are only put by when they come, and are read in the loop's next round.
 */
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/fault.h"
#include "lib/base/log.h"
#include "lib/base/utf8.h"
#include "lib/provider/http.h"
#include "lib/provider/openai_wire.h"
#include "lib/provider/sse.h"
#include "lib/provider/text.h"

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
};

#define SECOND_US ((int64_t)1000 * 1000)
#define WHOLE_CALL_US (600 * SECOND_US)
/* How long a stream may stay open after its finish reason (usage follows) and after [DONE]. */
#define AFTER_FINISH_US (2 * SECOND_US)
#define AFTER_DONE_US (SECOND_US / 5)

enum body_mode { BODY_UNKNOWN, BODY_STREAM, BODY_WHOLE };

struct text_call {
	struct arena *arena;
	struct arena *scratch; /* emptied after each frame */
	struct loop *loop;
	const struct text_openai_settings *settings;
	const struct text_request *request;
	const struct text_events *events;
	void *arg;

	CURL *easy;
	struct curl_slist *headers;
	bool is_transferring;
	bool is_paused;
	unsigned fields; /* enum openai_field */
	int attempt;
	struct rand_seeded chance;

	struct loop_timer *reading;
	struct loop_timer *deadline;
	struct loop_timer *retry;
	int64_t began_us;
	int64_t alive_us; /* when the server last said something */
	int64_t most_us;  /* when the call must be over whatever it says */

	enum body_mode mode;
	struct buf inbox; /* came and not yet read */
	struct buf body;  /* an answer that is no stream */
	struct sse_parser sse;
	bool has_bytes; /* something of a stream came: no second try */
	char held[4];	/* the beginning of a code point */
	size_t held_n;
	size_t text_n; /* bytes given to the caller */
	size_t text_most;
	enum openai_finish finish;
	bool is_done;
	struct text_result result;

	bool is_busy; /* inside an event of the caller: freeing must wait */
	bool is_over;
};

static void read_inbox(void *of_call);
static void start_transfer(void *of_call);

/* ---- the end of a call ---- */

static void
free_call(struct text_call *call)
{
	curl_easy_cleanup(call->easy);
	curl_slist_free_all(call->headers);
	arena_free(call->scratch);
	arena_free(call->arena);
}

/* Lets go of everything in the loop: the connection closes when the transfer had not ended. */
static void
stop(struct text_call *call)
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

static void
cancel_call(struct text_call *call)
{
	if (call == NULL)
		return;
	stop(call);
	if (!call->is_busy)
		free_call(call);
}

/* Tells the caller once, and frees the call. */
static void
end_call(struct text_call *call, enum text_end end)
{
	stop(call);
	call->result.end = end;
	LOG_EVENT(LOG_INFO, "text call ended", LOG_INT("end", end),
		  LOG_STR("detail", call->result.detail), LOG_INT("attempts", call->attempt + 1),
		  LOG_INT("ms", (clock_mono_us() - call->began_us) / 1000));
	call->is_busy = true;
	call->events->ended(call->arg, &call->result);
	free_call(call);
}

/* The end of a stream that broke: what came before tells whether there is a part of a reply. */
static void
end_broken(struct text_call *call, enum text_end without_text, struct str detail)
{
	call->result.detail = detail;
	end_call(call, call->text_n > 0 ? TEXT_CUT : without_text);
}

static void
end_finished(struct text_call *call)
{
	if (call->finish == OPENAI_FAILED) {
		end_broken(call, TEXT_DOWN, STR("finish error"));
	} else if (call->finish == OPENAI_FILTERED) {
		call->result.detail = STR("content filter");
		end_call(call, TEXT_REFUSED);
	} else if (call->finish == OPENAI_LENGTH) {
		end_call(call, TEXT_LENGTH);
	} else if (call->text_n == 0) {
		call->result.detail = STR("an answer without text");
		end_call(call, TEXT_GARBAGE);
	} else {
		end_call(call, TEXT_COMPLETE);
	}
}

static void
try_again_after(struct text_call *call, int64_t wait_us)
{
	stop(call);
	call->is_over = false;
	call->inbox.n = 0;
	call->body.n = 0;
	call->retry = loop_after(call->loop, wait_us, start_transfer, call);
}

/* ---- frames ---- */

static void
keep_counts(struct text_call *call, const struct text_result *said)
{
	if (said->prompt_tokens >= 0)
		call->result.prompt_tokens = said->prompt_tokens;
	if (said->completion_tokens >= 0)
		call->result.completion_tokens = said->completion_tokens;
	if (call->result.model.n == 0 && said->model.n > 0)
		call->result.model = str_copy(call->arena, str_first(said->model, 200));
}

/*
 * Gives the whole code points of what came, and holds the rest back. False when the call is over.
 */
static bool
give_text(struct text_call *call, struct str text)
{
	struct buf joined = buf_in(call->scratch);
	buf_put(&joined, call->held, call->held_n);
	buf_str(&joined, text);
	struct str all = buf_done(&joined);
	struct str whole = str_first(all, utf8_whole(all));
	call->held_n = all.n - whole.n;
	memcpy(call->held, all.p + whole.n, call->held_n);
	whole = utf8_repair(call->scratch, whole);
	bool is_too_long = whole.n > call->text_most - call->text_n;
	if (is_too_long)
		whole = str_first(whole, str_clip(whole, call->text_most - call->text_n));
	if (whole.n > 0) {
		call->text_n += whole.n;
		call->is_busy = true;
		call->events->delta(call->arg, whole);
		call->is_busy = false;
		if (call->is_over) {
			free_call(call);
			return false;
		}
	}
	if (is_too_long) {
		call->result.detail = STR("more text than was asked for");
		end_call(call, TEXT_LENGTH);
	}
	return !is_too_long;
}

/* False when the call is over (and gone). */
static bool
take_frame(struct text_call *call, const struct openai_frame *frame)
{
	if (frame->is_error) {
		struct str detail = str_copy(call->arena, frame->outcome.detail);
		if (frame->outcome.end == TEXT_REFUSED) {
			call->result.detail = detail;
			end_call(call, TEXT_REFUSED);
		} else {
			end_broken(call, frame->outcome.end, detail);
		}
		return false;
	}
	keep_counts(call, &frame->outcome);
	if (frame->is_refusal) {
		call->result.detail = STR("refusal");
		end_call(call, TEXT_REFUSED);
		return false;
	}
	if (frame->text.n > 0 && !give_text(call, frame->text))
		return false;
	if (frame->finish != OPENAI_GOING_ON)
		call->finish = frame->finish;
	call->is_done = call->is_done || frame->is_done;
	return true;
}

static bool
take_event(struct text_call *call, struct str data)
{
	struct openai_frame frame;
	arena_reset(call->scratch);
	if (call->is_done || data.n == 0)
		return true;
	if (!openai_read_frame(call->scratch, data, 200, &frame)) {
		end_broken(call, TEXT_GARBAGE, STR("a frame that is none"));
		return false;
	}
	return take_frame(call, &frame);
}

/* ---- bytes ---- */

/*
 * A stream's first byte that is no white space opens a field or a comment, never a JSON or HTML
 * text.
 */
static enum body_mode
mode_for(struct str bytes, long status)
{
	if (status < 200 || status > 299)
		return BODY_WHOLE;
	bytes = str_trim(bytes);
	if (bytes.n == 0)
		return BODY_UNKNOWN;
	return strchr("{[<\"", bytes.p[0]) != NULL && bytes.p[0] != '\0' ? BODY_WHOLE : BODY_STREAM;
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
		if (!take_event(call, event.data))
			return false;
	if (call->sse.lines != lines)
		call->alive_us = clock_mono_us();
	if (state == SSE_TOO_LONG) {
		end_broken(call, TEXT_GARBAGE, STR("an event beyond the cap"));
		return false;
	}
	return true;
}

/* Reads what came. False when the call is over (and gone). */
static bool
read_bytes(struct text_call *call)
{
	struct str bytes = buf_done(&call->inbox);
	if (call->mode == BODY_UNKNOWN) {
		call->mode = mode_for(bytes, status_of(call));
		if (call->mode == BODY_UNKNOWN)
			return true;
	}
	if (call->mode == BODY_STREAM) {
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

static void
deadline_reached(void *of_call)
{
	struct text_call *call = of_call;
	call->deadline = NULL;
	int64_t idle = call->settings->idle_timeout_s > 0 ? call->settings->idle_timeout_s
							  : IDLE_TIMEOUT_S;
	int64_t now = clock_mono_us();
	int64_t until = call->alive_us + idle * SECOND_US;
	if (until > call->most_us)
		until = call->most_us;
	if (now < until) {
		call->deadline = loop_after(call->loop, until - now, deadline_reached, call);
		return;
	}
	if (call->is_done || call->finish != OPENAI_GOING_ON) {
		end_finished(call);
	} else if (!call->has_bytes && now < call->most_us &&
		   call->attempt < call->settings->retries) {
		try_again_after(call, http_backoff(call->attempt++, &call->chance));
	} else {
		end_broken(call, TEXT_DOWN, STR("timed out"));
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
	bool was_finished = call->finish != OPENAI_GOING_ON;
	if (!read_bytes(call))
		return;
	if (call->body.n >= BODY_CAP) {
		end_broken(call, TEXT_GARBAGE, STR("an answer beyond the cap"));
		return;
	}
	if (call->is_done && !was_done)
		shorten_deadline(call, AFTER_DONE_US);
	else if (call->finish != OPENAI_GOING_ON && !was_finished)
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

/* An answer that is no stream: an error, or a server that does not know `stream`. */
static void
end_whole(struct text_call *call, long status)
{
	struct openai_frame frame;
	struct str body = buf_done(&call->body);
	arena_reset(call->scratch);
	if (!openai_read_frame(call->scratch, body, status, &frame) || frame.is_done) {
		call->result.detail = str_fmt(call->arena, "status %ld, no stream", status);
		end_call(call, TEXT_GARBAGE);
		return;
	}
	if (take_frame(call, &frame))
		end_finished(call);
}

static void
end_stream(struct text_call *call, CURLcode code)
{
	struct sse_event event;
	bool has_more = code == CURLE_OK && sse_unfinished(&call->sse, &event);
	if (has_more && !take_event(call, event.data))
		return;
	if (call->is_done || call->finish != OPENAI_GOING_ON)
		end_finished(call);
	else
		end_broken(call, code == CURLE_OK ? TEXT_GARBAGE : TEXT_DOWN,
			   str_fmt(call->arena, "stream ended early, curl %d", (int)code));
}

/* An error, or no answer at all. */
static void
end_failed(struct text_call *call, CURLcode code, long status)
{
	struct str body = buf_done(&call->body);
	arena_reset(call->scratch);
	if (status == 400 || status == 422) {
		unsigned fields = openai_fields_after(call->scratch, body, call->fields);
		if (fields != call->fields) {
			call->fields = fields;
			try_again_after(call, 0);
			return;
		}
	}
	struct text_result said = { .end = TEXT_DOWN };
	if (status >= 300)
		said = openai_read_error(call->scratch, status, body);
	int64_t asked = http_asked_wait(call->easy);
	bool may_retry = http_may_retry(call->easy, code, status) && said.end != TEXT_REJECTED &&
			 said.end != TEXT_REFUSED;
	if (may_retry && call->attempt < call->settings->retries &&
	    asked <= LONGEST_HELD_WAIT_S * SECOND_US) {
		int64_t wait = http_backoff(call->attempt++, &call->chance);
		try_again_after(call, asked > 0 ? asked : wait);
		return;
	}
	call->result.retry_after_s = (int)((asked + SECOND_US - 1) / SECOND_US);
	call->result.detail = said.detail.n > 0 ? str_copy(call->arena, said.detail)
						: str_fmt(call->arena, "status %ld, curl %d",
							  status, (int)code);
	end_call(call, said.end);
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
	if (call->mode == BODY_STREAM)
		end_stream(call, code);
	else if (status < 200 || status > 299 || (code != CURLE_OK && call->body.n == 0))
		end_failed(call, code, status);
	else
		end_whole(call, status);
}

/* ---- the beginning ---- */

static void
start_transfer(void *of_call)
{
	struct text_call *call = of_call;
	call->retry = NULL;
	call->mode = BODY_UNKNOWN;
	call->is_paused = false;
	call->sse = sse_in(call->arena, EVENT_CAP);
	struct str body = openai_body(call->arena, call->settings->model, call->request,
				      call->fields);
	(void)curl_easy_setopt(call->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.n);
	(void)curl_easy_setopt(call->easy, CURLOPT_POSTFIELDS, body.p);
	call->alive_us = clock_mono_us();
	loop_transfer(call->loop, call->easy, transfer_done, call);
	call->is_transferring = true;
	call->deadline = loop_after(call->loop, 0, deadline_reached, call);
}

static void
refuse_address(void *of_call)
{
	struct text_call *call = of_call;
	call->retry = NULL;
	call->result.detail = STR("the base is no https address");
	end_call(call, TEXT_REJECTED);
}

static void
add_header(struct text_call *call, struct str line)
{
	struct curl_slist *headers = curl_slist_append(call->headers, line.p);
	ENSURE(headers != NULL);
	call->headers = headers;
}

static void
set_up_request(struct text_call *call, const char *url)
{
	const struct text_openai_settings *set = call->settings;
	http_set_up(call->easy, url,
		    set->connect_timeout_ms > 0 ? set->connect_timeout_ms : CONNECT_TIMEOUT_MS);
	add_header(call, STR("Content-Type: application/json"));
	add_header(call, STR("Accept: text/event-stream"));
	add_header(call, STR("Expect:"));
	if (set->key.n > 0)
		add_header(call,
			   str_fmt(call->arena, "Authorization: Bearer %.*s", STR_ARG(set->key)));
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

static struct text_call *
start_call(const struct text_provider *self, struct loop *loop, const struct text_request *request,
	   const struct text_events *events, void *arg)
{
	struct arena *arena = arena_new(CALL_CAP);
	struct text_call *call = ARENA_NEW(arena, struct text_call);
	call->arena = arena;
	call->scratch = arena_new(CALL_CAP);
	call->loop = loop;
	call->settings = self->settings;
	call->request = request;
	call->events = events;
	call->arg = arg;
	call->fields = openai_fields_for(call->settings->base);
	call->inbox = buf_in(arena);
	call->body = buf_in(arena);
	call->text_most = most_text(request->max_tokens);
	call->result = (struct text_result){ .prompt_tokens = -1, .completion_tokens = -1 };
	call->began_us = clock_mono_us();
	call->most_us = call->began_us + WHOLE_CALL_US;
	rand_secret(&call->chance.state, sizeof(call->chance.state));
	call->easy = curl_easy_init();
	ENSURE(call->easy != NULL);

	struct str base = call->settings->base;
	while (str_ends(base, STR("/")))
		base.n--;
	const char *url = str_fmt(arena, "%.*s/chat/completions", STR_ARG(base)).p;
	set_up_request(call, url);
	bool is_allowed = http_url_allowed(
		url, call->settings->plain_allowed ? HTTP_PLAIN_ALLOWED : HTTP_PLAIN_LOOPBACK);
	call->retry = loop_after(loop, 0, is_allowed ? start_transfer : refuse_address, call);
	return call;
}

struct text_provider
text_openai_provider(const struct text_openai_settings *settings)
{
	return (struct text_provider){
		.name = "openai",
		.label = "",
		.start = start_call,
		.cancel = cancel_call,
		.settings = settings,
	};
}
