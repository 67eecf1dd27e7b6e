/* Lore: which entries fire, in what order, and what is cut. */
#include "tests/greatest.h"
#include "tests/support/lore_maker.h"

/* ---- keys ---------------------------------------------------------------------------------- */

TEST
plain_keys(void)
{
	lore_put_world(
		"'key':['Alice'],'content':'a'|'key':['Straße','日本語'],'content':'u'"
		"|'key':['CaseMe'],'caseSensitive':true,'content':'c'|'key':['$pecial'],'content':'s'"
		"|'key':['x'],'content':'short'|'key':[],'content':'never'|'key':[' '],'content':'blank'");
	ASSERT_STR_EQ("a", lore_fired_on("ALICE is here"));
	ASSERT_STR_EQ("a", lore_fired_on("Welcome to Aliceville"));
	ASSERT_STR_EQ("u", lore_fired_on("Die STRAßE"));
	ASSERT_STR_EQ("u", lore_fired_on("今日は日本語を勉強しています"));
	ASSERT_STR_EQ("c", lore_fired_on("CaseMe"));
	ASSERT_STR_EQ("", lore_fired_on("caseme"));
	ASSERT_STR_EQ("s", lore_fired_on("a $PECIAL day"));
	ASSERT_STR_EQ("short", lore_fired_on("Xylo"));
	ASSERT_STR_EQ("", lore_fired_on("nothing here"));
	PASS();
}

TEST
whole_words(void)
{
	lore_put_world("'key':['hero'],'matchWholeWords':true,'content':'h'"
		       "|'key':['black cat'],'matchWholeWords':true,'content':'m'"
		       "|'key':['café'],'matchWholeWords':true,'content':'e'"
		       "|'key':['龙'],'matchWholeWords':true,'content':'z'");
	ASSERT_STR_EQ("", lore_fired_on("The superhero"));
	ASSERT_STR_EQ("h", lore_fired_on("hero!"));
	ASSERT_STR_EQ("h", lore_fired_on("superhero or hero"));
	ASSERT_STR_EQ("m", lore_fired_on("two black cats"));
	ASSERT_STR_EQ("", lore_fired_on("cafés"));
	ASSERT_STR_EQ("e", lore_fired_on("the café."));
	ASSERT_STR_EQ("z", lore_fired_on("黑龙来了"));
	PASS();
}

TEST
patterns(void)
{
	lore_put_world(
		"'key':['/dragon/i'],'content':'d'|'key':['/a/b/'],'content':'slash'"
		"|'key':['/(/'],'content':'open'|'key':['/test\\\\d+/'],'content':'n'"
		"|'key':['/^\\\\u{1F600}$/mu'],'content':'smile'|'key':['/(*UTF)x/'],'content':'verb'"
		"|'key':['/q\\\\/r/'],'content':'escaped'");
	ASSERT_STR_EQ("d", lore_fired_on("The DRAGON"));
	ASSERT_STR_EQ("slash", lore_fired_on("see /a/b/ there"));
	ASSERT_STR_EQ("open", lore_fired_on("it is /(/ here"));
	ASSERT_STR_EQ("n", lore_fired_on("test123"));
	ASSERT_STR_EQ("", lore_fired_on("Testing"));
	ASSERT_STR_EQ("smile", lore_fired_on("a\n\xF0\x9F\x98\x80\nb"));
	ASSERT_STR_EQ("escaped", lore_fired_on("q/r"));
	ASSERT_STR_EQ("", lore_fired_on("x"));
	PASS();
}

TEST
v3_patterns_are_patterns_and_turn_the_rest_off(void)
{
	lore_put_on(
		STR("{\"spec\":\"lorebook_v3\",\"data\":{\"entries\":["
		    "{\"keys\":[\"/(/\"],\"use_regex\":true,\"content\":\"bad\",\"enabled\":true},"
		    "{\"keys\":[\"dr.gon\"],\"use_regex\":true,\"content\":\"rx\",\"constant\":true,"
		    "\"selective\":true,\"secondary_keys\":[\"zzz\"],\"enabled\":true},"
		    "{\"keys\":[\"cat\"],\"use_regex\":true,\"content\":\"st\",\"constant\":true,"
		    "\"extensions\":{\"selectiveLogic\":0,\"exclude_recursion\":false},\"enabled\":true}]}}"),
		LORE_OF_CHARACTER);
	ASSERT_STR_EQ("st", lore_fired_on("/(/"));
	ASSERT(lore_is_cut(LORE_CUT_PATTERN));
	ASSERT_STR_EQ("st,rx", lore_fired_on("dragon"));
	PASS();
}

