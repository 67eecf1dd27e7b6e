#include "lib/provider/fetch.h"

#include "lib/base/buf.h"
#include "lib/base/fault.h"
#include "lib/provider/wall.h"

enum { FETCH_CAP = 16 * 1024 * 1024, BODY_CAP = 4 * 1024 * 1024 };

struct fetch {
	struct arena *arena;
	struct loop *loop;
	CURL *easy;
	struct curl_slist *headers;
	struct buf body;
	void (*done)(void *, const struct fetch_answer *);
	void *arg;
};

/* Called by curl. */
static size_t
put_by(char *bytes, size_t size, size_t count, void *of_fetch)
{
	struct fetch *fetch = of_fetch;
	struct fault_frame frame;
	if (fetch->body.n + size * count > BODY_CAP)
		return 0;
	/* A fault must not unwind through curl. */
	if (FAULT_CATCH(frame)) {
		buf_put(&fetch->body, bytes, size * count);
		fault_pop(&frame);
		return size * count;
	}
	return 0;
}

static void
free_fetch(struct fetch *fetch)
{
	curl_easy_cleanup(fetch->easy);
	curl_slist_free_all(fetch->headers);
	arena_free(fetch->arena);
}

static const char *
words_for(CURLcode code)
{
	switch ((int)code) {
	case CURLE_COULDNT_RESOLVE_HOST:
		return "its name is not known";
	case CURLE_COULDNT_CONNECT:
		return "nothing answers there";
	case CURLE_OPERATION_TIMEDOUT:
		return "it did not answer in time";
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CONNECT_ERROR:
		return "its certificate is not to be trusted";
	case CURLE_WRITE_ERROR:
		return "its answer is too long";
	default:
		return "the connection failed";
	}
}

static void
transfer_done(void *of_fetch, CURL *easy, CURLcode code)
{
	struct fetch *fetch = of_fetch;
	struct fetch_answer answer = { .body = buf_done(&fetch->body) };
	(void)curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer.status);
	if (code != CURLE_OK) {
		answer.status = 0;
		answer.why = words_for(code);
	}
	fetch->done(fetch->arg, &answer);
	free_fetch(fetch);
}

static void
refuse(void *of_fetch)
{
	struct fetch *fetch = of_fetch;
	const struct fetch_answer answer = {
		.why = "this address may not be called: https, or plain http on this machine"
	};
	fetch->done(fetch->arg, &answer);
	free_fetch(fetch);
}

static void
add_header(struct fetch *fetch, const char *line)
{
	struct curl_slist *headers = curl_slist_append(fetch->headers, line);
	ENSURE(headers != NULL);
	fetch->headers = headers;
}

static void
set_up(struct fetch *fetch, const char *url, const struct fetch_request *request)
{
	http_set_up(fetch->easy, url, request->timeout_ms);
	if (request->is_walled)
		wall_set_up(fetch->easy, url);
	add_header(fetch, "Accept: application/json");
	add_header(fetch, "Expect:");
	for (size_t i = 0; i < COUNT(request->headers); i++)
		if (request->headers[i].n > 0)
			add_header(fetch, str_cstr(fetch->arena, request->headers[i]));
	if (request->body.n > 0) {
		struct str body = str_copy(fetch->arena, request->body);
		add_header(fetch, "Content-Type: application/json");
		(void)curl_easy_setopt(fetch->easy, CURLOPT_POSTFIELDSIZE_LARGE,
				       (curl_off_t)body.n);
		(void)curl_easy_setopt(fetch->easy, CURLOPT_POSTFIELDS, body.p);
	}
	(void)curl_easy_setopt(fetch->easy, CURLOPT_TIMEOUT_MS, request->timeout_ms);
	(void)curl_easy_setopt(fetch->easy, CURLOPT_HTTPHEADER, fetch->headers);
	(void)curl_easy_setopt(fetch->easy, CURLOPT_WRITEFUNCTION, put_by);
	(void)curl_easy_setopt(fetch->easy, CURLOPT_WRITEDATA, fetch);
}

void
fetch_start(struct loop *loop, const struct fetch_request *request,
	    void (*done)(void *arg, const struct fetch_answer *answer), void *arg)
{
	struct arena *arena = arena_new(FETCH_CAP);
	struct fetch *fetch = ARENA_NEW(arena, struct fetch);
	*fetch = (struct fetch){
		.arena = arena,
		.loop = loop,
		.easy = curl_easy_init(),
		.body = buf_in(arena),
		.done = done,
		.arg = arg,
	};
	ENSURE(fetch->easy != NULL);
	const char *url = str_cstr(arena, request->url);
	set_up(fetch, url, request);
	bool is_allowed = request->is_walled ? wall_url_allowed(url)
					     : http_url_allowed(url, request->plain_allowed
									     ? HTTP_PLAIN_ALLOWED
									     : HTTP_PLAIN_LOOPBACK);
	if (is_allowed)
		loop_transfer(loop, fetch->easy, transfer_done, fetch);
	else
		(void)loop_after(loop, 0, refuse, fetch);
}

struct waiting {
	struct loop *loop;
	struct arena *arena;
	struct fetch_answer answer;
};

static void
keep_answer(void *of_waiting, const struct fetch_answer *answer)
{
	struct waiting *waiting = of_waiting;
	waiting->answer = *answer;
	waiting->answer.body = str_copy(waiting->arena, answer->body);
	loop_stop(waiting->loop);
}

struct fetch_answer
fetch_wait(struct arena *arena, const struct fetch_request *request)
{
	struct waiting waiting = { loop_new(), arena, { 0 } };
	fetch_start(waiting.loop, request, keep_answer, &waiting);
	loop_run(waiting.loop);
	loop_free(waiting.loop);
	return waiting.answer;
}
