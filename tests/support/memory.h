/*
 * The memory of a test program, for tests that need nothing else.
 */
#ifndef SNUG_TESTS_SUPPORT_MEMORY_H
#define SNUG_TESTS_SUPPORT_MEMORY_H

#include "lib/base/buf.h"

extern struct arena *arena;

/* For SET_SETUP and SET_TEARDOWN: an arena for each test. */
void memory_setup(void *data);
void memory_teardown(void *data);
/* For SET_TEARDOWN where main made one arena for all tests. */
void memory_empty(void *data);

#define IS(expected, got) ASSERT_STR_EQ(expected, str_cstr(arena, got))

#endif
