/*
 * What is remembered of a chat, as its page shows it: chat_memory.c (the page, summaries, switches) and
 * chat_memory_note.c (facts and notes).
 */
#ifndef SNUG_CGI_BIN_CHAT_MEMORY_H
#define SNUG_CGI_BIN_CHAT_MEMORY_H

#include "cgi-bin/chat.h"

enum { MEMORY_NOTE_MOST = 1000, MEMORY_SUMMARY_MOST = 6000 };

/* The page /chat/<id>/memory as it stands. */
struct view *memory_view(struct req *rq, const struct chat_find_row *chat);
/* What the house does not take, said without naming a word; the page again with what was typed. */
bool memory_is_refused(struct req *rq, const struct chat_find_row *chat, struct str text,
		       struct reply *reply);

#endif
