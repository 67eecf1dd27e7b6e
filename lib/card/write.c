#include "lib/card/write.h"

#include "lib/base/json.h"
#include "lib/card/book.h"
#include "lib/card/zip.h"

/* Members of one object being written. */
struct members {
	struct buf *out;
	size_t n;
};

static void
put_key(struct members *m, struct str raw_key)
{
	buf_char(m->out, m->n++ == 0 ? '{' : ',');
	buf_char(m->out, '"');
	buf_str(m->out, raw_key);
	buf_lit(m->out, "\":");
}

static void
put_member(struct members *m, struct str raw_key, struct str value)
{
	put_key(m, raw_key);
	buf_str(m->out, value);
}

static void
put_close(struct members *m)
{
	if (m->n == 0)
		buf_char(m->out, '{');
	buf_char(m->out, '}');
}

static const struct card_edit *
edit_of(const struct card_edits *edits, struct str key)
{
	for (size_t i = 0; i < edits->n; i++)
		if (str_eq(key, str_from(edits->at[i].key)))
			return &edits->at[i];
	return NULL;
}

/* Which of the six shared fields a key of this card means, or CARD_SHARED. */
static size_t
shared_of(const struct card *card, struct str key)
{
	for (size_t i = 0; i < CARD_SHARED; i++)
		if (str_eq(key, str_from(card_field_name(card, i))))
			return i;
	return CARD_SHARED;
}

/* ---- assets -------------------------------------------------------------------------------- */

/* How a file of that place is called in a CHARX: itself, or a plain name below assets/other/. */
static struct str
charx_place(struct arena *arena, struct str place)
{
	bool is_named = str_find_char(place, '/') >= 0 || str_find_char(place, '.') >= 0;
	if (is_named && zip_place_is_good(place) && !str_eq(place, STR("card.json")))
		return place;
	char *clean = arena_take(arena, place.n + 1);
	size_t n = place.n < ZIP_PLACE / 2 ? place.n : ZIP_PLACE / 2;
	for (size_t i = 0; i < n; i++) {
		char c = place.p[i];
		bool is_plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
				(c >= 'a' && c <= 'z') || c == '-' || c == '_' ||
				(c == '.' && i > 0);
		clean[i] = is_plain ? c : '_';
	}
	return str_fmt(arena, "assets/other/%.*s", (int)n, clean);
}

/* One asset; its address is written anew where the container calls for it. */
static void
put_asset(struct buf *out, struct scan *s, const struct card_asset_entry *entry,
	  const struct card_form *form)
{
	bool is_own = str_starts(entry->uri, STR("ccdefault:")) && form->icon_place.n > 0;
	struct members m = { .out = out };
	if (entry->place.n == 0 && !is_own) {
		buf_str(out, s->value);
		return;
	}
	struct scan one = scan_in(s->arena, s->value);
	while (scan_next(&one)) {
		if (!str_eq(one.key, STR("uri"))) {
			put_member(&m, one.raw, one.value);
			continue;
		}
		put_key(&m, one.raw);
		struct str uri = is_own ? str_fmt(s->arena, "embeded://%.*s",
						  STR_ARG(form->icon_place))
				 : form->assets == CARD_ASSETS_OF_PNG
					 ? str_fmt(s->arena, "__asset:%.*s", STR_ARG(entry->place))
					 : str_fmt(s->arena, "embeded://%.*s",
						   STR_ARG(charx_place(s->arena, entry->place)));
		json_put_text(out, uri);
	}
	put_close(&m);
}

static void
put_assets(struct buf *out, const struct card *card, const struct card_form *form)
{
	struct scan s = scan_in(out->arena, card->assets);
	struct card_asset_entry entry;
	bool is_first = true;
	buf_char(out, '[');
	while (card_next_asset(&s, &entry)) {
		if (!is_first)
			buf_char(out, ',');
		put_asset(out, &s, &entry, form);
		is_first = false;
	}
	buf_char(out, ']');
}

