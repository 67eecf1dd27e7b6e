/*
 * Makes typed C functions of the named statements in sql/<module>.sql.
 *
 *	-- name: tavern_list many
 *	-- What the statement is for; any other comment line becomes the function's comment.
 *	-- in: tags text[], before_id character_id?, limit int
 *	-- out: id character_id, name text, rating_avg real?
 *	-- may: 23505 GE010
 *	select ... where id < :before_id ... limit :limit;
 *
 * A third word may follow on the first line: `ahead` adds a function that puts the statement ahead
 * (db_ahead); `replan` says that its plan depends on the values, so each time has its own.
 *
 * `many` gives struct rows, `one` a row or NULL, `exec` the number of rows touched. `may` lists
 * SQLSTATEs that are outcomes and adds a refusal as last parameter. `-- row: card` names the row's
 * struct (else the statement's name); a later statement of the file with the same row and no `out:`
 * returns the same struct. Up to four parameters stand in
 * the signature, more become a struct <name>_in. Types: bool int count key (an integer never shown) real text url bytes gems
 * moment json text[] int[] and <what>_id of lib/base/types.h; `?` says that null may come (among
 * parameters: an id of 0, an empty moment, STR_NONE).
 *
 * usage: sqlgen OUTDIR sql/a.sql sql/b.sql ...
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_ROOM = 64, FIELDS = 64, TEXT_ROOM = 16384, STATEMENTS = 1024 };

struct type {
	const char *name;
	const char *c;
	const char *column;
	const char *oid;
	const char *param; /* how db_param_* takes the value; %s is the C expression */
	bool null_by_value;
};

