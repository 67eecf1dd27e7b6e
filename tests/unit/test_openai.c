/*
 * The OpenAI client against tests/fakes/openai.mjs: good manners give the whole text, and each bad
 * one the right end. Runs in the root of the tree; needs node.
 */
#include "tests/greatest.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/utf8.h"
#include "lib/provider/text.h"
#include "tests/support/fake.h"

static const char TEXT[] =
	"The kettle sings. Caf\xC3\xA9 light, a \xF0\x9F\x95\xAF\xEF\xB8\x8F candle, "
	"and time to talk.";
static struct arena *arena;
static struct loop *loop;
static struct str base;

struct talk {
	struct text_settings settings;
	struct text_provider provider;
	struct text_request request;
	struct text_call *call;
	struct buf text;
	size_t deltas;
	size_t cancel_at; /* cancel in this delta; 0: never */
	bool is_sound;
	bool has_ended;
	enum text_end end;
	struct text_result result;
	struct str asked; /* its tool calls as name=arguments; */
	int *left;	  /* how many talks are still going on */
};

static void
one_less(struct talk *talk)
{
	if (--*talk->left == 0)
		loop_stop(loop);
}

static void
take_delta(void *of_talk, struct str text)
{
	struct talk *talk = of_talk;
	talk->is_sound = talk->is_sound && text.n > 0 && utf8_valid(text) && !talk->has_ended;
	buf_str(&talk->text, text);
	if (++talk->deltas == talk->cancel_at) {
		talk->provider.cancel(talk->call);
		one_less(talk);
	}
}

static void
take_end(void *of_talk, const struct text_result *result)
{
	struct talk *talk = of_talk;
	talk->is_sound = talk->is_sound && !talk->has_ended;
	talk->has_ended = true;
	talk->end = result->end;
	talk->result = *result;
	talk->result.model = str_copy(arena, result->model);
	talk->result.detail = str_copy(arena, result->detail);
	struct buf asked = buf_in(arena);
	for (size_t i = 0; i < result->call_count; i++)
		buf_fmt(&asked, "%.*s=%.*s;", STR_ARG(result->calls[i].name),
			STR_ARG(result->calls[i].arguments));
	talk->asked = buf_done(&asked);
	one_less(talk);
}

static const struct text_events EVENTS = { take_delta, take_end };
/* Nothing but a temperature: zeros would be settings. */
static struct text_sampling WARM;

static struct text_sampling
warm(void)
{
	struct text_sampling sampling;
	double *values = (double *)&sampling;
	for (size_t i = 0; i < sizeof(sampling) / sizeof(double); i++)
		values[i] = NAN;
	sampling.temperature = 0.8;
	return sampling;
}

static const struct text_message HELLO = { TEXT_USER, STR_INIT("secret words of a member") };

/* These are silent until patience ends; others are late only where many programs run. */
static int
patience_s(const char *manner)
{
	static const char *const SILENT[] = { "hang", "stall", "slowloris", "pings", "pings_only" };
	for (size_t i = 0; i < COUNT(SILENT); i++)
		if (strcmp(manner, SILENT[i]) == 0)
			return 1;
	return 30;
}

static struct talk *
talk_in(const char *manner, int *left)
{
	struct talk *talk = ARENA_NEW(arena, struct talk);
	talk->settings = (struct text_settings){
		.base = base,
		.key = STR("sk-test"),
		.model = str_from(manner),
		.connect_timeout_ms = 5000,
		.idle_timeout_s = patience_s(manner),
		.retries = 1,
	};
	talk->request = (struct text_request){
		.messages = &HELLO,
		.message_count = 1,
		.max_tokens = 300,
		.sampling = &WARM,
		.seed = 7,
	};
	talk->text = buf_in(arena);
	talk->is_sound = true;
	talk->left = left;
	++*left;
	return talk;
}

static void
start(struct talk *talk)
{
	talk->provider = text_openai_provider(&talk->settings);
	talk->call = talk->provider.start(&talk->provider, loop, &talk->request, &EVENTS, talk);
}

static struct talk *
hold_talk(const char *manner)
{
	int left = 0;
	struct talk *talk = talk_in(manner, &left);
	start(talk);
	loop_run(loop);
	return talk;
}

TEST
gives_the_whole_text(const char *manner)
{
	struct talk *talk = hold_talk(manner);
	ASSERT_STR_EQ(TEXT, str_cstr(arena, buf_done(&talk->text)));
	ASSERT_EQ_FMT(TEXT_COMPLETE, talk->end, "%d");
	ASSERT(talk->is_sound);
	PASS();
}

