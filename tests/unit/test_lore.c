/* Lore: which entries fire, in what order, what is cut, and what hostile books cannot do. */
#include "lib/base/clock.h"
#include "lib/lore/read.h"
#include "tests/greatest.h"

static struct arena *arena;
static struct lore_order order;
static struct lore_on on[4];
static size_t on_count;
static struct lore_message messages[64];
static struct lore_result result;

static void
drop_book(void *book)
{
	lore_free(book);
}

static void
setup(void *data)
{
	(void)data;
	arena = arena_new(256 * 1024 * 1024);
	on_count = 0;
	order = (struct lore_order)LORE_ORDER_DEFAULT;
	order.books = on;
	order.messages = messages;
	order.context_tokens = 8192;
}

static void
teardown(void *data)
{
	(void)data;
	arena_free(arena);
}

/* A book out of its text, in any shape. Ids of entries are their places from 1. */
static struct lore_book *
compile(struct str text, int64_t id)
{
	struct str why;
	struct book book;
	if (!scan_check(arena, text, &why) || !book_read(arena, text, &book))
		return NULL;
	struct lore_settings settings = lore_settings_read(&book);
	settings.id = id;
	struct lore_entry *entries = ARENA_ARRAY(arena, struct lore_entry, book.count + 1);
	size_t n = 0;
	int64_t at = -1;
	struct scan s = scan_in(arena, book.entries);
	while (lore_entry_next(&book, &s, &at, &entries[n]))
		n++;
	struct lore_book *compiled = lore_compile(&settings, entries, n);
	arena_defer(arena, drop_book, compiled);
	return compiled;
}

static void
put_on(struct str text, enum lore_source source)
{
	on[on_count] = (struct lore_on){ compile(text, (int64_t)on_count + 1), source };
	order.book_count = ++on_count;
}

/* A world file of entries that are given without their braces. */
static void
put_world(const char *entries)
{
	struct buf text = buf_in(arena);
	struct str rest = str_from(entries), one;
	int n = 0;
	buf_lit(&text, "{\"recursive_scanning\":true,\"entries\":{");
	while (str_cut(&rest, '|', &one)) {
		buf_fmt(&text, "%s\"%d\":{\"uid\":%d,", n > 0 ? "," : "", n, n);
		for (size_t i = 0; i < one.n; i++)
			buf_char(&text, one.p[i] == '\'' ? '"' : one.p[i]);
		buf_char(&text, '}');
		n++;
	}
	buf_lit(&text, "}}");
	put_on(buf_done(&text), LORE_OF_CHARACTER);
}

static void
say(const char *newest)
{
	messages[0] = (struct lore_message){ .text = str_from(newest), .is_user = true };
	order.message_count = 1;
}

/* The contents that fired, in their order, parted by commas. */
static const char *
fired(void)
{
	struct buf out = buf_in(arena);
	result = lore_scan(arena, &order);
	for (size_t i = 0; i < result.hit_count; i++)
		buf_fmt(&out, "%s%.*s", i > 0 ? "," : "", STR_ARG(result.hits[i].content));
	return str_cstr(arena, buf_done(&out));
}

static const char *
fired_on(const char *newest)
{
	say(newest);
	return fired();
}

static bool
is_cut(enum lore_cut_why why)
{
	for (size_t i = 0; i < result.cut_count; i++)
		if (result.cuts[i].why == why)
			return true;
	return false;
}

/* ---- keys ---------------------------------------------------------------------------------- */

TEST
plain_keys(void)
{
	put_world("'key':['Alice'],'content':'a'|'key':['Straße','日本語'],'content':'u'"
		  "|'key':['CaseMe'],'caseSensitive':true,'content':'c'|'key':['$pecial'],'content':'s'"
		  "|'key':['x'],'content':'short'|'key':[],'content':'never'|'key':[' '],'content':'blank'");
	ASSERT_STR_EQ("a", fired_on("ALICE is here"));
	ASSERT_STR_EQ("a", fired_on("Welcome to Aliceville"));
	ASSERT_STR_EQ("u", fired_on("Die STRAßE"));
	ASSERT_STR_EQ("u", fired_on("今日は日本語を勉強しています"));
	ASSERT_STR_EQ("c", fired_on("CaseMe"));
	ASSERT_STR_EQ("", fired_on("caseme"));
	ASSERT_STR_EQ("s", fired_on("a $PECIAL day"));
	ASSERT_STR_EQ("short", fired_on("Xylo"));
	ASSERT_STR_EQ("", fired_on("nothing here"));
	PASS();
}

