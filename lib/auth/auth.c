#include "lib/auth/auth.h"

#include <sodium.h>

#include "lib/auth/password.h"
#include "lib/base/rand.h"
#include "sql/auth.h"

enum { DAYS_REMEMBERED = 90, DAYS_ONCE = 1, TOKEN_BYTES = 32 };

enum auth_made
auth_make(struct db *db, struct arena *arena, const struct auth_sign_up *in,
	  struct member_id *member)
{
	struct str hash = in->password.n > 0 ? password_hash(arena, in->password) : STR_NONE;
	const struct auth_insert_member_row *row = auth_insert_member(
		db, &(struct auth_insert_member_in){ .username = in->username,
						     .display_name = in->username,
						     .password_hash = hash,
						     .birth_date = in->birth_date,
						     .role = str_or(in->role, STR("user")) });
	if (row == NULL)
		return AUTH_NAME_TAKEN;
	*member = row->id;
	(void)auth_insert_email(db, *member, in->email, in->is_verified);
	(void)auth_grant_welcome(db, *member, str_fmt(arena, "welcome:%lld", (long long)member->v));
	return AUTH_MADE;
}

enum auth_signed_in
auth_check(struct db *db, struct arena *arena, struct str identifier, struct str password,
	   struct member_id *member)
{
	const struct auth_find_row *row = auth_find(db, identifier);
	struct str hash = row != NULL && row->password_hash.p != NULL ? row->password_hash
								      : STR("");
	*member = row != NULL ? row->id : (struct member_id){ 0 };
	bool matches = password_matches(arena, hash, password);
	if (row == NULL || !matches || str_eq(row->state, STR("deleted")))
		return AUTH_WRONG;
	if (str_eq(row->state, STR("locked")))
		return AUTH_LOCKED;
	if (str_eq(row->state, STR("banned")))
		return AUTH_BANNED;
	return AUTH_SIGNED_IN;
}

struct str
auth_open_session(struct db *db, struct arena *arena, struct member_id member, bool remember,
		  struct str device, struct str network)
{
	struct str token = rand_token(arena, TOKEN_BYTES);
	unsigned char hash[crypto_hash_sha256_BYTES];
	crypto_hash_sha256(hash, (const unsigned char *)token.p, token.n);
	(void)auth_insert_session(db, &(struct auth_insert_session_in){
					      .token_hash = { (const char *)hash, sizeof(hash) },
					      .member_id = member,
					      .days = remember ? DAYS_REMEMBERED : DAYS_ONCE,
					      .device = device,
					      .network = network });
	return token;
}

void
auth_record(struct db *db, struct member_id member, enum auth_event event, struct str device,
	    struct str network)
{
	static const struct str TYPES[] = {
		STR_INIT("sign_up"),  STR_INIT("sign_in"),	 STR_INIT("sign_in_failed"),
		STR_INIT("sign_out"), STR_INIT("session_ended"), STR_INIT("password_changed")
	};
	(void)auth_record_event(db, member, TYPES[event], device, network);
}
