#include "lib/job/job.h"

#include <stdio.h>

#include "lib/base/fault.h"
#include "lib/prompt/prompt.h"
#include "sql/job.h"

static double
or_one(double value)
{
	return value > 0 ? value : 1;
}

enum job_put_outcome
job_put(struct db *db, const struct job_order *order, struct job_id *id)
{
	ENSURE(db_in_transaction(db));
	const struct job_insert_row *row = job_insert(
		db, &(struct job_insert_in){
			    .kind = order->kind,
			    .owner = order->owner,
			    .prio = order->prio,
			    .subject = order->subject,
			    .hold = order->hold,
			    .uniq = order->uniq,
			    .cost = or_one(order->cost),
			    .weight = or_one(order->weight),
			    .delay_s = order->delay_s,
			    .max_attempts = order->max_attempts > 0 ? order->max_attempts : 4,
		    });
	if (row->has_id) {
		*id = row->id;
		return JOB_PUT;
	}
	const struct job_by_uniq_row *other = job_by_uniq(db, order->uniq);
	*id = other == NULL ? (struct job_id){ 0 } : other->id;
	return JOB_TWICE;
}

void
job_wake(struct db *db)
{
	(void)job_notify(db, STR("jobs"), STR(""));
}

enum job_cancel_outcome
job_cancel(struct db *db, struct job_id id, struct member_id owner)
{
	ENSURE(db_in_transaction(db));
	struct str outcome = job_ask_stop(db, id, owner)->outcome;
	if (str_eq(outcome, STR("canceled")))
		return JOB_CANCELED;
	return str_eq(outcome, STR("canceling")) ? JOB_CANCELING : JOB_NOT_LIVE;
}

void
job_cancel_tell(struct db *db, struct job_id id)
{
	char text[24];
	int n = snprintf(text, sizeof(text), "%lld", (long long)id.v);
	(void)job_notify(db, STR("job_stop"), (struct str){ text, (size_t)n });
}

enum job_retry_outcome
job_retry(struct db *db, struct job_id id, struct str actor, struct job_id *again)
{
	ENSURE(db_in_transaction(db));
	const struct job_put_again_row *row = job_put_again(db, id, actor, prompt_context_tokens());
	*again = row->again;
	if (str_eq(row->outcome, STR("retried")))
		return JOB_RETRIED;
	if (str_eq(row->outcome, STR("no_gems")))
		return JOB_NO_GEMS;
	return str_eq(row->outcome, STR("too_late")) ? JOB_TOO_LATE : JOB_NOT_DEAD;
}
