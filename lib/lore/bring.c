/* Books coming in: see bring.h. */
#include "lib/lore/bring.h"

#include "lib/base/utf8.h"
#include "lib/card/card.h"
#include "lib/lore/read.h"
#include "lib/lore/store.h"
#include "lib/moderate/moderate.h"

enum {
	SCRATCH = 64 * 1024 * 1024,
	NAME_MOST = 120,	 /* code points */
	DESCRIPTION_MOST = 4000, /* same */
	AT_ONCE = 2000,		 /* entries in one round trip, and their bytes */
	AT_ONCE_BYTES = 2 * 1024 * 1024
};

/* One line, trimmed, without what no name needs. */
static struct str
line_of(struct arena *arena, struct str text)
{
	struct buf out = buf_in(arena);
	uint32_t point;
	while (utf8_next(&text, &point)) {
		char bytes[4];
		if (point == '\n' || point == '\t')
			point = ' ';
		if (!utf8_is_control(point))
			buf_put(&out, bytes, utf8_encode(point, bytes));
	}
	return str_trim(out.n > 0 ? buf_done(&out) : STR(""));
}

/* A book's name: its own, else its file's without the ending. */
static struct str
name_of(struct arena *arena, const struct book *book, struct str file_name)
{
	struct str name = line_of(arena, book->name);
	if (name.n == 0) {
		ptrdiff_t dot = str_rfind_char(file_name, '.');
		name = line_of(arena, dot > 0 ? str_first(file_name, (size_t)dot) : file_name);
	}
	return name.n > 0 ? utf8_clip(name, NAME_MOST) : STR("Lorebook");
}

/* ---- what does not work as its maker meant ------------------------------------------------- */

struct tally {
	int64_t vectors, patterns, decorators;
};

static bool
has_unknown_decorator(struct str content)
{
	struct book_decorator known[BOOK_DECORATORS];
	struct str rest, line;
	if (!str_starts(content, STR("@@")))
		return false;
	size_t n = book_decorators(content, known, &rest);
	while (str_cut(&content, '\n', &line) && str_starts(line, STR("@@"))) {
		struct str name = STR_NONE;
		bool is_known = str_starts(line, STR("@@@"));
		line = str_trim(str_from_at(line, 2));
		(void)str_cut(&line, ' ', &name);
		for (size_t i = 0; i < n && !is_known; i++)
			is_known = str_eq(known[i].name, name);
		if (!is_known)
			return true;
	}
	return false;
}

static void
count_odd(struct arena *arena, struct str raw, const struct lore_entry *e, struct tally *tally)
{
	struct str own = scan_find(arena, raw, "extensions");
	struct str vector = scan_find(arena, raw, "vectorized");
	if (vector.p == NULL && own.p != NULL)
		vector = scan_find(arena, own, "vectorized");
	tally->vectors += scan_true(vector) ? 1 : 0;
	tally->decorators += has_unknown_decorator(e->content) ? 1 : 0;
	for (size_t i = 0; i < e->keys.n; i++) {
		struct str pattern = e->keys.at[i], flags = STR("");
		if (!lore_is_pattern(e->keys.at[i], &pattern, &flags) && !e->uses_regex)
			continue;
		if (!lore_pattern_is_good(pattern, flags))
			tally->patterns++;
	}
}

static void
note(struct arena *arena, struct str *at, size_t *n, int64_t count, const char *one,
     const char *many)
{
	if (count == 1)
		at[(*n)++] = str_from(one);
	else if (count > 1)
		at[(*n)++] = str_fmt(arena, "%lld %s", (long long)count, many);
}

