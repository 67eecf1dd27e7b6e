/*
 * What goes to servers that speak OpenAI's protocol, what their frames mean, and what of a stream a
 * reader may see: plain text in, plain text out.
 */
#include "tests/greatest.h"

#include <math.h>

#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/base/utf8.h"
#include "lib/provider/filter.h"
#include "lib/provider/fold.h"
#include "lib/provider/openai_wire.h"
#include "lib/provider/probe.h"

static struct arena *arena;
static const struct text_message HELLO = { TEXT_USER, STR_INIT("secret words of a member") };

/* The body as it would go to a server of this dialect. */
static const json_t *
body_for(enum text_dialect dialect, const struct text_request *request, struct buf *dropped)
{
	struct str why;
	struct text_settings settings = { .model = STR("m"), .dialect = dialect };
	struct str body = openai_wire.body(arena, &settings, request, openai_wire.fields(&settings),
					   dropped);
	return json_read(arena, body, &why);
}

TEST
requests_are_json_whatever_people_write(void)
{
	const struct text_message messages[] = {
		{ TEXT_SYSTEM, STR("Be \"kind\"\n") },
		{ TEXT_USER, STR("\xFF\x01 </script> \\ {{user}}") },
	};
	struct text_request request = {
		.messages = messages, .message_count = 2, .max_tokens = 5, .seed = UINT64_MAX
	};
	struct buf dropped = buf_in(arena);
	const json_t *root = body_for(TEXT_DIALECT_PLAIN, &request, &dropped);
	ASSERT(root != NULL);
	ASSERT(json_object_get(root, "temperature") == NULL);
	ASSERT(json_object_get(root, "tools") == NULL);
	ASSERT(json_object_get(root, "stop") == NULL);
	ASSERT_EQ(5, json_get_i64(root, "max_tokens", 0));
	const json_t *second = json_array_get(json_object_get(root, "messages"), 1);
	ASSERT(str_starts(json_get_text(second, "content"), STR("\xEF\xBF\xBD")));
	root = body_for(TEXT_DIALECT_OPENAI, &request, &dropped);
	ASSERT_EQ(5, json_get_i64(root, "max_completion_tokens", 0));
	PASS();
}

/* A sampling whose every value would change something. */
static struct text_sampling
all_of_it(void)
{
	return (struct text_sampling){
		.temperature = 1.2,
		.top_p = 0.9,
		.top_k = 40,
		.min_p = 0.05,
		.typical_p = 0.9,
		.top_a = 0.1,
		.tfs = 0.9,
		.repetition_penalty = 1.1,
		.repetition_range = 1024,
		.repetition_slope = 0.7,
		.frequency_penalty = 0.2,
		.presence_penalty = 0.3,
		.mirostat_mode = 2,
		.mirostat_tau = 5,
		.mirostat_eta = 0.1,
		.dynatemp_range = 0.5,
		.dynatemp_exponent = 2,
		.smoothing_factor = 0.2,
		.smoothing_curve = 2,
		.dry_multiplier = 0.8,
		.dry_base = 1.75,
		.dry_allowed_length = 2,
		.xtc_threshold = 0.1,
		.xtc_probability = 0.5,
	};
}

