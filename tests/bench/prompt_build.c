/*
 * What one prompt costs: a book of 200 entries scanned and a prompt of 8,000 tokens put together,
 * conversation, card, persona, note and examples included.
 *
 *	prompt_build [ROUNDS]
 *
 * Prints the median and the slowest of a hundred in microseconds: median= p99= tokens= fired=
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/rand.h"
#include "lib/lore/lore.h"
#include "lib/prompt/count.h"
#include "lib/prompt/prompt.h"

enum { ENTRIES = 200, MESSAGES = 120, WORDS = 60, ROUNDS = 2000 };

static const char *const NAMES[] = { "harbour", "lantern", "bridge", "orchard", "cellar",
				     "tower",	"market",  "river",  "chapel",	"forge",
				     "meadow",	"stairs",  "attic",  "garden",	"well",
				     "gate",	"mill",	   "ferry",  "ruin",	"tavern" };

static struct str
sentence(struct arena *arena, struct rand_seeded *r, int words)
{
	struct buf out = buf_in(arena);
	for (int i = 0; i < words; i++)
		buf_fmt(&out, "%s%s", NAMES[rand_below(r, COUNT(NAMES))], i % 9 == 8 ? ". " : " ");
	return buf_done(&out);
}

static struct lore_book *
make_book(struct arena *arena, struct rand_seeded *r)
{
	struct lore_entry *entries = ARENA_ARRAY(arena, struct lore_entry, ENTRIES);
	struct str *keys = ARENA_ARRAY(arena, struct str, ENTRIES * 2);
	for (size_t i = 0; i < ENTRIES; i++) {
		keys[i * 2] = str_fmt(arena, "%s %zu", NAMES[i % COUNT(NAMES)], i);
		keys[i * 2 + 1] = i % 20 == 0 ? str_from(NAMES[i / 20])
					      : str_fmt(arena, "unheard%zu", i);
		entries[i] = (struct lore_entry){
			.id = (int64_t)i + 1,
			.name = keys[i * 2],
			.keys = { keys + i * 2, 2 },
			.content = sentence(arena, r, 40),
			.is_enabled = true,
			.place = i % 3 == 0 ? LORE_AT_DEPTH : LORE_BEFORE_CHAR,
			.depth = 4,
			.order = 100,
			.probability = 100,
			.group_weight = 100,
		};
	}
	struct lore_settings settings = { .id = 1,
					  .version = 1,
					  .shape = BOOK_WORLD,
					  .name = STR("bench"),
					  .has_scan_depth = true,
					  .scan_depth = 20 };
	return lore_compile(&settings, entries, ENTRIES);
}

static struct prompt_insert *
inserts_of(struct arena *arena, const struct lore_result *lore)
{
	struct prompt_insert *inserts = ARENA_ARRAY(arena, struct prompt_insert,
						    lore->hit_count + 1);
	for (size_t i = 0; i < lore->hit_count; i++)
		inserts[i] = (struct prompt_insert){
			.kind = BLOCK_LORE,
			.place = lore->hits[i].place == LORE_AT_DEPTH ? PLACE_AT_DEPTH
								      : PLACE_BEFORE_CHAR,
			.name = lore->hits[i].entry,
			.text = lore->hits[i].content,
			.why = lore->hits[i].words,
			.depth = lore->hits[i].depth,
			.order = lore->hits[i].order,
		};
	return inserts;
}

static int64_t
count(void *arg, struct str text)
{
	(void)arg;
	return count_tokens(text);
}

static int
by_size(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

struct setting {
	struct prompt_card card;
	struct prompt_said said[MESSAGES];
	struct lore_message heard[MESSAGES];
	struct lore_on on;
};

static void
set_up(struct arena *arena, struct setting *s)
{
	struct rand_seeded r = rand_from_seed(7);
	s->card = (struct prompt_card){
		.name = STR("Mara"),
		.long_bio = sentence(arena, &r, 400),
		.personality = sentence(arena, &r, 80),
		.scenario = STR("{{user}} meets {{char}} at the {{random:gate,mill}}."),
		.mes_example = str_fmt(arena, "<START>\n%.*s\n<START>\n%.*s",
				       STR_ARG(sentence(arena, &r, 60)),
				       STR_ARG(sentence(arena, &r, 60))),
		.chat_lines = STR("{}"),
		.age = 40,
	};
	for (size_t i = 0; i < MESSAGES; i++) {
		struct str text = sentence(arena, &r, WORDS);
		bool is_user = i % 2 == 0;
		s->said[i] = (struct prompt_said){ is_user ? TEXT_USER : TEXT_ASSISTANT,
						   STR("Juno"),
						   text,
						   { (int64_t)(MESSAGES - i) } };
		s->heard[i] = (struct lore_message){ .name = STR("Juno"),
						     .text = text,
						     .is_user = is_user };
	}
	s->on = (struct lore_on){ .book = make_book(arena, &r), .source = LORE_OF_CHAT };
}

static struct prompt
build(struct arena *arena, const struct setting *s, size_t *fired)
{
	struct prompt_input in = { .cards = &s->card,
				   .card_count = 1,
				   .persona = { .name = STR("Juno"),
						.description = STR("A diver of 30."),
						.place = PLACE_BEFORE_CHAR },
				   .note = { .text = STR("It rains."),
					     .place = PLACE_AT_DEPTH,
					     .depth = 4,
					     .interval = 1 },
				   .branch = s->said,
				   .branch_count = MESSAGES,
				   .context = 8700,
				   .reply = 600,
				   .ratio = 1.05,
				   .last_user_at = MOMENT_NONE };
	struct macro_context macros = prompt_macros(arena, &in);
	struct lore_order order = LORE_ORDER_DEFAULT;
	order.books = &s->on;
	order.book_count = 1;
	order.messages = s->heard;
	order.message_count = MESSAGES;
	order.macros = &macros;
	order.context_tokens = in.context;
	order.count = count;
	struct lore_result lore = lore_scan(arena, &order);
	in.inserts = inserts_of(arena, &lore);
	in.insert_count = lore.hit_count;
	*fired = lore.hit_count;
	return prompt_build(arena, &in);
}

int
main(int argc, char **argv)
{
	static struct setting setting;
	static int64_t took[ROUNDS];
	struct arena *fixed = arena_new(64 * 1024 * 1024);
	struct arena *arena = arena_new(64 * 1024 * 1024);
	size_t rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 400, fired = 0;
	int64_t tokens = 0;
	rounds = rounds > 0 && rounds <= ROUNDS ? rounds : ROUNDS;
	set_up(fixed, &setting);
	for (size_t i = 0; i < rounds; i++) {
		int64_t begun = clock_mono_us();
		struct prompt prompt = build(arena, &setting, &fired);
		took[i] = clock_mono_us() - begun;
		tokens = prompt.tokens;
		if (prompt.outcome != PROMPT_READY)
			return 1;
		arena_reset(arena);
	}
	qsort(took, rounds, sizeof(took[0]), by_size);
	(void)printf("median=%lld p99=%lld tokens=%lld fired=%zu\n", (long long)took[rounds / 2],
		     (long long)took[rounds * 99 / 100], (long long)tokens, fired);
	arena_free(arena);
	return 0;
}
