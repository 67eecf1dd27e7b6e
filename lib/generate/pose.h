/*
 * Presets for pictures: a setting and something to do, in words that are added to a prompt.
 */
#ifndef SNUG_GENERATE_POSE_H
#define SNUG_GENERATE_POSE_H

#include "lib/base/arena.h"
#include "lib/base/str.h"

struct pose {
	struct str key; /* `posePreset` of the outside contract */
	struct str label;
	struct str words; /* phrases, separated by ", " */
};

extern const struct pose pose_all[];
extern const size_t pose_count;

/* NULL for a key that is none. */
const struct pose *pose_find(struct str key);

/*
 * The prompt with the preset's phrases behind it. A phrase whose words all stand in the prompt is
 * left out, so that nothing is said twice; so is what would make it longer than `max` code points.
 */
struct str pose_apply(struct arena *arena, struct str prompt, const struct pose *pose, size_t max);

#endif
