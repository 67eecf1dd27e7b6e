#include "lib/web/part.h"

#include "lib/web/form.h"

static const struct field PART[] = {
	FIELD_INT(struct part, from, "cursor", "Cursor", 1, INT64_MAX, false),
	FIELD_INT(struct part, limit, "limit", "Limit", 1, PART_MOST, false),
};

bool
part_read(struct req *rq, struct part *part)
{
	return form_read(rq, PART, COUNT(PART), part);
}

struct reply
part_unknown(struct req *rq)
{
	return refuse(rq, 422, NULL, "That place in the list is not known.");
}

bool
part_cut(const struct part *part, struct rows *rows)
{
	if (rows->n <= (size_t)part->limit)
		return false;
	rows->n = (size_t)part->limit;
	return true;
}

void
part_next(struct req *rq, struct view *v, struct str path, int64_t last)
{
	if (last == 0) {
		view_text(v, "nextCursor", STR_NONE);
		return;
	}
	view_text(v, "nextCursor", str_int(rq->arena, last));
	view_url(view_object(v, "page"), "nextUrl",
		 str_fmt(rq->arena, "%.*s%ccursor=%lld", STR_ARG(path),
			 str_find_char(path, '?') < 0 ? '?' : '&', (long long)last));
}
