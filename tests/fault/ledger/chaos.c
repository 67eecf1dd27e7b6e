/*
 * Chaos test of the gem book: random calls from many threads, each repeated with the same key until
 * it is answered, one in twenty on purpose twice (half of these at the same moment), while the
 * cluster is crashed on a schedule. Then every acknowledged key, every member's worth, every hold
 * and every statement is compared with a model of our own, and the book audits and verifies itself.
 *
 *	chaos -s SQLDIR [-t SECONDS | -n OPS] [-c CRASHES] [-r SEED] [-m MUTANT.sql]
 *	chaos -s SQLDIR [-m MUTANT.sql] -x FILE.sql     run a file on a fresh cluster instead
 *
 * Prints one line: ops=… crashes=… lost=0 doubled=0 off=0 errors=0 audit=clean chain=intact.
 * errors counts answers that no caller should see: an SQLSTATE that is not a documented refusal,
 * a repeated call that answered differently. Exits 1 on any finding, 2 when it could not run.
 */
#include "tests/fault/ledger/cluster.h"
#include "tests/fault/ledger/model.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 12, MAX_VALUES = 6, TWICE_PERCENT = 5 };

struct worker {
	pthread_t thread;
	int number;
	uint64_t random;
	long calls;
	PGconn *c[2];
};

/* One answered call: text is the first value; refused when the book said no, for a known reason. */
struct answer {
	bool refused;
	char text[64];
};

static atomic_bool stopping;
static atomic_long errors;

static unsigned
pick(struct worker *w, unsigned below)
{
	w->random ^= w->random << 13;
	w->random ^= w->random >> 7;
	w->random ^= w->random << 17;
	return (unsigned)(w->random >> 33) % below;
}

static void
note_error(const char *what, const char *more)
{
	if (atomic_fetch_add(&errors, 1) < 5)
		fprintf(stderr, "# %s: %s\n", what, more);
}

/* Reads the result of a call. False when the server went away, so the call must be repeated. */
static bool
read_answer(PGconn *c, PGresult *r, struct answer *a)
{
	static const char *const REFUSALS[] = { "GE010", "GE012", "GE015", "GE016", "GE018" };
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	bool answered = true;

	*a = (struct answer){ .refused = true };
	if (PQresultStatus(r) == PGRES_TUPLES_OK) {
		a->refused = PQntuples(r) == 0;
		if (!a->refused)
			snprintf(a->text, sizeof a->text, "%s", PQgetvalue(r, 0, 0));
	} else if (PQstatus(c) != CONNECTION_OK || state == NULL || strncmp(state, "57P", 3) == 0 ||
		   strncmp(state, "08", 2) == 0) {
		answered = false;
	} else {
		bool known = false;
		for (size_t i = 0; i < sizeof REFUSALS / sizeof *REFUSALS; i++)
			known = known || strcmp(state, REFUSALS[i]) == 0;
		if (!known)
			note_error(state, PQresultErrorMessage(r));
	}
	PQclear(r);
	return answered;
}

static void
call_until_answered(struct worker *w, int on, const char *sql, const char *const *values,
		    struct answer *a)
{
	for (;;) {
		int n = 0;
		while (n < MAX_VALUES && values[n] != NULL)
			n++;
		if (w->c[on] == NULL)
			w->c[on] = cluster_await("snug_worker");
		PGresult *r = PQexecParams(w->c[on], sql, n, NULL, values, NULL, NULL, 0);
		if (read_answer(w->c[on], r, a))
			return;
		PQfinish(w->c[on]);
		w->c[on] = NULL;
	}
}

/* Sends the call on both connections at once; what is not answered is repeated one by one. */
static void
call_both(struct worker *w, const char *sql, const char *const *values, struct answer a[2])
{
	bool sent[2] = { false, false };
	int n = 0;

	while (n < MAX_VALUES && values[n] != NULL)
		n++;
	for (int i = 0; i < 2; i++) {
		if (w->c[i] == NULL)
			w->c[i] = cluster_await("snug_worker");
		sent[i] = PQsendQueryParams(w->c[i], sql, n, NULL, values, NULL, NULL, 0) == 1;
	}
	for (int i = 0; i < 2; i++) {
		bool answered = false;
		PGresult *r = sent[i] ? PQgetResult(w->c[i]) : NULL;
		if (r != NULL) {
			answered = read_answer(w->c[i], r, &a[i]);
			while ((r = PQgetResult(w->c[i])) != NULL) {
				answered = answered && PQresultStatus(r) == PGRES_TUPLES_OK;
				PQclear(r);
			}
			/* A row may arrive before its commit: only an idle connection has answered. */
			answered = answered && PQtransactionStatus(w->c[i]) == PQTRANS_IDLE;
		}
		if (answered)
			continue;
		PQfinish(w->c[i]);
		w->c[i] = NULL;
		call_until_answered(w, i, sql, values, &a[i]);
	}
}

