/*
 * Chats as files, for the route table of the chat screen: chat_import.c and chat_export.c.
 */
#ifndef SNUG_CGI_BIN_CHAT_FILE_H
#define SNUG_CGI_BIN_CHAT_FILE_H

#include "lib/web/serve.h"

struct reply chat_import_form(struct req *rq);
struct reply chat_import(struct req *rq);
struct reply chat_import_results(struct req *rq);
struct reply chat_export(struct req *rq);

#endif
