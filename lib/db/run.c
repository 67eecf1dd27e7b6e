#include "lib/db/internal.h"

#include <endian.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/fault.h"

/* What is worth a new connection to be rid of. */
enum { SWOLLEN = 2 * 1024 * 1024 };

static void
own_u64(struct db_param *param, uint64_t value)
{
	uint64_t big = htobe64(value);
	memcpy(param->own, &big, sizeof(big));
	param->p = param->own;
	param->n = sizeof(big);
}

void
db_param_i64(struct db_param *param, int64_t value)
{
	own_u64(param, (uint64_t)value);
}

void
db_param_real(struct db_param *param, double value)
{
	uint64_t bits;
	memcpy(&bits, &value, sizeof(bits));
	own_u64(param, bits);
}

void
db_param_bool(struct db_param *param, bool value)
{
	param->own[0] = value ? 1 : 0;
	param->p = param->own;
	param->n = 1;
}

void
db_param_moment(struct db_param *param, struct moment value)
{
	if (moment_is_none(value)) {
		param->p = NULL;
		param->n = 0;
	} else {
		own_u64(param, (uint64_t)(value.us - PG_EPOCH_US));
	}
}

void
db_param_text(struct db_param *param, struct str value)
{
	param->p = value.p;
	param->n = (int)value.n;
}

void
db_param_json(struct db *db, struct db_param *param, struct str value)
{
	if (value.p == NULL) {
		db_param_text(param, value);
		return;
	}
	char *p = arena_take(db->arena, value.n + 1);
	p[0] = 1; /* version of jsonb's wire format */
	memcpy(p + 1, value.p, value.n);
	db_param_text(param, (struct str){ p, value.n + 1 });
}

static char *
put_u32(char *at, uint32_t value)
{
	uint32_t big = htobe32(value);
	memcpy(at, &big, sizeof(big));
	return at + sizeof(big);
}

/* The header of a one-dimensional array without nulls (src/backend/utils/adt/arrayfuncs.c, array_send). */
static char *
put_array_head(char *at, uint32_t oid, size_t n)
{
	at = put_u32(at, n == 0 ? 0 : 1);
	at = put_u32(at, 0);
	at = put_u32(at, oid);
	if (n > 0) {
		at = put_u32(at, (uint32_t)n);
		at = put_u32(at, 1);
	}
	return at;
}

void
db_param_texts(struct db *db, struct db_param *param, struct strs value)
{
	size_t room = 20;
	for (size_t i = 0; i < value.n; i++)
		room += 4 + value.at[i].n;
	char *p = arena_take(db->arena, room);
	char *at = put_array_head(p, OID_TEXT, value.n);
	for (size_t i = 0; i < value.n; i++) {
		at = put_u32(at, (uint32_t)value.at[i].n);
		if (value.at[i].n > 0)
			memcpy(at, value.at[i].p, value.at[i].n);
		at += value.at[i].n;
	}
	db_param_text(param, (struct str){ p, (size_t)(at - p) });
}

void
db_param_i64s(struct db *db, struct db_param *param, struct i64s value)
{
	char *p = arena_take(db->arena, 20 + 12 * value.n);
	char *at = put_array_head(p, OID_INT8, value.n);
	for (size_t i = 0; i < value.n; i++) {
		uint64_t big = htobe64((uint64_t)value.at[i]);
		at = put_u32(at, sizeof(big));
		memcpy(at, &big, sizeof(big));
		at += sizeof(big);
	}
	db_param_text(param, (struct str){ p, (size_t)(at - p) });
}

static bool
is_listed(const char *may, const char *state)
{
	for (const char *at = may; at != NULL && *at != '\0'; at += strcspn(at, " ")) {
		at += strspn(at, " ");
		if (strncmp(at, state, 5) == 0)
			return true;
	}
	return false;
}

static enum fault_kind
kind_of(const char *state)
{
	if (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0)
		return FAULT_RETRY;
	if (strncmp(state, "08", 2) == 0 || strncmp(state, "53", 2) == 0 ||
	    strncmp(state, "57", 2) == 0 || strncmp(state, "58", 2) == 0 || state[0] == '\0')
		return FAULT_DATABASE;
	return FAULT_BUG;
}

static void
copy_field(char *out, size_t room, const char *value)
{
	(void)snprintf(out, room, "%s", value == NULL ? "" : value);
}

