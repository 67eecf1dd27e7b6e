#include "lib/web/form.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/utf8.h"

enum { ITEM_CHARACTERS = 64 };

void
form_error(struct req *rq, const char *field, const char *label, const char *message)
{
	if (rq->error_count == REQ_ERRORS)
		return;
	rq->errors[rq->error_count++] =
		(struct field_error){ field, label, str_copy(rq->arena, str_from(message)) };
}

void
form_show(struct req *rq, const struct field *fields, size_t n)
{
	rq->form_spec = fields;
	rq->form_fields = n;
}

const struct upload *
form_file(const struct req *rq, const char *field)
{
	for (size_t i = 0; i < rq->file_count; i++)
		if (str_eq(rq->files[i].field, str_from(field)))
			return &rq->files[i];
	return NULL;
}

static const struct pair *
find_pair(const struct pairs *pairs, const char *name, size_t *count)
{
	const struct pair *found = NULL;
	*count = 0;
	for (size_t i = 0; i < pairs->n; i++)
		if (str_eq(pairs->at[i].name, str_from(name))) {
			if (found == NULL)
				found = &pairs->at[i];
			(*count)++;
		}
	return found;
}

struct str
form_value(struct req *rq, const char *name)
{
	const char *why;
	size_t count;
	if (!form_parse(rq, &why))
		return STR_NONE;
	const struct pair *pair = find_pair(&rq->form, name, &count);
	return pair == NULL || !utf8_valid(pair->value) ? STR_NONE : pair->value;
}

bool
form_has(struct req *rq, const char *name)
{
	const char *why;
	size_t count;
	return form_parse(rq, &why) && find_pair(&rq->form, name, &count) != NULL;
}

/* One field being read. */
struct reading {
	struct req *rq;
	const struct field *field;
	void *at;
};

static bool
complain(struct reading *r, const char *format, long long a, long long b)
{
	struct buf buf = buf_in(r->rq->arena);
	buf_fmt(&buf, "%s ", r->field->label);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	buf_str(&buf, str_fmt(r->rq->arena, format, a, b));
#pragma GCC diagnostic pop
	form_error(r->rq, r->field->name, r->field->label, str_cstr(r->rq->arena, buf_done(&buf)));
	return false;
}

/* Valid UTF-8 without control characters, CRLF and CR as LF. */
static bool
clean_text(struct reading *r, struct str in, bool lines, struct str *out)
{
	if (!utf8_valid(in))
		return complain(r, "holds bytes that are no text (UTF-8).", 0, 0);
	char *p = arena_take(r->rq->arena, in.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < in.n; i++) {
		char c = in.p[i];
		if (c == '\r') {
			c = '\n';
			if (i + 1 < in.n && in.p[i + 1] == '\n')
				continue;
		}
		p[n++] = c;
	}
	p[n] = '\0';
	*out = (struct str){ p, n };
	struct str rest = *out;
	uint32_t point;
	while (utf8_next(&rest, &point))
		if (utf8_is_control(point) || (!lines && point == '\n'))
			return complain(r, "holds a control character; take it out.", 0, 0);
	return true;
}

static bool
check_length(struct reading *r, struct str value)
{
	long long n = (long long)utf8_count(value);
	long long min = r->field->min, max = r->field->max;
	if (n == 0 && r->field->required)
		return complain(r, "is needed.", 0, 0);
	if (n < min && n > 0)
		return complain(r, "needs at least %lld characters.", min, 0);
	if (n > max)
		return complain(r, "can have %lld characters at most; this has %lld.", max, n);
	return true;
}

static bool
read_text(struct reading *r, struct str value)
{
	struct str out;
	enum field_kind kind = r->field->kind;
	if (kind == FIELD_KIND_SECRET) {
		if (!utf8_valid(value) || (value.n > 0 && memchr(value.p, 0, value.n) != NULL))
			return complain(r, "holds bytes that are no text (UTF-8).", 0, 0);
		out = value;
	} else {
		if (kind == FIELD_KIND_LINE)
			value = str_trim(value);
		if (!clean_text(r, value, kind == FIELD_KIND_TEXT, &out))
			return false;
	}
	if (!check_length(r, out))
		return false;
	memcpy(r->at, &out, sizeof(out));
	return true;
}

static bool
read_number(struct reading *r, struct str value)
{
	int64_t number;
	value = str_trim(value);
	if (value.n == 0)
		return r->field->required ? complain(r, "is needed.", 0, 0) : true;
	if (!str_to_i64(value, &number))
		return complain(r, "must be a whole number.", 0, 0);
	if (number < r->field->min || number > r->field->max) {
		if (r->field->kind == FIELD_KIND_ID)
			return complain(r, "is not known.", 0, 0);
		return complain(r, "must be between %lld and %lld.", (long long)r->field->min,
				(long long)r->field->max);
	}
	memcpy(r->at, &number, sizeof(number));
	return true;
}

static bool
read_yes(struct reading *r, const struct pair *pair)
{
	bool yes;
	if (pair->json != NULL) {
		if (!json_is_boolean(pair->json))
			return complain(r, "must be true or false.", 0, 0);
		yes = json_is_true(pair->json);
	} else {
		struct str v = pair->value;
		yes = str_eq(v, STR("on")) || str_eq(v, STR("1")) || str_eq(v, STR("true")) ||
		      str_eq(v, STR("yes"));
		if (!yes && v.n > 0 && !str_eq(v, STR("off")) && !str_eq(v, STR("0")) &&
		    !str_eq(v, STR("false")) && !str_eq(v, STR("no")))
			return complain(r, "must be yes or no.", 0, 0);
	}
	memcpy(r->at, &yes, sizeof(yes));
	return true;
}

