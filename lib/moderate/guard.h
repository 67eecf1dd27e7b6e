/*
 * Judges a reply on its way to the member, sentence by sentence: what is never shown stops it; what
 * is not true of a machine, or holds back somebody who leaves, is changed. Of a sentence that has not
 * ended the whole words are shown already, but for the rest of one in which a hit may have begun.
 *
 * A character of a story may be human, may love and may beg in it. Changed are: claims that no machine
 * is at work, always; softer ones ("I am human") when the member's last message sincerely asks; words
 * that hold back, when the member's last message takes leave. A sincere question gets the truth first.
 *
 * Ownership: texts live in the arena that was given to guard_new. Locking: one thread at a time.
 */
#ifndef SNUG_MODERATE_GUARD_H
#define SNUG_MODERATE_GUARD_H

#include "lib/moderate/heard.h"

struct guard;

enum guard_verdict {
	GUARD_PASS,
	GUARD_CHANGED, /* `*sentence` is another one, or empty */
	GUARD_NEVER,   /* the absolute list: stop, keep evidence */
	GUARD_SEXUAL,  /* not for this house or this member: stop */
	GUARD_URGES    /* tells somebody to harm themselves: stop */
};

/* `said` is the member's last message, `name` the character's. Both are copied. */
struct guard *guard_new(struct arena *arena, struct str said, struct str name, bool sexual_allowed);
const struct heard_message *guard_heard(const struct guard *guard);

/*
 * The truth, to stand before a reply that begins with `first`; STR_NONE when nobody asked, or when the
 * beginning tells it already. Call once.
 */
struct str guard_opening(struct guard *guard, struct str first);

/* Judges the next piece, up to the end of its sentence; a piece ends with its white space. */
NODISCARD enum guard_verdict guard_judge(struct guard *guard, struct str *piece);

/* Bytes of the first whole sentence of `text` with the white space behind it; 0 when none is whole. */
size_t guard_sentence(struct str text);

/*
 * Bytes of the unfinished sentence `text`, which goes on where the last piece ended, that may be shown
 * at once; they count as passed. Its last word is among them unless it may become the first one of a
 * hit. 0 where a hit may have begun, and always where the member asked sincerely who answers.
 */
size_t guard_release(struct guard *guard, struct str text);

#endif
