/* Bodies of requests: URL-encoded forms, multipart forms, JSON objects. */
#include <string.h>

#include "lib/base/buf.h"
#include "lib/web/form.h"

enum { MAX_PAIRS = 256, MAX_PARTS = 64 };

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool
form_decode(struct arena *arena, struct str in, bool plus, struct str *out)
{
	char *p = arena_take(arena, in.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < in.n; i++) {
		char c = in.p[i];
		if (c == '%') {
			int high = i + 2 < in.n ? hex(in.p[i + 1]) : -1;
			int low = i + 2 < in.n ? hex(in.p[i + 2]) : -1;
			if (high < 0 || low < 0)
				return false;
			c = (char)(high << 4 | low);
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		if (c == '\0')
			return false;
		p[n++] = c;
	}
	p[n] = '\0';
	*out = (struct str){ p, n };
	return true;
}

bool
form_parse_query(struct arena *arena, struct str query, struct pairs *out)
{
	out->at = ARENA_ARRAY(arena, struct pair, MAX_PAIRS);
	out->n = 0;
	struct str item;
	while (str_cut(&query, '&', &item)) {
		if (item.n == 0)
			continue;
		if (out->n == MAX_PAIRS)
			return false;
		struct pair *pair = &out->at[out->n++];
		ptrdiff_t equals = str_find_char(item, '=');
		struct str name = equals < 0 ? item : str_first(item, (size_t)equals);
		struct str value = equals < 0 ? STR("") : str_from_at(item, (size_t)equals + 1);
		if (!form_decode(arena, name, true, &pair->name) ||
		    !form_decode(arena, value, true, &pair->value))
			return false;
	}
	return true;
}

static bool
parse_json(struct req *rq, const char **why)
{
	struct str reason;
	json_t *root = json_read(rq->arena, rq->body, &reason);
	if (root == NULL || !json_is_object(root)) {
		*why = root != NULL
			       ? "The body must be a JSON object."
			       : str_fmt(rq->arena, "The body is not JSON: %.*s", STR_ARG(reason))
					 .p;
		return false;
	}
	size_t n = json_object_size(root);
	if (n > MAX_PAIRS) {
		*why = "The body has too many members.";
		return false;
	}
	rq->form.at = ARENA_ARRAY(rq->arena, struct pair, n + 1);
	const char *key;
	json_t *value;
	json_object_foreach(root, key, value)
	{
		struct pair *pair = &rq->form.at[rq->form.n++];
		pair->name = str_from(key);
		pair->json = value;
		if (json_is_string(value))
			pair->value = json_text(value);
		else if (json_is_integer(value))
			pair->value = str_int(rq->arena, json_integer_value(value));
		else
			pair->value = STR("");
	}
	return true;
}

/* A parameter of a header value: boundary=x or name="a b". */
static struct str
header_param(struct str value, struct str key)
{
	struct str item;
	bool first = true;
	while (str_cut(&value, ';', &item)) {
		item = str_trim(item);
		if (!first && item.n > key.n && item.p[key.n] == '=' &&
		    str_eq_fold(str_first(item, key.n), key)) {
			struct str v = str_from_at(item, key.n + 1);
			if (v.n >= 2 && v.p[0] == '"' && v.p[v.n - 1] == '"')
				v = (struct str){ v.p + 1, v.n - 2 };
			return v;
		}
		first = false;
	}
	return STR_NONE;
}

/* The value of a header within a part's head. */
static struct str
part_header(struct str head, struct str key)
{
	struct str line;
	while (str_cut(&head, '\n', &line)) {
		line = str_trim(line);
		if (line.n > key.n && line.p[key.n] == ':' &&
		    str_eq_fold(str_first(line, key.n), key))
			return str_trim(str_from_at(line, key.n + 1));
	}
	return STR_NONE;
}

static bool
add_part(struct req *rq, struct str head, struct str content, const char **why)
{
	struct str disposition = part_header(head, STR("Content-Disposition"));
	struct str name = header_param(disposition, STR("name"));
	if (name.n == 0)
		return false;
	struct str filename = header_param(disposition, STR("filename"));
	if (filename.p != NULL) {
		/* A file control without a file sends an empty name and no bytes. */
		if (filename.n == 0 && content.n == 0)
			return true;
		if (rq->file_count == REQ_FILES) {
			*why = str_fmt(rq->arena,
				       "More than %d files came at once, and none of them was kept. "
				       "Bring them in several goes.",
				       REQ_FILES)
				       .p;
			return false;
		}
		rq->files[rq->file_count++] = (struct upload){
			filename, part_header(head, STR("Content-Type")), content, name
		};
		return true;
	}
	if (rq->form.n == MAX_PARTS || memchr(content.p, 0, content.n) != NULL)
		return false;
	rq->form.at[rq->form.n++] = (struct pair){ name, content, NULL };
	return true;
}

/* RFC 7578; a part ends at CRLF "--" boundary. */
static bool
parse_multipart(struct req *rq, const char **why)
{
	*why = "The form could not be read; it may have been cut off on its way.";
	struct str boundary = header_param(rq->content_type, STR("boundary"));
	if (boundary.n == 0 || boundary.n > 70)
		return false;
	struct str fence = str_fmt(rq->arena, "\r\n--%.*s", STR_ARG(boundary));
	struct str rest = rq->body;
	rq->form.at = ARENA_ARRAY(rq->arena, struct pair, MAX_PARTS);
	if (!str_starts(rest, str_from_at(fence, 2)))
		return false;
	rest = str_from_at(rest, fence.n - 2);
	for (int parts = 0; parts <= MAX_PARTS; parts++) {
		if (str_starts(rest, STR("--")))
			return true;
		if (!str_starts(rest, STR("\r\n")))
			return false;
		rest = str_from_at(rest, 2);
		ptrdiff_t blank = str_find(rest, STR("\r\n\r\n"));
		if (blank < 0 || blank > 4096)
			return false;
		struct str head = str_first(rest, (size_t)blank);
		rest = str_from_at(rest, (size_t)blank + 4);
		/* An empty part's fence begins with the CRLF that ended its head. */
		ptrdiff_t end = str_find(rest, fence);
		if (end < 0)
			return false;
		if (!add_part(rq, head, str_first(rest, (size_t)end), why))
			return false;
		rest = str_from_at(rest, (size_t)end + fence.n);
	}
	return false;
}

/* Whether a content type, with or without parameters, is `name`. */
static bool
is_type(struct str type, struct str name)
{
	struct str media;
	return str_cut(&type, ';', &media) && str_eq_fold(str_trim(media), name);
}

bool
form_parse(struct req *rq, const char **why)
{
	if (rq->form_read)
		return true;
	*why = "The form could not be read.";
	struct str type = rq->content_type;
	bool ok;
	if (rq->body.n == 0 && type.n == 0)
		ok = true;
	else if (is_type(type, STR("application/json")))
		ok = parse_json(rq, why);
	else if (is_type(type, STR("application/x-www-form-urlencoded")))
		ok = form_parse_query(rq->arena, rq->body, &rq->form);
	else if (is_type(type, STR("multipart/form-data")))
		ok = parse_multipart(rq, why);
	else {
		*why = NULL; /* 415 */
		ok = rq->body.n == 0;
	}
	rq->form_read = ok;
	return ok;
}
