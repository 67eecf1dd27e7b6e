/* Cards in and out: bringing characters from other tools, releasing them, taking them back. */
#include "cgi-bin/import.h"
#include "lib/base/cfg.h"
#include "lib/web/attach.h"
#include "sql/card.h"

enum { EVERY_S = 10, BURST = 60, AGE_MOST = 100000 };

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

static struct reply
refuse_one(struct req *rq, const struct brought *b)
{
	int status = import_status(b);
	const char *words = str_cstr(rq->arena, import_words(rq, b));
	struct reply reply;
	if (rq->wants_json) {
		reply = refuse(rq, status, import_code(b), words);
	} else {
		form_show(rq, PASTE, COUNT(PASTE));
		form_error(rq, str_eq(b->file_name, STR("Pasted text")) ? "text" : "file", "Card",
			   words);
		reply = form_again(rq, status, "import/bring", view_new(rq->arena));
	}
	return reply_kept(reply);
}

/*
 * Keeps what came of the files, so that the page can be looked at again. `into` names the results that these
 * go on from, when more was brought than fits into one form.
 */
static struct str
keep_results(struct req *rq, const struct brought_all *all, struct str into)
{
	struct view *v = view_new(rq->arena);
	struct buf out = buf_in(rq->arena);
	int64_t id;
	import_show_all(rq, v, all);
	view_put_value(&out, view_at(v, "items"));
	struct str results = buf_done(&out);
	if (!str_to_i64(into, &id) || card_import_add(rq->db, id, rq->member->id, results) == 0)
		id = card_import_put(rq->db, rq->member->id, results)->id;
	return str_fmt(rq->arena, "/tavern/import/%lld", (long long)id);
}

static struct reply
bring(struct req *rq)
{
	size_t good = 0;
	int wait = rate_wait(rq, str_fmt(rq->arena, "import:%lld", (long long)rq->member->id.v),
			     EVERY_S, BURST);
	if (wait > 0)
		return too_many(rq, wait);
	const struct brought_all *all = import_bring_all(rq);
	/* "new", or the results so far: a part of something larger. Its page shows what failed, too. */
	struct str into = rq->wants_json ? STR_NONE : form_value(rq, "into");
	for (size_t i = 0; i < all->n; i++)
		good += import_is_good(&all->at[i]) ? 1 : 0;
	if (all->n == 0) {
		struct brought none = { .outcome = BRING_REFUSED, .result.card = CARD_EMPTY };
		return refuse_one(rq, &none);
	}
	if (good == 0 && into.n == 0 && (all->n == 1 || rq->wants_json))
		return refuse_one(rq, &all->at[0]);
	struct view *v = view_new(rq->arena);
	if (all->n == 1)
		import_show(rq, v, &all->at[0]);
	else
		import_show_all(rq, v, all);
	return done(rq, 201, v,
		    rq->wants_json ? STR("/tavern/import") : keep_results(rq, all, into));
}

static struct reply
show_form(struct req *rq)
{
	form_show(rq, PASTE, COUNT(PASTE));
	return page(rq, "import/bring", view_new(rq->arena));
}

/* "Came in: 6. Waiting for you: 1. Not taken: 1.", as far as there are any. */
static struct str
results_words(struct req *rq, const size_t counts[3])
{
	static const char *const WORDS[] = { "Came in", "Waiting for you", "Not taken" };
	struct buf out = buf_in(rq->arena);
	for (size_t i = 0; i < COUNT(WORDS); i++)
		if (counts[i] > 0)
			buf_fmt(&out, "%s%s: %zu.", out.n > 0 ? " " : "", WORDS[i], counts[i]);
	return buf_done(&out);
}

/* What is told of each file, with how much there is to tell. */
static void
show_items(struct req *rq, struct view *v, const json_t *results)
{
	static const char *const FATES[][2] = { { "mapped", "mappedCount" },
						{ "kept", "keptCount" },
						{ "ignored", "ignoredCount" } };
	struct view_list *items = view_list(v, "items");
	struct view *page_only = view_object(v, "page");
	size_t counts[3] = { 0 }, i;
	json_t *item, *value;
	const char *key;
	json_array_foreach(results, i, item)
	{
		struct view *one = view_push(items);
		const json_t *report = json_object_get(item, "report");
		json_object_foreach(item, key, value) view_json(one, key, value);
		for (size_t k = 0; k < COUNT(FATES); k++)
			view_int(one, FATES[k][1],
				 (int64_t)json_array_size(json_object_get(report, FATES[k][0])));
		bool is_held = json_is_true(json_object_get(item, "isHeld"));
		counts[report == NULL ? 2 : is_held ? 1 : 0]++;
	}
	view_text(page_only, "resultsText", results_words(rq, counts));
	view_bool(page_only, "areFew", json_array_size(results) < 3);
}

static struct reply
show_results(struct req *rq)
{
	const struct card_import_find_row *row = card_import_find(rq->db, req_id(rq, 0),
								  rq->member->id);
	if (row == NULL)
		return not_found(rq);
	struct view *v = view_new(rq->arena);
	show_items(rq, v, row->results);
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
	struct view_list *list = view_list(v, "doubts");
	struct strs words = bring_doubt_words(rq->arena, doubts, row->rests);
	for (size_t i = 0; i < words.n; i++)
		view_push_text(list, words.at[i]);
	struct view *page_only = view_object(v, "page");
	view_bool(page_only, "isFrozen", row->rests.n > 0);
	view_bool(page_only, "canTake", (doubts & CARD_DOUBT_WORDS) == 0);
	view_url(page_only, "editUrl",
		 str_fmt(rq->arena, "/tavern/%lld/edit/%.*s", (long long)row->id.v,
			 STR_ARG(draft_step_word(bring_doubt_step(rq->arena, row)))));
	view_int(page_only, "leastAge", cfg_int(CFG_MIN_DEPICTED_AGE));
	view_bool(page_only, "canState",
		  row->rests.n == 0 && (doubts & ~(unsigned)CARD_DOUBT_NO_AGE) == 0);
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
		struct strs words = bring_doubt_words(rq->arena, doubts, row->rests);
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

static bool
put_piece(void *rq, struct str piece)
{
	return reply_pour(rq, piece);
}

static void
pour(struct req *rq, void *take)
{
	struct sink out = { .put = put_piece, .to = rq };
	take_write(rq->db, take, &out);
}

static struct reply export(struct req *rq)
{
	enum take_format format = TAKE_PNG;
	struct take *take;
	struct str word = req_query(rq, "format");
	if (word.n > 0 && !take_format_from(word, &format))
		return refuse(rq, 422, NULL, "The format is png, json or charx.");
	switch (take_begin(rq->db, rq->arena, asked_id(rq), rq->member->id, format, &take)) {
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
	struct reply reply = { .status = 200,
			       .type = take_type(format),
			       .no_store = true,
			       .pour = pour,
			       .pour_arg = take };
	reply_header(&reply, attach_disposition(rq, take_name(take), take_ending(format)));
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
