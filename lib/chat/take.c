#include "lib/chat/take.h"

#include <stdlib.h>

#include "lib/base/cfg.h"
#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "lib/card/scan.h"
#include "lib/chat/bring.h"
#include "lib/macro/macro.h"
#include "sql/chatfile.h"

enum { PAGE = 100, PAGE_ROOM = 128 * 1024 * 1024 };

struct chat_take {
	struct chat_take_order order;
	struct chatfile_about about;
	struct message_id head;
};

/*
 * What macros have set, but for what another member's texts told them in secret. STR_NONE where the file
 * says the same already.
 */
static struct str
variables_of(struct arena *arena, const struct chatfile_find_row *chat, enum chatfile_shape shape)
{
	struct str why;
	struct macro_variables all = macro_variables_read(arena,
							  json_read(arena, chat->variables, &why));
	struct macro_variables shown = { .arena = arena };
	for (size_t i = 0; i < all.n; i++)
		if (!all.at[i].is_hidden)
			(void)macro_variable_set(&shown, all.at[i].name, all.at[i].value);
	struct str now = macro_variables_json(arena, &shown);
	struct str came = chat_bring_variables(
		arena, scan_find(arena, chatfile_metadata(arena, chat->brought), "variables"));
	bool is_same = came.n > 0 ? str_eq(came, now) : shown.n == 0;
	bool is_said = shape == CHATFILE_AS_TREE ? shown.n == 0 : is_same;
	return is_said ? STR_NONE : now;
}

/* Timed effects of lore. STR_NONE where there are none, and were none. */
static struct str
timed_of(struct db *db, struct arena *arena, const struct chatfile_find_row *chat)
{
	static const struct str NOTHING = STR_INIT("{\"sticky\": {}, \"cooldown\": {}}");
	size_t n = 0;
	struct str came = scan_find(arena, chatfile_metadata(arena, chat->brought), CHATFILE_TIMED);
	came = chatfile_timed(arena, came, &n);
	struct str now = chatfile_timed_find(db, chat->id, came)->timed;
	return n == 0 && str_eq(now, NOTHING) ? STR_NONE : now;
}

const struct chat_take *
chat_take_begin(struct db *db, struct arena *arena, const struct chat_take_order *order)
{
	const struct chatfile_find_row *chat = chatfile_find(db, order->chat, order->member);
	if (chat == NULL)
		return NULL;
	struct chat_take *take = ARENA_NEW(arena, struct chat_take);
	take->order = *order;
	take->head = chat->head_id;
	take->about = (struct chatfile_about){
		.title = str_or(chat->title, chat->character_name),
		.user_name = order->member_name,
		.character_name = chat->character_name,
		.character_id = str_int(arena, chat->character_id.v),
		.disclosure = chat->disclosure,
		.house = str_from(cfg_text(CFG_HOUSE_NAME)),
		.head = str_int(arena, chat->head_id.v),
		.origin = chat->is_own ? chat->brought : STR_NONE,
		.began = chat->created_at,
		.now = clock_now(),
	};
	if (chat->is_own) {
		take->about.note = (struct chatfile_note){ .text = chat->note_text,
							   .place = chat->note_position,
							   .role = chat->note_role,
							   .depth = chat->note_depth,
							   .interval = chat->note_interval };
		take->about.variables = variables_of(arena, chat, order->shape);
		take->about.timed = timed_of(db, arena, chat);
	}
	return take;
}

struct str
chat_take_name(const struct chat_take *take)
{
	return take->about.title;
}

struct str
chat_take_disclosure(const struct chat_take *take)
{
	return take->about.disclosure;
}

/* ---- rows ---------------------------------------------------------------------------------- */

static enum chatfile_role
role_of(struct str role)
{
	if (str_eq(role, STR("user")))
		return CHATFILE_USER;
	if (str_eq(role, STR("system")))
		return CHATFILE_SYSTEM;
	return str_eq(role, STR("staff")) ? CHATFILE_STAFF : CHATFILE_ASSISTANT;
}

static struct chatfile_message
message_of(const struct chatfile_message_row *row)
{
	return (struct chatfile_message){ .place = row->swipe_index,
					  .role = role_of(row->role),
					  .name = row->speaker_label,
					  .text = row->content,
					  .model = row->model,
					  .status = row->status,
					  .bookmark = row->bookmark,
					  .checkpoint = row->checkpoint,
					  .at = row->created_at,
					  .rating = row->rating,
					  .is_hidden = row->is_hidden,
					  .is_edited = row->is_edited,
					  .extra = row->extra };
}

struct writer {
	struct db *db;
	struct arena *page; /* emptied after each page */
	const struct chat_take *take;
	struct sink *out;
	size_t number;
};

