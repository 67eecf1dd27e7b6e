/*
 * Every statement of the house, for check-sql. The list is made by tools/sqlgen.c and ends with a
 * NULL statement.
 */
#ifndef SNUG_DB_ALL_H
#define SNUG_DB_ALL_H

#include "lib/db/db.h"

struct sql_entry {
	const char *file;
	const struct db_statement *statement;
};

extern const struct sql_entry sql_all[];

#endif
