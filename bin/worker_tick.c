/*
 * What all turns of the worker write together: one INSERT of deltas and one NOTIFY a tick, one
 * transaction for the turns that end in it, one UPDATE of stored text every two seconds. So the
 * database's load does not grow with the number of streams.
 */
#include <string.h>

#include "bin/worker_guard.h"
#include "bin/worker_models.h"
#include "bin/worker_turn.h"
#include "lib/base/clock.h"
#include "lib/base/fault.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/notify/notify.h"
#include "lib/turn/turn.h"
#include "sql/event.h"
#include "sql/job.h"
#include "sql/turn.h"

enum {
	TICK_US = 40 * 1000,	  /* between ticks that write all turns */
	FIRST_TICK_US = 6 * 1000, /* between those that write the first words of new ones */
	KEEP_US = 2 * 1000 * 1000,
	ENDS_AT_ONCE = 100,
	FAILURES_TOGETHER = 3, /* then each end is stored alone */
	FAILURES_ALONE = 6
};

/* Parameters of a statement over many turns. */
struct columns {
	struct arena *arena;
	size_t n;
	struct turn_run **runs;
	int64_t *jobs, *attempts;
};

static struct columns
columns_of(struct worker *w, bool (*wanted)(const struct turn_run *), size_t most)
{
	struct columns c = { .arena = w->arena };
	c.runs = ARENA_ARRAY(w->arena, struct turn_run *, w->turn_count);
	c.jobs = ARENA_ARRAY(w->arena, int64_t, w->turn_count);
	c.attempts = ARENA_ARRAY(w->arena, int64_t, w->turn_count);
	for (struct turn_run *run = w->turns; run != NULL && c.n < most; run = run->next) {
		if (!wanted(run))
			continue;
		c.runs[c.n] = run;
		c.jobs[c.n] = run->job.v;
		c.attempts[c.n++] = run->attempt;
	}
	return c;
}

#define NUMBERS(c, field, value)                                                                   \
	int64_t *field = ARENA_ARRAY((c).arena, int64_t, (c).n);                                   \
	for (size_t i_ = 0; i_ < (c).n; i_++) {                                                    \
		const struct turn_run *run = (c).runs[i_];                                         \
		field[i_] = (value);                                                               \
	}
#define TEXTS(c, field, value)                                                                     \
	struct str *field = ARENA_ARRAY((c).arena, struct str, (c).n);                             \
	for (size_t i_ = 0; i_ < (c).n; i_++) {                                                    \
		const struct turn_run *run = (c).runs[i_];                                         \
		field[i_] = (value);                                                               \
	}

/* ---- deltas ---- */

static bool
has_news(const struct turn_run *run)
{
	return run->phase != TURN_OVER && run->text.n > run->told;
}

static bool
has_first_news(const struct turn_run *run)
{
	return has_news(run) && run->told == 0;
}

static struct str
delta_json(struct arena *arena, struct str text)
{
	struct buf buf = buf_in(arena);
	buf_reserve(&buf, text.n + text.n / 8 + 16);
	buf_lit(&buf, "{\"text\":");
	json_put_text(&buf, text);
	buf_char(&buf, '}');
	return buf_done(&buf);
}

static void
tell_deltas(struct worker *w, void *arg)
{
	const bool *all = arg;
	struct columns c = columns_of(w, *all ? has_news : has_first_news, SIZE_MAX);
	if (c.n == 0)
		return;
	NUMBERS(c, turns, run->turn.v)
	NUMBERS(c, seqs, run->seq + 1)
	TEXTS(c, data, delta_json(c.arena, str_from_at(buf_done(&run->text), run->told)))
	(void)event_add(w->db, &(struct event_add_in){
				       .jobs = { c.jobs, c.n },
				       .attempts = { c.attempts, c.n },
				       .turns = { turns, c.n },
				       .seqs = { seqs, c.n },
				       .data = { data, c.n },
			       });
	for (size_t i = 0; i < c.n; i++) {
		c.runs[i]->seq++;
		c.runs[i]->told = c.runs[i]->text.n;
	}
}

