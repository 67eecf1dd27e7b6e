/* Making a character, step by step: every step is kept as it is typed, wrong or right. */
#include "cgi-bin/create.h"

enum { BEGIN_EVERY_S = 30, BEGINNINGS = 40 };

static void
load(struct req *rq, const struct create_open_row *row, struct making *m)
{
	m->id = row->id;
	m->row = row;
	draft_read(rq->arena, row->data, &m->draft);
	m->kept = m->draft;
	m->was_changed = false;
}

bool
create_open_asked(struct req *rq, struct making *m)
{
	const struct create_open_row *row = create_open(
		rq->db, (struct character_id){ req_id(rq, 0) }, rq->member->id);
	if (row != NULL)
		load(rq, row, m);
	return row != NULL;
}

static struct making
nothing_yet(struct req *rq)
{
	struct making m = { .id = { 0 } };
	draft_read(rq->arena, NULL, &m.draft);
	m.draft.visibility = STR("private");
	m.kept = m.draft;
	return m;
}

/* The errors of a step become those of the form. The API hears of what it sent. */
static size_t
tell_errors(struct req *rq, const struct making *m, enum draft_step step)
{
	struct draft_errors errors;
	size_t told = 0;
	create_check(rq, m, &errors);
	for (size_t i = 0; i < errors.n; i++) {
		const struct draft_error *e = &errors.at[i];
		if (rq->is_api ? !create_was_sent(rq, e->field) : e->step != step)
			continue;
		form_error(rq, e->field, e->label, e->message);
		told++;
	}
	return told;
}

/* Keeps the draft. False when it is gone. */
static bool
keep(struct req *rq, struct making *m, struct str step)
{
	if (create_save(rq->db, m->id, rq->member->id, step, draft_json(rq->arena, &m->draft)) == 0)
		return false;
	m->kept = m->draft;
	return true;
}

/* ---- beginning ----------------------------------------------------------------------------- */

static struct reply
show_new(struct req *rq)
{
	struct making m = nothing_yet(rq);
	create_show_form(rq, DRAFT_BASICS);
	return create_page(rq, 200, &m, DRAFT_BASICS);
}

/* Where a press leads: the step behind, before or named, or this one when it has errors. */
static enum draft_step
next_step(enum draft_step step, struct str go, bool has_errors)
{
	enum draft_step named;
	if (str_eq(go, STR("back")))
		return step == DRAFT_BASICS ? step : step - 1;
	if (draft_step_from(go, &named))
		return named;
	if (has_errors || str_eq(go, STR("stay")) || step == DRAFT_REVIEW)
		return step;
	return step + 1;
}

/* The tags again, those with these letters in them first. */
static struct str
found_tags(struct req *rq, const struct making *m, struct str letters)
{
	struct buf out = buf_in(rq->arena);
	buf_str(&out, create_address(rq, m->id, DRAFT_TAGS));
	if (letters.n > 0) {
		buf_lit(&out, "?q=");
		buf_url(&out, letters);
	}
	buf_lit(&out, "#f-tags");
	return buf_done(&out);
}

/* Where the chosen picture is cut; the looks again when it is one that cannot be. */
static struct str
cut_address(struct req *rq, const struct making *m)
{
	int64_t id;
	const struct create_portrait_row *picture = NULL;
	if (str_to_i64(m->draft.portrait, &id) && id > 0)
		picture = create_portrait(rq->db, (struct media_id){ id }, rq->member->id);
	if (picture == NULL || !picture->is_brought)
		return str_fmt(rq->arena, "%.*s#f-portrait",
			       STR_ARG(create_address(rq, m->id, DRAFT_VISUALS)));
	return str_fmt(rq->arena, "/tavern/%lld/edit/cut?media=%lld", (long long)m->id.v,
		       (long long)id);
}

