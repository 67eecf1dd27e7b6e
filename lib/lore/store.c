#include "lib/lore/store.h"

#include "lib/base/json.h"
#include "lib/card/card.h"
#include "lib/lore/read.h"

static enum lore_switch
switch_of(bool is_set, bool value)
{
	return !is_set ? LORE_INHERIT : value ? LORE_YES : LORE_NO;
}

struct lore_entry
lore_entry_of_row(const struct lore_entry_row *row)
{
	return (struct lore_entry){
		.id = row->id.v,
		.uid = row->uid,
		.name = row->name,
		.keys = row->keys,
		.secondary = row->secondary,
		.content = row->content,
		.is_enabled = row->is_enabled,
		.is_constant = row->is_constant,
		.is_selective = row->is_selective,
		.uses_regex = row->uses_regex,
		.logic = (enum book_logic)row->logic,
		.place = (enum lore_place)row->place,
		.outlet = row->outlet,
		.depth = row->depth,
		.role = (enum lore_role)row->role,
		.order = row->insertion_order,
		.has_priority = row->has_priority,
		.priority = row->priority,
		.probability = row->probability,
		.group = row->group_name,
		.is_group_override = row->is_group_override,
		.group_weight = row->group_weight,
		.group_scoring = switch_of(row->has_group_scoring, row->group_scoring),
		.has_scan_depth = row->has_scan_depth,
		.scan_depth = row->scan_depth,
		.case_sensitive = switch_of(row->has_case_sensitive, row->case_sensitive),
		.whole_words = switch_of(row->has_whole_words, row->whole_words),
		.sticky = row->sticky,
		.cooldown = row->cooldown,
		.delay = row->delay,
		.is_excluded_from_recursion = row->is_excluded,
		.is_preventing_recursion = row->is_preventing,
		.recursion_level = row->recursion_level,
		.ignores_budget = row->ignores_budget,
		.also = (unsigned)row->also,
		.filter_names = row->filter_names,
		.filter_tags = row->filter_tags,
		.is_filter_exclusive = row->is_filter_exclusive,
		.triggers = row->triggers,
	};
}

struct lore_settings
lore_settings_of_row(const struct lore_shelf_row *row)
{
	return (struct lore_settings){
		.id = row->id,
		.version = row->version,
		.shape = lore_shape_from(row->shape),
		.name = row->name,
		.has_scan_depth = row->has_scan_depth,
		.scan_depth = row->scan_depth,
		.has_token_budget = row->has_token_budget,
		.token_budget = row->token_budget,
		.is_recursive = row->is_recursive,
		.whole_words = switch_of(row->has_whole_words, row->whole_words),
		.case_sensitive = switch_of(row->has_case_sensitive, row->case_sensitive),
		.group_scoring = switch_of(row->has_group_scoring, row->group_scoring),
	};
}

/* ---- shapes -------------------------------------------------------------------------------- */

static const struct str SHAPES[] = {
	[BOOK_V2] = STR_INIT("v2"),
	[BOOK_V3] = STR_INIT("v3"),
	[BOOK_WORLD] = STR_INIT("world"),
	[BOOK_MEMORY] = STR_INIT("memory"),
};

const char *
lore_shape_name(enum book_shape shape)
{
	return SHAPES[shape].p;
}

enum book_shape
lore_shape_from(struct str name)
{
	for (size_t i = 0; i < COUNT(SHAPES); i++)
		if (str_eq(name, SHAPES[i]))
			return (enum book_shape)i;
	return BOOK_WORLD;
}

/* ---- rows as JSON -------------------------------------------------------------------------- */

static void
put_number(struct buf *out, const char *key, int64_t number, int64_t usual)
{
	if (number != usual)
		buf_fmt(out, ",\"%s\":%lld", key, (long long)number);
}

static void
put_yes(struct buf *out, const char *key, bool yes, bool usual)
{
	if (yes != usual)
		buf_fmt(out, ",\"%s\":%s", key, yes ? "true" : "false");
}

