/* Any bytes as an archive, or as a picture with one behind it: reading ends, and keeps to its limits. */
#include <stdlib.h>

#include "lib/card/file.h"
#include "lib/card/zip.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *arena = arena_new(256 * 1024 * 1024);
	struct zip_card zip;
	struct card_file file;
	size_t from, total = 0;
	struct str input = { (const char *)bytes, n };
	if (zip_find(input, &from) && from > n)
		abort();
	if (zip_read(arena, input, &zip) == CARD_OK)
		for (size_t i = 0; i < zip.assets.n; i++) {
			total += zip.assets.at[i].bytes.n;
			if (!zip_place_is_good(zip.assets.at[i].place))
				abort();
		}
	if (total > ZIP_TOTAL)
		abort();
	(void)card_open(arena, input, &file);
	arena_free(arena);
	return 0;
}
