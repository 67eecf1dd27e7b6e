/* Cards as JSON: versions, fields, names, greetings, examples, and text that is none. */
#include "lib/base/utf8.h"
#include "lib/card/sheet.h"
#include "tests/greatest.h"
#include "tests/support/card_maker.h"
#include "tests/support/memory.h"

static struct card card;
static struct str why;

#define READ(expected, literal) ASSERT_EQ(expected, card_read(arena, STR(literal), &card, &why))

TEST
reads_v1(void)
{
	READ(CARD_OK,
	     "{\"name\":\"Alice\",\"description\":\"d\",\"personality\":\"p\",\"scenario\":\"s\","
	     "\"first_mes\":\"f\",\"mes_example\":\"\",\"other\":1}");
	ASSERT_EQ(CARD_V1, card.spec);
	IS("1.0", card.spec_version);
	IS("Alice", card.name);
	IS("d", card.description);
	ASSERT_EQ(1u, card.greetings.n);
	PASS();
}

TEST
reads_v1_of_other_tools(void)
{
	READ(CARD_OK, "{\"char_name\":\"Bo\",\"char_persona\":\"d\",\"char_greeting\":\"hi\","
		      "\"world_scenario\":\"w\",\"example_dialogue\":\"e\"}");
	ASSERT_EQ(CARD_V1, card.spec);
	IS("Bo", card.name);
	IS("d", card.description);
	IS("hi", card.first_mes);
	IS("w", card.scenario);
	PASS();
}

TEST
reads_v2_with_fields_of_v1_beside_data(void)
{
	READ(CARD_OK, "{\"name\":\"old\",\"description\":\"old\",\"spec\":\"chara_card_v2\","
		      "\"spec_version\":\"2.0\",\"data\":{\"name\":\"Alice\",\"nickname\":\"Al\","
		      "\"tags\":[\"a\",1,\"b\"],\"character_book\":{\"entries\":[]}}}");
	ASSERT_EQ(CARD_V2, card.spec);
	IS("Alice", card.name);
	IS("Alice", card_called(&card));
	ASSERT_EQ(2u, card.tags.n);
	IS("{\"entries\":[]}", card.book);
	PASS();
}

TEST
reads_data_without_a_version(void)
{
	READ(CARD_OK, "{\"data\":{\"name\":\"Alice\"}}");
	ASSERT_EQ(CARD_V2, card.spec);
	READ(CARD_OK, "{\"spec\":\"chara_card_v2\",\"data\":{}}");
	IS("2.0", card.spec_version);
	PASS();
}

TEST
calls_a_character_by_nickname_in_v3(void)
{
	READ(CARD_OK,
	     "{\"spec\":\"chara_card_v3\",\"spec_version\":\"3.0\",\"data\":{\"name\":\"Alice\","
	     "\"nickname\":\"Al\"}}");
	ASSERT_EQ(CARD_V3, card.spec);
	IS("Al", card_called(&card));
	READ(CARD_OK,
	     "{\"spec\":\"chara_card_v3\",\"data\":{\"name\":\"Alice\",\"nickname\":\"  \"}}");
	IS("Alice", card_called(&card));
	PASS();
}

TEST
takes_newer_versions(void)
{
	READ(CARD_OK,
	     "{\"spec\":\"chara_card_v3\",\"spec_version\":\"3.2\",\"data\":{\"name\":\"A\"}}");
	ASSERT(card.is_newer);
	IS("3.2", card.spec_version);
	READ(CARD_OK,
	     "{\"spec\":\"chara_card_v4\",\"spec_version\":\"4.0\",\"data\":{\"name\":\"A\"}}");
	ASSERT(card.is_newer);
	READ(CARD_OK,
	     "{\"spec\":\"chara_card_v3\",\"spec_version\":\"3.0\",\"data\":{\"name\":\"A\"}}");
	ASSERT_FALSE(card.is_newer);
	PASS();
}

TEST
makes_swipes_of_greetings(void)
{
	READ(CARD_OK, "{\"spec\":\"chara_card_v2\",\"data\":{\"name\":\"A\",\"first_mes\":\"\","
		      "\"alternate_greetings\":[\"x\",\"\",\"y\"]}}");
	ASSERT_EQ(2u, card.greetings.n);
	IS("x", card.greetings.at[0]);
	IS("y", card.greetings.at[1]);
	PASS();
}

TEST
bears_fields_of_the_wrong_kind(void)
{
	READ(CARD_OK,
	     "{\"spec\":\"chara_card_v2\",\"data\":{\"name\":7,\"description\":null,\"tags\":\"a, b\","
	     "\"alternate_greetings\":{},\"extensions\":[],\"character_book\":\"no\"}}");
	IS("", card.name);
	ASSERT_EQ(2u, card.tags.n);
	IS("b", card.tags.at[1]);
	ASSERT_EQ(0u, card.book.n);
	struct card_sheet sheet;
	card_sheet_of(arena, &card, &sheet);
	IS("Unnamed", sheet.name);
	PASS();
}

