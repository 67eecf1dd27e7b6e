/* How the house protects people, for everybody to read; and what it does when somebody is in danger. */
#include "cgi-bin/safety.h"

static void
push_lines(struct req *rq, struct view *v)
{
	struct rows rows = safety_all_lines(rq->db);
	struct view_list *lines = view_list(v, "lines");
	for (size_t i = 0; i < rows.n; i++) {
		const struct safety_all_lines_row *row = safety_all_lines_at(rows, i);
		struct view *line = view_push(lines);
		view_text(line, "regions", str_or(row->regions, STR("Everywhere else")));
		view_text(line, "name", row->name);
		view_text(line, "phone", str_or(row->phone, STR_NONE));
		view_url(line, "url", str_or(row->url, STR_NONE));
		view_text(line, "about", str_or(row->about, STR_NONE));
	}
}

static struct reply
show_safety(struct req *rq)
{
	struct view *v = view_new(rq->arena);
	push_lines(rq, v);
	return page(rq, "safety/index", v);
}

/* "12 times for harm to others"; nothing of what did not happen. */
static void
push_count(struct view_list *counts, int64_t n, const char *one, const char *many)
{
	if (n == 0)
		return;
	struct view *count = view_push(counts);
	view_count(count, "n", n);
	view_text(count, "words", str_from(n == 1 ? one : many));
}

static void
push_months(struct req *rq, struct view *v)
{
	struct rows rows = safety_counts(rq->db);
	struct view_list *months = view_list(v, "months");
	for (size_t i = 0; i < rows.n; i++) {
		const struct safety_counts_row *row = safety_counts_at(rows, i);
		if (row->care + row->calm + row->reminders == 0)
			continue;
		struct view *month = view_push(months);
		view_text(month, "month", row->month);
		struct view_list *counts = view_list(month, "counts");
		push_count(counts, row->care, "time for somebody who may harm themselves",
			   "times for people who may harm themselves");
		push_count(counts, row->calm, "time for harm to others",
			   "times for harm to others");
		push_count(counts, row->reminders, "reminder that a program answers",
			   "reminders that a program answers");
	}
}

static struct reply
show_protocol(struct req *rq)
{
	struct view *v = view_new(rq->arena);
	push_months(rq, v);
	push_lines(rq, v);
	return page(rq, "safety/protocol", v);
}

static const struct route ROUTES[] = {
	{ GET, "/safety", show_safety, FOR_READERS },
	{ GET, "/safety/protocol", show_protocol, FOR_READERS },
	{ GET, "/safety/decisions", safety_list_decisions, FOR_MEMBER },
	{ GET, "/safety/decisions/{id}", safety_show_decision, FOR_MEMBER },
	{ POST, "/safety/decisions/{id}/appeal", safety_take_appeal, FOR_MEMBER },
	{ GET, "/api/safety/decisions", safety_list_decisions, FOR_MEMBER },
	{ GET, "/api/safety/decisions/{id}", safety_show_decision, FOR_MEMBER },
	{ POST, "/api/safety/decisions/{id}/appeal", safety_take_appeal, FOR_MEMBER },
};

int
main(void)
{
	return screen_serve("safety", ROUTES, COUNT(ROUTES));
}
