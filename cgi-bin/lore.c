/* Lorebooks: the list, bringing and taking, and what happens to whole books. */
#include "cgi-bin/lore.h"

#include "lib/lore/store.h"
#include "lib/moderate/moderate.h"
#include "lib/web/attach.h"
#include "lib/web/rate.h"

enum { BOOKS_AT_ONCE = 60, BRING_EVERY_S = 5, BRINGS = 60, FILE_MEMORY = 44 * 1024 * 1024 };

struct str
lore_url(struct req *rq, struct lorebook_id id, const char *more)
{
	return str_fmt(rq->arena, "/lore/%lld%s", (long long)id.v, more);
}

const struct lore_book_row *
lore_asked(struct req *rq)
{
	return lore_find(rq->db, (struct lorebook_id){ req_id(rq, 0) }, rq->member->id);
}

/* ---- what forms show ----------------------------------------------------------------------- */

static struct view *
form_field(struct view *page_only, const char *field)
{
	return view_object(view_object(page_only, "form"), field);
}

void
lore_form_text(struct view *page_only, const char *field, struct str value)
{
	view_text(form_field(page_only, field), "value", value);
}

void
lore_form_number(struct req *rq, struct view *page_only, const char *field, bool is_set,
		 int64_t value)
{
	if (is_set)
		lore_form_text(page_only, field, str_int(rq->arena, value));
}

void
lore_form_yes(struct view *page_only, const char *field, bool yes)
{
	view_bool(form_field(page_only, field), "checked", yes);
}

bool
lore_passes(struct req *rq, const char *field, const char *label, struct str text)
{
	struct moderate_source source = { .member = rq->member->id, .use = MODERATE_LORE };
	const char *why = moderate_text(rq->db, rq->arena, &source, text);
	if (why != NULL)
		form_error(rq, field, label, why);
	return why == NULL;
}

const struct pair *
lore_sent(const struct req *rq, const char *name)
{
	for (size_t i = 0; i < rq->form.n; i++)
		if (str_eq(rq->form.at[i].name, str_from(name)))
			return &rq->form.at[i];
	return NULL;
}

/* ---- the list ------------------------------------------------------------------------------ */

static struct str
shape_words(struct str shape)
{
	switch (lore_shape_from(shape)) {
	case BOOK_V2:
		return STR("by V2 rules");
	case BOOK_V3:
		return STR("by V3 rules");
	case BOOK_WORLD:
		return STR("by SillyTavern\xE2\x80\x99s rules");
	case BOOK_MEMORY:
		return STR("by Agnai\xE2\x80\x99s rules");
	}
	return STR("");
}

void
lore_book_fields(struct view *v, const struct lore_book_row *row)
{
	view_fields(v, &lore_book_type, row);
	view_text(v, "shapeText", shape_words(row->shape));
}

struct name_form {
	struct str name;
};

static const struct field NAME[] = {
	FIELD_LINE(struct name_form, name, "name", "Name", 1, LORE_NAME),
};

/* Books of the file form are read as files, not as fields. */
struct paste_form {
	struct str text;
};

static const struct field PASTE[] = {
	FIELD_TEXT(struct paste_form, text, "text", "Lorebook", 0, LORE_BRING_BYTES),
};

static struct view *
list_view(struct req *rq)
{
	int64_t before = INT64_MAX, gone;
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	struct str cursor = req_query(rq, "cursor");
	if (cursor.n > 0 && (!str_to_i64(cursor, &before) || before < 1))
		before = INT64_MAX;
	struct rows rows = lore_list(rq->db, rq->member->id, (struct lorebook_id){ before },
				     BOOKS_AT_ONCE + 1);
	struct view_list *items = view_list(v, "items");
	size_t n = rows.n > BOOKS_AT_ONCE ? BOOKS_AT_ONCE : rows.n;
	for (size_t i = 0; i < n; i++)
		lore_book_fields(view_push(items), lore_book_at(rows, i));
	struct str next = rows.n > BOOKS_AT_ONCE
				  ? str_int(rq->arena, lore_book_at(rows, n - 1)->id.v)
				  : STR("");
	view_text(v, "nextCursor", next);
	if (next.n > 0)
		view_url(page_only, "nextUrl",
			 str_fmt(rq->arena, "/lore?cursor=%.*s", STR_ARG(next)));
	struct rows unopened = lore_unopened(rq->db, rq->member->id);
	view_rows(v, "unopened", unopened);
	view_bool(page_only, "hasUnopened", unopened.n > 0);
	view_bool(page_only, "isEmpty", n == 0 && unopened.n == 0);
	if (str_to_i64(req_query(rq, "gone"), &gone) && gone > 0)
		view_id(page_only, "gone", gone);
	return v;
}

