/*
 * Presets: how replies are asked for. What one holds, what is brought from files of other tools, and
 * the file that it goes out as.
 *
 * Files that are known: presets of SillyTavern for chat completion (prompts, prompt_order, temperature,
 * ...) and for text completion (temp, rep_pen, ...), its master export (sysprompt, preset), and this
 * house's own. What is not used is named, so that nobody is left to guess.
 *
 * Ownership: slices of what was read, or in the arena.
 */
#ifndef SNUG_PRESET_PRESET_H
#define SNUG_PRESET_PRESET_H

#include "lib/preset/layout.h"
#include "lib/preset/sampling.h"

enum {
	PRESETS_MOST = 100, /* of one member */
	PRESET_NAME = 60,
	PRESET_ABOUT = 300,
	PRESET_TEXT = 16000,
	PRESET_STOPS = 16,
	PRESET_STOP = 200, /* bytes */
	PRESET_BYTES = 1024 * 1024
};

struct preset {
	struct str name;
	struct str about;
	struct str main;
	struct str post_history;
	struct sampling sampling;
	struct str stops[PRESET_STOPS];
	size_t stop_count;
	struct prompt_part parts[LAYOUT_PARTS];
	size_t part_count;
	bool pins_examples;
};

enum preset_outcome { PRESET_OK, PRESET_NOT_JSON, PRESET_UNKNOWN };

struct preset_report {
	struct str format; /* "Chat completion preset", ... */
	struct strs mapped, ignored, notes;
};

/* Reads a file. `file_name` names the preset when the file does not. `why` tells where JSON breaks. */
NODISCARD enum preset_outcome preset_bring(struct arena *arena, struct str bytes,
					   struct str file_name, struct preset *out,
					   struct preset_report *report, struct str *why);
/* The file of a preset: this house's own shape, which preset_bring reads back whole. */
struct str preset_take(struct arena *arena, const struct preset *preset);

/* Makes it fit the measures of the table: names, texts and stops are clipped to whole code points. */
void preset_tame(struct preset *preset);

#endif
