#include "lib/db/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/cfg.h"
#include "lib/base/clock.h"
#include "lib/base/fault.h"
#include "lib/base/log.h"

struct db *
db_new(const char *conninfo, enum db_mode mode)
{
	struct db *db = calloc(1, sizeof(*db));
	char *copy = strdup(conninfo);
	if (db == NULL || copy == NULL)
		fault_raise(FAULT_MEMORY, "no memory for a connection");
	db->conninfo = copy;
	db->mode = mode;
	return db;
}

void
db_free(struct db *db)
{
	if (db == NULL)
		return;
	db_drop(db);
	free((char *)(uintptr_t)db->conninfo);
	free(db);
}

void
db_use(struct db *db, struct arena *arena)
{
	db->arena = arena;
	db->statements = 0;
	db->spent_us = 0;
	db->ahead_count = 0;
}

struct arena *
db_arena(const struct db *db)
{
	return db->arena;
}

void
db_drop(struct db *db)
{
	if (db->conn != NULL)
		PQfinish(db->conn);
	db->conn = NULL;
	db->in_transaction = false;
	db->begins = false;
	db->is_swollen = false;
	memset(db->prepared, 0, sizeof(db->prepared));
}

void
db_close_idle(struct db *db, int seconds)
{
	if (db->conn != NULL && !db->in_transaction && db->listening == 0 &&
	    clock_mono_us() - db->last_used_us > (int64_t)seconds * 1000000)
		db_drop(db);
}

bool
db_slim(struct db *db)
{
	if (!db->is_swollen || db->in_transaction || db->listening > 0)
		return false;
	db_drop(db);
	return true;
}

static void
quiet_notice(void *arg, const char *message)
{
	(void)arg;
	(void)message;
}

/* Runs a control statement on an open connection; false when it failed. */
static bool
command(PGconn *conn, const char *sql)
{
	PGresult *result = PQexec(conn, sql);
	bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
	PQclear(result);
	return ok;
}

/*
 * A list with a LIMIT parameter, or a join with an array of one, looks dearer to PostgreSQL planned for
 * all values than for its own, so it would be planned each time; that took longer than running it.
 */
static const char *const OPENINGS[] = {
	[DB_READER] = "set default_transaction_read_only = on; "
		      "set plan_cache_mode = force_generic_plan",
	[DB_WRITER] = "set plan_cache_mode = force_generic_plan",
};

void
db_set_planning(struct db *db, const struct db_statement *statement)
{
	if (statement->replan == db->replans)
		return;
	(void)command(db_connect(db), statement->replan
					      ? "set plan_cache_mode = force_custom_plan"
					      : "set plan_cache_mode = force_generic_plan");
	db->replans = statement->replan;
}

PGconn *
db_connect(struct db *db)
{
	if (db->conn != NULL)
		return db->conn;
	PGconn *conn = PQconnectdb(db->conninfo);
	if (PQstatus(conn) != CONNECTION_OK) {
		char why[256];
		(void)snprintf(why, sizeof(why), "%s", PQerrorMessage(conn));
		PQfinish(conn);
		fault_raise(FAULT_DATABASE, "no connection: %s", why);
	}
	PQsetNoticeProcessor(conn, quiet_notice, NULL);
	if (!command(conn, OPENINGS[db->mode])) {
		PQfinish(conn);
		fault_raise(FAULT_DATABASE, "the connection broke at its first word");
	}
	db->conn = conn;
	db->replans = false;
	for (int i = 0; i < db->listening; i++) {
		char sql[96];
		(void)snprintf(sql, sizeof(sql), "listen %s", db->channels[i]);
		if (!command(conn, sql)) {
			db_drop(db);
			fault_raise(FAULT_DATABASE, "cannot listen");
		}
	}
	return conn;
}

void
db_begin(struct db *db)
{
	ENSURE(!db->in_transaction);
	db->in_transaction = true;
	db->begins = true;
}

/*
 * A connection that the server closed while it was idle is noticed at the first statement, where nothing
 * is lost: one of a transaction that only begins, or of a reader that is in none.
 */
bool
db_reopen(struct db *db, bool in_transaction, bool begins)
{
	bool is_lost = db->conn == NULL || PQstatus(db->conn) == CONNECTION_BAD;
	if (!is_lost || !(begins || (!in_transaction && db->mode == DB_READER)))
		return false;
	db_drop(db);
	db->in_transaction = in_transaction;
	db->begins = begins;
	return true;
}

void
db_commit(struct db *db)
{
	ENSURE(db->in_transaction);
	if (db->begins) { /* and nothing came of it */
		db->in_transaction = db->begins = false;
		return;
	}
	int64_t from = clock_mono_us();
	PGresult *result = PQexec(db->conn, "commit");
	/* A transaction that had failed answers COMMIT with the tag ROLLBACK. */
	bool done = PQresultStatus(result) == PGRES_COMMAND_OK &&
		    strcmp(PQcmdStatus(result), "COMMIT") == 0;
	if (!done) {
		char why[256];
		(void)snprintf(why, sizeof(why), "%s", PQerrorMessage(db->conn));
		PQclear(result);
		db_drop(db);
		fault_raise(FAULT_DATABASE, "commit: %s", why);
	}
	PQclear(result);
	db->in_transaction = false;
	db->last_used_us = clock_mono_us();
	db->spent_us += db->last_used_us - from;
}

