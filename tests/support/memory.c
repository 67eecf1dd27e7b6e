#include "tests/support/memory.h"

struct arena *arena;

void
memory_setup(void *data)
{
	(void)data;
	arena = arena_new(256 * 1024 * 1024);
}

void
memory_teardown(void *data)
{
	(void)data;
	arena_free(arena);
}

void
memory_empty(void *data)
{
	(void)data;
	arena_reset(arena);
}
