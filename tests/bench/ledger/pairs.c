/*
 * Measures the gem book: pairs of hold and settle, as a chat reply makes them, each call its own
 * durable commit.
 *
 *	pairs CONNINFO [SECONDS [CLIENTS [distinct|one|both]]]
 *
 * CONNINFO is libpq's; the role needs EXECUTE on the writing functions (snug_web, snug_worker).
 * distinct: every client takes members of its own; one: all clients share one member, so the
 * member's mutex serialises them. The members (numbers above 9,000,000) get their gems first, which
 * is not timed. Prints one line per mode; exits 1 when a call failed or a setting is not durable.
 *
 * Units: pairs a second; milliseconds per pair.
 */
#include <libpq-fe.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_MEMBER = 9000000, MEMBERS_PER_CLIENT = 125, MAX_CLIENTS = 64, MAX_SAMPLES = 400000 };

struct client {
	pthread_t thread;
	const char *conninfo;
	int number;
	bool shared;
	double until;
	long pairs, failed;
	float *ms;
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static PGconn *
connect_to(const char *conninfo)
{
	PGconn *c = PQconnectdb(conninfo);

	if (PQstatus(c) != CONNECTION_OK) {
		fprintf(stderr, "pairs: %s", PQerrorMessage(c));
		exit(1);
	}
	return c;
}

/* Runs a prepared statement; returns its first value as a number, -1 after an error. */
static long
call(PGconn *c, const char *name, int n, const char *const *values)
{
	PGresult *r = PQexecPrepared(c, name, n, values, NULL, NULL, 0);
	long got = -1;

	if (PQresultStatus(r) == PGRES_TUPLES_OK)
		got = PQntuples(r) > 0 ? strtol(PQgetvalue(r, 0, 0), NULL, 10) : 0;
	else
		fprintf(stderr, "pairs: %s", PQerrorMessage(c));
	PQclear(r);
	return got;
}

static void
prepare(PGconn *c, const char *name, const char *sql)
{
	PGresult *r = PQprepare(c, name, sql, 0, NULL);

	if (PQresultStatus(r) != PGRES_COMMAND_OK) {
		fprintf(stderr, "pairs: %s", PQerrorMessage(c));
		exit(1);
	}
	PQclear(r);
}

static bool
pair(PGconn *c, const struct client *k, long member, long i)
{
	const int run = (int)getpid() * 2 + k->shared;
	char owner[24], key[64], ref[64], hold[24];

	snprintf(owner, sizeof owner, "%ld", member);
	snprintf(key, sizeof key, "hold:%d:%d:%ld", run, k->number, i);
	snprintf(ref, sizeof ref, "msg:%d-%d-%ld", run, k->number, i);
	const char *const open[] = { key, owner, ref };
	long id = call(c, "hold", 3, open);

	if (id < 0)
		return false;
	snprintf(hold, sizeof hold, "%ld", id);
	memcpy(key, "sttl", 4);
	const char *const settle[] = { key, hold };
	return call(c, "settle", 2, settle) >= 0;
}

static void *
run_client(void *arg)
{
	struct client *k = arg;
	PGconn *c = connect_to(k->conninfo);

	prepare(c, "hold",
		"SELECT hold_id FROM gem.hold_open($1, $2, 1000, 1000, '10 min', $3, 'member')");
	prepare(c, "settle", "SELECT gem.hold_settle($1, $2, 1000, 'spent.chat', 'worker:1')");
	for (long i = 0; now() < k->until && k->failed == 0; i++) {
		long member = FIRST_MEMBER;

		if (!k->shared)
			member += 1 + k->number * MEMBERS_PER_CLIENT + i % MEMBERS_PER_CLIENT;
		double start = now();
		if (!pair(c, k, member, i))
			k->failed++;
		else if (k->pairs < MAX_SAMPLES)
			k->ms[k->pairs++] = (float)((now() - start) * 1e3);
	}
	PQfinish(c);
	return NULL;
}

static int
by_size(const void *a, const void *b)
{
	const float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

static void
fill_wallets(const char *conninfo, int clients)
{
	PGconn *c = connect_to(conninfo);
	char last[24], run[24];

	prepare(c, "fill",
		"SELECT count(gem.credit('bench:' || $2 || ':' || m, m, 1000000000, 'bench', 'bench'))"
		" FROM generate_series(9000000, $1::bigint) m");
	prepare(c, "durable",
		"SELECT count(*) FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit')"
		" AND setting = 'on'");
	snprintf(last, sizeof last, "%d", FIRST_MEMBER + clients * MEMBERS_PER_CLIENT);
	snprintf(run, sizeof run, "%d", (int)getpid());
	const char *const values[] = { last, run };
	if (call(c, "fill", 2, values) < 0 || call(c, "durable", 0, NULL) != 2) {
		fprintf(stderr, "pairs: no gems, or fsync and synchronous_commit are not on\n");
		exit(1);
	}
	PQfinish(c);
}

static bool
measure(const char *conninfo, int clients, double seconds, bool shared)
{
	static struct client k[MAX_CLIENTS];
	float *all = malloc(sizeof *all * MAX_SAMPLES * (size_t)clients);
	long n = 0, failed = 0;
	double start = now();

	for (int i = 0; i < clients; i++) {
		k[i] = (struct client){ .conninfo = conninfo,
					.number = i,
					.shared = shared,
					.until = start + seconds,
					.ms = malloc(sizeof(float) * MAX_SAMPLES) };
		if (all == NULL || k[i].ms == NULL ||
		    pthread_create(&k[i].thread, NULL, run_client, &k[i]))
			exit(1);
	}
	for (int i = 0; i < clients; i++) {
		pthread_join(k[i].thread, NULL);
		memcpy(all + n, k[i].ms, sizeof(float) * (size_t)k[i].pairs);
		n += k[i].pairs;
		failed += k[i].failed;
		free(k[i].ms);
	}
	double took = now() - start;
	qsort(all, (size_t)n, sizeof *all, by_size);
	printf("ledger members=%s clients=%d pairs/s=%.0f commits/s=%.0f p50_ms=%.2f p99_ms=%.2f failed=%ld\n",
	       shared ? "one" : "distinct", clients, (double)n / took, 2 * (double)n / took,
	       n > 0 ? (double)all[n / 2] : 0.0, n > 0 ? (double)all[n * 99 / 100] : 0.0, failed);
	free(all);
	return failed == 0 && n > 0;
}

int
main(int argc, char **argv)
{
	double seconds = argc > 2 ? strtod(argv[2], NULL) : 5;
	int clients = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 8;
	const char *mode = argc > 4 ? argv[4] : "both";
	bool ok = true;

	if (argc < 2 || argc > 5 || seconds <= 0 || clients < 1 || clients > MAX_CLIENTS ||
	    (strcmp(mode, "distinct") && strcmp(mode, "one") && strcmp(mode, "both"))) {
		fprintf(stderr, "usage: pairs CONNINFO [SECONDS [CLIENTS [distinct|one|both]]]\n");
		return 2;
	}
	fill_wallets(argv[1], clients);
	if (strcmp(mode, "one") != 0)
		ok = measure(argv[1], clients, seconds, false) && ok;
	if (strcmp(mode, "distinct") != 0)
		ok = measure(argv[1], clients, seconds, true) && ok;
	return ok ? 0 : 1;
}
