#include "lib/provider/offline/lines.h"

static const struct {
	enum bank first;
	const struct lines *banks;
} FILES[] = {
	{ BANK_BRIDGE, lines_glue },	{ BANK_ORIGIN, lines_do },
	{ BANK_STILL_LOW, lines_hear }, { BANK_HOW_ARE_YOU, lines_answer },
	{ BANK_GREETING, lines_meet },
};

const struct line *
lines_of(enum bank bank, size_t *n)
{
	size_t i = 0;
	while (bank < FILES[i].first)
		i++;
	const struct lines *lines = &FILES[i].banks[bank - FILES[i].first];
	*n = lines->n;
	return lines->lines;
}
