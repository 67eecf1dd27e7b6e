/* The lists of the settings: sessions, the security log, orders, notices. */
#include "cgi-bin/settings.h"
#include "lib/base/label.h"
#include "lib/web/part.h"
#include "sql/onboarding.h"
#include "sql/plan.h"

enum { A_PAGE = 30, LOG_SHORT = 12 };

/* All lists here begin with the newest. */
static const struct part NEWEST = { .limit = A_PAGE, .from = INT64_MAX };

struct marking {
	struct strs ids;
	bool all;
};

static const struct field MARKING[] = {
	FIELD_LIST(struct marking, ids, "ids", "Notifications", 100),
	FIELD_YES(struct marking, all, "all", "All"),
};

void
settings_tabs(struct view *page_only, enum settings_tab tab)
{
	static const struct {
		const char *label;
		struct str url;
	} TABS[] = {
		[SETTINGS_PROFILE] = { "Profile", STR_INIT("/settings/profile") },
		[SETTINGS_SECURITY] = { "Security", STR_INIT("/settings/security") },
		[SETTINGS_PRIVACY] = { "Privacy", STR_INIT("/settings/privacy") },
		[SETTINGS_NOTICES] = { "Notifications", STR_INIT("/settings/notifications") },
		[SETTINGS_BILLING] = { "Billing", STR_INIT("/settings/billing") },
		[SETTINGS_KEYS] = { "Model keys", STR_INIT("/settings/keys") },
	};
	struct view_list *tabs = view_list(page_only, "tabs");
	for (size_t i = 0; i < COUNT(TABS); i++) {
		(void)view_push_tab(tabs, str_from(TABS[i].label), TABS[i].url, i == tab);
	}
}

/* ---- security ------------------------------------------------------------------------------ */

static struct str
event_words(struct str type)
{
	static const struct label WORDS[] = {
		LABEL("sign_up", "Account made"),
		LABEL("sign_in", "Signed in"),
		LABEL("sign_in_failed", "Sign-in with a wrong password"),
		LABEL("sign_out", "Signed out"),
		LABEL("session_ended", "Another device signed out"),
		LABEL("password_changed", "Password changed"),
		LABEL("password_reset", "Password set anew by mail"),
		LABEL("email_verified", "Email address confirmed"),
	};
	return label_of(WORDS, COUNT(WORDS), type, type);
}

static void
push_events(struct view *v, struct rows rows)
{
	struct view_list *items = view_list(v, "items");
	for (size_t i = 0; i < rows.n; i++) {
		const struct settings_log_row *row = settings_log_at(rows, i);
		struct view *item = view_push(items);
		view_fields(item, &settings_log_type, row);
		view_id(item, "id", row->id);
		view_text(item, "label", event_words(row->type));
	}
}

struct view *
settings_security_view(struct req *rq)
{
	struct view *v = view_new(rq->arena);
	struct rows sessions = settings_sessions(rq->db, rq->member->id, rq->member->session);
	settings_tabs(view_object(v, "page"), SETTINGS_SECURITY);
	view_rows(v, "sessions", sessions);
	view_bool(view_object(v, "page"), "hasOthers", sessions.n > 1);
	push_events(view_object(v, "log"),
		    settings_log(rq->db, rq->member->id, INT64_MAX, LOG_SHORT));
	return v;
}

struct reply
settings_show_security(struct req *rq)
{
	return page(rq, "settings/security", settings_security_view(rq));
}

struct reply
settings_list_sessions(struct req *rq)
{
	struct view *v = view_new(rq->arena);
	view_rows(v, "items", settings_sessions(rq->db, rq->member->id, rq->member->session));
	view_text(v, "nextCursor", STR_NONE);
	return json_reply(rq, 200, v);
}

struct reply
settings_list_log(struct req *rq)
{
	struct part part = NEWEST;
	if (!part_read(rq, &part))
		return part_unknown(rq);
	struct rows rows = settings_log(rq->db, rq->member->id, part.from, part.limit + 1);
	bool is_more = part_cut(&part, &rows);
	struct view *v = view_new(rq->arena);
	push_events(v, rows);
	part_next(rq, v, STR("/settings/security"),
		  is_more ? settings_log_at(rows, rows.n - 1)->id : 0);
	return json_reply(rq, 200, v);
}

/* ---- privacy, billing ---------------------------------------------------------------------- */

struct reply
settings_show_privacy(struct req *rq)
{
	struct view *v = view_new(rq->arena);
	settings_tabs(view_object(v, "page"), SETTINGS_PRIVACY);
	return page(rq, "settings/privacy", v);
}

/* What may be switched off; what concerns gems and the account is always told. */
static const struct {
	struct str name;
	const char *label;
	const char *help;
} NOTICE_GROUPS[] = {
	{ STR_INIT("replies"), "Replies",
	  "A reply is whole after you left the page, or could not be made." },
	{ STR_INIT("pictures"), "Pictures", "A picture is ready, or could not be painted." },
	{ STR_INIT("work"), "Other work", "Something that you brought is in, or got stuck." },
	{ STR_INIT("news"), "News", "First steps, and what is new about characters you follow." },
};

struct switching {
	struct strs on;
};

static const struct field SWITCHING[] = {
	FIELD_LIST(struct switching, on, "on", "Notices", COUNT(NOTICE_GROUPS)),
};

static bool
has_text(struct strs texts, struct str text)
{
	for (size_t i = 0; i < texts.n; i++)
		if (str_eq(texts.at[i], text))
			return true;
	return false;
}

