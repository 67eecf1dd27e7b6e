/*
 * Slices of text. A slice does not own its bytes and need not end in NUL; text is UTF-8 unless a
 * function says otherwise.
 *
 * Units: lengths are bytes.
 * Ownership: results live as long as what they were cut from, or in the arena that was given.
 */
#ifndef SNUG_BASE_STR_H
#define SNUG_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/arena.h"
#include "lib/base/attr.h"

struct str {
	const char *p;
	size_t n;
};

struct strs {
	const struct str *at;
	size_t n;
};

/* A slice of a string literal; usable in static initialisers through STR_INIT. */
#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
#define STR_INIT(literal)                                                                          \
	{                                                                                          \
		"" literal, sizeof(literal) - 1                                                    \
	}
#define STR_NONE ((struct str){ NULL, 0 })
/* For printf: "%.*s", STR_ARG(s) */
#define STR_ARG(s) (int)(s).n, (s).p

/* A slice of a C string; NULL gives STR_NONE. */
struct str str_from(const char *cstr);
/* A copy with a NUL behind it. */
const char *str_cstr(struct arena *arena, struct str s);
struct str str_copy(struct arena *arena, struct str s);
/* Text made by a printf format. */
struct str str_fmt(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
/* In decimal digits. */
struct str str_int(struct arena *arena, int64_t number);

bool str_eq(struct str a, struct str b);
/* Equal when ASCII letters are folded. */
bool str_eq_fold(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

/* Everything from byte `from` on; past the end gives an empty slice. */
struct str str_from_at(struct str s, size_t from);
/* At most `n` bytes from the start. */
struct str str_first(struct str s, size_t n);
/* Without ASCII white space at both ends. */
struct str str_trim(struct str s);
/* Where `needle` begins in `s`, or -1. An empty needle is at 0. */
ptrdiff_t str_find(struct str s, struct str needle);
ptrdiff_t str_find_char(struct str s, char c);
/* The last place of `c`, or -1. */
ptrdiff_t str_rfind_char(struct str s, char c);
/*
 * Cuts the piece before the first `c` off `*rest` and moves `*rest` behind it. Returns false when
 * nothing is left. A last piece without `c` is given too.
 */
bool str_cut(struct str *rest, char c, struct str *piece);
/* ASCII letters in lower case, in upper case. */
struct str str_lower(struct arena *arena, struct str s);
struct str str_upper(struct arena *arena, struct str s);
/* `s`, or when it is empty `otherwise`. */
struct str str_or(struct str s, struct str otherwise);

/* The whole slice as a decimal integer; false for anything else, or outside int64. */
NODISCARD bool str_to_i64(struct str s, int64_t *out);
/* The whole slice as a decimal number, with a point and an exponent or without; it is finite. */
NODISCARD bool str_to_real(struct str s, double *out);
/* FNV-1a, 32 bits (Fowler, Noll, Vo): for tables in memory, never for security. */
uint32_t str_hash(struct str s);

/* The length of a slice of `n` bytes at the largest code point boundary <= `max`. */
size_t str_clip(struct str s, size_t max);

#endif
