/*
 * What the story of a character may hold besides its level, so that people can choose: words of column
 * `content_notes`, each with how people read it.
 */
#ifndef SNUG_CHARACTER_NOTE_H
#define SNUG_CHARACTER_NOTE_H

#include "lib/base/str.h"

enum { NOTES = 6 };

struct note {
	struct str word;
	struct str label;
};

extern const struct note notes[NOTES];

/* The note of a word; NULL for any other word. */
const struct note *note_find(struct str word);

#endif
