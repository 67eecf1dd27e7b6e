/*
 * Chance: secrets from the system (libsodium), and a seeded generator for what must come out the
 * same again (the sketch painter, the offline engine, tests).
 */
#ifndef SNUG_BASE_RAND_H
#define SNUG_BASE_RAND_H

#include "lib/base/str.h"

/* Fills `n` bytes that nobody can guess. */
void rand_secret(void *bytes, size_t n);
/* `n` secret bytes as base64url without padding (RFC 4648, section 5). */
struct str rand_token(struct arena *arena, size_t n);

/* SplitMix64 (Steele, Lea, Flood 2014): never for secrets. */
struct rand_seeded {
	uint64_t state;
};

struct rand_seeded rand_from_seed(uint64_t seed);
uint64_t rand_next(struct rand_seeded *r);
/* 0 <= result < below; below > 0. */
uint32_t rand_below(struct rand_seeded *r, uint32_t below);
/* 0 <= result < 1. */
double rand_unit(struct rand_seeded *r);

#endif
