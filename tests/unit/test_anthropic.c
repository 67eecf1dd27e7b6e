/*
 * The Anthropic client against tests/fakes/anthropic.mjs, which refuses what the real service
 * refuses. Runs in the root of the tree; needs node.
 */
#include "tests/greatest.h"

#include <math.h>

#include "lib/base/buf.h"
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/provider/anthropic_wire.h"
#include "tests/support/fake.h"

static const char TEXT[] =
	"The kettle sings. Caf\xC3\xA9 light, a \xF0\x9F\x95\xAF\xEF\xB8\x8F candle, "
	"and time to talk.";
static struct arena *arena;
static struct loop *loop;
static struct str base;

struct talk {
	struct buf text;
	struct text_result result;
	struct str asked; /* its tool calls as name=arguments; */
};

static void
take_delta(void *of_talk, struct str text)
{
	struct talk *talk = of_talk;
	buf_str(&talk->text, text);
}

static void
take_end(void *of_talk, const struct text_result *result)
{
	struct talk *talk = of_talk;
	struct buf asked = buf_in(arena);
	talk->result = *result;
	talk->result.model = str_copy(arena, result->model);
	talk->result.detail = str_copy(arena, result->detail);
	talk->result.dropped = str_copy(arena, result->dropped);
	for (size_t i = 0; i < result->call_count; i++)
		buf_fmt(&asked, "%.*s=%.*s;", STR_ARG(result->calls[i].name),
			STR_ARG(result->calls[i].arguments));
	talk->asked = buf_done(&asked);
	loop_stop(loop);
}

static const struct text_events EVENTS = { take_delta, take_end };
static const struct text_message HELLO = { TEXT_USER, STR_INIT("secret words of a member") };

/* These are silent until patience ends; others are late only where many programs run. */
static int
patience_s(const char *manner)
{
	static const char *const SILENT[] = { "hang", "stall", "slowloris" };
	for (size_t i = 0; i < COUNT(SILENT); i++)
		if (strcmp(manner, SILENT[i]) == 0)
			return 1;
	return 30;
}

static struct talk
hold(const char *manner, const struct text_request *wanted)
{
	struct talk talk = { .text = buf_in(arena) };
	struct text_settings settings = {
		.base = base,
		.key = STR("sk-test"),
		.model = str_from(manner),
		.connect_timeout_ms = 5000,
		.idle_timeout_s = patience_s(manner),
		.retries = 1,
	};
	struct text_request request = { .messages = &HELLO, .message_count = 1, .max_tokens = 300 };
	struct text_provider provider = text_anthropic_provider(&settings);
	(void)provider.start(&provider, loop, wanted != NULL ? wanted : &request, &EVENTS, &talk);
	loop_run(loop);
	return talk;
}

TEST
gives_the_whole_text(const char *manner)
{
	struct talk talk = hold(manner, NULL);
	ASSERT_STR_EQ(TEXT, str_cstr(arena, buf_done(&talk.text)));
	ASSERT_EQ_FMT((int)TEXT_COMPLETE, (int)talk.result.end, "%d");
	PASS();
}

TEST
ends_with(const char *manner, enum text_end end, bool with_text)
{
	struct talk talk = hold(manner, NULL);
	ASSERT_EQ_FMT((int)end, (int)talk.result.end, "%d");
	ASSERT_EQ(with_text, talk.text.n > 0);
	ASSERT_EQ(-1, str_find(talk.result.detail, STR("secret")));
	ASSERT_EQ(-1, str_find(talk.result.detail, STR("nobody")));
	PASS();
}

TEST
the_whole_prompt_is_counted(void)
{
	struct talk talk = hold("cached", NULL);
	ASSERT_EQ(1125, talk.result.prompt_tokens);
	ASSERT_EQ(1000, talk.result.cached_tokens);
	ASSERT(talk.result.completion_tokens > 5);
	ASSERT_STR_EQ("fake-claude", str_cstr(arena, talk.result.model));
	PASS();
}

TEST
long_retry_after_is_handed_to_the_caller(void)
{
	struct talk talk = hold("limited", NULL);
	ASSERT_EQ(TEXT_LIMITED, talk.result.end);
	ASSERT_EQ(120, talk.result.retry_after_s);
	PASS();
}

