#include "lib/character/bring.h"

#include <sodium.h>

#include "lib/base/cfg.h"
#include "lib/base/fault.h"
#include "lib/base/json.h"
#include "lib/card/report.h"
#include "lib/character/own.h"
#include "lib/lore/bring.h"
#include "lib/media/upload.h"
#include "lib/moderate/moderate.h"
#include "sql/card.h"

/* The portrait of the card becomes the character's, when it is a picture that this house takes. */
static void
keep_portrait(struct db *db, struct arena *arena, const struct bring_order *order,
	      struct character_id id, struct str name, struct str picture,
	      struct card_report *report)
{
	struct upload_kept kept;
	struct upload_order upload = { .owner = order->member, .file = picture };
	if (picture.n == 0) {
		card_report_note(report, STR("The card brings no portrait."));
		return;
	}
	enum upload_outcome outcome = upload_keep(db, arena, &upload, &kept);
	if (outcome != UPLOAD_KEPT) {
		card_report_note(report, str_fmt(arena, "Its portrait was not taken: %s",
						 upload_words(outcome)));
		return;
	}
	struct card_portrait_set_in in = { .id = id,
					   .owner_id = order->member,
					   .media_id = kept.id,
					   .avatar_url = kept.url,
					   .thumb_url = kept.thumb_url,
					   .alt = str_fmt(arena, "Portrait of %.*s",
							  STR_ARG(name)) };
	(void)card_portrait_set(db, &in);
}

static struct character_id
put(struct db *db, struct arena *arena, const struct bring_order *order,
    const struct card_sheet *sheet, const struct card_judgement *judgement)
{
	return card_put(db,
			&(struct card_put_in){
				.creator_id = order->member,
				.creator_name = order->username,
				.name = sheet->name,
				.nickname = sheet->nickname,
				.short_description = sheet->short_description,
				.long_bio = sheet->long_bio,
				.personality = sheet->personality,
				.scenario = sheet->scenario,
				.greeting = sheet->greeting,
				.alternate_greetings = sheet->alternate_greetings,
				.traits = sheet->traits,
				.example_dialogues = sheet->examples,
				.pronouns = sheet->pronouns,
				.tags = sheet->tags,
				.creator_notes = sheet->creator_notes,
				.system_prompt = sheet->system_prompt,
				.post_history = sheet->post_history,
				.mes_example = sheet->mes_example,
				.depth_prompt = sheet->depth_prompt,
				.depth_prompt_depth = sheet->depth_prompt_depth,
				.depth_prompt_role = sheet->depth_prompt_role,
				.age = judgement->age >= SHEET_AGE_LEAST ? judgement->age : 0,
				.moderation_status = judgement->doubts != 0 ? STR("quarantined")
									    : STR("pending"),
				.version = sheet->version,
				.content_notes = own_notes(arena, sheet->notes),
				.look = own_look_of(arena, sheet, judgement->age),
				.group_greetings = sheet->group_greetings,
				.talkativeness = sheet->talkativeness,
			})
		->id;
}

static size_t
bytes_of(const struct card *card, const struct card_file *file)
{
	size_t n = card->text.n;
	for (size_t i = 0; i < file->assets.n; i++)
		n += file->assets.at[i].bytes.n;
	return n;
}

static void
keep(struct db *db, struct character_id id, const struct card *card, const struct card_file *file,
     struct str hash, size_t entries)
{
	(void)card_keep(db,
			&(struct card_keep_in){ .character_id = id,
						.container = card_container_name(file->container),
						.spec = card->spec,
						.spec_version = card->spec_version,
						.original = card->text,
						.hash = hash,
						.bytes = (int64_t)bytes_of(card, file),
						.entries = (int64_t)entries });
	for (size_t i = 0; i < file->assets.n; i++) {
		struct card_asset *asset = &file->assets.at[i];
		(void)card_keep_file(db, id, (int64_t)i, asset->place, asset->bytes);
	}
}

