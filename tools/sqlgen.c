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
 * returns the same struct. Up to four parameters stand in the signature, more become a struct
 * <name>_in. Types: bool int count key (an integer never shown) real text url bytes gems moment json
 * text[] int[] and <what>_id of lib/base/types.h; `?` says that null may come (among parameters: an id
 * of 0, an empty moment, STR_NONE).
 *
 * What several statements of a file begin with is written once:
 *
 *	-- part: own_picture
 *	select m.id, ... from media m left join character c on c.id = m.character_id;
 *
 * and stands where a line of theirs begins with {own_picture}.
 *
 * usage: sqlgen OUTDIR sql/a.sql sql/b.sql ...
 */
#include "tools/sqlgen.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { STATEMENTS = 1024, PARTS = 64, PART_ROOM = 4096 };

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

struct part {
	char name[NAME_ROOM];
	char sql[PART_ROOM];
};

static const char *file_name;
static int line_number;
static struct part parts[PARTS];
static int part_count;

void
die(const char *what, const char *detail)
{
	(void)fprintf(stderr, "%s:%d: %s%s%s\n", file_name, line_number, what,
		      detail == NULL ? "" : ": ", detail == NULL ? "" : detail);
	exit(1);
}

bool
is_id(const char *type)
{
	size_t n = strlen(type);
	return n > 3 && strcmp(type + n - 3, "_id") == 0;
}

const struct type *
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

/* Copies lines of SQL, :name becoming $n; '...' and :: are left alone. */
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
			p += strcspn(p, "\n");
		if (*p == '\0')
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
	if (n + strlen(text) >= room)
		die("too long", text);
	(void)snprintf(to + n, room - n, "%s", text);
}

/* The same for a line that may begin with a part, {name}. */
static void
add_line(struct statement *s, const char *line)
{
	char name[NAME_ROOM];
	int end = 0;
	if (sscanf(line, "{%63[a-z_]}%n", name, &end) != 1 || end == 0) {
		add_sql(s, line);
		return;
	}
	for (int i = 0; i < part_count; i++)
		if (strcmp(parts[i].name, name) == 0) {
			add_sql(s, parts[i].sql);
			add_sql(s, line + end);
			return;
		}
	die("there is no such part above", name);
}

/* Reads a line of a part; whether it was the last. */
static bool
read_part(struct part *part, char *line)
{
	size_t n = strlen(line);
	bool last = n > 0 && line[n - 1] == ';';
	if (last)
		line[n - 1] = '\0';
	append(part->sql, sizeof(part->sql), line);
	if (!last)
		append(part->sql, sizeof(part->sql), "\n");
	return last;
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
	struct part *part = NULL;
	file_name = path;
	line_number = part_count = 0;
	if (in == NULL)
		die("cannot read", NULL);
	while (fgets(line, sizeof(line), in) != NULL) {
		line_number++;
		line[strcspn(line, "\n")] = '\0';
		if (part != NULL) {
			part = read_part(part, line) ? NULL : part;
		} else if (strncmp(line, "-- part:", 8) == 0) {
			if (part_count == PARTS)
				die("too many parts", NULL);
			part = &parts[part_count++];
			part->sql[0] = '\0';
			(void)sscanf(line + 8, " %63s", part->name);
		} else if (strncmp(line, "-- name:", 8) == 0) {
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
			add_line(s, line);
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
