/* One order: what is bought, the sandbox's page, and how it ended. */
#include "lib/base/fault.h"
#include "lib/shop/shop.h"
#include "lib/web/serve.h"
#include "sql/shop.h"

struct wish {
	struct str outcome;
};

static const struct field WISH[] = {
	FIELD_CHOICE(struct wish, outcome, "outcome", "Outcome", "pay|fail|cancel|later", true),
};

static struct order_id
asked_order(const struct req *rq)
{
	return (struct order_id){ req_id(rq, 0) };
}

static struct str
address(struct req *rq, struct order_id order)
{
	return str_fmt(rq->arena, "/checkout/%lld", (long long)order.v);
}

static const struct shop_order_find_row *
find_order(struct req *rq)
{
	return shop_order_find(rq->db, asked_order(rq), rq->member->id);
}

/* What members and scripts may know of an order. */
static struct view *
order_view(struct req *rq, const struct shop_order_find_row *order)
{
	struct view *v = view_new(rq->arena);
	view_id(v, "id", order->id.v);
	view_text(v, "status", order->status);
	view_gems(v, "gems", order->gems);
	view_gems(v, "bonusGems", order->bonus_gems);
	view_int(v, "priceMinor", order->price_minor);
	view_text(v, "currency", order->currency);
	view_text(v, "provider", order->provider);
	view_time(v, "createdAt", order->created_at);
	if (moment_is_none(order->settled_at))
		view_null(v, "settledAt");
	else
		view_time(v, "settledAt", order->settled_at);
	view_money(v, "price", order->price_minor, order->currency);
	return v;
}

/* Where the member goes on after paying, and what that link says. */
static void
show_way_back(struct req *rq, struct view *page_only, const struct shop_order_find_row *order)
{
	static const struct {
		struct str prefix;
		const char *label;
	} PLACES[] = { { STR_INIT("/chat/"), "Back to your chat" },
		       { STR_INIT("/generate"), "Back to your picture" },
		       { STR_INIT("/character/"), "Back to the character" } };
	bool has_place = order->return_to.n > 0;
	const char *label = has_place ? "Back to where you were" : "Meet someone in the Tavern";
	for (size_t i = 0; i < COUNT(PLACES); i++)
		if (str_starts(order->return_to, PLACES[i].prefix))
			label = PLACES[i].label;
	view_url(page_only, "backUrl", safe_path(order->return_to, STR("/tavern")));
	view_text(page_only, "backLabel", str_from(label));
	view_text(page_only, "returnTo", order->return_to);
	struct buf packs = buf_in(rq->arena);
	buf_fmt(&packs, "/gems?currency=%.*s", STR_ARG(order->currency));
	if (has_place) {
		buf_lit(&packs, "&returnTo=");
		buf_url(&packs, order->return_to);
	}
	view_url(page_only, "packsUrl", buf_done(&packs));
}

static struct reply
show_order(struct req *rq)
{
	const struct shop_order_find_row *order = find_order(rq);
	if (order == NULL)
		return not_found(rq);
	struct view *v = order_view(rq, order);
	if (rq->wants_json)
		return json_reply(rq, 200, v);

	struct view *page_only = view_object(v, "page");
	bool is_pending = str_eq(order->status, STR("pending"));
	bool is_waiting = is_pending && !moment_is_none(order->pays_at);
	const struct payment_provider *provider = payment_find(order->provider);
	view_bool(page_only, "isOpen", is_pending && !is_waiting);
	view_bool(page_only, "isWaiting", is_waiting);
	view_bool(page_only, "isPaid", str_eq(order->status, STR("paid")));
	view_bool(page_only, "isFailed", str_eq(order->status, STR("failed")));
	view_bool(page_only, "isCanceled", str_eq(order->status, STR("canceled")));
	view_bool(page_only, "isRefunded", str_eq(order->status, STR("refunded")));
	view_bool(page_only, "hasBonus", order->bonus_gems.milli > 0);
	view_bool(page_only, "onSale", order->on_sale);
	view_id(page_only, "packId", order->pack_id.v);
	if (provider != NULL) {
		view_text(page_only, "providerLabel", str_from(provider->label));
		view_text(page_only, "providerNotice", str_from(provider->notice));
		view_url(page_only, "payUrl", provider->page(rq->arena, order->id));
	}
	show_way_back(rq, page_only, order);
	struct reply reply = page(rq, "checkout/show", v);
	/* Looks again without any script until the payment is there. */
	if (is_waiting)
		reply_header(&reply, STR("Refresh: 5"));
	return reply;
}

/* ---- the sandbox ---------------------------------------------------------------------------- */

static struct reply
show_sandbox(struct req *rq)
{
	const struct shop_order_find_row *order = find_order(rq);
	if (order == NULL || !str_eq(order->provider, STR("sandbox")) ||
	    payment_find(STR("sandbox")) == NULL)
		return not_found(rq);
	if (!str_eq(order->status, STR("pending")))
		return see(rq, address(rq, order->id));
	struct view *v = order_view(rq, order);
	view_bool(view_object(v, "page"), "isWaiting", !moment_is_none(order->pays_at));
	return page(rq, "checkout/sandbox", v);
}

static void
tell(struct req *rq, void *told)
{
	notify_tell(rq->db, told);
}

static struct reply
end_sandbox(struct req *rq)
{
	struct wish in = { 0 };
	struct notify_told *told = ARENA_NEW(rq->arena, struct notify_told);
	if (payment_find(STR("sandbox")) == NULL)
		return not_found(rq);
	if (!form_read(rq, WISH, COUNT(WISH), &in))
		return refuse(rq, 422, NULL,
			      "Choose how the payment ends: pay, fail, cancel or later.");
	switch (shop_sandbox(rq->db, rq->member->id, asked_order(rq), in.outcome, told)) {
	case SHOP_PAID:
		req_after_commit(rq, tell, told);
		break;
	case SHOP_FAILED:
	case SHOP_CANCELED:
	case SHOP_LATER:
		break;
	case SHOP_OVER:
		if (rq->wants_json)
			return refuse(rq, 409, "ORDER_OVER", "This order has ended already.");
		break;
	case SHOP_NO_ORDER:
		return not_found(rq);
	}
	const struct shop_order_find_row *order = find_order(rq);
	ENSURE(order != NULL);
	return done(rq, 200, order_view(rq, order), address(rq, order->id));
}

static const struct route ROUTES[] = {
	{ GET, "/checkout/{id}", show_order, FOR_MEMBER },
	{ GET, "/checkout/{id}/sandbox", show_sandbox, FOR_MEMBER },
	{ POST, "/checkout/{id}/sandbox", end_sandbox, FOR_MEMBER },
	{ GET, "/api/orders/{id}", show_order, FOR_MEMBER },
};

int
main(void)
{
	return screen_serve("checkout", ROUTES, COUNT(ROUTES));
}