static struct strs
notes_of(struct arena *arena, const struct tally *tally, size_t dropped)
{
	struct str *at = ARENA_ARRAY(arena, struct str, 4);
	size_t n = 0;
	note(arena, at, &n, tally->vectors,
	     "One entry is meant to be found by its meaning. Here it fires by its keys.",
	     "entries are meant to be found by their meaning. Here they fire by their keys.");
	note(arena, at, &n, tally->patterns,
	     "One key is no valid pattern. It is searched as plain text, or never fires in a V3 book.",
	     "keys are no valid patterns. They are searched as plain text, or never fire in a V3 book.");
	note(arena, at, &n, tally->decorators,
	     "One entry has a decorator that this house does not know. It is kept and does nothing.",
	     "entries have decorators that this house does not know. They are kept and do nothing.");
	note(arena, at, &n, (int64_t)dropped, "One entry was empty and is kept in the file only.",
	     "entries were empty and are kept in the file only.");
	return (struct strs){ at, n };
}

/* ---- what the house does not take ------------------------------------------------------------ */

static void
put_line(struct buf *out, struct str text)
{
	buf_str(out, text);
	buf_char(out, '\n');
}

static struct str
text_of(struct arena *arena, const struct lore_entry *e)
{
	struct buf out = buf_in(arena);
	buf_reserve(&out, e->content.n + 1024);
	put_line(&out, e->name);
	for (size_t i = 0; i < e->keys.n; i++)
		put_line(&out, e->keys.at[i]);
	for (size_t i = 0; i < e->secondary.n; i++)
		put_line(&out, e->secondary.at[i]);
	buf_str(&out, e->content);
	return buf_done(&out);
}

/* What to say of the first entry that is not taken, else NULL. Each is read by itself. */
static const char *
judge(struct db *db, struct arena *arena, struct member_id member, const struct book *book)
{
	struct moderate_source source = { .member = member, .use = MODERATE_LORE };
	struct arena *words = arena_new_in(arena, SCRATCH);
	struct scan s = scan_in(words, book->entries);
	struct lore_entry e;
	int64_t at = -1;
	struct str title = str_fmt(arena, "%.*s\n%.*s", STR_ARG(book->name),
				   STR_ARG(book->description));
	const char *why = moderate_text(db, arena, &source, title);
	if (why != NULL)
		return str_fmt(arena, "Its name or description: %s", why).p;
	while (lore_entry_next(book, &s, &at, &e)) {
		struct str text = text_of(words, &e);
		why = prompt_judge(words, text, PROMPT_CHAT) != PROMPT_FINE
			      ? moderate_text(db, words, &source, text)
			      : NULL;
		if (why != NULL)
			return str_fmt(arena, "Entry %lld: %s", (long long)at + 1, why).p;
		arena_reset(words);
	}
	return NULL;
}

/* ---- to rows ------------------------------------------------------------------------------- */

/* All entries of the book, so many in one round trip. Returns how many there were. */
static size_t
put_entries(struct db *db, struct arena *arena, struct lorebook_id id, const struct book *book,
	    struct tally *tally)
{
	struct arena *scratch = arena_new_in(arena, SCRATCH), *before = db_arena(db);
	struct scan s = scan_in(scratch, book->entries);
	struct lore_entry e;
	int64_t at = -1;
	size_t n = 0;
	db_use(db, scratch);
	for (bool is_more = true; is_more;) {
		struct str *contents = ARENA_ARRAY(scratch, struct str, AT_ONCE);
		struct buf rows = buf_in(scratch);
		size_t batch = 0, bytes = 0;
		while (batch < AT_ONCE && bytes + rows.n < AT_ONCE_BYTES &&
		       (is_more = lore_entry_next(book, &s, &at, &e))) {
			count_odd(scratch, s.value, &e, tally);
			contents[batch] = e.content;
			bytes += e.content.n;
			e.content = STR("");
			buf_char(&rows, batch++ == 0 ? '[' : ',');
			lore_put_row(&rows, &e, at + 1, at);
		}
		if (batch > 0) {
			buf_char(&rows, ']');
			(void)lore_entries_put(db, id, buf_done(&rows),
					       (struct strs){ contents, batch });
		}
		n += batch;
		arena_reset(scratch);
	}
	db_use(db, before);
	return n;
}

