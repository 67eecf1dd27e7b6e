/* The pages of the staff: what waits for a decision, and what the house owes its members. */
#include "cgi-bin/admin.h"

#include "lib/moderate/reason.h"
#include "lib/web/session.h"

bool
admin_may_look(const struct req *rq)
{
	return session_moderates(rq->member);
}

bool
admin_may_keep(const struct req *rq)
{
	return session_governs(rq->member);
}

/* ---- what all pages share ------------------------------------------------------------------- */

struct view *
admin_view(struct req *rq, enum admin_tab tab)
{
	const struct staff_counts_row *counts = staff_counts(rq->db);
	const struct {
		const char *label;
		struct str url;
		int64_t count;
	} tabs[] = {
		[ADMIN_CASES] = { "Safety", STR("/admin/safety"), counts->cases },
		[ADMIN_REPORTS] = { "Reports", STR("/admin/reports"), counts->reports },
		[ADMIN_CHARACTERS] = { "Characters", STR("/admin/characters"), counts->characters },
		[ADMIN_APPEALS] = { "Appeals", STR("/admin/appeals"), counts->appeals },
		[ADMIN_LINES] = { "Help lines", STR("/admin/lines"), counts->unchecked },
		[ADMIN_NOTICES] = { "Notices", STR("/admin/notices"), 0 },
	};
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	struct view_list *list = view_list(page_only, "tabs");
	for (size_t i = 0; i < COUNT(tabs); i++) {
		struct view *one = view_push(list);
		view_text(one, "label", str_from(tabs[i].label));
		view_url(one, "url", tabs[i].url);
		view_bool(one, "isActive", i == tab);
		if (tabs[i].count > 0)
			view_int(one, "count", tabs[i].count);
		else
			view_null(one, "count");
	}
	view_bool(page_only, "mayKeep", admin_may_keep(rq));
	return v;
}

static const struct field PART[] = {
	FIELD_CHOICE(struct admin_part, show, "show", "Show", "waiting|decided", false),
	FIELD_LINE(struct admin_part, cursor, "cursor", "Cursor", 0, 20),
};

bool
admin_read_part(struct req *rq, struct admin_part *part, struct reply *reply)
{
	*part = (struct admin_part){ .after = 0 };
	if (form_read(rq, PART, COUNT(PART), part) &&
	    (part->cursor.n == 0 || (str_to_i64(part->cursor, &part->after) && part->after > 0)))
		return true;
	*reply = refuse(rq, 422, NULL, "That place in the list is not known.");
	return false;
}

void
admin_next(struct req *rq, struct view *v, const char *path, const struct admin_part *part,
	   int64_t last)
{
	struct view *page_only = view_object(v, "page");
	bool is_decided = str_eq(part->show, STR("decided"));
	view_text(v, "nextCursor",
		  last == 0 ? STR_NONE : str_fmt(rq->arena, "%lld", (long long)last));
	if (last != 0)
		view_url(page_only, "nextUrl",
			 str_fmt(rq->arena, "%s?show=%.*s&cursor=%lld", path, STR_ARG(part->show),
				 (long long)last));
	view_bool(page_only, "isDecided", is_decided);
	view_url(page_only, "otherUrl",
		 str_fmt(rq->arena, "%s%s", path, is_decided ? "" : "?show=decided"));
}

void
admin_choice(struct view_list *list, struct str value, const char *label, struct str chosen)
{
	struct view *one = view_push(list);
	view_text(one, "value", value);
	view_text(one, "label", str_from(label));
	view_bool(one, "selected", str_eq(value, chosen));
}

void
admin_rules(struct view *v, const char *key, struct str chosen)
{
	struct view_list *list = view_list(v, key);
	for (size_t i = 0; i < REASONS; i++)
		admin_choice(list, reasons[i].code, reasons[i].label, chosen);
}

