/* Lorebooks of all shapes, and decorators. */
#include "lib/card/book.h"
#include "tests/greatest.h"

static struct arena *arena;
static struct book book;
static struct book_entry entry;

static void
setup(void *data)
{
	(void)data;
	arena = arena_new(16 * 1024 * 1024);
}

static void
teardown(void *data)
{
	(void)data;
	arena_free(arena);
}

#define IS(expected, got) ASSERT_STR_EQ(expected, str_cstr(arena, got))

static bool
read_first(struct str text)
{
	struct str why;
	if (!scan_check(arena, text, &why) || !book_read(arena, text, &book))
		return false;
	struct scan s = scan_in(arena, book.entries);
	return book_next(&book, &s, &entry);
}

TEST
reads_a_book_of_a_card(void)
{
	ASSERT(read_first(STR(
		"{\"name\":\"Isles\",\"scan_depth\":5,\"extensions\":{},\"entries\":[{\"keys\":[\"a\",\"b\"],"
		"\"content\":\"text\",\"extensions\":{},\"enabled\":true,\"insertion_order\":9,"
		"\"priority\":3,\"position\":\"after_char\",\"secondary_keys\":[\"c\"],"
		"\"selective\":true,\"case_sensitive\":true}]}")));
	ASSERT_EQ(BOOK_V2, book.shape);
	IS("Isles", book.name);
	ASSERT(book.has_scan_depth && book.scan_depth == 5);
	ASSERT_FALSE(book.has_token_budget);
	ASSERT_EQ(2u, entry.keys.n);
	IS("c", entry.secondary.at[0]);
	IS("text", entry.content);
	ASSERT_EQ(9, entry.order);
	ASSERT_EQ(3, entry.priority);
	ASSERT_EQ(BOOK_AFTER_CHAR, entry.place);
	ASSERT(entry.is_selective && entry.has_case && entry.is_case_sensitive);
	PASS();
}

TEST
reads_a_lorebook_file(void)
{
	ASSERT(read_first(STR(
		"{\"spec\":\"lorebook_v3\",\"data\":{\"name\":\"L\",\"entries\":[{\"keys\":[\"/x/\"],"
		"\"content\":\"@@depth 5\\ntext\",\"enabled\":false,\"insertion_order\":1,"
		"\"use_regex\":true,\"id\":\"s\"}]}}")));
	ASSERT_EQ(BOOK_V3, book.shape);
	IS("L", book.name);
	ASSERT(entry.uses_regex);
	ASSERT_FALSE(entry.is_enabled);
	IS("text", entry.content);
	IS("5", book_decorator(&entry, "depth")->value);
	PASS();
}

TEST
reads_a_world_file(void)
{
	ASSERT(read_first(STR(
		"{\"entries\":{\"0\":{\"uid\":0,\"key\":[\"a\"],\"keysecondary\":[\"b\"],\"comment\":\"memo\","
		"\"content\":\"text\",\"order\":250,\"position\":4,\"depth\":6,\"disable\":true,"
		"\"selectiveLogic\":3,\"probability\":40,\"caseSensitive\":null}}}")));
	ASSERT_EQ(BOOK_WORLD, book.shape);
	ASSERT_EQ(1u, book.count);
	IS("memo", entry.name);
	ASSERT_EQ(250, entry.order);
	ASSERT_EQ(BOOK_AT_DEPTH, entry.place);
	ASSERT_EQ(6, entry.depth);
	ASSERT_EQ(BOOK_AND_ALL, entry.logic);
	ASSERT_EQ(40, entry.probability);
	ASSERT_FALSE(entry.is_enabled);
	ASSERT_FALSE(entry.has_case);
	PASS();
}

TEST
reads_a_memory_book(void)
{
	ASSERT(read_first(STR(
		"{\"kind\":\"memory\",\"name\":\"M\",\"entries\":[{\"name\":\"n\",\"entry\":\"@@depth is text "
		"here\",\"keywords\":[\"k*\"],\"priority\":7,\"weight\":2,\"enabled\":true}]}")));
	ASSERT_EQ(BOOK_MEMORY, book.shape);
	IS("@@depth is text here", entry.content);
	IS("k*", entry.keys.at[0]);
	ASSERT_EQ(2, entry.order);
	ASSERT_EQ(7, entry.priority);
	PASS();
}

