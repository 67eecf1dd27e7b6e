/* Time and date, by the clock of the member; words and formats as moment.js has them (en). */
#include <time.h>

#include "lib/base/clock.h"
#include "lib/macro/run.h"

static const char *const MONTHS[] = { "January",   "February", "March",	   "April",
				      "May",	   "June",     "July",	   "August",
				      "September", "October",  "November", "December" };
static const char *const DAYS[] = { "Sunday",	"Monday", "Tuesday", "Wednesday",
				    "Thursday", "Friday", "Saturday" };

static const int64_t SECOND = 1000000, MINUTE = 60 * SECOND;

struct local {
	struct tm tm;
	int ms;
	int offset;
	int64_t seconds;
};

static struct local
local_at(struct moment m, int offset)
{
	struct local at = { .offset = offset };
	int64_t us = m.us + offset * MINUTE;
	int64_t rest = us % SECOND;
	if (rest < 0)
		rest += SECOND;
	time_t seconds = (time_t)((us - rest) / SECOND);
	if (gmtime_r(&seconds, &at.tm) == NULL)
		at.tm = (struct tm){ .tm_mday = 1, .tm_year = 70, .tm_wday = 4 };
	at.ms = (int)(rest / 1000);
	at.seconds = m.us / SECOND;
	return at;
}

static struct local
local_now(const struct macro_run *run)
{
	return local_at(run->context->now, run->context->utc_offset);
}

static int
hour12(const struct tm *tm)
{
	int hour = tm->tm_hour % 12;
	return hour == 0 ? 12 : hour;
}

/* ---- formats ------------------------------------------------------------------------------- */

static void
put_ordinal(struct buf *out, int n)
{
	const char *end = n % 100 / 10 == 1 ? "th"
			  : n % 10 == 1	    ? "st"
			  : n % 10 == 2	    ? "nd"
			  : n % 10 == 3	    ? "rd"
					    : "th";
	buf_fmt(out, "%d%s", n, end);
}

static void
put_zone(struct buf *out, int offset, const char *colon)
{
	int minutes = offset < 0 ? -offset : offset;
	buf_fmt(out, "%c%02d%s%02d", offset < 0 ? '-' : '+', minutes / 60, colon, minutes % 60);
}

static void put_format(struct buf *out, const struct local *at, struct str format);

static bool
put_alias(struct buf *out, const struct local *at, struct str token)
{
	static const struct {
		struct str token;
		struct str format;
	} ALIASES[] = {
		{ STR_INIT("LT"), STR_INIT("h:mm A") },
		{ STR_INIT("LTS"), STR_INIT("h:mm:ss A") },
		{ STR_INIT("L"), STR_INIT("MM/DD/YYYY") },
		{ STR_INIT("LL"), STR_INIT("MMMM D, YYYY") },
		{ STR_INIT("LLL"), STR_INIT("MMMM D, YYYY h:mm A") },
		{ STR_INIT("LLLL"), STR_INIT("dddd, MMMM D, YYYY h:mm A") },
		{ STR_INIT("l"), STR_INIT("M/D/YYYY") },
		{ STR_INIT("ll"), STR_INIT("MMM D, YYYY") },
		{ STR_INIT("lll"), STR_INIT("MMM D, YYYY h:mm A") },
		{ STR_INIT("llll"), STR_INIT("ddd, MMM D, YYYY h:mm A") },
	};
	for (size_t i = 0; i < COUNT(ALIASES); i++)
		if (str_eq(token, ALIASES[i].token)) {
			put_format(out, at, ALIASES[i].format);
			return true;
		}
	return false;
}

