/*
 * Evidence under seal. Its text is shown to whoever opened it, for a quarter of an hour, and that they did
 * is kept. One person proposes, another agrees; both have read it.
 */
#include "cgi-bin/admin.h"

#include "lib/base/label.h"
#include "lib/base/seal.h"
#include "lib/character/bring.h"
#include "lib/moderate/reason.h"

struct proposal {
	struct str outcome;
	struct str rule;
	struct str facts;
};

static const struct label OF_CHARACTER[] = {
	LABEL("nothing", "Nothing is wrong: the rules erred"),
	LABEL("warning", "A warning; it waits for another text"),
	LABEL("held", "The character stays held back"),
	LABEL("removed", "The character is deleted"),
};

/* The last is for what was said in a chat. */
static const struct label OF_CHAT[] = {
	LABEL("nothing", "Nothing is wrong: the rules erred"),
	LABEL("warning", "A warning; the chat goes on"),
	LABEL("closed", "The chat stays closed"),
};

static const struct field PROPOSAL[] = {
	FIELD_CHOICE(struct proposal, outcome, "outcome", "Decision",
		     "nothing|warning|closed|held|removed", true),
	FIELD_CHOICE(struct proposal, rule, "rule", "Rule", REASON_CHOICES, true),
	FIELD_TEXT(struct proposal, facts, "facts", "What happened", 0, ADMIN_FACTS),
};

struct second {
	struct str answer;
	struct str words;
};

static const struct field SECOND[] = {
	FIELD_CHOICE(struct second, answer, "answer", "Answer", "agree|disagree", true),
	FIELD_LINE(struct second, words, "words", "Why not", 0, ADMIN_WHY),
};

struct told {
	struct str authority;
	struct str reference;
};

static const struct field TOLD[] = {
	FIELD_LINE(struct told, authority, "authority", "Authority", 2, 120),
	FIELD_LINE(struct told, reference, "reference", "Reference", 1, 120),
};

static struct str
subject_of(struct req *rq, int64_t id)
{
	return str_fmt(rq->arena, "safety_case:%lld", (long long)id);
}

static struct str
address_of(struct req *rq, int64_t id)
{
	return str_fmt(rq->arena, "/admin/safety/%lld", (long long)id);
}

static struct str
about_words(struct str about)
{
	static const struct label WORDS[] = {
		LABEL("minor", "Somebody young"),
		LABEL("force", "Force"),
		LABEL("real_person", "A real person"),
		LABEL("animal", "Animals"),
		LABEL("family", "Family"),
		LABEL("service", "Found by a service"),
	};
	return label_of(WORDS, COUNT(WORDS), about, about);
}

static struct str
source_words(struct str source)
{
	static const struct label WORDS[] = {
		LABEL("chat", "A message that was not sent"),
		LABEL("edit", "An edit that was not kept"),
		LABEL("impersonate", "A line that a model was to write for them"),
		LABEL("persona", "A persona that was not kept"),
		LABEL("lore", "Lore that was not kept"),
		LABEL("note", "A note or name that was not kept"),
		LABEL("card", "A character that was not kept"),
		LABEL("import", "A file that was not taken, or is held back"),
		LABEL("public", "A profile or review that was not kept"),
		LABEL("picture", "A picture that was not painted"),
		LABEL("reply", "A reply that was not shown"),
	};
	return label_of(WORDS, COUNT(WORDS), source, source);
}

static void
case_fields(struct view *v, const struct staff_case_row *row)
{
	view_fields(v, &staff_case_type, row);
	view_id(v, "id", row->id);
	view_text(v, "aboutText", about_words(row->about));
	view_bool(v, "isOpenCase", str_eq(row->state, STR("open")));
	view_bool(v, "isProposed", str_eq(row->state, STR("proposed")));
	view_bool(v, "isAppealed", str_eq(row->state, STR("appealed")));
	view_bool(v, "isDecidedCase",
		  str_eq(row->state, STR("decided")) || str_eq(row->state, STR("final")));
}