TEST
tool_calls_come_together(void)
{
	static const struct text_tool TOOL = { STR_INIT("roll"), STR_INIT("Rolls."),
					       STR_INIT("{\"type\":\"object\"}") };
	struct text_request request = { .messages = &HELLO,
					.message_count = 1,
					.max_tokens = 300,
					.tools = &TOOL,
					.tool_count = 1 };
	struct talk talk = hold("tools", &request);
	ASSERT_EQ_FMT((int)TEXT_TOOLS, (int)talk.result.end, "%d");
	ASSERT_STR_EQ("roll={\"expr\":\"2d6\"};clock=;", str_cstr(arena, talk.asked));
	ASSERT_STR_EQ("I throw. ", str_cstr(arena, buf_done(&talk.text)));
	PASS();
}

/* The body as it is sent. */
static const json_t *
body_of(const struct text_request *request, struct str version, struct buf *dropped)
{
	struct str why;
	struct text_settings settings = { .model = STR("m"), .version = version };
	return json_read(arena,
			 anthropic_wire.body(arena, &settings, request,
					     anthropic_wire.fields(&settings), dropped),
			 &why);
}

/* "user:2 assistant:1": whose messages, and how many blocks each has. */
static const char *
shape_of(const json_t *body)
{
	struct buf out = buf_in(arena);
	const json_t *messages = json_object_get(body, "messages");
	for (size_t i = 0; i < json_array_size(messages); i++) {
		const json_t *one = json_array_get(messages, i);
		buf_fmt(&out, "%s%.*s:%zu", i == 0 ? "" : " ", STR_ARG(json_get_text(one, "role")),
			json_array_size(json_object_get(one, "content")));
	}
	return str_cstr(arena, buf_done(&out));
}

