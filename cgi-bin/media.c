/* Pictures of members: their files, the gallery, and what they bring. */
#include "sql/media.h"
#include "lib/base/cfg.h"
#include "lib/base/file.h"
#include "lib/media/upload.h"
#include "lib/web/part.h"
#include "lib/web/serve.h"
#include "sql/settings.h"

enum { A_PAGE = 30, FILE_MOST = 16 * 1024 * 1024 };

struct filter {
	int64_t character;
};

static const struct field FILTER[] = {
	FIELD_ID(struct filter, character, "characterId", "Character", false),
};

struct bring {
	struct str purpose;
};

static const struct field BRING[] = {
	FIELD_CHOICE(struct bring, purpose, "purpose", "Purpose", "gallery|avatar|character",
		     false),
};

static struct media_id
asked(const struct req *rq)
{
	return (struct media_id){ req_id(rq, 0) };
}

/* ---- files --------------------------------------------------------------------------------- */

/* The hash in "<64 hex>.webp" or "<64 hex>", and whether the ending is that of `kind`. */
static bool
read_name(struct str name, struct str *hash, struct str *ending)
{
	*hash = str_first(name, MEDIA_HASH);
	*ending = str_from_at(name, MEDIA_HASH);
	return media_is_hash(*hash);
}

/* Servers that know X-Sendfile take the file from here; any other gets its bytes. */
static struct reply
send_file(struct req *rq, const char *mime, struct str path)
{
	struct reply reply = { .status = 200, .type = mime };
	const char *full = cfg_var_path(rq->arena, path.p);
	const char *server = rq->wire->param(rq->wire, "SERVER_SOFTWARE");
	if (rq->wire->self != NULL && str_starts(str_from(server), STR("lighttpd"))) {
		reply_header(&reply, str_fmt(rq->arena, "X-Sendfile: %s", full));
		return reply;
	}
	if (!file_read(rq->arena, full, FILE_MOST, &reply.body))
		return not_found(rq);
	return reply;
}

static struct reply
show_file(struct req *rq)
{
	static const char *const MIMES[] = { "image/webp", "image/png", "image/jpeg" };
	struct str hash, ending;
	enum media_kind kind;
	struct member_id viewer = rq->member != NULL ? rq->member->id : (struct member_id){ 0 };
	if (!read_name(rq->captures[0], &hash, &ending))
		return not_found(rq);
	const struct media_find_row *row = media_find(rq->db, hash, viewer);
	if (row == NULL || !media_kind_of(row->mime, &kind))
		return not_found(rq);
	struct str path = media_path(rq->arena, hash, kind);
	if (ending.n > 0 && !str_ends(path, ending))
		return not_found(rq);
	struct str tag = str_fmt(rq->arena, "\"%.32s\"", hash.p);
	bool is_known = str_eq(req_header(rq, "If-None-Match"), tag);
	struct reply reply = is_known ? (struct reply){ .status = 304 }
				      : send_file(rq, MIMES[kind], path);
	if (reply.status >= 400)
		return reply;
	reply_header(&reply, str_fmt(rq->arena, "ETag: %.*s", STR_ARG(tag)));
	reply_header(&reply, row->is_public
				     ? STR("Cache-Control: public, max-age=31536000, immutable")
				     : STR("Cache-Control: private, no-store"));
	if (is_known)
		return reply;
	reply_header(
		&reply,
		str_fmt(rq->arena, "Content-Disposition: inline; filename=\"picture-%lld%s\"",
			(long long)row->id.v,
			str_cstr(rq->arena, str_from_at(path, (size_t)str_rfind_char(path, '.')))));
	reply_header(&reply, STR("Content-Security-Policy: default-src 'none'; sandbox"));
	reply_header(&reply, STR("Cross-Origin-Resource-Policy: same-origin"));
	return reply;
}

/* ---- the gallery --------------------------------------------------------------------------- */

static struct str
gallery_url(struct req *rq, int64_t character)
{
	return character == 0
		       ? STR("/gallery")
		       : str_fmt(rq->arena, "/gallery?characterId=%lld", (long long)character);
}

