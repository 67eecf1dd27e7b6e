/* Characters that wait before others may see them. */
#include "cgi-bin/admin.h"

#include "lib/moderate/reason.h"

struct verdict {
	struct str answer;
	struct str rule;
	struct str facts;
};

static const struct field VERDICT[] = {
	FIELD_CHOICE(struct verdict, answer, "answer", "Decision", "approve|refuse", true),
	FIELD_CHOICE(struct verdict, rule, "rule", "Rule", REASON_CHOICES, true),
	FIELD_TEXT(struct verdict, facts, "facts", "What is wrong", 0, ADMIN_FACTS),
};

static struct str
address_of(struct req *rq, struct character_id id)
{
	return str_fmt(rq->arena, "/admin/characters/%lld", (long long)id.v);
}

struct reply
admin_list_characters(struct req *rq)
{
	struct admin_list list;
	struct reply refused;
	if (!admin_list_begin(rq, ADMIN_CHARACTERS, &list, &refused))
		return refused;
	struct rows rows = staff_characters(rq->db, rq->member->id, list.part.from,
					    list.part.limit + 1);
	bool is_more = part_cut(&list.part, &rows);
	view_rows(list.v, "items", rows);
	return admin_list_page(rq, &list, is_more ? staff_character_at(rows, rows.n - 1)->id.v : 0);
}

/* The card's texts that say something, with their names. */
static void
push_texts(struct view *v, const struct staff_character_row *row)
{
	const struct {
		const char *label;
		struct str text;
	} texts[] = {
		{ "In short", row->short_description },
		{ "Description", row->long_bio },
		{ "Personality", row->personality },
		{ "Scenario", row->scenario },
		{ "First message", row->greeting },
		{ "Main prompt", row->system_prompt },
		{ "Instructions behind the conversation", row->post_history },
		{ "Notes of the creator", row->creator_notes },
	};
	struct view_list *list = view_list(view_object(v, "page"), "texts");
	for (size_t i = 0; i < COUNT(texts); i++) {
		if (texts[i].text.n == 0)
			continue;
		struct view *one = view_push(list);
		view_text(one, "label", str_from(texts[i].label));
		view_text(one, "text", texts[i].text);
	}
}

static struct view *
character_view(struct req *rq, const struct staff_character_row *row)
{
	static const struct label ANSWERS[] = {
		LABEL("approve", "Approve"),
		LABEL("refuse", "Refuse"),
	};
	struct view *v = admin_view(rq, ADMIN_CHARACTERS);
	struct view *page_only = view_object(v, "page");
	struct str rule = form_value(rq, "rule");
	view_fields(v, &staff_character_type, row);
	push_texts(v, row);
	admin_rules(page_only, "rules", str_or(rule, STR("other")));
	view_choices(page_only, "answers", ANSWERS, COUNT(ANSWERS), form_value(rq, "answer"));
	struct rows pictures = staff_gallery(rq->db, row->id);
	bool is_pending = str_eq(row->moderation_status, STR("pending"));
	view_rows(page_only, "pictures", pictures);
	view_bool(page_only, "hasPictures", pictures.n > 0);
	view_bool(page_only, "onlyPictures", !is_pending && pictures.n > 0);
	view_bool(page_only, "canDecide", (is_pending || pictures.n > 0) && !row->is_own);
	admin_push_decisions(v, staff_decisions(rq->db, rq->member->id, 0, 0, row->id.v));
	return v;
}

static const struct staff_character_row *
asked_character(struct req *rq)
{
	return admin_may_look(rq) ? staff_character(rq->db, (struct character_id){ req_id(rq, 0) },
						    rq->member->id)
				  : NULL;
}

struct reply
admin_show_character(struct req *rq)
{
	const struct staff_character_row *row = asked_character(rq);
	if (row == NULL)
		return not_found(rq);
	form_show(rq, VERDICT, COUNT(VERDICT));
	return page(rq, "admin/character", character_view(rq, row));
}

struct reply
admin_decide_character(struct req *rq)
{
	struct verdict in = { .facts = STR("") };
	const struct staff_character_row *row = asked_character(rq);
	if (row == NULL)
		return not_found(rq);
	bool is_read = form_read(rq, VERDICT, COUNT(VERDICT), &in);
	bool approves = str_eq(in.answer, STR("approve"));
	if (is_read && in.facts.n == 0 && !approves)
		form_error(rq, "facts", "What is wrong",
			   "Say what is wrong: the creator reads it, and may appeal.");
	if (!is_read || rq->error_count > 0)
		return form_again(rq, 422, "admin/character",
				  rq->wants_json ? NULL : character_view(rq, row));
	const struct staff_decide_character_row *said = staff_decide_character(
		rq->db, &(struct staff_decide_character_in){ .id = row->id,
							     .staff_id = rq->member->id,
							     .approves = approves,
							     .rule = in.rule,
							     .facts = in.facts });
	return admin_done(rq, said->why,
			  rq->wants_json ? address_of(rq, row->id) : STR("/admin/characters"),
			  approves ? "Approved. Their creator is told."
				   : "Refused. Their creator is told why.");
}
