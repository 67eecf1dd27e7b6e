#include "lib/db/internal.h"

#include <endian.h>
#include <string.h>

#include "lib/base/fault.h"
#include "lib/base/json.h"

static int64_t
read_int(const char *p, int n)
{
	uint64_t u64;
	uint32_t u32;
	uint16_t u16;
	switch (n) {
	case 8:
		memcpy(&u64, p, 8);
		return (int64_t)be64toh(u64);
	case 4:
		memcpy(&u32, p, 4);
		return (int32_t)be32toh(u32);
	case 2:
		memcpy(&u16, p, 2);
		return (int16_t)be16toh(u16);
	default:
		fault_raise(FAULT_BUG, "an integer of %d bytes", n);
	}
}

static double
read_real(const char *p, int n)
{
	if (n == 4) {
		uint32_t bits = (uint32_t)read_int(p, 4);
		float value;
		memcpy(&value, &bits, sizeof(value));
		return (double)value;
	}
	uint64_t bits = (uint64_t)read_int(p, n);
	double value;
	memcpy(&value, &bits, sizeof(value));
	return value;
}

static struct strs
read_texts(struct arena *arena, const char *p, int n)
{
	struct strs none = { NULL, 0 };
	ENSURE(n >= 12);
	if (read_int(p, 4) == 0)
		return none;
	ENSURE(read_int(p, 4) == 1 && n >= 20);
	int64_t count = read_int(p + 12, 4);
	struct str *texts = ARENA_ARRAY(arena, struct str, (size_t)count);
	const char *at = p + 20;
	for (int64_t i = 0; i < count; i++) {
		int64_t length = read_int(at, 4);
		at += 4;
		if (length >= 0) {
			texts[i] = (struct str){ at, (size_t)length };
			at += length;
		}
	}
	return (struct strs){ texts, (size_t)count };
}

static const json_t *
read_json(struct arena *arena, struct str text)
{
	if (text.n > 0 && text.p[0] == 1)
		text = str_from_at(text, 1);
	struct str why;
	const json_t *value = json_read(arena, text, &why);
	if (value == NULL)
		fault_raise(FAULT_BUG, "stored JSON: %.*s", STR_ARG(why));
	return value;
}

static void
set_null(const struct column *column, char *at)
{
	switch (column->kind) {
	case COLUMN_MOMENT: {
		struct moment none = MOMENT_NONE;
		memcpy(at, &none, sizeof(none));
		break;
	}
	case COLUMN_TEXT:
	case COLUMN_URL:
	case COLUMN_BYTES:
	case COLUMN_TEXTS:
	case COLUMN_JSON:
		break; /* zero already says null */
	case COLUMN_BOOL:
	case COLUMN_INT:
	case COLUMN_COUNT:
	case COLUMN_KEY:
	case COLUMN_REAL:
	case COLUMN_ID:
	case COLUMN_GEMS:
		if (column->has_offset == COLUMN_NEVER_NULL)
			fault_raise(FAULT_BUG, "column %s is null", column->name);
	}
}

static void
set_value(struct arena *arena, const struct column *column, char *at, const char *p, int n)
{
	switch (column->kind) {
	case COLUMN_BOOL: {
		bool value = p[0] != 0;
		memcpy(at, &value, sizeof(value));
		break;
	}
	case COLUMN_INT:
	case COLUMN_COUNT:
	case COLUMN_KEY:
	case COLUMN_ID:
	case COLUMN_GEMS: {
		int64_t value = read_int(p, n);
		memcpy(at, &value, sizeof(value));
		break;
	}
	case COLUMN_MOMENT: {
		struct moment value = { read_int(p, n) + PG_EPOCH_US };
		memcpy(at, &value, sizeof(value));
		break;
	}
	case COLUMN_REAL: {
		double value = read_real(p, n);
		memcpy(at, &value, sizeof(value));
		break;
	}
	case COLUMN_TEXT:
	case COLUMN_URL:
	case COLUMN_BYTES: {
		struct str value = { p, (size_t)n };
		memcpy(at, &value, sizeof(value));
		break;
	}
	case COLUMN_TEXTS: {
		struct strs value = read_texts(arena, p, n);
		memcpy(at, &value, sizeof(value));
		break;
	}
	case COLUMN_JSON: {
		const json_t *value = read_json(arena, (struct str){ p, (size_t)n });
		memcpy(at, &value, sizeof(value));
		break;
	}
	}
}

struct rows
db_decode(struct arena *arena, const struct row_type *type, const PGresult *result)
{
	size_t n = (size_t)PQntuples(result);
	ENSURE((size_t)PQnfields(result) == type->columns);
	char *rows = ARENA_ARRAY(arena, char, n * type->size);
	for (size_t r = 0; r < n; r++) {
		char *row = rows + r * type->size;
		for (size_t c = 0; c < type->columns; c++) {
			const struct column *column = &type->column[c];
			char *at = row + column->offset;
			if (PQgetisnull(result, (int)r, (int)c)) {
				set_null(column, at);
				continue;
			}
			if (column->has_offset != COLUMN_NEVER_NULL)
				row[column->has_offset] = 1;
			set_value(arena, column, at, PQgetvalue(result, (int)r, (int)c),
				  PQgetlength(result, (int)r, (int)c));
		}
	}
	return (struct rows){ type, rows, n };
}