static void
put_switch(struct buf *out, const char *key, enum lore_switch value)
{
	if (value != LORE_INHERIT)
		buf_fmt(out, ",\"%s\":%s", key, value == LORE_YES ? "true" : "false");
}

/* What is as in a new entry is left out: lore_blank has it (sql/migrations/0020). */
void
lore_put_row(struct buf *out, const struct lore_entry *e, int64_t n, int64_t source_at)
{
	const struct lore_entry usual = lore_entry_new();
	buf_fmt(out, "{\"n\":%lld", (long long)n);
	if (source_at >= 0)
		put_number(out, "source_at", source_at, -1);
	json_add_text(out, "uid", e->uid);
	json_add_text(out, "name", e->name);
	json_add_texts(out, "keys", e->keys);
	json_add_texts(out, "secondary", e->secondary);
	json_add_text(out, "content", e->content);
	put_yes(out, "is_enabled", e->is_enabled, usual.is_enabled);
	put_yes(out, "is_constant", e->is_constant, usual.is_constant);
	put_yes(out, "is_selective", e->is_selective, usual.is_selective);
	put_yes(out, "uses_regex", e->uses_regex, usual.uses_regex);
	put_number(out, "logic", (int64_t)e->logic, (int64_t)usual.logic);
	put_number(out, "place", (int64_t)e->place, (int64_t)usual.place);
	json_add_text(out, "outlet", e->outlet);
	put_number(out, "depth", e->depth, usual.depth);
	put_number(out, "role", (int64_t)e->role, (int64_t)usual.role);
	put_number(out, "insertion_order", e->order, usual.order);
	if (e->has_priority)
		buf_fmt(out, ",\"priority\":%lld", (long long)e->priority);
	put_number(out, "probability", e->probability, usual.probability);
	json_add_text(out, "group_name", e->group);
	put_yes(out, "is_group_override", e->is_group_override, usual.is_group_override);
	put_number(out, "group_weight", e->group_weight, usual.group_weight);
	put_switch(out, "group_scoring", e->group_scoring);
	if (e->has_scan_depth)
		buf_fmt(out, ",\"scan_depth\":%lld", (long long)e->scan_depth);
	put_switch(out, "case_sensitive", e->case_sensitive);
	put_switch(out, "whole_words", e->whole_words);
	put_number(out, "sticky", e->sticky, usual.sticky);
	put_number(out, "cooldown", e->cooldown, usual.cooldown);
	put_number(out, "delay", e->delay, usual.delay);
	put_yes(out, "is_excluded", e->is_excluded_from_recursion,
		usual.is_excluded_from_recursion);
	put_yes(out, "is_preventing", e->is_preventing_recursion, usual.is_preventing_recursion);
	put_number(out, "recursion_level", e->recursion_level, usual.recursion_level);
	put_yes(out, "ignores_budget", e->ignores_budget, usual.ignores_budget);
	put_number(out, "also", e->also, usual.also);
	json_add_texts(out, "filter_names", e->filter_names);
	json_add_texts(out, "filter_tags", e->filter_tags);
	put_yes(out, "is_filter_exclusive", e->is_filter_exclusive, usual.is_filter_exclusive);
	json_add_texts(out, "triggers", e->triggers);
	buf_char(out, '}');
}

/* ---- books --------------------------------------------------------------------------------- */

bool
lore_book_of_card(struct arena *arena, struct str text, struct book *book)
{
	struct card card;
	struct str why;
	return text.n > 0 && card_read(arena, text, &card, &why) == CARD_OK && card.book.n > 0 &&
	       book_read(arena, card.book, book);
}

struct lore_entries
lore_read_all(struct arena *arena, const struct book *book)
{
	size_t room = book->count < LORE_ENTRIES ? book->count : LORE_ENTRIES;
	struct lore_entries all = { ARENA_ARRAY(arena, struct lore_entry, room + 1), 0 };
	struct scan s = scan_in(arena, book->entries);
	int64_t at = -1;
	while (all.n < room && lore_entry_next(book, &s, &at, &all.at[all.n]))
		all.n++;
	return all;
}
