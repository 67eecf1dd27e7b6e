#include "lib/chatfile/chatfile.h"

#include <stdio.h>

#include "lib/base/clock.h"

enum { PARTS = 7, YEAR_LEAST = 1970, YEAR_MOST = 2199 };

#define SECOND ((int64_t)1000000)

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The number at *at, of at most six digits; *at goes behind its last digit. */
static int
take_number(struct str s, size_t *at)
{
	int value = 0;
	for (size_t from = *at; *at < s.n && is_digit(s.p[*at]); (*at)++)
		if (*at - from < 6)
			value = value * 10 + (s.p[*at] - '0');
	return value;
}

static struct moment
moment_of(const int parts[PARTS], int64_t offset_minutes)
{
	char date[16];
	int64_t days;
	if (parts[0] < YEAR_LEAST || parts[0] > YEAR_MOST || parts[1] > 12 || parts[2] > 31 ||
	    parts[3] > 24 || parts[4] > 59 || parts[5] > 60)
		return MOMENT_NONE;
	int n = snprintf(date, sizeof(date), "%04d-%02d-%02d", parts[0], parts[1], parts[2]);
	if (n != 10 || !clock_parse_date((struct str){ date, 10 }, &days))
		return MOMENT_NONE;
	int64_t minutes = (days * 24 + parts[3]) * 60 + parts[4] - offset_minutes;
	return (struct moment){ (minutes * 60 + parts[5]) * SECOND +
				(int64_t)parts[6] * (SECOND / 1000) };
}

/* Seconds, or milliseconds when it is too large for those. */
static struct moment
since_1970(struct str s)
{
	double value;
	if (!str_to_real(s, &value) || !(value > 0) || value > 7e12)
		return MOMENT_NONE;
	return (struct moment){ (int64_t)(value > 1e11 ? value * 1e3 : value * 1e6) };
}

static int
month_of(struct str word)
{
	static const char MONTHS[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	for (int i = 0; word.n >= 3 && i < 12; i++)
		if (str_eq_fold(str_first(word, 3), (struct str){ MONTHS + 3 * i, 3 }))
			return i + 1;
	return 0;
}

static void
skip_to_digit(struct str s, size_t *at)
{
	while (*at < s.n && !is_digit(s.p[*at]))
		(*at)++;
}

/* "May 2, 2024 3:07pm", with or without seconds. */
static struct moment
in_words(struct str s)
{
	int parts[PARTS] = { 0 };
	size_t at = 0;
	while (at < s.n && is_letter(s.p[at]))
		at++;
	parts[1] = month_of(str_first(s, at));
	static const int ORDER[] = { 2, 0, 3, 4, 5 };
	for (size_t i = 0; i < COUNT(ORDER); i++) {
		skip_to_digit(s, &at);
		parts[ORDER[i]] = take_number(s, &at);
	}
	struct str tail = str_trim(s);
	bool is_pm = tail.n > 1 && str_eq_fold(str_from_at(tail, tail.n - 2), STR("pm"));
	bool is_am = tail.n > 1 && str_eq_fold(str_from_at(tail, tail.n - 2), STR("am"));
	if (is_pm && parts[3] < 12)
		parts[3] += 12;
	if (is_am && parts[3] == 12)
		parts[3] = 0;
	return parts[1] == 0 ? MOMENT_NONE : moment_of(parts, 0);
}

/* "+02:00", "-0530" at the end; minutes. */
static int64_t
offset_of(struct str s, size_t at)
{
	while (at < s.n && s.p[at] == ' ')
		at++;
	if (at >= s.n || (s.p[at] != '+' && s.p[at] != '-'))
		return 0;
	int sign = s.p[at++] == '-' ? -1 : 1;
	int hours = take_number(s, &at), minutes = 0;
	if (hours >= 100) {
		minutes = hours % 100;
		hours /= 100;
	} else if (at < s.n && s.p[at] == ':') {
		at++;
		minutes = take_number(s, &at);
	}
	return hours > 14 || minutes > 59 ? 0 : sign * (hours * 60 + minutes);
}

/* Year, month, day and what of the time there is, whatever stands between. */
static struct moment
in_numbers(struct str s)
{
	int parts[PARTS] = { 0 };
	size_t at = 0;
	int i = 0;
	for (; i < PARTS; i++) {
		size_t from = at;
		skip_to_digit(s, &at);
		/* What is behind hours and minutes after a sign is a zone. */
		if (at >= s.n || (i > 4 && s.p[at - 1] == '+') || (i > 4 && s.p[at - 1] == '-')) {
			at = from;
			break;
		}
		bool is_fraction = i == 6 && s.p[at - 1] == '.';
		size_t digits = at;
		parts[i] = take_number(s, &at);
		digits = at - digits < 6 ? at - digits : 6;
		for (; is_fraction && digits < 3; digits++)
			parts[i] *= 10;
		for (; is_fraction && digits > 3; digits--)
			parts[i] /= 10;
	}
	return i < 3 ? MOMENT_NONE : moment_of(parts, i > 4 ? offset_of(s, at) : 0);
}

struct moment
chatfile_moment(struct str text)
{
	text = str_trim(text);
	if (text.n == 0 || text.n > 60)
		return MOMENT_NONE;
	if (is_letter(text.p[0]))
		return in_words(text);
	bool is_number = true;
	for (size_t i = 0; i < text.n; i++)
		is_number = is_number && (is_digit(text.p[i]) || text.p[i] == '.');
	return is_number ? since_1970(text) : in_numbers(text);
}
