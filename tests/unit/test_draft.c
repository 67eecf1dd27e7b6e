/* Drafts of characters: what is kept, what keeps one from being published, and moments. */
#include "tests/greatest.h"

#include "lib/card/tag.h"
#include "lib/character/draft.h"
#include "lib/character/judge.h"

static struct arena *arena;
static const struct moment NOW = { INT64_C(1795262400) * 1000 * 1000 }; /* 2026-11-21 12:00 UTC */

static void
tear_down(void *arg)
{
	(void)arg;
	arena_reset(arena);
}

static struct draft
draft_of(const char *json)
{
	struct str why;
	struct draft draft;
	draft_read(arena, json_read(arena, str_from(json), &why), &draft);
	return draft;
}

static const char WHOLE[] =
	"{\"name\":\"Mira\",\"shortDescription\":\"Keeps a light\",\"age\":\"34\",\"visibility\":\"public\","
	"\"traits\":[\"calm\"],\"tags\":[\"sea\"],\"look\":{\"eyes\":\"green\",\"accessories\":[\"hat\"]},"
	"\"exampleDialogues\":[{\"user\":\"\",\"character\":\"\"},{\"user\":\"<b>\",\"character\":\"&\"}]}";

/* The first complaint about the draft, "" for none. */
static const char *
complaint(const struct draft *draft, int64_t least_age)
{
	struct draft_errors *errors = ARENA_NEW(arena, struct draft_errors);
	draft_check(arena, draft, least_age, NOW, errors);
	return errors->n > 0 ? errors->at[0].field : "";
}

TEST
what_is_kept_is_read_again(void)
{
	struct draft draft = draft_of(WHOLE);
	struct str once = draft_json(arena, &draft);
	struct draft again = draft_of(str_cstr(arena, once));
	ASSERT(str_eq(once, draft_json(arena, &again)));
	ASSERT_EQ(2, again.example_count);
	ASSERT(str_find(draft_examples_json(arena, &again), STR("\"user\":\"\"")) < 0);
	ASSERT(str_find(draft_look_json(arena, &again), STR("\"age\":34")) > 0);
	ASSERT_STR_EQ("", complaint(&again, 18));
	PASS();
}

TEST
a_character_may_speak_first_and_begin_in_many_ways(void)
{
	struct draft draft = draft_of(WHOLE);
	draft.examples[0].character = STR("Come in.");
	ASSERT_STR_EQ("", complaint(&draft, 18));
	draft.examples[0] = (struct draft_example){ STR_INIT("Anybody?"), STR_INIT("") };
	ASSERT_STR_EQ("exampleDialogues", complaint(&draft, 18));
	draft.examples[0].user = STR("");
	const struct str openings[] = { STR_INIT("You again."), STR_INIT(" "), STR_INIT("Late.") };
	draft.openings = (struct strs){ openings, COUNT(openings) };
	ASSERT_STR_EQ("", complaint(&draft, 18));
	ASSERT_EQ(2, draft_written(arena, draft.openings).n);
	struct draft again = draft_of(str_cstr(arena, draft_json(arena, &draft)));
	ASSERT_EQ(3, again.openings.n);
	struct str mark = draft_mark(arena, &draft, DRAFT_PERSONALITY);
	draft.openings.n = 2;
	ASSERT(!str_eq(mark, draft_mark(arena, &draft, DRAFT_PERSONALITY)));
	PASS();
}

TEST
what_is_said_of_chats_with_others_is_kept_within_its_bounds(void)
{
	struct draft draft = draft_of("{\"name\":\"A\",\"groupGreetings\":[\"Hush, all.\"],"
				      "\"talkativeness\":\"0.9\"}");
	struct draft again = draft_of(str_cstr(arena, draft_json(arena, &draft)));
	ASSERT_EQ(1u, again.group_greetings.n);
	ASSERT_EQ(90, (int)(draft_talkativeness(&again) * 100));
	again.talkativeness = STR("");
	ASSERT_EQ(50, (int)(draft_talkativeness(&again) * 100));
	static const char *const NONE[] = { "2", "-0.1", "often", "nan", "1e999", "0,5" };
	for (size_t i = 0; i < COUNT(NONE); i++) {
		again = draft_of(WHOLE);
		again.talkativeness = str_from(NONE[i]);
		ASSERT(draft_talkativeness(&again) < 0);
		ASSERT_STR_EQ("talkativeness", complaint(&again, 18));
	}
	again.talkativeness = STR(" 0.333 ");
	ASSERT_STR_EQ("", complaint(&again, 18));
	struct buf much = buf_in(arena);
	for (size_t i = 0; i <= DRAFT_LONG; i++)
		buf_char(&much, 'a');
	const struct str greetings[] = { STR_INIT("Hush."), buf_done(&much) };
	again.group_greetings = (struct strs){ greetings, COUNT(greetings) };
	ASSERT_STR_EQ("groupGreetings", complaint(&again, 18));
	PASS();
}