static struct reply
show_list(struct req *rq)
{
	form_show(rq, NAME, COUNT(NAME));
	return page(rq, "lore/list", list_view(rq));
}

static struct reply
too_many_books(struct req *rq)
{
	return refuse(rq, 422, "OVER_QUOTA", lore_bring_words(LORE_OVER_QUOTA));
}

/* The book's row as the API has it, and its page. */
static struct reply
answer_book(struct req *rq, int status, struct lorebook_id id, const char *words)
{
	struct view *v = view_new(rq->arena);
	lore_book_fields(v, lore_find(rq->db, id, rq->member->id));
	return done_saying(rq, status, v, lore_url(rq, id, ""), words);
}

static struct reply
create(struct req *rq)
{
	struct name_form in = { .name = STR_INIT("") };
	if (!form_read(rq, NAME, COUNT(NAME), &in))
		return form_again(rq, 422, "lore/list", list_view(rq));
	if (!lore_passes(rq, "name", "Name", in.name))
		return reply_kept(form_again(rq, 422, "lore/list", list_view(rq)));
	if (lore_used(rq->db, rq->member->id)->books >= LORE_BOOKS)
		return too_many_books(rq);
	struct lorebook_id id = lore_put(rq->db,
					 &(struct lore_put_in){
						 .owner_id = rq->member->id,
						 .name = in.name,
						 .description = STR(""),
						 .shape = STR("world"),
						 .scan_depth = -1,
						 .is_recursive = true,
					 })
					->id;
	return answer_book(rq, 201, id, "Your book is made. Write its first entry.");
}

/* The book in a character's card becomes one that can be edited. */
static struct reply
open_card(struct req *rq)
{
	struct character_id character = { req_id(rq, 0) };
	const struct lore_card_row *card = lore_card(rq->db, character);
	if (card == NULL || !card->has_creator_id || card->creator_id.v != rq->member->id.v)
		return not_found(rq);
	int64_t id = lore_bring_character(rq->db, rq->arena, character);
	if (id == 0)
		return refuse(rq, 409, "NO_LOREBOOK",
			      "There is no book in this character\xE2\x80\x99s card.");
	return answer_book(
		rq, 200, (struct lorebook_id){ id },
		"The book of the card, open to be edited. It goes out with the card again.");
}

/* ---- bringing ------------------------------------------------------------------------------ */

static struct reply
show_bring(struct req *rq)
{
	form_show(rq, PASTE, COUNT(PASTE));
	return page(rq, "lore/bring", view_new(rq->arena));
}

static void
free_memory(void *arena)
{
	arena_free(arena);
}

static struct reply
refuse_bring(struct req *rq, enum lore_bring_outcome outcome, struct str why, bool is_text)
{
	int status = lore_bring_status(outcome);
	struct str words = lore_bring_told(rq->arena, outcome, why);
	struct reply reply;
	if (rq->wants_json) {
		reply = refuse(rq, status, lore_bring_code(outcome), str_cstr(rq->arena, words));
	} else {
		form_show(rq, PASTE, COUNT(PASTE));
		form_error(rq, is_text ? "text" : "file", "Lorebook", str_cstr(rq->arena, words));
		reply = form_again(rq, status, "lore/bring", view_new(rq->arena));
	}
	return reply_kept(reply);
}

