/* How the house protects people, for everybody to read; and what it does when somebody is in danger. */
#include "sql/safety.h"
#include "lib/web/serve.h"

static void
push_lines(struct req *rq, struct view *v)
{
	struct rows rows = safety_all_lines(rq->db);
	struct view_list *lines = view_list(v, "lines");
	for (size_t i = 0; i < rows.n; i++) {
		const struct safety_all_lines_row *row = safety_all_lines_at(rows, i);
		struct view *line = view_push(lines);
		view_text(line, "regions",
			  row->regions.n > 0 ? row->regions : STR("Everywhere else"));
		view_text(line, "name", row->name);
		view_text(line, "phone", row->phone.n > 0 ? row->phone : STR_NONE);
		view_url(line, "url", row->url.n > 0 ? row->url : STR_NONE);
		view_text(line, "about", row->about.n > 0 ? row->about : STR_NONE);
	}
}

static struct reply
show_safety(struct req *rq)
{
	struct view *v = view_new(rq->arena);
	push_lines(rq, v);
	return page(rq, "safety/index", v);
}

static struct reply
show_protocol(struct req *rq)
{
	struct view *v = view_new(rq->arena);
	view_rows(v, "months", safety_counts(rq->db));
	push_lines(rq, v);
	return page(rq, "safety/protocol", v);
}

static const struct route ROUTES[] = {
	{ GET, "/safety", show_safety, FOR_READERS },
	{ GET, "/safety/protocol", show_protocol, FOR_READERS },
};

int
main(void)
{
	return screen_serve("safety", ROUTES, COUNT(ROUTES));
}