TEST
whole_words(void)
{
	put_world("'key':['hero'],'matchWholeWords':true,'content':'h'"
		  "|'key':['black cat'],'matchWholeWords':true,'content':'m'"
		  "|'key':['café'],'matchWholeWords':true,'content':'e'"
		  "|'key':['龙'],'matchWholeWords':true,'content':'z'");
	ASSERT_STR_EQ("", fired_on("The superhero"));
	ASSERT_STR_EQ("h", fired_on("hero!"));
	ASSERT_STR_EQ("h", fired_on("superhero or hero"));
	ASSERT_STR_EQ("m", fired_on("two black cats"));
	ASSERT_STR_EQ("", fired_on("cafés"));
	ASSERT_STR_EQ("e", fired_on("the café."));
	ASSERT_STR_EQ("z", fired_on("黑龙来了"));
	PASS();
}

TEST
patterns(void)
{
	put_world("'key':['/dragon/i'],'content':'d'|'key':['/a/b/'],'content':'slash'"
		  "|'key':['/(/'],'content':'open'|'key':['/test\\\\d+/'],'content':'n'"
		  "|'key':['/^\\\\u{1F600}$/mu'],'content':'smile'|'key':['/(*UTF)x/'],'content':'verb'"
		  "|'key':['/q\\\\/r/'],'content':'escaped'");
	ASSERT_STR_EQ("d", fired_on("The DRAGON"));
	ASSERT_STR_EQ("slash", fired_on("see /a/b/ there"));
	ASSERT_STR_EQ("open", fired_on("it is /(/ here"));
	ASSERT_STR_EQ("n", fired_on("test123"));
	ASSERT_STR_EQ("", fired_on("Testing"));
	ASSERT_STR_EQ("smile", fired_on("a\n\xF0\x9F\x98\x80\nb"));
	ASSERT_STR_EQ("escaped", fired_on("q/r"));
	ASSERT_STR_EQ("", fired_on("x"));
	PASS();
}

TEST
v3_patterns_are_patterns_and_turn_the_rest_off(void)
{
	put_on(STR("{\"spec\":\"lorebook_v3\",\"data\":{\"entries\":["
		   "{\"keys\":[\"/(/\"],\"use_regex\":true,\"content\":\"bad\",\"enabled\":true},"
		   "{\"keys\":[\"dr.gon\"],\"use_regex\":true,\"content\":\"rx\",\"constant\":true,"
		   "\"selective\":true,\"secondary_keys\":[\"zzz\"],\"enabled\":true},"
		   "{\"keys\":[\"cat\"],\"use_regex\":true,\"content\":\"st\",\"constant\":true,"
		   "\"extensions\":{\"selectiveLogic\":0,\"exclude_recursion\":false},\"enabled\":true}]}}"),
	       LORE_OF_CHARACTER);
	ASSERT_STR_EQ("st", fired_on("/(/"));
	ASSERT(is_cut(LORE_CUT_PATTERN));
	ASSERT_STR_EQ("st,rx", fired_on("dragon"));
	PASS();
}

TEST
keys_have_macros(void)
{
	struct macro_context macros = { .user = STR("Bob"), .character = STR("Ann") };
	order.macros = &macros;
	put_world("'key':['{{user}}'],'content':'{{char}} knows {{user}}'"
		  "|'key':['knows bob'],'content':'second'|'key':['ghost'],'content':'g'"
		  "|'key':['start'],'content':'{{hidden_key:ghost}}S'");
	ASSERT_STR_EQ("second,Ann knows Bob", fired_on("here is bob"));
	ASSERT_STR_EQ("S,g", fired_on("start"));
	PASS();
}

