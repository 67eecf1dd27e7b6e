#include "bin/worker_quiet.h"

#include "lib/base/clock.h"
#include "lib/base/fault.h"
#include "lib/base/log.h"
#include "lib/prompt/words.h"
#include "sql/job.h"

enum {
	QUIET_ARENA = 32 * 1024 * 1024,
	LONGEST_TEXT = 32 * 1024,
	DEADLINE_US = 180 * 1000 * 1000,
	LOOK_US = 500 * 1000,
	FAULTS = 4,
	WAIT_US = 500 * 1000,
	OWNER_CAP =
		2, /* running jobs of an owner above which no background work of theirs begins */
	KINDS = 2
};

/* Those in the foreground, for which somebody waits, are claimed together with turns. */
static const struct quiet_kind *const ALL[KINDS] = { &QUIET_IMPERSONATE, &QUIET_SUMMARY };

static void settle(void *of_run);

static struct quiet_run *
find_run(const struct worker *w, struct job_id job)
{
	struct quiet_run *run = w->quiet;
	while (run != NULL && run->job.id.v != job.v)
		run = run->next;
	return run;
}

static void
free_run(struct quiet_run *run)
{
	struct worker *w = run->worker;
	struct quiet_run **at = &w->quiet;
	while (*at != run)
		at = &(*at)->next;
	*at = run->next;
	w->quiet_count--;
	loop_timer_cancel(w->loop, run->timer);
	provider_cancel(run->call);
	arena_free(run->arena);
}

static void
over(struct quiet_run *run)
{
	struct worker *w = run->worker;
	LOG_EVENT(LOG_INFO, "quiet", LOG_INT("job", run->job.id.v),
		  LOG_STR("kind", run->kind->name), LOG_STR("by", run->made_by),
		  LOG_STR("error", run->error),
		  LOG_INT("ms", (clock_mono_us() - run->begun_us) / 1000));
	free_run(run);
	worker_idle(w);
}

/* ---- ending ---- */

/* Back to the queue; what has no attempt left fails. */
static void
put_off(struct quiet_run *run)
{
	const struct job_later_row *row = job_later(run->worker->db, run->job.id, run->job.attempt,
						    run->error, run->retry_after_s);
	if (str_eq(row->outcome, STR("dead")))
		run->kind->fail(run);
}

static void
end_run(struct worker *w, void *of_run)
{
	struct quiet_run *run = of_run;
	enum quiet_end end = QUIET_FAILED;
	(void)w;
	if (run->is_canceled)
		run->error = STR("CANCELED");
	else
		end = run->kind->finish(run);
	if (end == QUIET_AGAIN)
		put_off(run);
	else if (end == QUIET_FAILED)
		run->kind->fail(run);
}

/*
 * Without a database the result waits for it. What raises a fault again and again is let go: its lease
 * ends, and the rescuer counts it as an attempt.
 */
static void
settle(void *of_run)
{
	struct quiet_run *run = of_run;
	struct worker *w = run->worker;
	run->timer = NULL;
	if (worker_try(w, end_run, run) ||
	    (w->fault != FAULT_DATABASE && ++run->faults >= FAULTS)) {
		over(run);
		return;
	}
	run->timer = loop_after(w->loop, worker_wait_us(w) + WAIT_US, settle, run);
}

static void
end_with(struct quiet_run *run, enum text_end end)
{
	loop_timer_cancel(run->worker->loop, run->timer);
	run->phase = QUIET_ENDED;
	run->ended_as = end;
	run->timer = loop_after(run->worker->loop, 0, settle, run);
}

/* ---- asking ---- */

static void
heard_delta(void *of_run, struct str text)
{
	struct quiet_run *run = of_run;
	if (run->text.n + text.n <= LONGEST_TEXT)
		buf_str(&run->text, text);
}

static void
heard_end(void *of_run, const struct text_result *result)
{
	struct quiet_run *run = of_run;
	const struct route_leg *leg = provider_run_leg(run->call);
	run->made_by = str_copy(run->arena,
				leg != NULL && leg->label.n > 0 ? leg->label : result->model);
	run->call = NULL;
	run->retry_after_s = result->retry_after_s;
	run->prompt_tokens = result->prompt_tokens;
	run->completion_tokens = result->completion_tokens;
	end_with(run, result->end);
}

static void
time_is_up(void *of_run)
{
	struct quiet_run *run = of_run;
	run->timer = NULL;
	provider_cancel(run->call);
	run->call = NULL;
	end_with(run, TEXT_DOWN);
}

static void
ask(struct quiet_run *run)
{
	static const struct text_events EVENTS = { heard_delta, heard_end };
	struct worker *w = run->worker;
	run->timer = loop_after(w->loop, DEADLINE_US, time_is_up, run);
	run->call = provider_run(w, &run->request, &EVENTS, run);
}

/* ---- beginning ---- */

static void
begin_run(struct worker *w, void *of_run)
{
	struct quiet_run *run = of_run;
	(void)w;
	if (!run->kind->begin(run))
		run->phase = QUIET_OVER;
}

