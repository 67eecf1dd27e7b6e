/* The front door without a web server. */
int screen_main(void);
#define main screen_main
#include "cgi-bin/explore.c"
#undef main

#include "tests/greatest.h"
#include "tests/support/cast.h"

static struct screen s;

TEST
an_empty_house_says_how_to_fill_it(void)
{
	struct reply reply = screen_call(&s, GET, "/", NULL);
	ASSERT_EQ(200, reply.status);
	ASSERT(screen_says(&reply, "Nobody has moved in yet"));
	PASS();
}

TEST
guests_are_invited_and_members_are_not(void)
{
	(void)cast_character(&s, "Ansel", 30, "calm");
	struct reply guest = screen_call(&s, GET, "/explore", NULL);
	ASSERT(screen_says(&guest, "Join, 30 gems free"));
	ASSERT(cast_is_golden(&s, &guest, "explore-guest"));
	s.member = screen_member(&s, "atthedoor", 0);
	struct reply member = screen_call(&s, GET, "/explore", NULL);
	ASSERT(!screen_says(&member, "Join, 30 gems free"));
	ASSERT(screen_says(&member, "Your chats"));
	PASS();
}

TEST
an_unknown_tab_is_the_popular_one(void)
{
	static const char *const TABS_ASKED[] = { "", "nonsense", "trending", "recent", "%00x" };
	(void)cast_character(&s, "Ansel", 30, "calm");
	for (size_t i = 0; i + 1 < COUNT(TABS_ASKED); i++) {
		const char *url = str_fmt(s.arena, "/explore?tab=%s", TABS_ASKED[i]).p;
		struct reply reply = screen_call(&s, GET, url, NULL);
		ASSERT_EQ(200, reply.status);
		ASSERT(screen_says(&reply, "<a href=\"/explore\" aria-current=\"page\">Popular"));
	}
	PASS();
}

/* Listed characters are for search engines, everything else is not. */
TEST
the_map_holds_what_is_listed(void)
{
	int64_t shown = cast_character(&s, "Ansel", 30, "calm");
	int64_t hidden = cast_character(&s, "Brida", 20, "calm");
	db_script(s.db, "update character set visibility = 'unlisted' where name = 'Brida'");
	struct reply reply = screen_call(&s, GET, "/sitemap.xml", NULL);
	ASSERT_STR_EQ("application/xml; charset=utf-8", reply.type);
	ASSERT(screen_says(&reply, str_fmt(s.arena, "/character/%lld</loc>", (long long)shown).p));
	ASSERT(!screen_says(&reply, str_fmt(s.arena, "/character/%lld<", (long long)hidden).p));
	reply = screen_call(&s, GET, "/robots.txt", NULL);
	ASSERT(screen_says(&reply, "Disallow: /chat\n"));
	ASSERT(screen_says(&reply, "/sitemap.xml\n"));
	PASS();
}

SUITE(explore)
{
	SET_SETUP(screen_begin, &s);
	SET_TEARDOWN(screen_end, &s);
	RUN_TEST(an_empty_house_says_how_to_fill_it);
	RUN_TEST(guests_are_invited_and_members_are_not);
	RUN_TEST(an_unknown_tab_is_the_popular_one);
	RUN_TEST(the_map_holds_what_is_listed);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	screen_open(&s, ROUTES, COUNT(ROUTES));
	RUN_SUITE(explore);
	screen_close(&s);
	GREATEST_MAIN_END();
}
