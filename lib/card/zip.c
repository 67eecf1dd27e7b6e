#include "lib/card/zip.h"

#include <string.h>
#include <zip.h>

#include "lib/base/fault.h"

enum {
	END_RECORD = 22,
	LOCATOR = 20,
	COMMENT = 65535,
	SMALL = 4096 /* what may unpack at any ratio */
};

struct end_record {
	uint16_t disk;
	uint16_t entries;
	uint32_t size;
	uint32_t offset;
	size_t at;
};

static uint32_t
little(const char *p, int n)
{
	uint32_t v = 0;
	while (n-- > 0)
		v = v << 8 | (unsigned char)p[n];
	return v;
}

/* The end record of the directory, looked for from the back (APPNOTE 4.3.16). */
static bool
find_end(struct str bytes, struct end_record *end)
{
	size_t least = bytes.n > END_RECORD + COMMENT ? bytes.n - END_RECORD - COMMENT : 0;
	for (size_t i = bytes.n < END_RECORD ? 0 : bytes.n - END_RECORD + 1; i-- > least;) {
		const char *p = bytes.p + i;
		if (memcmp(p, "PK\5\6", 4) != 0)
			continue;
		*end = (struct end_record){ .disk = (uint16_t)little(p + 4, 2),
					    .entries = (uint16_t)little(p + 10, 2),
					    .size = little(p + 12, 4),
					    .offset = little(p + 16, 4),
					    .at = i };
		if ((uint64_t)end->size + end->offset <= i)
			return true;
	}
	return false;
}

bool
zip_find(struct str bytes, size_t *from)
{
	struct end_record end;
	if (!find_end(bytes, &end))
		return false;
	/* Offsets count from the archive's start, or, written by simpler tools, from the file's. */
	size_t directory = end.at - end.size;
	bool from_file = end.size >= 4 && end.offset > 0 &&
			 memcmp(bytes.p + end.offset, "PK\1\2", 4) == 0 && directory == end.offset;
	*from = from_file ? 0 : directory - end.offset;
	return true;
}

bool
zip_place_is_good(struct str place)
{
	struct str rest = place, part;
	if (place.n == 0 || place.n > ZIP_PLACE || place.p[0] == '/')
		return false;
	for (size_t i = 0; i < place.n; i++)
		if ((unsigned char)place.p[i] < 0x20 || (unsigned char)place.p[i] > 0x7E ||
		    strchr("\\:*?\"<>|", place.p[i]) != NULL)
			return false;
	while (str_cut(&rest, '/', &part))
		if (part.n == 0 || str_eq(part, STR(".")) || str_eq(part, STR("..")))
			return false;
	return true;
}

struct unpacking {
	struct arena *arena;
	zip_t *zip;
	size_t total;
	struct zip_card *out;
};

/* A name that climbs or is absolute was made to do harm; one in another alphabet is only strange. */
static bool
is_hostile(struct str name)
{
	return str_find(name, STR("..")) >= 0 || str_find_char(name, '\\') >= 0 ||
	       str_starts(name, STR("/")) || (name.n > 1 && name.p[1] == ':');
}

static bool
is_bomb(const zip_stat_t *stat, size_t total)
{
	if (stat->size > ZIP_ENTRY || stat->size > ZIP_TOTAL - total)
		return true;
	return stat->size > SMALL && stat->size / ZIP_RATIO > stat->comp_size;
}

static enum card_outcome
unpack(struct unpacking *u, const zip_stat_t *stat, struct str *bytes)
{
	char *p = arena_take(u->arena, stat->size + 1);
	zip_file_t *file = zip_fopen_index(u->zip, stat->index, 0);
	if (file == NULL)
		return CARD_DAMAGED;
	/* One byte more than promised would be an entry that lies about its size. */
	zip_int64_t n = 0, got = 1;
	while (got > 0 && (zip_uint64_t)n <= stat->size) {
		got = zip_fread(file, p + n, stat->size + 1 - (zip_uint64_t)n);
		n += got > 0 ? got : 0;
	}
	int closed = zip_fclose(file);
	if ((zip_uint64_t)n > stat->size)
		return CARD_BOMB;
	if (got < 0 || closed != 0 || (zip_uint64_t)n != stat->size)
		return CARD_DAMAGED;
	u->total += (size_t)n;
	*bytes = (struct str){ p, (size_t)n };
	return CARD_OK;
}

