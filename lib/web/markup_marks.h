/*
 * Marks within a line that Markdown does not know and people who write stories use: what is said stands
 * in quotation marks, what is taken back between two tildes.
 */
#ifndef SNUG_WEB_MARKUP_MARKS_H
#define SNUG_WEB_MARKUP_MARKS_H

#include "lib/base/arena.h"
#include "lib/base/str.h"

/*
 * `html` as the Markdown reader writes it, with <q> around speech (its marks stay: they are what was
 * typed) and <del> in the place of pairs of ~~. In time that grows with its length alone.
 */
struct str markup_marks(struct arena *arena, struct str html);

#endif
