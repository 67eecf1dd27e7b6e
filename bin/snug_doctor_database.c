/* The part of `snug doctor` that asks the database. */
#include <dirent.h>
#include <stdlib.h>

#include "bin/snug_doctor.h"
#include "lib/base/cfg.h"
#include "lib/base/clock.h"
#include "lib/base/fault.h"
#include "sql/doctor.h"
#include "sql/ledger.h"

enum { OLDEST_POSTGRES = 14, SKEW_S = 5, AUDIT_WHOLE = 50000, QUEUE_WAIT_S = 120 };

static int
is_sql(const struct dirent *entry)
{
	return str_ends(str_from(entry->d_name), STR(".sql"));
}

static struct strs
migrations(void)
{
	struct dirent **entries = NULL;
	struct str folder = str_fmt(snug_arena(), "%s/sql/migrations", cfg_text(CFG_ROOT));
	int n = scandir(folder.p, &entries, is_sql, alphasort);
	struct str *names = ARENA_ARRAY(snug_arena(), struct str, n > 0 ? (size_t)n : 1);
	for (int i = 0; i < n; i++) {
		names[i] = str_copy(snug_arena(), str_from(entries[i]->d_name));
		free(entries[i]);
	}
	free(entries);
	return (struct strs){ names, n > 0 ? (size_t)n : 0 };
}

static void
check_schema(const struct doctor_database_row *row)
{
	if (row->missing.n > 0)
		doctor_say(DOCTOR_BAD, "migrations",
			   "%zu did not run yet, the first is %.*s: run `snug migrate`.",
			   row->missing.n, STR_ARG(row->missing.at[0]));
	else if (row->unknown.n > 0)
		doctor_say(DOCTOR_BAD, "migrations",
			   "The database is newer than this program: it has %.*s.",
			   STR_ARG(row->unknown.at[0]));
	else
		doctor_say(DOCTOR_GOOD, "migrations", "The schema is up to date.");
}

/* The newest member's part always, the whole book while it is small. */
static void
check_book(struct db *db)
{
	const struct ledger_size_row *size = ledger_size(db);
	bool whole = size->ops <= AUDIT_WHOLE;
	struct rows found = whole ? ledger_audit(db) : ledger_audit_of(db, size->newest_member);
	for (size_t i = 0; i < found.n; i++)
		doctor_say(DOCTOR_BAD, "book", "%.*s: %lld",
			   STR_ARG(ledger_audit_at(found, i)->problem),
			   (long long)ledger_audit_at(found, i)->n);
	if (found.n == 0)
		doctor_say(DOCTOR_GOOD, "book",
			   whole ? "The gem book adds up: %lld operations."
				 : "The last of %lld operations add up; `snug ledger verify` "
				   "checks all.",
			   (long long)size->ops);
}

static void
check_queue(struct db *db)
{
	const struct doctor_queue_row *row = doctor_queue(db);
	if (row->waiting_s > QUEUE_WAIT_S)
		doctor_say(DOCTOR_NOTE, "queue", "The oldest job has waited %lld s.",
			   (long long)row->waiting_s);
	if (row->dead > 0)
		doctor_say(DOCTOR_NOTE, "queue",
			   "%lld jobs failed for good today; `snug jobs list` shows them.",
			   (long long)row->dead);
	if (row->waiting_s <= QUEUE_WAIT_S && row->dead == 0)
		doctor_say(DOCTOR_GOOD, "queue", "Nothing waits and nothing failed today.");
}

/* A number that rings nowhere is worse than none; nobody decides alone, and appeals want a third person. */
static void
check_safety(struct db *db)
{
	enum { PEOPLE = 3 };
	const struct doctor_lines_row *lines = doctor_lines(db);
	const struct doctor_staff_row *staff = doctor_staff(db);
	if (lines->unchecked > 0)
		doctor_say(DOCTOR_NOTE, "help lines",
			   "%lld help line%s never checked: call, then tick them at /admin/lines.",
			   (long long)lines->unchecked, lines->unchecked == 1 ? " was" : "s were");
	if (lines->old > 0)
		doctor_say(DOCTOR_NOTE, "help lines", "%lld were checked over a year ago.",
			   (long long)lines->old);
	if (lines->unchecked + lines->old == 0)
		doctor_say(DOCTOR_GOOD, "help lines", "All were checked within a year.");
	if (staff->late > 0)
		doctor_say(DOCTOR_NOTE, "staff", "%lld cases and reports are late: /admin/safety.",
			   (long long)staff->late);
	if (staff->people < PEOPLE)
		doctor_say(DOCTOR_NOTE, "staff",
			   "%lld may decide about safety; two are needed, and a third for appeals: "
			   "`snug user role NAME moderator`.",
			   (long long)staff->people);
}

static void
ask_database(void)
{
	struct db *db = snug_db("snug_owner");
	const struct doctor_database_row *row = doctor_database(db, migrations());
	int64_t skew_s = (row->now.us - clock_now().us) / 1000000;
	doctor_say(row->version < OLDEST_POSTGRES ? DOCTOR_BAD : DOCTOR_GOOD, "database",
		   "PostgreSQL %lld answers.", (long long)row->version);
	doctor_say(skew_s > SKEW_S || skew_s < -SKEW_S ? DOCTOR_BAD : DOCTOR_GOOD, "clock",
		   "The database's clock is %lld s away from this machine's.", (long long)skew_s);
	check_schema(row);
	if (row->missing.n > 0)
		return;
	check_queue(db);
	check_book(db);
	check_safety(db);
}

void
doctor_ask_database(void)
{
	struct fault_frame frame;
	if (FAULT_CATCH(frame)) {
		ask_database();
		fault_pop(&frame);
	} else {
		doctor_say(DOCTOR_BAD, "database", "%s", frame.fault.message);
	}
}