TEST
keys_have_macros(void)
{
	struct macro_context macros = { .user = STR("Bob"), .character = STR("Ann") };
	lore_order.macros = &macros;
	lore_put_world("'key':['{{user}}'],'content':'{{char}} knows {{user}}'"
		       "|'key':['knows bob'],'content':'second'|'key':['ghost'],'content':'g'"
		       "|'key':['start'],'content':'{{hidden_key:ghost}}S'");
	ASSERT_STR_EQ("second,Ann knows Bob", lore_fired_on("here is bob"));
	ASSERT_STR_EQ("S,g", lore_fired_on("start"));
	PASS();
}

TEST
depth_and_names(void)
{
	lore_put_world(
		"'key':['old'],'content':'o'|'key':['old'],'scanDepth':1,'content':'one'"
		"|'key':['old'],'scanDepth':9,'content':'nine'|'key':['Bob:'],'content':'name'"
		"|'key':['old\\nmiddle'],'content':'across'");
	for (int i = 0; i < 8; i++)
		lore_messages[i] = (struct lore_message){ .text = STR("middle") };
	lore_messages[3].text = STR("the old one");
	lore_order.message_count = 8;
	ASSERT_STR_EQ("nine,o", lore_fired());
	lore_order.depth = 3;
	ASSERT_STR_EQ("nine", lore_fired());
	lore_messages[0] = (struct lore_message){ .text = STR("old"), .name = STR("Bob") };
	ASSERT_STR_EQ("name,nine,one,o", lore_fired());
	lore_order.has_no_names = true;
	ASSERT_STR_EQ("nine,one,o", lore_fired());
	struct str note = STR("an old note");
	lore_messages[0].text = STR("new");
	lore_messages[3].text = STR("new");
	lore_order.injections = (struct strs){ &note, 1 };
	ASSERT_STR_EQ("nine,one,o", lore_fired());
	PASS();
}

/* ---- logic --------------------------------------------------------------------------------- */

TEST
secondary_keys(void)
{
	static const char *const WANTED[4][3] = {
		/* only a, none, both */
		{ "x", "", "x" }, /* AND_ANY */
		{ "x", "x", "" }, /* NOT_ALL */
		{ "", "x", "" },  /* NOT_ANY */
		{ "", "", "x" },  /* AND_ALL */
	};
	static const char *const TEXTS[] = { "key aaa", "key", "key aaa bbb" };
	for (int logic = 0; logic < 4; logic++) {
		lore_clear();
		lore_put_world(str_cstr(
			lore_arena,
			str_fmt(lore_arena,
				"'key':['key'],'keysecondary':['aaa','bbb'],'selective':true,"
				"'selectiveLogic':%d,'content':'x'",
				logic)));
		for (int i = 0; i < 3; i++)
			ASSERT_STR_EQ(WANTED[logic][i], lore_fired_on(TEXTS[i]));
	}
	lore_clear();
	lore_put_world(
		"'key':['key'],'keysecondary':[],'selective':true,'selectiveLogic':3,'content':'x'"
		"|'key':['key'],'keysecondary':['zz'],'selective':false,'content':'y'");
	ASSERT_STR_EQ("y,x", lore_fired_on("key"));
	PASS();
}

TEST
constant_disabled_and_forced(void)
{
	static const struct lore_ref FORCED[] = { { 1, 3 } };
	lore_put_world("'key':[],'constant':true,'content':'c'"
		       "|'key':['k'],'disable':true,'content':'d'|'key':['zz'],'content':'f'");
	ASSERT_STR_EQ("c", lore_fired_on("k"));
	ASSERT_EQ(LORE_BY_CONSTANT, lore_result.hits[0].why);
	lore_order.forced = FORCED;
	lore_order.forced_count = 1;
	ASSERT_STR_EQ("f,c", lore_fired_on("k"));
	ASSERT_EQ(LORE_BY_FORCE, lore_result.hits[0].why);
	PASS();
}

