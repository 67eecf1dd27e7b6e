/*
 * Keys drawn from the house's secret (VAR/secret or SNUG_SECRET_FILE), and text sealed with one so
 * that the database alone cannot tell it: XChaCha20-Poly1305 (libsodium), bound to what it belongs
 * to.
 *
 * Locking: any thread.
 */
#ifndef SNUG_BASE_SEAL_H
#define SNUG_BASE_SEAL_H

#include "lib/base/str.h"

enum { SEAL_KEY_BYTES = 32 };

/* A key for `purpose` (NULL: the first one). False when the secret is missing or too short. */
NODISCARD bool seal_key(const char *purpose, unsigned char key[SEAL_KEY_BYTES]);

/* Opens only with the same `bound_to`. False when the secret is missing. */
NODISCARD bool seal_close(struct arena *arena, struct str bound_to, struct str text,
			  struct str *sealed);
/* False when it was changed, moved elsewhere, or sealed with another secret. */
NODISCARD bool seal_open(struct arena *arena, struct str bound_to, struct str sealed,
			 struct str *text);
/* Overwrites what must not stay in memory. */
void seal_forget(struct str text);

#endif
