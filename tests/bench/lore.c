/*
 * What lore costs: a line for each case, "name key=value ...", times in microseconds, the middle of
 * several runs.
 *
 *	small    200 entries over 8,000 tokens of conversation
 *	large    50,000 entries over the same; compiling it, and what it takes in memory
 *	near     50,000 keys that are all nearly there
 *	hostile  patterns that would run for ever
 */
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/base/rand.h"
#include "lib/lore/read.h"

enum { RUNS = 15, MESSAGES = 40, MESSAGE_BYTES = 800 };

static const char *const WORDS[] = { "lamp",   "storm", "harbour", "silver", "crow",  "winter",
				     "letter", "stone", "garden",  "river",  "bread", "music",
				     "door",   "tower", "night",   "salt",   "ship",  "name" };

static struct lore_message messages[MESSAGES];

static void
make_conversation(struct arena *arena)
{
	struct rand_seeded r = rand_from_seed(5);
	for (int i = 0; i < MESSAGES; i++) {
		struct buf text = buf_in(arena);
		while (text.n < MESSAGE_BYTES)
			buf_fmt(&text, "%s%u ", WORDS[rand_below(&r, COUNT(WORDS))],
				rand_below(&r, 4) == 0 ? rand_below(&r, 100000) : 7);
		messages[i] = (struct lore_message){ .name = STR("Ann"),
						     .text = buf_done(&text),
						     .is_user = i % 2 == 0 };
	}
}

static int
by_time(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return x < y ? -1 : x > y;
}

static struct lore_book *
compile(struct arena *arena, size_t n, struct str (*key)(struct arena *, size_t))
{
	struct lore_entry *entries = ARENA_ARRAY(arena, struct lore_entry, n);
	struct lore_settings settings = { .id = 1, .shape = BOOK_WORLD, .name = STR_INIT("Bench") };
	for (size_t i = 0; i < n; i++) {
		struct str *keys = ARENA_ARRAY(arena, struct str, 2);
		keys[0] = key(arena, i);
		keys[1] = key(arena, i + n);
		entries[i] = lore_entry_new();
		entries[i].id = (int64_t)i + 1;
		entries[i].keys = (struct strs){ keys, 2 };
		entries[i].content = STR("What is known of it, in about ten words or so.");
	}
	return lore_compile(&settings, entries, n);
}

static struct str
usual_key(struct arena *arena, size_t i)
{
	return str_fmt(arena, "%s%zu", WORDS[i % COUNT(WORDS)], i * 13);
}

/* Every four bytes of it stand somewhere in the conversation. */
static struct str
near_key(struct arena *arena, size_t i)
{
	return str_fmt(arena, "%s7 %s7 %s7 %s7", WORDS[i % 18], WORDS[i / 18 % 18],
		       WORDS[i / 324 % 18], WORDS[i / 5832 % 18]);
}

static struct str
hostile_key(struct arena *arena, size_t i)
{
	static const char *const PATTERNS[] = { "/(a+)+b/", "/(\\w+\\s?)+$x/", "/(.*)*(.*)*7z/",
						"/(?:a|aa|\\w)+Z{2}/", "/(\\w+7 )+(\\w+7 )+!/" };
	return str_fmt(arena, "%.*s%zu/", (int)strlen(PATTERNS[i % 5]) - 1, PATTERNS[i % 5], i);
}

static struct lore_result
measure(const char *name, struct arena *arena, struct lore_book *book)
{
	struct lore_on on = { .book = book, .source = LORE_OF_CHAT };
	struct lore_order order = LORE_ORDER_DEFAULT;
	struct lore_result result = { 0 };
	int64_t times[RUNS];
	order.books = &on;
	order.book_count = 1;
	order.messages = messages;
	order.message_count = MESSAGES;
	order.depth = MESSAGES;
	order.context_tokens = 32768;
	for (int i = 0; i < RUNS; i++) {
		arena_reset(arena);
		int64_t begun = clock_mono_us();
		result = lore_scan(arena, &order);
		times[i] = clock_mono_us() - begun;
	}
	qsort(times, RUNS, sizeof(times[0]), by_time);
	printf("%s us=%lld best=%lld worst=%lld fired=%zu entries=%lld bytes=%zu scratch=%zu\n",
	       name, (long long)times[RUNS / 2], (long long)times[0], (long long)times[RUNS - 1],
	       result.hit_count, (long long)result.entry_count, lore_bytes(book),
	       arena_used(arena));
	return result;
}

int
main(void)
{
	struct arena *keep = arena_new(512 * 1024 * 1024);
	struct arena *arena = arena_new(128 * 1024 * 1024);
	make_conversation(keep);
	struct lore_book *small = compile(keep, 200, usual_key);
	int64_t begun = clock_mono_us();
	struct lore_book *large = compile(keep, 50000, usual_key);
	int64_t took = clock_mono_us() - begun;
	struct lore_book *near = compile(keep, 50000, near_key);
	struct lore_book *hostile = compile(keep, 40, hostile_key);
	(void)measure("small", arena, small);
	(void)measure("large", arena, large);
	printf("compile us=%lld\n", (long long)took);
	(void)measure("near", arena, near);
	(void)measure("hostile", arena, hostile);
	lore_free(small);
	lore_free(large);
	lore_free(near);
	lore_free(hostile);
	arena_free(arena);
	arena_free(keep);
	return 0;
}
