/* The pictures of a character: its gallery, and the cut of a portrait that its creator brought. */
#include "cgi-bin/create.h"
#include "lib/base/cfg.h"
#include "lib/media/cut.h"
#include "lib/media/read.h"
#include "lib/moderate/prompt.h"

enum {
	PICTURE_BYTES = 12 * 1024 * 1024,
	PREVIEW_WIDTH = 300,
	PORTRAIT_WIDTH = 1200,
	WORDS = 200,
	OWN_PICTURES = 12
};

/* ---- the gallery --------------------------------------------------------------------------- */

struct gallery_press {
	struct str press; /* "save", "add-7", "up-7", "down-7", "remove-7", "back-7" */
};

static const struct field GALLERY[] = {
	FIELD_LINE(struct gallery_press, press, "press", "Button", 0, 30),
};

struct str
create_gallery_address(struct req *rq, struct character_id id)
{
	return str_fmt(rq->arena, "/tavern/%lld/edit/gallery", (long long)id.v);
}

static void
push_gallery(struct view_list *list, struct rows rows)
{
	for (size_t i = 0; i < rows.n; i++) {
		const struct create_gallery_row *row = create_gallery_at(rows, i);
		struct view *one = view_push(list);
		view_id(one, "id", row->id.v);
		view_url(one, "thumbUrl", row->thumb_url);
		view_url(one, "url", row->url);
		view_text(one, "alt", row->alt);
		view_text(one, "caption", row->caption);
		view_bool(one, "isBrought", row->is_brought);
		view_int(one, "number", (int64_t)i + 1);
		view_bool(one, "canUp", i > 0);
		view_bool(one, "canDown", i + 1 < rows.n);
	}
}

/* Pictures of the member's that are in no gallery yet. */
static void
push_own(struct req *rq, struct view *page)
{
	struct view_list *list = view_list(page, "own");
	struct rows own = create_gallery_own(rq->db, rq->member->id, OWN_PICTURES);
	for (size_t i = 0; i < own.n; i++) {
		const struct create_gallery_own_row *row = create_gallery_own_at(own, i);
		struct view *one = view_push(list);
		view_id(one, "id", row->id.v);
		view_url(one, "thumbUrl", row->thumb_url);
		view_text(one, "alt", row->alt);
	}
	view_bool(page, "hasOwn", own.n > 0);
}

static struct view *
gallery_view(struct req *rq, const struct making *m)
{
	int64_t gone;
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	struct rows rows = create_gallery(rq->db, m->id, rq->member->id);
	view_id(v, "id", m->id.v);
	view_text(v, "name", str_or(m->draft.name, STR("Nobody yet")));
	view_bool(page_only, "isMade", m->row->is_made);
	view_bool(page_only, "hasItems", rows.n > 0);
	push_gallery(view_list(v, "items"), rows);
	push_own(rq, page_only);
	if (str_to_i64(req_query(rq, "gone"), &gone) && gone > 0)
		view_id(page_only, "gone", gone);
	return v;
}

struct reply
create_show_gallery(struct req *rq)
{
	struct making m;
	if (!create_open_asked(rq, &m))
		return not_found(rq);
	form_show(rq, GALLERY, COUNT(GALLERY));
	return page(rq, "create/gallery", gallery_view(rq, &m));
}

/* What stands in the fields of all pictures is kept, whatever was pressed. */
static void
keep_words(struct req *rq, const struct making *m, struct rows rows)
{
	for (size_t i = 0; i < rows.n; i++) {
		const struct create_gallery_row *row = create_gallery_at(rows, i);
		long long id = (long long)row->id.v;
		struct str alt = str_trim(form_value(rq, str_fmt(rq->arena, "alt-%lld", id).p));
		struct str caption = str_trim(
			form_value(rq, str_fmt(rq->arena, "caption-%lld", id).p));
		/* A picture that came after the page was made has no fields on it. */
		if (alt.p == NULL || caption.p == NULL ||
		    (str_eq(alt, row->alt) && str_eq(caption, row->caption)))
			continue;
		struct str both = str_fmt(rq->arena, "%.*s\n%.*s", STR_ARG(alt), STR_ARG(caption));
		enum prompt_verdict verdict = prompt_judge(rq->arena, both, PROMPT_PICTURE);
		if (alt.n > WORDS || caption.n > WORDS)
			form_error(rq, "words", "Words",
				   "Words below a picture can have 200 characters at most.");
		else if (verdict != PROMPT_FINE && (verdict == PROMPT_NEVER || !cfg_is_adult()))
			form_error(rq, "words", "Words", prompt_refusal(verdict));
		else
			(void)create_gallery_words(rq->db, &(struct create_gallery_words_in){
								   .id = m->id,
								   .member_id = rq->member->id,
								   .media_id = row->id,
								   .alt = alt,
								   .caption = caption });
	}
}

