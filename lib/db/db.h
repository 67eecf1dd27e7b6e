/*
 * One connection to PostgreSQL and the runner of named statements. The only includer of libpq.
 *
 * A connection opens at its first statement and closes after a minute without work. A reader (the
 * screens) runs every statement outside a transaction READ ONLY; writing needs db_begin. Statements
 * are prepared and planned once a connection, unless they say `replan`; parameters and results
 * travel in binary.
 *
 * Errors: what a statement declares with `-- may:` comes back as a struct db_refusal; a lost or
 * full database is FAULT_DATABASE, a deadlock or failed serialization FAULT_RETRY, everything else
 * FAULT_BUG. A refusal inside a transaction leaves it broken: roll back.
 * Ownership: rows live in the arena of db_use.
 * Locking: one thread at a time.
 */
#ifndef SNUG_DB_DB_H
#define SNUG_DB_DB_H

#include "lib/base/arena.h"
#include "lib/db/row.h"

struct db;

enum db_mode {
	DB_READER, /* read only outside db_begin: the screens */
	DB_WRITER  /* each statement commits by itself: the worker, the command line */
};

/* An SQLSTATE that the statement said may come. state[0] is 0 when nothing was refused. */
struct db_refusal {
	char state[6];
	char constraint[64];
	char detail[128];
};

/* How a house's programs reach its database; `role` is one of sql/roles.sql. In `arena`. */
const char *db_conninfo(struct arena *arena, const char *role);

struct db *db_new(const char *conninfo, enum db_mode mode);
void db_free(struct db *db);
/* Answers of the following statements live in `arena`. */
void db_use(struct db *db, struct arena *arena);
/* The arena of the last db_use: to put back after answers that live elsewhere. */
struct arena *db_arena(const struct db *db);
/* Closes the connection when it has been idle for `seconds`. */
void db_close_idle(struct db *db, int seconds);
/* Closes it, and says so, when a statement moved megabytes: its buffers stay as large as they were. */
bool db_slim(struct db *db);

/* It reaches the server with the first statement. */
void db_begin(struct db *db);
void db_commit(struct db *db);
/* Nothing to do when no transaction is open. */
void db_rollback(struct db *db);
bool db_in_transaction(const struct db *db);
/* False before the first statement, and after the server was lost. */
bool db_is_open(const struct db *db);

/* Statements and microseconds spent on them since the last db_use: for the request's log line. */
int db_statements(const struct db *db);
int64_t db_spent_us(const struct db *db);

/* Starts to LISTEN (again after every reconnect). Returns the socket to wait on, or -1 when lost. */
int db_listen(struct db *db, const char *channel);
/* The next notification that has arrived, without waiting. False when there is none. */
NODISCARD bool db_notification(struct db *db, struct arena *arena, struct str *channel,
			       struct str *payload);

/* What the generator's functions are made of. */

enum { DB_MAX_PARAMS = 32 };

struct db_param {
	const char *p; /* NULL is SQL null */
	int n;
	char own[8];
};

struct db_statement {
	const char *name;
	const char *sql;
	int params;
	const unsigned *types;	    /* OIDs */
	const struct row_type *row; /* NULL when it returns no rows */
	const char *may;	    /* SQLSTATEs separated by spaces, or NULL */
	bool replan;		    /* the plan depends on the values */
};

void db_param_i64(struct db_param *param, int64_t value);
void db_param_real(struct db_param *param, double value);
void db_param_bool(struct db_param *param, bool value);
void db_param_moment(struct db_param *param, struct moment value);
void db_param_text(struct db_param *param, struct str value);
void db_param_json(struct db *db, struct db_param *param, struct str value);
void db_param_texts(struct db *db, struct db_param *param, struct strs value);
void db_param_i64s(struct db *db, struct db_param *param, struct i64s value);

/* Runs it. `refusal` may be NULL when the statement has no `may`. `affected` may be NULL. */
struct rows db_run(struct db *db, const struct db_statement *statement, struct db_param *params,
		   struct db_refusal *refusal, int64_t *affected);

/*
 * Statements that can wait for company: what is put ahead travels with the next statement, in one
 * round trip and one transaction. Only for statements that read and refuse nothing.
 */
struct db_later;
struct db_later *db_ahead(struct db *db, const struct db_statement *statement,
			  const struct db_param *params);
/* Its rows; asks now when nothing took it along meanwhile. */
struct rows db_collect(struct db_later *later);

/* For migrations, scratch databases and checks only: a script without parameters. */
void db_script(struct db *db, const char *sql);
/*
 * Prepares the statement and compares it with what its annotation says. Returns false with a line
 * in `why` when parameters or columns do not fit.
 */
NODISCARD bool db_check_statement(struct db *db, const struct db_statement *statement,
				  struct str *why);

/* The forward-only migrations of a folder, each in its own transaction. Returns how many ran. */
int db_migrate(struct db *db, const char *folder);

#endif
