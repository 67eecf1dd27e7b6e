/*
 * What became of the parts of a file that was brought: used (mapped), carried along and given back
 * (kept), not taken (ignored), and what is worth knowing (notes). Cards, books and chats report alike.
 *
 * Lines hold words of other people's files: control characters are left out, long lines are cut.
 */
#ifndef SNUG_CARD_FATE_H
#define SNUG_CARD_FATE_H

#include "lib/base/buf.h"

enum { FATE_LINES = 100 /* of a list; more are counted */ };

struct fate_list {
	struct buf json; /* items with commas, without brackets */
	size_t n;
};

struct fate {
	struct fate_list kept;
	struct fate_list mapped;
	struct fate_list ignored;
	struct fate_list notes;
};

struct fate fate_in(struct arena *arena);
void fate_add(struct fate_list *list, struct str line);
/* {"kept":[],"mapped":[],"ignored":[],"notes":[]} */
struct str fate_json(struct arena *arena, const struct fate *fate);

#endif
