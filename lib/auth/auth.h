/*
 * Accounts: making one, signing in and out.
 *
 * Signing up and in tell nothing about who has an account: the same words, status and time whether
 * or not a mail address is known. Usernames are public.
 *
 * Errors: outcomes as enums. All functions run inside the caller's write transaction.
 */
#ifndef SNUG_AUTH_AUTH_H
#define SNUG_AUTH_AUTH_H

#include "lib/db/db.h"

struct auth_sign_up {
	struct str email;
	struct str username;
	struct str password;   /* empty: an account that cannot sign in until one is set */
	struct str birth_date; /* YYYY-MM-DD; STR_NONE for staff made on the host */
	struct str role;       /* empty: user */
	bool is_verified;      /* nobody else has verified the address */
};

enum auth_made { AUTH_MADE, AUTH_NAME_TAKEN };

/* Makes the account, its wallet and the welcome gems. The fields were judged before. */
NODISCARD enum auth_made auth_make(struct db *db, struct arena *arena,
				   const struct auth_sign_up *in, struct member_id *member);

enum auth_signed_in { AUTH_SIGNED_IN, AUTH_WRONG, AUTH_LOCKED, AUTH_BANNED };

/* `identifier` is a username or a verified (else any) mail address. */
NODISCARD enum auth_signed_in auth_check(struct db *db, struct arena *arena, struct str identifier,
					 struct str password, struct member_id *member);

/* A new session; returns its token, which is kept nowhere else. */
struct str auth_open_session(struct db *db, struct arena *arena, struct member_id member,
			     bool remember, struct str device, struct str network);

enum auth_event {
	AUTH_EVENT_SIGN_UP,
	AUTH_EVENT_SIGN_IN,
	AUTH_EVENT_SIGN_IN_FAILED,
	AUTH_EVENT_SIGN_OUT,
	AUTH_EVENT_SESSION_ENDED,
	AUTH_EVENT_PASSWORD_CHANGED
};

/* Writes the member's security log. */
void auth_record(struct db *db, struct member_id member, enum auth_event event, struct str device,
		 struct str network);

/* Ages at which the house opens; product decision 7. */
enum { AUTH_LEAST_AGE = 18 };

#endif