TEST
depth_and_names(void)
{
	put_world("'key':['old'],'content':'o'|'key':['old'],'scanDepth':1,'content':'one'"
		  "|'key':['old'],'scanDepth':9,'content':'nine'|'key':['Bob:'],'content':'name'"
		  "|'key':['old\\nmiddle'],'content':'across'");
	for (int i = 0; i < 8; i++)
		messages[i] = (struct lore_message){ .text = STR("middle") };
	messages[3].text = STR("the old one");
	order.message_count = 8;
	ASSERT_STR_EQ("nine,o", fired());
	order.depth = 3;
	ASSERT_STR_EQ("nine", fired());
	messages[0] = (struct lore_message){ .text = STR("old"), .name = STR("Bob") };
	ASSERT_STR_EQ("name,nine,one,o", fired());
	order.has_no_names = true;
	ASSERT_STR_EQ("nine,one,o", fired());
	struct str note = STR("an old note");
	messages[0].text = STR("new");
	messages[3].text = STR("new");
	order.injections = (struct strs){ &note, 1 };
	ASSERT_STR_EQ("nine,one,o", fired());
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
		on_count = 0;
		put_world(str_cstr(arena,
				   str_fmt(arena,
					   "'key':['key'],'keysecondary':['aaa','bbb'],'selective':true,"
					   "'selectiveLogic':%d,'content':'x'",
					   logic)));
		for (int i = 0; i < 3; i++)
			ASSERT_STR_EQ(WANTED[logic][i], fired_on(TEXTS[i]));
	}
	on_count = 0;
	put_world("'key':['key'],'keysecondary':[],'selective':true,'selectiveLogic':3,'content':'x'"
		  "|'key':['key'],'keysecondary':['zz'],'selective':false,'content':'y'");
	ASSERT_STR_EQ("y,x", fired_on("key"));
	PASS();
}

TEST
constant_disabled_and_forced(void)
{
	static const struct lore_ref FORCED[] = { { 1, 3 } };
	put_world("'key':[],'constant':true,'content':'c'"
		  "|'key':['k'],'disable':true,'content':'d'|'key':['zz'],'content':'f'");
	ASSERT_STR_EQ("c", fired_on("k"));
	ASSERT_EQ(LORE_BY_CONSTANT, result.hits[0].why);
	order.forced = FORCED;
	order.forced_count = 1;
	ASSERT_STR_EQ("f,c", fired_on("k"));
	ASSERT_EQ(LORE_BY_FORCE, result.hits[0].why);
	PASS();
}

TEST
filters(void)
{
	static const struct str TAGS[] = { STR_INIT("Elf") };
	struct macro_context macros = { .character = STR("Ann") };
	order.macros = &macros;
	put_world("'key':['k'],'characterFilter':{'names':['Ann'],'tags':[],'isExclude':false},'content':'ann'"
		  "|'key':['k'],'characterFilter':{'names':['Bob'],'tags':[],'isExclude':false},'content':'bob'"
		  "|'key':['k'],'characterFilter':{'names':[],'tags':['elf'],'isExclude':true},'content':'noelf'"
		  "|'key':['k'],'triggers':['continue'],'content':'cont'");
	ASSERT_STR_EQ("noelf,ann", fired_on("k"));
	ASSERT(is_cut(LORE_CUT_FILTER));
	order.character_tags = (struct strs){ TAGS, 1 };
	order.trigger = STR("continue");
	ASSERT_STR_EQ("cont,ann", fired_on("k"));
	PASS();
}

/* ---- budget, order, groups, chance --------------------------------------------------------- */

static int64_t
hundredfold(void *arg, struct str text)
{
	int64_t n = 0;
	(void)arg;
	(void)str_to_i64(str_trim(text), &n);
	return n;
}

TEST
the_budget_ends_at_the_first_that_does_not_fit(void)
{
	put_world("'key':['k'],'order':300,'content':'500'|'key':['k'],'order':200,'content':' 500'"
		  "|'key':['k'],'order':100,'content':'24'|'key':['k'],'order':50,'content':'1'"
		  "|'key':['k'],'order':10,'ignoreBudget':true,'content':'7'");
	order.count = hundredfold;
	order.context_tokens = 4096;
	ASSERT_STR_EQ("7, 500,500", fired_on("k"));
	ASSERT_EQ(1024, result.budget);
	ASSERT(result.is_over_budget);
	ASSERT_EQ(2u, result.cut_count);
	ASSERT_EQ(LORE_CUT_BUDGET, result.cuts[0].why);
	order.context_tokens = 1;
	(void)fired();
	ASSERT_EQ(1, result.budget);
	order.context_tokens = 100000;
	order.cap = 600;
	ASSERT_STR_EQ("7,500", fired_on("k"));
	PASS();
}

