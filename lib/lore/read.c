#include "lib/lore/read.h"

#include "lib/card/card.h"

enum { WEIGHT = 100, NAMES_MOST = 100, NAME_BYTES = 200, MESSAGES_MOST = 1000 };

struct lore_settings
lore_settings_read(const struct book *book)
{
	return (struct lore_settings){
		.shape = book->shape,
		.name = book->name.p != NULL ? book->name : STR(""),
		.has_scan_depth = book->has_scan_depth && book->scan_depth >= 0,
		.scan_depth = book->scan_depth,
		.has_token_budget = book->has_token_budget && book->token_budget > 0,
		.token_budget = book->token_budget,
		.is_recursive = book->is_recursive
	};
}

struct lore_entry
lore_entry_new(void)
{
	return (struct lore_entry){ .uid = STR_INIT(""),
				    .name = STR_INIT(""),
				    .content = STR_INIT(""),
				    .outlet = STR_INIT(""),
				    .group = STR_INIT(""),
				    .is_enabled = true,
				    .is_selective = true,
				    .depth = 4,
				    .order = 100,
				    .probability = 100,
				    .group_weight = WEIGHT };
}

static enum lore_switch
switch_of(struct str value)
{
	return scan_kind(value) != SCAN_BOOL ? LORE_INHERIT : scan_true(value) ? LORE_YES : LORE_NO;
}

static void
read_filter(struct arena *arena, struct str value, struct lore_entry *e)
{
	if (scan_kind(value) != SCAN_OBJECT)
		return;
	e->filter_names = scan_texts(arena, scan_find(arena, value, "names"), NAMES_MOST,
				     NAME_BYTES);
	e->filter_tags = scan_texts(arena, scan_find(arena, value, "tags"), NAMES_MOST, NAME_BYTES);
	e->is_filter_exclusive = scan_true(scan_find(arena, value, "isExclude"));
}

/* Both spellings: of world files and of cards. */
static bool
is_key(struct str key, const char *world, const char *card)
{
	return str_eq(key, str_from(world)) || str_eq(key, str_from(card));
}

static int64_t
clamp(int64_t value, int64_t least, int64_t most)
{
	return value < least ? least : value > most ? most : value;
}

static bool
read_also(struct str key, struct str value, struct lore_entry *e)
{
	static const struct {
		const char *world, *card;
		enum lore_also bit;
	} ALSO[] = {
		{ "matchPersonaDescription", "match_persona_description", LORE_ALSO_PERSONA },
		{ "matchCharacterDescription", "match_character_description",
		  LORE_ALSO_DESCRIPTION },
		{ "matchCharacterPersonality", "match_character_personality",
		  LORE_ALSO_PERSONALITY },
		{ "matchCharacterDepthPrompt", "match_character_depth_prompt",
		  LORE_ALSO_DEPTH_PROMPT },
		{ "matchScenario", "match_scenario", LORE_ALSO_SCENARIO },
		{ "matchCreatorNotes", "match_creator_notes", LORE_ALSO_CREATOR_NOTES },
	};
	for (size_t i = 0; i < COUNT(ALSO); i++)
		if (is_key(key, ALSO[i].world, ALSO[i].card)) {
			e->also |= scan_true(value) ? (unsigned)ALSO[i].bit : 0;
			return true;
		}
	return false;
}

static void
read_number(struct str key, int64_t number, struct lore_entry *e)
{
	if (is_key(key, "scanDepth", "scan_depth")) {
		e->has_scan_depth = number >= 0;
		e->scan_depth = clamp(number, 0, LORE_DEPTH_MOST);
	} else if (is_key(key, "groupWeight", "group_weight")) {
		e->group_weight = clamp(number, 0, 10000);
	} else if (str_eq(key, STR("role"))) {
		e->role = number >= 0 && number <= LORE_ASSISTANT ? (enum lore_role)number
								  : LORE_SYSTEM;
	} else if (str_eq(key, STR("sticky"))) {
		e->sticky = clamp(number, 0, MESSAGES_MOST);
	} else if (str_eq(key, STR("cooldown"))) {
		e->cooldown = clamp(number, 0, MESSAGES_MOST);
	} else if (str_eq(key, STR("delay"))) {
		e->delay = clamp(number, 0, MESSAGES_MOST);
	} else if (is_key(key, "delayUntilRecursion", "delay_until_recursion")) {
		e->recursion_level = clamp(number, 0, 100);
	}
}

