#include "lib/card/card.h"

#include <string.h>

#include "lib/card/book.h"

const char *const card_shared_fields[CARD_SHARED] = { "name",	  "description", "personality",
						      "scenario", "first_mes",	 "mes_example" };
/* What Pygmalion and its kin called them; their persona is the description. */
static const char *const FOREIGN[CARD_SHARED] = { "char_name",	   "char_persona",
						  "personality",   "world_scenario",
						  "char_greeting", "example_dialogue" };

/* Beyond the shared six. */
static const char *const KNOWN[] = {
	"alternate_greetings", "assets",   "character_book",
	"character_version",   "creator",  "creator_notes",
	"extensions",	       "nickname", "post_history_instructions",
	"system_prompt",       "tags",	   "group_only_greetings",
};

static bool
is_one_of(struct str word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(word, str_from(list[i])))
			return true;
	return false;
}

bool
card_knows(struct str key)
{
	return is_one_of(key, card_shared_fields, CARD_SHARED) ||
	       is_one_of(key, KNOWN, COUNT(KNOWN));
}

const char *
card_field_name(const struct card *card, size_t shared)
{
	return card->is_foreign ? FOREIGN[shared] : card_shared_fields[shared];
}

static struct str
text_of(struct arena *arena, struct str value)
{
	struct str text = scan_text(arena, value, CARD_FIELD);
	return text.p != NULL ? text : STR("");
}

/* Texts of a list; a single text is taken apart at its commas, as older tools wrote tags. */
static struct strs
texts_of(struct arena *arena, struct str value, size_t most)
{
	struct str *at = ARENA_ARRAY(arena, struct str, most);
	struct strs out = { at, 0 };
	if (scan_kind(value) == SCAN_TEXT) {
		struct str rest = scan_text(arena, value, CARD_FIELD), item;
		while (out.n < most && str_cut(&rest, ',', &item))
			if (str_trim(item).n > 0)
				at[out.n++] = str_trim(item);
		return out;
	}
	if (scan_kind(value) != SCAN_ARRAY)
		return out;
	struct scan s = scan_in(arena, value);
	while (out.n < most && scan_next(&s))
		if (scan_kind(s.value) == SCAN_TEXT)
			at[out.n++] = scan_text(arena, s.value, CARD_FIELD);
	return out;
}

static struct str
if_kind(struct str value, enum scan_kind kind)
{
	return scan_kind(value) == kind ? value : STR_NONE;
}

/* What is in one member of data. */
static void
read_member(struct arena *arena, struct card *card, struct str key, struct str value,
	    struct strs *alternates)
{
	struct str *const shared[CARD_SHARED] = { &card->name,	      &card->description,
						  &card->personality, &card->scenario,
						  &card->first_mes,   &card->mes_example };
	const struct {
		const char *key;
		struct str *to;
	} texts[] = {
		{ "nickname", &card->nickname },
		{ "system_prompt", &card->system_prompt },
		{ "post_history_instructions", &card->post_history_instructions },
		{ "creator_notes", &card->creator_notes },
		{ "creator", &card->creator },
		{ "character_version", &card->version },
	};
	for (size_t i = 0; i < CARD_SHARED; i++)
		if (str_eq(key, str_from(card_field_name(card, i))))
			*shared[i] = text_of(arena, value);
	if (card->spec == CARD_V1)
		return;
	for (size_t i = 0; i < COUNT(texts); i++)
		if (str_eq(key, str_from(texts[i].key)))
			*texts[i].to = text_of(arena, value);
	if (str_eq(key, STR("alternate_greetings")))
		*alternates = texts_of(arena, value, CARD_GREETINGS);
	else if (str_eq(key, STR("tags")))
		card->tags = texts_of(arena, value, CARD_TAGS);
	else if (str_eq(key, STR("character_book")))
		card->book = if_kind(value, SCAN_OBJECT);
	else if (str_eq(key, STR("extensions")))
		card->extensions = if_kind(value, SCAN_OBJECT);
	else if (str_eq(key, STR("assets")))
		card->assets = if_kind(value, SCAN_ARRAY);
}

