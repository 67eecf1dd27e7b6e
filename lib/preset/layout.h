/*
 * The order of a prompt's parts as a preset keeps it: a list of
 * {"part": "main", "off": true?} and, for text of its own,
 * {"part": "extra", "name": "...", "role": "system", "text": "...", "depth": 4?}.
 * Parts: main lore_before persona description personality scenario lore_after memory examples history
 * post_history extra.
 */
#ifndef SNUG_PRESET_LAYOUT_H
#define SNUG_PRESET_LAYOUT_H

#include "lib/prompt/prompt.h"

enum { LAYOUT_PARTS = 64, LAYOUT_TEXT = 16000 };

/* What is no part is passed over; a list that is empty or names no conversation gives 0 parts. */
size_t layout_read(struct arena *arena, const json_t *list, struct prompt_part out[LAYOUT_PARTS]);
/* The parts that every order has, as they usually stand: `out` has room for LAYOUT_USUAL. */
enum { LAYOUT_USUAL = 11 };
void layout_usual(struct prompt_part out[LAYOUT_USUAL]);
/* Whether it is that order, with everything on and nothing added. */
bool layout_is_usual(const struct prompt_part *parts, size_t n);
struct str layout_json(struct arena *arena, const struct prompt_part *parts, size_t n);
/* "lore_before" and the like; false for what is none. */
NODISCARD bool layout_part_find(struct str name, struct prompt_part *out);
struct str layout_part_name(const struct prompt_part *part);

#endif