TEST
lower_order_stands_higher(void)
{
	put_world("'key':['k'],'order':250,'content':'b'|'key':['k'],'order':100,'content':'a'"
		  "|'key':['k'],'order':1,'position':4,'depth':2,'role':1,'content':'deep'"
		  "|'key':['k'],'position':1,'content':'after'|'key':['k'],'position':7,"
		  "'outletName':'Map','content':'out'");
	ASSERT_STR_EQ("a,b,after,deep,out", fired_on("k"));
	ASSERT_EQ(LORE_AT_DEPTH, result.hits[3].place);
	ASSERT_EQ(2, result.hits[3].depth);
	ASSERT_EQ(LORE_USER, result.hits[3].role);
	ASSERT_STR_EQ("Map", str_cstr(arena, result.hits[4].outlet));
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
	put_on(GLOBAL, LORE_OF_ALL);
	put_on(OWN, LORE_OF_CHARACTER);
	order.count = hundredfold;
	order.cap = 45;
	order.strategy = LORE_EVENLY;
	ASSERT_STR_EQ("30", fired_on("k"));
	order.strategy = LORE_CHARACTER_FIRST;
	ASSERT_STR_EQ("40", fired_on("k"));
	order.strategy = LORE_GLOBAL_FIRST;
	ASSERT_STR_EQ("30", fired_on("k"));
	put_on(CHAT, LORE_OF_CHAT);
	order.cap = 55;
	ASSERT_STR_EQ("50", fired_on("k"));
	PASS();
}

TEST
groups_take_one(void)
{
	int seen[3] = { 0 };
	put_world("'key':['k'],'group':'g','groupWeight':300,'content':'a'"
		  "|'key':['k'],'group':'g','groupWeight':100,'content':'b'"
		  "|'key':['k'],'group':'g','groupWeight':0,'content':'c'");
	for (uint64_t seed = 0; seed < 400; seed++) {
		order.seed = seed;
		const char *one = fired_on("k");
		ASSERT(one[1] == '\0');
		seen[one[0] - 'a']++;
	}
	ASSERT(seen[0] > 260 && seen[0] < 340 && seen[1] > 60 && seen[2] == 0);
	ASSERT(is_cut(LORE_CUT_GROUP));
	on_count = 0;
	put_world("'key':['k'],'group':'g','content':'a'|'key':['k'],'group':'g, h','groupOverride':true,"
		  "'order':5,'content':'b'|'key':['k'],'group':'g','groupOverride':true,'order':9,'content':'c'"
		  "|'key':['k'],'group':'h','content':'h'");
	ASSERT_STR_EQ("c,h", fired_on("k"));
	on_count = 0;
	put_world("'key':['k'],'group':'g','useGroupScoring':true,'content':'one'"
		  "|'key':['k','m'],'group':'g','useGroupScoring':true,'content':'two'");
	for (order.seed = 0; order.seed < 20; order.seed++)
		ASSERT_STR_EQ("two", fired_on("k m"));
	PASS();
}

TEST
chance_is_one_roll(void)
{
	int n = 0;
	put_world("'key':['k'],'probability':30,'useProbability':true,'content':'p'"
		  "|'key':['k'],'probability':0,'useProbability':true,'content':'never'"
		  "|'key':['k'],'probability':0,'useProbability':false,'content':'always'");
	for (order.seed = 0; order.seed < 1000; order.seed++)
		n += strstr(fired_on("k"), "p") != NULL ? 1 : 0;
	ASSERT(n > 240 && n < 360);
	ASSERT(strstr(fired(), "never") == NULL && strstr(fired(), "always") != NULL);
	ASSERT(is_cut(LORE_CUT_CHANCE));
	PASS();
}

/* ---- recursion ----------------------------------------------------------------------------- */

TEST
texts_of_entries_feed_the_next_round(void)
{
	put_world("'key':['castle'],'content':'king'|'key':['king'],'content':'queen'"
		  "|'key':['queen'],'excludeRecursion':true,'content':'crown'"
		  "|'key':['queen'],'preventRecursion':true,'content':'rose'"
		  "|'key':['rose'],'content':'thorn'");
	ASSERT_STR_EQ("rose,queen,king", fired_on("the castle"));
	ASSERT_EQ(3, result.steps);
	ASSERT_EQ(2, result.hits[0].step);
	ASSERT(strstr(str_cstr(arena, result.hits[0].words), "queen") != NULL);
	order.steps_most = 2;
	ASSERT_STR_EQ("queen,king", fired_on("the castle"));
	order.steps_most = 1;
	ASSERT_STR_EQ("king", fired_on("the castle"));
	PASS();
}

