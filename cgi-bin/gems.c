/* Gems: packs to buy, the balance with what it is made of, and its history. */
#include "lib/ledger/ledger.h"
#include "lib/ledger/words.h"
#include "lib/shop/shop.h"
#include "lib/web/serve.h"
#include "sql/ledger.h"
#include "sql/shop.h"

enum { LINES = 50, LOTS_IN_SHORT = 4, ORDER_EVERY_S = 20, ORDERS = 30, PER = 100 };

struct showcase {
	struct str currency;
	struct str return_to;
};

static const struct field SHOWCASE[] = {
	FIELD_LINE(struct showcase, currency, "currency", "Currency", 0, 3),
	FIELD_LINE(struct showcase, return_to, "returnTo", "Return to", 0, 500),
};

struct order {
	int64_t pack;
	struct str provider;
	struct str promo;
	struct str return_to;
};

static const struct field ORDER[] = {
	FIELD_ID(struct order, pack, "packId", "Pack", true),
	FIELD_LINE(struct order, provider, "paymentProvider", "Payment provider", 0, 20),
	FIELD_LINE(struct order, promo, "promoCode", "Promo code", 0, 40),
	FIELD_LINE(struct order, return_to, "returnTo", "Return to", 0, 500),
};

struct period {
	struct str type;
	struct str cursor;
	int64_t limit;
};

static const struct field PERIOD[] = {
	FIELD_LINE(struct period, type, "type", "Type", 0, 20),
	FIELD_LINE(struct period, cursor, "cursor", "Cursor", 0, 20),
	FIELD_INT(struct period, limit, "limit", "Limit", 1, 200, false),
};

/* ---- packs --------------------------------------------------------------------------------- */

/* "/gems" with the currency and the way back, where there are any. */
static struct str
gems_url(struct req *rq, struct str currency, struct str return_to)
{
	struct buf url = buf_in(rq->arena);
	buf_lit(&url, "/gems");
	if (currency.n > 0)
		buf_fmt(&url, "?currency=%.*s", STR_ARG(currency));
	if (return_to.n > 0) {
		buf_fmt(&url, "%sreturnTo=", currency.n > 0 ? "&" : "?");
		buf_url(&url, return_to);
	}
	return buf_done(&url);
}

/* The code in `sold` that is `wanted`, or empty. */
static struct str
find_currency(struct rows sold, struct str wanted)
{
	for (size_t i = 0; i < sold.n; i++)
		if (str_eq_fold(shop_currencies_at(sold, i)->currency, wanted))
			return shop_currencies_at(sold, i)->currency;
	return STR_NONE;
}

/* What was asked for (empty when it is not sold), else what the member paid in last, else the first. */
static struct str
pick_currency(struct req *rq, struct str wanted, struct rows sold)
{
	if (wanted.n > 0)
		return find_currency(sold, wanted);
	struct str code = STR_NONE;
	const struct shop_last_currency_row *last =
		rq->member != NULL ? shop_last_currency(rq->db, rq->member->id) : NULL;
	if (last != NULL)
		code = find_currency(sold, last->currency);
	if (code.n == 0)
		code = sold.n > 0 ? shop_currencies_at(sold, 0)->currency : STR("USD");
	return code;
}

static void
show_packs(struct req *rq, struct view *v, struct str currency)
{
	struct rows packs = shop_packs(rq->db, currency);
	struct view_list *list = view_list(v, "packs");
	for (size_t i = 0; i < packs.n; i++) {
		const struct shop_packs_row *row = shop_packs_at(packs, i);
		struct view *item = view_push(list);
		int64_t milli = row->gems.milli + row->bonus_gems.milli;
		view_fields(item, packs.type, row);
		view_money(item, "price", row->price_minor, row->currency);
		view_money(item, "pricePer100", (row->price_minor * 1000 * PER + milli / 2) / milli,
			   row->currency);
		/* A page shows no bonus of nothing; the API shows the number. */
		if (row->bonus_gems.milli == 0 && !rq->wants_json)
			view_null(item, "bonusGems");
	}
	view_text(v, "currency", currency);
}

static void
show_currencies(struct req *rq, struct view *page_only, struct rows sold, struct str currency,
		struct str return_to)
{
	struct view_list *tabs = view_list(page_only, "tabs");
	for (size_t i = 0; i < sold.n; i++) {
		struct str code = shop_currencies_at(sold, i)->currency;
		(void)view_push_tab(tabs, code, gems_url(rq, code, return_to),
				    str_eq(code, currency));
	}
	view_bool(page_only, "hasChoice", sold.n > 1);
}

/* ---- what a balance is made of ------------------------------------------------------------- */

static struct str
lot_url(struct req *rq, const struct ledger_explain_row *row)
{
	if (row->has_chat_id)
		return str_fmt(rq->arena, "/chat/%lld", (long long)row->chat_id.v);
	if (str_starts(row->ref, STR("order:")))
		return str_fmt(rq->arena, "/checkout/%.*s", STR_ARG(str_from_at(row->ref, 6)));
	return str_starts(row->ref, STR("img:")) ? STR("/generate") : STR_NONE;
}

