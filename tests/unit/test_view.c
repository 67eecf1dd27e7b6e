/* Views: building, reading, and both renderings of every kind. */
#include <math.h>

#include "lib/base/fault.h"
#include "lib/web/view.h"
#include "tests/greatest.h"

GREATEST_MAIN_DEFS();

/* 2026-11-21T11:38:33Z */
static const struct moment NOON = { 1795261113000000 };

static struct arena *arena;

static void
set_up(void *data)
{
	(void)data;
	arena = arena_new(16 * 1024 * 1024);
}

static void
tear_down(void *data)
{
	(void)data;
	arena_free(arena);
}

static const char *
json(const struct view *v)
{
	struct buf out = buf_in(arena);
	view_put_json(&out, v);
	return str_cstr(arena, buf_done(&out));
}

static const char *
plain(const struct view *v, const char *path)
{
	struct buf out = buf_in(arena);
	view_put_plain(&out, view_at(v, path), (struct moment){ NOON.us + 180 * 1000000 });
	return str_cstr(arena, buf_done(&out));
}

struct row {
	bool has_rating;
	bool open;
	int64_t id;
	int64_t uses;
	double rating;
	struct gems cost;
	struct moment made;
	struct str name;
	struct str url;
	struct str secret;
	struct strs tags;
	const json_t *extra;
};

static struct column columns[] = {
	{ "open", 0, COLUMN_BOOL, offsetof(struct row, open), COLUMN_NEVER_NULL },
	{ "id", 0, COLUMN_ID, offsetof(struct row, id), COLUMN_NEVER_NULL },
	{ "uses", 0, COLUMN_COUNT, offsetof(struct row, uses), COLUMN_NEVER_NULL },
	{ "rating", 0, COLUMN_REAL, offsetof(struct row, rating),
	  offsetof(struct row, has_rating) },
	{ "cost", 0, COLUMN_GEMS, offsetof(struct row, cost), COLUMN_NEVER_NULL },
	{ "made", 0, COLUMN_MOMENT, offsetof(struct row, made), COLUMN_NEVER_NULL },
	{ "name", 0, COLUMN_TEXT, offsetof(struct row, name), COLUMN_NEVER_NULL },
	{ "avatarUrl", 0, COLUMN_URL, offsetof(struct row, url), COLUMN_NEVER_NULL },
	{ "secret", 0, COLUMN_BYTES, offsetof(struct row, secret), COLUMN_NEVER_NULL },
	{ "tags", 0, COLUMN_TEXTS, offsetof(struct row, tags), COLUMN_NEVER_NULL },
	{ "extra", 0, COLUMN_JSON, offsetof(struct row, extra), COLUMN_NEVER_NULL },
};

static const struct row_type ROW = { "row", sizeof(struct row), COUNT(columns), columns };
static const struct str TAGS[] = { STR_INIT("a"), STR_INIT("b") };

static const struct row ROWS[] = {
	{ .has_rating = true,
	  .open = true,
	  .id = 42,
	  .uses = 1234,
	  .rating = 4.335,
	  .cost = { 12500 },
	  .made = { 1795261113000000 },
	  .name = STR_INIT("Ada"),
	  .url = STR_INIT("/m/a"),
	  .secret = STR_INIT("key"),
	  .tags = { TAGS, 2 } },
	{ .made = { INT64_MIN } },
};

TEST
setting_again_replaces_in_place(void)
{
	struct view *v = view_new(arena);
	view_int(v, "a", 1);
	view_int(v, "b", 2);
	view_text(v, "a", STR("x"));
	view_int(view_object(v, "o"), "p", 1);
	view_int(view_object(v, "o"), "q", 2);
	ASSERT_STR_EQ("{\"a\":\"x\",\"b\":2,\"o\":{\"p\":1,\"q\":2}}", json(v));
	view_null(v, "o");
	view_int(view_object(v, "o"), "r", 3);
	ASSERT_STR_EQ("{\"a\":\"x\",\"b\":2,\"o\":{\"r\":3}}", json(v));
	PASS();
}

