/*
 * The sanitizer: Markdown that people wrote becomes HTML that is safe to show. The only maker of
 * values for {{{...Html}}}.
 *
 * CommonMark by cmark-gfm without its extensions (its table parser is quadratic in Debian 12): tables
 * of rows that begin with a bar are read here. What looks like HTML is shown as it was typed, links
 * keep only http, https, mailto and paths of this house, pictures become their description. Speech in
 * quotation marks becomes <q>, ~~this~~ <del>.
 */
#ifndef SNUG_WEB_MARKUP_H
#define SNUG_WEB_MARKUP_H

#include "lib/base/arena.h"
#include "lib/base/str.h"

/* At most 64 KiB are read; what is beyond is cut. Line breaks are kept as they were typed. */
struct str markup_html(struct arena *arena, struct str markdown);

#endif
