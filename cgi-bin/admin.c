/* The pages of the staff: what waits for a decision, and what the house owes its members. */
#include "cgi-bin/admin.h"

#include "lib/base/label.h"
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

static const struct {
	const char *label;
	struct str url;
	const char *template;
} TABS[] = {
	[ADMIN_CASES] = { "Safety", STR_INIT("/admin/safety"), "admin/cases" },
	[ADMIN_REPORTS] = { "Reports", STR_INIT("/admin/reports"), "admin/reports" },
	[ADMIN_CHARACTERS] = { "Characters", STR_INIT("/admin/characters"), "admin/characters" },
	[ADMIN_APPEALS] = { "Appeals", STR_INIT("/admin/appeals"), "admin/appeals" },
	[ADMIN_LINES] = { "Help lines", STR_INIT("/admin/lines"), "admin/lines" },
	[ADMIN_NOTICES] = { "Notices", STR_INIT("/admin/notices"), "admin/notices" },
};

struct view *
admin_view(struct req *rq, enum admin_tab tab)
{
	const struct staff_counts_row *counts = staff_counts(rq->db);
	const int64_t waiting[COUNT(TABS)] = {
		[ADMIN_CASES] = counts->cases,		 [ADMIN_REPORTS] = counts->reports,
		[ADMIN_CHARACTERS] = counts->characters, [ADMIN_APPEALS] = counts->appeals,
		[ADMIN_LINES] = counts->unchecked,
	};
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	struct view_list *list = view_list(page_only, "tabs");
	for (size_t i = 0; i < COUNT(TABS); i++) {
		struct view *one = view_push_tab(list, str_from(TABS[i].label), TABS[i].url,
						 i == tab);
		if (waiting[i] > 0)
			view_int(one, "count", waiting[i]);
		else
			view_null(one, "count");
	}
	view_bool(page_only, "mayKeep", admin_may_keep(rq));
	return v;
}

struct shown {
	struct str show;
};

static const struct field SHOWN[] = {
	FIELD_CHOICE(struct shown, show, "show", "Show", "waiting|decided", false),
};

bool
admin_list_begin(struct req *rq, enum admin_tab tab, struct admin_list *list, struct reply *reply)
{
	struct shown in = { 0 };
	struct part part = { .limit = ADMIN_PAGE };
	if (!admin_may_look(rq)) {
		*reply = not_found(rq);
		return false;
	}
	if (!form_read(rq, SHOWN, COUNT(SHOWN), &in) || !part_read(rq, &part)) {
		*reply = part_unknown(rq);
		return false;
	}
	*list = (struct admin_list){ tab, str_eq(in.show, STR("decided")), part,
				     admin_view(rq, tab) };
	return true;
}

struct reply
admin_list_page(struct req *rq, const struct admin_list *list, int64_t last)
{
	struct view *page_only = view_object(list->v, "page");
	struct str path = TABS[list->tab].url;
	struct str decided = str_fmt(rq->arena, "%.*s?show=decided", STR_ARG(path));
	part_next(rq, list->v, list->is_decided ? decided : path, last);
	view_bool(page_only, "isDecided", list->is_decided);
	view_url(page_only, "otherUrl", list->is_decided ? path : decided);
	return page(rq, TABS[list->tab].template, list->v);
}

void
admin_rules(struct view *v, const char *key, struct str chosen)
{
	struct view_list *list = view_list(v, key);
	for (size_t i = 0; i < REASONS; i++)
		view_push_choice(list, reasons[i].code, str_from(reasons[i].label),
				 str_eq(reasons[i].code, chosen));
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
		{ STR_INIT("no_character"), "NO_CHARACTER",
		  "There is no character that could be held or deleted." },
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
	return done_saying(rq, 200, NULL, to, words);
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
	static const struct label WORDS[] = {
		LABEL("safety.open", "opened it"),
		LABEL("safety.propose", "proposed a decision"),
		LABEL("safety.confirm", "agreed"),
		LABEL("safety.disagree", "did not agree"),
		LABEL("safety.told", "told an authority"),
		LABEL("report.hide", "took it out of sight"),
		LABEL("report.decide", "decided"),
		LABEL("character.approve", "approved"),
		LABEL("character.refuse", "refused"),
	};
	return label_of(WORDS, COUNT(WORDS), action, action);
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
