/*
 * JSON as it stands in its text: checked once, then read in place. A value is a slice of the
 * document, so that what this house does not know goes out again byte for byte, and a card of ten
 * megabytes costs no tree in memory (a parsed 50,000-entry book takes over 100 MB).
 *
 * Everything but scan_check expects text that scan_check has passed.
 *
 * Units: bytes. Errors: what is missing or of another kind gives STR_NONE, 0 or false.
 * Ownership: values are slices of the document; decoded text may be, or lives in the arena.
 */
#ifndef SNUG_CARD_SCAN_H
#define SNUG_CARD_SCAN_H

#include "lib/base/str.h"

enum { SCAN_DEPTH = 32, SCAN_MEMBERS = 100000 /* of one object */ };

enum scan_kind {
	SCAN_NOTHING,
	SCAN_OBJECT,
	SCAN_ARRAY,
	SCAN_TEXT,
	SCAN_NUMBER,
	SCAN_BOOL,
	SCAN_NULL
};

/*
 * Whether it is one JSON document (RFC 8259): UTF-8, no deeper than SCAN_DEPTH, no key twice in an
 * object. When not, `why` says where.
 */
NODISCARD bool scan_check(struct arena *arena, struct str text, struct str *why);

enum scan_kind scan_kind(struct str value);
/* What a key means as written between its quotes; without an escape it is the slice itself. */
struct str scan_key(struct arena *arena, struct str raw);

/* The members of an object or the items of an array, one after the other. */
struct scan {
	struct arena *arena;
	struct str rest;
	struct str key; /* decoded; empty in an array */
	struct str raw; /* the key as written, without its quotes */
	struct str value;
};

/* Anything but an object or an array has no members. */
struct scan scan_in(struct arena *arena, struct str container);
bool scan_next(struct scan *scan);

/* The value of a member, or STR_NONE. Reads the object from its start. */
struct str scan_find(struct arena *arena, struct str object, const char *key);
/* The number of members or items. */
size_t scan_count(struct str container);

/*
 * The text of a string: escapes undone, control characters but tab and newline left out, CRLF and CR
 * as LF. STR_NONE for anything but a string. At most `most` bytes are made, whole code points.
 */
struct str scan_text(struct arena *arena, struct str value, size_t most);
/* The texts of a list that say something: `count` at most, of `most` bytes each. */
struct strs scan_texts(struct arena *arena, struct str value, size_t count, size_t most);
/* A whole number, or a string of one. */
NODISCARD bool scan_whole(struct str value, int64_t *out);
bool scan_true(struct str value);

#endif
