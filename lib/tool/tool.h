/*
 * What a model may ask the house to do while it writes: harmless things that it cannot do itself.
 *
 * roll_dice     fair dice, so that a model does not make the numbers up; the roll is shown
 * current_time  the date and time of the house, UTC
 */
#ifndef SNUG_TOOL_TOOL_H
#define SNUG_TOOL_TOOL_H

#include "lib/base/buf.h"
#include "lib/provider/text.h"

/* All of them; lives as long as the process. */
const struct text_tool *tool_all(size_t *count);
/*
 * Does what was asked: the result for the model as JSON, an error in words when the call is no good.
 * What the reader of the reply is to see of it is added to `notes` (a line of Markdown).
 */
struct str tool_use(struct arena *arena, const struct text_tool_call *call, struct buf *notes);

#endif
