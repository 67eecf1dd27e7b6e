/*
 * A private PostgreSQL cluster in a directory of its own under TMPDIR, for tests that crash it:
 * socket only, durable settings, the gem book migrated. As root it runs as the user postgres.
 *
 * Errors: what cannot go on ends the program with a message (cluster_fail) and removes the cluster.
 * Locking: one thread starts, crashes and stops; any thread may connect.
 */
#ifndef TESTS_FAULT_LEDGER_CLUSTER_H
#define TESTS_FAULT_LEDGER_CLUSTER_H

#include <libpq-fe.h>

enum cluster_crash {
	CLUSTER_KILL_BACKEND, /* SIGKILL to one backend; the postmaster restarts the rest */
	CLUSTER_KILL_ALL,     /* SIGKILL to the postmaster and all its children */
	CLUSTER_STOP_NOW,     /* immediate shutdown, no checkpoint */
	CLUSTER_CRASHES
};

/* Makes and starts the cluster; sql is the project's sql directory. */
void cluster_open(const char *sql);

/* Feeds a file to psql as the superuser. Returns psql's exit status. */
int cluster_psql(const char *file);

/* Crashes in one way, and starts again where that is needed. victim picks the backend. */
void cluster_crash(enum cluster_crash how, unsigned victim);

/* A connection as a role; NULL when the server does not answer now. */
PGconn *cluster_connect(const char *role);

/* The same, waiting up to 60 s for the server to come back. */
PGconn *cluster_await(const char *role);

/* Stops the server and removes its directory. May be called twice. */
void cluster_close(void);

_Noreturn void cluster_fail(const char *what);

#endif
