/* Personas: who a member is in their chats. */
#include "lib/persona/persona.h"
#include "lib/base/utf8.h"
#include "lib/media/upload.h"
#include "lib/moderate/moderate.h"
#include "lib/prompt/count.h"
#include "lib/web/rate.h"
#include "lib/web/serve.h"
#include "sql/persona.h"

struct persona {
	struct str name;
	struct str description;
	struct str position;
	int64_t depth;
	struct str role;
	bool is_default;
	int64_t book;
};

static const struct field PERSONA[] = {
	FIELD_LINE(struct persona, name, "name", "Name", 0, PERSONA_NAME),
	FIELD_TEXT(struct persona, description, "description", "Who you are", 0, PERSONA_TEXT),
	FIELD_CHOICE(struct persona, position, "position", "Where it stands",
		     "before|note_top|note_bottom|depth|off", false),
	FIELD_INT(struct persona, depth, "depth", "Depth", 0, PERSONA_DEPTH, false),
	FIELD_CHOICE(struct persona, role, "role", "Said as", "system|user|assistant", false),
	FIELD_YES(struct persona, is_default, "isDefault", "Take it everywhere"),
	FIELD_ID(struct persona, book, "lorebookId", "Lorebook", false),
};

static struct str
address(struct req *rq, int64_t id)
{
	return str_fmt(rq->arena, "/persona/%lld", (long long)id);
}

static void
persona_fields(struct req *rq, struct view *v, const struct persona_row *row)
{
	view_fields(v, &persona_type, row);
	view_id(v, "id", row->id);
	view_int(v, "tokens", count_tokens(row->description));
	if (row->lorebook_id != 0)
		view_id(v, "lorebookId", row->lorebook_id);
	if (rq->wants_json)
		return;
	if (row->chats == 0)
		view_null(v, "chats");
	view_text(v, "initial", utf8_first(row->name));
	view_url(v, "url", address(rq, row->id));
}

/* The member's lorebooks, with the one that is read along. */
static void
push_books(struct req *rq, struct view *page_only, int64_t chosen)
{
	struct rows rows = persona_books(rq->db, rq->member->id);
	struct view_list *list = view_list(page_only, "books");
	for (size_t i = 0; i < rows.n; i++) {
		const struct persona_books_row *row = persona_books_at(rows, i);
		view_push_choice(list, str_int(rq->arena, row->id), row->name, row->id == chosen);
	}
}

static void
form_fields(struct req *rq, struct view *v, const struct persona_row *row)
{
	static const struct label PLACES[] = {
		LABEL("before", "Before the character (usual)"),
		LABEL("note_top", "Above the author\u2019s note"),
		LABEL("note_bottom", "Below the author\u2019s note"),
		LABEL("depth", "In the conversation, at a depth"),
		LABEL("off", "Nowhere: only the name is used"),
	};
	static const struct label ROLES[] = {
		LABEL("system", "The house (usual)"),
		LABEL("user", "You"),
		LABEL("assistant", "The character"),
	};
	struct view *page_only = view_object(v, "page");
	struct view *form = view_object(page_only, "form");
	struct str place = form_value(rq, "position");
	struct str role = form_value(rq, "role");
	if (row != NULL) {
		view_text(view_object(form, "name"), "value", row->name);
		view_text(view_object(form, "description"), "value", row->description);
		view_int(view_object(form, "depth"), "value", row->depth);
	}
	view_choices(page_only, "places", PLACES, COUNT(PLACES),
		     place.n > 0   ? place
		     : row != NULL ? row->position
				   : STR("before"));
	view_choices(page_only, "roles", ROLES, COUNT(ROLES),
		     role.n > 0	   ? role
		     : row != NULL ? row->role
				   : STR("system"));
	push_books(rq, page_only, row != NULL ? row->lorebook_id : 0);
}

static struct view *
list_view(struct req *rq)
{
	struct view *v = view_new(rq->arena);
	struct rows rows = persona_list(rq->db, rq->member->id);
	struct view_list *items = view_list(v, "items");
	for (size_t i = 0; i < rows.n; i++)
		persona_fields(rq, view_push(items), persona_at(rows, i));
	view_null(v, "nextCursor");
	struct view *page_only = view_object(v, "page");
	int64_t gone;
	if (str_to_i64(req_query(rq, "gone"), &gone))
		view_id(page_only, "gone", gone);
	view_bool(page_only, "isFull", rows.n >= PERSONAS_MOST);
	view_bool(page_only, "hasItems", rows.n > 0);
	return v;
}

static struct reply
show_list(struct req *rq)
{
	return page(rq, "persona/list", list_view(rq));
}

static struct view *
edit_view(struct req *rq, const struct persona_row *row)
{
	struct view *v = view_new(rq->arena);
	if (row != NULL) {
		persona_fields(rq, v, row);
		view_rows(v, "characters", persona_characters(rq->db, row->id, rq->member->id));
	}
	view_bool(view_object(v, "page"), "isNew", row == NULL);
	form_fields(rq, v, row);
	return v;
}