TEST
accepts_a_byte_order_mark(void)
{
	READ(CARD_OK, "\xEF\xBB\xBF {\"name\":\"A\",\"description\":\"d\"}\n");
	IS("A", card.name);
	PASS();
}

TEST
undoes_escapes(void)
{
	READ(CARD_OK,
	     "{\"n\\u0061me\":\"\\u00e9\\ud83d\\ude00\\ud800x\\u0000y\\r\\nz\",\"description\":\"\"}");
	IS("\xC3\xA9\xF0\x9F\x98\x80\xEF\xBF\xBDxy\nz", card.name);
	PASS();
}

TEST
tells_books_from_cards(void)
{
	READ(CARD_BOOK, "{\"spec\":\"lorebook_v3\",\"data\":{\"name\":\"x\",\"entries\":[]}}");
	READ(CARD_BOOK, "{\"entries\":{\"0\":{\"key\":[]}}}");
	READ(CARD_BOOK,
	     "{\"kind\":\"memory\",\"name\":\"x\",\"description\":\"d\",\"entries\":[]}");
	READ(CARD_NO_CARD, "{\"name\":\"x\",\"version\":1}");
	READ(CARD_NO_CARD, "[1,2]");
	READ(CARD_NO_CARD, "\"text\"");
	READ(CARD_EMPTY, " \n");
	PASS();
}

TEST
refuses_what_is_no_json(void)
{
	static const char *const BAD[] = {
		"{",
		"{\"name\":\"A\",}",
		"{\"name\":\"A\"} x",
		"{\"name\":\"A\"",
		"{\"name\":\"\\x\"}",
		"{\"name\":\"\\u12\"}",
		"{\"name\":\"a\nb\"}",
		"{name:1}",
		"[1,]",
		"[01]",
		"[1.]",
		"[1e]",
		"[-]",
		"[tru]",
		"{\"a\":1,\"a\":2}",
		"{\"a\":1,\"\\u0061\":2}",
		"{\"a\" 1}",
		"'a'",
	};
	for (size_t i = 0; i < COUNT(BAD); i++)
		ASSERT_EQm(BAD[i], CARD_NOT_JSON, card_read(arena, str_from(BAD[i]), &card, &why));
	READ(CARD_NOT_JSON, "{\"a\":1,\n\"b\":?}");
	IS("line 2: neither a value nor an end", why);
	PASS();
}

TEST
refuses_text_that_is_not_utf8(void)
{
	READ(CARD_NOT_UTF8, "{\"name\":\"\xE9\",\"description\":\"\"}");
	READ(CARD_NOT_UTF8, "{\"name\":\"\xED\xA0\x80\",\"description\":\"\"}");
	READ(CARD_NOT_UTF8, "{\"name\":\"\xC0\xAF\",\"description\":\"\"}");
	PASS();
}

TEST
refuses_depth_in_constant_memory(void)
{
	struct str deep = make_repeated(arena, "[", 100000);
	size_t before = arena_used(arena);
	ASSERT_EQ(CARD_NOT_JSON, card_read(arena, deep, &card, &why));
	ASSERT(arena_used(arena) - before < 4096);
	struct buf fits = buf_in(arena);
	buf_lit(&fits, "{\"name\":\"A\",\"description\":\"\",\"x\":");
	buf_str(&fits, make_repeated(arena, "[", SCAN_DEPTH - 1));
	buf_str(&fits, make_repeated(arena, "]", SCAN_DEPTH - 1));
	buf_char(&fits, '}');
	ASSERT_EQ(CARD_OK, card_read(arena, buf_done(&fits), &card, &why));
	PASS();
}

TEST
reads_a_large_book_in_little_memory(void)
{
	struct buf text = buf_in(arena);
	buf_lit(&text,
		"{\"spec\":\"chara_card_v2\",\"data\":{\"name\":\"A\",\"character_book\":{\"entries\":[0");
	for (int i = 0; i < 50000; i++)
		buf_fmt(&text,
			",{\"keys\":[\"k%d\"],\"content\":\"c\",\"enabled\":true,\"insertion_order\":%d}",
			i, i);
	buf_lit(&text, "]}}}");
	size_t before = arena_used(arena);
	ASSERT_EQ(CARD_OK, card_read(arena, buf_done(&text), &card, &why));
	ASSERT(arena_used(arena) - before < 256 * 1024);
	PASS();
}