/* ---- the whole tree ------------------------------------------------------------------------ */

static bool
write_tree_page(struct writer *w, int64_t *after)
{
	struct buf out = buf_in(w->page);
	struct rows rows = chatfile_tree(w->db, w->take->order.chat, *after, PAGE);
	for (size_t i = 0; i < rows.n; i++) {
		const struct chatfile_message_row *row = chatfile_message_at(rows, i);
		struct chatfile_message m = message_of(row);
		struct chatfile_entry entry = {
			.at = &m,
			.n = 1,
			.id = str_int(w->page, row->id),
			.number = w->number++,
		};
		if (row->parent_id != 0)
			entry.parent_id = str_int(w->page, row->parent_id);
		chatfile_put_message(&out, w->take->order.shape, &w->take->about, &entry);
		*after = row->id;
	}
	bool more = rows.n == PAGE;
	return sink_put(w->out, buf_done(&out)) && more;
}

static void
write_tree(struct writer *w)
{
	int64_t after = 0;
	while (write_tree_page(w, &after))
		arena_reset(w->page);
}

/* ---- the path that is read ----------------------------------------------------------------- */

struct way {
	int64_t *ids;	  /* oldest first */
	int64_t *parents; /* of each; 0 for the first */
	size_t n;
};

static struct way
way_of(struct db *db, struct arena *arena, const struct chat_take *take)
{
	struct rows rows = chatfile_path(db, take->order.chat, take->head);
	struct way way = { ARENA_ARRAY(arena, int64_t, rows.n + 1),
			   ARENA_ARRAY(arena, int64_t, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		const struct chatfile_path_row *row = chatfile_path_at(rows, rows.n - 1 - i);
		way.ids[i] = row->id;
		way.parents[i] = row->parent_id;
	}
	return way;
}

/* The versions of the message `id`, which stand together in the rows from *at on. */
static void
write_versions(struct writer *w, struct buf *out, struct rows rows, size_t *at, int64_t parent,
	       int64_t id)
{
	size_t from = *at, n = 0;
	while (*at < rows.n && chatfile_message_at(rows, *at)->parent_id == parent)
		(*at)++;
	struct chatfile_message *versions = ARENA_ARRAY(w->page, struct chatfile_message,
							*at - from + 1);
	struct chatfile_entry entry = { .at = versions, .number = w->number++ };
	enum chatfile_role role = CHATFILE_SYSTEM;
	for (size_t i = from; i < *at; i++)
		if (chatfile_message_at(rows, i)->id == id)
			role = role_of(chatfile_message_at(rows, i)->role);
	/* What somebody else said in the same place is another branch, no version. */
	for (size_t i = from; i < *at; i++) {
		const struct chatfile_message_row *row = chatfile_message_at(rows, i);
		if (role_of(row->role) != role)
			continue;
		if (row->id == id)
			entry.chosen = n;
		versions[n++] = message_of(row);
	}
	entry.n = n;
	if (n > 0)
		chatfile_put_message(out, w->take->order.shape, &w->take->about, &entry);
}

static bool
write_path_page(struct writer *w, const struct way *way, size_t from)
{
	struct buf out = buf_in(w->page);
	size_t n = way->n - from < PAGE ? way->n - from : PAGE, at = 0;
	struct rows rows = chatfile_versions(w->db, w->take->order.chat,
					     (struct i64s){ way->parents + from, n });
	for (size_t i = from; i < from + n; i++)
		write_versions(w, &out, rows, &at, way->parents[i], way->ids[i]);
	return sink_put(w->out, buf_done(&out));
}

static void
write_path(struct writer *w, struct arena *arena)
{
	struct way way = way_of(w->db, arena, w->take);
	db_use(w->db, w->page);
	for (size_t from = 0; from < way.n && write_path_page(w, &way, from); from += PAGE)
		arena_reset(w->page);
}

static void
free_page(void *page)
{
	arena_free(page);
}

void
chat_take_write(struct db *db, struct arena *arena, const struct chat_take *take, struct sink *out)
{
	struct writer w = { .db = db, .take = take, .out = out };
	struct buf head = buf_in(arena), end = buf_in(arena);
	enum chatfile_shape shape = take->order.shape;
	w.page = arena_new(PAGE_ROOM);
	arena_defer(arena, free_page, w.page);
	chatfile_put_head(&head, shape, &take->about);
	if (!sink_put(out, buf_done(&head)))
		return;
	if (shape == CHATFILE_AS_TREE) {
		db_use(db, w.page);
		write_tree(&w);
	} else {
		write_path(&w, arena);
	}
	db_use(db, arena);
	chatfile_put_end(&end, shape);
	(void)sink_put(out, buf_done(&end));
}
