/*
 * Mail that goes out: one message of plain text to one address, as RFC 5322 and 2047 say.
 *
 * Messages are files in VAR/mail, whole or not at all. With SNUG_MAIL=file that is where they stay,
 * for an owner or a test to read.
 *
 * Errors: an address or subject that would break a header is refused; a disk that is full is
 * MAIL_FAILED. Nobody waits for a mail, so neither is a fault.
 */
#ifndef SNUG_MAIL_MAIL_H
#define SNUG_MAIL_MAIL_H

#include "lib/base/arena.h"
#include "lib/base/str.h"

struct mail {
	struct str to;	    /* name@example.org */
	struct str subject; /* one line of UTF-8 */
	struct str text;    /* UTF-8, lines end in LF */
};

enum mail_outcome { MAIL_SENT, MAIL_REFUSED, MAIL_FAILED };

NODISCARD enum mail_outcome mail_send(struct arena *arena, const struct mail *mail);

/*
 * Everything that mail_send does, but the file is removed instead of kept: so that an answer takes
 * as long whether or not there is somebody to write to.
 */
NODISCARD enum mail_outcome mail_rehearse(struct arena *arena, const struct mail *mail);

/* One address without a name: something before and behind the last @, nothing that ends a header. */
bool mail_address_is_good(struct str address);

#endif
