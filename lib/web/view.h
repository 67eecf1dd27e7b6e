/*
 * Views: what a handler has to say, as a tree of typed values. A page is a view through a template;
 * the API's answer is the same view printed as JSON.
 *
 * Names are the JSON names of the outside contract (camelCase). What only a page needs stands under
 * "page", and JSON leaves it out. Values know their kind and format themselves:
 *
 *	kind	page				JSON
 *	gems	1,250.5; .plain			1250.5
 *	money	$4.99; .plain			(never: send minor units and currency)
 *	time	3 minutes ago; .iso .exact	"2026-11-21T11:38:33Z"
 *	count	1.2k; .exact .plain .isOne	1234
 *	real	4.33; .exact			4.333333333333333
 *	id	42				"42"
 *	url	only kind allowed in href/src	"..."
 *	html	only kind allowed in {{{x}}}	"..."
 *
 * The names behind the semicolons stand inside the value, as in {{createdAt.iso}}: .exact is the whole
 * value for people (1,234), .plain the digits for a form field (1234), .isOne whether the noun behind it is
 * in the singular.
 *
 * Ownership: everything lives in the arena of the view; rows and text are referred to, not copied.
 * Keys are string literals or otherwise outlive the view.
 */
#ifndef SNUG_WEB_VIEW_H
#define SNUG_WEB_VIEW_H

#include "lib/base/buf.h"
#include "lib/base/json.h"
#include "lib/base/label.h"
#include "lib/db/row.h"

enum view_kind {
	VIEW_NONE, /* absent or null */
	VIEW_BOOL,
	VIEW_INT,
	VIEW_COUNT,
	VIEW_REAL,
	VIEW_ID,
	VIEW_GEMS,
	VIEW_MONEY,
	VIEW_TIME,
	VIEW_TEXT,
	VIEW_URL,
	VIEW_HTML,
	VIEW_OBJECT, /* struct view */
	VIEW_LIST,   /* struct view_list */
	VIEW_ROWS,   /* rows of a statement */
	VIEW_ROW,    /* one row of a statement */
	VIEW_TEXTS,  /* list of text */
	VIEW_JSON    /* a parsed document or a part of one */
};

/* How a scalar is shown: as the table above says, or as one of the names in it. */
enum view_form { VIEW_SHOWN, VIEW_ISO, VIEW_EXACT, VIEW_PLAIN };

struct view;
struct view_list;

struct view_value {
	enum view_kind kind;
	enum view_form form;
	union {
		bool yes;
		int64_t number; /* INT, COUNT, ID, GEMS (milligems), TIME (us), MONEY (minor units) */
		double real;
		struct str text; /* TEXT, URL, HTML */
		const struct view *object;
		const struct view_list *list;
		struct rows rows; /* ROWS; ROW with n = 1 */
		struct strs texts;
		const json_t *json;
	} as;
	char currency[4]; /* MONEY: ISO 4217 */
};

/* An empty object. */
struct view *view_new(struct arena *arena);

void view_bool(struct view *v, const char *key, bool value);
void view_int(struct view *v, const char *key, int64_t value);
void view_count(struct view *v, const char *key, int64_t value);
void view_real(struct view *v, const char *key, double value);
void view_id(struct view *v, const char *key, int64_t id);
void view_gems(struct view *v, const char *key, struct gems value);
/* `minor` units of an ISO 4217 currency. */
void view_money(struct view *v, const char *key, int64_t minor, struct str currency);
void view_time(struct view *v, const char *key, struct moment value);
/* STR_NONE is null. */
void view_text(struct view *v, const char *key, struct str value);
/* A path of this house or an https address that the server made or checked. */
void view_url(struct view *v, const char *key, struct str value);
/* HTML that the sanitizer made. */
void view_html(struct view *v, const char *key, struct str value);
void view_null(struct view *v, const char *key);
void view_json(struct view *v, const char *key, const json_t *value);
void view_texts(struct view *v, const char *key, struct strs value);

/* The object under `key`, made when it is not there yet. */
struct view *view_object(struct view *v, const char *key);
/* A new empty list under `key`. */
struct view_list *view_list(struct view *v, const char *key);
/* A new object at the end of a list. */
struct view *view_push(struct view_list *list);
void view_push_text(struct view_list *list, struct str value);
/* One of partials/tabs: `label`, `url`, `isActive`. */
struct view *view_push_tab(struct view_list *list, struct str label, struct str url,
			   bool is_active);
/* One of the options of partials/field-select and its like: `value`, `label`, `selected`. */
struct view *view_push_choice(struct view_list *list, struct str value, struct str label,
			      bool selected);
/* A list of them under `key`. */
void view_choices(struct view *v, const char *key, const struct label *choices, size_t n,
		  struct str chosen);

void view_rows(struct view *v, const char *key, struct rows rows);
/* One row under `key`; a NULL row is null. */
void view_row(struct view *v, const char *key, const struct row_type *type, const void *row);
/* All columns of a row as values of `v` itself; values set later win. */
void view_fields(struct view *v, const struct row_type *type, const void *row);

/* Reading, for renderers and tests. */

struct view_value view_root(const struct view *v);
/*
 * What stands under `name` (with its str_hash) in an object, a row, a JSON object or a scalar; false
 * when there is no such name, true with VIEW_NONE for a null.
 */
bool view_find(struct view_value in, struct str name, uint32_t hash, struct view_value *out);
/* A parsed document, or a part of one, as a value. NULL is null. */
struct view_value view_from_json(const json_t *value);
/* Follows a dotted path: view_at(v, "items.0.name"). */
struct view_value view_at(const struct view *v, const char *path);
/* Number of elements of LIST, ROWS, TEXTS, JSON arrays; 0 for other kinds. */
size_t view_length(struct view_value list);
struct view_value view_item(struct view_value list, size_t i);
bool view_is_list(struct view_value value);
/* The members of an object in the order in which they were set. */
size_t view_members(const struct view *v);
struct view_value view_member(const struct view *v, size_t i, struct str *key);
/* One column of a row as a value. */
struct view_value view_column(const struct column *column, const void *row);
/* False for none, false, empty text, empty list; true otherwise (0 is true, as in the specification). */
bool view_truthy(struct view_value value);

/* Formats a scalar for people, not escaped. `now` is what relative times are seen from. */
void view_put_plain(struct buf *out, struct view_value value, struct moment now);
/* One value as JSON. */
void view_put_value(struct buf *out, struct view_value value);
/* The view as JSON, without "page". */
void view_put_json(struct buf *out, const struct view *v);

#endif
