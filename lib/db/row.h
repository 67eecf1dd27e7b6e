/*
 * Typed rows: what a statement gives back, with a description of its columns, so that a view can
 * show a row without copying it field by field.
 *
 * The statement generator makes one struct and one `struct row_type` of each statement.
 *
 * Null: text is STR_NONE, a moment MOMENT_NONE; other kinds carry a `bool has_<column>` beside them
 * when the statement declares them nullable.
 */
#ifndef SNUG_DB_ROW_H
#define SNUG_DB_ROW_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/str.h"
#include "lib/base/types.h"

enum column_kind {
	COLUMN_BOOL,   /* bool */
	COLUMN_INT,    /* int64_t */
	COLUMN_COUNT,  /* int64_t, shown short for people: 1.2k */
	COLUMN_REAL,   /* double */
	COLUMN_ID,     /* one-field struct over int64_t; a string in JSON */
	COLUMN_GEMS,   /* struct gems */
	COLUMN_MOMENT, /* struct moment */
	COLUMN_TEXT,   /* struct str */
	COLUMN_URL,    /* struct str that may stand in href and src */
	COLUMN_KEY,    /* int64_t; for cursors, never shown */
	COLUMN_BYTES,  /* struct str of any bytes; never shown */
	COLUMN_TEXTS,  /* struct strs, from text[] */
	COLUMN_JSON    /* const json_t *, from jsonb; NULL when null */
};

/* Numbers for a bigint[] parameter. */
struct i64s {
	const int64_t *at;
	size_t n;
};

enum { COLUMN_NEVER_NULL = UINT16_MAX };

struct column {
	const char *name; /* camelCase, as in JSON */
	uint32_t hash;	  /* str_hash of the name */
	enum column_kind kind;
	uint16_t offset;
	uint16_t has_offset; /* of the has_<column> flag, or COLUMN_NEVER_NULL */
};

struct row_type {
	const char *name;
	size_t size;
	size_t columns;
	const struct column *column;
};

/* The rows of one answer, in its arena. */
struct rows {
	const struct row_type *type;
	const void *at;
	size_t n;
};

#endif
