/*
 * The offline engine in the member's place: their next message, made of what the character said last
 * and of what the member told before. Short and open, so that it commits them to little.
 *
 * Ownership: the arena that was given.
 */
#ifndef SNUG_PROVIDER_OFFLINE_LEND_H
#define SNUG_PROVIDER_OFFLINE_LEND_H

#include "lib/provider/offline/extract.h"

struct str lend_line(struct arena *arena, const struct extract_talk *talk, uint64_t seed);

#endif
