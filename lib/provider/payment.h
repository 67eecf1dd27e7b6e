/*
 * Payments: the interface of payment providers (product decision 6).
 *
 * An order is kept before the provider hears of it, and is paid when the provider says so: by its
 * own page here (sandbox), by a webhook that is checked against the provider (stripe, paystack), or
 * by an admin (manual). All of them end in shop_settle of migration 0010, which books it once.
 *
 * Built: sandbox. What is enabled and in which order says SNUG_PAYMENT_PROVIDERS; lib/base/cfg
 * refuses an adult house that has only providers who refuse adult businesses.
 */
#ifndef SNUG_PROVIDER_PAYMENT_H
#define SNUG_PROVIDER_PAYMENT_H

#include "lib/base/arena.h"
#include "lib/base/str.h"
#include "lib/base/types.h"

struct payment_order {
	struct order_id id;
	int64_t price_minor;
	struct str currency; /* ISO 4217 */
	struct str title;    /* what is bought, for the provider's page */
};

enum payment_outcome {
	PAYMENT_STARTED, /* *url is where the member pays */
	PAYMENT_DOWN,	 /* the provider cannot be reached: try again */
	PAYMENT_REFUSED	 /* the provider does not take this order */
};

struct payment_provider {
	const char *name;   /* "sandbox", as in purchase.provider */
	const char *label;  /* what members read: "Sandbox" */
	const char *notice; /* what they should know before they go there */
	/* May call an outside service: never inside a transaction. Text lives in `arena`. */
	enum payment_outcome (*start)(struct arena *arena, const struct payment_order *order,
				      struct str *url);
};

/* The provider of that name when it is built and enabled, else NULL. Empty: the first of them. */
const struct payment_provider *payment_find(struct str name);
/* The first one that is built and enabled, or NULL. */
const struct payment_provider *payment_first(void);

/* The built-in one: a page of the house where no money moves. */
extern const struct payment_provider payment_sandbox;

#endif