static void
read_fields(struct arena *arena, struct card *card)
{
	struct strs alternates = { 0 };
	struct scan s = scan_in(arena, card->data);
	while (scan_next(&s))
		read_member(arena, card, s.key, s.value, &alternates);
	if (card->spec == CARD_V2)
		card->nickname = STR("");
	struct str *all = ARENA_ARRAY(arena, struct str, alternates.n + 1);
	card->greetings.at = all;
	if (card->first_mes.n > 0)
		all[card->greetings.n++] = card->first_mes;
	for (size_t i = 0; i < alternates.n; i++)
		if (alternates.at[i].n > 0)
			all[card->greetings.n++] = alternates.at[i];
}

/* "3.1" as tenths: 31. Later parts do not matter. */
static int
version_tenths(struct str version)
{
	int whole = 0, tenth = 0;
	size_t i = 0;
	for (; i < version.n && version.p[i] >= '0' && version.p[i] <= '9' && whole < 1000; i++)
		whole = whole * 10 + (version.p[i] - '0');
	if (i + 1 < version.n && version.p[i] == '.' && version.p[i + 1] >= '0' &&
	    version.p[i + 1] <= '9')
		tenth = version.p[i + 1] - '0';
	return whole * 10 + tenth;
}

/* What stands at the top of a document, found in one pass: a card may be large. */
struct top {
	struct str spec;
	struct str version;
	struct str data;
	bool has_name;
	bool has_foreign_name;
	bool has_description;
	bool has_field; /* of V1, beside these two */
	bool has_entries;
};

static struct top
read_top(struct arena *arena, struct str root)
{
	struct top top = { 0 };
	struct scan s = scan_in(arena, root);
	while (scan_next(&s)) {
		bool is_text = scan_kind(s.value) == SCAN_TEXT;
		if (str_eq(s.key, STR("spec")))
			top.spec = scan_text(arena, s.value, 64);
		else if (str_eq(s.key, STR("spec_version")))
			top.version = is_text ? scan_text(arena, s.value, 16) : s.value;
		else if (str_eq(s.key, STR("data")))
			top.data = if_kind(s.value, SCAN_OBJECT);
		else if (is_text && str_eq(s.key, STR("name")))
			top.has_name = true;
		else if (is_text && str_eq(s.key, STR("char_name")))
			top.has_foreign_name = true;
		else if (is_text && str_eq(s.key, STR("description")))
			top.has_description = true;
		else if (is_text && is_one_of(s.key, card_shared_fields, CARD_SHARED))
			top.has_field = true;
		else if (str_eq(s.key, STR("entries")))
			top.has_entries = true;
	}
	return top;
}

static bool
has_name(struct arena *arena, struct str object)
{
	struct scan s = scan_in(arena, object);
	while (scan_next(&s))
		if (str_eq(s.key, STR("name")))
			return scan_kind(s.value) == SCAN_TEXT;
	return false;
}

/*
 * Which version the document is: what it says it is; without that word, an object `data` with a name
 * is V2, and the fields of V1 at the top are V1. (Files of V2 often repeat those fields for old
 * readers, so `data` is looked at first.)
 */
static bool
find_spec(struct arena *arena, struct card *card)
{
	struct top top = read_top(arena, card->text);
	if (top.data.n > 0 && str_starts(top.spec, STR("chara_card_v"))) {
		card->data = top.data;
		card->spec = str_eq(top.spec, STR("chara_card_v2")) ? CARD_V2 : CARD_V3;
		card->is_newer = version_tenths(top.version) > 30 ||
				 (card->spec == CARD_V3 && !str_eq(top.spec, STR("chara_card_v3")));
		card->spec_version = top.version.n > 0	     ? top.version
				     : card->spec == CARD_V2 ? STR("2.0")
							     : STR("3.0");
		return true;
	}
	bool is_bare = top.data.n > 0 && has_name(arena, top.data) &&
		       !str_eq(top.spec, STR("lorebook_v3"));
	card->spec = is_bare ? CARD_V2 : CARD_V1;
	card->data = is_bare ? top.data : card->text;
	card->spec_version = is_bare ? STR("2.0") : STR("1.0");
	card->is_foreign = !is_bare && !top.has_name && top.has_foreign_name;
	/* A name alone is in many a file, a name and a description are in books. */
	bool is_card = top.has_field || (top.has_description && !top.has_entries);
	return is_bare || card->is_foreign || (top.has_name && is_card);
}

