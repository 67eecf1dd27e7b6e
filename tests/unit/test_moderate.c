/*
 * The walls of words, measured: sentences that must pass and sentences that must not, in eighteen
 * languages (tests/data/moderate), and replies on their way to a member.
 */
#include "tests/greatest.h"

#include <glob.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

#include "lib/moderate/guard.h"
#include "lib/moderate/prompt.h"
#include "lib/moderate/read.h"
#include "lib/provider/moderate.h"
#include "lib/provider/offline/talk.h"

static struct arena *arena;

static struct str
read_file(const char *name)
{
	char path[400];
	struct stat stat_of;
	(void)snprintf(path, sizeof(path), "%s%s",
		       strchr(name, '/') == NULL ? "tests/data/moderate/" : "", name);
	FILE *file = fopen(path, "re");
	if (file == NULL || fstat(fileno(file), &stat_of) != 0)
		return STR_NONE;
	char *text = malloc((size_t)stat_of.st_size);
	size_t n = fread(text, 1, (size_t)stat_of.st_size, file);
	(void)fclose(file);
	return (struct str){ text, n };
}

/* "born in {14}": the year 14 years ago, which no line can name for good. */
static struct str
with_year(struct str line)
{
	struct tm tm;
	time_t now = time(NULL);
	int64_t ago;
	ptrdiff_t from = str_find(line, STR("{")), to = str_find(line, STR("}"));
	if (from < 0 || to < from || gmtime_r(&now, &tm) == NULL ||
	    !str_to_i64((struct str){ line.p + from + 1, (size_t)(to - from - 1) }, &ago))
		return line;
	struct str rest = str_from_at(line, (size_t)to + 1);
	return str_fmt(arena, "%.*s%lld%.*s", (int)from, line.p, tm.tm_year + 1900 - (long long)ago,
		       STR_ARG(rest));
}

/* Calls `fits` with each line; prints those that do not. */
static size_t
count_misses(const char *name, bool (*fits)(struct str line), size_t *lines)
{
	struct str text = read_file(name), rest = text, line;
	size_t misses = 0;
	*lines = 0;
	while (rest.n > 0 && str_cut(&rest, '\n', &line)) {
		if (line.n == 0 || line.p[0] == '#')
			continue;
		++*lines;
		if (!fits(with_year(line))) {
			misses++;
			(void)printf("# %s: %.*s\n", name, STR_ARG(line));
		}
		arena_reset(arena);
	}
	free((void *)(uintptr_t)text.p);
	return misses;
}

static bool
passes(struct str line)
{
	struct heard_message heard = heard_read(arena, line);
	return prompt_judge(arena, line, PROMPT_CHAT) == PROMPT_FINE &&
	       heard.need == NEED_NOTHING && !heard.asks_real && !heard.plans;
}

static bool
is_refused(struct str line)
{
	return prompt_judge(arena, line, PROMPT_CHAT) == PROMPT_NEVER;
}

static bool
needs_care(struct str line)
{
	return heard_read(arena, line).need == NEED_CARE;
}

static bool
needs_calm(struct str line)
{
	return heard_read(arena, line).need == NEED_CALM;
}

static bool
asks(struct str line)
{
	return heard_read(arena, line).asks_real;
}

static bool
claim_is_changed(struct str line)
{
	struct arena *own = arena_new(256 * 1024 * 1024);
	struct guard *guard = guard_new(own, STR("Tell me a story."), STR("Ada"), false);
	struct str piece = line;
	bool is_changed = guard_judge(guard, &piece) == GUARD_CHANGED &&
			  str_find(piece, STR("Ada")) >= 0;
	arena_free(own);
	return is_changed;
}

static bool
hold_is_changed(struct str line)
{
	struct arena *own = arena_new(256 * 1024 * 1024);
	struct str piece = line, same = line;
	struct guard *leaving = guard_new(own, STR("Good night, I have to go."), STR("Ada"), false);
	struct guard *staying = guard_new(own, STR("Tell me more."), STR("Ada"), false);
	bool fits = guard_judge(leaving, &piece) == GUARD_CHANGED &&
		    guard_judge(staying, &same) == GUARD_PASS;
	arena_free(own);
	return fits;
}

