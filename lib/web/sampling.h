/*
 * Sampling in forms: a field for each value, named by its key and empty for what is not set; a JSON body
 * may carry them in an object "sampling" as well. And the same values as the fields of a page.
 */
#ifndef SNUG_WEB_SAMPLING_H
#define SNUG_WEB_SAMPLING_H

#include "lib/preset/sampling.h"
#include "lib/web/form.h"

/* Changes in `s` what the request names. False when a value is none; the errors are in rq->errors. */
NODISCARD bool sampling_from_form(struct req *rq, struct sampling *s);

/*
 * page.groups[]{label isMain params[]{key label help value error placeholder min max step}}: what was
 * typed, else what `s` sets. `below` fills the placeholders: what holds where nothing is set.
 */
void sampling_to_form(struct req *rq, struct view *page_only, const struct sampling *s,
		      const struct sampling *below);

#endif
