/* The Tavern without a web server: orders, filters, pages of cards, tags. */
int screen_main(void);
#define main screen_main
#include "cgi-bin/tavern.c"
#undef main

#include <string.h>

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
	static const char *const BAD[] = { "sort=finest",	"limit=0",
					   "limit=101",		"limit=x",
					   "sort=new&sort=new", "tags=a,b,c,d,e,f,g,h,i,j,k" };
	for (size_t i = 0; i < COUNT(BAD); i++) {
		const char *url = str_fmt(s.arena, "/api/characters?%s", BAD[i]).p;
		ASSERT_EQm(BAD[i], 422, screen_call(&s, GET, url, NULL).status);
	}
	PASS();
}

/* Names weigh more than tags, these more than descriptions, and creators less than both. */
TEST
the_best_match_stands_in_front(void)
{
	(void)cast_character(&s, "Maroon Teller", 5, "lantern");
	(void)cast_character(&s, "Lantern Ostrich", 1, "calm");
	(void)cast_character(&s, "Ostrava", 3, "calm");
	db_script(s.db, "update character set short_description = 'Sells a lantern.' "
			"where name = 'Ostrava'");
	struct reply reply = screen_call(&s, GET, "/api/characters?q=lantern", NULL);
	ASSERT_STR_EQ("Lantern Ostrich", screen_json(&s, &reply, "items.0.name"));
	ASSERT_STR_EQ("Maroon Teller", screen_json(&s, &reply, "items.1.name"));
	ASSERT_STR_EQ("Ostrava", screen_json(&s, &reply, "items.2.name"));
	reply = screen_call(&s, GET, "/api/characters?q=lantern&sort=popular", NULL);
	ASSERT_STR_EQ("Maroon Teller", screen_json(&s, &reply, "items.0.name"));
	reply = screen_call(&s, GET, "/api/characters?q=lantern&limit=1", NULL);
	const char *next = str_fmt(s.arena, "/api/characters?q=lantern&limit=5&cursor=%s",
				   screen_json(&s, &reply, "nextCursor"))
				   .p;
	reply = screen_call(&s, GET, next, NULL);
	ASSERT_STR_EQ("Maroon Teller", screen_json(&s, &reply, "items.0.name"));
	ASSERT_STR_EQ("", screen_json(&s, &reply, "items.2.name"));
	PASS();
}

TEST
searching_forgives_accents_and_typos(void)
{
	(void)cast_character(&s, "Zo\xc3\xab \xc3\x85ngstr\xc3\xb6m", 5, "calm");
	(void)cast_character(&s, "Bellwether", 1, "calm");
	struct reply reply = screen_call(&s, GET, "/api/search?q=ZOE%20angst", NULL);
	ASSERT_STR_EQ("<mark>Zo\xc3\xab</mark> <mark>\xc3\x85ngstr\xc3\xb6m</mark>",
		      screen_json(&s, &reply, "characters.0.nameHtml"));
	ASSERT_STR_EQ("null", screen_json(&s, &reply, "mended"));
	reply = screen_call(&s, GET, "/api/search?q=belwether", NULL);
	ASSERT_STR_EQ("Bellwether", screen_json(&s, &reply, "characters.0.name"));
	ASSERT_STR_EQ("bellwether", screen_json(&s, &reply, "mended"));
	ASSERT_STR_EQ("Fictional character, AI",
		      screen_json(&s, &reply, "characters.0.disclosure"));
	reply = screen_call(&s, GET, "/api/search?q=bellwehter", NULL);
	ASSERT_STR_EQ("bellwether", screen_json(&s, &reply, "mended"));
	reply = screen_call(&s, GET, "/api/search?q=clam", NULL);
	ASSERT_STR_EQ("calm", screen_json(&s, &reply, "mended"));
	reply = screen_call(&s, GET, "/api/search?q=belwether&exact=yes", NULL);
	ASSERT_STR_EQ("", screen_json(&s, &reply, "characters.0.name"));
	reply = screen_call(&s, GET, "/search?q=belwether", NULL);
	ASSERT(screen_says(&reply, "Showing what fits <strong>bellwether</strong>"));
	reply = screen_call(&s, GET, "/tavern?q=belwether", NULL);
	ASSERT(screen_says(&reply, "Did you mean"));
	PASS();
}

