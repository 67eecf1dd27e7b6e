/* How one chat is set: who the member is in it, how replies are asked for, the author's note. */
#include <math.h>

#include "cgi-bin/chat.h"
#include "cgi-bin/chat_prompt.h"
#include "lib/base/json.h"
#include "lib/moderate/moderate.h"
#include "lib/persona/persona.h"
#include "lib/web/sampling.h"
#include "sql/persona.h"
#include "sql/preset.h"

enum { NOTE_MOST = 8000 };

struct setting {
	struct str persona; /* "", "off" or a number */
	bool takes_always;
	int64_t preset;
	struct str note;
	struct str note_position;
	int64_t note_depth;
	int64_t note_interval;
	struct str note_role;
	struct str card_mode;
	bool resets;
};

static const struct field SETTING[] = {
	FIELD_LINE(struct setting, persona, "personaId", "Who you are", 0, 20),
	FIELD_YES(struct setting, takes_always, "personaAlways", "Always with this character"),
	FIELD_ID(struct setting, preset, "presetId", "Preset", false),
	FIELD_TEXT(struct setting, note, "noteText", "Author\u2019s note", 0, NOTE_MOST),
	FIELD_CHOICE(struct setting, note_position, "notePosition", "Where the note stands",
		     "depth|before|after", false),
	FIELD_INT(struct setting, note_depth, "noteDepth", "Depth of the note", 0, PERSONA_DEPTH,
		  false),
	FIELD_INT(struct setting, note_interval, "noteInterval", "How often", 0, 1000, false),
	FIELD_CHOICE(struct setting, note_role, "noteRole", "Said as", "system|user|assistant",
		     false),
	FIELD_CHOICE(struct setting, card_mode, "cardMode", "Cards", "swap|append|append_muted",
		     false),
	FIELD_YES(struct setting, resets, "resetSampling", "As the preset"),
};

/* ---- showing ------------------------------------------------------------------------------- */

/* What was typed, else what holds. */
static struct str
now(struct req *rq, const char *name, struct str held)
{
	struct str typed = rq->method == GET ? STR_NONE : form_value(rq, name);
	return typed.p != NULL ? typed : held;
}

static void
push_personas(struct req *rq, struct view *page_only, const struct settings_row *row)
{
	struct rows rows = persona_list(rq->db, rq->member->id);
	struct str chosen = now(rq, "personaId",
				row->persona_off       ? STR("off")
				: row->persona_id == 0 ? STR("")
						       : str_int(rq->arena, row->persona_id));
	struct view_list *list = view_list(page_only, "personas");
	struct str usual = rq->member->display_name;
	for (size_t i = 0; i < rows.n; i++) {
		const struct persona_row *persona = persona_at(rows, i);
		if (persona->id == row->persona_now && row->persona_id == 0)
			usual = persona->name;
	}
	view_push_choice(list, STR(""), str_fmt(rq->arena, "As usual: %.*s", STR_ARG(usual)),
			 chosen.n == 0);
	view_push_choice(list, STR("off"),
			 str_fmt(rq->arena, "Myself: %.*s", STR_ARG(rq->member->display_name)),
			 str_eq(chosen, STR("off")));
	for (size_t i = 0; i < rows.n; i++) {
		const struct persona_row *persona = persona_at(rows, i);
		view_push_choice(list, str_int(rq->arena, persona->id), persona->name,
				 str_eq(chosen, str_int(rq->arena, persona->id)));
	}
	view_bool(page_only, "hasPersonas", rows.n > 0);
}

static void
push_presets(struct req *rq, struct view *page_only, const struct settings_row *row,
	     struct sampling *below)
{
	struct rows rows = preset_list(rq->db, rq->member->id);
	struct str chosen = now(rq, "presetId",
				row->preset_id == 0 ? STR("") : str_int(rq->arena, row->preset_id));
	struct view_list *list = view_list(page_only, "presets");
	struct str usual = STR("Balanced");
	*below = sampling_none();
	for (size_t i = 0; i < rows.n; i++) {
		const struct preset_row *preset = preset_at(rows, i);
		if (preset->is_chosen)
			usual = preset->name;
		if (preset->id != row->preset_now)
			continue;
		*below = sampling_read(preset->sampling);
		view_url(page_only, "presetUrl",
			 str_fmt(rq->arena, "/preset/%lld", (long long)preset->id));
		view_text(page_only, "presetName", preset->name);
		view_text(page_only, "presetAbout", preset->about);
	}
	view_push_choice(list, STR(""), str_fmt(rq->arena, "As usual: %.*s", STR_ARG(usual)),
			 chosen.n == 0);
	for (size_t i = 0; i < rows.n; i++) {
		const struct preset_row *preset = preset_at(rows, i);
		view_push_choice(list, str_int(rq->arena, preset->id), preset->name,
				 str_eq(chosen, str_int(rq->arena, preset->id)));
	}
}

