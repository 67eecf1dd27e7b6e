/*
 * The guard of turns (worker_guard.c): what a reply must pass before anybody is told of it, and what
 * the house answers itself. What a service outside says of both ends is asked in worker_judge.c.
 */
#ifndef SNUG_BIN_WORKER_GUARD_H
#define SNUG_BIN_WORKER_GUARD_H

#include "bin/worker_turn.h"
#include "lib/moderate/guard.h"

struct turn_guard {
	struct guard *rules;
	struct member_id member;
	struct chat_id chat;
	struct str said;  /* the member's last message */
	struct str name;  /* of the character */
	struct str lines; /* whom to call, when somebody needs it */
	enum heard_need need;
	struct buf tail; /* came, and was not judged yet */
	bool sees_all;	 /* the member is shown what the adult edition may show */
	bool is_open;	 /* the truth was told, where it was due */
	bool is_asked;	 /* the service was asked about the member's message */
	bool is_settled; /* and about the reply */
	enum guard_verdict hit;
	struct str evidence; /* what hit */
	struct str judge;    /* which service said so; empty for the rules */
};

/* Asks what the guards of these jobs need, and makes those of their runs of it; inside worker_try. */
struct db_later *turn_guard_ask(struct worker *w, const int64_t *jobs, size_t n);
void turn_guard_load(struct worker *w, struct rows rows, struct turn_run *const *runs, size_t n);
/* Whether the house answers instead of the character: then the run's text is that answer. */
bool turn_guard_answers(struct turn_run *run);
/* More of the reply came. False when it must stop. */
NODISCARD bool turn_guard_take(struct turn_run *run, struct str text);
/* Before the worker tells what is new: whole words of the sentence that is being written. */
void turn_guard_tick(struct turn_run *run);
/* No more will come: judges the rest. False when it must stop. */
NODISCARD bool turn_guard_flush(struct turn_run *run);
/* Evidence and counts of runs that end, in the transaction that ends them. */
void turn_guard_keep(struct worker *w, struct turn_run *const *runs, size_t n);

/*
 * worker_judge.c. Whether a service outside is asked now; then turn_call or turn_settle comes again when it has
 * answered. One that is down lets everything pass.
 */
bool turn_judge_message(struct turn_run *run);
bool turn_judge_reply(struct turn_run *run);

#endif
