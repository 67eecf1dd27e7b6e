/* Lore: what lasts, decorators, the rules of V2 and Agnai, and what hostile books cannot do. */
#include <time.h>

#include "tests/greatest.h"
#include "tests/support/lore_maker.h"

/* ---- timed effects ------------------------------------------------------------------------- */

/* A branch of `n` messages in which `text` is each of them; replies record what fired for them. */
static const char *
at_message(int newest, bool has_key, int fired_at)
{
	static const struct lore_ref FIRED[] = { { 1, 1 } };
	for (int i = 0; i <= newest; i++) {
		int index = newest - i;
		lore_messages[i] = (struct lore_message){ .text = has_key ? STR("key") : STR("x"),
							  .is_user = index % 2 == 0 };
		/* The reply to message `fired_at` is the next one. */
		if (index == fired_at + 1) {
			lore_messages[i].fired = FIRED;
			lore_messages[i].fired_count = 1;
		}
	}
	lore_order.message_count = (size_t)newest + 1;
	return lore_fired();
}

TEST
sticky_cooldown_and_delay(void)
{
	lore_put_world("'key':['key'],'sticky':3,'cooldown':2,'delay':2,'content':'t'");
	ASSERT_STR_EQ("", at_message(0, true, 99));
	ASSERT(lore_is_cut(LORE_CUT_DELAY));
	ASSERT_STR_EQ("t", at_message(1, true, 99));
	ASSERT_EQ(LORE_BY_KEY, lore_result.hits[0].why);
	for (int m = 2; m <= 4; m++) {
		ASSERT_STR_EQ("t", at_message(m, false, 1));
		ASSERT_EQ(LORE_BY_STICKY, lore_result.hits[0].why);
	}
	for (int m = 5; m <= 6; m++) {
		ASSERT_STR_EQ("", at_message(m, true, 1));
		ASSERT(lore_is_cut(LORE_CUT_COOLDOWN));
	}
	ASSERT_STR_EQ("t", at_message(7, true, 1));
	ASSERT_EQ(LORE_BY_KEY, lore_result.hits[0].why);
	/* Another swipe of the reply has nothing recorded: the effect is gone. */
	ASSERT_STR_EQ("", at_message(3, false, 99));
	PASS();
}

TEST
a_sticky_entry_that_is_recorded_again_does_not_last_longer(void)
{
	static const struct lore_ref FIRED[] = { { 1, 1 } };
	lore_put_world("'key':['key'],'sticky':2,'content':'t'");
	for (int i = 0; i < 6; i++)
		lore_messages[i] = (struct lore_message){ .text = STR("x") };
	/* Fired for the replies 2, 3 and 4: it began at 1 and lasts to 3. */
	for (int i = 1; i <= 3; i++) {
		lore_messages[i].fired = FIRED;
		lore_messages[i].fired_count = 1;
	}
	lore_order.message_count = 6;
	ASSERT_STR_EQ("", lore_fired());
	PASS();
}

/* ---- decorators ---------------------------------------------------------------------------- */

TEST
decorators_of_v3(void)
{
	lore_put_on(
		STR("{\"spec\":\"lorebook_v3\",\"data\":{\"entries\":["
		    "{\"keys\":[\"k\"],\"content\":\"@@risu_only 4\\n@@@activate_only_after 1\\n@@depth 5\\n"
		    "@@@instruct_depth 5\\nText\",\"enabled\":true},"
		    "{\"keys\":[\"zz\"],\"content\":\"@@activate\\n@@dont_activate\\n@@role user\\non\",\"enabled\":true},"
		    "{\"keys\":[\"k\"],\"content\":\"@@dont_activate\\noff\",\"enabled\":true},"
		    "{\"keys\":[\"k\"],\"content\":\"@@exclude_keys bad,worse\\nex\",\"enabled\":true},"
		    "{\"keys\":[\"k\"],\"content\":\"@@additional_keys more\\nadd\",\"enabled\":true},"
		    "{\"keys\":[\"k\"],\"content\":\"@@position scenario\\nscene\",\"enabled\":true},"
		    "{\"keys\":[\"k\"],\"content\":\"@@is_greeting 2\\ngreet\",\"enabled\":true},"
		    "{\"keys\":[\"k\"],\"content\":\"@@disable_ui_prompt system_prompt\\n@@reverse_depth 1\\nui\","
		    "\"enabled\":true}]}}"),
		LORE_OF_CHARACTER);
	lore_say("k");
	lore_order.greeting = 0;
	ASSERT_STR_EQ("ex,on,ui,scene", lore_fired());
	ASSERT(lore_result.is_system_prompt_off && !lore_result.is_post_history_off);
	lore_messages[0].text = STR("k and worse and more");
	lore_messages[1] = (struct lore_message){ .text = STR("reply") };
	lore_order.message_count = 2;
	lore_order.greeting = 2;
	ASSERT_STR_EQ("greet,add,on,Text,ui,scene", lore_fired());
	ASSERT_EQ(LORE_BY_DECORATOR, lore_result.hits[2].why);
	ASSERT_EQ(5, lore_result.hits[3].depth);
	ASSERT_EQ(LORE_FROM_TOP, lore_result.hits[4].place);
	PASS();
}

