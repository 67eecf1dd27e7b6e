/*
 * Passages for prompts, out of whole messages that were found: the sentences that fit what is being
 * said, each thing once. In English by its stems, in other languages by how words begin. Pure.
 *
 * Ownership: the arena that was given.
 */
#ifndef SNUG_MEMORY_PASSAGE_H
#define SNUG_MEMORY_PASSAGE_H

#include "lib/memory/memory.h"
#include "lib/provider/offline/words.h"

enum { PASSAGE_BYTES = 400 };

/*
 * Shortens the texts of `passages`, best first, to what fits `recent`, and leaves out what says the
 * same as a better one. Keeps at most MEMORY_PASSAGES at the front; returns how many.
 */
size_t passage_choose(struct arena *arena, struct str recent, struct memory_passage *passages,
		      size_t n);

/* The neighbouring sentences of `text` that have the most in common with `about`: PASSAGE_BYTES. */
struct str passage_cut(struct arena *arena, struct str text, const struct words *about);

#endif