TEST
filters(void)
{
	static const struct str TAGS[] = { STR_INIT("Elf") };
	struct macro_context macros = { .character = STR("Ann") };
	lore_order.macros = &macros;
	lore_put_world(
		"'key':['k'],'characterFilter':{'names':['Ann'],'tags':[],'isExclude':false},'content':'ann'"
		"|'key':['k'],'characterFilter':{'names':['Bob'],'tags':[],'isExclude':false},'content':'bob'"
		"|'key':['k'],'characterFilter':{'names':[],'tags':['elf'],'isExclude':true},'content':'noelf'"
		"|'key':['k'],'triggers':['continue'],'content':'cont'");
	ASSERT_STR_EQ("noelf,ann", lore_fired_on("k"));
	ASSERT(lore_is_cut(LORE_CUT_FILTER));
	lore_order.character_tags = (struct strs){ TAGS, 1 };
	lore_order.trigger = STR("continue");
	ASSERT_STR_EQ("cont,ann", lore_fired_on("k"));
	PASS();
}

/* ---- budget, order, groups, chance --------------------------------------------------------- */

TEST
the_budget_ends_at_the_first_that_does_not_fit(void)
{
	lore_put_world(
		"'key':['k'],'order':300,'content':'500'|'key':['k'],'order':200,'content':' 500'"
		"|'key':['k'],'order':100,'content':'24'|'key':['k'],'order':50,'content':'1'"
		"|'key':['k'],'order':10,'ignoreBudget':true,'content':'7'");
	lore_order.count = lore_as_number;
	lore_order.context_tokens = 4096;
	ASSERT_STR_EQ("7, 500,500", lore_fired_on("k"));
	ASSERT_EQ(1024, lore_result.budget);
	ASSERT(lore_result.is_over_budget);
	ASSERT_EQ(2u, lore_result.cut_count);
	ASSERT_EQ(LORE_CUT_BUDGET, lore_result.cuts[0].why);
	lore_order.context_tokens = 1;
	(void)lore_fired();
	ASSERT_EQ(1, lore_result.budget);
	lore_order.context_tokens = 100000;
	lore_order.cap = 600;
	ASSERT_STR_EQ("7,500", lore_fired_on("k"));
	PASS();
}

TEST
lower_order_stands_higher(void)
{
	lore_put_world("'key':['k'],'order':250,'content':'b'|'key':['k'],'order':100,'content':'a'"
		       "|'key':['k'],'order':1,'position':4,'depth':2,'role':1,'content':'deep'"
		       "|'key':['k'],'position':1,'content':'after'|'key':['k'],'position':7,"
		       "'outletName':'Map','content':'out'");
	ASSERT_STR_EQ("a,b,after,deep,out", lore_fired_on("k"));
	ASSERT_EQ(LORE_AT_DEPTH, lore_result.hits[3].place);
	ASSERT_EQ(2, lore_result.hits[3].depth);
	ASSERT_EQ(LORE_USER, lore_result.hits[3].role);
	ASSERT_STR_EQ("Map", str_cstr(lore_arena, lore_result.hits[4].outlet));
	PASS();
}

TEST
strategies_say_who_is_asked_first(void)
{
	static const struct str GLOBAL = STR_INIT(
		"{\"entries\":{\"0\":{\"key\":[\"k\"],\"order\":200,\"content\":\"30\"}}}");
	static const struct str OWN = STR_INIT(
		"{\"entries\":{\"0\":{\"key\":[\"k\"],\"order\":100,\"content\":\"40\"}}}");
	static const struct str CHAT = STR_INIT(
		"{\"entries\":{\"0\":{\"key\":[\"k\"],\"order\":1,\"content\":\"50\"}}}");
	lore_put_on(GLOBAL, LORE_OF_ALL);
	lore_put_on(OWN, LORE_OF_CHARACTER);
	lore_order.count = lore_as_number;
	lore_order.cap = 45;
	lore_order.strategy = LORE_EVENLY;
	ASSERT_STR_EQ("30", lore_fired_on("k"));
	lore_order.strategy = LORE_CHARACTER_FIRST;
	ASSERT_STR_EQ("40", lore_fired_on("k"));
	lore_order.strategy = LORE_GLOBAL_FIRST;
	ASSERT_STR_EQ("30", lore_fired_on("k"));
	lore_put_on(CHAT, LORE_OF_CHAT);
	lore_order.cap = 55;
	ASSERT_STR_EQ("50", lore_fired_on("k"));
	PASS();
}

