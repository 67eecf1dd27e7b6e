/*
 * Saying a thing from the other side: what a member says about themselves becomes what the
 * character says about the member ("I lost my keys" - "you lost your keys"), and what a description
 * says about the character becomes what it says of itself ("She keeps a light" - "I keep a light").
 */
#ifndef SNUG_PROVIDER_OFFLINE_REFLECT_H
#define SNUG_PROVIDER_OFFLINE_REFLECT_H

#include "lib/provider/offline/words.h"

struct str reflect_person(struct arena *arena, struct str clause);

/* Who a description is about. */
struct reflect_subject {
	struct str full_name;
	struct str name;     /* the part that people call */
	struct str pronouns; /* "she/her" */
};

/*
 * The sentence in the first person, or nothing when that is not sure to come out right: it must
 * begin with the subject, and its verbs must be ones that can be turned.
 */
struct str reflect_to_first(struct arena *arena, struct str sentence,
			    const struct reflect_subject *subject);

struct str reflect_capital(struct arena *arena, struct str s);
/* A first word in lower case, unless it is "I" or looks like a name. */
struct str reflect_small(struct arena *arena, struct str s);

#endif
