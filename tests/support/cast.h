/*
 * Characters and chats for tests of screens, and pages kept as files.
 */
#ifndef SNUG_TESTS_CAST_H
#define SNUG_TESTS_CAST_H

#include "tests/support/screen.h"

/* A listed character with this popularity and one tag, made by a member of its own; its id. */
int64_t cast_character(struct screen *s, const char *name, int popularity, const char *tag);

/*
 * Compares a page with tests/screens/golden/<name>.html, without what differs from run to run:
 * tokens, versions of files, times, ids in addresses. GOLDEN=write in the environment writes the
 * file anew. False when they differ; both are printed from the first line that does.
 */
NODISCARD bool cast_is_golden(struct screen *s, const struct reply *reply, const char *name);

#endif
