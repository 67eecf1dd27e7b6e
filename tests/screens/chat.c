/* Chats without a web server: opening, sending, refusing, other versions, what is not yours. */
int screen_main(void);
#define main screen_main
#include "cgi-bin/chat.c"
#undef main

#include <string.h>

#include "sql/auth.h"
#include "tests/greatest.h"
#include "tests/support/cast.h"

static struct screen s;

static const char *
url(const char *chat, const char *verb)
{
	return str_fmt(s.arena, "/api/chat/sessions/%s%s", chat, verb).p;
}

static const char *
open_with(const char *name)
{
	int64_t id = cast_character(&s, name, 1, "calm");
	struct reply reply = screen_call(
		&s, POST, "/api/chat/sessions",
		str_fmt(s.arena, "{\"characterId\":\"%lld\"}", (long long)id).p);
	return screen_json(&s, &reply, "sessionId");
}

TEST
a_chat_begins_with_the_greeting(void)
{
	s.member = screen_member(&s, "talker", 0);
	const char *chat = open_with("Ansel");
	struct reply list = screen_call(&s, GET, url(chat, "/messages"), NULL);
	ASSERT_STR_EQ("Come in.", screen_json(&s, &list, "items.0.content"));
	ASSERT_STR_EQ("ai", screen_json(&s, &list, "items.0.speaker.kind"));
	ASSERT_STR_EQ("null", screen_json(&s, &list, "items.0.parentId"));
	ASSERT_EQ(422, screen_call(&s, POST, "/api/chat/sessions", "{\"characterId\":0}").status);
	ASSERT_EQ(
		404,
		screen_call(&s, POST, "/api/chat/sessions", "{\"characterId\":\"999999\"}").status);
	PASS();
}

TEST
a_message_orders_a_reply_and_sets_its_price_aside(void)
{
	s.member = screen_member(&s, "talker", 0);
	const char *chat = open_with("Ansel");
	struct reply sent = screen_call(&s, POST, url(chat, "/message"),
					"{\"content\":\"Hello.\"}");
	ASSERT_EQ(202, sent.status);
	ASSERT(strncmp(screen_json(&s, &sent, "streamUrl"), "/stream/turn/", 13) == 0);
	ASSERT_EQ(1, screen_number(&s, "select count(*) from turn where state = 'queued'"));
	ASSERT_EQ(29000, auth_balance(s.db, s.member->id)->balance.milli);
	struct reply busy = screen_call(&s, POST, url(chat, "/message"), "{\"content\":\"And?\"}");
	ASSERT_EQ(409, busy.status);
	ASSERT_STR_EQ("BUSY", screen_json(&s, &busy, "error.code"));
	ASSERT_EQ(1, screen_number(&s, "select count(*) from message where role = 'user'"));
	PASS();
}

TEST
without_gems_the_text_comes_back_and_is_kept(void)
{
	s.member = screen_member(&s, "broke", 0);
	const char *chat = open_with("Ansel");
	db_script(s.db, "update character set reply_price = 31000 where name = 'Ansel'");
	struct reply api = screen_call(&s, POST, url(chat, "/message"), "{\"content\":\"Hello.\"}");
	ASSERT_EQ(402, api.status);
	ASSERT_STR_EQ("31", screen_json(&s, &api, "error.needed"));
	ASSERT_STR_EQ("30", screen_json(&s, &api, "error.balance"));
	struct reply page = screen_call(&s, POST, str_fmt(s.arena, "/chat/%s/message", chat).p,
					"content=A+%3Ckind%3E+word");
	ASSERT_EQ(402, page.status);
	ASSERT(screen_says(&page, "A &lt;kind&gt; word</textarea>"));
	ASSERT(page.commit);
	page = screen_call(&s, GET, str_fmt(s.arena, "/chat/%s", chat).p, NULL);
	ASSERT(screen_says(&page, "A &lt;kind&gt; word</textarea>"));
	ASSERT_EQ(0, screen_number(&s, "select count(*) from message where role = 'user'"));
	PASS();
}

