/* Books going out: see bring.h. */
#include "lib/base/json.h"
#include "lib/base/sink.h"
#include "lib/lore/bring.h"
#include "lib/lore/read.h"
#include "lib/lore/store.h"
#include "lib/lore/write.h"

enum { SCRATCH = 64 * 1024 * 1024 };

/* What is put goes on in pieces when there is a way out; without one it stays in the buffer. */
enum { PIECE = 64 * 1024 };

static void
pass_on(struct buf *out, struct sink *sink, size_t most)
{
	if (sink == NULL || out->n <= most)
		return;
	(void)sink_put(sink, buf_done(out));
	out->n = 0;
}

/* The rows of a book, one after the other, so many in one round trip. */
struct feed {
	struct db *db;
	struct arena *arena;
	struct arena *scratch;
	struct lorebook_id book;
	struct sink *sink; /* NULL: all stays in the buffer */
	struct rows rows;
	size_t i;
	int64_t after;
	bool is_last;
};

static struct feed
feed_of(struct db *db, struct arena *arena, struct lorebook_id book, struct sink *sink)
{
	struct feed feed = { .db = db, .arena = arena, .book = book, .sink = sink };
	feed.scratch = arena_new_in(arena, SCRATCH);
	return feed;
}

/* The row that is next, or NULL; feed->i++ goes on. */
static const struct lore_entry_row *
peek(struct feed *feed)
{
	while (feed->i == feed->rows.n) {
		if (feed->is_last)
			return NULL;
		arena_reset(feed->scratch);
		struct arena *before = db_arena(feed->db);
		db_use(feed->db, feed->scratch);
		feed->rows = lore_entry_rows(feed->db, feed->book, feed->after, LORE_AT_ONCE);
		db_use(feed->db, before);
		feed->i = 0;
		feed->is_last = feed->rows.n < LORE_AT_ONCE;
		if (feed->rows.n > 0)
			feed->after = lore_entry_at(feed->rows, feed->rows.n - 1)->n;
	}
	return lore_entry_at(feed->rows, feed->i);
}

/* ---- entries ------------------------------------------------------------------------------- */

struct list {
	struct buf *out;
	enum book_shape shape;
	size_t n;
};

/* Entries of a world file are members of an object, of all others items of a list. */
static void
begin_entry(struct list *list, struct str raw_key)
{
	if (list->n++ > 0)
		buf_char(list->out, ',');
	if (list->shape == BOOK_WORLD)
		buf_fmt(list->out, "\"%.*s\":", STR_ARG(raw_key));
}

static void
put_new(struct list *list, struct arena *scratch, const struct lore_entry_row *row)
{
	struct lore_entry e = lore_entry_of_row(row);
	/* Numbers within a file, from 0. */
	e.id = row->n - 1;
	begin_entry(list, str_int(scratch, e.id));
	lore_put_entry(scratch, list->out, list->shape, STR_NONE, NULL, &e);
}

/* The entries of the file as they came, with what was changed, without what was deleted. */
static void
put_old(struct list *list, struct feed *feed, const struct book *book, struct arena *memory)
{
	struct scan s = scan_in(memory, book->entries);
	struct scan ahead = s;
	struct lore_entry was;
	int64_t at = -1, place = -1;
	while (scan_next(&s)) {
		place++;
		pass_on(list->out, feed->sink, PIECE);
		if (scan_kind(s.value) != SCAN_OBJECT) {
			begin_entry(list, s.raw);
			buf_str(list->out, s.value);
			continue;
		}
		if (!lore_entry_next(book, &ahead, &at, &was))
			return;
		const struct lore_entry_row *row = peek(feed);
		if (row == NULL || !row->has_source_at || row->source_at != place)
			continue;
		begin_entry(list, s.raw);
		if (row->is_edited) {
			struct lore_entry now = lore_entry_of_row(row);
			lore_put_entry(feed->scratch, list->out, list->shape, s.value, &was, &now);
		} else {
			buf_str(list->out, s.value);
		}
		feed->i++;
	}
}

static void
put_entries(struct buf *out, enum book_shape shape, struct feed *feed, const struct book *book)
{
	struct list list = { .out = out, .shape = shape };
	buf_char(out, shape == BOOK_WORLD ? '{' : '[');
	if (book != NULL) {
		struct arena *memory = arena_new_in(feed->arena, SCRATCH);
		put_old(&list, feed, book, memory);
		arena_reset(memory);
	}
	for (const struct lore_entry_row *row; (row = peek(feed)) != NULL; feed->i++) {
		put_new(&list, feed->scratch, row);
		pass_on(out, feed->sink, PIECE);
	}
	buf_char(out, shape == BOOK_WORLD ? '}' : ']');
}

