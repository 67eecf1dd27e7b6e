/*
 * What a model is sent, where sentences end, how events look on the wire, and files under their hash.
 */
#include "tests/greatest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/cfg.h"
#include "lib/base/json.h"
#include "lib/media/media.h"
#include "lib/stream/form.h"
#include "lib/turn/prompt.h"
#include "lib/turn/words.h"

static struct arena *arena;

static void
tear_down(void *arg)
{
	(void)arg;
	arena_reset(arena);
}

static struct prompt_card
card(void)
{
	return (struct prompt_card){
		.name = STR("Mara"),
		.short_description = STR("A keeper of a lighthouse."),
		.personality = STR("{{char}} trusts <USER> slowly."),
		.example_dialogues = STR(
			"[{\"user\":\"Hi.\",\"character\":\"Mind the step, {{user}}.\"}]"),
		.chat_lines = STR("{}"),
		.age = 40,
		.member_name = STR("Juno"),
	};
}

static bool
has(struct str text, const char *needle)
{
	return str_find(text, str_from(needle)) >= 0;
}

TEST
sentences_end_where_people_see_them_end(void)
{
	static const struct {
		const char *text;
		size_t most;
		size_t end;
	} CASES[] = {
		{ "One. Two", 100, 4 },
		{ "One. Two.", 100, 9 },
		{ "One. Two.", 8, 4 },
		{ "She said \"No.\" and left", 100, 14 },
		{ "*waves.* And then", 100, 8 },
		{ "Version 1.5 is out", 100, 0 },
		{ "No end here", 100, 0 },
		{ "", 100, 0 },
		{ "\xE3\x81\xAF\xE3\x81\x84\xE3\x80\x82\xE3\x81\x9D\xE3\x81\x86", 100, 9 },
		{ "Really?! Yes", 100, 8 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++)
		ASSERT_EQ_FMTm(CASES[i].text, CASES[i].end,
			       words_sentence_end(str_from(CASES[i].text), CASES[i].most), "%zu");
	ASSERT(words_blank(STR(" \n\t")));
	ASSERT_FALSE(words_blank(STR(" x ")));
	PASS();
}

TEST
placeholders_become_names_in_any_case(void)
{
	struct str text = prompt_fill_names(arena,
					    STR("{{Char}} and {{USER}}, <bot> & <User>, {{x}} <b"),
					    STR("Mara"), STR("Juno"));
	ASSERT(str_eq(text, STR("Mara and Juno, Mara & Juno, {{x}} <b")));
	PASS();
}

TEST
a_prompt_has_rules_character_examples_and_the_conversation_in_order(void)
{
	struct prompt_card mara = card();
	struct text_message branch[] = {
		{ TEXT_USER, STR("And now?") },
		{ TEXT_ASSISTANT, STR("Hello, {{user}}.") },
	};
	struct prompt prompt = prompt_build(arena, &mara, branch, 2);
	ASSERT_EQ_FMT((size_t)3, prompt.count, "%zu");
	struct str system = prompt.messages[0].content;
	ASSERT_EQ(TEXT_SYSTEM, prompt.messages[0].role);
	ASSERT(has(system, "You write the part of Mara in a roleplay with Juno."));
	ASSERT(has(system, "never claim to be a human being"));
	ASSERT(has(system, "Everybody in the story is an adult"));
	ASSERT(has(system, "Nothing sexual"));
	ASSERT(has(system, "Mara trusts Juno slowly."));
	ASSERT(has(system, "Mara: Mind the step, Juno."));
	ASSERT_EQ(TEXT_ASSISTANT, prompt.messages[1].role);
	ASSERT(str_eq(prompt.messages[1].content, STR("Hello, Juno.")));
	ASSERT(str_eq(prompt.messages[2].content, STR("And now?")));
	PASS();
}

TEST
a_long_conversation_loses_its_oldest_part_and_never_the_newest(void)
{
	enum { LONG = 400, BYTES = 1000 };
	struct prompt_card mara = card();
	struct text_message *branch = ARENA_ARRAY(arena, struct text_message, LONG);
	for (int i = 0; i < LONG; i++) {
		char *p = arena_take(arena, BYTES);
		memset(p, 'a' + i % 26, BYTES);
		branch[i] = (struct text_message){ i % 2 == 0 ? TEXT_USER : TEXT_ASSISTANT,
						   { p, BYTES } };
	}
	struct prompt prompt = prompt_build(arena, &mara, branch, LONG);
	ASSERT(prompt.count > 5 && prompt.count < 20);
	ASSERT(prompt.tokens <= prompt_context_tokens() - prompt_reply_tokens());
	ASSERT_EQ('a', prompt.messages[prompt.count - 1].content.p[0]);
	PASS();
}

TEST
one_message_larger_than_the_window_keeps_its_end_whole(void)
{
	enum { BYTES = 60000 };
	struct prompt_card mara = card();
	char *p = arena_take(arena, BYTES);
	for (int i = 0; i < BYTES; i += 3)
		memcpy(p + i, "\xE2\x82\xAC", 3);
	struct text_message branch = { TEXT_USER, { p, BYTES } };
	struct prompt prompt = prompt_build(arena, &mara, &branch, 1);
	ASSERT_EQ_FMT((size_t)2, prompt.count, "%zu");
	struct str kept = prompt.messages[1].content;
	ASSERT(kept.n < BYTES && kept.n > 1000);
	ASSERT_EQ((char)0xE2, kept.p[0]);
	ASSERT(prompt.tokens <= prompt_context_tokens());
	PASS();
}

TEST
a_description_larger_than_the_window_leaves_room_for_the_conversation(void)
{
	struct prompt_card mara = card();
	char *p = arena_take(arena, 64000);
	memset(p, 'x', 64000);
	mara.long_bio = (struct str){ p, 64000 };
	struct text_message branch = { TEXT_USER, STR("Hello?") };
	struct prompt prompt = prompt_build(arena, &mara, &branch, 1);
	ASSERT(prompt.tokens <= prompt_context_tokens() - prompt_reply_tokens());
	ASSERT(str_eq(prompt.messages[1].content, STR("Hello?")));
	ASSERT(has(prompt.messages[0].content, "Everybody in the story is an adult"));
	PASS();
}

TEST
the_offline_engine_gets_the_card_as_json(void)
{
	struct prompt_card mara = card();
	struct str traits[] = { STR("calm"), STR("\"dry\"") };
	mara.traits = (struct strs){ traits, 2 };
	const json_t *persona = prompt_persona(arena, &mara);
	ASSERT(persona != NULL);
	ASSERT(str_eq(json_get_text(persona, "name"), STR("Mara")));
	ASSERT_EQ(40, json_get_i64(persona, "age", 0));
	ASSERT_EQ_FMT((size_t)2, json_array_size(json_object_get(persona, "traits")), "%zu");
	ASSERT_EQ_FMT((size_t)1, json_array_size(json_object_get(persona, "exampleDialogues")),
		      "%zu");
	PASS();
}

TEST
events_have_their_position_kind_and_one_line_of_data(void)
{
	struct buf out = buf_in(arena);
	form_event(&out, STREAM_EVENTS, 7, STR("token_delta"), STR("{\"text\":\n\"a\"}"));
	ASSERT(str_eq(buf_done(&out),
		      STR("id: 7\nevent: token_delta\ndata: {\"text\":\"a\"}\n\n")));
	PASS();
}

TEST
a_growing_page_escapes_what_it_shows(void)
{
	struct buf out = buf_in(arena);
	form_event(&out, STREAM_PAGE, 1, STR("token_delta"),
		   STR("{\"text\":\"<script>\\n\\\"&'\"}"));
	ASSERT(str_eq(buf_done(&out), STR("&lt;script&gt;<br>&quot;&amp;&#39;")) ||
	       str_eq(buf_done(&out), STR("&lt;script&gt;<br>&quot;&amp;&#x27;")));
	out.n = 0;
	form_event(&out, STREAM_PAGE, 2, STR("credit_update"), STR("{\"gemBalance\":1}"));
	ASSERT_EQ_FMT((size_t)0, out.n, "%zu");
	PASS();
}

TEST
a_file_stands_under_its_hash_and_nothing_else_is_left(void)
{
	struct media_file file, again;
	enum media_kind kind;
	char folder[] = "/tmp/snug-media.XXXXXX";
	ASSERT(mkdtemp(folder) != NULL);
	ASSERT_EQ(0, setenv("SNUG_VAR", folder, 1));
	struct buf problems = buf_in(arena);
	ASSERT(cfg_load(arena, &problems));
	ASSERT_EQ(MEDIA_STORED, media_store(STR("abc"), MEDIA_WEBP, &file));
	ASSERT_EQ(MEDIA_STORED, media_store(STR("abc"), MEDIA_WEBP, &again));
	/* SHA-256 of "abc" (FIPS 180-4, appendix B.1). */
	ASSERT_STR_EQ("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
		      file.hash);
	struct str path = media_path(arena, str_from(file.hash), MEDIA_WEBP);
	ASSERT(str_starts(path, STR("media/ba/ba7816bf")) && str_ends(path, STR(".webp")));
	struct stat stat_of;
	const char *full = str_fmt(arena, "%s/%.*s", folder, STR_ARG(path)).p;
	ASSERT_EQ(0, stat(full, &stat_of));
	ASSERT_EQ(3, stat_of.st_size);
	ASSERT_EQ(0, stat_of.st_mode & 07);
	media_delete_file(str_from(file.hash), MEDIA_WEBP);
	ASSERT(stat(full, &stat_of) != 0);
	/* The folder is empty: no temporary file stayed. */
	ASSERT_EQ(0, rmdir(str_fmt(arena, "%s/media/ba", folder).p));
	ASSERT_EQ(0, rmdir(str_fmt(arena, "%s/media", folder).p));
	ASSERT_EQ(0, rmdir(folder));
	ASSERT(media_kind_of(STR("image/png"), &kind) && kind == MEDIA_PNG);
	ASSERT_FALSE(media_kind_of(STR("image/svg+xml"), &kind));
	ASSERT_EQ(MEDIA_BROKEN, media_store(STR("abc"), MEDIA_WEBP, &file));
	PASS();
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	arena = arena_new(16 * 1024 * 1024);
	SET_TEARDOWN(tear_down, NULL);
	RUN_TEST(sentences_end_where_people_see_them_end);
	RUN_TEST(placeholders_become_names_in_any_case);
	RUN_TEST(a_prompt_has_rules_character_examples_and_the_conversation_in_order);
	RUN_TEST(a_long_conversation_loses_its_oldest_part_and_never_the_newest);
	RUN_TEST(one_message_larger_than_the_window_keeps_its_end_whole);
	RUN_TEST(a_description_larger_than_the_window_leaves_room_for_the_conversation);
	RUN_TEST(the_offline_engine_gets_the_card_as_json);
	RUN_TEST(events_have_their_position_kind_and_one_line_of_data);
	RUN_TEST(a_growing_page_escapes_what_it_shows);
	RUN_TEST(a_file_stands_under_its_hash_and_nothing_else_is_left);
	arena_free(arena);
	GREATEST_MAIN_END();
}