bool
create_take_file(struct req *rq, struct upload_kept *kept)
{
	const struct upload *file = form_file(rq, "file");
	if (file == NULL || file->bytes.n == 0)
		return false;
	if (rate_wait_upload(rq) > 0) {
		form_error(
			rq, "file", "Picture",
			"That were many pictures in a short time. Wait a little, then try again.");
		return false;
	}
	struct upload_order order = { rq->member->id, file->bytes, false };
	enum upload_outcome outcome = upload_keep(rq->db, rq->arena, &order, kept);
	if (outcome != UPLOAD_KEPT)
		form_error(rq, "file", "Picture", upload_words(outcome));
	return outcome == UPLOAD_KEPT;
}

static void
add(struct req *rq, const struct making *m, struct media_id id)
{
	if (create_gallery_add(rq->db, m->id, rq->member->id, id) == 0)
		form_error(rq, "file", "Picture",
			   "It was not put in: a gallery has room for 24 pictures, and each of "
			   "yours can be in one.");
}

static void
add_file(struct req *rq, const struct making *m)
{
	struct upload_kept kept;
	if (create_take_file(rq, &kept))
		add(rq, m, kept.id);
}

/* The pictures in their new order: one of them changes places with its neighbour. */
static void
move(struct req *rq, const struct making *m, struct rows rows, int64_t id, int step)
{
	int64_t *ids = ARENA_ARRAY(rq->arena, int64_t, rows.n + 1);
	size_t at = rows.n;
	for (size_t i = 0; i < rows.n; i++) {
		ids[i] = create_gallery_at(rows, i)->id.v;
		if (ids[i] == id)
			at = i;
	}
	if (at == rows.n || (step < 0 && at == 0) || (step > 0 && at + 1 == rows.n))
		return;
	size_t other = step < 0 ? at - 1 : at + 1;
	ids[at] = ids[other];
	ids[other] = id;
	(void)create_gallery_order(rq->db, m->id, rq->member->id, (struct i64s){ ids, rows.n });
}

/* "up-7": the word and the number. */
static int64_t
pressed_for(struct str press, struct str word)
{
	int64_t id;
	return str_starts(press, word) && str_to_i64(str_from_at(press, word.n), &id) ? id : 0;
}

struct reply
create_change_gallery(struct req *rq)
{
	struct making m;
	struct gallery_press in = { 0 };
	int64_t id;
	const char *tail = "";
	struct member_id member = rq->member->id;
	if (!create_open_asked(rq, &m))
		return not_found(rq);
	(void)!form_read(rq, GALLERY, COUNT(GALLERY), &in);
	struct rows rows = create_gallery(rq->db, m.id, member);
	keep_words(rq, &m, rows);
	add_file(rq, &m);
	if ((id = pressed_for(in.press, STR("up-"))) > 0)
		move(rq, &m, rows, id, -1);
	else if ((id = pressed_for(in.press, STR("down-"))) > 0)
		move(rq, &m, rows, id, 1);
	else if ((id = pressed_for(in.press, STR("add-"))) > 0 ||
		 (id = pressed_for(in.press, STR("back-"))) > 0)
		add(rq, &m, (struct media_id){ id });
	else if ((id = pressed_for(in.press, STR("remove-"))) > 0 &&
		 create_gallery_remove(rq->db, m.id, member, (struct media_id){ id }) > 0)
		tail = str_fmt(rq->arena, "?gone=%lld", (long long)id).p;
	if (rq->error_count > 0)
		return reply_kept(form_again(rq, 422, "create/gallery", gallery_view(rq, &m)));
	return see(rq,
		   str_fmt(rq->arena, "%.*s%s", STR_ARG(create_gallery_address(rq, m.id)), tail));
}

/* ---- the cut ------------------------------------------------------------------------------- */

struct cut_form {
	int64_t media;
	struct cut cut;
	struct str press;
};

