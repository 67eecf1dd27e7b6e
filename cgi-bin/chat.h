/*
 * The views of the chat screen, shared by its files.
 */
#ifndef SNUG_CGI_BIN_CHAT_H
#define SNUG_CGI_BIN_CHAT_H

#include "lib/web/serve.h"
#include "sql/chat.h"

enum { CHAT_LIST_PAGE = 30 };

/* The next page of the member's chats by ?cursor=, and the cursor behind it. */
struct rows chat_next(struct req *rq, int64_t limit, struct str *next);
/* One of them as an item of a list. */
void chat_push(struct req *rq, struct view_list *items, const struct chat_list_row *row);

/* The whole page of one chat. */
struct view *chat_view(struct req *rq, const struct chat_find_row *chat);

/* The message that the asked page of the conversation ends in: ?before=, the cursor, or the newest. */
struct message_id chat_window_end(struct req *rq, const struct chat_find_row *chat);
void chat_session_fields(struct view *v, const struct chat_find_row *chat);
void chat_message_fields(struct req *rq, struct view *v, const struct chat_path_row *row,
			 const struct chat_find_row *chat);
/* Rows of chat_path, oldest first. */
void chat_push_messages(struct req *rq, struct view_list *items, struct rows rows,
			const struct chat_find_row *chat);

#endif