static void
begin_failed(struct worker *w, void *of_run)
{
	struct quiet_run *run = of_run;
	(void)w;
	run->error = STR("NOT_BEGUN");
	put_off(run);
}

static void
begin_one(struct worker *w, const struct quiet_kind *kind, struct job_taken job)
{
	struct arena *arena = arena_new(QUIET_ARENA);
	struct quiet_run *run = ARENA_NEW(arena, struct quiet_run);
	*run = (struct quiet_run){
		.next = w->quiet,
		.worker = w,
		.arena = arena,
		.kind = kind,
		.job = job,
		.text = buf_in(arena),
		.error = STR_NONE,
		.prompt_tokens = -1,
		.completion_tokens = -1,
		.begun_us = clock_mono_us(),
	};
	w->quiet = run;
	w->quiet_count++;
	bool ok = worker_try(w, begin_run, run);
	if (ok && run->phase == QUIET_ASKING) {
		run->request.key = str_fmt(arena, "quiet:%lld:%lld", (long long)job.id.v,
					   (long long)job.attempt);
		ask(run);
		return;
	}
	if (!ok && (w->fault == FAULT_DATABASE || !worker_try(w, begin_failed, run)))
		worker_orphan(w, job.id, job.attempt);
	free_run(run);
}

static size_t
room_of(const struct worker *w, const struct quiet_kind *kind)
{
	size_t n = 0;
	for (const struct quiet_run *run = w->quiet; run != NULL; run = run->next)
		n += run->kind == kind;
	return n < kind->at_once ? kind->at_once - n : 0;
}

size_t
quiet_room(const struct worker *w)
{
	return room_of(w, &QUIET_IMPERSONATE);
}

void
quiet_begin(struct worker *w, struct str name, struct job_taken job)
{
	for (size_t i = 0; i < COUNT(ALL); i++)
		if (str_eq(name, ALL[i]->name))
			begin_one(w, ALL[i], job);
}

/* ---- background work ---- */

struct background {
	struct job_taken jobs[8];
	size_t n;
};

static void
take_background(struct worker *w, void *arg)
{
	struct background *out = arg;
	struct str name = QUIET_SUMMARY.name;
	size_t room = room_of(w, &QUIET_SUMMARY);
	int64_t limit = (int64_t)(room < COUNT(out->jobs) ? room : COUNT(out->jobs));
	struct rows rows = job_take(w->db, &(struct job_take_in){
						   .worker = w->name,
						   .kinds = { &name, 1 },
						   .limits = { &limit, 1 },
						   .cap = OWNER_CAP,
						   .lease_s = LEASE_S,
					   });
	for (size_t i = 0; i < rows.n; i++) {
		const struct job_take_row *row = job_take_at(rows, i);
		out->jobs[out->n++] = (struct job_taken){ row->id, row->attempt, row->subject };
	}
}

bool
quiet_claim(struct worker *w)
{
	struct background taken = { .n = 0 };
	int64_t now = clock_mono_us();
	if (room_of(w, &QUIET_SUMMARY) == 0 || (now < w->quiet_look_us && !w->once))
		return false;
	w->quiet_look_us = now + LOOK_US;
	/* A worker that ends when there is nothing left must know of what just came. */
	bool ok = !w->once || worker_try(w, memory_look, NULL);
	if (!ok || !worker_try(w, take_background, &taken))
		return false;
	for (size_t i = 0; i < taken.n; i++)
		begin_one(w, &QUIET_SUMMARY, taken.jobs[i]);
	return taken.n > 0;
}

/* ---- what all kinds of work answer to ---- */

void
quiet_stop(struct worker *w, struct job_id job)
{
	struct quiet_run *run = find_run(w, job);
	if (run == NULL || run->phase != QUIET_ASKING)
		return;
	run->is_canceled = true;
	provider_cancel(run->call);
	run->call = NULL;
	end_with(run, TEXT_DOWN);
}

void
quiet_fenced(struct worker *w, struct job_id job, int64_t attempt)
{
	struct quiet_run *run = find_run(w, job);
	if (run == NULL || run->job.attempt != attempt)
		return;
	LOG_EVENT(LOG_WARN, "fenced", LOG_INT("job", job.v), LOG_INT("attempt", attempt));
	free_run(run);
	worker_idle(w);
}

bool
quiet_have(const struct worker *w, struct job_id job)
{
	return find_run(w, job) != NULL;
}

size_t
quiet_refs(const struct worker *w, struct job_ref *refs, size_t room)
{
	size_t n = 0;
	for (const struct quiet_run *run = w->quiet; run != NULL && n < room; run = run->next)
		refs[n++] = (struct job_ref){ run->job.id, run->job.attempt };
	return n;
}

static void
give_back(struct worker *w, void *arg)
{
	const struct quiet_run *run = arg;
	(void)job_give_back(w->db, (struct i64s){ &run->job.id.v, 1 },
			    (struct i64s){ &run->job.attempt, 1 });
}

void
quiet_hand_back(struct worker *w)
{
	bool ok = true;
	while (w->quiet != NULL) {
		ok = ok && worker_try(w, give_back, w->quiet);
		free_run(w->quiet);
	}
}
