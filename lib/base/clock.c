#include "lib/base/clock.h"

#include <time.h>

#include "lib/base/fault.h"

static const char *const MONTHS[] = { "January",   "February", "March",	   "April",
				      "May",	   "June",     "July",	   "August",
				      "September", "October",  "November", "December" };

struct moment
clock_now(void)
{
	struct timespec ts;
	ENSURE(clock_gettime(CLOCK_REALTIME, &ts) == 0);
	return (struct moment){ (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000 };
}

int64_t
clock_mono_us(void)
{
	struct timespec ts;
	ENSURE(clock_gettime(CLOCK_MONOTONIC, &ts) == 0);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

/* Splits into calendar fields (UTC); returns the microseconds within the second. */
static int64_t
split(struct moment m, struct tm *tm)
{
	int64_t us = m.us % 1000000;
	time_t seconds = (time_t)(m.us / 1000000);
	if (us < 0) {
		us += 1000000;
		seconds--;
	}
	ENSURE(gmtime_r(&seconds, tm) != NULL);
	return us;
}

void
clock_put_rfc3339(struct buf *buf, struct moment m)
{
	struct tm tm;
	int64_t us = split(m, &tm);
	buf_fmt(buf, "%04d-%02d-%02dT%02d:%02d:%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
		tm.tm_hour, tm.tm_min, tm.tm_sec);
	if (us != 0)
		buf_fmt(buf, ".%03d", (int)(us / 1000));
	buf_char(buf, 'Z');
}

void
clock_put_exact(struct buf *buf, struct moment m)
{
	struct tm tm;
	(void)split(m, &tm);
	buf_fmt(buf, "%d %s %d, %02d:%02d UTC", tm.tm_mday, MONTHS[tm.tm_mon], tm.tm_year + 1900,
		tm.tm_hour, tm.tm_min);
}

void
clock_put_relative(struct buf *buf, struct moment m, struct moment now)
{
	static const struct {
		int64_t seconds;
		const char *name;
	} UNITS[] = { { 86400, "day" }, { 3600, "hour" }, { 60, "minute" } };

	int64_t ago = (now.us - m.us) / 1000000;
	int64_t distance = ago < 0 ? -ago : ago;
	if (distance < 45) {
		buf_lit(buf, "just now");
		return;
	}
	if (distance >= 7 * 86400) {
		struct tm tm;
		(void)split(m, &tm);
		buf_fmt(buf, "%d %.3s %d", tm.tm_mday, MONTHS[tm.tm_mon], tm.tm_year + 1900);
		return;
	}
	for (size_t i = 0; i < COUNT(UNITS); i++) {
		int64_t n = distance / UNITS[i].seconds;
		if (n == 0 && i + 1 < COUNT(UNITS))
			continue;
		if (n == 0)
			n = 1;
		buf_fmt(buf, "%s%lld %s%s%s", ago < 0 ? "in " : "", (long long)n, UNITS[i].name,
			n == 1 ? "" : "s", ago < 0 ? "" : " ago");
		return;
	}
}

static bool
is_leap(int64_t year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool
clock_parse_date(struct str s, int64_t *days)
{
	static const int LENGTH[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int64_t year, month, day;
	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || s.p[0] == '-' || s.p[5] == '-' ||
	    s.p[8] == '-' || !str_to_i64(str_first(s, 4), &year) ||
	    !str_to_i64((struct str){ s.p + 5, 2 }, &month) ||
	    !str_to_i64((struct str){ s.p + 8, 2 }, &day))
		return false;
	if (year < 1 || month < 1 || month > 12 || day < 1)
		return false;
	if (day > LENGTH[month - 1] + (month == 2 && is_leap(year) ? 1 : 0))
		return false;
	/* Days from civil, counting years from 1 March (H. Hinnant, "chrono-compatible date algorithms"). */
	int64_t y = year - (month <= 2 ? 1 : 0);
	int64_t era = y / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	*days = era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
	return true;
}

int
clock_years_since(int64_t days, struct moment now)
{
	struct tm born, today;
	(void)split((struct moment){ days * 86400 * 1000000 }, &born);
	(void)split(now, &today);
	int years = today.tm_year - born.tm_year;
	if (today.tm_mon < born.tm_mon ||
	    (today.tm_mon == born.tm_mon && today.tm_mday < born.tm_mday))
		years--;
	return years;
}
