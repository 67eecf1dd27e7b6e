#include "lib/web/held.h"

#include "lib/web/form.h"
#include "lib/web/secret.h"

/* Keys and passwords; and the token, of which the page has a new one. */
static bool
is_secret(struct str name)
{
	return str_eq(name, STR("csrf")) || str_eq(name, STR("key")) ||
	       str_find(name, STR("assword")) >= 0;
}

/* What people write has a space in it; buttons, numbers and choices have none. */
static bool
is_words(struct str value)
{
	return str_find_char(value, ' ') >= 0 || str_find_char(value, '\n') >= 0;
}

bool
held_form(struct req *rq, int status, struct reply *reply)
{
	const char *why;
	bool has_words = false;
	if (rq->wants_json || rq->is_api || !csrf_same_origin(rq) || !form_parse(rq, &why))
		return false;
	struct view *v = view_new(rq->arena);
	struct view_list *fields = view_list(v, "fields");
	for (size_t i = 0; i < rq->form.n; i++) {
		const struct pair *pair = &rq->form.at[i];
		if (is_secret(pair->name))
			continue;
		struct view *field = view_push(fields);
		view_text(field, "name", pair->name);
		view_text(field, "value", pair->value);
		view_bool(field, "isWords", is_words(pair->value));
		has_words = has_words || is_words(pair->value);
	}
	if (!has_words)
		return false;
	view_url(v, "action", rq->path);
	view_bool(v, "isSignedOut", status == 401);
	view_bool(v, "hadFile", rq->file_count > 0);
	*reply = page_status(rq, status, "held", v);
	return true;
}
