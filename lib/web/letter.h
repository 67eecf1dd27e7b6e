/*
 * Letters: mails that the house writes to people, from templates/mail/<name>.txt.mustache.
 *
 * The first line of a letter's template is "Subject: ...", the second is empty, the rest is the text.
 * Besides what the caller puts into the view, a letter knows houseName and houseUrl.
 */
#ifndef SNUG_WEB_LETTER_H
#define SNUG_WEB_LETTER_H

#include "lib/web/req.h"

enum letter_to {
	LETTER_TO_SOMEBODY,
	LETTER_TO_NOBODY /* made and thrown away, so that the answer's time tells nothing */
};

/*
 * Sends the letter once the handler's transaction has committed; one a request. `template` is
 * "mail/<name>.txt". A letter that cannot be sent is a line in the log.
 */
void letter_after_commit(struct req *rq, enum letter_to to, struct str address,
			 const char *template, struct view *view);

/* A path of this house as an address that works in a mail. Never made from what a request says. */
struct str letter_link(struct arena *arena, struct str path);

#endif