static const struct persona_row *
asked_persona(struct req *rq)
{
	return persona_find(rq->db, req_id(rq, 0), rq->member->id);
}

static struct reply
show_one(struct req *rq)
{
	const struct persona_row *row = asked_persona(rq);
	if (row == NULL)
		return not_found(rq);
	form_show(rq, PERSONA, COUNT(PERSONA));
	return page(rq, "persona/edit", edit_view(rq, row));
}

static struct reply
show_new(struct req *rq)
{
	form_show(rq, PERSONA, COUNT(PERSONA));
	return page(rq, "persona/edit", edit_view(rq, NULL));
}

/* Reads the form over what holds already, and holds the texts against the rules. */
static bool
read_persona(struct req *rq, struct persona *in)
{
	struct persona was = *in;
	bool ok = form_read(rq, PERSONA, COUNT(PERSONA), in);
	if (form_value(rq, "position").n == 0 && was.position.n > 0)
		in->position = was.position;
	if (form_value(rq, "role").n == 0 && was.role.n > 0)
		in->role = was.role;
	if (ok && in->name.n == 0) {
		form_error(rq, "name", "Name", "Name is needed.");
		ok = false;
	}
	if (!ok)
		return false;
	const struct moderate_source source = { .member = rq->member->id, .use = MODERATE_PERSONA };
	const char *name = moderate_text(rq->db, rq->arena, &source, in->name);
	if (name != NULL)
		form_error(rq, "name", "Name", name);
	const char *why = persona_refusal(rq->db, rq->arena, rq->member->id, in->description);
	if (why != NULL)
		form_error(rq, "description", "Who you are", why);
	return why == NULL && name == NULL;
}

static struct reply
not_taken(struct req *rq, const struct persona_row *row)
{
	return reply_kept(form_again(rq, 422, "persona/edit", edit_view(rq, row)));
}

static void
make_default(struct req *rq, int64_t id)
{
	(void)persona_no_default(rq->db, rq->member->id);
	(void)persona_make_default(rq->db, id, rq->member->id);
}

static struct reply
insert(struct req *rq, const struct persona *in, const char *words)
{
	const struct persona_insert_row *made = persona_insert(
		rq->db, &(struct persona_insert_in){
				.member_id = rq->member->id,
				.name = in->name,
				.description = in->description,
				.position = in->position,
				.depth = in->depth,
				.role = in->role,
				.lorebook_id = in->book,
				.limit = PERSONAS_MOST,
			});
	if (made == NULL)
		return refuse(rq, 422, "TOO_MANY",
			      "You have 50 personas. Delete one before you make another.");
	if (in->is_default)
		make_default(rq, made->id);
	struct view *v = view_new(rq->arena);
	persona_fields(rq, v, persona_find(rq->db, made->id, rq->member->id));
	return done_saying(rq, 201, v, address(rq, made->id), words);
}

static struct reply
create(struct req *rq)
{
	struct persona in = { .description = STR(""), .depth = 2 };
	if (!read_persona(rq, &in))
		return not_taken(rq, NULL);
	return insert(rq, &in, "Your persona is made.");
}

/* The same once more, to be changed: without its picture, and not taken everywhere. */
static struct reply
duplicate(struct req *rq)
{
	const struct persona_row *row = asked_persona(rq);
	if (row == NULL)
		return not_found(rq);
	const struct persona in = { row->name,	     row->description, row->position,
				    row->depth,	     row->role,	       false,
				    row->lorebook_id };
	return insert(rq, &in, "A copy. Change what you like.");
}

static struct reply
save(struct req *rq)
{
	const struct persona_row *row = asked_persona(rq);
	if (row == NULL)
		return not_found(rq);
	bool is_part = rq->method == PATCH;
	struct persona in = { row->name,
			      row->description,
			      row->position,
			      row->depth,
			      row->role,
			      row->is_default,
			      is_part ? row->lorebook_id : 0 };
	if (!read_persona(rq, &in))
		return not_taken(rq, row);
	(void)persona_save(rq->db, &(struct persona_save_in){
					   .id = row->id,
					   .member_id = rq->member->id,
					   .name = in.name,
					   .description = in.description,
					   .position = in.position,
					   .depth = in.depth,
					   .role = in.role,
					   .lorebook_id = in.book,
				   });
	if (in.is_default && !row->is_default)
		make_default(rq, row->id);
	struct view *v = view_new(rq->arena);
	persona_fields(rq, v, asked_persona(rq));
	return done_saying(rq, 200, v, address(rq, row->id), "Saved.");
}

