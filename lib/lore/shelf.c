#include "lib/lore/shelf.h"

#include <pthread.h>

#include "lib/lore/read.h"
#include "lib/lore/store.h"

enum { SLOTS = 512, LOAD_ARENA = 192 * 1024 * 1024 };

/* Compiled books by id and version. The oldest use leaves first. */
static struct {
	pthread_mutex_t lock;
	struct slot {
		int64_t id, version;
		struct lore_book *book;
		uint64_t used;
	} slots[SLOTS];
	size_t bytes;
	uint64_t clock;
} cache = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* ---- the cache: with the lock held --------------------------------------------------------- */

static void
empty(struct slot *slot)
{
	cache.bytes -= lore_bytes(slot->book);
	lore_free(slot->book);
	*slot = (struct slot){ 0 };
}

static struct slot *
oldest(void)
{
	struct slot *found = NULL;
	for (size_t i = 0; i < SLOTS; i++) {
		struct slot *slot = &cache.slots[i];
		if (slot->book == NULL)
			continue;
		if (found == NULL || slot->used < found->used)
			found = slot;
	}
	return found;
}

static struct slot *
free_slot(void)
{
	for (size_t i = 0; i < SLOTS; i++)
		if (cache.slots[i].book == NULL)
			return &cache.slots[i];
	struct slot *slot = oldest();
	empty(slot);
	return slot;
}

/* ---- around it ----------------------------------------------------------------------------- */

static struct lore_book *
cached(int64_t id, int64_t version)
{
	struct lore_book *book = NULL;
	(void)pthread_mutex_lock(&cache.lock);
	for (size_t i = 0; i < SLOTS && book == NULL; i++) {
		struct slot *slot = &cache.slots[i];
		if (slot->book == NULL || slot->id != id || slot->version != version)
			continue;
		slot->used = ++cache.clock;
		book = lore_hold(slot->book);
	}
	(void)pthread_mutex_unlock(&cache.lock);
	return book;
}

/* A book that is larger than the whole shelf is read each time. */
static void
keep(int64_t id, int64_t version, struct lore_book *book)
{
	size_t bytes = lore_bytes(book);
	if (bytes > SHELF_BYTES)
		return;
	(void)pthread_mutex_lock(&cache.lock);
	for (size_t i = 0; i < SLOTS; i++)
		if (cache.slots[i].book != NULL && cache.slots[i].id == id)
			empty(&cache.slots[i]);
	while (cache.bytes + bytes > SHELF_BYTES)
		empty(oldest());
	*free_slot() = (struct slot){ id, version, lore_hold(book), ++cache.clock };
	cache.bytes += bytes;
	(void)pthread_mutex_unlock(&cache.lock);
}

/* ---- loading ------------------------------------------------------------------------------- */

static void
free_scratch(void *scratch)
{
	arena_free(scratch);
}

static struct lore_book *
load_rows(struct db *db, struct arena *scratch, const struct lore_settings *settings)
{
	struct lorebook_id id = { settings->id };
	struct lore_entry *entries = NULL;
	size_t n = 0, room = 0;
	int64_t after = 0;
	for (;;) {
		struct rows rows = lore_entry_rows(db, id, after, LORE_AT_ONCE);
		if (n + rows.n > room) {
			size_t more = (room > 0 ? room * 2 : LORE_AT_ONCE) + rows.n;
			entries = arena_grow(scratch, entries, room * sizeof(*entries),
					     more * sizeof(*entries));
			room = more;
		}
		for (size_t i = 0; i < rows.n; i++) {
			const struct lore_entry_row *row = lore_entry_at(rows, i);
			entries[n++] = lore_entry_of_row(row);
			after = row->n;
		}
		if (rows.n < LORE_AT_ONCE || n >= LORE_ENTRIES)
			return lore_compile(settings, entries, n);
	}
}

