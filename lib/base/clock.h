/*
 * Time. The wall clock is only for showing and logging: what money, sessions and leases depend on
 * is the database's now().
 */
#ifndef SNUG_BASE_CLOCK_H
#define SNUG_BASE_CLOCK_H

#include "lib/base/buf.h"
#include "lib/base/types.h"

struct moment clock_now(void);
/* Microseconds that never go back; for durations. */
int64_t clock_mono_us(void);

/* 2026-11-21T11:38:33Z, or with .123 when `m` has a fraction (RFC 3339). */
void clock_put_rfc3339(struct buf *buf, struct moment m);
/* "21 November 2026, 11:38 UTC" */
void clock_put_exact(struct buf *buf, struct moment m);
/* "just now", "3 minutes ago", "in 2 days", "21 Nov 2026" beyond a week; seen from `now`. */
void clock_put_relative(struct buf *buf, struct moment m, struct moment now);

/* A calendar date "YYYY-MM-DD" (proleptic Gregorian) as days since 1970-01-01; false when it is none. */
NODISCARD bool clock_parse_date(struct str s, int64_t *days);
/* Whole years between a date (days since 1970) and `now`, in UTC. */
int clock_years_since(int64_t days, struct moment now);

#endif
