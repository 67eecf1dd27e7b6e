/*
 * The worker: makes replies and pictures, and keeps the house in order. It finds its work in the
 * queue and never in a request, so a closed tab or a killed screen changes nothing.
 *
 *	worker         runs until SIGTERM: then 25 s to finish, and the rest goes back to the queue
 *	worker --once  does what is ready and exits, for cron on hosts that allow no daemons
 */
#include "bin/worker.h"
#include "bin/worker_models.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "lib/base/cfg.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/job/job.h"
#include "sql/job.h"

enum {
	WORK_ARENA = 256 * 1024 * 1024,
	POLL_US = 1000 * 1000,
	CLAIM_APART_US = 3 * 1000, /* what is ordered meanwhile begins together */
	LEAST_WAIT_US = 100 * 1000,
	MOST_WAIT_US = 5 * 1000 * 1000,
	KINDS = 3
};

static void claim(void *arg);

bool
worker_try(struct worker *w, void (*work)(struct worker *, void *), void *arg)
{
	struct fault_frame frame;
	volatile bool ok = false;
	if (worker_wait_us(w) > 0) {
		w->fault = FAULT_DATABASE;
		return false;
	}
	if (FAULT_CATCH(frame)) {
		work(w, arg);
		fault_pop(&frame);
		w->database_wait_us = 0;
		ok = true;
	} else {
		w->fault = frame.fault.kind;
		LOG_EVENT(LOG_ERROR, "fault", LOG_INT("kind", frame.fault.kind),
			  LOG_CSTR("why", frame.fault.message));
		db_rollback(w->db);
		db_use(w->db, w->arena); /* it may have stood on an arena that goes now */
		if (frame.fault.kind == FAULT_DATABASE) {
			int64_t wait = w->database_wait_us * 2;
			wait = wait < LEAST_WAIT_US ? LEAST_WAIT_US : wait;
			w->database_wait_us = wait > MOST_WAIT_US ? MOST_WAIT_US : wait;
			w->database_at_us = clock_mono_us() + w->database_wait_us;
		}
	}
	arena_reset(w->arena);
	return ok;
}

int64_t
worker_wait_us(const struct worker *w)
{
	int64_t left = w->database_wait_us == 0 ? 0 : w->database_at_us - clock_mono_us();
	return left > 0 ? left : 0;
}

/* ---- leases that could not be begun ---- */

void
worker_orphan(struct worker *w, struct job_id id, int64_t attempt)
{
	if (w->orphan_count == COUNT(w->orphans))
		return; /* its lease will end by itself */
	w->orphans[w->orphan_count++] = (struct job_ref){ id, attempt };
}

static void
give_back_orphans(struct worker *w, void *arg)
{
	(void)arg;
	int64_t ids[COUNT(w->orphans)], attempts[COUNT(w->orphans)];
	for (size_t i = 0; i < w->orphan_count; i++) {
		ids[i] = w->orphans[i].id.v;
		attempts[i] = w->orphans[i].attempt;
	}
	(void)job_give_back(w->db, (struct i64s){ ids, w->orphan_count },
			    (struct i64s){ attempts, w->orphan_count });
}

/* ---- claiming ---- */

struct claimed {
	struct job_taken turns[CLAIM_AT_ONCE];
	struct job_taken orders[CLAIM_AT_ONCE];
	struct job_taken quiet[CLAIM_AT_ONCE];
	size_t turn_count;
	size_t order_count;
	size_t quiet_count;
	bool is_full; /* there may be more */
};