/*
 * Into `to`: lots (what can be spent; beyond the first `most` only their sum, as moreLots) and holds
 * (what is set aside or owed).
 */
static void
show_parts(struct req *rq, struct view *to, size_t most)
{
	struct rows rows = ledger_explain(rq->db, rq->member->id);
	struct view_list *lots = view_list(to, "lots");
	struct view_list *holds = view_list(to, "holds");
	int64_t held = 0, more = 0;
	for (size_t i = 0; i < rows.n; i++) {
		const struct ledger_explain_row *row = ledger_explain_at(rows, i);
		bool is_lot = str_eq(row->part, STR("paid")) || str_eq(row->part, STR("bonus"));
		if (is_lot && i >= most) {
			more += row->gems.milli;
			continue;
		}
		struct view *item = view_push(is_lot ? lots : holds);
		view_text(item, "part", row->part);
		view_text(item, "label", ledger_part_words(rq->arena, row));
		view_url(item, "url", lot_url(rq, row));
		view_gems(item, "gems", row->gems);
		if (moment_is_none(row->expires_at))
			view_null(item, "expiresAt");
		else
			view_time(item, "expiresAt", row->expires_at);
		held += str_eq(row->part, STR("held")) ? row->gems.milli : 0;
	}
	view_gems(to, "held", (struct gems){ held });
	if (more > 0)
		view_gems(to, "moreLots", (struct gems){ more });
}

static void
show_prices(struct req *rq, struct view *page_only)
{
	const struct price_row *reply = price_find(rq->db, STR("chat.standard"));
	const struct price_row *picture = price_find(rq->db, STR("picture.base"));
	struct view *prices = view_object(page_only, "prices");
	if (reply != NULL) {
		view_gems(prices, "reply", (struct gems){ reply->milligems });
		view_bool(prices, "isOneReply", reply->milligems == 1000);
		view_bool(prices, "byTokens", str_eq(reply->unit, STR("1000_tokens")));
	}
	if (picture != NULL)
		view_gems(prices, "picture", (struct gems){ picture->milligems });
}

static struct reply
show_gems(struct req *rq)
{
	struct showcase in = { 0 };
	if (!form_read(rq, SHOWCASE, COUNT(SHOWCASE), &in))
		return refuse(rq, 422, NULL, "That currency or that way back cannot be read.");
	struct rows sold = shop_currencies(rq->db);
	struct str currency = pick_currency(rq, in.currency, sold);
	if (currency.n == 0) {
		form_error(rq, "currency", "Currency", "Gems are not sold in this currency.");
		return refuse(rq, 422, NULL,
			      "Gems are not sold in this currency. Leave it out to see "
			      "what there is.");
	}
	struct view *v = view_new(rq->arena);
	show_packs(rq, v, currency);
	if (rq->wants_json)
		return json_reply(rq, 200, v);

	struct view *page_only = view_object(v, "page");
	struct str return_to = safe_path(in.return_to, STR(""));
	struct buf guest = buf_in(rq->arena);
	buf_lit(&guest, "/sign-in?next=");
	buf_url(&guest, gems_url(rq, in.currency, return_to));
	view_text(page_only, "returnTo", return_to);
	view_url(page_only, "backUrl", return_to);
	view_bool(page_only, "isFromChat", str_starts(return_to, STR("/chat/")));
	view_url(page_only, "guestUrl", rq->member == NULL ? buf_done(&guest) : STR_NONE);
	view_bool(page_only, "isClosed", payment_first() == NULL);
	show_currencies(rq, page_only, sold, currency, return_to);
	show_prices(rq, page_only);
	if (rq->member != NULL)
		show_parts(rq, page_only, LOTS_IN_SHORT);
	return page(rq, "gems/index", v);
}

static struct reply
show_explain(struct req *rq)
{
	struct view *v = view_new(rq->arena);
	view_gems(v, "available", ledger_balance(rq->db, rq->member->id)->gems);
	show_parts(rq, v, SIZE_MAX);
	struct rows audit = ledger_audit_of(rq->db, rq->member->id);
	view_bool(v, "isSound", audit.n == 0);
	view_rows(v, "findings", audit);
	return page(rq, "gems/explain", v);
}

/* ---- ordering ------------------------------------------------------------------------------ */

static struct reply
refuse_field(struct req *rq, const char *field, const char *label, const char *why)
{
	form_error(rq, field, label, why);
	return refuse(rq, 422, NULL, why);
}

