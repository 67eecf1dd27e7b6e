#include "bin/worker_turn.h"

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/fault.h"
#include "lib/base/log.h"
#include "lib/turn/words.h"
#include "sql/turn.h"

enum {
	RUN_ARENA = 4 * 1024 * 1024,
	LONGEST_REPLY = 60000, /* bytes; a message holds 64000 characters */
	LONGEST_ASKED_WAIT_S = 300,
	EXTENSION_TOKENS = 400
};

static const struct turn_ending COMPLETE = { "complete", "complete", "", true, 0 };
static const struct turn_ending BLOCKED = { "failed", "blocked", "BLOCKED", false, 0 };
/* The provider's fault, so it is free. */
static const struct turn_ending CUT = { "partial", "partial", "PROVIDER_CUT", false, 0 };

static void start_call(struct turn_run *run);

int64_t
turn_tokens(const struct turn_run *run)
{
	return run->completion_tokens >= 0 ? run->completion_tokens
					   : prompt_count_tokens(run->text.n);
}

int64_t
turn_cost_now(const struct turn_run *run)
{
	return (run->price.milli * (run->prompt_tokens + turn_tokens(run)) + 500) / 1000;
}

struct gems
turn_extension(const struct turn_run *run)
{
	int64_t more = run->price.milli * EXTENSION_TOKENS / 1000;
	return (struct gems){ more > 0 ? more : 1 };
}

void
turn_free(struct turn_run *run)
{
	struct worker *w = run->worker;
	if (run->call != NULL)
		w->providers[run->provider].provider.cancel(run->call);
	if (run->previous != NULL)
		run->previous->next = run->next;
	else
		w->turns = run->next;
	if (run->next != NULL)
		run->next->previous = run->previous;
	w->turn_count--;
	arena_free(run->arena);
}

static void
end_with(struct turn_run *run, struct turn_ending ending)
{
	run->phase = TURN_ENDED;
	run->ending = ending;
	if (strcmp(ending.status, "blocked") == 0)
		run->text.n = run->told; /* what was blocked is told to nobody */
	tick_wanted(run->worker, true);
}

static struct turn_ending
failed(const char *reason)
{
	return (struct turn_ending){ "failed", "failed", reason, false, 0 };
}

/*
 * A member who stops a reply pays for it when there is a sentence to read; by tokens they pay for
 * what came.
 */
static void
stop_for_member(struct turn_run *run)
{
	struct str text = buf_done(&run->text);
	bool pays = run->by_tokens ? text.n > 0 : words_sentence_end(text, text.n) > 0;
	end_with(run, (struct turn_ending){ "stopped", words_blank(text) ? "failed" : "partial",
					    "STOPPED", pays && !words_blank(text), 0 });
}

/* Gems are used up: the text ends with the last sentence that they pay for. */
static void
stop_for_gems(struct turn_run *run)
{
	int64_t tokens = run->held * 1000 / run->price.milli - run->prompt_tokens;
	size_t room = tokens > 0 ? (size_t)tokens * 4 : 0;
	struct str text = buf_done(&run->text);
	size_t end = words_sentence_end(text, room);
	run->text.n = end > 0 ? end : str_clip(text, room);
	run->completion_tokens = -1;
	end_with(run, (struct turn_ending){ "partial", "partial", "INSUFFICIENT_GEMS", true, 0 });
}

void
turn_halt_now(struct turn_run *run)
{
	if (run->call != NULL)
		run->worker->providers[run->provider].provider.cancel(run->call);
	run->call = NULL;
	switch (run->halt) {
	case HALT_NOT:
		break;
	case HALT_MEMBER:
		stop_for_member(run);
		break;
	case HALT_GEMS:
		stop_for_gems(run);
		break;
	case HALT_LENGTH:
		end_with(run, COMPLETE);
		break;
	}
}

static void
ask_halt(struct turn_run *run, enum turn_halt why)
{
	if (run->phase != TURN_WRITING || run->halt != HALT_NOT)
		return;
	run->halt = why;
	tick_wanted(run->worker, true);
}

/* Text for people: PostgreSQL stores no NUL, and no reply needs other control characters. */
static void
put_clean(struct buf *to, struct str text)
{
	size_t from = 0;
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F) {
			buf_put(to, text.p + from, i - from);
			from = i + 1;
		}
	}
	buf_put(to, text.p + from, text.n - from);
}

static void
heard_delta(void *arg, struct str text)
{
	struct turn_run *run = arg;
	if (run->phase != TURN_WRITING || run->halt != HALT_NOT)
		return;
	put_clean(&run->text, text);
	if (run->text.n > LONGEST_REPLY) {
		run->text.n = str_clip(buf_done(&run->text), LONGEST_REPLY);
		ask_halt(run, HALT_LENGTH);
	} else if (run->is_drained && turn_cost_now(run) >= run->held) {
		ask_halt(run, HALT_GEMS);
	}
	tick_wanted(run->worker, run->told == 0);
}

