/* Signing up and in without a web server. */
int screen_main(void);
#define main screen_main
#include "cgi-bin/account.c"
#undef main

#include <string.h>

#include "tests/greatest.h"

#include "lib/base/clock.h"
#include "tests/support/cast.h"

static struct screen s;

static const char GOOD[] =
	"{\"email\":\"ann@example.org\",\"username\":\"Ann_Lee\",\"password\":"
	"\"seven brass otters\",\"birthDate\":\"1990-01-01\",\"agreeTerms\":true}";

TEST
an_account_begins_with_gems_and_a_session(void)
{
	struct reply reply = screen_call(&s, POST, "/api/auth/register", GOOD);
	ASSERT_EQ(201, reply.status);
	ASSERT_STR_EQ("ann_lee", screen_json(&s, &reply, "user.username"));
	ASSERT_STR_EQ("30", screen_json(&s, &reply, "gemBalance"));
	ASSERT_EQ(43, strlen(screen_json(&s, &reply, "token")));
	ASSERT_EQ(0, reply.header_count); /* the API sets no cookie */
	ASSERT_EQ(1, screen_number(&s, "select count(*) from session"));
	ASSERT_EQ(0, screen_number(&s, "select count(*) from member where password_hash like "
				       "'%otters%'"));
	PASS();
}

TEST
a_form_sent_twice_is_one_account(void)
{
	for (int i = 0; i < 2; i++)
		ASSERT_EQ(201, screen_call(&s, POST, "/api/auth/register", GOOD).status);
	ASSERT_EQ(1, screen_number(&s, "select count(*) from member where username = 'ann_lee'"));
	PASS();
}

TEST
all_that_is_wrong_is_said_at_once(void)
{
	struct buf today = buf_in(s.arena);
	clock_put_rfc3339(&today, clock_now());
	struct reply reply = screen_call(
		&s, POST, "/api/auth/register",
		str_fmt(s.arena,
			"{\"email\":\"x\",\"username\":\"!\",\"password\":\"a\","
			"\"birthDate\":\"%.10s\"}",
			today.p)
			.p);
	static const char *const FIELDS[] = { "email", "username", "password", "birthDate",
					      "agreeTerms" };
	ASSERT_EQ(422, reply.status);
	for (size_t i = 0; i < COUNT(FIELDS); i++)
		ASSERTm(FIELDS[i],
			screen_json(&s, &reply,
				    str_fmt(s.arena, "error.fields.%s", FIELDS[i]).p)[0] != '\0');
	ASSERT_EQ(0, screen_number(&s, "select count(*) from member"));
	PASS();
}

TEST
weak_words_and_odd_names_are_refused(void)
{
	static const char *const BAD[][2] = {
		{ "password", "password" },    { "password", "1234567890" },
		{ "password", "ann_lee_ann" }, { "username", "admin" },
		{ "username", "a b" },	       { "birthDate", "1990-02-30" },
		{ "birthDate", "1800-01-01" }, { "email", "ann@" },
	};
	for (size_t i = 0; i < COUNT(BAD); i++) {
		struct str why;
		json_t *form = json_read(s.arena, str_from(GOOD), &why);
		ASSERT_EQ(0, json_object_set_new(form, BAD[i][0], json_string(BAD[i][1])));
		struct reply reply = screen_call(&s, POST, "/api/auth/register",
						 str_cstr(s.arena, json_print(s.arena, form)));
		ASSERT_EQm(BAD[i][1], 422, reply.status);
	}
	PASS();
}

TEST
a_wrong_sign_in_is_kept_and_told_alike(void)
{
	(void)screen_member(&s, "known", 0);
	struct reply wrong = screen_call(
		&s, POST, "/api/auth/login",
		"{\"identifier\":\"known\",\"password\":\"not the word\"}");
	struct reply nobody = screen_call(&s, POST, "/api/auth/login",
					  "{\"identifier\":\"nobody\",\"password\":\"not it\"}");
	ASSERT_EQ(401, wrong.status);
	ASSERT_EQ(401, nobody.status);
	ASSERT(wrong.commit && nobody.commit);
	ASSERT_STR_EQ(screen_json(&s, &nobody, "error.message"),
		      screen_json(&s, &wrong, "error.message"));
	ASSERT_EQ(1, screen_number(&s, "select count(*) from security_event where type = "
				       "'sign_in_failed'"));
	PASS();
}

TEST
accounts_that_staff_closed_stay_closed(void)
{
	(void)screen_member(&s, "known", 0);
	static const char BODY[] = "{\"identifier\":\"known\",\"password\":\"seven brass otters\"}";
	db_script(s.db, "update member set state = 'locked' where username = 'known'");
	ASSERT_EQ(423, screen_call(&s, POST, "/api/auth/login", BODY).status);
	db_script(s.db, "update member set state = 'banned' where username = 'known'");
	ASSERT_EQ(403, screen_call(&s, POST, "/api/auth/login", BODY).status);
	db_script(s.db, "update member set state = 'active' where username = 'known'");
	ASSERT_EQ(200, screen_call(&s, POST, "/api/auth/login", BODY).status);
	PASS();
}

TEST
pages_sign_in_by_cookie_and_stay_in_the_house(void)
{
	(void)screen_member(&s, "known", 0);
	struct reply reply = screen_call(
		&s, POST, "/sign-in",
		"identifier=known&password=seven+brass+otters&next=%2F%2Fevil.example");
	ASSERT_EQ(303, reply.status);
	ASSERT_STR_EQ("/", screen_header(&s, &reply, "Location"));
	ASSERT(strstr(screen_header(&s, &reply, "Set-Cookie"), "HttpOnly; SameSite=Lax") != NULL);
	PASS();
}

TEST
the_forms_look_as_they_did(void)
{
	struct reply in = screen_call(&s, GET, "/sign-in?next=/gems", NULL);
	ASSERT(cast_is_golden(&s, &in, "account-sign-in"));
	struct reply up = screen_call(&s, POST, "/sign-up",
				      "email=x&username=ann&password=secret1");
	ASSERT_EQ(422, up.status);
	ASSERT(cast_is_golden(&s, &up, "account-sign-up-again"));
	PASS();
}

SUITE(account)
{
	SET_SETUP(screen_begin, &s);
	SET_TEARDOWN(screen_end, &s);
	RUN_TEST(an_account_begins_with_gems_and_a_session);
	RUN_TEST(a_form_sent_twice_is_one_account);
	RUN_TEST(all_that_is_wrong_is_said_at_once);
	RUN_TEST(weak_words_and_odd_names_are_refused);
	RUN_TEST(a_wrong_sign_in_is_kept_and_told_alike);
	RUN_TEST(accounts_that_staff_closed_stay_closed);
	RUN_TEST(pages_sign_in_by_cookie_and_stay_in_the_house);
	RUN_TEST(the_forms_look_as_they_did);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	screen_open(&s, ROUTES, COUNT(ROUTES));
	RUN_SUITE(account);
	screen_close(&s);
	GREATEST_MAIN_END();
}
