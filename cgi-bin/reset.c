/* A lost password, and proof of a mail address: both by a link that works once. */
#include "lib/auth/auth.h"
#include "lib/auth/judge.h"
#include "lib/auth/password.h"
#include "lib/auth/recover.h"
#include "lib/web/letter.h"
#include "lib/web/metrics.h"
#include "lib/web/serve.h"
#include "sql/token.h"

enum {
	HASHES_AT_ONCE = 4, /* 64 MiB each */
	ASK_EVERY_S = 60,   /* one address from one network */
	ASKS = 5,
	LETTER_EVERY_S = 600, /* to one address, whoever asks: nobody's mailbox is flooded */
	LETTERS = 5
};

struct ask {
	struct str email;
};

static const struct field ASK[] = {
	FIELD_LINE(struct ask, email, "email", "Email", 3, 254),
};

struct answer {
	struct str token;
	struct str password;
};

static const struct field ANSWER[] = {
	FIELD_LINE(struct answer, token, "token", "Link", 1, 100),
	FIELD_SECRET(struct answer, password, "newPassword", "New password", 1, 128),
};

struct proof {
	struct str token;
};

static const struct field PROOF[] = {
	FIELD_LINE(struct proof, token, "token", "Link", 1, 100),
};

static struct view *
form_view(struct req *rq)
{
	rq->has_form = true;
	return view_new(rq->arena);
}

/* How long until this may be asked again; and whether a letter may still go to the address. */
static int
ask_wait(struct req *rq, struct str email, bool *may_write)
{
	struct str folded = str_lower(rq->arena, email);
	struct str asked = str_fmt(rq->arena, "reset:%.*s:%.*s", STR_ARG(req_network(rq)),
				   STR_ARG(folded));
	struct str letter = str_fmt(rq->arena, "letter:%.*s", STR_ARG(folded));
	int wait = rate_wait(rq, asked, ASK_EVERY_S, ASKS);
	*may_write = wait == 0 && rate_wait(rq, letter, LETTER_EVERY_S, LETTERS) == 0;
	return wait;
}

static struct reply
show_ask(struct req *rq)
{
	form_show(rq, ASK, COUNT(ASK));
	return page(rq, "reset/ask", form_view(rq));
}

/* The same steps, answer and time whether or not somebody has the address. */
static struct reply
ask(struct req *rq)
{
	struct ask in = { 0 };
	bool may_write;
	bool read = form_read(rq, ASK, COUNT(ASK), &in);
	const char *why = read ? judge_email(in.email) : NULL;
	if (why != NULL)
		form_error(rq, "email", "Email", why);
	if (!read || why != NULL)
		return form_again(rq, 422, "reset/ask", form_view(rq));
	int wait = ask_wait(rq, in.email, &may_write);
	if (wait > 0)
		return too_many(rq, wait);

	const struct token_recipient_row *who = token_recipient(rq->db, in.email);
	struct member_id member = who != NULL ? who->member_id : (struct member_id){ 0 };
	struct str token = recover_token(rq->db, rq->arena, RECOVER_PASSWORD, member, in.email);
	struct view *v = view_new(rq->arena);
	view_text(v, "username", who != NULL ? who->username : STR("nobody"));
	view_text(v, "url",
		  letter_link(rq->arena,
			      str_fmt(rq->arena, "/reset/new?token=%.*s", STR_ARG(token))));
	letter_after_commit(rq, who != NULL && may_write ? LETTER_TO_SOMEBODY : LETTER_TO_NOBODY,
			    who != NULL ? who->email : in.email, "mail/reset.txt", v);
	return done(rq, 200, NULL, STR("/reset/sent"));
}

static struct reply
show_sent(struct req *rq)
{
	return page(rq, "reset/sent", view_new(rq->arena));
}

