/* Presets as people see them: the list, and the form of one. */
#include <math.h>

#include "cgi-bin/preset.h"
#include "lib/base/json.h"
#include "lib/prompt/count.h"
#include "lib/web/sampling.h"

enum { EMPTY_EXTRAS = 2 /* rows to fill in anew */ };

struct strs
preset_stops_of(const struct preset *preset)
{
	return (struct strs){ preset->stops, preset->stop_count };
}

void
preset_of_row(struct req *rq, const struct preset_row *row, struct preset *out)
{
	*out = (struct preset){
		.name = row->name,
		.about = row->about,
		.main = row->main,
		.post_history = row->post_history,
		.sampling = sampling_read(row->sampling),
		.pins_examples = row->pins_examples,
	};
	for (size_t i = 0; i < row->stops.n && i < PRESET_STOPS; i++)
		out->stops[out->stop_count++] = row->stops.at[i];
	out->part_count = layout_read(rq->arena, row->layout, out->parts);
}

void
preset_fields(struct req *rq, struct view *v, const struct preset_row *row)
{
	view_fields(v, &preset_type, row);
	view_id(v, "id", row->id);
	if (rq->wants_json)
		return;
	struct sampling s = sampling_read(row->sampling);
	struct view_list *marks = view_list(v, "marks");
	for (size_t i = 0, n = 0; i < SAMPLING_PARAMS && n < 4; i++) {
		double value = sampling_get(&s, &sampling_params[i]);
		if (isnan(value))
			continue;
		struct buf text = buf_in(rq->arena);
		buf_fmt(&text, "%s ", sampling_params[i].label);
		sampling_put_number(&text, value);
		view_push_text(marks, buf_done(&text));
		n++;
	}
	view_url(v, "url", str_fmt(rq->arena, "/preset/%lld", (long long)row->id));
}

struct view *
preset_list_view(struct req *rq)
{
	struct view *v = view_new(rq->arena);
	struct rows rows = preset_list(rq->db, rq->member->id);
	struct view_list *items = view_list(v, "items");
	struct view *page_only = view_object(v, "page");
	int64_t gone;
	for (size_t i = 0; i < rows.n; i++)
		preset_fields(rq, view_push(items), preset_at(rows, i));
	view_null(v, "nextCursor");
	if (str_to_i64(req_query(rq, "gone"), &gone))
		view_id(page_only, "gone", gone);
	return v;
}

/* ---- the form ------------------------------------------------------------------------------ */

static struct str
stop_lines(struct arena *arena, const struct preset *preset)
{
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < preset->stop_count; i++) {
		struct str stop = preset->stops[i];
		for (size_t k = 0; k < stop.n; k++) {
			if (stop.p[k] == '\n')
				buf_lit(&out, "\\n");
			else
				buf_char(&out, stop.p[k]);
		}
		buf_char(&out, '\n');
	}
	return buf_done(&out);
}

static const char *
part_words(const struct prompt_part *part)
{
	switch (part->kind) {
	case BLOCK_MAIN:
		return "Main prompt";
	case BLOCK_LORE:
		return part->is_lore_after ? "Lore after the character"
					   : "Lore before the character";
	case BLOCK_PERSONA:
		return "Who you are";
	case BLOCK_DESCRIPTION:
		return "Description of the character";
	case BLOCK_PERSONALITY:
		return "Personality";
	case BLOCK_SCENARIO:
		return "Scenario";
	case BLOCK_MEMORY:
		return "Memory";
	case BLOCK_EXAMPLE:
		return "Examples";
	case BLOCK_HISTORY:
		return "The conversation";
	case BLOCK_POST_HISTORY:
		return "After the conversation";
	case BLOCK_EXTRA:
	case BLOCK_RULES:
	case BLOCK_NOTE:
	case BLOCK_DEPTH_PROMPT:
	case BLOCK_NUDGE:
	case BLOCK_KINDS:
		break;
	}
	return "Text of your own";
}

static void
push_part(struct req *rq, struct view_list *list, const struct prompt_part *part, size_t i)
{
	static const enum text_role ROLES[] = { TEXT_SYSTEM, TEXT_USER, TEXT_ASSISTANT };
	struct view *v = view_push(list);
	view_int(v, "n", (int64_t)i);
	view_text(v, "part", layout_part_name(part));
	view_text(v, "label", str_from(part_words(part)));
	view_int(v, "at", (int64_t)(i + 1) * 10);
	view_bool(v, "isOn", !part->is_off);
	view_bool(v, "isConversation", part->kind == BLOCK_HISTORY);
	if (part->kind != BLOCK_EXTRA)
		return;
	view_bool(v, "isExtra", true);
	view_text(v, "name", part->name);
	view_text(v, "text", part->text);
	view_text(v, "depth", part->is_at_depth ? str_int(rq->arena, part->depth) : STR(""));
	struct view_list *roles = view_list(v, "roles");
	for (size_t k = 0; k < COUNT(ROLES); k++) {
		struct view *role = view_push(roles);
		view_text(role, "value", block_role_name(ROLES[k]));
		view_bool(role, "selected", part->role == ROLES[k]);
	}
}

static void
push_parts(struct req *rq, struct view *page_only, const struct preset *preset)
{
	struct prompt_part usual[LAYOUT_USUAL];
	struct view_list *list = view_list(page_only, "parts");
	struct prompt_part part;
	size_t n = 0;
	for (; n < preset->part_count; n++)
		push_part(rq, list, &preset->parts[n], n);
	layout_usual(usual);
	for (size_t i = 0; preset->part_count == 0 && i < LAYOUT_USUAL; i++)
		push_part(rq, list, &usual[i], n++);
	view_bool(page_only, "hasOrder", preset->part_count > 0);
	struct view_list *blanks = view_list(page_only, "blanks");
	part = (struct prompt_part){ .kind = BLOCK_EXTRA };
	for (size_t i = 0; i < EMPTY_EXTRAS && n < LAYOUT_PARTS; i++)
		push_part(rq, blanks, &part, n++);
}

static void
set_value(struct view *form, const char *field, struct str value)
{
	view_text(view_object(form, field), "value", value);
}

struct view *
preset_view(struct req *rq, const struct preset_row *row, const struct preset *typed)
{
	struct view *v = view_new(rq->arena);
	struct preset own;
	struct sampling none = sampling_none();
	preset_fields(rq, v, row);
	if (rq->wants_json)
		return v;
	preset_of_row(rq, row, &own);
	const struct preset *shown = typed != NULL ? typed : &own;
	struct view *page_only = view_object(v, "page");
	struct view *form = view_object(page_only, "form");
	set_value(form, "name", shown->name);
	set_value(form, "about", shown->about);
	set_value(form, "main", shown->main);
	set_value(form, "postHistory", shown->post_history);
	set_value(form, "stopLines", stop_lines(rq->arena, shown));
	view_bool(page_only, "pins", shown->pins_examples);
	view_int(page_only, "tokens",
		 count_tokens(shown->main) + count_tokens(shown->post_history));
	sampling_to_form(rq, page_only, &shown->sampling, &none);
	push_parts(rq, page_only, shown);
	return v;
}
