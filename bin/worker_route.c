/*
 * One request on its way through models. A model that cannot answer gives way to the next of the
 * route, as long as nothing was said yet; what a model asks to be done for it is done here, and the
 * same model goes on with the results.
 */
#include "bin/worker.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/log.h"
#include "lib/prompt/words.h"
#include "lib/tool/tool.h"

enum {
	RUN_ARENA = 2 * 1024 * 1024,
	ROUNDS = 4, /* of tools in one reply */
	SAID_CAP = 256 * 1024
};

struct provider_run {
	struct arena *arena;
	struct worker *worker;
	const struct route *route;
	const struct text_request *asked; /* as it was handed in */
	struct text_request request;	  /* as it goes to the leg at hand */
	const struct text_events *events;
	void *arg;
	size_t at; /* the leg */
	enum provider_leave leave;
	struct text_call *call;
	struct loop_timer *soon;
	struct text_round rounds[ROUNDS];
	struct buf said; /* by this leg since the last round */
	bool has_spoken; /* something that is no white space was told */
	bool is_busy;	 /* inside an event of the caller: freeing must wait */
	bool is_over;
	struct text_result last; /* how the last leg ended */
};

static void ask_next(struct provider_run *run);

static const struct route_leg *
leg_of(const struct provider_run *run)
{
	return &run->route->legs[run->at];
}

const struct route_leg *
provider_run_leg(const struct provider_run *run)
{
	return leg_of(run);
}

static void
report(struct provider_run *run, enum provider_did did)
{
	if (leg_of(run)->state != NULL)
		provider_report(leg_of(run)->state, run->leave, did);
}

void
provider_cancel(struct provider_run *run)
{
	if (run == NULL || run->is_over)
		return;
	run->is_over = true;
	loop_timer_cancel(run->worker->loop, run->soon);
	run->soon = NULL;
	if (run->call != NULL) {
		leg_of(run)->provider->cancel(run->call);
		report(run, run->has_spoken ? DID_WELL : DID_NOTHING);
	}
	run->call = NULL;
	if (!run->is_busy)
		arena_free(run->arena);
}

/* Tells the caller once, and frees the run. */
static void
end_run(struct provider_run *run, const struct text_result *result)
{
	run->is_over = true;
	run->is_busy = true;
	run->events->ended(run->arg, result);
	arena_free(run->arena);
}

/* Passes text on. False when that ended the run (and freed it). */
static bool
tell(struct provider_run *run, struct str text)
{
	run->has_spoken = run->has_spoken || !words_blank(text);
	run->is_busy = true;
	run->events->delta(run->arg, text);
	run->is_busy = false;
	if (!run->is_over)
		return true;
	arena_free(run->arena);
	return false;
}

static void
heard_delta(void *of_run, struct str text)
{
	struct provider_run *run = of_run;
	if (run->said.n + text.n <= SAID_CAP && run->asked->tool_count > 0)
		buf_str(&run->said, text);
	(void)tell(run, text);
}

/* ---- tools ---- */

static void call_leg(void *of_run);

static struct text_tool_call *
copy_calls(struct arena *arena, const struct text_result *result)
{
	struct text_tool_call *calls = ARENA_ARRAY(arena, struct text_tool_call,
						   result->call_count);
	for (size_t i = 0; i < result->call_count; i++)
		calls[i] = (struct text_tool_call){
			.id = str_copy(arena, result->calls[i].id),
			.name = str_copy(arena, result->calls[i].name),
			.arguments = str_copy(arena, result->calls[i].arguments),
		};
	return calls;
}

/* Does what was asked, and goes on with the results. */
static void
run_tools(struct provider_run *run, const struct text_result *result)
{
	struct text_tool_call *calls = copy_calls(run->arena, result);
	struct str *results = ARENA_ARRAY(run->arena, struct str, result->call_count);
	struct buf notes = buf_in(run->arena);
	for (size_t i = 0; i < result->call_count; i++)
		results[i] = tool_use(run->arena, &calls[i], &notes);
	run->rounds[run->request.round_count++] = (struct text_round){
		.text = str_copy(run->arena, buf_done(&run->said)),
		.calls = calls,
		.results = results,
		.count = result->call_count,
	};
	run->said.n = 0;
	run->request.key = str_fmt(run->arena, "%.*s:%zu", STR_ARG(run->asked->key),
				   run->request.round_count);
	run->request.tools_are_over = run->request.round_count == ROUNDS;
	LOG_EVENT(LOG_INFO, "tools", LOG_INT("calls", result->call_count),
		  LOG_INT("round", run->request.round_count));
	if (notes.n == 0 || tell(run, buf_done(&notes)))
		run->soon = loop_after(run->worker->loop, 0, call_leg, run);
}

/* ---- legs ---- */

/* A model that says when it will have time is worth more than one that is down. */
static bool
is_hopeful(const struct text_result *result)
{
	return (result->end == TEXT_LIMITED || result->end == TEXT_DOWN) &&
	       result->retry_after_s > 0;
}

