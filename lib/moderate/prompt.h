/*
 * What people ask to be painted or told, held against the rules that no setting lifts: sexual content
 * with anyone under 18 or who seems to be, real people, force, animals, family (product decision 8).
 *
 * This is the first of the walls, made of words: text is folded (compatibility forms, accents, look-
 * alike letters of other alphabets, digits for letters, spaced-out words, codes), cut into words, and
 * matched against the terms of eighteen languages (read.h). It is meant to be fast and to err on the
 * side of refusing, but not at the cost of those who tell what happened to them.
 *
 * Locking: safe from several threads. Errors: FAULT_MEMORY.
 */
#ifndef SNUG_MODERATE_PROMPT_H
#define SNUG_MODERATE_PROMPT_H

#include "lib/base/arena.h"
#include "lib/base/str.h"

enum prompt_use {
	PROMPT_PICTURE, /* one term is enough, and terms count wherever they stand */
	PROMPT_CHAT	/* people may speak of what happened to them: terms count near each other */
};

enum prompt_verdict {
	PROMPT_FINE,
	PROMPT_SEXUAL, /* not for the general edition; in the adult one for those who may */
	PROMPT_NEVER   /* refused everywhere, for everybody */
};

/*
 * Judges text of any length, in pieces that lap over (read.h). The verdict of several texts that belong
 * together (prompt, preset, what to leave out) is that of them joined by newlines.
 */
NODISCARD enum prompt_verdict prompt_judge(struct arena *arena, struct str text,
					   enum prompt_use use);

/* What a text speaks of, whether or not anything sexual stands beside it; several may hold. */
enum prompt_subject {
	PROMPT_OF_YOUNG = 1, /* people who are, or seem, under 18 */
	PROMPT_OF_REAL = 2   /* real people, or the likeness of them */
};
unsigned prompt_subjects(struct arena *arena, struct str text);

/*
 * What a text that is never shown is about, as safety_case calls it, the gravest first: minor, force,
 * real_person, animal, family; service where the rules see none of them.
 */
struct str prompt_about(struct arena *arena, struct str text);

/* What to say of a refusal. It names no word: who searches for the gap learns nothing. */
const char *prompt_refusal(enum prompt_verdict verdict);

#endif
