/*
 * Keys that members bring for models of their own: checked, sealed, and opened again only in the
 * worker.
 *
 * Ownership: results live in the arena that was given; an opened key is to be forgotten
 * (seal_forget) as soon as it has served.
 */
#ifndef SNUG_MODEL_KEY_H
#define SNUG_MODEL_KEY_H

#include "lib/base/str.h"
#include "lib/base/types.h"

enum { OWN_KEYS_MOST = 10, OWN_KEY_LENGTH_MOST = 500 };

struct own_key {
	struct member_id member;
	struct str kind; /* openai, anthropic */
	struct str base;
	struct str model;
	struct str sealed;
};

/* Seals `secret` so that it serves only this member, kind and address. False: no house secret. */
NODISCARD bool own_key_close(struct arena *arena, const struct own_key *key, struct str secret,
			     struct str *sealed);
NODISCARD bool own_key_open(struct arena *arena, const struct own_key *key, struct str *secret);
/* The last characters of a key, by which its owner knows it again; less of a short one. */
struct str own_key_tail(struct str secret);

#endif
