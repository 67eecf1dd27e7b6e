/* snug user create, snug user role, snug user plan. */
#include "bin/snug_user.h"

#include <stdio.h>
#include <string.h>

#include "bin/snug.h"
#include "lib/auth/judge.h"
#include "lib/auth/name.h"
#include "lib/auth/password.h"
#include "lib/base/clock.h"
#include "sql/ledger.h"
#include "sql/user.h"

struct user_words
user_read_words(int *argc, char **argv)
{
	return (struct user_words){ .email = snug_option(argc, argv, "--email"),
				    .username = snug_option(argc, argv, "--username"),
				    .birth_date = snug_option(argc, argv, "--birth-date"),
				    .verified = snug_flag(argc, argv, "--verified"),
				    .password_stdin = snug_flag(argc, argv, "--password-stdin"),
				    .json = snug_flag(argc, argv, "--json") };
}

struct str
user_read_password(void)
{
	char line[512];
	if (fgets(line, sizeof(line), stdin) == NULL)
		return STR("");
	return str_copy(snug_arena(), str_first(str_from(line), strcspn(line, "\r\n")));
}

/* Everything wrong at once, one line each. */
static bool
judge(const struct auth_sign_up *in, bool has_password)
{
	enum name_verdict name = name_judge(snug_arena(), in->username);
	const char *email = judge_email(in->email);
	const char *date = in->birth_date.p != NULL ? judge_birth_date(in->birth_date, clock_now())
						    : NULL;
	enum password_quality quality = PASSWORD_GOOD;
	if (has_password) {
		ptrdiff_t at = str_find_char(in->email, '@');
		struct str own[] = { in->username, str_first(in->email, at > 0 ? (size_t)at : 0) };
		quality = password_judge(in->password, own, COUNT(own));
	}
	if (name != NAME_GOOD)
		(void)fprintf(stderr, "%s\n", name_advice(name));
	if (email != NULL)
		(void)fprintf(stderr, "%s\n", email);
	if (date != NULL)
		(void)fprintf(stderr, "%s\n", date);
	if (quality != PASSWORD_GOOD)
		(void)fprintf(stderr, "%s\n", password_advice(quality));
	return name == NAME_GOOD && email == NULL && date == NULL && quality == PASSWORD_GOOD;
}

static void
print_made(const struct auth_sign_up *in, struct member_id id, bool json)
{
	bool has_password = in->password.n > 0;
	if (json) {
		struct view *v = view_new(snug_arena());
		view_id(v, "id", id.v);
		view_text(v, "username", in->username);
		view_text(v, "email", in->email);
		view_text(v, "role", in->role);
		view_bool(v, "emailVerified", in->is_verified);
		view_bool(v, "hasPassword", has_password);
		snug_print(v);
		return;
	}
	(void)printf("Made %.*s, number %lld, role %.*s.\n", STR_ARG(in->username), (long long)id.v,
		     STR_ARG(in->role));
	if (!has_password)
		(void)printf("No password is set: a link from /reset sets one.\n");
}

int
user_make(const struct user_words *words, struct str role, struct str password)
{
	struct db *db = snug_db("snug_owner");
	struct auth_sign_up in = { .email = str_trim(str_from(words->email)),
				   .username = str_lower(snug_arena(), str_from(words->username)),
				   .password = password,
				   .birth_date = str_from(words->birth_date),
				   .role = role,
				   .is_verified = words->verified };
	struct member_id id;
	if (!judge(&in, password.n > 0))
		return 1;
	if (in.is_verified && user_email_verified(db, in.email)->taken) {
		(void)fprintf(stderr, "Another account has verified %s.\n", words->email);
		return 1;
	}
	db_begin(db);
	switch (auth_make(db, snug_arena(), &in, &id)) {
	case AUTH_MADE:
		break;
	case AUTH_NAME_TAKEN:
		db_rollback(db);
		(void)fprintf(stderr, "The username %.*s is taken.\n", STR_ARG(in.username));
		return 1;
	}
	(void)ledger_note(db, STR("user.create"),
			  str_fmt(snug_arena(), "member:%lld", (long long)id.v), role);
	db_commit(db);
	print_made(&in, id, words->json);
	return 0;
}

static int
create(struct user_words *words)
{
	struct str password = STR("");
	if (words->email == NULL || words->username == NULL || words->birth_date == NULL)
		return snug_usage("user");
	if (words->password_stdin) {
		password = user_read_password();
		if (password.n == 0) {
			(void)fprintf(stderr, "There is no password on standard input.\n");
			return 1;
		}
	}
	return user_make(words, STR("user"), password);
}

static bool
is_role(struct str word)
{
	static const struct str ROLES[] = { STR_INIT("user"),	   STR_INIT("creator"),
					    STR_INIT("actor"),	   STR_INIT("support"),
					    STR_INIT("moderator"), STR_INIT("affiliate_manager"),
					    STR_INIT("admin"),	   STR_INIT("super_admin") };
	for (size_t i = 0; i < COUNT(ROLES); i++)
		if (str_eq(word, ROLES[i]))
			return true;
	return false;
}

static int
set_role(const char *username, const char *role, bool json)
{
	struct db *db = snug_db("snug_owner");
	struct db_refusal refusal = { 0 };
	if (!is_role(str_from(role))) {
		(void)fprintf(stderr,
			      "\"%s\" is no role: user, creator, actor, support, moderator, "
			      "affiliate_manager, admin, super_admin.\n",
			      role);
		return 2;
	}
	db_begin(db);
	const struct user_set_role_row *row = user_set_role(db, str_from(username), str_from(role),
							    &refusal);
	if (refusal.state[0] != '\0' || row == NULL)
		return snug_refuse_member(&refusal, username,
					  "they state no date of birth, and only admins may do so");
	(void)ledger_note(db, STR("user.role"),
			  str_fmt(snug_arena(), "member:%lld", (long long)row->id.v), row->role);
	db_commit(db);
	if (json) {
		struct view *v = view_new(snug_arena());
		view_id(v, "id", row->id.v);
		view_text(v, "username", row->username);
		view_text(v, "role", row->role);
		snug_print(v);
	} else {
		(void)printf("%.*s is %.*s now.\n", STR_ARG(row->username), STR_ARG(row->role));
	}
	return 0;
}

int
snug_user(int argc, char **argv)
{
	const char *until = snug_option(&argc, argv, "--until");
	struct user_words words = user_read_words(&argc, argv);
	if (argc == 2 && strcmp(argv[1], "create") == 0 && until == NULL)
		return create(&words);
	bool plain = words.email == NULL && words.username == NULL && words.birth_date == NULL &&
		     !words.verified && !words.password_stdin;
	if (argc == 4 && strcmp(argv[1], "role") == 0 && plain && until == NULL)
		return set_role(argv[2], argv[3], words.json);
	if (argc == 4 && strcmp(argv[1], "plan") == 0 && plain)
		return plan_give_member(argv[2], argv[3], until, words.json);
	return snug_usage("user");
}