/* ---- ends ---- */

static bool
wants_end(const struct turn_run *run)
{
	return run->phase == TURN_ENDED && run->told >= run->text.n && run->ending.retry_s == 0;
}

static bool
wants_end_together(const struct turn_run *run)
{
	return wants_end(run) && run->failures < FAILURES_TOGETHER;
}

static bool
wants_end_alone(const struct turn_run *run)
{
	return wants_end(run) && run->failures >= FAILURES_TOGETHER;
}

static void
log_end(const struct turn_run *run, const struct turn_finish_row *row)
{
	LOG_EVENT(LOG_INFO, "turn", LOG_INT("turn", run->turn.v),
		  LOG_CSTR("state", run->ending.state), LOG_CSTR("reason", run->ending.reason),
		  LOG_INT("milligems", row->charged.milli), LOG_INT("tokens", turn_tokens(run)),
		  LOG_INT("ms", (clock_mono_us() - run->begun_us) / 1000));
}

static void
note_use(struct worker *w, struct character_id character)
{
	size_t i = 0;
	while (i < w->used_count && w->used[i].v != character.v)
		i++;
	if (i == COUNT(w->used))
		return;
	w->used[i] = character;
	w->used_times[i] = i == w->used_count ? 1 : w->used_times[i] + 1;
	w->used_count += i == w->used_count;
}

static struct rows
finish_rows(struct worker *w, const struct columns *columns)
{
	struct columns c = *columns;
	TEXTS(c, states, str_from(run->ending.state))
	TEXTS(c, statuses, str_from(run->ending.status))
	TEXTS(c, contents,
	      strcmp(run->ending.status, "blocked") == 0 ? STR("") : buf_done(&run->text))
	TEXTS(c, reasons, str_from(run->ending.reason))
	NUMBERS(c, pays, run->ending.pays)
	NUMBERS(c, prompts, run->prompt_tokens)
	NUMBERS(c, completions, turn_tokens(run))
	TEXTS(c, providers, run->provider)
	TEXTS(c, models, run->model)
	NUMBERS(c, seqs, run->seq)
	return turn_finish(w->db, &(struct turn_finish_in){
					  .jobs = { c.jobs, c.n },
					  .attempts = { c.attempts, c.n },
					  .states = { states, c.n },
					  .statuses = { statuses, c.n },
					  .contents = { contents, c.n },
					  .reasons = { reasons, c.n },
					  .pays = { pays, c.n },
					  .prompt_tokens = { prompts, c.n },
					  .completion_tokens = { completions, c.n },
					  .providers = { providers, c.n },
					  .models = { models, c.n },
					  .seqs = { seqs, c.n },
				  });
}

static void
widen(struct notify_told *range, int64_t first, int64_t last)
{
	if (first > 0 && (range->first == 0 || first < range->first))
		range->first = first;
	if (last > range->last)
		range->last = last;
}

/* Text, gems, message, chat and job of the turns in one durable transaction; then the notices. */
static void
store_ends(struct worker *w, void *arg)
{
	const struct columns *c = arg;
	struct notify_told events = { 0, 0 }, told = { 0, 0 };
	db_begin(w->db);
	(void)turn_lock_chats_ahead(w->db, (struct i64s){ c->jobs, c->n });
	models_lower(w, c->runs, c->n);
	struct rows rows = finish_rows(w, c);
	prompts_keep(w, c->runs, c->n);
	turn_guard_keep(w, c->runs, c->n);
	db_commit(w->db);
	for (size_t i = 0; i < rows.n; i++) {
		const struct turn_finish_row *row = turn_finish_at(rows, i);
		size_t k = 0;
		while (k < c->n && c->jobs[k] != row->job_id.v)
			k++;
		struct turn_run *run = c->runs[k];
		run->phase = TURN_OVER;
		if (!row->ok)
			LOG_EVENT(LOG_WARN, "fenced", LOG_INT("turn", run->turn.v));
		else
			log_end(run, row);
		if (row->ok && run->ending.pays)
			note_use(w, run->character);
		if (row->ok && run->text.n > 0)
			memory_said(w, run->turn);
		widen(&events, row->first_event, row->last_event);
		widen(&told, row->first_told, row->last_told);
	}
	if (events.first > 0 || told.first > 0)
		(void)event_tell_ends(w->db, events.first, events.last, told.first, told.last);
}

