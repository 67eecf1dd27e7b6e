#include "lib/web/view.h"

#include <string.h>

#include "lib/base/fault.h"

struct entry {
	struct str key;
	struct view_value value;
	struct view *object; /* the same object as `value`, for writing to it again */
};

/* Hashes stand apart from the entries, so that a look-up reads few cache lines. */
struct view {
	struct arena *arena;
	uint32_t *hashes;
	struct entry *entries;
	size_t n;
	size_t room;
};

struct view_list {
	struct arena *arena;
	struct view_value *values;
	size_t n;
	size_t room;
};

static const struct view_value NONE = { .kind = VIEW_NONE };

/* Writing. */

struct view *
view_new(struct arena *arena)
{
	struct view *v = ARENA_NEW(arena, struct view);
	v->arena = arena;
	return v;
}

static void
grow(struct view *v)
{
	size_t room = v->room == 0 ? 8 : v->room * 2;
	v->hashes = arena_grow(v->arena, v->hashes, v->room * sizeof(*v->hashes),
			       room * sizeof(*v->hashes));
	v->entries = arena_grow(v->arena, v->entries, v->room * sizeof(*v->entries),
				room * sizeof(*v->entries));
	v->room = room;
}

static struct entry *
find_entry(const struct view *v, struct str name, uint32_t hash)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->hashes[i] == hash && str_eq(v->entries[i].key, name))
			return &v->entries[i];
	return NULL;
}

static struct entry *
put_hashed(struct view *v, struct str key, uint32_t hash, struct view_value value)
{
	struct entry *entry = find_entry(v, key, hash);
	if (entry == NULL) {
		if (v->n == v->room)
			grow(v);
		v->hashes[v->n] = hash;
		entry = &v->entries[v->n++];
	}
	*entry = (struct entry){ .key = key, .value = value };
	return entry;
}

static struct entry *
put(struct view *v, const char *key, struct view_value value)
{
	struct str name = str_from(key);
	return put_hashed(v, name, str_hash(name), value);
}

static struct view_value
text_value(enum view_kind kind, struct str text)
{
	return text.p == NULL ? NONE : (struct view_value){ .kind = kind, .as.text = text };
}

static struct view_value
time_value(struct moment m)
{
	return moment_is_none(m) ? NONE
				 : (struct view_value){ .kind = VIEW_TIME, .as.number = m.us };
}

static struct view_value
row_value(const struct row_type *type, const void *row)
{
	return (struct view_value){ .kind = VIEW_ROW,
				    .as.rows = { .type = type, .at = row, .n = 1 } };
}

void
view_bool(struct view *v, const char *key, bool value)
{
	(void)put(v, key, (struct view_value){ .kind = VIEW_BOOL, .as.yes = value });
}

void
view_int(struct view *v, const char *key, int64_t value)
{
	(void)put(v, key, (struct view_value){ .kind = VIEW_INT, .as.number = value });
}

void
view_count(struct view *v, const char *key, int64_t value)
{
	(void)put(v, key, (struct view_value){ .kind = VIEW_COUNT, .as.number = value });
}

void
view_real(struct view *v, const char *key, double value)
{
	(void)put(v, key, (struct view_value){ .kind = VIEW_REAL, .as.real = value });
}

void
view_id(struct view *v, const char *key, int64_t id)
{
	(void)put(v, key, (struct view_value){ .kind = VIEW_ID, .as.number = id });
}

void
view_gems(struct view *v, const char *key, struct gems value)
{
	(void)put(v, key, (struct view_value){ .kind = VIEW_GEMS, .as.number = value.milli });
}

void
view_money(struct view *v, const char *key, int64_t minor, struct str currency)
{
	struct view_value value = { .kind = VIEW_MONEY, .as.number = minor };
	ENSURE(currency.n == 3);
	for (size_t i = 0; i < 3; i++) {
		ENSURE(currency.p[i] >= 'A' && currency.p[i] <= 'Z');
		value.currency[i] = currency.p[i];
	}
	(void)put(v, key, value);
}

void
view_time(struct view *v, const char *key, struct moment value)
{
	(void)put(v, key, time_value(value));
}

