/*
 * What the parts of the worker that talk to models share beyond bin/worker.h.
 */
#ifndef SNUG_BIN_WORKER_MODELS_H
#define SNUG_BIN_WORKER_MODELS_H

#include "bin/worker.h"
#include "lib/model/key.h"

/* Asks who writes the replies of these jobs, for models_route_of. For worker_try. */
struct db_later *models_ask_routes(struct worker *w, const int64_t *jobs, size_t n);
/* The way of one reply, in `arena`, where it may stay: empty when nobody can write it. */
struct route *models_route_of(struct worker *w, struct arena *arena, struct rows rows,
			      struct job_id job, bool *wants_tools);
/* Where another model wrote than the one that was chosen, the lower price of both is due. */
void models_lower(struct worker *w, struct turn_run *const *runs, size_t n);
/* A provider that speaks with a member's key; NULL when the key cannot be opened. */
const struct text_provider *models_own_provider(struct arena *arena, const struct own_key *key);

/* worker_keys.c: tries the keys whose owners asked for it. */
void keys_look(struct worker *w);
size_t keys_under_way(void);

#endif
