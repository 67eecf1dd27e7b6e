/* What members set about themselves: profile, look, password, sessions; what they were told and paid. */
#include <sys/resource.h>

#include "cgi-bin/settings.h"
#include "lib/auth/auth.h"
#include "lib/auth/password.h"
#include "lib/base/rand.h"
#include "lib/media/upload.h"
#include "lib/moderate/moderate.h"
#include "lib/web/metrics.h"
#include "lib/web/secret.h"
#include "lib/web/serve.h"
#include "lib/web/session.h"
#include "sql/auth.h"
#include "sql/plan.h"

enum {
	HASHES_AT_ONCE = 4, /* 64 MiB each */
	PASSWORD_EVERY_S = 60,
	PASSWORD_TRIES = 10,
	THEME_KEPT_S = 365 * 24 * 3600,
	A_DAY_S = 24 * 3600,
	TOKEN_BYTES = 32
};

struct profile {
	struct str display_name;
	struct str bio;
	struct str theme;
};

static const struct field PROFILE[] = {
	FIELD_LINE(struct profile, display_name, "displayName", "Name", 1, 40),
	FIELD_TEXT(struct profile, bio, "bio", "About you", 0, 500),
	FIELD_CHOICE(struct profile, theme, "theme", "Theme", "auto|dark|light", false),
};

/* The API sends what it changes and nothing else. */
static const struct field PROFILE_PART[] = {
	FIELD_LINE(struct profile, display_name, "displayName", "Name", 0, 40),
	FIELD_TEXT(struct profile, bio, "bio", "About you", 0, 500),
	FIELD_CHOICE(struct profile, theme, "theme", "Theme", "auto|dark|light", false),
};

struct theme {
	struct str theme;
	struct str next;
};

static const struct field THEME[] = {
	FIELD_CHOICE(struct theme, theme, "theme", "Theme", "auto|dark|light", true),
	FIELD_LINE(struct theme, next, "next", "Next", 0, 500),
};

struct passwords {
	struct str old;
	struct str new;
};

static const struct field PASSWORDS[] = {
	FIELD_SECRET(struct passwords, old, "oldPassword", "Present password", 1, 128),
	FIELD_SECRET(struct passwords, new, "newPassword", "New password", 1, 128),
};

/* ---- profile ------------------------------------------------------------------------------- */

static struct reply
go_to_profile(struct req *rq)
{
	return see(rq, STR("/settings/profile"));
}

static struct view *
profile_view(struct req *rq)
{
	struct view *v = view_new(rq->arena);
	const struct auth_me_row *me = auth_me(rq->db, rq->member->id);
	struct view *form = view_object(view_object(v, "page"), "form");
	settings_tabs(view_object(v, "page"), SETTINGS_PROFILE);
	view_row(v, "user", &auth_me_type, me);
	/* What is stored, until something else was typed. */
	view_text(view_object(form, "displayName"), "value", me->display_name);
	view_text(view_object(form, "bio"), "value", me->bio);
	return v;
}

static struct reply
show_profile(struct req *rq)
{
	return page(rq, "settings/profile", profile_view(rq));
}

/* Everybody can read a profile. */
static bool
profile_is_refused(struct req *rq, const struct profile *in)
{
	const struct moderate_source source = { .member = rq->member->id, .use = MODERATE_PUBLIC };
	const char *name = moderate_text(rq->db, rq->arena, &source, in->display_name);
	const char *bio = in->bio.n > 0 ? moderate_text(rq->db, rq->arena, &source, in->bio) : NULL;
	if (name != NULL)
		form_error(rq, "displayName", "Name", name);
	if (bio != NULL)
		form_error(rq, "bio", "About you", bio);
	return name != NULL || bio != NULL;
}

static struct reply
save_profile(struct req *rq)
{
	const struct auth_me_row *me = auth_me(rq->db, rq->member->id);
	struct profile in = { me->display_name, me->bio, me->theme };
	const struct field *fields = rq->method == PATCH ? PROFILE_PART : PROFILE;
	bool ok = form_read(rq, fields, COUNT(PROFILE), &in);
	if (ok && in.display_name.n == 0) {
		form_error(rq, "displayName", "Name", "Name is needed.");
		ok = false;
	}
	if (!ok || profile_is_refused(rq, &in))
		return reply_kept(form_again(rq, 422, "settings/profile", profile_view(rq)));
	if (form_value(rq, "theme").n == 0)
		in.theme = me->theme;
	(void)settings_save_profile(rq->db, rq->member->id, in.display_name, in.bio, in.theme);
	struct view *v = view_new(rq->arena);
	view_row(v, "user", &auth_me_type, auth_me(rq->db, rq->member->id));
	return done_saying(rq, 200, v, STR("/settings/profile"), "Saved.");
}