TEST
messages_alternate_and_both_ends_are_the_users(void)
{
	static const struct {
		const char *roles; /* s, u, a; capital: empty */
		const char *shape;
		size_t system;
	} CASES[] = {
		{ "", "user:1", 0 },
		{ "s", "user:1", 1 },
		{ "ssu", "user:1", 2 },
		{ "sSu", "user:1", 1 },
		{ "Su", "user:1", 0 },
		{ "sau", "user:1 assistant:1 user:1", 1 },
		{ "suuaau", "user:2 assistant:2 user:1", 1 },
		{ "suas", "user:1 assistant:1 user:1", 1 },
		{ "sua", "user:1 assistant:1 user:1", 1 },
		{ "suUAau", "user:1 assistant:1 user:1", 1 },
		{ "sA", "user:1", 1 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct text_message messages[8];
		size_t n = 0;
		for (const char *at = CASES[i].roles; *at != '\0'; at++) {
			bool is_empty = *at < 'a';
			char role = (char)(*at | 0x20);
			messages[n].role = role == 's'	 ? TEXT_SYSTEM
					   : role == 'u' ? TEXT_USER
							 : TEXT_ASSISTANT;
			messages[n++].content = is_empty ? STR(" \n") : STR("words");
		}
		struct text_request request = { .messages = messages, .message_count = n };
		struct buf dropped = buf_in(arena);
		const json_t *body = body_of(&request, STR_NONE, &dropped);
		ASSERT_STR_EQ(CASES[i].shape, shape_of(body));
		ASSERT_EQ(CASES[i].system, json_array_size(json_object_get(body, "system")));
		struct talk talk = hold("polite", &request);
		ASSERT_EQ(TEXT_COMPLETE, talk.result.end);
	}
	PASS();
}

/* How many blocks carry a cache mark. */
static size_t
marks_in(const json_t *blocks)
{
	size_t n = 0;
	for (size_t i = 0; i < json_array_size(blocks); i++)
		n += json_object_get(json_array_get(blocks, i), "cache_control") != NULL;
	return n;
}

TEST
a_long_stable_beginning_is_marked_for_the_cache(void)
{
	char *page = arena_take(arena, 5000);
	memset(page, 'x', 5000);
	const struct text_message messages[] = {
		{ TEXT_SYSTEM, { page, 5000 } },
		{ TEXT_ASSISTANT, STR("Good evening.") },
		{ TEXT_USER, STR("Hello.") },
		{ TEXT_ASSISTANT, STR("Sit down.") },
		{ TEXT_USER, STR("What do you see now?") },
	};
	struct text_request request = { .messages = messages, .message_count = COUNT(messages) };
	struct buf dropped = buf_in(arena);
	const json_t *body = body_of(&request, STR_NONE, &dropped);
	const json_t *talk = json_object_get(body, "messages");
	ASSERT_EQ(1u, marks_in(json_object_get(body, "system")));
	ASSERT_EQ(0u, marks_in(json_object_get(json_array_get(talk, 1), "content")));
	ASSERT_EQ(1u, marks_in(json_object_get(json_array_get(talk, 3), "content")));
	ASSERT_EQ(0u, marks_in(json_object_get(json_array_get(talk, 4), "content")));
	request.messages++;
	request.message_count--;
	body = body_of(&request, STR_NONE, &dropped);
	ASSERT(str_find(json_print(arena, body), STR("cache_control")) < 0);
	PASS();
}

TEST
settings_go_out_as_far_as_they_are_taken(void)
{
	static const struct str STOPS[] = { STR_INIT("\n"), STR_INIT("User:"), STR_INIT("") };
	struct text_sampling sampling;
	double *values = (double *)&sampling;
	for (size_t i = 0; i < sizeof(sampling) / sizeof(double); i++)
		values[i] = NAN;
	sampling.temperature = 1.3;
	sampling.top_p = 0.9;
	sampling.top_k = 40;
	sampling.min_p = 0.1;
	struct text_request request = { .messages = &HELLO,
					.message_count = 1,
					.max_tokens = 5,
					.sampling = &sampling,
					.stops = STOPS,
					.stop_count = COUNT(STOPS) };
	struct buf dropped = buf_in(arena);
	const json_t *body = body_of(&request, STR_NONE, &dropped);
	ASSERT_EQ_FMT(1.0, json_number_value(json_object_get(body, "temperature")), "%f");
	ASSERT_EQ(40, json_get_i64(body, "top_k", 0));
	ASSERT_EQ(1u, json_array_size(json_object_get(body, "stop_sequences")));
	ASSERT_STR_EQ("min_p", str_cstr(arena, buf_done(&dropped)));
	dropped.n = 0;
	body = body_of(&request, STR("2026-10-21"), &dropped);
	ASSERT(json_object_get(body, "temperature") == NULL);
	ASSERT_STR_EQ("temperature, top_p, top_k, min_p", str_cstr(arena, buf_done(&dropped)));
	struct talk talk = hold("no_sampling", &request);
	ASSERT_EQ(TEXT_COMPLETE, talk.result.end);
	ASSERT_STR_EQ("temperature, top_p, min_p", str_cstr(arena, talk.result.dropped));
	PASS();
}

TEST
rounds_of_tools_come_back_as_blocks(void)
{
	const struct text_tool tool = { STR("roll"), STR("Rolls."), STR("{\"type\":\"object\"}") };
	const struct text_tool_call call = { STR("toolu_1"), STR("roll"), STR("no json") };
	const struct str result = STR("{\"error\":\"bad\"}");
	const struct text_round round = { STR("I throw."), &call, &result, 1 };
	struct text_request request = { .messages = &HELLO,
					.message_count = 1,
					.tools = &tool,
					.tool_count = 1,
					.rounds = &round,
					.round_count = 1 };
	struct buf dropped = buf_in(arena);
	const json_t *body = body_of(&request, STR_NONE, &dropped);
	ASSERT_STR_EQ("user:1 assistant:2 user:1", shape_of(body));
	ASSERT_EQ(TEXT_COMPLETE, hold("polite", &request).result.end);
	PASS();
}

static int counted_tokens;

static void
keep_count(void *nothing, int tokens)
{
	(void)nothing;
	counted_tokens = tokens;
	loop_stop(loop);
}

TEST
tokens_are_counted_where_they_can_be(void)
{
	struct text_settings settings = { .base = base, .key = STR("sk-test"), .model = STR("m") };
	struct text_request request = { .messages = &HELLO, .message_count = 1 };
	struct text_provider provider = text_anthropic_provider(&settings);
	provider.count(&provider, loop, &request, keep_count, NULL);
	loop_run(loop);
	ASSERT(counted_tokens > 10);
	settings.base = STR("http://127.0.0.1:1/v1");
	provider.count(&provider, loop, &request, keep_count, NULL);
	loop_run(loop);
	ASSERT_EQ(-1, counted_tokens);
	provider = text_openai_provider(&settings);
	provider.count(&provider, loop, &request, keep_count, NULL);
	loop_run(loop);
	ASSERT_EQ(-1, counted_tokens);
	PASS();
}

TEST
odd_events_do_no_harm(void)
{
	static const struct str ODD[] = {
		STR_INIT("null"),
		STR_INIT("[]"),
		STR_INIT("{}"),
		STR_INIT("{\"type\":7}"),
		STR_INIT("{\"type\":\"message\",\"content\":7}"),
		STR_INIT("{\"type\":\"message_start\",\"message\":[]}"),
		STR_INIT("{\"type\":\"content_block_start\",\"index\":-5,\"content_block\":[]}"),
		STR_INIT("{\"type\":\"content_block_delta\",\"delta\":\"text_delta\"}"),
		STR_INIT(
			"{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":{}}}"),
		STR_INIT(
			"{\"type\":\"message_delta\",\"delta\":null,\"usage\":{\"input_tokens\":-9}}"),
		STR_INIT("{\"type\":\"error\",\"error\":{\"type\":\"secret words, not a type\"}}"),
		STR_INIT("{\"type\":\"error\",\"error\":\"secret words\"}"),
	};
	for (size_t i = 0; i < COUNT(ODD); i++) {
		struct wire_frame frame;
		struct sse_event event = { STR_NONE, ODD[i] };
		if (anthropic_wire.read(arena, &event, 200, &frame)) {
			ASSERT_EQ(0u, frame.text.n);
			ASSERT_EQ(-1, str_find(frame.outcome.detail, STR("secret")));
		}
	}
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
		{ "full", TEXT_LENGTH, true },
		{ "refusal", TEXT_REFUSED, true },
		{ "refusal_first", TEXT_REFUSED, false },
		{ "nothing_said", TEXT_COMPLETE, false },
		{ "overloaded", TEXT_DOWN, false },
		{ "overloaded_first", TEXT_DOWN, false },
		{ "overloaded_later", TEXT_CUT, true },
		{ "unauthorized", TEXT_REJECTED, false },
		{ "unpaid", TEXT_REJECTED, false },
		{ "unknown_model", TEXT_REJECTED, false },
		{ "too_long", TEXT_TOO_LONG, false },
		{ "too_large", TEXT_TOO_LONG, false },
		{ "paused", TEXT_COMPLETE, true },
		{ "internal", TEXT_DOWN, false },
		{ "html", TEXT_GARBAGE, false },
		{ "garbage", TEXT_GARBAGE, false },
		{ "cut", TEXT_CUT, true },
		{ "cut_first", TEXT_DOWN, false },
		{ "stall", TEXT_CUT, true },
		{ "hang", TEXT_DOWN, false },
		{ "slowloris", TEXT_DOWN, false },
		{ "endless", TEXT_LENGTH, true },
	};
	for (size_t i = 0; i < COUNT(CASES); i++)
		RUN_TESTp(ends_with, CASES[i].manner, CASES[i].end, CASES[i].with_text);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	static const char *const GOOD[] = { "polite",
					    "slow",
					    "crlf",
					    "split",
					    "pings",
					    "unknown",
					    "stop_sequence",
					    "no_stop",
					    "not_streamed",
					    "limited_short",
					    "overloaded_then_ok" };
	GREATEST_MAIN_BEGIN();
	log_open("test_anthropic", LOG_ERROR);
	arena = arena_new(64 * 1024 * 1024);
	loop = loop_new();
	struct fake fake = fake_start("tests/fakes/anthropic.mjs");
	base = str_fmt(arena, "http://127.0.0.1:%d/v1", fake.port);
	for (size_t i = 0; i < COUNT(GOOD); i++)
		RUN_TESTp(gives_the_whole_text, GOOD[i]);
	run_bad_manners();
	RUN_TEST(the_whole_prompt_is_counted);
	RUN_TEST(long_retry_after_is_handed_to_the_caller);
	RUN_TEST(tool_calls_come_together);
	RUN_TEST(messages_alternate_and_both_ends_are_the_users);
	RUN_TEST(a_long_stable_beginning_is_marked_for_the_cache);
	RUN_TEST(settings_go_out_as_far_as_they_are_taken);
	RUN_TEST(rounds_of_tools_come_back_as_blocks);
	RUN_TEST(tokens_are_counted_where_they_can_be);
	RUN_TEST(odd_events_do_no_harm);
	fake_stop(&fake);
	loop_free(loop);
	arena_free(arena);
	GREATEST_MAIN_END();
}