/* Makes a call whose first value is its key; sometimes twice. True when it was carried out. */
static bool
call(struct worker *w, const char *sql, const char *const *values, struct answer *a)
{
	struct answer two[2] = { { .refused = true, .text = "" }, { .refused = true, .text = "" } };
	bool twice = pick(w, 100) < TWICE_PERCENT;

	w->calls++;
	if (twice && pick(w, 2) == 0) {
		call_both(w, sql, values, two);
	} else {
		call_until_answered(w, 0, sql, values, &two[0]);
		if (twice)
			call_until_answered(w, 1, sql, values, &two[1]);
	}
	if (!two[0].refused && !two[1].refused && strcmp(two[0].text, two[1].text) != 0) {
		note_error("a repeated call answered differently", values[0]);
		note_error(two[0].text, two[1].text);
	}
	*a = two[0].refused ? two[1] : two[0];
	if (!a->refused)
		model_acknowledge(values[0]);
	return !a->refused;
}

/* The texts that calls are made of. */
struct words {
	char key[48], owner[24], amount[24], more[24], ref[48], id[24];
};

static void
make_words(struct worker *w, const char *what, int member, struct words *t)
{
	snprintf(t->key, sizeof t->key, "%s:%d-%ld", what, w->number, w->calls);
	snprintf(t->owner, sizeof t->owner, "%d", member + 1);
	snprintf(t->amount, sizeof t->amount, "%u", 1 + pick(w, 30000));
	snprintf(t->more, sizeof t->more, "%d", 1);
	snprintf(t->ref, sizeof t->ref, "order:%d-%u", member, pick(w, 200));
}

static void
do_credit(struct worker *w, int member)
{
	struct words t;
	struct answer a;

	make_words(w, "credit", member, &t);
	const char *const values[MAX_VALUES] = { t.key, t.owner, t.amount, t.ref };
	if (call(w,
		 pick(w, 2) == 0
			 ? "SELECT gem.credit($1, $2, $3, $4, 'webhook:test')"
			 : "SELECT gem.credit($1, $2, $3, $4, 'webhook:test', 499, 'USD', 'test')",
		 values, &a)) {
		model_add_worth(member, strtol(t.amount, NULL, 10));
		model_put_purchase(member, strtol(a.text, NULL, 10));
	}
}

static void
do_bonus(struct worker *w, int member)
{
	struct words t;
	struct answer a;

	make_words(w, "bonus", member, &t);
	snprintf(t.more, sizeof t.more, "%u", pick(w, 2) == 0 ? 1 + pick(w, 4) : 86400);
	const char *const values[MAX_VALUES] = { t.key, t.owner, t.amount, t.more, t.ref };
	if (call(w,
		 "SELECT gem.grant_bonus($1, $2, $3, now() + make_interval(secs => $4::int), $5,"
		 " 'house')",
		 values, &a))
		model_add_worth(member, strtol(t.amount, NULL, 10));
}

static void
do_hold(struct worker *w, int member)
{
	struct words t;
	struct answer a;
	struct model_hold hold;
	char *rest;

	make_words(w, "hold", member, &t);
	snprintf(t.ref, sizeof t.ref, "msg:%d-%ld", w->number, pick(w, 50) == 0 ? 0 : w->calls);
	snprintf(t.more, sizeof t.more, "%u", pick(w, 10) == 0 ? 1 : 3600);
	const char *const values[MAX_VALUES] = { t.key, t.owner, t.amount, t.more, t.ref };
	if (call(w,
		 "SELECT hold_id || ' ' || held FROM gem.hold_open($1, $2, $3, 1,"
		 " make_interval(secs => $4::int), $5, 'member')",
		 values, &a)) {
		hold.id = strtol(a.text, &rest, 10);
		hold.amount = strtol(rest, NULL, 10);
		model_put_hold(member, hold);
	}
}

