/* The C of statements: a header with their rows and functions, a source with the rest. See sqlgen.c. */
#include "tools/sqlgen.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static void
put_c_type(FILE *out, const struct field *f, bool parameter)
{
	if (is_id(f->type))
		(void)fprintf(out, "struct %s ", f->type);
	else if (parameter && strcmp(f->type, "json") == 0)
		(void)fprintf(out, "struct str ");
	else if (strcmp(f->type, "json") == 0)
		(void)fprintf(out, "const json_t *");
	else
		(void)fprintf(out, "%s ", find_type(f->type)->c);
	(void)fprintf(out, "%s", f->name);
}

static void
put_signature(FILE *out, const struct statement *s, const char *suffix, const char *end)
{
	if (suffix[0] != '\0')
		(void)fprintf(out, "struct db_later *\n");
	else if (strcmp(s->returns, "exec") == 0)
		(void)fprintf(out, "int64_t\n");
	else if (strcmp(s->returns, "one") == 0)
		(void)fprintf(out, "const struct %s_row *\n", s->row);
	else
		(void)fprintf(out, "struct rows\n");
	(void)fprintf(out, "%s%s(struct db *db", s->name, suffix);
	if (s->ins > 4) {
		(void)fprintf(out, ", const struct %s_in *in", s->name);
	} else {
		for (int i = 0; i < s->ins; i++) {
			(void)fprintf(out, ", ");
			put_c_type(out, &s->in[i], true);
		}
	}
	if (s->may[0] != '\0')
		(void)fprintf(out, ", struct db_refusal *refusal");
	(void)fprintf(out, ")%s\n", end);
}

static bool
has_flag(const struct field *f)
{
	return f->null && (is_id(f->type) || !find_type(f->type)->null_by_value);
}

static void
put_row_struct(FILE *out, const struct statement *s)
{
	if (s->outs == 0 || s->shares_row)
		return;
	(void)fprintf(out, "struct %s_row {\n", s->row);
	for (int i = 0; i < s->outs; i++) {
		(void)fprintf(out, "\t");
		put_c_type(out, &s->out[i], false);
		(void)fprintf(out, ";\n");
		if (has_flag(&s->out[i]))
			(void)fprintf(out, "\tbool has_%s;\n", s->out[i].name);
	}
	(void)fprintf(out, "};\n\nextern const struct row_type %s_type;\n\n", s->row);
	(void)fprintf(out,
		      "static inline const struct %s_row *\n%s_at(struct rows rows, size_t i)\n{\n"
		      "\treturn (const struct %s_row *)rows.at + i;\n}\n\n",
		      s->row, s->row, s->row);
}

static void
put_header(FILE *out, const char *module, const struct statement *all, int n)
{
	(void)fprintf(
		out,
		"/* Made by tools/sqlgen.c from sql/%s.sql; do not edit. */\n"
		"#ifndef SNUG_SQL_%s_H\n#define SNUG_SQL_%s_H\n\n#include \"lib/db/db.h\"\n\n",
		module, module, module);
	for (int i = 0; i < n; i++) {
		const struct statement *s = &all[i];
		put_row_struct(out, s);
		if (s->ins > 4) {
			(void)fprintf(out, "struct %s_in {\n", s->name);
			for (int k = 0; k < s->ins; k++) {
				(void)fprintf(out, "\t");
				put_c_type(out, &s->in[k], true);
				(void)fprintf(out, ";\n");
			}
			(void)fprintf(out, "};\n\n");
		}
		if (s->about[0] != '\0')
			(void)fprintf(out, "/*%s\n */\n", s->about);
		put_signature(out, s, "", ";");
		if (s->ahead)
			put_signature(out, s, "_ahead", ";");
		(void)fprintf(out, "extern const struct db_statement %s_statement;\n\n", s->name);
	}
	(void)fprintf(out, "#endif\n");
}

/* FNV-1a, as str_hash. */
static unsigned
hash(const char *s)
{
	unsigned h = 2166136261u;
	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 16777619u;
	return h;
}

static void
camel(const char *name, char *out)
{
	for (; *name != '\0'; name++) {
		if (*name == '_' && name[1] != '\0')
			*out++ = (char)toupper((unsigned char)*++name);
		else
			*out++ = *name;
	}
	*out = '\0';
}

static void
put_columns(FILE *out, const struct statement *s)
{
	if (s->outs == 0 || s->shares_row)
		return;
	(void)fprintf(out, "static const struct column %s_columns[] = {\n", s->row);
	for (int i = 0; i < s->outs; i++) {
		const struct field *f = &s->out[i];
		char name[NAME_ROOM];
		camel(f->name, name);
		const char *kind = find_type(f->type)->column;
		if (kind == NULL)
			die("cannot be a column", f->type);
		(void)fprintf(out, "\t{ \"%s\", %uu, %s, offsetof(struct %s_row, %s), ", name,
			      hash(name), kind, s->row, f->name);
		if (has_flag(f))
			(void)fprintf(out, "offsetof(struct %s_row, has_%s) },\n", s->row, f->name);
		else
			(void)fprintf(out, "COLUMN_NEVER_NULL },\n");
	}
	(void)fprintf(out,
		      "};\n\nconst struct row_type %s_type = { \"%s\", sizeof(struct %s_row), %d, "
		      "%s_columns };\n\n",
		      s->row, s->row, s->row, s->outs, s->row);
}