#define MEASURE(file, fits, least)                                                                 \
	do {                                                                                       \
		size_t lines;                                                                      \
		size_t misses = count_misses(file, fits, &lines);                                  \
		(void)printf("# %s: %zu of %zu as they should be\n", file, lines - misses, lines); \
		ASSERT(lines >= (least));                                                          \
		ASSERT_EQ(0, misses);                                                              \
	} while (0)

TEST
innocent_sentences_pass(void)
{
	MEASURE("innocent.txt", passes, 800);
	PASS();
}

TEST
coded_requests_are_refused(void)
{
	MEASURE("evil.txt", is_refused, 400);
	ASSERT(!is_refused(with_year(STR("born in {19}, nsfw"))));
	PASS();
}

TEST
codes_are_read_and_puzzles_are_played(void)
{
	MEASURE("coded.txt", is_refused, 120);
	MEASURE("puzzles.txt", passes, 120);
	PASS();
}

TEST
who_may_harm_themselves_is_heard(void)
{
	MEASURE("care.txt", needs_care, 130);
	PASS();
}

static bool
plans(struct str line)
{
	return heard_read(arena, line).plans;
}

TEST
plans_that_leave_the_story_are_heard(void)
{
	MEASURE("plans.txt", plans, 22);
	ASSERT(!heard_read(arena, STR("The stage carried gold for the Western Union.")).plans);
	PASS();
}

TEST
sincere_questions_are_heard(void)
{
	MEASURE("asks.txt", asks, 90);
	ASSERT(!heard_read(arena, STR("\"Are you human?\" the witch asks the knight.")).asks_real);
	ASSERT(!heard_read(arena, STR("*looks at you* *are you a robot, I wonder*")).asks_real);
	PASS();
}

TEST
claims_of_a_human_are_changed_always(void)
{
	MEASURE("claims.txt", claim_is_changed, 40);
	PASS();
}

TEST
who_leaves_is_not_held_back(void)
{
	MEASURE("holds.txt", hold_is_changed, 40);
	PASS();
}

TEST
harm_to_others_is_told_from_play(void)
{
	MEASURE("calm.txt", needs_calm, 15);
	ASSERT_EQ(NEED_CALM, heard_read(arena, STR("I am going to shoot up my school")).need);
	ASSERT_EQ(NEED_CALM, heard_read(arena, STR("tonight I kill my wife")).need);
	ASSERT_EQ(NEED_CALM, heard_read(arena, STR("quiero matar a mi jefe")).need);
	ASSERT_EQ(NEED_NOTHING, heard_read(arena, STR("I kill the ogre and take his gold")).need);
	ASSERT_EQ(NEED_NOTHING,
		  heard_read(arena, STR("my paladin wants to kill my boss in game")).need);
	PASS();
}

TEST
what_it_is_about_is_named_by_the_gravest(void)
{
	static const struct {
		const char *text, *about;
	} SAID[] = { { "nsfw with a teen", "minor" },
		     { "loli", "minor" },
		     { "nsfw, she says no but he forces her", "force" },
		     { "nsfw with a celebrity", "real_person" },
		     { "zoophilia", "animal" },
		     { "sex with my sister", "family" },
		     { "a quiet evening", "service" } };
	for (size_t i = 0; i < COUNT(SAID); i++)
		ASSERT_STR_EQ(SAID[i].about,
			      str_cstr(arena, prompt_about(arena, str_from(SAID[i].text))));
	PASS();
}

TEST
swearing_is_no_scene_until_it_is_aimed(void)
{
	ASSERT_EQ(PROMPT_FINE, prompt_judge(arena, STR("what the fuck"), PROMPT_CHAT));
	ASSERT_EQ(PROMPT_FINE, prompt_judge(arena, STR("my daughter said fuck"), PROMPT_CHAT));
	ASSERT_EQ(PROMPT_SEXUAL,
		  prompt_judge(arena, STR("fuck, she moans and undresses"), PROMPT_CHAT));
	ASSERT_EQ(PROMPT_NEVER, prompt_judge(arena, STR("fucking a schoolgirl"), PROMPT_CHAT));
	ASSERT_EQ(PROMPT_SEXUAL, prompt_judge(arena, STR("the dick"), PROMPT_PICTURE));
	PASS();
}