static struct lorebook_id
put_book(struct db *db, const struct lore_owner *owner, const struct book *book, struct str name,
	 size_t bytes)
{
	struct lore_settings s = lore_settings_read(book);
	bool has_budget = s.has_token_budget && s.token_budget <= 1000000;
	int64_t depth = s.scan_depth < LORE_DEPTH_MOST ? s.scan_depth : LORE_DEPTH_MOST;
	struct str about = book->description.p != NULL ? book->description : STR("");
	return lore_put(db,
			&(struct lore_put_in){
				.owner_id = owner->member,
				.name = name,
				.description = utf8_clip(about, DESCRIPTION_MOST),
				.shape = str_from(lore_shape_name(book->shape)),
				.scan_depth = s.has_scan_depth ? depth : -1,
				.token_budget = has_budget ? s.token_budget : 0,
				.is_recursive = s.is_recursive,
				.bytes = (int64_t)bytes,
				.card_id = owner->character.v,
			})
		->id;
}

/* ---- files --------------------------------------------------------------------------------- */

static struct str
without_mark(struct str bytes)
{
	return str_starts(bytes, STR("\xEF\xBB\xBF")) ? str_from_at(bytes, 3) : bytes;
}

static enum lore_bring_outcome
read_file(struct arena *arena, struct str *bytes, struct book *book, struct str *why)
{
	*why = STR("");
	if (bytes->n > LORE_BRING_BYTES)
		return LORE_TOO_LARGE;
	*bytes = str_trim(without_mark(*bytes));
	if (bytes->n == 0)
		return LORE_NO_BOOK;
	if (!utf8_valid(*bytes)) {
		*why = STR("not UTF-8");
		return LORE_BROKEN;
	}
	if (!scan_check(arena, *bytes, why))
		return LORE_BROKEN;
	if (!book_read(arena, *bytes, book) && !lore_book_of_card(arena, *bytes, book))
		return LORE_NO_BOOK;
	return book->count > LORE_ENTRIES ? LORE_TOO_LARGE : LORE_BROUGHT;
}

enum lore_bring_outcome
lore_bring(struct db *db, struct arena *arena, struct member_id member, struct str file_name,
	   struct str bytes, struct lore_bring_result *out)
{
	struct book book;
	struct tally tally = { 0 };
	*out = (struct lore_bring_result){ .why = STR_INIT("") };
	enum lore_bring_outcome outcome = read_file(arena, &bytes, &book, &out->why);
	if (outcome != LORE_BROUGHT)
		return outcome;
	const struct lore_used_row *used = lore_used(db, member);
	if (used->books >= LORE_BOOKS || used->bytes + (int64_t)bytes.n > LORE_BRING_QUOTA)
		return LORE_OVER_QUOTA;
	out->name = name_of(arena, &book, file_name);
	out->shape = book.shape;
	const char *refused = judge(db, arena, member, &book);
	if (refused != NULL) {
		out->why = str_from(refused);
		return LORE_REFUSED;
	}
	/* Of a card only the book is kept: it is what a book's file looks like. */
	struct str original = book.shape == BOOK_V3 ? bytes : book.raw;
	struct lore_owner owner = { .member = member };
	struct lorebook_id id = put_book(db, &owner, &book, out->name, original.n);
	(void)lore_file_put(db, id, original);
	out->entries = put_entries(db, arena, id, &book, &tally);
	(void)lore_came(db, id);
	out->dropped = book.count > out->entries ? book.count - out->entries : 0;
	out->notes = notes_of(arena, &tally, out->dropped);
	out->id = id.v;
	return LORE_BROUGHT;
}

int
lore_bring_status(enum lore_bring_outcome outcome)
{
	switch (outcome) {
	case LORE_BROUGHT:
		return 201;
	case LORE_TOO_LARGE:
		return 413;
	case LORE_NO_BOOK:
	case LORE_BROKEN:
	case LORE_OVER_QUOTA:
	case LORE_REFUSED:
		return 422;
	}
	return 422;
}