static const struct field CUT[] = {
	FIELD_ID(struct cut_form, media, "media", "Picture", true),
	FIELD_INT(struct cut_form, cut.x, "x", "Left and right", 0, 100, false),
	FIELD_INT(struct cut_form, cut.y, "y", "Up and down", 0, 100, false),
	FIELD_INT(struct cut_form, cut.zoom, "zoom", "Size", CUT_ZOOM_LEAST, CUT_ZOOM_MOST, false),
	FIELD_LINE(struct cut_form, press, "press", "Button", 0, 20),
};

/* The picture that is asked for, when its member brought it: those of the house carry a mark. */
static bool
open_cut(struct req *rq, struct making *m, struct cut_form *in, struct str *webp)
{
	*in = (struct cut_form){ .cut = { 50, 20, CUT_ZOOM_LEAST } };
	if (!create_open_asked(rq, m) || !form_read(rq, CUT, COUNT(CUT), in))
		return false;
	const struct create_portrait_row *row = create_portrait(
		rq->db, (struct media_id){ in->media }, rq->member->id);
	if (row == NULL || !row->is_brought)
		return false;
	struct str hash = media_hash_in(row->avatar_url);
	return hash.n > 0 && media_read(rq->arena, hash, MEDIA_WEBP, PICTURE_BYTES, webp);
}

static struct str
cut_query(struct req *rq, const struct cut_form *in)
{
	return str_fmt(rq->arena, "media=%lld&x=%lld&y=%lld&zoom=%lld", (long long)in->media,
		       (long long)in->cut.x, (long long)in->cut.y, (long long)in->cut.zoom);
}

struct reply
create_show_cut(struct req *rq)
{
	struct making m;
	struct cut_form in;
	struct str webp;
	if (!open_cut(rq, &m, &in, &webp))
		return not_found(rq);
	struct view *v = view_new(rq->arena);
	view_id(v, "id", m.id.v);
	view_text(v, "name", m.draft.name);
	view_id(v, "media", in.media);
	view_int(v, "x", in.cut.x);
	view_int(v, "y", in.cut.y);
	view_int(v, "zoom", in.cut.zoom);
	view_url(v, "previewUrl",
		 str_fmt(rq->arena, "/tavern/%lld/edit/cut/picture?%.*s", (long long)m.id.v,
			 STR_ARG(cut_query(rq, &in))));
	return page(rq, "create/cut", v);
}

struct reply
create_cut_picture(struct req *rq)
{
	struct making m;
	struct cut_form in;
	struct str webp, part;
	if (!open_cut(rq, &m, &in, &webp) ||
	    !cut_webp(rq->arena, webp, &in.cut, PREVIEW_WIDTH, &part))
		return not_found(rq);
	return (struct reply){
		.status = 200, .type = "image/webp", .body = part, .no_store = true
	};
}

/* The part becomes a picture of its own, and the portrait of the draft. */
struct reply
create_cut(struct req *rq)
{
	struct making m;
	struct cut_form in;
	struct str webp, part;
	struct upload_kept kept;
	if (!open_cut(rq, &m, &in, &webp))
		return not_found(rq);
	if (!str_eq(in.press, STR("use")))
		return see(rq, str_fmt(rq->arena, "/tavern/%lld/edit/cut?%.*s", (long long)m.id.v,
				       STR_ARG(cut_query(rq, &in))));
	if (!cut_webp(rq->arena, webp, &in.cut, PORTRAIT_WIDTH, &part))
		return refuse(rq, 422, NULL, "That part is too small for a portrait.");
	struct upload_order order = { rq->member->id, part, false };
	enum upload_outcome outcome = upload_keep(rq->db, rq->arena, &order, &kept);
	if (outcome != UPLOAD_KEPT)
		return refuse(rq, upload_status(outcome), NULL, upload_words(outcome));
	m.draft.portrait = str_int(rq->arena, kept.id.v);
	if (create_save(rq->db, m.id, rq->member->id, STR_NONE, draft_json(rq->arena, &m.draft)) ==
	    0)
		return not_found(rq);
	struct reply reply = see(rq, str_fmt(rq->arena, "%.*s#f-portrait",
					     STR_ARG(create_address(rq, m.id, DRAFT_VISUALS))));
	reply_flash(rq, &reply, FLASH_GOOD, "Cut. It is the portrait when you publish.");
	return reply;
}
