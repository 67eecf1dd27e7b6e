/*
 * How long one page of 24 cards takes to render, once compiled: the least of many batches, and the
 * time that compiling it takes.
 *
 *	page TEMPLATE	(a page over rows, such as bench/baseline/page.mustache)
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "lib/base/clock.h"
#include "lib/base/fault.h"
#include "lib/web/mustache.h"

enum { CARDS = 24, TAGS = 4, BATCHES = 40, ROUNDS = 250 };

struct card {
	int64_t id;
	struct str slug, name, creator, tagline;
	int64_t chats, likes;
	const json_t *tags;
};

#define COLUMN(name, hash, kind, field)                                                            \
	{                                                                                          \
		name, hash, kind, (uint16_t)offsetof(struct card, field), COLUMN_NEVER_NULL        \
	}

static struct column columns[] = {
	COLUMN("id", 0, COLUMN_INT, id),
	COLUMN("slug", 0, COLUMN_TEXT, slug),
	COLUMN("name", 0, COLUMN_TEXT, name),
	COLUMN("creator", 0, COLUMN_TEXT, creator),
	COLUMN("tagline", 0, COLUMN_TEXT, tagline),
	COLUMN("chats", 0, COLUMN_INT, chats),
	COLUMN("likes", 0, COLUMN_INT, likes),
	COLUMN("tags", 0, COLUMN_JSON, tags),
};

static struct row_type card_type = { "card", sizeof(struct card), COUNT(columns), columns };

static struct str
read_file(struct arena *arena, const char *path)
{
	FILE *file = fopen(path, "r");
	if (file == NULL) {
		perror(path);
		exit(1);
	}
	char *text = arena_take(arena, MUSTACHE_TEXT_MAX);
	size_t n = fread(text, 1, MUSTACHE_TEXT_MAX, file);
	(void)fclose(file);
	return (struct str){ text, n };
}

static const struct view *
make_view(struct arena *arena)
{
	struct card *cards = ARENA_ARRAY(arena, struct card, CARDS);
	struct str why;
	for (int64_t i = 0; i < CARDS; i++) {
		int64_t id = 10000 + i * 3797;
		struct buf tags = buf_in(arena);
		for (int64_t t = 0; t < TAGS; t++)
			buf_fmt(&tags, "%s{\"slug\":\"tag-%lld\",\"name\":\"Tag %lld%s\"}",
				t == 0 ? "[" : ",", (long long)(i + t), (long long)(i + t),
				(i + t) % 20 == 0 ? " & <co>" : "");
		buf_char(&tags, ']');
		cards[i] = (struct card){
			.id = id,
			.slug = str_fmt(arena, "char-%lld", (long long)id),
			.name = STR("Violin Scholar"),
			.creator = str_fmt(arena, "user%lld", (long long)(id % 8191)),
			.tagline = STR("saffron scholar paper ember engine garden quiet \"quoted\" "
				       "marble meadow copper orchard harbor R&D archive captain "
				       "amber saffron scholar paper ember"),
			.chats = id * 7 % 90000,
			.likes = id * 11 % 9000,
			.tags = json_read(arena, buf_done(&tags), &why),
		};
	}
	struct view *v = view_new(arena);
	view_text(v, "locale", STR("en"));
	view_text(v, "user", STR("ada"));
	view_gems(v, "balance", (struct gems){ 1250500 });
	view_int(v, "next_s", 4000);
	view_int(v, "next_i", 77);
	view_rows(v, "rows", (struct rows){ &card_type, cards, CARDS });
	return v;
}

static int64_t
now_ns(void)
{
	struct timespec ts;
	ENSURE(clock_gettime(CLOCK_MONOTONIC, &ts) == 0);
	return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

static const struct mustache *
find(void *store, struct str name, uint32_t hash)
{
	(void)store;
	(void)name;
	(void)hash;
	return NULL;
}

int
main(int argc, char **argv)
{
	if (argc != 2) {
		(void)fprintf(stderr, "usage: %s TEMPLATE\n", argv[0]);
		return 2;
	}
	for (size_t i = 0; i < COUNT(columns); i++)
		columns[i].hash = str_hash(str_from(columns[i].name));
	struct arena *arena = arena_new(64 * 1024 * 1024);
	struct mustache_error error;
	struct str text = read_file(arena, argv[1]);
	int64_t compile = now_ns();
	const struct mustache *template = mustache_compile(arena, text, &error);
	compile = now_ns() - compile;
	ENSURE(template != NULL);

	struct mustache_env env = { .mode = MUSTACHE_HOUSE,
				    .now = clock_now(),
				    .limit = MUSTACHE_OUTPUT_MAX,
				    .find = find };
	const struct view *view = make_view(arena);
	struct buf out = buf_in(arena);
	int64_t best = INT64_MAX;
	for (int batch = 0; batch < BATCHES; batch++) {
		int64_t start = now_ns();
		for (int round = 0; round < ROUNDS; round++) {
			out.n = 0;
			ENSURE(mustache_render(template, view_root(view), &env, &out) ==
			       MUSTACHE_DONE);
		}
		int64_t each = (now_ns() - start) / ROUNDS;
		best = each < best ? each : best;
	}
	(void)printf("render.page bytes=%zu ns=%lld compile_ns=%lld\n", out.n, (long long)best,
		     (long long)compile);
	arena_free(arena);
	return 0;
}
