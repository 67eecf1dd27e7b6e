/*
 * What a service outside says of the member's message, before a reply is asked for, and of the reply
 * when it is whole. It may end a turn; it is never waited for longer than a few seconds.
 */
#include <stdlib.h>
#include <string.h>

#include "bin/worker_guard.h"
#include "lib/base/cfg.h"
#include "lib/base/log.h"
#include "lib/provider/moderate.h"

/* The run may be gone by the time of the answer, so it is looked for again. */
struct question {
	struct worker *worker;
	struct job_id job;
	int64_t attempt;
	bool is_reply;
};

static struct moderate_provider
service(void)
{
	return moderate_openai_provider(str_from(cfg_text(CFG_MODERATION_BASE)),
					str_from(cfg_text(CFG_MODERATION_KEY)));
}

static bool
has_service(const struct turn_run *run)
{
	return run->guard != NULL && cfg_is_set(CFG_MODERATION_PROVIDER) &&
	       cfg_text(CFG_MODERATION_BASE)[0] != '\0';
}

static void
block(struct turn_run *run, enum guard_verdict hit, struct str evidence)
{
	run->guard->hit = hit;
	run->guard->evidence = str_copy(run->arena, evidence);
	run->guard->judge = str_from(service().name);
	turn_stop_guarded(run);
}

static void
heed(struct turn_run *run, const struct question *q, enum moderate_opinion opinion)
{
	struct turn_guard *guard = run->guard;
	struct str text = q->is_reply ? buf_done(&run->text) : guard->said;
	switch (opinion) {
	case MODERATE_NO_ANSWER:
		LOG_EVENT(LOG_WARN, "moderation-down", LOG_INT("turn", run->turn.v));
		break;
	case MODERATE_PASSES:
		break;
	case MODERATE_SEXUAL:
		if (guard->sees_all)
			break;
		block(run, GUARD_SEXUAL, text);
		return;
	case MODERATE_MINORS:
		block(run, GUARD_NEVER, text);
		return;
	case MODERATE_SELF_HARM:
		if (q->is_reply) {
			block(run, GUARD_URGES, text);
			return;
		}
		guard->need = NEED_CARE;
		break;
	}
	if (q->is_reply)
		turn_settle(run);
	else
		turn_call(run);
}

static void
answered(void *of_question, enum moderate_opinion opinion)
{
	struct question q = *(struct question *)of_question;
	free(of_question);
	struct turn_run *run = q.worker->turns;
	while (run != NULL && (run->job.v != q.job.v || run->attempt != q.attempt))
		run = run->next;
	if (run != NULL && run->phase == TURN_WRITING && run->halt == HALT_NOT)
		heed(run, &q, opinion);
}

static bool
ask(struct turn_run *run, struct str text, bool is_reply)
{
	struct question *q = malloc(sizeof(*q));
	if (q == NULL)
		return false;
	*q = (struct question){ run->worker, run->job, run->attempt, is_reply };
	struct moderate_provider provider = service();
	provider.ask(&provider, run->worker->loop, text, answered, q);
	return true;
}

bool
turn_judge_message(struct turn_run *run)
{
	if (!has_service(run) || run->guard->is_asked || run->guard->said.n == 0)
		return false;
	run->guard->is_asked = true;
	return ask(run, run->guard->said, false);
}

bool
turn_judge_reply(struct turn_run *run)
{
	if (!has_service(run) || run->guard->is_settled || run->text.n == 0)
		return false;
	run->guard->is_settled = true;
	return ask(run, buf_done(&run->text), true);
}
