#include "lib/model/key.h"

#include "lib/base/seal.h"

/* What a sealed key is bound to: moved to another row or address it does not open. */
static struct str
bound_to(struct arena *arena, const struct own_key *key)
{
	return str_fmt(arena, "own_key|%lld|%.*s|%.*s", (long long)key->member.v,
		       STR_ARG(key->kind), STR_ARG(key->base));
}

bool
own_key_close(struct arena *arena, const struct own_key *key, struct str secret, struct str *sealed)
{
	return seal_close(arena, bound_to(arena, key), secret, sealed);
}

bool
own_key_open(struct arena *arena, const struct own_key *key, struct str *secret)
{
	return seal_open(arena, bound_to(arena, key), key->sealed, secret);
}

struct str
own_key_tail(struct str secret)
{
	enum { SHOWN = 4, LEAST_HIDDEN = 8 };
	for (size_t i = 0; i < secret.n; i++)
		if ((unsigned char)secret.p[i] >= 0x80)
			return STR_NONE;
	return secret.n < SHOWN + LEAST_HIDDEN ? STR("") : str_from_at(secret, secret.n - SHOWN);
}