/* What tiles and the lightbox show besides the row. */
static void
tile_fields(struct arena *arena, struct view *item, struct rows rows, size_t i)
{
	const struct own_picture_row *row = own_picture_at(rows, i);
	bool is_upload = row->generated_by.n == 0;
	view_bool(item, "isDone", true);
	view_bool(item, "isUpload", is_upload);
	view_bool(item, "isSquare", row->width == row->height);
	view_text(item, "altText",
		  row->alt.n > 0 ? row->alt
		  : is_upload	 ? STR("A picture you brought")
				 : STR("Picture"));
	view_text(item, "caption",
		  row->character_name.n > 0
			  ? str_fmt(arena, "%.*s, %.*s.", STR_ARG(row->character_name),
				    STR_ARG(row->disclosure))
		  : is_upload ? STR("Yours")
			      : STR("Someone new"));
	if (i > 0)
		view_id(item, "prevId", own_picture_at(rows, i - 1)->id.v);
	else
		view_null(item, "prevId");
	if (i + 1 < rows.n)
		view_id(item, "nextId", own_picture_at(rows, i + 1)->id.v);
	else
		view_null(item, "nextId");
	view_null(item, "durationText");
	view_text(item, "generatedBy", row->generated_by);
}

static void
show_filters(struct req *rq, struct view *page_only, int64_t character)
{
	struct view_list *chips = view_list(page_only, "chips");
	struct rows rows = media_characters(rq->db, rq->member->id);
	for (size_t i = 0; i < rows.n; i++) {
		const struct media_characters_row *row = media_characters_at(rows, i);
		struct view *chip = view_push(chips);
		bool is_on = row->id.v == character;
		view_text(chip, "name", row->name);
		view_count(chip, "count", row->count);
		view_url(chip, "url", gallery_url(rq, is_on ? 0 : row->id.v));
		view_bool(chip, "isOn", is_on);
	}
}

/* "?gone=12": the picture that was just deleted, so that it can come back. */
static void
show_gone(struct req *rq, struct view *page_only)
{
	int64_t gone;
	if (str_to_i64(req_query(rq, "gone"), &gone) && gone > 0)
		view_id(page_only, "gone", gone);
}

static struct reply
gallery_reply(struct req *rq, int status)
{
	struct filter in = { 0 };
	struct part part = { .limit = A_PAGE, .from = INT64_MAX };
	if (rq->method == GET && !form_read(rq, FILTER, COUNT(FILTER), &in))
		return refuse(rq, 422, NULL, "That filter is not known.");
	if (rq->method == GET && !part_read(rq, &part))
		return part_unknown(rq);
	struct rows rows = media_list(rq->db, rq->member->id, (struct character_id){ in.character },
				      (struct media_id){ part.from }, part.limit + 1);
	bool is_more = part_cut(&part, &rows);
	struct view *v = view_new(rq->arena);
	struct view_list *items = view_list(v, "items");
	for (size_t i = 0; i < rows.n; i++) {
		struct view *item = view_push(items);
		view_fields(item, &own_picture_type, own_picture_at(rows, i));
		if (!rq->wants_json)
			tile_fields(rq->arena, item, rows, i);
	}
	part_next(rq, v, gallery_url(rq, in.character),
		  is_more ? own_picture_at(rows, rows.n - 1)->id.v : 0);
	if (rq->wants_json)
		return json_reply(rq, 200, v);
	struct view *page_only = view_object(v, "page");
	view_bool(page_only, "isFiltered", in.character > 0);
	if (in.character > 0)
		view_id(page_only, "characterId", in.character);
	view_bool(page_only, "hasItems", rows.n > 0);
	show_filters(rq, page_only, in.character);
	show_gone(rq, page_only);
	return page_status(rq, status, "media/gallery", v);
}

static struct reply
show_gallery(struct req *rq)
{
	return gallery_reply(rq, 200);
}

static struct reply
show_one(struct req *rq)
{
	const struct own_picture_row *row = media_one(rq->db, asked(rq), rq->member->id);
	if (row == NULL)
		return not_found(rq);
	struct view *v = view_new(rq->arena);
	view_fields(v, &own_picture_type, row);
	return json_reply(rq, 200, v);
}

