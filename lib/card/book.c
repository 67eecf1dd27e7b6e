#include "lib/card/book.h"

#include "lib/card/card.h"

enum { DEPTH = 4, ORDER = 100, PROBABILITY = 100 };

/* ---- books --------------------------------------------------------------------------------- */

static bool
is_memory_entry(struct arena *arena, struct str entries)
{
	struct scan s = scan_in(arena, entries);
	return scan_next(&s) && scan_kind(scan_find(arena, s.value, "keywords")) == SCAN_ARRAY;
}

/* One pass: the entries may be megabytes. */
static void
read_members(struct arena *arena, struct str object, struct book *book, struct str *kind,
	     struct str *spec, struct str *data)
{
	struct scan s = scan_in(arena, object);
	while (scan_next(&s)) {
		int64_t number;
		bool is_number = scan_whole(s.value, &number);
		if (str_eq(s.key, STR("entries")))
			book->entries = s.value;
		else if (str_eq(s.key, STR("name")))
			book->name = scan_text(arena, s.value, BOOK_KEY);
		else if (str_eq(s.key, STR("description")))
			book->description = scan_text(arena, s.value, CARD_FIELD);
		else if (str_eq(s.key, STR("kind")))
			*kind = scan_text(arena, s.value, 32);
		else if (str_eq(s.key, STR("spec")))
			*spec = scan_text(arena, s.value, 32);
		else if (str_eq(s.key, STR("data")))
			*data = s.value;
		else if (str_eq(s.key, STR("recursive_scanning")))
			book->is_recursive = scan_true(s.value);
		else if (is_number && str_eq(s.key, STR("scan_depth"))) {
			book->has_scan_depth = true;
			book->scan_depth = number;
		} else if (is_number && str_eq(s.key, STR("token_budget"))) {
			book->has_token_budget = true;
			book->token_budget = number;
		}
	}
}

bool
book_read(struct arena *arena, struct str object, struct book *book)
{
	struct str kind = STR_NONE, spec = STR_NONE, data = STR_NONE;
	*book = (struct book){ .shape = BOOK_V2, .raw = object };
	if (scan_kind(object) != SCAN_OBJECT)
		return false;
	read_members(arena, object, book, &kind, &spec, &data);
	if (str_eq(spec, STR("lorebook_v3")) && scan_kind(data) == SCAN_OBJECT) {
		*book = (struct book){ .shape = BOOK_V3, .raw = data };
		read_members(arena, data, book, &kind, &spec, &data);
	}
	enum scan_kind list = scan_kind(book->entries);
	if (list != SCAN_ARRAY && list != SCAN_OBJECT)
		return false;
	if (list == SCAN_OBJECT)
		book->shape = BOOK_WORLD;
	else if (str_eq(kind, STR("memory")) || is_memory_entry(arena, book->entries))
		book->shape = BOOK_MEMORY;
	book->count = scan_count(book->entries);
	return true;
}

/* ---- decorators ---------------------------------------------------------------------------- */

/*
 * Those of the V3 specification that mean something here; a line with another name gives way to its
 * fallback. Not among them: instruct_depth, reverse_instruct_depth and instruct_scan_depth count tokens
 * of a prompt that is one text, and prompts of this house are messages; is_user_icon asks for one of
 * the card's pictures of the member, who has none here. Without a fallback they change nothing.
 */
static bool
knows_decorator(struct str name)
{
	static const char *const KNOWN[] = {
		"activate_only_after",
		"activate_only_every",
		"keep_activate_after_match",
		"dont_activate_after_match",
		"depth",
		"reverse_depth",
		"role",
		"scan_depth",
		"is_greeting",
		"position",
		"ignore_on_max_context",
		"additional_keys",
		"exclude_keys",
		"activate",
		"dont_activate",
		"disable_ui_prompt",
	};
	for (size_t i = 0; i < COUNT(KNOWN); i++)
		if (str_eq(name, str_from(KNOWN[i])))
			return true;
	return false;
}

static bool
has_decorator(const struct book_decorator *list, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].name, name))
			return true;
	return false;
}

/* "@@name value" without its signs. */
static struct book_decorator
decorator_of(struct str line)
{
	struct str name = STR_NONE;
	line = str_trim(line);
	(void)str_cut(&line, ' ', &name);
	struct str value = str_trim(line);
	return (struct book_decorator){ name, str_or(value, STR("")) };
}

size_t
book_decorators(struct str content, struct book_decorator out[BOOK_DECORATORS], struct str *rest)
{
	size_t n = 0;
	/* Of a line and its fallbacks the first that is known is used. */
	bool is_settled = true;
	struct str left = content, line;
	*rest = content;
	while (str_cut(&left, '\n', &line)) {
		line = str_trim(line);
		bool is_fallback = str_starts(line, STR("@@@"));
		if (!str_starts(line, STR("@@")) && line.n > 0)
			break;
		*rest = left;
		if (line.n == 0)
			continue;
		struct book_decorator one = decorator_of(str_from_at(line, is_fallback ? 3 : 2));
		bool is_tried = !is_fallback || !is_settled;
		if (is_tried)
			is_settled = knows_decorator(one.name);
		if (is_tried && is_settled && n < BOOK_DECORATORS &&
		    !has_decorator(out, n, one.name))
			out[n++] = one;
	}
	if (rest->p == NULL)
		*rest = STR("");
	return n;
}

