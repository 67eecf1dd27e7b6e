/*
 * A character's portrait as PNG: what a card is written into.
 */
#ifndef SNUG_CARD_PORTRAIT_H
#define SNUG_CARD_PORTRAIT_H

#include "lib/base/str.h"

enum { PORTRAIT_SIDE = 4096 };

struct portrait {
	struct str png;
	struct str xmp; /* what the file said of its making, or empty */
};

/*
 * The pixels of a WebP file of this house as PNG, marks that are drawn into them included. False when
 * it cannot be decoded.
 */
NODISCARD bool portrait_from_webp(struct arena *arena, struct str webp, struct portrait *out);

/* A plain card with a letter, for who has no portrait. */
struct str portrait_blank(struct arena *arena, struct str name);

#endif