static bool
read_choice(struct reading *r, struct str value)
{
	struct str rest = str_from(r->field->choices);
	struct str choice;
	if (value.n == 0 && !r->field->required)
		return true;
	while (str_cut(&rest, '|', &choice))
		if (str_eq(choice, value)) {
			memcpy(r->at, &choice, sizeof(choice));
			return true;
		}
	return complain(r, value.n == 0 ? "is needed." : "is not one of the choices.", 0, 0);
}

static bool
add_item(struct reading *r, struct str item, struct str *items, size_t *n)
{
	struct str clean;
	item = str_trim(item);
	if (item.n == 0)
		return true;
	if (!clean_text(r, item, false, &clean))
		return false;
	if (utf8_count(clean) > ITEM_CHARACTERS)
		return complain(r, "has an item of more than %lld characters.", ITEM_CHARACTERS, 0);
	for (size_t i = 0; i < *n; i++)
		if (str_eq(items[i], clean))
			return true;
	if ((int64_t)*n == r->field->max)
		return complain(r, "can have %lld items at most.", (long long)r->field->max, 0);
	items[(*n)++] = clean;
	return true;
}

/* Repeated names, comma-separated values and JSON arrays all give one list without repeats. */
static bool
read_list(struct reading *r, const struct pairs *pairs)
{
	size_t room = (size_t)r->field->max;
	struct str *items = ARENA_ARRAY(r->rq->arena, struct str, room + 1);
	size_t n = 0;
	for (size_t i = 0; i < pairs->n; i++) {
		const struct pair *pair = &pairs->at[i];
		if (!str_eq(pair->name, str_from(r->field->name)))
			continue;
		if (json_is_array(pair->json)) {
			for (size_t k = 0; k < json_array_size(pair->json); k++) {
				const json_t *item = json_array_get(pair->json, k);
				if (!json_is_string(item))
					return complain(r, "must be a list of texts.", 0, 0);
				if (!add_item(r, json_text(item), items, &n))
					return false;
			}
			continue;
		}
		struct str rest = pair->value;
		struct str item;
		while (str_cut(&rest, ',', &item))
			if (!add_item(r, item, items, &n))
				return false;
	}
	struct strs list = { items, n };
	memcpy(r->at, &list, sizeof(list));
	return true;
}

static bool
is_wrong_json(const struct field *field, const json_t *json)
{
	if (json == NULL || json_is_null(json))
		return false;
	switch (field->kind) {
	case FIELD_KIND_LINE:
	case FIELD_KIND_TEXT:
	case FIELD_KIND_SECRET:
	case FIELD_KIND_CHOICE:
		/* A choice among numbers may come as a number (count 1, 4 or 9). */
		return !json_is_string(json) &&
		       !(field->kind == FIELD_KIND_CHOICE && json_is_integer(json));
	case FIELD_KIND_INT:
	case FIELD_KIND_ID:
		return !json_is_integer(json) && !json_is_string(json);
	case FIELD_KIND_YES:
	case FIELD_KIND_LIST:
		return false;
	}
	return true;
}

static bool
read_field(struct req *rq, const struct pairs *pairs, const struct field *field, void *out)
{
	struct reading r = { rq, field, (char *)out + field->offset };
	size_t count;
	const struct pair *pair = find_pair(pairs, field->name, &count);
	if (field->kind == FIELD_KIND_LIST)
		return read_list(&r, pairs);
	if (count > 1)
		return complain(&r, "was sent more than once.", 0, 0);
	if (pair == NULL && field->kind == FIELD_KIND_CHOICE && !field->required) {
		struct str rest = str_from(field->choices);
		struct str first;
		if (str_cut(&rest, '|', &first))
			memcpy(r.at, &first, sizeof(first));
		return true;
	}
	if (pair == NULL || json_is_null(pair->json))
		return field->required ? complain(&r, "is needed.", 0, 0) : true;
	if (is_wrong_json(field, pair->json))
		return complain(&r, "has the wrong type.", 0, 0);
	switch (field->kind) {
	case FIELD_KIND_LINE:
	case FIELD_KIND_TEXT:
	case FIELD_KIND_SECRET:
		return read_text(&r, pair->value);
	case FIELD_KIND_INT:
	case FIELD_KIND_ID:
		return read_number(&r, pair->value);
	case FIELD_KIND_YES:
		return read_yes(&r, pair);
	case FIELD_KIND_CHOICE:
		return read_choice(&r, pair->value);
	case FIELD_KIND_LIST:
		break;
	}
	return false;
}

bool
form_read(struct req *rq, const struct field *fields, size_t n, void *out)
{
	const char *why;
	form_show(rq, fields, n);
	if (rq->method != GET && !form_parse(rq, &why)) {
		form_error(rq, "", "", why);
		return false;
	}
	const struct pairs *pairs = rq->method == GET ? &rq->query_pairs : &rq->form;
	bool ok = true;
	for (size_t i = 0; i < n; i++)
		ok = read_field(rq, pairs, &fields[i], out) && ok;
	return ok;
}
