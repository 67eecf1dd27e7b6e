/*
 * The templates of the house: found, compiled, kept, reloaded.
 *
 * A store holds every *.mustache under its folder, by path without the suffix ("tavern/room").
 * A file that changed is compiled again at its next use (looked at most once a second); when it
 * does not compile, or is gone, the last good version serves and the log says why.
 *
 * Locking: a store may be used by several threads at once.
 */
#ifndef SNUG_WEB_TEMPLATE_H
#define SNUG_WEB_TEMPLATE_H

#include "lib/web/view.h"

struct template_store;

/* Opens the store over `folder` (a NUL-ended path). Compiles nothing yet. */
struct template_store *template_store_open(const char *folder);
void template_store_close(struct template_store *store);

/*
 * Renders `name` with `view` into `out`. {{>x}} and {{<x}} mean "partials/x", else "x". A name that
 * ends in ".txt" is plain text, such as mail: nothing in it is escaped. False when there is no such
 * template and never was a good version of it. A missing partial renders as nothing and is logged
 * once.
 */
NODISCARD bool template_render(struct template_store *store, const char *name,
			       const struct view *view, struct moment now, struct buf *out);

#endif
