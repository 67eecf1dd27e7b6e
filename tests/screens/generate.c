/* The screen /generate without a web server: prices, orders, refusals, and whose orders are whose. */
int screen_main(void);
#define main screen_main
#include "cgi-bin/generate.c"
#undef main

#include "tests/greatest.h"
#include "tests/support/screen.h"

static struct screen s;

static const char ORDER[] =
	"{\"prompt\":\"A lamp in the window\",\"count\":4,\"quality\":\"draft\",\"style\":\"ink\"}";

static const char *
ordered_url(const struct reply *reply, const char *verb)
{
	return str_fmt(s.arena, "/api/generate/jobs/%s%s", screen_json(&s, reply, "jobId"), verb).p;
}

TEST
a_quote_is_base_times_factor_times_count(void)
{
	static const struct {
		const char *quality;
		int count;
		const char *gems;
	} QUOTES[] = { { "draft", 1, "5" },
		       { "fast", 4, "32" },
		       { "balanced", 9, "90" },
		       { "high", 1, "15" },
		       { "ultra", 9, "180" } };
	s.member = screen_member(&s, "quoted", 0);
	for (size_t i = 0; i < COUNT(QUOTES); i++) {
		struct reply reply = screen_call(&s, POST, "/api/generate/quote",
						 str_fmt(s.arena,
							 "{\"quality\":\"%s\",\"count\":%d}",
							 QUOTES[i].quality, QUOTES[i].count)
							 .p);
		ASSERT_EQ(200, reply.status);
		ASSERT_STR_EQ(QUOTES[i].gems, screen_json(&s, &reply, "gems"));
	}
	ASSERT_EQ(30000, screen_number(&s, "select gem.balance(max(id)) from member"));
	PASS();
}

TEST
an_order_holds_its_price_and_gives_it_back_when_canceled(void)
{
	s.member = screen_member(&s, "orders", 0);
	struct reply made = screen_call(&s, POST, "/api/generate", ORDER);
	ASSERT_EQ(202, made.status);
	ASSERT_STR_EQ("20", screen_json(&s, &made, "estimatedCost"));
	struct reply open = screen_call(&s, GET, "/api/generate/jobs?status=incomplete", NULL);
	ASSERT_STR_EQ(screen_json(&s, &made, "jobId"), screen_json(&s, &open, "items.0.id"));
	ASSERT_STR_EQ("queued", screen_json(&s, &open, "items.0.images.3.status"));
	struct reply canceled = screen_call(&s, POST, ordered_url(&made, "/cancel"), NULL);
	ASSERT_EQ(200, canceled.status);
	ASSERT_STR_EQ("canceled", screen_json(&s, &canceled, "status"));
	ASSERT_STR_EQ("20", screen_json(&s, &canceled, "refunded"));
	ASSERT_EQ(30000, screen_number(&s, "select gem.balance(max(id)) from member"));
	ASSERT_EQ(409, screen_call(&s, POST, ordered_url(&made, "/cancel"), NULL).status);
	PASS();
}

TEST
the_same_order_twice_is_one_order(void)
{
	s.member = screen_member(&s, "clicks", 0);
	struct reply one = screen_call(&s, POST, "/api/generate", ORDER);
	struct reply two = screen_call(&s, POST, "/api/generate", ORDER);
	ASSERT_EQ(202, two.status);
	ASSERT_STR_EQ(screen_json(&s, &one, "jobId"), screen_json(&s, &two, "jobId"));
	ASSERT_EQ(1, screen_number(&s, "select count(*) from generation where member_id = "
				       "(select max(id) from member)"));
	PASS();
}

TEST
orders_of_others_are_not_there(void)
{
	s.member = screen_member(&s, "owner", 0);
	struct reply made = screen_call(&s, POST, "/api/generate", ORDER);
	s.member = screen_member(&s, "curious", 0);
	ASSERT_EQ(404, screen_call(&s, GET, ordered_url(&made, ""), NULL).status);
	ASSERT_EQ(404, screen_call(&s, POST, ordered_url(&made, "/cancel"), NULL).status);
	ASSERT_EQ(404, screen_call(&s, POST, ordered_url(&made, "/retry"), NULL).status);
	ASSERT_EQ(
		404,
		screen_call(&s, GET,
			    str_fmt(s.arena, "/generate?job=%s", screen_json(&s, &made, "jobId")).p,
			    NULL)
			.status);
	struct reply list = screen_call(&s, GET, "/api/generate/jobs", NULL);
	ASSERT_STR_EQ("[]", screen_json(&s, &list, "items"));
	PASS();
}

