/*
 * How turns begin: what their prompts need is read in a few statements for all, then each is built.
 */
#include "bin/worker_guard.h"
#include "bin/worker_models.h"
#include "bin/worker_turn.h"
#include "lib/base/clock.h"
#include "lib/tool/tool.h"
#include "sql/prompt.h"

enum { RUN_ARENA = 32 * 1024 * 1024 };

static struct turn_run *
run_new(struct worker *w, const struct prompt_start_row *row, int64_t attempt)
{
	struct arena *arena = arena_new(RUN_ARENA);
	struct turn_run *run = ARENA_NEW(arena, struct turn_run);
	*run = (struct turn_run){
		.worker = w,
		.arena = arena,
		.job = row->job_id,
		.attempt = attempt,
		.turn = row->turn_id,
		.character = row->character_id,
		.hold = row->hold_id,
		.price = row->price,
		.by_tokens = str_eq(row->unit, STR("1000_tokens")) && row->price.milli > 0,
		.held = row->held.milli,
		.seq = row->seq,
		.completion_tokens = -1,
		.told_prompt = -1,
		.begun_us = clock_mono_us(),
		.next = w->turns,
	};
	if (w->turns != NULL)
		w->turns->previous = run;
	w->turns = run;
	w->turn_count++;
	run->text = buf_in(arena);
	run->lead = buf_in(arena);
	if (row->stop_asked)
		run->halt = HALT_MEMBER;
	return run;
}

static struct gather_ask
ask_of(struct turn_run *run, const struct prompt_start_row *row)
{
	const struct route_leg *leg = run->route->n > 0 ? &run->route->legs[0] : NULL;
	run->ratio = leg != NULL ? prompts_ratio(run->worker, leg->key) : 1;
	return (struct gather_ask){
		.arena = run->arena,
		.chat = row->chat_id,
		.member = row->member_id,
		.character = row->character_id,
		.head = row->head,
		.prefix = str_copy(run->arena, row->prefix),
		.prefixed = row->message_id,
		.mode = row->prefix.n > 0 ? PROMPT_CONTINUE : PROMPT_REPLY,
		.context = leg != NULL ? prompt_context_of(str_from(leg->provider->name),
							   leg->context_tokens)
				       : 0,
		.reply = leg != NULL ? leg->reply_tokens : 0,
		.ratio = run->ratio,
		.model = leg != NULL ? leg->label : STR_NONE,
		.seed = (uint64_t)row->seed,
		.now = clock_now(),
	};
}

static void
fill_request(struct turn_run *run, const struct gathered *from, int64_t seed, bool wants_tools)
{
	double own_seed = from->sampling.seed;
	struct strs stops = gather_stops(run->arena, from, run->prompt);
	run->request = (struct text_request){
		.messages = run->prompt->messages,
		.message_count = run->prompt->count,
		.stops = stops.at,
		.stop_count = stops.n,
		.banned = run->prompt->banned.at,
		.banned_count = run->prompt->banned.n,
		.max_tokens = (int)from->input.reply,
		.sampling = &from->sampling.values,
		.seed = own_seed >= 0 ? (uint64_t)own_seed : (uint64_t)seed,
		.key = str_fmt(run->arena, "%lld:%lld", (long long)run->turn.v,
			       (long long)run->attempt),
		.member_name = from->input.persona.name,
		.is_named = from->input.shows_names,
	};
	if (wants_tools)
		run->request.tools = tool_all(&run->request.tool_count);
}

/* The prompt of a run, or why there is none. */
static void
make_prompt(struct turn_run *run, const struct gathered *from, int64_t seed, bool wants_tools)
{
	if (!from->is_there) {
		run->refusal = "NO_CHARACTER";
		return;
	}
	struct gathered *kept = ARENA_NEW(run->arena, struct gathered);
	struct prompt *prompt = ARENA_NEW(run->arena, struct prompt);
	*kept = *from;
	*prompt = prompt_build(run->arena, &kept->input);
	run->from = kept;
	run->prompt = prompt;
	if (prompt->outcome == PROMPT_TOO_LONG) {
		run->refusal = "PROMPT_TOO_LONG";
		return;
	}
	run->prompt_tokens = prompt->tokens;
	fill_request(run, kept, seed, wants_tools);
}

