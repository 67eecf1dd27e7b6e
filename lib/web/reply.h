/*
 * Making replies: pages, JSON, redirects, errors.
 */
#ifndef SNUG_WEB_REPLY_H
#define SNUG_WEB_REPLY_H

#include "lib/web/req.h"

/* 200 with the view: through the template, or as JSON where that is wanted. */
NODISCARD struct reply page(struct req *rq, const char *template, struct view *view);
/* The same with another status. */
NODISCARD struct reply page_status(struct req *rq, int status, const char *template,
				   struct view *view);
/* The view as JSON, whatever the request prefers. */
NODISCARD struct reply json_reply(struct req *rq, int status, struct view *view);

/*
 * What a POST that succeeded answers: pages go to `to` (303), the API gets `status` and the view.
 * `view` may be NULL for an empty object.
 */
NODISCARD struct reply done(struct req *rq, int status, struct view *view, struct str to);
/* The same, with good news on the page that follows. */
NODISCARD struct reply done_saying(struct req *rq, int status, struct view *view, struct str to,
				   const char *words);
/* 303 to a path of this house. */
NODISCARD struct reply see(struct req *rq, struct str to);

/*
 * An error page with a way on, or the contract's JSON error. `code` is UPPER_SNAKE, or NULL for the
 * standard one of the status.
 */
NODISCARD struct reply refuse(struct req *rq, int status, const char *code, const char *message);
/* The same, with extra members inside "error" (insufficient gems: needed, balance). */
NODISCARD struct reply refuse_with(struct req *rq, int status, const char *code,
				   const char *message, struct view *extra);
NODISCARD struct reply not_found(struct req *rq);
/*
 * The form again with what was typed and why it was refused (status, usually 422), or the JSON error
 * with "fields". `view` is filled by the caller with what the page needs besides the form.
 */
NODISCARD struct reply form_again(struct req *rq, int status, const char *template,
				  struct view *view);

/* A refusal after which what was written stays: the evidence, the draft, the count of a try. */
NODISCARD struct reply reply_kept(struct reply reply);

/* Says something on the next page: after a 303. At most one a reply. */
enum flash_kind { FLASH_GOOD, FLASH_BAD, FLASH_INFO };
void reply_flash(struct req *rq, struct reply *reply, enum flash_kind kind, const char *text);

/* One more piece of a body that is poured. False when the other side is gone: stop. */
NODISCARD bool reply_pour(struct req *rq, struct str piece);

/* Adds a header line; `line` must outlive the reply. */
void reply_header(struct reply *reply, struct str line);
/* Sets a cookie for `seconds` (0: until the browser closes; negative: delete it). */
void reply_cookie(struct req *rq, struct reply *reply, const char *name, struct str value,
		  int64_t seconds);

/* A path of this house that is safe to go to: begins with one "/"; anything else gives `otherwise`. */
struct str safe_path(struct str path, struct str otherwise);

#endif
