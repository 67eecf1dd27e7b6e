#include "lib/turn/gather_parts.h"

void
gather_lore(struct db *db, const struct gather_ask *ask, const struct gather_more *more,
	    struct gathered *out)
{
	(void)db;
	(void)ask;
	(void)more;
	(void)out;
}
