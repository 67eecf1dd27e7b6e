/*
 * A few database connections for many streams: each needs one only for the moment in which it begins
 * or catches up.
 *
 * Locking: all functions may be called from any thread; what was taken belongs to its taker.
 */
#ifndef SNUG_STREAM_POOL_H
#define SNUG_STREAM_POOL_H

#include "lib/db/db.h"

struct stream_pool;

struct stream_pool *stream_pool_new(const char *conninfo, int size);
/* Waits for a free connection; its answers live in `arena`. */
struct db *stream_pool_take(struct stream_pool *pool, struct arena *arena);
/* Rolls back what was left open. */
void stream_pool_give(struct stream_pool *pool, struct db *db);
/* Closes what has not been used for a minute. */
void stream_pool_rest(struct stream_pool *pool);

#endif
