/*
 * Text that grows, in an arena. The page of a reply, a JSON document, a prompt.
 *
 * Units: bytes. Errors: FAULT_MEMORY at the arena's cap.
 */
#ifndef SNUG_BASE_BUF_H
#define SNUG_BASE_BUF_H

#include <stdint.h>
#include <string.h>

#include "lib/base/arena.h"
#include "lib/base/str.h"

struct buf {
	struct arena *arena;
	char *p;
	size_t n;
	size_t room;
};

static inline struct buf
buf_in(struct arena *arena)
{
	return (struct buf){ .arena = arena };
}

/* Room for at least `more` bytes behind what is there. */
void buf_reserve(struct buf *buf, size_t more);

static inline void
buf_put(struct buf *buf, const char *p, size_t n)
{
	if (n == 0)
		return;
	if (buf->room - buf->n < n)
		buf_reserve(buf, n);
	memcpy(buf->p + buf->n, p, n);
	buf->n += n;
}

static inline void
buf_str(struct buf *buf, struct str s)
{
	buf_put(buf, s.p, s.n);
}

static inline void
buf_char(struct buf *buf, char c)
{
	buf_put(buf, &c, 1);
}

#define buf_lit(buf, literal) buf_put((buf), "" literal, sizeof(literal) - 1)

void buf_i64(struct buf *buf, int64_t value);
void buf_fmt(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
/* & < > " ' as entities, for text and quoted attributes. */
void buf_html(struct buf *buf, struct str s);
/* Percent-encoded for a query value or a path segment (RFC 3986 unreserved kept). */
void buf_url(struct buf *buf, struct str s);

/* What was written; valid until the next write. */
static inline struct str
buf_done(const struct buf *buf)
{
	return (struct str){ buf->p, buf->n };
}

#endif
