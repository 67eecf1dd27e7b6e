/* A member's public page without a web server. */
int screen_main(void);
#define main screen_main
#include "cgi-bin/u.c"
#undef main

#include "tests/greatest.h"
#include "tests/support/cast.h"

static struct screen s;

/* The username of whoever made the newest character. */
static const char *
maker(const char *rest)
{
	int64_t n = screen_number(
		&s, "select substring(username from 9)::bigint from member "
		    "where id = (select creator_id from character order by id desc limit 1)");
	return str_fmt(s.arena, "/u/creator_%lld%s", (long long)n, rest).p;
}

TEST
it_shows_what_is_public_and_nothing_else(void)
{
	(void)cast_character(&s, "Ansel", 30, "calm");
	db_script(s.db,
		  "update member set bio = 'Likes *lamps* <b>.' where username like 'creator%'");
	struct reply reply = screen_call(&s, GET, maker(""), NULL);
	ASSERT_EQ(200, reply.status);
	ASSERT(screen_says(&reply, ">Ansel<"));
	ASSERT(screen_says(&reply, "Fictional character, AI"));
	ASSERT(screen_says(&reply, "<em>lamps</em> &lt;b&gt;"));
	ASSERT(!screen_says(&reply, "@example.org"));
	ASSERT(!screen_says(&reply, "1990-01-01"));
	db_script(s.db, "update character set visibility = 'private'");
	reply = screen_call(&s, GET, maker(""), NULL);
	ASSERT(!screen_says(&reply, ">Ansel<"));
	ASSERT(screen_says(&reply, "No characters to see yet"));
	PASS();
}

TEST
the_api_says_the_same(void)
{
	(void)cast_character(&s, "Ansel", 30, "calm");
	const char *url = str_fmt(s.arena, "/api/users/%s/public", maker("") + 3).p;
	struct reply reply = screen_call(&s, GET, url, NULL);
	ASSERT_STR_EQ("Ansel", screen_json(&s, &reply, "items.0.name"));
	ASSERT_STR_EQ("ai", screen_json(&s, &reply, "items.0.voice"));
	ASSERT_STR_EQ("1", screen_json(&s, &reply, "totals.characters"));
	ASSERT_STR_EQ("", screen_json(&s, &reply, "email"));
	ASSERT_STR_EQ("", screen_json(&s, &reply, "id"));
	PASS();
}

TEST
nobody_of_that_name_is_a_404(void)
{
	(void)cast_character(&s, "Ansel", 30, "calm");
	static const char *const NAMES[] = {
		"/u/nobody-here", "/u/%25", "/u/x",
		"/u/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	};
	for (size_t i = 0; i < COUNT(NAMES); i++)
		ASSERT_EQ(404, screen_call(&s, GET, NAMES[i], NULL).status);
	db_script(s.db, "update member set state = 'banned'");
	ASSERT_EQ(404, screen_call(&s, GET, maker(""), NULL).status);
	PASS();
}

TEST
a_creator_can_be_blocked_but_not_by_themselves(void)
{
	(void)cast_character(&s, "Ansel", 30, "calm");
	s.member = screen_member(&s, "avoider", 0);
	ASSERT_EQ(303, screen_call(&s, POST, maker("/block"), "").status);
	ASSERT_EQ(1, screen_number(&s, "select count(*) from member_block"));
	struct reply reply = screen_call(&s, GET, maker(""), NULL);
	ASSERT(screen_says(&reply, "You blocked"));
	ASSERT_EQ(303, screen_call(&s, POST, maker("/unblock"), "").status);
	ASSERT_EQ(0, screen_number(&s, "select count(*) from member_block"));
	ASSERT_EQ(422, screen_call(&s, POST, "/u/avoider/block", "").status);
	reply = screen_call(&s, GET, "/u/avoider", NULL);
	ASSERT(screen_says(&reply, "Edit profile"));
	PASS();
}

SUITE(author)
{
	SET_SETUP(screen_begin, &s);
	SET_TEARDOWN(screen_end, &s);
	RUN_TEST(it_shows_what_is_public_and_nothing_else);
	RUN_TEST(the_api_says_the_same);
	RUN_TEST(nobody_of_that_name_is_a_404);
	RUN_TEST(a_creator_can_be_blocked_but_not_by_themselves);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	screen_open(&s, ROUTES, COUNT(ROUTES));
	RUN_SUITE(author);
	screen_close(&s);
	GREATEST_MAIN_END();
}
