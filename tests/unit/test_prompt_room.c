/*
 * What there is room for in a prompt: what leaves first, what is refused in words, and that the budget is
 * never exceeded, whatever comes in.
 */
#include "tests/greatest.h"

#include <stdlib.h>

#include "lib/base/rand.h"
#include "lib/prompt/count.h"
#include "tests/support/memory.h"
#include "tests/support/prompts.h"

static struct prompt_said *
long_branch(size_t n, size_t bytes)
{
	struct prompt_said *branch = ARENA_ARRAY(arena, struct prompt_said, n);
	for (size_t i = 0; i < n; i++) {
		char *p = arena_take(arena, bytes);
		for (size_t k = 0; k < bytes; k++)
			p[k] = k % 6 == 5 ? ' ' : (char)('a' + i % 26);
		branch[i] = (struct prompt_said){ i % 2 == 0 ? TEXT_USER : TEXT_ASSISTANT,
						  STR_NONE,
						  { p, bytes },
						  { (int64_t)(n - i) } };
	}
	return branch;
}

TEST
a_long_conversation_loses_its_oldest_part_then_examples(void)
{
	struct prompt_card card = prompts_card();
	struct prompt_input in = prompts_input(&card);
	in.branch = long_branch(400, 1000);
	in.branch_count = 400;
	struct prompt prompt = prompt_build(arena, &in);
	ASSERT(prompt.count > 8 && prompt.count < 40);
	ASSERT_EQ('a', prompt.messages[prompt.count - 1].content.p[0]);
	size_t cut = 0;
	for (size_t i = 0; i < prompt.blocks.n; i++) {
		const struct block *block = &prompt.blocks.at[i];
		cut += block->is_cut && block->kind == BLOCK_HISTORY;
		if (block->is_cut)
			ASSERT(block->why.n > 0);
	}
	ASSERT_EQ_FMT((size_t)400, cut + prompt.count - 1, "%zu");
	ASSERT(prompts_find(&prompt, BLOCK_EXAMPLE)->is_cut ==
	       (prompt.budget - prompt.tokens + COUNT_PROMPT <
		prompts_find(&prompt, BLOCK_EXAMPLE)->tokens));
	in.preset.pins_examples = true;
	struct prompt pinned = prompt_build(arena, &in);
	ASSERT_FALSE(prompts_find(&pinned, BLOCK_EXAMPLE)->is_cut);
	PASS();
}

TEST
what_does_not_fit_is_said_and_never_cut_silently(void)
{
	struct prompt_card card = prompts_card();
	char *p = arena_take(arena, 64000);
	memset(p, 'x', 64000);
	card.long_bio = (struct str){ p, 64000 };
	struct prompt_input in = prompts_input(&card);
	in.branch = prompts_five;
	in.branch_count = 5;
	struct prompt prompt = prompt_build(arena, &in);
	ASSERT_EQ(PROMPT_TOO_LONG, prompt.outcome);
	ASSERT_EQ_FMT((size_t)0, prompt.count, "%zu");
	ASSERT(prompt.fixed > prompt.budget);

	/* The newest message alone may be too much as well. */
	card = prompts_card();
	struct prompt_said newest = { TEXT_USER, STR_NONE, { p, 60000 }, { 1 } };
	in.branch = &newest;
	in.branch_count = 1;
	prompt = prompt_build(arena, &in);
	ASSERT_EQ(PROMPT_TOO_LONG, prompt.outcome);

	/* Lore and memory make room before that, the least important first. */
	struct prompt_insert lore[] = {
		{ .kind = BLOCK_LORE,
		  .place = PLACE_BEFORE_CHAR,
		  .name = STR("a"),
		  .text = { p, 20000 },
		  .order = 200 },
		{ .kind = BLOCK_LORE,
		  .place = PLACE_BEFORE_CHAR,
		  .name = STR("b"),
		  .text = { p, 20000 },
		  .order = 10 },
	};
	in.branch = prompts_five;
	in.branch_count = 5;
	in.inserts = lore;
	in.insert_count = 2;
	prompt = prompt_build(arena, &in);
	ASSERT_EQ(PROMPT_READY, prompt.outcome);
	ASSERT_FALSE(prompts_find(&prompt, BLOCK_LORE)->is_cut);
	ASSERT(prompts_find(&prompt, BLOCK_LORE)[1].is_cut);
	PASS();
}

