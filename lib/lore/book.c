/* Compiling books: see lore.h. */
#include <stdatomic.h>

#include "lib/base/fault.h"
#include "lib/lore/inside.h"

enum {
	BOOK_ARENA = 256 * 1024 * 1024,
	PATTERN_BYTES = 8 * 1024 * 1024, /* of compiled patterns of one book */
	NOT_SET = -1
};

/* A book on its way: keys that are equal are kept once. */
struct compile {
	struct lore_book *book;
	struct arena *scratch;
	uint32_t *table; /* 1 + index of a key, by hash */
	uint32_t mask;
	size_t key_room;
	size_t pattern_room;
};

/* ---- keys ---------------------------------------------------------------------------------- */

static uint32_t
key_hash(struct str text, enum lore_key_kind kind, bool is_exact)
{
	return str_hash(text) * 31 + (uint32_t)kind * 2 + (is_exact ? 1 : 0);
}

static uint32_t
add_pattern(struct compile *c, struct str pattern, struct str flags)
{
	struct lore_book *book = c->book;
	bool is_full = book->pattern_count >= LORE_PATTERNS || book->pattern_bytes >= PATTERN_BYTES;
	void *code = is_full ? NULL : lore_pattern_compile(pattern, flags);
	if (code == NULL)
		return LORE_NO_PATTERN;
	book->pattern_bytes += lore_pattern_bytes(code);
	if (book->pattern_count == c->pattern_room) {
		size_t room = c->pattern_room > 0 ? c->pattern_room * 2 : 8;
		void **at = ARENA_ARRAY(book->arena, void *, room);
		if (book->pattern_count > 0)
			memcpy(at, book->patterns, book->pattern_count * sizeof(*at));
		book->patterns = at;
		c->pattern_room = room;
	}
	/* Freed with the book's arena; the code is the library's own memory. */
	arena_defer(book->arena, lore_pattern_free, code);
	book->patterns[book->pattern_count] = code;
	return (uint32_t)book->pattern_count++;
}

static void
grow_table(struct compile *c)
{
	uint32_t size = c->mask == 0 ? 256 : (c->mask + 1) * 2;
	c->table = ARENA_ARRAY(c->scratch, uint32_t, size);
	c->mask = size - 1;
	for (size_t i = 0; i < c->book->key_count; i++) {
		const struct lore_key *key = &c->book->keys[i];
		uint32_t at = key_hash(key->text, key->kind, key->is_exact) & c->mask;
		while (c->table[at] != 0)
			at = (at + 1) & c->mask;
		c->table[at] = (uint32_t)i + 1;
	}
}

/* The key with that text, made when there is none. */
static uint32_t
intern(struct compile *c, struct str text, struct str shown, enum lore_key_kind kind, bool is_exact)
{
	struct lore_book *book = c->book;
	if (c->mask == 0 || book->key_count * 2 > c->mask)
		grow_table(c);
	uint32_t at = key_hash(text, kind, is_exact) & c->mask;
	for (; c->table[at] != 0; at = (at + 1) & c->mask) {
		const struct lore_key *key = &book->keys[c->table[at] - 1];
		if (key->kind == kind && key->is_exact == is_exact && str_eq(key->text, text))
			return c->table[at] - 1;
	}
	if (book->key_count == c->key_room) {
		size_t room = c->key_room > 0 ? c->key_room * 2 : 64;
		struct lore_key *keys = ARENA_ARRAY(book->arena, struct lore_key, room);
		if (book->key_count > 0)
			memcpy(keys, book->keys, book->key_count * sizeof(*keys));
		book->keys = keys;
		c->key_room = room;
	}
	struct str kept = str_copy(book->arena, text);
	book->keys[book->key_count] = (struct lore_key){
		.text = kept,
		.shown = str_eq(text, shown) ? kept : str_copy(book->arena, shown),
		.kind = kind,
		.is_exact = is_exact,
	};
	book->has_exact = book->has_exact || (is_exact && kind != KEY_PATTERN);
	book->has_macro_keys = book->has_macro_keys || kind == KEY_MACRO;
	if (kind == KEY_PLAIN && text.n < 4)
		book->short_lengths |= 1u << text.n;
	c->table[at] = (uint32_t)++book->key_count;
	return (uint32_t)book->key_count - 1;
}

