/*
 * Ids, gems and times as types of their own, so that a member's id cannot pass for a character's,
 * nor milligems for cents.
 *
 * Units: struct gems counts milligems (1 gem = 1000); struct moment counts microseconds since
 * 1970-01-01 UTC.
 */
#ifndef SNUG_BASE_TYPES_H
#define SNUG_BASE_TYPES_H

#include <stdbool.h>
#include <stdint.h>

#define ID_TYPES(X)                                                                                \
	X(member)                                                                                  \
	X(session)                                                                                 \
	X(character)                                                                               \
	X(tag)                                                                                     \
	X(chat)                                                                                    \
	X(message)                                                                                 \
	X(turn)                                                                                    \
	X(job)                                                                                     \
	X(hold)                                                                                    \
	X(op)                                                                                      \
	X(media)                                                                                   \
	X(pack)                                                                                    \
	X(order)                                                                                   \
	X(picture)                                                                                 \
	X(notification)                                                                            \
	X(lorebook)                                                                                \
	X(lore_entry)

#define ID_TYPE(name)                                                                              \
	struct name##_id {                                                                         \
		int64_t v;                                                                         \
	};
ID_TYPES(ID_TYPE)
#undef ID_TYPE

struct gems {
	int64_t milli;
};

struct moment {
	int64_t us;
};

/* No moment: what a null column gives. */
#define MOMENT_NONE ((struct moment){ INT64_MIN })

static inline bool
moment_is_none(struct moment m)
{
	return m.us == INT64_MIN;
}

#endif
