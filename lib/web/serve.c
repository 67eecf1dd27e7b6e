#include "lib/web/serve.h"

#include <malloc.h>
#include <sodium.h>
#include <string.h>

#include "lib/base/cfg.h"
#include "lib/base/clock.h"
#include "lib/base/fault.h"
#include "lib/base/log.h"
#include "lib/base/rand.h"
#include "lib/base/utf8.h"
#include "lib/web/frame.h"
#include "lib/web/metrics.h"
#include "lib/web/secret.h"
#include "lib/web/session.h"

enum { REFUSAL_CAP = 16 * 1024 * 1024, BODY_CAP = 12 * 1024 * 1024 };

/* Everything but the stylesheet, scripts and pictures of this house is refused by browsers. */
static const char SECURITY_HEADERS[] =
	"Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
	"img-src 'self' data:; connect-src 'self'; font-src 'self'; frame-src 'self'; "
	"manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
	"trusted-types snug; require-trusted-types-for 'script'\r\n"
	"X-Content-Type-Options: nosniff\r\n"
	"Referrer-Policy: no-referrer\r\n"
	"Cross-Origin-Opener-Policy: same-origin\r\n"
	"Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=()\r\n";

bool
serve_open(const char *screen)
{
	struct arena *arena = arena_new(1024 * 1024);
	struct buf problems = buf_in(arena);
	bool ok = cfg_load(arena, &problems);
	static const char *const LEVELS[] = { "debug", "info", "warn", "error" };
	enum log_level level = LOG_INFO;
	for (size_t i = 0; i < COUNT(LEVELS); i++)
		if (strcmp(cfg_text(CFG_LOG_LEVEL), LEVELS[i]) == 0)
			level = (enum log_level)i;
	log_open(screen, level);
	if (!ok) {
		LOG_EVENT(LOG_ERROR, "bad-configuration", LOG_STR("why", buf_done(&problems)));
	} else if (!secret_load()) {
		LOG_EVENT(LOG_ERROR, "no-secret", LOG_CSTR("var", cfg_text(CFG_VAR)));
		ok = false;
	} else {
		metrics_open(screen);
		frame_open();
	}
	arena_free(arena);
	return ok;
}

static enum method
method_of(struct str name, bool *is_head)
{
	*is_head = str_eq(name, STR("HEAD"));
	if (*is_head || str_eq(name, STR("GET")))
		return GET;
	if (str_eq(name, STR("POST")))
		return POST;
	if (str_eq(name, STR("PATCH")))
		return PATCH;
	if (str_eq(name, STR("DELETE")))
		return DELETE;
	return 0;
}

static struct str
param(struct wire *wire, const char *name)
{
	return str_from(wire->param(wire, name));
}

/* The path as the client asked for it; plain CGI servers give it decoded in PATH_INFO. */
static bool
read_path(struct req *rq, struct wire *wire)
{
	struct str uri = param(wire, "REQUEST_URI");
	struct str info = param(wire, "PATH_INFO");
	if (info.n > 0 && (uri.n == 0 || wire->is_cgi)) {
		rq->path = info;
		return info.p[0] == '/';
	}
	ptrdiff_t mark = str_find_char(uri, '?');
	if (mark >= 0)
		uri = str_first(uri, (size_t)mark);
	return uri.n > 0 && uri.p[0] == '/' && form_decode(rq->arena, uri, false, &rq->path) &&
	       utf8_valid(rq->path);
}

/* The address of the client: of the socket, or what a listed proxy says in its last hop. */
static struct str
client_address(struct req *rq, struct wire *wire)
{
	struct str peer = param(wire, "REMOTE_ADDR");
	struct str listed = str_from(cfg_text(CFG_TRUSTED_PROXIES));
	struct str proxy;
	while (str_cut(&listed, ',', &proxy)) {
		struct str forwarded = req_header(rq, "X-Forwarded-For");
		if (!str_eq(str_trim(proxy), peer) || forwarded.n == 0)
			continue;
		ptrdiff_t comma = str_rfind_char(forwarded, ',');
		return str_trim(str_from_at(forwarded, comma < 0 ? 0 : (size_t)comma + 1));
	}
	return peer;
}