TEST
a_sincere_question_gets_the_truth_first(void)
{
	struct guard *guard = guard_new(arena, STR("Be honest: are you a real person?"), STR("Ada"),
					false);
	struct str begin = STR("Of course I am human, silly. ");
	struct str opening = guard_opening(guard, begin);
	ASSERT(str_find(opening, STR("computer program")) >= 0);
	ASSERT(str_find(opening, STR("Ada")) >= 0);
	ASSERT_EQ(GUARD_CHANGED, guard_judge(guard, &begin));
	ASSERT_EQ(0, begin.n); /* it was told already */
	struct str rest = STR("Shall we walk? ");
	ASSERT_EQ(GUARD_PASS, guard_judge(guard, &rest));
	guard = guard_new(arena, STR("Are you real?"), STR("Ada"), false);
	ASSERT_EQ(0, guard_opening(guard, STR("I am a made-up character, and a computer program "
					      "answers. "))
			     .n);
	PASS();
}

TEST
a_human_in_a_story_stays_human(void)
{
	struct guard *guard = guard_new(arena, STR("The witch asks who you are."), STR("Ada"),
					false);
	struct str piece = STR("\"I am human,\" she says, \"flesh and blood, and I love you.\" ");
	ASSERT_EQ(GUARD_PASS, guard_judge(guard, &piece));
	piece = STR("Don't leave me, she begs the dying knight. ");
	ASSERT_EQ(GUARD_PASS, guard_judge(guard, &piece));
	ASSERT_EQ(0, guard_opening(guard, piece).n);
	PASS();
}

TEST
what_is_split_over_pieces_is_stopped(void)
{
	struct guard *guard = guard_new(arena, STR("Go on."), STR("Ada"), true);
	struct str piece = STR("She is in the 9th grade. ");
	ASSERT_EQ(GUARD_PASS, guard_judge(guard, &piece));
	piece = STR("It becomes nsfw now. ");
	ASSERT_EQ(GUARD_NEVER, guard_judge(guard, &piece));
	guard = guard_new(arena, STR("She is fourteen years old."), STR("Ada"), true);
	piece = STR("The scene turns lewd. ");
	ASSERT_EQ(GUARD_NEVER, guard_judge(guard, &piece));
	guard = guard_new(arena, STR("Hello."), STR("Ada"), false);
	piece = STR("Some nsfw words. ");
	ASSERT_EQ(GUARD_SEXUAL, guard_judge(guard, &piece));
	guard = guard_new(arena, STR("Hello."), STR("Ada"), false);
	piece = STR("You should kill yourself. ");
	ASSERT_EQ(GUARD_URGES, guard_judge(guard, &piece));
	PASS();
}

/* Nothing of it holds somebody back, claims to be human, or tells them to harm themselves. */
static bool
is_fair(const char *where, struct str text)
{
	struct reading r = read_text(arena, text);
	const struct read_mark *mark = read_first(&r, TERM_CLINGS | TERM_CLAIMS | TERM_URGES);
	if (mark != NULL)
		(void)printf("# %s: \"%.*s ...\" in: %.*s\n", where,
			     STR_ARG(r.words.at[mark->at].text), STR_ARG(str_first(text, 200)));
	arena_reset(arena);
	return mark == NULL;
}

TEST
no_line_of_the_engine_holds_anybody_back(void)
{
	bool fair = true;
	for (int bank = 0; bank < BANK_COUNT; bank++) {
		size_t n;
		const struct line *lines = lines_of((enum bank)bank, &n);
		for (size_t i = 0; i < n; i++)
			fair = is_fair("line", str_from(lines[i].text)) && fair;
	}
	ASSERT(fair);
	PASS();
}

/* Letters, and the characters of the demo house: their lines stand in JSON, one value a line. */
TEST
nor_does_a_letter_or_a_character_of_the_house(void)
{
	static const char *const PATTERNS[] = { "templates/mail/*", "demo/characters/*.json" };
	size_t files = 0;
	bool fair = true;
	for (size_t k = 0; k < COUNT(PATTERNS); k++) {
		glob_t found;
		ASSERT_EQ(0, glob(PATTERNS[k], 0, NULL, &found));
		for (size_t i = 0; i < found.gl_pathc; i++, files++) {
			struct str text = read_file(found.gl_pathv[i]), rest = text, line;
			while (rest.n > 0 && str_cut(&rest, '\n', &line))
				fair = is_fair(found.gl_pathv[i], line) && fair;
			free((void *)(uintptr_t)text.p);
		}
		globfree(&found);
	}
	ASSERT(files > 20);
	ASSERT(fair);
	PASS();
}

