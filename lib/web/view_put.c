/* Views written out: scalars for people, and the whole tree as JSON. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/web/view.h"

static uint64_t
magnitude(int64_t value)
{
	return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

static void
put_digits(struct buf *out, uint64_t value, bool grouped)
{
	char digits[32];
	size_t at = sizeof(digits);
	for (size_t n = 0; n == 0 || value > 0; n++) {
		if (grouped && n > 0 && n % 3 == 0)
			digits[--at] = ',';
		digits[--at] = (char)('0' + value % 10);
		value /= 10;
	}
	buf_put(out, digits + at, sizeof(digits) - at);
}

/* The `places` lowest decimals of a fixed-point number, behind a point. */
static void
put_decimals(struct buf *out, uint64_t value, int places, bool drop_zeros)
{
	char digits[8];
	for (int i = places; i > 0; i--) {
		digits[i] = (char)('0' + value % 10);
		value /= 10;
	}
	digits[0] = '.';
	size_t n = (size_t)places + 1;
	while (drop_zeros && n > 1 && digits[n - 1] == '0')
		n--;
	if (n > 1)
		buf_put(out, digits, n);
}

static void
put_gems(struct buf *out, int64_t milli)
{
	uint64_t value = magnitude(milli);
	if (milli < 0)
		buf_char(out, '-');
	put_digits(out, value / 1000, true);
	put_decimals(out, value % 1000, 3, true);
}

/* 1234 is "1.2k". Cut, not rounded, so that no more is claimed than there is. */
static void
put_short_count(struct buf *out, int64_t count)
{
	static const struct {
		uint64_t unit;
		char letter;
	} UNITS[] = { { 1000000000, 'B' }, { 1000000, 'M' }, { 1000, 'k' } };

	uint64_t value = magnitude(count);
	if (count < 0)
		buf_char(out, '-');
	for (size_t i = 0; i < COUNT(UNITS); i++) {
		if (value < UNITS[i].unit)
			continue;
		put_digits(out, value / UNITS[i].unit, true);
		if (value < 100 * UNITS[i].unit)
			put_decimals(out, value / (UNITS[i].unit / 10) % 10, 1, true);
		buf_char(out, UNITS[i].letter);
		return;
	}
	put_digits(out, value, false);
}

static void
put_count(struct buf *out, int64_t count, enum view_form form)
{
	if (form == VIEW_PLAIN) {
		buf_i64(out, count);
	} else if (form == VIEW_EXACT) {
		if (count < 0)
			buf_char(out, '-');
		put_digits(out, magnitude(count), true);
	} else {
		put_short_count(out, count);
	}
}

/* How many decimals a currency's minor unit has (ISO 4217, List One). */
static int
currency_places(const char *code)
{
	static const char NONE[][4] = { "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW",
					"PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF" };
	static const char THREE[][4] = { "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND" };
	for (size_t i = 0; i < COUNT(NONE); i++)
		if (strcmp(NONE[i], code) == 0)
			return 0;
	for (size_t i = 0; i < COUNT(THREE); i++)
		if (strcmp(THREE[i], code) == 0)
			return 3;
	return 2;
}

static const char *
currency_symbol(const char *code)
{
	static const struct {
		char code[4];
		const char *symbol;
	} SYMBOLS[] = { { "USD", "$" },
			{ "EUR", "\u20ac" },
			{ "GBP", "\u00a3" },
			{ "JPY", "\u00a5" },
			{ "KES", "KSh " } };
	for (size_t i = 0; i < COUNT(SYMBOLS); i++)
		if (strcmp(SYMBOLS[i].code, code) == 0)
			return SYMBOLS[i].symbol;
	return NULL;
}

static void
put_money(struct buf *out, const struct view_value *money)
{
	bool plain = money->form == VIEW_PLAIN;
	int places = currency_places(money->currency);
	const char *symbol = plain ? NULL : currency_symbol(money->currency);
	uint64_t value = magnitude(money->as.number);
	uint64_t unit = places == 3 ? 1000 : places == 2 ? 100 : 1;

	if (money->as.number < 0)
		buf_char(out, '-');
	buf_str(out, str_from(symbol));
	put_digits(out, value / unit, !plain);
	put_decimals(out, value % unit, places, false);
	if (!plain && symbol == NULL)
		buf_fmt(out, " %s", money->currency);
}

/* The shortest decimal that reads back as the same number. */
static void
put_exact_real(struct buf *out, double value)
{
	char text[32];
	for (int digits = 15; digits <= 17; digits++) {
		(void)snprintf(text, sizeof(text), "%.*g", digits, value);
		if (strtod(text, NULL) == value)
			break;
	}
	buf_str(out, str_from(text));
}

static void
put_real(struct buf *out, double value, enum view_form form)
{
	if (!isfinite(value))
		return;
	if (form == VIEW_EXACT || fabs(value) >= 1e15) {
		put_exact_real(out, value);
		return;
	}
	double hundredths = round(fabs(value) * 100);
	uint64_t whole = (uint64_t)hundredths;
	if (value < 0 && whole > 0)
		buf_char(out, '-');
	put_digits(out, whole / 100, false);
	put_decimals(out, whole % 100, 2, true);
}