static struct reply
save_avatar(struct req *rq)
{
	struct upload_kept kept;
	enum upload_outcome outcome = UPLOAD_EMPTY;
	const struct upload *file = form_file(rq, "file");
	form_show(rq, PROFILE, COUNT(PROFILE));
	int wait = rate_wait_upload(rq);
	if (wait > 0)
		return too_many(rq, wait);
	if (file != NULL)
		outcome = upload_keep(rq->db, rq->arena,
				      &(struct upload_order){ rq->member->id, file->bytes, true },
				      &kept);
	if (outcome != UPLOAD_KEPT) {
		form_error(rq, "file", "Picture", upload_words(outcome));
		return reply_kept(form_again(rq, upload_status(outcome), "settings/profile",
					     profile_view(rq)));
	}
	(void)settings_set_avatar(rq->db, rq->member->id, kept.thumb_url);
	return done_saying(rq, 200, NULL, STR("/settings/profile"), "Your new picture is up.");
}

static struct reply
remove_avatar(struct req *rq)
{
	(void)settings_set_avatar(rq->db, rq->member->id, STR_NONE);
	return done_saying(
		rq, 200, NULL, STR("/settings/profile"),
		"Your picture is taken down. The file is in your gallery until you delete it.");
}

/* Guests keep the theme in a cookie, members in their profile. */
static struct reply
set_theme(struct req *rq)
{
	struct theme in = { 0 };
	if (!form_read(rq, THEME, COUNT(THEME), &in))
		return refuse(rq, 422, NULL, "The theme is auto, dark or light.");
	struct reply reply = done(rq, 200, NULL, safe_path(in.next, STR("/")));
	if (rq->member != NULL)
		(void)settings_set_theme(rq->db, rq->member->id, in.theme);
	reply_cookie(rq, &reply, "snug-theme", in.theme, THEME_KEPT_S);
	return reply;
}

/* ---- security ------------------------------------------------------------------------------ */

static struct reply
end_session(struct req *rq)
{
	struct session_id id = { req_id(rq, 0) };
	if (settings_end_session(rq->db, id, rq->member->id) == 0)
		return not_found(rq);
	auth_record(rq->db, rq->member->id, AUTH_EVENT_SESSION_ENDED, req_device(rq),
		    req_network(rq));
	bool is_own = id.v == rq->member->session.v;
	struct reply reply = done(rq, 200, NULL,
				  is_own ? STR("/sign-in") : STR("/settings/security#sessions"));
	if (is_own)
		reply_cookie(rq, &reply, session_cookie(), STR(""), -1);
	else
		reply_flash(rq, &reply, FLASH_GOOD, "That device is signed out.");
	return reply;
}

static struct reply
end_others(struct req *rq)
{
	int64_t n = settings_end_others(rq->db, rq->member->id, rq->member->session);
	if (n > 0)
		auth_record(rq->db, rq->member->id, AUTH_EVENT_SESSION_ENDED, req_device(rq),
			    req_network(rq));
	struct view *v = view_new(rq->arena);
	view_int(v, "ended", n);
	return done_saying(rq, 200, v, STR("/settings/security#sessions"),
			   "You are signed in on this device only.");
}

static struct reply
password_again(struct req *rq, const char *field, const char *label, const char *why)
{
	form_error(rq, field, label, why);
	return reply_kept(form_again(rq, 422, "settings/security", settings_security_view(rq)));
}

/* The session goes on under a token that nobody else has seen; all others end. */
static struct reply
renew_session(struct req *rq)
{
	struct str token = rand_token(rq->arena, TOKEN_BYTES);
	const struct settings_renew_session_row *row = settings_renew_session(
		rq->db, rq->member->session, rq->member->id, session_token_hash(rq->arena, token));
	(void)settings_end_others(rq->db, rq->member->id, rq->member->session);
	struct view *v = view_new(rq->arena);
	if (rq->by_bearer)
		view_text(v, "token", token);
	struct reply reply = done(rq, 200, v, STR("/settings/security"));
	if (!rq->by_bearer && row != NULL)
		reply_cookie(rq, &reply, session_cookie(), token,
			     row->seconds > A_DAY_S ? row->seconds : 0);
	reply_flash(rq, &reply, FLASH_GOOD,
		    "Your password is changed, and all other devices are signed out.");
	return reply;
}

static struct reply
judge_and_change(struct req *rq, const struct passwords *in)
{
	const struct settings_password_row *row = settings_password(rq->db, rq->member->id);
	struct str hash = row->password_hash.p != NULL ? row->password_hash : STR("");
	if (!password_matches(rq->arena, hash, in->old))
		return password_again(rq, "oldPassword", "Present password",
				      "This is not your present password.");
	const struct str own[] = { row->username, row->email };
	enum password_quality quality = password_judge(in->new, own,
						       row->email.n > 0 ? COUNT(own) : 1);
	if (quality != PASSWORD_GOOD)
		return password_again(rq, "newPassword", "New password", password_advice(quality));
	if (str_eq(in->old, in->new))
		return password_again(rq, "newPassword", "New password",
				      "The new password is the old one. Choose another.");
	(void)settings_set_password(rq->db, rq->member->id, password_hash(rq->arena, in->new));
	auth_record(rq->db, rq->member->id, AUTH_EVENT_PASSWORD_CHANGED, req_device(rq),
		    req_network(rq));
	return renew_session(rq);
}

