/*
 * Making an account on the host, for bin/snug_user.c and bin/snug_admin.c.
 */
#ifndef SNUG_BIN_SNUG_USER_H
#define SNUG_BIN_SNUG_USER_H

#include "lib/auth/auth.h"

/* The words of the command line; what is not given is NULL. */
struct user_words {
	const char *email;
	const char *username;
	const char *birth_date;
	bool verified;
	bool password_stdin;
	bool json;
};

/* Takes the options of `create` out of argv. */
struct user_words user_read_words(int *argc, char **argv);

/* The first line of standard input, without its end; empty when there is none. */
struct str user_read_password(void);

/* Judges the fields, makes the account, prints it. Returns the exit status. */
int user_make(const struct user_words *words, struct str role, struct str password);

#endif
