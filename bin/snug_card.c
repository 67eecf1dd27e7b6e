/* snug card read, snug card write: character cards from files and to files. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bin/snug.h"
#include "lib/base/file.h"
#include "lib/base/json.h"
#include "lib/card/book.h"
#include "lib/card/report.h"
#include "lib/card/write.h"
#include "lib/character/bring.h"

static bool
read_file(const char *path, struct str *bytes)
{
	if (file_read(snug_arena(), path, CARD_BYTES + 1, bytes))
		return true;
	(void)fprintf(stderr, "%s: %s\n", path, strerror(errno));
	return false;
}

/* A book by itself: its shape and its entries, as this house reads them. */
static void
put_book(struct buf *out, const struct book *book)
{
	static const char *const SHAPES[] = { "character_book", "lorebook_v3", "world", "memory" };
	struct book_entry entry;
	size_t n = 0;
	buf_lit(out, "\"book\":{");
	json_put_member(out, "shape", str_from(SHAPES[book->shape]));
	json_put_member(out, "name", book->name);
	buf_fmt(out, "\"entryCount\":%zu,\"entries\":[", book->count);
	struct scan s = scan_in(out->arena, book->entries);
	while (book_next(book, &s, &entry)) {
		buf_str(out, n++ > 0 ? STR(",{") : STR("{"));
		json_put_member(out, "name", entry.name);
		json_put_member(out, "content", entry.content);
		buf_fmt(out, "\"keys\":");
		buf_str(out, json_of_texts(out->arena, entry.keys));
		buf_fmt(out, ",\"enabled\":%s,\"insertionOrder\":%lld,\"priority\":%lld}",
			entry.is_enabled ? "true" : "false", (long long)entry.order,
			(long long)entry.priority);
	}
	buf_lit(out, "]}");
}

static void
put_card(struct buf *out, const struct card_file *file, const struct card *card)
{
	static const struct card_edits NO_EDITS = { NULL, 0 };
	struct card_sheet sheet;
	struct card_form form = { .spec = card->spec == CARD_V2 ? CARD_V2 : CARD_V3 };
	struct book book;
	card_sheet_of(out->arena, card, &sheet);
	struct card_report *report = card_report_new(out->arena, file, card, &sheet);
	json_put_member(out, "specVersion", card->spec_version);
	buf_fmt(out, "\"version\":%d,", (int)card->spec);
	json_put_member(out, "name", card->name);
	json_put_member(out, "calledName", card_called(card));
	buf_lit(out, "\"greetings\":");
	buf_str(out, json_of_texts(out->arena, card->greetings));
	buf_fmt(out, ",\"exampleBlocks\":%zu,\"assetCount\":%zu,",
		card_example_blocks(out->arena, card->mes_example).n, file->assets.n);
	if (book_read(out->arena, card->book, &book)) {
		put_book(out, &book);
		buf_char(out, ',');
	}
	buf_lit(out, "\"card\":");
	card_put_json(out, card, &NO_EDITS, &form);
	buf_lit(out, ",\"report\":");
	buf_str(out, card_report_json(report));
}

static int
read_card(const char *path)
{
	struct card_file file;
	struct card card;
	struct book book;
	struct str bytes, why;
	struct buf out = buf_in(snug_arena());
	if (!read_file(path, &bytes))
		return 1;
	enum card_outcome outcome = card_read_file(snug_arena(), bytes, &file, &card, &why);
	bool is_book = outcome == CARD_BOOK && book_read(snug_arena(), card.text, &book);
	if (outcome != CARD_OK && !is_book) {
		(void)fprintf(stderr, "%s: %s", path, card_words(outcome));
		if (why.n > 0)
			(void)fprintf(stderr, " (%.*s)", STR_ARG(why));
		(void)fputc('\n', stderr);
		return 1;
	}
	buf_char(&out, '{');
	json_put_member(&out, "container", card_container_name(file.container));
	if (is_book)
		put_book(&out, &book);
	else
		put_card(&out, &file, &card);
	buf_lit(&out, "}\n");
	return fwrite(out.p, 1, out.n, stdout) == out.n ? 0 : 1;
}

static bool
put_piece(void *file, struct str piece)
{
	return fwrite(piece.p, 1, piece.n, file) == piece.n;
}

/* The file is whole or not there: written under another name first. */
static bool
write_file(const char *path, struct db *db, const struct take *take)
{
	const char *temporary = str_fmt(snug_arena(), "%s.new", path).p;
	FILE *file = fopen(temporary, "wbe");
	struct sink out = { .put = put_piece, .to = file, .is_lost = file == NULL };
	if (file != NULL) {
		take_write(db, take, &out);
		out.is_lost = fclose(file) != 0 || out.is_lost;
	}
	bool ok = !out.is_lost && rename(temporary, path) == 0;
	if (!ok) {
		(void)fprintf(stderr, "%s: %s\n", path, strerror(errno));
		(void)unlink(temporary);
	}
	return ok;
}

static int
write_card(int64_t id, enum take_format format, const char *path)
{
	struct take *take;
	struct db *db = snug_db("snug_owner");
	switch (take_begin(db, snug_arena(), (struct character_id){ id }, (struct member_id){ 0 },
			   format, &take)) {
	case TAKE_DONE:
		return write_file(path, db, take) ? 0 : 1;
	case TAKE_NONE:
		(void)fprintf(stderr, "There is no character %lld.\n", (long long)id);
		return 1;
	case TAKE_HELD:
		(void)fprintf(stderr, "Character %lld is held back for what its text says.\n",
			      (long long)id);
		return 1;
	}
	return 1;
}

int
snug_card(int argc, char **argv)
{
	const char *word = snug_option(&argc, argv, "--format");
	const char *path = snug_option(&argc, argv, "-o");
	enum take_format format = TAKE_PNG;
	int64_t id;
	(void)snug_flag(&argc, argv, "--json"); /* reading gives JSON in any case */
	if (argc == 3 && strcmp(argv[1], "read") == 0 && word == NULL && path == NULL)
		return read_card(argv[2]);
	if (argc != 3 || strcmp(argv[1], "write") != 0 || path == NULL ||
	    !str_to_i64(str_from(argv[2]), &id) ||
	    (word != NULL && !take_format_from(str_from(word), &format)))
		return snug_usage("card");
	return write_card(id, format, path);
}