static struct reply
void_link(struct req *rq)
{
	if (rq->wants_json)
		return refuse(rq, 422, "TOKEN_VOID",
			      "This link was used, is too old, or a newer one took its place.");
	return page_status(rq, 410, "reset/void", view_new(rq->arena));
}

static struct view *
answer_view(struct req *rq, struct str token, const struct recover_owner *owner)
{
	struct view *v = form_view(rq);
	struct view *page_only = view_object(v, "page");
	view_text(page_only, "token", token);
	view_text(page_only, "username", owner->username);
	return v;
}

static struct reply
show_answer(struct req *rq)
{
	struct recover_owner owner;
	struct str token = req_query(rq, "token");
	if (!recover_find(rq->db, rq->arena, RECOVER_PASSWORD, token, &owner))
		return void_link(rq);
	rq->form_spec = ANSWER;
	form_show(rq, ANSWER, COUNT(ANSWER));
	struct reply reply = page(rq, "reset/new", answer_view(rq, token, &owner));
	reply.no_store = true;
	return reply;
}

static bool
judge_password(struct req *rq, struct str password, const struct recover_owner *owner)
{
	ptrdiff_t at = str_find_char(owner->email, '@');
	struct str own[] = { owner->username, str_first(owner->email, at > 0 ? (size_t)at : 0) };
	enum password_quality quality = password_judge(password, own, COUNT(own));
	if (quality != PASSWORD_GOOD)
		form_error(rq, "newPassword", "New password", password_advice(quality));
	return quality == PASSWORD_GOOD;
}

static void
tell_changed(struct req *rq, const struct recover_owner *owner)
{
	struct view *v = view_new(rq->arena);
	view_text(v, "username", owner->username);
	view_text(v, "resetUrl", letter_link(rq->arena, STR("/reset")));
	letter_after_commit(rq, LETTER_TO_SOMEBODY, owner->email, "mail/password-changed.txt", v);
}

static struct reply
answer(struct req *rq)
{
	struct answer in = { 0 };
	struct recover_owner owner;
	bool read = form_read(rq, ANSWER, COUNT(ANSWER), &in);
	if (rq->wants_json && !read)
		return form_again(rq, 422, "reset/new", form_view(rq));
	if (!recover_find(rq->db, rq->arena, RECOVER_PASSWORD, in.token, &owner))
		return void_link(rq);
	if (!read || !judge_password(rq, in.password, &owner))
		return form_again(rq, 422, "reset/new", answer_view(rq, in.token, &owner));
	if (!metrics_enter(HASHES_AT_ONCE)) {
		struct reply reply = refuse(rq, 503, NULL,
					    "Many people are at the door at once. "
					    "Try again in a few seconds.");
		reply_header(&reply, STR("Retry-After: 3"));
		return reply;
	}
	bool set = recover_set_password(rq->db, rq->arena, in.token, in.password, &owner);
	metrics_leave();
	if (!set)
		return void_link(rq);
	auth_record(rq->db, owner.member, AUTH_EVENT_PASSWORD_CHANGED, req_device(rq),
		    req_network(rq));
	tell_changed(rq, &owner);
	struct reply reply = done(rq, 200, NULL, STR("/sign-in"));
	reply_flash(
		rq, &reply, FLASH_GOOD,
		"Your password is changed and every device is signed out. Sign in with the new one.");
	return reply;
}

static struct view *
proof_view(struct req *rq, struct str token)
{
	struct view *v = form_view(rq);
	struct view *page_only = view_object(v, "page");
	const struct token_address_row *address = rq->member != NULL
							  ? token_address(rq->db, rq->member->id)
							  : NULL;
	view_text(page_only, "token", token);
	if (address == NULL)
		return v;
	view_text(page_only, "email", address->email);
	view_bool(page_only, "isVerified", address->is_verified);
	return v;
}

