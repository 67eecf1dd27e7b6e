/* Signing up, in and out. */
#include "lib/auth/auth.h"
#include "lib/auth/judge.h"
#include "lib/auth/name.h"
#include "lib/auth/password.h"
#include "lib/auth/recover.h"
#include "lib/web/letter.h"
#include "lib/web/metrics.h"
#include "lib/web/serve.h"
#include "lib/web/session.h"
#include "sql/auth.h"
#include "sql/token.h"

enum {
	HASHES_AT_ONCE = 4, /* 64 MiB each */
	REMEMBERED_S = 90 * 24 * 3600,
	SIGN_IN_EVERY_S = 60, /* one try comes back a minute ... */
	SIGN_IN_TRIES = 10,   /* ... up to ten in store */
	NETWORK_EVERY_S = 3,  /* for all names together, from one network */
	NETWORK_TRIES = 100,
	SIGN_UP_EVERY_S = 60,
	SIGN_UPS = 20,
	LETTER_EVERY_S = 600, /* to one address, whoever gives it */
	LETTERS = 3
};

struct sign_in {
	struct str identifier;
	struct str password;
	bool remember;
	struct str next;
};

static const struct field SIGN_IN[] = {
	FIELD_LINE(struct sign_in, identifier, "identifier", "Email or username", 1, 254),
	FIELD_SECRET(struct sign_in, password, "password", "Password", 1, 128),
	FIELD_YES(struct sign_in, remember, "rememberMe", "Stay signed in"),
	FIELD_LINE(struct sign_in, next, "next", "Next", 0, 500),
};

struct sign_up {
	struct str email;
	struct str username;
	struct str password;
	struct str birth_date;
	bool agree;
	struct str referral;
	struct str next;
};

static const struct field SIGN_UP[] = {
	FIELD_LINE(struct sign_up, email, "email", "Email", 3, 254),
	FIELD_LINE(struct sign_up, username, "username", "Username", 3, 20),
	FIELD_SECRET(struct sign_up, password, "password", "Password", 1, 128),
	FIELD_LINE(struct sign_up, birth_date, "birthDate", "Date of birth", 10, 10),
	FIELD_YES(struct sign_up, agree, "agreeTerms", "Terms"),
	FIELD_LINE(struct sign_up, referral, "referralCode", "Referral code", 0, 40),
	FIELD_LINE(struct sign_up, next, "next", "Next", 0, 500),
};

/* A page with a guest's form: it needs a CSRF token, and where to go afterwards. */
static struct view *
form_view(struct req *rq)
{
	struct view *v = view_new(rq->arena);
	struct str next = rq->method == GET ? req_query(rq, "next") : form_value(rq, "next");
	rq->has_form = true;
	view_text(view_object(v, "page"), "next", safe_path(next, STR("")));
	return v;
}

static void
welcome_cookie(struct req *rq, struct reply *reply, struct str token, bool remember)
{
	if (!rq->is_api)
		reply_cookie(rq, reply, session_cookie(), token, remember ? REMEMBERED_S : 0);
}

/* What signing up and in answer: the token travels in the body for the API, in the cookie for pages. */
static struct view *
signed_in_view(struct req *rq, struct member_id member, struct str token)
{
	struct view *v = view_new(rq->arena);
	const struct auth_me_row *me = auth_me(rq->db, member);
	view_row(v, "user", &auth_me_type, me);
	view_text(v, "token", token);
	view_gems(v, "gemBalance", auth_balance(rq->db, member)->balance);
	return v;
}

static struct reply
show_sign_in(struct req *rq)
{
	form_show(rq, SIGN_IN, COUNT(SIGN_IN));
	return page(rq, "account/sign-in", form_view(rq));
}

static struct reply
show_sign_up(struct req *rq)
{
	form_show(rq, SIGN_UP, COUNT(SIGN_UP));
	return page(rq, "account/sign-up", form_view(rq));
}

static struct reply
busy(struct req *rq)
{
	struct reply reply = refuse(
		rq, 503, NULL, "Many people are at the door at once. Try again in a few seconds.");
	reply_header(&reply, STR("Retry-After: 3"));
	return reply;
}

static struct reply
wrong_sign_in(struct req *rq, struct member_id member)
{
	if (member.v != 0)
		auth_record(rq->db, member, AUTH_EVENT_SIGN_IN_FAILED, req_device(rq),
			    req_network(rq));
	struct reply reply;
	if (rq->wants_json) {
		reply = refuse(rq, 401, "INVALID_CREDENTIALS",
			       "That name and password do not go together.");
	} else {
		form_error(
			rq, "identifier", "Email or username",
			"That name and password do not go together. Check both, then try again.");
		reply = form_again(rq, 401, "account/sign-in", form_view(rq));
	}
	return reply_kept(reply);
}