static bool
put_token(struct buf *out, const struct local *at, struct str token)
{
	const struct tm *tm = &at->tm;
	const struct {
		const char *token;
		int value;
		int digits;
	} NUMBERS[] = {
		{ "YYYY", tm->tm_year + 1900, 4 },
		{ "YY", (tm->tm_year + 1900) % 100, 2 },
		{ "Y", tm->tm_year + 1900, 1 },
		{ "Q", tm->tm_mon / 3 + 1, 1 },
		{ "MM", tm->tm_mon + 1, 2 },
		{ "M", tm->tm_mon + 1, 1 },
		{ "DDDD", tm->tm_yday + 1, 3 },
		{ "DDD", tm->tm_yday + 1, 1 },
		{ "DD", tm->tm_mday, 2 },
		{ "D", tm->tm_mday, 1 },
		{ "d", tm->tm_wday, 1 },
		{ "e", tm->tm_wday, 1 },
		{ "E", tm->tm_wday == 0 ? 7 : tm->tm_wday, 1 },
		{ "HH", tm->tm_hour, 2 },
		{ "H", tm->tm_hour, 1 },
		{ "hh", hour12(tm), 2 },
		{ "h", hour12(tm), 1 },
		{ "kk", tm->tm_hour == 0 ? 24 : tm->tm_hour, 2 },
		{ "k", tm->tm_hour == 0 ? 24 : tm->tm_hour, 1 },
		{ "mm", tm->tm_min, 2 },
		{ "m", tm->tm_min, 1 },
		{ "ss", tm->tm_sec, 2 },
		{ "s", tm->tm_sec, 1 },
		{ "SSS", at->ms, 3 },
		{ "SS", at->ms / 10, 2 },
		{ "S", at->ms / 100, 1 },
	};
	for (size_t i = 0; i < COUNT(NUMBERS); i++)
		if (str_eq(token, str_from(NUMBERS[i].token))) {
			buf_fmt(out, "%0*d", NUMBERS[i].digits, NUMBERS[i].value);
			return true;
		}
	if (str_eq(token, STR("MMMM")))
		buf_fmt(out, "%s", MONTHS[tm->tm_mon]);
	else if (str_eq(token, STR("MMM")))
		buf_fmt(out, "%.3s", MONTHS[tm->tm_mon]);
	else if (str_eq(token, STR("Mo")))
		put_ordinal(out, tm->tm_mon + 1);
	else if (str_eq(token, STR("Do")))
		put_ordinal(out, tm->tm_mday);
	else if (str_eq(token, STR("dddd")))
		buf_fmt(out, "%s", DAYS[tm->tm_wday]);
	else if (str_eq(token, STR("ddd")))
		buf_fmt(out, "%.3s", DAYS[tm->tm_wday]);
	else if (str_eq(token, STR("dd")))
		buf_fmt(out, "%.2s", DAYS[tm->tm_wday]);
	else if (str_eq(token, STR("do")))
		put_ordinal(out, tm->tm_wday);
	else if (str_eq(token, STR("A")))
		buf_str(out, tm->tm_hour < 12 ? STR("AM") : STR("PM"));
	else if (str_eq(token, STR("a")))
		buf_str(out, tm->tm_hour < 12 ? STR("am") : STR("pm"));
	else if (str_eq(token, STR("Z")))
		put_zone(out, at->offset, ":");
	else if (str_eq(token, STR("ZZ")))
		put_zone(out, at->offset, "");
	else if (str_eq(token, STR("X")))
		buf_i64(out, at->seconds);
	else if (str_eq(token, STR("x")))
		buf_i64(out, at->seconds * 1000 + at->ms);
	else
		return put_alias(out, at, token);
	return true;
}

/* The longest run of one letter that is a token; an "o" behind it makes it an ordinal. */
static void
put_format(struct buf *out, const struct local *at, struct str format)
{
	while (format.n > 0) {
		char c = format.p[0];
		ptrdiff_t close = c == '[' ? str_find_char(format, ']') : -1;
		if (close > 0) {
			buf_str(out, (struct str){ format.p + 1, (size_t)close - 1 });
			format = str_from_at(format, (size_t)close + 1);
			continue;
		}
		size_t n = 1;
		while (n < format.n && n < 4 && format.p[n] == c)
			n++;
		if (n == 1 && format.n > 1 && format.p[1] == 'o')
			n = 2;
		if (c == 'L' && n == 1 && format.n > 1 && format.p[1] == 'T')
			n = format.n > 2 && format.p[2] == 'S' ? 3 : 2;
		while (n > 0 && !put_token(out, at, str_first(format, n)))
			n--;
		if (n == 0) {
			buf_char(out, c);
			n = 1;
		}
		format = str_from_at(format, n);
	}
}

/* ---- macros -------------------------------------------------------------------------------- */

/* "UTC+2", "UTC-03:30": minutes east; false for anything else. */
static bool
read_offset(struct str text, int *minutes)
{
	int64_t hours, rest = 0;
	text = str_trim(text);
	if (text.n < 4 || !str_eq_fold(str_first(text, 3), STR("UTC")))
		return false;
	text = str_from_at(text, 3);
	if (text.p[0] != '+' && text.p[0] != '-')
		return false;
	bool is_west = text.p[0] == '-';
	struct str left = str_from_at(text, 1), part;
	if (!str_cut(&left, ':', &part) || !str_to_i64(part, &hours) ||
	    (left.n > 0 && !str_to_i64(left, &rest)))
		return false;
	if (hours < 0 || hours > 14 || rest < 0 || rest > 59)
		return false;
	*minutes = (int)(hours * 60 + rest) * (is_west ? -1 : 1);
	return true;
}