void
view_text(struct view *v, const char *key, struct str value)
{
	(void)put(v, key, text_value(VIEW_TEXT, value));
}

void
view_url(struct view *v, const char *key, struct str value)
{
	(void)put(v, key, text_value(VIEW_URL, value));
}

void
view_html(struct view *v, const char *key, struct str value)
{
	(void)put(v, key, text_value(VIEW_HTML, value));
}

void
view_null(struct view *v, const char *key)
{
	(void)put(v, key, NONE);
}

void
view_json(struct view *v, const char *key, const json_t *value)
{
	(void)put(v, key, view_from_json(value));
}

void
view_texts(struct view *v, const char *key, struct strs value)
{
	(void)put(v, key, (struct view_value){ .kind = VIEW_TEXTS, .as.texts = value });
}

struct view *
view_object(struct view *v, const char *key)
{
	struct str name = str_from(key);
	struct entry *entry = find_entry(v, name, str_hash(name));
	if (entry != NULL && entry->object != NULL)
		return entry->object;
	struct view *object = view_new(v->arena);
	put(v, key, view_root(object))->object = object;
	return object;
}

struct view_list *
view_list(struct view *v, const char *key)
{
	struct view_list *list = ARENA_NEW(v->arena, struct view_list);
	list->arena = v->arena;
	(void)put(v, key, (struct view_value){ .kind = VIEW_LIST, .as.list = list });
	return list;
}

static void
push(struct view_list *list, struct view_value value)
{
	if (list->n == list->room) {
		size_t room = list->room == 0 ? 8 : list->room * 2;
		list->values = arena_grow(list->arena, list->values,
					  list->room * sizeof(*list->values),
					  room * sizeof(*list->values));
		list->room = room;
	}
	list->values[list->n++] = value;
}

struct view *
view_push(struct view_list *list)
{
	struct view *object = view_new(list->arena);
	push(list, view_root(object));
	return object;
}

void
view_push_text(struct view_list *list, struct str value)
{
	push(list, text_value(VIEW_TEXT, value));
}

struct view *
view_push_tab(struct view_list *list, struct str label, struct str url, bool is_active)
{
	struct view *tab = view_push(list);
	view_text(tab, "label", label);
	view_url(tab, "url", url);
	view_bool(tab, "isActive", is_active);
	return tab;
}

struct view *
view_push_choice(struct view_list *list, struct str value, struct str label, bool selected)
{
	struct view *choice = view_push(list);
	view_text(choice, "value", value);
	view_text(choice, "label", label);
	view_bool(choice, "selected", selected);
	return choice;
}

void
view_choices(struct view *v, const char *key, const struct label *choices, size_t n,
	     struct str chosen)
{
	struct view_list *list = view_list(v, key);
	for (size_t i = 0; i < n; i++)
		view_push_choice(list, choices[i].code, choices[i].words,
				 str_eq(choices[i].code, chosen));
}

void
view_rows(struct view *v, const char *key, struct rows rows)
{
	(void)put(v, key, (struct view_value){ .kind = VIEW_ROWS, .as.rows = rows });
}

void
view_row(struct view *v, const char *key, const struct row_type *type, const void *row)
{
	(void)put(v, key, row == NULL ? NONE : row_value(type, row));
}

/* Reading. */

static int64_t
read_number(const char *at)
{
	int64_t number;
	memcpy(&number, at, sizeof(number));
	return number;
}

static struct view_value
text_column(enum view_kind kind, const char *at)
{
	struct str text;
	memcpy(&text, at, sizeof(text));
	return text_value(kind, text);
}

static struct view_value
number_column(enum view_kind kind, const char *at)
{
	return (struct view_value){ .kind = kind, .as.number = read_number(at) };
}

