#include "tests/greatest.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/base/attr.h"
#include "lib/base/clock.h"
#include "lib/provider/loop.h"

enum { MANY = 5000, STEP_US = 30 * 1000, POSTS = 1000, LONG_US = 120 * 1000 * 1000 };

static struct loop *loop;
static int fired;

static void
stop(void *arg)
{
	(void)arg;
	loop_stop(loop);
}

/* ---- timers ---- */

static int64_t last_due;
static bool in_order;

/* Timers are set one after the other, and nobody knows the moment of each better than that. */
struct due {
	int64_t earliest_us;
	int64_t latest_us;
	struct loop_timer *timer;
};

static void
note_order(void *of_due)
{
	const struct due *due = of_due;
	if (due->latest_us < last_due || clock_mono_us() < due->earliest_us)
		in_order = false;
	if (due->earliest_us > last_due)
		last_due = due->earliest_us;
	fired++;
}

TEST
fires_thousands_of_timers_in_order(void)
{
	static struct due dues[MANY];
	srand(7);
	fired = 0;
	last_due = 0;
	in_order = true;
	for (int i = 0; i < MANY; i++) {
		int64_t delay = (rand() % 8) * STEP_US;
		dues[i].earliest_us = clock_mono_us() + delay;
		dues[i].timer = loop_after(loop, delay, note_order, &dues[i]);
		dues[i].latest_us = clock_mono_us() + delay;
	}
	for (int i = 0; i < MANY; i += 3)
		loop_timer_cancel(loop, dues[i].timer);
	(void)loop_after(loop, 10 * STEP_US, stop, NULL);
	loop_run(loop);
	ASSERT_EQ(MANY - (MANY + 2) / 3, fired);
	ASSERT(in_order);
	PASS();
}

static struct loop_timer *victims[3];

static void
cancel_others(void *arg)
{
	(void)arg;
	fired++;
	for (size_t i = 1; i < COUNT(victims); i++)
		loop_timer_cancel(loop, victims[i]);
}

static void
count(void *arg)
{
	(void)arg;
	fired++;
}

TEST
lets_a_timer_cancel_others_that_are_due(void)
{
	fired = 0;
	victims[0] = loop_after(loop, 0, cancel_others, NULL);
	victims[1] = loop_after(loop, 0, count, NULL);
	victims[2] = loop_after(loop, 0, count, NULL);
	(void)loop_after(loop, 5000, stop, NULL);
	loop_run(loop);
	ASSERT_EQ(1, fired);
	PASS();
}

static void
again(void *arg)
{
	fired++;
	(void)loop_after(loop, 0, again, arg);
}

static void
stop_after_ten(void *arg)
{
	if (fired > 10)
		loop_stop(loop);
	else
		(void)loop_after(loop, 1000, stop_after_ten, arg);
}

TEST
does_not_starve_when_a_timer_renews_itself(void)
{
	fired = 0;
	(void)loop_after(loop, 0, again, NULL);
	(void)loop_after(loop, 1000, stop_after_ten, NULL);
	loop_run(loop);
	ASSERT(fired > 10);
	/* `again` goes on for ever: a fresh loop for the next test. */
	loop_free(loop);
	loop = loop_new();
	PASS();
}

/* ---- watches ---- */

static struct loop_watch *watches[2];
static int pipes[2][2];

static void
unwatch_both(void *arg)
{
	(void)arg;
	fired++;
	for (size_t i = 0; i < 2; i++) {
		loop_unwatch(loop, watches[i]);
		(void)close(pipes[i][0]);
	}
	loop_stop(loop);
}

TEST
lets_a_watch_remove_another_that_is_ready(void)
{
	fired = 0;
	for (size_t i = 0; i < 2; i++) {
		ASSERT_EQ(0, pipe(pipes[i]));
		ASSERT_EQ(1, write(pipes[i][1], "x", 1));
		watches[i] = loop_watch_read(loop, pipes[i][0], unwatch_both, NULL);
	}
	loop_run(loop);
	ASSERT_EQ(1, fired);
	for (size_t i = 0; i < 2; i++)
		(void)close(pipes[i][1]);
	PASS();
}

/* ---- posts ---- */

static void
count_post(void *arg)
{
	(void)arg;
	if (++fired == 2 * POSTS)
		loop_stop(loop);
}

static void *
post_many(void *arg)
{
	for (int i = 0; i < POSTS; i++)
		loop_post(loop, count_post, arg);
	return NULL;
}

TEST
runs_every_post_of_other_threads(void)
{
	pthread_t threads[2];
	fired = 0;
	for (size_t i = 0; i < COUNT(threads); i++)
		ASSERT_EQ(0, pthread_create(&threads[i], NULL, post_many, NULL));
	struct loop_timer *late = loop_after(loop, LONG_US, stop, NULL);
	loop_run(loop);
	loop_timer_cancel(loop, late);
	for (size_t i = 0; i < COUNT(threads); i++)
		(void)pthread_join(threads[i], NULL);
	ASSERT_EQ_FMT(2 * POSTS, fired, "%d");
	PASS();
}

/* ---- transfers ---- */

static CURL *handles[2];
static CURLcode seen;

static void
remove_other(void *arg, CURL *easy, CURLcode code)
{
	(void)arg;
	fired++;
	seen = code;
	for (size_t i = 0; i < COUNT(handles); i++)
		if (handles[i] != easy)
			loop_transfer_remove(loop, handles[i]);
	loop_stop(loop);
}

TEST
tells_of_a_failed_transfer_once_and_lets_it_remove_another(void)
{
	fired = 0;
	for (size_t i = 0; i < COUNT(handles); i++) {
		handles[i] = curl_easy_init();
		/* Port 1 of this machine: nobody listens. */
		(void)curl_easy_setopt(handles[i], CURLOPT_URL, "http://127.0.0.1:1/");
		loop_transfer(loop, handles[i], remove_other, NULL);
	}
	loop_run(loop);
	ASSERT_EQ(1, fired);
	ASSERT_EQ(CURLE_COULDNT_CONNECT, seen);
	for (size_t i = 0; i < COUNT(handles); i++)
		curl_easy_cleanup(handles[i]);
	PASS();
}

TEST
frees_what_is_left(void)
{
	CURL *easy = curl_easy_init();
	(void)curl_easy_setopt(easy, CURLOPT_URL, "http://127.0.0.1:1/");
	struct loop *other = loop_new();
	(void)loop_after(other, 1000, count, NULL);
	loop_post(other, count, NULL);
	loop_transfer(other, easy, remove_other, NULL);
	loop_free(other);
	curl_easy_cleanup(easy);
	PASS();
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	loop = loop_new();
	RUN_TEST(fires_thousands_of_timers_in_order);
	RUN_TEST(lets_a_timer_cancel_others_that_are_due);
	RUN_TEST(does_not_starve_when_a_timer_renews_itself);
	RUN_TEST(lets_a_watch_remove_another_that_is_ready);
	RUN_TEST(runs_every_post_of_other_threads);
	RUN_TEST(tells_of_a_failed_transfer_once_and_lets_it_remove_another);
	RUN_TEST(frees_what_is_left);
	loop_free(loop);
	curl_global_cleanup();
	GREATEST_MAIN_END();
}
