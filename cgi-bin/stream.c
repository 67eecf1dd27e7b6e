/*
 * Event streams: GET /stream/turn/{id} for one reply, GET /stream/me for what concerns the member.
 *
 * Not a screen like the others: a stream stays open, so each has a thread of its own with a small
 * stack, and no database connection. What it needs is in lib/stream.
 */
#include <fcgiapp.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/cfg.h"
#include "lib/base/clock.h"
#include "lib/base/fault.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/stream/follow.h"
#include "lib/web/form.h"
#include "lib/web/serve.h"
#include "lib/web/session.h"

enum {
	STACK = 256 * 1024,
	AUTH_ARENA = 1024 * 1024,
	CONNECTIONS = 4,
	SEND_TIMEOUT_S = 30,
	REST_MS = 15000
};

static const char *conninfo;
static bool is_cgi;
static struct hub *hub;
static struct stream_pool *pool;
static _Atomic int64_t open_streams;

/* ---- one request ---- */

static bool
out_write(void *self, struct str bytes)
{
	struct wire *wire = self;
	return wire->write(wire, bytes.p, bytes.n);
}

static bool
out_flush(void *self)
{
	struct wire *wire = self;
	return wire->flush(wire);
}

/* Where the client was: the browser says it in a header, others may in the query. */
static int64_t
position_of(struct req *rq, int64_t otherwise)
{
	int64_t position;
	struct str sent = req_header(rq, "Last-Event-ID");
	if (sent.n == 0)
		sent = req_query(rq, "after");
	return str_to_i64(sent, &position) && position >= 0 ? position : otherwise;
}

static bool
wants_page(struct req *rq)
{
	struct str accept = req_header(rq, "Accept");
	return str_find(accept, STR("text/html")) >= 0 &&
	       str_find(accept, STR("text/event-stream")) < 0;
}

/* What the request asks for, out of the arena that dies before the stream begins. */
struct asked {
	struct member_id member; /* 0: nobody is signed in */
	struct session_id session;
	struct turn_id turn; /* 0: the member's own stream */
	bool is_known;	     /* the path is one of ours */
	bool is_page;
	bool is_framed;
	int64_t after;
	char theme[16];
};

static bool
read_path(struct wire *wire, struct asked *asked)
{
	struct str path = str_from(wire->param(wire, "PATH_INFO"));
	if (path.n == 0)
		path = str_from(wire->param(wire, "REQUEST_URI"));
	ptrdiff_t mark = str_find_char(path, '?');
	if (mark >= 0)
		path = str_first(path, (size_t)mark);
	if (str_eq(path, STR("/stream/me")))
		return true;
	struct str prefix = STR("/stream/turn/");
	return str_starts(path, prefix) &&
	       str_to_i64(str_from_at(path, prefix.n), &asked->turn.v) && asked->turn.v > 0;
}

static void
read_request(struct wire *wire, struct arena *arena, struct db *db, struct asked *asked)
{
	struct req rq = { .arena = arena, .db = db, .wire = wire, .now = clock_now() };
	rq.query = str_from(wire->param(wire, "QUERY_STRING"));
	if (!form_parse_query(arena, rq.query, &rq.query_pairs))
		rq.query_pairs.n = 0;
	asked->is_known = read_path(wire, asked);
	asked->is_page = wants_page(&rq);
	asked->is_framed = str_eq(req_header(&rq, "Sec-Fetch-Dest"), STR("iframe"));
	/* A page begins at the beginning: what was shown before is not on it. */
	if (!asked->is_page)
		asked->after = position_of(&rq, asked->turn.v != 0 ? 0 : -1);
	session_ask(&rq);
	session_know(&rq);
	if (rq.member == NULL)
		return;
	asked->member = rq.member->id;
	asked->session = rq.member->session;
	(void)snprintf(asked->theme, sizeof(asked->theme), "%.*s", STR_ARG(rq.member->theme));
}

/* Who asks and for what. Raises when the database is away. */
static void
look_at(struct wire *wire, struct asked *asked)
{
	struct arena *arena = arena_new(AUTH_ARENA);
	struct db *db = stream_pool_take(pool, arena);
	struct fault_frame frame;
	volatile enum fault_kind fault = FAULT_NONE;
	if (FAULT_CATCH(frame)) {
		read_request(wire, arena, db, asked);
		fault_pop(&frame);
	} else {
		fault = frame.fault.kind;
	}
	stream_pool_give(pool, db);
	arena_free(arena);
	if (fault != FAULT_NONE)
		fault_raise(fault, "%s", frame.fault.message);
}

/*
 * A host that allows no daemons has no worker: then the stream that waits for a reply starts one,
 * which does what is ready and goes. It is nobody's child, so the end of this request is not its own.
 */
static void
start_worker_once(void)
{
	struct arena *arena = arena_new(64 * 1024);
	const char *path = str_fmt(arena, "%s/bin/worker", cfg_text(CFG_ROOT)).p;
	bool lives = file_process_lives(arena, "worker");
	char name[] = "worker", once[] = "--once";
	char *const words[] = { name, once, NULL };
	if (lives) {
		arena_free(arena);
		return;
	}
	pid_t child = fork();
	if (child == 0) {
		if (fork() != 0)
			_exit(0);
		(void)setsid();
		int nowhere = open("/dev/null", O_RDWR);
		if (nowhere >= 0) {
			(void)dup2(nowhere, STDIN_FILENO);
			(void)dup2(nowhere, STDOUT_FILENO);
		}
		(void)execv(path, words);
		_exit(127);
	}
	if (child > 0)
		(void)waitpid(child, NULL, 0);
	arena_free(arena);
}