TEST
decorators_that_mean_nothing_here_give_way(void)
{
	lore_put_on(
		STR("{\"spec\":\"lorebook_v3\",\"data\":{\"entries\":["
		    "{\"keys\":[\"k\"],\"content\":\"@@is_user_icon Bo\\n@@instruct_depth 40\\nplain\",\"enabled\":true},"
		    "{\"keys\":[\"k\"],\"content\":\"@@reverse_instruct_depth 9\\n@@@depth 2\\ndeep\",\"enabled\":true},"
		    "{\"keys\":[\"k\"],\"content\":\"@@is_user_icon Bo\\n@@@dont_activate\\nnever\",\"enabled\":true}]}}"),
		LORE_OF_CHARACTER);
	ASSERT_STR_EQ("plain,deep", lore_fired_on("k"));
	ASSERT_EQ(LORE_BEFORE_CHAR, lore_result.hits[0].place);
	ASSERT_EQ(LORE_AT_DEPTH, lore_result.hits[1].place);
	ASSERT_EQ(2, lore_result.hits[1].depth);
	PASS();
}

TEST
decorators_that_remember(void)
{
	static const struct lore_ref FIRED[] = { { 1, 1 }, { 1, 2 } };
	lore_put_on(
		STR("{\"spec\":\"lorebook_v3\",\"data\":{\"entries\":["
		    "{\"keys\":[\"k\"],\"content\":\"@@keep_activate_after_match\\nkeep\",\"enabled\":true},"
		    "{\"keys\":[\"k\"],\"content\":\"@@dont_activate_after_match\\nonce\",\"enabled\":true}]}}"),
		LORE_OF_CHARACTER);
	ASSERT_STR_EQ("once,keep", lore_fired_on("k"));
	lore_messages[1] =
		(struct lore_message){ .text = STR("r"), .fired = FIRED, .fired_count = 2 };
	lore_order.message_count = 2;
	ASSERT_STR_EQ("keep", lore_fired());
	lore_messages[0].text = STR("x");
	ASSERT_STR_EQ("keep", lore_fired());
	PASS();
}

/* ---- V2 and Agnai -------------------------------------------------------------------------- */

TEST
v2_drops_the_lowest_priority(void)
{
	lore_put_on(
		STR("{\"token_budget\":100,\"scan_depth\":1,\"entries\":["
		    "{\"keys\":[\"k\"],\"content\":\"40\",\"priority\":1,\"insertion_order\":1,\"enabled\":true},"
		    "{\"keys\":[\"k\"],\"content\":\"50\",\"priority\":9,\"insertion_order\":3,\"enabled\":true},"
		    "{\"keys\":[\"k\"],\"content\":\"50 \",\"priority\":5,\"insertion_order\":2,\"enabled\":true,"
		    "\"position\":\"after_char\"}]}"),
		LORE_OF_CHARACTER);
	lore_order.count = lore_as_number;
	ASSERT_STR_EQ("50,50 ", lore_fired_on("k"));
	ASSERT_EQ(LORE_AFTER_CHAR, lore_result.hits[1].place);
	ASSERT(lore_is_cut(LORE_CUT_BUDGET));
	lore_messages[1] = lore_messages[0];
	lore_messages[0] = (struct lore_message){ .text = STR("x") };
	lore_order.message_count = 2;
	ASSERT_STR_EQ("", lore_fired());
	PASS();
}

