/*
 * Programs of the house that do one thing with one file and end: they share nothing with the program
 * that starts them but two pipes, so what a file or a library does in there stays there.
 *
 * Errors: FAULT_BUG when the program cannot be started.
 * Locking: safe from several threads.
 */
#ifndef SNUG_MEDIA_HELPER_H
#define SNUG_MEDIA_HELPER_H

#include "lib/base/str.h"

/* The program `name` of bin/, beside the folder of the screens. */
const char *helper_path(struct arena *arena, const char *name);

/*
 * Starts the program, hands it `in`, and gives what it answered within `wait_ms`, at most `most`
 * bytes. Whether that is all must be told by the answer itself: the program may have been stopped.
 */
struct str helper_run(struct arena *arena, const char *path, struct str in, int wait_ms,
		      size_t most);

#endif
