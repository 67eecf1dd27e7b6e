#include "lib/stream/hub.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/fault.h"
#include "lib/base/log.h"
#include "sql/event.h"

enum {
	BUCKETS = 4096,
	KEPT = 512, /* events that wait for one stream */
	LOOK_US = 2 * 1000 * 1000,
	HUB_ARENA = 64 * 1024 * 1024,
	BEHIND_AT_ONCE = 4000
};

struct waiting {
	struct waiting *next;
	struct hub_event *event;
};

struct hub_seat {
	struct hub *hub;
	struct hub_seat *next; /* in the bucket; guarded by the hub's lock, as the key is */
	enum hub_topic topic;
	int64_t id;
	int64_t member;
	pthread_mutex_t lock; /* guards what follows */
	pthread_cond_t wake;
	int64_t reached;
	struct waiting *first;
	struct waiting *last;
	int count;
	bool lagging;
};

struct hub {
	pthread_mutex_t lock; /* guards the buckets */
	struct hub_seat *buckets[BUCKETS];
	struct db *ear;
	struct db *db;
	struct arena *arena;
	int fd;
	int64_t looked_us;
};

struct range {
	int64_t first;
	int64_t last;
};

static void *
take_memory(size_t size)
{
	void *p = calloc(1, size);
	if (p == NULL)
		fault_raise(FAULT_MEMORY, "the system has no memory for a stream");
	return p;
}

static size_t
bucket_of(enum hub_topic topic, int64_t id)
{
	return ((uint64_t)id * 2 + (topic == HUB_MEMBER)) * UINT64_C(0x9E3779B97F4A7C15) >> 52;
}

/* ---- seats ---- */

