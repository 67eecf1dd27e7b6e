#include "lib/db/internal.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/fault.h"
#include "lib/base/file.h"
#include "lib/base/log.h"

/* Held while migrations run, so that two starts at once do not run one twice. */
static const char LOCK[] = "select pg_advisory_xact_lock(7042001)";

enum { FILE_MOST = 16 * 1024 * 1024 };

static int
is_migration(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);
	return n > 9 && strspn(entry->d_name, "0123456789") == 4 && entry->d_name[4] == '_' &&
	       strcmp(entry->d_name + n - 4, ".sql") == 0;
}

static const char *
read_file(struct arena *arena, const char *folder, const char *name)
{
	struct str text, path = str_fmt(arena, "%s/%s", folder, name);
	if (!file_read(arena, path.p, FILE_MOST, &text))
		fault_raise(FAULT_BUG, "cannot read %s", path.p);
	return text.p;
}

static bool
is_done(struct db *db, const char *name)
{
	const char *values[] = { name };
	PGresult *result = PQexecParams(db_connect(db),
					"select 1 from schema_version where name = $1", 1, NULL,
					values, NULL, NULL, 0);
	ENSURE(PQresultStatus(result) == PGRES_TUPLES_OK);
	bool done = PQntuples(result) > 0;
	PQclear(result);
	return done;
}

static void
record(struct db *db, const char *name)
{
	const char *values[] = { name };
	PGresult *result = PQexecParams(db_connect(db),
					"insert into schema_version (name) values ($1)", 1, NULL,
					values, NULL, NULL, 0);
	ENSURE(PQresultStatus(result) == PGRES_COMMAND_OK);
	PQclear(result);
}

static bool
run_one(struct db *db, struct arena *arena, const char *folder, const char *name)
{
	db_begin(db);
	db_script(db, LOCK);
	if (is_done(db, name)) {
		db_rollback(db);
		return false;
	}
	db_script(db, read_file(arena, folder, name));
	record(db, name);
	db_commit(db);
	LOG_EVENT(LOG_INFO, "migrated", LOG_CSTR("name", name));
	return true;
}

int
db_migrate(struct db *db, const char *folder)
{
	struct dirent **entries;
	int n = scandir(folder, &entries, is_migration, alphasort);
	if (n < 0)
		fault_raise(FAULT_BUG, "no folder %s", folder);
	db_begin(db);
	db_script(db, LOCK);
	db_script(db, "create table if not exists schema_version ("
		      "name text primary key, at timestamptz not null default now())");
	db_commit(db);
	int ran = 0;
	for (int i = 0; i < n; i++) {
		struct arena *arena = arena_new(16 * 1024 * 1024);
		ran += run_one(db, arena, folder, entries[i]->d_name);
		arena_free(arena);
		free(entries[i]);
	}
	free(entries);
	return ran;
}
