/* Who speaks next in a chat of several characters. */
#include "tests/greatest.h"

#include "lib/chat/order.h"

enum { MARA = 1, ODD, TAM, TAM_LEE, ROLLS = 4000 };

static struct order_voice voices[] = {
	{ { MARA }, STR_INIT("Mara Vey"), 0.5, false },
	{ { ODD },
	  STR_INIT("\xC3\x98"
		   "ddny"),
	  0.5,
	  false },
	{ { TAM }, STR_INIT("Tam Oak"), 0.5, false },
	{ { TAM_LEE }, STR_INIT("Tam Lee"), 0.5, false },
};

static void
set_up(void *arg)
{
	(void)arg;
	for (size_t i = 0; i < 4; i++) {
		voices[i].talkativeness = 0;
		voices[i].is_muted = false;
	}
}

static struct order_ask
ask_about(const char *text, int64_t silent)
{
	return (struct order_ask){ voices, 4, str_from(text), { silent }, false };
}

static size_t
natural(const struct order_ask *ask, uint64_t seed, struct character_id *out)
{
	struct rand_seeded chance = rand_from_seed(seed);
	return order_natural(ask, &chance, out);
}

TEST
those_who_are_named_speak_in_that_order(void)
{
	struct character_id out[ORDER_VOICES];
	struct order_ask ask = ask_about("Oak, what does mara say? And \xC3\x98"
					 "ddny?",
					 0);
	ASSERT_EQ(3, natural(&ask, 1, out));
	ASSERT_EQ(TAM, out[0].v);
	ASSERT_EQ(MARA, out[1].v);
	ASSERT_EQ(ODD, out[2].v);
	/* A name that two share names neither; a part of a word names nobody. */
	ask = ask_about("Tam is in the oaken hall with Maraud.", 0);
	voices[0].talkativeness = 1;
	ASSERT_EQ(1, natural(&ask, 1, out));
	ASSERT_EQ(MARA, out[0].v);
	ask = ask_about("Tam Lee!", MARA);
	ASSERT_EQ(1, natural(&ask, 1, out));
	ASSERT_EQ(TAM_LEE, out[0].v);
	PASS();
}

TEST
talkativeness_is_the_chance_to_speak(void)
{
	struct character_id out[ORDER_VOICES];
	struct order_ask ask = ask_about("Well.", 0);
	int spoke[5] = { 0 };
	voices[0].talkativeness = 1;
	voices[1].talkativeness = 0.25;
	for (uint64_t seed = 0; seed < ROLLS; seed++) {
		size_t n = natural(&ask, seed * 7919, out);
		ASSERT(n >= 1 && n <= 2);
		for (size_t i = 0; i < n; i++)
			spoke[out[i].v]++;
	}
	ASSERT_EQ(ROLLS, spoke[MARA]);
	ASSERT(spoke[ODD] > ROLLS / 5 && spoke[ODD] < ROLLS * 3 / 10);
	ASSERT_EQ(0, spoke[TAM] + spoke[TAM_LEE]);
	PASS();
}

TEST
at_least_one_speaks_and_it_is_not_who_spoke_last(void)
{
	struct character_id out[ORDER_VOICES];
	struct order_ask ask = ask_about("", ODD);
	for (uint64_t seed = 0; seed < 200; seed++) {
		ASSERT_EQ(1, natural(&ask, seed, out));
		ASSERT(out[0].v != ODD);
	}
	/* Whom one names may not answer itself either, unless the chat allows it. */
	ask = ask_about("\xC3\x98"
			"ddny went on.",
			ODD);
	ASSERT_EQ(1, natural(&ask, 3, out));
	ASSERT(out[0].v != ODD);
	ask.answers_itself = true;
	ASSERT_EQ(1, natural(&ask, 3, out));
	ASSERT_EQ(ODD, out[0].v);
	PASS();
}

TEST
muted_ones_are_silent_and_one_alone_goes_on(void)
{
	struct character_id out[ORDER_VOICES];
	struct order_ask ask = ask_about("Mara and Oak!", ODD);
	voices[0].is_muted = voices[2].is_muted = voices[3].is_muted = true;
	ASSERT_EQ(1, natural(&ask, 1, out));
	ASSERT_EQ(ODD, out[0].v);
	ASSERT_EQ(1, order_list(&ask, out));
	ASSERT_EQ(ODD, out[0].v);
	voices[1].is_muted = true;
	ASSERT_EQ(0, natural(&ask, 1, out));
	ASSERT_EQ(0, order_list(&ask, out));
	ask.n = 0;
	ASSERT_EQ(0, natural(&ask, 1, out));
	PASS();
}

TEST
a_list_goes_from_top_to_bottom(void)
{
	struct character_id out[ORDER_VOICES];
	struct order_ask ask = ask_about("Oak first, please.", TAM);
	voices[1].is_muted = true;
	ASSERT_EQ(2, order_list(&ask, out));
	ASSERT_EQ(MARA, out[0].v);
	ASSERT_EQ(TAM_LEE, out[1].v);
	PASS();
}

TEST
how_readily_one_speaks_has_words_and_stands_between_them_if_it_must(void)
{
	static const struct {
		double talk;
		size_t n;
		size_t chosen;
		const char *words;
	} CASES[] = { { 0, 5, 0, "Only when named" },  { 0.5, 5, 2, "Every second time" },
		      { 1, 5, 4, "Always" },	       { 0.33, 6, 2, "33 times in 100" },
		      { 0.01, 6, 1, "1 time in 100" }, { 0.999, 5, 4, "Always" } };
	struct arena *arena = arena_new(1 << 16);
	struct order_level levels[ORDER_LEVELS];
	for (size_t i = 0; i < COUNT(CASES); i++) {
		ASSERT_EQ(CASES[i].n, order_levels(arena, CASES[i].talk, levels));
		for (size_t k = 0; k < CASES[i].n; k++)
			ASSERT_EQ(k == CASES[i].chosen, levels[k].is_chosen);
		ASSERT(str_eq(str_from(CASES[i].words), levels[CASES[i].chosen].words));
	}
	ASSERT_EQ(5u, order_levels(arena, -1, levels));
	for (size_t k = 0; k < 5; k++)
		ASSERT(!levels[k].is_chosen);
	arena_free(arena);
	PASS();
}

SUITE(order)
{
	SET_SETUP(set_up, NULL);
	RUN_TEST(those_who_are_named_speak_in_that_order);
	RUN_TEST(talkativeness_is_the_chance_to_speak);
	RUN_TEST(at_least_one_speaks_and_it_is_not_who_spoke_last);
	RUN_TEST(muted_ones_are_silent_and_one_alone_goes_on);
	RUN_TEST(a_list_goes_from_top_to_bottom);
	RUN_TEST(how_readily_one_speaks_has_words_and_stands_between_them_if_it_must);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	RUN_SUITE(order);
	GREATEST_MAIN_END();
}