static void
show_note(struct req *rq, struct view *page_only, const struct settings_row *row)
{
	static const struct label PLACES[] = {
		LABEL("depth", "In the conversation, at a depth (usual)"),
		LABEL("before", "Before the character"),
		LABEL("after", "After the character"),
	};
	static const struct label ROLES[] = {
		LABEL("system", "The house (usual)"),
		LABEL("user", "You"),
		LABEL("assistant", "The character"),
	};
	static const struct label MODES[] = {
		LABEL("swap", "Only who speaks"),
		LABEL("append", "All who are not muted"),
		LABEL("append_muted", "All of them"),
	};
	struct view *form = view_object(page_only, "form");
	view_text(view_object(form, "noteText"), "value", now(rq, "noteText", row->note_text));
	view_text(view_object(form, "noteDepth"), "value",
		  now(rq, "noteDepth", str_int(rq->arena, row->note_depth)));
	view_text(view_object(form, "noteInterval"), "value",
		  now(rq, "noteInterval", str_int(rq->arena, row->note_interval)));
	view_choices(page_only, "places", PLACES, COUNT(PLACES),
		     now(rq, "notePosition", row->note_position));
	view_choices(page_only, "roles", ROLES, COUNT(ROLES), now(rq, "noteRole", row->note_role));
	view_choices(page_only, "modes", MODES, COUNT(MODES), now(rq, "cardMode", row->card_mode));
}

/* As the API gives them. */
static void
setting_fields(struct view *v, const struct settings_row *row)
{
	if (row->persona_id != 0)
		view_id(v, "personaId", row->persona_id);
	else
		view_null(v, "personaId");
	view_bool(v, "personaOff", row->persona_off);
	if (row->preset_id != 0)
		view_id(v, "presetId", row->preset_id);
	else
		view_null(v, "presetId");
	view_text(v, "noteText", row->note_text);
	view_text(v, "notePosition", row->note_position);
	view_int(v, "noteDepth", row->note_depth);
	view_int(v, "noteInterval", row->note_interval);
	view_text(v, "noteRole", row->note_role);
	view_text(v, "cardMode", row->card_mode);
	view_json(v, "sampling", row->sampling);
}

static struct view *
settings_view(struct req *rq, const struct chat_find_row *chat, const struct settings_row *row,
	      const struct sampling *typed)
{
	struct view *v = chat_side_view(rq, chat);
	setting_fields(v, row);
	if (rq->wants_json)
		return v;
	struct view *page_only = view_object(v, "page");
	struct sampling below;
	struct sampling held = sampling_read(row->sampling);
	push_personas(rq, page_only, row);
	push_presets(rq, page_only, row, &below);
	show_note(rq, page_only, row);
	sampling_to_form(rq, page_only, typed != NULL ? typed : &held, &below);
	view_bool(page_only, "isAlways",
		  row->character_persona_id != 0 && row->character_persona_id == row->persona_now);
	view_bool(page_only, "isGroup", row->character_count > 1);
	view_bool(page_only, "hasOverrides", sampling_count(&held) > 0);
	return v;
}

struct reply
chat_show_settings(struct req *rq)
{
	const struct chat_find_row *chat = chat_of_request(rq);
	if (chat == NULL)
		return not_found(rq);
	const struct settings_row *row = preset_settings_of(rq->db, chat->id, rq->member->id);
	if (row == NULL)
		return refuse(rq, 403, NULL, "Only who began this chat can change how it is set.");
	form_show(rq, SETTING, COUNT(SETTING));
	return page(rq, "chat/settings", settings_view(rq, chat, row, NULL));
}