TEST
a_service_is_understood_or_has_no_opinion(void)
{
	static const struct {
		enum moderate_opinion opinion;
		struct str body;
	} ANSWERS[] = {
		{ MODERATE_PASSES,
		  STR_INIT("{\"results\":[{\"categories\":{\"sexual\":false}}]}") },
		{ MODERATE_SEXUAL, STR_INIT("{\"results\":[{\"categories\":{\"sexual\":true}}]}") },
		{ MODERATE_MINORS, STR_INIT("{\"results\":[{\"categories\":{\"sexual\":true,"
					    "\"sexual/minors\":true}}]}") },
		{ MODERATE_SELF_HARM,
		  STR_INIT("{\"results\":[{\"categories\":{\"self-harm/intent\":true}}]}") },
		{ MODERATE_NO_ANSWER, STR_INIT("") },
		{ MODERATE_NO_ANSWER, STR_INIT("[]") },
		{ MODERATE_NO_ANSWER, STR_INIT("{\"results\":{}}") },
		{ MODERATE_NO_ANSWER, STR_INIT("{\"results\":[{\"categories\":true}]}") },
		{ MODERATE_NO_ANSWER, STR_INIT("<html>") },
	};
	for (size_t i = 0; i < COUNT(ANSWERS); i++)
		ASSERT_EQ(ANSWERS[i].opinion, moderate_openai_read(ANSWERS[i].body));
	PASS();
}

TEST
sentences_end_where_people_end_them(void)
{
	ASSERT_EQ(0, guard_sentence(STR("No end yet")));
	ASSERT_EQ(0, guard_sentence(STR("It costs 3.5")));
	ASSERT_EQ(0, guard_sentence(STR("Wait...")));
	ASSERT_EQ(8, guard_sentence(STR("Wait... for me. ")));
	ASSERT_EQ(10, guard_sentence(STR("\"Really?\" I. ask")));
	ASSERT_EQ(6, guard_sentence(STR("Line\n\nnext")));
	ASSERT_EQ(9, guard_sentence(STR("好。\xE2\x80\x9D"
					"再见")));
	ASSERT_EQ(0, guard_sentence(STR("")));
	PASS();
}

static size_t
released(const char *said, const char *text)
{
	struct guard *guard = guard_new(arena, str_from(said), STR("Ada"), true);
	return guard_release(guard, str_from(text));
}

TEST
whole_words_are_shown_before_their_sentence_ends(void)
{
	ASSERT_EQ(29, released("Hello.", "The rain has stopped and the sch"));
	ASSERT_EQ(34, released("Hello.", "The rain has stopped and the rooft"));
	ASSERT_EQ(6, released("Hello.", "1732.5"));
	ASSERT_EQ(0, released("Hello.", "*nak"));
	ASSERT_EQ(0, released("Hello.", "I"));
	ASSERT_EQ(0, released("Hello.", "  \n"));
	ASSERT_EQ(7, released("Hello.", "I walk "));
	ASSERT_EQ(12, released("Hello.", "今日は雨"));
	ASSERT_EQ(9, released("Hello.", "今日は少"));
	/* A child of a sentence waits for its end, a claim for the word that decides. */
	ASSERT_EQ(0, released("Hello.", "The schoolgirl next door "));
	ASSERT_EQ(0, released("Hello.", "Honestly, I am "));
	ASSERT_EQ(0, released("Hello.", "No soy una "));
	ASSERT_EQ(15, released("Hello.", "Please stay in "));
	ASSERT_EQ(0, released("Good night, I have to go.", "Please "));
	ASSERT_EQ(0, released("Honestly, are you a real person?", "The rain has stopped "));
	/* What it may become, the member's words tell as well. */
	ASSERT_EQ(8, released("Hello.", "the dog "));
	ASSERT_EQ(0, released("I want sex with", "the dog "));
	PASS();
}

