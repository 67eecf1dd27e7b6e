/* The book that goes with a character: read in every chat with it, and out with its card. */
#include "cgi-bin/lore.h"

struct give_form {
	int64_t book_id;
};

static const struct field GIVE[] = {
	FIELD_ID(struct give_form, book_id, "bookId", "Book", true),
};

bool
lore_give_book(struct req *rq, struct character_id character, struct lorebook_id book)
{
	/* Given twice at once, the second sees what the first has done. */
	(void)lore_used(rq->db, rq->member->id);
	(void)lore_give_clear(rq->db, character, rq->member->id);
	return lore_give(rq->db, character, book, rq->member->id) > 0;
}

/* The asked character when the member made it, else NULL. */
static const struct lore_card_row *
asked(struct req *rq)
{
	const struct lore_card_row *row = lore_card(rq->db, (struct character_id){ req_id(rq, 0) });
	bool is_own = row != NULL && row->has_creator_id && row->creator_id.v == rq->member->id.v;
	return is_own ? row : NULL;
}

static struct str
url_of(struct req *rq)
{
	return str_fmt(rq->arena, "/lore/character/%lld", (long long)req_id(rq, 0));
}

static struct view *
character_view(struct req *rq, const struct lore_card_row *row)
{
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	bool is_unopened = row->entries > 0 && !row->has_card_book_id;
	struct rows books = lore_books(rq->db, rq->member->id);
	view_id(v, "id", req_id(rq, 0));
	view_text(v, "name", row->name);
	view_url(page_only, "url", url_of(rq));
	view_bool(page_only, "isUnopened", is_unopened);
	view_count(page_only, "entries", row->entries);
	if (row->has_own_id) {
		struct view *book = view_object(page_only, "book");
		view_id(book, "bookId", row->own_id.v);
		view_text(book, "bookName", row->own_name);
	}
	view_bool(page_only, "mayGive", !row->has_own_id && !is_unopened && books.n > 0);
	view_bool(page_only, "hasNone", !row->has_own_id && !is_unopened && books.n == 0);
	view_rows(page_only, "books", books);
	return v;
}

struct reply
lore_show_character(struct req *rq)
{
	const struct lore_card_row *row = asked(rq);
	if (row == NULL)
		return not_found(rq);
	form_show(rq, GIVE, COUNT(GIVE));
	return page(rq, "lore/character", character_view(rq, row));
}

struct reply
lore_give_character(struct req *rq)
{
	struct give_form in = { 0 };
	const struct lore_card_row *row = asked(rq);
	if (row == NULL)
		return not_found(rq);
	bool is_read = form_read(rq, GIVE, COUNT(GIVE), &in);
	struct lorebook_id book = { in.book_id };
	if (is_read && !lore_give_book(rq, (struct character_id){ req_id(rq, 0) }, book)) {
		form_error(rq, "bookId", "Book", LORE_NOT_GIVEN);
		is_read = false;
	}
	if (!is_read)
		return form_again(rq, 422, "lore/character", character_view(rq, row));
	return done_saying(rq, 200, NULL, url_of(rq),
			   "The book goes with the character from now on.");
}

struct reply
lore_take_off_character(struct req *rq)
{
	const struct lore_card_row *row = asked(rq);
	if (row == NULL || !row->has_own_id)
		return not_found(rq);
	(void)lore_character_unlink(rq->db, (struct character_id){ req_id(rq, 0) }, row->own_id,
				    rq->member->id);
	return done_saying(
		rq, 200, NULL, url_of(rq),
		"The book no longer goes with the character. It stays among your books.");
}