static struct reply
go_on(struct req *rq, const struct making *m, enum draft_step step, enum draft_step next,
      const struct pressed *pressed)
{
	const char *tail = "";
	if (str_eq(pressed->row, STR("gallery")))
		return see(rq, create_gallery_address(rq, m->id));
	if (str_eq(pressed->row, STR("cut")))
		return see(rq, cut_address(rq, m));
	if (str_starts(pressed->row, STR("style-")))
		tail = "#f-personality";
	else if (str_eq(pressed->row, STR("find")))
		return see(rq, found_tags(rq, m, pressed->find));
	else if (pressed->row.n > 0)
		tail = str_fmt(rq->arena, "#f-%s", create_row_part(pressed->row)).p;
	else if (next == step && rq->error_count > 0)
		tail = "?check=1#form-errors";
	return see(rq,
		   str_fmt(rq->arena, "%.*s%s", STR_ARG(create_address(rq, m->id, next)), tail));
}

/* The answer of the API: the draft, and what is wrong with what was sent. */
static struct reply
tell_kept(struct req *rq, int status, const struct making *m, enum draft_step step)
{
	struct view *v = create_draft_view(rq, m, step);
	struct view *errors = view_object(v, "errors");
	for (size_t i = 0; i < rq->error_count; i++)
		view_text(errors, rq->errors[i].field, rq->errors[i].message);
	return json_reply(rq, status, v);
}

/* Many are being made already. What was typed is shown again: nothing of it is kept. */
static struct reply
too_many_drafts(struct req *rq, const struct making *m)
{
	static const char WORDS[] =
		"You have as many drafts as there is room for. Publish or delete one first.";
	if (rq->wants_json)
		return refuse(rq, 409, "TOO_MANY_DRAFTS", WORDS);
	form_error(rq, "name", "Drafts", WORDS);
	return create_page(rq, 409, m, DRAFT_BASICS);
}

static struct reply
begin(struct req *rq)
{
	struct making m = nothing_yet(rq);
	struct pressed pressed;
	bool ok = create_read(rq, DRAFT_BASICS, &m.draft, &pressed);
	size_t wrong = tell_errors(rq, &m, DRAFT_BASICS);
	if (rq->wants_json && !pressed.autosave && (!ok || wrong > 0))
		return form_again(rq, 422, "create/basics", NULL);
	int wait = rate_wait(rq, str_fmt(rq->arena, "draft:%lld", (long long)rq->member->id.v),
			     BEGIN_EVERY_S, BEGINNINGS);
	if (wait > 0)
		return too_many(rq, wait);
	struct str key = pressed.key.n >= 8 ? pressed.key : STR_NONE;
	const struct create_begin_row *row = create_begin(rq->db, rq->member->id, key,
							  draft_json(rq->arena, &m.draft));
	if (row == NULL)
		return too_many_drafts(rq, &m);
	m.id = row->id;
	enum draft_step next = next_step(DRAFT_BASICS, pressed.go, wrong > 0);
	(void)keep(rq, &m, draft_step_word(next));
	if (rq->wants_json) {
		load(rq, create_open(rq->db, m.id, rq->member->id), &m);
		return tell_kept(rq, 201, &m, DRAFT_BASICS);
	}
	if (!ok)
		return reply_kept(create_page(rq, 422, &m, DRAFT_BASICS));
	return go_on(rq, &m, DRAFT_BASICS, next, &pressed);
}

/* ---- a step -------------------------------------------------------------------------------- */

/*
 * Whether the step says something else by now than when the page was made that sent this, and something
 * else than this. Writing over it would lose the words of another tab, or of another device.
 */
static bool
was_changed_elsewhere(struct req *rq, const struct making *m, enum draft_step step,
		      const struct pressed *pressed)
{
	struct str mark = draft_mark(rq->arena, &m->kept, step);
	return pressed->mark.n > 0 && !str_eq(pressed->mark, mark) &&
	       !str_eq(draft_mark(rq->arena, &m->draft, step), mark);
}

