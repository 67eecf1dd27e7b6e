/*
 * Personas as members write them: what is taken and what is not, in words. The same walls stand here as
 * before a message (lib/moderate): text that goes into every prompt of a chat is no way around them.
 */
#ifndef SNUG_PERSONA_PERSONA_H
#define SNUG_PERSONA_PERSONA_H

#include "lib/db/db.h"

enum { PERSONAS_MOST = 50, PERSONA_NAME = 60, PERSONA_TEXT = 8000, PERSONA_DEPTH = 1000 };

/*
 * Why a text that describes somebody is not taken: a sentence for people, or NULL when it is fine. The
 * years that it states must be those of an adult. What moderate_text says of the inside of the caller's
 * write transaction holds here as well.
 */
NODISCARD const char *persona_refusal(struct db *db, struct arena *arena, struct member_id member,
				      struct str text);

#endif