struct reply
admin_list_cases(struct req *rq)
{
	struct admin_list list;
	struct reply refused;
	if (!admin_list_begin(rq, ADMIN_CASES, &list, &refused))
		return refused;
	struct rows rows = staff_cases(rq->db, !list.is_decided, list.part.from,
				       list.part.limit + 1);
	bool is_more = part_cut(&list.part, &rows);
	struct view_list *items = view_list(list.v, "items");
	for (size_t i = 0; i < rows.n; i++)
		case_fields(view_push(items), staff_case_at(rows, i));
	return admin_list_page(rq, &list, is_more ? staff_case_at(rows, rows.n - 1)->id : 0);
}

static void
push_events(struct req *rq, struct view *v, int64_t id, bool is_open)
{
	struct rows rows = staff_events(rq->db, id, is_open);
	struct view_list *events = view_list(v, "events");
	for (size_t i = 0; i < rows.n; i++) {
		const struct staff_events_row *row = staff_events_at(rows, i);
		struct view *event = view_push(events);
		struct str text = STR_NONE;
		view_id(event, "id", row->id);
		view_time(event, "createdAt", row->created_at);
		view_text(event, "about", row->about);
		view_text(event, "aboutText", about_words(row->about));
		view_text(event, "source", row->source);
		view_text(event, "sourceText", source_words(row->source));
		view_text(event, "provider", str_or(row->provider, STR_NONE));
		view_text(event, "mark", row->mark);
		if (row->times > 1)
			view_int(event, "times", row->times);
		else
			view_null(event, "times");
		if (is_open && row->sealed.n > 0 &&
		    !seal_open(rq->arena, STR("safety_event"), row->sealed, &text))
			text = STR_NONE;
		view_text(event, "text", text);
		view_bool(event, "isLost", is_open && text.p == NULL);
	}
}

/* The proposal that waits, and what this person may do now. */
static void
case_rights(struct req *rq, struct view *v, const struct staff_case_row *row, struct rows decisions)
{
	struct view *page_only = view_object(v, "page");
	const struct staff_decision_row *proposed = NULL, *appealed = NULL;
	for (size_t i = 0; i < decisions.n; i++) {
		const struct staff_decision_row *d = staff_decision_at(decisions, i);
		proposed = proposed == NULL && str_eq(d->state, STR("proposed")) ? d : proposed;
		appealed = appealed == NULL && str_eq(d->state, STR("appealed")) ? d : appealed;
	}
	bool is_mine = proposed != NULL && str_eq(proposed->made_by, rq->member->username);
	bool waits_for_second = str_eq(row->state, STR("proposed")) && proposed != NULL;
	view_bool(page_only, "canConfirm", waits_for_second && !is_mine);
	view_bool(page_only, "isMine", waits_for_second && is_mine);
	view_bool(page_only, "canPropose",
		  str_eq(row->state, STR("open")) || (waits_for_second && is_mine));
	if (appealed != NULL)
		view_id(page_only, "appealId", appealed->id);
}

static struct view *
case_view(struct req *rq, const struct staff_case_row *row)
{
	static const struct {
		struct str about;
		struct str rule;
	} RULES[] = {
		{ STR_INIT("minor"), STR_INIT("underage") },
		{ STR_INIT("force"), STR_INIT("nonconsent") },
		{ STR_INIT("real_person"), STR_INIT("real_person") },
	};
	struct view *v = admin_view(rq, ADMIN_CASES);
	struct view *page_only = view_object(v, "page");
	struct str rule = form_value(rq, "rule");
	case_fields(v, row);
	bool is_open = admin_show_seal(rq, v, subject_of(rq, row->id), row->last_at);
	push_events(rq, v, row->id, is_open);
	struct rows decisions = staff_decisions(rq->db, rq->member->id, row->id, 0, 0);
	admin_push_decisions(v, decisions);
	case_rights(rq, v, row, decisions);
	for (size_t i = 0; i < COUNT(RULES) && rule.n == 0; i++)
		if (str_eq(row->about, RULES[i].about))
			rule = RULES[i].rule;
	admin_rules(page_only, "rules", str_or(rule, STR("other")));
	if (row->character_id.v != 0)
		view_choices(page_only, "outcomes", OF_CHARACTER, COUNT(OF_CHARACTER),
			     form_value(rq, "outcome"));
	else
		view_choices(page_only, "outcomes", OF_CHAT, COUNT(OF_CHAT) - !row->has_chat,
			     form_value(rq, "outcome"));
	return v;
}

