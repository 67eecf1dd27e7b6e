/*
 * Where sentences end, how events look on the wire, and files under their hash.
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
#include "lib/prompt/words.h"
#include "lib/stream/form.h"
#include "tests/support/memory.h"

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
events_have_their_position_kind_and_one_line_of_data(void)
{
	struct buf out = buf_in(arena);
	form_event(&out, STREAM_EVENTS, NULL, 7, STR("token_delta"), STR("{\"text\":\n\"a\"}"));
	ASSERT(str_eq(buf_done(&out),
		      STR("id: 7\nevent: token_delta\ndata: {\"text\":\"a\"}\n\n")));
	PASS();
}

/* What a growing page shows of pieces of a reply, `n` bytes at a time. */
static struct str
grow(struct str text, size_t n)
{
	struct buf out = buf_in(arena);
	struct form_page page = { .is_framed = true };
	while (text.n > 0) {
		struct str piece = str_first(text, n < text.n ? n : text.n);
		struct buf data = buf_in(arena);
		buf_lit(&data, "{\"text\":");
		json_put_text(&data, piece);
		buf_char(&data, '}');
		form_event(&out, STREAM_PAGE, &page, 1, STR("token_delta"), buf_done(&data));
		text = str_from_at(text, piece.n);
	}
	form_tail(&out, STREAM_PAGE, &page);
	struct str shown = buf_done(&out);
	return str_first(shown, (size_t)str_find(shown, STR("</p></div>")));
}

TEST
a_growing_page_escapes_what_it_shows(void)
{
	struct buf out = buf_in(arena);
	struct form_page page = { 0 };
	ASSERT(str_eq(grow(STR("<script>&'"), 3), STR("&lt;script&gt;&amp;&#39;")));
	form_event(&out, STREAM_PAGE, &page, 2, STR("credit_update"), STR("{\"gemBalance\":1}"));
	ASSERT_EQ_FMT((size_t)0, out.n, "%zu");
	PASS();
}

TEST
a_growing_page_shows_marks_and_paragraphs_as_they_come(void)
{
	static const struct {
		const char *text;
		const char *shown;
	} CASES[] = {
		{ "*She nods.* Yes", "<em>She nods.</em> Yes" },
		{ "a\nb\n\n\nc\n", "a<br>b</p><p>c" },
		{ "**No** and *no*.", "<strong>No</strong> and <em>no</em>." },
		{ "\"So *much* rain,\" he says.",
		  "<q>&quot;So <em>much</em> rain,&quot;</q> he says." },
		{ "3 * 4 and ***", "3 * 4 and ***" },
		{ "*never ends\nnext", "<em>never ends</em><br>next" },
		{ "*a \"b* c", "<em>a <q>&quot;b</q></em> c" },
		{ "*a", "<em>a</em>" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		for (size_t n = 1; n < 24; n += 4) {
			struct str shown = grow(str_from(CASES[i].text), n);
			ASSERT_STR_EQ(CASES[i].shown, str_fmt(arena, "%.*s", STR_ARG(shown)).p);
		}
	}
	ASSERT(str_eq(grow(STR("\u201cHm.\u201d Well"), 64), STR("<q>\u201cHm.\u201d</q> Well")));
	PASS();
}

TEST
a_growing_page_leads_back_unless_the_chat_is_around_it(void)
{
	struct buf out = buf_in(arena);
	struct form_page page = { .chat = 7 };
	form_tail(&out, STREAM_PAGE, &page);
	ASSERT(str_find(buf_done(&out), STR("href=\"/chat/7?go=last#composer\"")) > 0);
	out.n = 0;
	page.is_framed = true;
	form_tail(&out, STREAM_PAGE, &page);
	ASSERT(str_find(buf_done(&out), STR("href=")) < 0);
	ASSERT(str_find(buf_done(&out), STR("That is all of it")) > 0);
	out.n = 0;
	form_event(&out, STREAM_PAGE, &page, 1, STR("error"), STR("{\"message\":\"It broke.\"}"));
	form_tail(&out, STREAM_PAGE, &page);
	ASSERT(str_find(buf_done(&out), STR("It broke.")) > 0);
	ASSERT(str_find(buf_done(&out), STR("That is all of it")) < 0);
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
	SET_TEARDOWN(memory_empty, NULL);
	RUN_TEST(sentences_end_where_people_see_them_end);
	RUN_TEST(events_have_their_position_kind_and_one_line_of_data);
	RUN_TEST(a_growing_page_escapes_what_it_shows);
	RUN_TEST(a_growing_page_shows_marks_and_paragraphs_as_they_come);
	RUN_TEST(a_growing_page_leads_back_unless_the_chat_is_around_it);
	RUN_TEST(a_file_stands_under_its_hash_and_nothing_else_is_left);
	arena_free(arena);
	GREATEST_MAIN_END();
}
