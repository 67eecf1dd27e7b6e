#include "lib/web/session.h"

#include <sodium.h>

#include "sql/session.h"

const char *
session_cookie(void)
{
	return req_is_https() ? "__Host-snug" : "snug";
}

const char *
guest_cookie(void)
{
	return req_is_https() ? "__Host-snug-guest" : "snug-guest";
}

struct str
session_token_hash(struct arena *arena, struct str token)
{
	unsigned char *hash = arena_take(arena, crypto_hash_sha256_BYTES);
	crypto_hash_sha256(hash, (const unsigned char *)token.p, token.n);
	return (struct str){ (const char *)hash, crypto_hash_sha256_BYTES };
}

static struct str
sent_token(struct req *rq)
{
	struct str authorization = req_header(rq, "Authorization");
	if (authorization.n > 7 && str_eq_fold(str_first(authorization, 7), STR("Bearer "))) {
		rq->by_bearer = true;
		return str_trim(str_from_at(authorization, 7));
	}
	return req_cookie(rq, session_cookie());
}

void
session_ask(struct req *rq)
{
	rq->guest_token = req_cookie(rq, guest_cookie());
	struct str token = sent_token(rq);
	if (token.n < 20 || token.n > 200)
		return;
	rq->session_token = token;
	rq->session = session_find_ahead(rq->db, session_token_hash(rq->arena, token));
}

void
session_know(struct req *rq)
{
	if (rq->session == NULL)
		return;
	struct rows rows = db_collect(rq->session);
	rq->session = NULL;
	if (rows.n == 0) {
		rq->session_token = STR_NONE;
		return;
	}
	const struct session_find_row *row = session_find_at(rows, 0);
	struct member *member = ARENA_NEW(rq->arena, struct member);
	*member = (struct member){ .id = row->member_id,
				   .session = row->id,
				   .username = row->username,
				   .display_name = row->display_name,
				   .avatar_url = row->avatar_url,
				   .theme = row->theme,
				   .role = row->role,
				   .balance = row->balance,
				   .unread = row->unread,
				   .hides = row->hides,
				   .sight = row->sight,
				   .language = row->language,
				   .tags_off = row->tags_off,
				   .is_new = row->is_new };
	rq->member = member;
	if (row->is_stale && !db_in_transaction(rq->db)) {
		db_begin(rq->db);
		(void)session_touch(rq->db, row->id);
		db_commit(rq->db);
	}
}

struct str
session_sight(struct req *rq)
{
	session_know(rq);
	return rq->member != NULL ? rq->member->sight : STR("none");
}

bool
session_moderates(const struct member *member)
{
	return session_governs(member) ||
	       (member != NULL && str_eq(member->role, STR("moderator")));
}

bool
session_governs(const struct member *member)
{
	return member != NULL &&
	       (str_eq(member->role, STR("admin")) || str_eq(member->role, STR("super_admin")));
}
