#include "lib/auth/recover.h"

#include <sodium.h>

#include "lib/auth/password.h"
#include "lib/base/fault.h"
#include "lib/base/rand.h"
#include "sql/token.h"

enum { TOKEN_BYTES = 32, TOKEN_LONGEST = 100 };

static const struct {
	struct str kind;
	int minutes;
} KINDS[] = { [RECOVER_PASSWORD] = { STR_INIT("reset"), 30 },
	      [RECOVER_ADDRESS] = { STR_INIT("verify"), 60 } };

static struct str
hash_of(struct arena *arena, struct str token)
{
	unsigned char *hash = arena_take(arena, crypto_hash_sha256_BYTES);
	crypto_hash_sha256(hash, (const unsigned char *)token.p, token.n);
	return (struct str){ (const char *)hash, crypto_hash_sha256_BYTES };
}

struct str
recover_token(struct db *db, struct arena *arena, enum recover_kind kind, struct member_id member,
	      struct str email)
{
	struct str token = rand_token(arena, TOKEN_BYTES);
	(void)token_insert(db, &(struct token_insert_in){ .token_hash = hash_of(arena, token),
							  .kind = KINDS[kind].kind,
							  .member_id = member,
							  .email = email,
							  .minutes = KINDS[kind].minutes });
	return token;
}

bool
recover_find(struct db *db, struct arena *arena, enum recover_kind kind, struct str token,
	     struct recover_owner *owner)
{
	if (token.n == 0 || token.n > TOKEN_LONGEST)
		return false;
	const struct token_find_row *row = token_find(db, hash_of(arena, token), KINDS[kind].kind);
	if (row == NULL)
		return false;
	*owner = (struct recover_owner){ row->member_id, row->username, row->email };
	return true;
}

/* Of two requests that bring the same token at once, one uses it. */
static bool
use(struct db *db, struct arena *arena, enum recover_kind kind, struct str token,
    struct recover_owner *owner)
{
	return recover_find(db, arena, kind, token, owner) &&
	       token_take(db, hash_of(arena, token), KINDS[kind].kind) == 1;
}

/* False when the address is somebody else's. */
static bool
mark_verified(struct db *db, const struct recover_owner *owner)
{
	struct db_refusal refusal = { 0 };
	int64_t n = token_verify(db, owner->member, owner->email, &refusal);
	/* Verified by two at the same moment: run again, and see the other's. */
	if (refusal.state[0] != '\0')
		fault_raise(FAULT_RETRY, "an address was verified twice at once");
	return n == 1;
}

bool
recover_set_password(struct db *db, struct arena *arena, struct str token, struct str password,
		     struct recover_owner *owner)
{
	if (!use(db, arena, RECOVER_PASSWORD, token, owner))
		return false;
	(void)token_set_password(db, owner->member, password_hash(arena, password));
	(void)token_end_sessions(db, owner->member);
	(void)token_void_all(db, owner->member);
	(void)mark_verified(db, owner);
	return true;
}

enum recover_verified
recover_verify(struct db *db, struct arena *arena, struct str token, struct recover_owner *owner)
{
	if (!use(db, arena, RECOVER_ADDRESS, token, owner))
		return RECOVER_VOID;
	return mark_verified(db, owner) ? RECOVER_VERIFIED : RECOVER_TAKEN;
}
