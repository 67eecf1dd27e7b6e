/*
 * The chat screen, shared by its files: chat.c (routes, the list, one chat), chat_send.c (replies),
 * chat_edit.c (what is done to messages), chat_message.c (one message), chat_tree.c (the drawing,
 * places), chat_find.c (search), chat_group.c and chat_invite.c (people), chat_view.c (the page) and those of other parts (chat_<part>.c).
 */
#ifndef SNUG_CGI_BIN_CHAT_H
#define SNUG_CGI_BIN_CHAT_H

#include "lib/chat/tree.h"
#include "lib/turn/turn.h"
#include "lib/web/serve.h"
#include "sql/chat.h"

enum { CHAT_LIST_PAGE = 30, CHAT_TEXT_MOST = 8000, CHAT_REPLY_MOST = 64000 };

/* ---- what is asked for ---- */

struct chat_id chat_asked(const struct req *rq);
/* The asked chat when the member is in it, else NULL: answer not_found. */
const struct chat_find_row *chat_of_request(struct req *rq);
/* /chat/<id> and what follows it. */
struct str chat_address(struct req *rq, struct chat_id chat, const char *more);
/* /chat/<id>?at=<message>#m-<message>: the page around it, wherever it stands. */
struct str chat_place_url(struct req *rq, struct chat_id chat, struct message_id message);

/* ---- views ---- */

/* The next page of the member's chats by ?cursor=, or of those that `ended`, and the cursor behind it. */
struct rows chat_next(struct req *rq, bool ended, int64_t limit, struct str *next);
/* One of them as an item of a list; `open` is the chat beside which the list stands, or NULL. */
void chat_push(struct req *rq, struct view_list *items, const struct chat_list_row *row,
	       const struct chat_find_row *open);

/* The whole page of one chat. */
struct view *chat_view(struct req *rq, const struct chat_find_row *chat);
void chat_session_fields(struct view *v, const struct chat_find_row *chat);
/* chat_composer.c; `rows` are the messages that the page shows. */
void chat_composer_fields(struct req *rq, struct view *v, const struct chat_find_row *chat,
			  struct rows rows);
/* How many gems are missing for the next reply. */
void chat_missing_fields(struct req *rq, struct view *v, const struct chat_find_row *chat,
			 struct gems missing);
/* `session` and `character` for pages beside the conversation: chat/<page>. */
struct view *chat_side_view(struct req *rq, const struct chat_find_row *chat);
void chat_message_fields(struct req *rq, struct view *v, const struct chat_path_row *row,
			 const struct chat_find_row *chat);
/* Rows of chat_path, oldest first. */
void chat_push_messages(struct req *rq, struct view_list *items, struct rows rows,
			const struct chat_find_row *chat);
/* One's own words, and those of characters, once they are whole. */
bool chat_may_edit(const struct req *rq, const struct chat_path_row *row);
/* "1204 tokens were sent for it and 186 came back. It cost 1 gem."; none for what no model wrote. */
struct str chat_usage_words(struct req *rq, const struct chat_path_row *row);
/* "2.5 gems", "1 gem". */
struct str chat_gems_words(struct arena *arena, struct gems gems);
/* The asterisks of actions say nothing in a line that is all of one kind. */
struct str chat_without_marks(struct arena *arena, struct str text);

/* ---- answers ---- */

/* What was written in the request is told to streams after the commit; `wakes` the workers, too. */
void chat_tell_after(struct req *rq, int64_t first, int64_t last, bool wakes);
/* Of a chat that staff look at, or have closed. */
#define CHAT_RESTS                                                                                   \
	"Nothing is written in this chat now: our staff look at it, or closed it. You can read it, " \
	"and begin another one. What you typed is kept."
/* A chat that its owner ended, or that rests, takes nothing in: true with the refusal. What was typed stays. */
bool chat_is_over(struct req *rq, const struct chat_find_row *chat, struct reply *reply);
/* The asked chat changed: its members' other tabs and devices are told after the commit. */
void chat_tell_others(struct req *rq, const char *why);
/*
 * What the house does not take, said without naming a word. The form again is the chat's, or that of
 * `message` (not 0), with what was typed.
 */
bool chat_is_refused(struct req *rq, const struct chat_find_row *chat, struct message_id message,
		     struct str content, struct reply *reply);
