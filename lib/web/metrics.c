#include "lib/web/metrics.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/base/cfg.h"
#include "lib/base/clock.h"

enum { SLOTS = 32, BUCKETS = 10, CLASSES = 6, LIMITS = 1 << 16, GATE = 16 };

/* Upper bounds of the duration histogram, in microseconds. */
static const int64_t BOUNDS[BUCKETS] = { 500,	1000,	2500,	5000,	 10000,
					 25000, 100000, 500000, 1000000, 5000000 };

struct slot {
	_Atomic(uint64_t) taken;
	char program[24];
	_Atomic(uint64_t) status[CLASSES];
	_Atomic(uint64_t) bucket[BUCKETS + 1];
	_Atomic(uint64_t) sum_us;
	_Atomic(uint64_t) statements;
	_Atomic(uint64_t) faults;
};

struct page {
	struct slot slot[SLOTS];
	_Atomic(int64_t) limit[LIMITS];
	_Atomic(int64_t) gate[GATE]; /* when the holder entered; 0 is free */
};

static struct page *shared;
static struct slot *own;
static _Thread_local int held = -1;

void
metrics_open(const char *program)
{
	struct arena *arena = arena_new(8192);
	int fd = open(cfg_var_path(arena, "run/metrics"), O_RDWR | O_CREAT | O_CLOEXEC, 0660);
	arena_free(arena);
	if (fd < 0)
		return;
	struct page *map = MAP_FAILED;
	/* With its blocks: a hole that a full disk cannot fill later would end every screen (SIGBUS). */
	if (posix_fallocate(fd, 0, sizeof(struct page)) == 0)
		map = mmap(NULL, sizeof(*map), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	(void)close(fd);
	if (map == MAP_FAILED)
		return;
	shared = map;
	for (int i = 0; i < SLOTS; i++) {
		struct slot *slot = &shared->slot[i];
		uint64_t is_free = 0;
		if (atomic_load(&slot->taken) != 0 &&
		    strncmp(slot->program, program, sizeof(slot->program)) == 0) {
			own = slot;
			return;
		}
		if (atomic_compare_exchange_strong(&slot->taken, &is_free, 1)) {
			(void)snprintf(slot->program, sizeof(slot->program), "%s", program);
			own = slot;
			return;
		}
	}
}

void
metrics_request(int status, int64_t us, int statements)
{
	if (own == NULL)
		return;
	int class = status / 100;
	if (class < 1 || class >= CLASSES)
		class = 5;
	int i = 0;
	while (i < BUCKETS && us > BOUNDS[i])
		i++;
	atomic_fetch_add(&own->status[class], 1);
	atomic_fetch_add(&own->bucket[i], 1);
	atomic_fetch_add(&own->sum_us, (uint64_t)us);
	atomic_fetch_add(&own->statements, (uint64_t)statements);
}

void
metrics_fault(void)
{
	if (own != NULL)
		atomic_fetch_add(&own->faults, 1);
}

bool
metrics_allow(struct str address, int64_t rate, int *wait_s)
{
	/*
	 * This machine is never counted: behind an undeclared local proxy all members share its
	 * address.
	 */
	if (shared == NULL || rate == 0 || str_starts(address, STR("127.")) ||
	    str_eq(address, STR("::1")))
		return true;
	_Atomic(int64_t) *tat = &shared->limit[str_hash(address) % LIMITS];
	int64_t now = clock_mono_us();
	int64_t step = 1000000 / rate;
	int64_t old = atomic_load(tat);
	for (;;) {
		int64_t next = (old > now ? old : now) + step;
		if (next - now > 4 * 1000000) {
			*wait_s = (int)((next - now - 4 * 1000000) / 1000000) + 1;
			return false;
		}
		if (atomic_compare_exchange_weak(tat, &old, next))
			return true;
	}
}

bool
metrics_enter(int most)
{
	if (shared == NULL)
		return true;
	int64_t now = clock_mono_us();
	for (int i = 0; i < most && i < GATE; i++) {
		int64_t since = atomic_load(&shared->gate[i]);
		if (since != 0 && now - since < 60 * 1000000 && since <= now)
			continue;
		if (atomic_compare_exchange_strong(&shared->gate[i], &since, now)) {
			held = i;
			return true;
		}
	}
	return false;
}

void
metrics_leave(void)
{
	if (shared != NULL && held >= 0)
		atomic_store(&shared->gate[held], 0);
	held = -1;
}

static unsigned long long
value(const _Atomic(uint64_t) *counter)
{
	return atomic_load(counter);
}

static void
print_durations(struct buf *out, const struct slot *slot)
{
	unsigned long long below = 0;
	for (int i = 0; i < BUCKETS; i++) {
		below += value(&slot->bucket[i]);
		buf_fmt(out, "snug_http_seconds_bucket{program=\"%s\",le=\"%g\"} %llu\n",
			slot->program, (double)BOUNDS[i] / 1e6, below);
	}
	below += value(&slot->bucket[BUCKETS]);
	buf_fmt(out, "snug_http_seconds_bucket{program=\"%s\",le=\"+Inf\"} %llu\n", slot->program,
		below);
	buf_fmt(out, "snug_http_seconds_sum{program=\"%s\"} %.6f\n", slot->program,
		(double)value(&slot->sum_us) / 1e6);
	buf_fmt(out, "snug_http_seconds_count{program=\"%s\"} %llu\n", slot->program, below);
}

/* Calls `print` for every program that has a slot. */
static void
for_each(struct buf *out, void (*print)(struct buf *, const struct slot *))
{
	for (int i = 0; i < SLOTS; i++)
		if (atomic_load(&shared->slot[i].taken) != 0)
			print(out, &shared->slot[i]);
}

static void
print_status(struct buf *out, const struct slot *slot)
{
	for (int class = 1; class < CLASSES; class ++)
		buf_fmt(out, "snug_http_requests_total{program=\"%s\",class=\"%dxx\"} %llu\n",
			slot->program, class, value(&slot->status[class]));
}

static void
print_statements(struct buf *out, const struct slot *slot)
{
	buf_fmt(out, "snug_db_statements_total{program=\"%s\"} %llu\n", slot->program,
		value(&slot->statements));
}

static void
print_faults(struct buf *out, const struct slot *slot)
{
	buf_fmt(out, "snug_faults_total{program=\"%s\"} %llu\n", slot->program,
		value(&slot->faults));
}

void
metrics_print(struct buf *out)
{
	if (shared == NULL)
		return;
	buf_lit(out, "# HELP snug_http_requests_total Requests by program and status class\n"
		     "# TYPE snug_http_requests_total counter\n");
	for_each(out, print_status);
	buf_lit(out,
		"# HELP snug_http_seconds Time to answer\n# TYPE snug_http_seconds histogram\n");
	for_each(out, print_durations);
	buf_lit(out, "# HELP snug_db_statements_total SQL statements run\n"
		     "# TYPE snug_db_statements_total counter\n");
	for_each(out, print_statements);
	buf_lit(out, "# HELP snug_faults_total Requests that ended in a fault\n"
		     "# TYPE snug_faults_total counter\n");
	for_each(out, print_faults);
}