static struct reply
checkout(struct req *rq)
{
	struct order in = { 0 };
	struct order_id id;
	if (!form_read(rq, ORDER, COUNT(ORDER), &in))
		return refuse(rq, 422, NULL, "Choose one of the packs.");
	int wait = rate_wait(rq, str_fmt(rq->arena, "checkout:%lld", (long long)rq->member->id.v),
			     ORDER_EVERY_S, ORDERS);
	if (wait > 0)
		return too_many(rq, wait);
	if (in.promo.n > 0)
		return refuse_field(rq, "promoCode", "Promo code", "There is no such code.");
	struct shop_wish wish = { .member = rq->member->id,
				  .pack = { in.pack },
				  .provider = in.provider,
				  .return_to = safe_path(in.return_to, STR("")) };
	switch (shop_order(rq->db, &wish, &id)) {
	case SHOP_ORDERED:
		break;
	case SHOP_NO_PACK:
		return refuse_field(rq, "packId", "Pack",
				    "This pack is not on sale. Choose another.");
	case SHOP_NO_PROVIDER:
		return refuse_field(rq, "paymentProvider", "Payment provider",
				    "This house does not take payments that way.");
	}
	struct view *v = view_new(rq->arena);
	view_id(v, "orderId", id.v);
	view_url(v, "checkoutSessionUrl", payment_find(in.provider)->page(rq->arena, id));
	return done(rq, 201, v, str_fmt(rq->arena, "/checkout/%lld", (long long)id.v));
}

/* ---- history ------------------------------------------------------------------------------- */

static struct str
history_url(struct req *rq, struct str type, struct str cursor)
{
	struct buf url = buf_in(rq->arena);
	buf_lit(&url, "/gems/history");
	if (type.n > 0)
		buf_fmt(&url, "?type=%.*s", STR_ARG(type));
	if (cursor.n > 0)
		buf_fmt(&url, "%ccursor=%.*s", type.n > 0 ? '&' : '?', STR_ARG(cursor));
	return buf_done(&url);
}

static void
show_filters(struct req *rq, struct view *page_only, struct str type)
{
	static const struct {
		struct str type;
		const char *label;
	} FILTERS[] = { { STR_INIT(""), "All" },
			{ STR_INIT("chat"), "Replies" },
			{ STR_INIT("generation"), "Pictures" },
			{ STR_INIT("purchase"), "Bought" },
			{ STR_INIT("bonus"), "Bonus" } };
	struct view_list *tabs = view_list(page_only, "tabs");
	for (size_t i = 0; i < COUNT(FILTERS); i++) {
		(void)view_push_tab(tabs, str_from(FILTERS[i].label),
				    history_url(rq, FILTERS[i].type, STR_NONE),
				    str_eq(FILTERS[i].type, type));
	}
}

static struct reply
show_history(struct req *rq)
{
	struct period in = { .limit = LINES };
	if (!form_read(rq, PERIOD, COUNT(PERIOD), &in))
		return refuse(rq, 422, NULL, "That part of the history cannot be read.");
	if (in.type.n > 0 && !ledger_is_type(in.type))
		return refuse_field(rq, "type", "Type", "There are no lines of that type.");
	struct ledger_filter filter = { rq->member->id, in.type, in.cursor, in.limit };
	struct str next;
	struct rows rows = ledger_page(rq->db, rq->arena, &filter, &next);
	struct view *v = view_new(rq->arena);
	if (rq->wants_json) {
		view_rows(v, "items", rows);
		view_text(v, "nextCursor", next);
		return json_reply(rq, 200, v);
	}

	struct view_list *items = view_list(v, "items");
	for (size_t i = 0; i < rows.n; i++) {
		struct view *item = view_push(items);
		const struct ledger_line_row *row = ledger_line_at(rows, i);
		view_fields(item, rows.type, row);
		view_text(item, "typeText", ledger_line_words(row));
		view_text(item, "detail", ledger_line_detail(rq->arena, row));
		view_bool(item, "isPlus", row->delta.milli > 0);
	}
	struct view *page_only = view_object(v, "page");
	view_bool(page_only, "hasLines", rows.n > 0);
	view_bool(page_only, "isFurther", in.cursor.n > 0);
	view_url(page_only, "topUrl", history_url(rq, in.type, STR_NONE));
	if (next.n > 0)
		view_url(page_only, "nextUrl", history_url(rq, in.type, next));
	show_filters(rq, page_only, in.type);
	return page(rq, "gems/history", v);
}

static const struct route ROUTES[] = {
	{ GET, "/gems", show_gems, FOR_ANYONE },
	{ POST, "/gems/checkout", checkout, FOR_MEMBER },
	{ GET, "/gems/history", show_history, FOR_MEMBER },
	{ GET, "/gems/explain", show_explain, FOR_MEMBER },
	{ GET, "/api/gems/packs", show_gems, FOR_ANYONE },
	{ POST, "/api/gems/checkout", checkout, FOR_MEMBER },
	{ GET, "/api/gems/ledger", show_history, FOR_MEMBER },
	{ GET, "/api/gems/explain", show_explain, FOR_MEMBER },
};

int
main(void)
{
	return screen_serve("gems", ROUTES, COUNT(ROUTES));
}
