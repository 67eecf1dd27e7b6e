/*
 * A request, as a handler sees it, and the reply it makes.
 *
 * A handler is a function from request to reply; nothing is sent before its transaction has
 * committed. GET runs READ ONLY; POST, PATCH and DELETE run in a read-write transaction that commits
 * when the reply's status is below 400 and rolls back otherwise, or as reply.commit says.
 *
 * Ownership: everything a request points to lives in rq->arena until the reply has been sent.
 */
#ifndef SNUG_WEB_REQ_H
#define SNUG_WEB_REQ_H

#include "lib/base/arena.h"
#include "lib/base/str.h"
#include "lib/base/types.h"
#include "lib/db/db.h"
#include "lib/web/view.h"

enum method { GET = 1, POST, PATCH, DELETE };

/* Who signed in: the row of the session, kept for the length of the request. */
struct member {
	struct member_id id;
	struct session_id session;
	struct str username;
	struct str display_name;
	struct str avatar_url;
	struct str theme;
	struct str role;
	struct gems balance;
	int64_t unread;
	bool hides; /* they blocked somebody: lists leave those out */
	/* The most that they are shown: "none", "suggestive", "explicit" (migration 0042). */
	struct str sight;
	struct str language;  /* of characters that they want to see; empty for all */
	struct strs tags_off; /* characters with these are left out, too */
	bool is_new;	      /* their first steps are neither done nor skipped */
};

/* A value that came under a name: from the query, a form, or the top level of a JSON body. */
struct pair {
	struct str name;
	struct str value;
	const json_t *json; /* for JSON bodies: the value with its type */
};

struct pairs {
	struct pair *at;
	size_t n;
};

struct upload {
	struct str name; /* the file's name as sent; never a path to use */
	struct str type; /* content type as sent; never trusted */
	struct str bytes;
	struct str field;
};

/* A form field that was refused, and why. */
struct field_error {
	const char *field;
	const char *label;
	struct str message;
};

enum { REQ_CAPTURES = 4, REQ_ERRORS = 32, REQ_FILES = 24 };

struct wire;

struct req {
	struct arena *arena;
	struct db *db;
	struct wire *wire;
	const char *screen;
	enum method method;
	bool is_head;
	struct str path;  /* decoded, without the query */
	struct str place; /* the page it belongs to: the path of a GET, what a POST was made on */
	struct str query; /* raw */
	struct str host;
	struct str remote; /* the client's address */
	struct str body;
	struct str content_type;
	bool is_api;	 /* /api/... */
	bool wants_json; /* is_api, or Accept prefers JSON */
	bool has_form;	 /* the page shows a form to guests: it needs a CSRF token */
	bool by_bearer;	 /* signed in by Authorization, so no CSRF token is due */
	struct moment now;
	char trace[33];
	struct str captures[REQ_CAPTURES]; /* what {id} and {name} of the route matched */
	size_t captured;
	const struct member *member; /* NULL for a guest */
	struct db_later *session;    /* who it is, while that is not known yet; see session.h */
	struct str session_token;    /* of the cookie or bearer; empty for none */
	struct str guest_token;	     /* of the guest's cookie, for CSRF; empty when not set */
	bool guest_token_new;	     /* must be set as a cookie with the reply */
	struct pairs query_pairs;
	struct pairs form; /* body of a form or JSON object */
	bool form_read;
	struct upload files[REQ_FILES];
	size_t file_count;
	struct field_error errors[REQ_ERRORS];
	size_t error_count;
	void (*after)(struct req *rq, void *arg); /* runs when the transaction has committed */
	void *after_arg;
	const void *form_spec; /* of the last form_read, for echoing what was typed */
	size_t form_fields;
};

enum { REPLY_HEADERS = 12 };

struct reply {
	int status;
	const char *type; /* Content-Type with its charset; NULL for no body */
	struct str body;
	struct str location;		   /* 3xx */
	struct str headers[REPLY_HEADERS]; /* "Name: value" */
	size_t header_count;
	bool commit; /* commit in spite of a status from 400 on (a failed sign-in is recorded) */
	bool no_store;
	/*
	 * Makes the body while it leaves, in place of `body`: for what is too large to stand in memory. It
	 * runs after the commit, may run statements that read, and gives pieces to reply_pour. A fault in it
	 * cuts the connection, so that nobody takes a part for the whole.
	 */
	void (*pour)(struct req *rq, void *arg);
	void *pour_arg;
};

/* Calls `then(rq, arg)` once the handler's transaction has committed: wake-ups, never writes. */
void req_after_commit(struct req *rq, void (*then)(struct req *rq, void *arg), void *arg);
/* The value of a request header ("Accept"), or empty. */
struct str req_header(struct req *rq, const char *name);
/* The value of a cookie, or empty. */
struct str req_cookie(struct req *rq, const char *name);
/* The n-th capture of the route as an id; a capture that is none gives 0, which no row has. */
int64_t req_id(const struct req *rq, size_t n);
/* A value of the query string, or empty. */
struct str req_query(struct req *rq, const char *name);
/* True when the house is reached by https. */
bool req_is_https(void);
/* What the client is called in the list of sessions: "Firefox on Linux". */
struct str req_device(struct req *rq);
/* The client's network, shortened for keeping: IPv4 /24, IPv6 /48. */
struct str req_network(struct req *rq);

#endif
