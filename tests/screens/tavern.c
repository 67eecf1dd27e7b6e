/* The Tavern without a web server: orders, filters, pages of cards, tags. */
int screen_main(void);
#define main screen_main
#include "cgi-bin/tavern.c"
#undef main

#include "tests/greatest.h"
#include "tests/support/cast.h"

static struct screen s;

static void
furnish(void)
{
	(void)cast_character(&s, "Ansel", 30, "calm");
	(void)cast_character(&s, "Brida", 20, "calm");
	(void)cast_character(&s, "Corin", 10, "stormy");
}

TEST
cards_come_by_the_chosen_order(void)
{
	furnish();
	struct reply reply = screen_call(&s, GET, "/api/characters", NULL);
	ASSERT_EQ(200, reply.status);
	ASSERT_STR_EQ("Ansel", screen_json(&s, &reply, "items.0.name"));
	ASSERT_STR_EQ("Corin", screen_json(&s, &reply, "items.2.name"));
	ASSERT_STR_EQ("null", screen_json(&s, &reply, "nextCursor"));
	ASSERT_STR_EQ("Fictional character, AI", screen_json(&s, &reply, "items.0.disclosure"));
	reply = screen_call(&s, GET, "/api/characters?sort=fast", NULL);
	ASSERT_STR_EQ("Ansel", screen_json(&s, &reply, "items.0.name"));
	PASS();
}

TEST
pages_of_cards_hold_each_once(void)
{
	furnish();
	struct reply one = screen_call(&s, GET, "/api/characters?limit=2", NULL);
	ASSERT_STR_EQ("Brida", screen_json(&s, &one, "items.1.name"));
	ASSERT_STR_EQ("", screen_json(&s, &one, "items.2.name"));
	const char *next = str_fmt(s.arena, "/api/characters?limit=2&cursor=%s",
				   screen_json(&s, &one, "nextCursor"))
				   .p;
	struct reply two = screen_call(&s, GET, next, NULL);
	ASSERT_STR_EQ("Corin", screen_json(&s, &two, "items.0.name"));
	ASSERT_STR_EQ("null", screen_json(&s, &two, "nextCursor"));
	PASS();
}

TEST
tags_and_words_narrow_the_list(void)
{
	furnish();
	struct reply reply = screen_call(&s, GET, "/api/characters?tags=calm&q=bri", NULL);
	ASSERT_STR_EQ("Brida", screen_json(&s, &reply, "items.0.name"));
	ASSERT_STR_EQ("", screen_json(&s, &reply, "items.1.name"));
	reply = screen_call(&s, GET, "/api/characters?q=%25", NULL);
	ASSERT_STR_EQ("", screen_json(&s, &reply, "items.0.name"));
	reply = screen_call(&s, GET, "/tavern?q=nobody-of-this-name", NULL);
	ASSERT(screen_says(&reply, "Nobody here fits"));
	PASS();
}

TEST
the_page_offers_what_it_does_not_show(void)
{
	furnish();
	struct reply reply = screen_call(&s, GET, "/tavern?limit=2&tags=calm&sort=new", NULL);
	ASSERT_EQ(200, reply.status);
	ASSERT(screen_says(&reply, "href=\"/tavern?sort=new\"")); /* the tag goes away again */
	reply = screen_call(&s, GET, "/tavern?limit=2", NULL);
	ASSERT(screen_says(&reply, "rel=\"next\""));
	ASSERT(screen_says(&reply, "/tavern?tags=stormy"));
	PASS();
}

TEST
what_is_not_public_stays_away(void)
{
	int64_t id = cast_character(&s, "Hidden", 99, "calm");
	static const char *const STATES[] = {
		"visibility = 'private'", "visibility = 'public', moderation_status = 'pending'",
		"moderation_status = 'approved', nsfw_level = 'explicit'",
		"nsfw_level = 'none', deleted_at = now()"
	};
	for (size_t i = 0; i < COUNT(STATES); i++) {
		db_script(s.db, str_fmt(s.arena, "update character set %s where id = %lld",
					STATES[i], (long long)id)
					.p);
		struct reply reply = screen_call(&s, GET, "/api/characters", NULL);
		ASSERT_STR_EQm(STATES[i], "", screen_json(&s, &reply, "items.0.name"));
		reply = screen_call(&s, GET, "/api/tags", NULL);
		ASSERT_STR_EQm(STATES[i], "", screen_json(&s, &reply, "tags.0.name"));
	}
	PASS();
}

TEST
odd_filters_are_named(void)
{
	static const char *const BAD[] = { "sort=best",		"limit=0",
					   "limit=101",		"limit=x",
					   "sort=new&sort=new", "tags=a,b,c,d,e,f,g,h,i,j,k" };
	for (size_t i = 0; i < COUNT(BAD); i++) {
		const char *url = str_fmt(s.arena, "/api/characters?%s", BAD[i]).p;
		ASSERT_EQm(BAD[i], 422, screen_call(&s, GET, url, NULL).status);
	}
	PASS();
}

TEST
pages_look_as_they_did(void)
{
	furnish();
	struct reply room = screen_call(&s, GET, "/tavern?tags=calm", NULL);
	ASSERT(cast_is_golden(&s, &room, "tavern-room"));
	struct reply tags = screen_call(&s, GET, "/tavern/tags", NULL);
	ASSERT(cast_is_golden(&s, &tags, "tavern-tags"));
	PASS();
}

SUITE(tavern)
{
	SET_SETUP(screen_begin, &s);
	SET_TEARDOWN(screen_end, &s);
	RUN_TEST(cards_come_by_the_chosen_order);
	RUN_TEST(pages_of_cards_hold_each_once);
	RUN_TEST(tags_and_words_narrow_the_list);
	RUN_TEST(the_page_offers_what_it_does_not_show);
	RUN_TEST(what_is_not_public_stays_away);
	RUN_TEST(odd_filters_are_named);
	RUN_TEST(pages_look_as_they_did);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	screen_open(&s, ROUTES, COUNT(ROUTES));
	RUN_SUITE(tavern);
	screen_close(&s);
	GREATEST_MAIN_END();
}