static void
note_failure(struct worker *w, const struct columns *c)
{
	if (w->fault == FAULT_DATABASE)
		return;
	for (size_t i = 0; i < c->n; i++) {
		struct turn_run *run = c->runs[i];
		if (run->phase == TURN_ENDED && ++run->failures >= FAILURES_ALONE) {
			LOG_EVENT(LOG_ERROR, "turn_lost", LOG_INT("turn", run->turn.v));
			run->phase = TURN_OVER; /* its lease ends, and the rescuer sees to it */
		}
	}
}

static bool
end_some(struct worker *w, bool (*wanted)(const struct turn_run *), size_t most)
{
	/* The columns outlive the attempt, which empties the worker's arena. */
	struct arena *arena = arena_new(64 * 1024 * 1024);
	struct arena *own = w->arena;
	w->arena = arena;
	struct columns c = columns_of(w, wanted, most);
	w->arena = own;
	bool ok = c.n == 0 || worker_try(w, store_ends, &c);
	if (!ok)
		note_failure(w, &c);
	size_t n = c.n;
	arena_free(arena);
	return ok && n > 0;
}

/* Back to the queue, because a provider said when to come back. */
static void
put_later(struct worker *w, void *arg)
{
	struct turn_run *run = arg;
	const struct job_turn_waits_row *row = job_turn_waits(
		w->db, run->job, run->attempt, str_from(run->ending.reason), run->ending.retry_s);
	if (row->event > 0)
		turn_events_tell(w->db, row->event, row->event);
	if (str_eq(row->outcome, STR("dead")))
		run->ending.retry_s = 0; /* waited long enough: it fails now */
	else
		run->phase = TURN_OVER;
}

static void
end_runs(struct worker *w)
{
	for (struct turn_run *run = w->turns; run != NULL; run = run->next)
		if (run->phase == TURN_ENDED && run->ending.retry_s > 0 &&
		    !worker_try(w, put_later, run))
			return;
	while (end_some(w, wants_end_together, ENDS_AT_ONCE))
		;
	while (end_some(w, wants_end_alone, 1))
		;
}

/* ---- the tick ---- */

static void tick(void *arg);

static void
schedule(struct worker *w, int64_t due_us)
{
	if (w->tick_timer != NULL && w->tick_due_us <= due_us)
		return;
	loop_timer_cancel(w->loop, w->tick_timer);
	w->tick_due_us = due_us;
	w->tick_timer = loop_after(w->loop, due_us - clock_mono_us(), tick, w);
}

/* A tick that took long is followed by a longer pause; first words do not pay for those of all. */
void
tick_wanted(struct worker *w, bool first)
{
	int64_t pause = first ? FIRST_TICK_US : TICK_US;
	int64_t took = first ? w->tick_first_took_us : w->tick_full_took_us;
	if (pause < took * 2)
		pause = took * 2;
	int64_t due = (first ? w->tick_last_us : w->tick_full_us) + pause;
	int64_t now = clock_mono_us();
	schedule(w, due > now ? due : now);
}

static void
free_over(struct worker *w)
{
	size_t before = w->turn_count;
	for (struct turn_run *run = w->turns, *next; run != NULL; run = next) {
		next = run->next;
		if (run->phase == TURN_OVER)
			turn_free(run);
	}
	if (w->turn_count < before)
		worker_idle(w);
}