const struct book_decorator *
book_decorator(const struct book_entry *entry, const char *name)
{
	for (size_t i = 0; i < entry->decorator_count; i++)
		if (str_eq(entry->decorators[i].name, str_from(name)))
			return &entry->decorators[i];
	return NULL;
}

/* ---- entries ------------------------------------------------------------------------------- */

/* The members that every shape has under the one or the other name. */
static void
read_shared(struct scan *s, struct book_entry *e)
{
	struct str key = s->key;
	int64_t number = 0;
	bool is_number = scan_whole(s->value, &number);
	if (str_eq(key, STR("keys")) || str_eq(key, STR("key")) || str_eq(key, STR("keywords")))
		e->keys = scan_texts(s->arena, s->value, BOOK_KEYS, BOOK_KEY);
	else if (str_eq(key, STR("secondary_keys")) || str_eq(key, STR("keysecondary")))
		e->secondary = scan_texts(s->arena, s->value, BOOK_KEYS, BOOK_KEY);
	else if (str_eq(key, STR("name")) || (str_eq(key, STR("comment")) && e->name.n == 0))
		e->name = scan_text(s->arena, s->value, BOOK_KEY);
	else if (str_eq(key, STR("content")) || str_eq(key, STR("entry")))
		e->content = scan_text(s->arena, s->value, CARD_FIELD);
	else if (str_eq(key, STR("enabled")))
		e->is_enabled = scan_true(s->value);
	else if (str_eq(key, STR("disable")))
		e->is_enabled = !scan_true(s->value);
	else if (str_eq(key, STR("constant")))
		e->is_constant = scan_true(s->value);
	else if (str_eq(key, STR("selective")))
		e->is_selective = scan_true(s->value);
	else if (str_eq(key, STR("use_regex")))
		e->uses_regex = scan_true(s->value);
	else if (is_number && (str_eq(key, STR("insertion_order")) || str_eq(key, STR("order")) ||
			       str_eq(key, STR("weight"))))
		e->order = number;
	else if (is_number && str_eq(key, STR("priority")))
		e->priority = number;
	else if (str_eq(key, STR("position")) && scan_kind(s->value) == SCAN_TEXT)
		e->place = str_eq(s->value, STR("\"after_char\"")) ? BOOK_AFTER_CHAR
								   : BOOK_BEFORE_CHAR;
}

/* SillyTavern's own members: in a world file beside the rest, in a card under extensions. */
static void
read_own(struct scan *s, struct book_entry *e)
{
	struct str key = s->key;
	int64_t number = 0;
	bool is_number = scan_whole(s->value, &number);
	if (str_eq(key, STR("case_sensitive")) || str_eq(key, STR("caseSensitive"))) {
		e->has_case = scan_kind(s->value) == SCAN_BOOL;
		e->is_case_sensitive = scan_true(s->value);
	} else if (!is_number || number < 0) {
		return;
	} else if (str_eq(key, STR("selectiveLogic")) || str_eq(key, STR("selective_logic"))) {
		e->logic = number <= BOOK_AND_ALL ? (enum book_logic)number : BOOK_AND_ANY;
	} else if (str_eq(key, STR("position"))) {
		e->place = number <= BOOK_OUTLET ? (enum book_place)number : BOOK_BEFORE_CHAR;
	} else if (str_eq(key, STR("depth"))) {
		e->depth = number;
	} else if (str_eq(key, STR("probability"))) {
		e->probability = number;
	}
}

bool
book_next(const struct book *book, struct scan *scan, struct book_entry *e)
{
	do {
		if (!scan_next(scan))
			return false;
	} while (scan_kind(scan->value) != SCAN_OBJECT);
	*e = (struct book_entry){ .raw = scan->value,
				  .name = STR_INIT(""),
				  .content = STR_INIT(""),
				  .is_enabled = true,
				  .depth = DEPTH,
				  .order = ORDER,
				  .priority = ORDER,
				  .probability = PROBABILITY };
	bool has_own = false;
	struct scan s = scan_in(scan->arena, scan->value);
	while (scan_next(&s)) {
		read_shared(&s, e);
		if (!str_eq(s.key, STR("extensions"))) {
			read_own(&s, e);
			continue;
		}
		struct scan own = scan_in(scan->arena, s.value);
		while (scan_next(&own)) {
			has_own = has_own || str_eq(own.key, STR("selectiveLogic")) ||
				  str_eq(own.key, STR("exclude_recursion"));
			read_own(&own, e);
		}
	}
	/* SillyTavern writes use_regex for every entry and means that /.../ keys are allowed. */
	if (has_own)
		e->uses_regex = false;
	if (book->shape != BOOK_MEMORY)
		e->decorator_count = book_decorators(e->content, e->decorators, &e->content);
	return true;
}
