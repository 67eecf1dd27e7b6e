/*
 * Tags as this house writes them: small letters and digits of any script, with - between words; at most 30,
 * and more than one letter, except where one is a word.
 */
#ifndef SNUG_CARD_TAG_H
#define SNUG_CARD_TAG_H

#include "lib/base/str.h"

/* "Sci-Fi & Space" as sci-fi-space; empty when nothing of it can stand. */
struct str tag_of(struct arena *arena, struct str text);
/* The same of what somebody types: what does not belong is left, so that it can be named. */
struct str tag_typed(struct arena *arena, struct str text);
bool tag_is_good(struct str tag);

#endif