TEST
many_keys_are_kept_in_order(void)
{
	struct view *v = view_new(arena);
	for (int i = 0; i < 500; i++)
		view_int(v, str_fmt(arena, "k%d", i).p, i);
	for (int i = 0; i < 500; i++)
		ASSERT_EQ(i, view_at(v, str_fmt(arena, "k%d", i).p).as.number);
	struct str key;
	ASSERT_EQ(500, view_members(v));
	ASSERT_EQ(499, view_member(v, 499, &key).as.number);
	ASSERT_STR_EQ("k499", key.p);
	PASS();
}

TEST
page_is_left_out_of_json_at_the_top_only(void)
{
	struct view *v = view_new(arena);
	view_text(view_object(v, "page"), "title", STR("no"));
	view_int(view_object(v, "book"), "page", 7);
	ASSERT_STR_EQ("{\"book\":{\"page\":7}}", json(v));
	PASS();
}

TEST
every_kind_has_its_json(void)
{
	struct view *v = view_new(arena);
	view_bool(v, "bool", true);
	view_count(v, "count", 1234);
	view_real(v, "real", 4.25);
	view_real(v, "nan", NAN);
	view_id(v, "id", 42);
	view_gems(v, "gems", (struct gems){ -1500 });
	view_money(v, "money", 499, STR("USD"));
	view_time(v, "time", NOON);
	view_time(v, "never", MOMENT_NONE);
	view_text(v, "text", STR("\"<\n\xff"));
	view_text(v, "nothing", STR_NONE);
	view_text(v, "empty", STR(""));
	view_html(v, "html", STR("<b>"));
	view_texts(v, "texts", (struct strs){ TAGS, 2 });
	struct view_list *list = view_list(v, "list");
	view_int(view_push(list), "x", 1);
	view_push_text(list, STR("y"));
	ASSERT_STR_EQ("{\"bool\":true,\"count\":1234,\"real\":4.25,\"nan\":null,\"id\":\"42\","
		      "\"gems\":-1.5,\"time\":\"2026-11-21T11:38:33Z\",\"never\":null,"
		      "\"text\":\"\\\"\\u003c\\n\xef\xbf\xbd\",\"nothing\":null,\"empty\":\"\","
		      "\"html\":\"\\u003cb\\u003e\",\"texts\":[\"a\",\"b\"],"
		      "\"list\":[{\"x\":1},\"y\"]}",
		      json(v));
	PASS();
}

TEST
rows_are_objects(void)
{
	struct view *v = view_new(arena);
	view_rows(v, "rows", (struct rows){ &ROW, ROWS, COUNT(ROWS) });
	ASSERT_STR_EQ("{\"rows\":[{\"open\":true,\"id\":\"42\",\"uses\":1234,\"rating\":4.335,"
		      "\"cost\":12.5,\"made\":\"2026-11-21T11:38:33Z\",\"name\":\"Ada\","
		      "\"avatarUrl\":\"/m/a\",\"tags\":[\"a\",\"b\"],\"extra\":null},"
		      "{\"open\":false,\"id\":\"0\",\"uses\":0,\"rating\":null,\"cost\":0,"
		      "\"made\":null,\"name\":null,\"avatarUrl\":null,\"tags\":[],"
		      "\"extra\":null}]}",
		      json(v));
	ASSERT_STR_EQ("Ada", plain(v, "rows.0.name"));
	ASSERT_STR_EQ("4.34", plain(v, "rows.0.rating"));
	ASSERT_EQ(VIEW_URL, view_at(v, "rows.0.avatarUrl").kind);
	ASSERT_EQ(VIEW_NONE, view_at(v, "rows.0.secret").kind);
	ASSERT_EQ(VIEW_NONE, view_at(v, "rows.1.rating").kind);
	ASSERT_EQ(VIEW_NONE, view_at(v, "rows.2").kind);
	PASS();
}

TEST
fields_of_a_row_become_its_own(void)
{
	struct view *v = view_new(arena);
	view_fields(v, &ROW, &ROWS[0]);
	view_text(v, "name", STR("Bob"));
	ASSERT_STR_EQ("Bob", plain(v, "name"));
	ASSERT_STR_EQ("b", plain(v, "tags.1"));
	view_row(v, "one", &ROW, &ROWS[0]);
	view_row(v, "none", &ROW, NULL);
	ASSERT_STR_EQ("Ada", plain(v, "one.name"));
	ASSERT_FALSE(view_truthy(view_at(v, "none")));
	PASS();
}

