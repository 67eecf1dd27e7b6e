/* Presets: how replies are asked for. The house's are shared, a member's are their own. */
#include "cgi-bin/preset.h"

#include "lib/web/rate.h"

enum { BRING_EVERY_S = 3, BRINGS = 20 };

static struct str
address(struct req *rq, int64_t id)
{
	return str_fmt(rq->arena, "/preset/%lld", (long long)id);
}

static const struct preset_row *
asked_preset(struct req *rq)
{
	return preset_find(rq->db, req_id(rq, 0), rq->member->id);
}

static struct reply
too_many_presets(struct req *rq)
{
	return refuse(rq, 422, "TOO_MANY",
		      "You have 100 presets. Delete one before you make another.");
}

static struct reply
show_list(struct req *rq)
{
	return page(rq, "preset/list", preset_list_view(rq));
}

static struct reply
show_one(struct req *rq)
{
	const struct preset_row *row = asked_preset(rq);
	if (row == NULL)
		return not_found(rq);
	preset_show_form(rq);
	return page(rq, "preset/edit", preset_view(rq, row, NULL));
}

/* 0 when the member has too many already. */
static int64_t
insert(struct req *rq, const struct preset *preset)
{
	const struct preset_insert_row *made = preset_insert(
		rq->db, &(struct preset_insert_in){
				.member_id = rq->member->id,
				.name = preset->name,
				.about = preset->about,
				.main = preset->main,
				.post_history = preset->post_history,
				.layout = layout_json(rq->arena, preset->parts, preset->part_count),
				.sampling = sampling_json(rq->arena, &preset->sampling),
				.stops = preset_stops_of(preset),
				.pins_examples = preset->pins_examples,
				.limit = PRESETS_MOST,
			});
	return made != NULL ? made->id : 0;
}

static struct reply
made(struct req *rq, int64_t id, const char *words)
{
	struct view *v = view_new(rq->arena);
	preset_fields(rq, v, preset_find(rq->db, id, rq->member->id));
	return done_saying(rq, 201, v, address(rq, id), words);
}

static struct reply
not_taken(struct reply reply)
{
	return reply_kept(reply);
}

static struct reply
create(struct req *rq)
{
	struct preset preset = { .sampling = sampling_none() };
	if (!preset_read_form(rq, &preset))
		return not_taken(form_again(rq, 422, "preset/list", preset_list_view(rq)));
	preset_tame(&preset);
	int64_t id = insert(rq, &preset);
	return id == 0 ? too_many_presets(rq) : made(rq, id, "Your preset is made.");
}

static struct reply
duplicate(struct req *rq)
{
	struct preset preset;
	const struct preset_row *row = asked_preset(rq);
	if (row == NULL)
		return not_found(rq);
	preset_of_row(rq, row, &preset);
	preset.name = str_fmt(rq->arena, "%.*s, my way", STR_ARG(row->name));
	preset_tame(&preset);
	int64_t id = insert(rq, &preset);
	return id == 0 ? too_many_presets(rq)
		       : made(rq, id, "A copy of your own. Change what you like.");
}

static struct reply
save(struct req *rq)
{
	struct preset preset;
	const struct preset_row *row = asked_preset(rq);
	if (row == NULL)
		return not_found(rq);
	if (row->is_shared)
		return refuse(rq, 403, NULL,
			      "This preset is the house\u2019s. Make a copy to change it.");
	preset_of_row(rq, row, &preset);
	if (!preset_read_form(rq, &preset))
		return not_taken(form_again(rq, 422, "preset/edit", preset_view(rq, row, &preset)));
	(void)preset_save(rq->db,
			  &(struct preset_save_in){
				  .id = row->id,
				  .member_id = rq->member->id,
				  .name = preset.name,
				  .about = preset.about,
				  .main = preset.main,
				  .post_history = preset.post_history,
				  .layout = layout_json(rq->arena, preset.parts, preset.part_count),
				  .sampling = sampling_json(rq->arena, &preset.sampling),
				  .stops = preset_stops_of(&preset),
				  .pins_examples = preset.pins_examples,
			  });
	struct view *v = view_new(rq->arena);
	preset_fields(rq, v, asked_preset(rq));
	return done_saying(rq, 200, v, address(rq, row->id),
			   "Saved. The next reply is asked for like this.");
}

static struct reply
choose(struct req *rq)
{
	if (preset_choose(rq->db, req_id(rq, 0), rq->member->id) == 0)
		return not_found(rq);
	return done_saying(rq, 200, NULL, STR("/preset"),
			   "Chats without a preset of their own take this one.");
}

static struct reply
take_out(struct req *rq)
{
	if (preset_remove(rq->db, req_id(rq, 0), rq->member->id) == 0)
		return not_found(rq);
	return done(rq, 200, NULL,
		    str_fmt(rq->arena, "/preset?gone=%lld", (long long)req_id(rq, 0)));
}

static struct reply
bring_back(struct req *rq)
{
	if (preset_restore(rq->db, req_id(rq, 0), rq->member->id) == 0)
		return not_found(rq);
	return done(rq, 200, NULL, address(rq, req_id(rq, 0)));
}

