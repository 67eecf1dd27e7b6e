#include "lib/shop/shop.h"

#include "lib/base/fault.h"
#include "sql/shop.h"

enum shop_order_outcome
shop_order(struct db *db, const struct shop_wish *wish, struct order_id *order)
{
	const struct payment_provider *provider = payment_find(wish->provider);
	if (provider == NULL)
		return SHOP_NO_PROVIDER;
	const struct shop_order_put_row *row = shop_order_put(
		db, wish->member, wish->pack, str_from(provider->name), wish->return_to);
	if (!row->has_id)
		return SHOP_NO_PACK;
	*order = row->id;
	return SHOP_ORDERED;
}

enum shop_end
shop_sandbox(struct db *db, struct member_id member, struct order_id order, struct str wish,
	     struct notify_told *told)
{
	static const struct {
		struct str word;
		enum shop_end end;
	} ENDS[] = {
		{ STR_INIT("paid"), SHOP_PAID },	 { STR_INIT("failed"), SHOP_FAILED },
		{ STR_INIT("canceled"), SHOP_CANCELED }, { STR_INIT("later"), SHOP_LATER },
		{ STR_INIT("over"), SHOP_OVER },	 { STR_INIT("no_order"), SHOP_NO_ORDER }
	};
	const struct shop_sandbox_end_row *row = shop_sandbox_end(db, member, order, wish);
	*told = (struct notify_told){ row->first_event, row->last_event };
	for (size_t i = 0; i < COUNT(ENDS); i++)
		if (str_eq(ENDS[i].word, row->outcome))
			return ENDS[i].end;
	fault_raise(FAULT_BUG, "order %lld ended as %.*s", (long long)order.v,
		    STR_ARG(row->outcome));
}