TEST
cuts_examples_into_blocks(void)
{
	ASSERT_EQ(0u, card_example_blocks(arena, STR("")).n);
	ASSERT_EQ(0u, card_example_blocks(arena, STR("<START>")).n);
	ASSERT_EQ(1u, card_example_blocks(arena, STR("hi")).n);
	struct strs two = card_example_blocks(arena, STR("<START>\na\n<start>\nb"));
	ASSERT_EQ(2u, two.n);
	IS("a", two.at[0]);
	IS("b", two.at[1]);
	PASS();
}

TEST
pairs_examples(void)
{
	struct card_example out[CARD_EXAMPLES];
	ASSERT_EQ(3u,
		  card_examples(arena,
				STR("<START>\n{{user}}: Who?\n{{char}}: Me.\nReally.\n<USER>: Oh.\n"
				    "<START>\nAlice: *waves*"),
				STR("Alice"), out));
	IS("Who?", out[0].user);
	IS("Me.\nReally.", out[0].character);
	IS("Oh.", out[1].user);
	IS("", out[1].character);
	IS("", out[2].user);
	IS("*waves*", out[2].character);
	PASS();
}

TEST
cuts_to_the_measures_of_the_house(void)
{
	struct buf text = buf_in(arena);
	struct card_sheet sheet;
	buf_lit(&text, "{\"name\":\"");
	buf_str(&text, make_repeated(arena, "\xC3\xA9", 100));
	buf_lit(&text, "\",\"description\":\"{{char}} sails. <BOT> sings ");
	buf_str(&text, make_repeated(arena, "word ", 20000));
	buf_lit(&text, "\"}");
	ASSERT_EQ(CARD_OK, card_read(arena, buf_done(&text), &card, &why));
	card_sheet_of(arena, &card, &sheet);
	ASSERT_EQ(SHEET_NAME, (int)utf8_count(sheet.name));
	ASSERT_EQ(SHEET_LONG, (int)utf8_count(sheet.long_bio));
	ASSERT_GTE(SHEET_SHORT, (int)utf8_count(sheet.short_description));
	ASSERT(sheet.is_cut);
	PASS();
}

/* The place of a byte says how it is taken: with seven others, alone, or with those of its sign. */
TEST
takes_texts_as_they_stand(void)
{
	static const struct {
		const char *written;
		const char *meant;
	} SIGNS[] = {
		{ "a", "a" },
		{ "\xC3\xA9", "\xC3\xA9" },
		{ "\xC2\xB0", "\xC2\xB0" },
		{ "\xC2\x85", "" },
		{ "\x7F", "" },
		{ "\\u0007", "" },
		{ "\\n", "\n" },
		{ "\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80" },
	};
	for (size_t i = 0; i < COUNT(SIGNS); i++)
		for (size_t at = 0; at < 20; at++) {
			struct str head = make_repeated(arena, "x", at);
			struct str value = str_fmt(arena, "\"%.*s%syyyyyyyyyyyy\"", STR_ARG(head),
						   SIGNS[i].written);
			struct str meant = str_fmt(arena, "%.*s%syyyyyyyyyyyy", STR_ARG(head),
						   SIGNS[i].meant);
			ASSERT(str_eq(meant, scan_text(arena, value, 1000)));
			/* What is cut is cut between two signs. */
			for (size_t most = 0; most < meant.n; most++)
				ASSERT(str_eq(str_first(meant, str_clip(meant, most)),
					      scan_text(arena, value, most)));
		}
	PASS();
}

TEST
reads_the_note_of_a_character(void)
{
	struct card_sheet sheet;
	READ(CARD_OK,
	     "{\"spec\":\"chara_card_v2\",\"data\":{\"name\":\"A\",\"extensions\":{"
	     "\"depth_prompt\":{\"prompt\":\"Dry.\",\"depth\":\"6\",\"role\":\"user\"}}}}");
	card_sheet_of(arena, &card, &sheet);
	IS("Dry.", sheet.depth_prompt);
	IS("user", sheet.depth_prompt_role);
	ASSERT_EQ(6, (int)sheet.depth_prompt_depth);
	READ(CARD_OK, "{\"name\":\"A\",\"description\":\"\",\"extensions\":{"
		      "\"depth_prompt\":{\"prompt\":5,\"depth\":-1,\"role\":\"king\"}}}");
	card_sheet_of(arena, &card, &sheet);
	IS("", sheet.depth_prompt);
	IS("system", sheet.depth_prompt_role);
	ASSERT_EQ(4, (int)sheet.depth_prompt_depth);
	PASS();
}