TEST
stopping_keeps_what_was_typed_meanwhile(void)
{
	s.member = screen_member(&s, "talker", 0);
	const char *chat = open_with("Ansel");
	ASSERT_EQ(202,
		  screen_call(&s, POST, url(chat, "/message"), "{\"content\":\"Hello.\"}").status);
	ASSERT_EQ(303, screen_call(&s, POST, str_fmt(s.arena, "/chat/%s/stop", chat).p,
				   "content=Wait%2C+one+more")
			       .status);
	struct reply page = screen_call(&s, GET, str_fmt(s.arena, "/chat/%s", chat).p, NULL);
	ASSERT(screen_says(&page, "Wait, one more</textarea>"));
	ASSERT_EQ(30000, auth_balance(s.db, s.member->id)->balance.milli);
	PASS();
}

TEST
who_is_asked_in_greets_below_what_was_read(void)
{
	s.member = screen_member(&s, "host", 0);
	const char *chat = open_with("Ansel");
	long long guest = (long long)cast_character(&s, "Bo", 1, "calm");
	db_script(s.db, "update character set talkativeness = 0.3, group_greetings = "
			"'{\"{{setvar::at::in}}{{char}} joins {{group}}.\",\"Is there tea?\"}' "
			"where name = 'Bo'");
	struct reply page = screen_call(&s, GET, str_fmt(s.arena, "/chat/%s/people?q=Bo", chat).p,
					NULL);
	ASSERT(screen_says(&page, "Comes in with a greeting of its own"));
	const char *add = str_fmt(s.arena, "{\"characterId\":\"%lld\",\"do\":\"add\"}", guest).p;
	struct reply stale = screen_call(
		&s, POST, str_fmt(s.arena, "/chat/%s/people", chat).p,
		str_fmt(s.arena, "characterId=%lld&do=add&expectedParentId=1", guest).p);
	ASSERT_EQ(409, stale.status);
	ASSERT(screen_says(&stale, "Nobody was added"));
	struct reply added = screen_call(&s, POST, url(chat, "/people"), add);
	ASSERT_EQ(200, added.status);
	struct reply list = screen_call(&s, GET, url(chat, "/messages"), NULL);
	ASSERT_STR_EQ(screen_json(&s, &added, "messageId"), screen_json(&s, &list, "items.1.id"));
	ASSERT_STR_EQ("Bo joins Ansel, Bo.", screen_json(&s, &list, "items.1.content"));
	ASSERT_STR_EQ("2", screen_json(&s, &list, "items.1.swipeCount"));
	ASSERT_EQ(404, screen_call(&s, POST, url(chat, "/people"), add).status);
	ASSERT_EQ(30, screen_number(&s, "select round(talkativeness * 100)::bigint from "
					"chat_character order by place desc limit 1"));
	PASS();
}

TEST
only_payer_and_owner_may_stop_a_reply(void)
{
	struct member *owner = s.member = screen_member(&s, "owner", 0);
	const char *chat = open_with("Ansel");
	struct member *guest = screen_member(&s, "guest", 0);
	db_script(
		s.db,
		str_fmt(s.arena,
			"insert into chat_member (chat_id, member_id, role) values (%s, %lld, 'guest')",
			chat, (long long)guest->id.v)
			.p);
	ASSERT_EQ(202,
		  screen_call(&s, POST, url(chat, "/message"), "{\"content\":\"Hello.\"}").status);
	const char *button = str_fmt(s.arena, "formaction=\"/chat/%s/stop\"", chat).p;
	const char *at = str_fmt(s.arena, "/chat/%s", chat).p;
	struct reply page = screen_call(&s, GET, at, NULL);
	ASSERT(screen_says(&page, button));
	s.member = guest;
	page = screen_call(&s, GET, at, NULL);
	ASSERT(!screen_says(&page, button));
	ASSERT(screen_says(&page, "aria-label=\"A reply is being written\""));
	ASSERT_EQ(403, screen_call(&s, POST, url(chat, "/stop"), "{}").status);
	page = screen_call(&s, POST, str_fmt(s.arena, "/chat/%s/stop", chat).p, "content=Wait");
	ASSERT_EQ(403, page.status);
	ASSERT(page.commit);
	ASSERT(screen_says(&page, "Somebody else asked for this reply."));
	ASSERT(screen_says(&page, "Wait</textarea>"));
	s.member = owner;
	ASSERT_EQ(200, screen_call(&s, POST, url(chat, "/stop"), "{}").status);
	PASS();
}

