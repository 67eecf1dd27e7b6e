#include "lib/lore/write.h"

#include "lib/base/json.h"
#include "lib/card/scan.h"
#include "lib/card/sheet.h"

/*
 * A member of an entry, by its name in each shape; NULL where the shape has none. Cards keep what their
 * specification does not know under "extensions".
 */
struct member {
	const char *world;
	const char *card;
	const char *own; /* in a card's extensions */
	const char *memory;
	struct str json;
	bool is_put;
};

enum { MEMBERS = 64 };

struct members {
	struct arena *arena;
	enum book_shape shape;
	struct member at[MEMBERS];
	size_t n;
};

/* ---- values -------------------------------------------------------------------------------- */

static struct str
yes_json(bool yes)
{
	return yes ? STR("true") : STR("false");
}

static struct str
switch_json(enum lore_switch value)
{
	return value == LORE_INHERIT ? STR("null") : yes_json(value == LORE_YES);
}

/* ---- what has changed ---------------------------------------------------------------------- */

static void
add(struct members *m, bool is_same, const char *world, const char *card, const char *own,
    const char *memory, struct str json)
{
	if (!is_same && m->n < MEMBERS)
		m->at[m->n++] = (struct member){ world, card, own, memory, json, false };
}

static void
add_texts(struct members *m, const struct lore_entry *was, const struct lore_entry *now)
{
	struct arena *a = m->arena;
	bool is_new = was == NULL;
	add(m, !is_new && card_same_texts(was->keys, now->keys), "key", "keys", NULL, "keywords",
	    json_of_texts(a, now->keys));
	add(m, !is_new && card_same_texts(was->secondary, now->secondary), "keysecondary",
	    "secondary_keys", NULL, NULL, json_of_texts(a, now->secondary));
	add(m, !is_new && str_eq(was->name, now->name), "comment", "name", NULL, "name",
	    json_of_text(a, now->name));
	add(m, !is_new && str_eq(was->name, now->name), NULL, "comment", NULL, NULL,
	    json_of_text(a, now->name));
	add(m, !is_new && str_eq(was->content, now->content), "content", "content", NULL, "entry",
	    json_of_text(a, now->content));
	add(m, !is_new && str_eq(was->outlet, now->outlet), "outletName", NULL, "outlet_name", NULL,
	    json_of_text(a, now->outlet));
	add(m, !is_new && str_eq(was->group, now->group), "group", NULL, "group", NULL,
	    json_of_text(a, now->group));
	add(m, !is_new && card_same_texts(was->triggers, now->triggers), "triggers", NULL,
	    "triggers", NULL, json_of_texts(a, now->triggers));
	bool same_filter = !is_new && card_same_texts(was->filter_names, now->filter_names) &&
			   card_same_texts(was->filter_tags, now->filter_tags) &&
			   was->is_filter_exclusive == now->is_filter_exclusive;
	struct str names = json_of_texts(a, now->filter_names),
		   tags = json_of_texts(a, now->filter_tags);
	bool has_none = is_new && now->filter_names.n == 0 && now->filter_tags.n == 0;
	add(m, same_filter || has_none, "characterFilter", NULL, "character_filter", NULL,
	    str_fmt(a, "{\"isExclude\":%s,\"names\":%.*s,\"tags\":%.*s}",
		    now->is_filter_exclusive ? "true" : "false", STR_ARG(names), STR_ARG(tags)));
}

