/* The screen NAME without a web server: its routes, and who may call them. */
int screen_main(void);
#define main screen_main
#include "cgi-bin/NAME.c"
#undef main

#include "tests/greatest.h"

TEST
the_page_has_a_route(void)
{
	struct req rq = { .method = GET, .path = STR("/NAME") };
	const struct route *found = NULL;
	ASSERT_EQ(ROUTE_FOUND, route_find(ROUTES, COUNT(ROUTES), &rq, &found));
	ASSERT_EQ(FOR_ANYONE, found->audience);
	PASS();
}

TEST
only_get_is_answered(void)
{
	struct req rq = { .method = POST, .path = STR("/NAME") };
	const struct route *found = NULL;
	ASSERT_EQ(ROUTE_NO_METHOD, route_find(ROUTES, COUNT(ROUTES), &rq, &found));
	PASS();
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	RUN_TEST(the_page_has_a_route);
	RUN_TEST(only_get_is_answered);
	GREATEST_MAIN_END();
}
