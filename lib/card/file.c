#include "lib/card/file.h"

#include <sodium.h>

#include "lib/card/zip.h"

static const struct str NAMES[] = {
	[CARD_IN_JSON] = STR_INIT("json"),
	[CARD_IN_PNG] = STR_INIT("png"),
	[CARD_IN_CHARX] = STR_INIT("charx"),
	[CARD_IN_JPEG] = STR_INIT("jpeg"),
};

struct str
card_container_name(enum card_container container)
{
	return NAMES[container];
}

static enum card_outcome
open_png(struct arena *arena, struct str bytes, struct card_file *file)
{
	struct png_card png;
	enum card_outcome outcome = png_read(arena, bytes, &png);
	file->container = CARD_IN_PNG;
	file->json = png.json;
	file->has_both = png.has_both;
	file->picture = png.picture;
	file->assets = png.assets;
	return outcome;
}

static enum card_outcome
open_zip(struct arena *arena, struct str bytes, struct card_file *file)
{
	struct zip_card zip;
	enum card_outcome outcome = zip_read(arena, bytes, &zip);
	file->container = CARD_IN_CHARX;
	file->json = zip.json;
	file->assets = zip.assets;
	file->skipped = zip.skipped;
	return outcome;
}

/* A picture with an archive behind it, which is found by its directory. */
static enum card_outcome
open_jpeg(struct arena *arena, struct str bytes, struct card_file *file)
{
	size_t from;
	if (!zip_find(bytes, &from) || from == 0)
		return CARD_NO_CARD;
	enum card_outcome outcome = open_zip(arena, str_from_at(bytes, from), file);
	file->container = CARD_IN_JPEG;
	file->picture = str_first(bytes, from);
	return outcome;
}

static bool
looks_like_json(struct str bytes)
{
	struct str text = str_starts(bytes, STR("\xEF\xBB\xBF")) ? str_from_at(bytes, 3) : bytes;
	text = str_trim(text);
	return text.n > 0 && (text.p[0] == '{' || text.p[0] == '[' || text.p[0] == '"');
}

enum card_outcome
card_open(struct arena *arena, struct str bytes, struct card_file *file)
{
	size_t from;
	*file = (struct card_file){ .container = CARD_IN_JSON };
	if (bytes.n == 0)
		return CARD_EMPTY;
	if (bytes.n > CARD_BYTES)
		return CARD_LARGE;
	if (png_is(bytes))
		return open_png(arena, bytes, file);
	if (str_starts(bytes, STR("\xFF\xD8\xFF")))
		return open_jpeg(arena, bytes, file);
	if (str_starts(bytes, STR("PK")) && zip_find(bytes, &from))
		return open_zip(arena, str_from_at(bytes, from), file);
	if (str_starts(bytes, STR("PK\3\4")))
		return CARD_DAMAGED;
	if (str_starts(bytes, STR("\xFF\xFE")) || str_starts(bytes, STR("\xFE\xFF")))
		return CARD_NOT_UTF8;
	if (!looks_like_json(bytes))
		return str_trim(bytes).n == 0 ? CARD_EMPTY : CARD_TYPE;
	file->json = bytes;
	return CARD_OK;
}

enum card_outcome
card_read_file(struct arena *arena, struct str bytes, struct card_file *file, struct card *card,
	       struct str *why)
{
	*why = STR_NONE;
	enum card_outcome outcome = card_open(arena, bytes, file);
	if (outcome != CARD_OK)
		return outcome;
	outcome = card_read(arena, file->json, card, why);
	/* In a container the text was not written by hand: broken JSON means a broken file. */
	if (file->container != CARD_IN_JSON && (outcome == CARD_NOT_JSON || outcome == CARD_EMPTY))
		return CARD_DAMAGED;
	return outcome;
}

bool
card_next_asset(struct scan *scan, struct card_asset_entry *entry)
{
	static const struct str PREFIXES[] = { STR_INIT("embeded://"), STR_INIT("embedded://"),
					       STR_INIT("__asset:") };
	enum { TEXT = 512 };
	do {
		if (!scan_next(scan))
			return false;
	} while (scan_kind(scan->value) != SCAN_OBJECT);
	struct arena *arena = scan->arena;
	struct str uri = scan_find(arena, scan->value, "uri");
	*entry = (struct card_asset_entry){
		.type = scan_text(arena, scan_find(arena, scan->value, "type"), TEXT),
		.uri = scan_text(arena, uri, CARD_BYTES),
		.name = scan_text(arena, scan_find(arena, scan->value, "name"), TEXT),
		.ext = scan_text(arena, scan_find(arena, scan->value, "ext"), TEXT),
	};
	for (size_t i = 0; i < COUNT(PREFIXES); i++)
		if (str_starts(entry->uri, PREFIXES[i]))
			entry->place = str_from_at(entry->uri, PREFIXES[i].n);
	return true;
}

/* What a data: address holds, in base64 (RFC 2397). */
static struct str
data_of(struct arena *arena, struct str uri)
{
	ptrdiff_t comma = str_find_char(uri, ',');
	size_t n;
	if (comma < 0 || str_find(str_first(uri, (size_t)comma), STR(";base64")) < 0)
		return STR_NONE;
	struct str text = str_from_at(uri, (size_t)comma + 1);
	unsigned char *bytes = arena_take(arena, text.n / 4 * 3 + 4);
	if (sodium_base642bin(bytes, text.n / 4 * 3 + 4, text.p, text.n, " \r\n", &n, NULL,
			      sodium_base64_VARIANT_ORIGINAL) != 0)
		return STR_NONE;
	return (struct str){ (const char *)bytes, n };
}

static struct str
file_at(const struct card_file *file, struct str place)
{
	for (size_t i = 0; i < file->assets.n; i++)
		if (str_eq(file->assets.at[i].place, place))
			return file->assets.at[i].bytes;
	return STR_NONE;
}

struct str
card_portrait(struct arena *arena, const struct card *card, const struct card_file *file)
{
	struct card_asset_entry entry, icon = { 0 };
	struct scan s = scan_in(arena, card->assets);
	while (card_next_asset(&s, &entry))
		if (str_eq(entry.type, STR("icon")) &&
		    (icon.uri.p == NULL || str_eq(entry.name, STR("main"))))
			icon = entry;
	struct str bytes = STR_NONE;
	if (icon.place.n > 0)
		bytes = file_at(file, icon.place);
	else if (str_starts(icon.uri, STR("data:")))
		bytes = data_of(arena, icon.uri);
	return str_or(bytes, file->picture);
}
