/* A character's page without a web server: who may see it, favourites, reviews. */
int screen_main(void);
#define main screen_main
#include "cgi-bin/character.c"
#undef main

#include <stdio.h>
#include <string.h>

#include "tests/greatest.h"
#include "tests/support/cast.h"

static struct screen s;
static int64_t id;

static struct reply
ask(enum method method, const char *format, const char *body)
{
	char url[80];
	(void)snprintf(url, sizeof(url), "%.40s", format);
	char *star = strchr(url, '*');
	if (star != NULL)
		(void)snprintf(star, sizeof(url) - (size_t)(star - url), "%lld%s", (long long)id,
			       strchr(format, '*') + 1);
	return screen_call(&s, method, str_copy(s.arena, str_from(url)).p, body);
}

static void
furnish(void)
{
	id = cast_character(&s, "Ansel", 30, "calm");
}

TEST
every_tab_shows_who_writes(void)
{
	static const char *const ASKED[] = { "", "?tab=examples", "?tab=gallery", "?tab=reviews",
					     "?tab=nonsense" };
	furnish();
	for (size_t i = 0; i < COUNT(ASKED); i++) {
		const char *url = str_fmt(s.arena, "/character/*%s", ASKED[i]).p;
		struct reply reply = ask(GET, url, NULL);
		ASSERT_EQ(200, reply.status);
		ASSERT(screen_says(&reply, "Fictional character, AI"));
	}
	PASS();
}

TEST
the_page_looks_as_it_did(void)
{
	furnish();
	struct reply reply = ask(GET, "/character/*", NULL);
	ASSERT(screen_says(&reply, "<em>kind</em>"));
	ASSERT(cast_is_golden(&s, &reply, "character-about"));
	PASS();
}

TEST
a_private_one_is_its_creators_alone(void)
{
	furnish();
	db_script(s.db, "update character set visibility = 'private'");
	ASSERT_EQ(404, ask(GET, "/character/*", NULL).status);
	s.member = screen_member(&s, "stranger", 0);
	ASSERT_EQ(404, ask(GET, "/character/*", NULL).status);
	ASSERT_EQ(404, ask(POST, "/character/*/favorite", "on=yes").status);
	ASSERT_EQ(404, ask(POST, "/character/*/review", "stars=5").status);
	PASS();
}

TEST
a_favourite_is_counted_once(void)
{
	furnish();
	s.member = screen_member(&s, "admirer", 0);
	for (int i = 0; i < 2; i++)
		ASSERT_EQ(303, ask(POST, "/character/*/favorite", "").status);
	ASSERT_EQ(1,
		  screen_number(&s, "select favorite_count from character where name = 'Ansel'"));
	ASSERT_EQ(200, ask(POST, "/api/characters/*/favorite", "{\"on\":false}").status);
	ASSERT_EQ(0,
		  screen_number(&s, "select favorite_count from character where name = 'Ansel'"));
	ASSERT_EQ(422, ask(POST, "/api/characters/*/favorite", "{\"on\":\"perhaps\"}").status);
	PASS();
}

TEST
a_review_needs_a_chat_and_keeps_what_was_typed(void)
{
	furnish();
	s.member = screen_member(&s, "critic", 0);
	struct reply reply = ask(POST, "/character/*/review", "stars=4&text=Warm+%26+%3Cslow%3E");
	ASSERT_EQ(422, reply.status);
	ASSERT(screen_says(&reply, "once you have talked"));
	ASSERT(screen_says(&reply, "Warm &amp; &lt;slow&gt;</textarea>"));
	ASSERT_EQ(0, screen_number(&s, "select count(*) from review"));
	ASSERT_EQ(422, ask(POST, "/character/*/review", "stars=6").status);
	ASSERT_EQ(422, ask(POST, "/character/*/review", "text=x").status);
	PASS();
}

TEST
who_is_gone_is_said_to_be_gone(void)
{
	furnish();
	db_script(s.db, "update character set deleted_at = now()");
	struct reply reply = ask(GET, "/character/*", NULL);
	ASSERT_EQ(404, reply.status);
	ASSERT(screen_says(&reply, "taken down"));
	db_script(s.db, "update character set deleted_at = null, visibility = 'private', "
			"published_at = null");
	reply = ask(GET, "/character/*", NULL);
	ASSERT_EQ(404, reply.status);
	ASSERT(!screen_says(&reply, "taken down"));
	PASS();
}

