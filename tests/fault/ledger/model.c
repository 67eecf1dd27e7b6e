#include "tests/fault/ledger/model.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_LIST = 400, MAX_TOLD = 5 };

struct member {
	long worth;
	struct model_hold holds[MAX_LIST];
	struct model_capture captures[MAX_LIST];
	long purchases[MAX_LIST];
	int n_holds, n_captures, n_purchases;
};

struct closed {
	long id, captured;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct member members[MODEL_MEMBERS];
static char **keys;
static size_t n_keys, room_keys;
static struct closed *closed;
static size_t n_closed, room_closed;

static void *
grow(void *p, size_t n, size_t *room, size_t size)
{
	if (n < *room)
		return p;
	*room = *room > 0 ? *room * 2 : 1024;
	void *q = realloc(p, *room * size);
	if (q == NULL)
		abort();
	return q;
}

void
model_acknowledge(const char *key)
{
	pthread_mutex_lock(&lock);
	keys = grow(keys, n_keys, &room_keys, sizeof *keys);
	keys[n_keys++] = strdup(key);
	pthread_mutex_unlock(&lock);
}

long
model_acknowledged(void)
{
	pthread_mutex_lock(&lock);
	long n = (long)n_keys;
	pthread_mutex_unlock(&lock);
	return n;
}

void
model_add_worth(int member, long amount)
{
	pthread_mutex_lock(&lock);
	members[member].worth += amount;
	pthread_mutex_unlock(&lock);
}

/* The three lists work alike. A full list drops what is put: nobody acts on it any more. */
#define LIST(name, type, list, count)                                                              \
	void model_put_##name(int member, type thing)                                              \
	{                                                                                          \
		pthread_mutex_lock(&lock);                                                         \
		if (members[member].count < MAX_LIST)                                              \
			members[member].list[members[member].count++] = thing;                     \
		pthread_mutex_unlock(&lock);                                                       \
	}                                                                                          \
                                                                                                   \
	bool model_take_##name(int member, unsigned pick, type *thing)                             \
	{                                                                                          \
		struct member *m = &members[member];                                               \
                                                                                                   \
		pthread_mutex_lock(&lock);                                                         \
		bool any = m->count > 0;                                                           \
		if (any) {                                                                         \
			int i = (int)(pick % (unsigned)m->count);                                  \
			*thing = m->list[i];                                                       \
			m->list[i] = m->list[--m->count];                                          \
		}                                                                                  \
		pthread_mutex_unlock(&lock);                                                       \
		return any;                                                                        \
	}

LIST(hold, struct model_hold, holds, n_holds)
LIST(capture, struct model_capture, captures, n_captures)
LIST(purchase, long, purchases, n_purchases)

void
model_close_hold(long id, long captured)
{
	pthread_mutex_lock(&lock);
	closed = grow(closed, n_closed, &room_closed, sizeof *closed);
	closed[n_closed++] = (struct closed){ id, captured };
	pthread_mutex_unlock(&lock);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static PGresult *
ask(PGconn *c, const char *sql)
{
	PGresult *r = PQexec(c, sql);

	if (PQresultStatus(r) != PGRES_TUPLES_OK) {
		fprintf(stderr, "chaos: %s", PQerrorMessage(c));
		exit(2);
	}
	return r;
}

static void
tell(long n, const char *what, const char *name)
{
	if (n <= MAX_TOLD)
		fprintf(stderr, "# %s: %s\n", what, name);
}

/* Both sides sorted by bytes: a key that the book lacks is lost, one more than we know is doubled. */
static void
compare_keys(PGconn *c, struct model_finding *found)
{
	PGresult *r = ask(c, "SELECT split_part(idem, '~', 1) COLLATE \"C\" FROM gem.op"
			     " WHERE idem NOT LIKE 'expire-%' ORDER BY 1");
	size_t n = (size_t)PQntuples(r), i = 0, j = 0;

	qsort(keys, n_keys, sizeof *keys, by_text);
	while (i < n_keys || j < n) {
		const char *book = j < n ? PQgetvalue(r, (int)j, 0) : NULL;
		int d = i == n_keys ? 1 : book == NULL ? -1 : strcmp(keys[i], book);
		if (d < 0)
			tell(++found->lost, "lost", keys[i]);
		else if (d > 0)
			tell(++found->doubled, "doubled", book);
		i += d <= 0;
		j += d >= 0;
	}
	PQclear(r);
}

static void
compare_members(PGconn *c, struct model_finding *found)
{
	PGresult *r = ask(
		c,
		"SELECT a.owner, sum(a.balance)"
		" - coalesce((SELECT sum(delta) FROM gem.op o WHERE o.owner = a.owner AND kind = 'expire'), 0)"
		" FROM gem.account a WHERE a.owner IS NOT NULL GROUP BY a.owner");
	bool met[MODEL_MEMBERS] = { false };

	for (int i = 0; i < PQntuples(r); i++) {
		long m = strtol(PQgetvalue(r, i, 0), NULL, 10) - 1;
		if (m < 0 || m >= MODEL_MEMBERS)
			continue;
		met[m] = true;
		if (strtol(PQgetvalue(r, i, 1), NULL, 10) != members[m].worth)
			tell(++found->off, "member off the model", PQgetvalue(r, i, 0));
	}
	for (int m = 0; m < MODEL_MEMBERS; m++) {
		if (!met[m] && members[m].worth != 0)
			tell(++found->off, "member off the model", "no accounts");
	}
	PQclear(r);
}

static void
compare_holds(PGconn *c, struct model_finding *found)
{
	for (size_t i = 0; i < n_closed; i++) {
		char id[24], captured[24];
		const char *const values[] = { id, captured };
		snprintf(id, sizeof id, "%ld", closed[i].id);
		snprintf(captured, sizeof captured, "%ld", closed[i].captured);
		PGresult *r = PQexecParams(
			c,
			"SELECT FROM gem.hold WHERE id = $1 AND captured = $2::bigint"
			" AND state <> 'open'",
			2, NULL, values, NULL, NULL, 0);
		if (PQntuples(r) != 1)
			tell(++found->off, "hold off the model", id);
		PQclear(r);
	}
}

/* The statement must be a chain of balances, and its deltas must sum to what can be spent. */
static void
compare_statements(PGconn *c, struct model_finding *found)
{
	PGresult *r = ask(
		c,
		"SELECT m FROM generate_series(1, 12) m, LATERAL (SELECT"
		" coalesce(sum(delta), 0) AS total, coalesce(max(top), 0) AS top, bool_and(chained) AS chained"
		" FROM (SELECT delta, first_value(balance_after) OVER w AS top,"
		"  balance_after - delta = coalesce(lead(balance_after) OVER w, 0) AS chained"
		"  FROM gem.statement(m, NULL, 10000000) WINDOW w AS (ORDER BY seq DESC"
		"  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) x) y"
		" WHERE total <> gem.balance(m) OR top <> total OR NOT chained");

	for (int i = 0; i < PQntuples(r); i++)
		tell(++found->off, "statement does not add up", PQgetvalue(r, i, 0));
	PQclear(r);
}

void
model_compare(PGconn *c, struct model_finding *found)
{
	*found = (struct model_finding){ 0 };
	compare_keys(c, found);
	compare_members(c, found);
	compare_holds(c, found);
	compare_statements(c, found);
}