/* The link only shows a button, so that a mail program that follows links uses up nothing. */
static struct reply
show_proof(struct req *rq)
{
	struct recover_owner owner = { .username = STR_NONE };
	struct str token = req_query(rq, "token");
	if (token.n > 0 && !recover_find(rq->db, rq->arena, RECOVER_ADDRESS, token, &owner))
		return void_link(rq);
	struct view *v = proof_view(rq, token);
	view_text(view_object(v, "page"), "username", owner.username);
	struct reply reply = page(rq, "reset/verify", v);
	reply.no_store = true;
	return reply;
}

static struct reply
prove(struct req *rq)
{
	struct proof in = { 0 };
	struct recover_owner owner;
	if (!form_read(rq, PROOF, COUNT(PROOF), &in))
		return rq->wants_json ? form_again(rq, 422, "reset/verify", form_view(rq))
				      : void_link(rq);
	switch (recover_verify(rq->db, rq->arena, in.token, &owner)) {
	case RECOVER_VERIFIED:
		break;
	case RECOVER_VOID:
		return void_link(rq);
	case RECOVER_TAKEN:
		return refuse(
			rq, 409, "EMAIL_TAKEN",
			"Another account has this address and has proved it. Give this account "
			"another address in its settings.");
	}
	struct view *v = view_new(rq->arena);
	view_bool(v, "emailVerified", true);
	return done_saying(rq, 200, v, rq->member != NULL ? STR("/") : STR("/sign-in"),
			   "Your mail address is verified.");
}

/* Another letter for the member's own address. */
static struct reply
send_proof(struct req *rq)
{
	bool may_write;
	const struct token_address_row *address = token_address(rq->db, rq->member->id);
	if (address == NULL)
		return not_found(rq);
	struct reply reply = done(rq, 200, NULL, STR("/verify"));
	if (address->is_verified) {
		reply_flash(rq, &reply, FLASH_INFO, "Your mail address is verified already.");
		return reply;
	}
	int wait = ask_wait(rq, address->email, &may_write);
	if (wait > 0 || !may_write)
		return too_many(rq, wait > 0 ? wait : LETTER_EVERY_S);
	bool in_use = token_is_taken(rq->db, address->email, rq->member->id)->taken;
	struct str token = recover_token(rq->db, rq->arena, RECOVER_ADDRESS, rq->member->id,
					 address->email);
	struct view *v = view_new(rq->arena);
	view_text(v, "username", rq->member->username);
	view_text(v, "url",
		  letter_link(rq->arena, str_fmt(rq->arena, "/verify?token=%.*s", STR_ARG(token))));
	view_text(v, "resetUrl", letter_link(rq->arena, STR("/reset")));
	letter_after_commit(rq, LETTER_TO_SOMEBODY, address->email,
			    in_use ? "mail/address-in-use.txt" : "mail/verify.txt", v);
	reply_flash(rq, &reply, FLASH_GOOD,
		    "The letter is on its way. Its link works for an hour.");
	return reply;
}

static const struct route ROUTES[] = {
	{ GET, "/reset", show_ask, FOR_ANYONE },
	{ POST, "/reset", ask, FOR_ANYONE },
	{ GET, "/reset/sent", show_sent, FOR_ANYONE },
	{ GET, "/reset/new", show_answer, FOR_ANYONE },
	{ POST, "/reset/new", answer, FOR_ANYONE },
	{ GET, "/verify", show_proof, FOR_ANYONE },
	{ POST, "/verify", prove, FOR_ANYONE },
	{ POST, "/verify/send", send_proof, FOR_MEMBER },
	{ POST, "/api/auth/password-reset/request", ask, FOR_ANYONE },
	{ POST, "/api/auth/password-reset/confirm", answer, FOR_ANYONE },
	{ POST, "/api/auth/verify-email", prove, FOR_ANYONE },
	{ POST, "/api/auth/verify-email/send", send_proof, FOR_MEMBER },
};

int
main(void)
{
	return screen_serve("reset", ROUTES, COUNT(ROUTES));
}
