#include "lib/provider/loop.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "lib/base/fault.h"
#include "lib/provider/loop_inside.h"

enum { EVENTS_AT_ONCE = 64 };

struct post {
	struct post *next;
	void (*call)(void *);
	void *arg;
};

void *
loop_memory(size_t size)
{
	void *p = calloc(1, size);
	if (p == NULL)
		fault_raise(FAULT_MEMORY, "the system has no memory for the event loop");
	return p;
}

/* ---- file descriptors ---- */

void
loop_poll_for(struct loop *loop, struct loop_watch *watch, uint32_t events)
{
	struct epoll_event event = { .events = events, .data = { .ptr = watch } };
	if (epoll_ctl(loop->epoll, EPOLL_CTL_MOD, watch->fd, &event) == 0)
		return;
	/* A closed descriptor left epoll by itself, and its number may have come back. */
	ENSURE(errno == ENOENT);
	ENSURE(epoll_ctl(loop->epoll, EPOLL_CTL_ADD, watch->fd, &event) == 0);
}

struct loop_watch *
loop_watch_new(struct loop *loop, int fd, bool is_curls)
{
	struct loop_watch *watch = loop_memory(sizeof(*watch));
	watch->fd = fd;
	watch->is_curls = is_curls;
	watch->next = loop->watches;
	if (watch->next != NULL)
		watch->next->previous = watch;
	loop->watches = watch;
	return watch;
}

struct loop_watch *
loop_watch_read(struct loop *loop, int fd, void (*ready)(void *), void *arg)
{
	struct loop_watch *watch = loop_watch_new(loop, fd, false);
	watch->ready = ready;
	watch->arg = arg;
	loop_poll_for(loop, watch, EPOLLIN);
	return watch;
}

void
loop_unwatch(struct loop *loop, struct loop_watch *watch)
{
	if (watch == NULL)
		return;
	(void)epoll_ctl(loop->epoll, EPOLL_CTL_DEL, watch->fd, NULL);
	if (watch->previous != NULL)
		watch->previous->next = watch->next;
	else
		loop->watches = watch->next;
	if (watch->next != NULL)
		watch->next->previous = watch->previous;
	watch->is_dead = true;
	watch->next = loop->dead;
	loop->dead = watch;
}

static void
bury_dead(struct loop *loop)
{
	while (loop->dead != NULL) {
		struct loop_watch *watch = loop->dead;
		loop->dead = watch->next;
		free(watch);
	}
}

/* ---- calls from other threads ---- */

void
loop_post(struct loop *loop, void (*call)(void *), void *arg)
{
	struct post *post = loop_memory(sizeof(*post));
	post->call = call;
	post->arg = arg;
	(void)pthread_mutex_lock(&loop->lock);
	if (loop->last_post != NULL)
		loop->last_post->next = post;
	else
		loop->first_post = post;
	loop->last_post = post;
	(void)pthread_mutex_unlock(&loop->lock);
	uint64_t one = 1;
	/* It fails only when the counter is full, and then the loop is awake anyway. */
	(void)!write(loop->wake, &one, sizeof(one));
}

static struct post *
next_post(struct loop *loop)
{
	(void)pthread_mutex_lock(&loop->lock);
	struct post *post = loop->first_post;
	if (post != NULL) {
		loop->first_post = post->next;
		if (loop->first_post == NULL)
			loop->last_post = NULL;
	}
	(void)pthread_mutex_unlock(&loop->lock);
	return post;
}

/* One post a round: the descriptor stays readable while there are more (EFD_SEMAPHORE). */
static void
run_post(void *of_loop)
{
	struct loop *loop = of_loop;
	uint64_t one;
	if (read(loop->wake, &one, sizeof(one)) != (ssize_t)sizeof(one))
		return;
	struct post *post = next_post(loop);
	if (post == NULL)
		return;
	void (*call)(void *) = post->call;
	void *arg = post->arg;
	free(post);
	call(arg);
}

/* ---- the loop ---- */

struct loop *
loop_new(void)
{
	struct loop *loop = loop_memory(sizeof(*loop));
	(void)pthread_mutex_init(&loop->lock, NULL);
	loop->epoll = epoll_create1(EPOLL_CLOEXEC);
	loop->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE);
	ENSURE(loop->epoll >= 0 && loop->wake >= 0);
	loop_curl_open(loop);
	(void)loop_watch_read(loop, loop->wake, run_post, loop);
	return loop;
}

void
loop_free(struct loop *loop)
{
	if (loop == NULL)
		return;
	loop_curl_close(loop);
	while (loop->watches != NULL)
		loop_unwatch(loop, loop->watches);
	bury_dead(loop);
	for (size_t i = 0; i < loop->timers; i++)
		free(loop->heap[i]);
	free(loop->heap);
	struct post *post;
	while ((post = next_post(loop)) != NULL)
		free(post);
	(void)close(loop->wake);
	(void)close(loop->epoll);
	(void)pthread_mutex_destroy(&loop->lock);
	free(loop);
}

/* A fault may leave from any call in here; nothing is lost by that, the next loop_run goes on. */
void
loop_run(struct loop *loop)
{
	loop->is_running = true;
	while (loop->is_running) {
		struct epoll_event events[EVENTS_AT_ONCE];
		int n = epoll_wait(loop->epoll, events, EVENTS_AT_ONCE, loop_wait_ms(loop));
		ENSURE(n >= 0 || errno == EINTR);
		for (int i = 0; i < n && loop->is_running; i++) {
			struct loop_watch *watch = events[i].data.ptr;
			if (watch->is_dead)
				continue;
			if (watch->is_curls)
				loop_curl_ready(loop, watch, events[i].events);
			else
				watch->ready(watch->arg);
		}
		bury_dead(loop);
		if (loop->is_running)
			loop_fire_due(loop);
	}
}

void
loop_stop(struct loop *loop)
{
	loop->is_running = false;
}
