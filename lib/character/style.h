/*
 * Ways to talk, ready to be put into a character's personality: one press writes a paragraph that its
 * creator may then change. None of them is sexual.
 */
#ifndef SNUG_CHARACTER_STYLE_H
#define SNUG_CHARACTER_STYLE_H

#include "lib/base/str.h"

enum { STYLES = 5 };

struct style {
	struct str word;
	struct str label;
	struct str text;
};

extern const struct style styles[STYLES];

/*
 * The personality with this way to talk: in the place of another one that stands there unchanged, else
 * behind what is written. An unknown word changes nothing.
 */
struct str style_put(struct arena *arena, struct str personality, struct str word);
bool style_is_in(struct str personality, const struct style *style);

#endif