TEST
ends_with(const char *manner, enum text_end end, bool with_text)
{
	struct talk *talk = hold_talk(manner);
	ASSERT_EQ_FMT((int)end, (int)talk->end, "%d");
	ASSERT_EQ(with_text, talk->deltas > 0);
	ASSERT(talk->is_sound);
	ASSERT_EQ(-1, str_find(talk->result.detail, STR("secret")));
	PASS();
}

TEST
counts_and_names_come_through(const char *manner)
{
	struct talk *talk = hold_talk(manner);
	ASSERT_EQ(9, talk->result.prompt_tokens);
	ASSERT(talk->result.completion_tokens > 5);
	ASSERT_STR_EQ("fake-1", str_cstr(arena, talk->result.model));
	PASS();
}

TEST
long_retry_after_is_handed_to_the_caller_at_once(void)
{
	int64_t began = clock_mono_us();
	struct talk *talk = hold_talk("limited");
	ASSERT_EQ(TEXT_LIMITED, talk->end);
	ASSERT_EQ(120, talk->result.retry_after_s);
	ASSERT(clock_mono_us() - began < 60 * 1000 * 1000);
	PASS();
}

TEST
text_is_capped(void)
{
	struct talk *talk = hold_talk("flood");
	ASSERT_EQ(TEXT_LENGTH, talk->end);
	ASSERT_EQ(300u * 32, talk->text.n);
	PASS();
}

TEST
nothing_behind_a_stop_is_shown(void)
{
	static const struct str STOPS[] = { STR_INIT(""), STR_INIT("light, a ?"),
					    STR_INIT("candle,") };
	int left = 0;
	struct talk *talk = talk_in("half_points", &left);
	talk->request.stops = STOPS;
	talk->request.stop_count = COUNT(STOPS);
	start(talk);
	loop_run(loop);
	ASSERT_EQ(TEXT_COMPLETE, talk->end);
	ASSERT_STR_EQ("The kettle sings. Caf\xC3\xA9 light, a \xF0\x9F\x95\xAF\xEF\xB8\x8F ",
		      str_cstr(arena, buf_done(&talk->text)));
	PASS();
}

TEST
tool_calls_come_together(const char *manner)
{
	static const struct text_tool TOOL = { STR_INIT("roll"), STR_INIT("Rolls."),
					       STR_INIT("{\"type\":\"object\"}") };
	int left = 0;
	struct talk *talk = talk_in(manner, &left);
	talk->request.tools = &TOOL;
	talk->request.tool_count = 1;
	start(talk);
	loop_run(loop);
	ASSERT_EQ_FMT((int)TEXT_TOOLS, (int)talk->end, "%d");
	ASSERT_STR_EQ("roll={\"expr\":\"2d6\"};clock={};", str_cstr(arena, talk->asked));
	PASS();
}

TEST
ill_formed_bytes_become_replacements(void)
{
	struct talk *talk = hold_talk("bad_bytes");
	ASSERT_STR_EQ("ok \xEF\xBF\xBD\xEF\xBF\xBD"
		      "A\xEF\xBF\xBD \xEF\xBF\xBD end",
		      str_cstr(arena, buf_done(&talk->text)));
	PASS();
}

TEST
cancelling_in_a_delta_ends_it_silently(void)
{
	int left = 0;
	struct talk *talk = talk_in("endless", &left);
	talk->cancel_at = 3;
	start(talk);
	loop_run(loop);
	ASSERT_EQ(3u, talk->deltas);
	ASSERT_FALSE(talk->has_ended);
	PASS();
}

static void
cancel_later(void *of_talk)
{
	struct talk *talk = of_talk;
	if (talk->has_ended) /* on a slow machine it may have come first */
		return;
	talk->provider.cancel(talk->call);
	one_less(talk);
}

TEST
cancelling_at_any_moment_is_safe(void)
{
	static const char *const MANNERS[] = { "slow",	  "hang",  "error_always",
					       "endless", "stall", "slowloris" };
	int left = 0;
	for (int i = 0; i < 60; i++) {
		struct talk *talk = talk_in(MANNERS[(size_t)i % COUNT(MANNERS)], &left);
		start(talk);
		(void)loop_after(loop, i * 4000, cancel_later, talk);
	}
	loop_run(loop);
	ASSERT_EQ(0, left);
	PASS();
}

