/* Several statements in one round trip (libpq's pipeline mode). */
#include "lib/db/internal.h"

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/fault.h"

struct db_later *
db_ahead(struct db *db, const struct db_statement *statement, const struct db_param *params)
{
	struct db_later *later = ARENA_NEW(db->arena, struct db_later);
	size_t n = (size_t)statement->params;
	ENSURE(db->ahead_count < DB_AHEAD && statement->row != NULL && statement->may == NULL);
	later->db = db;
	later->statement = statement;
	later->params = ARENA_ARRAY(db->arena, struct db_param, n + 1);
	for (size_t i = 0; i < n; i++) {
		later->params[i] = params[i];
		if (params[i].p == params[i].own)
			later->params[i].p = later->params[i].own;
	}
	db->ahead[db->ahead_count++] = later;
	return later;
}

static bool
send_one(struct db *db, const struct db_statement *statement, const struct db_param *params)
{
	struct db_wired wired = db_wire_params(statement, params);
	return PQsendQueryPrepared(db->conn, statement->name, statement->params, wired.values,
				   wired.lengths, wired.formats, 1) == 1;
}

/* The result of the next statement of the pipeline, and the end mark behind it. */
static PGresult *
next_result(PGconn *conn)
{
	PGresult *result = PQgetResult(conn);
	PGresult *end = result == NULL ? NULL : PQgetResult(conn);
	PQclear(end);
	return result;
}

static void
clear(void *result)
{
	PQclear(result);
}

static PGresult *
read_all(struct db *db, bool has_last)
{
	PGresult *failed = NULL, *last = NULL;
	if (db->begins) {
		PGresult *begun = next_result(db->conn);
		if (db_succeeded(begun)) {
			db->begins = false;
			PQclear(begun);
		} else {
			failed = begun;
		}
	}
	for (int i = 0; i < db->ahead_count; i++) {
		PGresult *result = next_result(db->conn);
		struct db_later *later = db->ahead[i];
		if (!db_succeeded(result)) {
			if (failed == NULL)
				failed = result;
			else
				PQclear(result);
			continue;
		}
		arena_defer(db->arena, clear, result);
		later->rows = db_decode(db->arena, later->statement->row, result);
		later->is_done = true;
	}
	if (has_last)
		last = next_result(db->conn);
	PQclear(PQgetResult(db->conn)); /* PGRES_PIPELINE_SYNC */
	if (failed == NULL)
		return last;
	PQclear(last);
	return failed;
}

PGresult *
db_run_together(struct db *db, const struct db_statement *statement, const struct db_param *params)
{
	/* Before the pipeline opens: once a connection, so it costs no page anything. */
	PGresult *refused = NULL;
	PGconn *conn = db_connect(db);
	for (int i = 0; i < db->ahead_count && refused == NULL; i++)
		refused = db_prepare(db, db->ahead[i]->statement);
	if (refused == NULL && statement != NULL)
		refused = db_prepare(db, statement);
	if (refused != NULL)
		return refused;
	ENSURE(PQenterPipelineMode(conn) == 1);
	bool sent = !db->begins ||
		    PQsendQueryParams(conn, DB_BEGIN, 0, NULL, NULL, NULL, NULL, 0) == 1;
	for (int i = 0; i < db->ahead_count; i++)
		sent = sent && send_one(db, db->ahead[i]->statement, db->ahead[i]->params);
	if (statement != NULL)
		sent = sent && send_one(db, statement, params);
	if (!sent || PQpipelineSync(conn) != 1) {
		db_drop(db);
		return NULL;
	}
	db->statements += db->ahead_count;
	PGresult *result = read_all(db, statement != NULL);
	if (PQexitPipelineMode(conn) != 1)
		db_drop(db);
	bool done = statement == NULL ? result == NULL : db_succeeded(result);
	if (done)
		db->ahead_count = 0;
	return result;
}

struct rows
db_collect(struct db_later *later)
{
	struct db *db = later->db;
	bool in_transaction = db->in_transaction, begins = db->begins;
	for (int tries = 0; !later->is_done && tries < 2; tries++) {
		int64_t from = clock_mono_us();
		PGresult *result = db_run_together(db, NULL, NULL);
		db->last_used_us = clock_mono_us();
		db->spent_us += db->last_used_us - from;
		if (later->is_done)
			break;
		if (tries == 0 && db_reopen(db, in_transaction, begins)) {
			PQclear(result);
			continue;
		}
		if (result == NULL)
			fault_raise(FAULT_DATABASE, "%s: the connection broke",
				    later->statement->name);
		db->ahead_count = 0;
		db_fail(db, later->statement, result, NULL);
	}
	return later->rows;
}
