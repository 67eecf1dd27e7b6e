/*
 * snug admin create: an account that may do everything.
 *
 * Whoever runs this has the host already, so the address counts as verified and no date of birth is
 * asked for. The password comes from standard input or is typed twice, unseen.
 */
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "bin/snug.h"
#include "bin/snug_user.h"

/* One line from the terminal without its echo. */
static struct str
ask(const char *prompt)
{
	struct termios loud, quiet;
	(void)fprintf(stderr, "%s", prompt);
	if (tcgetattr(STDIN_FILENO, &loud) != 0)
		return STR("");
	quiet = loud;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	struct str line = user_read_password();
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &loud);
	(void)fprintf(stderr, "\n");
	return line;
}

static bool
get_password(const struct user_words *words, struct str *password)
{
	if (words->password_stdin) {
		*password = user_read_password();
		if (password->n == 0)
			(void)fprintf(stderr, "There is no password on standard input.\n");
		return password->n > 0;
	}
	*password = ask("Password: ");
	if (password->n == 0) {
		(void)fprintf(stderr, "An admin needs a password.\n");
		return false;
	}
	if (!str_eq(*password, ask("Once more: "))) {
		(void)fprintf(stderr, "These two are not the same.\n");
		return false;
	}
	return true;
}

int
snug_admin(int argc, char **argv)
{
	struct user_words words = user_read_words(&argc, argv);
	struct str password;
	if (argc != 2 || strcmp(argv[1], "create") != 0 || words.email == NULL ||
	    words.username == NULL)
		return snug_usage("admin");
	if (!words.password_stdin && isatty(STDIN_FILENO) == 0) {
		(void)fprintf(stderr, "Give the password with --password-stdin, or run this in a "
				      "terminal to be asked for it.\n");
		return snug_usage("admin");
	}
	words.verified = true;
	return get_password(&words, &password) ? user_make(&words, STR("super_admin"), password)
					       : 1;
}
