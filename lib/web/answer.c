/* From a request to its reply: routing, audience, CSRF, the transaction, faults. */
#include <sodium.h>
#include <string.h>

#include "lib/base/cfg.h"
#include "lib/base/fault.h"
#include "lib/base/log.h"
#include "lib/base/utf8.h"
#include "lib/web/held.h"
#include "lib/web/metrics.h"
#include "lib/web/secret.h"
#include "lib/web/serve.h"
#include "lib/web/session.h"
#include "sql/session.h"

enum { TRIES = 3 };

static struct reply
sign_in_first(struct req *rq)
{
	struct reply held;
	if (rq->wants_json)
		return refuse(rq, 401, NULL, "Sign in first.");
	if (rq->method == POST && held_form(rq, 401, &held))
		return held;
	struct buf to = buf_in(rq->arena);
	buf_lit(&to, "/sign-in?next=");
	struct buf here = buf_in(rq->arena);
	/* A form may say where its page was; what was pressed is not pressed again by signing in. */
	buf_str(&here, rq->method == GET ? rq->path : safe_path(form_value(rq, "next"), rq->place));
	if (rq->method == GET && rq->query.n > 0) {
		buf_char(&here, '?');
		buf_str(&here, rq->query);
	}
	buf_url(&to, buf_done(&here));
	return see(rq, buf_done(&to));
}

/* The token of the form, or of the header that scripts send. */
static bool
has_token(struct req *rq)
{
	struct str token = req_header(rq, "X-CSRF-Token");
	if (token.n == 0)
		token = form_value(rq, "csrf");
	return csrf_valid(rq, token) && csrf_same_origin(rq);
}

static struct reply
stale_form(struct req *rq)
{
	struct reply held;
	if (rq->member != NULL && held_form(rq, 403, &held))
		return held;
	return refuse(
		rq, 403, "CSRF",
		"This form was open for too long, or you signed in or out meanwhile. Go back, "
		"reload the page, and send it again; most browsers keep what you typed.");
}

/* Keys of a form travel in a field, those of the API in a header. */
static struct str
idempotency_key(struct req *rq)
{
	struct str key = req_header(rq, "Idempotency-Key");
	if (key.n == 0)
		key = form_value(rq, "idempotencyKey");
	return key.n >= 8 && key.n <= 120 && utf8_valid(key) ? key : STR_NONE;
}

/* SHA-256 over what was asked, without the parts that differ from page to page. */
static struct str
request_hash(struct req *rq)
{
	crypto_hash_sha256_state state;
	unsigned char *hash = arena_take(rq->arena, crypto_hash_sha256_BYTES);
	const unsigned char method = (unsigned char)rq->method;
	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, &method, 1);
	crypto_hash_sha256_update(&state, (const unsigned char *)rq->path.p, rq->path.n + 1);
	for (size_t i = 0; i < rq->form.n; i++) {
		const struct pair *pair = &rq->form.at[i];
		if (str_eq(pair->name, STR("csrf")))
			continue;
		struct str value = pair->json != NULL ? json_print(rq->arena, pair->json)
						      : pair->value;
		crypto_hash_sha256_update(&state, (const unsigned char *)pair->name.p,
					  pair->name.n);
		crypto_hash_sha256_update(&state, (const unsigned char *)"", 1);
		crypto_hash_sha256_update(&state, (const unsigned char *)value.p, value.n);
		crypto_hash_sha256_update(&state, (const unsigned char *)"", 1);
	}
	for (size_t i = 0; i < rq->file_count; i++)
		crypto_hash_sha256_update(&state, (const unsigned char *)rq->files[i].bytes.p,
					  rq->files[i].bytes.n);
	crypto_hash_sha256_final(&state, hash);
	return (struct str){ (const char *)hash, crypto_hash_sha256_BYTES };
}

static struct reply
same_answer(struct req *rq, struct str key, struct str hash)
{
	const struct idempotency_find_row *old = idempotency_find(rq->db, rq->member->id, key);
	if (old == NULL || !str_eq(old->request_hash, hash))
		return refuse(
			rq, 409, "IDEMPOTENCY_KEY_REUSED",
			"This was sent before with other content. Reload the page and send it "
			"again.");
	struct reply reply = { .status = (int)old->status, .body = old->body };
	if (old->location.n > 0)
		reply.location = old->location;
	else
		reply.type = "application/json; charset=utf-8";
	return reply;
}

/* A write of a member under a key happens once; the same key and content get the same answer. */
static struct reply
handle_once(struct req *rq, const struct route *route, struct str key)
{
	struct str hash = request_hash(rq);
	if (idempotency_take(rq->db, rq->member->id, key, hash) == 0)
		return same_answer(rq, key, hash);
	struct reply reply = route->handler(rq);
	/* A form that is shown once more (a price, a search) is no outcome yet. */
	bool is_page = reply.type != NULL && str_starts(str_from(reply.type), STR("text/html"));
	if (reply.status >= 400 || is_page) {
		/* Of a refusal that commits (a limit that was hit), only the count stays. */
		if (reply.commit || is_page)
			(void)idempotency_forget(rq->db, rq->member->id, key);
		return reply;
	}
	bool is_json = reply.location.n == 0;
	(void)idempotency_answer(
		rq->db, &(struct idempotency_answer_in){
				.member_id = rq->member->id,
				.key = key,
				.status = reply.status,
				.location = is_json ? STR("") : reply.location,
				.body = is_json && reply.body.p != NULL ? reply.body : STR("") });
	return reply;
}

