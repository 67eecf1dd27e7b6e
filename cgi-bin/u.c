/* A member as others see them: name, words, what they made. Nothing that is not public. */
#include "lib/base/utf8.h"
#include "lib/web/letter.h"
#include "lib/web/markup.h"
#include "lib/web/part.h"
#include "lib/web/serve.h"
#include "sql/author.h"

enum { A_PAGE = 24 };

static const struct author_find_row *
find(struct req *rq)
{
	struct member_id viewer = { rq->member != NULL ? rq->member->id.v : 0 };
	return rq->captures[0].n > 40 ? NULL : author_find(rq->db, rq->captures[0], viewer);
}

static void
show_cards(struct req *rq, struct view *v, const struct author_find_row *who,
	   const struct part *part)
{
	struct rows rows = author_characters(rq->db, who->id, (struct character_id){ part->from },
					     part->limit + 1);
	bool is_more = part_cut(part, &rows);
	view_rows(v, "items", rows);
	part_next(rq, v, str_fmt(rq->arena, "/u/%.*s", STR_ARG(who->username)),
		  is_more ? author_card_at(rows, rows.n - 1)->id.v : 0);
}

static struct reply
show(struct req *rq)
{
	struct part part = { .limit = A_PAGE, .from = INT64_MAX };
	const struct author_find_row *who = find(rq);
	if (who == NULL)
		return not_found(rq);
	if (!part_read(rq, &part))
		return part_unknown(rq);
	const struct author_totals_row *totals = author_totals(rq->db, who->id);
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	view_text(v, "username", who->username);
	view_text(v, "displayName", who->display_name);
	view_text(v, "bio", who->bio);
	view_url(v, "avatarUrl", who->avatar_url);
	view_time(v, "createdAt", who->created_at);
	view_row(v, "totals", &author_totals_type, totals);
	show_cards(rq, v, who, &part);
	view_html(page_only, "bioHtml", markup_html(rq->arena, who->bio));
	view_text(page_only, "initial", utf8_first(who->display_name));
	view_bool(page_only, "isOwn", who->is_own);
	view_bool(page_only, "isHidden", who->is_hidden);
	view_bool(page_only, "hasMade", totals->characters > 0);
	view_url(page_only, "canonicalUrl",
		 letter_link(rq->arena, str_fmt(rq->arena, "/u/%.*s", STR_ARG(who->username))));
	return page(rq, "u/show", v);
}

static struct reply
set_block(struct req *rq, bool on)
{
	const struct author_find_row *who = find(rq);
	if (who == NULL)
		return not_found(rq);
	if (who->is_own)
		return refuse(rq, 422, NULL, "That is you.");
	if (on)
		(void)block_add_creator(rq->db, rq->member->id, who->id);
	else
		(void)block_remove_creator(rq->db, rq->member->id, who->username);
	struct view *v = view_new(rq->arena);
	view_bool(v, "isBlocked", on);
	return done_saying(rq, 200, v, str_fmt(rq->arena, "/u/%.*s", STR_ARG(who->username)),
			   on ? "Blocked. What they make does not appear in your lists any more."
			      : "Shown in your lists again.");
}

static struct reply
block(struct req *rq)
{
	return set_block(rq, true);
}

static struct reply
unblock(struct req *rq)
{
	return set_block(rq, false);
}

static const struct route ROUTES[] = {
	{ GET, "/u/{name}", show, FOR_ANYONE },
	{ POST, "/u/{name}/block", block, FOR_MEMBER },
	{ POST, "/u/{name}/unblock", unblock, FOR_MEMBER },
	{ GET, "/api/users/{name}/public", show, FOR_ANYONE },
	{ POST, "/api/users/{name}/block", block, FOR_MEMBER },
	{ POST, "/api/users/{name}/unblock", unblock, FOR_MEMBER },
};

int
main(void)
{
	return screen_serve("u", ROUTES, COUNT(ROUTES));
}