static enum card_outcome
take_entry(struct unpacking *u, zip_uint64_t i)
{
	static const zip_uint64_t WANTED = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE |
					   ZIP_STAT_ENCRYPTION_METHOD;
	zip_stat_t stat;
	struct str bytes;
	if (zip_stat_index(u->zip, i, ZIP_FL_ENC_RAW, &stat) != 0 ||
	    (stat.valid & WANTED) != WANTED)
		return CARD_DAMAGED;
	struct str name = str_copy(u->arena, str_from(stat.name));
	if (is_hostile(name) || stat.encryption_method != ZIP_EM_NONE || is_bomb(&stat, u->total))
		return CARD_BOMB;
	if (str_ends(name, STR("/")))
		return CARD_OK;
	if (!zip_place_is_good(name)) {
		u->out->skipped++;
		return CARD_OK;
	}
	enum card_outcome outcome = unpack(u, &stat, &bytes);
	if (outcome != CARD_OK)
		return outcome;
	if (str_eq(name, STR("card.json")))
		u->out->json = bytes;
	else
		u->out->assets.at[u->out->assets.n++] = (struct card_asset){ name, bytes };
	return CARD_OK;
}

static enum card_outcome
unpack_all(struct unpacking *u)
{
	zip_int64_t n = zip_get_num_entries(u->zip, 0);
	if (n > ZIP_ENTRIES)
		return CARD_BOMB;
	u->out->assets.at = ARENA_ARRAY(u->arena, struct card_asset, (size_t)(n < 1 ? 1 : n));
	for (zip_int64_t i = 0; i < n; i++) {
		enum card_outcome outcome = take_entry(u, (zip_uint64_t)i);
		if (outcome != CARD_OK)
			return outcome;
	}
	return u->out->json.n > 0 ? CARD_OK : CARD_NO_CARD;
}

static void
discard(void *zip)
{
	zip_discard(zip);
}

enum card_outcome
zip_read(struct arena *arena, struct str bytes, struct zip_card *out)
{
	struct end_record end;
	zip_error_t error;
	*out = (struct zip_card){ 0 };
	if (!find_end(bytes, &end))
		return CARD_DAMAGED;
	/* ZIP64, by 0xFFFF entries or by its locator before the end, is nothing that a card needs. */
	if (end.entries > ZIP_ENTRIES || end.disk != 0 ||
	    (end.at >= LOCATOR && memcmp(bytes.p + end.at - LOCATOR, "PK\6\7", 4) == 0))
		return CARD_BOMB;
	zip_error_init(&error);
	zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, &error);
	if (source == NULL)
		fault_raise(FAULT_MEMORY, "libzip: no source");
	zip_t *zip = zip_open_from_source(source, ZIP_RDONLY, &error);
	zip_error_fini(&error);
	if (zip == NULL) {
		zip_source_free(source);
		return CARD_DAMAGED;
	}
	arena_defer(arena, discard, zip);
	struct unpacking u = { .arena = arena, .zip = zip, .out = out };
	return unpack_all(&u);
}

/* ---- writing ------------------------------------------------------------------------------- */

static void
add(zip_t *zip, const char *name, struct str bytes)
{
	zip_source_t *source = zip_source_buffer(zip, bytes.p, bytes.n, 0);
	zip_int64_t i = source == NULL ? -1 : zip_file_add(zip, name, source, ZIP_FL_ENC_GUESS);
	if (i < 0)
		fault_raise(FAULT_MEMORY, "libzip: %s", zip_strerror(zip));
	/* The same card makes the same file: DOS time counts from 1980. */
	(void)zip_file_set_dostime(zip, (zip_uint64_t)i, 0, 0x21, 0);
}

/* Of two files of one name the first is written. */
static void
add_once(zip_t *zip, const char *name, struct str bytes)
{
	if (zip_name_locate(zip, name, 0) < 0)
		add(zip, name, bytes);
}

/* What the archive was written into. */
static struct str
contents(struct arena *arena, zip_source_t *source)
{
	zip_stat_t stat;
	if (zip_source_stat(source, &stat) != 0 || zip_source_open(source) != 0)
		fault_raise(FAULT_BUG, "libzip: no archive was written");
	char *p = arena_take(arena, stat.size);
	zip_int64_t n = zip_source_read(source, p, stat.size);
	(void)zip_source_close(source);
	ENSURE(n >= 0 && (zip_uint64_t)n == stat.size);
	return (struct str){ p, (size_t)n };
}

static void
free_source(void *source)
{
	zip_source_free(source);
}

struct str
zip_write(struct arena *arena, struct str json, const struct card_assets *assets)
{
	zip_error_t error;
	zip_error_init(&error);
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
	if (source == NULL)
		fault_raise(FAULT_MEMORY, "libzip: no source");
	zip_source_keep(source);
	arena_defer(arena, free_source, source);
	zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
	if (zip == NULL)
		fault_raise(FAULT_MEMORY, "libzip: %s", zip_error_strerror(&error));
	zip_error_fini(&error);
	add(zip, "card.json", json);
	for (size_t i = 0; i < assets->n; i++)
		if (zip_place_is_good(assets->at[i].place))
			add_once(zip, str_cstr(arena, assets->at[i].place), assets->at[i].bytes);
	if (zip_close(zip) != 0)
		fault_raise(FAULT_BUG, "libzip: %s", zip_strerror(zip));
	return contents(arena, source);
}
