/*
 * What the files of the worker share. One process, one event loop, one connection for work and one
 * that listens; painting has threads of its own, which hand their results back to the loop.
 *
 * Errors: whatever touches the database runs inside worker_try, so that a lost database ends no turn:
 * text stays in memory and is written when the database is back.
 * Locking: everything belongs to the loop's thread, but what worker_picture.c says.
 */
#ifndef SNUG_BIN_WORKER_H
#define SNUG_BIN_WORKER_H

#include "lib/base/fault.h"
#include "lib/db/db.h"
#include "lib/provider/loop.h"
#include "lib/provider/text.h"

enum {
	LEASE_S = 60,
	BEAT_US = 15 * 1000 * 1000,
	CLAIM_CAP = 4,	     /* jobs of one owner that run at once */
	CLAIM_AT_ONCE = 100, /* of one kind in one claim */
	TURNS_AT_ONCE = 4000,
	SHUTDOWN_US = 25 * 1000 * 1000,
	PROVIDERS = 4,
	LEGS = 6,
	BREAKER_CALLS = 10
};

struct turn_run;
struct order_run;
struct ratio_book;
struct quiet_run;
struct model_book;

/*
 * A provider and how it has been doing. Five failures among its last ten calls within 30 s open the
 * breaker: for a while nobody asks it, then one call alone finds out whether it is back.
 */
struct provider_state {
	struct text_provider provider;
	struct text_settings settings;
	int64_t failed_us[BREAKER_CALLS]; /* when each of the last calls failed; 0 for a success */
	size_t calls;
	int64_t open_until_us; /* 0: closed */
	bool is_probing;       /* the one call is under way */
	bool has_news;	       /* not stored yet for the pages */
	bool is_known;	       /* the server said which one it is */
	int64_t ask_again_us;  /* not before then */
};

/* A model that may answer a request: a row of the model list, or a key of the member's own. */
struct route_leg {
	struct str key; /* of the model list, or "own:ID" */
	struct str label;
	struct str upstream; /* the model as its provider names it; empty: the configured one */
	const struct text_provider *provider;
	struct provider_state *state; /* NULL for a key of a member's own: it has no breaker */
	struct gems price;
	bool is_per_1000_tokens;
	int64_t context_tokens, reply_tokens; /* 0: as the house is configured */
	bool has_tools;
	bool allows_adult;
};

/* Where a request goes, first choice first. */
struct route {
	struct route_leg legs[LEGS];
	size_t n;
};

struct job_ref {
	struct job_id id;
	int64_t attempt;
};

struct worker {
	struct loop *loop;
	struct db *db;
	struct db *ear;
	struct loop_watch *ear_watch;
	struct arena *arena; /* emptied after every worker_try */
	struct str name;     /* "host:pid:start" */
	bool once;
	bool drained; /* with once: nothing was ready any more */
	bool stopping;
	int signals;
	int64_t database_at_us; /* not before then: the database was lost a moment ago */
	int64_t database_wait_us;
	enum fault_kind fault; /* of the last worker_try that failed */
	struct loop_timer *claim_timer;
	int64_t claim_due_us;
	int64_t claimed_us; /* when it last looked for jobs */
	int64_t claim_took_us;
	struct job_ref orphans[CLAIM_AT_ONCE]; /* claimed, but the database went away */
	size_t orphan_count;

	struct provider_state providers[PROVIDERS];
	size_t provider_count;
	struct model_book *models; /* worker_models.c */

	struct turn_run *turns;
	size_t turn_count;
	struct ratio_book *ratios; /* worker_prompt.c */
	struct loop_timer *tick_timer;
	int64_t tick_due_us;
	int64_t tick_last_us; /* when the last one began */
	int64_t tick_full_us; /* when the last one that wrote all turns began */
	int64_t tick_full_took_us;
	int64_t tick_first_took_us;
	struct character_id used[128]; /* replies to count for the lists */
	int64_t used_times[128];
	size_t used_count;

	struct order_run *orders;
	size_t order_count;

	struct quiet_run *quiet; /* worker_quiet.c */
	size_t quiet_count;
	int64_t quiet_look_us;	 /* no background work is claimed before */
	struct turn_id said[64]; /* turns that ended: their chats may be due for a summary */
	size_t said_count;
};

/*
 * Runs `work(worker, arg)`. False when it raised a fault: then nothing of it is in the database, and
 * work that needs it may be tried again after worker_wait_us.
 */
NODISCARD bool worker_try(struct worker *w, void (*work)(struct worker *, void *), void *arg);
/* Microseconds until the database is worth another try; 0 when it was well. */
int64_t worker_wait_us(const struct worker *w);
/* Looks for jobs, `delay_us` from now at the latest. */
void worker_claim_soon(struct worker *w, int64_t delay_us);
/* Called when a run ends: looks for more, or ends the loop when that was the last one. */
void worker_idle(struct worker *w);
/* The name of a worker of this host, whether it lives or not. */
struct str worker_name_of(struct arena *arena, long pid);
/* A claimed job that could not be begun. */
void worker_orphan(struct worker *w, struct job_id id, int64_t attempt);

