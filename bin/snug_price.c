/* snug price list, snug price set: the price book. */
#include <stdio.h>
#include <string.h>

#include "bin/snug.h"
#include "lib/ledger/ledger.h"
#include "sql/ledger.h"

/* A factor is a plain number (1500 is 1.5), everything else an amount of gems; both in thousandths. */
static void
show(struct view *item, struct rows rows, size_t i)
{
	const struct price_row *row = price_at(rows, i);
	bool is_factor = str_eq(row->unit, STR("factor"));
	view_text(item, "key", row->key);
	view_gems(item, is_factor ? "factor" : "gems", (struct gems){ row->milligems });
	view_text(item, "unit", row->unit);
	view_text(item, "about", row->about);
	view_time(item, "updatedAt", row->updated_at);
}

static void
print_line(const struct price_row *row)
{
	struct buf number = buf_in(snug_arena());
	json_put_gems(&number, (struct gems){ row->milligems });
	bool is_factor = str_eq(row->unit, STR("factor"));
	(void)printf("%-26.*s %10.*s %s%-14.*s %.*s\n", STR_ARG(row->key),
		     STR_ARG(buf_done(&number)), is_factor ? "x " : "a ",
		     STR_ARG(is_factor ? STR("") : row->unit), STR_ARG(row->about));
}

static int
list(bool json)
{
	struct rows rows = price_list(snug_db("snug_owner"));
	if (json) {
		snug_print_items(rows, show);
		return 0;
	}
	for (size_t i = 0; i < rows.n; i++)
		print_line(price_at(rows, i));
	return 0;
}

/* What is charged in a unit is counted in it: only chat knows two. */
static bool
unit_fits(struct str key, struct str old, struct str wanted)
{
	if (wanted.n == 0 || str_eq(old, wanted))
		return true;
	return str_starts(key, STR("chat.")) && !str_eq(key, STR("chat.staff")) &&
	       (str_eq(wanted, STR("reply")) || str_eq(wanted, STR("1000_tokens")));
}

static int
set(const char *key, struct gems gems, struct str unit, bool json)
{
	struct db *db = snug_db("snug_owner");
	const struct price_row *old = price_find(db, str_from(key));
	if (old == NULL) {
		(void)fprintf(stderr, "There is no price %s; `snug price list` shows all.\n", key);
		return 1;
	}
	if (!unit_fits(old->key, old->unit, unit)) {
		(void)fprintf(stderr, "%s is counted by %.*s, not by %.*s.\n", key,
			      STR_ARG(old->unit), STR_ARG(unit));
		return 1;
	}
	db_begin(db);
	struct rows rows = price_set(db, old->key, gems.milli, unit);
	const struct price_row *row = price_at(rows, 0);
	(void)ledger_note(
		db, STR("price.set"), str_fmt(snug_arena(), "price:%s", key),
		str_fmt(snug_arena(), "%lld %.*s", (long long)row->milligems, STR_ARG(row->unit)));
	db_commit(db);
	if (json)
		snug_print_items(rows, show);
	else
		print_line(row);
	return 0;
}

int
snug_price(int argc, char **argv)
{
	bool json = snug_flag(&argc, argv, "--json");
	const char *unit = snug_option(&argc, argv, "--unit");
	struct gems gems;
	if (argc == 2 && strcmp(argv[1], "list") == 0 && unit == NULL)
		return list(json);
	if (argc != 4 || strcmp(argv[1], "set") != 0)
		return snug_usage("price");
	if (!ledger_parse_gems(str_from(argv[3]), &gems) || gems.milli < 0) {
		(void)fprintf(stderr, "\"%s\" is no price: write 1, 0.5 or 12.125\n", argv[3]);
		return 2;
	}
	return set(argv[2], gems, str_from(unit), json);
}