/* Asks before it deletes: a page, so that it works without a script. */
static struct reply
ask_remove(struct req *rq)
{
	const struct own_picture_row *row = media_one(rq->db, asked(rq), rq->member->id);
	if (row == NULL)
		return not_found(rq);
	const struct media_portrait_of_row *portrait = media_portrait_of(rq->db, asked(rq),
									 rq->member->id);
	struct view *v = view_new(rq->arena);
	view_fields(v, &own_picture_type, row);
	view_text(v, "portraitOf", portrait != NULL ? portrait->name : STR_NONE);
	return page(rq, "media/remove", v);
}

static struct reply
remove_picture(struct req *rq)
{
	struct member_id member = rq->member->id;
	if (media_portrait_of(rq->db, asked(rq), member) != NULL)
		return refuse(rq, 409, "IN_USE",
			      "This is the portrait of one of your characters. Give it another one "
			      "first; then the picture can go.");
	(void)media_drop_avatar(rq->db, asked(rq), member);
	if (media_remove(rq->db, asked(rq), member) == 0)
		return not_found(rq);
	return done(rq, 200, NULL,
		    str_fmt(rq->arena, "/gallery?gone=%lld", (long long)asked(rq).v));
}

static struct reply
restore_picture(struct req *rq)
{
	if (media_restore(rq->db, asked(rq), rq->member->id) == 0)
		return not_found(rq);
	return done_saying(rq, 200, NULL, STR("/gallery"), "The picture is back.");
}

/* ---- what members bring -------------------------------------------------------------------- */

static struct reply
not_kept(struct req *rq, enum upload_outcome outcome)
{
	form_error(rq, "file", "File", upload_words(outcome));
	if (rq->wants_json)
		return refuse(rq, upload_status(outcome),
			      outcome == UPLOAD_DISK ? NULL : "INVALID_FILE",
			      upload_words(outcome));
	return gallery_reply(rq, upload_status(outcome));
}

static struct reply
bring(struct req *rq)
{
	struct bring in = { 0 };
	struct upload_kept kept;
	if (!form_read(rq, BRING, COUNT(BRING), &in))
		return refuse(rq, 422, NULL, "The purpose is avatar, gallery or character.");
	const struct upload *file = form_file(rq, "file");
	if (file == NULL)
		return not_kept(rq, UPLOAD_EMPTY);
	int wait = rate_wait_upload(rq);
	if (wait > 0)
		return too_many(rq, wait);
	bool is_avatar = str_eq(in.purpose, STR("avatar"));
	struct upload_order order = { rq->member->id, file->bytes, is_avatar };
	enum upload_outcome outcome = upload_keep(rq->db, rq->arena, &order, &kept);
	if (outcome != UPLOAD_KEPT) {
		struct reply reply = not_kept(rq, outcome);
		return reply_kept(reply);
	}
	if (is_avatar)
		(void)settings_set_avatar(rq->db, rq->member->id, kept.thumb_url);
	struct view *v = view_new(rq->arena);
	view_id(v, "mediaId", kept.id.v);
	view_url(v, "url", kept.url);
	view_url(v, "thumbUrl", kept.thumb_url);
	view_int(v, "width", kept.width);
	view_int(v, "height", kept.height);
	return done_saying(rq, 201, v, STR("/gallery"),
			   "The picture is in your gallery. Only you can see it.");
}

static const struct route ROUTES[] = {
	{ GET, "/media/{name}", show_file, FOR_ANYONE },
	{ GET, "/gallery", show_gallery, FOR_MEMBER },
	{ POST, "/gallery", bring, FOR_UPLOAD },
	{ GET, "/gallery/{id}/delete", ask_remove, FOR_MEMBER },
	{ POST, "/gallery/{id}/delete", remove_picture, FOR_MEMBER },
	{ POST, "/gallery/{id}/restore", restore_picture, FOR_MEMBER },
	{ GET, "/api/media", show_gallery, FOR_MEMBER },
	{ GET, "/api/media/{id}", show_one, FOR_MEMBER },
	{ DELETE, "/api/media/{id}", remove_picture, FOR_MEMBER },
	{ POST, "/api/uploads", bring, FOR_UPLOAD },
};

int
main(void)
{
	return screen_serve_hot("media", ROUTES, COUNT(ROUTES), 4);
}