/* A pattern is compiled once, whatever entries it is in. */
static uint32_t
intern_pattern(struct compile *c, struct str text, struct str pattern, struct str flags)
{
	size_t before = c->book->key_count;
	uint32_t at = intern(c, text, text, KEY_PATTERN, true);
	if (c->book->key_count > before)
		c->book->keys[at].pattern = add_pattern(c, pattern, flags);
	return at;
}

struct key_rule {
	bool is_pattern; /* every key is one */
	bool is_memory;
	bool is_exact;
	bool is_word;
};

static bool
has_space(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\n')
			return true;
	return false;
}

static struct lore_key_use
add_key(struct compile *c, struct str text, const struct key_rule *rule, bool *is_bad)
{
	struct str pattern, flags = STR("");
	struct lore_key_use use = { .is_word = false };
	bool has_parts = !rule->is_memory && lore_is_pattern(text, &pattern, &flags);
	if (rule->is_pattern || has_parts) {
		use.key = intern_pattern(c, text, has_parts ? pattern : text,
					 has_parts ? flags : STR(""));
		bool is_none = c->book->keys[use.key].pattern == LORE_NO_PATTERN;
		*is_bad = *is_bad || is_none;
		/* Where not all are meant to be patterns, one that is none is plain text. */
		if (rule->is_pattern || !is_none)
			return use;
	}
	struct buf folded = buf_in(c->scratch);
	if (!rule->is_exact)
		lore_fold(&folded, text);
	struct str used = rule->is_exact || folded.n == 0 ? text : buf_done(&folded);
	if (rule->is_memory && (str_find_char(text, '*') >= 0 || str_find_char(text, '?') >= 0))
		use.key = intern(c, used, text, KEY_GLOB, false);
	else if (macro_is_in(text))
		use.key = intern(c, text, text, KEY_MACRO, rule->is_exact);
	else
		use.key = intern(c, used, text, KEY_PLAIN, rule->is_exact);
	/* Several words are found anywhere: their ends may be parts of words. Agnai's never. */
	use.is_word = rule->is_memory || (rule->is_word && !has_space(text));
	return use;
}

static struct lore_keys
add_keys(struct compile *c, struct strs keys, const struct key_rule *rule, bool *is_bad)
{
	struct lore_key_use *at = ARENA_ARRAY(c->book->arena, struct lore_key_use, keys.n);
	uint32_t n = 0;
	for (size_t i = 0; i < keys.n; i++) {
		struct str key = str_trim(keys.at[i]);
		if (key.n > 0)
			at[n++] = add_key(c, key, rule, is_bad);
	}
	return (struct lore_keys){ at, n };
}

/* Numbers of entries are bounded where they are read; what is not came from elsewhere. */
static int32_t
small(int64_t value)
{
	return value > INT32_MAX ? INT32_MAX : value < INT32_MIN ? INT32_MIN : (int32_t)value;
}

static int32_t
least_zero(int64_t value)
{
	return value > 0 ? small(value) : 0;
}

/* ---- decorators ---------------------------------------------------------------------------- */

static const struct book_decorator *
find_decorator(const struct book_decorator *list, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].name, name))
			return &list[i];
	return NULL;
}

static int64_t
decorator_number(const struct book_decorator *list, size_t n, struct str name)
{
	int64_t number;
	const struct book_decorator *one = find_decorator(list, n, name);
	return one != NULL && str_to_i64(str_trim(one->value), &number) && number >= 0 ? number
										       : NOT_SET;
}

