/* Plans: what each holds and costs, and which one the member is on. */
#include "lib/web/serve.h"
#include "sql/plan.h"

struct showcase {
	struct str currency;
};

static const struct field SHOWCASE[] = {
	FIELD_LINE(struct showcase, currency, "currency", "Currency", 0, 3),
};

/* The currency in the book that was asked for, or its first. Empty when that one is not in it. */
static struct str
pick_currency(struct req *rq, struct str wanted)
{
	struct rows book = plan_currencies(rq->db);
	if (wanted.n == 0)
		return book.n > 0 ? plan_currencies_at(book, 0)->currency : STR("USD");
	for (size_t i = 0; i < book.n; i++)
		if (str_eq_fold(plan_currencies_at(book, i)->currency, wanted))
			return plan_currencies_at(book, i)->currency;
	return STR_NONE;
}

static void
push_plan(struct req *rq, struct view_list *items, const struct plan_card_row *row)
{
	struct view *item = view_push(items);
	view_text(item, "id", row->id);
	view_text(item, "name", row->name);
	view_text(item, "line", row->line);
	view_int(item, "priceMinor", row->price_minor);
	view_text(item, "currency", row->currency);
	view_text(item, "interval", row->interval);
	view_json(item, "entitlements", row->entitlements);
	if (rq->wants_json)
		return;
	view_money(item, "price", row->price_minor, row->currency);
	view_bool(item, "isYours", row->is_yours);
	view_json(item, "lines", row->lines);
}

static struct reply
show(struct req *rq)
{
	struct showcase in = { 0 };
	struct member_id member = { rq->member != NULL ? rq->member->id.v : 0 };
	if (!form_read(rq, SHOWCASE, COUNT(SHOWCASE), &in))
		return refuse(rq, 422, NULL, "That currency cannot be read.");
	struct str currency = pick_currency(rq, in.currency);
	if (currency.n == 0) {
		form_error(rq, "currency", "Currency", "No plan has a price in it.");
		return refuse(rq, 422, NULL,
			      "No plan has a price in this currency. Leave it out to see what "
			      "there is.");
	}
	struct view *v = view_new(rq->arena);
	struct rows rows = plan_list(rq->db, currency, member);
	struct view_list *items = view_list(v, "items");
	for (size_t i = 0; i < rows.n; i++)
		push_plan(rq, items, plan_card_at(rows, i));
	view_null(v, "nextCursor");
	if (rq->wants_json)
		return json_reply(rq, 200, v);
	struct view *page_only = view_object(v, "page");
	if (member.v != 0) {
		const struct plan_mine_row *mine = plan_mine(rq->db, member);
		view_text(page_only, "plan", mine->name);
		if (!moment_is_none(mine->until))
			view_time(page_only, "until", mine->until);
	}
	return page(rq, "plans/index", v);
}

static const struct route ROUTES[] = {
	{ GET, "/plans", show, FOR_ANYONE },
	{ GET, "/api/plans", show, FOR_ANYONE },
};

int
main(void)
{
	return screen_serve("plans", ROUTES, COUNT(ROUTES));
}
