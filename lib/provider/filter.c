#include "lib/provider/filter.h"

#include "lib/base/utf8.h"

static const struct str OPENS[] = { STR_INIT("<think>"), STR_INIT("<thinking>"),
				    STR_INIT("<thought>") };
static const struct str CLOSES[] = { STR_INIT("</think>"), STR_INIT("</thinking>"),
				     STR_INIT("</thought>") };

struct filter
filter_in(struct arena *arena, const struct str *stops, size_t stop_count)
{
	return (struct filter){
		.stops = stops,
		.stop_count = stop_count,
		.held = buf_in(arena),
	};
}

static void
drop_first(struct buf *buf, size_t n)
{
	if (n == 0)
		return;
	memmove(buf->p, buf->p + n, buf->n - n);
	buf->n -= n;
}

static size_t
white_space(struct str s)
{
	size_t n = 0;
	while (n < s.n && (s.p[n] == ' ' || s.p[n] == '\n' || s.p[n] == '\r' || s.p[n] == '\t'))
		n++;
	return n;
}

/* Whether an opening mark is there, may still come, or cannot. */
static void
listen(struct filter *filter, bool is_end)
{
	struct str all = buf_done(&filter->held);
	size_t space = white_space(all);
	struct str rest = str_from_at(all, space);
	for (size_t i = 0; i < COUNT(OPENS); i++) {
		if (str_starts(rest, OPENS[i])) {
			drop_first(&filter->held, space + OPENS[i].n);
			filter->state = FILTER_THINKING;
			return;
		}
		if (!is_end && str_starts(OPENS[i], rest))
			return;
	}
	filter->state = FILTER_SPEAKING;
}

/* Drops thoughts up to their closing mark, which may be cut in two. */
static void
think(struct filter *filter)
{
	enum { LONGEST_CLOSE = sizeof("</thinking>") };
	struct str all = buf_done(&filter->held);
	for (size_t i = 0; i < COUNT(CLOSES); i++) {
		ptrdiff_t at = str_find(all, CLOSES[i]);
		if (at < 0)
			continue;
		drop_first(&filter->held, (size_t)at + CLOSES[i].n);
		filter->state = FILTER_RESTING;
		return;
	}
	if (all.n > LONGEST_CLOSE)
		drop_first(&filter->held, all.n - LONGEST_CLOSE);
}

/* Where the first stop begins in `s`; s.n when none does. */
static size_t
find_stop(const struct filter *filter, struct str s)
{
	size_t first = s.n;
	for (size_t i = 0; i < filter->stop_count; i++) {
		ptrdiff_t at = filter->stops[i].n == 0 ? -1 : str_find(s, filter->stops[i]);
		if (at >= 0 && (size_t)at < first)
			first = (size_t)at;
	}
	return first;
}

/* The length of the longest end of `s` with which a stop may begin. */
static size_t
may_begin_stop(const struct filter *filter, struct str s)
{
	size_t most = 0;
	for (size_t i = 0; i < filter->stop_count; i++) {
		struct str stop = filter->stops[i];
		size_t n = stop.n > s.n ? s.n : stop.n > 0 ? stop.n - 1 : 0;
		while (n > most && !str_starts(stop, str_from_at(s, s.n - n)))
			n--;
		most = n > most ? n : most;
	}
	return most;
}

static struct str
give(struct filter *filter, struct arena *scratch, bool is_end)
{
	struct str all = buf_done(&filter->held);
	size_t stop = find_stop(filter, all);
	filter->is_stopped = stop < all.n;
	size_t most = all.n;
	if (filter->is_stopped)
		most = stop;
	else if (!is_end)
		most -= may_begin_stop(filter, all);
	struct str out = str_first(all, most);
	out = str_first(out, utf8_whole(out));
	size_t n = out.n;
	out = utf8_repair(scratch, str_copy(scratch, out));
	drop_first(&filter->held, filter->is_stopped ? filter->held.n : n);
	return out;
}

static struct str
pass(struct filter *filter, struct arena *scratch, bool is_end)
{
	if (filter->state == FILTER_LISTENING)
		listen(filter, is_end);
	if (filter->state == FILTER_THINKING)
		think(filter);
	if (filter->state == FILTER_RESTING) {
		drop_first(&filter->held, white_space(buf_done(&filter->held)));
		if (filter->held.n > 0)
			filter->state = FILTER_SPEAKING;
	}
	if (filter->state != FILTER_SPEAKING || filter->held.n == 0)
		return STR_NONE;
	return give(filter, scratch, is_end);
}

struct str
filter_feed(struct filter *filter, struct arena *scratch, struct str bytes)
{
	if (filter->is_stopped)
		return STR_NONE;
	buf_str(&filter->held, bytes);
	return pass(filter, scratch, false);
}

struct str
filter_end(struct filter *filter, struct arena *scratch)
{
	return filter->is_stopped ? STR_NONE : pass(filter, scratch, true);
}