static void
bring_book(struct db *db, struct arena *arena, const struct lore_owner *owner, struct str json,
	   struct card_report *report)
{
	struct lore_bring_result book;
	(void)lore_bring_book_of(db, arena, owner, json, &book);
	if (book.why.n > 0)
		card_report_note(report, str_fmt(arena, "Its lorebook was not taken. %.*s",
						 STR_ARG(book.why)));
	for (size_t i = 0; i < book.notes.n; i++)
		card_report_note(
			report, str_fmt(arena, "In its lorebook: %.*s", STR_ARG(book.notes.at[i])));
}

static struct str
hash_of(struct arena *arena, struct str bytes)
{
	unsigned char *hash = arena_take(arena, crypto_generichash_BYTES);
	(void)crypto_generichash(hash, crypto_generichash_BYTES, (const unsigned char *)bytes.p,
				 bytes.n, NULL, 0);
	return (struct str){ (const char *)hash, crypto_generichash_BYTES };
}

enum bring_outcome
bring_card(struct db *db, struct arena *arena, const struct bring_order *order,
	   struct bring_result *out)
{
	struct card_file file;
	struct card card;
	struct card_sheet sheet;
	*out = (struct bring_result){ 0 };
	out->card = card_read_file(arena, order->bytes, &file, &card, &out->why);
	if (out->card != CARD_OK)
		return BRING_REFUSED;
	card_sheet_of(arena, &card, &sheet);
	out->name = sheet.name;
	struct str hash = hash_of(arena, order->bytes);
	const struct card_twin_row *twin = card_twin(db, order->member, hash);
	if (twin != NULL && twin->is_frozen)
		return BRING_FROZEN;
	if (card_used(db, order->member)->bytes + (int64_t)bytes_of(&card, &file) > BRING_QUOTA)
		return BRING_OVER_QUOTA;
	struct card_judgement judgement = card_judge(arena, &sheet, card_field_age(arena, &card),
						     cfg_int(CFG_MIN_DEPICTED_AGE),
						     !cfg_is_adult());
	struct card_report *report = card_report_new(arena, &file, &card, &sheet);
	if (twin != NULL)
		card_report_note(report,
				 str_fmt(arena, "You brought this file before, as character %lld.",
					 (long long)twin->id.v));
	out->doubts = judgement.doubts;
	out->entries = card_report_entries(report);
	out->id = put(db, arena, order, &sheet, &judgement);
	keep(db, out->id, &card, &file, hash, out->entries);
	if ((out->doubts & CARD_DOUBT_WORDS) != 0)
		moderate_keep_character(db, arena, order->member, out->id, judgement.words);
	if (card.book.n > 0)
		bring_book(db, arena, &(struct lore_owner){ out->id, order->member, sheet.name },
			   card.book, report);
	keep_portrait(db, arena, order, out->id, sheet.name, card_portrait(arena, &card, &file),
		      report);
	out->report = card_report_json(report);
	return BRING_DONE;
}

/* What the row says, as a sheet: it may have been edited since it came. */
static struct card_sheet
sheet_of_row(struct arena *arena, const struct card_take_row *row)
{
	return (struct card_sheet){ .name = row->name,
				    .nickname = row->nickname,
				    .short_description = row->short_description,
				    .long_bio = row->long_bio,
				    .personality = row->personality,
				    .scenario = row->scenario,
				    .greeting = row->greeting,
				    .alternate_greetings = row->alternate_greetings,
				    .group_greetings = row->group_greetings,
				    .traits = row->traits,
				    .examples = json_print(arena, row->example_dialogues),
				    .tags = row->tags,
				    .pronouns = row->pronouns,
				    .creator_notes = row->creator_notes,
				    .system_prompt = row->system_prompt,
				    .post_history = row->post_history,
				    .mes_example = row->mes_example,
				    .depth_prompt = row->depth_prompt,
				    .look_free = json_get_text(row->look, "free") };
}

