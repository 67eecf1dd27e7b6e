#include "lib/card/png.h"

#include <openssl/evp.h>
#include <sodium.h>
#include <string.h>
#define ZLIB_CONST
#include <zlib.h>

#include "lib/base/fault.h"
#include "lib/base/utf8.h"

enum {
	FRAME = 12,
	/* of a chunk: length, type, checksum */ KEYWORD = 79,
	CANDIDATES = 16,
	BASE64_PIECE = 48 * 1024 /* of three bytes a group */
};

static const char SIGNATURE[8] = { '\x89', 'P', 'N', 'G', '\r', '\n', '\x1a', '\n' };

struct chunk {
	struct str type;
	struct str data;
	struct str whole;
	bool is_sound; /* the checksum fits */
};

/* The texts that may be a card, in their order. */
struct candidate {
	struct str value;
	bool is_v3;
};

struct reading {
	struct arena *arena;
	struct candidate at[CANDIDATES];
	size_t n;
	struct card_asset *assets;
	size_t asset_count;
	bool is_damaged;
	bool is_bomb;
};

bool
png_is(struct str bytes)
{
	return bytes.n >= sizeof(SIGNATURE) && memcmp(bytes.p, SIGNATURE, sizeof(SIGNATURE)) == 0;
}

static uint32_t
read_u32(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;
	return (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 | (uint32_t)u[2] << 8 | u[3];
}

static uint32_t
checksum(struct str s)
{
	return (uint32_t)crc32(0, (const unsigned char *)s.p, (unsigned)s.n);
}

/* Cuts the first chunk off. False at the end, and where the file is cut off. */
static bool
next_chunk(struct str *rest, struct chunk *chunk)
{
	if (rest->n < FRAME)
		return false;
	uint32_t length = read_u32(rest->p);
	if (length > rest->n - FRAME)
		return false;
	chunk->whole = str_first(*rest, FRAME + (size_t)length);
	chunk->type = (struct str){ rest->p + 4, 4 };
	chunk->data = (struct str){ rest->p + 8, length };
	chunk->is_sound = checksum((struct str){ rest->p + 4, 4 + (size_t)length }) ==
			  read_u32(rest->p + 8 + length);
	*rest = str_from_at(*rest, chunk->whole.n);
	return true;
}

static bool
is_text(struct str type)
{
	return str_eq(type, STR("tEXt")) || str_eq(type, STR("zTXt")) || str_eq(type, STR("iTXt"));
}

/* Inflates up to PNG_INFLATED bytes. False when it is more, or no zlib stream. */
static bool
inflate_text(struct reading *r, struct str in, struct str *out)
{
	z_stream z = { .next_in = (const Bytef *)in.p, .avail_in = (unsigned)in.n };
	struct buf buf = buf_in(r->arena);
	unsigned char piece[32768];
	int state = inflateInit(&z);
	ENSURE(state == Z_OK);
	while (state == Z_OK && buf.n <= PNG_INFLATED) {
		z.next_out = piece;
		z.avail_out = sizeof(piece);
		state = inflate(&z, Z_NO_FLUSH);
		if (buf.n == 0)
			buf_reserve(&buf, in.n < PNG_INFLATED / 2 ? in.n * 2 : in.n);
		buf_put(&buf, (const char *)piece, sizeof(piece) - z.avail_out);
		if (state == Z_BUF_ERROR)
			break;
	}
	(void)inflateEnd(&z);
	if (buf.n > PNG_INFLATED)
		r->is_bomb = true;
	*out = buf_done(&buf);
	return state == Z_STREAM_END && buf.n <= PNG_INFLATED;
}

/* The text of a chunk behind its keyword (PNG, third edition, 11.3.3). */
static bool
value_of(struct reading *r, const struct chunk *chunk, struct str rest, struct str *value)
{
	*value = rest;
	if (str_eq(chunk->type, STR("tEXt")))
		return true;
	bool is_packed = true;
	if (str_eq(chunk->type, STR("iTXt"))) {
		struct str skipped;
		if (rest.n < 2)
			return false;
		is_packed = rest.p[0] == 1;
		rest = str_from_at(rest, 2);
		if (!str_cut(&rest, '\0', &skipped) || !str_cut(&rest, '\0', &skipped))
			return false;
	} else {
		rest = str_from_at(rest, 1); /* the method: there is one */
	}
	*value = rest;
	return !is_packed || inflate_text(r, rest, value);
}

/* Base64 as nearly all tools write it: padded, on one line. Ten times as fast as what takes the rest. */
static bool
from_plain_base64(struct str text, unsigned char *bytes, size_t *n)
{
	if (text.n < 4 || text.n % 4 != 0)
		return false;
	size_t pads = text.p[text.n - 1] != '=' ? 0 : text.p[text.n - 2] != '=' ? 1 : 2;
	/* OpenSSL takes padding anywhere for zeros, and counts it as bytes. */
	if (memchr(text.p, '=', text.n - pads) != NULL)
		return false;
	int made = EVP_DecodeBlock(bytes, (const unsigned char *)text.p, (int)text.n);
	if (made < 3)
		return false;
	*n = (size_t)made - pads;
	return true;
}

/* Base64 with or without its padding, line breaks allowed. */
static bool
from_base64(struct arena *arena, struct str text, struct str *out)
{
	static const int VARIANTS[] = { sodium_base64_VARIANT_ORIGINAL,
					sodium_base64_VARIANT_ORIGINAL_NO_PADDING };
	size_t n = 0, room = text.n / 4 * 3 + 4;
	if (text.n == 0 || text.n > (size_t)CARD_BYTES * 4 / 3)
		return false;
	unsigned char *bytes = arena_take(arena, room);
	bool ok = from_plain_base64(text, bytes, &n);
	for (size_t i = 0; i < COUNT(VARIANTS) && !ok; i++) {
		const char *end;
		ok = sodium_base642bin(bytes, room, text.p, text.n, " \r\n", &n, &end,
				       VARIANTS[i]) == 0 &&
		     end == text.p + text.n;
	}
	*out = (struct str){ (const char *)bytes, n };
	return ok;
}

/* Text without control characters: it is kept, and written into other containers. */
static bool
is_plain(struct str place)
{
	struct str rest = place;
	uint32_t point;
	bool plain = place.n > 0 && utf8_valid(place);
	while (plain && utf8_next(&rest, &point))
		plain = !utf8_is_control(point) && point >= 0x20;
	return plain;
}

static void
read_asset(struct reading *r, struct str place, struct str value)
{
	struct str bytes;
	if (str_starts(place, STR(":")))
		place = str_from_at(place, 1);
	if (!is_plain(place) || r->asset_count == PNG_ASSETS ||
	    !from_base64(r->arena, value, &bytes))
		return;
	if (r->assets == NULL)
		r->assets = ARENA_ARRAY(r->arena, struct card_asset, PNG_ASSETS);
	r->assets[r->asset_count++] = (struct card_asset){ place, bytes };
}

static void
read_text(struct reading *r, const struct chunk *chunk)
{
	static const struct str ASSET = STR_INIT("chara-ext-asset_");
	struct str rest = chunk->data, keyword, value;
	if (!str_cut(&rest, '\0', &keyword) || keyword.n == chunk->data.n ||
	    keyword.n > KEYWORD * 4)
		return;
	bool is_v3 = str_eq_fold(keyword, STR("ccv3"));
	bool is_asset = keyword.n > ASSET.n && str_eq_fold(str_first(keyword, ASSET.n), ASSET);
	if (!is_v3 && !is_asset && !str_eq_fold(keyword, STR("chara")))
		return;
	if (!chunk->is_sound || !value_of(r, chunk, rest, &value)) {
		r->is_damaged = true;
		return;
	}
	if (is_asset)
		read_asset(r, str_from_at(keyword, ASSET.n), value);
	else if (r->n < CANDIDATES)
		r->at[r->n++] = (struct candidate){ value, is_v3 };
}

/* The first text of that version that can be decoded. Some tools wrote bare JSON. */
static bool
choose(struct reading *r, bool is_v3, struct str *json)
{
	for (size_t i = 0; i < r->n; i++) {
		struct str value = str_trim(r->at[i].value);
		if (r->at[i].is_v3 != is_v3)
			continue;
		if (str_starts(value, STR("{"))) {
			*json = value;
			return true;
		}
		if (from_base64(r->arena, value, json))
			return true;
		r->is_damaged = true;
	}
	return false;
}

/* The chunks that are not text, as a file of their own. */
static struct str
picture_of(struct arena *arena, struct str bytes, size_t size)
{
	struct buf out = buf_in(arena);
	struct str rest = str_from_at(bytes, sizeof(SIGNATURE));
	struct chunk chunk;
	buf_reserve(&out, size);
	buf_put(&out, SIGNATURE, sizeof(SIGNATURE));
	while (next_chunk(&rest, &chunk)) {
		if (!is_text(chunk.type))
			buf_str(&out, chunk.whole);
		if (str_eq(chunk.type, STR("IEND")))
			break;
	}
	return buf_done(&out);
}

enum card_outcome
png_read(struct arena *arena, struct str bytes, struct png_card *out)
{
	struct reading r = { .arena = arena };
	struct str rest = str_from_at(bytes, sizeof(SIGNATURE));
	struct chunk chunk;
	size_t size = sizeof(SIGNATURE);
	bool is_whole = false;
	*out = (struct png_card){ 0 };
	for (int i = 0; i < PNG_CHUNKS && !is_whole && next_chunk(&rest, &chunk); i++) {
		if (is_text(chunk.type))
			read_text(&r, &chunk);
		else
			size += chunk.whole.n;
		is_whole = str_eq(chunk.type, STR("IEND"));
	}
	bool is_v3 = choose(&r, true, &out->json);
	if (is_v3)
		for (size_t i = 0; i < r.n; i++)
			out->has_both = out->has_both || !r.at[i].is_v3;
	else if (!choose(&r, false, &out->json))
		return r.is_bomb		   ? CARD_BOMB
		       : r.is_damaged || !is_whole ? CARD_DAMAGED
						   : CARD_NO_CARD;
	if (out->json.n > CARD_BYTES)
		return CARD_LARGE;
	out->picture = picture_of(arena, bytes, size);
	out->assets = (struct card_assets){ r.assets, r.asset_count };
	return CARD_OK;
}

/* ---- writing ------------------------------------------------------------------------------- */

static void
put_u32(char *to, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		to[i] = (char)(v >> (24 - 8 * i) & 0xFF);
}

/* A chunk that goes out in pieces: its length stands before it, its checksum behind it. */
struct out_chunk {
	struct sink *out;
	uint32_t sum;
};

static void
chunk_put(struct out_chunk *c, struct str piece)
{
	c->sum = (uint32_t)crc32(c->sum, (const unsigned char *)piece.p, (unsigned)piece.n);
	(void)sink_put(c->out, piece);
}

static struct out_chunk
chunk_begin(struct sink *out, struct str type, size_t length)
{
	char bytes[4];
	struct out_chunk c = { .out = out };
	put_u32(bytes, (uint32_t)length);
	(void)sink_put(out, (struct str){ bytes, sizeof(bytes) });
	chunk_put(&c, type);
	return c;
}

static void
chunk_end(struct out_chunk *c)
{
	char bytes[4];
	put_u32(bytes, c->sum);
	(void)sink_put(c->out, (struct str){ bytes, sizeof(bytes) });
}

/* Whether a text chunk belongs to a card. */
static bool
is_of_card(const struct chunk *chunk)
{
	static const struct str WORDS[] = { STR_INIT("chara"), STR_INIT("ccv3") };
	for (size_t i = 0; i < COUNT(WORDS); i++)
		if (chunk->data.n >= WORDS[i].n && is_text(chunk->type) &&
		    str_eq_fold(str_first(chunk->data, WORDS[i].n), WORDS[i]))
			return true;
	return false;
}

void
png_put_picture(struct sink *out, struct str picture)
{
	struct str rest = str_from_at(picture, sizeof(SIGNATURE));
	struct chunk chunk;
	ENSURE(png_is(picture));
	(void)sink_put(out, (struct str){ SIGNATURE, sizeof(SIGNATURE) });
	while (next_chunk(&rest, &chunk) && !str_eq(chunk.type, STR("IEND")))
		if (!is_of_card(&chunk))
			(void)sink_put(out, chunk.whole);
}

void
png_put_text(struct sink *out, struct str keyword, struct str value)
{
	char piece[BASE64_PIECE / 3 * 4 + 1];
	struct out_chunk c = chunk_begin(out, STR("tEXt"), keyword.n + 1 + (value.n + 2) / 3 * 4);
	chunk_put(&c, keyword);
	chunk_put(&c, STR("\0"));
	/* Pieces of whole groups of three bytes join without a seam. */
	for (; value.n > 0 && !out->is_lost; value = str_from_at(value, BASE64_PIECE)) {
		struct str part = str_first(value, BASE64_PIECE);
		(void)sodium_bin2base64(piece, sizeof(piece), (const unsigned char *)part.p, part.n,
					sodium_base64_VARIANT_ORIGINAL);
		chunk_put(&c, (struct str){ piece, (part.n + 2) / 3 * 4 });
	}
	chunk_end(&c);
}

void
png_put_xmp(struct sink *out, struct str xmp)
{
	/* Not packed, no language; a NUL ends the keyword, and each of what follows. */
	static const char HEAD[] = "XML:com.adobe.xmp\0\0\0\0";
	struct out_chunk c = chunk_begin(out, STR("iTXt"), sizeof(HEAD) + xmp.n);
	chunk_put(&c, (struct str){ HEAD, sizeof(HEAD) });
	chunk_put(&c, xmp);
	chunk_end(&c);
}

void
png_put_end(struct sink *out)
{
	struct out_chunk c = chunk_begin(out, STR("IEND"), 0);
	chunk_end(&c);
}
