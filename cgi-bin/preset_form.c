/* What was filled in: texts, sampling, stops, and the order of the parts. */
#include <math.h>

#include "cgi-bin/preset.h"
#include "lib/base/json.h"
#include "lib/moderate/moderate.h"
#include "lib/persona/persona.h"
#include "lib/web/sampling.h"

struct texts {
	struct str name;
	struct str about;
	struct str main;
	struct str post_history;
	struct str stops;
	bool pins_examples;
};

#define TEXT_FIELDS(name_least)                                                                    \
	FIELD_LINE(struct texts, name, "name", "Name", name_least, PRESET_NAME),                   \
		FIELD_LINE(struct texts, about, "about", "In one line", 0, PRESET_ABOUT),          \
		FIELD_TEXT(struct texts, main, "main", "Main prompt", 0, PRESET_TEXT),             \
		FIELD_TEXT(struct texts, post_history, "postHistory", "After the conversation", 0, \
			   PRESET_TEXT),                                                           \
		FIELD_TEXT(struct texts, stops, "stopLines", "Replies end before", 0, 4000),       \
		FIELD_YES(struct texts, pins_examples, "pinsExamples", "Keep examples")

static const struct field TEXTS[] = { TEXT_FIELDS(1) };
/* The API sends what it changes. */
static const struct field TEXTS_PART[] = { TEXT_FIELDS(0) };

void
preset_show_form(struct req *rq)
{
	form_show(rq, TEXTS, COUNT(TEXTS));
}

/* ---- stops --------------------------------------------------------------------------------- */

static void
put_stop(struct preset *preset, struct str stop)
{
	if (stop.n > 0 && preset->stop_count < PRESET_STOPS)
		preset->stops[preset->stop_count++] = str_first(stop, str_clip(stop, PRESET_STOP));
}

/* One a line; \n in it is a line break. */
static void
read_stop_lines(struct req *rq, struct str lines, struct preset *preset)
{
	struct str one;
	preset->stop_count = 0;
	while (str_cut(&lines, '\n', &one)) {
		struct buf out = buf_in(rq->arena);
		for (size_t i = 0; i < one.n; i++) {
			bool is_break = one.p[i] == '\\' && i + 1 < one.n && one.p[i + 1] == 'n';
			buf_char(&out, is_break ? '\n' : one.p[i]);
			i += is_break;
		}
		put_stop(preset, buf_done(&out));
	}
}

static void
read_stop_list(struct req *rq, const json_t *list, struct preset *preset)
{
	size_t i;
	json_t *item;
	preset->stop_count = 0;
	json_array_foreach(list, i, item) put_stop(preset, str_copy(rq->arena, json_text(item)));
}

/* ---- the order ----------------------------------------------------------------------------- */

struct placed_part {
	struct prompt_part part;
	int64_t at;
};

static struct str
numbered(struct req *rq, const char *name, size_t i)
{
	return form_value(rq, str_fmt(rq->arena, "%s%zu", name, i).p);
}

static void
read_extra(struct req *rq, size_t i, struct prompt_part *part)
{
	part->name = str_trim(numbered(rq, "partName", i));
	part->text = numbered(rq, "partText", i);
	part->text = str_first(part->text, str_clip(part->text, LAYOUT_TEXT));
	part->name = str_first(part->name, str_clip(part->name, PRESET_NAME));
	if (!block_role_find(numbered(rq, "partRole", i), &part->role))
		part->role = TEXT_SYSTEM;
	int64_t depth;
	if (str_to_i64(str_trim(numbered(rq, "partDepth", i)), &depth) && depth >= 0 &&
	    depth <= PERSONA_DEPTH) {
		part->is_at_depth = true;
		part->depth = depth;
	}
}

/* Rows part0, part1, ... of the form, sorted by their numbers; an extra without text is gone. */
static void
read_rows(struct req *rq, struct preset *preset)
{
	struct placed_part rows[LAYOUT_PARTS];
	size_t n = 0;
	for (size_t i = 0; i < LAYOUT_PARTS && n < LAYOUT_PARTS; i++) {
		struct placed_part row = { .at = (int64_t)(i + 1) * 10 };
		struct str name = numbered(rq, "part", i);
		if (name.n == 0 || !layout_part_find(name, &row.part))
			continue;
		row.part.is_off = numbered(rq, "partOn", i).n == 0;
		if (!str_to_i64(str_trim(numbered(rq, "partAt", i)), &row.at))
			row.at = (int64_t)(i + 1) * 10;
		if (row.part.kind == BLOCK_EXTRA) {
			read_extra(rq, i, &row.part);
			if (str_trim(row.part.text).n == 0)
				continue;
		}
		size_t k = n++;
		for (; k > 0 && rows[k - 1].at > row.at; k--)
			rows[k] = rows[k - 1];
		rows[k] = row;
	}
	if (n == 0)
		return;
	for (size_t i = 0; i < n; i++)
		preset->parts[i] = rows[i].part;
	preset->part_count = layout_is_usual(preset->parts, n) ? 0 : n;
}

/* ---- all of it ----------------------------------------------------------------------------- */

static const json_t *
json_value(const struct req *rq, const char *name)
{
	for (size_t i = 0; i < rq->form.n; i++)
		if (str_eq(rq->form.at[i].name, str_from(name)))
			return rq->form.at[i].json;
	return NULL;
}

static bool
refuse_text(struct req *rq, const char *field, const char *label, struct str text)
{
	const struct moderate_source source = { .member = rq->member->id, .use = MODERATE_NOTE };
	const char *why = text.n > 0 ? moderate_text(rq->db, rq->arena, &source, text) : NULL;
	if (why != NULL)
		form_error(rq, field, label, why);
	return why != NULL;
}

bool
preset_is_fine(struct req *rq, const struct preset *preset)
{
	bool is_bad = refuse_text(rq, "name", "Name", preset->name) |
		      refuse_text(rq, "about", "In one line", preset->about) |
		      refuse_text(rq, "main", "Main prompt", preset->main) |
		      refuse_text(rq, "postHistory", "After the conversation",
				  preset->post_history);
	for (size_t i = 0; i < preset->part_count; i++)
		is_bad |= refuse_text(rq, "layout", "The order", preset->parts[i].name) |
			  refuse_text(rq, "layout", "The order", preset->parts[i].text);
	return !is_bad;
}

bool
preset_read_form(struct req *rq, struct preset *preset)
{
	bool is_part = rq->method == PATCH;
	struct texts in = { preset->name,	  preset->about, preset->main,
			    preset->post_history, STR_NONE,	 is_part && preset->pins_examples };
	bool ok = form_read(rq, is_part ? TEXTS_PART : TEXTS, COUNT(TEXTS), &in);
	if (ok && in.name.n == 0) {
		form_error(rq, "name", "Name", "Name is needed.");
		ok = false;
	}
	preset->name = in.name;
	preset->about = in.about;
	preset->main = in.main;
	preset->post_history = in.post_history;
	preset->pins_examples = in.pins_examples;
	if (form_value(rq, "stopLines").p != NULL)
		read_stop_lines(rq, in.stops, preset);
	if (json_is_array(json_value(rq, "stops")))
		read_stop_list(rq, json_value(rq, "stops"), preset);
	ok = sampling_from_form(rq, &preset->sampling) && ok;
	const json_t *layout = json_value(rq, "layout");
	if (json_is_array(layout))
		preset->part_count = layout_read(rq->arena, layout, preset->parts);
	else
		read_rows(rq, preset);
	return ok && preset_is_fine(rq, preset);
}
