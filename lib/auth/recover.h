/*
 * Ways back in, and proof of an address: one-time tokens that travel by mail.
 *
 * A token is 32 random bytes; the database keeps its SHA-256. It works once, for 30 minutes (a lost
 * password) or 60 (an address), and a newer one of its kind makes it void.
 *
 * Errors: outcomes. All functions run inside the caller's write transaction.
 */
#ifndef SNUG_AUTH_RECOVER_H
#define SNUG_AUTH_RECOVER_H

#include "lib/db/db.h"

enum recover_kind { RECOVER_PASSWORD, RECOVER_ADDRESS };

/* Whose token it is. */
struct recover_owner {
	struct member_id member;
	struct str username;
	struct str email;
};

/* A new token for a mail to `email`. A member of 0 makes one that fits nobody. */
struct str recover_token(struct db *db, struct arena *arena, enum recover_kind kind,
			 struct member_id member, struct str email);

/* False when the token is used up, ended, void or none. May run in a READ ONLY transaction. */
NODISCARD bool recover_find(struct db *db, struct arena *arena, enum recover_kind kind,
			    struct str token, struct recover_owner *owner);

/*
 * Uses the token: sets the password, ends every session, makes every other token void. Whoever read
 * the mail has the address, so it counts as verified too. False as above.
 */
NODISCARD bool recover_set_password(struct db *db, struct arena *arena, struct str token,
				    struct str password, struct recover_owner *owner);

enum recover_verified { RECOVER_VERIFIED, RECOVER_VOID, RECOVER_TAKEN };

/* Uses the token: the address is the member's. TAKEN: somebody else verified it before. */
NODISCARD enum recover_verified recover_verify(struct db *db, struct arena *arena, struct str token,
					       struct recover_owner *owner);

#endif
