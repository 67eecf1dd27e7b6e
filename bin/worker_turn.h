/*
 * One turn in the making, as worker_turn.c makes it and worker_tick.c writes it.
 */
#ifndef SNUG_BIN_WORKER_TURN_H
#define SNUG_BIN_WORKER_TURN_H

#include "bin/worker.h"
#include "lib/base/buf.h"
#include "lib/turn/gather.h"

struct turn_guard;

enum turn_phase {
	TURN_WRITING, /* the provider is at it */
	TURN_ENDED,   /* how it ended is known, but not stored yet */
	TURN_OVER     /* stored, fenced off, or given back: the next tick frees it */
};

/* Why it is to end before the provider does; the next tick sees to it. */
enum turn_halt { HALT_NOT, HALT_MEMBER, HALT_GEMS, HALT_LENGTH };

/* What is stored about the end. */
struct turn_ending {
	const char *state;  /* complete, partial, failed, stopped */
	const char *status; /* of the message */
	const char *reason; /* "" or a code of the outside contract */
	bool pays;
	int64_t retry_s; /* above 0: no end, but back to the queue for as long as the provider asked */
};

struct turn_run {
	struct turn_run *next;
	struct turn_run *previous;
	struct worker *worker;
	struct arena *arena;
	struct job_id job;
	int64_t attempt;
	struct turn_id turn;
	struct character_id character;
	struct hold_id hold;
	struct gems price;
	bool by_tokens;
	int64_t held;		     /* milligems */
	int extended;		     /* how often the hold grew */
	bool is_drained;	     /* and that it cannot grow any more */
	const struct gathered *from; /* what the prompt was made of; NULL when there was nothing */
	const struct prompt *prompt;
	double ratio;	     /* what its tokens were counted with */
	const char *refusal; /* why nobody is asked at all */
	struct text_request request;
	struct route *route;	   /* who may write it, first choice first */
	struct provider_run *call; /* NULL when nobody is at it */
	struct str provider;	   /* who is, or was */
	struct str model_key;	   /* of the model list */
	enum turn_phase phase;
	enum turn_halt halt;
	struct turn_ending ending;
	struct turn_guard *guard; /* what replies must pass; NULL when there is nothing to guard */
	struct buf lead;	  /* the first bytes, while they may be the speaker's own name */
	bool is_led;		  /* they were not, or it is taken off */
	struct buf text;
	size_t told; /* bytes of text that events have told */
	size_t kept; /* bytes of text in the message */
	int64_t seq; /* of the newest event */
	int64_t prompt_tokens;
	int64_t told_prompt;	   /* the same, as the provider counted; -1 before */
	int64_t cached;		   /* of these, read from its cache */
	int64_t completion_tokens; /* as the provider counted, -1 before */
	struct str model;	   /* as the provider named it */
	struct str dropped;	   /* settings that the model does not take */
	int64_t begun_us;
	int failures; /* to store the end */
};

int64_t turn_tokens(const struct turn_run *run);
/* What it costs so far, when the price is by tokens. */
int64_t turn_cost_now(const struct turn_run *run);
/* Milligems by which a hold is made larger: what 400 more tokens cost. */
struct gems turn_extension(const struct turn_run *run);
/* Asks for the reply, along the run's route. */
void turn_call(struct turn_run *run);
/* Ends a whole reply, once everybody who judges it has. */
void turn_settle(struct turn_run *run);
/* Ends a reply that its guard stopped. */
void turn_stop_guarded(struct turn_run *run);
/* Ends a call as its `halt` says. */
void turn_halt_now(struct turn_run *run);
/* Ends it for its refusal, before anybody was asked. */
void turn_refuse(struct turn_run *run);
/* Frees what is TURN_OVER. */
void turn_free(struct turn_run *run);

/*
 * worker_prompt.c: what is kept of prompts. All but prompts_ratio for worker_try; the tokens of models
 * are read anew once a minute.
 */
void prompts_refresh(struct worker *w);
double prompts_ratio(struct worker *w, struct str model);
/* The records of replies that end, in the transaction that ends them. */
void prompts_keep(struct worker *w, struct turn_run *const *runs, size_t n);
/* What of a delta is reply: "Name:" of the speaker in front of it is taken off. May be empty. */
struct str prompts_led(struct turn_run *run, struct str text);
/* What was held back for that when the reply ended. */
struct str prompts_lead_rest(struct turn_run *run);
/* Every two seconds: stores what was learned of models' tokens, and takes old records away. */
void prompts_tend(struct worker *w);

#endif
