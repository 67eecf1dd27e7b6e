/*
 * Cards in archives: CHARX (a ZIP with card.json), and JPEG pictures with such a ZIP behind them.
 *
 * Limits: ZIP_ENTRIES entries, ZIP_ENTRY bytes unpacked each, ZIP_TOTAL in all, and no entry that
 * unpacks to more than ZIP_RATIO times its packed size. Names are ASCII and relative; encrypted
 * archives and ZIP64 are refused. Entries are read into memory, never onto a disk.
 */
#ifndef SNUG_CARD_ZIP_H
#define SNUG_CARD_ZIP_H

#include "lib/card/png.h"

enum {
	ZIP_ENTRIES = 1000,
	ZIP_ENTRY = 12 * 1024 * 1024,
	ZIP_TOTAL = 16 * 1024 * 1024,
	ZIP_RATIO = 200,
	ZIP_PLACE = 240 /* bytes of a name */
};

struct zip_card {
	struct str json;
	struct card_assets assets; /* everything else */
	size_t skipped;		   /* entries with names that this house does not take */
};

/* Where a ZIP begins in `bytes`, found by its end record; false when there is none. */
NODISCARD bool zip_find(struct str bytes, size_t *from);
/* `bytes` begin with the archive. */
NODISCARD enum card_outcome zip_read(struct arena *arena, struct str bytes, struct zip_card *out);

/* A relative path of plain characters, without "..", a drive or a backslash. */
bool zip_place_is_good(struct str place);

/* An archive of card.json and the files. */
struct str zip_write(struct arena *arena, struct str json, const struct card_assets *assets);

#endif