/* worker_provider.c: the services that are configured, and their breakers. */
void provider_open_all(struct worker *w, struct arena *arena);
enum provider_leave { LEAVE_NOT, LEAVE_CALL, LEAVE_PROBE };
enum provider_did { DID_WELL, DID_BADLY, DID_NOTHING /* given up before it told anything */ };
/* Whether it may be asked now. What is not LEAVE_NOT is one call, to be reported when it is over. */
NODISCARD enum provider_leave provider_take(struct provider_state *state);
void provider_report(struct provider_state *state, enum provider_leave leave,
		     enum provider_did did);
/* The code that people are told when a call ended so and brought no text (SQL: turn_says). */
const char *provider_code(enum text_end end);

/*
 * worker_route.c: one request on its way through models, failover and breakers included. Text comes
 * as it comes; `ended` comes once, from the loop and never before the call has returned, with the end
 * of the last model that was asked (TEXT_DOWN when none could be). Another model is asked only while
 * no text has come. The request and what it points to must live until then.
 */
struct provider_run;

/* For work without a turn: the house's default model first, then those that cost no more. */
struct provider_run *provider_run(struct worker *w, const struct text_request *request,
				  const struct text_events *events, void *arg);
/* The same along a route of one's own. `route` must live as long as the request. */
struct provider_run *provider_run_on(struct worker *w, const struct route *route,
				     const struct text_request *request,
				     const struct text_events *events, void *arg);
/* `ended` does not come then. NULL is allowed. */
void provider_cancel(struct provider_run *run);
/* Who is at it, or was when `ended` came. */
const struct route_leg *provider_run_leg(const struct provider_run *run);

/* worker_models.c: the model list as the worker knows it, read anew every few seconds. */
void models_open(struct worker *w);
/* From then on, every second: keys to be tried, breakers to be told of, servers to be known better. */
void models_tend(void *of_worker);
/* The way of work without a chat, in `arena`: the default first, then those that cost no more. */
struct route *models_route(struct worker *w, struct arena *arena);

/* worker_turn.c */
struct job_taken {
	struct job_id id;
	int64_t attempt;
	int64_t subject;
};
/* Has what beginnings ask prepared and planned, so that the first one does not wait for that. */
void turns_warm(struct worker *w);
/* Begins the turns of these jobs. */
void turns_begin(struct worker *w, const struct job_taken *jobs, size_t n);
/* Stops the turn of a job as its member asked; nothing when it is not ours. */
void turns_stop(struct worker *w, struct job_id job);
/* The lease is lost: the result is thrown away. */
void turns_fenced(struct worker *w, struct job_id job, int64_t attempt);
/* Jobs of running turns into `refs`; returns how many. */
size_t turns_refs(const struct worker *w, struct job_ref *refs, size_t room);
bool turns_have(const struct worker *w, struct job_id job);
/* At the end of the shutdown: keeps what there is and hands the rest back. */
void turns_hand_back(struct worker *w);

/* worker_tick.c: what all turns write together. */
/* A turn has text or has ended; `first` when nothing of it was told yet. */
void tick_wanted(struct worker *w, bool first);
/* Every two seconds: text of running turns into their messages. */
void tick_keep(void *arg);

/* worker_picture.c */
void orders_open(struct worker *w);
void orders_close(struct worker *w);
/* How many more orders may be painted now. */
size_t orders_room(const struct worker *w);
void orders_begin(struct worker *w, const struct job_taken *jobs, size_t n);
void orders_stop(struct worker *w, struct job_id job);
void orders_fenced(struct worker *w, struct job_id job, int64_t attempt);
bool orders_have(const struct worker *w, struct job_id job);
size_t orders_refs(const struct worker *w, struct job_ref *refs, size_t room);

/* worker_quiet.c: one text from a model, without a turn. */
/* How many more jobs that somebody waits for may begin now. */
size_t quiet_room(const struct worker *w);
void quiet_begin(struct worker *w, struct str kind, struct job_taken job);
/* Claims and begins background work; true when there was some. */
bool quiet_claim(struct worker *w);
void quiet_stop(struct worker *w, struct job_id job);
void quiet_fenced(struct worker *w, struct job_id job, int64_t attempt);
bool quiet_have(const struct worker *w, struct job_id job);
size_t quiet_refs(const struct worker *w, struct job_ref *refs, size_t room);
/* At the end of the shutdown. */
void quiet_hand_back(struct worker *w);

/* worker_memory.c */
/* A turn ended with something to remember. */
void memory_said(struct worker *w, struct turn_id turn);
/* For worker_try: orders the summaries that are due. Once a second is enough. */
void memory_look(struct worker *w, void *arg);

/* worker_upkeep.c: rescues, sweeps, seals and purges, on timers. */
void upkeep_start(struct worker *w);
/* A turn (struct job_taken) that cannot be begun: later, or at last a failure. For worker_try. */
void upkeep_put_off(struct worker *w, void *job);

#endif
