/*
 * Forms: declared fields, read and validated into a struct. The same declaration reads a posted
 * form, a multipart form, a JSON body and a query string.
 *
 *	struct sign_in { struct str identifier; struct str password; bool remember_me; };
 *	static const struct field SIGN_IN[] = {
 *		FIELD_LINE(struct sign_in, identifier, "identifier", "Email or username", 3, 254),
 *		FIELD_SECRET(struct sign_in, password, "password", "Password", 8, 128),
 *		FIELD_YES(struct sign_in, remember_me, "rememberMe", "Remember me"),
 *	};
 *	struct sign_in in = { 0 };
 *	if (!form_read(rq, SIGN_IN, COUNT(SIGN_IN), &in))
 *		return form_again(rq, 422, "account/sign-in", view);
 *
 * Every value is valid UTF-8 without NUL and control bytes, within its length (in code points) or
 * range, given at most once. A field with a least length above 0, or REQUIRED, must be there.
 * Text lives in the request's arena.
 */
#ifndef SNUG_WEB_FORM_H
#define SNUG_WEB_FORM_H

#include "lib/web/req.h"

enum field_kind {
	FIELD_KIND_LINE,   /* struct str: one line, outer space trimmed */
	FIELD_KIND_TEXT,   /* struct str: several lines, CRLF becomes LF */
	FIELD_KIND_SECRET, /* struct str: exact bytes, never echoed */
	FIELD_KIND_INT,	   /* int64_t within min..max */
	FIELD_KIND_ID,	   /* int64_t of a one-field id struct, 0 when absent */
	FIELD_KIND_YES,	   /* bool: a checkbox */
	FIELD_KIND_CHOICE, /* struct str: one of `choices` */
	FIELD_KIND_LIST /* struct strs: repeated, comma-separated, or a JSON array; up to max items */
};

struct field {
	enum field_kind kind;
	const char *name;
	const char *label;
	size_t offset;
	int64_t min;
	int64_t max;
	const char *choices; /* separated by |; the first is what absence means unless required */
	bool required;
};

#define FIELD_LINE(type, member, name, label, min, max)                                            \
	{                                                                                          \
		FIELD_KIND_LINE, name, label, offsetof(type, member), min, max, NULL, (min) > 0    \
	}
#define FIELD_TEXT(type, member, name, label, min, max)                                            \
	{                                                                                          \
		FIELD_KIND_TEXT, name, label, offsetof(type, member), min, max, NULL, (min) > 0    \
	}
#define FIELD_SECRET(type, member, name, label, min, max)                                          \
	{                                                                                          \
		FIELD_KIND_SECRET, name, label, offsetof(type, member), min, max, NULL, (min) > 0  \
	}
/* Absent gives 0 unless required; set the struct's default before form_read. */
#define FIELD_INT(type, member, name, label, min, max, required)                                   \
	{                                                                                          \
		FIELD_KIND_INT, name, label, offsetof(type, member), min, max, NULL, required      \
	}
#define FIELD_ID(type, member, name, label, required)                                              \
	{                                                                                          \
		FIELD_KIND_ID, name, label, offsetof(type, member), 1, INT64_MAX, NULL, required   \
	}
#define FIELD_YES(type, member, name, label)                                                       \
	{                                                                                          \
		FIELD_KIND_YES, name, label, offsetof(type, member), 0, 1, NULL, false             \
	}
#define FIELD_CHOICE(type, member, name, label, choices, required)                                 \
	{                                                                                          \
		FIELD_KIND_CHOICE, name, label, offsetof(type, member), 0, 0, choices, required    \
	}
/* At most `most` items of at most 64 code points each. */
#define FIELD_LIST(type, member, name, label, most)                                                \
	{                                                                                          \
		FIELD_KIND_LIST, name, label, offsetof(type, member), 0, most, NULL, false         \
	}

/*
 * Reads the query of a GET or the body of anything else. False when a field was refused; the errors
 * are in rq->errors.
 */
NODISCARD bool form_read(struct req *rq, const struct field *fields, size_t n, void *out);

/* Declares the form of a page that shows it empty: page.form.<field> is there for its template. */
void form_show(struct req *rq, const struct field *fields, size_t n);

/* Refuses a field for a reason that only the handler knows. */
void form_error(struct req *rq, const char *field, const char *label, const char *message);

/* The file that came under `field`, or NULL. */
const struct upload *form_file(const struct req *rq, const char *field);

/*
 * What was sent under `name` in the body, or empty; also empty when it is no UTF-8. Parses the body
 * when that was not done yet.
 */
struct str form_value(struct req *rq, const char *name);
/* Whether `name` was sent at all, even empty. */
bool form_has(struct req *rq, const char *name);

/* Parses the body by its content type. False when it is unreadable: the answer is 400. */
NODISCARD bool form_parse(struct req *rq, const char **why);
/* a=b&c=d, percent-decoded; false on bad encoding or too many pairs. */
NODISCARD bool form_parse_query(struct arena *arena, struct str query, struct pairs *out);
/* Percent-decodes (+ is a space when `plus`); false on a broken sequence or a NUL. */
NODISCARD bool form_decode(struct arena *arena, struct str in, bool plus, struct str *out);

#endif
