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
	SET_TEARDOWN(memory_empty, NULL);
	RUN_TEST(sentences_end_where_people_see_them_end);
	RUN_TEST(events_have_their_position_kind_and_one_line_of_data);
	RUN_TEST(a_growing_page_escapes_what_it_shows);
	RUN_TEST(a_file_stands_under_its_hash_and_nothing_else_is_left);
	arena_free(arena);
	GREATEST_MAIN_END();
}
