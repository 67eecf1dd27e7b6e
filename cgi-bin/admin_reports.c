/* What people reported. One person decides; what is urgent can be taken out of sight first. */
#include "cgi-bin/admin.h"

#include "lib/moderate/reason.h"

struct verdict {
	struct str outcome;
	struct str facts;
};

/* The last is for what can be taken down. */
static const struct label OUTCOMES[] = {
	LABEL("nothing", "Nothing is wrong"),
	LABEL("warning", "A warning to whose it is"),
	LABEL("removed", "Take it down"),
};

static const struct field VERDICT[] = {
	FIELD_CHOICE(struct verdict, outcome, "outcome", "Decision", "nothing|warning|removed",
		     true),
	FIELD_TEXT(struct verdict, facts, "facts", "What is wrong", 0, ADMIN_FACTS),
};

static struct str
subject_of(struct req *rq, int64_t id)
{
	return str_fmt(rq->arena, "report:%lld", (long long)id);
}

static struct str
address_of(struct req *rq, int64_t id)
{
	return str_fmt(rq->arena, "/admin/reports/%lld", (long long)id);
}

static void
report_fields(struct req *rq, struct view *v, const struct staff_report_row *row)
{
	const struct reason *reason = reason_find(row->reason_code);
	bool is_character = str_eq(row->target_type, STR("character"));
	view_fields(v, &staff_report_type, row);
	view_id(v, "id", row->id);
	view_id(v, "targetId", row->target_id);
	view_text(v, "reasonText", reason != NULL ? str_from(reason->label) : STR_NONE);
	view_text(v, "details", str_or(row->details, STR_NONE));
	view_text(v, "contact", str_or(row->contact, STR_NONE));
	view_bool(v, "isHidden", str_eq(row->state, STR("hidden")));
	view_bool(v, "isWaiting",
		  str_eq(row->state, STR("received")) || str_eq(row->state, STR("hidden")));
	if (row->times > 1)
		view_int(v, "times", row->times);
	else
		view_null(v, "times");
	view_text(v, "targetText",
		  is_character				     ? STR("A character")
		  : str_eq(row->target_type, STR("image"))   ? STR("A picture")
		  : str_eq(row->target_type, STR("message")) ? STR("A message")
							     : STR("A member"));
	if (is_character)
		view_url(v, "targetUrl",
			 str_fmt(rq->arena, "/character/%lld", (long long)row->target_id));
	else if (str_eq(row->target_type, STR("user")) && row->owner.n > 0)
		view_url(v, "targetUrl", str_fmt(rq->arena, "/u/%.*s", STR_ARG(row->owner)));
	else
		view_null(v, "targetUrl");
}

struct reply
admin_list_reports(struct req *rq)
{
	struct admin_list list;
	struct reply refused;
	if (!admin_list_begin(rq, ADMIN_REPORTS, &list, &refused))
		return refused;
	struct rows rows = staff_reports(rq->db, !list.is_decided, list.part.from,
					 list.part.limit + 1);
	bool is_more = part_cut(&list.part, &rows);
	struct view_list *items = view_list(list.v, "items");
	for (size_t i = 0; i < rows.n; i++)
		report_fields(rq, view_push(items), staff_report_at(rows, i));
	return admin_list_page(rq, &list, is_more ? staff_report_at(rows, rows.n - 1)->id : 0);
}

static struct view *
report_view(struct req *rq, const struct staff_report_row *row)
{
	struct view *v = admin_view(rq, ADMIN_REPORTS);
	struct view *page_only = view_object(v, "page");
	bool is_message = str_eq(row->target_type, STR("message"));
	bool is_character = str_eq(row->target_type, STR("character"));
	report_fields(rq, v, row);
	bool is_open = admin_show_seal(rq, v, subject_of(rq, row->id), row->created_at);
	view_bool(page_only, "isMessage", is_message);
	view_bool(page_only, "canHide", is_character && str_eq(row->state, STR("received")));
	const struct staff_reported_text_row *text =
		is_message && is_open ? staff_reported_text(rq->db, row->target_id) : NULL;
	view_text(v, "messageText", text != NULL ? text->content : STR_NONE);
	admin_push_decisions(v, staff_decisions(rq->db, rq->member->id, 0, row->id, 0));
	bool can_go = is_character || str_eq(row->target_type, STR("image"));
	view_choices(page_only, "outcomes", OUTCOMES, COUNT(OUTCOMES) - !can_go,
		     form_value(rq, "outcome"));
	return v;
}

static const struct staff_report_row *
asked_report(struct req *rq)
{
	return admin_may_look(rq) ? staff_report(rq->db, req_id(rq, 0)) : NULL;
}

struct reply
admin_show_report(struct req *rq)
{
	const struct staff_report_row *row = asked_report(rq);
	if (row == NULL)
		return not_found(rq);
	form_show(rq, VERDICT, COUNT(VERDICT));
	struct reply reply = page(rq, "admin/report", report_view(rq, row));
	reply.no_store = true;
	return reply;
}

struct reply
admin_open_report(struct req *rq)
{
	const struct staff_report_row *row = asked_report(rq);
	if (row == NULL)
		return not_found(rq);
	return admin_break_seal(rq, subject_of(rq, row->id), address_of(rq, row->id));
}

struct reply
admin_hide_reported(struct req *rq)
{
	const struct staff_report_row *row = asked_report(rq);
	if (row == NULL)
		return not_found(rq);
	const struct staff_hide_row *said = staff_hide(rq->db, row->id, rq->member->id);
	return admin_done(rq, said->why, address_of(rq, row->id),
			  "Out of sight until it is decided.");
}

struct reply
admin_decide_report(struct req *rq)
{
	struct verdict in = { .facts = STR("") };
	const struct staff_report_row *row = asked_report(rq);
	if (row == NULL)
		return not_found(rq);
	bool is_read = form_read(rq, VERDICT, COUNT(VERDICT), &in);
	if (is_read && in.facts.n == 0 && !str_eq(in.outcome, STR("nothing")))
		form_error(rq, "facts", "What is wrong",
			   "Say what is wrong: whose it is reads it, and may appeal.");
	if (!is_read || rq->error_count > 0)
		return form_again(rq, 422, "admin/report",
				  rq->wants_json ? NULL : report_view(rq, row));
	const struct staff_decide_row *said = staff_decide(rq->db, row->id, rq->member->id,
							   in.outcome, in.facts);
	return admin_done(rq, said->why, address_of(rq, row->id),
			  "Decided. Those whom it concerns are told.");
}
