/*
 * Telling of people in the third person: "I bake bread for my sister" of Ada becomes "Ada bakes bread
 * for their sister", and an action "*sets a cup before you*" of Nova "Nova sets a cup before Ada".
 *
 * Ownership: the arena that was given.
 */
#ifndef SNUG_PROVIDER_OFFLINE_THIRD_H
#define SNUG_PROVIDER_OFFLINE_THIRD_H

#include "lib/provider/offline/words.h"

/* A clause that begins with I, I'm, I've or my, said by `who` to `other`; ended with a full stop. */
struct str third_told(struct arena *arena, struct str clause, struct str who, struct str other);

/* What stands between asterisks, done by `who`; nothing when it is not sure to come out right. */
struct str third_done(struct arena *arena, struct str action, struct str who, struct str other);

/* Whether the engine knows a word, in small letters, as a verb of the present tense. */
bool third_is_verb(struct str folded);

#endif
