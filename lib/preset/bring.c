/* Presets of other tools, read into this house's shape. */
#include <math.h>

#include "lib/base/json.h"
#include "lib/preset/preset.h"

enum { LINES = 200 };

struct bring {
	struct arena *arena;
	struct preset *out;
	struct str *mapped, *ignored, *notes;
	size_t mapped_count, ignored_count, note_count;
};

static void
line(struct bring *b, struct str *list, size_t *n, struct str text)
{
	(void)b;
	if (*n < LINES)
		list[(*n)++] = text;
}

static void
map(struct bring *b, struct str text)
{
	line(b, b->mapped, &b->mapped_count, text);
}

static void
note(struct bring *b, struct str text)
{
	line(b, b->notes, &b->note_count, text);
}

static struct str
copy(struct bring *b, const json_t *value)
{
	return str_copy(b->arena, json_text(value));
}

/* ---- sampling ------------------------------------------------------------------------------ */

static bool
number_of(const json_t *value, double *out)
{
	if (json_is_number(value)) {
		*out = json_number_value(value);
		return isfinite(*out);
	}
	return json_is_string(value) && sampling_number(json_text(value), out);
}

static void
take_number(struct bring *b, const struct sampling_param *param, double value)
{
	bool was_wild;
	double tame = sampling_tame(param, value, &was_wild);
	sampling_set(&b->out->sampling, param, tame);
	if (was_wild)
		note(b,
		     str_fmt(b->arena, "%s was %.6g and is %.6g here.", param->label, value, tame));
}

/* -1 as a seed, 0 as a length: "as the back end likes". */
static bool
means_nothing(const struct sampling_param *param, double value)
{
	return (param->offset == offsetof(struct sampling, seed) && value < 0) ||
	       (param->group == SAMPLING_LENGTH && value <= 0);
}

static const struct sampling_param *
param_named(struct str key, bool is_chat)
{
	for (size_t i = 0; i < SAMPLING_PARAMS; i++) {
		const struct sampling_param *p = &sampling_params[i];
		const char *name = is_chat ? p->chat_name : p->text_name;
		if (name != NULL && str_eq(str_from(name), key))
			return p;
	}
	return NULL;
}

/* Older names for the same thing. */
static struct str
modern_name(struct str key, bool is_chat)
{
	static const struct {
		struct str old;
		struct str chat;
		struct str text;
	} NAMES[] = {
		{ STR_INIT("temp_openai"), STR_INIT("temperature"), STR_INIT("temp") },
		{ STR_INIT("freq_pen_openai"), STR_INIT("frequency_penalty"),
		  STR_INIT("freq_pen") },
		{ STR_INIT("pres_pen_openai"), STR_INIT("presence_penalty"),
		  STR_INIT("presence_pen") },
		{ STR_INIT("top_p_openai"), STR_INIT("top_p"), STR_INIT("top_p") },
		{ STR_INIT("top_k_openai"), STR_INIT("top_k"), STR_INIT("top_k") },
		{ STR_INIT("temp"), STR_INIT("temperature"), STR_INIT("temp") },
		{ STR_INIT("temperature"), STR_INIT("temperature"), STR_INIT("temp") },
		{ STR_INIT("typical"), STR_INIT("typical"), STR_INIT("typical_p") },
		{ STR_INIT("sampler_seed"), STR_INIT("seed"), STR_INIT("seed") },
		{ STR_INIT("repetition_penalty"), STR_INIT("repetition_penalty"),
		  STR_INIT("rep_pen") },
		{ STR_INIT("frequency_penalty"), STR_INIT("frequency_penalty"),
		  STR_INIT("freq_pen") },
		{ STR_INIT("presence_penalty"), STR_INIT("presence_penalty"),
		  STR_INIT("presence_pen") },
		{ STR_INIT("max_context_length"), STR_INIT("openai_max_context"),
		  STR_INIT("max_length") },
	};
	for (size_t i = 0; i < COUNT(NAMES); i++)
		if (str_eq(NAMES[i].old, key))
			return is_chat ? NAMES[i].chat : NAMES[i].text;
	return key;
}

