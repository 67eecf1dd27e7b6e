/* The sandbox: a page of the house with a button for each way in which a payment can end. */
#include "lib/provider/payment.h"

static struct str
sandbox_page(struct arena *arena, struct order_id order)
{
	return str_fmt(arena, "/checkout/%lld/sandbox", (long long)order.v);
}

const struct payment_provider payment_sandbox = {
	.name = "sandbox",
	.label = "Sandbox",
	.notice =
		"This house is being tried out: you choose how the payment ends, and no money moves.",
	.page = sandbox_page,
};