static struct reply
set_default(struct req *rq)
{
	const struct persona_row *row = asked_persona(rq);
	if (row == NULL)
		return not_found(rq);
	(void)persona_no_default(rq->db, rq->member->id);
	if (!row->is_default)
		(void)persona_make_default(rq->db, row->id, rq->member->id);
	return done_saying(rq, 200, NULL, STR("/persona"),
			   row->is_default ? "No persona is taken everywhere now."
					   : "You are this persona wherever you choose no other.");
}

static struct reply
take_out(struct req *rq)
{
	if (persona_remove(rq->db, req_id(rq, 0), rq->member->id) == 0)
		return not_found(rq);
	return done(rq, 200, NULL,
		    str_fmt(rq->arena, "/persona?gone=%lld", (long long)req_id(rq, 0)));
}

static struct reply
bring_back(struct req *rq)
{
	if (persona_restore(rq->db, req_id(rq, 0), rq->member->id) == 0)
		return not_found(rq);
	return done(rq, 200, NULL, address(rq, req_id(rq, 0)));
}

struct which_character {
	int64_t character;
};

static const struct field WHICH_CHARACTER[] = {
	FIELD_ID(struct which_character, character, "characterId", "Character", true),
};

static struct reply
forget(struct req *rq)
{
	struct which_character in = { 0 };
	if (!form_read(rq, WHICH_CHARACTER, COUNT(WHICH_CHARACTER), &in))
		return refuse(rq, 422, NULL, "That character is not known.");
	if (persona_forget_character(rq->db, req_id(rq, 0), rq->member->id,
				     (struct character_id){ in.character }) == 0)
		return not_found(rq);
	return done(rq, 200, NULL, address(rq, req_id(rq, 0)));
}

/* ---- the picture --------------------------------------------------------------------------- */

static struct reply
save_avatar(struct req *rq)
{
	struct upload_kept kept;
	enum upload_outcome outcome = UPLOAD_EMPTY;
	const struct persona_row *row = asked_persona(rq);
	const struct upload *file = form_file(rq, "file");
	if (row == NULL)
		return not_found(rq);
	form_show(rq, PERSONA, COUNT(PERSONA));
	int wait = rate_wait_upload(rq);
	if (wait > 0)
		return too_many(rq, wait);
	if (file != NULL)
		outcome = upload_keep(rq->db, rq->arena,
				      &(struct upload_order){ rq->member->id, file->bytes, false },
				      &kept);
	if (outcome != UPLOAD_KEPT) {
		form_error(rq, "file", "Picture", upload_words(outcome));
		return reply_kept(
			form_again(rq, upload_status(outcome), "persona/edit", edit_view(rq, row)));
	}
	(void)persona_set_avatar(rq->db, row->id, rq->member->id, kept.id);
	return done_saying(rq, 200, NULL, address(rq, row->id),
			   "The picture is up. Only you see it.");
}

static struct reply
remove_avatar(struct req *rq)
{
	if (persona_set_avatar(rq->db, req_id(rq, 0), rq->member->id, (struct media_id){ 0 }) == 0)
		return not_found(rq);
	return done(rq, 200, NULL, address(rq, req_id(rq, 0)));
}

static const struct route ROUTES[] = {
	{ GET, "/persona", show_list, FOR_MEMBER },
	{ POST, "/persona", create, FOR_MEMBER },
	{ GET, "/persona/new", show_new, FOR_MEMBER },
	{ GET, "/persona/{id}", show_one, FOR_MEMBER },
	{ POST, "/persona/{id}", save, FOR_MEMBER },
	{ POST, "/persona/{id}/avatar", save_avatar, FOR_UPLOAD },
	{ POST, "/persona/{id}/avatar/remove", remove_avatar, FOR_MEMBER },
	{ POST, "/persona/{id}/default", set_default, FOR_MEMBER },
	{ POST, "/persona/{id}/duplicate", duplicate, FOR_MEMBER },
	{ POST, "/persona/{id}/forget", forget, FOR_MEMBER },
	{ POST, "/persona/{id}/delete", take_out, FOR_MEMBER },
	{ POST, "/persona/{id}/restore", bring_back, FOR_MEMBER },
	{ GET, "/api/personas", show_list, FOR_MEMBER },
	{ POST, "/api/personas", create, FOR_MEMBER },
	{ GET, "/api/personas/{id}", show_one, FOR_MEMBER },
	{ PATCH, "/api/personas/{id}", save, FOR_MEMBER },
	{ DELETE, "/api/personas/{id}", take_out, FOR_MEMBER },
	{ POST, "/api/personas/{id}/avatar", save_avatar, FOR_UPLOAD },
	{ POST, "/api/personas/{id}/default", set_default, FOR_MEMBER },
	{ POST, "/api/personas/{id}/duplicate", duplicate, FOR_MEMBER },
	{ POST, "/api/personas/{id}/restore", bring_back, FOR_MEMBER },
};

int
main(void)
{
	return screen_serve("persona", ROUTES, COUNT(ROUTES));
}