TEST
unreachable_is_down_and_wrong_addresses_are_rejected(void)
{
	static const struct {
		struct str base;
		enum text_end end;
	} CASES[] = {
		{ STR_INIT("http://127.0.0.1:1/v1"), TEXT_DOWN },
		{ STR_INIT("http://192.0.2.1/v1"), TEXT_REJECTED },
		{ STR_INIT("http://127.0.0.1.example.org/v1"), TEXT_REJECTED },
		{ STR_INIT("file:///etc/passwd"), TEXT_REJECTED },
		{ STR_INIT("nonsense"), TEXT_REJECTED },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		int left = 0;
		struct talk *talk = talk_in("polite", &left);
		talk->settings.base = CASES[i].base;
		talk->settings.retries = 0;
		start(talk);
		loop_run(loop);
		ASSERT_EQ_FMT((int)CASES[i].end, (int)talk->end, "%d");
	}
	PASS();
}

TEST
many_at_once_come_out_whole(void)
{
	enum { MANY = 300 };
	struct talk *talks[MANY];
	int left = 0;
	for (size_t i = 0; i < MANY; i++) {
		talks[i] = talk_in(i % 2 == 0 ? "polite" : "half_points", &left);
		start(talks[i]);
	}
	loop_run(loop);
	for (size_t i = 0; i < MANY; i++) {
		ASSERT_EQ(TEXT_COMPLETE, talks[i]->end);
		ASSERT_STR_EQ(TEXT, str_cstr(arena, buf_done(&talks[i]->text)));
	}
	PASS();
}

/* ---- what the server saw ---- */

static size_t
put_answer(char *bytes, size_t size, size_t count, void *of_buf)
{
	buf_put(of_buf, bytes, size * count);
	return size * count;
}

/* The fake's log of requests; after "DELETE" it is forgotten. */
static const json_t *
ask_log(const char *method)
{
	struct buf answer = buf_in(arena);
	struct str why;
	CURL *easy = curl_easy_init();
	const char *url = str_fmt(arena, "%.*s/_requests", (int)(base.n - 3), base.p).p;
	(void)curl_easy_setopt(easy, CURLOPT_URL, url);
	(void)curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method);
	(void)curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, put_answer);
	(void)curl_easy_setopt(easy, CURLOPT_WRITEDATA, &answer);
	(void)curl_easy_perform(easy);
	curl_easy_cleanup(easy);
	return json_read(arena, buf_done(&answer), &why);
}

static const json_t *
take_log(void)
{
	return ask_log("DELETE");
}

TEST
cancelling_closes_the_connection(void)
{
	const json_t *log;
	(void)take_log();
	CHECK_CALL(cancelling_in_a_delta_ends_it_silently());
	int64_t from = clock_mono_us();
	do {
		(void)usleep(20 * 1000);
		log = ask_log("GET");
		ASSERT_EQ(1u, json_array_size(log));
	} while (!json_get_bool(json_array_get(log, 0), "broken", false) &&
		 clock_mono_us() - from < 60 * 1000 * 1000);
	ASSERT(json_get_bool(json_array_get(log, 0), "broken", false));
	PASS();
}

TEST
connections_are_used_again(void)
{
	(void)take_log();
	for (int i = 0; i < 3; i++)
		(void)hold_talk("polite");
	const json_t *log = take_log();
	ASSERT_EQ(3u, json_array_size(log));
	struct str first = json_get_text(json_array_get(log, 0), "socket");
	for (size_t i = 1; i < 3; i++)
		ASSERT(str_eq(first, json_get_text(json_array_get(log, i), "socket")));
	ASSERT(json_get_bool(json_array_get(log, 0), "key", false));
	PASS();
}

TEST
retries_only_what_may_be_tried_again(void)
{
	static const struct {
		const char *manner;
		size_t requests;
	} CASES[] = { { "error_always", 2 }, { "error_final", 1 },   { "unauthorized", 1 },
		      { "cut", 1 },	     { "error_frame", 1 },   { "quota", 1 },
		      { "hang", 2 },	     { "limited_short", 2 }, { "busy", 2 },
		      { "too_long", 1 } };
	for (size_t i = 0; i < COUNT(CASES); i++) {
		(void)take_log();
		(void)hold_talk(CASES[i].manner);
		ASSERT_EQ_FMT(CASES[i].requests, json_array_size(take_log()), "%zu");
	}
	PASS();
}

TEST
what_a_model_refuses_is_asked_once(void)
{
	(void)hold_talk("old_tongue");
	(void)take_log();
	const struct talk *talk = hold_talk("old_tongue");
	ASSERT_EQ_FMT(TEXT_COMPLETE, talk->end, "%d");
	ASSERT_EQ(1u, json_array_size(take_log()));
	PASS();
}

TEST
busy_servers_say_when_to_come_back(void)
{
	const struct talk *talk = hold_talk("busy");
	ASSERT_EQ_FMT(TEXT_LIMITED, talk->end, "%d");
	ASSERT_EQ(5, talk->result.retry_after_s);
	talk = hold_talk("loading");
	ASSERT_EQ_FMT(TEXT_LIMITED, talk->end, "%d");
	PASS();
}

