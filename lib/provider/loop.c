#include "lib/provider/loop.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/fault.h"

enum { EVENTS_AT_ONCE = 64, LONGEST_WAIT_MS = 60 * 1000, IDLE_CONNECTIONS = 64 };

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

struct post {
	struct post *next;
	void (*call)(void *);
	void *arg;
};

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

static void *
take_memory(size_t size)
{
	void *p = calloc(1, size);
	if (p == NULL)
		fault_raise(FAULT_MEMORY, "the system has no memory for the event loop");
	return p;
}

/* ---- timers: a binary heap, soonest first ---- */

static bool
is_sooner(const struct loop_timer *a, const struct loop_timer *b)
{
	return a->due_us != b->due_us ? a->due_us < b->due_us : a->order < b->order;
}

static void
heap_put(struct loop *loop, size_t at, struct loop_timer *timer)
{
	loop->heap[at] = timer;
	timer->at = at;
}

static void
heap_rise(struct loop *loop, size_t at, struct loop_timer *timer)
{
	while (at > 0 && is_sooner(timer, loop->heap[(at - 1) / 2])) {
		heap_put(loop, at, loop->heap[(at - 1) / 2]);
		at = (at - 1) / 2;
	}
	heap_put(loop, at, timer);
}

static void
heap_sink(struct loop *loop, size_t at, struct loop_timer *timer)
{
	for (;;) {
		size_t child = at * 2 + 1;
		if (child >= loop->timers)
			break;
		if (child + 1 < loop->timers && is_sooner(loop->heap[child + 1], loop->heap[child]))
			child++;
		if (!is_sooner(loop->heap[child], timer))
			break;
		heap_put(loop, at, loop->heap[child]);
		at = child;
	}
	heap_put(loop, at, timer);
}

static void
heap_remove(struct loop *loop, const struct loop_timer *timer)
{
	size_t at = timer->at;
	struct loop_timer *last = loop->heap[--loop->timers];
	if (last == timer)
		return;
	if (at > 0 && is_sooner(last, loop->heap[(at - 1) / 2]))
		heap_rise(loop, at, last);
	else
		heap_sink(loop, at, last);
}

struct loop_timer *
loop_after(struct loop *loop, int64_t delay_us, void (*fire)(void *), void *arg)
{
	if (loop->timers == loop->room) {
		size_t room = loop->room == 0 ? 64 : loop->room * 2;
		struct loop_timer **heap = realloc(loop->heap, room * sizeof(struct loop_timer *));
		if (heap == NULL)
			fault_raise(FAULT_MEMORY, "the system has no memory for %zu timers", room);
		loop->heap = heap;
		loop->room = room;
	}
	struct loop_timer *timer = take_memory(sizeof(*timer));
	timer->due_us = clock_mono_us() + (delay_us > 0 ? delay_us : 0);
	timer->order = loop->order++;
	timer->fire = fire;
	timer->arg = arg;
	heap_rise(loop, loop->timers++, timer);
	return timer;
}

void
loop_timer_cancel(struct loop *loop, struct loop_timer *timer)
{
	if (timer == NULL)
		return;
	heap_remove(loop, timer);
	free(timer);
}

/* Fires what was due when the round began; a timer set meanwhile waits for the next round. */
static void
fire_due(struct loop *loop)
{
	int64_t now = clock_mono_us();
	uint64_t newest = loop->order;
	while (loop->timers > 0 && loop->heap[0]->due_us <= now && loop->heap[0]->order < newest) {
		struct loop_timer due = *loop->heap[0];
		loop_timer_cancel(loop, loop->heap[0]);
		due.fire(due.arg);
	}
}

/* Milliseconds until the next timer, rounded up so that it is due when the wait ends. */
static int
wait_ms(const struct loop *loop)
{
	if (loop->timers == 0)
		return LONGEST_WAIT_MS;
	int64_t left = loop->heap[0]->due_us - clock_mono_us();
	if (left <= 0)
		return 0;
	return left > (int64_t)LONGEST_WAIT_MS * 1000 ? LONGEST_WAIT_MS
						      : (int)((left + 999) / 1000);
}

/* ---- file descriptors ---- */

static void
poll_for(struct loop *loop, struct loop_watch *watch, uint32_t events)
{
	struct epoll_event event = { .events = events, .data = { .ptr = watch } };
	if (epoll_ctl(loop->epoll, EPOLL_CTL_MOD, watch->fd, &event) == 0)
		return;
	/* A closed descriptor left epoll by itself, and its number may have come back. */
	ENSURE(errno == ENOENT);
	ENSURE(epoll_ctl(loop->epoll, EPOLL_CTL_ADD, watch->fd, &event) == 0);
}