TEST
an_empty_or_foreign_document_is_an_empty_draft(void)
{
	static const char *const OTHERS[] = {
		"{}", "[]",
		"{\"name\":7,\"look\":[],\"tags\":{},\"exampleDialogues\":[1,\"x\",null]}"
	};
	for (size_t i = 0; i < COUNT(OTHERS); i++) {
		struct draft draft = draft_of(OTHERS[i]);
		ASSERT(draft.name.p != NULL && draft.name.n == 0);
		ASSERT_STR_EQ("name", complaint(&draft, 18));
	}
	PASS();
}

TEST
an_age_is_a_whole_number_of_adults(void)
{
	static const struct {
		const char *age;
		int64_t least;
		bool is_fine;
	} AGES[] = { { "18", 18, true },      { "17", 18, false },
		     { "20", 21, false },     { " 30 ", 18, true },
		     { "", 18, false },	      { "0", 18, false },
		     { "-34", 18, false },    { "18.5", 18, false },
		     { "thirty", 18, false }, { "412", 18, true },
		     { "100001", 18, false }, { "99999999999999999999", 18, false } };
	for (size_t i = 0; i < COUNT(AGES); i++) {
		struct draft draft = draft_of(WHOLE);
		draft.age = str_from(AGES[i].age);
		ASSERT_STR_EQ(AGES[i].is_fine ? "" : "age", complaint(&draft, AGES[i].least));
	}
	PASS();
}

TEST
moments_are_read_as_rfc_3339_says(void)
{
	static const struct {
		const char *text;
		int64_t s; /* from NOW; INT64_MIN: none */
	} MOMENTS[] = {
		{ "2026-11-21T12:00", 0 },
		{ "2026-11-21T12:01:30Z", 90 },
		{ "2026-11-21T13:00:00+01:00", 0 },
		{ "2026-11-21T12:00:00.123Z", 0 },
		{ "2026-11-21T07:00:00-05:30", 1800 },
		{ "2026-02-30T12:00", INT64_MIN },
		{ "2026-11-21T24:00", INT64_MIN },
		{ "2026-11-21T12:60", INT64_MIN },
		{ "2026-11-21T12:00Zulu", INT64_MIN },
		{ "2026-11-21", INT64_MIN },
		{ "tomorrow at noon", INT64_MIN },
		{ "2026-11-21T12:00:00+1", INT64_MIN },
		{ "", INT64_MIN },
		{ "2026-11-21T-1:00", INT64_MIN },
	};
	for (size_t i = 0; i < COUNT(MOMENTS); i++) {
		struct draft draft = { .publish_at = str_from(MOMENTS[i].text) };
		struct moment at = draft_moment(&draft);
		if (MOMENTS[i].s == INT64_MIN)
			ASSERT(moment_is_none(at));
		else
			ASSERT_EQ(NOW.us + MOMENTS[i].s * 1000000, at.us);
	}
	PASS();
}

TEST
words_become_tags(void)
{
	ASSERT(str_eq(STR("slow-burn"), tag_typed(arena, STR("  Slow  Burn "))));
	ASSERT(str_eq(STR("sci-fi"), tag_typed(arena, STR("-sci_fi-"))));
	ASSERT(str_eq(STR(""), tag_typed(arena, STR(" - "))));
	ASSERT(str_eq(STR("<b>"), tag_typed(arena, STR("<b>"))));
	ASSERT(str_eq(STR("морской-роман"), tag_typed(arena, STR("Морской роман"))));
	ASSERT(str_eq(STR("café"), tag_typed(arena, STR("CAFÉ"))));
	static const char *const GOOD[] = { "sea", "42", "猫", "日本", "हिन्दी", "slice-of-life" };
	static const char *const BAD[] = { "",
					   "x",
					   "é",
					   "-sea",
					   "<b>",
					   "a b",
					   "a,b",
					   "\xE2\x80\xAEx",
					   "\xF0\x9F\x90\x89",
					   "\xFF\xFE",
					   "abcdefghijklmnopqrstuvwxyzabcde" };
	for (size_t i = 0; i < COUNT(GOOD); i++)
		ASSERTm(GOOD[i], tag_is_good(str_from(GOOD[i])));
	for (size_t i = 0; i < COUNT(BAD); i++)
		ASSERTm(BAD[i], !tag_is_good(str_from(BAD[i])));
	PASS();
}

