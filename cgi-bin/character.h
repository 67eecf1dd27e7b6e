/*
 * The parts of the screen /character: character.c is the page with favourites and reviews,
 * character_share.c the picture beside links, and blocking.
 */
#ifndef SNUG_CGI_BIN_CHARACTER_H
#define SNUG_CGI_BIN_CHARACTER_H

#include "lib/web/serve.h"
#include "sql/character.h"

/* The id in the address; 0, which no row has, when it is none. */
struct character_id character_asked(const struct req *rq);
struct member_id character_viewer(const struct req *rq);
/* "/character/7" */
struct str character_address(struct req *rq, struct character_id id);
/* 404: nothing lives here, or in words that somebody did. */
struct reply character_missing(struct req *rq, struct character_id id);

/* Handlers. */
struct reply character_preview(struct req *rq);
struct reply character_block(struct req *rq);
struct reply character_unblock(struct req *rq);

#endif