static void
take_jobs(struct worker *w, void *arg)
{
	static const struct str NAMES[KINDS] = { STR_INIT("turn"), STR_INIT("picture"),
						 STR_INIT("impersonate") };
	struct claimed *out = arg;
	size_t room = TURNS_AT_ONCE - w->turn_count;
	int64_t limits[KINDS] = { (int64_t)(room < CLAIM_AT_ONCE ? room : CLAIM_AT_ONCE),
				  (int64_t)orders_room(w), (int64_t)quiet_room(w) };
	struct rows rows = job_take(w->db, &(struct job_take_in){
						   .worker = w->name,
						   .kinds = { NAMES, KINDS },
						   .limits = { limits, KINDS },
						   .cap = CLAIM_CAP,
						   .lease_s = LEASE_S,
					   });
	for (size_t i = 0; i < rows.n; i++) {
		const struct job_take_row *row = job_take_at(rows, i);
		struct job_taken taken = { row->id, row->attempt, row->subject };
		if (str_eq(row->kind, NAMES[0]))
			out->turns[out->turn_count++] = taken;
		else if (str_eq(row->kind, NAMES[2]))
			out->quiet[out->quiet_count++] = taken;
		else
			out->orders[out->order_count++] = taken;
	}
	const size_t counts[KINDS] = { out->turn_count, out->order_count, out->quiet_count };
	for (size_t i = 0; i < KINDS; i++)
		out->is_full = out->is_full || (counts[i] > 0 && (int64_t)counts[i] == limits[i]);
}

void
worker_claim_soon(struct worker *w, int64_t delay_us)
{
	int64_t due = clock_mono_us() + delay_us;
	if (w->stopping || (w->claim_timer != NULL && w->claim_due_us <= due))
		return;
	loop_timer_cancel(w->loop, w->claim_timer);
	w->claim_due_us = due;
	w->claim_timer = loop_after(w->loop, delay_us, claim, w);
}

static void
stop_if_done(struct worker *w)
{
	size_t running = w->turn_count + w->order_count + w->quiet_count + keys_under_way();
	if (running == 0 && (w->stopping || (w->once && w->drained)))
		loop_stop(w->loop);
}

/* A crash of the database can take back a claim under which we work: the new one counts. */
static void
forget_lost(struct worker *w, const struct job_taken *jobs, size_t n,
	    void (*fenced)(struct worker *, struct job_id, int64_t))
{
	for (size_t i = 0; i < n; i++)
		fenced(w, jobs[i].id, jobs[i].attempt);
}

static void
claim(void *arg)
{
	struct worker *w = arg;
	w->claim_timer = NULL;
	w->claimed_us = clock_mono_us();
	if (w->stopping)
		return;
	if (w->orphan_count > 0 && worker_try(w, give_back_orphans, NULL))
		w->orphan_count = 0;
	struct claimed claimed = { .turn_count = 0 };
	bool ok = worker_try(w, take_jobs, &claimed);
	forget_lost(w, claimed.turns, claimed.turn_count, turns_fenced);
	forget_lost(w, claimed.orders, claimed.order_count, orders_fenced);
	forget_lost(w, claimed.quiet, claimed.quiet_count, quiet_fenced);
	if (claimed.turn_count > 0)
		turns_begin(w, claimed.turns, claimed.turn_count);
	if (claimed.order_count > 0)
		orders_begin(w, claimed.orders, claimed.order_count);
	for (size_t i = 0; i < claimed.quiet_count; i++)
		quiet_begin(w, STR("impersonate"), claimed.quiet[i]);
	w->claim_took_us = clock_mono_us() - w->claimed_us;
	bool some = claimed.turn_count + claimed.order_count + claimed.quiet_count > 0;
	/* What nobody waits for comes last. */
	if (ok && !some)
		some = quiet_claim(w);
	if (!ok)
		worker_claim_soon(w, worker_wait_us(w));
	else if (some && (claimed.is_full || w->once))
		worker_claim_soon(w, 0);
	else
		worker_claim_soon(w, POLL_US);
	if (ok && !some && w->once)
		w->drained = true;
	stop_if_done(w);
}

void
worker_idle(struct worker *w)
{
	stop_if_done(w);
	worker_claim_soon(w, 0);
}

/* ---- hearing ---- */

static void watch_ear(struct worker *w);

/* Beginnings that took long are followed by a longer pause, so that more begin together. */
static int64_t
claim_pause(const struct worker *w)
{
	int64_t pause = w->claim_took_us * 2;
	int64_t left = w->claimed_us + (pause > CLAIM_APART_US ? pause : CLAIM_APART_US) -
		       clock_mono_us();
	return left > 0 ? left : 0;
}

