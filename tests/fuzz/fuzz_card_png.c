/*
 * Any bytes behind a PNG signature: reading ends, and keeps to its limits. Checksums are made to fit where
 * the first byte is even, so that the search gets behind them.
 */
#include <string.h>
#include <zlib.h>

#include "lib/card/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static uint32_t
read_u32(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;
	return (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 | (uint32_t)u[2] << 8 | u[3];
}

static void
mend(char *p, size_t n)
{
	for (size_t at = 8; n - at >= 12;) {
		uint32_t length = read_u32(p + at);
		if (length > n - at - 12)
			return;
		uint32_t sum = (uint32_t)crc32(0, (unsigned char *)p + at + 4, length + 4);
		for (int i = 0; i < 4; i++)
			p[at + 8 + length + (size_t)i] = (char)(sum >> (24 - 8 * i) & 0xFF);
		at += 12 + (size_t)length;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	if (n < 1)
		return 0;
	struct arena *arena = arena_new(256 * 1024 * 1024);
	size_t size = n - 1 + 8;
	char *p = arena_take(arena, size);
	memcpy(p, "\x89PNG\r\n\x1a\n", 8);
	memcpy(p + 8, bytes + 1, n - 1);
	if (bytes[0] % 2 == 0)
		mend(p, size);
	struct card_file file;
	struct card card;
	struct str why;
	if (card_read_file(arena, (struct str){ p, size }, &file, &card, &why) == CARD_OK)
		(void)card_portrait(arena, &card, &file);
	arena_free(arena);
	return 0;
}
