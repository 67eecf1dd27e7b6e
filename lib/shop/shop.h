/*
 * The shop: orders of gem packs, and how they end.
 *
 * All of it runs in the caller's open transaction. What is paid is booked once, whatever comes in
 * parallel or twice: migration 0013 holds the rules.
 *
 * Units: prices in minor units of an ISO 4217 currency, gems in milligems. Errors: faults of lib/db.
 */
#ifndef SNUG_SHOP_SHOP_H
#define SNUG_SHOP_SHOP_H

#include "lib/db/db.h"
#include "lib/notify/notify.h"
#include "lib/provider/payment.h"

struct shop_wish {
	struct member_id member;
	struct pack_id pack;
	struct str provider;  /* empty: the first that is enabled */
	struct str return_to; /* a path of this house, or empty */
};

enum shop_order_outcome {
	SHOP_ORDERED,
	SHOP_NO_PACK,	 /* not there, or not on sale any more */
	SHOP_NO_PROVIDER /* not built, not enabled, or none is */
};

NODISCARD enum shop_order_outcome shop_order(struct db *db, const struct shop_wish *wish,
					     struct order_id *order);

enum shop_end {
	SHOP_PAID,
	SHOP_FAILED,
	SHOP_CANCELED,
	SHOP_LATER,   /* pending: the payment comes in 20 s */
	SHOP_OVER,    /* it ended another way before: look at the order */
	SHOP_NO_ORDER /* not there, not theirs, not the sandbox's */
};

/* What a member chose on the sandbox's page: pay, fail, cancel or later. */
NODISCARD enum shop_end shop_sandbox(struct db *db, struct member_id member, struct order_id order,
				     struct str wish, struct notify_told *told);

#endif