static const struct type TYPES[] = {
	{ "bool", "bool", "COLUMN_BOOL", "16", "db_param_bool(p, %s)", false },
	{ "int", "int64_t", "COLUMN_INT", "20", "db_param_i64(p, %s)", false },
	{ "count", "int64_t", "COLUMN_COUNT", "20", "db_param_i64(p, %s)", false },
	{ "key", "int64_t", "COLUMN_KEY", "20", "db_param_i64(p, %s)", false },
	{ "real", "double", "COLUMN_REAL", "701", "db_param_real(p, %s)", false },
	{ "text", "struct str", "COLUMN_TEXT", "25", "db_param_text(p, %s)", true },
	{ "url", "struct str", "COLUMN_URL", "25", "db_param_text(p, %s)", true },
	{ "bytes", "struct str", "COLUMN_BYTES", "17", "db_param_text(p, %s)", true },
	{ "gems", "struct gems", "COLUMN_GEMS", "20", "db_param_i64(p, %s.milli)", false },
	{ "moment", "struct moment", "COLUMN_MOMENT", "1184", "db_param_moment(p, %s)", true },
	{ "json", "const json_t *", "COLUMN_JSON", "3802", "db_param_json(db, p, %s)", true },
	{ "text[]", "struct strs", "COLUMN_TEXTS", "1009", "db_param_texts(db, p, %s)", true },
	{ "int[]", "struct i64s", NULL, "1016", "db_param_i64s(db, p, %s)", true },
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

static const char *file_name;
static int line_number;

static void
die(const char *what, const char *detail)
{
	(void)fprintf(stderr, "%s:%d: %s%s%s\n", file_name, line_number, what,
		      detail == NULL ? "" : ": ", detail == NULL ? "" : detail);
	exit(1);
}

static bool
is_id(const char *type)
{
	size_t n = strlen(type);
	return n > 3 && strcmp(type + n - 3, "_id") == 0;
}

static const struct type *
find_type(const char *name)
{
	static const struct type ID = { "id", NULL, "COLUMN_ID", "20", "db_param_i64(p, %s.v)",
					false };
	if (is_id(name))
		return &ID;
	for (size_t i = 0; i < sizeof(TYPES) / sizeof(TYPES[0]); i++)
		if (strcmp(TYPES[i].name, name) == 0)
			return &TYPES[i];
	die("no such type", name);
	return NULL;
}

/* "name type[?], name type" into fields. */
static int
read_fields(char *list, struct field *fields, int n)
{
	for (char *save = NULL, *item = strtok_r(list, ",\n", &save); item != NULL;
	     item = strtok_r(NULL, ",\n", &save)) {
		struct field *f = &fields[n];
		if (n == FIELDS)
			die("too many fields", NULL);
		if (sscanf(item, " %63s %63s", f->name, f->type) != 2)
			die("expected `name type`", item);
		size_t length = strlen(f->type);
		f->null = f->type[length - 1] == '?';
		if (f->null)
			f->type[length - 1] = '\0';
		(void)find_type(f->type);
		n++;
	}
	return n;
}

static int
param_number(const struct statement *s, const char *name, size_t n)
{
	for (int i = 0; i < s->ins; i++)
		if (strlen(s->in[i].name) == n && memcmp(s->in[i].name, name, n) == 0)
			return i + 1;
	char copy[NAME_ROOM];
	(void)snprintf(copy, sizeof(copy), "%.*s", (int)n, name);
	die("the statement uses a parameter that `in:` does not declare", copy);
	return 0;
}

/* Copies one line of SQL, :name becoming $n; '...' and :: are left alone. */
static void
add_sql(struct statement *s, const char *line)
{
	size_t n = strlen(s->sql);
	bool quoted = false;
	for (const char *p = line; *p != '\0'; p++) {
		if (n + 16 >= sizeof(s->sql))
			die("statement too long", s->name);
		if (*p == '\'')
			quoted = !quoted;
		if (!quoted && p[0] == '-' && p[1] == '-')
			break;
		if (!quoted && p[0] == ':' && p[1] == ':') {
			s->sql[n++] = *p++;
			s->sql[n++] = *p;
			continue;
		}
		if (!quoted && p[0] == ':' && (isalpha((unsigned char)p[1]) || p[1] == '_')) {
			size_t length = strspn(p + 1, "abcdefghijklmnopqrstuvwxyz_0123456789");
			n += (size_t)snprintf(s->sql + n, 8, "$%d", param_number(s, p + 1, length));
			p += length;
			continue;
		}
		s->sql[n++] = *p;
	}
	s->sql[n++] = '\n';
	s->sql[n] = '\0';
}

static void
append(char *to, size_t room, const char *text)
{
	size_t n = strlen(to);
	(void)snprintf(to + n, room - n, "%s", text);
}

static void
check(const struct statement *s)
{
	if (strcmp(s->returns, "exec") != 0 && strcmp(s->returns, "one") != 0 &&
	    strcmp(s->returns, "many") != 0)
		die("expected one, many or exec", s->returns);
	if ((strcmp(s->returns, "exec") == 0) != (s->outs == 0))
		die("`out:` goes with one and many, and only with them", s->name);
	for (int i = 0; i < s->ins; i++)
		if (s->in[i].null && !find_type(s->in[i].type)->null_by_value &&
		    !is_id(s->in[i].type))
			die("a parameter of this type cannot be null", s->in[i].name);
}

/* Gives the statement its row: its own, or the one that an earlier statement declared. */
static void
settle_row(struct statement *all, int n)
{
	struct statement *s = &all[n];
	if (s->row[0] == '\0')
		(void)snprintf(s->row, sizeof(s->row), "%s", s->name);
	for (int i = 0; i < n && s->outs == 0; i++)
		if (strcmp(all[i].row, s->row) == 0 && all[i].outs > 0) {
			memcpy(s->out, all[i].out, sizeof(s->out));
			s->outs = all[i].outs;
			s->shares_row = true;
		}
}

/* Reads the statements of one file. */
static int
read_file(const char *path, struct statement *all, int n)
{
	FILE *in = fopen(path, "r");
	char line[4096];
	struct statement *s = NULL;
	file_name = path;
	line_number = 0;
	if (in == NULL)
		die("cannot read", NULL);
	while (fgets(line, sizeof(line), in) != NULL) {
		line_number++;
		line[strcspn(line, "\n")] = '\0';
		if (strncmp(line, "-- name:", 8) == 0) {
			if (n == STATEMENTS)
				die("too many statements", NULL);
			s = &all[n++];
			char more[NAME_ROOM] = "";
			if (sscanf(line + 8, " %63s %63s %63s", s->name, s->returns, more) < 2)
				die("expected `-- name: <name> one|many|exec`", NULL);
			s->ahead = strcmp(more, "ahead") == 0;
			s->replan = strcmp(more, "replan") == 0;
		} else if (s != NULL && strncmp(line, "-- in:", 6) == 0) {
			s->ins = read_fields(line + 6, s->in, s->ins);
		} else if (s != NULL && strncmp(line, "-- out:", 7) == 0) {
			s->outs = read_fields(line + 7, s->out, s->outs);
		} else if (s != NULL && strncmp(line, "-- row:", 7) == 0) {
			(void)sscanf(line + 7, " %63s", s->row);
		} else if (s != NULL && strncmp(line, "-- may:", 7) == 0) {
			append(s->may, sizeof(s->may), line + 7 + (line[7] == ' '));
		} else if (s != NULL && strncmp(line, "--", 2) == 0 && s->sql[0] == '\0') {
			append(s->about, sizeof(s->about), "\n *");
			append(s->about, sizeof(s->about), line + 2);
		} else if (s != NULL && line[0] != '\0') {
			size_t length = strlen(line);
			bool last = line[length - 1] == ';';
			if (last)
				line[length - 1] = '\0';
			add_sql(s, line);
			if (last) {
				settle_row(all, (int)(s - all));
				check(s);
				s = NULL;
			}
		} else if (s == NULL && line[0] != '\0' && strncmp(line, "--", 2) != 0) {
			die("SQL outside a named statement", line);
		}
	}
	(void)fclose(in);
	if (s != NULL)
		die("the last statement does not end in `;`", s->name);
	return n;
}

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

static FILE *
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

static void
close_file(FILE *out)
{
	if (ferror(out) != 0 || fclose(out) != 0) {
		perror("write");
		exit(1);
	}
}

static void
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

/* The list that check-sql walks. */
static void
put_list(FILE *list, FILE *declarations, const struct statement *all, int n, const char *file)
{
	for (int i = 0; i < n; i++) {
		(void)fprintf(declarations, "extern const struct db_statement %s_statement;\n",
			      all[i].name);
		(void)fprintf(list, "\t{ \"%s\", &%s_statement },\n", file, all[i].name);
	}
}

int
main(int argc, char **argv)
{
	if (argc < 3) {
		(void)fprintf(stderr, "usage: sqlgen OUTDIR sql/<module>.sql ...\n");
		return 2;
	}
	struct statement *all = calloc(STATEMENTS, sizeof(*all));
	FILE *list = create(argv[1], "all", ".c");
	FILE *rows = tmpfile();
	if (all == NULL || rows == NULL)
		return 1;
	(void)fprintf(list,
		      "/* Made by tools/sqlgen.c; do not edit. */\n#include \"lib/db/all.h\"\n\n");
	for (int i = 2; i < argc; i++) {
		memset(all, 0, STATEMENTS * sizeof(*all));
		int n = read_file(argv[i], all, 0);
		char module[NAME_ROOM];
		const char *base = strrchr(argv[i], '/');
		(void)snprintf(module, sizeof(module), "%s", base == NULL ? argv[i] : base + 1);
		module[strcspn(module, ".")] = '\0';
		put_module(argv[1], module, all, n);
		put_list(rows, list, all, n, argv[i]);
	}
	(void)fprintf(list, "\nconst struct sql_entry sql_all[] = {\n");
	rewind(rows);
	for (int c; (c = fgetc(rows)) != EOF;)
		(void)fputc(c, list);
	(void)fprintf(list, "\t{ NULL, NULL }\n};\n");
	close_file(list);
	(void)fclose(rows);
	free(all);
	return 0;
}
