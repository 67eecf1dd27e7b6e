/*
 * JSON. Reading is jansson with strict flags (RFC 8259, no duplicate keys, depth at most 32);
 * writing goes straight into a buf.
 *
 * Ownership: a parsed document hangs on the arena that was given; text from it is a slice of it.
 */
#ifndef SNUG_BASE_JSON_H
#define SNUG_BASE_JSON_H

#include <jansson.h>

#include "lib/base/buf.h"
#include "lib/base/types.h"

enum { JSON_DEPTH = 32 };

/* The document, or NULL with a reason ("line 1, column 7: ...") when it is not strict JSON. */
NODISCARD json_t *json_read(struct arena *arena, struct str text, struct str *why);

/* Members of an object; what is missing or of another type gives the empty value. */
struct str json_get_text(const json_t *object, const char *key);
int64_t json_get_i64(const json_t *object, const char *key, int64_t otherwise);
bool json_get_bool(const json_t *object, const char *key, bool otherwise);
struct str json_text(const json_t *value);

/* A string with its quotes. Ill-formed UTF-8 becomes U+FFFD; < > & and U+2028/9 are escaped. */
void json_put_text(struct buf *buf, struct str s);
/* "key":"text", with the comma that the next member of an object wants before it. */
void json_put_member(struct buf *buf, const char *key, struct str text);
/* ,"key":"text", with the comma before it; left out when there is no text. The same for a list. */
void json_add_text(struct buf *buf, const char *key, struct str text);
void json_add_texts(struct buf *buf, const char *key, struct strs texts);
/* A list of strings. */
void json_put_texts(struct buf *buf, const struct str *texts, size_t n);
/* The same two by themselves. */
struct str json_of_text(struct arena *arena, struct str text);
struct str json_of_texts(struct arena *arena, struct strs texts);
/* Milligems as gems with at most three decimals: 12500 gives 12.5. */
void json_put_gems(struct buf *buf, struct gems gems);
/* Compact text of a parsed value. */
struct str json_print(struct arena *arena, const json_t *value);

#endif
