/* From a character to a file: see bring.h. */
#include "lib/base/fault.h"
#include "lib/base/json.h"
#include "lib/card/portrait.h"
#include "lib/card/write.h"
#include "lib/character/bring.h"
#include "lib/character/own.h"
#include "lib/lore/bring.h"
#include "lib/media/read.h"
#include "sql/card.h"

enum { PORTRAIT_BYTES = 8 * 1024 * 1024, EDITS = 16, PART_MEMORY = 128 * 1024 * 1024 };

static const struct {
	struct str word;
	const char *ending;
	const char *type;
} FORMATS[] = {
	[TAKE_PNG] = { STR_INIT("png"), "png", "image/png" },
	[TAKE_JSON] = { STR_INIT("json"), "json", "application/json; charset=utf-8" },
	[TAKE_CHARX] = { STR_INIT("charx"), "charx", "application/zip" },
};

bool
take_format_from(struct str word, enum take_format *format)
{
	for (size_t i = 0; i < COUNT(FORMATS); i++)
		if (str_eq(word, FORMATS[i].word)) {
			*format = (enum take_format)i;
			return true;
		}
	return false;
}

const char *
take_ending(enum take_format format)
{
	return FORMATS[format].ending;
}

const char *
take_type(enum take_format format)
{
	return FORMATS[format].type;
}

/* ---- what was changed here ----------------------------------------------------------------- */

static void
add_text(struct card_edits *edits, struct arena *arena, const char *key, struct str now,
	 struct str was)
{
	if (!str_eq(now, was))
		edits->at[edits->n++] = (struct card_edit){ key, json_of_text(arena, now) };
}

static void
add_texts(struct card_edits *edits, struct arena *arena, const char *key, struct strs now,
	  struct strs was)
{
	if (!card_same_texts(now, was))
		edits->at[edits->n++] = (struct card_edit){ key, json_of_texts(arena, now) };
}

/* Examples are kept as values: equal when they are, however they were written. */
static void
add_examples(struct card_edits *edits, struct arena *arena, const json_t *now, struct str was)
{
	struct str why;
	struct card_example examples[CARD_EXAMPLES];
	size_t n = 0, i;
	json_t *item;
	const json_t *before = json_read(arena, was, &why);
	if (json_equal(now, before))
		return;
	json_array_foreach(now, i, item) if (n < CARD_EXAMPLES)
		examples[n++] = (struct card_example){ json_get_text(item, "user"),
						       json_get_text(item, "character") };
	edits->at[edits->n++] = (struct card_edit){
		"mes_example", json_of_text(arena, card_examples_text(arena, examples, n))
	};
}

/*
 * The greeting and its alternates stand in two fields of a card. When a card had no first message, its
 * first alternate is the greeting here, and nothing moves as long as none of them was changed.
 */
static void
add_greetings(struct card_edits *edits, struct arena *arena, const struct card_take_row *row,
	      const struct card_sheet *was)
{
	if (str_eq(row->greeting, was->greeting) &&
	    card_same_texts(row->alternate_greetings, was->alternate_greetings))
		return;
	edits->at[edits->n++] = (struct card_edit){ "first_mes",
						    json_of_text(arena, row->greeting) };
	edits->at[edits->n++] = (struct card_edit){
		"alternate_greetings", json_of_texts(arena, row->alternate_greetings)
	};
}

/* Whether SillyTavern's note of the character is as it came. */
static bool
is_same_note(const struct card_take_row *row, const struct card_sheet *was)
{
	return str_eq(row->depth_prompt, was->depth_prompt) &&
	       (row->depth_prompt.n == 0 ||
		(row->depth_prompt_depth == was->depth_prompt_depth &&
		 str_eq(row->depth_prompt_role, was->depth_prompt_role)));
}

/* What cards have no field for. `was` is NULL for a character that was made here. */
static struct str
extensions_of(struct arena *arena, struct str before, const struct card_take_row *row,
	      const struct card_sheet *was)
{
	bool is_same = was != NULL ? is_same_note(row, was) : row->depth_prompt.n == 0;
	const struct card_sheet sheet = {
		.short_description = row->short_description,
		.pronouns = row->pronouns,
		.traits = row->traits,
		.notes = own_notes(arena, row->content_notes),
		.depth_prompt = is_same ? STR_NONE : str_or(row->depth_prompt, STR("")),
		.depth_prompt_depth = row->depth_prompt_depth,
		.depth_prompt_role = row->depth_prompt_role
	};
	return own_extensions(arena, before, &sheet, own_look(arena, row->look, 0), row->age);
}