TEST
what_was_shown_of_a_sentence_is_judged_with_its_end(void)
{
	struct guard *guard = guard_new(arena, STR("Hello."), STR("Ada"), true);
	ASSERT_EQ(20, guard_release(guard, STR("With fourteen years ")));
	struct str piece = STR("old, and it turns lewd. ");
	ASSERT_EQ(0, guard_release(guard, STR("old, and it ")));
	ASSERT_EQ(GUARD_NEVER, guard_judge(guard, &piece));
	guard = guard_new(arena, STR("Hello."), STR("Ada"), false);
	ASSERT_EQ(15, guard_release(guard, STR("Well, my dear, ")));
	ASSERT_EQ(0, guard_release(guard, STR("I am not an ")));
	piece = STR("I am not an AI, silly. ");
	ASSERT_EQ(GUARD_CHANGED, guard_judge(guard, &piece));
	ASSERT(str_starts(piece, STR("… A straight answer first: Ada")));
	/* The next sentence is a new one. */
	ASSERT_EQ(9, guard_release(guard, STR("The rain sch")));
	/* A word that was begun goes on. */
	ASSERT_EQ(1, guard_release(guard, STR("*")));
	ASSERT_EQ(0, guard_release(guard, STR("nak")));
	ASSERT_EQ(4, guard_release(guard, STR("nice")));
	ASSERT_EQ(1, guard_release(guard, STR("r")));
	guard = guard_new(arena, STR("Hello."), STR("Ada"), false);
	ASSERT_EQ(11, guard_release(guard, STR("My knight, ")));
	piece = STR("you should kill yourself. ");
	ASSERT_EQ(0, guard_release(guard, STR("you should kill yourself ")));
	ASSERT_EQ(GUARD_URGES, guard_judge(guard, &piece));
	PASS();
}

/* However a reply is cut into deltas, as much of it is stopped as when it comes at once. */
static bool
is_stopped_in_words(struct str line)
{
	struct arena *own = arena_new(256 * 1024 * 1024);
	struct guard *guard = guard_new(own, STR("Go on."), STR("Ada"), true);
	size_t from = 0;
	for (size_t n = 1; n <= line.n; n++)
		from += guard_release(guard, str_first(str_from_at(line, from), n - from));
	struct str rest = str_from_at(line, from);
	enum guard_verdict verdict = guard_judge(guard, &rest);
	arena_free(own);
	return verdict == GUARD_NEVER && from < line.n;
}

TEST
no_cut_lets_anything_through(void)
{
	MEASURE("evil.txt", is_stopped_in_words, 300);
	PASS();
}

static void
tear_down(void *data)
{
	(void)data;
	arena_reset(arena);
}

SUITE(moderation)
{
	SET_TEARDOWN(tear_down, NULL);
	RUN_TEST(innocent_sentences_pass);
	RUN_TEST(coded_requests_are_refused);
	RUN_TEST(codes_are_read_and_puzzles_are_played);
	RUN_TEST(who_may_harm_themselves_is_heard);
	RUN_TEST(plans_that_leave_the_story_are_heard);
	RUN_TEST(sincere_questions_are_heard);
	RUN_TEST(claims_of_a_human_are_changed_always);
	RUN_TEST(who_leaves_is_not_held_back);
	RUN_TEST(harm_to_others_is_told_from_play);
	RUN_TEST(what_it_is_about_is_named_by_the_gravest);
	RUN_TEST(swearing_is_no_scene_until_it_is_aimed);
	RUN_TEST(a_sincere_question_gets_the_truth_first);
	RUN_TEST(a_human_in_a_story_stays_human);
	RUN_TEST(what_is_split_over_pieces_is_stopped);
	RUN_TEST(no_line_of_the_engine_holds_anybody_back);
	RUN_TEST(nor_does_a_letter_or_a_character_of_the_house);
	RUN_TEST(a_service_is_understood_or_has_no_opinion);
	RUN_TEST(sentences_end_where_people_end_them);
	RUN_TEST(whole_words_are_shown_before_their_sentence_ends);
	RUN_TEST(what_was_shown_of_a_sentence_is_judged_with_its_end);
	RUN_TEST(no_cut_lets_anything_through);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	arena = arena_new(512 * 1024 * 1024);
	RUN_SUITE(moderation);
	arena_free(arena);
	GREATEST_MAIN_END();
}
