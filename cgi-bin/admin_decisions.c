/* Statements of reasons, and appeals against them. */
#include "cgi-bin/admin.h"

#include "lib/base/label.h"
#include "lib/character/bring.h"
#include "lib/moderate/reason.h"

struct answer {
	struct str verdict;
	struct str words;
};

static const struct field ANSWER[] = {
	FIELD_CHOICE(struct answer, verdict, "verdict", "Verdict", "uphold|reverse", true),
	FIELD_TEXT(struct answer, words, "words", "Answer", 5, ADMIN_FACTS),
};

static struct str
outcome_words(const struct staff_decision_row *row)
{
	static const struct label WORDS[] = {
		LABEL("nothing", "Nothing is wrong"),
		LABEL("warning", "Warning"),
		LABEL("closed", "The chat stays closed"),
		LABEL("approved", "Approved"),
		LABEL("removed", "Taken down"),
		LABEL("held", "The character stays held back"),
	};
	return label_of(WORDS, COUNT(WORDS), row->outcome, row->outcome);
}

static void
decision_fields(struct view *v, const struct staff_decision_row *row)
{
	const struct reason *reason = reason_find(row->rule);
	view_fields(v, &staff_decision_type, row);
	view_id(v, "id", row->id);
	view_text(v, "outcomeText", outcome_words(row));
	view_text(v, "ruleText", reason != NULL ? str_from(reason->rule) : STR_NONE);
	view_text(v, "facts", str_or(row->facts, STR_NONE));
	view_text(v, "appeal", str_or(row->appeal, STR_NONE));
	view_text(v, "answer", str_or(row->answer, STR_NONE));
	view_bool(v, "isProposal", str_eq(row->state, STR("proposed")));
	view_bool(v, "isWithdrawn", str_eq(row->state, STR("withdrawn")));
	if (row->case_id != 0)
		view_id(v, "caseId", row->case_id);
	if (row->report_id != 0)
		view_id(v, "reportId", row->report_id);
	if (row->character_id != 0)
		view_id(v, "characterId", row->character_id);
}

void
admin_push_decisions(struct view *v, struct rows rows)
{
	struct view_list *list = view_list(v, "decisions");
	for (size_t i = 0; i < rows.n; i++)
		decision_fields(view_push(list), staff_decision_at(rows, i));
}

struct reply
admin_list_appeals(struct req *rq)
{
	struct admin_list list;
	struct reply refused;
	if (!admin_list_begin(rq, ADMIN_APPEALS, &list, &refused))
		return refused;
	struct rows rows = staff_appeals(rq->db, list.part.from, list.part.limit + 1,
					 rq->member->id);
	bool is_more = part_cut(&list.part, &rows);
	struct view_list *items = view_list(list.v, "items");
	for (size_t i = 0; i < rows.n; i++)
		decision_fields(view_push(items), staff_decision_at(rows, i));
	return admin_list_page(rq, &list, is_more ? staff_decision_at(rows, rows.n - 1)->id : 0);
}

static const struct staff_decision_row *
asked_decision(struct req *rq)
{
	return admin_may_look(rq) ? staff_decision_find(rq->db, req_id(rq, 0), rq->member->id)
				  : NULL;
}

static struct view *
appeal_view(struct req *rq, const struct staff_decision_row *row)
{
	struct view *v = admin_view(rq, ADMIN_APPEALS);
	decision_fields(v, row);
	view_bool(view_object(v, "page"), "canAnswer",
		  str_eq(row->state, STR("appealed")) && !row->is_own);
	return v;
}

struct reply
admin_show_appeal(struct req *rq)
{
	const struct staff_decision_row *row = asked_decision(rq);
	if (row == NULL)
		return not_found(rq);
	form_show(rq, ANSWER, COUNT(ANSWER));
	return page(rq, "admin/appeal", appeal_view(rq, row));
}

struct reply
admin_answer_appeal(struct req *rq)
{
	struct answer in = { 0 };
	const struct staff_decision_row *row = asked_decision(rq);
	if (row == NULL)
		return not_found(rq);
	if (!form_read(rq, ANSWER, COUNT(ANSWER), &in))
		return form_again(rq, 422, "admin/appeal",
				  rq->wants_json ? NULL : appeal_view(rq, row));
	const struct staff_answer_row *said = staff_answer(
		rq->db, row->id, rq->member->id, str_eq(in.verdict, STR("reverse")), in.words);
	const struct staff_case_row *of = row->case_id != 0 ? staff_case(rq->db, row->case_id)
							    : NULL;
	if (of != NULL)
		bring_free(rq->db, rq->arena, of->character_id);
	return admin_done(rq, said->why,
			  str_fmt(rq->arena, "/admin/appeals/%lld", (long long)row->id),
			  "Answered. The member is told.");
}