/*
 * Tries are counted by name and network together, so nobody can lock another member out; and by
 * network alone, against one password tried on many names.
 */
static int
sign_in_wait(struct req *rq, struct str identifier)
{
	struct str key = str_fmt(rq->arena, "sign-in:%.*s:%.*s", STR_ARG(req_network(rq)),
				 STR_ARG(str_lower(rq->arena, identifier)));
	int wait = rate_wait(rq, key, SIGN_IN_EVERY_S, SIGN_IN_TRIES);
	/* Behind an undeclared proxy on this machine everybody has its address. */
	if (wait > 0 || str_starts(rq->remote, STR("127.")) || str_eq(rq->remote, STR("::1")))
		return wait;
	return rate_wait(rq, str_fmt(rq->arena, "sign-in:%.*s", STR_ARG(req_network(rq))),
			 NETWORK_EVERY_S, NETWORK_TRIES);
}

static struct reply
sign_in(struct req *rq)
{
	struct sign_in in = { 0 };
	struct member_id member;
	if (!form_read(rq, SIGN_IN, COUNT(SIGN_IN), &in))
		return form_again(rq, 422, "account/sign-in", form_view(rq));
	int wait = sign_in_wait(rq, in.identifier);
	if (wait > 0)
		return too_many(rq, wait);
	if (!metrics_enter(HASHES_AT_ONCE))
		return busy(rq);
	enum auth_signed_in outcome = auth_check(rq->db, rq->arena, in.identifier, in.password,
						 &member);
	metrics_leave();
	switch (outcome) {
	case AUTH_SIGNED_IN:
		break;
	case AUTH_WRONG:
		return wrong_sign_in(rq, member);
	case AUTH_LOCKED:
		return refuse(rq, 423, "LOCKED", "Staff locked this account. Write to the house.");
	case AUTH_BANNED:
		return refuse(rq, 403, "BANNED", "This account is banned. Write to the house.");
	}
	struct str token = auth_open_session(rq->db, rq->arena, member, in.remember, req_device(rq),
					     req_network(rq));
	auth_record(rq->db, member, AUTH_EVENT_SIGN_IN, req_device(rq), req_network(rq));
	struct view *v = signed_in_view(rq, member, token);
	view_text(v, "refreshToken", token);
	struct reply reply = done(rq, 200, v, safe_path(in.next, STR("/")));
	welcome_cookie(rq, &reply, token, in.remember);
	return reply;
}

/* Field by field, so that everything wrong is said at once. */
static bool
judge_sign_up(struct req *rq, struct sign_up *in)
{
	const char *why;
	bool read = form_read(rq, SIGN_UP, COUNT(SIGN_UP), in);
	in->username = str_lower(rq->arena, in->username);
	if (in->username.n > 0) {
		enum name_verdict verdict = name_judge(rq->arena, in->username);
		if (verdict != NAME_GOOD)
			form_error(rq, "username", "Username", name_advice(verdict));
	}
	if (in->email.n > 0 && (why = judge_email(in->email)) != NULL)
		form_error(rq, "email", "Email", why);
	if (in->password.n > 0) {
		ptrdiff_t at = str_find_char(in->email, '@');
		struct str own[] = { in->username, str_first(in->email, at > 0 ? (size_t)at : 0) };
		enum password_quality quality = password_judge(in->password, own, COUNT(own));
		if (quality != PASSWORD_GOOD)
			form_error(rq, "password", "Password", password_advice(quality));
	}
	if (in->birth_date.n == 10 && (why = judge_birth_date(in->birth_date, rq->now)) != NULL)
		form_error(rq, "birthDate", "Date of birth", why);
	if (!in->agree)
		form_error(rq, "agreeTerms", "Terms",
			   "Please read the terms and say that you agree and are 18 or over.");
	return read && rq->error_count == 0;
}

/*
 * False when the name is somebody else's. A form that was sent twice finds the account of its first
 * sending, which has the same name and password: that is the same person.
 */
static bool
make_account(struct req *rq, const struct sign_up *in, struct member_id *member)
{
	struct auth_sign_up wanted = { .email = in->email,
				       .username = in->username,
				       .password = in->password,
				       .birth_date = in->birth_date };
	switch (auth_make(rq->db, rq->arena, &wanted, member)) {
	case AUTH_MADE:
		return true;
	case AUTH_NAME_TAKEN:
		break;
	}
	/* It is a way to try passwords like any other, and counts as one. */
	if (sign_in_wait(rq, in->username) > 0)
		return false;
	return auth_check(rq->db, rq->arena, in->username, in->password, member) == AUTH_SIGNED_IN;
}