static void
put_clock(struct buf *out, struct moment now, int offset_minutes)
{
	struct local at = local_at(now, offset_minutes);
	put_format(out, &at, STR("LT"));
}

bool
macro_time(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	int offset = run->context->utc_offset;
	if (call->count > 0 && !read_offset(call->args[0], &offset))
		return false;
	put_clock(out, run->context->now, offset);
	return true;
}

static bool
put_now(const struct macro_run *run, struct str format, struct buf *out)
{
	struct local at = local_now(run);
	put_format(out, &at, format);
	return true;
}

bool
macro_date(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	(void)call;
	return put_now(run, STR("LL"), out);
}

bool
macro_weekday(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	(void)call;
	return put_now(run, STR("dddd"), out);
}

bool
macro_isotime(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	(void)call;
	return put_now(run, STR("HH:mm"), out);
}

bool
macro_isodate(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	(void)call;
	return put_now(run, STR("YYYY-MM-DD"), out);
}

bool
macro_datetimeformat(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	return put_now(run, call->args[0], out);
}

/* A span in words, rounded as people speak. */
static void
put_span(struct buf *out, int64_t us)
{
	double seconds = (double)us / (double)SECOND;
	double minutes = seconds / 60, hours = minutes / 60, days = hours / 24;
	double months = days / 30.4368, years = days / 365.2425;
	if (seconds < 44.5)
		buf_lit(out, "a few seconds");
	else if (minutes < 1.5)
		buf_lit(out, "a minute");
	else if (minutes < 44.5)
		buf_fmt(out, "%.0f minutes", minutes);
	else if (hours < 1.5)
		buf_lit(out, "an hour");
	else if (hours < 21.5)
		buf_fmt(out, "%.0f hours", hours);
	else if (days < 1.5)
		buf_lit(out, "a day");
	else if (days < 25.5)
		buf_fmt(out, "%.0f days", days);
	else if (months < 1.5)
		buf_lit(out, "a month");
	else if (months < 10.5)
		buf_fmt(out, "%.0f months", months);
	else if (years < 1.5)
		buf_lit(out, "a year");
	else
		buf_fmt(out, "%.0f years", years);
}

bool
macro_idle(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	const struct macro_context *c = run->context;
	(void)call;
	if (moment_is_none(c->last_user_at) || c->last_user_at.us == 0 ||
	    c->last_user_at.us > c->now.us)
		buf_lit(out, "just now");
	else
		put_span(out, c->now.us - c->last_user_at.us);
	return true;
}

/* "2026-11-21", "2026-11-21 18:30", "2026-11-21T18:30:05Z": as the member's clock shows it. */
static bool
read_moment(struct str s, int64_t *us)
{
	int64_t days, part[3] = { 0 };
	s = str_trim(s);
	if (s.n < 10 || !clock_parse_date(str_first(s, 10), &days))
		return false;
	s = str_from_at(s, 10);
	if (s.n > 0 && (s.p[0] == ' ' || s.p[0] == 'T'))
		s = str_from_at(s, 1);
	if (s.n > 0 && s.p[s.n - 1] == 'Z')
		s.n--;
	struct str one;
	for (size_t i = 0; i < COUNT(part) && s.n > 0 && str_cut(&s, ':', &one); i++)
		if (!str_to_i64(str_first(one, 2), &part[i]) || part[i] < 0 || part[i] > 59)
			return false;
	*us = ((days * 24 + part[0]) * 3600 + part[1] * 60 + part[2]) * SECOND;
	return true;
}

bool
macro_time_diff(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	int64_t a, b;
	(void)run;
	if (!read_moment(call->args[0], &a) || !read_moment(call->args[1], &b))
		return false;
	int64_t us = a - b;
	if (us > 0)
		buf_lit(out, "in ");
	put_span(out, us < 0 ? -us : us);
	if (us <= 0)
		buf_lit(out, " ago");
	return true;
}

/* {{time_UTC+2}} */
bool
macro_time_utc(struct macro_run *run, const struct macro_call *call, struct buf *out)
{
	int offset;
	struct str text = str_fmt(run->arena, "UTC%.*s", STR_ARG(call->args[0]));
	if (!read_offset(text, &offset))
		return false;
	put_clock(out, run->context->now, offset);
	return true;
}