TEST
follows_sillytavern_where_it_speaks(void)
{
	ASSERT(read_first(STR(
		"{\"entries\":[{\"keys\":[\"a\"],\"content\":\"\",\"use_regex\":true,\"insertion_order\":1,"
		"\"extensions\":{\"exclude_recursion\":false,\"selectiveLogic\":2,\"position\":1,"
		"\"depth\":3,\"case_sensitive\":false}}]}")));
	ASSERT_FALSE(entry.uses_regex);
	ASSERT_EQ(BOOK_NOT_ANY, entry.logic);
	ASSERT_EQ(BOOK_AFTER_CHAR, entry.place);
	ASSERT_EQ(3, entry.depth);
	ASSERT(entry.has_case);
	PASS();
}

TEST
bears_empty_and_odd_books(void)
{
	ASSERT_FALSE(read_first(STR("{\"entries\":[]}")));
	ASSERT_EQ(0u, book.count);
	ASSERT_FALSE(read_first(STR("{\"entries\":7}")));
	ASSERT_FALSE(read_first(STR("{}")));
	ASSERT(read_first(STR("{\"entries\":[1,null,{\"keys\":\"no\",\"content\":7}]}")));
	ASSERT_EQ(0u, entry.keys.n);
	IS("", entry.content);
	PASS();
}

TEST
reads_decorators_with_fallbacks(void)
{
	struct book_entry e = { 0 };
	e.decorator_count = book_decorators(
		STR("@@risu_only 4\n@@@activate_only_after 4\n@@depth 5\n@@@instruct_depth 5\n\nText"),
		e.decorators, &e.content);
	IS("Text", e.content);
	ASSERT_EQ(2u, e.decorator_count);
	IS("5", book_decorator(&e, "depth")->value);
	IS("4", book_decorator(&e, "activate_only_after")->value);
	ASSERT_EQ(NULL, book_decorator(&e, "instruct_depth"));
	/* What means nothing in a conversation of messages gives way. */
	e.decorator_count = book_decorators(
		STR("@@instruct_depth 90\n@@@depth 3\n@@is_user_icon Bo\n"
		    "@@@dont_activate\n@@instruct_scan_depth 9\nText"),
		e.decorators, &e.content);
	IS("Text", e.content);
	ASSERT_EQ(2u, e.decorator_count);
	IS("3", book_decorator(&e, "depth")->value);
	ASSERT(book_decorator(&e, "dont_activate") != NULL);
	/* The specification's sample names one that it never defines. */
	e.decorator_count = book_decorators(STR("@@activate_after 4\nText"), e.decorators,
					    &e.content);
	ASSERT_EQ(0u, e.decorator_count);
	PASS();
}

TEST
keeps_the_first_of_a_decorator(void)
{
	struct book_entry e = { 0 };
	e.decorator_count = book_decorators(
		STR("@@activate\n@@depth 1\n@@depth 2\n@@a\n@@@b\n@@@c\n@@@d\n@@@e\n"
		    "@@@role system\n@@@scan_depth 3"),
		e.decorators, &e.content);
	IS("", e.content);
	IS("", book_decorator(&e, "activate")->value);
	IS("1", book_decorator(&e, "depth")->value);
	IS("system", book_decorator(&e, "role")->value);
	ASSERT_EQ(NULL, book_decorator(&e, "scan_depth"));
	PASS();
}

SUITE(books)
{
	SET_SETUP(setup, NULL);
	SET_TEARDOWN(teardown, NULL);
	RUN_TEST(reads_a_book_of_a_card);
	RUN_TEST(reads_a_lorebook_file);
	RUN_TEST(reads_a_world_file);
	RUN_TEST(reads_a_memory_book);
	RUN_TEST(follows_sillytavern_where_it_speaks);
	RUN_TEST(bears_empty_and_odd_books);
	RUN_TEST(reads_decorators_with_fallbacks);
	RUN_TEST(keeps_the_first_of_a_decorator);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	RUN_SUITE(books);
	GREATEST_MAIN_END();
}