static void
put_sql_text(FILE *out, const char *sql)
{
	(void)fprintf(out, "\t\"");
	for (; *sql != '\0'; sql++) {
		if (*sql == '\n')
			(void)fprintf(out, "\\n\"\n\t\"");
		else if (*sql == '"' || *sql == '\\')
			(void)fprintf(out, "\\%c", *sql);
		else if (*sql == '\t')
			(void)fprintf(out, "\\t");
		else
			(void)fputc(*sql, out);
	}
	(void)fprintf(out, "\"");
}

static void
put_statement(FILE *out, const struct statement *s)
{
	if (s->ins > 0) {
		(void)fprintf(out, "static const unsigned %s_types[] = {", s->name);
		for (int i = 0; i < s->ins; i++)
			(void)fprintf(out, " %s,", find_type(s->in[i].type)->oid);
		(void)fprintf(out, " };\n\n");
	}
	(void)fprintf(out, "const struct db_statement %s_statement = {\n\t\"%s\",\n", s->name,
		      s->name);
	put_sql_text(out, s->sql);
	(void)fprintf(out, ",\n\t%d, %s%s, %s%s%s, ", s->ins, s->ins > 0 ? s->name : "NULL",
		      s->ins > 0 ? "_types" : "", s->outs > 0 ? "&" : "",
		      s->outs > 0 ? s->row : "NULL", s->outs > 0 ? "_type" : "");
	if (s->may[0] != '\0')
		(void)fprintf(out, "\"%s\", ", s->may);
	else
		(void)fprintf(out, "NULL, ");
	(void)fprintf(out, "%s\n};\n\n", s->replan ? "true" : "false");
}

static void
put_params(FILE *out, const struct statement *s)
{
	if (s->ins == 0)
		return;
	(void)fprintf(out, "\tstruct db_param params[%d];\n\tstruct db_param *p = params;\n",
		      s->ins);
	for (int i = 0; i < s->ins; i++) {
		const struct field *f = &s->in[i];
		char value[NAME_ROOM + 8];
		(void)snprintf(value, sizeof(value), "%s%s", s->ins > 4 ? "in->" : "", f->name);
		const char *form = find_type(f->type)->param;
		const char *hole = strstr(form, "%s");
		if (f->null && is_id(f->type))
			(void)fprintf(
				out,
				"\tif (%s.v == 0)\n\t\tdb_param_text(p, STR_NONE);\n\telse\n\t",
				value);
		(void)fprintf(out, "\t%.*s%s%s;\n", (int)(hole - form), form, value, hole + 2);
		if (i + 1 < s->ins)
			(void)fprintf(out, "\tp++;\n");
	}
}

static void
put_function(FILE *out, const struct statement *s)
{
	const char *params = s->ins > 0 ? "params" : "NULL";
	const char *refusal = s->may[0] != '\0' ? "refusal" : "NULL";
	put_signature(out, s, "", "");
	(void)fprintf(out, "{\n");
	put_params(out, s);
	if (strcmp(s->returns, "exec") == 0)
		(void)fprintf(
			out,
			"\tint64_t touched;\n\t(void)db_run(db, &%s_statement, %s, %s, &touched);\n"
			"\treturn touched;\n}\n\n",
			s->name, params, refusal);
	else if (strcmp(s->returns, "one") == 0)
		(void)fprintf(
			out,
			"\tstruct rows rows = db_run(db, &%s_statement, %s, %s, NULL);\n"
			"\tENSURE(rows.n <= 1);\n\treturn rows.n == 0 ? NULL : rows.at;\n}\n\n",
			s->name, params, refusal);
	else
		(void)fprintf(out, "\treturn db_run(db, &%s_statement, %s, %s, NULL);\n}\n\n",
			      s->name, params, refusal);
}

static void
put_ahead(FILE *out, const struct statement *s)
{
	if (!s->ahead)
		return;
	put_signature(out, s, "_ahead", "");
	(void)fprintf(out, "{\n");
	put_params(out, s);
	(void)fprintf(out, "\treturn db_ahead(db, &%s_statement, %s);\n}\n\n", s->name,
		      s->ins > 0 ? "params" : "NULL");
}

FILE *
create(const char *folder, const char *name, const char *suffix)
{
	char path[512];
	(void)snprintf(path, sizeof(path), "%s/%s%s", folder, name, suffix);
	FILE *out = fopen(path, "w");
	if (out == NULL) {
		perror(path);
		exit(1);
	}
	return out;
}

void
close_file(FILE *out)
{
	if (ferror(out) != 0 || fclose(out) != 0) {
		perror("write");
		exit(1);
	}
}

void
put_module(const char *folder, const char *module, const struct statement *all, int n)
{
	FILE *out = create(folder, module, ".h");
	put_header(out, module, all, n);
	close_file(out);

	out = create(folder, module, ".c");
	(void)fprintf(out,
		      "/* Made by tools/sqlgen.c from sql/%s.sql; do not edit. */\n"
		      "#include \"sql/%s.h\"\n\n#include \"lib/base/fault.h\"\n\n",
		      module, module);
	for (int i = 0; i < n; i++) {
		put_columns(out, &all[i]);
		put_statement(out, &all[i]);
		put_function(out, &all[i]);
		put_ahead(out, &all[i]);
	}
	close_file(out);
}
