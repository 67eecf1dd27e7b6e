/*
 * Any bytes as the JSON of a card or a book: reading does no harm, and what is written of a card is a
 * card again, with the same data.
 */
#include <stdlib.h>

#include "lib/base/json.h"
#include "lib/card/book.h"
#include "lib/card/judge.h"
#include "lib/card/report.h"
#include "lib/card/write.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void
read_book(struct arena *arena, struct str text)
{
	struct book book;
	struct book_entry entry;
	if (!book_read(arena, text, &book))
		return;
	struct scan s = scan_in(arena, book.entries);
	size_t count = 0;
	while (book_next(&book, &s, &entry))
		count++;
	if (count > book.count)
		abort();
}

static void
use(struct arena *arena, const struct card *card)
{
	static const struct card_edits NO_EDITS = { NULL, 0 };
	struct card_form form = { .spec = CARD_V3 };
	struct card_file file = { .container = CARD_IN_JSON, .json = card->text };
	struct card_sheet sheet;
	struct card again;
	struct str why;
	card_sheet_of(arena, card, &sheet);
	(void)card_judge(arena, &sheet, card_field_age(arena, card), 18, true);
	struct str report = card_report_json(card_report_new(arena, &file, card, &sheet));
	if (!scan_check(arena, report, &why))
		abort();
	(void)card_portrait(arena, card, &file);
	read_book(arena, card->book);
	struct buf out = buf_in(arena);
	card_put_json(&out, card, &NO_EDITS, &form);
	if (card_read(arena, buf_done(&out), &again, &why) != CARD_OK)
		abort();
	if (!str_eq(card->name, again.name) || !str_eq(card->book, again.book) ||
	    (card->spec != CARD_V1 && !str_eq(card->extensions, again.extensions) &&
	     card->extensions.n > 0))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *arena = arena_new(256 * 1024 * 1024);
	struct str text = { (const char *)bytes, n };
	struct card card;
	struct str why;
	switch (card_read(arena, text, &card, &why)) {
	case CARD_OK:
		use(arena, &card);
		break;
	case CARD_BOOK:
		read_book(arena, card.text);
		break;
	case CARD_EMPTY:
	case CARD_LARGE:
	case CARD_TYPE:
	case CARD_NO_CARD:
	case CARD_DAMAGED:
	case CARD_BOMB:
	case CARD_NOT_UTF8:
	case CARD_NOT_JSON:
		break;
	}
	arena_free(arena);
	return 0;
}
