/* snug plan, snug user plan: plans, what they hold and cost, and who is on which. */
#include <stdio.h>
#include <string.h>

#include "bin/snug.h"
#include "lib/base/clock.h"
#include "lib/ledger/ledger.h"
#include "sql/ledger.h"
#include "sql/plan.h"

enum { DAY_S = 86400, PRICE_MOST = 100000000 };

static void
print_plan(const struct plan_book_row *row)
{
	const char *key;
	json_t *value;
	(void)printf("%.*s (%.*s)%s%s, %lld members\n", STR_ARG(row->id), STR_ARG(row->name),
		     row->is_default ? ", for everybody else" : "",
		     row->active ? "" : ", not shown", (long long)row->members);
	json_object_foreach((json_t *)(uintptr_t)row->prices, key, value)(void)
		printf("  %s %lld.%02lld\n", key, json_integer_value(value) / 100,
		       json_integer_value(value) % 100);
	json_object_foreach((json_t *)(uintptr_t)row->entitlements, key, value)
	{
		if (json_is_null(value))
			(void)printf("  %-22s no limit\n", key);
		else
			(void)printf("  %-22s %lld\n", key, json_integer_value(value));
	}
}

static int
list(bool json)
{
	struct rows rows = plan_book(snug_db("snug_owner"));
	struct view *v = view_new(snug_arena());
	for (size_t i = 0; i < rows.n && !json; i++)
		print_plan(plan_book_at(rows, i));
	if (!json)
		return 0;
	view_rows(v, "items", rows);
	view_null(v, "nextCursor");
	snug_print(v);
	return 0;
}

/* What was done stands in the audit log; what was refused is said. */
static int
settle(const struct db_refusal *refusal, const char *what, const char *plan, struct str detail)
{
	struct db *db = snug_db("snug_owner");
	if (refusal->state[0] != '\0') {
		db_rollback(db);
		(void)fprintf(stderr, "That cannot be: %s.\n",
			      strcmp(refusal->state, "23503") == 0
				      ? "there is no such plan or entitlement; `snug plan list` "
					"shows all"
			      : strcmp(refusal->state, "23505") == 0 ? "there is such a plan"
								     : "a key is 2 to 30 letters, "
								       "digits or _");
		return 1;
	}
	(void)ledger_note(db, str_from(what), str_fmt(snug_arena(), "plan:%s", plan), detail);
	db_commit(db);
	(void)printf("Done: %s %.*s\n", plan, STR_ARG(detail));
	return 0;
}

static int
add(const char *key, const char *name)
{
	struct db_refusal refusal = { 0 };
	struct db *db = snug_db("snug_owner");
	db_begin(db);
	(void)plan_add(db, str_from(key), str_from(name), &refusal);
	return settle(&refusal, "plan.add", key, str_from(name));
}

static int
set(const char *plan, const char *key, const char *words)
{
	struct db_refusal refusal = { 0 };
	struct db *db = snug_db("snug_owner");
	int64_t value = 0;
	bool has_value = strcmp(words, "unlimited") != 0;
	if (has_value && (!str_to_i64(str_from(words), &value) || value < 0)) {
		(void)fprintf(stderr, "\"%s\" is no number: write 5, or unlimited.\n", words);
		return 2;
	}
	db_begin(db);
	(void)plan_set(db, str_from(plan), str_from(key), has_value, value, &refusal);
	return settle(&refusal, "plan.set", plan, str_fmt(snug_arena(), "%s %s", key, words));
}

/* "9.99" as minor units: whole and hundredths, as every currency of the shipped books has them. */
static bool
read_price(const char *words, int64_t *minor)
{
	struct gems amount;
	bool ok = ledger_parse_gems(str_from(words), &amount) && amount.milli >= 0 &&
		  amount.milli % 10 == 0 && amount.milli <= PRICE_MOST;
	*minor = ok ? amount.milli / 10 : 0;
	return ok;
}

static int
price(const char *plan, const char *words, const char *currency)
{
	struct db_refusal refusal = { 0 };
	struct db *db = snug_db("snug_owner");
	int64_t minor;
	if (!read_price(words, &minor) || strlen(currency) != 3) {
		(void)fprintf(stderr, "Write an amount and a currency, as in 9.99 USD.\n");
		return 2;
	}
	db_begin(db);
	(void)plan_price_set(db, str_from(plan), str_from(currency), minor, &refusal);
	return settle(&refusal, "plan.price", plan,
		      str_fmt(snug_arena(), "%s %s", words, currency));
}

int
plan_give_member(const char *username, const char *plan, const char *until, bool json)
{
	struct db *db = snug_db("snug_owner");
	struct db_refusal refusal = { 0 };
	struct moment end = MOMENT_NONE;
	int64_t days;
	if (until != NULL && !clock_parse_date(str_from(until), &days)) {
		(void)fprintf(stderr, "\"%s\" is no date: write YYYY-MM-DD.\n", until);
		return 2;
	}
	if (until != NULL)
		end = (struct moment){ days * DAY_S * 1000 * 1000 };
	db_begin(db);
	const struct plan_give_row *row = plan_give(db, str_from(username), str_from(plan), end,
						    &refusal);
	if (refusal.state[0] != '\0' || row == NULL)
		return snug_refuse_member(&refusal, username,
					  "there is no such plan; `snug plan list` shows all");
	(void)ledger_note(
		db, STR("user.plan"), str_fmt(snug_arena(), "member:%lld", (long long)row->id.v),
		until == NULL ? row->plan
			      : str_fmt(snug_arena(), "%.*s until %s", STR_ARG(row->plan), until));
	db_commit(db);
	if (json) {
		struct view *v = view_new(snug_arena());
		view_fields(v, &plan_give_type, row);
		snug_print(v);
	} else if (until == NULL) {
		(void)printf("%.*s is on %.*s now.\n", STR_ARG(row->username), STR_ARG(row->plan));
	} else {
		(void)printf("%.*s is on %.*s now, until %s 00:00 UTC.\n", STR_ARG(row->username),
			     STR_ARG(row->plan), until);
	}
	return 0;
}

int
snug_plan(int argc, char **argv)
{
	bool json = snug_flag(&argc, argv, "--json");
	if (argc == 2 && strcmp(argv[1], "list") == 0)
		return list(json);
	if (argc == 4 && strcmp(argv[1], "add") == 0)
		return add(argv[2], argv[3]);
	if (argc == 5 && strcmp(argv[1], "set") == 0)
		return set(argv[2], argv[3], argv[4]);
	if (argc == 5 && strcmp(argv[1], "price") == 0)
		return price(argv[2], argv[3], argv[4]);
	return snug_usage("plan");
}
