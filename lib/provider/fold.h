/*
 * Prompts for back ends whose chat templates want what models were trained on: one text of the system
 * at the beginning, then the user and the assistant by turns, the user first and last.
 *
 * Ownership: the arena that was given, or the messages' own.
 */
#ifndef SNUG_PROVIDER_FOLD_H
#define SNUG_PROVIDER_FOLD_H

#include "lib/base/arena.h"
#include "lib/provider/text.h"

enum fold_system {
	FOLD_SYSTEM_FIRST, /* what the system says before the conversation stays its own */
	FOLD_SYSTEM_NEVER  /* there is no such role: the user says it */
};

/*
 * The same prompt, folded; `n` is replaced by how many messages there are now. What the system says later
 * becomes the user's, below the line FOLD_NOTE. `goes_on`: something follows the messages, so the last
 * of them need not be the user's.
 */
extern const char FOLD_NOTE[];
const struct text_message *fold_messages(struct arena *arena, const struct text_message *messages,
					 size_t *n, enum fold_system system, bool goes_on);

#endif
