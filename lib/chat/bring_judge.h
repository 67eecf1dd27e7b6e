/*
 * What is said in chats that come in is judged as if it were said here, with names and marks, and so that
 * nothing is split over several messages.
 */
#ifndef SNUG_CHAT_BRING_JUDGE_H
#define SNUG_CHAT_BRING_JUDGE_H

#include "lib/chat/bring.h"

/*
 * Whether this house takes all of a file. When not, `blocked`, `verdict` and `refusal` of the result say
 * where and why, and what falls under the absolute list is noted. `memory` is for the work.
 */
NODISCARD bool chat_bring_judge(struct db *db, struct arena *arena, struct arena *memory,
				const struct chat_bring_order *order, const struct chatfile *file,
				struct chat_bring_result *out);

#endif
