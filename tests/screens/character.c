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

SUITE(character)
{
	SET_SETUP(screen_begin, &s);
	SET_TEARDOWN(screen_end, &s);
	RUN_TEST(every_tab_shows_who_writes);
	RUN_TEST(the_page_looks_as_it_did);
	RUN_TEST(a_private_one_is_its_creators_alone);
	RUN_TEST(a_favourite_is_counted_once);
	RUN_TEST(a_review_needs_a_chat_and_keeps_what_was_typed);
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
