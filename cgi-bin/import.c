/* Cards in and out: bringing characters from other tools, releasing them, taking them back. */
#include "lib/base/cfg.h"
#include "lib/base/json.h"
#include "lib/character/bring.h"
#include "lib/web/attach.h"
#include "lib/web/serve.h"
#include "sql/card.h"

enum { EVERY_S = 10, BURST = 60, FILE_MEMORY = 44 * 1024 * 1024, AGE_MOST = 100000 };

struct paste {
	struct str text;
};

/* The text is read as a file is: its checks are the card's, not those of a field. */
static const struct field PASTE[] = {
	FIELD_TEXT(struct paste, text, "text", "Card", 0, CARD_BYTES),
};

struct release {
	int64_t age;
	bool is_sure;
};

static const struct field RELEASE[] = {
	FIELD_INT(struct release, age, "age", "Age", 1, AGE_MOST, true),
	FIELD_YES(struct release, is_sure, "isSure", "Statement"),
};

static struct character_id
asked_id(const struct req *rq)
{
	return (struct character_id){ req_id(rq, 0) };
}

/* ---- bringing ------------------------------------------------------------------------------ */

struct brought {
	struct str file_name;
	enum bring_outcome outcome;
	struct bring_result result;
};

/* Why a file was refused, as a sentence. */
static struct str
words_of(struct req *rq, const struct brought *b)
{
	if (b->outcome == BRING_OVER_QUOTA)
		return STR(
			"Your cards fill the 256 MB that are yours. Delete a character that you no "
			"longer need first.");
	struct str words = str_from(card_words(b->result.card));
	if (b->result.card != CARD_NOT_JSON)
		return words;
	return str_fmt(rq->arena, "%.*s (%.*s).", STR_ARG(words), STR_ARG(b->result.why));
}

static void
free_memory(void *arena)
{
	arena_free(arena);
}

/* Files are opened in `memory`, one after the other, so that eight large ones need no more than one. */
static struct brought
bring_one(struct req *rq, struct arena *memory, struct str name, struct str bytes)
{
	struct brought b = { .file_name = attach_shown_name(rq, name) };
	struct bring_order order = { rq->member->id, rq->member->username, bytes };
	b.outcome = bring_card(rq->db, memory, &order, &b.result);
	b.result.why = str_copy(rq->arena, b.result.why);
	b.result.name = str_copy(rq->arena, b.result.name);
	b.result.report = str_copy(rq->arena, b.result.report);
	arena_reset(memory);
	return b;
}

/* Everything that was sent: files, and pasted text as one more. */
static size_t
bring_all(struct req *rq, struct brought out[REQ_FILES + 1])
{
	size_t n = 0;
	struct arena *memory = arena_new(FILE_MEMORY);
	arena_defer(rq->arena, free_memory, memory);
	for (size_t i = 0; i < rq->file_count; i++)
		if (rq->files[i].bytes.n > 0 || rq->files[i].name.n > 0)
			out[n++] = bring_one(rq, memory, rq->files[i].name, rq->files[i].bytes);
	struct str text = str_trim(form_value(rq, "text"));
	if (text.n > 0)
		out[n++] = bring_one(rq, memory, STR("Pasted text"), text);
	return n;
}

static void
push_texts(struct view *v, const char *key, struct strs texts)
{
	struct view_list *list = view_list(v, key);
	for (size_t i = 0; i < texts.n; i++)
		view_push_text(list, texts.at[i]);
}

/* What came of one file: the names of the API. */
static void
show_brought(struct req *rq, struct view *v, const struct brought *b)
{
	struct str why;
	if (b->outcome != BRING_DONE) {
		struct view *error = view_object(v, "error");
		view_text(error, "code",
			  b->outcome == BRING_REFUSED ? str_from(card_code(b->result.card))
						      : STR("OVER_QUOTA"));
		view_text(error, "message", words_of(rq, b));
		return;
	}
	view_id(v, "id", b->result.id.v);
	view_text(v, "name", b->result.name);
	view_text(v, "moderationStatus",
		  b->result.doubts != 0 ? STR("quarantined") : STR("pending"));
	view_bool(v, "isHeld", b->result.doubts != 0);
	push_texts(v, "doubts", bring_doubt_words(rq->arena, b->result.doubts));
	view_int(v, "bookEntries", (int64_t)b->result.entries);
	view_json(v, "report", json_read(rq->arena, b->result.report, &why));
}