struct view_value
view_column(const struct column *column, const void *row)
{
	const char *at = (const char *)row + column->offset;
	if (column->has_offset != COLUMN_NEVER_NULL && ((const char *)row)[column->has_offset] == 0)
		return NONE;

	struct view_value value = { .kind = VIEW_NONE };
	switch (column->kind) {
	case COLUMN_BOOL:
		value.kind = VIEW_BOOL;
		memcpy(&value.as.yes, at, sizeof(value.as.yes));
		return value;
	case COLUMN_INT:
		return number_column(VIEW_INT, at);
	case COLUMN_COUNT:
		return number_column(VIEW_COUNT, at);
	case COLUMN_REAL:
		value.kind = VIEW_REAL;
		memcpy(&value.as.real, at, sizeof(value.as.real));
		return value;
	case COLUMN_ID:
		return number_column(VIEW_ID, at);
	case COLUMN_GEMS:
		return number_column(VIEW_GEMS, at);
	case COLUMN_MOMENT:
		return time_value((struct moment){ read_number(at) });
	case COLUMN_TEXT:
		return text_column(VIEW_TEXT, at);
	case COLUMN_URL:
		return text_column(VIEW_URL, at);
	case COLUMN_KEY:
	case COLUMN_BYTES:
		return NONE;
	case COLUMN_TEXTS:
		value.kind = VIEW_TEXTS;
		memcpy(&value.as.texts, at, sizeof(value.as.texts));
		return value;
	case COLUMN_JSON: {
		const json_t *json;
		memcpy(&json, at, sizeof(json));
		return view_from_json(json);
	}
	}
	return NONE;
}

void
view_fields(struct view *v, const struct row_type *type, const void *row)
{
	for (size_t i = 0; i < type->columns; i++) {
		const struct column *column = &type->column[i];
		if (column->kind != COLUMN_BYTES && column->kind != COLUMN_KEY)
			(void)put_hashed(v, str_from(column->name), column->hash,
					 view_column(column, row));
	}
}

struct view_value
view_root(const struct view *v)
{
	return (struct view_value){ .kind = VIEW_OBJECT, .as.object = v };
}

struct view_value
view_from_json(const json_t *value)
{
	if (value == NULL)
		return NONE;
	switch (json_typeof(value)) {
	case JSON_STRING:
		return (struct view_value){ .kind = VIEW_TEXT, .as.text = json_text(value) };
	case JSON_INTEGER:
		return (struct view_value){ .kind = VIEW_INT,
					    .as.number = json_integer_value(value) };
	case JSON_REAL:
		return (struct view_value){ .kind = VIEW_REAL,
					    .form = VIEW_EXACT,
					    .as.real = json_real_value(value) };
	case JSON_TRUE:
	case JSON_FALSE:
		return (struct view_value){ .kind = VIEW_BOOL, .as.yes = json_is_true(value) };
	case JSON_OBJECT:
	case JSON_ARRAY:
		return (struct view_value){ .kind = VIEW_JSON, .as.json = value };
	case JSON_NULL:
		return NONE;
	}
	return NONE;
}

static bool
find_column(struct rows rows, struct str name, uint32_t hash, struct view_value *out)
{
	for (size_t i = 0; i < rows.type->columns; i++) {
		const struct column *column = &rows.type->column[i];
		if (column->hash != hash || !str_eq(str_from(column->name), name))
			continue;
		*out = view_column(column, rows.at);
		return true;
	}
	return false;
}

/* The names inside a scalar: .iso .exact .plain .isOne, where its kind has them. */
static bool
find_form(struct view_value in, struct str name, struct view_value *out)
{
	bool number = in.kind == VIEW_COUNT || in.kind == VIEW_GEMS || in.kind == VIEW_MONEY;
	enum view_form form = VIEW_SHOWN;
	if (str_eq(name, STR("isOne")) && in.kind == VIEW_COUNT) {
		*out = (struct view_value){ .kind = VIEW_BOOL, .as.yes = in.as.number == 1 };
		return true;
	}
	if (str_eq(name, STR("exact")) &&
	    (in.kind == VIEW_TIME || in.kind == VIEW_COUNT || in.kind == VIEW_REAL))
		form = VIEW_EXACT;
	else if (str_eq(name, STR("iso")) && in.kind == VIEW_TIME)
		form = VIEW_ISO;
	else if (str_eq(name, STR("plain")) && number)
		form = VIEW_PLAIN;
	if (form == VIEW_SHOWN)
		return false;
	*out = in;
	out->form = form;
	return true;
}

