/*
 * Presets: counting tokens, sampling, the order of a prompt's parts, and what other tools' files bring.
 */
#include "tests/greatest.h"

#include <math.h>
#include <stdlib.h>

#include "lib/base/json.h"
#include "lib/preset/preset.h"
#include "lib/prompt/count.h"
#include "tests/support/memory.h"

TEST
tokens_are_counted_about_as_tokenizers_do(void)
{
	static const struct {
		const char *text;
		int64_t least, most;
	} CASES[] = {
		{ "", 0, 0 },
		{ "a", 1, 2 },
		{ "The quick brown fox jumps over the lazy dog.", 9, 13 },
		{ "1234567890", 4, 5 },
		{ "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE3\x81\xA7\xE3\x81\x99", 4, 8 },
		{ "\xD0\x9F\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82", 2, 5 },
		{ "........", 1, 3 },
		{ "\xF0\x9F\x98\x80", 1, 4 },
		{ "caf\xC3\xA9", 1, 3 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		int64_t n = count_tokens(str_from(CASES[i].text));
		ASSERTm(CASES[i].text, n >= CASES[i].least && n <= CASES[i].most);
	}
	struct str text = STR("One two three four five, six seven eight nine ten.");
	for (int64_t most = 0; most < 20; most++) {
		size_t n = count_fit(text, 1.3, most);
		ASSERT(count_scaled(str_first(text, n), 1.3) <= most);
		if (n < text.n)
			ASSERT(count_scaled(str_first(text, n + 8), 1.3) >= most);
	}
	PASS();
}

TEST
a_mean_learns_and_forgets_wild_numbers(void)
{
	struct count_mean mean = { 1, 0 };
	ASSERT(count_ratio(mean) > 1);
	mean = count_learn(mean, 5, 500);
	ASSERT_EQ(0, mean.samples);
	for (int i = 0; i < 200; i++)
		mean = count_learn(mean, 1000, 1200);
	ASSERT(fabs(mean.ratio - 1.2) < 0.001);
	mean = count_learn(mean, 1000, 1000000);
	ASSERT(mean.ratio < 1.25);
	for (int i = 0; i < 300; i++)
		mean = count_learn(mean, 1000, 800);
	ASSERT(mean.ratio < 0.81);
	PASS();
}

TEST
sampling_goes_out_as_it_came_in(void)
{
	struct sampling s = sampling_parse(
		arena,
		STR("{\"temperature\":0.8,\"topK\":40.4,\"minP\":7,\"nonsense\":1,\"seed\":\"x\"}"));
	ASSERT_EQ_FMT((size_t)3, sampling_count(&s), "%zu");
	ASSERT(str_eq(sampling_json(arena, &s),
		      STR("{\"temperature\":0.8,\"minP\":1,\"topK\":40}")));
	struct sampling over = sampling_parse(arena, STR("{\"temperature\":1.1}"));
	struct sampling both = sampling_over(&s, &over);
	ASSERT(str_eq(sampling_json(arena, &both),
		      STR("{\"temperature\":1.1,\"minP\":1,\"topK\":40}")));
	double value;
	ASSERT(sampling_number(STR(" 1,5 "), &value) && fabs(value - 1.5) < 1e-9);
	ASSERT_FALSE(sampling_number(STR("1e5"), &value));
	ASSERT_FALSE(sampling_number(STR("nan"), &value));
	ASSERT_FALSE(sampling_number(STR(""), &value));
	for (size_t i = 0; i < SAMPLING_PARAMS; i++) {
		ASSERT(sampling_params[i].key != NULL);
		ASSERT(sampling_find(str_from(sampling_params[i].key)) == &sampling_params[i]);
	}
	PASS();
}

TEST
a_layout_is_read_and_written_the_same(void)
{
	struct str why;
	struct prompt_part parts[LAYOUT_PARTS], again[LAYOUT_PARTS];
	static const char TEXT[] =
		"[{\"part\":\"scenario\"},{\"part\":\"main\"},{\"part\":\"personality\",\"off\":true},"
		"{\"part\":\"what\"},{\"part\":\"extra\",\"name\":\"tone\",\"role\":\"user\","
		"\"text\":\"Hush, {{char}}.\",\"depth\":1},{\"part\":\"history\"},{\"part\":\"lore_after\"}]";
	size_t n = layout_read(arena, json_read(arena, str_from(TEXT), &why), parts);
	ASSERT_EQ_FMT((size_t)6, n, "%zu");
	ASSERT(parts[2].is_off && parts[3].is_at_depth && parts[5].is_lore_after);
	struct str json = layout_json(arena, parts, n);
	ASSERT_EQ_FMT(n, layout_read(arena, json_read(arena, json, &why), again), "%zu");
	ASSERT(str_eq(json, layout_json(arena, again, n)));
	/* Without the conversation it is no order, and the usual one stands. */
	const json_t *none = json_read(arena, STR("[{\"part\":\"main\"}]"), &why);
	ASSERT_EQ_FMT((size_t)0, layout_read(arena, none, again), "%zu");
	PASS();
}

/* ---- files of other tools ------------------------------------------------------------------ */

static bool
has(struct strs list, const char *words)
{
	for (size_t i = 0; i < list.n; i++)
		if (str_find(list.at[i], str_from(words)) >= 0)
			return true;
	return false;
}

static double
value_of(const struct preset *preset, const char *key)
{
	return sampling_get(&preset->sampling, sampling_find(str_from(key)));
}

static enum preset_outcome
bring(const char *text, const char *name, struct preset *out, struct preset_report *report)
{
	struct str why;
	return preset_bring(arena, str_from(text), str_from(name), out, report, &why);
}

TEST
a_chat_completion_preset_brings_prompts_order_and_numbers(void)
{
	static const char TEXT[] =
		"\xEF\xBB\xBF{\"chat_completion_source\":\"openai\",\"temperature\":1.3,\"top_p\":0.9,"
		"\"frequency_penalty\":0.2,\"openai_max_context\":32000,\"openai_max_tokens\":300,\"seed\":-1,"
		"\"wi_format\":\"{0}\",\"prompts\":[{\"identifier\":\"main\",\"content\":\"M\"},"
		"{\"identifier\":\"jailbreak\",\"content\":\"J\"},{\"identifier\":\"nsfw\",\"name\":\"Auxiliary\","
		"\"content\":\"A\"},{\"identifier\":\"chatHistory\",\"marker\":true}],\"prompt_order\":["
		"{\"character_id\":100000,\"order\":[{\"identifier\":\"main\",\"enabled\":true}]},"
		"{\"character_id\":100001,\"order\":[{\"identifier\":\"main\",\"enabled\":true},"
		"{\"identifier\":\"nsfw\",\"enabled\":false},{\"identifier\":\"chatHistory\",\"enabled\":true},"
		"{\"identifier\":\"jailbreak\",\"enabled\":true},{\"identifier\":\"gone\",\"enabled\":true}]}]}";
	struct preset p;
	struct preset_report r = { 0 };
	ASSERT_EQ(PRESET_OK, bring(TEXT, "x/Default (1).json", &p, &r));
	ASSERT(str_eq(p.name, STR("Default (1)")));
	ASSERT(str_eq(p.main, STR("M")) && str_eq(p.post_history, STR("J")));
	ASSERT_EQ_FMT((size_t)4, p.part_count, "%zu");
	ASSERT(p.parts[1].kind == BLOCK_EXTRA && p.parts[1].is_off);
	ASSERT(fabs(value_of(&p, "temperature") - 1.3) < 1e-9);
	ASSERT(fabs(value_of(&p, "contextTokens") - 32000) < 1e-9);
	ASSERT(isnan(value_of(&p, "seed")));
	ASSERT(has(r.ignored, "wi_format") && has(r.ignored, "chat_completion_source"));
	ASSERT_FALSE(has(r.ignored, "seed"));
	PASS();
}

TEST
a_text_completion_preset_brings_its_samplers(void)
{
	static const char TEXT[] =
		"{\"temp\":0.7,\"top_p\":0.5,\"top_k\":40,\"rep_pen\":1.2,\"rep_pen_range\":0,\"min_p\":9,"
		"\"dynatemp\":true,\"min_temp\":0.5,\"max_temp\":1.5,\"dry_multiplier\":0.8,\"xtc_probability\":0.5,"
		"\"sampler_order\":[6,0],\"banned_tokens\":\"\",\"genamt\":350,\"max_length\":8192,"
		"\"custom_stopping_strings\":\"[\\\"###\\\"]\"}";
	struct preset p;
	struct preset_report r = { 0 };
	ASSERT_EQ(PRESET_OK, bring(TEXT, "Big O.json", &p, &r));
	ASSERT(fabs(value_of(&p, "temperature") - 1) < 1e-9);
	ASSERT(fabs(value_of(&p, "dynatempRange") - 0.5) < 1e-9);
	ASSERT(fabs(value_of(&p, "minP") - 1) < 1e-9);
	ASSERT(fabs(value_of(&p, "maxTokens") - 350) < 1e-9);
	ASSERT(has(r.notes, "Min P was 9 and is 1"));
	ASSERT(has(r.ignored, "sampler_order"));
	ASSERT_FALSE(has(r.ignored, "banned_tokens"));
	ASSERT_EQ_FMT((size_t)1, p.stop_count, "%zu");
	ASSERT(str_eq(p.stops[0], STR("###")));
	PASS();
}

TEST
a_master_export_and_our_own_file_come_back(void)
{
	struct preset p, again;
	struct preset_report r = { 0 };
	ASSERT_EQ(PRESET_OK,
		  bring("{\"sysprompt\":{\"name\":\"N\",\"content\":\"S\",\"post_history\":\"P\"},"
			"\"instruct\":{\"a\":1},\"preset\":{\"temp\":0.9}}",
			"m.json", &p, &r));
	ASSERT(str_eq(p.main, STR("S")) && str_eq(p.post_history, STR("P")));
	ASSERT(has(r.ignored, "instruct"));
	p.pins_examples = true;
	struct str file = preset_take(arena, &p);
	ASSERT_EQ(PRESET_OK, bring(str_cstr(arena, file), "y.json", &again, &r));
	ASSERT(str_eq(preset_take(arena, &again), file));
	PASS();
}

TEST
what_is_no_preset_is_refused(void)
{
	static const struct {
		const char *text;
		enum preset_outcome outcome;
	} CASES[] = {
		{ "", PRESET_NOT_JSON },
		{ "{", PRESET_NOT_JSON },
		{ "[]", PRESET_UNKNOWN },
		{ "{}", PRESET_UNKNOWN },
		{ "{\"spec\":\"chara_card_v2\",\"data\":{}}", PRESET_UNKNOWN },
		{ "{\"temp\":\"hot\"}", PRESET_UNKNOWN },
		{ "{\"prompts\":[null,1,{}],\"prompt_order\":[{\"order\":[7,{\"identifier\":9}]}]}",
		  PRESET_OK },
		{ "{\"prompts\":[],\"prompt_order\":{},\"temperature\":1e400}", PRESET_NOT_JSON },
	};
	struct preset p;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct preset_report r = { 0 };
		ASSERT_EQm(CASES[i].text, CASES[i].outcome, bring(CASES[i].text, "a", &p, &r));
	}
	PASS();
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	arena = arena_new(16 * 1024 * 1024);
	SET_TEARDOWN(memory_empty, NULL);
	RUN_TEST(tokens_are_counted_about_as_tokenizers_do);
	RUN_TEST(a_mean_learns_and_forgets_wild_numbers);
	RUN_TEST(sampling_goes_out_as_it_came_in);
	RUN_TEST(a_layout_is_read_and_written_the_same);
	RUN_TEST(a_chat_completion_preset_brings_prompts_order_and_numbers);
	RUN_TEST(a_text_completion_preset_brings_its_samplers);
	RUN_TEST(a_master_export_and_our_own_file_come_back);
	RUN_TEST(what_is_no_preset_is_refused);
	arena_free(arena);
	GREATEST_MAIN_END();
}