void
db_fail(struct db *db, const struct db_statement *statement, PGresult *result,
	struct db_refusal *refusal)
{
	char state[6], message[300];
	copy_field(state, sizeof(state), PQresultErrorField(result, PG_DIAG_SQLSTATE));
	const char *primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	if (primary == NULL)
		primary = db->conn != NULL ? PQerrorMessage(db->conn) : "the connection broke";
	copy_field(message, sizeof(message), primary);
	if (refusal != NULL && state[0] != '\0' && is_listed(statement->may, state)) {
		memcpy(refusal->state, state, sizeof(state));
		copy_field(refusal->constraint, sizeof(refusal->constraint),
			   PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME));
		copy_field(refusal->detail, sizeof(refusal->detail),
			   PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL));
		PQclear(result);
		return;
	}
	PQclear(result);
	if (db->conn != NULL && PQstatus(db->conn) == CONNECTION_BAD)
		db_drop(db);
	fault_raise(kind_of(state), "%s: %s %s", statement->name, state, message);
}

static bool
is_prepared(struct db *db, const struct db_statement *statement, size_t *slot)
{
	size_t at = ((uintptr_t)statement >> 4) % DB_PREPARED_SLOTS;
	while (db->prepared[at] != NULL && db->prepared[at] != statement)
		at = (at + 1) % DB_PREPARED_SLOTS;
	*slot = at;
	return db->prepared[at] != NULL;
}

PGresult *
db_prepare(struct db *db, const struct db_statement *statement)
{
	size_t slot;
	if (is_prepared(db, statement, &slot))
		return NULL;
	PGresult *result = PQprepare(db->conn, statement->name, statement->sql, statement->params,
				     statement->types);
	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		return result;
	PQclear(result);
	db->prepared[slot] = statement;
	return NULL;
}

struct db_wired
db_wire_params(const struct db_statement *statement, const struct db_param *params)
{
	struct db_wired wired;
	for (int i = 0; i < statement->params; i++) {
		wired.values[i] = params[i].p;
		wired.lengths[i] = params[i].n;
		wired.formats[i] = 1;
	}
	return wired;
}

/* Sends the statement, preparing it at its first use on this connection. */
static PGresult *
send_once(struct db *db, const struct db_statement *statement, const struct db_param *params)
{
	PGconn *conn = db_connect(db);
	db_set_planning(db, statement);
	if (db->ahead_count > 0 || db->begins)
		return db_run_together(db, statement, params);
	PGresult *refused = db_prepare(db, statement);
	if (refused != NULL)
		return refused;
	struct db_wired wired = db_wire_params(statement, params);
	return PQexecPrepared(conn, statement->name, statement->params, wired.values, wired.lengths,
			      wired.formats, 1);
}

bool
db_succeeded(const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);
	return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

static void
clear(void *result)
{
	PQclear(result);
}

/* Remembers that megabytes went one way or the other. */
static void
note_size(struct db *db, const struct db_statement *statement, const struct db_param *params,
	  const PGresult *result)
{
	size_t sent = 0;
	for (int i = 0; i < statement->params; i++)
		sent += (size_t)params[i].n;
	db->is_swollen = db->is_swollen || sent > SWOLLEN || PQresultMemorySize(result) > SWOLLEN;
}

struct rows
db_run(struct db *db, const struct db_statement *statement, struct db_param *params,
       struct db_refusal *refusal, int64_t *affected)
{
	int64_t from = clock_mono_us();
	bool was_open = db->conn != NULL, in_transaction = db->in_transaction, begins = db->begins;
	if (refusal != NULL)
		refusal->state[0] = '\0';
	PGresult *result = send_once(db, statement, params);
	if (!db_succeeded(result) && was_open && db_reopen(db, in_transaction, begins)) {
		PQclear(result);
		result = send_once(db, statement, params);
	}
	db->last_used_us = clock_mono_us();
	db->spent_us += db->last_used_us - from;
	db->statements++;
	note_size(db, statement, params, result);

	struct rows none = { .type = statement->row };
	if (affected != NULL)
		*affected = 0;
	if (!db_succeeded(result)) {
		db->ahead_count = 0;
		db_fail(db, statement, result, refusal);
		return none;
	}
	if (affected != NULL && !str_to_i64(str_from(PQcmdTuples(result)), affected))
		*affected = 0;
	if (statement->row == NULL) {
		PQclear(result);
		return none;
	}
	arena_defer(db->arena, clear, result);
	return db_decode(db->arena, statement->row, result);
}
