/* Conversations of other tools: shapes, moments, versions, broken lines, limits, and what goes out again. */
#include "lib/card/scan.h"
#include "lib/chatfile/put.h"
#include "tests/greatest.h"
#include "tests/support/card_maker.h"

static struct arena *arena;
static struct chatfile file;

static void
setup(void *data)
{
	(void)data;
	arena = arena_new(512 * 1024 * 1024);
}

static void
teardown(void *data)
{
	(void)data;
	arena_free(arena);
}

#define IS(expected, got) ASSERT_STR_EQ(expected, str_cstr(arena, got))
#define READ(expected, literal)                                                                    \
	ASSERT_EQ(expected, chatfile_read(arena, STR(literal), CHATFILE_AUTO, &file))
#define MESSAGE(i) file.chats[0].at[i]

/* The path of the first chat as lines: what a member takes along. */
static struct str
lines_with(const struct chatfile_chat *chat, struct str variables)
{
	static const struct chatfile_about ABOUT = { .title = STR_INIT("T"),
						     .user_name = STR_INIT("Sam"),
						     .character_name = STR_INIT("Wren"),
						     .disclosure = STR_INIT("AI"),
						     .began = { 0 },
						     .now = { 0 } };
	struct chatfile_about about = ABOUT;
	struct buf out = buf_in(arena);
	size_t path[64], n = 0;
	about.origin = chat->origin;
	about.note = chat->note;
	about.variables = variables;
	for (size_t i = chat->head; i != CHATFILE_NONE; i = chat->at[i].parent)
		path[n++] = i;
	chatfile_put_head(&out, CHATFILE_AS_LINES, &about);
	while (n-- > 0) {
		struct chatfile_message versions[64];
		struct chatfile_entry entry = { .at = versions };
		size_t parent = chat->at[path[n]].parent;
		for (size_t i = 0; i < chat->n; i++)
			entry.n += chat->at[i].parent == parent ? 1 : 0;
		for (size_t i = 0; i < chat->n; i++)
			if (chat->at[i].parent == parent)
				versions[chat->at[i].place] = chat->at[i];
		entry.chosen = (size_t)chat->at[path[n]].place;
		chatfile_put_message(&out, CHATFILE_AS_LINES, &about, &entry);
	}
	chatfile_put_end(&out, CHATFILE_AS_LINES);
	return buf_done(&out);
}

static struct str
lines_of(const struct chatfile_chat *chat)
{
	return lines_with(chat, STR_NONE);
}

