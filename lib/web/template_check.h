/*
 * Checks a template before it goes live: its syntax, that what it names exists, and that nothing in
 * it can turn a value into markup, script or a way to another site.
 *
 * Templates whose names end in ".txt" are plain text: the rules of HTML do not hold for them.
 *
 * A file NAME.sample.json beside NAME.mustache is a view in JSON; names that it does not know are
 * warned of. Ownership: findings live in the arena that was given.
 */
#ifndef SNUG_WEB_TEMPLATE_CHECK_H
#define SNUG_WEB_TEMPLATE_CHECK_H

#include "lib/base/str.h"

struct template_finding {
	size_t line; /* from 1 */
	size_t column;
	bool warning;	    /* the template works all the same */
	struct str message; /* one line of printable text */
};

struct template_findings {
	const struct template_finding *at;
	size_t n;
	size_t errors; /* of them, those that are no warnings */
};

/*
 * Checks `text` as the template `name` ("tavern/room") of the templates under `folder`. It need not
 * be stored there yet.
 */
struct template_findings template_check(struct arena *arena, const char *folder, struct str name,
					struct str text);

#endif
