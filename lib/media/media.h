/*
 * Files of members, kept under the hash of their content: VAR/media/<2 hex>/<64 hex>.<ext>.
 *
 * A file is written under a temporary name, synced, renamed, and its folder synced, before its row
 * may be written: a row always has its file.
 *
 * Errors: a full disk is an outcome; the temporary file is gone then.
 * Locking: safe from several threads.
 */
#ifndef SNUG_MEDIA_MEDIA_H
#define SNUG_MEDIA_MEDIA_H

#include "lib/base/str.h"

enum media_kind { MEDIA_WEBP, MEDIA_PNG, MEDIA_JPEG };

enum media_outcome {
	MEDIA_STORED,
	MEDIA_FULL,  /* no space, or over quota */
	MEDIA_BROKEN /* the folder cannot be written; the log says why */
};

/* A hash is the SHA-256 of the bytes, in hex of lower case. */
enum { MEDIA_HASH = 64 };

struct media_file {
	char hash[MEDIA_HASH + 1];
};

bool media_is_hash(struct str s);
/* The hash in "/media/<hash>.webp"; empty for another address. */
struct str media_hash_in(struct str url);

NODISCARD enum media_outcome media_store(struct str bytes, enum media_kind kind,
					 struct media_file *out);

/* "media/ab/ab....webp": under SNUG_VAR, and what X-Sendfile is given. */
struct str media_path(struct arena *arena, struct str hash, enum media_kind kind);
/* From media.mime; false when the house keeps no such files. */
NODISCARD bool media_kind_of(struct str mime, enum media_kind *kind);

/* Removes the file. The caller has made sure that no row names it. */
void media_delete_file(struct str hash, enum media_kind kind);

#endif
