/*
 * Passwords: Argon2id by libsodium, 3 passes over 64 MiB (OWASP ASVS 5.0, appendix C).
 *
 * At that size memory is what an attacker would exhaust, so the callers pass a gate of four at once
 * for the whole house (lib/web/metrics.h) before they hash.
 */
#ifndef SNUG_AUTH_PASSWORD_H
#define SNUG_AUTH_PASSWORD_H

#include "lib/base/arena.h"
#include "lib/base/str.h"

enum password_quality {
	PASSWORD_GOOD,
	PASSWORD_SHORT,	 /* under 8 characters */
	PASSWORD_LONG,	 /* over 128 bytes */
	PASSWORD_COMMON, /* on every attacker's list, or made of the house's or the member's name */
	PASSWORD_GUESSABLE /* zxcvbn: fewer than 10^6 guesses */
};

/* `own` are words that a guesser would try first: username, mail address. */
NODISCARD enum password_quality password_judge(struct str password, const struct str *own,
					       size_t n);
/* What to tell a person. */
const char *password_advice(enum password_quality quality);

/* The hash to store, with its salt and parameters. */
struct str password_hash(struct arena *arena, struct str password);
/*
 * False when it does not match. An empty hash takes as long as a real one, so that the time does not
 * tell whether there is an account.
 */
NODISCARD bool password_matches(struct arena *arena, struct str hash, struct str password);

#endif