/* False when the body is longer than anything here takes, or ended early. */
static bool
read_body(struct req *rq, struct wire *wire, bool *too_long)
{
	int64_t length = 0;
	struct str declared = param(wire, "CONTENT_LENGTH");
	*too_long = false;
	if (declared.n > 0 && (!str_to_i64(declared, &length) || length < 0))
		return false;
	if (length > BODY_CAP) {
		*too_long = true;
		return false;
	}
	if (length == 0)
		return true;
	char *body = arena_take(rq->arena, (size_t)length);
	size_t n = 0;
	while (n < (size_t)length) {
		size_t got = wire->read(wire, body + n, (size_t)length - n);
		if (got == 0)
			return false;
		n += got;
	}
	rq->body = (struct str){ body, n };
	return true;
}

/* Fills the request. Returns a status when it cannot be answered by a handler, else 0. */
static int
read_request(struct req *rq, struct wire *wire)
{
	bool too_long;
	rq->now = clock_now();
	unsigned char id[16];
	rand_secret(id, sizeof(id));
	(void)sodium_bin2hex(rq->trace, sizeof(rq->trace), id, sizeof(id));
	log_set_trace(rq->trace);
	rq->method = method_of(param(wire, "REQUEST_METHOD"), &rq->is_head);
	rq->query = param(wire, "QUERY_STRING");
	rq->host = param(wire, "HTTP_HOST");
	rq->content_type = param(wire, "CONTENT_TYPE");
	rq->remote = client_address(rq, wire);
	bool path_ok = read_path(rq, wire);
	rq->is_api = path_ok && str_starts(rq->path, STR("/api/"));
	struct str accept = req_header(rq, "Accept");
	ptrdiff_t json = str_find(accept, STR("application/json"));
	ptrdiff_t html = str_find(accept, STR("text/html"));
	rq->wants_json = rq->is_api || (json >= 0 && (html < 0 || json < html));
	if (!path_ok || !form_parse_query(rq->arena, rq->query, &rq->query_pairs))
		return 400;
	for (size_t i = 0; i < rq->query_pairs.n; i++)
		if (!utf8_valid(rq->query_pairs.at[i].value))
			return 400;
	if (!read_body(rq, wire, &too_long))
		return too_long ? 413 : 400;
	return 0;
}

static void
send_reply(struct req *rq, struct wire *wire, struct reply *reply)
{
	struct buf out = buf_in(rq->arena);
	buf_fmt(&out, "Status: %d\r\n", reply->status);
	if (reply->location.n > 0)
		buf_fmt(&out, "Location: %.*s\r\n", STR_ARG(reply->location));
	if (reply->type != NULL)
		buf_fmt(&out, "Content-Type: %s\r\n", reply->type);
	buf_put(&out, SECURITY_HEADERS, sizeof(SECURITY_HEADERS) - 1);
	if (req_is_https())
		buf_lit(&out, "Strict-Transport-Security: max-age=63072000; includeSubDomains\r\n");
	for (size_t i = 0; i < reply->header_count; i++) {
		buf_str(&out, reply->headers[i]);
		buf_lit(&out, "\r\n");
	}
	buf_fmt(&out, "X-Trace-Id: %s\r\n\r\n", rq->trace);
	if (reply->pour != NULL && !rq->is_head) {
		wire->is_pouring = true;
		if (wire->write(wire, out.p, out.n))
			reply->pour(rq, reply->pour_arg);
		wire->is_pouring = false;
	} else if (!wire->send(wire, buf_done(&out), rq->is_head ? STR_NONE : reply->body))
		LOG_EVENT(LOG_INFO, "client-gone", LOG_INT("status", reply->status));
}

static bool
sets_caching(const struct reply *reply)
{
	for (size_t i = 0; i < reply->header_count; i++)
		if (str_starts(reply->headers[i], STR("Cache-Control:")))
			return true;
	return false;
}

/*
 * A number that differs when the body does, as good as always: eight bytes at a time, since it is
 * made of every page. Not for secrets (the mixing is that of MurmurHash2, A. Appleby 2008).
 */
static uint64_t
body_mark(struct str body)
{
	const uint64_t m = 0xC6A4A7935BD1E995u;
	uint64_t mark = body.n * m;
	for (uint64_t word; body.n > 0; body = str_from_at(body, sizeof(word))) {
		word = 0;
		memcpy(&word, body.p, body.n < sizeof(word) ? body.n : sizeof(word));
		word *= m;
		word ^= word >> 47;
		mark = (mark ^ word * m) * m;
	}
	mark ^= mark >> 47;
	return mark * m ^ (mark * m) >> 47;
}

