/* Cards going out: what came in is in them, what was changed too; judging of ages and words; reports. */
#include <jansson.h>

#include "lib/base/json.h"
#include "lib/card/judge.h"
#include "lib/card/report.h"
#include "lib/card/write.h"
#include "lib/card/zip.h"
#include "tests/greatest.h"
#include "tests/support/card_maker.h"
#include "tests/support/memory.h"

#define HAS(needle, text) ASSERTm(needle, str_find((text), STR(needle)) >= 0)

static const struct str RICH = STR_INIT(
	"{\"spec\":\"chara_card_v2\",\"spec_version\":\"2.0\",\"create_date\":\"x\",\"name\":\"Alice\",\"data\":{"
	"\"name\":\"Alice\",\"description\":\"d\",\"personality\":\"p\",\"scenario\":\"s\",\"first_mes\":\"f\","
	"\"mes_example\":\"<START>\\n{{user}}: a\\n{{char}}: b\",\"creator_notes\":\"n\",\"system_prompt\":\"\","
	"\"post_history_instructions\":\"\",\"alternate_greetings\":[ \"g\" ],\"tags\":[\"A b\"],\"creator\":\"c\","
	"\"character_version\":\"1\",\"extensions\":{\"x/y\":{\"k\":[1,null,\"\xC3\xA9\"]},\"n\":1.50E+2,"
	"\"big\":12345678901234567890},\"character_book\":{\"odd\":1,\"entries\":[{\"keys\":[],\"content\":\"\","
	"\"weird\":{\"q\":[]}}]},\"later\":\"\\u0000\"}}");

static const struct card_edits NO_EDITS = { NULL, 0 };

static struct card
read_card(struct str text)
{
	struct card card;
	struct str why;
	if (card_read(arena, text, &card, &why) != CARD_OK)
		abort();
	return card;
}

static struct str
put(const struct card *card, const struct card_edits *edits, enum card_spec spec)
{
	struct buf out = buf_in(arena);
	const struct card_form form = { .spec = spec };
	card_put_json(&out, card, edits, &form);
	return buf_done(&out);
}

TEST
gives_back_unknown_members_byte_for_byte(void)
{
	struct card card = read_card(RICH);
	struct str out = put(&card, &NO_EDITS, CARD_V3), why;
	ASSERT(scan_check(arena, out, &why));
	HAS("\"extensions\":{\"x/y\":{\"k\":[1,null,\"\xC3\xA9\"]},\"n\":1.50E+2,\"big\":12345678901234567890}",
	    out);
	HAS("\"character_book\":{\"odd\":1,\"entries\":[{\"keys\":[],\"content\":\"\",\"weird\":{\"q\":[]}}]}",
	    out);
	HAS("\"later\":\"\\u0000\"", out);
	HAS("\"alternate_greetings\":[ \"g\" ]", out);
	HAS("\"create_date\":\"x\"", out);
	HAS("\"spec\":\"chara_card_v3\",\"spec_version\":\"3.0\"", out);
	HAS("\"group_only_greetings\":[]", out);
	struct card again = read_card(put(&card, &NO_EDITS, CARD_V2));
	ASSERT(str_eq(card.data, again.data));
	PASS();
}

TEST
puts_changes_in_their_place(void)
{
	struct card card = read_card(RICH);
	struct card_edit edits[] = { { "name", STR_INIT("\"Bea\"") },
				     { "nickname", STR_INIT("\"B\"") } };
	struct card out = read_card(put(&card, &(struct card_edits){ edits, 2 }, CARD_V3));
	IS("Bea", out.name);
	IS("B", out.nickname);
	IS("d", out.description);
	HAS("\"name\":\"Bea\"}", out.text); /* the copy for readers of V1 */
	HAS("\"weird\":{\"q\":[]}", out.text);
	PASS();
}

TEST
lifts_v1(void)
{
	struct card card = read_card(
		STR("{\"char_name\":\"A\",\"char_persona\":\"d\",\"data\":null,\"extra\":[1]}"));
	struct card out = read_card(put(&card, &NO_EDITS, CARD_V3));
	ASSERT_EQ(CARD_V3, out.spec);
	IS("A", out.name);
	IS("d", out.description);
	HAS("\"extra\":[1]", out.text);
	HAS("\"first_mes\":\"\"", out.data);
	PASS();
}