static void
keep_result(struct provider_run *run, const struct text_result *result)
{
	bool is_worse = result->end == TEXT_DOWN || result->end == TEXT_REJECTED ||
			result->end == TEXT_GARBAGE;
	if (is_hopeful(&run->last) && is_worse && !is_hopeful(result))
		return;
	run->last = *result;
	run->last.model = str_copy(run->arena, result->model);
	run->last.detail = str_copy(run->arena, result->detail);
	run->last.dropped = str_copy(run->arena, result->dropped);
	run->last.calls = NULL;
	run->last.call_count = 0;
}

static void
heard_end(void *of_run, const struct text_result *result)
{
	struct provider_run *run = of_run;
	const struct route_leg *leg = leg_of(run);
	enum text_end end = result->end;
	bool is_bad = end == TEXT_DOWN || end == TEXT_GARBAGE || end == TEXT_CUT;
	run->call = NULL;
	report(run, is_bad ? DID_BADLY : DID_WELL);
	if (end != TEXT_COMPLETE && end != TEXT_LENGTH && end != TEXT_TOOLS)
		LOG_EVENT(LOG_WARN, "provider", LOG_CSTR("name", leg->provider->name),
			  LOG_STR("model", leg->key), LOG_INT("end", end),
			  LOG_STR("detail", result->detail));
	if (result->dropped.n > 0)
		LOG_EVENT(LOG_DEBUG, "sampling_dropped", LOG_STR("model", leg->key),
			  LOG_STR("names", result->dropped));
	if (end == TEXT_TOOLS && run->request.round_count < ROUNDS && run->request.tool_count > 0) {
		run_tools(run, result);
		return;
	}
	bool is_done = run->has_spoken || end == TEXT_REFUSED || end == TEXT_BLOCKED;
	keep_result(run, result);
	if (end == TEXT_TOOLS)
		run->last.end = TEXT_COMPLETE; /* it had its turns with them */
	if (is_done || run->at + 1 == run->route->n) {
		end_run(run, &run->last);
		return;
	}
	run->at++;
	ask_next(run);
}

static void
call_leg(void *of_run)
{
	static const struct text_events EVENTS = { heard_delta, heard_end };
	struct provider_run *run = of_run;
	const struct route_leg *leg = leg_of(run);
	run->soon = NULL;
	run->leave = LEAVE_CALL;
	if (leg->state != NULL)
		run->leave = provider_take(leg->state);
	if (run->leave == LEAVE_NOT) {
		run->at++;
		ask_next(run);
		return;
	}
	run->call = leg->provider->start(leg->provider, run->worker->loop, &run->request, &EVENTS,
					 run);
}

/* Nobody is left to ask: how the last one ended, or that none could be reached. */
static void
give_up(void *of_run)
{
	struct provider_run *run = of_run;
	run->soon = NULL;
	end_run(run, &run->last);
}

static void
ask_next(struct provider_run *run)
{
	if (run->at >= run->route->n) {
		run->at = run->route->n > 0 ? run->route->n - 1 : 0;
		run->soon = loop_after(run->worker->loop, 0, give_up, run);
		return;
	}
	const struct route_leg *leg = leg_of(run);
	run->request = *run->asked;
	run->request.model = leg->upstream;
	run->request.rounds = run->rounds;
	run->request.round_count = 0;
	run->request.tools_are_over = false;
	run->said.n = 0;
	if (!leg->has_tools)
		run->request.tool_count = 0;
	if (leg->reply_tokens > 0 && run->request.max_tokens > leg->reply_tokens)
		run->request.max_tokens = (int)leg->reply_tokens;
	run->soon = loop_after(run->worker->loop, 0, call_leg, run);
}

static struct provider_run *
start_run(struct worker *w, const struct text_request *request, const struct text_events *events,
	  void *arg)
{
	struct arena *arena = arena_new(RUN_ARENA);
	struct provider_run *run = ARENA_NEW(arena, struct provider_run);
	*run = (struct provider_run){
		.arena = arena,
		.worker = w,
		.asked = request,
		.events = events,
		.arg = arg,
		.said = buf_in(arena),
		.last = { .end = TEXT_DOWN,
			  .prompt_tokens = -1,
			  .completion_tokens = -1,
			  .detail = STR_INIT("no provider is open") },
	};
	return run;
}

struct provider_run *
provider_run_on(struct worker *w, const struct route *route, const struct text_request *request,
		const struct text_events *events, void *arg)
{
	struct provider_run *run = start_run(w, request, events, arg);
	run->route = route;
	ask_next(run);
	return run;
}

struct provider_run *
provider_run(struct worker *w, const struct text_request *request, const struct text_events *events,
	     void *arg)
{
	struct provider_run *run = start_run(w, request, events, arg);
	run->route = models_route(w, run->arena);
	ask_next(run);
	return run;
}
