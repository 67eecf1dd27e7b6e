/*
 * The queue: work that outlives the request that asked for it.
 *
 * A job is put in the transaction that needs it (with the hold and the message), so that all of it
 * commits or nothing does. After the commit, job_wake tells the workers; a lost wake-up costs a
 * second, never a job. The rules (fairness between owners, lease, fence, dead letters) are SQL
 * functions of migration 0009; this is their C side.
 *
 * The id of a job is the `jobId` of the outside contract, on the command line too.
 *
 * Units: prio 1 is first (1 reply, 3 picture, 5 batch, 7 mail and notices, 9 export and purge).
 * Errors: faults of lib/db.
 */
#ifndef SNUG_JOB_JOB_H
#define SNUG_JOB_JOB_H

#include "lib/db/db.h"

struct job_order {
	struct str kind;	/* "turn", "picture", ... */
	struct member_id owner; /* 0: the house */
	int prio;
	double cost;   /* of one job, in shares of the owner; 0 counts as 1 */
	double weight; /* shares of the owner by plan; 0 counts as 1 */
	int64_t delay_s;
	int max_attempts;    /* 0: four */
	struct str uniq;     /* STR_NONE, or a key that only one live job may have */
	struct hold_id hold; /* 0: costs nothing */
	int64_t subject;     /* id of the row that the job works on */
};

enum job_put_outcome {
	JOB_PUT,
	JOB_TWICE /* a live job has the same uniq; *id is that job */
};

/* In the caller's transaction. */
NODISCARD enum job_put_outcome job_put(struct db *db, const struct job_order *order,
				       struct job_id *id);

/* After the commit: wakes the workers. */
void job_wake(struct db *db);

enum job_cancel_outcome {
	JOB_CANCELED,  /* it had not begun: it is over, what was held is free again */
	JOB_CANCELING, /* it runs and was told to stop */
	JOB_NOT_LIVE   /* no such job, or it is over */
};

/*
 * In the caller's transaction. `owner` 0 means staff: any job. Call job_cancel_tell after the
 * commit, so that a running job hears it within milliseconds.
 */
NODISCARD enum job_cancel_outcome job_cancel(struct db *db, struct job_id id,
					     struct member_id owner);
void job_cancel_tell(struct db *db, struct job_id id);

enum job_retry_outcome {
	JOB_RETRIED,  /* *again is the new job */
	JOB_NOT_DEAD, /* no such job, or it did not fail */
	JOB_NO_GEMS,  /* the owner cannot pay for it (again) */
	JOB_TOO_LATE  /* the chat went on without it */
};

/*
 * In the caller's transaction; on anything but JOB_RETRIED nothing was written. `actor` is who asked,
 * for the audit log: "owner", "staff:17".
 */
NODISCARD enum job_retry_outcome job_retry(struct db *db, struct job_id id, struct str actor,
					   struct job_id *again);

#endif