static bool
bring_number(struct bring *b, struct str key, const json_t *value, bool is_chat)
{
	double number;
	const struct sampling_param *param = param_named(modern_name(key, is_chat), is_chat);
	if (param == NULL || !number_of(value, &number))
		return false;
	if (!means_nothing(param, number)) {
		take_number(b, param, number);
		map(b, str_fmt(b->arena, "%.*s: %s", STR_ARG(key), param->label));
	}
	return true;
}

/* A switch with two ends: temperature in the middle, and how far it moves. */
static void
bring_dynatemp(struct bring *b, const json_t *object)
{
	double least, most;
	if (!json_get_bool(object, "dynatemp", false) ||
	    !number_of(json_object_get(object, "min_temp"), &least) ||
	    !number_of(json_object_get(object, "max_temp"), &most) || most < least)
		return;
	take_number(b, sampling_find(STR("temperature")), (least + most) / 2);
	take_number(b, sampling_find(STR("dynatempRange")), (most - least) / 2);
	map(b, STR("dynatemp, min_temp, max_temp: Temperature and Dynamic temperature"));
}

static void
bring_stops(struct bring *b, struct str key, const json_t *value)
{
	struct str why;
	const json_t *list = json_is_string(value) ? json_read(b->arena, json_text(value), &why)
						   : value;
	size_t i, before = b->out->stop_count;
	json_t *item;
	json_array_foreach(list, i, item)
	{
		struct str stop = copy(b, item);
		if (stop.n > 0 && b->out->stop_count < PRESET_STOPS)
			b->out->stops[b->out->stop_count++] = stop;
	}
	if (b->out->stop_count > before)
		map(b, str_fmt(b->arena, "%.*s: where replies end", STR_ARG(key)));
}

/* ---- the order of prompts ------------------------------------------------------------------ */

/* What the prompt manager calls the parts that every order has. */
static const char *
part_named(struct str identifier)
{
	static const struct {
		struct str identifier;
		const char *part;
	} PARTS[] = {
		{ STR_INIT("main"), "main" },
		{ STR_INIT("worldInfoBefore"), "lore_before" },
		{ STR_INIT("personaDescription"), "persona" },
		{ STR_INIT("charDescription"), "description" },
		{ STR_INIT("charPersonality"), "personality" },
		{ STR_INIT("scenario"), "scenario" },
		{ STR_INIT("worldInfoAfter"), "lore_after" },
		{ STR_INIT("dialogueExamples"), "examples" },
		{ STR_INIT("chatHistory"), "history" },
		{ STR_INIT("jailbreak"), "post_history" },
	};
	for (size_t i = 0; i < COUNT(PARTS); i++)
		if (str_eq(PARTS[i].identifier, identifier))
			return PARTS[i].part;
	return NULL;
}

static const json_t *
prompt_with(const json_t *prompts, struct str identifier)
{
	size_t i;
	json_t *prompt;
	json_array_foreach(prompts, i, prompt) if (str_eq(json_get_text(prompt, "identifier"),
							  identifier)) return prompt;
	return NULL;
}

/* The order that is in use: of the two that files hold, the one with the higher number. */
static const json_t *
order_of(const json_t *object)
{
	const json_t *best = NULL;
	int64_t id = -1;
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(object, "prompt_order"), i, one)
	{
		int64_t own = json_get_i64(one, "character_id", 0);
		if (json_is_array(json_object_get(one, "order")) && own > id) {
			id = own;
			best = json_object_get(one, "order");
		}
	}
	return best;
}

static void
bring_extra(struct bring *b, const json_t *prompt, bool is_on)
{
	struct prompt_part *part = &b->out->parts[b->out->part_count];
	struct str text = copy(b, json_object_get(prompt, "content"));
	if (str_trim(text).n == 0)
		return;
	*part = (struct prompt_part){ .kind = BLOCK_EXTRA,
				      .is_off = !is_on,
				      .name = copy(b, json_object_get(prompt, "name")),
				      .text = text };
	if (!block_role_find(json_get_text(prompt, "role"), &part->role))
		part->role = TEXT_SYSTEM;
	if (json_get_i64(prompt, "injection_position", 0) == 1) {
		part->is_at_depth = true;
		part->depth = json_get_i64(prompt, "injection_depth", 4);
	}
	b->out->part_count++;
	map(b, str_fmt(b->arena, "Prompt \u201c%.*s\u201d%s", STR_ARG(part->name),
		       is_on ? "" : ", switched off as it was"));
}