/* ---- saving -------------------------------------------------------------------------------- */

/* What a part of a JSON body does not name stays as it is. */
static bool
read_setting(struct req *rq, const struct settings_row *row, struct setting *in, int64_t *persona,
	     bool *is_off)
{
	*in = (struct setting){
		.persona = row->persona_off	  ? STR("off")
			   : row->persona_id != 0 ? str_int(rq->arena, row->persona_id)
						  : STR(""),
		.preset = rq->method == PATCH ? row->preset_id : 0,
		.note = row->note_text,
		.note_depth = row->note_depth,
		.note_interval = row->note_interval,
	};
	bool ok = form_read(rq, SETTING, COUNT(SETTING), in);
	if (form_value(rq, "notePosition").n == 0)
		in->note_position = row->note_position;
	if (form_value(rq, "noteRole").n == 0)
		in->note_role = row->note_role;
	if (form_value(rq, "cardMode").n == 0)
		in->card_mode = row->card_mode;
	*is_off = str_eq(in->persona, STR("off"));
	*persona = 0;
	if (in->persona.n > 0 && !*is_off && !str_to_i64(in->persona, persona)) {
		form_error(rq, "personaId", "Who you are", "This persona is not known.");
		ok = false;
	}
	const struct moderate_source source = { rq->member->id, chat_asked(rq), MODERATE_NOTE };
	const char *why = in->note.n > 0 ? moderate_text(rq->db, rq->arena, &source, in->note)
					 : NULL;
	if (why != NULL)
		form_error(rq, "noteText", "Author\u2019s note", why);
	return ok && why == NULL;
}

/* "Always with this character" is a choice of its own, which the form can take back, too. */
static void
keep_always(struct req *rq, const struct settings_row *row, const struct setting *in,
	    int64_t persona)
{
	if (in->takes_always && persona != 0)
		(void)persona_take_for(rq->db, persona, rq->member->id, row->character_id);
	else if (rq->method == POST && !in->takes_always &&
		 (persona == 0 || persona == row->character_persona_id))
		(void)persona_take_none_for(rq->db, rq->member->id, row->character_id);
}

struct reply
chat_save_settings(struct req *rq)
{
	struct setting in;
	int64_t persona;
	bool is_off;
	const struct chat_find_row *chat = chat_of_request(rq);
	if (chat == NULL)
		return not_found(rq);
	const struct settings_row *row = preset_settings_of(rq->db, chat->id, rq->member->id);
	if (row == NULL)
		return refuse(rq, 403, NULL, "Only who began this chat can change how it is set.");
	struct sampling sampling = sampling_read(row->sampling);
	bool ok = read_setting(rq, row, &in, &persona, &is_off);
	ok = sampling_from_form(rq, &sampling) && ok;
	if (!ok)
		return reply_kept(form_again(rq, 422, "chat/settings",
					     settings_view(rq, chat, row, &sampling)));
	if (in.resets)
		sampling = sampling_none();
	if (persona != 0 && persona_find(rq->db, persona, rq->member->id) == NULL)
		return refuse(rq, 422, NULL, "This persona is not there any more.");
	if (in.preset != 0 && preset_find(rq->db, in.preset, rq->member->id) == NULL)
		return refuse(rq, 422, NULL, "This preset is not there any more.");
	(void)preset_save_chat(rq->db, &(struct preset_save_chat_in){
					       .chat_id = chat->id,
					       .member_id = rq->member->id,
					       .persona_id = persona,
					       .persona_off = is_off,
					       .preset_id = in.preset,
					       .note_text = in.note,
					       .note_position = in.note_position,
					       .note_depth = in.note_depth,
					       .note_interval = in.note_interval,
					       .note_role = in.note_role,
					       .sampling = sampling_json(rq->arena, &sampling),
					       .card_mode = in.card_mode,
				       });
	keep_always(rq, row, &in, persona);
	struct view *v = view_new(rq->arena);
	setting_fields(v, preset_settings_of(rq->db, chat->id, rq->member->id));
	return done_saying(rq, 200, v, chat_address(rq, chat->id, "/settings"),
			   in.resets ? "Sampling is the preset\u2019s again."
				     : "Saved. The next reply knows it.");
}
