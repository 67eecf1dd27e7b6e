/* What is done with many entries of a book at once: those that are ticked, or all of a list. */
#include "cgi-bin/lore.h"

enum { TICKED_MOST = 1000, ORDER_MOST = 1000000, STEP_MOST = 10000 };

struct batch {
	struct strs ticked;
	struct str which, what;
	struct str q, show, sort;
	int64_t first, step;
	int64_t to;
};

static const struct field BATCH[] = {
	FIELD_LIST(struct batch, ticked, "entries", "Entries", TICKED_MOST),
	FIELD_CHOICE(struct batch, which, "which", "Which", "ticked|all", false),
	FIELD_CHOICE(struct batch, what, "what", "What to do", "on|off|copy|order|delete", true),
	FIELD_LINE(struct batch, q, "q", "Search", 0, 200),
	FIELD_LINE(struct batch, show, "show", "Shown", 0, 10),
	FIELD_LINE(struct batch, sort, "sort", "Sorted", 0, 10),
	FIELD_INT(struct batch, first, "first", "Order from", -ORDER_MOST, ORDER_MOST, false),
	FIELD_INT(struct batch, step, "step", "In steps of", -STEP_MOST, STEP_MOST, false),
	FIELD_ID(struct batch, to, "toBookId", "To the book", false),
};

static struct i64s
numbers_of(struct req *rq, struct lorebook_id book, const struct batch *in,
	   const struct lore_list *list)
{
	if (!str_eq(in->which, STR("all"))) {
		int64_t *at = ARENA_ARRAY(rq->arena, int64_t, in->ticked.n + 1);
		size_t n = 0;
		for (size_t i = 0; i < in->ticked.n; i++)
			n += str_to_i64(in->ticked.at[i], &at[n]) ? 1 : 0;
		return (struct i64s){ at, n };
	}
	struct rows rows = lore_entry_numbers(
		rq->db, &(struct lore_entry_numbers_in){ .book_id = book,
							 .member_id = rq->member->id,
							 .words = list->words,
							 .shown = list->shown,
							 .sort = list->sort,
							 .limit = LORE_ENTRIES });
	int64_t *at = ARENA_ARRAY(rq->arena, int64_t, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		at[i] = lore_entry_numbers_at(rows, i)->n;
	return (struct i64s){ at, rows.n };
}

/* How many were changed. */
static int64_t
change(struct req *rq, struct lorebook_id book, const struct batch *in, struct i64s ns)
{
	struct member_id member = rq->member->id;
	if (str_eq(in->what, STR("delete")))
		return lore_batch_delete(rq->db, book, member, ns);
	if (str_eq(in->what, STR("order")))
		return lore_batch_order(rq->db, &(struct lore_batch_order_in){ .book_id = book,
									       .member_id = member,
									       .ns = ns,
									       .first = in->first,
									       .step = in->step });
	if (str_eq(in->what, STR("copy")))
		return lore_batch_copy(rq->db, &(struct lore_batch_copy_in){
						       .book_id = book,
						       .to_id = { in->to > 0 ? in->to : book.v },
						       .member_id = member,
						       .ns = ns,
						       .most = LORE_ENTRIES });
	return lore_batch_enable(rq->db, book, member, ns, str_eq(in->what, STR("on")));
}

static struct str
words_for(struct req *rq, struct str what, int64_t n)
{
	static const struct {
		struct str what;
		const char *done;
	} WORDS[] = {
		{ STR_INIT("on"), "switched on" }, { STR_INIT("off"), "switched off" },
		{ STR_INIT("copy"), "copied" },	   { STR_INIT("order"), "put in order" },
		{ STR_INIT("delete"), "deleted" },
	};
	const char *word = "";
	for (size_t i = 0; i < COUNT(WORDS); i++)
		if (str_eq(what, WORDS[i].what))
			word = WORDS[i].done;
	return n == 1 ? str_fmt(rq->arena, "1 entry is %s.", word)
		      : str_fmt(rq->arena, "%lld entries are %s.", (long long)n, word);
}

static struct reply
answer(struct req *rq, const struct lore_book_row *book, const struct batch *in,
       const struct lore_list *list, struct i64s ns, int64_t n)
{
	bool is_delete = str_eq(in->what, STR("delete")) && n > 0;
	struct str gone = is_delete ? str_fmt(rq->arena, "gone=%lld", (long long)ns.at[0])
				    : STR("");
	struct lorebook_id shown = book->id;
	if (str_eq(in->what, STR("copy")) && in->to > 0)
		shown.v = in->to;
	struct view *v = view_new(rq->arena);
	view_int(v, "count", n);
	struct reply reply = done(rq, 200, v,
				  lore_list_url(rq, shown, list, str_cstr(rq->arena, gone)));
	if (!is_delete)
		reply_flash(rq, &reply, n > 0 ? FLASH_GOOD : FLASH_INFO,
			    str_cstr(rq->arena, words_for(rq, in->what, n)));
	return reply;
}

static struct reply
again(struct req *rq, const struct lore_book_row *book)
{
	struct view *v = lore_book_view(rq, book);
	view_bool(view_object(v, "page"), "isMany", true);
	return form_again(rq, 422, "lore/book", v);
}

struct reply
lore_batch(struct req *rq)
{
	struct batch in = { .which = STR_INIT("ticked"), .first = 100, .step = 1 };
	const struct lore_book_row *book = lore_asked(rq);
	if (book == NULL)
		return not_found(rq);
	if (!form_read(rq, BATCH, COUNT(BATCH), &in))
		return again(rq, book);
	struct lore_list list = lore_list_of(rq, in.q, in.show, in.sort);
	struct i64s ns = numbers_of(rq, book->id, &in, &list);
	if (ns.n == 0) {
		form_error(rq, "entries", "Entries", "Tick at least one entry.");
		return again(rq, book);
	}
	int64_t n = change(rq, book->id, &in, ns);
	if (n == 0 && str_eq(in.what, STR("copy")))
		return refuse(
			rq, 422, "OVER_QUOTA",
			"There is no room for them: a book may have 100,000 entries and 16 MB "
			"of text.");
	return answer(rq, book, &in, &list, ns, n);
}