static void
add_own(struct card_edits *edits, struct arena *arena, const struct card *card,
	const struct card_take_row *row, const struct card_sheet *was)
{
	if (is_same_note(row, was) && str_eq(row->short_description, was->short_description) &&
	    str_eq(row->pronouns, was->pronouns) && card_same_texts(row->traits, was->traits) &&
	    card_same_texts(own_notes(arena, row->content_notes), own_notes(arena, was->notes)) &&
	    str_eq(own_look(arena, row->look, 0), own_look_of(arena, was, 0)))
		return;
	struct str before = card->extensions.n > 0 ? card->extensions : STR("{}");
	edits->at[edits->n++] = (struct card_edit){ "extensions",
						    extensions_of(arena, before, row, was) };
}

static struct card_edits
edits_of(struct arena *arena, const struct card *card, const struct card_take_row *row)
{
	struct card_sheet was;
	struct card_edits edits = { ARENA_ARRAY(arena, struct card_edit, EDITS), 0 };
	card_sheet_of(arena, card, &was);
	add_text(&edits, arena, "name", row->name, was.name);
	add_text(&edits, arena, "nickname", row->nickname, was.nickname);
	add_text(&edits, arena, "description", row->long_bio, was.long_bio);
	add_text(&edits, arena, "personality", row->personality, was.personality);
	add_text(&edits, arena, "scenario", row->scenario, was.scenario);
	add_text(&edits, arena, "creator_notes", row->creator_notes, was.creator_notes);
	add_text(&edits, arena, "system_prompt", row->system_prompt, was.system_prompt);
	add_text(&edits, arena, "post_history_instructions", row->post_history, was.post_history);
	add_texts(&edits, arena, "tags", row->tags, was.tags);
	add_greetings(&edits, arena, row, &was);
	add_examples(&edits, arena, row->example_dialogues, was.examples);
	add_own(&edits, arena, card, row, &was);
	return edits;
}

/* ---- characters that were made here -------------------------------------------------------- */

static void
put_pair(struct buf *out, const char *key, struct str json)
{
	buf_fmt(out, ",\"%s\":", key);
	buf_str(out, json);
}

/* A card of our own: what cards have no field for stands in data.extensions.snug. */
static struct str
own_card(struct arena *arena, const struct card_take_row *row)
{
	struct buf out = buf_in(arena);
	struct card_example examples[CARD_EXAMPLES];
	size_t n = 0, i;
	json_t *item;
	json_array_foreach(row->example_dialogues, i, item) if (n < CARD_EXAMPLES)
		examples[n++] = (struct card_example){ json_get_text(item, "user"),
						       json_get_text(item, "character") };
	buf_lit(&out, "{\"spec\":\"chara_card_v3\",\"spec_version\":\"3.0\",\"data\":{\"name\":");
	json_put_text(&out, row->name);
	if (row->nickname.n > 0)
		put_pair(&out, "nickname", json_of_text(arena, row->nickname));
	put_pair(&out, "description", json_of_text(arena, row->long_bio));
	put_pair(&out, "personality", json_of_text(arena, row->personality));
	put_pair(&out, "scenario", json_of_text(arena, row->scenario));
	put_pair(&out, "first_mes", json_of_text(arena, row->greeting));
	put_pair(&out, "mes_example", json_of_text(arena, card_examples_text(arena, examples, n)));
	put_pair(&out, "creator_notes", json_of_text(arena, row->creator_notes));
	put_pair(&out, "system_prompt", json_of_text(arena, row->system_prompt));
	put_pair(&out, "post_history_instructions", json_of_text(arena, row->post_history));
	put_pair(&out, "alternate_greetings", json_of_texts(arena, row->alternate_greetings));
	put_pair(&out, "tags", json_of_texts(arena, row->tags));
	put_pair(&out, "creator", json_of_text(arena, row->creator_name));
	put_pair(&out, "character_version", json_of_text(arena, row->version));
	buf_fmt(&out, ",\"creation_date\":%lld,\"modification_date\":%lld",
		(long long)(row->created_at.us / 1000000),
		(long long)(row->updated_at.us / 1000000));
	put_pair(&out, "group_only_greetings", json_of_texts(arena, row->group_greetings));
	/* What a copy of a card was told; nothing is said of what all others do, too. */
	struct str known = str_eq(row->talkativeness, STR("0.5"))
				   ? STR("{}")
				   : str_fmt(arena, "{\"talkativeness\":%.*s}",
					     STR_ARG(row->talkativeness));
	put_pair(&out, "extensions", extensions_of(arena, known, row, NULL));
	buf_lit(&out, "}}");
	return buf_done(&out);
}

