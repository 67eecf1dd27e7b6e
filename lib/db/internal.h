/*
 * What the files of lib/db share. Included by nothing else.
 */
#ifndef SNUG_DB_INTERNAL_H
#define SNUG_DB_INTERNAL_H

#include <libpq-fe.h>

#include "lib/db/db.h"

enum { DB_PREPARED_SLOTS = 512, DB_AHEAD = 6 };

/* Sessions of readers are read only by default. */
#define DB_BEGIN "begin read write"

/* Microseconds between 1970-01-01 and PostgreSQL's epoch, 2000-01-01. */
#define PG_EPOCH_US INT64_C(946684800000000)

struct db_later {
	struct db *db;
	const struct db_statement *statement;
	struct db_param *params;
	struct rows rows;
	bool is_done;
};

struct db {
	PGconn *conn;
	const char *conninfo;
	enum db_mode mode;
	bool in_transaction;
	bool begins;	 /* BEGIN is still to be sent: it travels with the first statement */
	bool is_swollen; /* libpq's buffers have grown, and shrink only with the connection */
	bool replans;	 /* what plan_cache_mode was last set to */
	struct arena *arena;
	int64_t last_used_us;
	int statements;
	int64_t spent_us;
	struct db_later *ahead[DB_AHEAD];
	int ahead_count;
	int listening;
	const char *channels[4];
	/* Open addressing by the statement's address. */
	const struct db_statement *prepared[DB_PREPARED_SLOTS];
};

/* An open connection, or a fault. */
PGconn *db_connect(struct db *db);
void db_drop(struct db *db);
/* Whether a lost connection lost nothing: then the statement may be asked again on a new one. */
bool db_reopen(struct db *db, bool in_transaction, bool begins);
/* Has the server keep its plan of the statement, or make a new one, as the statement wants. */
void db_set_planning(struct db *db, const struct db_statement *statement);
/* Turns a failed result into a refusal or a fault. Clears the result. */
void db_fail(struct db *db, const struct db_statement *statement, PGresult *result,
	     struct db_refusal *refusal);
/* Prepares it at its first use on this connection. NULL, or the result that says why it cannot be. */
PGresult *db_prepare(struct db *db, const struct db_statement *statement);
/* Parameters as libpq takes them; what they point to stays the caller's. */
struct db_wired {
	const char *values[DB_MAX_PARAMS];
	int lengths[DB_MAX_PARAMS];
	int formats[DB_MAX_PARAMS];
};
struct db_wired db_wire_params(const struct db_statement *statement, const struct db_param *params);
bool db_succeeded(const PGresult *result);
/*
 * Runs in one trip a BEGIN that is due, what was put ahead, and then `statement` (NULL: none). The result
 * of the last, not yet checked, or of the first that failed.
 */
PGresult *db_run_together(struct db *db, const struct db_statement *statement,
			  const struct db_param *params);
/* Fills rows of the statement's type from a binary result that hangs on the arena. */
struct rows db_decode(struct arena *arena, const struct row_type *type, const PGresult *result);

/* PostgreSQL's type numbers (pg_type.dat), stable since 7.x. */
enum {
	OID_BOOL = 16,
	OID_BYTEA = 17,
	OID_INT8 = 20,
	OID_INT2 = 21,
	OID_INT4 = 23,
	OID_TEXT = 25,
	OID_JSON = 114,
	OID_FLOAT4 = 700,
	OID_FLOAT8 = 701,
	OID_TEXTS = 1009,
	OID_INT8S = 1016,
	OID_BPCHAR = 1042,
	OID_VARCHAR = 1043,
	OID_TIMESTAMPTZ = 1184,
	OID_JSONB = 3802
};

#endif