TEST
groups_take_one(void)
{
	int seen[3] = { 0 };
	lore_put_world("'key':['k'],'group':'g','groupWeight':300,'content':'a'"
		       "|'key':['k'],'group':'g','groupWeight':100,'content':'b'"
		       "|'key':['k'],'group':'g','groupWeight':0,'content':'c'");
	for (uint64_t seed = 0; seed < 400; seed++) {
		lore_order.seed = seed;
		const char *one = lore_fired_on("k");
		ASSERT(one[1] == '\0');
		seen[one[0] - 'a']++;
	}
	ASSERT(seen[0] > 260 && seen[0] < 340 && seen[1] > 60 && seen[2] == 0);
	ASSERT(lore_is_cut(LORE_CUT_GROUP));
	lore_clear();
	lore_put_world(
		"'key':['k'],'group':'g','content':'a'|'key':['k'],'group':'g, h','groupOverride':true,"
		"'order':5,'content':'b'|'key':['k'],'group':'g','groupOverride':true,'order':9,'content':'c'"
		"|'key':['k'],'group':'h','content':'h'");
	ASSERT_STR_EQ("c,h", lore_fired_on("k"));
	lore_clear();
	lore_put_world("'key':['k'],'group':'g','useGroupScoring':true,'content':'one'"
		       "|'key':['k','m'],'group':'g','useGroupScoring':true,'content':'two'");
	for (lore_order.seed = 0; lore_order.seed < 20; lore_order.seed++)
		ASSERT_STR_EQ("two", lore_fired_on("k m"));
	PASS();
}

TEST
chance_is_one_roll(void)
{
	int n = 0;
	lore_put_world("'key':['k'],'probability':30,'useProbability':true,'content':'p'"
		       "|'key':['k'],'probability':0,'useProbability':true,'content':'never'"
		       "|'key':['k'],'probability':0,'useProbability':false,'content':'always'");
	for (lore_order.seed = 0; lore_order.seed < 1000; lore_order.seed++)
		n += strstr(lore_fired_on("k"), "p") != NULL ? 1 : 0;
	ASSERT(n > 240 && n < 360);
	ASSERT(strstr(lore_fired(), "never") == NULL && strstr(lore_fired(), "always") != NULL);
	ASSERT(lore_is_cut(LORE_CUT_CHANCE));
	PASS();
}

/* ---- recursion ----------------------------------------------------------------------------- */

TEST
texts_of_entries_feed_the_next_round(void)
{
	lore_put_world("'key':['castle'],'content':'king'|'key':['king'],'content':'queen'"
		       "|'key':['queen'],'excludeRecursion':true,'content':'crown'"
		       "|'key':['queen'],'preventRecursion':true,'content':'rose'"
		       "|'key':['rose'],'content':'thorn'");
	ASSERT_STR_EQ("rose,queen,king", lore_fired_on("the castle"));
	ASSERT_EQ(3, lore_result.steps);
	ASSERT_EQ(2, lore_result.hits[0].step);
	ASSERT(strstr(str_cstr(lore_arena, lore_result.hits[0].words), "queen") != NULL);
	lore_order.steps_most = 2;
	ASSERT_STR_EQ("queen,king", lore_fired_on("the castle"));
	lore_order.steps_most = 1;
	ASSERT_STR_EQ("king", lore_fired_on("the castle"));
	PASS();
}

TEST
books_without_recursion_stay_flat(void)
{
	lore_put_on(
		STR("{\"entries\":[{\"keys\":[\"castle\"],\"content\":\"king\",\"enabled\":true},"
		    "{\"keys\":[\"king\"],\"content\":\"queen\",\"enabled\":true}]}"),
		LORE_OF_CHARACTER);
	ASSERT_STR_EQ("king", lore_fired_on("castle"));
	PASS();
}

TEST
levels_wait_for_recursion(void)
{
	lore_put_world("'key':['castle'],'content':'king'"
		       "|'key':['castle'],'delayUntilRecursion':true,'content':'one'"
		       "|'key':['castle'],'delayUntilRecursion':2,'content':'two'");
	ASSERT_STR_EQ("two,one,king", lore_fired_on("castle"));
	ASSERT_EQ(0, lore_result.hits[2].step);
	ASSERT_EQ(1, lore_result.hits[1].step);
	ASSERT_EQ(3, lore_result.hits[0].step);
	PASS();
}

