/* Small helpers of character creation: ways to talk, tags out of words, differences, prices, cuts. */
#include <webp/decode.h>
#include <webp/encode.h>

#include "lib/character/diff.h"
#include "lib/character/style.h"
#include "lib/character/suggest.h"
#include "lib/media/cut.h"
#include "tests/greatest.h"
#include "tests/support/memory.h"

TEST
a_way_to_talk_takes_the_place_of_another(void)
{
	struct str text = style_put(arena, STR("  "), STR("friendly"));
	ASSERT(str_eq(styles[0].text, text));
	text = style_put(arena, STR("Mine."), STR("friendly"));
	text = str_fmt(arena, "%.*s And more.", STR_ARG(text));
	text = style_put(arena, text, STR("playful"));
	ASSERT(str_starts(text, STR("Mine.\n\nTeases")));
	ASSERT(str_ends(text, STR(" And more.")));
	ASSERT(!style_is_in(text, &styles[0]));
	ASSERT(str_eq(text, style_put(arena, text, STR("playful"))));
	ASSERT(str_eq(text, style_put(arena, text, STR("nobody"))));
	PASS();
}

TEST
tags_are_whole_words_and_ranked(void)
{
	struct suggest_tag tags[] = { { STR_INIT("sea"), STR_INIT("Sea"), 1, 0 },
				      { STR_INIT("slice-of-life"), STR_INIT("Slice of life"), 9,
					0 },
				      { STR_INIT("art"), STR_INIT("Art"), 5, 0 },
				      { STR_INIT("robots"), STR_INIT("Robots"), 7, 0 },
				      { STR_INIT("cosy"), STR_INIT("Cosy"), 7, 0 } };
	const struct str have = STR_INIT("cosy");
	struct draft draft = { .name = STR_INIT("Keeper of the SEA"),
			       .long_bio = STR_INIT("A party, a slice of life; seas and robots."),
			       .tags = { &have, 1 } };
	ASSERT_EQ(3u, suggest_tags(arena, &draft, tags, COUNT(tags)));
	IS("sea", tags[0].name); /* in the name, and as "seas" */
	IS("slice-of-life", tags[1].name);
	IS("robots", tags[2].name); /* "party" is no art; what is chosen is no news */
	PASS();
}

static struct str
side(const struct diff *diff, enum diff_kind but)
{
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < diff->n; i++)
		if (diff->at[i].kind != but)
			buf_str(&out, diff->at[i].text);
	return buf_done(&out);
}

TEST
differences_join_to_both_texts(void)
{
	static const char *const PAIRS[][2] = {
		{ "", "" },
		{ "a b c", "" },
		{ "", "x" },
		{ "the old light", "the new light" },
		{ "one two\nthree", "three two one" },
		{ "same  words\n", "same  words\n" },
	};
	for (size_t i = 0; i < COUNT(PAIRS); i++) {
		struct diff d = diff_words(arena, str_from(PAIRS[i][0]), str_from(PAIRS[i][1]));
		IS(PAIRS[i][0], str_copy(arena, side(&d, DIFF_IN)));
		IS(PAIRS[i][1], str_copy(arena, side(&d, DIFF_OUT)));
	}
	struct diff d = diff_words(arena, STR("the old light"), STR("the new light"));
	ASSERT_EQ(4u, d.n);
	IS("old ", d.at[1].text);
	PASS();
}

TEST
very_different_texts_come_whole(void)
{
	struct buf one = buf_in(arena), other = buf_in(arena);
	for (int i = 0; i < 5000; i++) {
		buf_fmt(&one, "a%d ", i);
		buf_fmt(&other, "b%d ", i);
	}
	struct diff d = diff_words(arena, buf_done(&one), buf_done(&other));
	ASSERT_EQ(2u, d.n);
	PASS();
}

TEST
prices_are_gems_with_three_decimals(void)
{
	static const struct {
		const char *text;
		int64_t milli;
	} CASES[] = { { "2", 2000 },	{ " 1.5 ", 1500 }, { "0", 0 },	      { "0.005", 5 },
		      { "1.2345", -1 }, { "-1", -1 },	   { "x", -1 },	      { "", -1 },
		      { "1.x", -1 },	{ "1.-5", -1 },	   { "1000001", -1 }, { "1.", 1000 } };
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct draft draft = { .reply_price = str_from(CASES[i].text) };
		ASSERT_EQ(CASES[i].milli, draft_price(&draft));
	}
	PASS();
}

static struct str
picture(int width, int height)
{
	uint8_t *pixels = arena_take_zero(arena, (size_t)width * (size_t)height, 3), *bytes;
	size_t n = WebPEncodeRGB(pixels, width, height, width * 3, 80, &bytes);
	struct str webp = str_copy(arena, (struct str){ (const char *)bytes, n });
	WebPFree(bytes);
	return webp;
}

TEST
cuts_have_the_shape_of_a_portrait(void)
{
	static const struct cut CUTS[] = {
		{ 0, 0, 100 }, { 100, 100, 400 }, { 50, 20, 150 }, { -5, 900, 1 }, { 7, 93, 399 }
	};
	const struct str pictures[] = { picture(800, 600), picture(601, 997), picture(400, 2000) };
	for (size_t p = 0; p < COUNT(pictures); p++)
		for (size_t i = 0; i < COUNT(CUTS); i++) {
			int width, height;
			struct str out;
			ASSERT(cut_webp(arena, pictures[p], &CUTS[i], 300, &out));
			ASSERT(WebPGetInfo((const uint8_t *)out.p, out.n, &width, &height));
			ASSERT(width <= 300 && height * 3 >= width * 4 - 8 &&
			       height * 3 <= width * 4 + 8);
		}
	struct str out;
	ASSERT(!cut_webp(arena, STR("RIFF no picture"), &CUTS[0], 300, &out));
	ASSERT(!cut_webp(arena, picture(120, 120), &CUTS[1], 300, &out));
	PASS();
}

SUITE(wizard)
{
	SET_SETUP(memory_setup, NULL);
	SET_TEARDOWN(memory_teardown, NULL);
	RUN_TEST(a_way_to_talk_takes_the_place_of_another);
	RUN_TEST(tags_are_whole_words_and_ranked);
	RUN_TEST(differences_join_to_both_texts);
	RUN_TEST(very_different_texts_come_whole);
	RUN_TEST(prices_are_gems_with_three_decimals);
	RUN_TEST(cuts_have_the_shape_of_a_portrait);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	RUN_SUITE(wizard);
	GREATEST_MAIN_END();
}
