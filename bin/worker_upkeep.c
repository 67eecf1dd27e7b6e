/*
 * What a house needs to stay in order: jobs of dead workers, expired holds, seals of the gem book,
 * events that nobody needs any more. Every worker does it; locks in the database keep two from doing
 * the same work at once.
 */
#include <stdlib.h>
#include <string.h>

#include "bin/worker.h"
#include "lib/base/log.h"
#include "lib/notify/notify.h"
#include "lib/turn/turn.h"
#include "sql/create.h"
#include "sql/event.h"
#include "sql/job.h"
#include "sql/picture.h"
#include "sql/safety.h"
#include "sql/score.h"
#include "sql/shop.h"
#include "sql/tree.h"
#include "sql/turn.h"

enum { SECOND_US = 1000 * 1000, LOST_MOST = 200, AT_ONCE = 500 /* characters made findable */ };

/* ---- jobs whose worker is gone ---- */

/* Workers of this host that hold jobs and do not live any more. */
static struct strs
gone_workers(struct worker *w)
{
	struct str prefix = str_first(w->name, (size_t)str_find_char(w->name, ':') + 1);
	struct rows rows = job_workers(w->db, prefix);
	struct str *gone = ARENA_ARRAY(w->arena, struct str, rows.n);
	size_t n = 0;
	for (size_t i = 0; i < rows.n; i++) {
		struct str name = job_workers_at(rows, i)->worker;
		struct str rest = str_from_at(name, prefix.n), piece;
		int64_t pid;
		if (str_cut(&rest, ':', &piece) && str_to_i64(piece, &pid) &&
		    !str_eq(name, worker_name_of(w->arena, (long)pid)))
			gone[n++] = name;
	}
	return (struct strs){ gone, n };
}

struct lost {
	struct job_id id;
	int64_t attempt;
	enum { LOST_TURN, LOST_ORDER, LOST_OTHER } kind;
};

struct lost_list {
	struct lost at[LOST_MOST];
	size_t n;
};

static void
find_lost(struct worker *w, void *arg)
{
	struct lost_list *list = arg;
	struct rows rows = job_lost(w->db, gone_workers(w));
	for (size_t i = 0; i < rows.n && i < LOST_MOST; i++) {
		const struct job_lost_row *row = job_lost_at(rows, i);
		list->at[list->n++] = (struct lost){ row->id, row->attempt,
						     str_eq(row->kind, STR("turn")) ? LOST_TURN
						     : str_eq(row->kind, STR("picture"))
							     ? LOST_ORDER
							     : LOST_OTHER };
	}
}

static void
rescue_turn(struct worker *w, const struct lost *lost)
{
	db_begin(w->db);
	struct turn_rescue_one_row row = *turn_rescue_one(w->db, lost->id, lost->attempt);
	db_commit(w->db);
	struct notify_told told = { row.first_told, row.last_told };
	if (row.first_event > 0)
		turn_events_tell(w->db, row.first_event, row.last_event);
	notify_tell(w->db, &told);
}

void
upkeep_put_off(struct worker *w, void *arg)
{
	const struct job_taken *job = arg;
	struct lost lost = { job->id, job->attempt, LOST_TURN };
	const struct job_later_row *row = job_later(w->db, job->id, job->attempt, STR("NOT_BEGUN"),
						    0);
	if (str_eq(row->outcome, STR("dead")))
		rescue_turn(w, &lost);
}

/* Another attempt, or a dead letter when there were enough. */
static void
rescue_other(struct worker *w, const struct lost *lost)
{
	struct notify_told told = { 0, 0 };
	db_begin(w->db);
	const struct job_later_row *row = job_later(w->db, lost->id, lost->attempt,
						    STR("WORKER_LOST"), 0);
	if (str_eq(row->outcome, STR("dead")) && lost->kind == LOST_ORDER) {
		const struct picture_finish_row *end = picture_finish(
			w->db, lost->id, lost->attempt, STR("WORKER_LOST"));
		told = (struct notify_told){ end->first_told, end->last_told };
	} else if (str_eq(row->outcome, STR("dead"))) {
		int64_t event =
			job_dead_letter(w->db, lost->id, lost->attempt, STR("WORKER_LOST"))->told;
		told = (struct notify_told){ event, event };
	}
	db_commit(w->db);
	notify_tell(w->db, &told);
}

static void
rescue_one(struct worker *w, void *arg)
{
	const struct lost *lost = arg;
	LOG_EVENT(LOG_WARN, "rescue", LOG_INT("job", lost->id.v),
		  LOG_INT("attempt", lost->attempt));
	if (lost->kind == LOST_TURN)
		rescue_turn(w, lost);
	else
		rescue_other(w, lost);
}

static bool
is_ours(const struct worker *w, struct job_id id)
{
	return turns_have(w, id) || orders_have(w, id) || quiet_have(w, id);
}