/* ---- files --------------------------------------------------------------------------------- */

static struct str
file_name(struct arena *arena, struct str name)
{
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < name.n && out.n < 60; i++) {
		char c = name.p[i];
		bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
				(c >= '0' && c <= '9');
		if (is_plain)
			buf_char(&out, c);
		else if (out.n > 0 && out.p[out.n - 1] != '-')
			buf_char(&out, '-');
	}
	return out.n > 0 ? buf_done(&out) : STR("preset");
}

static struct reply export(struct req *rq)
{
	struct preset preset;
	const struct preset_row *row = asked_preset(rq);
	if (row == NULL)
		return not_found(rq);
	preset_of_row(rq, row, &preset);
	struct reply reply = { .status = 200,
			       .type = "application/json; charset=utf-8",
			       .body = preset_take(rq->arena, &preset),
			       .no_store = true };
	reply_header(&reply,
		     str_fmt(rq->arena, "Content-Disposition: attachment; filename=\"%.*s.json\"",
			     STR_ARG(file_name(rq->arena, row->name))));
	return reply;
}

static void
report_fields(struct view *v, const struct preset_report *report)
{
	struct view *to = view_object(v, "report");
	view_text(to, "format", report->format);
	view_texts(to, "mapped", report->mapped);
	view_texts(to, "ignored", report->ignored);
	view_texts(to, "notes", report->notes);
}

static struct reply
not_brought(struct req *rq, int status, const char *why)
{
	form_error(rq, "file", "File", why);
	return reply_kept(form_again(rq, status, "preset/list", preset_list_view(rq)));
}

static struct reply
bring(struct req *rq)
{
	struct preset preset;
	struct preset_report report = { 0 };
	struct str why = STR_NONE;
	const struct upload *file = form_file(rq, "file");
	int wait = rate_wait(rq, str_fmt(rq->arena, "preset:%lld", (long long)rq->member->id.v),
			     BRING_EVERY_S, BRINGS);
	if (wait > 0)
		return too_many(rq, wait);
	preset_show_form(rq);
	if (file == NULL || file->bytes.n == 0)
		return not_brought(rq, 422, "Choose a file first.");
	if (file->bytes.n > PRESET_BYTES)
		return not_brought(rq, 413, "A preset has at most 1 MB.");
	switch (preset_bring(rq->arena, file->bytes, file->name, &preset, &report, &why)) {
	case PRESET_NOT_JSON:
		return not_brought(rq, 422,
				   str_cstr(rq->arena, str_fmt(rq->arena, "This is no JSON: %.*s.",
							       STR_ARG(why))));
	case PRESET_UNKNOWN:
		return not_brought(rq, 422, "There is nothing of a preset in this file.");
	case PRESET_OK:
		break;
	}
	if (!preset_is_fine(rq, &preset))
		return not_taken(form_again(rq, 422, "preset/list", preset_list_view(rq)));
	int64_t id = insert(rq, &preset);
	if (id == 0)
		return too_many_presets(rq);
	struct view *v = preset_view(rq, preset_find(rq->db, id, rq->member->id), NULL);
	report_fields(v, &report);
	if (rq->wants_json)
		return json_reply(rq, 201, v);
	view_bool(view_object(v, "page"), "isBrought", true);
	struct reply reply = page_status(rq, 201, "preset/edit", v);
	return reply;
}

static const struct route ROUTES[] = {
	{ GET, "/preset", show_list, FOR_MEMBER },
	{ POST, "/preset", create, FOR_MEMBER },
	{ POST, "/preset/import", bring, FOR_UPLOAD },
	{ GET, "/preset/{id}", show_one, FOR_MEMBER },
	{ POST, "/preset/{id}", save, FOR_MEMBER },
	{ GET, "/preset/{id}/export", export, FOR_MEMBER },
	{ POST, "/preset/{id}/duplicate", duplicate, FOR_MEMBER },
	{ POST, "/preset/{id}/choose", choose, FOR_MEMBER },
	{ POST, "/preset/{id}/delete", take_out, FOR_MEMBER },
	{ POST, "/preset/{id}/restore", bring_back, FOR_MEMBER },
	{ GET, "/api/presets", show_list, FOR_MEMBER },
	{ POST, "/api/presets", create, FOR_MEMBER },
	{ POST, "/api/presets/import", bring, FOR_UPLOAD },
	{ GET, "/api/presets/{id}", show_one, FOR_MEMBER },
	{ PATCH, "/api/presets/{id}", save, FOR_MEMBER },
	{ DELETE, "/api/presets/{id}", take_out, FOR_MEMBER },
	{ GET, "/api/presets/{id}/export", export, FOR_MEMBER },
	{ POST, "/api/presets/{id}/duplicate", duplicate, FOR_MEMBER },
	{ POST, "/api/presets/{id}/choose", choose, FOR_MEMBER },
	{ POST, "/api/presets/{id}/restore", bring_back, FOR_MEMBER },
};

int
main(void)
{
	return screen_serve("preset", ROUTES, COUNT(ROUTES));
}
