/*
 * Files that are read whole, and processes that are known by a file with their number.
 *
 * Errors: false, with errno of the system.
 */
#ifndef SNUG_BASE_FILE_H
#define SNUG_BASE_FILE_H

#include "lib/base/str.h"

/* The bytes of a regular file, with a NUL behind them. One of more than `most` bytes is EFBIG. */
NODISCARD bool file_read(struct arena *arena, const char *path, size_t most, struct str *bytes);

/* Whether the process lives that VAR/run/<name>.pid names. */
bool file_process_lives(struct arena *arena, const char *name);

#endif
