#include "lib/stream/pool.h"

#include <pthread.h>
#include <stdlib.h>

#include "lib/base/fault.h"

enum { MOST = 16, IDLE_S = 60 };

struct stream_pool {
	pthread_mutex_t lock;
	pthread_cond_t given;
	struct db *free[MOST]; /* the last one given is taken first, so that the others may close */
	int count;
};

struct stream_pool *
stream_pool_new(const char *conninfo, int size)
{
	ENSURE(size > 0 && size <= MOST);
	struct stream_pool *pool = calloc(1, sizeof(*pool));
	if (pool == NULL)
		fault_raise(FAULT_MEMORY, "no memory for a pool");
	(void)pthread_mutex_init(&pool->lock, NULL);
	(void)pthread_cond_init(&pool->given, NULL);
	while (pool->count < size)
		pool->free[pool->count++] = db_new(conninfo, DB_READER);
	return pool;
}

struct db *
stream_pool_take(struct stream_pool *pool, struct arena *arena)
{
	(void)pthread_mutex_lock(&pool->lock);
	while (pool->count == 0)
		(void)pthread_cond_wait(&pool->given, &pool->lock);
	struct db *db = pool->free[--pool->count];
	(void)pthread_mutex_unlock(&pool->lock);
	db_use(db, arena);
	return db;
}

void
stream_pool_give(struct stream_pool *pool, struct db *db)
{
	db_rollback(db);
	(void)pthread_mutex_lock(&pool->lock);
	pool->free[pool->count++] = db;
	(void)pthread_cond_signal(&pool->given);
	(void)pthread_mutex_unlock(&pool->lock);
}

void
stream_pool_rest(struct stream_pool *pool)
{
	(void)pthread_mutex_lock(&pool->lock);
	for (int i = 0; i < pool->count; i++)
		db_close_idle(pool->free[i], IDLE_S);
	(void)pthread_mutex_unlock(&pool->lock);
}
