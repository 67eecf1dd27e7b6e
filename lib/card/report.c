#include "lib/card/report.h"

#include "lib/card/book.h"
#include "lib/card/fate.h"

struct card_report {
	struct arena *arena;
	struct fate fate;
	const struct card_sheet *sheet;
	size_t entries;
};

/* What each field of data is here; NULL for what is only carried along. */
static const char *
meaning_of(struct str key)
{
	static const struct {
		const char *key;
		const char *meaning;
	} FIELDS[] = {
		{ "name", "name" },
		{ "nickname", "nickname" },
		{ "description", "description" },
		{ "personality", "personality" },
		{ "scenario", "scenario" },
		{ "first_mes", "greeting" },
		{ "alternate_greetings", "alternate greetings" },
		{ "mes_example", "example dialogues" },
		{ "system_prompt", "system prompt" },
		{ "post_history_instructions", "instructions after the conversation" },
		{ "creator_notes", "creator's notes" },
		{ "tags", "tags" },
		{ "character_version", "version" },
		{ "group_only_greetings", "greetings in chats with others" },
	};
	for (size_t i = 0; i < COUNT(FIELDS); i++)
		if (str_eq(key, str_from(FIELDS[i].key)))
			return FIELDS[i].meaning;
	return NULL;
}

/* Nothing in it: "", [], {} or null, with or without space inside. */
static bool
is_blank(struct str value)
{
	enum scan_kind kind = scan_kind(value);
	if (kind == SCAN_OBJECT || kind == SCAN_ARRAY)
		return scan_count(value) == 0;
	return kind == SCAN_NULL || kind == SCAN_NOTHING || str_eq(value, STR("\"\""));
}

static bool
fits(struct str key, struct str value)
{
	enum scan_kind kind = scan_kind(value);
	if (str_eq(key, STR("alternate_greetings")) || str_eq(key, STR("group_only_greetings")))
		return kind == SCAN_ARRAY;
	if (str_eq(key, STR("tags")))
		return kind == SCAN_ARRAY || kind == SCAN_TEXT;
	return kind == SCAN_TEXT;
}

static void
tell_use(struct card_report *r, struct str what, const char *meaning)
{
	fate_add(&r->fate.mapped,
		 str_fmt(r->arena, "%.*s \xE2\x86\x92 %s", STR_ARG(what), meaning));
}

/* Of what other tools add, SillyTavern's note and talkativeness are used here, and what is this house's. */
static void
tell_extensions(struct card_report *r, struct str object)
{
	struct scan s = scan_in(r->arena, object);
	while (scan_next(&s)) {
		struct str what = str_fmt(r->arena, "extensions.%.*s", STR_ARG(s.key));
		if (str_eq(s.key, STR("depth_prompt")) && r->sheet->depth_prompt.n > 0)
			tell_use(r, what, "note in the conversation");
		else if (str_eq(s.key, STR("talkativeness")))
			tell_use(r, what, "how readily it speaks among others");
		else if (str_eq(s.key, STR("snug")))
			tell_use(r, what, "line, age, traits, notes and looks");
		else
			fate_add(&r->fate.kept, what);
	}
}

static void
tell_assets(struct card_report *r, const struct card_file *file, const struct card *card)
{
	struct card_asset_entry entry;
	struct scan s = scan_in(r->arena, card->assets);
	while (card_next_asset(&s, &entry)) {
		struct str uri = str_first(entry.uri, str_clip(entry.uri, 80));
		if (entry.place.n == 0 && str_find(uri, STR("://")) > 0)
			fate_add(&r->fate.ignored, str_fmt(r->arena,
							   "assets: %.*s is on the net and was not "
							   "fetched; its address is kept",
							   STR_ARG(uri)));
	}
	if (file->assets.n > 0)
		fate_add(&r->fate.kept, str_fmt(r->arena, "%zu %s of the card", file->assets.n,
						file->assets.n == 1 ? "file" : "files"));
	if (file->skipped > 0)
		fate_add(&r->fate.ignored,
			 str_fmt(r->arena, "%zu files with names that no card may hold",
				 file->skipped));
}