struct reply
admin_done(struct req *rq, struct str why, struct str to, const char *words)
{
	static const struct {
		struct str why;
		const char *code;
		const char *words;
	} REFUSED[] = {
		{ STR_INIT("decided"), "DECIDED", "Somebody has decided this meanwhile." },
		{ STR_INIT("unopened"), "NOT_OPENED",
		  "Open what came in and read it before you decide. Something may have come in since "
		  "you last did." },
		{ STR_INIT("same_person"), "SAME_PERSON",
		  "You had a part in this decision. Somebody else has to look at it now." },
		{ STR_INIT("not_proposed"), "NOT_PROPOSED",
		  "There is no proposal to agree with: more came in, or it was taken back." },
		{ STR_INIT("own"), "OWN",
		  "This is yours, or about you. Somebody else has to decide it." },
		{ STR_INIT("no_chat"), "NO_CHAT", "There is no chat that could be closed." },
		{ STR_INIT("nothing_to_remove"), "NOTHING_TO_REMOVE",
		  "Only characters and pictures can be taken down here." },
	};
	if (str_eq(why, STR("gone")))
		return not_found(rq);
	for (size_t i = 0; i < COUNT(REFUSED); i++) {
		if (!str_eq(why, REFUSED[i].why))
			continue;
		if (rq->wants_json)
			return refuse(rq, 409, REFUSED[i].code, REFUSED[i].words);
		struct reply reply = see(rq, to);
		reply_flash(rq, &reply, FLASH_BAD, REFUSED[i].words);
		return reply;
	}
	struct reply reply = done(rq, 200, NULL, to);
	reply_flash(rq, &reply, FLASH_GOOD, words);
	return reply;
}

/* ---- what is opened deliberately ------------------------------------------------------------ */

struct seal {
	struct str why;
};

static const struct field SEAL[] = {
	FIELD_LINE(struct seal, why, "why", "Why you open it", 5, ADMIN_WHY),
};

static struct str
action_words(struct str action)
{
	static const struct {
		struct str action;
		struct str words;
	} WORDS[] = {
		{ STR_INIT("safety.open"), STR_INIT("opened it") },
		{ STR_INIT("safety.propose"), STR_INIT("proposed a decision") },
		{ STR_INIT("safety.confirm"), STR_INIT("agreed") },
		{ STR_INIT("safety.disagree"), STR_INIT("did not agree") },
		{ STR_INIT("safety.told"), STR_INIT("told an authority") },
		{ STR_INIT("report.hide"), STR_INIT("took it out of sight") },
		{ STR_INIT("report.decide"), STR_INIT("decided") },
		{ STR_INIT("character.approve"), STR_INIT("approved") },
		{ STR_INIT("character.refuse"), STR_INIT("refused") },
	};
	for (size_t i = 0; i < COUNT(WORDS); i++)
		if (str_eq(action, WORDS[i].action))
			return WORDS[i].words;
	return action;
}

bool
admin_show_seal(struct req *rq, struct view *v, struct str subject, struct moment since)
{
	const struct staff_is_open_row *seal = staff_is_open(rq->db, rq->member->id, subject,
							     since);
	struct rows rows = staff_log_of(rq->db, subject);
	struct view_list *log = view_list(v, "log");
	for (size_t i = 0; i < rows.n; i++) {
		const struct staff_log_of_row *row = staff_log_of_at(rows, i);
		struct view *line = view_push(log);
		view_fields(line, &staff_log_of_type, row);
		view_text(line, "words", action_words(row->action));
	}
	view_bool(v, "isOpen", seal->is_open);
	view_bool(v, "hasOpened", seal->has_opened);
	return seal->is_open;
}

struct reply
admin_break_seal(struct req *rq, struct str subject, struct str to)
{
	struct seal in = { 0 };
	if (!form_read(rq, SEAL, COUNT(SEAL), &in)) {
		const char *words =
			"Say in a few words why you open it: it is kept with your name.";
		if (rq->wants_json)
			return form_again(rq, 422, "admin/case", NULL);
		struct reply reply = see(rq, to);
		reply_flash(rq, &reply, FLASH_BAD, words);
		return reply;
	}
	(void)staff_open(rq->db, rq->member->id, subject, in.why);
	return done(rq, 200, NULL, to);
}

/* ---- routes ---------------------------------------------------------------------------------- */

static struct reply
show_start(struct req *rq)
{
	return admin_may_look(rq) ? see(rq, STR("/admin/safety")) : not_found(rq);
}

