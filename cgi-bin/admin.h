/*
 * The screen of the staff, shared by its files: admin.c (routes, tabs, what is refused), admin_cases.c
 * (evidence under seal), admin_decisions.c (statements of reasons, appeals), admin_reports.c,
 * admin_characters.c and admin_lines.c (help lines and notices).
 *
 * Every handler asks first whether the member may; to everybody else the address is not there.
 */
#ifndef SNUG_CGI_BIN_ADMIN_H
#define SNUG_CGI_BIN_ADMIN_H

#include "lib/web/part.h"
#include "lib/web/serve.h"
#include "sql/staff.h"

enum admin_tab {
	ADMIN_CASES,
	ADMIN_REPORTS,
	ADMIN_CHARACTERS,
	ADMIN_APPEALS,
	ADMIN_LINES,
	ADMIN_NOTICES
};

enum { ADMIN_PAGE = 30, ADMIN_FACTS = 2000, ADMIN_WHY = 200 };

/* A list of what waits, oldest first, or with ?show=decided of what does not any more. */
struct admin_list {
	enum admin_tab tab;
	bool is_decided;
	struct part part;
	struct view *v;
};

/* Moderators and admins look and decide; help lines and notices are the admins'. */
bool admin_may_look(const struct req *rq);
bool admin_may_keep(const struct req *rq);

/* A new view with the tabs of the staff pages. */
struct view *admin_view(struct req *rq, enum admin_tab tab);
/* False, for who may not look and for places that are none: answer *reply. */
NODISCARD bool admin_list_begin(struct req *rq, enum admin_tab tab, struct admin_list *list,
				struct reply *reply);
/* The page of a list. `last` is the id of the last row shown, 0 when nothing follows. */
NODISCARD struct reply admin_list_page(struct req *rq, const struct admin_list *list, int64_t last);

/* The reasons of lib/moderate/reason.h under `key`. */
void admin_rules(struct view *v, const char *key, struct str chosen);

/* What became of a decision: `why` of sql/staff.sql. Pages go to `to` with a word about it. */
struct reply admin_done(struct req *rq, struct str why, struct str to, const char *words);

/* Who opened it, and who did what: `log`. `isOpen` and `hasOpened` say whether this one may read it. */
bool admin_show_seal(struct req *rq, struct view *v, struct str subject, struct moment since);
/* Opens it after the reason was given: the form's `why`. */
struct reply admin_break_seal(struct req *rq, struct str subject, struct str to);

/* Decisions of one thing: `decisions`. */
void admin_push_decisions(struct view *v, struct rows rows);

/* Handlers. */
struct reply admin_list_cases(struct req *rq);
struct reply admin_show_case(struct req *rq);
struct reply admin_open_case(struct req *rq);
struct reply admin_propose(struct req *rq);
struct reply admin_confirm(struct req *rq);
struct reply admin_tell_authority(struct req *rq);

struct reply admin_list_reports(struct req *rq);
struct reply admin_show_report(struct req *rq);
struct reply admin_open_report(struct req *rq);
struct reply admin_hide_reported(struct req *rq);
struct reply admin_decide_report(struct req *rq);

struct reply admin_list_characters(struct req *rq);
struct reply admin_show_character(struct req *rq);
struct reply admin_decide_character(struct req *rq);

struct reply admin_list_appeals(struct req *rq);
struct reply admin_show_appeal(struct req *rq);
struct reply admin_answer_appeal(struct req *rq);

struct reply admin_list_lines(struct req *rq);
struct reply admin_new_line(struct req *rq);
struct reply admin_show_line(struct req *rq);
struct reply admin_add_line(struct req *rq);
struct reply admin_save_line(struct req *rq);
struct reply admin_check_line(struct req *rq);
struct reply admin_remove_line(struct req *rq);
struct reply admin_list_notices(struct req *rq);
struct reply admin_save_notice(struct req *rq);
struct reply admin_remove_notice(struct req *rq);

#endif
