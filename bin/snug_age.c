/* snug age: which level of age assurance opens what, by country, and how members got theirs. */
#include <stdio.h>
#include <string.h>

#include "bin/snug.h"
#include "sql/ledger.h"
#include "sql/sight.h"

static void
show(struct view *item, struct rows rows, size_t i)
{
	const struct sight_rules_row *row = sight_rules_at(rows, i);
	view_text(item, "country", row->country);
	view_text(item, "suggestive", row->suggestive);
	view_text(item, "explicit", row->explicit);
}

static int
list(bool json)
{
	struct rows rows = sight_rules(snug_db("snug_owner"));
	if (json) {
		snug_print_items(rows, show);
		return 0;
	}
	(void)printf("%-10s %-12s %s\n", "country", "suggestive", "explicit");
	for (size_t i = 0; i < rows.n; i++) {
		const struct sight_rules_row *row = sight_rules_at(rows, i);
		(void)printf("%-10.*s %-12.*s %.*s\n", STR_ARG(str_or(row->country, STR("(none)"))),
			     STR_ARG(row->suggestive), STR_ARG(row->explicit));
	}
	(void)printf("A country without a row, and a member who names none, gets the strictest.\n");
	return 0;
}

static int
set_rule(const char *country, const char *suggestive, const char *explicit)
{
	struct db *db = snug_db("snug_owner");
	struct db_refusal refusal = { 0 };
	db_begin(db);
	(void)sight_rule_put(db, str_from(country), str_from(suggestive), str_from(explicit),
			     &refusal);
	if (refusal.state[0] != '\0') {
		db_rollback(db);
		(void)fprintf(stderr,
			      "A rule is a country of two capital letters, and for suggestive and "
			      "explicit content attested, checked, verified or never; explicit "
			      "takes no less than suggestive.\n");
		return 1;
	}
	(void)ledger_note(db, STR("age.rule"), str_from(country), str_from(explicit));
	db_commit(db);
	return 0;
}

static int
raise_member(const char *username, const char *level, const char *method)
{
	struct db *db = snug_db("snug_owner");
	struct db_refusal refusal = { 0 };
	db_begin(db);
	const struct sight_raise_row *row = sight_raise(db, str_from(username), str_from(level),
							str_from(method), &refusal);
	if (refusal.state[0] != '\0' || row == NULL)
		return snug_refuse_member(&refusal, username,
					  "a level is attested, checked or verified, and the "
					  "method is said in up to 120 letters");
	(void)ledger_note(db, STR("age.raise"),
			  str_fmt(snug_arena(), "member:%lld", (long long)row->id.v),
			  str_from(level));
	db_commit(db);
	(void)printf("%s is %s now.\n", username, level);
	return 0;
}

int
snug_age(int argc, char **argv)
{
	bool json = snug_flag(&argc, argv, "--json");
	const char *method = snug_option(&argc, argv, "--method");
	if (argc == 2 && strcmp(argv[1], "list") == 0 && method == NULL)
		return list(json);
	if (argc == 5 && strcmp(argv[1], "rule") == 0 && method == NULL && !json)
		return set_rule(argv[2], argv[3], argv[4]);
	if (argc == 4 && strcmp(argv[1], "raise") == 0 && method != NULL && !json)
		return raise_member(argv[2], argv[3], method);
	return snug_usage("age");
}
