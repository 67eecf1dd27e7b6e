/* The settings without a web server: the profile, sessions, the password, notices. */
int screen_main(void);
#define main screen_main
#include "cgi-bin/settings.c"
#undef main

#include "tests/greatest.h"
#include "tests/support/screen.h"

static struct screen s;

TEST
the_profile_takes_what_fits_and_names_what_does_not(void)
{
	s.member = screen_member(&s, "ann", 0);
	struct reply reply = screen_call(
		&s, PATCH, "/api/me/profile",
		"{\"displayName\":\"Ann <of> the Lamps\",\"theme\":\"dark\"}");
	ASSERT_EQ(200, reply.status);
	reply = screen_call(&s, PATCH, "/api/me/profile", "{\"bio\":\"I sit by the fire.\"}");
	ASSERT_STR_EQ("Ann <of> the Lamps", screen_json(&s, &reply, "user.displayName"));
	ASSERT_STR_EQ("I sit by the fire.", screen_json(&s, &reply, "user.bio"));
	ASSERT_STR_EQ("dark", screen_json(&s, &reply, "user.theme"));
	struct reply page = screen_call(&s, GET, "/settings/profile", NULL);
	ASSERT(screen_says(&page, "value=\"Ann &lt;of&gt; the Lamps\""));
	static const char *const BAD[] = { "{\"displayName\":\"\"}", "{\"displayName\":8}",
					   "{\"theme\":\"blue\"}", "{\"bio\":[]}" };
	for (size_t i = 0; i < COUNT(BAD); i++)
		ASSERT_EQ(422, screen_call(&s, PATCH, "/api/me/profile", BAD[i]).status);
	ASSERT_EQ(422, screen_call(&s, POST, "/settings/profile", "displayName=&bio=x").status);
	PASS();
}

TEST
nothing_but_the_profile_can_be_set(void)
{
	s.member = screen_member(&s, "climber", 0);
	ASSERT_EQ(200,
		  screen_call(&s, PATCH, "/api/me/profile",
			      "{\"role\":\"admin\",\"username\":\"root\",\"avatarUrl\":\"//x\"}")
			  .status);
	ASSERT_EQ(1, screen_number(&s, "select count(*) from member where username = 'climber' "
				       "and role = 'user' and avatar_url is null"));
	PASS();
}

TEST
me_tells_who_asks_and_what_they_have(void)
{
	s.member = screen_member(&s, "myself", 0);
	struct reply reply = screen_call(&s, GET, "/api/me", NULL);
	ASSERT_STR_EQ("myself", screen_json(&s, &reply, "user.username"));
	ASSERT_STR_EQ("30", screen_json(&s, &reply, "gemBalance"));
	ASSERT_STR_EQ("free", screen_json(&s, &reply, "plan"));
	ASSERT_STR_EQ("1", screen_json(&s, &reply, "entitlements.characters"));
	ASSERT(strlen(screen_json(&s, &reply, "csrfToken")) > 40);
	ASSERT(!screen_says(&reply, "argon2"));
	PASS();
}

TEST
sessions_of_others_cannot_be_ended(void)
{
	struct member *other = screen_member(&s, "other", 0);
	s.member = screen_member(&s, "ender", 0);
	const char *url = str_fmt(s.arena, "/api/me/sessions/%lld", (long long)other->session.v).p;
	ASSERT_EQ(404, screen_call(&s, DELETE, url, NULL).status);
	url = str_fmt(s.arena, "/api/me/sessions/%lld", (long long)s.member->session.v).p;
	ASSERT_EQ(200, screen_call(&s, DELETE, url, NULL).status);
	struct reply log = screen_call(&s, GET, "/api/me/security-log", NULL);
	ASSERT_STR_EQ("session_ended", screen_json(&s, &log, "items.0.type"));
	ASSERT_EQ(1, screen_number(&s, "select count(*) from session x join member m "
				       "on m.id = x.member_id where m.username = 'other'"));
	PASS();
}

TEST
a_new_password_needs_the_old_one_and_ends_all_other_sessions(void)
{
	s.member = screen_member(&s, "careful", 0);
	(void)auth_open_session(s.db, s.arena, s.member->id, true, STR("Links"), STR(""));
	struct reply wrong = screen_call(
		&s, POST, "/settings/security/password",
		"oldPassword=guess&newPassword=four+horses+paint+the+moon");
	ASSERT_EQ(422, wrong.status);
	ASSERT(wrong.commit);
	ASSERT(!screen_says(&wrong, "four horses"));
	ASSERT_EQ(422, screen_call(&s, POST, "/settings/security/password",
				   "oldPassword=seven+brass+otters&newPassword=careful1")
			       .status);
	ASSERT_EQ(422, screen_call(&s, POST, "/settings/security/password",
				   "oldPassword=seven+brass+otters&newPassword=seven+brass+otters")
			       .status);
	struct reply reply = screen_call(
		&s, POST, "/settings/security/password",
		"oldPassword=seven+brass+otters&newPassword=four+horses+paint+the+moon");
	ASSERT_EQ(303, reply.status);
	ASSERT(strncmp(screen_header(&s, &reply, "Set-Cookie"), "snug=", 5) == 0);
	ASSERT_EQ(1, screen_number(&s, "select count(*) from session x join member m "
				       "on m.id = x.member_id where m.username = 'careful'"));
	struct member_id id;
	ASSERT_EQ(AUTH_SIGNED_IN, auth_check(s.db, s.arena, STR("careful"),
					     STR("four horses paint the moon"), &id));
	ASSERT_EQ(AUTH_WRONG,
		  auth_check(s.db, s.arena, STR("careful"), STR("seven brass otters"), &id));
	PASS();
}