static struct lore_keys
decorator_keys(struct compile *c, const struct book_decorator *one, const struct key_rule *rule)
{
	struct strs keys = { 0 };
	struct str at[BOOK_KEYS], rest = one != NULL ? one->value : STR_NONE, key;
	bool is_bad = false;
	while (rest.n > 0 && keys.n < COUNT(at) && str_cut(&rest, ',', &key))
		at[keys.n++] = key;
	keys.at = at;
	return add_keys(c, keys, rule, &is_bad);
}

static void
decorate_place(struct lore_rule *r, const struct book_decorator *list, size_t n)
{
	int64_t depth = decorator_number(list, n, STR("depth"));
	int64_t top = decorator_number(list, n, STR("reverse_depth"));
	const struct book_decorator *role = find_decorator(list, n, STR("role"));
	const struct book_decorator *place = find_decorator(list, n, STR("position"));
	if (depth != NOT_SET) {
		r->place = LORE_AT_DEPTH;
		r->depth = small(depth);
	} else if (top != NOT_SET) {
		r->place = LORE_FROM_TOP;
		r->depth = small(top);
	}
	if (role != NULL)
		r->role = str_eq(role->value, STR("user"))	  ? LORE_USER
			  : str_eq(role->value, STR("assistant")) ? LORE_ASSISTANT
								  : LORE_SYSTEM;
	if (place == NULL)
		return;
	if (str_eq(place->value, STR("before_desc")))
		r->place = LORE_BEFORE_CHAR;
	else if (str_eq(place->value, STR("after_desc")))
		r->place = LORE_AFTER_CHAR;
	else if (str_eq(place->value, STR("personality")))
		r->place = LORE_PERSONALITY;
	else if (str_eq(place->value, STR("scenario")))
		r->place = LORE_SCENARIO;
}

static void
decorate(struct compile *c, struct lore_rule *r, const struct book_decorator *list, size_t n,
	 const struct key_rule *keys)
{
	struct lore_rule_decor *d = ARENA_NEW(c->book->arena, struct lore_rule_decor);
	const struct book_decorator *off = find_decorator(list, n, STR("disable_ui_prompt"));
	d->only_after = decorator_number(list, n, STR("activate_only_after"));
	d->only_every = decorator_number(list, n, STR("activate_only_every"));
	d->greeting = decorator_number(list, n, STR("is_greeting"));
	d->keeps = find_decorator(list, n, STR("keep_activate_after_match")) != NULL;
	d->stops = find_decorator(list, n, STR("dont_activate_after_match")) != NULL;
	d->activates = find_decorator(list, n, STR("activate")) != NULL;
	d->rests = find_decorator(list, n, STR("dont_activate")) != NULL;
	d->is_first_out = find_decorator(list, n, STR("ignore_on_max_context")) != NULL;
	d->system_prompt_off = off != NULL && str_eq(off->value, STR("system_prompt"));
	d->post_history_off = off != NULL && str_eq(off->value, STR("post_history_instructions"));
	d->also_keys = decorator_keys(c, find_decorator(list, n, STR("additional_keys")), keys);
	d->never_keys = decorator_keys(c, find_decorator(list, n, STR("exclude_keys")), keys);
	int64_t depth = decorator_number(list, n, STR("scan_depth"));
	if (depth != NOT_SET)
		r->scan_depth = small(depth);
	decorate_place(r, list, n);
	r->is_timed = r->is_timed || d->keeps || d->stops;
	r->decor = d;
}

/* ---- entries ------------------------------------------------------------------------------- */

static struct strs
copy_texts(struct arena *arena, struct strs from)
{
	struct str *at = ARENA_ARRAY(arena, struct str, from.n);
	for (size_t i = 0; i < from.n; i++)
		at[i] = str_copy(arena, from.at[i]);
	return (struct strs){ at, from.n };
}

static bool
is_on(enum lore_switch own, enum lore_switch of_book)
{
	return own == LORE_INHERIT ? of_book == LORE_YES : own == LORE_YES;
}

