#include "tests/support/screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/auth/auth.h"
#include "lib/base/cfg.h"
#include "lib/base/clock.h"
#include "lib/base/fault.h"
#include "lib/web/frame.h"
#include "lib/web/secret.h"
#include "lib/web/session.h"
#include "sql/auth.h"
#include "sql/session.h"

enum { ARENA = 64 * 1024 * 1024, QUERIES = 256 };

static char secret_file[] = "/tmp/snug-secret.XXXXXX";

static const char *
wire_param(struct wire *wire, const char *name)
{
	const struct screen *s = wire->self;
	if (strcmp(name, "SERVER_SOFTWARE") == 0)
		return s->server;
	if (strcmp(name, "HTTP_COOKIE") == 0)
		return s->cookie;
	if (strcmp(name, "HTTP_IF_NONE_MATCH") == 0)
		return s->match;
	return NULL;
}

void
screen_open(struct screen *s, const struct route *routes, size_t n)
{
	int fd = mkstemp(secret_file);
	ENSURE(fd >= 0 && write(fd, secret_file, sizeof(secret_file)) > 0);
	ENSURE(write(fd, "0123456789abcdef", 16) == 16 && close(fd) == 0);
	ENSURE(setenv("SNUG_SECRET_FILE", secret_file, 1) == 0);
	*s = (struct screen){ .arena = arena_new(ARENA),
			      .kept = arena_new(64 * 1024),
			      .routes = routes,
			      .n = n,
			      .server = "lighttpd" };
	struct buf problems = buf_in(s->arena);
	if (!cfg_load(s->arena, &problems) || !secret_load())
		fault_raise(FAULT_BUG, "no configuration: %.*s", STR_ARG(buf_done(&problems)));
	frame_open();
	s->db = db_new(db_conninfo(s->kept, "snug_web"), DB_READER);
	db_use(s->db, s->arena);
}

void
screen_close(struct screen *s)
{
	db_free(s->db);
	arena_free(s->arena);
	arena_free(s->kept);
	(void)unlink(secret_file);
}

void
screen_begin(void *arg)
{
	struct screen *s = arg;
	s->member = NULL;
	s->server = "lighttpd";
	s->cookie = s->match = NULL;
	db_begin(s->db);
}

void
screen_end(void *arg)
{
	struct screen *s = arg;
	db_rollback(s->db);
	arena_reset(s->arena);
}

struct member *
screen_member(struct screen *s, const char *name, int gems)
{
	struct auth_sign_up in = { .email = str_fmt(s->arena, "%s@example.org", name),
				   .username = str_from(name),
				   .password = STR("seven brass otters"),
				   .birth_date = STR("1990-01-01"),
				   .is_verified = true };
	struct member_id id;
	ENSURE(auth_make(s->db, s->arena, &in, &id) == AUTH_MADE);
	if (gems > 30)
		db_script(
			s->db,
			str_fmt(s->arena,
				"select gem.grant_bonus('test:%s:more', %lld, %d, now() + interval "
				"'1 day', 'test', 'system')",
				name, (long long)id.v, (gems - 30) * 1000)
				.p);
	struct str token = auth_open_session(s->db, s->arena, id, true, STR("Firefox on Linux"),
					     STR("192.0.2.0/24"));
	const struct session_find_row *row = session_find(s->db,
							  session_token_hash(s->arena, token));
	struct member *member = ARENA_NEW(s->arena, struct member);
	*member = (struct member){ .id = id,
				   .session = row->id,
				   .username = row->username,
				   .display_name = row->display_name,
				   .theme = row->theme,
				   .role = row->role,
				   .balance = row->balance };
	return member;
}

struct reply
screen_call(struct screen *s, enum method method, const char *url, const char *body)
{
	const struct route *route = NULL;
	struct req *rq = ARENA_NEW(s->arena, struct req);
	struct wire *wire = ARENA_NEW(s->arena, struct wire);
	struct str path = str_from(url);
	ptrdiff_t mark = str_find_char(path, '?');
	*wire = (struct wire){ .param = wire_param, .self = s };
	*rq = (struct req){ .arena = s->arena, .db = s->db, .wire = wire, .method = method };
	rq->path = mark < 0 ? path : str_first(path, (size_t)mark);
	rq->query = mark < 0 ? STR("") : str_from_at(path, (size_t)mark + 1);
	rq->is_api = rq->wants_json = str_starts(path, STR("/api/"));
	rq->now = clock_now();
	rq->session_token = STR("a-session-of-tests");
	rq->body = str_from(body);
	if (body != NULL)
		rq->content_type = body[0] == '{' ? STR("application/json")
						  : STR("application/x-www-form-urlencoded");
	ENSURE(form_parse_query(s->arena, rq->query, &rq->query_pairs));
	if (s->member != NULL) {
		s->member->balance = auth_balance(s->db, s->member->id)->balance;
		rq->member = s->member;
	}
	s->rq = rq;
	switch (route_find(s->routes, s->n, rq, &route)) {
	case ROUTE_NO_PATH:
		return (struct reply){ .status = 404 };
	case ROUTE_NO_METHOD:
		return (struct reply){ .status = 405 };
	case ROUTE_FOUND:
		break;
	}
	return route->handler(rq);
}

const char *
screen_header(struct screen *s, const struct reply *reply, const char *name)
{
	struct str want = str_fmt(s->arena, "%s: ", name);
	if (strcmp(name, "Location") == 0)
		return str_cstr(s->arena, reply->location);
	for (size_t i = 0; i < reply->header_count; i++)
		if (str_starts(reply->headers[i], want))
			return str_cstr(s->arena, str_from_at(reply->headers[i], want.n));
	return "";
}

bool
screen_says(const struct reply *reply, const char *text)
{
	return str_find(reply->body, str_from(text)) >= 0;
}

const char *
screen_json(struct screen *s, const struct reply *reply, const char *path)
{
	struct str why, part;
	struct str rest = str_from(path);
	const json_t *at = json_read(s->arena, reply->body, &why);
	while (at != NULL && str_cut(&rest, '.', &part)) {
		int64_t i;
		if (json_is_array(at))
			at = str_to_i64(part, &i) ? json_array_get(at, (size_t)i) : NULL;
		else
			at = json_object_get(at, str_cstr(s->arena, part));
	}
	if (at == NULL)
		return "";
	return json_is_string(at) ? json_string_value(at)
				  : str_cstr(s->arena, json_print(s->arena, at));
}

int64_t
screen_number(struct screen *s, const char *sql)
{
	static struct db_statement pool[QUERIES];
	static char names[QUERIES][16];
	static size_t used;
	static struct column column = { .name = "n",
					.kind = COLUMN_INT,
					.has_offset = COLUMN_NEVER_NULL };
	static const struct row_type type = { "number", sizeof(int64_t), 1, &column };
	ENSURE(used < QUERIES);
	(void)snprintf(names[used], sizeof(names[used]), "test_%zu", used);
	pool[used] = (struct db_statement){ .name = names[used], .sql = sql, .row = &type };
	struct rows rows = db_run(s->db, &pool[used++], NULL, NULL, NULL);
	return rows.n == 0 ? -1 : *(const int64_t *)rows.at;
}