const char *
lore_bring_code(enum lore_bring_outcome outcome)
{
	switch (outcome) {
	case LORE_BROUGHT:
		break;
	case LORE_TOO_LARGE:
		return "PAYLOAD_TOO_LARGE";
	case LORE_NO_BOOK:
		return "NO_LOREBOOK";
	case LORE_BROKEN:
		return "NOT_JSON";
	case LORE_OVER_QUOTA:
		return "OVER_QUOTA";
	case LORE_REFUSED:
		return "MODERATION_BLOCK";
	}
	return "";
}

const char *
lore_bring_words(enum lore_bring_outcome outcome)
{
	switch (outcome) {
	case LORE_BROUGHT:
		break;
	case LORE_TOO_LARGE:
		return "A lorebook may have 12 MB and 100,000 entries. This one is larger.";
	case LORE_NO_BOOK:
		return "This is no lorebook that we know: no entries were found in it.";
	case LORE_BROKEN:
		return "The file is damaged or no JSON";
	case LORE_OVER_QUOTA:
		return "Your lorebooks fill the room that is yours. Delete one that you no longer need "
		       "first.";
	case LORE_REFUSED:
		return "Something stands in this lorebook that this house does not take";
	}
	return "";
}

struct str
lore_bring_told(struct arena *arena, enum lore_bring_outcome outcome, struct str why)
{
	struct str words = str_from(lore_bring_words(outcome));
	if (outcome == LORE_REFUSED)
		return str_fmt(arena, "%.*s. %.*s", STR_ARG(words), STR_ARG(why));
	if (outcome == LORE_BROKEN)
		return str_fmt(arena, "%.*s (%.*s).", STR_ARG(words), STR_ARG(why));
	return words;
}

/* ---- characters ---------------------------------------------------------------------------- */

int64_t
lore_bring_book_of(struct db *db, struct arena *arena, const struct lore_owner *owner,
		   struct str json, struct lore_bring_result *out)
{
	struct book book;
	struct tally tally = { 0 };
	*out = (struct lore_bring_result){ .why = STR_INIT("") };
	if (!book_read(arena, json, &book))
		return 0;
	if (book.count > LORE_ENTRIES) {
		out->why = str_from(lore_bring_words(LORE_TOO_LARGE));
		return 0;
	}
	struct str name = line_of(arena, book.name);
	if (name.n == 0)
		name = str_fmt(arena, "Lore of %.*s", STR_ARG(owner->name));
	const char *refused = judge(db, arena, owner->member, &book);
	if (refused != NULL) {
		out->why = str_from(refused);
		book.description = STR_NONE;
		name = str_fmt(arena, "Lore of %.*s", STR_ARG(owner->name));
	}
	/* Its bytes are those of the card, which has a quota of its own. */
	struct lorebook_id id = put_book(db, owner, &book, utf8_clip(name, NAME_MOST), 0);
	(void)lore_own_put(db, owner->character, id);
	if (refused != NULL)
		return id.v;
	out->entries = put_entries(db, arena, id, &book, &tally);
	(void)lore_came(db, id);
	out->dropped = book.count > out->entries ? book.count - out->entries : 0;
	out->notes = notes_of(arena, &tally, out->dropped);
	return id.v;
}

int64_t
lore_bring_character(struct db *db, struct arena *arena, struct character_id character)
{
	struct card card;
	struct str why;
	struct lore_bring_result made;
	const struct lore_card_row *row = lore_card(db, character);
	if (row == NULL || !row->has_creator_id)
		return 0;
	/* Asked for twice at once, the second sees what the first has made. */
	(void)lore_used(db, row->creator_id);
	row = lore_card(db, character);
	if (row == NULL)
		return 0;
	if (row->has_card_book_id)
		return row->is_card_book_deleted ? 0 : row->card_book_id.v;
	const struct lore_card_text_row *text = lore_card_text(db, character);
	if (text == NULL || card_read(arena, text->original, &card, &why) != CARD_OK ||
	    card.book.n == 0)
		return 0;
	struct lore_owner owner = { character, row->creator_id, row->name };
	return lore_bring_book_of(db, arena, &owner, card.book, &made);
}
