/*
 * Pictures that members bring: checked, decoded and written anew by a program of its own
 * (bin/picture.c) that may do nothing else, then kept like any other file.
 *
 * A file is known by its first bytes (JPEG, PNG, WebP), its sides are read before anything is
 * decoded, and what is kept is new: pixels without any of the file's metadata. Each kept file is
 * named in its own XMP packet, so that two members who bring the same picture have a file each.
 *
 * Units: bytes, pixels. Errors: FAULT_BUG when the program cannot be started.
 * Locking: safe from several threads. A call takes up to a second or two of processor time; it runs
 * no longer than UPLOAD_WAIT_MS.
 */
#ifndef SNUG_MEDIA_UPLOAD_H
#define SNUG_MEDIA_UPLOAD_H

#include "lib/db/db.h"
#include "lib/media/media.h"

enum {
	UPLOAD_BYTES = 10 * 1024 * 1024,
	UPLOAD_SIDE = 8192,
	UPLOAD_PIXELS = 40 * 1000 * 1000,
	UPLOAD_LEAST_SIDE = 32,
	UPLOAD_WAIT_MS = 8000,
	UPLOAD_QUOTA = 256 * 1024 * 1024 /* of one member, as kept */
};

enum upload_outcome {
	UPLOAD_KEPT,
	UPLOAD_EMPTY,
	UPLOAD_LARGE,	   /* too many bytes: 413 */
	UPLOAD_TYPE,	   /* not one of the three kinds: 415 */
	UPLOAD_SIDES,	   /* too many pixels, or too few: 422 */
	UPLOAD_DAMAGED,	   /* cannot be decoded, or not in time: 422 */
	UPLOAD_OVER_QUOTA, /* 422 */
	UPLOAD_DISK	   /* the house has no room: 503 */
};

struct upload_picture {
	struct str bytes; /* WebP, at most 2048 pixels a side */
	struct str thumb; /* WebP, at most 384 pixels wide */
	int width;
	int height;
};

/*
 * The picture in `file`, written anew. `helper` is the path of bin/picture, or NULL for the one that
 * stands beside this program.
 */
NODISCARD enum upload_outcome upload_decode(struct arena *arena, const char *helper,
					    struct str file, struct upload_picture *out);

struct upload_order {
	struct member_id owner;
	struct str file;
	bool is_public; /* avatars are seen by others; everything else by its owner until published */
};

struct upload_kept {
	struct media_id id;
	struct str url;
	struct str thumb_url;
	int width;
	int height;
};

/* Decodes and keeps it; the row is written in the caller's transaction. */
NODISCARD enum upload_outcome upload_keep(struct db *db, struct arena *arena,
					  const struct upload_order *order,
					  struct upload_kept *out);

/* The status and the words for an outcome that is not UPLOAD_KEPT. */
int upload_status(enum upload_outcome outcome);
const char *upload_words(enum upload_outcome outcome);

#endif
