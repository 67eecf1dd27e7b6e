/*
 * The screen /safety: safety.c tells how the house protects people, safety_decisions.c what staff decided
 * about a member's things.
 */
#ifndef SNUG_CGI_BIN_SAFETY_H
#define SNUG_CGI_BIN_SAFETY_H

#include "lib/web/serve.h"
#include "sql/safety.h"

struct reply safety_list_decisions(struct req *rq);
struct reply safety_show_decision(struct req *rq);
struct reply safety_take_appeal(struct req *rq);

#endif