static struct reply
bring(struct req *rq)
{
	struct lore_bring_result result;
	int wait = rate_wait(rq, str_fmt(rq->arena, "lore:%lld", (long long)rq->member->id.v),
			     BRING_EVERY_S, BRINGS);
	if (wait > 0)
		return too_many(rq, wait);
	struct str bytes = form_value(rq, "text");
	bool is_text = str_trim(bytes).n > 0;
	const struct upload *file = rq->file_count > 0 ? &rq->files[0] : NULL;
	struct str name = STR("");
	if (!is_text && file != NULL) {
		bytes = file->bytes;
		name = attach_shown_name(rq, file->name);
	}
	/* The API may send the book itself. */
	if (rq->wants_json && !is_text && file == NULL)
		bytes = rq->body;
	struct arena *memory = arena_new(FILE_MEMORY);
	arena_defer(rq->arena, free_memory, memory);
	enum lore_bring_outcome outcome = lore_bring(rq->db, memory, rq->member->id, name, bytes,
						     &result);
	if (outcome != LORE_BROUGHT)
		return refuse_bring(rq, outcome, result.why, is_text);
	struct lorebook_id id = { result.id };
	struct view *v = view_new(rq->arena);
	lore_book_fields(v, lore_find(rq->db, id, rq->member->id));
	struct view_list *notes = view_list(v, "notes");
	struct buf words = buf_in(rq->arena);
	buf_fmt(&words, "%zu %s came in.", result.entries,
		result.entries == 1 ? "entry" : "entries");
	for (size_t i = 0; i < result.notes.n; i++) {
		view_push_text(notes, str_copy(rq->arena, result.notes.at[i]));
		buf_fmt(&words, " %.*s", STR_ARG(result.notes.at[i]));
	}
	struct reply reply = done(rq, 201, v, lore_url(rq, id, ""));
	reply_flash(rq, &reply, result.notes.n > 0 ? FLASH_INFO : FLASH_GOOD,
		    str_cstr(rq->arena, buf_done(&words)));
	return reply;
}

/* ---- taking -------------------------------------------------------------------------------- */

static bool
pour_piece(void *rq, struct str piece)
{
	return reply_pour(rq, piece);
}

static void
pour(struct req *rq, void *take)
{
	struct sink sink = { .put = pour_piece, .to = rq };
	lore_take_write(rq->db, rq->arena, take, &sink);
}

static struct reply export(struct req *rq)
{
	static const struct {
		struct str word;
		enum lore_take_shape shape;
	} SHAPES[] = {
		{ STR_INIT(""), LORE_AS_IT_CAME },    { STR_INIT("own"), LORE_AS_IT_CAME },
		{ STR_INIT("world"), LORE_AS_WORLD }, { STR_INIT("v3"), LORE_AS_V3 },
		{ STR_INIT("agnai"), LORE_AS_AGNAI },
	};
	struct str word = req_query(rq, "shape");
	struct lore_take *take;
	size_t i = 0;
	while (i < COUNT(SHAPES) && !str_eq(word, SHAPES[i].word))
		i++;
	if (i == COUNT(SHAPES))
		return refuse(rq, 422, NULL, "The shape is own, world, v3 or agnai.");
	if (!lore_take_begin(rq->db, rq->arena, req_id(rq, 0), rq->member->id, SHAPES[i].shape,
			     &take))
		return not_found(rq);
	struct reply reply = { .status = 200,
			       .type = "application/json; charset=utf-8",
			       .no_store = true,
			       .pour = pour,
			       .pour_arg = take };
	reply_header(&reply, attach_disposition(rq, lore_take_name(take), "json"));
	return reply;
}

/* ---- whole books --------------------------------------------------------------------------- */

static struct reply
remove_book(struct req *rq)
{
	struct lorebook_id id = { req_id(rq, 0) };
	if (lore_delete(rq->db, id, rq->member->id) == 0)
		return not_found(rq);
	return done(rq, 200, NULL, str_fmt(rq->arena, "/lore?gone=%lld", (long long)id.v));
}

static struct reply
restore_book(struct req *rq)
{
	struct lorebook_id id = { req_id(rq, 0) };
	if (lore_restore(rq->db, id, rq->member->id) == 0)
		return not_found(rq);
	return answer_book(rq, 200, id, "The book is back.");
}