/* What other tools' books rely on, entry beside entry. */
TEST
recursion_goes_every_way_once(void)
{
	lore_put_world("'key':['root'],'content':'to b and c'|'key':['b'],'content':'leads to d B'"
		       "|'key':['c'],'content':'leads to d C'|'key':['d'],'content':'D'");
	lore_order.seed = 1;
	ASSERT_STR_EQ("D,leads to d C,leads to d B,to b and c", lore_fired_on("root"));
	lore_clear();
	lore_put_world("'key':['self'],'content':'self'|'key':['ring'],'content':'ling'"
		       "|'key':['ling'],'content':'ring'");
	ASSERT_STR_EQ("self", lore_fired_on("self"));
	ASSERT_STR_EQ("ring,ling", lore_fired_on("ring"));
	PASS();
}

TEST
levels_need_texts_of_entries(void)
{
	/* A key in the conversation alone is no recursion, however many levels wait. */
	lore_put_world(
		"'key':['one'],'delayUntilRecursion':true,'content':'1'"
		"|'key':['two'],'delayUntilRecursion':2,'content':'2'"
		"|'key':['now'],'delayUntilRecursion':0,'content':'0'"
		"|'key':['one'],'delayUntilRecursion':true,'excludeRecursion':true,'content':'x'"
		"|'key':['mute'],'preventRecursion':true,'content':'two'");
	ASSERT_STR_EQ("", lore_fired_on("one two"));
	ASSERT_STR_EQ("two", lore_fired_on("mute one two"));
	ASSERT_STR_EQ("0,2,1", lore_fired_on("now one two"));
	PASS();
}

TEST
sticky_entries_are_asked_first(void)
{
	static const struct lore_ref FIRED[] = { { 1, 2 } };
	lore_put_world(
		"'key':['k'],'order':900,'content':'60'|'key':['k'],'order':1,'sticky':5,'content':'50'");
	lore_order.count = lore_as_number;
	lore_order.context_tokens = 400;
	ASSERT_STR_EQ("60", lore_fired_on("k"));
	lore_messages[1] =
		(struct lore_message){ .text = STR("r"), .fired = FIRED, .fired_count = 1 };
	lore_messages[2] = (struct lore_message){ .text = STR("k"), .is_user = true };
	lore_order.message_count = 3;
	ASSERT_STR_EQ("50", lore_fired());
	PASS();
}

TEST
kinds_of_reply_and_odd_keys(void)
{
	lore_put_world(
		"'key':['k'],'triggers':['normal'],'content':'n'|'key':['k'],'triggers':['swipe'],'content':'s'"
		"|'key':['k'],'triggers':['regenerate'],'content':'r'|'key':['k'],'triggers':[],'content':'all'"
		"|'key':['','  ',' trimmed '],'content':'t'|'key':['a.*b'],'content':'literal'"
		"|'key':[''],'content':'never'|'key':[],'content':'never'");
	ASSERT_STR_EQ("all,n", lore_fired_on("k"));
	lore_order.trigger = STR("swipe");
	ASSERT_STR_EQ("all,r,s", lore_fired());
	lore_order.trigger = STR("continue");
	ASSERT_STR_EQ("all", lore_fired());
	ASSERT_STR_EQ("t", lore_fired_on("TRIMMED"));
	ASSERT_STR_EQ("", lore_fired_on("a b axxb"));
	ASSERT_STR_EQ("literal", lore_fired_on("a.*b"));
	PASS();
}

TEST
names_and_tags_of_a_filter_both_count(void)
{
	struct macro_context macros = { .character = STR("Al") };
	struct str tag = STR("elf");
	lore_put_world(
		"'key':['k'],'characterFilter':{'isExclude':false,'names':['Alice'],'tags':['elf']},'content':'both'"
		"|'key':['k'],'characterFilter':{'isExclude':true,'names':['Alice'],'tags':['elf']},'content':'none'");
	lore_order.macros = &macros;
	lore_order.character = STR("Alice");
	ASSERT_STR_EQ("", lore_fired_on("k"));
	lore_order.character_tags = (struct strs){ &tag, 1 };
	ASSERT_STR_EQ("both", lore_fired());
	lore_order.character = STR("Bo");
	ASSERT_STR_EQ("", lore_fired());
	lore_order.character_tags.n = 0;
	ASSERT_STR_EQ("none", lore_fired());
	PASS();
}

