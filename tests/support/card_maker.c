#include "tests/support/card_maker.h"

#include <sodium.h>
#include <string.h>
#include <zip.h>
#include <zlib.h>

#include "lib/base/fault.h"

enum { SIDE = 64 };

static void
put_u32(struct buf *out, uint32_t v)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_char(out, (char)(v >> shift & 0xFF));
}

static void
put_chunk(struct buf *out, const char *type, struct str data, bool bad_sum)
{
	struct buf body = buf_in(out->arena);
	buf_put(&body, type, 4);
	buf_str(&body, data);
	put_u32(out, (uint32_t)data.n);
	buf_str(out, buf_done(&body));
	uint32_t sum = (uint32_t)crc32(0, (const unsigned char *)body.p, (unsigned)body.n);
	put_u32(out, bad_sum ? ~sum : sum);
}

static struct str
deflated(struct arena *arena, struct str in)
{
	uLongf n = compressBound((uLong)in.n);
	unsigned char *p = arena_take(arena, n);
	ENSURE(compress2(p, &n, (const unsigned char *)in.p, (uLong)in.n, 9) == Z_OK);
	return (struct str){ (const char *)p, n };
}

struct str
make_base64(struct arena *arena, struct str bytes)
{
	size_t room = sodium_base64_encoded_len(bytes.n, sodium_base64_VARIANT_ORIGINAL);
	char *p = arena_take(arena, room);
	(void)sodium_bin2base64(p, room, (const unsigned char *)bytes.p, bytes.n,
				sodium_base64_VARIANT_ORIGINAL);
	return (struct str){ p, room - 1 };
}

static void
put_text(struct buf *out, const struct maker_chunk *chunk)
{
	struct arena *arena = out->arena;
	struct buf data = buf_in(arena);
	struct str value = chunk->is_plain ? chunk->value : make_base64(arena, chunk->value);
	buf_put(&data, chunk->keyword, strlen(chunk->keyword) + 1);
	if (strcmp(chunk->type, "zTXt") == 0)
		buf_char(&data, '\0');
	if (strcmp(chunk->type, "iTXt") == 0)
		buf_put(&data, "\1\0en\0\0", 6);
	buf_str(&data, strcmp(chunk->type, "tEXt") == 0 ? value : deflated(arena, value));
	put_chunk(out, chunk->type, buf_done(&data), chunk->bad_sum);
}

struct str
make_png(struct arena *arena, const struct maker_chunk *chunks, size_t n)
{
	static const char HEAD[] = "\0\0\0\x40\0\0\0\x40\x08\x02\0\0\0";
	struct buf out = buf_in(arena), rows = buf_in(arena);
	for (int y = 0; y < SIDE; y++) {
		buf_char(&rows, '\0');
		for (int x = 0; x < SIDE * 3; x++)
			buf_char(&rows, (char)(x * y & 0xFF));
	}
	buf_put(&out, "\x89PNG\r\n\x1a\n", 8);
	put_chunk(&out, "IHDR", (struct str){ HEAD, 13 }, false);
	put_chunk(&out, "IDAT", deflated(arena, buf_done(&rows)), false);
	for (size_t i = 0; i < n; i++)
		put_text(&out, &chunks[i]);
	put_chunk(&out, "IEND", STR(""), false);
	return buf_done(&out);
}

struct str
make_zip(struct arena *arena, const struct maker_file *files, size_t n)
{
	zip_error_t error;
	zip_stat_t stat;
	zip_error_init(&error);
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
	zip_source_keep(source);
	zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
	ENSURE(zip != NULL);
	for (size_t i = 0; i < n; i++) {
		zip_source_t *file = zip_source_buffer(zip, files[i].bytes.p, files[i].bytes.n, 0);
		ENSURE(zip_file_add(zip, files[i].name, file, ZIP_FL_ENC_GUESS) >= 0);
	}
	ENSURE(zip_close(zip) == 0 && zip_source_stat(source, &stat) == 0 &&
	       zip_source_open(source) == 0);
	char *p = arena_take(arena, stat.size);
	ENSURE(zip_source_read(source, p, stat.size) == (zip_int64_t)stat.size);
	(void)zip_source_close(source);
	zip_source_free(source);
	return (struct str){ p, stat.size };
}

struct str
make_joined(struct arena *arena, struct str first, struct str second)
{
	struct buf out = buf_in(arena);
	buf_str(&out, first);
	buf_str(&out, second);
	return buf_done(&out);
}

struct str
make_repeated(struct arena *arena, const char *text, size_t n)
{
	struct buf out = buf_in(arena);
	buf_reserve(&out, strlen(text) * n);
	while (n-- > 0)
		buf_put(&out, text, strlen(text));
	return buf_done(&out);
}