TEST
a_guest_keeps_the_theme_in_a_cookie(void)
{
	struct reply reply = screen_call(&s, POST, "/settings/theme", "theme=light&next=/tavern");
	ASSERT_EQ(303, reply.status);
	ASSERT_STR_EQ("/tavern", screen_header(&s, &reply, "Location"));
	ASSERT(strncmp(screen_header(&s, &reply, "Set-Cookie"), "snug-theme=light;", 17) == 0);
	ASSERT_EQ(422, screen_call(&s, POST, "/settings/theme", "theme=pink").status);
	reply = screen_call(&s, POST, "/settings/theme", "theme=dark&next=//evil.example");
	ASSERT_STR_EQ("/", screen_header(&s, &reply, "Location"));
	PASS();
}

TEST
notices_are_read_by_whom_they_are_for(void)
{
	struct member *other = screen_member(&s, "other", 0);
	s.member = screen_member(&s, "reader", 0);
	for (int i = 0; i < 2; i++)
		db_script(
			s.db,
			str_fmt(s.arena,
				"insert into notification (member_id, type, title) values "
				"(%lld, 'picture_ready', 'Done'), (%lld, 'picture_ready', 'Theirs')",
				(long long)s.member->id.v, (long long)other->id.v)
				.p);
	struct reply list = screen_call(&s, GET, "/api/notifications", NULL);
	ASSERT_STR_EQ("Done", screen_json(&s, &list, "items.1.title"));
	ASSERT_STR_EQ("", screen_json(&s, &list, "items.2"));
	ASSERT_STR_EQ("false", screen_json(&s, &list, "items.0.read"));
	int64_t theirs = screen_number(&s, "select max(id) from notification");
	struct reply one = screen_call(&s, POST, "/api/notifications/read",
				       str_fmt(s.arena, "{\"ids\":[\"%lld\",\"%s\"]}",
					       (long long)theirs,
					       screen_json(&s, &list, "items.0.id"))
					       .p);
	ASSERT_STR_EQ("1", screen_json(&s, &one, "read"));
	struct reply all = screen_call(&s, POST, "/api/notifications/read", "{\"all\":true}");
	ASSERT_STR_EQ("1", screen_json(&s, &all, "read"));
	ASSERT_EQ(422, screen_call(&s, POST, "/api/notifications/read", "{}").status);
	ASSERT_EQ(422,
		  screen_call(&s, POST, "/api/notifications/read", "{\"ids\":[\"x\"]}").status);
	ASSERT_EQ(2, screen_number(&s, "select count(*) from notification where title = 'Theirs' "
				       "and read_at is null"));
	PASS();
}

TEST
every_tab_opens(void)
{
	static const char *const PAGES[] = { "/settings/security", "/settings/privacy",
					     "/settings/notifications", "/settings/billing",
					     "/notifications" };
	s.member = screen_member(&s, "tabs", 0);
	for (size_t i = 0; i < COUNT(PAGES); i++) {
		struct reply reply = screen_call(&s, GET, PAGES[i], NULL);
		ASSERT_EQ(200, reply.status);
		ASSERTm(PAGES[i], screen_says(&reply, "</html>"));
	}
	ASSERT_EQ(422, screen_call(&s, GET, "/settings/billing?cursor=x", NULL).status);
	PASS();
}

SUITE(settings)
{
	SET_SETUP(screen_begin, &s);
	SET_TEARDOWN(screen_end, &s);
	RUN_TEST(the_profile_takes_what_fits_and_names_what_does_not);
	RUN_TEST(nothing_but_the_profile_can_be_set);
	RUN_TEST(me_tells_who_asks_and_what_they_have);
	RUN_TEST(sessions_of_others_cannot_be_ended);
	RUN_TEST(a_new_password_needs_the_old_one_and_ends_all_other_sessions);
	RUN_TEST(a_guest_keeps_the_theme_in_a_cookie);
	RUN_TEST(notices_are_read_by_whom_they_are_for);
	RUN_TEST(every_tab_opens);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	screen_open(&s, ROUTES, COUNT(ROUTES));
	RUN_SUITE(settings);
	screen_close(&s);
	GREATEST_MAIN_END();
}
