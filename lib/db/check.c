#include "lib/db/internal.h"

#include <string.h>

#include "lib/base/fault.h"

/* Whether a column of PostgreSQL's type `oid` can be read as `kind`. */
static bool
fits(enum column_kind kind, Oid oid)
{
	switch (kind) {
	case COLUMN_BOOL:
		return oid == OID_BOOL;
	case COLUMN_INT:
	case COLUMN_COUNT:
	case COLUMN_KEY:
		return oid == OID_INT8 || oid == OID_INT4 || oid == OID_INT2;
	case COLUMN_ID:
	case COLUMN_GEMS:
		return oid == OID_INT8;
	case COLUMN_REAL:
		return oid == OID_FLOAT8 || oid == OID_FLOAT4;
	case COLUMN_MOMENT:
		return oid == OID_TIMESTAMPTZ;
	case COLUMN_TEXT:
	case COLUMN_URL:
		return oid == OID_TEXT || oid == OID_VARCHAR || oid == OID_BPCHAR;
	case COLUMN_BYTES:
		return oid == OID_BYTEA;
	case COLUMN_TEXTS:
		return oid == OID_TEXTS;
	case COLUMN_JSON:
		return oid == OID_JSONB || oid == OID_JSON;
	}
	return false;
}

/* Compares my_name in SQL with myName in the row type. */
static bool
same_name(const char *sql, const char *camel)
{
	while (*sql != '\0' && *camel != '\0') {
		if (*sql == '_') {
			sql++;
			if (*camel++ != (*sql >= 'a' && *sql <= 'z' ? *sql - 'a' + 'A' : *sql))
				return false;
			sql++;
		} else if (*sql++ != *camel++) {
			return false;
		}
	}
	return *sql == *camel;
}

static bool
columns_fit(struct db *db, const struct db_statement *statement, const PGresult *result,
	    struct str *why)
{
	size_t have = (size_t)PQnfields(result);
	size_t want = statement->row == NULL ? 0 : statement->row->columns;
	if (have != want) {
		*why = str_fmt(db->arena, "returns %zu columns, declares %zu", have, want);
		return false;
	}
	for (size_t i = 0; i < want; i++) {
		const struct column *column = &statement->row->column[i];
		const char *name = PQfname(result, (int)i);
		if (!same_name(name, column->name)) {
			*why = str_fmt(db->arena, "column %zu is %s, declared %s", i + 1, name,
				       column->name);
			return false;
		}
		if (!fits(column->kind, PQftype(result, (int)i))) {
			*why = str_fmt(db->arena, "column %s has type number %u", name,
				       PQftype(result, (int)i));
			return false;
		}
	}
	return true;
}

bool
db_check_statement(struct db *db, const struct db_statement *statement, struct str *why)
{
	PGconn *conn = db_connect(db);
	PGresult *result = PQprepare(conn, statement->name, statement->sql, statement->params,
				     statement->types);
	if (PQresultStatus(result) != PGRES_COMMAND_OK) {
		*why = str_copy(db->arena, str_trim(str_from(PQresultErrorMessage(result))));
		PQclear(result);
		return false;
	}
	PQclear(result);
	result = PQdescribePrepared(conn, statement->name);
	bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
	if (!ok)
		*why = STR("cannot be described");
	else if (PQnparams(result) != statement->params) {
		*why = str_fmt(db->arena, "takes %d parameters, declares %d", PQnparams(result),
			       statement->params);
		ok = false;
	} else {
		ok = columns_fit(db, statement, result, why);
	}
	PQclear(result);
	return ok;
}
