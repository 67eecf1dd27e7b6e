/*
 * The prompt inspector of the chat screen: chat_prompt.c finds the report, chat_prompt_view.c shows it.
 */
#ifndef SNUG_CGI_BIN_CHAT_PROMPT_H
#define SNUG_CGI_BIN_CHAT_PROMPT_H

#include "lib/turn/record.h"
#include "lib/web/serve.h"

/* Handlers. */
struct reply chat_show_prompt(struct req *rq);
/* chat_settings.c: persona, preset, author's note, sampling of one chat. */
struct reply chat_show_settings(struct req *rq);
struct reply chat_save_settings(struct req *rq);

/* A report of lib/turn/record.h, with the texts of the messages that it names. */
void chat_prompt_fields(struct req *rq, struct view *v, struct chat_id chat, const json_t *report);

#endif