/* No text came: the next provider, or an end that says why. */
static void
go_on_or_fail(struct turn_run *run, const struct text_result *result)
{
	struct worker *w = run->worker;
	size_t next = provider_next(w, run->provider + 1);
	if (next < w->provider_count) {
		run->provider = next;
		start_call(run);
		return;
	}
	if (result->end == TEXT_LIMITED && result->retry_after_s > 0 &&
	    result->retry_after_s <= LONGEST_ASKED_WAIT_S) {
		struct turn_ending again = failed("PROVIDER_LIMITED");
		again.retry_s = result->retry_after_s;
		end_with(run, again);
		return;
	}
	switch (result->end) {
	case TEXT_LIMITED:
		end_with(run, failed("PROVIDER_LIMITED"));
		break;
	case TEXT_REJECTED:
		end_with(run, failed("PROVIDER_REJECTED"));
		break;
	case TEXT_COMPLETE:
	case TEXT_LENGTH:
	case TEXT_GARBAGE:
		end_with(run, failed("PROVIDER_GARBAGE"));
		break;
	case TEXT_REFUSED:
	case TEXT_CUT:
	case TEXT_DOWN:
		end_with(run, failed("PROVIDER_DOWN"));
		break;
	}
}

static void
note_result(struct turn_run *run, const struct text_result *result)
{
	const struct text_provider *provider = &run->worker->providers[run->provider].provider;
	bool was_down = result->end == TEXT_DOWN || result->end == TEXT_GARBAGE ||
			result->end == TEXT_CUT;
	provider_report(run->worker, run->provider, !was_down);
	if (run->model.n == 0)
		run->model = str_copy(run->arena, result->model);
	if (result->prompt_tokens >= 0)
		run->prompt_tokens = result->prompt_tokens;
	run->completion_tokens = result->completion_tokens;
	if (result->end != TEXT_COMPLETE && result->end != TEXT_LENGTH)
		LOG_EVENT(LOG_WARN, "provider", LOG_INT("turn", run->turn.v),
			  LOG_CSTR("name", provider->name), LOG_INT("end", result->end),
			  LOG_STR("detail", result->detail));
}

static void
heard_end(void *arg, const struct text_result *result)
{
	struct turn_run *run = arg;
	run->call = NULL;
	if (run->phase != TURN_WRITING)
		return;
	note_result(run, result);
	if (result->end == TEXT_REFUSED)
		end_with(run, BLOCKED);
	else if (words_blank(buf_done(&run->text)))
		go_on_or_fail(run, result);
	else if (result->end == TEXT_COMPLETE || result->end == TEXT_LENGTH)
		end_with(run, COMPLETE);
	else
		end_with(run, CUT);
}

static void
start_call(struct turn_run *run)
{
	static const struct text_events EVENTS = { heard_delta, heard_end };
	struct worker *w = run->worker;
	run->provider = provider_next(w, run->provider);
	if (run->provider == w->provider_count) {
		run->provider = 0;
		end_with(run, failed("PROVIDER_DOWN"));
		return;
	}
	const struct text_provider *provider = &w->providers[run->provider].provider;
	if (strcmp(provider->name, "offline") == 0 && run->request.persona == NULL)
		run->request.persona = prompt_persona(run->arena, &run->card);
	run->model = str_from(provider->label);
	run->call = provider->start(provider, w->loop, &run->request, &EVENTS, run);
}

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
		.temperature = -1,
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
			start_call(run);
	}
}

static struct turn_run *
find_run(const struct worker *w, struct job_id job)
{
	struct turn_run *run = w->turns;
	while (run != NULL && run->job.v != job.v)
		run = run->next;
	return run;
}

bool
turns_have(const struct worker *w, struct job_id job)
{
	return find_run(w, job) != NULL;
}

void
turns_stop(struct worker *w, struct job_id job)
{
	struct turn_run *run = find_run(w, job);
	if (run != NULL)
		ask_halt(run, HALT_MEMBER);
}

void
turns_fenced(struct worker *w, struct job_id job, int64_t attempt)
{
	struct turn_run *run = find_run(w, job);
	if (run == NULL || run->attempt != attempt || run->phase == TURN_OVER)
		return;
	LOG_EVENT(LOG_WARN, "fenced", LOG_INT("turn", run->turn.v), LOG_INT("attempt", attempt));
	run->phase = TURN_OVER;
	tick_wanted(w, false);
}

size_t
turns_refs(const struct worker *w, struct job_ref *refs, size_t room)
{
	size_t n = 0;
	for (const struct turn_run *run = w->turns; run != NULL && n < room; run = run->next)
		if (run->phase != TURN_OVER)
			refs[n++] = (struct job_ref){ run->job, run->attempt };
	return n;
}