static struct reply
change_password(struct req *rq)
{
	struct passwords in = { 0 };
	if (!form_read(rq, PASSWORDS, COUNT(PASSWORDS), &in))
		return form_again(rq, 422, "settings/security", settings_security_view(rq));
	int wait = rate_wait(rq, str_fmt(rq->arena, "password:%lld", (long long)rq->member->id.v),
			     PASSWORD_EVERY_S, PASSWORD_TRIES);
	if (wait > 0)
		return too_many(rq, wait);
	if (!metrics_enter(HASHES_AT_ONCE)) {
		struct reply reply = refuse(
			rq, 503, NULL,
			"Many people are at the door at once. Try again in a few "
			"seconds; nothing was changed.");
		reply_header(&reply, STR("Retry-After: 3"));
		return reply;
	}
	struct reply reply = judge_and_change(rq, &in);
	metrics_leave();
	return reply;
}

/* ---- the API ------------------------------------------------------------------------------- */

static struct reply
show_me(struct req *rq)
{
	struct view *v = view_new(rq->arena);
	view_row(v, "user", &auth_me_type, auth_me(rq->db, rq->member->id));
	view_gems(v, "gemBalance", rq->member->balance);
	view_text(v, "csrfToken", csrf_token(rq));
	const struct plan_mine_row *plan = plan_mine(rq->db, rq->member->id);
	view_text(v, "plan", plan->id);
	view_json(v, "entitlements", plan->entitlements);
	view_int(v, "unreadNotifications", rq->member->unread);
	return json_reply(rq, 200, v);
}

static const struct route ROUTES[] = {
	{ GET, "/settings", go_to_profile, FOR_MEMBER },
	{ GET, "/settings/profile", show_profile, FOR_MEMBER },
	{ POST, "/settings/profile", save_profile, FOR_MEMBER },
	{ POST, "/settings/avatar", save_avatar, FOR_UPLOAD },
	{ POST, "/settings/avatar/remove", remove_avatar, FOR_MEMBER },
	{ POST, "/settings/theme", set_theme, FOR_ANYONE },
	{ GET, "/settings/security", settings_show_security, FOR_MEMBER },
	{ POST, "/settings/security/password", change_password, FOR_MEMBER },
	{ POST, "/settings/security/sessions/{id}/end", end_session, FOR_MEMBER },
	{ POST, "/settings/security/sessions/end-others", end_others, FOR_MEMBER },
	{ GET, "/settings/privacy", settings_show_privacy, FOR_MEMBER },
	{ GET, "/settings/notifications", settings_show_notices_about, FOR_MEMBER },
	{ POST, "/settings/notifications", settings_switch_notices, FOR_MEMBER },
	{ GET, "/api/me/notices", settings_show_notices_about, FOR_MEMBER },
	{ PATCH, "/api/me/notices", settings_switch_notices, FOR_MEMBER },
	{ GET, "/settings/billing", settings_show_billing, FOR_MEMBER },
	{ GET, "/settings/keys", settings_show_keys, FOR_MEMBER },
	{ POST, "/settings/keys", settings_add_key, FOR_MEMBER },
	{ POST, "/settings/keys/{id}/test", settings_try_key, FOR_MEMBER },
	{ POST, "/settings/keys/{id}/delete", settings_delete_key, FOR_MEMBER },
	{ GET, "/notifications", settings_show_notices, FOR_MEMBER },
	{ POST, "/notifications/read", settings_read_notices, FOR_MEMBER },
	{ GET, "/api/me", show_me, FOR_MEMBER },
	{ PATCH, "/api/me/profile", save_profile, FOR_MEMBER },
	{ GET, "/api/me/sessions", settings_list_sessions, FOR_MEMBER },
	{ DELETE, "/api/me/sessions/{id}", end_session, FOR_MEMBER },
	{ POST, "/api/me/password", change_password, FOR_MEMBER },
	{ GET, "/api/me/security-log", settings_list_log, FOR_MEMBER },
	{ GET, "/api/me/keys", settings_show_keys, FOR_MEMBER },
	{ POST, "/api/me/keys", settings_add_key, FOR_MEMBER },
	{ DELETE, "/api/me/keys/{id}", settings_delete_key, FOR_MEMBER },
	{ POST, "/api/me/keys/{id}/test", settings_try_key, FOR_MEMBER },
	{ GET, "/api/models", settings_list_models, FOR_MEMBER },
	{ GET, "/api/notifications", settings_show_notices, FOR_MEMBER },
	{ POST, "/api/notifications/read", settings_read_notices, FOR_MEMBER },
};

int
main(void)
{
	/* Passwords and keys pass through here: none of it goes into a file. */
	(void)setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
	return screen_serve("settings", ROUTES, COUNT(ROUTES));
}