static const struct route ROUTES[] = {
	{ GET, "/lore", show_list, FOR_MEMBER },
	{ POST, "/lore", create, FOR_MEMBER },
	{ GET, "/lore/import", show_bring, FOR_MEMBER },
	{ POST, "/lore/import", bring, FOR_UPLOAD },
	{ POST, "/lore/character/{id}", open_card, FOR_MEMBER },
	{ GET, "/lore/character/{id}", lore_show_character, FOR_MEMBER },
	{ POST, "/lore/character/{id}/give", lore_give_character, FOR_MEMBER },
	{ POST, "/lore/character/{id}/take", lore_take_off_character, FOR_MEMBER },
	{ GET, "/lore/{id}", lore_show_book, FOR_MEMBER },
	{ GET, "/lore/{id}/settings", lore_show_settings, FOR_MEMBER },
	{ POST, "/lore/{id}/settings", lore_save_settings, FOR_MEMBER },
	{ GET, "/lore/{id}/export", export, FOR_MEMBER },
	{ POST, "/lore/{id}/try", lore_try, FOR_MEMBER },
	{ POST, "/lore/{id}/link", lore_link, FOR_MEMBER },
	{ POST, "/lore/{id}/unlink", lore_unlink, FOR_MEMBER },
	{ POST, "/lore/{id}/delete", remove_book, FOR_MEMBER },
	{ POST, "/lore/{id}/restore", restore_book, FOR_MEMBER },
	{ POST, "/lore/{id}/entries", lore_batch, FOR_MEMBER },
	{ GET, "/lore/{id}/entry", lore_new_entry, FOR_MEMBER },
	{ POST, "/lore/{id}/entry", lore_add_entry, FOR_MEMBER },
	{ GET, "/lore/{id}/entry/{id}", lore_show_entry, FOR_MEMBER },
	{ POST, "/lore/{id}/entry/{id}", lore_save_entry, FOR_MEMBER },
	{ POST, "/lore/{id}/entry/{id}/switch", lore_switch_entry, FOR_MEMBER },
	{ POST, "/lore/{id}/entry/{id}/delete", lore_remove_entry, FOR_MEMBER },
	{ POST, "/lore/{id}/entry/{id}/restore", lore_restore_entry, FOR_MEMBER },
	{ GET, "/api/lore", show_list, FOR_MEMBER },
	{ POST, "/api/lore", create, FOR_MEMBER },
	{ POST, "/api/lore/import", bring, FOR_UPLOAD },
	{ POST, "/api/lore/characters/{id}", open_card, FOR_MEMBER },
	{ GET, "/api/lore/{id}", lore_show_settings, FOR_MEMBER },
	{ PATCH, "/api/lore/{id}", lore_save_settings, FOR_MEMBER },
	{ DELETE, "/api/lore/{id}", remove_book, FOR_MEMBER },
	{ POST, "/api/lore/{id}/restore", restore_book, FOR_MEMBER },
	{ GET, "/api/lore/{id}/export", export, FOR_MEMBER },
	{ POST, "/api/lore/{id}/try", lore_try, FOR_MEMBER },
	{ POST, "/api/lore/{id}/link", lore_link, FOR_MEMBER },
	{ POST, "/api/lore/{id}/unlink", lore_unlink, FOR_MEMBER },
	{ GET, "/api/lore/{id}/entries", lore_list_entries, FOR_MEMBER },
	{ POST, "/api/lore/{id}/entries", lore_add_entry, FOR_MEMBER },
	{ POST, "/api/lore/{id}/entries/batch", lore_batch, FOR_MEMBER },
	{ GET, "/api/lore/{id}/entries/{id}", lore_show_entry, FOR_MEMBER },
	{ PATCH, "/api/lore/{id}/entries/{id}", lore_save_entry, FOR_MEMBER },
	{ DELETE, "/api/lore/{id}/entries/{id}", lore_remove_entry, FOR_MEMBER },
	{ POST, "/api/lore/{id}/entries/{id}/restore", lore_restore_entry, FOR_MEMBER },
};

int
main(void)
{
	return screen_serve("lore", ROUTES, COUNT(ROUTES));
}
