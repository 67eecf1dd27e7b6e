#include "lib/provider/offline/talk.h"

const struct line *
lines_of(enum bank bank, size_t *n)
{
	if (bank >= BANK_BRIDGE)
		return lines_glue(bank, n);
	if (bank >= BANK_ORIGIN)
		return lines_do(bank, n);
	if (bank >= BANK_STILL_LOW)
		return lines_hear(bank, n);
	if (bank >= BANK_HOW_ARE_YOU)
		return lines_answer(bank, n);
	return lines_meet(bank, n);
}