TEST
a_missing_name_and_a_null_are_told_apart(void)
{
	struct view *v = view_new(arena);
	struct view_value value;
	view_null(v, "null");
	ASSERT(view_find(view_root(v), STR("null"), str_hash(STR("null")), &value));
	ASSERT_EQ(VIEW_NONE, value.kind);
	ASSERT_FALSE(view_find(view_root(v), STR("gone"), str_hash(STR("gone")), &value));
	PASS();
}

TEST
documents_are_read_in_place(void)
{
	struct str why;
	struct view *v = view_new(arena);
	view_json(v, "d", json_read(arena, STR("{\"a\":[1,2.5,{\"b\":\"x\"},null,false]}"), &why));
	ASSERT_STR_EQ("x", plain(v, "d.a.2.b"));
	ASSERT_STR_EQ("2.5", plain(v, "d.a.1"));
	ASSERT_FALSE(view_truthy(view_at(v, "d.a.3")));
	ASSERT_FALSE(view_truthy(view_at(v, "d.a.4")));
	ASSERT_EQ(5, view_length(view_at(v, "d.a")));
	ASSERT_STR_EQ("{\"d\":{\"a\":[1,2.5,{\"b\":\"x\"},null,false]}}", json(v));
	PASS();
}

TEST
truth(void)
{
	struct view *v = view_new(arena);
	view_int(v, "zero", 0);
	view_text(v, "empty", STR(""));
	(void)view_list(v, "list");
	(void)view_object(v, "object");
	view_rows(v, "rows", (struct rows){ &ROW, ROWS, 0 });
	ASSERT(view_truthy(view_at(v, "zero")));
	ASSERT(view_truthy(view_at(v, "object")));
	ASSERT_FALSE(view_truthy(view_at(v, "empty")));
	ASSERT_FALSE(view_truthy(view_at(v, "list")));
	ASSERT_FALSE(view_truthy(view_at(v, "rows")));
	PASS();
}

TEST
counts_are_shown_short(void)
{
	static const struct {
		int64_t count;
		const char *shown;
		const char *exact;
	} CASES[] = {
		{ 0, "0", "0" },
		{ 999, "999", "999" },
		{ 1000, "1k", "1,000" },
		{ 1234, "1.2k", "1,234" },
		{ 1999, "1.9k", "1,999" },
		{ 99999, "99.9k", "99,999" },
		{ 100000, "100k", "100,000" },
		{ 999999, "999k", "999,999" },
		{ 1500000, "1.5M", "1,500,000" },
		{ -1234, "-1.2k", "-1,234" },
		{ INT64_MIN, "-9,223,372,036B", "-9,223,372,036,854,775,808" },
	};
	struct view *one = view_new(arena);
	view_count(one, "n", 1);
	ASSERT(view_truthy(view_at(one, "n.isOne")));
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct view *v = view_new(arena);
		view_count(v, "n", CASES[i].count);
		ASSERT_STR_EQ(CASES[i].shown, plain(v, "n"));
		ASSERT_STR_EQ(CASES[i].exact, plain(v, "n.exact"));
		ASSERT_FALSE(view_truthy(view_at(v, "n.isOne")));
	}
	PASS();
}

