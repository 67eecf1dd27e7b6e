/* How turns begin: what their prompts need is read in one statement for all, then each is built. */
#include "bin/worker_turn.h"
#include "lib/base/clock.h"
#include "sql/turn.h"

enum { RUN_ARENA = 4 * 1024 * 1024 };

static struct strs
copy_texts(struct arena *arena, struct strs from)
{
	struct str *to = ARENA_ARRAY(arena, struct str, from.n);
	for (size_t i = 0; i < from.n; i++)
		to[i] = str_copy(arena, from.at[i]);
	return (struct strs){ to, from.n };
}

static struct prompt_card
copy_card(struct arena *arena, const struct turn_start_row *row)
{
	return (struct prompt_card){
		.name = str_copy(arena, row->name),
		.short_description = str_copy(arena, row->short_description),
		.long_bio = str_copy(arena, row->long_bio),
		.personality = str_copy(arena, row->personality),
		.scenario = str_copy(arena, row->scenario),
		.greeting = str_copy(arena, row->greeting),
		.traits = copy_texts(arena, row->traits),
		.example_dialogues = str_copy(arena, row->example_dialogues),
		.chat_lines = str_copy(arena, row->chat_lines),
		.pronouns = str_copy(arena, row->pronouns),
		.age = row->age,
		.member_name = str_copy(arena, row->member_name),
	};
}

static struct prompt
read_prompt(struct turn_run *run, struct message_id parent)
{
	struct worker *w = run->worker;
	struct rows rows = turn_branch(w->db, parent, prompt_branch_bytes());
	struct text_message *branch = ARENA_ARRAY(run->arena, struct text_message, rows.n);
	for (size_t i = 0; i < rows.n; i++) {
		const struct turn_branch_row *row = turn_branch_at(rows, i);
		branch[i].role = str_eq(row->role, STR("user")) ? TEXT_USER : TEXT_ASSISTANT;
		branch[i].content = str_copy(run->arena, row->content);
	}
	return prompt_build(run->arena, &run->card, branch, rows.n);
}

static struct turn_run *
run_new(struct worker *w, const struct turn_start_row *row, int64_t attempt)
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
		.begun_us = clock_mono_us(),
		.next = w->turns,
	};
	if (w->turns != NULL)
		w->turns->previous = run;
	w->turns = run;
	w->turn_count++;
	run->card = copy_card(arena, row);
	struct prompt prompt = read_prompt(run, row->parent_id);
	run->prompt_tokens = prompt.tokens;
	run->request = (struct text_request){
		.messages = prompt.messages,
		.message_count = prompt.count,
		.max_tokens = (int)prompt_reply_tokens(),
		.seed = (uint64_t)row->seed,
		.key = str_fmt(arena, "%lld:%lld", (long long)row->turn_id.v, (long long)attempt),
		.member_name = run->card.member_name,
	};
	run->text = buf_in(arena);
	if (row->stop_asked)
		run->halt = HALT_MEMBER;
	return run;
}

struct beginning {
	const struct job_taken *jobs;
	size_t n;
	size_t made;
};

static void
load_runs(struct worker *w, void *arg)
{
	struct beginning *b = arg;
	int64_t *ids = ARENA_ARRAY(w->arena, int64_t, b->n);
	int64_t *attempts = ARENA_ARRAY(w->arena, int64_t, b->n);
	for (size_t i = 0; i < b->n; i++) {
		ids[i] = b->jobs[i].id.v;
		attempts[i] = b->jobs[i].attempt;
	}
	struct rows rows = turn_start(w->db, (struct i64s){ ids, b->n },
				      (struct i64s){ attempts, b->n });
	for (size_t i = 0; i < rows.n; i++) {
		const struct turn_start_row *row = turn_start_at(rows, i);
		size_t k = 0;
		while (b->jobs[k].id.v != row->job_id.v)
			k++;
		b->made++;
		(void)run_new(w, row, b->jobs[k].attempt);
	}
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
	struct beginning b = { jobs, n, 0 };
	size_t before = w->turn_count;
	if (!worker_try(w, load_runs, &b)) {
		while (w->turn_count > before)
			turn_free(w->turns);
		begin_failed(w, jobs, n);
		return;
	}
	struct turn_run *run = w->turns;
	for (size_t i = before; i < w->turn_count && run != NULL; i++, run = run->next) {
		if (run->halt != HALT_NOT)
			tick_wanted(w, true);
		else
			turn_call(run);
	}
}
