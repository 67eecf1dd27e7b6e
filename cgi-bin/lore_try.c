/* The try box: which entries a text would call, and why. */
#include "cgi-bin/lore.h"

#include "lib/lore/shelf.h"

enum { TRY_TEXT = 20000, CONTEXT = 8192 };

struct try_form {
	struct str text;
};

static const struct field TRY[] = {
	FIELD_TEXT(struct try_form, text, "text", "Text", 1, TRY_TEXT),
};

/* The number of an entry in its book, by its id; 0 when it is gone. */
static int64_t
number_of(struct rows names, int64_t id)
{
	for (size_t i = 0; i < names.n; i++)
		if (lore_entry_names_at(names, i)->id.v == id)
			return lore_entry_names_at(names, i)->n;
	return 0;
}

static struct rows
names_of(struct req *rq, struct lorebook_id book, const struct lore_result *result)
{
	int64_t *ids = ARENA_ARRAY(rq->arena, int64_t, result->hit_count + result->cut_count);
	size_t n = 0;
	for (size_t i = 0; i < result->hit_count; i++)
		ids[n++] = result->hits[i].ref.entry;
	for (size_t i = 0; i < result->cut_count; i++)
		ids[n++] = result->cuts[i].ref.entry;
	return lore_entry_names(rq->db, book, (struct i64s){ ids, n });
}

static void
put_entry(struct req *rq, struct view *one, struct lorebook_id book, struct rows names,
	  struct lore_ref ref, struct str name)
{
	int64_t n = number_of(names, ref.entry);
	view_int(one, "n", n);
	view_text(one, "name", str_or(name, str_fmt(rq->arena, "Entry %lld", (long long)n)));
	if (!rq->wants_json)
		view_url(one, "url",
			 str_fmt(rq->arena, "/lore/%lld/entry/%lld", (long long)book.v,
				 (long long)n));
}

static void
put_result(struct req *rq, struct view *v, struct lorebook_id book,
	   const struct lore_result *result)
{
	struct rows names = names_of(rq, book, result);
	struct view_list *fired = view_list(v, "fired");
	struct view_list *held = view_list(v, "heldBack");
	for (size_t i = 0; i < result->hit_count; i++) {
		const struct lore_hit *hit = &result->hits[i];
		struct view *one = view_push(fired);
		put_entry(rq, one, book, names, hit->ref, hit->entry);
		view_text(one, "why", str_from(lore_why_name(hit->why)));
		view_text(one, "words", hit->words);
		view_text(one, "content", hit->content);
		view_text(one, "place", str_from(lore_place_name(hit->place)));
		if (!rq->wants_json)
			view_text(one, "placeText", lore_place_words(hit->place));
		view_int(one, "tokens", hit->tokens);
		view_int(one, "step", hit->step);
	}
	for (size_t i = 0; i < result->cut_count; i++) {
		const struct lore_cut *cut = &result->cuts[i];
		struct view *one = view_push(held);
		put_entry(rq, one, book, names, cut->ref, cut->entry);
		view_text(one, "why", str_from(lore_cut_name(cut->why)));
		view_text(one, "words", cut->words);
	}
	view_int(v, "tokens", result->tokens);
	view_int(v, "budget", result->budget);
	view_int(v, "lookedAt", result->entry_count);
}

struct reply
lore_try(struct req *rq)
{
	struct try_form in = { .text = STR_INIT("") };
	const struct lore_book_row *row = lore_asked(rq);
	if (row == NULL)
		return not_found(rq);
	if (!form_read(rq, TRY, COUNT(TRY), &in))
		return form_again(rq, 422, "lore/book", lore_book_view(rq, row));
	const struct lore_book *book = shelf_book(rq->db, rq->arena, row->id.v, rq->member->id);
	struct lore_on on = { .book = book, .source = LORE_OF_ALL };
	struct lore_message message = { .text = in.text, .is_user = true };
	struct macro_context macros = { .purpose = MACRO_FOR_PROMPT,
					.user = rq->member->display_name,
					.character = row->has_character_id ? row->character_name
									   : STR("the character"),
					.now = rq->now,
					.last_user_at = MOMENT_NONE,
					.is_read_only = true };
	struct lore_order order = LORE_ORDER_DEFAULT;
	order.books = &on;
	order.book_count = 1;
	order.messages = &message;
	order.message_count = 1;
	order.macros = &macros;
	order.context_tokens = CONTEXT;
	order.seed = (uint64_t)rq->now.us;
	struct lore_result result = lore_scan(rq->arena, &order);
	struct view *v = rq->wants_json ? view_new(rq->arena) : lore_book_view(rq, row);
	put_result(rq, v, row->id, &result);
	view_bool(view_object(v, "page"), "isTried", true);
	view_bool(view_object(v, "page"), "hasFired", result.hit_count > 0);
	view_bool(view_object(v, "page"), "hasHeld", result.cut_count > 0);
	return page(rq, "lore/book", v);
}
