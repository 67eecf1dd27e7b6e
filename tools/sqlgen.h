/*
 * What the parts of sqlgen share: sqlgen.c reads statements, sqlgen_write.c writes the C of them.
 */
#ifndef SNUG_TOOLS_SQLGEN_H
#define SNUG_TOOLS_SQLGEN_H

#include <stdbool.h>
#include <stdio.h>

enum { NAME_ROOM = 64, FIELDS = 64, TEXT_ROOM = 16384 };

struct type {
	const char *name;
	const char *c;
	const char *column;
	const char *oid;
	const char *param; /* how db_param_* takes the value; %s is the C expression */
	bool null_by_value;
};

struct field {
	char name[NAME_ROOM];
	char type[NAME_ROOM];
	bool null;
};

struct statement {
	char name[NAME_ROOM];
	char returns[NAME_ROOM];
	char row[NAME_ROOM];
	bool ahead;
	bool replan;
	bool shares_row; /* an earlier statement made its struct */
	char about[2048];
	char may[256];
	struct field in[FIELDS], out[FIELDS];
	int ins, outs;
	char sql[TEXT_ROOM];
};

/* Says where in the file that is being read, and ends the program. */
void die(const char *what, const char *detail);
bool is_id(const char *type);
const struct type *find_type(const char *name);

/* The header and the source of one module, from its statements. */
void put_module(const char *folder, const char *module, const struct statement *all, int n);
/* <folder>/<name><suffix>, new. */
FILE *create(const char *folder, const char *name, const char *suffix);
void close_file(FILE *out);

#endif