static void
add_numbers(struct members *m, const struct lore_entry *was, const struct lore_entry *now)
{
	struct arena *a = m->arena;
	bool is_new = was == NULL;
	const struct {
		const char *world, *card, *own, *memory;
		int64_t was, now;
	} NUMBERS[] = {
#define NUMBER(field) is_new ? 0 : (int64_t)was->field, (int64_t)now->field
		{ "selectiveLogic", NULL, "selectiveLogic", NULL, NUMBER(logic) },
		{ "position", NULL, "position", NULL, NUMBER(place) },
		{ "depth", NULL, "depth", NULL, NUMBER(depth) },
		{ "role", NULL, "role", NULL, NUMBER(role) },
		{ "order", "insertion_order", NULL, "weight", NUMBER(order) },
		{ "probability", NULL, "probability", NULL, NUMBER(probability) },
		{ "groupWeight", NULL, "group_weight", NULL, NUMBER(group_weight) },
		{ "sticky", NULL, "sticky", NULL, NUMBER(sticky) },
		{ "cooldown", NULL, "cooldown", NULL, NUMBER(cooldown) },
		{ "delay", NULL, "delay", NULL, NUMBER(delay) },
		{ "delayUntilRecursion", NULL, "delay_until_recursion", NULL,
		  NUMBER(recursion_level) },
#undef NUMBER
	};
	for (size_t i = 0; i < COUNT(NUMBERS); i++)
		add(m, !is_new && NUMBERS[i].was == NUMBERS[i].now, NUMBERS[i].world,
		    NUMBERS[i].card, NUMBERS[i].own, NUMBERS[i].memory, str_int(a, NUMBERS[i].now));
	add(m, !is_new && was->place == now->place, NULL, "position", NULL, NULL,
	    now->place == LORE_AFTER_CHAR ? STR("\"after_char\"") : STR("\"before_char\""));
	bool same_priority = !is_new ? was->has_priority == now->has_priority &&
					       was->priority == now->priority
				     : !now->has_priority && m->shape != BOOK_MEMORY;
	add(m, same_priority, NULL, "priority", NULL, "priority",
	    str_int(a, now->has_priority ? now->priority : now->order));
	bool same_depth = !is_new && was->has_scan_depth == now->has_scan_depth &&
			  was->scan_depth == now->scan_depth;
	add(m, same_depth, "scanDepth", NULL, "scan_depth", NULL,
	    now->has_scan_depth ? str_int(a, now->scan_depth) : STR("null"));
}

static void
add_switches(struct members *m, const struct lore_entry *was, const struct lore_entry *now)
{
	bool is_new = was == NULL;
	const struct {
		const char *world, *card, *own, *memory;
		bool was, now;
	} YES[] = {
#define YES_OF(field) !is_new && was->field, now->field
		{ NULL, "enabled", NULL, "enabled", YES_OF(is_enabled) },
		{ "constant", "constant", NULL, NULL, YES_OF(is_constant) },
		{ "selective", "selective", NULL, NULL, YES_OF(is_selective) },
		{ NULL, "use_regex", NULL, NULL, YES_OF(uses_regex) },
		{ "groupOverride", NULL, "group_override", NULL, YES_OF(is_group_override) },
		{ "excludeRecursion", NULL, "exclude_recursion", NULL,
		  YES_OF(is_excluded_from_recursion) },
		{ "preventRecursion", NULL, "prevent_recursion", NULL,
		  YES_OF(is_preventing_recursion) },
		{ "ignoreBudget", NULL, "ignore_budget", NULL, YES_OF(ignores_budget) },
#undef YES_OF
#define ALSO_OF(bit) !is_new && (was->also & (bit)) != 0, (now->also & (bit)) != 0
		{ "matchPersonaDescription", NULL, "match_persona_description", NULL,
		  ALSO_OF(LORE_ALSO_PERSONA) },
		{ "matchCharacterDescription", NULL, "match_character_description", NULL,
		  ALSO_OF(LORE_ALSO_DESCRIPTION) },
		{ "matchCharacterPersonality", NULL, "match_character_personality", NULL,
		  ALSO_OF(LORE_ALSO_PERSONALITY) },
		{ "matchCharacterDepthPrompt", NULL, "match_character_depth_prompt", NULL,
		  ALSO_OF(LORE_ALSO_DEPTH_PROMPT) },
		{ "matchScenario", NULL, "match_scenario", NULL, ALSO_OF(LORE_ALSO_SCENARIO) },
		{ "matchCreatorNotes", NULL, "match_creator_notes", NULL,
		  ALSO_OF(LORE_ALSO_CREATOR_NOTES) },
#undef ALSO_OF
	};
	for (size_t i = 0; i < COUNT(YES); i++)
		add(m, !is_new && YES[i].was == YES[i].now, YES[i].world, YES[i].card, YES[i].own,
		    YES[i].memory, yes_json(YES[i].now));
	add(m, !is_new && was->is_enabled == now->is_enabled, "disable", NULL, NULL, NULL,
	    yes_json(!now->is_enabled));
	add(m, !is_new && was->probability == now->probability, "useProbability", NULL,
	    "useProbability", NULL, yes_json(is_new || now->probability < 100));
	add(m, !is_new && was->case_sensitive == now->case_sensitive, "caseSensitive", NULL,
	    "case_sensitive", NULL, switch_json(now->case_sensitive));
	add(m, is_new || was->case_sensitive == now->case_sensitive, NULL, "case_sensitive", NULL,
	    NULL, yes_json(now->case_sensitive == LORE_YES));
	add(m, !is_new && was->whole_words == now->whole_words, "matchWholeWords", NULL,
	    "match_whole_words", NULL, switch_json(now->whole_words));
	add(m, !is_new && was->group_scoring == now->group_scoring, "useGroupScoring", NULL,
	    "use_group_scoring", NULL, switch_json(now->group_scoring));
}

