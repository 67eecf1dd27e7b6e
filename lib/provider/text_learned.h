/*
 * What a model refused of a request's optional members, so that the next request leaves them out at
 * once and does not cost another round trip. Forgotten after an hour: servers get better.
 *
 * Locking: the loop's thread.
 */
#ifndef SNUG_PROVIDER_TEXT_LEARNED_H
#define SNUG_PROVIDER_TEXT_LEARNED_H

#include "lib/provider/wire.h"

/* The members to try first: those of the wire, or what was learned since. */
uint64_t text_learned(const struct wire *wire, const struct text_settings *settings,
		      struct str model);
/* `fields` were taken. */
void text_learn(const struct wire *wire, const struct text_settings *settings, struct str model,
		uint64_t fields);

#endif
