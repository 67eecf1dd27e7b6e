#include "tests/support/lore_maker.h"

#include "lib/lore/read.h"

struct arena *lore_arena;
struct lore_order lore_order;
struct lore_on lore_on[4];
struct lore_message lore_messages[64];
struct lore_result lore_result;

static size_t on_count;

static void
drop_book(void *book)
{
	lore_free(book);
}

void
lore_setup(void *data)
{
	(void)data;
	lore_arena = arena_new(256 * 1024 * 1024);
	on_count = 0;
	lore_order = (struct lore_order)LORE_ORDER_DEFAULT;
	lore_order.books = lore_on;
	lore_order.messages = lore_messages;
	lore_order.context_tokens = 8192;
}

void
lore_teardown(void *data)
{
	(void)data;
	arena_free(lore_arena);
}

/* A book out of its text, in any shape. Ids of entries are their places from 1. */
static struct lore_book *
compile(struct str text, int64_t id)
{
	struct str why;
	struct book book;
	if (!scan_check(lore_arena, text, &why) || !book_read(lore_arena, text, &book))
		return NULL;
	struct lore_settings settings = lore_settings_read(&book);
	settings.id = id;
	struct lore_entry *entries = ARENA_ARRAY(lore_arena, struct lore_entry, book.count + 1);
	size_t n = 0;
	int64_t at = -1;
	struct scan s = scan_in(lore_arena, book.entries);
	while (lore_entry_next(&book, &s, &at, &entries[n]))
		n++;
	struct lore_book *compiled = lore_compile(&settings, entries, n);
	arena_defer(lore_arena, drop_book, compiled);
	return compiled;
}

void
lore_put_on(struct str text, enum lore_source source)
{
	lore_on[on_count] = (struct lore_on){ .book = compile(text, (int64_t)on_count + 1),
					      .source = source };
	lore_order.book_count = ++on_count;
}

/* A world file of entries that are given without their braces. */
void
lore_put_world(const char *entries)
{
	struct buf text = buf_in(lore_arena);
	struct str rest = str_from(entries), one;
	int n = 0;
	buf_lit(&text, "{\"recursive_scanning\":true,\"entries\":{");
	while (str_cut(&rest, '|', &one)) {
		buf_fmt(&text, "%s\"%d\":{\"uid\":%d,", n > 0 ? "," : "", n, n);
		for (size_t i = 0; i < one.n; i++)
			buf_char(&text, one.p[i] == '\'' ? '"' : one.p[i]);
		buf_char(&text, '}');
		n++;
	}
	buf_lit(&text, "}}");
	lore_put_on(buf_done(&text), LORE_OF_CHARACTER);
}

void
lore_say(const char *newest)
{
	lore_messages[0] = (struct lore_message){ .text = str_from(newest), .is_user = true };
	lore_order.message_count = 1;
}

/* The contents that fired, in their order, parted by commas. */
const char *
lore_fired(void)
{
	struct buf out = buf_in(lore_arena);
	lore_result = lore_scan(lore_arena, &lore_order);
	for (size_t i = 0; i < lore_result.hit_count; i++)
		buf_fmt(&out, "%s%.*s", i > 0 ? "," : "", STR_ARG(lore_result.hits[i].content));
	return str_cstr(lore_arena, buf_done(&out));
}

const char *
lore_fired_on(const char *newest)
{
	lore_say(newest);
	return lore_fired();
}

bool
lore_is_cut(enum lore_cut_why why)
{
	for (size_t i = 0; i < lore_result.cut_count; i++)
		if (lore_result.cuts[i].why == why)
			return true;
	return false;
}

void
lore_clear(void)
{
	on_count = 0;
	lore_order.book_count = 0;
}

int64_t
lore_as_number(void *arg, struct str text)
{
	int64_t n = 0;
	(void)arg;
	(void)!str_to_i64(str_trim(text), &n);
	return n;
}
