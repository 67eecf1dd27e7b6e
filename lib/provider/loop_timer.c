/* Timers: a binary heap, soonest first. */
#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/base/fault.h"
#include "lib/provider/loop_inside.h"

enum { LONGEST_WAIT_MS = 60 * 1000 };

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
	struct loop_timer *timer = loop_memory(sizeof(*timer));
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

/* A timer set meanwhile waits for the next round. */
void
loop_fire_due(struct loop *loop)
{
	int64_t now = clock_mono_us();
	uint64_t newest = loop->order;
	while (loop->timers > 0 && loop->heap[0]->due_us <= now && loop->heap[0]->order < newest) {
		struct loop_timer due = *loop->heap[0];
		loop_timer_cancel(loop, loop->heap[0]);
		due.fire(due.arg);
	}
}

int
loop_wait_ms(const struct loop *loop)
{
	if (loop->timers == 0)
		return LONGEST_WAIT_MS;
	int64_t left = loop->heap[0]->due_us - clock_mono_us();
	if (left <= 0)
		return 0;
	return left > (int64_t)LONGEST_WAIT_MS * 1000 ? LONGEST_WAIT_MS
						      : (int)((left + 999) / 1000);
}