static struct lore_rule
rule_of(const struct lore_book *book, const struct lore_entry *e, bool is_pattern)
{
	const struct lore_settings *s = &book->settings;
	bool is_memory = s->shape == BOOK_MEMORY;
	return (struct lore_rule){
		.id = e->id,
		.name = str_copy(book->arena, e->name),
		.is_constant = e->is_constant && !is_pattern && !is_memory,
		.is_memory = is_memory,
		.is_recursive = s->is_recursive && !is_memory,
		.is_excluded = e->is_excluded_from_recursion,
		.is_preventing = e->is_preventing_recursion,
		.ignores_budget = e->ignores_budget,
		.is_group_override = e->is_group_override,
		.group_scoring = (uint8_t)(e->group_scoring != LORE_INHERIT ? e->group_scoring
									    : s->group_scoring),
		.logic = (uint8_t)e->logic,
		.place = (uint8_t)e->place,
		.role = (uint8_t)e->role,
		.level = least_zero(e->recursion_level),
		.scan_depth = e->has_scan_depth	  ? small(e->scan_depth)
			      : s->has_scan_depth ? small(s->scan_depth)
			      : is_memory	  ? LORE_AGNAI_DEPTH
						  : NOT_SET,
		.depth = least_zero(e->depth),
		.order = small(e->order),
		.claim = small(e->has_priority && s->shape != BOOK_WORLD ? e->priority : e->order),
		.probability = small(e->probability),
		.group_weight = least_zero(e->group_weight),
		.sticky = least_zero(e->sticky),
		.cooldown = least_zero(e->cooldown),
		.delay = least_zero(e->delay),
		.also = (uint8_t)e->also,
		.group = str_copy(book->arena, str_trim(e->group)),
		.outlet = str_copy(book->arena, e->outlet),
		.is_filter_exclusive = e->is_filter_exclusive
	};
}

static void
add_rule(struct compile *c, const struct lore_entry *e)
{
	struct lore_book *book = c->book;
	struct lore_rule *r = &book->rules[book->count++];
	const struct lore_settings *s = &book->settings;
	bool is_memory = s->shape == BOOK_MEMORY;
	/* V3: with use_regex, constant and secondary keys do not count. */
	bool is_pattern = e->uses_regex && !is_memory;
	struct key_rule keys = { .is_pattern = is_pattern,
				 .is_memory = is_memory,
				 .is_exact = !is_memory &&
					     is_on(e->case_sensitive, s->case_sensitive),
				 .is_word = is_on(e->whole_words, s->whole_words) };
	*r = rule_of(book, e, is_pattern);
	struct book_decorator list[BOOK_DECORATORS];
	struct str content = e->content;
	size_t n = is_memory ? 0 : book_decorators(content, list, &content);
	r->content = str_copy(book->arena, content);
	r->filter_names = copy_texts(book->arena, e->filter_names);
	r->filter_tags = copy_texts(book->arena, e->filter_tags);
	r->triggers = copy_texts(book->arena, e->triggers);
	r->keys = add_keys(c, e->keys, &keys, &r->has_bad_pattern);
	if (e->is_selective && !is_pattern && !is_memory)
		r->secondary = add_keys(c, e->secondary, &keys, &r->has_bad_pattern);
	r->is_timed = r->sticky > 0 || r->cooldown > 0;
	if (n > 0)
		decorate(c, r, list, n, &keys);
	book->also |= r->also;
	if (r->scan_depth > book->depth_most)
		book->depth_most = r->scan_depth;
}

/* ---- books --------------------------------------------------------------------------------- */

static void
free_arena(void *arena)
{
	arena_free(arena);
}