static void
heard(struct worker *w, struct str channel, struct str payload)
{
	int64_t number;
	if (str_eq(channel, STR("jobs"))) {
		worker_claim_soon(w, claim_pause(w));
	} else if (str_eq(channel, STR("job_stop")) && str_to_i64(payload, &number)) {
		turns_stop(w, (struct job_id){ number });
		orders_stop(w, (struct job_id){ number });
		quiet_stop(w, (struct job_id){ number });
	}
}

static void
ear_ready(void *arg)
{
	struct worker *w = arg;
	struct arena *arena = arena_new(1024 * 1024);
	struct str channel, payload;
	while (db_notification(w->ear, arena, &channel, &payload)) {
		heard(w, channel, payload);
		arena_reset(arena);
	}
	arena_free(arena);
	if (!db_is_open(w->ear)) {
		loop_unwatch(w->loop, w->ear_watch);
		w->ear_watch = NULL;
	}
}

static void
watch_ear(struct worker *w)
{
	(void)db_listen(w->ear, "jobs");
	int fd = db_listen(w->ear, "job_stop");
	if (fd < 0)
		return;
	w->ear_watch = loop_watch_read(w->loop, fd, ear_ready, w);
	worker_claim_soon(w, 0);
	/* What arrived while the channels were opened is in libpq's buffer, not on the socket. */
	ear_ready(w);
}

/* Every second: the ear, should the database have been away. */
static void
mind_ear(void *arg)
{
	struct worker *w = arg;
	if (w->ear_watch == NULL && worker_wait_us(w) == 0)
		watch_ear(w);
	(void)loop_after(w->loop, POLL_US, mind_ear, w);
}

/* ---- heartbeats ---- */

static void
beat_all(struct worker *w, void *arg)
{
	(void)arg;
	size_t room = w->turn_count + w->order_count + w->quiet_count;
	struct job_ref *refs = ARENA_ARRAY(w->arena, struct job_ref, room);
	size_t n = turns_refs(w, refs, room);
	n += orders_refs(w, refs + n, room - n);
	n += quiet_refs(w, refs + n, room - n);
	if (n == 0)
		return;
	int64_t *ids = ARENA_ARRAY(w->arena, int64_t, n);
	int64_t *attempts = ARENA_ARRAY(w->arena, int64_t, n);
	for (size_t i = 0; i < n; i++) {
		ids[i] = refs[i].id.v;
		attempts[i] = refs[i].attempt;
	}
	struct rows rows = job_beat(w->db, (struct i64s){ ids, n }, (struct i64s){ attempts, n },
				    LEASE_S);
	bool *alive = ARENA_ARRAY(w->arena, bool, n);
	for (size_t i = 0; i < rows.n; i++) {
		const struct job_beat_row *row = job_beat_at(rows, i);
		for (size_t k = 0; k < n; k++)
			alive[k] = alive[k] || refs[k].id.v == row->id.v;
		if (row->cancel) {
			turns_stop(w, row->id);
			orders_stop(w, row->id);
			quiet_stop(w, row->id);
		}
	}
	for (size_t i = 0; i < n; i++) {
		if (alive[i])
			continue;
		turns_fenced(w, refs[i].id, refs[i].attempt);
		orders_fenced(w, refs[i].id, refs[i].attempt);
		quiet_fenced(w, refs[i].id, refs[i].attempt);
	}
}

static void
beat(void *arg)
{
	struct worker *w = arg;
	bool ok = worker_try(w, beat_all, NULL);
	(void)loop_after(w->loop, ok ? BEAT_US : worker_wait_us(w) + LEAST_WAIT_US, beat, w);
}

/* ---- begin and end ---- */

static void
time_is_up(void *arg)
{
	struct worker *w = arg;
	loop_stop(w->loop);
}

static void
signal_ready(void *arg)
{
	struct worker *w = arg;
	struct signalfd_siginfo info;
	if (read(w->signals, &info, sizeof(info)) != (ssize_t)sizeof(info))
		return;
	LOG_EVENT(LOG_INFO, "stopping", LOG_INT("turns", w->turn_count),
		  LOG_INT("orders", w->order_count));
	if (w->stopping) {
		loop_stop(w->loop); /* asked twice: now */
		return;
	}
	w->stopping = true;
	(void)loop_after(w->loop, SHUTDOWN_US, time_is_up, w);
	stop_if_done(w);
}