static void
tick(void *arg)
{
	struct worker *w = arg;
	int64_t begin = clock_mono_us();
	bool all = begin >= w->tick_full_us + TICK_US;
	w->tick_timer = NULL;
	w->tick_last_us = begin;
	if (all)
		w->tick_full_us = begin;
	for (struct turn_run *run = w->turns; run != NULL; run = run->next)
		if (run->halt != HALT_NOT && run->phase == TURN_WRITING)
			turn_halt_now(run);
		else if (all || run->told == 0)
			turn_guard_tick(run);
	/* Nobody minds an end that is told a moment later, and several are stored at the price of one. */
	if (worker_try(w, tell_deltas, &all) && all)
		end_runs(w);
	free_over(w);
	*(all ? &w->tick_full_took_us : &w->tick_first_took_us) = clock_mono_us() - begin;
	bool news = false, ended = false;
	for (const struct turn_run *run = w->turns; run != NULL; run = run->next) {
		news = news || has_news(run);
		ended = ended || run->phase == TURN_ENDED;
	}
	int64_t wait = worker_wait_us(w);
	if (wait > 0 && (news || ended))
		schedule(w, clock_mono_us() + wait);
	else if (news || ended)
		tick_wanted(w, false);
}

/* ---- every two seconds ---- */

static bool
wants_keep(const struct turn_run *run)
{
	return run->phase == TURN_WRITING && run->text.n > run->kept;
}

static void
keep_text(struct worker *w, void *arg)
{
	(void)arg;
	struct columns c = columns_of(w, wants_keep, SIZE_MAX);
	if (c.n == 0)
		return;
	TEXTS(c, contents, buf_done(&run->text))
	NUMBERS(c, tokens, turn_tokens(run))
	NUMBERS(c, seqs, run->seq)
	NUMBERS(c, prompts, run->prompt_tokens)
	TEXTS(c, providers, run->provider)
	TEXTS(c, models, run->model)
	(void)turn_keep(w->db, &(struct turn_keep_in){
				       .jobs = { c.jobs, c.n },
				       .attempts = { c.attempts, c.n },
				       .contents = { contents, c.n },
				       .tokens = { tokens, c.n },
				       .seqs = { seqs, c.n },
				       .prompt_tokens = { prompts, c.n },
				       .providers = { providers, c.n },
				       .models = { models, c.n },
			       });
	for (size_t i = 0; i < c.n; i++)
		c.runs[i]->kept = c.runs[i]->text.n;
}

/* A price by tokens: at three quarters of the hold, more is asked for. */
static void
extend_hold(struct worker *w, void *arg)
{
	struct turn_run *run = arg;
	struct db_refusal refusal;
	struct str key = str_fmt(w->arena, "extend:%lld:%d", (long long)run->job.v, run->extended);
	const struct turn_extend_row *row = turn_extend(w->db, key, run->hold, turn_extension(run),
							&refusal);
	/* A hold that is closed by now stays as it is: the reply goes on, free. */
	if (row == NULL)
		return;
	run->held = row->held.milli;
	run->is_drained = !row->grown;
	run->extended++;
}

static void
tend_prompts(struct worker *w, void *arg)
{
	(void)arg;
	prompts_tend(w);
}

void
tick_keep(void *arg)
{
	struct worker *w = arg;
	bool ok = worker_try(w, keep_text, NULL) && worker_try(w, tend_prompts, NULL);
	for (struct turn_run *run = w->turns; ok && run != NULL; run = run->next)
		if (run->by_tokens && run->phase == TURN_WRITING && !run->is_drained &&
		    turn_cost_now(run) * 4 >= run->held * 3)
			ok = worker_try(w, extend_hold, run);
	(void)loop_after(w->loop, KEEP_US, tick_keep, w);
}

/* ---- the end of the shutdown ---- */

static void
hand_back(struct worker *w, void *arg)
{
	const struct turn_run *run = arg;
	const struct turn_rescue_one_row *row = turn_rescue_one(w->db, run->job, run->attempt);
	if (row->first_event > 0)
		turn_events_tell(w->db, row->first_event, row->last_event);
}

void
turns_hand_back(struct worker *w)
{
	bool all = true;
	bool ok = worker_try(w, tell_deltas, &all);
	for (struct turn_run *run = w->turns; ok && run != NULL; run = run->next)
		ok = worker_try(w, hand_back, run);
	while (w->turns != NULL)
		turn_free(w->turns);
}