TEST
a_chat_of_somebody_else_is_not_there(void)
{
	static const char *const VERBS[] = { "/message", "/regenerate", "/continue",
					     "/stop",	 "/swipe",	"/rate" };
	s.member = screen_member(&s, "owner", 0);
	const char *chat = open_with("Ansel");
	s.member = screen_member(&s, "stranger", 0);
	ASSERT_EQ(404, screen_call(&s, GET, url(chat, ""), NULL).status);
	ASSERT_EQ(404, screen_call(&s, GET, url(chat, "/messages"), NULL).status);
	ASSERT_EQ(404, screen_call(&s, PATCH, url(chat, ""), "{\"title\":\"mine\"}").status);
	ASSERT_EQ(404, screen_call(&s, DELETE, url(chat, ""), NULL).status);
	for (size_t i = 0; i < COUNT(VERBS); i++)
		ASSERT_EQm(VERBS[i], 404,
			   screen_call(&s, POST, url(chat, VERBS[i]),
				       "{\"content\":\"x\",\"messageId\":1,\"index\":0}")
				   .status);
	PASS();
}

TEST
a_deleted_chat_can_be_brought_back(void)
{
	s.member = screen_member(&s, "owner", 0);
	const char *chat = open_with("Ansel");
	struct reply gone = screen_call(&s, POST, str_fmt(s.arena, "/chat/%s/delete", chat).p, "");
	ASSERT_EQ(303, gone.status);
	struct reply list = screen_call(&s, GET, screen_header(&s, &gone, "Location"), NULL);
	ASSERT(screen_says(&list, str_fmt(s.arena, "action=\"/chat/%s/restore\"", chat).p));
	ASSERT_EQ(303,
		  screen_call(&s, POST, str_fmt(s.arena, "/chat/%s/restore", chat).p, "").status);
	ASSERT_EQ(200, screen_call(&s, GET, url(chat, ""), NULL).status);
	PASS();
}

TEST
pages_look_as_they_did(void)
{
	s.member = screen_member(&s, "painter", 0);
	struct reply none = screen_call(&s, GET, "/chat", NULL);
	ASSERT(cast_is_golden(&s, &none, "chat-none"));
	const char *chat = open_with("Ansel");
	struct reply page = screen_call(&s, GET, str_fmt(s.arena, "/chat/%s", chat).p, NULL);
	ASSERT(cast_is_golden(&s, &page, "chat-greeting"));
	PASS();
}

SUITE(chat)
{
	SET_SETUP(screen_begin, &s);
	SET_TEARDOWN(screen_end, &s);
	RUN_TEST(a_chat_begins_with_the_greeting);
	RUN_TEST(a_message_orders_a_reply_and_sets_its_price_aside);
	RUN_TEST(without_gems_the_text_comes_back_and_is_kept);
	RUN_TEST(stopping_keeps_what_was_typed_meanwhile);
	RUN_TEST(who_is_asked_in_greets_below_what_was_read);
	RUN_TEST(only_payer_and_owner_may_stop_a_reply);
	RUN_TEST(a_chat_of_somebody_else_is_not_there);
	RUN_TEST(a_deleted_chat_can_be_brought_back);
	RUN_TEST(pages_look_as_they_did);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	screen_open(&s, ROUTES, COUNT(ROUTES));
	RUN_SUITE(chat);
	screen_close(&s);
	GREATEST_MAIN_END();
}