static void
put_time(struct buf *out, struct moment m, enum view_form form, struct moment now)
{
	if (form == VIEW_ISO)
		clock_put_rfc3339(out, m);
	else if (form == VIEW_EXACT)
		clock_put_exact(out, m);
	else
		clock_put_relative(out, m, now);
}

void
view_put_plain(struct buf *out, struct view_value value, struct moment now)
{
	switch (value.kind) {
	case VIEW_BOOL:
		buf_str(out, value.as.yes ? STR("true") : STR("false"));
		break;
	case VIEW_INT:
	case VIEW_ID:
		buf_i64(out, value.as.number);
		break;
	case VIEW_COUNT:
		put_count(out, value.as.number, value.form);
		break;
	case VIEW_REAL:
		put_real(out, value.as.real, value.form);
		break;
	case VIEW_GEMS:
		if (value.form == VIEW_PLAIN)
			json_put_gems(out, (struct gems){ value.as.number });
		else
			put_gems(out, value.as.number);
		break;
	case VIEW_MONEY:
		put_money(out, &value);
		break;
	case VIEW_TIME:
		put_time(out, (struct moment){ value.as.number }, value.form, now);
		break;
	case VIEW_TEXT:
	case VIEW_URL:
	case VIEW_HTML:
		buf_str(out, value.as.text);
		break;
	case VIEW_NONE:
	case VIEW_OBJECT:
	case VIEW_LIST:
	case VIEW_ROWS:
	case VIEW_ROW:
	case VIEW_TEXTS:
	case VIEW_JSON:
		break;
	}
}

/* JSON. */

static void
put_key(struct buf *out, bool *first, struct str key)
{
	if (!*first)
		buf_char(out, ',');
	*first = false;
	json_put_text(out, key);
	buf_char(out, ':');
}

static void
put_row(struct buf *out, const struct row_type *type, const void *row)
{
	bool first = true;
	buf_char(out, '{');
	for (size_t i = 0; i < type->columns; i++) {
		const struct column *column = &type->column[i];
		if (column->kind == COLUMN_BYTES || column->kind == COLUMN_KEY)
			continue;
		put_key(out, &first, str_from(column->name));
		view_put_value(out, view_column(column, row));
	}
	buf_char(out, '}');
}

/* Money is for pages only: the API sends minor units and the currency as values of their own. */
static void
put_object(struct buf *out, const struct view *v, struct str without)
{
	bool first = true;
	buf_char(out, '{');
	for (size_t i = 0; i < view_members(v); i++) {
		struct str key;
		struct view_value value = view_member(v, i, &key);
		if (value.kind == VIEW_MONEY || str_eq(key, without))
			continue;
		put_key(out, &first, key);
		view_put_value(out, value);
	}
	buf_char(out, '}');
}

static void
put_items(struct buf *out, struct view_value list)
{
	buf_char(out, '[');
	size_t n = view_length(list);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(out, ',');
		view_put_value(out, view_item(list, i));
	}
	buf_char(out, ']');
}

static void
put_json_object(struct buf *out, const json_t *object)
{
	bool first = true;
	buf_char(out, '{');
	/* The iterator's type is not const, though it changes nothing. */
	json_t *walked = (json_t *)(uintptr_t)object;
	for (void *at = json_object_iter(walked); at != NULL;
	     at = json_object_iter_next(walked, at)) {
		put_key(out, &first,
			(struct str){ json_object_iter_key(at), json_object_iter_key_len(at) });
		view_put_value(out, view_from_json(json_object_iter_value(at)));
	}
	buf_char(out, '}');
}

static void
put_real_json(struct buf *out, double value)
{
	if (isfinite(value))
		put_exact_real(out, value);
	else
		buf_lit(out, "null");
}

void
view_put_value(struct buf *out, struct view_value value)
{
	switch (value.kind) {
	case VIEW_NONE:
	case VIEW_MONEY:
		buf_lit(out, "null");
		break;
	case VIEW_BOOL:
		buf_str(out, value.as.yes ? STR("true") : STR("false"));
		break;
	case VIEW_INT:
	case VIEW_COUNT:
		buf_i64(out, value.as.number);
		break;
	case VIEW_REAL:
		put_real_json(out, value.as.real);
		break;
	case VIEW_ID:
		buf_char(out, '"');
		buf_i64(out, value.as.number);
		buf_char(out, '"');
		break;
	case VIEW_GEMS:
		json_put_gems(out, (struct gems){ value.as.number });
		break;
	case VIEW_TIME:
		buf_char(out, '"');
		clock_put_rfc3339(out, (struct moment){ value.as.number });
		buf_char(out, '"');
		break;
	case VIEW_TEXT:
	case VIEW_URL:
	case VIEW_HTML:
		json_put_text(out, value.as.text);
		break;
	case VIEW_OBJECT:
		put_object(out, value.as.object, STR_NONE);
		break;
	case VIEW_ROW:
		put_row(out, value.as.rows.type, value.as.rows.at);
		break;
	case VIEW_LIST:
	case VIEW_ROWS:
	case VIEW_TEXTS:
		put_items(out, value);
		break;
	case VIEW_JSON:
		if (json_is_array(value.as.json))
			put_items(out, value);
		else
			put_json_object(out, value.as.json);
		break;
	}
}

void
view_put_json(struct buf *out, const struct view *v)
{
	put_object(out, v, STR("page"));
}