/* A title, a label or a name that stands in a chat, by the field that it was typed in. */
struct chat_named {
	const char *field;
	const char *label;
	struct str text;
};
/* The same for one of those; nothing of it is counted as use of the chat. */
bool chat_name_is_refused(struct req *rq, const struct chat_find_row *chat,
			  struct message_id message, const struct chat_named *named,
			  struct reply *reply);

/* chat_safety.c: cards that protect, under page.safety; partial safety-notes. */
void safety_on_page(struct req *rq, struct view *v, const struct chat_find_row *chat);
/* Whether the page may lead to the shop now. */
bool safety_sells(struct req *rq, const struct chat_find_row *chat);
struct reply safety_note_reminder(struct req *rq);
struct reply safety_take_break(struct req *rq);
struct reply safety_note_voice(struct req *rq);

/* What was typed meanwhile comes along with the page's buttons and is kept as the draft. */
void chat_keep_typed(struct req *rq, struct chat_id chat);

/* ---- handlers ---- */

/* chat_lore.c: which lorebooks it reads. */
struct reply chat_show_lore(struct req *rq);
struct reply chat_save_lore(struct req *rq);

struct reply chat_send(struct req *rq);
/* What a member wrote, written anew and sent again beside the old branch. */
struct reply chat_send_anew(struct req *rq, const struct chat_find_row *chat,
			    const struct tree_place *place, struct str content);
struct reply chat_regenerate(struct req *rq);
struct reply chat_continue(struct req *rq);
struct reply chat_speak(struct req *rq);
struct reply chat_stop(struct req *rq);
/* Another version of the reply at `place`, or that it goes `further`. */
struct reply chat_order(struct req *rq, const struct chat_find_row *chat,
			const struct tree_place *place, bool further);

/* chat_model.c: which model writes. */
struct reply chat_show_model(struct req *rq);
struct reply chat_choose_model(struct req *rq);

struct reply chat_act(struct req *rq);
struct reply chat_swipe(struct req *rq);
struct reply chat_goto(struct req *rq);
struct reply chat_edit(struct req *rq);
struct reply chat_delete_message(struct req *rq);
struct reply chat_delete_version(struct req *rq);
struct reply chat_restore_message(struct req *rq);
struct reply chat_hide(struct req *rq);
struct reply chat_bookmark(struct req *rq);
struct reply chat_checkpoint(struct req *rq);
struct reply chat_rate_message(struct req *rq);
struct reply chat_branch(struct req *rq);

struct reply chat_show_message(struct req *rq);
/* The page of a message, with what was typed there. NULL when there is no such message. */
struct view *chat_message_view(struct req *rq, const struct chat_find_row *chat,
			       struct message_id message);
struct reply chat_show_tree(struct req *rq);
struct reply chat_show_places(struct req *rq);
struct reply chat_find_words(struct req *rq);

struct reply chat_show_people(struct req *rq);
struct reply chat_change_voice(struct req *rq);
struct reply chat_change_order(struct req *rq);
struct reply chat_invite(struct req *rq);
struct reply chat_revoke(struct req *rq);
struct reply chat_show_join(struct req *rq);
struct reply chat_join(struct req *rq);
struct reply chat_leave(struct req *rq);

/*
 * Who answers `text` (empty: who goes on) in a chat of several characters, in their order; `out` has
 * room for ORDER_VOICES. `is_manual`: nobody by themselves.
 */
size_t chat_speakers(struct req *rq, struct chat_id chat, struct str text, struct character_id *out,
		     bool *is_manual);

/* Who is in it, their prices and buttons, on the chat's page; behind what it says of one character. */
void chat_group_on_page(struct req *rq, struct view *v, const struct chat_find_row *chat);

/* chat_memory.c, chat_memory_note.c, chat_impersonate.c */
struct reply chat_show_memory(struct req *rq);
struct reply chat_memory_rules(struct req *rq);
struct reply chat_memory_all(struct req *rq);
struct reply chat_memory_summary(struct req *rq);
struct reply chat_memory_anew(struct req *rq);
struct reply chat_memory_clear(struct req *rq);
struct reply chat_memory_note(struct req *rq);
struct reply chat_memory_change(struct req *rq);
struct reply chat_memory_state(struct req *rq);
struct reply chat_memory_move(struct req *rq);
struct reply chat_memory_pin(struct req *rq);
struct reply chat_impersonate(struct req *rq);
/* For the composer: lend{isRunning costText note}; null where no model answers. */
void chat_lend_fields(struct req *rq, struct view *v, const struct chat_find_row *chat);

#endif
