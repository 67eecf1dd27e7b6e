/*
 * Measures the queue on a running house (SNUG_VAR): jobs claimed and finished a second, by two
 * workers that claim as many at once as ours does; then how long a job waits on an idle worker, from
 * before it is put to when it is claimed. Jobs belong to 500 members and do nothing.
 *
 * Units: jobs a second; milliseconds.
 */
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "lib/base/cfg.h"
#include "lib/base/clock.h"
#include "lib/base/fault.h"
#include "lib/job/job.h"
#include "sql/job.h"

enum { JOBS = 10000, OWNERS = 500, WORKERS = 2, AT_ONCE = 100, LATE = 100, APART_MS = 60 };

static const char *conninfo;
static _Atomic int finished;
static _Atomic int64_t put_at;
static double waits_ms[LATE];

static void
put_one(struct db *db, int64_t i)
{
	struct job_id id;
	struct job_order order = {
		.kind = STR("bench"), .owner = { 1 + i % OWNERS }, .prio = 5, .subject = i
	};
	ENSURE(job_put(db, &order, &id) == JOB_PUT);
}

/* Claims what there is and ends it. Returns how many there were. */
static int
work_once(struct db *db, struct arena *arena, struct str name)
{
	struct str kind = STR("bench");
	int64_t limit = AT_ONCE;
	struct rows rows = job_take(db, &(struct job_take_in){ .worker = name,
							       .kinds = { &kind, 1 },
							       .limits = { &limit, 1 },
							       .cap = AT_ONCE,
							       .lease_s = 60 });
	int64_t *ids = ARENA_ARRAY(arena, int64_t, AT_ONCE);
	int64_t *attempts = ARENA_ARRAY(arena, int64_t, AT_ONCE);
	for (size_t i = 0; i < rows.n; i++) {
		ids[i] = job_take_at(rows, i)->id.v;
		attempts[i] = job_take_at(rows, i)->attempt;
	}
	if (rows.n > 0) {
		struct rows done = job_finish(db, (struct i64s){ ids, rows.n },
					      (struct i64s){ attempts, rows.n });
		ENSURE(done.n == rows.n);
	}
	return (int)rows.n;
}

static void *
drain(void *arg)
{
	struct arena *arena = arena_new(64 * 1024 * 1024);
	struct db *db = db_new(conninfo, DB_WRITER);
	while (atomic_load(&finished) < JOBS) {
		db_use(db, arena);
		atomic_fetch_add(&finished, work_once(db, arena, str_from(arg)));
		arena_reset(arena);
	}
	db_free(db);
	arena_free(arena);
	return NULL;
}

/* An idle worker: waits to be told, and notes how long each job had to wait for it. */
static void *
listen_for(void *arg)
{
	struct arena *arena = arena_new(64 * 1024 * 1024);
	struct db *db = db_new(conninfo, DB_WRITER), *ear = db_new(conninfo, DB_WRITER);
	struct str channel, payload;
	int got = 0;
	db_use(ear, arena);
	int fd = db_listen(ear, "jobs");
	ENSURE(fd >= 0);
	atomic_store(&put_at, 0);
	while (got < LATE) {
		struct pollfd wait = { .fd = fd, .events = POLLIN };
		(void)poll(&wait, 1, 1000);
		db_use(ear, arena);
		while (db_notification(ear, arena, &channel, &payload))
			continue;
		db_use(db, arena);
		int64_t from = atomic_load(&put_at);
		if (work_once(db, arena, str_from(arg)) > 0)
			waits_ms[got++] = (double)(clock_mono_us() - from) / 1e3;
		arena_reset(arena);
	}
	db_free(db);
	db_free(ear);
	arena_free(arena);
	return NULL;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void
measure_rate(struct db *db, struct arena *arena)
{
	static char name[WORKERS][16];
	pthread_t thread[WORKERS];
	for (int64_t i = 0; i < JOBS; i++) {
		if (i % 1000 == 0)
			db_begin(db);
		put_one(db, i);
		if (i % 1000 == 999) {
			db_commit(db);
			arena_reset(arena);
			db_use(db, arena);
		}
	}
	int64_t start = clock_mono_us();
	for (int i = 0; i < WORKERS; i++) {
		(void)snprintf(name[i], sizeof(name[i]), "bench:%d", i);
		ENSURE(pthread_create(&thread[i], NULL, drain, name[i]) == 0);
	}
	for (int i = 0; i < WORKERS; i++)
		(void)pthread_join(thread[i], NULL);
	double seconds = (double)(clock_mono_us() - start) / 1e6;
	(void)printf("queue.rate jobs=%d jobs/s=%.0f\n", JOBS, JOBS / seconds);
}

static void
measure_pickup(struct db *db, struct arena *arena)
{
	static char name[] = "bench:idle";
	const struct timespec apart = { .tv_nsec = APART_MS * 1000000L };
	pthread_t thread;
	atomic_store(&put_at, -1);
	ENSURE(pthread_create(&thread, NULL, listen_for, name) == 0);
	while (atomic_load(&put_at) < 0)
		(void)nanosleep(&apart, NULL);
	for (int i = 0; i < LATE; i++) {
		db_use(db, arena);
		atomic_store(&put_at, clock_mono_us());
		db_begin(db);
		put_one(db, i);
		db_commit(db);
		job_wake(db);
		arena_reset(arena);
		(void)nanosleep(&apart, NULL);
	}
	(void)pthread_join(thread, NULL);
	qsort(waits_ms, LATE, sizeof(waits_ms[0]), by_size);
	(void)printf("queue.pickup p50_ms=%.2f p99_ms=%.2f\n", waits_ms[LATE / 2],
		     waits_ms[LATE * 99 / 100]);
}

int
main(void)
{
	struct arena *arena = arena_new(64 * 1024 * 1024), *kept = arena_new(64 * 1024);
	struct buf problems = buf_in(arena);
	if (!cfg_load(kept, &problems)) {
		(void)fprintf(stderr, "%.*s\n", STR_ARG(buf_done(&problems)));
		return 1;
	}
	conninfo = db_conninfo(kept, "snug_worker");
	struct db *db = db_new(conninfo, DB_WRITER);
	db_use(db, arena);
	measure_rate(db, arena);
	measure_pickup(db, arena);
	db_free(db);
	arena_free(arena);
	arena_free(kept);
	return 0;
}