TEST
only_what_failed_is_painted_again(void)
{
	s.member = screen_member(&s, "retries", 0);
	struct reply made = screen_call(&s, POST, "/api/generate", ORDER);
	ASSERT_EQ(409, screen_call(&s, POST, ordered_url(&made, "/retry"), NULL).status);
	db_script(
		s.db,
		"update generation_image set status = case when n < 3 then 'completed' else 'failed' "
		"end; update generation set status = 'partial', charged = 15000, progress = 100, "
		"ended_at = now(), failure_reason = 'PAINT_FAILED' where member_id = "
		"(select max(id) from member)");
	struct reply page = screen_call(
		&s, GET, str_fmt(s.arena, "/generate?job=%s", screen_json(&s, &made, "jobId")).p,
		NULL);
	ASSERT_EQ(200, page.status);
	ASSERT(screen_says(&page, "It could not be painted"));
	ASSERT(screen_says(&page, "5 gems came back"));
	ASSERT(screen_says(&page, "again <small>5 gems</small>"));
	struct reply again = screen_call(&s, POST, ordered_url(&made, "/retry"), NULL);
	ASSERT_EQ(202, again.status);
	ASSERT_STR_EQ("5", screen_json(&s, &again, "estimatedCost"));
	struct reply job = screen_call(&s, GET, ordered_url(&again, ""), NULL);
	ASSERT_STR_EQ("1", screen_json(&s, &job, "count"));
	PASS();
}

TEST
what_is_never_painted_is_refused_and_kept_in_the_box(void)
{
	s.member = screen_member(&s, "refused", 0);
	struct reply reply = screen_call(&s, POST, "/api/generate",
					 "{\"prompt\":\"a n4ked t33nager\"}");
	ASSERT_EQ(422, reply.status);
	ASSERT_STR_EQ("PROMPT_REFUSED", screen_json(&s, &reply, "error.code"));
	struct reply page = screen_call(&s, POST, "/generate",
					"prompt=l+o+l+i+in+a+garden&count=1");
	ASSERT_EQ(422, page.status);
	ASSERT(screen_says(&page, ">l o l i in a garden</textarea>"));
	ASSERT(!screen_says(&page, "loli"));
	ASSERT_EQ(0, screen_number(&s, "select count(*) from generation where member_id = "
				       "(select max(id) from member)"));
	PASS();
}

TEST
without_gems_the_way_to_more_is_shown(void)
{
	s.member = screen_member(&s, "poor", 0);
	struct reply reply = screen_call(&s, POST, "/api/generate",
					 "{\"prompt\":\"x\",\"count\":9,\"quality\":\"ultra\"}");
	ASSERT_EQ(402, reply.status);
	ASSERT_STR_EQ("INSUFFICIENT_GEMS", screen_json(&s, &reply, "error.code"));
	ASSERT_STR_EQ("180", screen_json(&s, &reply, "error.needed"));
	ASSERT_STR_EQ("30", screen_json(&s, &reply, "error.balance"));
	struct reply page = screen_call(&s, POST, "/generate",
					"prompt=Rain&count=9&quality=ultra&show=price");
	ASSERT_EQ(200, page.status);
	ASSERT(screen_says(&page, "disabled aria-describedby=\"poor\""));
	ASSERT(screen_says(&page, "/gems?returnTo=/generate"));
	ASSERT(screen_says(&page, "180 gems"));
	PASS();
}