struct lore_book *
lore_compile(const struct lore_settings *settings, const struct lore_entry *entries, size_t n)
{
	struct arena *arena = arena_new(BOOK_ARENA);
	struct arena *scratch = arena_new(BOOK_ARENA);
	struct fault_frame frame;
	if (FAULT_CATCH(frame)) {
		struct lore_book *book = ARENA_NEW(arena, struct lore_book);
		struct compile c = { .book = book, .scratch = scratch };
		book->arena = arena;
		atomic_init(&book->holders, 1);
		book->settings = *settings;
		book->settings.name = str_copy(arena, settings->name);
		size_t kept = n < LORE_ENTRIES ? n : LORE_ENTRIES;
		size_t enabled = 0;
		for (size_t i = 0; i < kept; i++) {
			enabled += entries[i].is_enabled ? 1 : 0;
			c.key_room += entries[i].keys.n + entries[i].secondary.n;
		}
		book->keys = ARENA_ARRAY(arena, struct lore_key, c.key_room);
		book->dropped = n - kept;
		book->rules = ARENA_ARRAY(arena, struct lore_rule, enabled);
		for (size_t i = 0; i < kept; i++)
			if (entries[i].is_enabled)
				add_rule(&c, &entries[i]);
		fault_pop(&frame);
		arena_free(scratch);
		return book;
	}
	arena_free(scratch);
	free_arena(arena);
	fault_raise(frame.fault.kind, "%s", frame.fault.message);
}

struct lore_book *
lore_hold(struct lore_book *book)
{
	(void)atomic_fetch_add(&book->holders, 1);
	return book;
}

void
lore_free(struct lore_book *book)
{
	if (book != NULL && atomic_fetch_sub(&book->holders, 1) == 1)
		arena_free(book->arena);
}

size_t
lore_bytes(const struct lore_book *book)
{
	return arena_used(book->arena) + book->pattern_bytes;
}

size_t
lore_count(const struct lore_book *book)
{
	return book->count;
}

/* ---- names --------------------------------------------------------------------------------- */

const char *
lore_place_name(enum lore_place place)
{
	static const char *const NAMES[] = {
		[LORE_BEFORE_CHAR] = "before_char",
		[LORE_AFTER_CHAR] = "after_char",
		[LORE_NOTE_TOP] = "note_top",
		[LORE_NOTE_BOTTOM] = "note_bottom",
		[LORE_AT_DEPTH] = "at_depth",
		[LORE_BEFORE_EXAMPLES] = "before_examples",
		[LORE_AFTER_EXAMPLES] = "after_examples",
		[LORE_OUTLET] = "outlet",
		[LORE_FROM_TOP] = "from_top",
		[LORE_PERSONALITY] = "personality",
		[LORE_SCENARIO] = "scenario",
	};
	return NAMES[place];
}

const char *
lore_why_name(enum lore_why why)
{
	static const char *const NAMES[] = {
		[LORE_BY_KEY] = "key",	     [LORE_BY_CONSTANT] = "constant",
		[LORE_BY_STICKY] = "sticky", [LORE_BY_DECORATOR] = "decorator",
		[LORE_BY_FORCE] = "forced",
	};
	return NAMES[why];
}

const char *
lore_cut_name(enum lore_cut_why why)
{
	static const char *const NAMES[] = {
		[LORE_CUT_BUDGET] = "budget",	[LORE_CUT_CHANCE] = "chance",
		[LORE_CUT_GROUP] = "group",	[LORE_CUT_COOLDOWN] = "cooldown",
		[LORE_CUT_DELAY] = "delay",	[LORE_CUT_FILTER] = "filter",
		[LORE_CUT_LOGIC] = "logic",	[LORE_CUT_DECORATOR] = "decorator",
		[LORE_CUT_PATTERN] = "pattern", [LORE_CUT_SLOW] = "slow",
	};
	return NAMES[why];
}

struct str
lore_ref_put(struct arena *arena, struct lore_ref ref)
{
	return str_fmt(arena, "%lld:%lld", (long long)ref.book, (long long)ref.entry);
}

bool
lore_ref_read(struct str text, struct lore_ref *out)
{
	ptrdiff_t colon = str_find_char(text, ':');
	return colon > 0 && str_to_i64(str_first(text, (size_t)colon), &out->book) &&
	       str_to_i64(str_from_at(text, (size_t)colon + 1), &out->entry);
}