/*
 * The first letter: a link that proves the address, or, when somebody proved it already, word that
 * it was used. Which one it is, only the mailbox tells.
 */
static void
write_first_letter(struct req *rq, struct member_id member, const struct sign_up *in)
{
	struct str key = str_fmt(rq->arena, "letter:%.*s",
				 STR_ARG(str_lower(rq->arena, in->email)));
	bool in_use = token_is_taken(rq->db, in->email, member)->taken;
	struct str token = recover_token(rq->db, rq->arena, RECOVER_ADDRESS, member, in->email);
	struct view *v = view_new(rq->arena);
	view_text(v, "username", in->username);
	view_text(v, "url",
		  letter_link(rq->arena, str_fmt(rq->arena, "/verify?token=%.*s", STR_ARG(token))));
	view_text(v, "resetUrl", letter_link(rq->arena, STR("/reset")));
	if (rate_wait(rq, key, LETTER_EVERY_S, LETTERS) == 0)
		letter_after_commit(rq, LETTER_TO_SOMEBODY, in->email,
				    in_use ? "mail/address-in-use.txt" : "mail/verify.txt", v);
}

static struct reply
sign_up(struct req *rq)
{
	struct sign_up in = { 0 };
	struct member_id member;
	if (!judge_sign_up(rq, &in))
		return form_again(rq, 422, "account/sign-up", form_view(rq));
	int wait = rate_wait(rq, str_fmt(rq->arena, "sign-up:%.*s", STR_ARG(req_network(rq))),
			     SIGN_UP_EVERY_S, SIGN_UPS);
	if (wait > 0)
		return too_many(rq, wait);
	if (!metrics_enter(HASHES_AT_ONCE))
		return busy(rq);
	bool made = make_account(rq, &in, &member);
	metrics_leave();
	if (!made) {
		form_error(rq, "username", "Username", "Username is taken. Please pick another.");
		return reply_kept(form_again(rq, 422, "account/sign-up", form_view(rq)));
	}
	struct str token = auth_open_session(rq->db, rq->arena, member, true, req_device(rq),
					     req_network(rq));
	auth_record(rq->db, member, AUTH_EVENT_SIGN_UP, req_device(rq), req_network(rq));
	write_first_letter(rq, member, &in);
	struct view *v = signed_in_view(rq, member, token);
	view_bool(v, "requiresEmailVerification", true);
	struct reply reply = done(rq, 201, v, safe_path(in.next, STR("/onboarding")));
	welcome_cookie(rq, &reply, token, true);
	reply_flash(rq, &reply, FLASH_GOOD,
		    "Welcome. 30 gems are on the house; they last 30 days.");
	return reply;
}

static struct reply
sign_out(struct req *rq)
{
	if (rq->session_token.n > 0) {
		(void)auth_end_session(rq->db, session_token_hash(rq->arena, rq->session_token));
		auth_record(rq->db, rq->member->id, AUTH_EVENT_SIGN_OUT, req_device(rq),
			    req_network(rq));
	}
	struct reply reply = done(rq, 200, NULL, STR("/"));
	reply_cookie(rq, &reply, session_cookie(), STR(""), -1);
	reply_header(&reply, STR("Clear-Site-Data: \"cache\", \"storage\""));
	return reply;
}

static struct reply
username_available(struct req *rq)
{
	struct str name = str_lower(rq->arena, str_trim(req_query(rq, "username")));
	enum name_verdict verdict = name_judge(rq->arena, name);
	bool taken = verdict == NAME_GOOD && auth_name_taken(rq->db, name)->taken;
	struct view *v = view_new(rq->arena);
	view_bool(v, "available", verdict == NAME_GOOD && !taken);
	view_text(v, "message",
		  verdict != NAME_GOOD ? str_from(name_advice(verdict))
		  : taken	       ? STR("Username is taken. Please pick another.")
				       : STR("That name is free."));
	return json_reply(rq, 200, v);
}

static const struct route ROUTES[] = {
	{ GET, "/sign-in", show_sign_in, FOR_GUEST },
	{ POST, "/sign-in", sign_in, FOR_ANYONE },
	{ GET, "/sign-up", show_sign_up, FOR_GUEST },
	{ POST, "/sign-up", sign_up, FOR_ANYONE },
	{ POST, "/sign-out", sign_out, FOR_MEMBER },
	{ POST, "/api/auth/register", sign_up, FOR_ANYONE },
	{ POST, "/api/auth/login", sign_in, FOR_ANYONE },
	{ POST, "/api/auth/logout", sign_out, FOR_MEMBER },
	{ GET, "/api/auth/username-available", username_available, FOR_ANYONE },
};

int
main(void)
{
	return screen_serve("account", ROUTES, COUNT(ROUTES));
}