TEST
gems_have_at_most_three_decimals(void)
{
	static const struct {
		int64_t milli;
		const char *shown;
		const char *plain;
	} CASES[] = {
		{ 0, "0", "0" },
		{ 12500, "12.5", "12.5" },
		{ 1250000, "1,250", "1250" },
		{ 1234567891, "1,234,567.891", "1234567.891" },
		{ 5, "0.005", "0.005" },
		{ -1001, "-1.001", "-1.001" },
		{ INT64_MIN, "-9,223,372,036,854,775.808", "-9223372036854775.808" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct view *v = view_new(arena);
		view_gems(v, "g", (struct gems){ CASES[i].milli });
		ASSERT_STR_EQ(CASES[i].shown, plain(v, "g"));
		ASSERT_STR_EQ(CASES[i].plain, plain(v, "g.plain"));
	}
	PASS();
}

TEST
money_knows_its_minor_units(void)
{
	static const struct {
		int64_t minor;
		struct str code;
		const char *shown;
	} CASES[] = {
		{ 499, STR_INIT("USD"), "$4.99" },
		{ -499, STR_INIT("USD"), "-$4.99" },
		{ 123456789, STR_INIT("USD"), "$1,234,567.89" },
		{ 1000, STR_INIT("EUR"), "\u20ac10.00" },
		{ 5, STR_INIT("GBP"), "\u00a30.05" },
		{ 50000, STR_INIT("KES"), "KSh 500.00" },
		{ 1200, STR_INIT("JPY"), "\u00a51,200" },
		{ 1234, STR_INIT("CHF"), "12.34 CHF" },
		{ 1234, STR_INIT("KWD"), "1.234 KWD" },
		{ 1234, STR_INIT("UGX"), "1,234 UGX" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct view *v = view_new(arena);
		view_money(v, "m", CASES[i].minor, CASES[i].code);
		ASSERT_STR_EQ(CASES[i].shown, plain(v, "m"));
	}
	struct view *v = view_new(arena);
	view_money(v, "m", 123456, STR("USD"));
	ASSERT_STR_EQ("1234.56", plain(v, "m.plain"));
	PASS();
}

TEST
a_currency_that_is_none_is_a_fault(void)
{
	struct fault_frame frame;
	struct view *v = view_new(arena);
	if (FAULT_CATCH(frame)) {
		view_money(v, "m", 1, STR("<b>"));
		fault_pop(&frame);
		FAIL();
	}
	ASSERT_EQ(FAULT_BUG, frame.fault.kind);
	PASS();
}

TEST
times_have_three_forms(void)
{
	struct view *v = view_new(arena);
	view_time(v, "t", NOON);
	ASSERT_STR_EQ("3 minutes ago", plain(v, "t"));
	ASSERT_STR_EQ("2026-11-21T11:38:33Z", plain(v, "t.iso"));
	ASSERT_STR_EQ("21 November 2026, 11:38 UTC", plain(v, "t.exact"));
	ASSERT_STR_EQ("", plain(v, "t.year"));
	PASS();
}

TEST
reals_are_short_for_people_and_exact_for_machines(void)
{
	static const struct {
		double value;
		const char *shown;
		const char *exact;
	} CASES[] = {
		{ 4.333333333333333, "4.33", "4.333333333333333" },
		{ 0.1, "0.1", "0.1" },
		{ -0.001, "0", "-0.001" },
		{ 3, "3", "3" },
		{ 1e20, "1e+20", "1e+20" },
		{ 0.1 + 0.2, "0.3", "0.30000000000000004" },
		{ NAN, "", "" },
		{ -INFINITY, "", "" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct view *v = view_new(arena);
		view_real(v, "r", CASES[i].value);
		ASSERT_STR_EQ(CASES[i].shown, plain(v, "r"));
		ASSERT_STR_EQ(CASES[i].exact, plain(v, "r.exact"));
	}
	PASS();
}

SUITE(view)
{
	SET_SETUP(set_up, NULL);
	SET_TEARDOWN(tear_down, NULL);
	RUN_TEST(setting_again_replaces_in_place);
	RUN_TEST(many_keys_are_kept_in_order);
	RUN_TEST(page_is_left_out_of_json_at_the_top_only);
	RUN_TEST(every_kind_has_its_json);
	RUN_TEST(rows_are_objects);
	RUN_TEST(fields_of_a_row_become_its_own);
	RUN_TEST(a_missing_name_and_a_null_are_told_apart);
	RUN_TEST(documents_are_read_in_place);
	RUN_TEST(truth);
	RUN_TEST(counts_are_shown_short);
	RUN_TEST(gems_have_at_most_three_decimals);
	RUN_TEST(money_knows_its_minor_units);
	RUN_TEST(a_currency_that_is_none_is_a_fault);
	RUN_TEST(times_have_three_forms);
	RUN_TEST(reals_are_short_for_people_and_exact_for_machines);
}

int
main(int argc, char **argv)
{
	for (size_t i = 0; i < COUNT(columns); i++)
		columns[i].hash = str_hash(str_from(columns[i].name));
	GREATEST_MAIN_BEGIN();
	RUN_SUITE(view);
	GREATEST_MAIN_END();
}
