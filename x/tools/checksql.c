/*
 * Prepares every statement of sql/ against a migrated database and compares parameters and
 * columns with what the annotations say. One line a finding.
 *
 * usage: checksql [ROLE]	(default snug_web; the database as SNUG_VAR or SNUG_DATABASE_URL say)
 */
#include <stdio.h>

#include "lib/base/fault.h"
#include "lib/db/all.h"

static int
check_all(struct arena *arena, const char *role)
{
	struct db *db = db_new(db_conninfo(arena, role), DB_WRITER);
	int bad = 0, n = 0;
	db_use(db, arena);
	for (; sql_all[n].statement != NULL; n++) {
		struct str why = STR("");
		if (db_check_statement(db, sql_all[n].statement, &why))
			continue;
		bad++;
		(void)printf("%s: %s: %.*s\n", sql_all[n].file, sql_all[n].statement->name,
			     STR_ARG(why));
	}
	db_free(db);
	(void)printf("%d statements, %d findings\n", n, bad);
	return bad == 0 ? 0 : 1;
}

int
main(int argc, char **argv)
{
	struct arena *arena = arena_new(64 * 1024 * 1024);
	struct fault_frame frame;
	int status = 1;
	if (FAULT_CATCH(frame)) {
		status = check_all(arena, argc > 1 ? argv[1] : "snug_web");
		fault_pop(&frame);
	} else {
		(void)fprintf(stderr, "checksql: %s\n", frame.fault.message);
		return 1;
	}
	arena_free(arena);
	return status;
}
