/*
 * What may stand in the fields of a new account, beside names (name.h) and passwords (password.h).
 */
#ifndef SNUG_AUTH_JUDGE_H
#define SNUG_AUTH_JUDGE_H

#include "lib/base/str.h"
#include "lib/base/types.h"

/* Why this is no mail address, or NULL. */
const char *judge_email(struct str email);
/* Why the house does not take this date of birth (YYYY-MM-DD), or NULL. */
const char *judge_birth_date(struct str date, struct moment now);

#endif
