/*
 * Memory that lives as long as one piece of work: a request, a turn, a job.
 *
 * Nothing is freed by hand. An arena grows in blocks up to a cap; a take beyond the cap is a fault
 * (FAULT_MEMORY). Outside resources hang on it with arena_defer and are let go, last one first,
 * when the arena is reset or freed.
 *
 * Units: bytes. Takes are aligned for any type.
 * Errors: FAULT_MEMORY when the cap is reached or the system has no memory.
 * Ownership: the arena owns everything taken from it.
 * Locking: none; one thread at a time.
 *
 * Built with -DARENA_EVERY_TAKE_IS_MALLOC (sanitizer builds) each take is its own allocation, so
 * that an overrun of one value is seen.
 */
#ifndef SNUG_BASE_ARENA_H
#define SNUG_BASE_ARENA_H

#include <stddef.h>

#include "lib/base/attr.h"

struct arena;

/* A new arena that may hand out `cap` bytes in all. */
struct arena *arena_new(size_t cap);

/* One that ends with `parent`: memory for a part of its work, which may be let go with arena_reset. */
struct arena *arena_new_in(struct arena *parent, size_t cap);

/* Runs the deferred calls and frees all memory, the arena itself included. NULL is allowed. */
void arena_free(struct arena *arena);

/* Runs the deferred calls and empties the arena, keeping a block for the next round. */
void arena_reset(struct arena *arena);

/* `size` bytes, not cleared. A size of 0 gives a valid address. */
void *arena_take(struct arena *arena, size_t size);

/* `count` * `size` bytes, all zero; a product that overflows is a fault. */
void *arena_take_zero(struct arena *arena, size_t count, size_t size);

/* Makes the last take larger in place where it can, else copies. `old_size` bytes are kept. */
void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size);

/* Calls `release(resource)` when the arena is reset or freed. */
void arena_defer(struct arena *arena, void (*release)(void *), void *resource);

/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *arena);

#define ARENA_NEW(arena, type) ((type *)arena_take_zero((arena), 1, sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_take_zero((arena), (count), sizeof(type)))

#endif