static struct reply
handle(struct req *rq, const struct route *route)
{
	if (rq->method == GET)
		return route->handler(rq);
	bool is_members = route->audience == FOR_MEMBER || route->audience == FOR_UPLOAD;
	struct str key = is_members ? idempotency_key(rq) : STR_NONE;
	db_begin(rq->db);
	struct reply reply = key.n > 0 ? handle_once(rq, route, key) : route->handler(rq);
	if (reply.status >= 400 && !reply.commit) {
		db_rollback(rq->db);
		return reply;
	}
	db_commit(rq->db);
	if (rq->after != NULL)
		rq->after(rq, rq->after_arg);
	return reply;
}

/* Checks who asks, then handles. */
static struct reply
admit(struct req *rq, const struct route *route)
{
	int wait;
	const char *why;
	if (route->audience == FOR_MACHINE)
		return handle(rq, route);
	if (!metrics_allow(rq->remote, cfg_int(CFG_REQUEST_RATE), &wait))
		return too_many(rq, wait);
	session_ask(rq);
	if (route->audience != FOR_READERS)
		session_know(rq);
	if ((route->audience == FOR_MEMBER || route->audience == FOR_UPLOAD) && rq->member == NULL)
		return sign_in_first(rq);
	if (route->audience == FOR_GUEST && rq->member != NULL && !rq->wants_json)
		return see(rq, STR("/"));
	if (rq->method != GET && !form_parse(rq, &why)) {
		if (why == NULL)
			return refuse(rq, 415, NULL, "Send a form or JSON.");
		return refuse(rq, 400, NULL, why);
	}
	/* A bearer token cannot be sent by another site's page; and a guest's API call has no session. */
	bool needs_token = rq->method != GET && !rq->by_bearer &&
			   !(rq->is_api && rq->session_token.n == 0);
	if (needs_token && !has_token(rq))
		return stale_form(rq);
	return handle(rq, route);
}

/* The page that a request belongs to: /chat/1 for what is posted to /chat/1/message. */
static struct str
place_of(const struct route *routes, size_t n, const struct req *rq)
{
	struct req page = *rq;
	const struct route *route;
	page.method = GET;
	while (page.path.n > 1 && route_find(routes, n, &page, &route) != ROUTE_FOUND) {
		ptrdiff_t slash = str_rfind_char(page.path, '/');
		page.path = str_first(page.path, slash < 1 ? 1 : (size_t)slash);
	}
	return page.path;
}

static struct reply
dispatch(const struct route *routes, size_t n, struct req *rq)
{
	const struct route *route = NULL;
	rq->place = rq->method == GET ? rq->path : place_of(routes, n, rq);
	switch (route_find(routes, n, rq, &route)) {
	case ROUTE_FOUND:
		break;
	case ROUTE_NO_METHOD: {
		struct reply reply = refuse(rq, 405, NULL,
					    "This address does not take that method.");
		reply_header(&reply, str_fmt(rq->arena, "Allow: %.*s",
					     STR_ARG(route_allowed(routes, n, rq))));
		return reply;
	}
	case ROUTE_NO_PATH:
		session_ask(rq);
		session_know(rq);
		return not_found(rq);
	}
	size_t limit = route->audience == FOR_UPLOAD ? 12 * 1024 * 1024 : 256 * 1024;
	if (rq->body.n > limit)
		return refuse(rq, 413, NULL, "That is more than this address takes.");
	return admit(rq, route);
}

static struct reply
after_fault(struct req *rq, const struct fault *fault)
{
	LOG_EVENT(LOG_ERROR, "fault", LOG_INT("kind", fault->kind),
		  LOG_CSTR("why", fault->message));
	metrics_fault();
	rq->error_count = 0;
	if (fault->kind == FAULT_BUG)
		return refuse(
			rq, 500, NULL,
			"Nothing was charged and nothing half-done was kept. Try again; if it "
			"happens again, tell the house the trace number below.");
	struct reply reply = refuse(
		rq, 503, NULL,
		"The house is catching its breath. Nothing was lost or charged; try again in a "
		"few seconds.");
	reply_header(&reply, STR("Retry-After: 5"));
	return reply;
}

/* Runs the request under a frame. False when a fault unwound it. */
static bool
attempt(const struct route *routes, size_t n, struct req *rq, struct reply *reply,
	struct fault *fault)
{
	struct fault_frame frame;
	if (FAULT_CATCH(frame)) {
		*reply = dispatch(routes, n, rq);
		fault_pop(&frame);
		return true;
	}
	*fault = frame.fault;
	return false;
}

static bool
attempt_refusal(struct req *rq, const struct fault *fault, struct reply *reply)
{
	struct fault_frame frame;
	if (FAULT_CATCH(frame)) {
		db_rollback(rq->db);
		metrics_leave();
		/* Who asks is not asked again: the answer would be the same fault. */
		rq->session = NULL;
		*reply = after_fault(rq, fault);
		fault_pop(&frame);
		return true;
	}
	return false;
}

struct reply
serve_reply(const struct route *routes, size_t n, struct req *rq)
{
	struct reply reply;
	struct fault fault;
	/* Nothing was sent yet, so a deadlock's victim simply runs again. */
	for (int tries = 0; tries < TRIES; tries++) {
		if (attempt(routes, n, rq, &reply, &fault))
			return reply;
		if (fault.kind != FAULT_RETRY)
			break;
		db_rollback(rq->db);
		rq->error_count = 0;
		rq->member = NULL;
		rq->session = NULL;
		rq->after = NULL;
	}
	if (attempt_refusal(rq, &fault, &reply))
		return reply;
	return (struct reply){ .status = 500,
			       .type = "text/plain; charset=utf-8",
			       .body = STR("Something broke on our side.\n") };
}
