/*
 * UTF-8 as Unicode 15, section 3.9 defines it: no overlong forms, no surrogates, nothing above
 * U+10FFFF.
 */
#ifndef SNUG_BASE_UTF8_H
#define SNUG_BASE_UTF8_H

#include "lib/base/str.h"

bool utf8_valid(struct str s);
/* Code points in valid text. */
size_t utf8_count(struct str s);
/*
 * The length of the longest prefix that does not end inside a code point: what of a stream may be
 * shown already.
 */
size_t utf8_whole(struct str s);
/*
 * The next code point of `*rest`, moving `*rest` behind it. Ill-formed bytes give U+FFFD one at a
 * time. Returns false at the end.
 */
bool utf8_next(struct str *rest, uint32_t *point);
/* The first code point of valid text, as a slice: the initial of a name. */
struct str utf8_first(struct str s);
/* At most the first `most` code points. */
struct str utf8_clip(struct str s, size_t most);
/* Writes one code point into `out` (room for 4) and returns its length. */
size_t utf8_encode(uint32_t point, char out[4]);
/* True for C0 and C1 controls but tab and newline: bytes that no text from people needs. */
bool utf8_is_control(uint32_t point);
/* A copy in which every ill-formed byte is U+FFFD. */
struct str utf8_repair(struct arena *arena, struct str s);

#endif
