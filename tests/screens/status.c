/* Status, health, legal pages, and addresses that nobody knows. */
int screen_main(void);
#define main screen_main
#include "cgi-bin/status.c"
#undef main

#include "tests/greatest.h"
#include "tests/support/cast.h"

static struct screen s;

/* The scratch house has a database and no worker. */
TEST
health_names_what_fails(void)
{
	struct reply reply = screen_call(&s, GET, "/healthz", NULL);
	ASSERT_EQ(503, reply.status);
	ASSERT_STR_EQ("failing", screen_json(&s, &reply, "status"));
	ASSERT_STR_EQ("worker", screen_json(&s, &reply, "failing.0"));
	ASSERT_STR_EQ("", screen_json(&s, &reply, "failing.1"));
	reply = screen_call(&s, GET, "/api/status", NULL);
	ASSERT_EQ(200, reply.status);
	ASSERT_STR_EQ("degraded", screen_json(&s, &reply, "status"));
	ASSERT_STR_EQ("replies", screen_json(&s, &reply, "degradedServices.0"));
	PASS();
}

TEST
metrics_are_for_this_machine_alone(void)
{
	ASSERT_EQ(404, screen_call(&s, GET, "/metrics", NULL).status);
	PASS();
}

TEST
legal_pages_are_a_closed_list(void)
{
	static const char *const KNOWN[] = { "terms", "privacy", "content", "affiliate" };
	for (size_t i = 0; i < COUNT(KNOWN); i++) {
		const char *url = str_fmt(s.arena, "/legal/%s", KNOWN[i]).p;
		ASSERT_EQm(url, 200, screen_call(&s, GET, url, NULL).status);
	}
	ASSERT_EQ(404, screen_call(&s, GET, "/legal/other", NULL).status);
	ASSERT_EQ(404, screen_call(&s, GET, "/legal/..", NULL).status);
	PASS();
}

TEST
the_status_page_looks_as_it_did(void)
{
	struct reply reply = screen_call(&s, GET, "/status", NULL);
	ASSERT(cast_is_golden(&s, &reply, "status"));
	PASS();
}

SUITE(status)
{
	SET_SETUP(screen_begin, &s);
	SET_TEARDOWN(screen_end, &s);
	RUN_TEST(health_names_what_fails);
	RUN_TEST(metrics_are_for_this_machine_alone);
	RUN_TEST(legal_pages_are_a_closed_list);
	RUN_TEST(the_status_page_looks_as_it_did);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	screen_open(&s, ROUTES, COUNT(ROUTES));
	RUN_SUITE(status);
	screen_close(&s);
	GREATEST_MAIN_END();
}