/* A closed account takes its characters along, out of lists and search, and brings them back. */
TEST
a_banned_author_has_no_characters(void)
{
	furnish();
	db_script(s.db, "update member set state = 'banned' where id in "
			"(select creator_id from character)");
	struct reply reply = ask(GET, "/character/*", NULL);
	ASSERT_EQ(404, reply.status);
	ASSERT(screen_says(&reply, "no account here any more"));
	ASSERT_EQ(0, screen_number(&s, "select count(*) from character where listed"));
	ASSERT_EQ(0, screen_number(&s, "select count(*) from character_search"));
	ASSERT_EQ(0, screen_number(&s, "select n from house_count where name = 'characters'"));
	db_script(s.db, "update member set state = 'active' where state = 'banned'");
	ASSERT_EQ(200, ask(GET, "/character/*", NULL).status);
	ASSERT_EQ(1, screen_number(&s, "select count(*) from character_search"));
	PASS();
}

TEST
links_elsewhere_say_who_writes(void)
{
	furnish();
	struct reply reply = ask(GET, "/character/*", NULL);
	ASSERT(screen_says(&reply, "property=\"og:image\""));
	ASSERT(screen_says(&reply, "/preview.png\""));
	ASSERT(screen_says(&reply, "property=\"og:description\" content=\"Keeps the lamp of Ansel. "
				   "Fictional character, AI.\""));
	ASSERT(!screen_says(&reply, "name=\"robots\""));
	db_script(s.db, "update character set visibility = 'unlisted'");
	reply = ask(GET, "/character/*", NULL);
	ASSERT(screen_says(&reply, "content=\"noindex\""));
	ASSERT(screen_says(&reply, "property=\"og:image\""));
	db_script(s.db, "update character set visibility = 'private'");
	ASSERT_EQ(404, ask(GET, "/character/*/preview.png", NULL).status);
	PASS();
}

TEST
blocking_is_ones_own_and_ends(void)
{
	furnish();
	s.member = screen_member(&s, "avoider", 0);
	ASSERT_EQ(303, ask(POST, "/character/*/block", "what=character").status);
	ASSERT_EQ(303, ask(POST, "/character/*/block", "what=character").status);
	ASSERT_EQ(200, ask(POST, "/api/characters/*/block", "{\"what\":\"creator\"}").status);
	ASSERT_EQ(2, screen_number(&s, "select count(*) from member_block"));
	struct reply reply = ask(GET, "/character/*", NULL);
	ASSERT(screen_says(&reply, "Unblock this character"));
	ASSERT(screen_says(&reply, "Unblock this creator"));
	ASSERT_EQ(422, ask(POST, "/character/*/block", "what=everyone").status);
	ASSERT_EQ(303, ask(POST, "/character/*/unblock", "what=character").status);
	ASSERT_EQ(303, ask(POST, "/character/*/unblock", "what=creator").status);
	ASSERT_EQ(0, screen_number(&s, "select count(*) from member_block"));
	PASS();
}

TEST
others_with_the_same_tags_are_shown(void)
{
	furnish();
	(void)cast_character(&s, "Brida", 20, "calm");
	(void)cast_character(&s, "Corin", 10, "stormy");
	struct reply reply = ask(GET, "/character/*", NULL);
	ASSERT(screen_says(&reply, "Similar characters"));
	ASSERT(screen_says(&reply, ">Brida<"));
	ASSERT(!screen_says(&reply, ">Corin<"));
	PASS();
}

TEST
greetings_speak_to_whoever_reads(void)
{
	furnish();
	db_script(s.db, "update character set greeting = 'Come in, {{user}}. *{{char}} nods.*', "
			"alternate_greetings = '{a,b}'");
	struct reply reply = ask(GET, "/character/*", NULL);
	ASSERT(screen_says(&reply, "Come in, you. <em>Ansel nods.</em>"));
	ASSERT(screen_says(&reply, "2 other openings"));
	PASS();
}

SUITE(character)
{
	SET_SETUP(screen_begin, &s);
	SET_TEARDOWN(screen_end, &s);
	RUN_TEST(every_tab_shows_who_writes);
	RUN_TEST(the_page_looks_as_it_did);
	RUN_TEST(a_private_one_is_its_creators_alone);
	RUN_TEST(a_favourite_is_counted_once);
	RUN_TEST(a_review_needs_a_chat_and_keeps_what_was_typed);
	RUN_TEST(who_is_gone_is_said_to_be_gone);
	RUN_TEST(a_banned_author_has_no_characters);
	RUN_TEST(links_elsewhere_say_who_writes);
	RUN_TEST(blocking_is_ones_own_and_ends);
	RUN_TEST(others_with_the_same_tags_are_shown);
	RUN_TEST(greetings_speak_to_whoever_reads);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	screen_open(&s, ROUTES, COUNT(ROUTES));
	RUN_SUITE(character);
	screen_close(&s);
	GREATEST_MAIN_END();
}