static struct reply
resume(struct req *rq)
{
	struct making m;
	enum draft_step step = DRAFT_BASICS;
	if (!create_open_asked(rq, &m))
		return not_found(rq);
	(void)!draft_step_from(m.row->step, &step);
	return see(rq, create_address(rq, m.id, step));
}

static struct reply
show_step(struct req *rq)
{
	struct making m;
	enum draft_step step;
	if (!draft_step_from(rq->captures[1], &step) || !create_open_asked(rq, &m))
		return not_found(rq);
	create_show_form(rq, step);
	if (req_query(rq, "check").n > 0)
		(void)tell_errors(rq, &m, step);
	return create_page(rq, 200, &m, step);
}

/* A picture that came with the form becomes the portrait. */
static void
take_upload(struct req *rq, struct draft *draft)
{
	struct upload_kept kept;
	if (create_take_file(rq, &kept))
		draft->portrait = str_int(rq->arena, kept.id.v);
}

static struct reply
keep_step(struct req *rq, enum draft_step step)
{
	struct making m;
	struct pressed pressed;
	(void)create_lock(rq->db, rq->member->id);
	if (!create_open_asked(rq, &m))
		return not_found(rq);
	bool ok = create_read(rq, step, &m.draft, &pressed);
	if (was_changed_elsewhere(rq, &m, step, &pressed)) {
		m.was_changed = true;
		return create_page(rq, 409, &m, step);
	}
	if (step == DRAFT_VISUALS)
		take_upload(rq, &m.draft);
	ok = ok && rq->error_count == 0;
	if (pressed.row.n > 0)
		pressed.go = STR("stay");
	size_t wrong = pressed.row.n > 0 ? 0 : tell_errors(rq, &m, step);
	enum draft_step next = next_step(step, pressed.go, wrong > 0);
	if (!keep(rq, &m, draft_step_word(next)))
		return not_found(rq);
	if (!ok)
		return reply_kept(create_page(rq, 422, &m, step));
	return go_on(rq, &m, step, next, &pressed);
}

static struct reply
save_step(struct req *rq)
{
	enum draft_step step;
	return draft_step_from(rq->captures[1], &step) ? keep_step(rq, step) : not_found(rq);
}

static struct reply
save_visuals(struct req *rq)
{
	return keep_step(rq, DRAFT_VISUALS);
}

/* The step that holds most words: fifty openings need more room than other forms have. */
static struct reply
save_personality(struct req *rq)
{
	return keep_step(rq, DRAFT_PERSONALITY);
}

/* Forgets what was changed since the last publishing, or a character that was never published. */
static struct reply
discard(struct req *rq)
{
	struct making m;
	if (!create_open_asked(rq, &m))
		return not_found(rq);
	if (!m.row->is_made)
		return create_delete(rq);
	(void)create_discard(rq->db, m.id, rq->member->id);
	struct reply reply = see(rq, STR("/tavern/mine"));
	reply_flash(rq, &reply, FLASH_GOOD,
		    "Your changes are dropped. The character is as it was.");
	return reply;
}

/* ---- the API ------------------------------------------------------------------------------- */

static struct reply
show_draft(struct req *rq)
{
	struct making m;
	if (!create_open_asked(rq, &m))
		return not_found(rq);
	enum draft_step step = DRAFT_BASICS;
	(void)!draft_step_from(m.row->step, &step);
	return json_reply(rq, 200, create_draft_view(rq, &m, step));
}

