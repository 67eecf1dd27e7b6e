/*
 * The parts of the screen that makes characters: create.c has the routes and keeps what is typed,
 * create_form.c reads it, create_rows.c what of it stands in rows, create_check.c says what is wrong
 * with it, create_view.c, create_words.c and create_review.c show it, create_publish.c makes a
 * character of it; create_mine.c is the list of a member's own, create_versions.c what a character was
 * before, create_pictures.c its gallery and the cut of its portrait.
 */
#ifndef SNUG_CGI_BIN_CREATE_H
#define SNUG_CGI_BIN_CREATE_H

#include "lib/character/draft.h"
#include "lib/media/upload.h"
#include "lib/web/serve.h"
#include "sql/create.h"

/* A draft that was opened for its member. */
struct making {
	struct character_id id;		   /* 0: nothing is kept yet */
	const struct create_open_row *row; /* NULL then */
	struct draft draft;
	struct draft kept; /* as the house has it */
	bool was_changed;  /* elsewhere, since the page was made that now wants to change it */
};

/* What was pressed, besides what was typed. */
struct pressed {
	struct str go; /* "next", "back", "stay", or a step */
	/*
	 * "add", "remove-3": an example; "opening-add", "group-remove-2": a text of a list;
	 * "style-friendly"; "find": a tag
	 */
	struct str row;
	struct str find;
	struct str key;	 /* of the page that begins a draft */
	struct str mark; /* draft_mark of what the page was made from */
	bool autosave;	 /* keep it, and only tell what is wrong */
};

/* Opens the draft of the first capture. False when it is not there or not theirs: 404. */
NODISCARD bool create_open_asked(struct req *rq, struct making *m);

/*
 * Reads the fields of one step that a page sent, or all that the API sent, into the draft. What cannot
 * be read is refused in rq->errors; the rest is taken.
 */
NODISCARD bool create_read(struct req *rq, enum draft_step step, struct draft *draft,
			   struct pressed *pressed);
/* Whether a field came with the request, so that the API hears of no others. */
bool create_was_sent(struct req *rq, const char *field);
/* The first of a name that came with the request; NULL when none did. */
struct pair *create_find_pair(struct req *rq, const char *name);
/* Text without what no text needs: carriage returns, control characters, broken bytes. */
struct str create_clean(struct req *rq, struct str text);
/* The fields of a step, for form_show. */
void create_show_form(struct req *rq, enum draft_step step);

/* Examples and lists of texts. What was not sent stays; a list that cannot be read is refused, and stays. */
void create_read_rows(struct req *rq, struct draft *draft);
/* Adds a row or takes one out, where the button `row` says so. */
void create_press_row(struct req *rq, struct draft *draft, struct str row);
/* The part of the page that such a button stands in: "groupGreetings". */
const char *create_row_part(struct str row);
void create_show_rows(struct view *page, const struct draft *d);

/* What keeps the draft from being published, with what only the database knows. */
void create_check(struct req *rq, const struct making *m, struct draft_errors *errors);
/*
 * How many characters the member's plan counts and has room for, and whether there is none for this one as
 * it will be.
 */
const struct create_room_row *create_read_room(struct req *rq, const struct making *m);
NODISCARD bool create_is_full(const struct making *m, const struct create_room_row *room);
/* "2 of 5 characters", or "2 characters" where there is no limit. */
struct str create_room_words(struct req *rq, const struct create_room_row *room);
int64_t create_least_age(void);

/* How they talk: what the second step shows besides plain fields. */
void create_show_words(struct req *rq, struct view *page, const struct draft *d);
/* Whether anything is said of chats with others that is not said of everybody. */
bool create_has_company(struct req *rq, const struct draft *d);
/* What the review shows besides what the steps before it do. */
void create_show_review(struct req *rq, struct view *page, const struct making *m);
/* "Basics" */
struct str create_step_label(enum draft_step step);

/* "/tavern/7/edit/basics" */
struct str create_address(struct req *rq, struct character_id id, enum draft_step step);
struct str create_gallery_address(struct req *rq, struct character_id id);
/* Shows a step; its errors are in rq->errors. */
NODISCARD struct reply create_page(struct req *rq, int status, const struct making *m,
				   enum draft_step step);
/* The draft as the API shows it, with the mark of a step. */
struct view *create_draft_view(struct req *rq, const struct making *m, enum draft_step step);

/* Handlers. */
struct reply create_publish_asked(struct req *rq);
struct reply create_show_mine(struct req *rq);
struct reply create_unpublish_asked(struct req *rq);
struct reply create_duplicate(struct req *rq);
struct reply create_delete(struct req *rq);
struct reply create_take_back(struct req *rq);
struct reply create_show_versions(struct req *rq);
struct reply create_show_version(struct req *rq);
struct reply create_restore_version(struct req *rq);
/* Keeps the picture that came with the form, if one did; what is wrong with it is told at the field. */
bool create_take_file(struct req *rq, struct upload_kept *kept);
struct reply create_show_gallery(struct req *rq);
struct reply create_change_gallery(struct req *rq);
struct reply create_show_cut(struct req *rq);
struct reply create_cut(struct req *rq);
struct reply create_cut_picture(struct req *rq);

#endif