static void
rescue(void *arg)
{
	struct worker *w = arg;
	struct lost_list list = { .n = 0 };
	if (worker_try(w, find_lost, &list))
		for (size_t i = 0; i < list.n; i++)
			if (!is_ours(w, list.at[i].id) && !worker_try(w, rescue_one, &list.at[i]))
				break;
	if (list.n > 0)
		worker_claim_soon(w, 0);
	(void)loop_after(w->loop, 5 * SECOND_US, rescue, w);
}

/* ---- the rest ---- */

static void
sweep_gems(struct worker *w, void *arg)
{
	(void)arg;
	int64_t n = event_sweep_gems(w->db)->n;
	if (n > 0)
		LOG_EVENT(LOG_INFO, "swept", LOG_INT("n", n));
}

static void
seal_gems(struct worker *w, void *arg)
{
	(void)arg;
	(void)event_seal_gems(w->db);
}

/* Sandbox payments that were asked to come later. */
static void
pay_orders(struct worker *w, void *arg)
{
	(void)arg;
	const struct shop_pay_due_row *row = shop_pay_due(w->db);
	struct notify_told told = { row->first_event, row->last_event };
	notify_tell(w->db, &told);
}

/* Characters whose moment has come. */
static void
open_characters(struct worker *w, void *arg)
{
	(void)arg;
	int64_t n = create_publish_due(w->db);
	if (n > 0)
		LOG_EVENT(LOG_INFO, "opened", LOG_INT("characters", n));
}

static void
purge(struct worker *w, void *arg)
{
	(void)arg;
	(void)event_purge(w->db);
}

static void
count_use(struct worker *w, void *arg)
{
	(void)arg;
	int64_t ids[COUNT(w->used)];
	if (w->used_count == 0)
		return;
	for (size_t i = 0; i < w->used_count; i++)
		ids[i] = w->used[i].v;
	(void)turn_used(w->db, (struct i64s){ ids, w->used_count },
			(struct i64s){ w->used_times, w->used_count });
	w->used_count = 0;
}

/* Who talked to whom: a little behind, since no page counts on it. */
static void
count_visits(struct worker *w, void *arg)
{
	(void)arg;
	(void)score_visits(w->db);
}

static void
catch_up(struct worker *w, void *arg)
{
	(void)arg;
	int64_t n = score_catch_up(w->db, AT_ONCE)->n;
	(void)score_languages(w->db);
	if (n > 0)
		LOG_EVENT(LOG_INFO, "found", LOG_INT("characters", n));
}

/* One of 24 parts fades each time, so that no hour does much. */
static void
score(struct worker *w)
{
	(void)score_trending(w->db);
	(void)score_fade(w->db);
	(void)score_heads(w->db);
	(void)score_purge(w->db);
}

static void
every_hour(struct worker *w, void *arg)
{
	(void)arg;
	score(w);
	(void)job_purge(w->db);
	(void)event_purge_keys(w->db);
	(void)tree_purge(w->db);
	(void)safety_purge(w->db);
	(void)create_purge(w->db);
	(void)event_sweep_limits(w->db);
}

static const struct duty {
	void (*work)(struct worker *, void *);
	int64_t every_us;
	int64_t first_us;
} DUTIES[] = {
	{ sweep_gems, 60 * SECOND_US, 3 * SECOND_US },
	{ seal_gems, 10 * SECOND_US, 2 * SECOND_US },
	{ pay_orders, 2 * SECOND_US, SECOND_US },
	{ open_characters, 20 * SECOND_US, 4 * SECOND_US },
	{ purge, 60 * SECOND_US, 20 * SECOND_US },
	{ count_use, 5 * SECOND_US, 5 * SECOND_US },
	{ count_visits, 60 * SECOND_US, 8 * SECOND_US },
	{ catch_up, 15 * SECOND_US, 6 * SECOND_US },
	{ memory_look, SECOND_US, SECOND_US },
	{ every_hour, INT64_C(3600) * SECOND_US, 10 * SECOND_US },
};

static struct upkeep {
	struct worker *worker;
	const struct duty *duty;
} upkeeps[COUNT(DUTIES)];

static void
do_duty(void *arg)
{
	const struct upkeep *u = arg;
	bool ok = worker_try(u->worker, u->duty->work, NULL);
	int64_t again = ok ? u->duty->every_us : worker_wait_us(u->worker) + SECOND_US;
	(void)loop_after(u->worker->loop, again, do_duty, arg);
}

void
upkeep_start(struct worker *w)
{
	rescue(w);
	for (size_t i = 0; i < COUNT(DUTIES); i++) {
		upkeeps[i] = (struct upkeep){ w, &DUTIES[i] };
		if (!w->once)
			(void)loop_after(w->loop, DUTIES[i].first_us, do_duty, &upkeeps[i]);
		else if (!worker_try(w, DUTIES[i].work, NULL))
			break;
	}
}