/* ---- the V2 copy of a V3 card -------------------------------------------------------------- */

/* The text of an entry without the decorators that lead it. */
static void
put_plain_entry(struct buf *out, struct str entry)
{
	struct members m = { .out = out };
	struct scan s = scan_in(out->arena, entry);
	struct book_decorator decorators[BOOK_DECORATORS];
	while (scan_next(&s)) {
		struct str text = STR_NONE, rest = STR_NONE;
		if (str_eq(s.key, STR("content")))
			text = scan_text(out->arena, s.value, s.value.n);
		bool is_led = str_starts(text, STR("@@"));
		if (is_led)
			(void)book_decorators(text, decorators, &rest);
		put_key(&m, s.raw);
		if (is_led)
			json_put_text(out, rest);
		else
			buf_str(out, s.value);
	}
	put_close(&m);
}

static void
put_plain_book(struct buf *out, struct str book)
{
	struct members m = { .out = out };
	struct scan s = scan_in(out->arena, book);
	while (scan_next(&s)) {
		put_key(&m, s.raw);
		if (!str_eq(s.key, STR("entries")) || scan_kind(s.value) != SCAN_ARRAY) {
			buf_str(out, s.value);
			continue;
		}
		struct scan entries = scan_in(out->arena, s.value);
		buf_char(out, '[');
		for (size_t n = 0; scan_next(&entries); n++) {
			if (n > 0)
				buf_char(out, ',');
			if (scan_kind(entries.value) == SCAN_OBJECT)
				put_plain_entry(out, entries.value);
			else
				buf_str(out, entries.value);
		}
		buf_char(out, ']');
	}
	put_close(&m);
}

/* Whether a V2 copy of it lacks something. */
static bool
is_more_than_v2(struct arena *arena, const struct card *card, const struct card_edits *edits)
{
	static const char *const ONLY_V3[] = { "nickname", "assets", "group_only_greetings",
					       "creator_notes_multilingual", "source" };
	struct str content;
	bool is_more = false;
	for (size_t i = 0; card->spec == CARD_V3 && i < COUNT(ONLY_V3); i++) {
		struct str value = scan_find(arena, card->data, ONLY_V3[i]);
		is_more = is_more ||
			  (scan_kind(value) == SCAN_TEXT ? value.n > 2 : scan_count(value) > 0);
	}
	const struct card_edit *edit = edit_of(edits, STR("character_book"));
	struct str book = edit != NULL		  ? edit->value
			  : card->spec == CARD_V3 ? card->book
						  : STR_NONE;
	struct scan s = scan_in(arena, scan_find(arena, book, "entries"));
	while (!is_more && scan_next(&s)) {
		content = scan_find(arena, s.value, "content");
		is_more = str_starts(content, STR("\"@@"));
	}
	return is_more;
}

/* A member as older tools may have it; false for one that is the same for all. */
static bool
put_copy(struct members *m, const struct scan *s, struct str value)
{
	struct buf *out = m->out;
	if (str_eq(s->key, STR("character_book")) && scan_kind(value) == SCAN_OBJECT) {
		put_plain_book(out, value);
		return true;
	}
	if (!str_eq(s->key, STR("creator_notes")))
		return false;
	struct str notes = scan_text(out->arena, value, value.n);
	json_put_text(
		out, notes.n > 0 ? str_fmt(out->arena, CARD_COPY_WARNING "\n\n%.*s", STR_ARG(notes))
				 : STR(CARD_COPY_WARNING));
	return true;
}

/* ---- data ---------------------------------------------------------------------------------- */

static void
put_value(struct members *m, const struct card *card, const struct card_edits *edits,
	  const struct card_form *form, const struct scan *s)
{
	const struct card_edit *edit = edit_of(edits, s->key);
	bool is_assets = form->assets != CARD_ASSETS_AS_THEY_ARE && str_eq(s->key, STR("assets")) &&
			 card->assets.n > 0;
	put_key(m, s->raw);
	if (form->is_copy && put_copy(m, s, edit != NULL ? edit->value : s->value))
		return;
	if (edit != NULL)
		buf_str(m->out, edit->value);
	else if (is_assets)
		put_assets(m->out, card, form);
	else
		buf_str(m->out, s->value);
}