static void
bring_order(struct bring *b, const json_t *prompts, const json_t *order)
{
	size_t i;
	json_t *item;
	json_array_foreach(order, i, item)
	{
		struct str identifier = json_get_text(item, "identifier");
		bool is_on = json_get_bool(item, "enabled", true);
		const char *part = part_named(identifier);
		if (b->out->part_count == LAYOUT_PARTS)
			break;
		if (part == NULL) {
			const json_t *prompt = prompt_with(prompts, identifier);
			if (prompt != NULL && !json_get_bool(prompt, "marker", false))
				bring_extra(b, prompt, is_on);
			continue;
		}
		struct prompt_part *to = &b->out->parts[b->out->part_count];
		if (layout_part_find(str_from(part), to)) {
			to->is_off = !is_on;
			b->out->part_count++;
		}
	}
	if (b->out->part_count > 0)
		map(b, STR("prompt_order: the order of the parts"));
}

static void
bring_prompts(struct bring *b, const json_t *object)
{
	const json_t *prompts = json_object_get(object, "prompts");
	const json_t *main = prompt_with(prompts, STR("main"));
	const json_t *last = prompt_with(prompts, STR("jailbreak"));
	if (main != NULL) {
		b->out->main = copy(b, json_object_get(main, "content"));
		map(b, STR("Main prompt"));
	}
	if (last != NULL && str_trim(json_get_text(last, "content")).n > 0) {
		b->out->post_history = copy(b, json_object_get(last, "content"));
		map(b, STR("Post-history instructions"));
	}
	bring_order(b, prompts, order_of(object));
}

/* ---- files --------------------------------------------------------------------------------- */

static bool
is_quiet(struct str key)
{
	static const char *const QUIET[] = { "prompts",	 "prompt_order", "dynatemp",  "min_temp",
					     "max_temp", "name",	 "sysprompt", "preset",
					     "instruct", "context" };
	for (size_t i = 0; i < COUNT(QUIET); i++)
		if (str_eq(str_from(QUIET[i]), key))
			return true;
	return false;
}

static bool
is_stop_list(struct str key)
{
	return str_eq(key, STR("stop")) || str_eq(key, STR("stop_sequence")) ||
	       str_eq(key, STR("custom_stopping_strings")) || str_eq(key, STR("stopping_strings"));
}

static bool
says_something(const json_t *value)
{
	return !(json_is_null(value) || json_is_false(value) ||
		 (json_is_string(value) && json_string_length(value) == 0) ||
		 (json_is_array(value) && json_array_size(value) == 0) ||
		 (json_is_object(value) && json_object_size(value) == 0));
}

static void
bring_values(struct bring *b, json_t *object, bool is_chat)
{
	const char *name;
	json_t *value;
	json_object_foreach(object, name, value)
	{
		struct str key = str_from(name);
		if (is_quiet(key) || bring_number(b, key, value, is_chat))
			continue;
		if (is_stop_list(key))
			bring_stops(b, key, value);
		else if (str_eq(key, STR("pin_examples")))
			b->out->pins_examples = json_is_true(value);
		else if (says_something(value))
			line(b, b->ignored, &b->ignored_count, str_copy(b->arena, key));
	}
	bring_dynatemp(b, object);
}