static struct view_list *
show_all(struct req *rq, struct view *v, const struct brought *all, size_t n)
{
	struct view_list *items = view_list(v, "items");
	for (size_t i = 0; i < n; i++) {
		struct view *item = view_push(items);
		view_text(item, "fileName", all[i].file_name);
		show_brought(rq, item, &all[i]);
	}
	return items;
}

static struct reply
refuse_one(struct req *rq, const struct brought *b)
{
	int status = b->outcome == BRING_OVER_QUOTA ? 422 : card_status(b->result.card);
	const char *words = str_cstr(rq->arena, words_of(rq, b));
	struct reply reply;
	if (rq->wants_json) {
		reply = refuse(rq, status,
			       b->outcome == BRING_OVER_QUOTA ? "OVER_QUOTA"
							      : card_code(b->result.card),
			       words);
	} else {
		form_show(rq, PASTE, COUNT(PASTE));
		form_error(rq, str_eq(b->file_name, STR("Pasted text")) ? "text" : "file", "Card",
			   words);
		reply = form_again(rq, status, "import/bring", view_new(rq->arena));
	}
	reply.commit = true; /* the try counts */
	return reply;
}

/* Keeps what came of the files, so that the page can be looked at again. */
static struct str
keep_results(struct req *rq, const struct brought *all, size_t n)
{
	struct view *v = view_new(rq->arena);
	struct buf out = buf_in(rq->arena);
	(void)show_all(rq, v, all, n);
	view_put_json(&out, v);
	struct str json = buf_done(&out);
	/* {"items":[...]}: the list is what is kept. */
	json = (struct str){ json.p + sizeof("{\"items\":") - 1, json.n - sizeof("{\"items\":") };
	int64_t id = card_import_put(rq->db, rq->member->id, json)->id;
	return str_fmt(rq->arena, "/tavern/import/%lld", (long long)id);
}

static struct reply
bring(struct req *rq)
{
	struct brought all[REQ_FILES + 1];
	size_t good = 0;
	int wait = rate_wait(rq, str_fmt(rq->arena, "import:%lld", (long long)rq->member->id.v),
			     EVERY_S, BURST);
	if (wait > 0)
		return too_many(rq, wait);
	size_t n = bring_all(rq, all);
	for (size_t i = 0; i < n; i++)
		good += all[i].outcome == BRING_DONE ? 1 : 0;
	if (n == 0) {
		struct brought none = { .outcome = BRING_REFUSED, .result.card = CARD_EMPTY };
		return refuse_one(rq, &none);
	}
	if (good == 0 && (n == 1 || rq->wants_json))
		return refuse_one(rq, &all[0]);
	struct view *v = view_new(rq->arena);
	if (n == 1)
		show_brought(rq, v, &all[0]);
	else
		(void)show_all(rq, v, all, n);
	return done(rq, 201, v, rq->wants_json ? STR("/tavern/import") : keep_results(rq, all, n));
}

static struct reply
show_form(struct req *rq)
{
	form_show(rq, PASTE, COUNT(PASTE));
	return page(rq, "import/bring", view_new(rq->arena));
}

static struct reply
show_results(struct req *rq)
{
	const struct card_import_find_row *row = card_import_find(rq->db, req_id(rq, 0),
								  rq->member->id);
	if (row == NULL)
		return not_found(rq);
	struct view *v = view_new(rq->arena);
	view_json(v, "items", row->results);
	view_time(v, "createdAt", row->created_at);
	return page(rq, "import/results", v);
}

/* ---- releasing ----------------------------------------------------------------------------- */

static struct view *
release_view(struct req *rq, const struct card_take_row *row, unsigned doubts)
{
	struct view *v = view_new(rq->arena);
	view_id(v, "id", row->id.v);
	view_text(v, "name", row->name);
	push_texts(v, "doubts", bring_doubt_words(rq->arena, doubts));
	struct view *page_only = view_object(v, "page");
	view_int(page_only, "leastAge", cfg_int(CFG_MIN_DEPICTED_AGE));
	view_bool(page_only, "canState", (doubts & ~(unsigned)CARD_DOUBT_NO_AGE) == 0);
	return v;
}

static struct str
character_url(struct req *rq, struct character_id id)
{
	return str_fmt(rq->arena, "/character/%lld", (long long)id.v);
}

