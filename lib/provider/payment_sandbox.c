/* The sandbox: its page is a screen of the house, so starting a payment is only an address. */
#include "lib/provider/payment.h"

static enum payment_outcome
start(struct arena *arena, const struct payment_order *order, struct str *url)
{
	*url = str_fmt(arena, "/checkout/%lld/sandbox", (long long)order->id.v);
	return PAYMENT_STARTED;
}

const struct payment_provider payment_sandbox = {
	.name = "sandbox",
	.label = "Sandbox",
	.notice = "This house is being tried out: you choose how the payment ends, and no money moves.",
	.start = start,
};
