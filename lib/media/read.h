/*
 * Reading files that media.h keeps, for programs that make something else of them.
 */
#ifndef SNUG_MEDIA_READ_H
#define SNUG_MEDIA_READ_H

#include "lib/base/str.h"
#include "lib/media/media.h"

/* The bytes of a kept file of at most `most` bytes; false when it is gone or larger. */
NODISCARD bool media_read(struct arena *arena, struct str hash, enum media_kind kind, size_t most,
			  struct str *bytes);

#endif