/* One member of an entry, or of its extensions. False for `useProbability: false`. */
static bool
read_member(struct scan *s, struct lore_entry *e)
{
	struct str key = s->key, value = s->value;
	int64_t number;
	if (scan_kind(value) != SCAN_TEXT && scan_whole(value, &number))
		read_number(key, number, e);
	else if (str_eq(key, STR("group")))
		e->group = scan_text(s->arena, value, NAME_BYTES);
	else if (is_key(key, "outletName", "outlet_name"))
		e->outlet = scan_text(s->arena, value, NAME_BYTES);
	else if (is_key(key, "groupOverride", "group_override"))
		e->is_group_override = scan_true(value);
	else if (is_key(key, "useGroupScoring", "use_group_scoring"))
		e->group_scoring = switch_of(value);
	else if (is_key(key, "caseSensitive", "case_sensitive"))
		e->case_sensitive = switch_of(value);
	else if (is_key(key, "matchWholeWords", "match_whole_words"))
		e->whole_words = switch_of(value);
	else if (is_key(key, "excludeRecursion", "exclude_recursion"))
		e->is_excluded_from_recursion = scan_true(value);
	else if (is_key(key, "preventRecursion", "prevent_recursion"))
		e->is_preventing_recursion = scan_true(value);
	else if (is_key(key, "delayUntilRecursion", "delay_until_recursion"))
		e->recursion_level = scan_true(value) ? 1 : 0;
	else if (is_key(key, "ignoreBudget", "ignore_budget"))
		e->ignores_budget = scan_true(value);
	else if (is_key(key, "characterFilter", "character_filter"))
		read_filter(s->arena, value, e);
	else if (str_eq(key, STR("triggers")))
		e->triggers = scan_texts(s->arena, value, NAMES_MOST, NAME_BYTES);
	else if (is_key(key, "useProbability", "use_probability"))
		return scan_kind(value) != SCAN_BOOL || scan_true(value);
	else
		(void)read_also(key, value, e);
	return true;
}

static struct str
uid_of(struct scan *members, struct str uid)
{
	if (!str_eq(members->key, STR("uid")) && !str_eq(members->key, STR("id")))
		return uid;
	return scan_kind(members->value) == SCAN_TEXT
		       ? scan_text(members->arena, members->value, NAME_BYTES)
	       : scan_kind(members->value) == SCAN_NUMBER ? members->value
							  : uid;
}

/* The members of an entry that book_next does not read. */
static void
read_rest(struct arena *arena, struct str raw, struct lore_entry *e)
{
	bool uses_probability = true;
	struct scan s = scan_in(arena, raw);
	while (scan_next(&s)) {
		e->uid = uid_of(&s, e->uid);
		if (str_eq(s.key, STR("content")) || str_eq(s.key, STR("entry")))
			e->content = scan_text(arena, s.value, CARD_FIELD);
		else if (str_eq(s.key, STR("priority")))
			e->has_priority = scan_whole(s.value, &e->priority);
		else if (str_eq(s.key, STR("extensions"))) {
			struct scan own = scan_in(arena, s.value);
			while (scan_next(&own))
				uses_probability = read_member(&own, e) && uses_probability;
		} else {
			uses_probability = read_member(&s, e) && uses_probability;
		}
	}
	if (!uses_probability)
		e->probability = 100;
	if (e->content.p == NULL)
		e->content = STR("");
}

bool
lore_entry_next(const struct book *book, struct scan *scan, int64_t *at, struct lore_entry *e)
{
	struct book_entry read;
	for (;;) {
		struct scan look = *scan;
		if (!scan_next(&look))
			return false;
		(*at)++;
		if (scan_kind(look.value) == SCAN_OBJECT)
			break;
		*scan = look;
	}
	if (!book_next(book, scan, &read))
		return false;
	struct str uid = scan->key;
	*e = lore_entry_new();
	e->id = *at + 1;
	e->uid = str_or(uid, STR(""));
	e->name = read.name;
	e->keys = read.keys;
	e->secondary = read.secondary;
	e->is_enabled = read.is_enabled;
	e->is_constant = read.is_constant;
	e->is_selective = read.is_selective;
	e->uses_regex = read.uses_regex;
	e->logic = read.logic;
	e->place = (enum lore_place)read.place;
	e->depth = clamp(read.depth, 0, LORE_DEPTH_MOST);
	e->order = clamp(read.order, -1000000, 1000000);
	e->probability = clamp(read.probability, 0, 100);
	read_rest(scan->arena, read.raw, e);
	e->priority = clamp(e->priority, -1000000, 1000000);
	return true;
}