/* The member's own character while it is held back, else NULL. */
static const struct card_take_row *
held(struct req *rq, struct reply *otherwise)
{
	const struct card_take_row *row = card_take(rq->db, asked_id(rq), rq->member->id);
	if (row == NULL)
		*otherwise = not_found(rq);
	else if (!str_eq(row->moderation_status, STR("quarantined")))
		*otherwise = rq->method == GET ? see(rq, character_url(rq, row->id))
					       : refuse(rq, 409, "NOT_HELD",
							"This character is not held back.");
	else
		return row;
	return NULL;
}

static struct reply
show_release(struct req *rq)
{
	struct reply reply;
	const struct card_take_row *row = held(rq, &reply);
	if (row == NULL)
		return reply;
	form_show(rq, RELEASE, COUNT(RELEASE));
	return page(rq, "import/release",
		    release_view(rq, row, bring_doubts(rq->arena, row, row->age)));
}

static struct reply
release(struct req *rq)
{
	struct release in = { 0 };
	struct reply reply;
	unsigned doubts = 0;
	const struct card_take_row *row = held(rq, &reply);
	if (row == NULL)
		return reply;
	bool is_read = form_read(rq, RELEASE, COUNT(RELEASE), &in);
	if (is_read && !in.is_sure)
		form_error(rq, "isSure", "Statement", "Confirm that the character is an adult.");
	if (is_read && in.age < cfg_int(CFG_MIN_DEPICTED_AGE))
		form_error(rq, "age", "Age",
			   str_fmt(rq->arena, "Characters here are %lld or older.",
				   (long long)cfg_int(CFG_MIN_DEPICTED_AGE))
				   .p);
	if (is_read && rq->error_count == 0) {
		doubts = bring_doubts(rq->arena, row, in.age);
		struct strs words = bring_doubt_words(rq->arena, doubts);
		for (size_t i = 0; i < words.n; i++)
			form_error(rq, "age", "Age", str_cstr(rq->arena, words.at[i]));
	}
	if (rq->error_count > 0)
		return form_again(
			rq, 422, "import/release",
			release_view(rq, row, bring_doubts(rq->arena, row, row->age) | doubts));
	if (card_release(rq->db, row->id, rq->member->id, in.age) == 0)
		return not_found(rq);
	struct view *v = view_new(rq->arena);
	view_id(v, "id", row->id.v);
	view_text(v, "moderationStatus", STR("pending"));
	reply = done(rq, 200, v, character_url(rq, row->id));
	reply_flash(rq, &reply, FLASH_GOOD,
		    "Your character is free. Only you can see it until you publish it.");
	return reply;
}

/* ---- taking back --------------------------------------------------------------------------- */

static struct reply export(struct req *rq)
{
	enum take_format format = TAKE_PNG;
	struct take_file file;
	struct str word = req_query(rq, "format");
	if (word.n > 0 && !take_format_from(word, &format))
		return refuse(rq, 422, NULL, "The format is png, json or charx.");
	switch (take_card(rq->db, rq->arena, asked_id(rq), rq->member->id, format, &file)) {
	case TAKE_DONE:
		break;
	case TAKE_NONE:
		return not_found(rq);
	case TAKE_HELD:
		return refuse(
			rq, 409, "HELD",
			"This character is held back for what its text says. Edit it first; then it "
			"can be taken along.");
	}
	struct reply reply = {
		.status = 200, .type = take_type(format), .body = file.bytes, .no_store = true
	};
	reply_header(&reply, attach_disposition(rq, file.name, take_ending(format)));
	return reply;
}

static const struct route ROUTES[] = {
	{ GET, "/tavern/import", show_form, FOR_MEMBER },
	{ POST, "/tavern/import", bring, FOR_UPLOAD },
	{ GET, "/tavern/import/{id}", show_results, FOR_MEMBER },
	{ POST, "/api/characters/import", bring, FOR_UPLOAD },
	{ GET, "/character/{id}/release", show_release, FOR_MEMBER },
	{ POST, "/character/{id}/release", release, FOR_MEMBER },
	{ POST, "/api/characters/{id}/release", release, FOR_MEMBER },
	{ GET, "/character/{id}/export", export, FOR_MEMBER },
	{ GET, "/api/characters/{id}/export", export, FOR_MEMBER },
};

int
main(void)
{
	return screen_serve("import", ROUTES, COUNT(ROUTES));
}
