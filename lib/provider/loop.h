/*
 * One event loop: timers, file descriptors, HTTP transfers (curl's multi interface) and calls handed
 * over from other threads. The worker is built on it, and so are the clients of outside services.
 *
 * Units: microseconds on the monotonic clock.
 * Locking: everything but loop_post belongs to the loop's own thread.
 */
#ifndef SNUG_PROVIDER_LOOP_H
#define SNUG_PROVIDER_LOOP_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

struct loop;
struct loop_timer;
struct loop_watch;

struct loop *loop_new(void);
void loop_free(struct loop *loop);
/* Runs until loop_stop. */
void loop_run(struct loop *loop);
void loop_stop(struct loop *loop);

/* Calls `fire(arg)` once, `delay_us` from now. The timer is gone after it fired. */
struct loop_timer *loop_after(struct loop *loop, int64_t delay_us, void (*fire)(void *), void *arg);
/* NULL is allowed. */
void loop_timer_cancel(struct loop *loop, struct loop_timer *timer);

/* Calls `ready(arg)` while `fd` is readable. */
struct loop_watch *loop_watch_read(struct loop *loop, int fd, void (*ready)(void *), void *arg);
void loop_unwatch(struct loop *loop, struct loop_watch *watch);

/*
 * Starts a transfer; `done(arg, easy, code)` comes once, from the loop, unless it is removed first.
 * The caller keeps the handle. CURLOPT_PRIVATE belongs to the loop. Neither of the two may be called
 * from within curl's own callbacks (a write function): loop_after with no delay leads out of them.
 */
void loop_transfer(struct loop *loop, CURL *easy, void (*done)(void *, CURL *, CURLcode),
		   void *arg);
void loop_transfer_remove(struct loop *loop, CURL *easy);

/* Thread-safe: `call(arg)` runs in the loop's thread soon. */
void loop_post(struct loop *loop, void (*call)(void *), void *arg);

#endif