void
db_rollback(struct db *db)
{
	bool is_open = db->in_transaction && !db->begins;
	db->in_transaction = db->begins = false;
	if (is_open && !command(db->conn, "rollback"))
		db_drop(db);
}

bool
db_in_transaction(const struct db *db)
{
	return db->in_transaction;
}

bool
db_is_open(const struct db *db)
{
	return db->conn != NULL;
}

int
db_statements(const struct db *db)
{
	return db->statements;
}

int64_t
db_spent_us(const struct db *db)
{
	return db->spent_us;
}

int
db_listen(struct db *db, const char *channel)
{
	bool known = false;
	for (int i = 0; i < db->listening; i++)
		known = known || strcmp(db->channels[i], channel) == 0;
	if (!known) {
		ENSURE(db->listening < (int)COUNT(db->channels));
		db->channels[db->listening++] = channel;
		if (db->conn != NULL)
			db_drop(db);
	}
	struct fault_frame frame;
	if (FAULT_CATCH(frame)) {
		int fd = PQsocket(db_connect(db));
		fault_pop(&frame);
		return fd;
	}
	LOG_EVENT(LOG_WARN, "listen", LOG_CSTR("why", frame.fault.message));
	return -1;
}

bool
db_notification(struct db *db, struct arena *arena, struct str *channel, struct str *payload)
{
	if (db->conn == NULL)
		return false;
	if (PQconsumeInput(db->conn) == 0) {
		db_drop(db);
		return false;
	}
	PGnotify *notify = PQnotifies(db->conn);
	if (notify == NULL)
		return false;
	*channel = str_copy(arena, str_from(notify->relname));
	*payload = str_copy(arena, str_from(notify->extra));
	PQfreemem(notify);
	return true;
}

void
db_script(struct db *db, const char *sql)
{
	if (db->begins && !command(db_connect(db), DB_BEGIN))
		fault_raise(FAULT_DATABASE, "script: no transaction");
	db->begins = false;
	PGresult *result = PQexec(db_connect(db), sql);
	ExecStatusType status = PQresultStatus(result);
	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
	    status == PGRES_EMPTY_QUERY) {
		PQclear(result);
		return;
	}
	char why[400];
	(void)snprintf(why, sizeof(why), "%s", PQresultErrorMessage(result));
	PQclear(result);
	fault_raise(FAULT_BUG, "script: %s", why);
}

/* A conninfo value in quotes, with ' and \ escaped (libpq, "Keyword/Value Connection Strings"). */
static void
put_conninfo(struct buf *buf, const char *key, struct str value)
{
	buf_fmt(buf, "%s%s='", buf->n == 0 ? "" : " ", key);
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] == '\'' || value.p[i] == '\\')
			buf_char(buf, '\\');
		buf_char(buf, value.p[i]);
	}
	buf_char(buf, '\'');
}

/* The folder of the private cluster's socket: VAR/run, or the shorter one that it links to. */
static struct str
socket_folder(struct arena *arena)
{
	const char *var = getenv("SNUG_VAR");
	struct str run = str_fmt(arena, "%s/run", var == NULL ? "var" : var);
	char *real = realpath(str_cstr(arena, run), NULL);
	if (real != NULL) {
		run = str_copy(arena, str_from(real));
		free(real);
	}
	return run;
}

const char *
db_conninfo(struct arena *arena, const char *role)
{
	struct buf buf = buf_in(arena);
	const char *url = getenv("SNUG_DATABASE_URL");
	bool is_outside = url != NULL && url[0] != '\0';
	/*
	 * Days are those of UTC, wherever the server stands; PGTZ would win over that. What the house may
	 * show is decided in statements: migration 0042. An outside server has one login for all; the role
	 * is taken on at connection.
	 */
	(void)unsetenv("PGTZ");
	struct str options = str_fmt(arena, "-c timezone=UTC%s%s%s",
				     cfg_is_adult() ? " -c snug.edition=adult" : "",
				     is_outside ? " -c role=" : "", is_outside ? role : "");
	if (is_outside) { /* A URL or key='value' pairs. */
		buf_put(&buf, url, strlen(url));
		if (strstr(url, "://") != NULL) {
			buf_fmt(&buf, "%coptions=", strchr(url, '?') == NULL ? '?' : '&');
			buf_url(&buf, options);
			buf_lit(&buf, "&connect_timeout=5&client_encoding=UTF8");
			return str_cstr(arena, buf_done(&buf));
		}
	} else {
		put_conninfo(&buf, "host", socket_folder(arena));
		put_conninfo(&buf, "port", STR("5432"));
		put_conninfo(&buf, "dbname", STR("snug"));
		put_conninfo(&buf, "user", str_from(role));
	}
	put_conninfo(&buf, "options", options);
	put_conninfo(&buf, "connect_timeout", STR("5"));
	put_conninfo(&buf, "client_encoding", STR("UTF8"));
	return str_cstr(arena, buf_done(&buf));
}