enum card_outcome
card_read(struct arena *arena, struct str text, struct card *card, struct str *why)
{
	*card = (struct card){ 0 };
	*why = STR_NONE;
	if (str_starts(text, STR("\xEF\xBB\xBF")))
		text = str_from_at(text, 3);
	text = str_trim(text);
	if (text.n == 0)
		return CARD_EMPTY;
	if (text.n > CARD_BYTES)
		return CARD_LARGE;
	if (!scan_check(arena, text, why))
		return str_starts(*why, STR("bytes")) ? CARD_NOT_UTF8 : CARD_NOT_JSON;
	card->text = text;
	struct str *const fields[] = { &card->name,	     &card->nickname,
				       &card->description,   &card->personality,
				       &card->scenario,	     &card->first_mes,
				       &card->mes_example,   &card->system_prompt,
				       &card->creator_notes, &card->creator,
				       &card->version,	     &card->post_history_instructions };
	for (size_t i = 0; i < COUNT(fields); i++)
		*fields[i] = STR("");
	if (scan_kind(text) != SCAN_OBJECT)
		return CARD_NO_CARD;
	if (!find_spec(arena, card)) {
		struct book book;
		return book_read(arena, text, &book) ? CARD_BOOK : CARD_NO_CARD;
	}
	read_fields(arena, card);
	return CARD_OK;
}

struct str
card_own_notes(const struct card *card, bool *is_copy)
{
	static const struct str WARNING = STR_INIT(CARD_COPY_WARNING);
	*is_copy = card->spec == CARD_V2 && str_starts(card->creator_notes, WARNING);
	return *is_copy ? str_trim(str_from_at(card->creator_notes, WARNING.n))
			: card->creator_notes;
}

struct str
card_called(const struct card *card)
{
	struct str nickname = str_trim(card->nickname);
	return card->spec == CARD_V3 && nickname.n > 0 ? nickname : card->name;
}

static const struct {
	int status;
	const char *code;
	const char *words;
} OUTCOMES[] = {
	[CARD_OK] = { 201, "", "" },
	[CARD_EMPTY] = { 422, "CARD_EMPTY", "This is empty. Choose a card, or paste its text." },
	[CARD_LARGE] = { 413, "PAYLOAD_TOO_LARGE",
			 "This is over 12 MB. Take pictures or sounds out of "
			 "the card and try again." },
	[CARD_TYPE] = { 415, "UNSUPPORTED_MEDIA_TYPE",
			"This is no card: bring a PNG, a JSON file or a CHARX file." },
	[CARD_NO_CARD] = { 422, "NO_CARD",
			   "There is no card in this file. A picture saved anew by a "
			   "website or a chat app often loses it: bring the file as "
			   "it was first saved." },
	[CARD_DAMAGED] = { 422, "CARD_DAMAGED",
			   "This file is damaged or was cut off on its way. Fetch it again." },
	[CARD_BOMB] = { 422, "CARD_REFUSED",
			"This file unpacks to more than it may, or is locked, or "
			"holds paths that lead out of it. It was not opened." },
	[CARD_NOT_UTF8] = { 422, "CARD_NOT_UTF8",
			    "The text of this card is not UTF-8. Save it as UTF-8 "
			    "and try again." },
	[CARD_NOT_JSON] = { 422, "CARD_NOT_JSON", "The text of this card is not JSON" },
	[CARD_BOOK] = { 422, "LOREBOOK",
			"This is a lorebook without a character. Put it into a card as "
			"its character_book and bring the card." },
};

int
card_status(enum card_outcome outcome)
{
	return OUTCOMES[outcome].status;
}

const char *
card_code(enum card_outcome outcome)
{
	return OUTCOMES[outcome].code;
}

const char *
card_words(enum card_outcome outcome)
{
	return OUTCOMES[outcome].words;
}
