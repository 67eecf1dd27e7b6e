/* What staff decided about a member's things: the statement of reasons, and the way to appeal. */
#include "cgi-bin/safety.h"

#include "lib/moderate/reason.h"
#include "lib/web/part.h"

enum { A_PAGE = 30, APPEAL_MOST = 2000 };

struct appeal {
	struct str words;
};

static const struct field APPEAL[] = {
	FIELD_TEXT(struct appeal, words, "words", "Why it is wrong", 5, APPEAL_MOST),
};

static const struct {
	struct str outcome;
	const char *words;
	const char *scope;
} OUTCOMES[] = {
	{ STR_INIT("nothing"), "All is well",
	  "Nothing: our rules stopped something that they should have let pass. What rested goes on." },
	{ STR_INIT("warning"), "A warning",
	  "Nothing is taken from you; a character that is named above waits until its text is another "
	  "one. If it happens again, more may follow." },
	{ STR_INIT("closed"), "The chat stays closed",
	  "This chat: you can read and export it, and write no more in it. Your account, your gems and "
	  "your other chats are untouched." },
	{ STR_INIT("held"), "The character stays held back",
	  "This character: nobody can talk with it, and it cannot be published. Your account, your gems "
	  "and all else are untouched." },
	{ STR_INIT("approved"), "Approved", "The character: others can meet it now." },
	{ STR_INIT("removed"), "Taken down",
	  "What is named above: others see it no more. Your account, your gems and all else are "
	  "untouched." },
};

static void
decision_fields(struct view *v, const struct safety_decision_row *row)
{
	const struct reason *reason = reason_find(row->rule);
	view_fields(v, &safety_decision_type, row);
	view_id(v, "id", row->id);
	for (size_t i = 0; i < COUNT(OUTCOMES); i++)
		if (str_eq(row->outcome, OUTCOMES[i].outcome)) {
			view_text(v, "outcomeText", str_from(OUTCOMES[i].words));
			view_text(v, "scopeText", str_from(OUTCOMES[i].scope));
		}
	view_text(v, "ruleText", reason != NULL ? str_from(reason->rule) : STR_NONE);
	view_text(v, "facts", str_or(row->facts, STR_NONE));
	view_text(v, "appeal", str_or(row->appeal, STR_NONE));
	view_text(v, "answer", str_or(row->answer, STR_NONE));
}

struct reply
safety_list_decisions(struct req *rq)
{
	struct part part = { .limit = A_PAGE, .from = INT64_MAX };
	if (!part_read(rq, &part))
		return part_unknown(rq);
	struct view *v = view_new(rq->arena);
	struct rows rows = safety_decisions(rq->db, rq->member->id, part.from, part.limit + 1);
	bool is_more = part_cut(&part, &rows);
	struct view_list *items = view_list(v, "items");
	for (size_t i = 0; i < rows.n; i++)
		decision_fields(view_push(items), safety_decision_at(rows, i));
	part_next(rq, v, STR("/safety/decisions"),
		  is_more ? safety_decision_at(rows, rows.n - 1)->id : 0);
	return page(rq, "safety/decisions", v);
}

static struct view *
decision_view(struct req *rq, const struct safety_decision_row *row)
{
	struct view *v = view_new(rq->arena);
	decision_fields(v, row);
	return v;
}

struct reply
safety_show_decision(struct req *rq)
{
	const struct safety_decision_row *row = safety_decision(rq->db, req_id(rq, 0),
								rq->member->id);
	if (row == NULL)
		return not_found(rq);
	form_show(rq, APPEAL, COUNT(APPEAL));
	return page(rq, "safety/decision", decision_view(rq, row));
}

struct reply
safety_take_appeal(struct req *rq)
{
	struct appeal in = { 0 };
	const struct safety_decision_row *row = safety_decision(rq->db, req_id(rq, 0),
								rq->member->id);
	if (row == NULL)
		return not_found(rq);
	if (!form_read(rq, APPEAL, COUNT(APPEAL), &in))
		return form_again(rq, 422, "safety/decision", decision_view(rq, row));
	struct str why = safety_appeal(rq->db, row->id, rq->member->id, in.words)->why;
	if (str_eq(why, STR("gone")))
		return not_found(rq);
	if (why.n > 0)
		return refuse(
			rq, 409, "NO_APPEAL",
			str_eq(why, STR("late"))
				? "The six months for an appeal are over."
				: "This was appealed already, or there is nothing to appeal.");
	return done_saying(rq, 200, NULL,
			   str_fmt(rq->arena, "/safety/decisions/%lld", (long long)row->id),
			   "Sent. Somebody else decides, within a week.");
}