static struct loop_watch *
watch_new(struct loop *loop, int fd, bool is_curls)
{
	struct loop_watch *watch = take_memory(sizeof(*watch));
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
	struct loop_watch *watch = watch_new(loop, fd, false);
	watch->ready = ready;
	watch->arg = arg;
	poll_for(loop, watch, EPOLLIN);
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

/* ---- curl ---- */

/* Called by curl: which socket it wants polled, and for what. */
static int
poll_socket(CURL *easy, curl_socket_t fd, int what, void *of_loop, void *of_socket)
{
	(void)easy;
	struct loop *loop = of_loop;
	struct loop_watch *watch = of_socket;
	if (what == CURL_POLL_REMOVE) {
		loop_unwatch(loop, watch);
		(void)curl_multi_assign(loop->multi, fd, NULL);
		return 0;
	}
	if (watch == NULL) {
		watch = watch_new(loop, fd, true);
		(void)curl_multi_assign(loop->multi, fd, watch);
	}
	poll_for(loop, watch,
		 ((what & CURL_POLL_IN) != 0 ? EPOLLIN : 0u) |
			 ((what & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0u));
	return 0;
}

/* Tells who waits for the transfers that ended. Each may add or remove others. */
static void
report_ended(struct loop *loop)
{
	CURLMsg *message;
	int left;
	while ((message = curl_multi_info_read(loop->multi, &left)) != NULL) {
		if (message->msg != CURLMSG_DONE)
			continue;
		CURL *easy = message->easy_handle;
		CURLcode code = message->data.result;
		char *private = NULL;
		(void)curl_easy_getinfo(easy, CURLINFO_PRIVATE, &private);
		struct transfer *transfer = (struct transfer *)(void *)private;
		void (*done)(void *, CURL *, CURLcode) = transfer->done;
		void *arg = transfer->arg;
		loop_transfer_remove(loop, easy);
		done(arg, easy, code);
	}
}

static void
socket_action(struct loop *loop, curl_socket_t fd, int ready)
{
	int running;
	ENSURE(curl_multi_socket_action(loop->multi, fd, ready, &running) == CURLM_OK);
	report_ended(loop);
}

static void
curl_timed_out(void *of_loop)
{
	struct loop *loop = of_loop;
	loop->curl_timer = NULL;
	socket_action(loop, CURL_SOCKET_TIMEOUT, 0);
}

/* Called by curl: when it wants to be called next, -1 for not at all. */
static int
set_curl_timer(CURLM *multi, long timeout_ms, void *of_loop)
{
	(void)multi;
	struct loop *loop = of_loop;
	loop_timer_cancel(loop, loop->curl_timer);
	loop->curl_timer = NULL;
	if (timeout_ms >= 0)
		loop->curl_timer = loop_after(loop, timeout_ms * 1000, curl_timed_out, loop);
	return 0;
}

void
loop_transfer(struct loop *loop, CURL *easy, void (*done)(void *, CURL *, CURLcode), void *arg)
{
	struct transfer *transfer = take_memory(sizeof(*transfer));
	transfer->easy = easy;
	transfer->done = done;
	transfer->arg = arg;
	transfer->next = loop->transfers;
	if (transfer->next != NULL)
		transfer->next->previous = transfer;
	loop->transfers = transfer;
	(void)curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
	ENSURE(curl_multi_add_handle(loop->multi, easy) == CURLM_OK);
}

void
loop_transfer_remove(struct loop *loop, CURL *easy)
{
	char *private = NULL;
	(void)curl_easy_getinfo(easy, CURLINFO_PRIVATE, &private);
	if (private == NULL)
		return;
	struct transfer *transfer = (struct transfer *)(void *)private;
	ENSURE(curl_multi_remove_handle(loop->multi, easy) == CURLM_OK);
	(void)curl_easy_setopt(easy, CURLOPT_PRIVATE, NULL);
	if (transfer->previous != NULL)
		transfer->previous->next = transfer->next;
	else
		loop->transfers = transfer->next;
	if (transfer->next != NULL)
		transfer->next->previous = transfer->previous;
	free(transfer);
}

/* ---- calls from other threads ---- */

void
loop_post(struct loop *loop, void (*call)(void *), void *arg)
{
	struct post *post = take_memory(sizeof(*post));
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
	struct loop *loop = take_memory(sizeof(*loop));
	(void)pthread_mutex_init(&loop->lock, NULL);
	loop->epoll = epoll_create1(EPOLL_CLOEXEC);
	loop->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE);
	loop->multi = curl_multi_init();
	ENSURE(loop->epoll >= 0 && loop->wake >= 0 && loop->multi != NULL);
	(void)curl_multi_setopt(loop->multi, CURLMOPT_SOCKETFUNCTION, poll_socket);
	(void)curl_multi_setopt(loop->multi, CURLMOPT_SOCKETDATA, loop);
	(void)curl_multi_setopt(loop->multi, CURLMOPT_TIMERFUNCTION, set_curl_timer);
	(void)curl_multi_setopt(loop->multi, CURLMOPT_TIMERDATA, loop);
	(void)curl_multi_setopt(loop->multi, CURLMOPT_MAXCONNECTS, (long)IDLE_CONNECTIONS);
	(void)loop_watch_read(loop, loop->wake, run_post, loop);
	return loop;
}

void
loop_free(struct loop *loop)
{
	if (loop == NULL)
		return;
	while (loop->transfers != NULL)
		loop_transfer_remove(loop, loop->transfers->easy);
	(void)curl_multi_cleanup(loop->multi);
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

static int
curl_readiness(uint32_t events)
{
	return ((events & EPOLLIN) != 0 ? CURL_CSELECT_IN : 0) |
	       ((events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0) |
	       ((events & (EPOLLERR | EPOLLHUP)) != 0 ? CURL_CSELECT_ERR : 0);
}

/* A fault may leave from any call in here; nothing is lost by that, the next loop_run goes on. */
void
loop_run(struct loop *loop)
{
	loop->is_running = true;
	while (loop->is_running) {
		struct epoll_event events[EVENTS_AT_ONCE];
		int n = epoll_wait(loop->epoll, events, EVENTS_AT_ONCE, wait_ms(loop));
		ENSURE(n >= 0 || errno == EINTR);
		for (int i = 0; i < n && loop->is_running; i++) {
			struct loop_watch *watch = events[i].data.ptr;
			if (watch->is_dead)
				continue;
			if (watch->is_curls)
				socket_action(loop, watch->fd, curl_readiness(events[i].events));
			else
				watch->ready(watch->arg);
		}
		bury_dead(loop);
		if (loop->is_running)
			fire_due(loop);
	}
}

void
loop_stop(struct loop *loop)
{
	loop->is_running = false;
}