static void
tell_book(struct card_report *r, struct str value)
{
	struct book book;
	if (!book_read(r->arena, value, &book)) {
		fate_add(&r->fate.ignored,
			 STR("character_book: not a lorebook; it is kept as it is"));
		return;
	}
	r->entries = book.count;
	tell_use(r,
		 str_fmt(r->arena, "character_book (%zu %s)", book.count,
			 book.count == 1 ? "entry" : "entries"),
		 "lorebook");
}

static void
tell_field(struct card_report *r, struct str key, struct str value)
{
	const char *meaning = meaning_of(key);
	if (str_eq(key, STR("extensions")) && scan_kind(value) == SCAN_OBJECT)
		tell_extensions(r, value);
	else if (is_blank(value))
		return;
	else if (str_eq(key, STR("character_book")))
		tell_book(r, value);
	else if (meaning != NULL && fits(key, value))
		tell_use(r, key, meaning);
	else if (meaning != NULL)
		fate_add(&r->fate.ignored,
			 str_fmt(r->arena,
				 "%.*s: not of the kind that it must be; it is kept "
				 "as it is",
				 STR_ARG(key)));
	else
		fate_add(&r->fate.kept, key);
}

static void
tell_fields(struct card_report *r, const struct card *card)
{
	struct scan s = scan_in(r->arena, card->data);
	while (scan_next(&s)) {
		struct str key = s.key;
		for (size_t i = 0; card->spec == CARD_V1 && i < CARD_SHARED; i++)
			if (str_eq(key, str_from(card_field_name(card, i))))
				key = str_from(card_shared_fields[i]);
		bool is_loose = card->spec == CARD_V1 && meaning_of(key) == NULL;
		if (is_loose)
			fate_add(&r->fate.kept, key);
		else
			tell_field(r, key, s.value);
	}
	if (card->spec == CARD_V1)
		return;
	/* Copies of the fields for readers of V1 are no news. */
	struct scan top = scan_in(r->arena, card->text);
	while (scan_next(&top))
		if (!card_knows(top.key) && !str_starts(top.key, STR("spec")) &&
		    !str_eq(top.key, STR("data")))
			fate_add(&r->fate.kept,
				 str_fmt(r->arena, "%.*s (beside data)", STR_ARG(top.key)));
}

struct card_report *
card_report_new(struct arena *arena, const struct card_file *file, const struct card *card,
		const struct card_sheet *sheet)
{
	struct card_report *r = ARENA_NEW(arena, struct card_report);
	bool is_copy;
	r->arena = arena;
	r->sheet = sheet;
	r->fate = fate_in(arena);
	tell_fields(r, card);
	tell_assets(r, file, card);
	if (file->has_both)
		fate_add(&r->fate.ignored, STR("chara: an older copy of the card; ccv3 was read"));
	(void)card_own_notes(card, &is_copy);
	if (is_copy)
		fate_add(
			&r->fate.notes,
			STR("This is the copy for older tools of a card of version 3, which the "
			    "file does not hold any more. What only version 3 knows is not in it."));
	if (card->is_newer)
		fate_add(&r->fate.notes,
			 str_fmt(arena,
				 "The card is of version %.*s, which is newer than this "
				 "house knows. What it does not know is kept.",
				 STR_ARG(card->spec_version)));
	if (sheet->is_cut)
		fate_add(
			&r->fate.notes,
			STR("A text is longer than this house uses. The whole of it goes out again "
			    "with the card."));
	if (str_trim(card->name).n == 0)
		fate_add(&r->fate.notes, STR("The card has no name."));
	return r;
}

void
card_report_note(struct card_report *report, struct str line)
{
	fate_add(&report->fate.notes, line);
}

struct str
card_report_json(const struct card_report *report)
{
	return fate_json(report->arena, &report->fate);
}

size_t
card_report_entries(const struct card_report *report)
{
	return report->entries;
}
