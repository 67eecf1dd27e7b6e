#include "lib/base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/fault.h"

enum { FIRST_BLOCK = 16 * 1024, KEPT_MAX = 128 * 1024, ALIGN = alignof(max_align_t) };

struct block {
	struct block *next;
	size_t size;
	size_t used;
	alignas(max_align_t) char bytes[];
};

struct deferred {
	struct deferred *next;
	void (*release)(void *);
	void *resource;
};

struct arena {
	struct block *first;
	struct block *last;
	struct deferred *deferred;
	size_t cap;
	size_t taken;
};

static struct block *
block_new(size_t size)
{
	struct block *block = malloc(sizeof(*block) + size);
	if (block == NULL)
		fault_raise(FAULT_MEMORY, "the system has no memory for %zu bytes", size);
	block->next = NULL;
	block->size = size;
	block->used = 0;
	return block;
}

struct arena *
arena_new(size_t cap)
{
	struct arena *arena = calloc(1, sizeof(*arena));
	if (arena == NULL)
		fault_raise(FAULT_MEMORY, "the system has no memory for an arena");
	arena->cap = cap;
	return arena;
}

static void
run_deferred(struct arena *arena)
{
	while (arena->deferred != NULL) {
		struct deferred *d = arena->deferred;
		arena->deferred = d->next;
		d->release(d->resource);
	}
}

static void
free_blocks(struct block *block)
{
	while (block != NULL) {
		struct block *next = block->next;
		free(block);
		block = next;
	}
}

void
arena_free(struct arena *arena)
{
	if (arena == NULL)
		return;
	run_deferred(arena);
	free_blocks(arena->first);
	free(arena);
}

void
arena_reset(struct arena *arena)
{
	run_deferred(arena);
	arena->taken = 0;
#ifdef ARENA_EVERY_TAKE_IS_MALLOC
	free_blocks(arena->first);
	arena->first = arena->last = NULL;
#else
	/* Blocks double, so the largest alone holds about as much as the next round takes. */
	struct block *kept = NULL;
	for (struct block *block = arena->first; block != NULL; block = block->next)
		if (block->size <= KEPT_MAX && (kept == NULL || block->size > kept->size))
			kept = block;
	for (struct block *block = arena->first, *next; block != NULL; block = next) {
		next = block->next;
		if (block != kept)
			free(block);
	}
	if (kept != NULL) {
		kept->next = NULL;
		kept->used = 0;
	}
	arena->first = arena->last = kept;
#endif
}

static size_t
round_up(size_t size)
{
	return (size + (ALIGN - 1)) & ~(size_t)(ALIGN - 1);
}

static void
append_block(struct arena *arena, size_t size)
{
	struct block *block = block_new(size);
	if (arena->last != NULL)
		arena->last->next = block;
	else
		arena->first = block;
	arena->last = block;
}

/* The size of the block that a take of `need` opens: blocks double, so that large replies take few. */
static size_t
block_size_for(const struct arena *arena, size_t need)
{
#ifdef ARENA_EVERY_TAKE_IS_MALLOC
	(void)arena;
	return need;
#else
	size_t size = arena->last != NULL ? arena->last->size * 2 : FIRST_BLOCK;
	if (size > 1024 * 1024)
		size = 1024 * 1024;
	return size < need ? need : size;
#endif
}

void *
arena_take(struct arena *arena, size_t size)
{
	if (size > arena->cap || arena->taken > arena->cap - size)
		fault_raise(FAULT_MEMORY, "arena limit of %zu bytes reached", arena->cap);
	size_t need = round_up(size == 0 ? 1 : size);
	struct block *block = arena->last;
#ifdef ARENA_EVERY_TAKE_IS_MALLOC
	block = NULL;
#endif
	if (block == NULL || block->size - block->used < need) {
		append_block(arena, block_size_for(arena, need));
		block = arena->last;
	}
	void *p = block->bytes + block->used;
	block->used += need;
	arena->taken += need;
	return p;
}

void *
arena_take_zero(struct arena *arena, size_t count, size_t size)
{
	size_t total;
	if (__builtin_mul_overflow(count, size, &total))
		fault_raise(FAULT_MEMORY, "%zu values of %zu bytes overflow", count, size);
	return memset(arena_take(arena, total), 0, total);
}

void *
arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size)
{
#ifndef ARENA_EVERY_TAKE_IS_MALLOC
	struct block *block = arena->last;
	size_t have = round_up(old_size == 0 ? 1 : old_size);
	size_t need = round_up(new_size);
	if (old != NULL && need >= have && block->used >= have &&
	    (char *)old == block->bytes + block->used - have &&
	    block->size - block->used >= need - have) {
		if (need - have > arena->cap - arena->taken)
			fault_raise(FAULT_MEMORY, "arena limit of %zu bytes reached", arena->cap);
		block->used += need - have;
		arena->taken += need - have;
		return old;
	}
#endif
	void *p = arena_take(arena, new_size);
	if (old != NULL)
		memcpy(p, old, old_size < new_size ? old_size : new_size);
	return p;
}

void
arena_defer(struct arena *arena, void (*release)(void *), void *resource)
{
	struct deferred *d = ARENA_NEW(arena, struct deferred);
	d->release = release;
	d->resource = resource;
	d->next = arena->deferred;
	arena->deferred = d;
}

static void
free_child(void *arena)
{
	arena_free(arena);
}

struct arena *
arena_new_in(struct arena *parent, size_t cap)
{
	struct arena *arena = arena_new(cap);
	arena_defer(parent, free_child, arena);
	return arena;
}

size_t
arena_used(const struct arena *arena)
{
	return arena->taken;
}