TEST
keeps_a_newer_version(void)
{
	struct card card = read_card(STR(
		"{\"spec\":\"chara_card_v3\",\"spec_version\":\"3.7\",\"data\":{\"name\":\"A\"}}"));
	HAS("\"spec_version\":\"3.7\"", put(&card, &NO_EDITS, CARD_V3));
	PASS();
}

/* A picture with the card and its files in it. */
static struct str
write_png(const struct card *card, const struct card_assets *assets, struct str portrait,
	  struct str xmp)
{
	struct buf bytes = buf_in(arena);
	struct sink out = sink_to_buf(&bytes);
	png_put_picture(&out, portrait);
	if (xmp.n > 0)
		png_put_xmp(&out, xmp);
	card_put_png_texts(&out, arena, card, &NO_EDITS, assets->n > 0);
	for (size_t i = 0; i < assets->n; i++)
		card_put_png_file(&out, arena, &assets->at[i]);
	png_put_end(&out);
	return buf_done(&bytes);
}

TEST
writes_both_versions_into_a_picture(void)
{
	const struct maker_chunk old[] = { { "tEXt", "chara", STR_INIT("old"), false, false },
					   { "zTXt", "CCV3", STR_INIT("old"), false, false },
					   { "tEXt", "Comment", STR_INIT("stays"), true, false } };
	struct card card = read_card(RICH), again;
	struct card_file file;
	struct str why;
	struct card_asset asset = { STR_INIT("assets/x/a.bin"), STR_INIT("\0\1\2") };
	struct card_assets assets = { &asset, 1 };
	struct str png = write_png(&card, &assets, make_png(arena, old, 3), STR("<x/>"));
	ASSERT_EQ(CARD_OK, card_read_file(arena, png, &file, &again, &why));
	ASSERT(file.has_both);
	ASSERT_EQ(CARD_V3, again.spec);
	HAS("\"weird\":{\"q\":[]}", again.text);
	HAS("stays", png);
	HAS("XML:com.adobe.xmp", png);
	HAS("\0\0\0\0IEND\xAE\x42\x60\x82", png);
	ASSERT(str_find(png, STR("CCV3")) < 0);
	ASSERT_EQ(1u, file.assets.n);
	ASSERT(str_eq(asset.bytes, file.assets.at[0].bytes));
	PASS();
}

TEST
carries_files_between_containers(void)
{
	struct card card = read_card(STR(
		"{\"spec\":\"chara_card_v3\",\"data\":{\"name\":\"A\",\"assets\":[{\"type\":\"icon\","
		"\"uri\":\"ccdefault:\",\"name\":\"main\",\"ext\":\"png\"},{\"type\":\"emotion\",\"uri\":"
		"\"__asset:0\",\"name\":\"neutral\",\"ext\":\"png\",\"x_more\":[1]}]}}"));
	struct card again;
	struct card_file file;
	struct card_asset_entry entry;
	struct str why;
	struct card_asset asset = { STR_INIT("0"), STR_INIT("zero") };
	struct card_assets assets = { &asset, 1 };
	struct str zip = card_write_charx(arena, &card, &NO_EDITS, &assets, STR("portrait"));
	ASSERT_EQ(CARD_OK, card_read_file(arena, zip, &file, &again, &why));
	ASSERT_EQ(CARD_IN_CHARX, file.container);
	IS("portrait", card_portrait(arena, &again, &file));
	HAS("\"x_more\":[1]", again.text);
	struct scan s = scan_in(arena, again.assets);
	ASSERT(card_next_asset(&s, &entry) && card_next_asset(&s, &entry));
	IS("embeded://assets/other/0", entry.uri);
	ASSERT_EQ(2u, file.assets.n);
	/* And back into a picture. */
	struct str png = write_png(&again, &file.assets, make_png(arena, NULL, 0), STR(""));
	ASSERT_EQ(CARD_OK, card_read_file(arena, png, &file, &card, &why));
	s = scan_in(arena, card.assets);
	ASSERT(card_next_asset(&s, &entry) && card_next_asset(&s, &entry));
	IS("__asset:assets/other/0", entry.uri);
	PASS();
}