/* A book that still stands in its card: its entries go by their places from 1. */
static struct lore_book *
load_card(struct db *db, struct arena *scratch, const struct lore_settings *as)
{
	struct book book = { 0 };
	const struct lore_card_text_row *row = lore_card_text(db, (struct character_id){ -as->id });
	struct lore_settings settings = *as;
	struct lore_entries entries = { 0 };
	if (row != NULL && lore_book_of_card(scratch, row->original, &book)) {
		settings = lore_settings_read(&book);
		settings.id = as->id;
		settings.version = as->version;
		settings.name = str_or(settings.name, as->name);
		entries = lore_read_all(scratch, &book);
	}
	return lore_compile(&settings, entries.at, entries.n);
}

static void
let_go(void *book)
{
	lore_free(book);
}

/* The compiled book, held until `arena` ends. */
static const struct lore_book *
fetch(struct db *db, struct arena *arena, struct arena **scratch,
      const struct lore_settings *settings)
{
	struct lore_book *book = cached(settings->id, settings->version);
	if (book == NULL) {
		if (*scratch == NULL) {
			*scratch = arena_new(LOAD_ARENA);
			arena_defer(arena, free_scratch, *scratch);
		}
		struct arena *before = db_arena(db);
		db_use(db, *scratch);
		book = settings->id < 0 ? load_card(db, *scratch, settings)
					: load_rows(db, *scratch, settings);
		db_use(db, before);
		arena_reset(*scratch);
		keep(settings->id, settings->version, book);
	}
	arena_defer(arena, let_go, book);
	return book;
}

const struct lore_book *
shelf_book(struct db *db, struct arena *arena, int64_t book, struct member_id member)
{
	struct arena *scratch = NULL;
	const struct lore_shelf_row *row = lore_shelf_one(db, (struct lorebook_id){ book }, member);
	if (row == NULL)
		return NULL;
	struct lore_settings settings = lore_settings_of_row(row);
	return fetch(db, arena, &scratch, &settings);
}

static enum lore_strategy
strategy_from(struct str word)
{
	return str_eq(word, STR("character_first")) ? LORE_CHARACTER_FIRST
	       : str_eq(word, STR("global_first"))  ? LORE_GLOBAL_FIRST
						    : LORE_EVENLY;
}

static struct lore_order
order_of(struct db *db, struct chat_id chat)
{
	struct lore_order order = LORE_ORDER_DEFAULT;
	const struct lore_chat_order_row *row = lore_chat_order(db, chat);
	if (row == NULL)
		return order;
	order.depth = row->depth;
	order.percent = row->percent;
	order.cap = row->cap;
	order.strategy = strategy_from(row->strategy);
	order.steps_most = row->steps_most;
	order.least = row->least;
	order.least_depth_most = row->least_depth_most;
	order.has_no_names = !row->has_names;
	return order;
}

struct shelf
shelf_of_chat(struct db *db, struct arena *arena, struct chat_id chat,
	      struct character_id character, int64_t persona, struct member_id member)
{
	struct arena *scratch = NULL;
	struct shelf shelf = { 0 };
	struct rows rows = lore_shelf(db, &(struct lore_shelf_in){ .chat_id = chat,
								   .character_id = character,
								   .persona_id = persona,
								   .member_id = member,
								   .limit = SHELF_BOOKS });
	struct lore_on *on = ARENA_ARRAY(arena, struct lore_on, rows.n + 1);
	struct lore_settings *settings = ARENA_ARRAY(arena, struct lore_settings, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		settings[i] = lore_settings_of_row(lore_shelf_at(rows, i));
		on[i].source = (enum lore_source)lore_shelf_at(rows, i)->source;
		on[i].is_others = lore_shelf_at(rows, i)->is_others;
	}
	shelf.order = rows.n > 0 ? order_of(db, chat) : (struct lore_order)LORE_ORDER_DEFAULT;
	for (size_t i = 0; i < rows.n; i++)
		on[shelf.count++].book = fetch(db, arena, &scratch, &settings[i]);
	shelf.books = on;
	shelf.order.books = on;
	shelf.order.book_count = shelf.count;
	return shelf;
}