static void
do_settle(struct worker *w, int member)
{
	struct words t;
	struct answer a;
	struct model_hold hold;

	if (!model_take_hold(member, pick(w, 1000), &hold))
		return;
	if (pick(w, 10) == 0) /* let another thread settle it as well: one of us must lose */
		model_put_hold(member, hold);
	unsigned part = pick(w, 3);
	long used = part == 0	? 0
		    : part == 1 ? hold.amount
				: (long)pick(w, (unsigned)hold.amount + 1);
	make_words(w, "settle", member, &t);
	snprintf(t.id, sizeof t.id, "%ld", hold.id);
	snprintf(t.amount, sizeof t.amount, "%ld", used);
	const char *const values[MAX_VALUES] = { t.key, t.id, t.amount };
	if (call(w, "SELECT gem.hold_settle($1, $2, $3, 'spent.chat', 'worker:1')", values, &a)) {
		model_add_worth(member, -used);
		model_close_hold(hold.id, used);
		if (used > 0)
			model_put_capture(member,
					  (struct model_capture){ strtol(a.text, NULL, 10), used });
	}
}

static void
do_extend(struct worker *w, int member)
{
	struct words t;
	struct answer a;
	struct model_hold hold;

	if (!model_take_hold(member, pick(w, 1000), &hold))
		return;
	make_words(w, "extend", member, &t);
	snprintf(t.id, sizeof t.id, "%ld", hold.id);
	const char *const values[MAX_VALUES] = { t.key, t.id, t.amount };
	if (call(w, "SELECT held FROM gem.hold_extend($1, $2, $3, 'worker:1') WHERE grown", values,
		 &a))
		hold.amount = strtol(a.text, NULL, 10);
	model_put_hold(member, hold);
}

static void
do_refund(struct worker *w, int member)
{
	struct words t;
	struct answer a;
	struct model_capture capture;

	if (!model_take_capture(member, pick(w, 1000), &capture))
		return;
	bool share = pick(w, 10) == 0;
	if (share)
		model_put_capture(member, capture);
	long amount = 1 + (long)pick(w, (unsigned)capture.left + (pick(w, 10) == 0 ? 1 : 0));
	make_words(w, "refund", member, &t);
	snprintf(t.id, sizeof t.id, "%ld", capture.op);
	snprintf(t.amount, sizeof t.amount, "%ld", amount);
	const char *const values[MAX_VALUES] = { t.key, t.id, t.amount };
	if (call(w, "SELECT gem.refund($1, $2, $3, 'bad_reply', 'staff:1')", values, &a)) {
		model_add_worth(member, amount);
		capture.left -= amount;
	}
	if (!share && capture.left > 0)
		model_put_capture(member, capture);
}

static void
do_clawback(struct worker *w, int member)
{
	struct words t;
	struct answer a;
	long op;

	if (!model_take_purchase(member, pick(w, 1000), &op))
		return;
	if (pick(w, 5) == 0)
		model_put_purchase(member, op);
	make_words(w, "clawback", member, &t);
	snprintf(t.id, sizeof t.id, "%ld", op);
	const char *const values[MAX_VALUES] = { t.key, t.id };
	if (call(w,
		 "SELECT taken + debt + bonus FROM gem.clawback($1, $2, 'dispute:1', 'webhook:test')",
		 values, &a))
		model_add_worth(member, -strtol(a.text, NULL, 10));
}

static void
do_adjust(struct worker *w, int member)
{
	struct words t;
	struct answer a;

	make_words(w, "adjust", member, &t);
	if (pick(w, 2) == 0)
		snprintf(t.amount, sizeof t.amount, "-%u", 1 + pick(w, 20000));
	const char *const values[MAX_VALUES] = { t.key, t.owner, t.amount };
	if (call(w, "SELECT moved FROM gem.adjust($1, $2, $3, 'support', 'ticket:1', 'staff:1')",
		 values, &a))
		model_add_worth(member, strtol(a.text, NULL, 10));
}

static void *
work(void *arg)
{
	static const struct {
		unsigned share;
		void (*act)(struct worker *, int);
	} ACTS[] = { { 13, do_credit }, { 10, do_bonus }, { 32, do_hold },    { 25, do_settle },
		     { 8, do_extend },	{ 7, do_refund }, { 2, do_clawback }, { 3, do_adjust } };
	struct worker *w = arg;

	while (!stopping) {
		int member = (int)pick(w, MODEL_MEMBERS);
		unsigned p = pick(w, 100), i = 0;
		while (p >= ACTS[i].share)
			p -= ACTS[i++].share;
		ACTS[i].act(w, member);
	}
	PQfinish(w->c[0]);
	PQfinish(w->c[1]);
	return NULL;
}

/* First value of a query as a number; -1 when the server is away. */
static long
number_of(PGconn *c, const char *sql)
{
	PGresult *r = PQexec(c, sql);
	long n = PQresultStatus(r) == PGRES_TUPLES_OK ? strtol(PQgetvalue(r, 0, 0), NULL, 10) : -1;

	PQclear(r);
	return n;
}