TEST
warns_in_the_copy_for_older_tools(void)
{
	static const struct card_assets NONE = { NULL, 0 };
	struct card card = read_card(STR(
		"{\"spec\":\"chara_card_v3\",\"data\":{\"name\":\"A\",\"nickname\":\"B\",\"creator_notes\":"
		"\"Mine.\",\"character_book\":{\"odd\":1,\"entries\":[{\"content\":\"@@depth 4\\n@@@role "
		"user\\nLamp.\",\"weird\":[2]},{\"content\":\"Plain.\"},7]}}}"));
	struct str png = write_png(&card, &NONE, make_png(arena, NULL, 0), STR(""));
	struct card_file file;
	struct card again, copy;
	struct str why;
	bool is_copy;
	ASSERT_EQ(CARD_OK, card_read_file(arena, png, &file, &again, &why));
	IS("Mine.", again.creator_notes);
	HAS("@@depth 4", again.text);
	/* Without ccv3 the copy is read, says what it is, and the words are not its creator's. */
	struct buf cut = buf_in(arena);
	ptrdiff_t at = str_find(png, STR("tEXtccv3"));
	ASSERT(at > 0);
	buf_str(&cut, str_first(png, (size_t)at - 4));
	struct sink out = sink_to_buf(&cut);
	png_put_end(&out);
	ASSERT_EQ(CARD_OK, card_read_file(arena, buf_done(&cut), &file, &copy, &why));
	ASSERT_EQ(CARD_V2, copy.spec);
	ASSERT(str_find(copy.text, STR("@@")) < 0);
	HAS("\"content\":\"Lamp.\",\"weird\":[2]", copy.text);
	HAS("{\"content\":\"Plain.\"},7]", copy.text);
	IS("Mine.", card_own_notes(&copy, &is_copy));
	ASSERT(is_copy);
	/* A card that loses nothing is the same in both. */
	card = read_card(STR("{\"spec\":\"chara_card_v3\",\"data\":{\"name\":\"A\"}}"));
	ASSERT(str_find(put(&card, &NO_EDITS, CARD_V2), STR("Character Card V3")) < 0);
	PASS();
}

/* ---- ages and words ---- */

static struct card_judgement
judge(struct str description, int64_t own_age)
{
	struct card_sheet sheet = { .name = STR_INIT("Alice"),
				    .long_bio = description,
				    .examples = STR_INIT("[]") };
	return card_judge(arena, &sheet, own_age, 18, true);
}

TEST
finds_ages(void)
{
	static const struct {
		struct str text;
		int64_t age;
		unsigned doubts;
	} CASES[] = {
		{ STR_INIT("Age: 24"), 24, 0 },
		{ STR_INIT("[Character(\"A\") Age(\"31\" + \"years\")]"), 31, 0 },
		{ STR_INIT("age = 40, height = 180"), 40, 0 },
		{ STR_INIT("She is 29 years old."), 29, 0 },
		{ STR_INIT("a 35-year-old smith"), 35, 0 },
		{ STR_INIT("An elf, 1,200 years old"), 1200, 0 },
		{ STR_INIT("22yo"), 22, 0 },
		{ STR_INIT("Age: 30. At the age of 12 she left."), 30, 0 },
		{ STR_INIT("At the age of 12 she left; now 30 years old."), 0, CARD_DOUBT_NO_AGE },
		{ STR_INIT("Stage 24, page 12, 24 hours"), 0, CARD_DOUBT_NO_AGE },
		{ STR_INIT("twenty-four"), 0, CARD_DOUBT_NO_AGE },
		{ STR_INIT(""), 0, CARD_DOUBT_NO_AGE },
		{ STR_INIT("Age: 16"), 16, CARD_DOUBT_YOUNG },
		{ STR_INIT("Age: 16. Says she is 19 years old."), 16, CARD_DOUBT_YOUNG },
		{ STR_INIT("a 15-year-old"), 0, CARD_DOUBT_NO_AGE | CARD_DOUBT_YOUNG },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct card_judgement j = judge(CASES[i].text, 0);
		ASSERT_EQm(CASES[i].text.p, CASES[i].age, j.age);
		ASSERT_EQm(CASES[i].text.p, CASES[i].doubts, j.doubts);
	}
	PASS();
}

