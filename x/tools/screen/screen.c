/* NAME: what this screen is for, in one line. */
#include "lib/web/serve.h"
#include "sql/NAME.h"

static struct reply
show(struct req *rq)
{
	struct view *v = view_new(rq->arena);
	view_row(v, "clock", &NAME_clock_type, NAME_clock(rq->db));
	return page(rq, "NAME/index", v);
}

static const struct route ROUTES[] = {
	{ GET, "/NAME", show, FOR_ANYONE },
};

int
main(void)
{
	return screen_serve("NAME", ROUTES, COUNT(ROUTES));
}