TEST
books_without_recursion_stay_flat(void)
{
	put_on(STR("{\"entries\":[{\"keys\":[\"castle\"],\"content\":\"king\",\"enabled\":true},"
		   "{\"keys\":[\"king\"],\"content\":\"queen\",\"enabled\":true}]}"),
	       LORE_OF_CHARACTER);
	ASSERT_STR_EQ("king", fired_on("castle"));
	PASS();
}

TEST
levels_wait_for_recursion(void)
{
	put_world("'key':['castle'],'content':'king'"
		  "|'key':['castle'],'delayUntilRecursion':true,'content':'one'"
		  "|'key':['castle'],'delayUntilRecursion':2,'content':'two'");
	ASSERT_STR_EQ("two,one,king", fired_on("castle"));
	ASSERT_EQ(0, result.hits[2].step);
	ASSERT_EQ(1, result.hits[1].step);
	ASSERT_EQ(3, result.hits[0].step);
	PASS();
}

TEST
recursion_ends(void)
{
	struct buf entries = buf_in(arena);
	for (int i = 0; i < 100; i++)
		buf_fmt(&entries, "%s'key':['w%03d'],'content':'w%03d'", i > 0 ? "|" : "", i, i + 1);
	put_world(str_cstr(arena, buf_done(&entries)));
	(void)fired_on("w000");
	ASSERT_EQ(LORE_STEPS_MOST, result.steps);
	ASSERT_EQ((size_t)LORE_STEPS_MOST, result.hit_count);
	PASS();
}

TEST
least_widens_the_depth(void)
{
	put_world("'key':['one'],'content':'1'|'key':['two'],'content':'2'|'key':['three'],'content':'3'");
	static const char *const TEXTS[] = { "new", "one", "x", "two", "x", "three" };
	for (int i = 0; i < 6; i++)
		messages[i] = (struct lore_message){ .text = str_from(TEXTS[i]) };
	order.message_count = 6;
	order.depth = 1;
	ASSERT_STR_EQ("", fired());
	order.least = 2;
	ASSERT_STR_EQ("2,1", fired());
	order.least_depth_most = 3;
	ASSERT_STR_EQ("1", fired());
	order.least_depth_most = 0;
	order.steps_most = 3;
	ASSERT_STR_EQ("", fired());
	PASS();
}

/* ---- timed effects ------------------------------------------------------------------------- */

/* A branch of `n` messages in which `text` is each of them; replies record what fired for them. */
static const char *
at_message(int newest, bool has_key, int fired_at)
{
	static const struct lore_ref FIRED[] = { { 1, 1 } };
	for (int i = 0; i <= newest; i++) {
		int index = newest - i;
		messages[i] = (struct lore_message){ .text = has_key ? STR("key") : STR("x"),
						     .is_user = index % 2 == 0 };
		/* The reply to message `fired_at` is the next one. */
		if (index == fired_at + 1) {
			messages[i].fired = FIRED;
			messages[i].fired_count = 1;
		}
	}
	order.message_count = (size_t)newest + 1;
	return fired();
}

TEST
sticky_cooldown_and_delay(void)
{
	put_world("'key':['key'],'sticky':3,'cooldown':2,'delay':2,'content':'t'");
	ASSERT_STR_EQ("", at_message(0, true, 99));
	ASSERT(is_cut(LORE_CUT_DELAY));
	ASSERT_STR_EQ("t", at_message(1, true, 99));
	ASSERT_EQ(LORE_BY_KEY, result.hits[0].why);
	for (int m = 2; m <= 4; m++) {
		ASSERT_STR_EQ("t", at_message(m, false, 1));
		ASSERT_EQ(LORE_BY_STICKY, result.hits[0].why);
	}
	for (int m = 5; m <= 6; m++) {
		ASSERT_STR_EQ("", at_message(m, true, 1));
		ASSERT(is_cut(LORE_CUT_COOLDOWN));
	}
	ASSERT_STR_EQ("t", at_message(7, true, 1));
	ASSERT_EQ(LORE_BY_KEY, result.hits[0].why);
	/* Another swipe of the reply has nothing recorded: the effect is gone. */
	ASSERT_STR_EQ("", at_message(3, false, 99));
	PASS();
}

