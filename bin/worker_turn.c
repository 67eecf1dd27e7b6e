#include "bin/worker_turn.h"
#include "bin/worker_guard.h"

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/fault.h"
#include "lib/base/log.h"
#include "lib/prompt/count.h"
#include "lib/prompt/words.h"

enum {
	LONGEST_REPLY = 60000, /* bytes; a message holds 64000 characters */
	LONGEST_ASKED_WAIT_S = 300,
	EXTENSION_TOKENS = 400
};

static const struct turn_ending COMPLETE = { "complete", "complete", "", true, 0 };
static const struct turn_ending BLOCKED = { "failed", "blocked", "BLOCKED", false, 0 };
/* The house answered in place of the character. */
static const struct turn_ending CARE = { "complete", "complete", "CARE", false, 0 };
/* Not the house's rules stopped it, but the service's own moderation. */
static const struct turn_ending BLOCKED_OUTSIDE = { "failed", "blocked", "PROVIDER_BLOCKED", false,
						    0 };
static const struct turn_ending REFUSED = { "failed", "blocked", "PROVIDER_REFUSED", false, 0 };
/* The provider's fault, so it is free. */
static const struct turn_ending CUT = { "partial", "partial", "PROVIDER_CUT", false, 0 };

int64_t
turn_tokens(const struct turn_run *run)
{
	return run->completion_tokens >= 0 ? run->completion_tokens
					   : count_scaled(buf_done(&run->text), run->ratio);
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
	provider_cancel(run->call);
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
	tick_wanted(run->worker, false);
}

static struct turn_ending
failed(const char *reason)
{
	return (struct turn_ending){ "failed", "failed", reason, false, 0 };
}

void
turn_stop_guarded(struct turn_run *run)
{
	provider_cancel(run->call);
	run->call = NULL;
	end_with(run, BLOCKED);
}

void
turn_settle(struct turn_run *run)
{
	if (!turn_judge_reply(run))
		end_with(run, COMPLETE);
}

void
turn_refuse(struct turn_run *run)
{
	end_with(run, failed(run->refusal));
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
	struct str text = buf_done(&run->text);
	size_t room = tokens > 0 ? count_fit(text, run->ratio, tokens) : 0;
	size_t end = words_sentence_end(text, room);
	run->text.n = end > 0 ? end : str_clip(text, room);
	run->completion_tokens = -1;
	end_with(run, (struct turn_ending){ "partial", "partial", "INSUFFICIENT_GEMS", true, 0 });
}

void
turn_halt_now(struct turn_run *run)
{
	provider_cancel(run->call);
	run->call = NULL;
	if (!turn_guard_flush(run)) {
		end_with(run, BLOCKED);
		return;
	}
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

/* Who is at it. One that stands in for a dearer one is paid as itself. */
static void
note_leg(struct turn_run *run)
{
	const struct route_leg *leg = provider_run_leg(run->call);
	if (leg->provider == NULL)
		return;
	run->provider = str_from(leg->provider->name);
	run->model_key = leg->key;
	if (run->by_tokens && leg->price.milli < run->price.milli)
		run->price = leg->price;
}

static void
heard_delta(void *arg, struct str text)
{
	struct turn_run *run = arg;
	if (run->phase != TURN_WRITING || run->halt != HALT_NOT)
		return;
	if (run->text.n == 0)
		note_leg(run);
	text = prompts_led(run, text);
	if (text.n == 0)
		return;
	if (!turn_guard_take(run, text)) {
		turn_stop_guarded(run);
		return;
	}
	if (run->text.n > LONGEST_REPLY) {
		run->text.n = str_clip(buf_done(&run->text), LONGEST_REPLY);
		ask_halt(run, HALT_LENGTH);
	} else if (run->is_drained && turn_cost_now(run) >= run->held) {
		ask_halt(run, HALT_GEMS);
	}
	tick_wanted(run->worker, run->told == 0);
}

/* No text came from anybody who could be asked. */
static void
end_empty(struct turn_run *run, const struct text_result *result)
{
	bool is_own = str_starts(run->model_key, STR("own:"));
	bool may_wait = result->end == TEXT_LIMITED || result->end == TEXT_DOWN;
	struct turn_ending ending = failed(result->end == TEXT_REJECTED && is_own
						   ? "OWN_KEY_REJECTED"
						   : provider_code(result->end));
	if (may_wait && result->retry_after_s <= LONGEST_ASKED_WAIT_S)
		ending.retry_s = result->retry_after_s;
	end_with(run, ending);
}

static void
note_result(struct turn_run *run, const struct text_result *result)
{
	note_leg(run);
	if (result->model.n > 0)
		run->model = str_copy(run->arena, result->model);
	if (result->prompt_tokens >= 0)
		run->prompt_tokens = run->told_prompt = result->prompt_tokens;
	run->completion_tokens = result->completion_tokens;
	run->cached = result->cached_tokens;
	run->dropped = str_copy(run->arena, result->dropped);
}

static void
heard_end(void *arg, const struct text_result *result)
{
	struct turn_run *run = arg;
	note_result(run, result);
	run->call = NULL;
	if (run->phase != TURN_WRITING)
		return;
	struct str rest = prompts_lead_rest(run);
	if ((rest.n > 0 && !turn_guard_take(run, rest)) || !turn_guard_flush(run)) {
		turn_stop_guarded(run);
		return;
	}
	if (result->end == TEXT_BLOCKED)
		end_with(run, BLOCKED_OUTSIDE);
	else if (result->end == TEXT_REFUSED)
		end_with(run, REFUSED);
	else if (words_blank(buf_done(&run->text)))
		end_empty(run, result);
	else if (result->end == TEXT_COMPLETE || result->end == TEXT_LENGTH)
		turn_settle(run);
	else
		end_with(run, CUT);
}

static bool
may_speak_offline(const struct route *route)
{
	for (size_t i = 0; i < route->n; i++)
		if (strcmp(route->legs[i].provider->name, "offline") == 0)
			return true;
	return false;
}

void
turn_call(struct turn_run *run)
{
	static const struct text_events EVENTS = { heard_delta, heard_end };
	struct worker *w = run->worker;
	if (turn_guard_answers(run)) {
		end_with(run, CARE);
		return;
	}
	if (turn_judge_message(run))
		return;
	if (run->route == NULL)
		run->route = models_route(w, run->arena);
	if (run->route->n == 0) {
		end_with(run, failed("PROVIDER_DOWN"));
		return;
	}
	if (run->request.persona == NULL && may_speak_offline(run->route))
		run->request.persona = prompt_offline(run->arena, &run->from->input);
	run->provider = str_from(run->route->legs[0].provider->name);
	run->call = provider_run_on(w, run->route, &run->request, &EVENTS, run);
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