TEST
each_server_gets_what_it_takes_by_its_names(void)
{
	static const struct {
		enum text_dialect dialect;
		const char *taken; /* names with values, as a server reads them */
		const char *dropped;
	} CASES[] = {
		{ TEXT_DIALECT_OPENAI, "temperature top_p frequency_penalty presence_penalty",
		  "top_k, min_p, typical_p, top_a, tfs, repetition_penalty, repetition_range, "
		  "repetition_slope, mirostat_mode, dynatemp_range, dynatemp_exponent, "
		  "smoothing_factor, smoothing_curve, dry_multiplier, xtc_probability" },
		{ TEXT_DIALECT_OPENROUTER, "top_k min_p top_a repetition_penalty",
		  "typical_p, tfs, repetition_range, repetition_slope, mirostat_mode, "
		  "dynatemp_range, dynatemp_exponent, smoothing_factor, smoothing_curve, "
		  "dry_multiplier, xtc_probability" },
		{ TEXT_DIALECT_LLAMACPP,
		  "typical_p repeat_penalty repeat_last_n mirostat mirostat_tau dynatemp_range "
		  "dry_multiplier dry_base dry_allowed_length xtc_threshold xtc_probability",
		  "top_a, tfs, repetition_slope, smoothing_factor, smoothing_curve" },
		{ TEXT_DIALECT_OLLAMA, "temperature top_p frequency_penalty presence_penalty",
		  NULL },
		{ TEXT_DIALECT_VLLM, "top_k min_p repetition_penalty", NULL },
		{ TEXT_DIALECT_TABBYAPI,
		  "typical top_a tfs repetition_penalty penalty_range frequency_penalty mirostat_mode "
		  "smoothing_factor dry_base xtc_probability",
		  "repetition_slope, dynatemp_range, dynatemp_exponent, smoothing_curve" },
		{ TEXT_DIALECT_KOBOLDCPP,
		  "typical top_a tfs rep_pen rep_pen_range rep_pen_slope smoothing_factor "
		  "xtc_probability",
		  "frequency_penalty" },
	};
	struct text_sampling sampling = all_of_it();
	struct text_request request = { .messages = &HELLO,
					.message_count = 1,
					.sampling = &sampling };
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct buf dropped = buf_in(arena);
		const json_t *root = body_for(CASES[i].dialect, &request, &dropped);
		struct str rest = str_from(CASES[i].taken), name;
		while (str_cut(&rest, ' ', &name))
			ASSERT_FALSE(json_object_get(root, str_cstr(arena, name)) == NULL);
		if (CASES[i].dropped != NULL)
			ASSERT_STR_EQ(CASES[i].dropped, str_cstr(arena, buf_done(&dropped)));
	}
	PASS();
}

TEST
what_changes_nothing_is_not_missed(void)
{
	struct text_sampling sampling = all_of_it();
	struct buf dropped = buf_in(arena);
	sampling.tfs = 1;
	sampling.top_a = 0;
	sampling.smoothing_factor = 0;
	sampling.smoothing_curve = 1;
	sampling.repetition_slope = NAN;
	struct text_request request = { .messages = &HELLO,
					.message_count = 1,
					.sampling = &sampling };
	ASSERT(body_for(TEXT_DIALECT_LLAMACPP, &request, &dropped) != NULL);
	ASSERT_EQ(0u, dropped.n);
	PASS();
}

TEST
a_setting_that_is_refused_is_left_out(void)
{
	struct text_settings settings = { .dialect = TEXT_DIALECT_LLAMACPP };
	uint64_t fields = openai_wire.fields(&settings);
	uint64_t next = openai_wire.fields_after(
		arena, &settings, STR("{\"error\":{\"message\":\"no mirostat_tau here\"}}"),
		fields);
	ASSERT_EQ(openai_sampling_named(TEXT_DIALECT_LLAMACPP, STR("mirostat_tau"), fields),
		  fields & ~next);
	ASSERT(openai_sampling_named(TEXT_DIALECT_LLAMACPP, STR("mirostat"), next) != 0);
	ASSERT_EQ(fields, openai_wire.fields_after(arena, &settings, STR("no"), fields));
	PASS();
}

TEST
banned_texts_go_to_those_who_can_see_to_it(void)
{
	static const struct str BANNED[] = { STR_INIT("shivers"), STR_INIT("a \"quote\"") };
	struct text_request request = {
		.messages = &HELLO, .message_count = 1, .banned = BANNED, .banned_count = 2
	};
	for (int d = TEXT_DIALECT_PLAIN; d <= TEXT_DIALECT_TABBYAPI; d++) {
		struct buf dropped = buf_in(arena);
		const json_t *root = body_for((enum text_dialect)d, &request, &dropped);
		const json_t *list = json_object_get(root, "banned_strings");
		bool takes = d == TEXT_DIALECT_KOBOLDCPP || d == TEXT_DIALECT_TABBYAPI;
		ASSERT_EQ_FMT(takes ? (size_t)2 : (size_t)0, json_array_size(list), "%zu");
		ASSERT_STR_EQ(takes ? "" : "banned_strings", str_cstr(arena, buf_done(&dropped)));
		if (takes)
			ASSERT(str_eq(json_text(json_array_get(list, 1)), BANNED[1]));
	}
	struct text_settings settings = { .dialect = TEXT_DIALECT_KOBOLDCPP };
	uint64_t fields = openai_wire.fields(&settings);
	ASSERT_EQ(
		fields & ~(uint64_t)OPENAI_BANNED,
		openai_wire.fields_after(arena, &settings, STR("no banned_strings here"), fields));
	PASS();
}