struct hub_seat *
hub_join(struct hub *hub, enum hub_topic topic, int64_t id, int64_t member)
{
	struct hub_seat *seat = take_memory(sizeof(*seat));
	pthread_condattr_t attributes;
	(void)pthread_condattr_init(&attributes);
	(void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	(void)pthread_mutex_init(&seat->lock, NULL);
	(void)pthread_cond_init(&seat->wake, &attributes);
	(void)pthread_condattr_destroy(&attributes);
	seat->hub = hub;
	seat->topic = topic;
	seat->id = id;
	seat->member = member;
	seat->reached = -1;
	(void)pthread_mutex_lock(&hub->lock);
	struct hub_seat **bucket = &hub->buckets[bucket_of(topic, id)];
	seat->next = *bucket;
	*bucket = seat;
	(void)pthread_mutex_unlock(&hub->lock);
	return seat;
}

bool
hub_has(struct hub *hub, enum hub_topic topic, int64_t id, int64_t member)
{
	(void)pthread_mutex_lock(&hub->lock);
	const struct hub_seat *seat = hub->buckets[bucket_of(topic, id)];
	while (seat != NULL && (seat->topic != topic || seat->id != id || seat->member != member))
		seat = seat->next;
	(void)pthread_mutex_unlock(&hub->lock);
	return seat != NULL;
}

static void
drop_waiting(struct hub_seat *seat)
{
	while (seat->first != NULL) {
		struct waiting *waiting = seat->first;
		seat->first = waiting->next;
		hub_event_free(waiting->event);
		free(waiting);
	}
	seat->last = NULL;
	seat->count = 0;
}

void
hub_leave(struct hub_seat *seat)
{
	struct hub *hub = seat->hub;
	(void)pthread_mutex_lock(&hub->lock);
	struct hub_seat **at = &hub->buckets[bucket_of(seat->topic, seat->id)];
	while (*at != seat)
		at = &(*at)->next;
	*at = seat->next;
	(void)pthread_mutex_unlock(&hub->lock);
	drop_waiting(seat);
	(void)pthread_cond_destroy(&seat->wake);
	(void)pthread_mutex_destroy(&seat->lock);
	free(seat);
}

void
hub_reached(struct hub_seat *seat, int64_t position)
{
	(void)pthread_mutex_lock(&seat->lock);
	if (position > seat->reached)
		seat->reached = position;
	seat->lagging = false;
	(void)pthread_mutex_unlock(&seat->lock);
}

void
hub_event_free(struct hub_event *event)
{
	if (event != NULL && atomic_fetch_sub(&event->references, 1) == 1)
		free(event);
}

/* The next event that is newer than what the stream has; NULL when there is none. */
static struct hub_event *
take_next(struct hub_seat *seat)
{
	while (seat->first != NULL) {
		struct waiting *waiting = seat->first;
		struct hub_event *event = waiting->event;
		seat->first = waiting->next;
		if (seat->first == NULL)
			seat->last = NULL;
		seat->count--;
		free(waiting);
		if (event->position > seat->reached) {
			/* Of a turn every number comes: a gap means that a notice got lost. */
			if (seat->topic == HUB_TURN && seat->reached >= 0 &&
			    event->position > seat->reached + 1)
				seat->lagging = true;
			else
				seat->reached = event->position;
			return event;
		}
		hub_event_free(event);
	}
	return NULL;
}

enum hub_wait
hub_next(struct hub_seat *seat, int timeout_ms, struct hub_event **event)
{
	struct timespec until;
	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += timeout_ms / 1000;
	until.tv_nsec += (long)(timeout_ms % 1000) * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	enum hub_wait result = HUB_QUIET;
	*event = NULL;
	(void)pthread_mutex_lock(&seat->lock);
	for (int waited = 0; waited != ETIMEDOUT;) {
		*event = seat->lagging ? NULL : take_next(seat);
		if (seat->lagging) {
			hub_event_free(*event);
			*event = NULL;
			drop_waiting(seat);
			result = HUB_LAGGING;
			break;
		}
		if (*event != NULL) {
			result = HUB_EVENT;
			break;
		}
		waited = pthread_cond_timedwait(&seat->wake, &seat->lock, &until);
	}
	(void)pthread_mutex_unlock(&seat->lock);
	return result;
}

/* ---- fan-out, in the hub's thread ---- */

static struct hub_event *
event_new(int64_t position, struct str kind, struct str data)
{
	struct hub_event *event = take_memory(sizeof(*event) + kind.n + data.n);
	atomic_init(&event->references, 1);
	event->position = position;
	memcpy(event->bytes, kind.p, kind.n);
	memcpy(event->bytes + kind.n, data.p, data.n);
	event->kind = (struct str){ event->bytes, kind.n };
	event->data = (struct str){ event->bytes + kind.n, data.n };
	return event;
}

/* True when its stream has something new to do. */
static bool
put_waiting(struct hub_seat *seat, struct waiting *waiting, struct hub_event *event)
{
	if (seat->lagging || event->position <= seat->reached) {
		free(waiting);
		return false;
	}
	if (seat->count >= KEPT) {
		free(waiting);
		drop_waiting(seat);
		seat->lagging = true;
		return true;
	}
	(void)atomic_fetch_add(&event->references, 1);
	waiting->event = event;
	if (seat->last != NULL)
		seat->last->next = waiting;
	else
		seat->first = waiting;
	seat->last = waiting;
	seat->count++;
	return true;
}

/* The stream is woken with its lock free, or it would only wake to wait for it. */
static void
give(struct hub_seat *seat, struct hub_event *event)
{
	struct waiting *waiting = take_memory(sizeof(*waiting));
	(void)pthread_mutex_lock(&seat->lock);
	bool is_new = put_waiting(seat, waiting, event);
	(void)pthread_mutex_unlock(&seat->lock);
	if (is_new)
		(void)pthread_cond_signal(&seat->wake);
}

static void
publish(struct hub *hub, enum hub_topic topic, int64_t id, int64_t position, struct str kind,
	struct str data)
{
	struct hub_event *event = NULL;
	(void)pthread_mutex_lock(&hub->lock);
	for (struct hub_seat *seat = hub->buckets[bucket_of(topic, id)]; seat != NULL;
	     seat = seat->next) {
		if (seat->topic != topic || seat->id != id)
			continue;
		if (event == NULL)
			event = event_new(position, kind, data);
		give(seat, event);
	}
	(void)pthread_mutex_unlock(&hub->lock);
	hub_event_free(event);
}

static void
publish_turns(struct hub *hub, const struct range *range)
{
	struct rows rows = event_range(hub->db, range->first, range->last);
	for (size_t i = 0; i < rows.n; i++) {
		const struct event_range_row *row = event_range_at(rows, i);
		publish(hub, HUB_TURN, row->turn_id.v, row->seq, row->kind, row->data);
	}
}

static void
publish_members(struct hub *hub, const struct range *range)
{
	struct rows rows = event_member_range(hub->db, range->first, range->last);
	for (size_t i = 0; i < rows.n; i++) {
		const struct event_member_range_row *row = event_member_range_at(rows, i);
		publish(hub, HUB_MEMBER, row->member_id.v, row->id, row->kind, row->data);
	}
}

/* Topics and the newest position that any of their streams has: where to look for lost notices. */
static size_t
positions(struct hub *hub, enum hub_topic topic, int64_t *ids, int64_t *reached)
{
	size_t n = 0;
	(void)pthread_mutex_lock(&hub->lock);
	for (size_t i = 0; i < BUCKETS && n < BEHIND_AT_ONCE; i++) {
		for (struct hub_seat *seat = hub->buckets[i]; seat != NULL; seat = seat->next) {
			if (seat->topic != topic || n == BEHIND_AT_ONCE)
				continue;
			(void)pthread_mutex_lock(&seat->lock);
			int64_t at = seat->reached;
			(void)pthread_mutex_unlock(&seat->lock);
			/* A stream that has not read the table yet will find them itself. */
			if (at < 0)
				continue;
			ids[n] = seat->id;
			reached[n++] = at;
		}
	}
	(void)pthread_mutex_unlock(&hub->lock);
	return n;
}

static void
look_behind(struct hub *hub)
{
	int64_t *ids = ARENA_ARRAY(hub->arena, int64_t, BEHIND_AT_ONCE);
	int64_t *reached = ARENA_ARRAY(hub->arena, int64_t, BEHIND_AT_ONCE);
	size_t n = positions(hub, HUB_TURN, ids, reached);
	struct rows rows = { .n = 0 };
	if (n > 0)
		rows = event_behind(hub->db, (struct i64s){ ids, n }, (struct i64s){ reached, n });
	for (size_t i = 0; i < rows.n; i++) {
		const struct event_behind_row *row = event_behind_at(rows, i);
		publish(hub, HUB_TURN, row->turn_id.v, row->seq, row->kind, row->data);
	}
	n = positions(hub, HUB_MEMBER, ids, reached);
	rows.n = 0;
	if (n > 0)
		rows = event_member_behind(hub->db, (struct i64s){ ids, n },
					   (struct i64s){ reached, n });
	for (size_t i = 0; i < rows.n; i++) {
		const struct event_member_behind_row *row = event_member_behind_at(rows, i);
		publish(hub, HUB_MEMBER, row->member_id.v, row->id, row->kind, row->data);
	}
	hub->looked_us = clock_mono_us();
}

/* "first last" into a range that grows. */
static void
widen(struct range *range, struct str payload)
{
	struct str rest = payload, piece;
	int64_t first, last;
	if (!str_cut(&rest, ' ', &piece) || !str_to_i64(piece, &first) || !str_to_i64(rest, &last))
		return;
	if (range->first == 0 || first < range->first)
		range->first = first;
	if (last > range->last)
		range->last = last;
}

static void
hear_all(struct hub *hub)
{
	struct range turns = { 0, 0 }, members = { 0, 0 };
	struct str channel, payload;
	while (db_notification(hub->ear, hub->arena, &channel, &payload))
		widen(str_eq(channel, STR("turn_event")) ? &turns : &members, payload);
	if (turns.first > 0)
		publish_turns(hub, &turns);
	if (members.first > 0)
		publish_members(hub, &members);
	if (!db_is_open(hub->ear))
		hub->fd = -1;
}

/* Listens again after the database was away, and looks for what was missed. */
static void
listen_again(struct hub *hub)
{
	(void)db_listen(hub->ear, "turn_event");
	hub->fd = db_listen(hub->ear, "member_event");
	if (hub->fd >= 0)
		hub->looked_us = 0;
}

static void
work_once(struct hub *hub)
{
	if (hub->fd < 0)
		listen_again(hub);
	if (hub->fd < 0) {
		(void)usleep(250 * 1000);
		return;
	}
	struct pollfd fd = { .fd = hub->fd, .events = POLLIN };
	int64_t left = hub->looked_us + LOOK_US - clock_mono_us();
	if (left > 0 && poll(&fd, 1, (int)(left / 1000) + 1) > 0)
		hear_all(hub);
	if (clock_mono_us() >= hub->looked_us + LOOK_US)
		look_behind(hub);
}

static void *
work(void *arg)
{
	struct hub *hub = arg;
	for (;;) {
		struct fault_frame frame;
		if (FAULT_CATCH(frame)) {
			work_once(hub);
			fault_pop(&frame);
		} else {
			LOG_EVENT(LOG_WARN, "hub", LOG_CSTR("why", frame.fault.message));
			hub->looked_us = 0; /* what this round was to bring is looked for */
			(void)usleep(250 * 1000);
		}
		arena_reset(hub->arena);
	}
	return NULL;
}

struct hub *
hub_open(const char *conninfo)
{
	struct hub *hub = take_memory(sizeof(*hub));
	(void)pthread_mutex_init(&hub->lock, NULL);
	hub->arena = arena_new(HUB_ARENA);
	hub->ear = db_new(conninfo, DB_READER);
	hub->db = db_new(conninfo, DB_READER);
	hub->fd = -1;
	db_use(hub->db, hub->arena);
	pthread_attr_t attributes;
	pthread_t thread;
	(void)pthread_attr_init(&attributes);
	(void)pthread_attr_setstacksize(&attributes, 512 * 1024);
	(void)pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	ENSURE(pthread_create(&thread, &attributes, work, hub) == 0);
	(void)pthread_attr_destroy(&attributes);
	return hub;
}
