#include "lib/provider/payment.h"

#include "lib/base/cfg.h"

static const struct payment_provider *const BUILT[] = { &payment_sandbox };

const struct payment_provider *
payment_first(void)
{
	struct str rest = str_from(cfg_text(CFG_PAYMENT_PROVIDERS)), word;
	while (str_cut(&rest, ',', &word))
		for (size_t i = 0; i < COUNT(BUILT); i++)
			if (str_eq(str_trim(word), str_from(BUILT[i]->name)))
				return BUILT[i];
	return NULL;
}

const struct payment_provider *
payment_find(struct str name)
{
	if (name.n == 0)
		return payment_first();
	for (size_t i = 0; i < COUNT(BUILT); i++)
		if (str_eq(name, str_from(BUILT[i]->name)) &&
		    cfg_has_word(CFG_PAYMENT_PROVIDERS, BUILT[i]->name))
			return BUILT[i];
	return NULL;
}