/* Guests may keep a page and ask whether it changed; members' pages are never kept. */
static void
finish(struct req *rq, struct reply *reply)
{
	session_know(rq);
	if (rq->guest_token_new)
		reply_cookie(rq, reply, guest_cookie(), rq->guest_token, 0);
	if (req_cookie(rq, FLASH_COOKIE).n > 0 && reply->status == 200 && reply->type != NULL)
		reply_cookie(rq, reply, FLASH_COOKIE, STR(""), -1);
	if (sets_caching(reply))
		return;
	bool is_public = rq->method == GET && reply->status == 200 && rq->member == NULL &&
			 reply->header_count == 0 && !reply->no_store;
	if (!is_public) {
		reply_header(reply, STR("Cache-Control: no-store"));
		return;
	}
	struct str tag = str_fmt(rq->arena, "\"%016llx\"",
				 (unsigned long long)body_mark(reply->body));
	reply_header(reply, STR("Cache-Control: private, no-cache"));
	reply_header(reply, STR("Vary: Cookie, Accept"));
	reply_header(reply, str_fmt(rq->arena, "ETag: %.*s", STR_ARG(tag)));
	if (str_eq(req_header(rq, "If-None-Match"), tag)) {
		reply->status = 304;
		reply->type = NULL;
		reply->body = STR_NONE;
	}
}

/* Answers one request that is waiting on `wire`. `arena` is reset before it returns. */
static void
serve_one(const char *screen, const struct route *routes, size_t n, struct wire *wire,
	  struct db *db, struct arena *arena)
{
	int64_t from = clock_mono_us();
	struct req *rq = ARENA_NEW(arena, struct req);
	rq->arena = arena;
	rq->db = db;
	rq->wire = wire;
	rq->screen = screen;
	db_use(db, arena);
	int status = read_request(rq, wire);
	/* Once the reply is out, libfcgi may have let the parameters go. */
	struct str method = str_copy(arena, param(wire, "REQUEST_METHOD"));
	struct reply reply;
	if (status == 413)
		reply = refuse(rq, 413, NULL, "That is more than this house takes at once.");
	else if (status != 0)
		reply = refuse(rq, 400, NULL, "The request could not be read.");
	else
		reply = serve_reply(routes, n, rq);
	finish(rq, &reply);
	send_reply(rq, wire, &reply);
	int64_t us = clock_mono_us() - from;
	metrics_request(reply.status, us, db_statements(db));
	LOG_EVENT(LOG_INFO, "request", LOG_STR("method", method), LOG_STR("path", rq->path),
		  LOG_INT("status", reply.status), LOG_INT("us", us),
		  LOG_INT("db_us", db_spent_us(db)), LOG_INT("statements", db_statements(db)),
		  LOG_INT("bytes", reply.body.n),
		  LOG_INT("member", rq->member != NULL ? rq->member->id.v : 0));
	log_set_trace("");
	arena_reset(arena);
	/* What a large request took goes back to the system, and not only when the screen is idle. */
	if (db_slim(db))
		(void)malloc_trim(0);
}

void
serve_refusal(struct wire *wire, int status, const char *code, const char *message)
{
	struct arena *arena = arena_new(REFUSAL_CAP);
	struct req *rq = ARENA_NEW(arena, struct req);
	rq->arena = arena;
	rq->wire = wire;
	(void)read_request(rq, wire);
	struct reply reply = refuse(rq, status, code, message);
	if (status == 405)
		reply_header(&reply, STR("Allow: GET"));
	if (status == 503)
		reply_header(&reply, STR("Retry-After: 5"));
	finish(rq, &reply);
	send_reply(rq, wire, &reply);
	log_set_trace("");
	arena_free(arena);
}

void
serve_guarded(const char *screen, const struct route *routes, size_t n, struct wire *wire,
	      struct db *db, struct arena *arena)
{
	struct fault_frame frame;
	if (FAULT_CATCH(frame)) {
		serve_one(screen, routes, n, wire, db, arena);
		fault_pop(&frame);
		return;
	}
	static const struct str SORRY = STR_INIT("Status: 503\r\n"
						 "Content-Type: text/plain; charset=utf-8\r\n"
						 "Retry-After: 5\r\n\r\nBack in a moment.\n");
	LOG_EVENT(LOG_ERROR, "fault", LOG_CSTR("why", frame.fault.message));
	db_rollback(db);
	if (wire->is_pouring)
		wire->cut(wire);
	else
		(void)wire->send(wire, SORRY, STR_NONE);
	wire->is_pouring = false;
	arena_reset(arena);
}