/* ---- putting ------------------------------------------------------------------------------- */

static const char *
name_in(const struct members *m, const struct member *one)
{
	switch (m->shape) {
	case BOOK_WORLD:
		return one->world;
	case BOOK_MEMORY:
		return one->memory;
	case BOOK_V2:
	case BOOK_V3:
		return one->card;
	}
	return NULL;
}

/* The changed member that stands under `key`, at the top or in a card's extensions. */
static struct member *
find(struct members *m, struct str key, bool is_own)
{
	for (size_t i = 0; i < m->n; i++) {
		const char *name = is_own ? m->at[i].own : name_in(m, &m->at[i]);
		if (name != NULL && str_eq(key, str_from(name)))
			return &m->at[i];
	}
	return NULL;
}

static void
put_key(struct buf *out, size_t *n, struct str key)
{
	buf_str(out, (*n)++ == 0 ? STR("{\"") : STR(",\""));
	buf_str(out, key);
	buf_lit(out, "\":");
}

static void put_members(struct buf *out, struct members *m, struct str raw, bool is_own,
			struct str more);

static bool
has_left(const struct members *m, bool is_own)
{
	for (size_t i = 0; i < m->n; i++)
		if (!m->at[i].is_put && (is_own ? m->at[i].own : name_in(m, &m->at[i])) != NULL)
			return true;
	return false;
}

/* The members of an object, with the changed ones; those that it lacks come behind. */
static void
put_members(struct buf *out, struct members *m, struct str raw, bool is_own, struct str more)
{
	size_t n = 0;
	bool is_card = m->shape == BOOK_V2 || m->shape == BOOK_V3, had_own = false;
	struct scan s = scan_in(m->arena, str_or(raw, STR("{}")));
	while (scan_next(&s)) {
		struct member *one = find(m, s.key, is_own);
		bool is_extensions = is_card && !is_own && str_eq(s.key, STR("extensions"));
		put_key(out, &n, s.raw);
		had_own = had_own || is_extensions;
		if (is_extensions) {
			put_members(out, m, scan_kind(s.value) == SCAN_OBJECT ? s.value : STR("{}"),
				    true, STR(""));
			continue;
		}
		if (one != NULL)
			one->is_put = true;
		buf_str(out, one != NULL ? one->json : s.value);
	}
	for (size_t i = 0; i < m->n; i++) {
		struct member *one = &m->at[i];
		const char *name = is_own ? one->own : name_in(m, one);
		if (one->is_put || name == NULL)
			continue;
		/* A title has two names in cards; the second is only kept up. */
		if (raw.n > 0 && is_card && !is_own && strcmp(name, "comment") == 0)
			continue;
		put_key(out, &n, str_from(name));
		buf_str(out, one->json);
		one->is_put = true;
	}
	if (is_card && !is_own && !had_own && (has_left(m, true) || raw.n == 0)) {
		put_key(out, &n, STR("extensions"));
		put_members(out, m, STR("{}"), true, STR(""));
	}
	if (more.n > 0) {
		buf_str(out, n == 0 ? STR("{") : STR(","));
		buf_str(out, more);
		n++;
	}
	if (n == 0)
		buf_char(out, '{');
	buf_char(out, '}');
}

void
lore_put_entry(struct arena *scratch, struct buf *out, enum book_shape shape, struct str raw,
	       const struct lore_entry *was, const struct lore_entry *now)
{
	struct members m = { .arena = scratch, .shape = shape };
	struct str more = STR("");
	add_texts(&m, was, now);
	add_numbers(&m, was, now);
	add_switches(&m, was, now);
	if (was == NULL && shape == BOOK_WORLD)
		more = str_fmt(
			m.arena,
			"\"uid\":%lld,\"vectorized\":false,\"addMemo\":true,\"automationId\":\"\","
			"\"displayIndex\":%lld",
			(long long)now->id, (long long)now->id);
	else if (was == NULL && shape != BOOK_MEMORY)
		more = str_fmt(m.arena, "\"id\":%lld", (long long)now->id);
	put_members(out, &m, raw, false, more);
}