/* ---- the file ------------------------------------------------------------------------------ */

static struct portrait
portrait_of(struct arena *arena, const struct card_take_row *row)
{
	struct portrait portrait = { 0 };
	struct str hash = media_hash_in(row->avatar_url), file;
	if (hash.n > 0 && media_read(arena, hash, MEDIA_WEBP, PORTRAIT_BYTES, &file) &&
	    portrait_from_webp(arena, file, &portrait))
		return portrait;
	portrait.png = portrait_blank(arena, row->name);
	portrait.xmp = STR("");
	return portrait;
}

struct take {
	enum take_format format;
	const struct card_take_row *row;
	struct card card;
	struct card_edits edits;
	struct arena *arena; /* holds the above */
	struct arena *part;  /* of what is being written; emptied between the parts */
};

static void
free_part(void *part)
{
	arena_free(part);
}

/* Ends a part of the file: what it took is let go. */
static void
end_part(struct db *db, const struct take *take)
{
	db_use(db, take->arena);
	arena_reset(take->part);
}

static void
write_json(const struct take *take, struct sink *out)
{
	struct card_form form = { .spec = CARD_V3 };
	struct buf json = buf_in(take->part);
	buf_reserve(&json, take->card.text.n + 4096);
	card_put_json(&json, &take->card, &take->edits, &form);
	(void)sink_put(out, buf_done(&json));
}

static void
write_charx(struct db *db, const struct take *take, struct sink *out)
{
	struct arena *part = take->part;
	struct rows rows = card_files(db, take->row->id);
	struct card_assets files = { ARENA_ARRAY(part, struct card_asset, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		const struct card_files_row *row = card_files_at(rows, i);
		files.at[i] = (struct card_asset){ row->place, row->bytes };
	}
	struct portrait portrait = portrait_of(part, take->row);
	(void)sink_put(out,
		       card_write_charx(part, &take->card, &take->edits, &files, portrait.png));
}

static void
write_png(struct db *db, const struct take *take, struct sink *out)
{
	struct arena *part = take->part;
	struct portrait portrait = portrait_of(part, take->row);
	png_put_picture(out, portrait.png);
	if (portrait.xmp.n > 0)
		png_put_xmp(out, portrait.xmp);
	end_part(db, take);
	int64_t files = card_file_count(db, take->row->id)->n;
	card_put_png_texts(out, part, &take->card, &take->edits, files > 0);
	for (int64_t i = 0; i < files && !out->is_lost; i++) {
		end_part(db, take);
		db_use(db, part);
		const struct card_file_row *row = card_file(db, take->row->id, i);
		struct card_asset file = { row->place, row->bytes };
		card_put_png_file(out, part, &file);
	}
	png_put_end(out);
}

enum take_outcome
take_begin(struct db *db, struct arena *arena, struct character_id id, struct member_id owner,
	   enum take_format format, struct take **out)
{
	struct str why;
	const struct card_take_row *row = card_take(db, id, owner);
	if (row == NULL)
		return TAKE_NONE;
	if (str_eq(row->moderation_status, STR("rejected")) || row->rests.n > 0 ||
	    (str_eq(row->moderation_status, STR("quarantined")) &&
	     (bring_doubts(arena, row, row->age) & CARD_DOUBT_WORDS) != 0))
		return TAKE_HELD;
	struct take *take = ARENA_NEW(arena, struct take);
	struct str text = row->original.p != NULL ? row->original : own_card(arena, row);
	ENSURE(card_read(arena, text, &take->card, &why) == CARD_OK);
	take->format = format;
	take->row = row;
	take->edits = edits_of(arena, &take->card, row);
	/* A book that was changed here goes out changed. */
	struct str book = lore_take_character(db, arena, id);
	if (book.p != NULL)
		take->edits.at[take->edits.n++] = (struct card_edit){ "character_book", book };
	take->arena = arena;
	take->part = arena_new(PART_MEMORY);
	arena_defer(arena, free_part, take->part);
	*out = take;
	return TAKE_DONE;
}

struct str
take_name(const struct take *take)
{
	return take->row->name;
}

void
take_write(struct db *db, const struct take *take, struct sink *out)
{
	db_use(db, take->part);
	switch (take->format) {
	case TAKE_PNG:
		write_png(db, take, out);
		break;
	case TAKE_JSON:
		write_json(take, out);
		break;
	case TAKE_CHARX:
		write_charx(db, take, out);
		break;
	}
	end_part(db, take);
}
