/*
 * Personas, notes and presets as members write them: what is taken and what is not, in words. The same
 * walls stand here as before a message (lib/moderate): text that goes into every prompt of a chat is no
 * way around them.
 */
#ifndef SNUG_PERSONA_PERSONA_H
#define SNUG_PERSONA_PERSONA_H

#include "lib/base/str.h"

enum { PERSONAS_MOST = 50, PERSONA_NAME = 60, PERSONA_TEXT = 8000, PERSONA_DEPTH = 1000 };

/*
 * Why a text is not taken: a sentence for people, or NULL when it is fine. `is_person`: it describes
 * somebody, so the years that it states must be those of an adult.
 */
const char *persona_refusal(struct arena *arena, struct str text, bool is_person);

#endif