TEST
reads_moments_of_every_shape(void)
{
	static const struct {
		const char *text;
		int64_t s; /* seconds; -1 for none */
		int64_t us;
	} CASES[] = {
		{ "2024-05-02T15:07:09Z", 1714662429, 0 },
		{ "2024-05-02T15:07:09.120Z", 1714662429, 120000 },
		{ "2024-05-02T15:07:09.123456789+00:00", 1714662429, 123000 },
		{ "2024-05-02T17:07:09+02:00", 1714662429, 0 },
		{ "2024-05-02T09:37:09-0530", 1714662429, 0 },
		{ "2024-05-02 15:07:09", 1714662429, 0 },
		{ "2024-05-02", 1714608000, 0 },
		{ "May 2, 2024 3:07pm", 1714662420, 0 },
		{ "may 2, 2024 3:07 AM", 1714619220, 0 },
		{ "December 31, 2023 12:00am", 1703980800, 0 },
		{ "Dec 31, 2023 12:30pm", 1704025800, 0 },
		{ "2024-5-2 @15h 07m 09s 120ms", 1714662429, 120000 },
		{ "2024-5-2@15h07m09s", 1714662429, 0 },
		{ "1714662429", 1714662429, 0 },
		{ "1714662429120", 1714662429, 120000 },
		{ "1714662429.5", 1714662429, 500000 },
		{ "", -1, 0 },
		{ "yesterday", -1, 0 },
		{ "2024-13-02", -1, 0 },
		{ "2023-02-30T10:00:00Z", -1, 0 },
		{ "9999999999999999999999", -1, 0 },
		{ "-1", -1, 0 },
		{ "0001-01-01T00:00:00", -1, 0 },
		{ "2024-05-02T15:07:99Z", -1, 0 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct moment at = chatfile_moment(str_from(CASES[i].text));
		struct moment wanted = { CASES[i].s * 1000000 + CASES[i].us };
		if (CASES[i].s < 0)
			wanted = MOMENT_NONE;
		if (at.us != wanted.us)
			(void)printf("# %s: %lld\n", CASES[i].text, (long long)at.us);
		ASSERT_EQ(wanted.us, at.us);
	}
	PASS();
}

TEST
makes_siblings_of_swipes(void)
{
	READ(CHATFILE_OK,
	     "{\"user_name\":\"Sam\",\"character_name\":\"unused\",\"chat_metadata\":{}}\n"
	     "{\"name\":\"W\",\"mes\":\"b\",\"swipe_id\":1,\"swipes\":[\"a\",\"b\",\"c\"]}\n"
	     "{\"name\":\"Sam\",\"is_user\":true,\"mes\":\"d\"}\n");
	ASSERT_EQ(CHATFILE_LINES, file.format);
	ASSERT_EQ(4u, file.chats[0].n);
	IS("Sam", file.chats[0].user_name);
	IS("", file.chats[0].character_name);
	/* The chosen one is the newest of its siblings, at its place among them. */
	IS("b", MESSAGE(2).text);
	ASSERT_EQ(1, MESSAGE(2).place);
	IS("c", MESSAGE(1).text);
	ASSERT_EQ(2, MESSAGE(1).place);
	ASSERT_EQ(2u, MESSAGE(3).parent);
	ASSERT_EQ(CHATFILE_USER, MESSAGE(3).role);
	ASSERT_EQ(3u, file.chats[0].head);
	PASS();
}

TEST
believes_the_message_when_its_swipes_say_something_else(void)
{
	READ(CHATFILE_OK, "{\"mes\":\"new\",\"swipe_id\":0,\"swipes\":[\"old\"],\"name\":\"W\"}");
	ASSERT_EQ(2u, file.chats[0].n);
	IS("new", MESSAGE(1).text);
	ASSERT_EQ(1, MESSAGE(1).place);
	READ(CHATFILE_OK, "{\"mes\":\"new\",\"swipe_id\":99,\"swipes\":[\"new\"],\"name\":\"W\"}");
	IS("new", MESSAGE(1).text);
	READ(CHATFILE_OK, "{\"swipe_id\":\"1\",\"swipes\":[\"x\",\"y\"],\"name\":\"W\"}");
	IS("y", MESSAGE(1).text);
	READ(CHATFILE_OK, "{\"mes\":\"m\",\"swipes\":\"none\",\"swipe_info\":7,\"name\":\"W\"}");
	ASSERT_EQ(1u, file.chats[0].n);
	PASS();
}

TEST
keeps_unknown_members_byte_for_byte(void)
{
	READ(CHATFILE_OK,
	     "{\"chat_metadata\":{\"a\":1.50,\"snug\":{\"x\":1}},\"new\\u0041\":[]}\n"
	     "{\"mes\":\"m\",\"k\\\"ey\":{\"n\":1e3,\"t\":\"\\u0000\"},\"extra\":{\"e\":[1.0]},"
	     "\"swipe_info\":[{\"q\":0.10}],\"swipes\":[\"m\"]}\n");
	struct str text = lines_of(&file.chats[0]);
	ASSERT(str_find(text, STR("\"a\":1.50")) > 0);
	ASSERT(str_find(text, STR("\"new\\u0041\":[]")) > 0);
	ASSERT(str_find(text, STR("\"k\\\"ey\":{\"n\":1e3,\"t\":\"\\u0000\"}")) > 0);
	ASSERT(str_find(text, STR("\"extra\":{\"e\":[1.0]}")) > 0);
	ASSERT(str_find(text, STR("[{\"q\":0.10}]")) > 0);
	/* Our own key is written anew, and once. */
	ASSERT(str_find(text, STR("\"x\":1")) < 0);
	struct str again = text;
	ASSERT_EQ(CHATFILE_OK, chatfile_read(arena, again, CHATFILE_AUTO, &file));
	struct str twice = lines_of(&file.chats[0]);
	IS(str_cstr(arena, text), twice);
	PASS();
}

TEST
the_note_and_the_variables_go_in_and_out(void)
{
	static const char FILE[] =
		"{\"user_name\":\"Sam\",\"chat_metadata\":{\"note_prompt\":\"Rain \\u00e9\",\"note_interval\":3,"
		"\"note_depth\":9000,\"note_position\":0,\"note_role\":2,\"variables\":{\"hp\":7,\"mood\":\"calm\"},"
		"\"timedWorldInfo\":{\"sticky\":{}}}}\n{\"name\":\"Wren\",\"is_user\":false,\"mes\":\"Hello\"}\n";
	ASSERT_EQ(CHATFILE_OK, chatfile_read(arena, str_from(FILE), CHATFILE_LINES, &file));
	struct chatfile_chat *chat = &file.chats[0];
	ASSERT(chat->has_note);
	IS("Rain \xC3\xA9", chat->note.text);
	IS("after", chat->note.place);
	IS("assistant", chat->note.role);
	ASSERT_EQ(3, chat->note.interval);
	ASSERT_EQ(1000, chat->note.depth);
	IS("{\"hp\":7,\"mood\":\"calm\"}", chat->variables);
	ASSERT(str_find(file.report, STR("author\u2019s note")) >= 0);
	ASSERT(str_find(file.report, STR("2 variables of macros")) >= 0);
	ASSERT(str_find(file.report, STR("chat_metadata.timedWorldInfo")) >= 0);
	ASSERT(str_find(file.report, STR("chat_metadata.note_depth")) < 0);
	/* Untouched, everything stands as it came, what was too much for this house included. */
	struct str out = lines_of(chat);
	ASSERT(str_find(out, STR("\"note_depth\":9000,\"note_position\":0,\"note_role\":2")) > 0);
	ASSERT(str_find(out, STR("\"variables\":{\"hp\":7,\"mood\":\"calm\"}")) > 0);
	chat->note.text = STR("Sun");
	chat->note.place = STR("before");
	out = lines_with(chat, STR("{\"hp\":\"8\"}"));
	ASSERT(str_find(out, STR("9000")) < 0 && str_find(out, STR("calm")) < 0);
	ASSERT(str_find(out, STR("\"note_prompt\":\"Sun\",\"note_interval\":3,\"note_depth\":1000,"
				 "\"note_position\":2,\"note_role\":2")) > 0);
	ASSERT(str_find(out, STR("\"timedWorldInfo\":{\"sticky\":{}}")) > 0);
	ASSERT_EQ(CHATFILE_OK, chatfile_read(arena, out, CHATFILE_LINES, &file));
	IS("before", file.chats[0].note.place);
	IS("{\"hp\":\"8\"}", file.chats[0].variables);
	/* A chat of this house's own, without a note, says none. */
	struct chatfile_chat bare = file.chats[0];
	bare.origin = bare.note.text = STR_NONE;
	ASSERT(str_find(lines_of(&bare), STR("note_")) < 0);
	PASS();
}

TEST
keeps_the_whole_of_a_long_text(void)
{
	struct str line = make_joined(arena, STR("{\"name\":\"W\",\"mes\":\""),
				      make_repeated(arena, "\xC3\xA4", 70000));
	line = make_joined(arena, line, STR("\"}"));
	ASSERT_EQ(CHATFILE_OK, chatfile_read(arena, line, CHATFILE_AUTO, &file));
	ASSERT_EQ(128000u, MESSAGE(0).text.n);
	struct str text = lines_of(&file.chats[0]);
	ASSERT_EQ(CHATFILE_OK, chatfile_read(arena, text, CHATFILE_AUTO, &file));
	ASSERT(str_find(MESSAGE(0).extra, make_repeated(arena, "\xC3\xA4", 70000)) > 0);
	/* Unless it was changed here. */
	MESSAGE(0).is_edited = true;
	MESSAGE(0).text = STR("short");
	ASSERT(lines_of(&file.chats[0]).n < 1000);
	PASS();
}

TEST
goes_on_behind_broken_lines(void)
{
	READ(CHATFILE_OK, "garbage\n{\"name\":\n\xFF\xFE{}\n\n{\"mes\":\"m\"}\r\n"
			  "{\"mes\":\"a\",\"mes\":\"b\"}\n{\"is_user\":true}\n");
	ASSERT_EQ(1u, file.chats[0].n);
	ASSERT(str_find(file.report, STR("line 1: ")) > 0);
	ASSERT(str_find(file.report, STR("line 3: ")) > 0);
	ASSERT(str_find(file.report, STR("line 6: ")) > 0);
	ASSERT(str_find(file.report, STR("line 7: a message without text")) > 0);
	PASS();
}

TEST
reads_trees(void)
{
	READ(CHATFILE_OK,
	     "{\"spec\":\"snug_chat\",\"head\":\"4\",\"messages\":["
	     "{\"id\":\"1\",\"parentId\":null,\"role\":\"assistant\",\"content\":\"a\"},"
	     "{\"id\":\"2\",\"parentId\":\"1\",\"role\":\"user\",\"content\":\"b\",\"swipeIndex\":5},"
	     "{\"id\":\"3\",\"parentId\":\"1\",\"role\":\"staff\",\"content\":\"c\",\"swipeIndex\":2},"
	     "{\"id\":\"4\",\"parentId\":\"99\",\"role\":\"user\",\"content\":\"d\"},"
	     "{\"id\":\"5\",\"parentId\":\"3\",\"role\":\"user\",\"content\":\"e\","
	     "\"status\":\"streaming\",\"rating\":9}]}");
	ASSERT_EQ(CHATFILE_OWN, file.format);
	ASSERT_EQ(1, MESSAGE(1).place);
	ASSERT_EQ(0, MESSAGE(2).place);
	ASSERT_EQ(CHATFILE_ASSISTANT, MESSAGE(2).role); /* nobody brings words of staff */
	ASSERT_EQ(2u, MESSAGE(3).parent);		/* of the one before it */
	ASSERT_EQ(3u, file.chats[0].head);
	IS("complete", MESSAGE(4).status);
	ASSERT_EQ(0, MESSAGE(4).rating);
	PASS();
}

TEST
tells_what_it_is_not(void)
{
	READ(CHATFILE_EMPTY, " \n\t ");
	READ(CHATFILE_EMPTY, "\xEF\xBB\xBF");
	READ(CHATFILE_TYPE, "once upon a time");
	READ(CHATFILE_NOT_JSON, "{\"a\":");
	READ(CHATFILE_NOT_UTF8, "\xFF\xFE{\0}\0");
	READ(CHATFILE_NO_CHAT, "{}");
	READ(CHATFILE_NO_CHAT, "[]");
	READ(CHATFILE_NO_CHAT, "{\"messages\":[]}");
	READ(CHATFILE_NO_CHAT, "{\"histories\":{\"histories\":[{\"msgs\":[]}]}}");
	READ(CHATFILE_NO_CHAT, "{\"data_visible\":[[\"\",\"\"]]}");
	READ(CHATFILE_CARD, "{\"spec\":\"chara_card_v3\",\"data\":{}}");
	READ(CHATFILE_CARD, "{\"name\":\"x\",\"first_mes\":\"y\"}");
	READ(CHATFILE_BOOK, "{\"entries\":[]}");
	PASS();
}

TEST
holds_its_limits(void)
{
	struct str many = make_repeated(arena, "{\"mes\":\"a\"}\n", CHATFILE_MESSAGES + 1);
	ASSERT_EQ(CHATFILE_TOO_MANY, chatfile_read(arena, many, CHATFILE_AUTO, &file));
	struct str fit = make_repeated(arena, "{\"mes\":\"a\"}\n", CHATFILE_MESSAGES);
	ASSERT_EQ(CHATFILE_OK, chatfile_read(arena, fit, CHATFILE_AUTO, &file));
	struct str large = make_repeated(arena, " {\"a\":1}\n", CHATFILE_BYTES / 8);
	ASSERT_EQ(CHATFILE_LARGE, chatfile_read(arena, large, CHATFILE_AUTO, &file));
	struct str swipes = make_joined(
		arena, STR("{\"mes\":\"s\",\"swipe_id\":0,\"swipes\":[\"s\""),
		make_joined(arena, make_repeated(arena, ",\"a\"", 500), STR("]}")));
	ASSERT_EQ(CHATFILE_OK, chatfile_read(arena, swipes, CHATFILE_AUTO, &file));
	ASSERT_EQ((size_t)CHATFILE_VERSIONS, file.chats[0].n);
	struct str line = make_joined(arena, STR("{\"mes\":\"first\"}\n{\"mes\":\""),
				      make_repeated(arena, "x", CHATFILE_LINE));
	line = make_joined(arena, line, STR("\"}\n"));
	ASSERT_EQ(CHATFILE_OK, chatfile_read(arena, line, CHATFILE_AUTO, &file));
	ASSERT_EQ(1u, file.chats[0].n);
	ASSERT(str_find(file.report, STR("longer than 4 MB")) > 0);
	PASS();
}

TEST
stays_on_one_line(void)
{
	READ(CHATFILE_OK,
	     "{\"messages\": [\n {\"msg\": \"a\", \"characterId\": \"c\",\n \"more\": {\n"
	     "\"x\": \"y z\"\n}}\n]}");
	struct str text = lines_of(&file.chats[0]), line, why;
	size_t n = 0;
	while (str_cut(&text, '\n', &line)) {
		ASSERT(line.n == 0 || scan_check(arena, line, &why));
		n += line.n > 0 ? 1 : 0;
	}
	ASSERT_EQ(2u, n);
	PASS();
}

TEST
writes_words_that_cannot_break_out(void)
{
	const struct chatfile_about about = { .title = STR_INIT("<i>T</i>"),
					      .character_name = STR_INIT("*W* [x](y)"),
					      .disclosure = STR_INIT("Fictional character, AI"),
					      .house = STR_INIT("Snug") };
	const struct chatfile_message m = { .role = CHATFILE_ASSISTANT,
					    .text = STR_INIT("<script>\"&'</p>"),
					    .at = { 0 } };
	const struct chatfile_entry entry = { .at = &m, .n = 1 };
	for (int shape = CHATFILE_AS_TEXT; shape <= CHATFILE_AS_PAGE; shape++) {
		struct buf out = buf_in(arena);
		chatfile_put_head(&out, (enum chatfile_shape)shape, &about);
		chatfile_put_message(&out, (enum chatfile_shape)shape, &about, &entry);
		chatfile_put_end(&out, (enum chatfile_shape)shape);
		struct str text = buf_done(&out);
		ASSERT(str_find(text, STR("AI character")) > 0);
		ASSERT(str_find(text, STR("Fictional character, AI")) > 0);
		if (shape == CHATFILE_AS_PAGE)
			ASSERT(str_find(text, STR("<script")) < 0 &&
			       str_find(text, STR("<i>")) < 0);
		if (shape == CHATFILE_AS_MARKDOWN)
			ASSERT(str_find(text, STR("\\*W\\* \\[x\\]\\(y\\)")) > 0);
	}
	PASS();
}

SUITE(chatfiles)
{
	SET_SETUP(setup, NULL);
	SET_TEARDOWN(teardown, NULL);
	RUN_TEST(reads_moments_of_every_shape);
	RUN_TEST(makes_siblings_of_swipes);
	RUN_TEST(believes_the_message_when_its_swipes_say_something_else);
	RUN_TEST(keeps_unknown_members_byte_for_byte);
	RUN_TEST(the_note_and_the_variables_go_in_and_out);
	RUN_TEST(keeps_the_whole_of_a_long_text);
	RUN_TEST(goes_on_behind_broken_lines);
	RUN_TEST(reads_trees);
	RUN_TEST(tells_what_it_is_not);
	RUN_TEST(holds_its_limits);
	RUN_TEST(stays_on_one_line);
	RUN_TEST(writes_words_that_cannot_break_out);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	RUN_SUITE(chatfiles);
	GREATEST_MAIN_END();
}
