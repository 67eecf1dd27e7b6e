/*
 * Quiet generations: jobs that ask the models for one text, of which no stream tells and no message
 * is made. A kind says what is asked and what is done with the answer; that the job is leased, fenced,
 * tried again, and given up in the end is the same for all of them.
 *
 * Errors: `begin`, `finish` and `fail` run inside worker_try and may raise faults; then nothing of
 * them is in the database, and they are called again.
 * Ownership: a run and its arena live until its job is over, fenced off or handed back.
 */
#ifndef SNUG_BIN_WORKER_QUIET_H
#define SNUG_BIN_WORKER_QUIET_H

#include "bin/worker.h"
#include "lib/base/buf.h"

enum quiet_end {
	QUIET_STORED, /* the job is over; fenced off counts as over */
	QUIET_AGAIN,  /* it may go better later: `error` says why */
	QUIET_FAILED  /* it will not: `error` says why */
};

struct quiet_run;

struct quiet_kind {
	struct str name; /* of its jobs */
	size_t at_once;	 /* runs in one worker */
	/* Reads what is needed and fills `request`. False: there is nothing to do, and the job is over. */
	bool (*begin)(struct quiet_run *run);
	/* Judges run->text and run->result, and stores what is good. */
	enum quiet_end (*finish)(struct quiet_run *run);
	/* Ends the job without a result; run->error is "CANCELED" when somebody asked for that. */
	void (*fail)(struct quiet_run *run);
};

enum quiet_phase { QUIET_ASKING, QUIET_ENDED, QUIET_OVER };

struct quiet_run {
	struct quiet_run *next;
	struct worker *worker;
	struct arena *arena;
	const struct quiet_kind *kind;
	struct job_taken job;
	enum quiet_phase phase;
	struct text_request request;
	struct provider_run *call;
	struct loop_timer *timer; /* the deadline while asking, then the next try to store */
	struct buf text;
	enum text_end ended_as; /* of the call */
	int retry_after_s;
	int prompt_tokens, completion_tokens; /* -1: not said */
	struct str made_by;
	struct str error;
	bool is_canceled;
	int faults;
	int64_t begun_us;
	void *own; /* of the kind */
};

/* worker_memory.c */
extern const struct quiet_kind QUIET_SUMMARY;
/* worker_impersonate.c */
extern const struct quiet_kind QUIET_IMPERSONATE;

#endif