static const struct staff_case_row *
asked_case(struct req *rq)
{
	return admin_may_look(rq) ? staff_case(rq->db, req_id(rq, 0)) : NULL;
}

struct reply
admin_show_case(struct req *rq)
{
	const struct staff_case_row *row = asked_case(rq);
	if (row == NULL)
		return not_found(rq);
	form_show(rq, PROPOSAL, COUNT(PROPOSAL));
	struct reply reply = page(rq, "admin/case", case_view(rq, row));
	reply.no_store = true;
	return reply;
}

struct reply
admin_open_case(struct req *rq)
{
	const struct staff_case_row *row = asked_case(rq);
	if (row == NULL)
		return not_found(rq);
	return admin_break_seal(rq, subject_of(rq, row->id), address_of(rq, row->id));
}

struct reply
admin_propose(struct req *rq)
{
	struct proposal in = { .facts = STR("") };
	const struct staff_case_row *row = asked_case(rq);
	if (row == NULL)
		return not_found(rq);
	bool is_read = form_read(rq, PROPOSAL, COUNT(PROPOSAL), &in);
	if (is_read && in.facts.n == 0 && !str_eq(in.outcome, STR("nothing")))
		form_error(rq, "facts", "What happened",
			   "Say what happened: the member reads it, and may appeal.");
	if (!is_read || rq->error_count > 0)
		return form_again(rq, 422, "admin/case",
				  rq->wants_json ? NULL : case_view(rq, row));
	const struct staff_propose_row *said = staff_propose(
		rq->db, &(struct staff_propose_in){ .id = row->id,
						    .staff_id = rq->member->id,
						    .outcome = in.outcome,
						    .rule = in.rule,
						    .facts = in.facts });
	return admin_done(rq, said->why, address_of(rq, row->id),
			  "Proposed. It holds once a second person agrees.");
}

struct reply
admin_confirm(struct req *rq)
{
	struct second in = { .words = STR("") };
	const struct staff_case_row *row = asked_case(rq);
	if (row == NULL)
		return not_found(rq);
	if (!form_read(rq, SECOND, COUNT(SECOND), &in))
		return refuse(rq, 422, NULL, "Say whether you agree.");
	bool agrees = str_eq(in.answer, STR("agree"));
	const struct staff_confirm_row *said = staff_confirm(rq->db, row->id, rq->member->id,
							     agrees, in.words);
	bring_free(rq->db, rq->arena, row->character_id);
	return admin_done(rq, said->why, address_of(rq, row->id),
			  agrees ? "Decided. The member is told."
				 : "Given back. It waits for a first person again.");
}

struct reply
admin_tell_authority(struct req *rq)
{
	struct told in = { 0 };
	const struct staff_case_row *row = asked_case(rq);
	if (row == NULL)
		return not_found(rq);
	if (!form_read(rq, TOLD, COUNT(TOLD), &in))
		return refuse(rq, 422, NULL, "Say whom you told, and under what number.");
	(void)staff_told(rq->db, row->id, in.authority, in.reference);
	(void)staff_note(
		rq->db, rq->member->id, STR("safety.told"), subject_of(rq, row->id),
		str_fmt(rq->arena, "%.*s, %.*s", STR_ARG(in.authority), STR_ARG(in.reference)));
	return admin_done(rq, STR(""), address_of(rq, row->id),
			  "Noted. The evidence is kept for a year from today.");
}