/* ---- books --------------------------------------------------------------------------------- */

static void
put_text(struct buf *out, const char *key, struct str text)
{
	buf_fmt(out, "\"%s\":", key);
	json_put_text(out, text);
}

static void
put_number(struct buf *out, bool is_set, const char *key, int64_t number)
{
	if (is_set)
		buf_fmt(out, ",\"%s\":%lld", key, (long long)number);
}

/* A member of the book that can be changed here: true when it was put anew. */
static bool
put_changed(struct buf *out, const struct scan *s, const struct book *was,
	    const struct lore_book_row *now)
{
	if (str_eq(s->key, STR("name")) && !str_eq(str_trim(was->name), now->name))
		json_put_text(out, now->name);
	else if (str_eq(s->key, STR("description")) && !str_eq(was->description, now->description))
		json_put_text(out, now->description);
	else if (str_eq(s->key, STR("scan_depth")) && now->has_scan_depth)
		buf_i64(out, now->scan_depth);
	else if (str_eq(s->key, STR("token_budget")) && now->has_token_budget)
		buf_i64(out, now->token_budget);
	else if (str_eq(s->key, STR("recursive_scanning")) &&
		 was->is_recursive != now->is_recursive)
		buf_str(out, now->is_recursive ? STR("true") : STR("false"));
	else
		return false;
	return true;
}

static bool
is_gone(const struct scan *s, const struct lore_book_row *now)
{
	return (str_eq(s->key, STR("scan_depth")) && !now->has_scan_depth) ||
	       (str_eq(s->key, STR("token_budget")) && !now->has_token_budget);
}

/* The book as it came, with what was changed here. */
static void
put_patched(struct buf *out, struct feed *feed, const struct book *was,
	    const struct lore_book_row *now)
{
	struct scan s = scan_in(feed->arena, was->raw);
	size_t n = 0;
	bool is_world = was->shape == BOOK_WORLD;
	while (scan_next(&s)) {
		if (is_gone(&s, now))
			continue;
		buf_fmt(out, "%s\"%.*s\":", n++ == 0 ? "{" : ",", STR_ARG(s.raw));
		if (str_eq(s.key, STR("entries")))
			put_entries(out, was->shape, feed, was);
		else if (!put_changed(out, &s, was, now))
			buf_str(out, s.value);
	}
	put_number(out, !is_world && now->has_scan_depth && !was->has_scan_depth, "scan_depth",
		   now->scan_depth);
	put_number(out, !is_world && now->has_token_budget && !was->has_token_budget,
		   "token_budget", now->token_budget);
	if (!is_world && was->shape != BOOK_MEMORY && now->is_recursive && !was->is_recursive &&
	    scan_find(feed->arena, was->raw, "recursive_scanning").p == NULL)
		buf_lit(out, ",\"recursive_scanning\":true");
	buf_char(out, '}');
}

/* A book written anew. */
static void
put_whole(struct buf *out, struct feed *feed, enum book_shape shape,
	  const struct lore_book_row *now)
{
	buf_char(out, '{');
	if (shape == BOOK_MEMORY)
		buf_lit(out, "\"kind\":\"memory\",");
	put_text(out, "name", now->name);
	buf_char(out, ',');
	put_text(out, "description", now->description);
	if (shape != BOOK_MEMORY) {
		put_number(out, now->has_scan_depth, "scan_depth", now->scan_depth);
		put_number(out, now->has_token_budget, "token_budget", now->token_budget);
		buf_fmt(out, ",\"recursive_scanning\":%s,\"extensions\":{}",
			now->is_recursive ? "true" : "false");
	}
	buf_lit(out, ",\"entries\":");
	put_entries(out, shape, feed, NULL);
	buf_char(out, '}');
}

/* The file that a book came from, when it is of that shape. */
static bool
original_of(struct db *db, struct arena *arena, struct lorebook_id id, struct str *text,
	    struct book *book)
{
	const struct lore_original_row *row = lore_original(db, id);
	*text = row->original;
	if (row->original.p != NULL)
		return book_read(arena, row->original, book);
	*text = STR_NONE;
	return row->card.p != NULL && lore_book_of_card(arena, row->card, book);
}

