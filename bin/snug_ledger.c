/* snug ledger verify, snug ledger statement U. */
#include <stdio.h>
#include <string.h>

#include "bin/snug.h"
#include "lib/base/clock.h"
#include "lib/ledger/ledger.h"
#include "sql/ledger.h"

enum { PAGE = 500 };

static int
verify(bool json)
{
	struct db *db = snug_db("snug_owner");
	struct strs findings = ledger_check(db, snug_arena());
	const struct ledger_size_row *size = ledger_size(db);
	if (json) {
		struct view *v = view_new(snug_arena());
		view_bool(v, "ok", findings.n == 0);
		view_int(v, "operations", size->ops);
		view_int(v, "blocks", size->blocks);
		view_texts(v, "findings", findings);
		snug_print(v);
		return findings.n == 0 ? 0 : 1;
	}
	for (size_t i = 0; i < findings.n; i++)
		(void)printf("%.*s\n", STR_ARG(findings.at[i]));
	if (findings.n == 0)
		(void)printf("The book is sound: %lld operations, last seal %lld.\n",
			     (long long)size->ops, (long long)size->blocks);
	return findings.n == 0 ? 0 : 1;
}

static void
print_line(const struct ledger_line_row *row)
{
	struct buf at = buf_in(snug_arena());
	struct buf delta = buf_in(snug_arena());
	struct buf after = buf_in(snug_arena());
	clock_put_rfc3339(&at, (struct moment){ row->created_at.us / 1000000 * 1000000 });
	json_put_gems(&delta, row->delta);
	json_put_gems(&after, row->balance_after);
	(void)printf("%.*s %12.*s %12.*s  %.*s%s  %.*s%s%.*s\n", STR_ARG(buf_done(&at)),
		     STR_ARG(buf_done(&delta)), STR_ARG(buf_done(&after)), STR_ARG(row->type),
		     row->pending ? " (pending)" : "", STR_ARG(row->reference_type),
		     row->reference_id.n > 0 ? ":" : "", STR_ARG(row->reference_id));
}

static int
statement(const char *username, bool json)
{
	struct db *db = snug_db("snug_owner");
	const struct ledger_member_row *member = ledger_member(db, str_from(username));
	if (member == NULL) {
		(void)fprintf(stderr, "There is no member %s.\n", username);
		return 1;
	}
	struct ledger_filter filter = { .member = member->id, .limit = PAGE };
	struct view *v = view_new(snug_arena());
	struct view_list *items = view_list(v, "items");
	do {
		struct rows rows = ledger_page(db, snug_arena(), &filter, &filter.cursor);
		for (size_t i = 0; i < rows.n; i++) {
			if (json)
				view_fields(view_push(items), rows.type, ledger_line_at(rows, i));
			else
				print_line(ledger_line_at(rows, i));
		}
	} while (filter.cursor.n > 0);
	if (json) {
		view_null(v, "nextCursor");
		snug_print(v);
	}
	return 0;
}

int
snug_ledger(int argc, char **argv)
{
	bool json = snug_flag(&argc, argv, "--json");
	if (argc == 2 && strcmp(argv[1], "verify") == 0)
		return verify(json);
	if (argc == 3 && strcmp(argv[1], "statement") == 0)
		return statement(argv[2], json);
	return snug_usage("ledger");
}