static void
answer(struct wire *wire)
{
	struct asked asked = { .theme = "auto" };
	const char *method = wire->param(wire, "REQUEST_METHOD");
	if (method == NULL || strcmp(method, "GET") != 0) {
		serve_refusal(wire, 405, NULL, "Streams are read with GET.");
		return;
	}
	look_at(wire, &asked);
	if (!asked.is_known) {
		serve_refusal(wire, 404, NULL, "There is no such stream.");
	} else if (asked.member.v == 0) {
		serve_refusal(wire, 401, NULL, "Sign in first.");
	} else {
		if (is_cgi)
			start_worker_once();
		struct stream stream = {
			.hub = hub,
			.pool = pool,
			.out = { out_write, out_flush, wire },
			.form = asked.is_page && asked.turn.v != 0 ? STREAM_PAGE : STREAM_EVENTS,
			.session = asked.session,
			.theme = str_from(asked.theme),
			.is_framed = asked.is_framed,
			.headers = STR("X-Content-Type-Options: nosniff\r\n"
				       "Referrer-Policy: no-referrer\r\n"),
			.after = asked.after,
		};
		if (asked.turn.v == 0)
			stream_member(&stream, asked.member);
		else if (!stream_turn(&stream, asked.turn, asked.member))
			serve_refusal(wire, 404, NULL, "There is no such turn.");
	}
}

static void
answer_guarded(struct wire *wire)
{
	struct fault_frame frame;
	if (FAULT_CATCH(frame)) {
		answer(wire);
		fault_pop(&frame);
		return;
	}
	LOG_EVENT(LOG_WARN, "stream", LOG_CSTR("why", frame.fault.message));
	serve_refusal(wire, 503, NULL, "Back in a moment.");
}

/* ---- FastCGI ---- */

static void *
stream_thread(void *arg)
{
	FCGX_Request *request = arg;
	struct wire wire = wire_fcgi(request);
	struct timeval timeout = { .tv_sec = SEND_TIMEOUT_S };
	(void)setsockopt(request->ipcFd, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof(timeout));
	answer_guarded(&wire);
	FCGX_Finish_r(request);
	free(request);
	(void)atomic_fetch_sub(&open_streams, 1);
	return NULL;
}

/* Hands the request to a thread of its own; 503 when there are as many as may be. */
static void
begin_stream(FCGX_Request *request, const pthread_attr_t *attributes)
{
	pthread_t thread;
	int64_t n = atomic_fetch_add(&open_streams, 1);
	if (n < cfg_int(CFG_STREAM_CAP) &&
	    pthread_create(&thread, attributes, stream_thread, request) == 0)
		return;
	(void)atomic_fetch_sub(&open_streams, 1);
	struct wire wire = wire_fcgi(request);
	LOG_EVENT(LOG_WARN, "stream-cap", LOG_INT("open", n));
	serve_refusal(&wire, 503, "TOO_MANY_STREAMS", "Too many streams are open.");
	FCGX_Finish_r(request);
	free(request);
}

static void
serve_all(void)
{
	pthread_attr_t attributes;
	(void)pthread_attr_init(&attributes);
	(void)pthread_attr_setstacksize(&attributes, STACK);
	(void)pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	for (;;) {
		struct pollfd fd = { .fd = 0, .events = POLLIN };
		int ready = poll(&fd, 1, REST_MS);
		if (ready <= 0) {
			stream_pool_rest(pool);
			(void)malloc_trim(0);
			continue;
		}
		FCGX_Request *request = calloc(1, sizeof(*request));
		if (request == NULL || FCGX_InitRequest(request, 0, 0) != 0) {
			free(request);
			(void)poll(NULL, 0, 100);
			continue;
		}
		if (FCGX_Accept_r(request) == 0)
			begin_stream(request, &attributes);
		else
			free(request);
	}
}

/* ---- plain CGI ---- */

static int
serve_cgi(void)
{
	struct wire wire = wire_cgi();
	is_cgi = true;
	hub = hub_open(conninfo);
	pool = stream_pool_new(conninfo, 1);
	answer_guarded(&wire);
	return 0;
}

int
main(void)
{
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	(void)mallopt(M_ARENA_MAX, 2);
	(void)signal(SIGPIPE, SIG_IGN);
	if (!serve_open("stream"))
		return 1;
	struct arena *arena = arena_new(64 * 1024);
	conninfo = strdup(db_conninfo(arena, "snug_web"));
	arena_free(arena);
	if (conninfo == NULL)
		return 1;
	if (FCGX_IsCGI())
		return serve_cgi();
	hub = hub_open(conninfo);
	pool = stream_pool_new(conninfo, CONNECTIONS);
	if (FCGX_Init() != 0)
		return 1;
	/* libfcgi would only note it, and a program that waits for requests would not end. */
	(void)signal(SIGTERM, SIG_DFL);
	LOG_EVENT(LOG_INFO, "ready", LOG_INT("cap", cfg_int(CFG_STREAM_CAP)));
	serve_all();
	return 0;
}