TEST
lets_no_statement_outvote_the_text(void)
{
	ASSERT_EQ(0u, judge(STR("A keeper of bees."), 30).doubts);
	ASSERT_EQ(0u, judge(STR("At 12 years old she left; now 30 years old."), 30).doubts);
	ASSERT_EQ((unsigned)CARD_DOUBT_YOUNG, judge(STR("Age: 15"), 30).doubts);
	ASSERT_EQ((unsigned)CARD_DOUBT_YOUNG, judge(STR("a 15-year-old"), 30).doubts);
	ASSERT_EQ((unsigned)CARD_DOUBT_YOUNG, judge(STR("A keeper of bees."), 17).doubts);
	PASS();
}

TEST
reads_words(void)
{
	struct buf far = buf_in(arena);
	buf_lit(&far, "Age: 30 ");
	buf_str(&far, make_repeated(arena, "quiet words of the sea ", 3000));
	buf_lit(&far, "ageplay");
	ASSERT_EQ((unsigned)CARD_DOUBT_WORDS, judge(buf_done(&far), 0).doubts);
	ASSERT_EQ(0u, judge(STR("Sex: female. Age: 30"), 0).doubts);
	ASSERT_EQ((unsigned)CARD_DOUBT_SEXUAL, judge(STR("Age: 30. Makes porn."), 0).doubts);
	/* What only the prompt shows is read as well. */
	struct card_sheet sheet = { .name = STR_INIT("Alice"), .examples = STR_INIT("[]") };
	sheet.depth_prompt = STR("Makes porn.");
	ASSERT_EQ((unsigned)CARD_DOUBT_SEXUAL, card_judge(arena, &sheet, 30, 18, true).doubts);
	sheet.depth_prompt = STR("");
	sheet.mes_example = STR("<START>\nMakes porn.");
	ASSERT_EQ((unsigned)CARD_DOUBT_SEXUAL, card_judge(arena, &sheet, 30, 18, true).doubts);
	PASS();
}

TEST
takes_ages_from_fields(void)
{
	struct card card = read_card(STR(
		"{\"spec\":\"chara_card_v2\",\"data\":{\"name\":\"A\",\"extensions\":{\"age\":\"27\"}}}"));
	ASSERT_EQ(27, card_field_age(arena, &card));
	card = read_card(STR(
		"{\"spec\":\"chara_card_v2\",\"data\":{\"name\":\"A\",\"age\":19,\"extensions\":{\"snug\":{\"age\":33}}}}"));
	ASSERT_EQ(33, card_field_age(arena, &card));
	PASS();
}

TEST
reports_every_field(void)
{
	struct card card = read_card(RICH);
	struct card_file file = { .container = CARD_IN_JSON };
	struct card_sheet sheet;
	struct str why;
	card_sheet_of(arena, &card, &sheet);
	struct card_report *report = card_report_new(arena, &file, &card, &sheet);
	struct str json = card_report_json(report);
	ASSERT(scan_check(arena, json, &why));
	ASSERT_EQ(1u, card_report_entries(report));
	HAS("extensions.x/y", json);
	HAS("character_book (1 entry)", json);
	HAS("\"later\"", json);
	HAS("create_date (beside data)", json);
	HAS("first_mes \xE2\x86\x92 greeting", json);
	HAS("\"ignored\":[]", json);
	PASS();
}

SUITE(writing)
{
	SET_SETUP(memory_setup, NULL);
	SET_TEARDOWN(memory_teardown, NULL);
	RUN_TEST(gives_back_unknown_members_byte_for_byte);
	RUN_TEST(puts_changes_in_their_place);
	RUN_TEST(lifts_v1);
	RUN_TEST(keeps_a_newer_version);
	RUN_TEST(writes_both_versions_into_a_picture);
	RUN_TEST(carries_files_between_containers);
	RUN_TEST(warns_in_the_copy_for_older_tools);
	RUN_TEST(finds_ages);
	RUN_TEST(lets_no_statement_outvote_the_text);
	RUN_TEST(reads_words);
	RUN_TEST(takes_ages_from_fields);
	RUN_TEST(reports_every_field);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	RUN_SUITE(writing);
	GREATEST_MAIN_END();
}