TEST
bad_fields_are_named(void)
{
	static const struct {
		const char *body;
		const char *field;
	} BAD[] = { { "{\"prompt\":\"x\",\"count\":3}", "error.fields.count" },
		    { "{\"prompt\":7}", "error.fields.prompt" },
		    { "{\"prompt\":\"\"}", "error.fields.prompt" },
		    { "{\"prompt\":\"x\",\"seed\":-1}", "error.fields.seed" },
		    { "{\"prompt\":\"x\",\"seed\":\"many\"}", "error.fields.seed" },
		    { "{\"prompt\":\"x\",\"style\":\"oil\"}", "error.fields.style" },
		    { "{\"prompt\":\"x\",\"posePreset\":\"none of it\"}",
		      "error.fields.posePreset" },
		    { "{\"prompt\":\"x\",\"characterId\":[1]}", "error.fields.characterId" } };
	s.member = screen_member(&s, "typist", 0);
	for (size_t i = 0; i < COUNT(BAD); i++) {
		struct reply reply = screen_call(&s, POST, "/api/generate", BAD[i].body);
		ASSERT_EQ(422, reply.status);
		ASSERTm(BAD[i].body, screen_json(&s, &reply, BAD[i].field)[0] != '\0');
	}
	char *body = arena_take(s.arena, 10100);
	memset(body, 'a', 10100);
	memcpy(body, "prompt=", 7);
	body[10007] = '\0';
	ASSERT_EQ(422, screen_call(&s, POST, "/generate", body).status);
	ASSERT_EQ(404, screen_call(&s, POST, "/api/generate",
				   "{\"prompt\":\"x\",\"characterId\":\"987654321\"}")
			       .status);
	ASSERT_EQ(404, screen_call(&s, GET, "/generate?job=x", NULL).status);
	ASSERT_EQ(422, screen_call(&s, GET, "/api/generate/jobs?limit=5000", NULL).status);
	PASS();
}

TEST
an_order_costs_no_more_than_the_price_that_was_shown(void)
{
	struct member *other = screen_member(&s, "neighbor", 0);
	s.member = screen_member(&s, "careful", 100);
	struct reply quote = screen_call(&s, POST, "/api/generate/quote", "{\"count\":1}");
	const char *id = screen_json(&s, &quote, "quoteId");
	const char *dear = str_fmt(s.arena, "prompt=Rain&count=9&quoteId=%s", id).p;
	struct reply page = screen_call(&s, POST, "/generate", dear);
	ASSERT_EQ(409, page.status);
	ASSERT(screen_says(&page, "This costs 90 gems"));
	struct reply api = screen_call(
		&s, POST, "/api/generate",
		str_fmt(s.arena, "{\"prompt\":\"Rain\",\"count\":4,\"quoteId\":\"%s\"}", id).p);
	ASSERT_EQ(409, api.status);
	ASSERT_STR_EQ("40", screen_json(&s, &api, "error.quote.gems"));
	const char *cheap = str_fmt(s.arena, "prompt=Rain&count=1&quality=draft&quoteId=%s", id).p;
	struct reply done = screen_call(&s, POST, "/generate", cheap);
	ASSERT_EQ(303, done.status);
	ASSERT(strncmp(screen_header(&s, &done, "Location"), "/generate?job=", 14) == 0);
	s.member = other;
	ASSERT_EQ(409, screen_call(&s, POST, "/generate", cheap).status);
	PASS();
}

TEST
the_page_looks_again_by_itself_only_without_a_script(void)
{
	s.member = screen_member(&s, "waits", 0);
	struct reply made = screen_call(&s, POST, "/api/generate", ORDER);
	const char *url = str_fmt(s.arena, "/generate?job=%s", screen_json(&s, &made, "jobId")).p;
	struct reply page = screen_call(&s, GET, url, NULL);
	ASSERT(screen_header(&s, &page, "Refresh")[0] == '3');
	ASSERT(!screen_says(&page, "<textarea"));
	s.cookie = "snug-js=1";
	page = screen_call(&s, GET, url, NULL);
	ASSERT_STR_EQ("", screen_header(&s, &page, "Refresh"));
	ASSERT(screen_says(&page, "<textarea"));
	PASS();
}

SUITE(generate)
{
	SET_SETUP(screen_begin, &s);
	SET_TEARDOWN(screen_end, &s);
	RUN_TEST(a_quote_is_base_times_factor_times_count);
	RUN_TEST(an_order_holds_its_price_and_gives_it_back_when_canceled);
	RUN_TEST(the_same_order_twice_is_one_order);
	RUN_TEST(orders_of_others_are_not_there);
	RUN_TEST(only_what_failed_is_painted_again);
	RUN_TEST(what_is_never_painted_is_refused_and_kept_in_the_box);
	RUN_TEST(without_gems_the_way_to_more_is_shown);
	RUN_TEST(bad_fields_are_named);
	RUN_TEST(an_order_costs_no_more_than_the_price_that_was_shown);
	RUN_TEST(the_page_looks_again_by_itself_only_without_a_script);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	screen_open(&s, ROUTES, COUNT(ROUTES));
	RUN_SUITE(generate);
	screen_close(&s);
	GREATEST_MAIN_END();
}