/* A mark tells of its own step alone, whatever else changes. */
TEST
a_step_is_marked_by_what_it_says(void)
{
	const struct draft before = draft_of(WHOLE);
	struct draft after = draft_of(WHOLE);
	after.age = STR("35");
	after.notes = (struct strs){ (struct str[]){ STR_INIT("grief") }, 1 };
	for (size_t i = 0; i < DRAFT_STEPS; i++) {
		enum draft_step step = (enum draft_step)i;
		bool is_same = str_eq(draft_mark(arena, &before, step),
				      draft_mark(arena, &after, step));
		ASSERT_EQ(step != DRAFT_BASICS && step != DRAFT_TAGS, is_same);
	}
	PASS();
}

TEST
levels_and_notes_are_words_of_the_house(void)
{
	struct draft draft = draft_of(WHOLE);
	ASSERT(str_eq(STR("none"), draft_level(&draft)));
	draft.level = STR("mild");
	ASSERT_STR_EQ("nsfwLevel", complaint(&draft, 18));
	draft.level = STR("suggestive");
	ASSERT_STR_EQ("", complaint(&draft, 18));
	draft.notes = (struct strs){ (struct str[]){ STR_INIT("sunshine") }, 1 };
	ASSERT_STR_EQ("contentNotes", complaint(&draft, 18));
	PASS();
}

TEST
a_word_about_the_character_weighs_more_than_one_in_the_story(void)
{
	struct draft draft = draft_of(WHOLE);
	ASSERT_EQ(JUDGE_FINE, judge_draft(arena, &draft, STR_NONE, 18, true));
	draft.long_bio = STR("She teaches at a primary school.");
	ASSERT_EQ(JUDGE_DOUBTFUL, judge_draft(arena, &draft, STR_NONE, 18, true));
	draft.long_bio = STR("She went to sea at the age of 15.");
	ASSERT_EQ(JUDGE_DOUBTFUL, judge_draft(arena, &draft, STR_NONE, 18, true));
	draft.long_bio = STR("Age: 15");
	ASSERT_EQ(JUDGE_NEVER, judge_draft(arena, &draft, STR_NONE, 18, true));
	draft.long_bio = STR("Porn, all night.");
	ASSERT_EQ(JUDGE_SEXUAL, judge_draft(arena, &draft, STR_NONE, 18, true));
	ASSERT_EQ(JUDGE_DOUBTFUL, judge_draft(arena, &draft, STR_NONE, 18, false));
	draft.level = STR("explicit");
	ASSERT_EQ(JUDGE_FINE, judge_draft(arena, &draft, STR_NONE, 18, false));
	ASSERT_EQ(JUDGE_SEXUAL, judge_draft(arena, &draft, STR_NONE, 18, true));
	draft.level = STR("");
	draft.long_bio = STR("");
	draft.system_prompt = STR("She teaches at a primary school.");
	ASSERT_EQ(JUDGE_DOUBTFUL, judge_draft(arena, &draft, STR_NONE, 18, true));
	const struct str opening = STR_INIT("Age: 15");
	draft.system_prompt = STR("");
	draft.depth_prompt = STR("She teaches at a primary school.");
	ASSERT_EQ(JUDGE_DOUBTFUL, judge_draft(arena, &draft, STR_NONE, 18, true));
	draft.depth_prompt = STR("");
	struct str words = judge_words(arena, &draft);
	draft.nickname = STR("Lo");
	ASSERT(!str_eq(words, judge_words(arena, &draft)));
	draft.nickname = STR("");
	draft.openings = (struct strs){ &opening, 1 };
	ASSERT_EQ(JUDGE_NEVER, judge_draft(arena, &draft, STR_NONE, 18, true));
	draft.openings.n = 0;
	draft.group_greetings = (struct strs){ &opening, 1 };
	ASSERT_EQ(JUDGE_NEVER, judge_draft(arena, &draft, STR_NONE, 18, true));
	ASSERT(!str_eq(words, judge_words(arena, &draft)));
	draft.group_greetings.n = 0;
	draft.look_free = STR("a teenager");
	ASSERT_EQ(JUDGE_NEVER, judge_draft(arena, &draft, STR_NONE, 18, false));
	PASS();
}

SUITE(drafts)
{
	SET_TEARDOWN(tear_down, NULL);
	RUN_TEST(what_is_kept_is_read_again);
	RUN_TEST(a_character_may_speak_first_and_begin_in_many_ways);
	RUN_TEST(what_is_said_of_chats_with_others_is_kept_within_its_bounds);
	RUN_TEST(an_empty_or_foreign_document_is_an_empty_draft);
	RUN_TEST(an_age_is_a_whole_number_of_adults);
	RUN_TEST(moments_are_read_as_rfc_3339_says);
	RUN_TEST(words_become_tags);
	RUN_TEST(a_step_is_marked_by_what_it_says);
	RUN_TEST(levels_and_notes_are_words_of_the_house);
	RUN_TEST(a_word_about_the_character_weighs_more_than_one_in_the_story);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	arena = arena_new(256 * 1024 * 1024);
	RUN_SUITE(drafts);
	arena_free(arena);
	GREATEST_MAIN_END();
}
