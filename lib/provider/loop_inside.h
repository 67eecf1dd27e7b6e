/*
 * What the files of the event loop share: timers (loop_timer.c), curl's sockets and transfers
 * (loop_curl.c), and the loop itself with its descriptors and posts (loop.c).
 */
#ifndef SNUG_PROVIDER_LOOP_INSIDE_H
#define SNUG_PROVIDER_LOOP_INSIDE_H

#include <pthread.h>

#include "lib/provider/loop.h"

struct loop_timer {
	int64_t due_us;
	uint64_t order; /* of two that are due together, the older fires first */
	size_t at;	/* its place in the heap */
	void (*fire)(void *);
	void *arg;
};

/* What a file descriptor in epoll stands for: a watch of ours or a socket of curl's. */
struct loop_watch {
	struct loop_watch *next;
	struct loop_watch *previous;
	int fd;
	bool is_curls;
	bool is_dead; /* waits for the end of the round: events at hand may still point here */
	void (*ready)(void *);
	void *arg;
};

struct transfer {
	struct transfer *next;
	struct transfer *previous;
	CURL *easy;
	void (*done)(void *, CURL *, CURLcode);
	void *arg;
};

struct post;

struct loop {
	int epoll;
	int wake; /* eventfd: posts wait */
	bool is_running;
	CURLM *multi;
	struct loop_timer *curl_timer;
	struct loop_timer **heap;
	size_t timers;
	size_t room;
	uint64_t order;
	struct loop_watch *watches;
	struct loop_watch *dead;
	struct transfer *transfers;
	pthread_mutex_t lock; /* guards the posts */
	struct post *first_post;
	struct post *last_post;
};

/* Zeroed; a fault when there is none. */
void *loop_memory(size_t size);

/* loop_timer.c: fires what was due when the round began. */
void loop_fire_due(struct loop *loop);
/* Milliseconds until the next timer, rounded up so that it is due when the wait ends. */
int loop_wait_ms(const struct loop *loop);

/* loop.c */
struct loop_watch *loop_watch_new(struct loop *loop, int fd, bool is_curls);
void loop_poll_for(struct loop *loop, struct loop_watch *watch, uint32_t events);

/* loop_curl.c */
void loop_curl_open(struct loop *loop);
void loop_curl_ready(struct loop *loop, const struct loop_watch *watch, uint32_t events);
void loop_curl_close(struct loop *loop);

#endif