TEST
members_and_tags_are_found_by_their_names(void)
{
	furnish();
	(void)screen_member(&s, "quillfeather", 0);
	struct reply reply = screen_call(&s, GET, "/api/search?q=quillf", NULL);
	ASSERT_STR_EQ("quillfeather", screen_json(&s, &reply, "members.0.username"));
	ASSERT_STR_EQ("/u/quillfeather", screen_json(&s, &reply, "members.0.url"));
	db_script(s.db, "update member set state = 'banned' where username = 'quillfeather'");
	reply = screen_call(&s, GET, "/api/search?q=quillf", NULL);
	ASSERT_STR_EQ("", screen_json(&s, &reply, "members.0.username"));
	reply = screen_call(&s, GET, "/api/search?q=storm", NULL);
	ASSERT_STR_EQ("stormy", screen_json(&s, &reply, "tags.0.name"));
	PASS();
}

/* What is typed is never an operator, a pattern or markup. */
TEST
odd_searches_do_no_harm(void)
{
	static const char *const ODD[] = {
		"%25",	     "%27",	"%22",	   "%5C",	"%26%7C%21%28%29%3A%2A",
		"%E2%80%AE", "%3Cb%3E", "a%3A%2A", "%EF%BF%BF", "%F0%9F%92%A1"
	};
	furnish();
	for (size_t i = 0; i < COUNT(ODD); i++) {
		static const char *const PATHS[] = { "/search?q=", "/api/search?q=", "/tavern?q=",
						     "/api/characters?sort=new&q=" };
		for (size_t k = 0; k < COUNT(PATHS); k++) {
			const char *url = str_fmt(s.arena, "%s%s", PATHS[k], ODD[i]).p;
			ASSERT_EQm(url, 200, screen_call(&s, GET, url, NULL).status);
		}
	}
	struct reply reply = screen_call(&s, GET, "/search?q=%3Cb%3Eansel", NULL);
	ASSERT(!screen_says(&reply, "<b>ansel"));
	db_script(s.db, "update character set name = 'Ansel <script>' where name = 'Ansel'");
	reply = screen_call(&s, GET, "/search?q=ansel", NULL);
	ASSERT(screen_says(&reply, "<mark>Ansel</mark> &lt;script&gt;"));
	char *much = arena_take(s.arena, 8300);
	(void)memset(much, 'x', 8299);
	(void)memcpy(much, "/search?q=", 10);
	much[8299] = '\0';
	reply = screen_call(&s, GET, much, NULL);
	ASSERT_EQ(200, reply.status);
	ASSERT(screen_says(&reply, "the rest was left out"));
	PASS();
}

TEST
filters_keep_who_fits(void)
{
	furnish();
	db_script(s.db, "update character set voice = 'staff' where name = 'Brida'");
	db_script(s.db, "update character set reply_price = 0, rating_sum = 9, rating_count = 2 "
			"where name = 'Corin'");
	db_script(s.db, "update character set reply_price = 99000 where name = 'Ansel'");
	static const char *const ASKED[][2] = {
		{ "voice=staff", "Brida" },	   { "rated=4", "Corin" },
		{ "price=free", "Corin" },	   { "price=standard", "Brida" },
		{ "q=lamp&voice=staff", "Brida" }, { "q=lamp&sort=new&price=free", "Corin" }
	};
	for (size_t i = 0; i < COUNT(ASKED); i++) {
		const char *url = str_fmt(s.arena, "/api/characters?%s", ASKED[i][0]).p;
		struct reply reply = screen_call(&s, GET, url, NULL);
		ASSERT_STR_EQm(url, ASKED[i][1], screen_json(&s, &reply, "items.0.name"));
	}
	struct reply reply = screen_call(&s, GET, "/tavern?voice=staff", NULL);
	ASSERT(screen_says(&reply, "1 character<"));
	ASSERT(screen_says(&reply, "Fictional character, written by our staff"));
	reply = screen_call(&s, GET, "/tavern", NULL);
	ASSERT(screen_says(&reply, "3 characters<"));
	PASS();
}

