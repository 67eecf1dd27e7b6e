/*
 * Any text as one that others wrote: made harmless it has no mark of a turn or a fence in plain letters,
 * and is valid UTF-8 when it was.
 */
#include <stdlib.h>

#include "lib/base/utf8.h"
#include "lib/prompt/block.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const char *const GONE[] = { "<|",      "</material", "<material", "<directions",
					    "</rules", "[INST]",     "[/INST]",	  "</s>" };
	struct arena *arena = arena_new(256 * 1024 * 1024);
	struct str text = { (const char *)bytes, n };
	struct str made = block_harmless(arena, text);
	for (size_t i = 0; i < COUNT(GONE); i++)
		if (str_find(made, str_from(GONE[i])) >= 0)
			abort();
	if (utf8_valid(text) && !utf8_valid(made))
		abort();
	arena_free(arena);
	return 0;
}
