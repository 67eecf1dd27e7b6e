/*
 * The frame of a page: what every page shows besides its own content, as values under "page".
 */
#ifndef SNUG_WEB_FRAME_H
#define SNUG_WEB_FRAME_H

#include "lib/web/req.h"

#define FLASH_COOKIE "snug-flash"

/* Opens the template store and reads what all pages share. Call once, before threads. */
void frame_open(void);

/*
 * Fills `page`: title is the template's own; theme, path, nav, member, balance, csrf,
 * idempotencyKey, flash, form (values and errors), houseName, assetVersion, traceId.
 */
void frame_fill(struct req *rq, struct view *page);

/* Renders into `out`; false when there is no such template. */
NODISCARD bool frame_render(struct req *rq, const char *template, const struct view *view,
			    struct buf *out);

#endif
