/*
 * Payments: the interface of payment providers (product decision 6).
 *
 * An order is kept before a provider hears of it, and is paid when the provider says so: on its own
 * page of this house (sandbox), by a webhook that is checked against the provider (stripe, paystack),
 * or by an admin (manual). All of them end in shop_settle of migration 0013, which books it once.
 *
 * Built: sandbox. What is enabled, and in which order, says SNUG_PAYMENT_PROVIDERS; lib/base/cfg
 * refuses an adult house that has only providers who refuse adult businesses.
 */
#ifndef SNUG_PROVIDER_PAYMENT_H
#define SNUG_PROVIDER_PAYMENT_H

#include "lib/base/arena.h"
#include "lib/base/str.h"
#include "lib/base/types.h"

struct payment_provider {
	const char *name;   /* "sandbox", as in purchase.provider */
	const char *label;  /* what members read: "Sandbox" */
	const char *notice; /* what they should know before they go there */
	/*
	 * The page of this house where the order is paid, or from where its member is sent on. It is
	 * asked for inside transactions: a provider that must be called first is called by that page.
	 */
	struct str (*page)(struct arena *arena, struct order_id order);
};

/* The provider of that name when it is built and enabled, else NULL. Empty: the first of them. */
const struct payment_provider *payment_find(struct str name);
/* The first one that is built and enabled, or NULL. */
const struct payment_provider *payment_first(void);

/* The built-in one: a page of the house where no money moves. */
extern const struct payment_provider payment_sandbox;

#endif