unsigned
bring_doubts(struct arena *arena, const struct card_take_row *row, int64_t age)
{
	struct card card;
	struct str why;
	struct card_sheet sheet = sheet_of_row(arena, row);
	int64_t least = cfg_int(CFG_MIN_DEPICTED_AGE);
	unsigned doubts = card_judge(arena, &sheet, age, least, !cfg_is_adult()).doubts;
	/* A field that says sixteen is not outvoted by a form. */
	if (row->original.p != NULL && card_read(arena, row->original, &card, &why) == CARD_OK) {
		int64_t field = card_field_age(arena, &card);
		if (field > 0 && field < least)
			doubts |= CARD_DOUBT_YOUNG;
	}
	return row->is_cleared ? doubts & ~(unsigned)CARD_DOUBT_WORDS : doubts;
}

enum draft_step
bring_doubt_step(struct arena *arena, const struct card_take_row *row)
{
	struct card_sheet all = sheet_of_row(arena, row);
	struct card_sheet others = { .name = all.name,
				     .short_description = all.short_description,
				     .long_bio = all.long_bio,
				     .pronouns = all.pronouns,
				     .tags = all.tags,
				     .look_free = all.look_free };
	int64_t least = cfg_int(CFG_MIN_DEPICTED_AGE);
	unsigned age = CARD_DOUBT_NO_AGE;
	unsigned here = card_judge(arena, &all, row->age, least, !cfg_is_adult()).doubts & ~age;
	unsigned there = card_judge(arena, &others, row->age, least, !cfg_is_adult()).doubts & ~age;
	return here != 0 && there == 0 ? DRAFT_PERSONALITY : DRAFT_BASICS;
}

void
bring_free(struct db *db, struct arena *arena, struct character_id id)
{
	const struct card_take_row *row = card_take(db, id, (struct member_id){ 0 });
	if (row != NULL && row->is_cleared && row->age >= SHEET_AGE_LEAST &&
	    bring_doubts(arena, row, row->age) == 0)
		(void)card_release(db, id, (struct member_id){ 0 }, row->age);
}

struct strs
bring_doubt_words(struct arena *arena, unsigned doubts, struct str rests)
{
	static const struct {
		enum card_doubt doubt;
		struct str words;
	} WORDS[] = {
		{ CARD_DOUBT_NO_AGE,
		  STR_INIT("The card states no age in numbers that is surely the "
			   "character's. State it, and the character is yours to "
			   "talk with.") },
		{ CARD_DOUBT_YOUNG,
		  STR_INIT("The card speaks of somebody younger than this house "
			   "allows. Everybody who is depicted here is an adult, and no "
			   "statement changes what the text says. Edit it first.") },
		{ CARD_DOUBT_WORDS,
		  STR_INIT("Words of the card touch what no house shows: minors, real "
			   "people, force. Edit the text first.") },
		{ CARD_DOUBT_SEXUAL,
		  STR_INIT("Words of the card are sexual, and this house shows nothing "
			   "sexual. Edit the text first.") },
		{ CARD_DOUBT_REAL,
		  STR_INIT("The card's name, tags or looks are those of a real person, and "
			   "nobody real is depicted here. Change them first.") },
	};
	static const struct str WAITS = STR_INIT(
		"Words of the card touch what no house shows. Our staff look at it before "
		"anybody talks with it, and you are told what they decide.");
	static const struct str STAYS = STR_INIT(
		"Our staff have decided that this character stays as it is. Why, and how "
		"to appeal, stands in their decision.");
	struct str *at = ARENA_ARRAY(arena, struct str, COUNT(WORDS));
	struct strs out = { at, 0 };
	if (rests.n > 0) {
		at[out.n++] = str_eq(rests, STR("waits")) ? WAITS : STAYS;
		return out;
	}
	for (size_t i = 0; i < COUNT(WORDS); i++)
		if ((doubts & WORDS[i].doubt) != 0)
			at[out.n++] = WORDS[i].words;
	return out;
}
