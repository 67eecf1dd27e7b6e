/* Containers of cards: pictures, archives, both behind each other, broken and hostile ones. */
#include <string.h>

#include "lib/card/file.h"
#include "lib/card/zip.h"
#include "tests/greatest.h"
#include "tests/support/card_maker.h"
#include "tests/support/memory.h"

static struct card card;
static struct card_file file;
static struct str why;

static const struct str V2 = STR_INIT(
	"{\"spec\":\"chara_card_v2\",\"spec_version\":\"2.0\",\"data\":{\"name\":"
	"\"Two\",\"description\":\"d\"}}");
static const struct str V3 = STR_INIT(
	"{\"spec\":\"chara_card_v3\",\"spec_version\":\"3.0\",\"data\":{\"name\":"
	"\"Three\",\"description\":\"d\"}}");

static enum card_outcome
read_bytes(struct str bytes)
{
	return card_read_file(arena, bytes, &file, &card, &why);
}

static enum card_outcome
read_chunk(const char *type, const char *keyword, struct str value)
{
	struct maker_chunk chunk = { type, keyword, value, false, false };
	return read_bytes(make_png(arena, &chunk, 1));
}

TEST
reads_text_chunks_of_all_kinds(void)
{
	static const char *const TYPES[] = { "tEXt", "zTXt", "iTXt" };
	for (size_t i = 0; i < COUNT(TYPES); i++) {
		ASSERT_EQm(TYPES[i], CARD_OK, read_chunk(TYPES[i], "chara", V2));
		ASSERT_EQ(CARD_IN_PNG, file.container);
		IS("Two", card.name);
	}
	ASSERT_EQ(CARD_OK, read_chunk("tEXt", "CHARA", V2));
	ASSERT_EQ(CARD_OK, read_chunk("tEXt", "CcV3", V3));
	PASS();
}

TEST
prefers_ccv3(void)
{
	const struct maker_chunk chunks[] = { { "tEXt", "chara", V2, false, false },
					      { "tEXt", "ccv3", V3, false, false } };
	ASSERT_EQ(CARD_OK, read_bytes(make_png(arena, chunks, 2)));
	IS("Three", card.name);
	ASSERT(file.has_both);
	PASS();
}

TEST
takes_the_first_of_two_ccv3_that_is_whole(void)
{
	const struct maker_chunk same[] = { { "tEXt", "ccv3", V3, false, false },
					    { "tEXt", "ccv3", V2, false, false } };
	const struct maker_chunk broken[] = { { "tEXt", "ccv3", STR_INIT("!!no base64!!"), true,
						false },
					      { "tEXt", "ccv3", V3, false, false } };
	ASSERT_EQ(CARD_OK, read_bytes(make_png(arena, same, 2)));
	IS("Three", card.name);
	ASSERT_EQ(CARD_OK, read_bytes(make_png(arena, broken, 2)));
	IS("Three", card.name);
	PASS();
}

TEST
tells_damage_from_absence(void)
{
	struct str base64 = make_base64(arena, V2);
	const struct maker_chunk bad_sum = { "tEXt", "chara", V2, false, true };
	const struct maker_chunk cut_off = { "tEXt", "chara", str_first(base64, base64.n / 2 + 1),
					     true, false };
	const struct maker_chunk bare = { "tEXt", "chara", V2, true, false };
	const struct maker_chunk unpadded = {
		"tEXt", "chara", make_base64(arena, STR("{\"name\":\"A\",\"description\":\"\"} ")),
		true, false
	};
	struct str whole = make_png(arena, &bare, 1);
	ASSERT_EQ(CARD_NO_CARD, read_bytes(make_png(arena, NULL, 0)));
	ASSERT_EQ(CARD_DAMAGED, read_bytes(make_png(arena, &bad_sum, 1)));
	ASSERT_EQ(CARD_DAMAGED, read_bytes(make_png(arena, &cut_off, 1)));
	ASSERT_EQ(CARD_OK, read_bytes(whole));
	ASSERT_EQ(CARD_OK, read_bytes(make_png(arena, &unpadded, 1)));
	ASSERT_EQ(CARD_DAMAGED, read_bytes(str_first(whole, whole.n - 40)));
	for (size_t n = 8; n < whole.n; n += 7)
		ASSERT_NEQ(CARD_LARGE, read_bytes(str_first(whole, n)));
	PASS();
}