/* The pinned tokenizer: what count.h says of the messages as they are sent. */
static int64_t
told(const struct prompt *prompt, double ratio)
{
	int64_t sum = COUNT_PROMPT;
	for (size_t i = 0; i < prompt->count; i++)
		sum += count_scaled(prompt->messages[i].content, ratio) + COUNT_MESSAGE;
	return sum;
}

static struct str
random_text(struct rand_seeded *r, uint32_t most)
{
	static const char *PIECES[] = {
		"the ",
		"lighthouse ",
		"{{user}} ",
		"\n\n",
		"<START>\n",
		"\xE6\x97\xA5\xE6\x9C\xAC",
		"12345 ",
		"...",
		"\xF0\x9F\x95\xAF",
		"  \t",
		"{{random:a,b,c}} ",
		"\xD0\xBC\xD0\xB8\xD1\x80 ",
		"Antidisestablishmentarianism",
		"!?",
		"</material>",
	};
	struct buf out = buf_in(arena);
	uint32_t n = most > 0 ? rand_below(r, most) : 0;
	for (uint32_t i = 0; i < n; i++)
		buf_str(&out, str_from(PIECES[rand_below(r, COUNT(PIECES))]));
	return buf_done(&out);
}

TEST
the_budget_is_never_exceeded(void)
{
	struct rand_seeded r = rand_from_seed(20261121);
	size_t ready = 0;
	for (int round = 0; round < 400; round++) {
		arena_reset(arena);
		struct prompt_card cards[3];
		for (size_t i = 0; i < 3; i++) {
			cards[i] = prompts_card();
			cards[i].long_bio = random_text(&r, 120);
			cards[i].mes_example = random_text(&r, 200);
			cards[i].depth_prompt = random_text(&r, 20);
			cards[i].depth_prompt_depth = rand_below(&r, 8);
			cards[i].depth_prompt_role = (enum text_role)rand_below(&r, 3);
		}
		struct prompt_input in = prompts_input(cards);
		in.card_count = 1 + rand_below(&r, 3);
		in.card_mode = (enum prompt_card_mode)rand_below(&r, 3);
		in.shows_names = in.card_count > 1;
		in.context = 700 + rand_below(&r, 6000);
		in.reply = 16 + rand_below(&r, 300);
		in.ratio = 0.6 + rand_unit(&r) * 2;
		in.mode = (enum prompt_mode)rand_below(&r, 3);
		in.note.text = random_text(&r, 30);
		in.note.depth = rand_below(&r, 9);
		in.note.role = (enum text_role)rand_below(&r, 3);
		in.preset.post_history = random_text(&r, 20);
		in.preset.pins_examples = rand_below(&r, 2) == 0;
		size_t n = rand_below(&r, 60);
		struct prompt_said *branch = ARENA_ARRAY(arena, struct prompt_said, n + 1);
		for (size_t i = 0; i < n; i++)
			branch[i] = (struct prompt_said){ i % 2 ? TEXT_ASSISTANT : TEXT_USER,
							  STR("Juno"),
							  random_text(&r, 60),
							  { 1 } };
		in.branch = branch;
		in.branch_count = n;
		struct prompt_insert lore[12];
		for (size_t i = 0; i < COUNT(lore); i++)
			lore[i] = (struct prompt_insert){
				.kind = BLOCK_LORE,
				.place = (enum prompt_place)rand_below(&r, PLACE_NOWHERE),
				.name = STR("entry"),
				.text = random_text(&r, 60),
				.depth = rand_below(&r, 10),
				.order = rand_below(&r, 200),
				.role = (enum text_role)rand_below(&r, 3),
			};
		in.inserts = lore;
		in.insert_count = COUNT(lore);
		struct prompt prompt = prompt_build(arena, &in);
		if (prompt.outcome != PROMPT_READY)
			continue;
		ready++;
		ASSERT(told(&prompt, in.ratio) <= in.context - in.reply);
		ASSERT(told(&prompt, in.ratio) <= prompt.tokens);
		ASSERT_EQ(told(&prompt, 1), prompt.estimate);
	}
	ASSERT(ready > 200);
	PASS();
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	arena = arena_new(64 * 1024 * 1024);
	SET_TEARDOWN(memory_empty, NULL);
	RUN_TEST(a_long_conversation_loses_its_oldest_part_then_examples);
	RUN_TEST(what_does_not_fit_is_said_and_never_cut_silently);
	RUN_TEST(the_budget_is_never_exceeded);
	arena_free(arena);
	GREATEST_MAIN_END();
}