TEST
numbers_are_told_in_words(void)
{
	ASSERT(str_eq(STR("No characters"), tavern_count_words(s.arena, 0, 0)));
	ASSERT(str_eq(STR("1 character"), tavern_count_words(s.arena, 1, 0)));
	ASSERT(str_eq(STR("1,000 characters"), tavern_count_words(s.arena, 1000, 1000)));
	ASSERT(str_eq(STR("More than 1,000 characters"), tavern_count_words(s.arena, 1001, 1000)));
	ASSERT(str_eq(STR("About 100,000 characters"), tavern_count_words(s.arena, 100038, 0)));
	PASS();
}

TEST
favourites_are_a_list_of_ones_own(void)
{
	furnish();
	s.member = screen_member(&s, "collector", 0);
	struct reply reply = screen_call(&s, GET, "/favorites", NULL);
	ASSERT(screen_says(&reply, "No favourites yet"));
	db_script(s.db,
		  str_fmt(s.arena,
			  "insert into favorite (member_id, character_id, created_at) "
			  "select %lld, id, now() - popularity * interval '1 hour' from character "
			  "where name <> 'Brida'",
			  (long long)s.member->id.v)
			  .p);
	reply = screen_call(&s, GET, "/api/favorites?limit=1", NULL);
	ASSERT_STR_EQ("Corin", screen_json(&s, &reply, "items.0.name"));
	const char *next = str_fmt(s.arena, "/api/favorites?cursor=%s",
				   screen_json(&s, &reply, "nextCursor"))
				   .p;
	reply = screen_call(&s, GET, next, NULL);
	ASSERT_STR_EQ("Ansel", screen_json(&s, &reply, "items.0.name"));
	ASSERT_STR_EQ("null", screen_json(&s, &reply, "nextCursor"));
	reply = screen_call(&s, GET, "/tavern?tab=favorites", NULL);
	ASSERT_STR_EQ("/favorites", screen_header(&s, &reply, "Location"));
	PASS();
}

TEST
news_are_counted_since_a_moment(void)
{
	furnish();
	db_script(s.db, "update character set published_at = now() - interval '1 hour'");
	struct reply reply = screen_call(&s, GET, "/api/tavern/news?seconds=2592000", NULL);
	ASSERT_STR_EQ("3", screen_json(&s, &reply, "count"));
	reply = screen_call(&s, GET, "/api/tavern/news?seconds=60", NULL);
	ASSERT_STR_EQ("0", screen_json(&s, &reply, "count"));
	ASSERT_EQ(422, screen_call(&s, GET, "/api/tavern/news", NULL).status);
	ASSERT_EQ(
		422,
		screen_call(&s, GET, "/api/tavern/news?seconds=9999999999999999999", NULL).status);
	PASS();
}

TEST
tags_are_chosen_beside_what_was_chosen(void)
{
	furnish();
	struct reply reply = screen_call(&s, GET, "/tavern/tags?tags=calm&tab=new&q=lamp", NULL);
	ASSERT(screen_says(&reply, "value=\"calm\" checked"));
	ASSERT(screen_says(&reply, "name=\"q\" value=\"lamp\""));
	reply = screen_call(&s, GET, "/tavern/tags?find=storm", NULL);
	ASSERT(screen_says(&reply, "value=\"stormy\""));
	ASSERT(!screen_says(&reply, "value=\"calm\""));
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
	RUN_TEST(the_best_match_stands_in_front);
	RUN_TEST(searching_forgives_accents_and_typos);
	RUN_TEST(members_and_tags_are_found_by_their_names);
	RUN_TEST(odd_searches_do_no_harm);
	RUN_TEST(filters_keep_who_fits);
	RUN_TEST(numbers_are_told_in_words);
	RUN_TEST(favourites_are_a_list_of_ones_own);
	RUN_TEST(news_are_counted_since_a_moment);
	RUN_TEST(tags_are_chosen_beside_what_was_chosen);
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
