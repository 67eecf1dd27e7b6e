#include "lib/preset/preset.h"

#include "lib/base/json.h"
#include "lib/base/utf8.h"

/* What is missing is empty: no column of a preset is ever null. */
static struct str
tame(struct str text, size_t most)
{
	return text.p == NULL ? STR("") : utf8_clip(text, most);
}

void
preset_tame(struct preset *preset)
{
	preset->name = tame(str_trim(preset->name), PRESET_NAME);
	preset->about = tame(str_trim(preset->about), PRESET_ABOUT);
	preset->main = tame(preset->main, PRESET_TEXT);
	preset->post_history = tame(preset->post_history, PRESET_TEXT);
	for (size_t i = 0; i < preset->stop_count; i++)
		preset->stops[i] = str_first(preset->stops[i],
					     str_clip(preset->stops[i], PRESET_STOP));
	for (size_t i = 0; i < preset->part_count; i++) {
		preset->parts[i].name = tame(preset->parts[i].name, PRESET_NAME);
		preset->parts[i].text = tame(preset->parts[i].text, LAYOUT_TEXT);
	}
	if (preset->name.n == 0)
		preset->name = STR("A preset");
}

struct str
preset_take(struct arena *arena, const struct preset *preset)
{
	struct buf out = buf_in(arena);
	buf_lit(&out, "{\n\t\"spec\": \"snug_preset\",\n\t\"version\": 1,\n\t\"name\": ");
	json_put_text(&out, preset->name);
	buf_lit(&out, ",\n\t\"about\": ");
	json_put_text(&out, preset->about);
	buf_lit(&out, ",\n\t\"main\": ");
	json_put_text(&out, preset->main);
	buf_lit(&out, ",\n\t\"postHistory\": ");
	json_put_text(&out, preset->post_history);
	struct str sampling = sampling_json(arena, &preset->sampling);
	buf_fmt(&out, ",\n\t\"sampling\": %.*s,\n\t\"stops\": [", STR_ARG(sampling));
	for (size_t i = 0; i < preset->stop_count; i++) {
		if (i > 0)
			buf_lit(&out, ", ");
		json_put_text(&out, preset->stops[i]);
	}
	struct str layout = layout_json(arena, preset->parts, preset->part_count);
	buf_fmt(&out, "],\n\t\"pinsExamples\": %s,\n\t\"layout\": %.*s\n}\n",
		preset->pins_examples ? "true" : "false", STR_ARG(layout));
	return buf_done(&out);
}