TEST
stops_inflating(void)
{
	struct maker_chunk bomb = { "zTXt", "chara", make_repeated(arena, "a", 40 * 1024 * 1024),
				    true, false };
	struct str png = make_png(arena, &bomb, 1);
	ASSERT(png.n < 100000);
	ASSERT_EQ(CARD_BOMB, read_bytes(png));
	PASS();
}

TEST
strips_text_from_the_picture(void)
{
	struct maker_chunk chunk = { "tEXt", "chara", V2, false, false };
	struct str png = make_png(arena, &chunk, 1);
	struct str bare = make_png(arena, NULL, 0);
	ASSERT_EQ(CARD_OK, read_bytes(png));
	ASSERT(str_eq(bare, file.picture));
	ASSERT(str_eq(bare, card_portrait(arena, &card, &file)));
	/* What stands behind the end is no part of the picture. */
	ASSERT_EQ(CARD_OK, read_bytes(make_joined(arena, png, STR("<script>"))));
	ASSERT(str_eq(bare, file.picture));
	PASS();
}

TEST
reads_files_of_a_picture(void)
{
	const struct maker_chunk chunks[] = {
		{ "tEXt", "ccv3",
		  STR_INIT(
			  "{\"spec\":\"chara_card_v3\",\"data\":{\"name\":\"A\",\"assets\":[{\"type\":\"icon\",\"name\":"
			  "\"main\",\"uri\":\"__asset:7\",\"ext\":\"png\"}]}}"),
		  false, false },
		{ "tEXt", "chara-ext-asset_:7", STR_INIT("seven"), false, false },
		{ "tEXt", "chara-ext-asset_8", STR_INIT("eight"), false, false },
		{ "tEXt", "chara-ext-asset_:\x01", STR_INIT("no"), false, false },
		{ "tEXt", "chara-ext-asset_:a", STR_INIT("="), true, false },
		{ "tEXt", "chara-ext-asset_:b", STR_INIT("===="), true, false },
		{ "tEXt", "chara-ext-asset_:c", STR_INIT("Y\nQ=="), true, false },
	};
	ASSERT_EQ(CARD_OK, read_bytes(make_png(arena, chunks, COUNT(chunks))));
	ASSERT_EQ(3u, file.assets.n);
	IS("7", file.assets.at[0].place);
	IS("8", file.assets.at[1].place);
	IS("a", file.assets.at[2].bytes);
	IS("seven", card_portrait(arena, &card, &file));
	PASS();
}

TEST
reads_archives(void)
{
	const struct str json = STR_INIT(
		"{\"spec\":\"chara_card_v3\",\"data\":{\"name\":\"A\",\"assets\":[{\"type\":\"icon\",\"name\":\"x\",\"uri\":"
		"\"embeded://b.png\"},{\"type\":\"icon\",\"name\":\"main\",\"uri\":\"embedded://assets/icon/a.png\"}]}}");
	const struct maker_file files[] = { { "card.json", json },
					    { "assets/icon/a.png", STR_INIT("main") },
					    { "b.png", STR_INIT("other") },
					    { "module.risum", STR_INIT("app") } };
	struct str zip = make_zip(arena, files, 4);
	ASSERT_EQ(CARD_OK, read_bytes(zip));
	ASSERT_EQ(CARD_IN_CHARX, file.container);
	ASSERT_EQ(3u, file.assets.n);
	IS("main", card_portrait(arena, &card, &file));
	/* Behind a picture it is found by its directory. */
	struct str jpeg = make_joined(arena, STR("\xFF\xD8\xFF\xE0 PK\3\4 pixels \xFF\xD9"), zip);
	ASSERT_EQ(CARD_OK, read_bytes(jpeg));
	ASSERT_EQ(CARD_IN_JPEG, file.container);
	ASSERT_EQ(3u, file.assets.n);
	ASSERT_EQ(CARD_NO_CARD, read_bytes(STR("\xFF\xD8\xFF\xE0 pixels")));
	ASSERT_EQ(CARD_NO_CARD, read_bytes(make_zip(arena, files + 1, 2)));
	PASS();
}