/* What the version wants and the card lacks. */
static void
put_missing(struct members *m, const struct card *card, const struct card_edits *edits,
	    const struct card_form *form)
{
	static const struct {
		const char *key;
		const char *value;
		enum card_spec since;
	} WANTED[] = {
		{ "name", "\"\"", CARD_V1 },
		{ "description", "\"\"", CARD_V1 },
		{ "personality", "\"\"", CARD_V1 },
		{ "scenario", "\"\"", CARD_V1 },
		{ "first_mes", "\"\"", CARD_V1 },
		{ "mes_example", "\"\"", CARD_V1 },
		{ "creator_notes", "\"\"", CARD_V2 },
		{ "system_prompt", "\"\"", CARD_V2 },
		{ "post_history_instructions", "\"\"", CARD_V2 },
		{ "alternate_greetings", "[]", CARD_V2 },
		{ "tags", "[]", CARD_V2 },
		{ "creator", "\"\"", CARD_V2 },
		{ "character_version", "\"\"", CARD_V2 },
		{ "extensions", "{}", CARD_V2 },
		{ "group_only_greetings", "[]", CARD_V3 },
	};
	struct arena *arena = m->out->arena;
	bool is_v1 = card->spec == CARD_V1;
	for (size_t i = 0; i < COUNT(WANTED); i++) {
		bool has =
			is_v1 ? i < CARD_SHARED &&
					scan_find(arena, card->data, card_field_name(card, i)).n > 0
			      : scan_find(arena, card->data, WANTED[i].key).n > 0;
		const struct card_edit *edit = edit_of(edits, str_from(WANTED[i].key));
		if (has || WANTED[i].since > form->spec)
			continue;
		struct scan s = { .key = str_from(WANTED[i].key), .raw = str_from(WANTED[i].key) };
		struct str value = edit != NULL ? edit->value : str_from(WANTED[i].value);
		put_key(m, s.raw);
		if (!form->is_copy || !put_copy(m, &s, value))
			buf_str(m->out, value);
	}
	const struct card_edit *nickname = edit_of(edits, STR("nickname"));
	if (nickname != NULL && (is_v1 || scan_find(arena, card->data, "nickname").n == 0))
		put_member(m, STR("nickname"), nickname->value);
	const struct card_edit *book = edit_of(edits, STR("character_book"));
	if (book != NULL && (is_v1 || scan_find(arena, card->data, "character_book").n == 0)) {
		struct scan s = { .key = STR("character_book"), .raw = STR("character_book") };
		put_key(m, s.raw);
		if (!form->is_copy || !put_copy(m, &s, book->value))
			buf_str(m->out, book->value);
	}
	if (form->icon_place.n > 0 && card->assets.n == 0) {
		put_key(m, STR("assets"));
		buf_fmt(m->out,
			"[{\"type\":\"icon\",\"uri\":\"embeded://%.*s\",\"name\":\"main\","
			"\"ext\":\"png\"}]",
			STR_ARG(form->icon_place));
	}
}

static void
put_data(struct buf *out, const struct card *card, const struct card_edits *edits,
	 const struct card_form *form)
{
	struct members m = { .out = out };
	struct scan s = scan_in(out->arena, card->data);
	while (scan_next(&s)) {
		if (card->spec != CARD_V1) {
			put_value(&m, card, edits, form, &s);
			continue;
		}
		size_t shared = shared_of(card, s.key);
		if (shared == CARD_SHARED)
			continue;
		s.key = s.raw = str_from(card_shared_fields[shared]);
		put_value(&m, card, edits, form, &s);
	}
	put_missing(&m, card, edits, form);
	put_close(&m);
}