static struct reply
patch_draft(struct req *rq)
{
	struct making m;
	struct pressed pressed;
	enum draft_step step = DRAFT_BASICS;
	struct str word = form_value(rq, "step");
	(void)create_lock(rq->db, rq->member->id);
	if (!create_open_asked(rq, &m))
		return not_found(rq);
	if (word.n > 0 && !draft_step_from(word, &step)) {
		form_error(rq, "step", "Step", "There is no such step.");
		return form_again(rq, 422, "create/basics", NULL);
	}
	bool ok = create_read(rq, step, &m.draft, &pressed);
	if (was_changed_elsewhere(rq, &m, step, &pressed)) {
		struct view *extra = view_new(rq->arena);
		view_text(extra, "mark", draft_mark(rq->arena, &m.kept, step));
		return refuse_with(rq, 409, "STALE_DRAFT",
				   "This step was changed elsewhere. Send it again with the new "
				   "mark to write over that.",
				   extra);
	}
	size_t wrong = tell_errors(rq, &m, step);
	if (!keep(rq, &m, str_or(word, STR_NONE)))
		return not_found(rq);
	if (!pressed.autosave && (!ok || wrong > 0))
		return reply_kept(form_again(rq, 422, "create/basics", NULL));
	load(rq, create_open(rq->db, m.id, rq->member->id), &m);
	return tell_kept(rq, 200, &m, step);
}

static const struct route ROUTES[] = {
	{ GET, "/tavern/new", show_new, FOR_MEMBER },
	{ POST, "/tavern/new", begin, FOR_MEMBER },
	{ GET, "/tavern/mine", create_show_mine, FOR_MEMBER },
	{ GET, "/tavern/{id}/edit", resume, FOR_MEMBER },
	{ GET, "/tavern/{id}/edit/versions", create_show_versions, FOR_MEMBER },
	{ GET, "/tavern/{id}/edit/versions/{id}", create_show_version, FOR_MEMBER },
	{ POST, "/tavern/{id}/edit/versions/{id}/restore", create_restore_version, FOR_MEMBER },
	{ GET, "/tavern/{id}/edit/gallery", create_show_gallery, FOR_MEMBER },
	{ POST, "/tavern/{id}/edit/gallery", create_change_gallery, FOR_UPLOAD },
	{ GET, "/tavern/{id}/edit/cut", create_show_cut, FOR_MEMBER },
	{ POST, "/tavern/{id}/edit/cut", create_cut, FOR_MEMBER },
	{ GET, "/tavern/{id}/edit/cut/picture", create_cut_picture, FOR_MEMBER },
	{ GET, "/tavern/{id}/edit/{name}", show_step, FOR_MEMBER },
	{ POST, "/tavern/{id}/edit/personality", save_personality, FOR_UPLOAD },
	{ POST, "/tavern/{id}/edit/visuals", save_visuals, FOR_UPLOAD },
	{ POST, "/tavern/{id}/edit/publish", create_publish_asked, FOR_MEMBER },
	{ POST, "/tavern/{id}/edit/discard", discard, FOR_MEMBER },
	{ POST, "/tavern/{id}/edit/unpublish", create_unpublish_asked, FOR_MEMBER },
	{ POST, "/tavern/{id}/edit/duplicate", create_duplicate, FOR_MEMBER },
	{ POST, "/tavern/{id}/edit/delete", create_delete, FOR_MEMBER },
	{ POST, "/tavern/{id}/edit/restore", create_take_back, FOR_MEMBER },
	{ POST, "/tavern/{id}/edit/{name}", save_step, FOR_MEMBER },
	{ POST, "/api/characters", begin, FOR_MEMBER },
	{ GET, "/api/characters/{id}/steps", show_draft, FOR_MEMBER },
	{ PATCH, "/api/characters/{id}/steps", patch_draft, FOR_UPLOAD },
	{ POST, "/api/characters/{id}/publish", create_publish_asked, FOR_MEMBER },
	{ GET, "/api/characters/{id}/versions", create_show_versions, FOR_MEMBER },
	{ GET, "/api/characters/{id}/versions/{id}", create_show_version, FOR_MEMBER },
	{ POST, "/api/characters/{id}/versions/{id}/restore", create_restore_version, FOR_MEMBER },
	{ DELETE, "/api/characters/{id}", create_delete, FOR_MEMBER },
};

int
main(void)
{
	return screen_serve("create", ROUTES, COUNT(ROUTES));
}