static const struct route ROUTES[] = {
	{ GET, "/admin", show_start, FOR_MEMBER },
	{ GET, "/admin/safety", admin_list_cases, FOR_MEMBER },
	{ GET, "/admin/safety/{id}", admin_show_case, FOR_MEMBER },
	{ POST, "/admin/safety/{id}/open", admin_open_case, FOR_MEMBER },
	{ POST, "/admin/safety/{id}/propose", admin_propose, FOR_MEMBER },
	{ POST, "/admin/safety/{id}/confirm", admin_confirm, FOR_MEMBER },
	{ POST, "/admin/safety/{id}/told", admin_tell_authority, FOR_MEMBER },
	{ GET, "/admin/reports", admin_list_reports, FOR_MEMBER },
	{ GET, "/admin/reports/{id}", admin_show_report, FOR_MEMBER },
	{ POST, "/admin/reports/{id}/open", admin_open_report, FOR_MEMBER },
	{ POST, "/admin/reports/{id}/hide", admin_hide_reported, FOR_MEMBER },
	{ POST, "/admin/reports/{id}/decide", admin_decide_report, FOR_MEMBER },
	{ GET, "/admin/characters", admin_list_characters, FOR_MEMBER },
	{ GET, "/admin/characters/{id}", admin_show_character, FOR_MEMBER },
	{ POST, "/admin/characters/{id}/decide", admin_decide_character, FOR_MEMBER },
	{ GET, "/admin/appeals", admin_list_appeals, FOR_MEMBER },
	{ GET, "/admin/appeals/{id}", admin_show_appeal, FOR_MEMBER },
	{ POST, "/admin/appeals/{id}/answer", admin_answer_appeal, FOR_MEMBER },
	{ GET, "/admin/lines", admin_list_lines, FOR_MEMBER },
	{ POST, "/admin/lines", admin_add_line, FOR_MEMBER },
	{ GET, "/admin/lines/new", admin_new_line, FOR_MEMBER },
	{ GET, "/admin/lines/{id}", admin_show_line, FOR_MEMBER },
	{ POST, "/admin/lines/{id}", admin_save_line, FOR_MEMBER },
	{ POST, "/admin/lines/{id}/check", admin_check_line, FOR_MEMBER },
	{ POST, "/admin/lines/{id}/delete", admin_remove_line, FOR_MEMBER },
	{ GET, "/admin/notices", admin_list_notices, FOR_MEMBER },
	{ POST, "/admin/notices", admin_save_notice, FOR_MEMBER },
	{ POST, "/admin/notices/delete", admin_remove_notice, FOR_MEMBER },
	{ GET, "/api/admin/safety", admin_list_cases, FOR_MEMBER },
	{ GET, "/api/admin/safety/{id}", admin_show_case, FOR_MEMBER },
	{ POST, "/api/admin/safety/{id}/open", admin_open_case, FOR_MEMBER },
	{ POST, "/api/admin/safety/{id}/propose", admin_propose, FOR_MEMBER },
	{ POST, "/api/admin/safety/{id}/confirm", admin_confirm, FOR_MEMBER },
	{ POST, "/api/admin/safety/{id}/told", admin_tell_authority, FOR_MEMBER },
	{ GET, "/api/admin/reports", admin_list_reports, FOR_MEMBER },
	{ GET, "/api/admin/reports/{id}", admin_show_report, FOR_MEMBER },
	{ POST, "/api/admin/reports/{id}/open", admin_open_report, FOR_MEMBER },
	{ POST, "/api/admin/reports/{id}/hide", admin_hide_reported, FOR_MEMBER },
	{ POST, "/api/admin/reports/{id}/decide", admin_decide_report, FOR_MEMBER },
	{ GET, "/api/admin/characters", admin_list_characters, FOR_MEMBER },
	{ GET, "/api/admin/characters/{id}", admin_show_character, FOR_MEMBER },
	{ POST, "/api/admin/characters/{id}/decide", admin_decide_character, FOR_MEMBER },
	{ GET, "/api/admin/appeals", admin_list_appeals, FOR_MEMBER },
	{ GET, "/api/admin/appeals/{id}", admin_show_appeal, FOR_MEMBER },
	{ POST, "/api/admin/appeals/{id}/answer", admin_answer_appeal, FOR_MEMBER },
	{ GET, "/api/admin/lines", admin_list_lines, FOR_MEMBER },
	{ POST, "/api/admin/lines", admin_add_line, FOR_MEMBER },
	{ GET, "/api/admin/lines/{id}", admin_show_line, FOR_MEMBER },
	{ POST, "/api/admin/lines/{id}", admin_save_line, FOR_MEMBER },
	{ POST, "/api/admin/lines/{id}/check", admin_check_line, FOR_MEMBER },
	{ POST, "/api/admin/lines/{id}/delete", admin_remove_line, FOR_MEMBER },
	{ GET, "/api/admin/notices", admin_list_notices, FOR_MEMBER },
	{ POST, "/api/admin/notices", admin_save_notice, FOR_MEMBER },
	{ POST, "/api/admin/notices/delete", admin_remove_notice, FOR_MEMBER },
};

int
main(void)
{
	return screen_serve("admin", ROUTES, COUNT(ROUTES));
}
