/*
 * Any bytes as a lorebook, scanned over a conversation: reading, compiling and scanning do no harm, the
 * budget holds, an entry fires once, and an entry that was read is written so that it is read the same.
 */
#include <stdlib.h>

#include "lib/lore/read.h"
#include "lib/lore/write.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void
scan(struct arena *arena, const struct lore_book *book)
{
	static const struct lore_ref FIRED[] = { { 1, 1 }, { 1, 2 }, { 1, 3 } };
	const struct lore_message messages[] = {
		{ STR("Bob"), STR("the castle, a dragon and the king's black cats"), true, NULL,
		  0 },
		{ STR("Ann"), STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa {{user}} k x"), false,
		  FIRED, 3 },
		{ STR("Bob"), STR("\xE4\xBB\x8A\xE6\x97\xA5 old \xF0\x9F\x98\x80"), true, NULL, 0 },
	};
	struct macro_context macros = { .user = STR("Bob"),
					.character = STR("Ann"),
					.description = STR("a tower"),
					.purpose = MACRO_FOR_PROMPT };
	struct lore_on on[] = { { .book = book, .source = LORE_OF_CHAT },
				{ .book = book, .source = LORE_OF_ALL } };
	struct lore_order order = LORE_ORDER_DEFAULT;
	order.books = on;
	order.book_count = 1;
	order.messages = messages;
	order.message_count = COUNT(messages);
	order.macros = &macros;
	order.context_tokens = 4096;
	order.least = 3;
	struct lore_result result = lore_scan(arena, &order);
	int64_t tokens = 0;
	for (size_t i = 0; i < result.hit_count; i++) {
		tokens += result.hits[i].tokens;
		for (size_t k = 0; k < i; k++)
			if (result.hits[k].ref.entry == result.hits[i].ref.entry)
				abort();
	}
	if (tokens != result.tokens || result.cut_count > LORE_CUTS ||
	    result.steps > LORE_STEPS_MOST)
		abort();
}

/* An entry written whole and read again is the same in what a world file can say. */
static void
write_again(struct arena *arena, const struct lore_entry *e)
{
	struct buf out = buf_in(arena);
	struct str why;
	struct book book;
	struct lore_entry back;
	int64_t at = -1;
	buf_lit(&out, "{\"entries\":{\"0\":");
	lore_put_entry(arena, &out, BOOK_WORLD, STR_NONE, NULL, e);
	buf_lit(&out, "}}");
	if (!scan_check(arena, buf_done(&out), &why) || !book_read(arena, buf_done(&out), &book))
		abort();
	struct scan s = scan_in(arena, book.entries);
	if (!lore_entry_next(&book, &s, &at, &back))
		abort();
	if (!str_eq(back.content, e->content) || back.keys.n != e->keys.n ||
	    back.order != e->order || back.logic != e->logic || back.place != e->place ||
	    back.sticky != e->sticky || back.is_enabled != e->is_enabled ||
	    back.probability != e->probability)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *arena = arena_new(256 * 1024 * 1024);
	struct str text = { (const char *)bytes, n }, why;
	struct book book;
	if (scan_check(arena, text, &why) && book_read(arena, text, &book)) {
		struct lore_settings settings = lore_settings_read(&book);
		struct lore_entry *entries = ARENA_ARRAY(arena, struct lore_entry, book.count + 1);
		struct scan s = scan_in(arena, book.entries);
		size_t count = 0;
		int64_t at = -1;
		settings.id = 1;
		while (count < book.count && lore_entry_next(&book, &s, &at, &entries[count]))
			write_again(arena, &entries[count++]);
		struct lore_book *compiled = lore_compile(&settings, entries, count);
		scan(arena, compiled);
		lore_free(compiled);
	}
	arena_free(arena);
	return 0;
}