static double
seconds_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Sweeps and seals while the threads work, and crashes on schedule. Returns incidents of audits. */
static long
disturb(double seconds, long ops, int crashes, uint64_t seed)
{
	struct worker dice = { .random = seed * 0x9e3779b97f4a7c15u + 99 };
	double start = seconds_now();
	long incidents = 0;
	int done = 0;

	for (;;) {
		double part = ops > 0 ? (double)model_acknowledged() / (double)ops
				      : (seconds_now() - start) / seconds;
		if (part >= 1 && done == crashes)
			return incidents;
		if (done < crashes && part * (crashes + 1) >= done + 1) {
			enum cluster_crash how = (enum cluster_crash)pick(&dice, CLUSTER_CRASHES);
			cluster_crash(how, pick(&dice, 1000));
			done++;
			PGconn *c = cluster_await("snug_worker");
			incidents += number_of(c, "SELECT count(*) FROM gem.audit()") > 0;
			number_of(c, "SELECT gem.seal_next()");
			PQfinish(c);
		}
		nanosleep(&(struct timespec){ 0, 100000000 }, NULL);
		PGconn *c = cluster_connect("snug_worker");
		if (c != NULL) {
			number_of(c, "SELECT gem.sweep()");
			number_of(c, "SELECT gem.seal_next()");
			PQfinish(c);
		}
	}
}

static int
report(long incidents, int crashes, uint64_t seed, double took)
{
	struct model_finding found;
	PGconn *c = cluster_await("postgres");

	model_compare(c, &found);
	while (number_of(c, "SELECT gem.seal_next()") > 0)
		continue;
	incidents += number_of(c, "SELECT count(*) FROM gem.audit()");
	long broken = number_of(c, "SELECT count(*) FROM gem.verify()");
	PQfinish(c);
	printf("ops=%ld crashes=%d lost=%ld doubled=%ld off=%ld errors=%ld audit=%s chain=%s"
	       " seed=%llu seconds=%.1f\n",
	       model_acknowledged(), crashes, found.lost, found.doubled, found.off, errors,
	       incidents == 0 ? "clean" : "dirty", broken == 0 ? "intact" : "broken",
	       (unsigned long long)seed, took);
	return found.lost + found.doubled + found.off + errors + incidents + broken != 0;
}

static void
usage(void)
{
	fprintf(stderr, "usage: chaos -s SQLDIR [-t SECONDS | -n OPS] [-c CRASHES] [-r SEED]"
			" [-m MUTANT.sql] [-x FILE.sql]\n");
	exit(2);
}

int
main(int argc, char **argv)
{
	static struct worker workers[THREADS];
	const char *sql = NULL, *mutant = NULL, *file = NULL;
	double seconds = 20, start;
	long ops = 0;
	int crashes = 4, opt;
	uint64_t seed = (uint64_t)time(NULL);

	while ((opt = getopt(argc, argv, "s:t:n:c:r:m:x:")) != -1) {
		switch (opt) {
		case 's':
			sql = optarg;
			break;
		case 't':
			seconds = strtod(optarg, NULL);
			break;
		case 'n':
			ops = strtol(optarg, NULL, 10);
			break;
		case 'c':
			crashes = (int)strtol(optarg, NULL, 10);
			break;
		case 'r':
			seed = strtoull(optarg, NULL, 10);
			break;
		case 'm':
			mutant = optarg;
			break;
		case 'x':
			file = optarg;
			break;
		default:
			usage();
		}
	}
	if (sql == NULL || optind != argc || seconds <= 0 || ops < 0 || crashes < 0)
		usage();
	cluster_open(sql);
	atexit(cluster_close);
	if (mutant != NULL && cluster_psql(mutant) != 0)
		cluster_fail(mutant);
	if (file != NULL)
		return cluster_psql(file) != 0;
	fprintf(stderr, "# seed %llu\n", (unsigned long long)seed);
	start = seconds_now();
	for (int i = 0; i < THREADS; i++) {
		workers[i].number = i;
		workers[i].random = (seed + 1) * 0x9e3779b97f4a7c15u +
				    (uint64_t)i * 0x2545f4914f6cdd1du;
		if (pthread_create(&workers[i].thread, NULL, work, &workers[i]) != 0)
			cluster_fail("thread");
	}
	long incidents = disturb(seconds, ops, crashes, seed);
	stopping = true;
	for (int i = 0; i < THREADS; i++)
		pthread_join(workers[i].thread, NULL);
	return report(incidents, crashes, seed, seconds_now() - start);
}
