/*
 * A taste for guests, shared by the files of the screen: preview.c (pages), preview_talk.c (the lines).
 *
 * The house keeps nothing of it. What a guest said stands in a sealed cookie of theirs; the built-in
 * engine makes the replies anew from it each time, the same ones, since the same words and the same
 * seed give the same reply.
 */
#ifndef SNUG_CGI_BIN_PREVIEW_H
#define SNUG_CGI_BIN_PREVIEW_H

#include "lib/web/serve.h"
#include "sql/onboarding.h"

enum { PREVIEW_LINES = 5, PREVIEW_MOST = 200 /* code points of a line */ };

struct preview {
	int64_t character;
	int64_t day;  /* since 1970 */
	int64_t used; /* lines said today, with whomever */
	int64_t seed;
	bool is_adult; /* said that they are 18 or older */
	struct str said[PREVIEW_LINES];
	size_t n;
};

/* Of the request's cookie; an empty one when there is none, or it was not made here. */
struct preview preview_read(struct req *rq);
/* Puts it into the reply; false when it would not fit a cookie. */
NODISCARD bool preview_write(struct req *rq, struct reply *reply, const struct preview *preview);
void preview_forget(struct req *rq, struct reply *reply);

/* The replies to what was said, one for each. */
struct strs preview_heard(struct req *rq, const struct preview_card_row *card,
			  const struct preview *preview);
/* The character's first words to a guest. */
struct str preview_greeting(struct req *rq, const struct preview_card_row *card);

#endif