/* Roles and texts, "s:Rules u:Hello". */
static struct str
told(const struct text_message *messages, size_t n)
{
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < n; i++)
		buf_fmt(&out, "%s%c:%.*s", i == 0 ? "" : " | ", "sua"[messages[i].role],
			STR_ARG(messages[i].content));
	return buf_done(&out);
}

#define S(text)                                                                                    \
	{                                                                                          \
		TEXT_SYSTEM, STR_INIT(text)                                                        \
	}
#define U(text)                                                                                    \
	{                                                                                          \
		TEXT_USER, STR_INIT(text)                                                          \
	}
#define A(text)                                                                                    \
	{                                                                                          \
		TEXT_ASSISTANT, STR_INIT(text)                                                     \
	}

TEST
prompts_are_folded_for_templates_that_want_turns(void)
{
	static const struct {
		struct text_message in[6];
		size_t n;
		const char *out, *never;
	} CASES[] = {
		{ { S("R"), U("1"), A("2"), S("note"), U("3"), S("end") },
		  6,
		  "s:R | u:1 | a:2 | u:[System note]\nnote\n\n3\n\n[System note]\nend",
		  "u:R\n\n1 | a:2 | u:[System note]\nnote\n\n3\n\n[System note]\nend" },
		{ { S("R"), S("M"), A("hi"), A("you"), U(" "), A("!") },
		  6,
		  "s:R\n\nM | u:(The conversation begins.) | a:hi\n\nyou\n\n! | u:(Go on.)",
		  "u:R\n\nM | a:hi\n\nyou\n\n! | u:(Go on.)" },
		{ { S("R") }, 1, "s:R | u:(Begin.)", "u:R" },
		{ { S("") }, 0, "u:(Begin.)", "u:(Begin.)" },
		{ { U("a"), S("b") }, 2, "u:a\n\n[System note]\nb", "u:a\n\n[System note]\nb" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		size_t n = CASES[i].n;
		const struct text_message *got = fold_messages(arena, CASES[i].in, &n,
							       FOLD_SYSTEM_FIRST, false);
		ASSERT_STR_EQ(CASES[i].out, str_cstr(arena, told(got, n)));
		n = CASES[i].n;
		got = fold_messages(arena, CASES[i].in, &n, FOLD_SYSTEM_NEVER, false);
		ASSERT_STR_EQ(CASES[i].never, str_cstr(arena, told(got, n)));
	}
	PASS();
}

TEST
who_wants_turns_gets_them(void)
{
	static const struct text_message TALK[] = { S("R"), U("1"), S("note"), U("2") };
	static const char *const COMPLAINTS[] = {
		"Conversation roles must alternate user/assistant/user/assistant/...",
		"Only user, assistant and tool roles are supported, with the exception of an initial "
		"optional system message!",
		"System role not supported",
		"Expected last role User or Tool (or Assistant with prefix True) for serving but got "
		"assistant",
	};
	struct text_request request = { .messages = TALK, .message_count = COUNT(TALK) };
	for (int d = TEXT_DIALECT_PLAIN; d <= TEXT_DIALECT_TABBYAPI; d++) {
		struct buf dropped = buf_in(arena);
		const json_t *root = body_for((enum text_dialect)d, &request, &dropped);
		bool is_folded = d == TEXT_DIALECT_LLAMACPP || d == TEXT_DIALECT_VLLM ||
				 d == TEXT_DIALECT_TABBYAPI;
		ASSERT_EQ_FMT(is_folded ? (size_t)2 : COUNT(TALK),
			      json_array_size(json_object_get(root, "messages")), "%zu");
	}
	/* Others are folded once they complain, and then go without the role at all. */
	struct text_settings settings = { .dialect = TEXT_DIALECT_PLAIN };
	uint64_t first = openai_wire.fields(&settings);
	for (size_t i = 0; i < COUNT(COMPLAINTS); i++) {
		struct str said = str_fmt(arena, "{\"error\":{\"message\":\"%s\"}}", COMPLAINTS[i]);
		uint64_t next = openai_wire.fields_after(arena, &settings, said, first);
		ASSERT_EQ(first | OPENAI_FOLD, next);
		next = openai_wire.fields_after(arena, &settings, said, next);
		ASSERT_EQ(first | OPENAI_FOLD | OPENAI_NO_SYSTEM, next);
		ASSERT_EQ(0u, openai_wire.fields_after(arena, &settings, said, next) & ~(next));
	}
	PASS();
}

TEST
rounds_of_tools_are_told_in_order(void)
{
	const struct text_tool tool = { STR("roll_dice"), STR("Rolls."),
					STR("{\"type\":\"object\"}") };
	const struct text_tool_call call = { STR("call_1"), STR("roll_dice"),
					     STR("{\"notation\":") };
	const struct str result = STR("{\"error\":\"bad\"}");
	const struct text_round round = { STR(""), &call, &result, 1 };
	struct text_request request = {
		.messages = &HELLO,
		.message_count = 1,
		.tools = &tool,
		.tool_count = 1,
		.rounds = &round,
		.round_count = 1,
		.tools_are_over = true,
	};
	struct buf dropped = buf_in(arena);
	const json_t *root = body_for(TEXT_DIALECT_PLAIN, &request, &dropped);
	const json_t *messages = json_object_get(root, "messages");
	ASSERT_EQ(3u, json_array_size(messages));
	ASSERT(str_eq(json_get_text(json_array_get(messages, 2), "tool_call_id"), STR("call_1")));
	ASSERT(str_eq(json_get_text(root, "tool_choice"), STR("none")));
	ASSERT_EQ(1u, json_array_size(json_object_get(root, "tools")));
	PASS();
}

TEST
odd_frames_do_no_harm(void)
{
	static const struct str ODD[] = {
		STR_INIT("null"),
		STR_INIT("[]"),
		STR_INIT("{}"),
		STR_INIT("\"choices\""),
		STR_INIT("{\"choices\":{}}"),
		STR_INIT("{\"choices\":[null]}"),
		STR_INIT("{\"choices\":[{\"delta\":[1],\"finish_reason\":{}}]}"),
		STR_INIT(
			"{\"choices\":[{\"delta\":{\"content\":7}}],\"usage\":{\"prompt_tokens\":-5}}"),
		STR_INIT(
			"{\"choices\":[{\"delta\":{\"tool_calls\":[7,{\"index\":-99,\"function\":[]}]}}]}"),
		STR_INIT("{\"error\":\"words only\"}"),
		STR_INIT("{\"error\":{\"code\":\"secret words, not a code\"}}"),
		STR_INIT("{\"a\":\"\\u12\"}"),
		STR_INIT("{\"a\":\"\\"),
	};
	for (size_t i = 0; i < COUNT(ODD); i++) {
		struct wire_frame frame;
		struct sse_event event = { STR_NONE, ODD[i] };
		if (openai_wire.read(arena, &event, 200, &frame)) {
			ASSERT_EQ(0u, frame.text.n);
			ASSERT_EQ(-1, str_find(frame.outcome.detail, STR("secret")));
		}
	}
	PASS();
}

/* ---- what a reader may see ---- */

/* What comes out when `text` comes in pieces of `size` bytes. */
static struct str
filtered(struct str text, size_t size, const struct str *stops, size_t n)
{
	struct filter filter = filter_in(arena, stops, n);
	struct buf out = buf_in(arena);
	for (size_t at = 0; at < text.n; at += size)
		buf_str(&out, filter_feed(&filter, arena, str_first(str_from_at(text, at), size)));
	buf_str(&out, filter_end(&filter, arena));
	return buf_done(&out);
}

TEST
streams_are_filtered_however_they_are_cut(void)
{
	static const struct str STOPS[] = { STR_INIT("\nUser:"), STR_INIT("###"), STR_INIT("") };
	static const struct {
		const char *in, *out;
	} CASES[] = {
		{ "Plain words.", "Plain words." },
		{ "One.\nUser: Two.", "One." },
		{ "One.\nUser Two.", "One.\nUser Two." },
		{ "One.\nUse", "One.\nUse" },
		{ "a ## b ### c", "a ## b " },
		{ "####", "" },
		{ "\n\nUser:", "\n" },
		{ "<think>Hm. ###</think>\n\nYes.", "Yes." },
		{ " \n<thinking>a</thinking> Yes.", "Yes." },
		{ "<think>never done", "" },
		{ "<thin ice>", "<thin ice>" },
		{ "<", "<" },
		{ "  ", "  " },
		{ "No <think>b</think> here", "No <think>b</think> here" },
		{ "Caf\xC3\xA9 \xF0\x9F\x95\xAF.", "Caf\xC3\xA9 \xF0\x9F\x95\xAF." },
		{ "cut \xF0\x9F", "cut " },
		{ "bad \xFF\xC0 bytes", "bad \xEF\xBF\xBD\xEF\xBF\xBD bytes" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++)
		for (size_t size = 1; size < 12; size++)
			ASSERT_STR_EQ(CASES[i].out,
				      str_cstr(arena, filtered(str_from(CASES[i].in), size, STOPS,
							       COUNT(STOPS))));
	PASS();
}

/* ---- what a server says about itself ---- */

TEST
servers_are_known_by_their_models(void)
{
	static const struct {
		const char *body;
		enum text_dialect dialect;
		int64_t context;
	} CASES[] = {
		{ "{\"data\":[{\"id\":\"a\",\"owned_by\":\"llamacpp\"}]}", TEXT_DIALECT_LLAMACPP,
		  0 },
		{ "{\"data\":[{\"id\":\"a\",\"owned_by\":\"vllm\",\"max_model_len\":8192}]}",
		  TEXT_DIALECT_VLLM, 8192 },
		{ "{\"data\":[{\"id\":\"a\",\"owned_by\":\"library\"}]}", TEXT_DIALECT_OLLAMA, 0 },
		{ "{\"data\":[{\"id\":\"koboldcpp/a\",\"owned_by\":\"koboldcpp\"}]}",
		  TEXT_DIALECT_KOBOLDCPP, 0 },
		{ "{\"data\":[{\"id\":\"v/a\",\"context_length\":128000,\"architecture\":{},"
		  "\"top_provider\":{}}]}",
		  TEXT_DIALECT_OPENROUTER, 128000 },
		{ "{\"data\":[{\"id\":\"a\",\"owned_by\":\"tabbyAPI\"}]}", TEXT_DIALECT_TABBYAPI,
		  0 },
		{ "{\"data\":[{\"id\":\"a\"}]}", TEXT_DIALECT_PLAIN, 0 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct probe probe = probe_read(arena, 200, str_from(CASES[i].body));
		ASSERT(probe.why == NULL);
		ASSERT_EQ_FMT((int)CASES[i].dialect, (int)probe.dialect, "%d");
		ASSERT_EQ(CASES[i].context, probe.models[0].context_tokens);
	}
	static const char *const ODD[] = { "", "[]", "{}", "{\"data\":{}}", "<html>" };
	for (size_t i = 0; i < COUNT(ODD); i++)
		ASSERT(probe_read(arena, 200, str_from(ODD[i])).why != NULL);
	ASSERT(probe_read(arena, 401, STR("{\"data\":[]}")).why != NULL);
	ASSERT_EQ(0u, probe_read(arena, 200, STR("{\"data\":[7,{\"id\":\"\"},null]}")).n);
	PASS();
}

TEST
servers_are_known_by_their_addresses(void)
{
	ASSERT_EQ(TEXT_DIALECT_OPENAI, text_dialect_of_base(STR("https://api.openai.com/v1")));
	ASSERT_EQ(TEXT_DIALECT_OPENROUTER,
		  text_dialect_of_base(STR("https://openrouter.ai/api/v1")));
	ASSERT_EQ(TEXT_DIALECT_OLLAMA, text_dialect_of_base(STR("http://127.0.0.1:11434/v1")));
	ASSERT_EQ(TEXT_DIALECT_PLAIN, text_dialect_of_base(STR("https://example.org/v1")));
	ASSERT_EQ(TEXT_DIALECT_KOBOLDCPP, text_dialect_of(STR("koboldcpp")));
	ASSERT_EQ(TEXT_DIALECT_PLAIN, text_dialect_of(STR("anything")));
	PASS();
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	log_open("test_openai_wire", LOG_ERROR);
	arena = arena_new(64 * 1024 * 1024);
	RUN_TEST(requests_are_json_whatever_people_write);
	RUN_TEST(each_server_gets_what_it_takes_by_its_names);
	RUN_TEST(what_changes_nothing_is_not_missed);
	RUN_TEST(a_setting_that_is_refused_is_left_out);
	RUN_TEST(banned_texts_go_to_those_who_can_see_to_it);
	RUN_TEST(prompts_are_folded_for_templates_that_want_turns);
	RUN_TEST(who_wants_turns_gets_them);
	RUN_TEST(rounds_of_tools_are_told_in_order);
	RUN_TEST(odd_frames_do_no_harm);
	RUN_TEST(streams_are_filtered_however_they_are_cut);
	RUN_TEST(servers_are_known_by_their_models);
	RUN_TEST(servers_are_known_by_their_addresses);
	arena_free(arena);
	GREATEST_MAIN_END();
}