TEST
a_sticky_entry_that_is_recorded_again_does_not_last_longer(void)
{
	static const struct lore_ref FIRED[] = { { 1, 1 } };
	put_world("'key':['key'],'sticky':2,'content':'t'");
	for (int i = 0; i < 6; i++)
		messages[i] = (struct lore_message){ .text = STR("x") };
	/* Fired for the replies 2, 3 and 4: it began at 1 and lasts to 3. */
	for (int i = 1; i <= 3; i++) {
		messages[i].fired = FIRED;
		messages[i].fired_count = 1;
	}
	order.message_count = 6;
	ASSERT_STR_EQ("", fired());
	PASS();
}

/* ---- decorators ---------------------------------------------------------------------------- */

TEST
decorators_of_v3(void)
{
	put_on(STR("{\"spec\":\"lorebook_v3\",\"data\":{\"entries\":["
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
	say("k");
	order.greeting = 0;
	ASSERT_STR_EQ("ex,on,ui,scene", fired());
	ASSERT(result.is_system_prompt_off && !result.is_post_history_off);
	messages[0].text = STR("k and worse and more");
	messages[1] = (struct lore_message){ .text = STR("reply") };
	order.message_count = 2;
	order.greeting = 2;
	ASSERT_STR_EQ("greet,add,on,Text,ui,scene", fired());
	ASSERT_EQ(LORE_BY_DECORATOR, result.hits[2].why);
	ASSERT_EQ(5, result.hits[3].depth);
	ASSERT_EQ(LORE_FROM_TOP, result.hits[4].place);
	PASS();
}

TEST
decorators_that_remember(void)
{
	static const struct lore_ref FIRED[] = { { 1, 1 }, { 1, 2 } };
	put_on(STR("{\"spec\":\"lorebook_v3\",\"data\":{\"entries\":["
		   "{\"keys\":[\"k\"],\"content\":\"@@keep_activate_after_match\\nkeep\",\"enabled\":true},"
		   "{\"keys\":[\"k\"],\"content\":\"@@dont_activate_after_match\\nonce\",\"enabled\":true}]}}"),
	       LORE_OF_CHARACTER);
	ASSERT_STR_EQ("once,keep", fired_on("k"));
	messages[1] = (struct lore_message){ .text = STR("r"), .fired = FIRED, .fired_count = 2 };
	order.message_count = 2;
	ASSERT_STR_EQ("keep", fired());
	messages[0].text = STR("x");
	ASSERT_STR_EQ("keep", fired());
	PASS();
}

/* ---- V2 and Agnai -------------------------------------------------------------------------- */

TEST
v2_drops_the_lowest_priority(void)
{
	put_on(STR("{\"token_budget\":100,\"scan_depth\":1,\"entries\":["
		   "{\"keys\":[\"k\"],\"content\":\"40\",\"priority\":1,\"insertion_order\":1,\"enabled\":true},"
		   "{\"keys\":[\"k\"],\"content\":\"50\",\"priority\":9,\"insertion_order\":3,\"enabled\":true},"
		   "{\"keys\":[\"k\"],\"content\":\"50 \",\"priority\":5,\"insertion_order\":2,\"enabled\":true,"
		   "\"position\":\"after_char\"}]}"),
	       LORE_OF_CHARACTER);
	order.count = hundredfold;
	ASSERT_STR_EQ("50,50 ", fired_on("k"));
	ASSERT_EQ(LORE_AFTER_CHAR, result.hits[1].place);
	ASSERT(is_cut(LORE_CUT_BUDGET));
	messages[1] = messages[0];
	messages[0] = (struct lore_message){ .text = STR("x") };
	order.message_count = 2;
	ASSERT_STR_EQ("", fired());
	PASS();
}

TEST
agnai_has_its_own_rules(void)
{
	put_on(STR("{\"kind\":\"memory\",\"name\":\"m\",\"entries\":["
		   "{\"name\":\"a\",\"entry\":\"60\",\"keywords\":[\"drag*\"],\"priority\":1,\"weight\":9,\"enabled\":true},"
		   "{\"name\":\"b\",\"entry\":\"70\",\"keywords\":[\"c?t\"],\"priority\":5,\"weight\":1,\"enabled\":true},"
		   "{\"name\":\"c\",\"entry\":\"80\",\"keywords\":[\"old king\"],\"priority\":5,\"weight\":2,\"enabled\":true}]}"),
	       LORE_OF_CHAT);
	order.count = hundredfold;
	ASSERT_STR_EQ("70,60", fired_on("the CUT of Dragons"));
	ASSERT_STR_EQ("", fired_on("dra cuut scat old kings"));
	for (int i = 0; i < 49; i++)
		messages[i] = (struct lore_message){ .text = STR("x") };
	messages[49] = (struct lore_message){ .text = STR("the old king") };
	messages[48] = (struct lore_message){ .text = STR("cat") };
	order.message_count = 50;
	ASSERT_STR_EQ("70,80", fired());
	/* Of the same priority the newer one has the better claim. */
	order.cap = 100;
	ASSERT_STR_EQ("70", fired());
	PASS();
}

/* ---- hostile books ------------------------------------------------------------------------- */

TEST
hostile_patterns_are_cut_off(void)
{
	struct buf text = buf_in(arena);
	for (int i = 0; i < 20000; i++)
		buf_char(&text, 'a');
	put_world("'key':['/(a+)+b/'],'content':'1'|'key':['/(a+a?)+$x/'],'content':'2'"
		  "|'key':['/(.*)*(.*)*(.*)*c/'],'content':'3'|'key':['/a*a*a*a*a*a*b/'],'content':'4'"
		  "|'key':['/\\\\w+\\\\d/'],'content':'5'|'key':['aaaa'],'content':'good'"
		  "|'key':['/((((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9}){9}/'],'content':'6'");
	int64_t begin = clock_mono_us();
	ASSERT_STR_EQ("good", fired_on(str_cstr(arena, buf_done(&text))));
	int64_t took = clock_mono_us() - begin;
	printf("# hostile patterns: %lld us\n", (long long)took);
	ASSERT(is_cut(LORE_CUT_SLOW));
	ASSERT(took < 10 * LORE_SCAN_US);
	PASS();
}

TEST
large_books_are_scanned(void)
{
	struct buf book = buf_in(arena);
	buf_lit(&book, "{\"entries\":[");
	for (int i = 0; i < 50000; i++)
		buf_fmt(&book,
			"%s{\"keys\":[\"name%d of\",\"place %d\"],\"content\":\"Text %d.\",\"enabled\":true}",
			i > 0 ? "," : "", i, i * 7, i);
	buf_lit(&book, "]}");
	put_on(buf_done(&book), LORE_OF_CHAT);
	ASSERT_EQ(50000u, lore_count(on[0].book));
	ASSERT_STR_EQ("Text 49999.,Text 6.",
		      fired_on("They met name49999 of the hills at PLACE 42!"));
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
		on_count = 0;
		put_on(str_from(ODD[i]), LORE_OF_ALL);
		if (on[0].book != NULL)
			(void)fired_on("k * ? 1 some words");
	}
	order.book_count = 0;
	ASSERT_STR_EQ("", fired_on("x"));
	order.message_count = 0;
	ASSERT_STR_EQ("", fired());
	PASS();
}

TEST
references_travel(void)
{
	struct lore_ref ref;
	ASSERT_STR_EQ("12:345", str_cstr(arena, lore_ref_put(arena, (struct lore_ref){ 12, 345 })));
	ASSERT(lore_ref_read(STR("12:345"), &ref) && ref.book == 12 && ref.entry == 345);
	ASSERT_FALSE(lore_ref_read(STR("12"), &ref));
	ASSERT_FALSE(lore_ref_read(STR(":"), &ref));
	PASS();
}

SUITE(lore)
{
	SET_SETUP(setup, NULL);
	SET_TEARDOWN(teardown, NULL);
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
	RUN_TEST(recursion_ends);
	RUN_TEST(least_widens_the_depth);
	RUN_TEST(sticky_cooldown_and_delay);
	RUN_TEST(a_sticky_entry_that_is_recorded_again_does_not_last_longer);
	RUN_TEST(decorators_of_v3);
	RUN_TEST(decorators_that_remember);
	RUN_TEST(v2_drops_the_lowest_priority);
	RUN_TEST(agnai_has_its_own_rules);
	RUN_TEST(hostile_patterns_are_cut_off);
	RUN_TEST(large_books_are_scanned);
	RUN_TEST(odd_books_are_borne);
	RUN_TEST(references_travel);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	RUN_SUITE(lore);
	GREATEST_MAIN_END();
}