TEST
refuses_hostile_archives(void)
{
	static const char *const NAMES[] = { "../x", "/etc/x", "a/../../x", "C:/x", "a\\x" };
	for (size_t i = 0; i < COUNT(NAMES); i++) {
		const struct maker_file files[] = { { "card.json", V3 },
						    { NAMES[i], STR_INIT("x") } };
		ASSERT_EQm(NAMES[i], CARD_BOMB, read_bytes(make_zip(arena, files, 2)));
	}
	const struct maker_file bomb[] = { { "card.json", V3 },
					   { "x", make_repeated(arena, "ab", 3 * 1024 * 1024) } };
	ASSERT_EQ(CARD_BOMB, read_bytes(make_zip(arena, bomb, 2)));
	const struct maker_file strange[] = { { "card.json", V3 },
					      { "n\xC3\xA4me", STR_INIT("x") } };
	ASSERT_EQ(CARD_OK, read_bytes(make_zip(arena, strange, 2)));
	ASSERT_EQ(1u, file.skipped);
	PASS();
}

TEST
refuses_archives_of_many_files(void)
{
	enum { MANY = ZIP_ENTRIES + 1 };
	struct maker_file *files = ARENA_ARRAY(arena, struct maker_file, MANY);
	for (int i = 0; i < MANY; i++)
		files[i] = (struct maker_file){ str_fmt(arena, "f%d", i).p, STR("") };
	files[0] = (struct maker_file){ "card.json", V3 };
	ASSERT_EQ(CARD_BOMB, read_bytes(make_zip(arena, files, MANY)));
	ASSERT_EQ(CARD_OK, read_bytes(make_zip(arena, files, MANY - 1)));
	PASS();
}

TEST
survives_archives_with_lies(void)
{
	const struct maker_file files[] = { { "card.json", V3 }, { "x", STR_INIT("0123456789") } };
	struct str zip = make_zip(arena, files, 2);
	for (size_t n = 0; n < zip.n; n++)
		ASSERT_NEQ(CARD_OK, read_bytes(str_first(zip, n)));
	for (size_t i = 0; i < zip.n; i++) {
		struct str copy = str_copy(arena, zip);
		char *p = arena_take(arena, zip.n);
		memcpy(p, copy.p, copy.n);
		p[i] = (char)(p[i] ^ 0xFF);
		(void)read_bytes((struct str){ p, zip.n });
	}
	PASS();
}

TEST
tells_other_files(void)
{
	ASSERT_EQ(CARD_EMPTY, read_bytes(STR("")));
	ASSERT_EQ(CARD_EMPTY, read_bytes(STR("  ")));
	ASSERT_EQ(CARD_TYPE, read_bytes(STR("RIFF....WEBP")));
	ASSERT_EQ(CARD_TYPE, read_bytes(STR("hello")));
	ASSERT_EQ(CARD_NOT_UTF8, read_bytes(STR("\xFF\xFE{\0}\0")));
	ASSERT_EQ(CARD_DAMAGED, read_bytes(STR("PK\3\4 cut off")));
	ASSERT_EQ(CARD_LARGE, read_bytes(make_repeated(arena, " ", CARD_BYTES + 1)));
	PASS();
}

SUITE(containers)
{
	SET_SETUP(memory_setup, NULL);
	SET_TEARDOWN(memory_teardown, NULL);
	RUN_TEST(reads_text_chunks_of_all_kinds);
	RUN_TEST(prefers_ccv3);
	RUN_TEST(takes_the_first_of_two_ccv3_that_is_whole);
	RUN_TEST(tells_damage_from_absence);
	RUN_TEST(stops_inflating);
	RUN_TEST(strips_text_from_the_picture);
	RUN_TEST(reads_files_of_a_picture);
	RUN_TEST(reads_archives);
	RUN_TEST(refuses_hostile_archives);
	RUN_TEST(refuses_archives_of_many_files);
	RUN_TEST(survives_archives_with_lies);
	RUN_TEST(tells_other_files);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	RUN_SUITE(containers);
	GREATEST_MAIN_END();
}
