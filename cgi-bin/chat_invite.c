/* Asking members into a chat: a link with a secret, a page that says who will see what, and leaving. */
#include "cgi-bin/chat.h"

#include <sodium.h>

#include "lib/base/rand.h"
#include "lib/web/letter.h"
#include "sql/group.h"

enum { TOKEN_BYTES = 24, TOKEN_LONGEST = 64 };

struct about_member {
	int64_t member;
};

static const struct field ABOUT_MEMBER[] = {
	FIELD_ID(struct about_member, member, "memberId", "Member", false),
};

static struct str
token_hash(struct arena *arena, struct str token)
{
	unsigned char *hash = arena_take(arena, crypto_hash_sha256_BYTES);
	crypto_hash_sha256(hash, (const unsigned char *)token.p, token.n);
	return (struct str){ (const char *)hash, crypto_hash_sha256_BYTES };
}

/* The link is shown once, on this page; the house keeps only its hash. */
struct reply
chat_invite(struct req *rq)
{
	const struct chat_find_row *chat = chat_of_request(rq);
	if (chat == NULL || !chat->is_owner)
		return not_found(rq);
	struct str token = rand_token(rq->arena, TOKEN_BYTES);
	if (group_invite(rq->db, token_hash(rq->arena, token), chat->id, rq->member->id) == 0)
		return refuse(
			rq, 429, "RATE_LIMIT",
			"That was the last invitation for today. Links that are out still work.");
	struct str path = str_fmt(rq->arena, "/chat/join/%.*s", STR_ARG(token));
	struct view *v = rq->wants_json ? view_new(rq->arena) : chat_side_view(rq, chat);
	view_url(v, "path", path);
	view_text(v, "link", letter_link(rq->arena, path));
	return rq->wants_json ? done(rq, 201, v, path) : page(rq, "chat/invite", v);
}

struct reply
chat_revoke(struct req *rq)
{
	const struct chat_find_row *chat = chat_of_request(rq);
	if (chat == NULL || !chat->is_owner)
		return not_found(rq);
	(void)group_revoke(rq->db, chat->id, rq->member->id);
	return done(rq, 200, NULL, chat_address(rq, chat->id, "/people"));
}

static const struct group_invited_row *
invited(struct req *rq, struct str *hash)
{
	struct str token = rq->captures[0];
	if (token.n == 0 || token.n > TOKEN_LONGEST)
		return NULL;
	*hash = token_hash(rq->arena, token);
	return group_invited(rq->db, *hash, rq->member->id);
}

static struct reply
no_invitation(struct req *rq)
{
	return refuse(rq, 404, NULL,
		      "This invitation is used up or taken back. Ask for another one.");
}

struct reply
chat_show_join(struct req *rq)
{
	struct str hash;
	const struct group_invited_row *row = invited(rq, &hash);
	if (row == NULL)
		return no_invitation(rq);
	if (row->is_in)
		return see(rq, chat_address(rq, row->chat_id, ""));
	struct view *v = view_new(rq->arena);
	view_fields(v, &group_invited_type, row);
	view_text(v, "yourName", rq->member->display_name);
	view_url(v, "joinUrl", str_fmt(rq->arena, "/chat/join/%.*s", STR_ARG(rq->captures[0])));
	struct str price = chat_gems_words(rq->arena, row->reply_price);
	view_text(v, "priceText",
		  row->price_is_per_1000_tokens
			  ? str_fmt(rq->arena, "%.*s per 1,000 tokens", STR_ARG(price))
			  : price);
	return page(rq, "chat/join", v);
}

struct reply
chat_join(struct req *rq)
{
	struct str hash;
	const struct group_invited_row *row = invited(rq, &hash);
	if (row == NULL)
		return no_invitation(rq);
	if (!row->is_in && !row->has_room)
		return refuse(rq, 409, "CHAT_FULL", "There is no seat left in this chat.");
	struct chat_id chat = row->chat_id;
	if (!row->is_in && group_join(rq->db, hash, rq->member->id) == 0)
		return no_invitation(rq);
	struct tree_told told = tree_tell_members(rq->db, chat, "people");
	chat_tell_after(rq, told.first, told.last, false);
	struct view *v = view_new(rq->arena);
	view_id(v, "sessionId", chat.v);
	return done(rq, 200, v, chat_address(rq, chat, ""));
}

/* Without a member it is oneself who leaves. */
struct reply
chat_leave(struct req *rq)
{
	struct about_member in = { 0 };
	struct chat_id chat = chat_asked(rq);
	if (!form_read(rq, ABOUT_MEMBER, COUNT(ABOUT_MEMBER), &in))
		return refuse(rq, 422, NULL, "Say who leaves.");
	struct member_id who = { in.member != 0 ? in.member : rq->member->id.v };
	if (group_leave(rq->db, chat, rq->member->id, who) == 0)
		return not_found(rq);
	chat_tell_others(rq, "people");
	return done(rq, 200, NULL,
		    who.v == rq->member->id.v ? STR("/chat") : chat_address(rq, chat, "/people"));
}