void
card_put_json(struct buf *out, const struct card *card, const struct card_edits *edits,
	      const struct card_form *form)
{
	struct members m = { .out = out };
	bool is_v3 = form->spec == CARD_V3;
	bool is_same = is_v3 && card->spec == CARD_V3;
	put_member(&m, STR("spec"), is_v3 ? STR("\"chara_card_v3\"") : STR("\"chara_card_v2\""));
	put_key(&m, STR("spec_version"));
	if (is_same)
		json_put_text(out, card->spec_version);
	else
		buf_str(out, is_v3 ? STR("\"3.0\"") : STR("\"2.0\""));
	put_key(&m, STR("data"));
	put_data(out, card, edits, form);
	/* What stands beside data: app data, and copies of the fields for readers of V1. */
	struct scan s = scan_in(out->arena, card->text);
	while (scan_next(&s)) {
		bool is_shared = card->spec == CARD_V1 && shared_of(card, s.key) < CARD_SHARED;
		if (is_shared || str_eq(s.key, STR("data")) || str_eq(s.key, STR("spec")) ||
		    str_eq(s.key, STR("spec_version")))
			continue;
		const struct card_edit *edit = edit_of(edits, s.key);
		put_member(&m, s.raw, edit != NULL ? edit->value : s.value);
	}
	put_close(&m);
}

/* ---- containers ---------------------------------------------------------------------------- */

static size_t
json_room(const struct card *card, const struct card_edits *edits)
{
	size_t room = card->text.n + 4096;
	for (size_t i = 0; i < edits->n; i++)
		room += 2 * edits->at[i].value.n;
	return room;
}

void
card_put_png_texts(struct sink *out, struct arena *arena, const struct card *card,
		   const struct card_edits *edits, bool has_files)
{
	struct buf json = buf_in(arena);
	struct card_form form = { .spec = CARD_V2,
				  .assets = has_files ? CARD_ASSETS_OF_PNG
						      : CARD_ASSETS_AS_THEY_ARE,
				  .is_copy = is_more_than_v2(arena, card, edits) };
	/* Large cards come near the limits of memory: the text is made once, and then again in its place. */
	buf_reserve(&json, json_room(card, edits));
	card_put_json(&json, card, edits, &form);
	png_put_text(out, STR("chara"), buf_done(&json));
	json.n = 0;
	form.spec = CARD_V3;
	form.is_copy = false;
	card_put_json(&json, card, edits, &form);
	png_put_text(out, STR("ccv3"), buf_done(&json));
}

void
card_put_png_file(struct sink *out, struct arena *arena, const struct card_asset *file)
{
	png_put_text(out, str_fmt(arena, "chara-ext-asset_:%.*s", STR_ARG(file->place)),
		     file->bytes);
}

/* Whether the main icon is one of the files, or lies elsewhere by its address. */
static bool
has_icon(struct arena *arena, const struct card *card)
{
	struct card_asset_entry entry;
	struct scan s = scan_in(arena, card->assets);
	while (card_next_asset(&s, &entry))
		if (str_eq(entry.type, STR("icon")) && !str_starts(entry.uri, STR("ccdefault:")))
			return true;
	return false;
}

struct str
card_write_charx(struct arena *arena, const struct card *card, const struct card_edits *edits,
		 const struct card_assets *assets, struct str portrait)
{
	struct buf json = buf_in(arena);
	struct card_assets files = { ARENA_ARRAY(arena, struct card_asset, assets->n + 1), 0 };
	struct card_form form = { .spec = CARD_V3, .assets = CARD_ASSETS_OF_CHARX };
	for (size_t i = 0; i < assets->n; i++)
		files.at[files.n++] = (struct card_asset){ charx_place(arena, assets->at[i].place),
							   assets->at[i].bytes };
	if (portrait.n > 0 && !has_icon(arena, card)) {
		form.icon_place = STR("assets/icon/images/main.png");
		files.at[files.n++] = (struct card_asset){ form.icon_place, portrait };
	}
	buf_reserve(&json, json_room(card, edits));
	card_put_json(&json, card, edits, &form);
	return zip_write(arena, buf_done(&json), &files);
}