static void
bring_own(struct bring *b, json_t *object)
{
	struct preset *out = b->out;
	out->name = copy(b, json_object_get(object, "name"));
	out->about = copy(b, json_object_get(object, "about"));
	out->main = copy(b, json_object_get(object, "main"));
	out->post_history = copy(b, json_object_get(object, "postHistory"));
	out->sampling = sampling_read(json_object_get(object, "sampling"));
	out->pins_examples = json_get_bool(object, "pinsExamples", false);
	out->part_count = layout_read(b->arena, json_object_get(object, "layout"), out->parts);
	bring_stops(b, STR("stops"), json_object_get(object, "stops"));
	map(b, STR("Everything: it is a preset of a house like this one."));
}

static void
bring_master(struct bring *b, const json_t *object)
{
	const json_t *sysprompt = json_object_get(object, "sysprompt");
	if (json_get_text(sysprompt, "content").n > 0) {
		b->out->main = copy(b, json_object_get(sysprompt, "content"));
		map(b, STR("sysprompt: Main prompt"));
	}
	if (json_get_text(sysprompt, "post_history").n > 0) {
		b->out->post_history = copy(b, json_object_get(sysprompt, "post_history"));
		map(b, STR("sysprompt: Post-history instructions"));
	}
	static const char *const UNUSED[] = { "instruct", "context" };
	for (size_t i = 0; i < COUNT(UNUSED); i++)
		if (json_object_get(object, UNUSED[i]) != NULL)
			line(b, b->ignored, &b->ignored_count,
			     str_fmt(b->arena, "%s: back ends here know their own templates",
				     UNUSED[i]));
	bring_values(b, json_object_get(object, "preset"), false);
}

/* The name of a file without its folder and ending. */
static struct str
name_of_file(struct str name)
{
	ptrdiff_t slash = str_rfind_char(name, '/');
	if (slash >= 0)
		name = str_from_at(name, (size_t)slash + 1);
	ptrdiff_t dot = str_rfind_char(name, '.');
	return dot > 0 ? str_first(name, (size_t)dot) : name;
}

static struct str
bring_object(struct bring *b, json_t *object)
{
	if (str_eq(json_get_text(object, "spec"), STR("snug_preset"))) {
		bring_own(b, object);
		return STR("Preset of a house like this one");
	}
	if (json_is_array(json_object_get(object, "prompts")) ||
	    json_object_get(object, "openai_max_context") != NULL ||
	    json_object_get(object, "temp_openai") != NULL) {
		bring_prompts(b, object);
		bring_values(b, object, true);
		return STR("Chat completion preset");
	}
	if (json_is_object(json_object_get(object, "sysprompt")) ||
	    json_is_object(json_object_get(object, "preset"))) {
		bring_master(b, object);
		return STR("Master export");
	}
	bring_values(b, object, json_object_get(object, "temperature") != NULL);
	return sampling_count(&b->out->sampling) > 0 ? STR("Text completion preset") : STR_NONE;
}

enum preset_outcome
preset_bring(struct arena *arena, struct str bytes, struct str file_name, struct preset *out,
	     struct preset_report *report, struct str *why)
{
	static const struct str BOM = STR_INIT("\xEF\xBB\xBF");
	struct bring b = { .arena = arena, .out = out };
	*out = (struct preset){ .sampling = sampling_none() };
	b.mapped = ARENA_ARRAY(arena, struct str, LINES);
	b.ignored = ARENA_ARRAY(arena, struct str, LINES);
	b.notes = ARENA_ARRAY(arena, struct str, LINES);
	json_t *object = json_read(arena,
				   str_starts(bytes, BOM) ? str_from_at(bytes, BOM.n) : bytes, why);
	if (object == NULL)
		return PRESET_NOT_JSON;
	if (!json_is_object(object))
		return PRESET_UNKNOWN;
	report->format = bring_object(&b, object);
	if (report->format.n == 0)
		return PRESET_UNKNOWN;
	if (out->name.n == 0)
		out->name = copy(&b, json_object_get(object, "name"));
	if (out->name.n == 0)
		out->name = str_copy(arena, name_of_file(file_name));
	preset_tame(out);
	report->mapped = (struct strs){ b.mapped, b.mapped_count };
	report->ignored = (struct strs){ b.ignored, b.ignored_count };
	report->notes = (struct strs){ b.notes, b.note_count };
	return PRESET_OK;
}