/* SillyTavern takes numbers and texts, and what is out of bounds for the bound. */
TEST
reads_how_readily_one_speaks_among_others(void)
{
	static const struct {
		const char *said;
		double meant;
	} CARDS[] = {
		{ "0.9", 0.9 },	    { "\"0.25\"", 0.25 }, { "0", 0 },	   { "\" 1 \"", 1 },
		{ "7", 1 },	    { "\"-1\"", 0 },	  { "1e-1", 0.1 }, { "\"\"", 0.5 },
		{ "\"nan\"", 0.5 }, { "\"inf\"", 0.5 },	  { "null", 0.5 }, { "true", 0.5 },
		{ "[0.9]", 0.5 },   { "\"1e999\"", 0.5 },
	};
	struct card_sheet sheet;
	for (size_t i = 0; i < COUNT(CARDS); i++) {
		struct str text = str_fmt(arena,
					  "{\"spec\":\"chara_card_v2\",\"data\":{\"name\":\"A\","
					  "\"extensions\":{\"talkativeness\":%s}}}",
					  CARDS[i].said);
		ASSERT_EQ(CARD_OK, card_read(arena, text, &card, &why));
		card_sheet_of(arena, &card, &sheet);
		ASSERT_EQm(CARDS[i].said, (int)(CARDS[i].meant * 100),
			   (int)(sheet.talkativeness * 100));
	}
	READ(CARD_OK, "{\"name\":\"A\",\"description\":\"\",\"talkativeness\":\"0.75\"}");
	card_sheet_of(arena, &card, &sheet);
	ASSERT_EQ(75, (int)(sheet.talkativeness * 100));
	PASS();
}

TEST
reads_greetings_for_chats_with_others(void)
{
	struct card_sheet sheet;
	READ(CARD_OK,
	     "{\"spec\":\"chara_card_v3\",\"spec_version\":\"3.0\",\"data\":{\"name\":\"A\","
	     "\"group_only_greetings\":[\"Hush, all.\",\"\",7,\"Me too.\"]}}");
	card_sheet_of(arena, &card, &sheet);
	ASSERT_EQ(2u, sheet.group_greetings.n);
	IS("Me too.", sheet.group_greetings.at[1]);
	READ(CARD_OK,
	     "{\"spec\":\"chara_card_v3\",\"spec_version\":\"3.0\",\"data\":{\"name\":\"A\","
	     "\"group_only_greetings\":\"Hush.\"}}");
	card_sheet_of(arena, &card, &sheet);
	ASSERT_EQ(0u, sheet.group_greetings.n);
	PASS();
}

TEST
makes_tags_that_the_house_can_list(void)
{
	struct card_sheet sheet;
	READ(CARD_OK,
	     "{\"spec\":\"chara_card_v2\",\"data\":{\"name\":\"A\",\"tags\":[\"Sci-Fi & Space\",\"x\","
	     "\"\\u65e5\\u672c\",\"sci fi space\",\" Cosy \"]}}");
	card_sheet_of(arena, &card, &sheet);
	ASSERT_EQ(3u, sheet.tags.n);
	IS("sci-fi-space", sheet.tags.at[0]);
	IS("日本", sheet.tags.at[1]);
	IS("cosy", sheet.tags.at[2]);
	PASS();
}

SUITE(cards)
{
	SET_SETUP(memory_setup, NULL);
	SET_TEARDOWN(memory_teardown, NULL);
	RUN_TEST(reads_v1);
	RUN_TEST(reads_v1_of_other_tools);
	RUN_TEST(reads_v2_with_fields_of_v1_beside_data);
	RUN_TEST(reads_data_without_a_version);
	RUN_TEST(calls_a_character_by_nickname_in_v3);
	RUN_TEST(takes_newer_versions);
	RUN_TEST(makes_swipes_of_greetings);
	RUN_TEST(bears_fields_of_the_wrong_kind);
	RUN_TEST(accepts_a_byte_order_mark);
	RUN_TEST(undoes_escapes);
	RUN_TEST(tells_books_from_cards);
	RUN_TEST(refuses_what_is_no_json);
	RUN_TEST(refuses_text_that_is_not_utf8);
	RUN_TEST(refuses_depth_in_constant_memory);
	RUN_TEST(reads_a_large_book_in_little_memory);
	RUN_TEST(cuts_examples_into_blocks);
	RUN_TEST(pairs_examples);
	RUN_TEST(cuts_to_the_measures_of_the_house);
	RUN_TEST(takes_texts_as_they_stand);
	RUN_TEST(reads_the_note_of_a_character);
	RUN_TEST(reads_how_readily_one_speaks_among_others);
	RUN_TEST(reads_greetings_for_chats_with_others);
	RUN_TEST(makes_tags_that_the_house_can_list);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	RUN_SUITE(cards);
	GREATEST_MAIN_END();
}