/* What another member keeps back is not read out by the lore of who asks. */
TEST
lore_asks_nothing_of_hidden_prompts(void)
{
	struct macro_context macros = { .character = STR("Alice"),
					.system_prompt = STR("alpha,beta"),
					.depth_prompt = STR("under the rose"),
					.hides_prompts = true };
	lore_put_world("'key':['/rose/'],'matchCharacterDepthPrompt':true,'content':'found'"
		       "|'key':['{{pick:{{charPrompt}}}}'],'content':'guessed'"
		       "|'constant':true,'key':[],'content':'[{{reverse:{{charPrompt}}}}]'");
	lore_order.macros = &macros;
	ASSERT_STR_EQ("[ateb,ahpla]", lore_fired_on("alpha beta"));
	ASSERT(lore_result.hits[0].is_others);
	/* The books of its creator may. */
	lore_on[0].is_others = true;
	ASSERT(strstr(lore_fired(), "found") != NULL && strstr(lore_fired(), "guessed") != NULL);
	lore_on[0].is_others = false;
	macros.hides_prompts = false;
	ASSERT(strstr(lore_fired(), "found") != NULL);
	PASS();
}

TEST
recursion_ends(void)
{
	struct buf entries = buf_in(lore_arena);
	for (int i = 0; i < 100; i++)
		buf_fmt(&entries, "%s'key':['w%03d'],'content':'w%03d'", i > 0 ? "|" : "", i,
			i + 1);
	lore_put_world(str_cstr(lore_arena, buf_done(&entries)));
	(void)lore_fired_on("w000");
	ASSERT_EQ(LORE_STEPS_MOST, lore_result.steps);
	ASSERT_EQ((size_t)LORE_STEPS_MOST, lore_result.hit_count);
	PASS();
}

TEST
least_widens_the_depth(void)
{
	lore_put_world(
		"'key':['one'],'content':'1'|'key':['two'],'content':'2'|'key':['three'],'content':'3'");
	static const char *const TEXTS[] = { "new", "one", "x", "two", "x", "three" };
	for (int i = 0; i < 6; i++)
		lore_messages[i] = (struct lore_message){ .text = str_from(TEXTS[i]) };
	lore_order.message_count = 6;
	lore_order.depth = 1;
	ASSERT_STR_EQ("", lore_fired());
	lore_order.least = 2;
	ASSERT_STR_EQ("2,1", lore_fired());
	lore_order.least_depth_most = 3;
	ASSERT_STR_EQ("1", lore_fired());
	lore_order.least_depth_most = 0;
	lore_order.steps_most = 3;
	ASSERT_STR_EQ("", lore_fired());
	PASS();
}

SUITE(lore)
{
	SET_SETUP(lore_setup, NULL);
	SET_TEARDOWN(lore_teardown, NULL);
	RUN_TEST(plain_keys);
	RUN_TEST(whole_words);
	RUN_TEST(patterns);
	RUN_TEST(v3_patterns_are_patterns_and_turn_the_rest_off);
	RUN_TEST(keys_have_macros);
	RUN_TEST(depth_and_names);
	RUN_TEST(secondary_keys);
	RUN_TEST(constant_disabled_and_forced);
	RUN_TEST(filters);
	RUN_TEST(the_budget_ends_at_the_first_that_does_not_fit);
	RUN_TEST(lower_order_stands_higher);
	RUN_TEST(strategies_say_who_is_asked_first);
	RUN_TEST(groups_take_one);
	RUN_TEST(chance_is_one_roll);
	RUN_TEST(texts_of_entries_feed_the_next_round);
	RUN_TEST(books_without_recursion_stay_flat);
	RUN_TEST(levels_wait_for_recursion);
	RUN_TEST(recursion_goes_every_way_once);
	RUN_TEST(levels_need_texts_of_entries);
	RUN_TEST(sticky_entries_are_asked_first);
	RUN_TEST(kinds_of_reply_and_odd_keys);
	RUN_TEST(names_and_tags_of_a_filter_both_count);
	RUN_TEST(lore_asks_nothing_of_hidden_prompts);
	RUN_TEST(recursion_ends);
	RUN_TEST(least_widens_the_depth);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	RUN_SUITE(lore);
	GREATEST_MAIN_END();
}
