/* Which lorebooks a chat reads, and how they mix. */
#include "cgi-bin/chat.h"
#include "lib/lore/lore.h"
#include "sql/lore.h"

enum { BOOKS = 64 };

struct lore_form {
	struct strs books;
	int64_t depth, percent, cap, steps_most, least, least_depth_most;
	struct str strategy;
	bool has_names;
};

static const struct field LORE[] = {
	FIELD_LIST(struct lore_form, books, "books", "Books", BOOKS),
	FIELD_INT(struct lore_form, depth, "depth", "Messages to look at", 0, LORE_DEPTH_MOST,
		  false),
	FIELD_INT(struct lore_form, percent, "percent", "Share of the prompt", 1, 100, false),
	FIELD_INT(struct lore_form, cap, "cap", "Tokens at most", 0, 1000000, false),
	FIELD_INT(struct lore_form, steps_most, "stepsMost", "Rounds at most", 0, LORE_STEPS_MOST,
		  false),
	FIELD_INT(struct lore_form, least, "least", "Entries at least", 0, 100, false),
	FIELD_INT(struct lore_form, least_depth_most, "leastDepthMost", "Look back at most", 0,
		  LORE_DEPTH_MOST, false),
	FIELD_CHOICE(struct lore_form, strategy, "strategy", "Who comes first",
		     "evenly|character_first|global_first", false),
	FIELD_YES(struct lore_form, has_names, "hasNames", "Names count"),
};

static const struct lore_chat_row *
asked_chat(struct req *rq)
{
	return lore_chat(rq->db, chat_asked(rq), rq->member->id);
}

static void
put_number(struct req *rq, struct view *form, const char *field, int64_t value)
{
	view_text(view_object(form, field), "value", str_int(rq->arena, value));
}

static void
put_form(struct req *rq, struct view *page_only, const struct lore_chat_row *row)
{
	static const struct label STRATEGIES[] = {
		LABEL("evenly", "All together, by their order"),
		LABEL("character_first", "The character\xE2\x80\x99s first"),
		LABEL("global_first", "Those of all chats first"),
	};
	struct view *form = view_object(page_only, "form");
	put_number(rq, form, "depth", row->depth);
	put_number(rq, form, "percent", row->percent);
	put_number(rq, form, "cap", row->cap);
	put_number(rq, form, "stepsMost", row->steps_most);
	put_number(rq, form, "least", row->least);
	put_number(rq, form, "leastDepthMost", row->least_depth_most);
	view_bool(view_object(form, "hasNames"), "checked", row->has_names);
	view_choices(page_only, "strategies", STRATEGIES, COUNT(STRATEGIES), row->strategy);
}

static struct view *
lore_view(struct req *rq, const struct lore_chat_row *row)
{
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	struct rows books = lore_chat_books(rq->db, row->id, rq->member->id);
	view_fields(v, &lore_chat_type, row);
	struct view_list *items = view_list(v, "books");
	for (size_t i = 0; i < books.n; i++) {
		const struct lore_chat_books_row *book = lore_chat_books_at(books, i);
		struct view *one = view_push(items);
		view_fields(one, &lore_chat_books_type, book);
		if (!rq->wants_json)
			view_bool(one, "isRead", book->is_global || book->is_linked);
	}
	if (rq->wants_json)
		return v;
	view_bool(page_only, "hasBooks", books.n > 0);
	view_url(page_only, "chatUrl", chat_address(rq, row->id, ""));
	view_url(page_only, "url", chat_address(rq, row->id, "/lore"));
	put_form(rq, page_only, row);
	return v;
}

struct reply
chat_show_lore(struct req *rq)
{
	const struct lore_chat_row *row = asked_chat(rq);
	if (row == NULL)
		return not_found(rq);
	form_show(rq, LORE, COUNT(LORE));
	return page(rq, "chat/lore", lore_view(rq, row));
}

static bool
choose_books(struct req *rq, struct chat_id chat, struct strs books)
{
	int64_t ids[BOOKS];
	for (size_t i = 0; i < books.n; i++)
		if (!str_to_i64(books.at[i], &ids[i])) {
			form_error(rq, "books", "Books", "There is no such book.");
			return false;
		}
	(void)lore_chat_choose(rq->db, chat, rq->member->id, (struct i64s){ ids, books.n });
	return true;
}

struct reply
chat_save_lore(struct req *rq)
{
	const struct lore_chat_row *row = asked_chat(rq);
	if (row == NULL)
		return not_found(rq);
	struct lore_form in = { .depth = row->depth,
				.percent = row->percent,
				.cap = row->cap,
				.steps_most = row->steps_most,
				.least = row->least,
				.least_depth_most = row->least_depth_most,
				.has_names = rq->wants_json && row->has_names };
	if (!form_read(rq, LORE, COUNT(LORE), &in))
		return form_again(rq, 422, "chat/lore", lore_view(rq, row));
	if (rq->wants_json && !form_has(rq, "strategy"))
		in.strategy = row->strategy;
	bool has_books = !rq->wants_json || form_has(rq, "books");
	if (has_books && !choose_books(rq, row->id, in.books))
		return form_again(rq, 422, "chat/lore", lore_view(rq, row));
	(void)lore_chat_save(rq->db,
			     &(struct lore_chat_save_in){ .chat_id = row->id,
							  .member_id = rq->member->id,
							  .depth = in.depth,
							  .percent = in.percent,
							  .cap = in.cap,
							  .strategy = in.strategy,
							  .steps_most = in.steps_most,
							  .least = in.least,
							  .least_depth_most = in.least_depth_most,
							  .has_names = in.has_names });
	return done_saying(rq, 200, lore_view(rq, asked_chat(rq)),
			   chat_address(rq, row->id, "/lore"),
			   "Saved. The next reply reads these books.");
}
