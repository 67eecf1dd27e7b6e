/*
 * The lore screens, shared by their files: lore.c (routes, the list, bringing and taking), lore_book.c
 * (one book: entries, settings, where it is read), lore_entry.c (one entry), lore_batch.c (many at once),
 * lore_try.c (the try box), lore_where.c (where books are read).
 */
#ifndef SNUG_CGI_BIN_LORE_H
#define SNUG_CGI_BIN_LORE_H

#include "lib/lore/bring.h"
#include "lib/lore/lore.h"
#include "lib/web/serve.h"
#include "sql/lore.h"

enum { LORE_PAGE = 50, LORE_NAME = 120, LORE_ABOUT = 4000, LORE_TEXT = 64000 };

/* The asked book when it is the member's, else NULL: answer not_found. */
const struct lore_book_row *lore_asked(struct req *rq);
/* /lore/<id> and what follows it. */
struct str lore_url(struct req *rq, struct lorebook_id id, const char *more);
/* Where an entry stands in the prompt, in words. */
struct str lore_place_words(int64_t place);
void lore_book_fields(struct view *v, const struct lore_book_row *row);
/* A value of a form that is shown before anything was typed. */
void lore_form_text(struct view *page, const char *field, struct str value);
void lore_form_number(struct req *rq, struct view *page, const char *field, bool is_set,
		      int64_t value);
void lore_form_yes(struct view *page, const char *field, bool yes);

/* Whether the house takes a text of a form; else the field says why. Answer with commit, so that what was
 * noted of it stays. */
bool lore_passes(struct req *rq, const char *field, const char *label, struct str text);

/* What came under that name, or NULL. */
const struct pair *lore_sent(const struct req *rq, const char *name);

/* Which entries of a book are listed, and how: words of a search, "on", "off", "always"; "order", "name". */
struct lore_list {
	struct str q;
	struct strs words;
	struct str shown, sort;
};
struct lore_list lore_list_of(struct req *rq, struct str q, struct str shown, struct str sort);
/* The page of that list; `more` is "" or a part of a query. */
struct str lore_list_url(struct req *rq, struct lorebook_id id, const struct lore_list *list,
			 const char *more);

struct reply lore_show_book(struct req *rq);
struct reply lore_show_settings(struct req *rq);
struct reply lore_save_settings(struct req *rq);
struct reply lore_link(struct req *rq);
/* A book of the member goes with a character that they made; false when it cannot: LORE_NOT_GIVEN. */
#define LORE_NOT_GIVEN                                                                             \
	"This character has a book already. Take that one off first, and choose one of yours."
NODISCARD bool lore_give_book(struct req *rq, struct character_id character,
			      struct lorebook_id book);
struct reply lore_show_character(struct req *rq);
struct reply lore_give_character(struct req *rq);
struct reply lore_take_off_character(struct req *rq);
struct reply lore_unlink(struct req *rq);
struct view *lore_book_view(struct req *rq, const struct lore_book_row *row);

struct reply lore_list_entries(struct req *rq);
struct reply lore_new_entry(struct req *rq);
struct reply lore_show_entry(struct req *rq);
struct reply lore_add_entry(struct req *rq);
struct reply lore_save_entry(struct req *rq);
struct reply lore_switch_entry(struct req *rq);
struct reply lore_remove_entry(struct req *rq);
struct reply lore_restore_entry(struct req *rq);

struct reply lore_batch(struct req *rq);

struct reply lore_try(struct req *rq);

#endif
