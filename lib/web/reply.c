#include "lib/web/reply.h"

#include <stdlib.h>

#include "lib/base/cfg.h"
#include "lib/base/fault.h"
#include "lib/base/rand.h"
#include "lib/web/form.h"
#include "lib/web/frame.h"
#include "lib/web/secret.h"
#include "lib/web/wire.h"

static const struct status {
	int status;
	const char *code;
	const char *title;
} STATUSES[] = {
	{ 400, "BAD_REQUEST", "That could not be read" },
	{ 401, "UNAUTHENTICATED", "Please sign in" },
	{ 402, "INSUFFICIENT_GEMS", "Not enough gems" },
	{ 403, "FORBIDDEN", "This is not open to you" },
	{ 404, "NOT_FOUND", "Nothing lives here" },
	{ 405, "METHOD_NOT_ALLOWED", "That does not work here" },
	{ 409, "CONFLICT", "Something changed in between" },
	{ 413, "TOO_LARGE", "That is too large" },
	{ 415, "UNSUPPORTED_TYPE", "That kind of content is not read here" },
	{ 422, "INVALID_FIELDS", "Some fields need another look" },
	{ 423, "LOCKED", "This account is locked" },
	{ 429, "RATE_LIMIT", "A little too fast" },
	{ 500, "INTERNAL", "Something broke on our side" },
	{ 503, "UNAVAILABLE", "Back in a moment" },
};

static const struct status *
status_of(int status)
{
	for (size_t i = 0; i < COUNT(STATUSES); i++)
		if (STATUSES[i].status == status)
			return &STATUSES[i];
	return &STATUSES[COUNT(STATUSES) - 2];
}

bool
reply_pour(struct req *rq, struct str piece)
{
	return rq->wire->write(rq->wire, piece.p, piece.n);
}

void
reply_header(struct reply *reply, struct str line)
{
	ENSURE(reply->header_count < REPLY_HEADERS);
	ENSURE(str_find_char(line, '\n') < 0 && str_find_char(line, '\r') < 0);
	reply->headers[reply->header_count++] = line;
}

void
reply_cookie(struct req *rq, struct reply *reply, const char *name, struct str value,
	     int64_t seconds)
{
	struct buf buf = buf_in(rq->arena);
	buf_fmt(&buf, "Set-Cookie: %s=%.*s; Path=/; HttpOnly; SameSite=Lax", name, STR_ARG(value));
	if (seconds != 0)
		buf_fmt(&buf, "; Max-Age=%lld", (long long)(seconds < 0 ? 0 : seconds));
	if (req_is_https())
		buf_lit(&buf, "; Secure");
	reply_header(reply, buf_done(&buf));
}

struct reply
json_reply(struct req *rq, int status, struct view *view)
{
	struct buf body = buf_in(rq->arena);
	view_put_json(&body, view);
	buf_char(&body, '\n');
	return (struct reply){ .status = status,
			       .type = "application/json; charset=utf-8",
			       .body = buf_done(&body) };
}

struct reply
page_status(struct req *rq, int status, const char *template, struct view *view)
{
	if (rq->wants_json)
		return json_reply(rq, status, view);
	frame_fill(rq, view_object(view, "page"));
	struct reply reply = { .status = status, .type = "text/html; charset=utf-8" };
	struct buf body = buf_in(rq->arena);
	if (!frame_render(rq, template, view, &body))
		fault_raise(FAULT_BUG, "no template %s", template);
	reply.body = buf_done(&body);
	return reply;
}

struct reply
page(struct req *rq, const char *template, struct view *view)
{
	return page_status(rq, 200, template, view);
}

struct reply
see(struct req *rq, struct str to)
{
	return (struct reply){ .status = 303,
			       .location = safe_path(str_copy(rq->arena, to), STR("/")) };
}

struct reply
done(struct req *rq, int status, struct view *view, struct str to)
{
	if (rq->wants_json)
		return json_reply(rq, status, view != NULL ? view : view_new(rq->arena));
	return see(rq, to);
}

struct reply
done_saying(struct req *rq, int status, struct view *view, struct str to, const char *words)
{
	struct reply reply = done(rq, status, view, to);
	reply_flash(rq, &reply, FLASH_GOOD, words);
	return reply;
}