TEST
agnai_has_its_own_rules(void)
{
	lore_put_on(
		STR("{\"kind\":\"memory\",\"name\":\"m\",\"entries\":["
		    "{\"name\":\"a\",\"entry\":\"60\",\"keywords\":[\"drag*\"],\"priority\":1,\"weight\":9,\"enabled\":true},"
		    "{\"name\":\"b\",\"entry\":\"70\",\"keywords\":[\"c?t\"],\"priority\":5,\"weight\":1,\"enabled\":true},"
		    "{\"name\":\"c\",\"entry\":\"80\",\"keywords\":[\"old king\"],\"priority\":5,\"weight\":2,\"enabled\":true}]}"),
		LORE_OF_CHAT);
	lore_order.count = lore_as_number;
	ASSERT_STR_EQ("70,60", lore_fired_on("the CUT of Dragons"));
	ASSERT_STR_EQ("", lore_fired_on("dra cuut scat old kings"));
	for (int i = 0; i < 49; i++)
		lore_messages[i] = (struct lore_message){ .text = STR("x") };
	lore_messages[49] = (struct lore_message){ .text = STR("the old king") };
	lore_messages[48] = (struct lore_message){ .text = STR("cat") };
	lore_order.message_count = 50;
	ASSERT_STR_EQ("70,80", lore_fired());
	/* Of the same priority the newer one has the better claim. */
	lore_order.cap = 100;
	ASSERT_STR_EQ("70", lore_fired());
	PASS();
}

/* ---- hostile books ------------------------------------------------------------------------- */

TEST
hostile_patterns_are_cut_off(void)
{
	struct buf text = buf_in(lore_arena);
	for (int i = 0; i < 20000; i++)
		buf_char(&text, 'a');
	lore_put_world(
		"'key':['/(a+)+b/'],'content':'1'|'key':['/(a+a?)+$x/'],'content':'2'"
		"|'key':['/(.*)*(.*)*(.*)*c/'],'content':'3'|'key':['/a*a*a*a*a*a*b/'],'content':'4'"
		"|'key':['/\\\\w+\\\\d/'],'content':'5'|'key':['aaaa'],'content':'good'"
		"|'key':['/((((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9}){9}/'],'content':'6'");
	/* Of the processor, not of the wall: other programs run, too. */
	clock_t begin = clock();
	ASSERT_STR_EQ("good", lore_fired_on(str_cstr(lore_arena, buf_done(&text))));
	int64_t took = (int64_t)(clock() - begin) * 1000000 / CLOCKS_PER_SEC;
	printf("# hostile patterns: %lld us\n", (long long)took);
	ASSERT(lore_is_cut(LORE_CUT_SLOW));
	ASSERT(took < 10 * LORE_SCAN_US);
	PASS();
}

static const char *
times(const char *text, int n)
{
	struct buf out = buf_in(lore_arena);
	for (int i = 0; i < n; i++)
		buf_put(&out, text, strlen(text));
	return str_cstr(lore_arena, buf_done(&out));
}

/* One entry after the other by the same pattern, %d being its number; then one that is harmless. */
static void
put_many(int n, const char *entry)
{
	struct buf book = buf_in(lore_arena);
	buf_lit(&book, "{\"recursive_scanning\":true,\"entries\":[");
	for (int i = 0; i < n; i++) {
		struct str rest = str_from(entry), part;
		buf_char(&book, '{');
		for (int k = 0; str_cut(&rest, '%', &part); k++) {
			if (k > 0)
				buf_fmt(&book, "%d", i);
			for (size_t c = 0; c < part.n; c++)
				buf_char(&book, part.p[c] == '\'' ? '"' : part.p[c]);
		}
		buf_lit(&book, ",\"enabled\":true},");
	}
	buf_lit(&book, "{\"keys\":[\"zz\"],\"content\":\"last\",\"enabled\":true}]}");
	lore_put_on(buf_done(&book), LORE_OF_CHAT);
}

static const char *
near_entry(void)
{
	return str_cstr(lore_arena, str_fmt(lore_arena, "'keys':['%sb%s%%'],'content':'x'",
					    times("a", 150), times("a", 150)));
}

static const char *
near_text(const char *letters, int n)
{
	struct buf out = buf_in(lore_arena);
	buf_fmt(&out, "%sbaaa", letters);
	for (int i = 0; i < n; i++)
		buf_fmt(&out, "aaa%d ", i);
	return str_cstr(lore_arena, buf_done(&out));
}

static const char *
word_entry(void)
{
	struct buf out = buf_in(lore_arena);
	buf_lit(&out, "'extensions':{'match_whole_words':true},'content':'x','keys':['zz'");
	for (int i = 4; i < 40; i++)
		buf_fmt(&out, ",'%s'", times("a", i));
	buf_char(&out, ']');
	return str_cstr(lore_arena, buf_done(&out));
}

