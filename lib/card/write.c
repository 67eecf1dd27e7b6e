#include "lib/card/write.h"

#include "lib/base/json.h"
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

struct str
card_charx_place(struct arena *arena, struct str place)
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
		struct str uri =
			is_own ? str_fmt(s->arena, "embeded://%.*s", STR_ARG(form->icon_place))
			: form->assets == CARD_ASSETS_OF_PNG
				? str_fmt(s->arena, "__asset:%.*s", STR_ARG(entry->place))
				: str_fmt(s->arena, "embeded://%.*s",
					  STR_ARG(card_charx_place(s->arena, entry->place)));
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

/* ---- data ---------------------------------------------------------------------------------- */

static void
put_value(struct members *m, const struct card *card, const struct card_edits *edits,
	  const struct card_form *form, const struct scan *s)
{
	const struct card_edit *edit = edit_of(edits, s->key);
	bool is_assets = form->assets != CARD_ASSETS_AS_THEY_ARE && str_eq(s->key, STR("assets")) &&
			 card->assets.n > 0;
	put_key(m, s->raw);
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
		if (!has && WANTED[i].since <= form->spec)
			put_member(m, str_from(WANTED[i].key),
				   edit != NULL ? edit->value : str_from(WANTED[i].value));
	}
	const struct card_edit *nickname = edit_of(edits, STR("nickname"));
	if (nickname != NULL && (is_v1 || scan_find(arena, card->data, "nickname").n == 0))
		put_member(m, STR("nickname"), nickname->value);
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

struct str
card_write_png(struct arena *arena, const struct card *card, const struct card_edits *edits,
	       const struct card_assets *assets, struct str portrait, struct str xmp)
{
	struct buf out = buf_in(arena), json = buf_in(arena);
	size_t room = json_room(card, edits);
	struct card_form form = { .spec = CARD_V2,
				  .assets = assets->n > 0 ? CARD_ASSETS_OF_PNG
							  : CARD_ASSETS_AS_THEY_ARE };
	size_t files = 0;
	for (size_t i = 0; i < assets->n; i++)
		files += assets->at[i].bytes.n / 3 * 4 + assets->at[i].place.n + 64;
	/* Large cards come near the limit of the arena: both buffers are made once. */
	buf_reserve(&json, room);
	buf_reserve(&out, portrait.n + xmp.n + 2 * (room / 3 * 4 + 64) + files);
	png_put_picture(&out, portrait);
	if (xmp.n > 0)
		png_put_xmp(&out, xmp);
	card_put_json(&json, card, edits, &form);
	png_put_text(&out, STR("chara"), buf_done(&json));
	json.n = 0;
	form.spec = CARD_V3;
	card_put_json(&json, card, edits, &form);
	png_put_text(&out, STR("ccv3"), buf_done(&json));
	for (size_t i = 0; i < assets->n; i++)
		png_put_text(&out,
			     str_fmt(arena, "chara-ext-asset_:%.*s", STR_ARG(assets->at[i].place)),
			     assets->at[i].bytes);
	png_put_end(&out);
	return buf_done(&out);
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
		files.at[files.n++] = (struct card_asset){
			card_charx_place(arena, assets->at[i].place), assets->at[i].bytes
		};
	if (portrait.n > 0 && !has_icon(arena, card)) {
		form.icon_place = STR("assets/icon/images/main.png");
		files.at[files.n++] = (struct card_asset){ form.icon_place, portrait };
	}
	buf_reserve(&json, json_room(card, edits));
	card_put_json(&json, card, edits, &form);
	return zip_write(arena, buf_done(&json), &files);
}