static void
run_bad_manners(void)
{
	static const struct {
		const char *manner;
		enum text_end end;
		bool with_text;
	} CASES[] = {
		{ "length", TEXT_LENGTH, true },
		{ "content_filter", TEXT_BLOCKED, true },
		{ "finish_error", TEXT_CUT, true },
		{ "cut", TEXT_CUT, true },
		{ "cut_first", TEXT_DOWN, false },
		{ "ended_early", TEXT_CUT, true },
		{ "unterminated", TEXT_COMPLETE, true },
		{ "truncated_frame", TEXT_GARBAGE, false },
		{ "empty", TEXT_GARBAGE, false },
		{ "nothing_said", TEXT_COMPLETE, false },
		{ "quota", TEXT_REJECTED, false },
		{ "error_always", TEXT_DOWN, false },
		{ "error_final", TEXT_DOWN, false },
		{ "unauthorized", TEXT_REJECTED, false },
		{ "moderated", TEXT_BLOCKED, false },
		{ "too_long", TEXT_TOO_LONG, false },
		{ "too_long_llamacpp", TEXT_TOO_LONG, false },
		{ "too_long_vllm", TEXT_TOO_LONG, false },
		{ "error_line", TEXT_CUT, true },
		{ "error_line_first", TEXT_TOO_LONG, false },
		{ "thinking_only", TEXT_LENGTH, false },
		{ "redirect", TEXT_REJECTED, false },
		{ "html", TEXT_GARBAGE, false },
		{ "json_error", TEXT_DOWN, false },
		{ "error_frame", TEXT_CUT, true },
		{ "error_first", TEXT_LIMITED, false },
		{ "refusal", TEXT_REFUSED, false },
		{ "slowloris", TEXT_DOWN, false },
		{ "hang", TEXT_DOWN, false },
		{ "stall", TEXT_CUT, true },
		{ "one_line", TEXT_GARBAGE, false },
		{ "endless", TEXT_LENGTH, true },
		{ "tools", TEXT_COMPLETE, true },
	};
	for (size_t i = 0; i < COUNT(CASES); i++)
		RUN_TESTp(ends_with, CASES[i].manner, CASES[i].end, CASES[i].with_text);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	static const char *const GOOD[] = { "polite",
					    "slow_first",
					    "slow",
					    "cr",
					    "crlf",
					    "no_done",
					    "comments",
					    "pings",
					    "split",
					    "half_points",
					    "lingering",
					    "not_streamed",
					    "limited_short",
					    "error_then_ok",
					    "no_stream_options",
					    "old_tongue",
					    "thinking",
					    "thinking_in_text",
					    "parts",
					    "wants_again" };
	GREATEST_MAIN_BEGIN();
	log_open("test_openai", LOG_ERROR);
	WARM = warm();
	arena = arena_new(256 * 1024 * 1024);
	loop = loop_new();
	struct fake fake = fake_start("tests/fakes/openai.mjs");
	base = str_fmt(arena, "http://127.0.0.1:%d/v1", fake.port);
	for (size_t i = 0; i < COUNT(GOOD); i++)
		RUN_TESTp(gives_the_whole_text, GOOD[i]);
	run_bad_manners();
	RUN_TESTp(counts_and_names_come_through, "polite");
	RUN_TESTp(counts_and_names_come_through, "counts_as_it_goes");
	RUN_TEST(long_retry_after_is_handed_to_the_caller_at_once);
	RUN_TEST(text_is_capped);
	RUN_TEST(nothing_behind_a_stop_is_shown);
	RUN_TESTp(tool_calls_come_together, "tools_only");
	RUN_TESTp(tool_calls_come_together, "tools_one_index");
	RUN_TEST(ill_formed_bytes_become_replacements);
	RUN_TEST(cancelling_in_a_delta_ends_it_silently);
	RUN_TEST(cancelling_at_any_moment_is_safe);
	RUN_TEST(cancelling_closes_the_connection);
	RUN_TEST(connections_are_used_again);
	RUN_TEST(retries_only_what_may_be_tried_again);
	RUN_TEST(what_a_model_refuses_is_asked_once);
	RUN_TEST(busy_servers_say_when_to_come_back);
	RUN_TEST(unreachable_is_down_and_wrong_addresses_are_rejected);
	RUN_TEST(many_at_once_come_out_whole);
	fake_stop(&fake);
	loop_free(loop);
	arena_free(arena);
	GREATEST_MAIN_END();
}