static bool
is_wanted(enum lore_take_shape wanted, enum book_shape shape)
{
	switch (wanted) {
	case LORE_AS_IT_CAME:
		return true;
	case LORE_AS_WORLD:
		return shape == BOOK_WORLD;
	case LORE_AS_V3:
		return shape == BOOK_V3;
	case LORE_AS_AGNAI:
		return shape == BOOK_MEMORY;
	}
	return false;
}

static enum book_shape
shape_for(enum lore_take_shape wanted, enum book_shape own)
{
	switch (wanted) {
	case LORE_AS_IT_CAME:
		return own == BOOK_V2 ? BOOK_V3 : own;
	case LORE_AS_WORLD:
		return BOOK_WORLD;
	case LORE_AS_V3:
		return BOOK_V3;
	case LORE_AS_AGNAI:
		return BOOK_MEMORY;
	}
	return own;
}

struct lore_take {
	const struct lore_book_row *row;
	struct book was;
	struct str file; /* as it came; STR_NONE for one that came in a card, or was made here */
	bool is_patch;	 /* it goes out in the shape in which it came */
	enum book_shape shape;
};

bool
lore_take_begin(struct db *db, struct arena *arena, int64_t id, struct member_id member,
		enum lore_take_shape wanted, struct lore_take **out)
{
	struct lorebook_id book_id = { id };
	const struct lore_book_row *row = lore_find(db, book_id, member);
	if (row == NULL)
		return false;
	struct lore_take *take = ARENA_NEW(arena, struct lore_take);
	take->row = row;
	take->is_patch = original_of(db, arena, book_id, &take->file, &take->was) &&
			 is_wanted(wanted, take->was.shape);
	take->shape = shape_for(wanted, lore_shape_from(row->shape));
	*out = take;
	return true;
}

struct str
lore_take_name(const struct lore_take *take)
{
	return take->row->name;
}

/* A V3 file that is patched keeps what stands beside its data. */
static void
put_patched_v3(struct buf *out, struct feed *feed, const struct lore_take *take)
{
	struct scan s = scan_in(feed->arena, take->file);
	size_t n = 0;
	while (scan_next(&s)) {
		buf_fmt(out, "%s\"%.*s\":", n++ == 0 ? "{" : ",", STR_ARG(s.raw));
		if (str_eq(s.key, STR("data")))
			put_patched(out, feed, &take->was, take->row);
		else
			buf_str(out, s.value);
	}
	buf_char(out, '}');
}

void
lore_take_write(struct db *db, struct arena *arena, const struct lore_take *take, struct sink *sink)
{
	struct buf out = buf_in(arena);
	struct feed feed = feed_of(db, arena, take->row->id, sink);
	buf_reserve(&out, (size_t)PIECE * 2);
	if (take->is_patch && !take->row->is_changed) {
		(void)sink_put(sink, take->file.p != NULL ? take->file : take->was.raw);
		return;
	}
	if (take->is_patch && take->was.shape == BOOK_V3 && take->file.p != NULL) {
		put_patched_v3(&out, &feed, take);
	} else if (take->is_patch) {
		put_patched(&out, &feed, &take->was, take->row);
	} else {
		bool is_v3 = take->shape == BOOK_V3;
		if (is_v3)
			buf_lit(&out, "{\"spec\":\"lorebook_v3\",\"data\":");
		put_whole(&out, &feed, take->shape, take->row);
		if (is_v3)
			buf_char(&out, '}');
	}
	pass_on(&out, sink, 0);
}

struct str
lore_take_character(struct db *db, struct arena *arena, struct character_id character)
{
	struct book was;
	struct str file;
	struct buf json = buf_in(arena);
	const struct lore_card_row *card = lore_card(db, character);
	if (card == NULL || card->is_as_it_came)
		return STR_NONE;
	if (!card->has_own_id)
		return card->has_card_book_id && card->entries > 0
			       ? STR("{\"extensions\":{},\"entries\":[]}")
			       : STR_NONE;
	const struct lore_book_row *row = lore_find(db, card->own_id, card->creator_id);
	if (row == NULL)
		return STR_NONE;
	struct feed feed = feed_of(db, arena, card->own_id, NULL);
	if (original_of(db, arena, card->own_id, &file, &was) &&
	    (file.p == NULL || was.shape == BOOK_V2 || was.shape == BOOK_V3))
		put_patched(&json, &feed, &was, row);
	else
		put_whole(&json, &feed, BOOK_V2, row);
	return buf_done(&json);
}