/* The contract's error object. `extra` goes inside it. */
static struct reply
json_error(struct req *rq, int status, const char *code, const char *message,
	   const struct view *extra)
{
	struct buf body = buf_in(rq->arena);
	buf_lit(&body, "{\"error\":{\"code\":");
	json_put_text(&body, str_from(code));
	buf_lit(&body, ",\"message\":");
	json_put_text(&body, str_from(message));
	if (rq->error_count > 0) {
		buf_lit(&body, ",\"fields\":{");
		for (size_t i = 0; i < rq->error_count; i++) {
			if (i > 0)
				buf_char(&body, ',');
			json_put_text(&body, str_from(rq->errors[i].field));
			buf_char(&body, ':');
			json_put_text(&body, rq->errors[i].message);
		}
		buf_char(&body, '}');
	}
	if (extra != NULL) {
		struct buf inner = buf_in(rq->arena);
		view_put_json(&inner, extra);
		if (inner.n > 2) {
			buf_char(&body, ',');
			buf_put(&body, inner.p + 1, inner.n - 2);
		}
	}
	buf_fmt(&body, ",\"traceId\":\"%s\"}}\n", rq->trace);
	return (struct reply){ .status = status,
			       .type = "application/json; charset=utf-8",
			       .body = buf_done(&body) };
}

struct reply
refuse_with(struct req *rq, int status, const char *code, const char *message, struct view *extra)
{
	const struct status *known = status_of(status);
	if (code == NULL)
		code = known->code;
	if (rq->wants_json)
		return json_error(rq, status, code, message, extra);
	struct view *view = extra != NULL ? extra : view_new(rq->arena);
	view_int(view, "status", status);
	view_text(view, "code", str_from(code));
	view_text(view, "title", str_from(known->title));
	view_text(view, "message", str_from(message));
	view_bool(view, "isSignIn", status == 401);
	view_bool(view, "isGems", status == 402);
	view_bool(view, "isLost", status == 404);
	view_bool(view, "isOurs", status >= 500);
	struct reply reply = { .status = status, .type = "text/html; charset=utf-8" };
	struct buf body = buf_in(rq->arena);
	frame_fill(rq, view_object(view, "page"));
	if (!frame_render(rq, "error", view, &body)) {
		/* No template at all: a page in words is better than none. */
		buf_fmt(&body,
			"<!doctype html><html lang=\"en\"><title>%s</title><h1>%s</h1><p>%s</p>",
			known->title, known->title, message);
		buf_fmt(&body, "<p>Trace: %s</p><p><a href=\"/\">Home</a></p></html>", rq->trace);
	}
	reply.body = buf_done(&body);
	return reply;
}

struct reply
refuse(struct req *rq, int status, const char *code, const char *message)
{
	return refuse_with(rq, status, code, message, NULL);
}

struct reply
not_found(struct req *rq)
{
	return refuse(
		rq, 404, NULL,
		"There is no such page, or it is not yours to see. The address may have a typo, "
		"or what was here is gone.");
}

struct reply
form_again(struct req *rq, int status, const char *template, struct view *view)
{
	if (rq->wants_json)
		return json_error(rq, status, status_of(status)->code,
				  "Some fields need another look.", NULL);
	return page_status(rq, status, template, view);
}

struct reply
reply_kept(struct reply reply)
{
	reply.commit = true;
	return reply;
}

void
reply_flash(struct req *rq, struct reply *reply, enum flash_kind kind, const char *text)
{
	static const char LETTER[] = { 'g', 'b', 'i' };
	if (rq->wants_json)
		return;
	struct str plain = str_fmt(rq->arena, "%c%s", LETTER[kind], text);
	reply_cookie(rq, reply, FLASH_COOKIE, secret_seal(rq->arena, "flash", plain), 60);
}

struct str
safe_path(struct str path, struct str otherwise)
{
	if (path.n == 0 || path.p[0] != '/' || path.n > 500)
		return otherwise;
	if (path.n > 1 && (path.p[1] == '/' || path.p[1] == '\\'))
		return otherwise;
	for (size_t i = 0; i < path.n; i++)
		if ((unsigned char)path.p[i] <= ' ' || path.p[i] == '\\')
			return otherwise;
	return path;
}