/* Books that are made to be slow without any pattern: the scan ends early and says so. */
TEST
hostile_books_are_cut_off(void)
{
	const char *letters = times("a", 200000);
	const struct {
		const char *entry;
		int n;
		const char *said;
	} CASES[] = {
		/* All of a key is there, but nowhere together. */
		{ near_entry(), 3000, near_text(letters, 3000) },
		/* It is there at every letter, and nowhere as a word. */
		{ word_entry(), 1, letters },
		/* All fire at once. */
		{ "'keys':[],'constant':true,'extensions':{'ignore_budget':true},'content':'x%'",
		  60000, "a" },
		{ "'keys':['n%','m'],'content':'m','extensions':{'group':'g%'}", 40000, "m" },
		{ "'keys':['{{user}}%'],'content':'{{user}}'", 60000, "Bob0" },
	};
	struct macro_context macros = { .user = STR("Bob"), .character = STR("Ann") };
	lore_order.macros = &macros;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		lore_clear();
		put_many(CASES[i].n, CASES[i].entry);
		ASSERT_EQ((size_t)CASES[i].n + 1, lore_count(lore_on[0].book));
		clock_t begin = clock();
		(void)lore_fired_on(CASES[i].said);
		int64_t took = (int64_t)(clock() - begin) * 1000000 / CLOCKS_PER_SEC;
		printf("# hostile book %zu: %lld us\n", i, (long long)took);
		ASSERT(lore_is_cut(LORE_CUT_SLOW));
		ASSERT(took < 500000);
	}
	PASS();
}

TEST
large_books_are_scanned(void)
{
	struct buf book = buf_in(lore_arena);
	buf_lit(&book, "{\"entries\":[");
	for (int i = 0; i < 50000; i++)
		buf_fmt(&book,
			"%s{\"keys\":[\"name%d of\",\"place %d\"],\"content\":\"Text %d.\",\"enabled\":true}",
			i > 0 ? "," : "", i, i * 7, i);
	buf_lit(&book, "]}");
	lore_put_on(buf_done(&book), LORE_OF_CHAT);
	ASSERT_EQ(50000u, lore_count(lore_on[0].book));
	ASSERT_STR_EQ("Text 49999.,Text 6.",
		      lore_fired_on("They met name49999 of the hills at PLACE 42!"));
	PASS();
}

TEST
odd_books_are_borne(void)
{
	static const char *const ODD[] = {
		"{\"entries\":[]}",
		"{\"entries\":{}}",
		"{\"entries\":[1,null,\"x\",[],{}]}",
		"{\"entries\":[{\"keys\":\"k\",\"content\":7,\"enabled\":\"yes\"}]}",
		"{\"entries\":{\"0\":{\"key\":[null,1,{}],\"order\":1e999,\"depth\":-5,\"position\":99}}}",
		"{\"kind\":\"memory\",\"entries\":[{\"keywords\":[\"*\",\"?\",\"**?*\"],\"entry\":\"x\",\"enabled\":true}]}",
	};
	for (size_t i = 0; i < COUNT(ODD); i++) {
		lore_clear();
		lore_put_on(str_from(ODD[i]), LORE_OF_ALL);
		if (lore_on[0].book != NULL)
			(void)lore_fired_on("k * ? 1 some words");
	}
	lore_order.book_count = 0;
	ASSERT_STR_EQ("", lore_fired_on("x"));
	lore_order.message_count = 0;
	ASSERT_STR_EQ("", lore_fired());
	PASS();
}

TEST
references_travel(void)
{
	struct lore_ref ref;
	ASSERT_STR_EQ("12:345",
		      str_cstr(lore_arena, lore_ref_put(lore_arena, (struct lore_ref){ 12, 345 })));
	ASSERT(lore_ref_read(STR("12:345"), &ref) && ref.book == 12 && ref.entry == 345);
	ASSERT_FALSE(lore_ref_read(STR("12"), &ref));
	ASSERT_FALSE(lore_ref_read(STR(":"), &ref));
	PASS();
}

SUITE(lore_rules)
{
	SET_SETUP(lore_setup, NULL);
	SET_TEARDOWN(lore_teardown, NULL);
	RUN_TEST(sticky_cooldown_and_delay);
	RUN_TEST(a_sticky_entry_that_is_recorded_again_does_not_last_longer);
	RUN_TEST(decorators_of_v3);
	RUN_TEST(decorators_that_mean_nothing_here_give_way);
	RUN_TEST(decorators_that_remember);
	RUN_TEST(v2_drops_the_lowest_priority);
	RUN_TEST(agnai_has_its_own_rules);
	RUN_TEST(hostile_patterns_are_cut_off);
	RUN_TEST(hostile_books_are_cut_off);
	RUN_TEST(large_books_are_scanned);
	RUN_TEST(odd_books_are_borne);
	RUN_TEST(references_travel);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	RUN_SUITE(lore_rules);
	GREATEST_MAIN_END();
}
