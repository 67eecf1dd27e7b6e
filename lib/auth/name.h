/*
 * Usernames: what may be one, and when two look the same (Unicode TR39 skeletons are not needed:
 * usernames are a-z, 0-9 and _ only; what looks alike among those is folded).
 */
#ifndef SNUG_AUTH_NAME_H
#define SNUG_AUTH_NAME_H

#include "lib/base/arena.h"
#include "lib/base/str.h"

enum name_verdict { NAME_GOOD, NAME_SHAPE, NAME_RESERVED, NAME_RUDE };

/* Judges a username in lower case. */
NODISCARD enum name_verdict name_judge(struct arena *arena, struct str username);
const char *name_advice(enum name_verdict verdict);

#endif