struct beginning {
	const struct job_taken *jobs;
	size_t n;
};

static int64_t
attempt_of(const struct beginning *b, struct job_id job)
{
	size_t k = 0;
	while (b->jobs[k].id.v != job.v)
		k++;
	return b->jobs[k].attempt;
}

/* What was read of all of them. */
struct begun {
	struct rows rows; /* prompt_start */
	struct rows routes;
	struct rows guards;
};

/* As many turns as are read together. */
static void
load_some(struct worker *w, const struct beginning *b, const struct begun *begun, size_t from)
{
	struct rows rows = begun->rows;
	struct gather_ask asks[GATHER_AT_ONCE];
	struct gathered found[GATHER_AT_ONCE];
	struct turn_run *runs[GATHER_AT_ONCE] = { NULL };
	bool wants_tools[GATHER_AT_ONCE];
	size_t n = 0;
	for (; n < GATHER_AT_ONCE && from + n < rows.n; n++) {
		const struct prompt_start_row *row = prompt_start_at(rows, from + n);
		runs[n] = run_new(w, row, attempt_of(b, row->job_id));
		runs[n]->route = models_route_of(w, runs[n]->arena, begun->routes, row->job_id,
						 &wants_tools[n]);
		asks[n] = ask_of(runs[n], row);
	}
	turn_guard_load(w, begun->guards, runs, n);
	gather(w->db, w->arena, asks, n, found);
	for (size_t i = 0; i < n; i++)
		make_prompt(runs[i], &found[i], prompt_start_at(rows, from + i)->seed,
			    wants_tools[i]);
}

static void
load_runs(struct worker *w, void *arg)
{
	const struct beginning *b = arg;
	int64_t *ids = ARENA_ARRAY(w->arena, int64_t, b->n);
	int64_t *attempts = ARENA_ARRAY(w->arena, int64_t, b->n);
	for (size_t i = 0; i < b->n; i++) {
		ids[i] = b->jobs[i].id.v;
		attempts[i] = b->jobs[i].attempt;
	}
	prompts_refresh(w);
	struct db_later *routes = models_ask_routes(w, ids, b->n);
	struct db_later *guards = turn_guard_ask(w, ids, b->n);
	struct begun begun = { .rows = prompt_start(w->db, (struct i64s){ ids, b->n },
						    (struct i64s){ attempts, b->n }) };
	begun.routes = db_collect(routes);
	begun.guards = db_collect(guards);
	size_t i = 0;
	do
		load_some(w, b, &begun, i);
	while ((i += GATHER_AT_ONCE) < begun.rows.n);
}

void
turns_warm(struct worker *w)
{
	struct beginning none = { NULL, 0 };
	(void)!worker_try(w, load_runs, &none);
}

/*
 * Without a database the jobs go back to the queue when there is one. Else one of them is at fault:
 * each is tried alone, and that one put off, so that it cannot hold up the others for ever.
 */
static void
begin_failed(struct worker *w, const struct job_taken *jobs, size_t n)
{
	bool no_database = w->fault == FAULT_DATABASE;
	for (size_t i = 0; i < n; i++) {
		struct job_taken job = jobs[i];
		if (no_database)
			worker_orphan(w, job.id, job.attempt);
		else if (n > 1)
			turns_begin(w, &job, 1);
		else if (!worker_try(w, upkeep_put_off, &job))
			worker_orphan(w, job.id, job.attempt);
	}
}

void
turns_begin(struct worker *w, const struct job_taken *jobs, size_t n)
{
	struct beginning b = { jobs, n };
	size_t before = w->turn_count;
	if (!worker_try(w, load_runs, &b)) {
		while (w->turn_count > before)
			turn_free(w->turns);
		begin_failed(w, jobs, n);
		return;
	}
	struct turn_run *run = w->turns;
	for (size_t i = before; i < w->turn_count && run != NULL; i++, run = run->next) {
		if (run->refusal != NULL)
			turn_refuse(run);
		else if (run->halt != HALT_NOT)
			tick_wanted(w, true);
		else
			turn_call(run);
	}
}