struct reply
settings_show_notices_about(struct req *rq)
{
	struct view *v = view_new(rq->arena);
	struct strs off = notice_switches(rq->db, rq->member->id)->off;
	settings_tabs(view_object(v, "page"), SETTINGS_NOTICES);
	struct view_list *groups = view_list(v, "groups");
	for (size_t i = 0; i < COUNT(NOTICE_GROUPS); i++) {
		struct view *group = view_push(groups);
		view_text(group, "name", NOTICE_GROUPS[i].name);
		view_text(group, "label", str_from(NOTICE_GROUPS[i].label));
		view_text(group, "help", str_from(NOTICE_GROUPS[i].help));
		view_bool(group, "isOn", !has_text(off, NOTICE_GROUPS[i].name));
	}
	return page(rq, "settings/notifications", v);
}

struct reply
settings_switch_notices(struct req *rq)
{
	struct switching in = { 0 };
	struct str off[COUNT(NOTICE_GROUPS)];
	size_t n = 0;
	if (!form_read(rq, SWITCHING, COUNT(SWITCHING), &in))
		return refuse(rq, 422, NULL,
			      "Say which notices you want: replies, pictures, work, news.");
	for (size_t i = 0; i < COUNT(NOTICE_GROUPS); i++)
		if (!has_text(in.on, NOTICE_GROUPS[i].name))
			off[n++] = NOTICE_GROUPS[i].name;
	(void)notice_switch(rq->db, rq->member->id, (struct strs){ off, n });
	struct view *v = view_new(rq->arena);
	view_texts(v, "on", in.on);
	return done_saying(rq, 200, v, STR("/settings/notifications"), "Saved.");
}

static struct str
order_words(struct str status)
{
	static const struct label WORDS[] = {
		LABEL("pending", "Not paid yet"),  LABEL("paid", "Paid"),
		LABEL("failed", "Payment failed"), LABEL("canceled", "Canceled"),
		LABEL("refunded", "Refunded"),
	};
	return label_of(WORDS, COUNT(WORDS), status, status);
}

static void
show_plan(struct req *rq, struct view *page_only)
{
	const struct plan_mine_row *plan = plan_mine(rq->db, rq->member->id);
	view_text(page_only, "plan", plan->name);
	if (!moment_is_none(plan->until))
		view_time(page_only, "planUntil", plan->until);
}

struct reply
settings_show_billing(struct req *rq)
{
	struct part part = NEWEST;
	if (!part_read(rq, &part))
		return part_unknown(rq);
	struct rows rows = settings_orders(rq->db, rq->member->id, (struct order_id){ part.from },
					   part.limit + 1);
	bool is_more = part_cut(&part, &rows);
	struct view *v = view_new(rq->arena);
	struct view_list *items = view_list(v, "items");
	settings_tabs(view_object(v, "page"), SETTINGS_BILLING);
	view_bool(view_object(v, "page"), "hasItems", rows.n > 0);
	show_plan(rq, view_object(v, "page"));
	for (size_t i = 0; i < rows.n; i++) {
		const struct settings_orders_row *row = settings_orders_at(rows, i);
		struct view *item = view_push(items);
		view_fields(item, &settings_orders_type, row);
		if (rq->wants_json)
			continue;
		view_money(item, "price", row->price_minor, row->currency);
		view_text(item, "statusText", order_words(row->status));
		view_bool(item, "isPaid", str_eq(row->status, STR("paid")));
		view_bool(item, "isOpen", str_eq(row->status, STR("pending")));
	}
	part_next(rq, v, STR("/settings/billing"),
		  is_more ? settings_orders_at(rows, rows.n - 1)->id.v : 0);
	return page(rq, "settings/billing", v);
}

/* ---- notices ------------------------------------------------------------------------------- */

struct reply
settings_show_notices(struct req *rq)
{
	struct part part = NEWEST;
	if (!part_read(rq, &part))
		return part_unknown(rq);
	struct rows rows = settings_notices(rq->db, rq->member->id, part.from, part.limit + 1);
	bool is_more = part_cut(&part, &rows);
	struct view *v = view_new(rq->arena);
	view_rows(v, "items", rows);
	part_next(rq, v, STR("/notifications"),
		  is_more ? settings_notices_at(rows, rows.n - 1)->id.v : 0);
	view_bool(view_object(v, "page"), "hasUnread", rq->member->unread > 0);
	view_bool(view_object(v, "page"), "hasItems", rows.n > 0);
	return page(rq, "settings/notices", v);
}

struct reply
settings_read_notices(struct req *rq)
{
	struct marking in = { 0 };
	if (!form_read(rq, MARKING, COUNT(MARKING), &in))
		return refuse(rq, 422, NULL, "Say which notifications: ids, or all.");
	if (!in.all && in.ids.n == 0)
		return refuse(rq, 422, NULL, "Say which notifications: ids, or all.");
	int64_t *ids = ARENA_ARRAY(rq->arena, int64_t, in.ids.n + 1);
	for (size_t i = 0; i < in.ids.n; i++)
		if (!str_to_i64(in.ids.at[i], &ids[i]))
			return refuse(rq, 422, NULL, "An id is a number.");
	struct view *v = view_new(rq->arena);
	view_int(v, "read",
		 in.all ? settings_read_all(rq->db, rq->member->id)
			: settings_read(rq->db, rq->member->id, (struct i64s){ ids, in.ids.n }));
	return done(rq, 200, v, STR("/notifications"));
}