/* The start of this process in clock ticks since boot: with it, a number used again is told apart. */
static long long
start_of(long pid)
{
	char path[64], text[1024];
	(void)snprintf(path, sizeof(path), "/proc/%ld/stat", pid);
	FILE *file = fopen(path, "re");
	if (file == NULL)
		return -1;
	size_t n = fread(text, 1, sizeof(text) - 1, file);
	(void)fclose(file);
	text[n] = '\0';
	/* Field 22; the second is the name in brackets, which may hold anything (proc(5)). */
	const char *at = strrchr(text, ')');
	for (int field = 2; at != NULL && field < 22; field++)
		at = strchr(at + 1, ' ');
	return at == NULL ? -1 : strtoll(at, NULL, 10);
}

struct str
worker_name_of(struct arena *arena, long pid)
{
	char host[65] = "";
	(void)gethostname(host, sizeof(host) - 1);
	return str_fmt(arena, "%s:%ld:%lld", host, pid, start_of(pid));
}

static int
open_signals(void)
{
	sigset_t set;
	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	(void)pthread_sigmask(SIG_BLOCK, &set, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void
run_until_told(struct worker *w)
{
	struct fault_frame frame;
	volatile bool done = false;
	while (!done) {
		if (FAULT_CATCH(frame)) {
			loop_run(w->loop);
			fault_pop(&frame);
			done = true;
		} else {
			/* Nothing outside worker_try should raise; the lease rules mend what it left. */
			LOG_EVENT(LOG_ERROR, "fault", LOG_CSTR("why", frame.fault.message));
		}
	}
}

static int
work(bool once)
{
	struct arena *arena = arena_new(1024 * 1024);
	const char *conninfo = db_conninfo(arena, "snug_worker");
	static struct worker worker;
	struct worker *w = &worker;
	w->once = once;
	w->signals = open_signals();
	w->loop = loop_new();
	w->db = db_new(conninfo, DB_WRITER);
	w->ear = db_new(conninfo, DB_WRITER);
	w->arena = arena_new(WORK_ARENA);
	w->name = worker_name_of(arena, (long)getpid());
	db_use(w->db, w->arena);
	provider_open_all(w, arena);
	models_open(w);
	turns_warm(w);
	orders_open(w);
	(void)loop_watch_read(w->loop, w->signals, signal_ready, w);
	LOG_EVENT(LOG_INFO, "worker", LOG_STR("name", w->name), LOG_INT("once", once));
	mind_ear(w);
	beat(w);
	tick_keep(w);
	upkeep_start(w);
	models_tend(w);
	worker_claim_soon(w, 0);
	run_until_told(w);
	turns_hand_back(w);
	quiet_hand_back(w);
	orders_close(w);
	if (w->orphan_count > 0)
		(void)!worker_try(w, give_back_orphans, NULL);
	loop_free(w->loop);
	db_free(w->db);
	db_free(w->ear);
	arena_free(w->arena);
	arena_free(arena);
	LOG_EVENT(LOG_INFO, "worker_done", LOG_INT("once", once));
	return 0;
}

int
main(int argc, char **argv)
{
	bool once = argc == 2 && strcmp(argv[1], "--once") == 0;
	if (argc > 1 && !once) {
		(void)fprintf(stderr, "usage: worker [--once]\n");
		return 2;
	}
	/* Keys of members are in this process's memory: none of it goes into a file. */
	(void)setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
	struct arena *arena = arena_new(1024 * 1024);
	struct buf problems = buf_in(arena);
	log_open("worker", LOG_INFO);
	if (!cfg_load(arena, &problems)) {
		(void)fprintf(stderr, "%.*s", STR_ARG(buf_done(&problems)));
		return 1;
	}
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0)
		return 1;
	int status = work(once);
	curl_global_cleanup();
	arena_free(arena);
	return status;
}