bool
view_find(struct view_value in, struct str name, uint32_t hash, struct view_value *out)
{
	switch (in.kind) {
	case VIEW_OBJECT: {
		const struct entry *entry = find_entry(in.as.object, name, hash);
		if (entry != NULL)
			*out = entry->value;
		return entry != NULL;
	}
	case VIEW_ROW:
		return find_column(in.as.rows, name, hash, out);
	case VIEW_JSON: {
		const json_t *value = json_object_getn(in.as.json, name.p, name.n);
		if (value != NULL)
			*out = view_from_json(value);
		return value != NULL;
	}
	case VIEW_COUNT:
	case VIEW_REAL:
	case VIEW_GEMS:
	case VIEW_MONEY:
	case VIEW_TIME:
		return find_form(in, name, out);
	case VIEW_NONE:
	case VIEW_BOOL:
	case VIEW_INT:
	case VIEW_ID:
	case VIEW_TEXT:
	case VIEW_URL:
	case VIEW_HTML:
	case VIEW_LIST:
	case VIEW_ROWS:
	case VIEW_TEXTS:
		return false;
	}
	return false;
}

/* As view_find, with VIEW_NONE when there is no such name. */
static struct view_value
get(struct view_value in, struct str name, uint32_t hash)
{
	struct view_value value;
	return view_find(in, name, hash, &value) ? value : NONE;
}

struct view_value
view_at(const struct view *v, const char *path)
{
	struct view_value value = view_root(v);
	struct str rest = str_from(path);
	struct str name;
	while (str_cut(&rest, '.', &name)) {
		int64_t i;
		if (str_to_i64(name, &i) && i >= 0)
			value = view_item(value, (size_t)i);
		else
			value = get(value, name, str_hash(name));
	}
	return value;
}

size_t
view_length(struct view_value list)
{
	switch (list.kind) {
	case VIEW_LIST:
		return list.as.list->n;
	case VIEW_ROWS:
		return list.as.rows.n;
	case VIEW_TEXTS:
		return list.as.texts.n;
	case VIEW_JSON:
		return json_array_size(list.as.json);
	case VIEW_NONE:
	case VIEW_BOOL:
	case VIEW_INT:
	case VIEW_COUNT:
	case VIEW_REAL:
	case VIEW_ID:
	case VIEW_GEMS:
	case VIEW_MONEY:
	case VIEW_TIME:
	case VIEW_TEXT:
	case VIEW_URL:
	case VIEW_HTML:
	case VIEW_OBJECT:
	case VIEW_ROW:
		return 0;
	}
	return 0;
}

struct view_value
view_item(struct view_value list, size_t i)
{
	if (i >= view_length(list))
		return NONE;
	if (list.kind == VIEW_LIST)
		return list.as.list->values[i];
	if (list.kind == VIEW_ROWS)
		return row_value(list.as.rows.type,
				 (const char *)list.as.rows.at + i * list.as.rows.type->size);
	if (list.kind == VIEW_TEXTS)
		return text_value(VIEW_TEXT, list.as.texts.at[i]);
	return view_from_json(json_array_get(list.as.json, i));
}

bool
view_is_list(struct view_value value)
{
	return value.kind == VIEW_LIST || value.kind == VIEW_ROWS || value.kind == VIEW_TEXTS ||
	       (value.kind == VIEW_JSON && json_is_array(value.as.json));
}

bool
view_truthy(struct view_value value)
{
	if (view_is_list(value))
		return view_length(value) > 0;
	if (value.kind == VIEW_TEXT || value.kind == VIEW_URL || value.kind == VIEW_HTML)
		return value.as.text.n > 0;
	if (value.kind == VIEW_BOOL)
		return value.as.yes;
	return value.kind != VIEW_NONE;
}

size_t
view_members(const struct view *v)
{
	return v->n;
}

struct view_value
view_member(const struct view *v, size_t i, struct str *key)
{
	*key = v->entries[i].key;
	return v->entries[i].value;
}
