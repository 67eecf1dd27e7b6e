#include "lib/ledger/ledger.h"

#include "lib/base/fault.h"
#include "lib/base/rand.h"
#include "sql/ledger.h"

enum { MILLI = 1000, DECIMALS = 3, MOST_GEMS = 1000000000 };

bool
ledger_parse_gems(struct str text, struct gems *gems)
{
	bool below = text.n > 0 && text.p[0] == '-';
	struct str whole = below ? str_from_at(text, 1) : text;
	struct str part = STR("0");
	ptrdiff_t dot = str_find_char(whole, '.');
	if (dot >= 0) {
		part = str_from_at(whole, (size_t)dot + 1);
		whole = str_first(whole, (size_t)dot);
	}
	if (whole.n == 0 || part.n == 0 || part.n > DECIMALS)
		return false;
	int64_t milli = 0;
	for (size_t i = 0; i < whole.n; i++) {
		if (whole.p[i] < '0' || whole.p[i] > '9' || milli > MOST_GEMS)
			return false;
		milli = milli * 10 + (whole.p[i] - '0');
	}
	for (size_t i = 0; i < DECIMALS; i++) {
		char digit = i < part.n ? part.p[i] : '0';
		if (digit < '0' || digit > '9')
			return false;
		milli = milli * 10 + (digit - '0');
	}
	gems->milli = below ? -milli : milli;
	return milli <= (int64_t)MOST_GEMS * MILLI;
}

bool
ledger_is_type(struct str word)
{
	static const struct str TYPES[] = {
		STR_INIT("purchase"),	STR_INIT("bonus"),    STR_INIT("chat"),
		STR_INIT("generation"), STR_INIT("refund"),   STR_INIT("commission"),
		STR_INIT("expiry"),	STR_INIT("clawback"), STR_INIT("adjustment"),
	};
	for (size_t i = 0; i < COUNT(TYPES); i++)
		if (str_eq(TYPES[i], word))
			return true;
	return false;
}

struct rows
ledger_page(struct db *db, struct arena *arena, const struct ledger_filter *filter,
	    struct str *next)
{
	int64_t before;
	if (!str_to_i64(filter->cursor, &before) || before <= 0)
		before = INT64_MAX;
	/* One more than the page shows tells whether there is a next one. */
	struct rows rows = filter->type.n > 0
				   ? ledger_lines_of(db, filter->member, filter->type, before,
						     filter->limit + 1)
				   : ledger_lines(db, filter->member, before, filter->limit + 1);
	*next = STR_NONE;
	if (rows.n > (size_t)filter->limit) {
		rows.n = (size_t)filter->limit;
		*next = str_int(arena, ledger_line_at(rows, rows.n - 1)->id.v);
	}
	return rows;
}

static const struct str REASONS[] = { [LEDGER_BONUS] = STR_INIT("bonus"),
				      [LEDGER_ADJUSTMENT] = STR_INIT("adjustment"),
				      [LEDGER_SUPPORT] = STR_INIT("support") };

bool
ledger_reason_from(struct str word, enum ledger_reason *reason)
{
	for (size_t i = 0; i < COUNT(REASONS); i++)
		if (str_eq(REASONS[i], word)) {
			*reason = (enum ledger_reason)i;
			return true;
		}
	return false;
}

enum ledger_grant_outcome
ledger_grant(struct db *db, struct arena *arena, struct member_id member, enum ledger_reason reason,
	     struct gems gems, struct gems *moved)
{
	struct db_refusal refusal = { 0 };
	struct str key = str_fmt(arena, "owner:%.*s", STR_ARG(rand_token(arena, 18)));
	if (gems.milli == 0 || (reason == LEDGER_BONUS && gems.milli < 0))
		return LEDGER_NO_AMOUNT;
	db_begin(db);
	if (reason == LEDGER_BONUS) {
		*moved = ledger_bonus(db, key, member, gems)->moved;
	} else {
		const struct ledger_adjust_row *row = ledger_adjust(db, key, member, gems,
								    REASONS[reason], &refusal);
		if (refusal.state[0] != '\0') {
			db_rollback(db);
			return LEDGER_NOTHING_LEFT;
		}
		*moved = row->moved;
	}
	(void)ledger_note(db, STR("gems.grant"), str_fmt(arena, "member:%lld", (long long)member.v),
			  str_fmt(arena, "%.*s %lld milligems", STR_ARG(REASONS[reason]),
				  (long long)moved->milli));
	db_commit(db);
	return LEDGER_GRANTED;
}

struct strs
ledger_check(struct db *db, struct arena *arena)
{
	(void)ledger_sweep(db);
	struct rows audit = ledger_audit(db);
	while (ledger_seal(db)->sealed > 0)
		continue;
	struct rows chain = ledger_verify(db);
	struct str *lines = ARENA_ARRAY(arena, struct str, audit.n + chain.n);
	for (size_t i = 0; i < audit.n; i++) {
		const struct ledger_audit_row *row = ledger_audit_at(audit, i);
		lines[i] = str_fmt(arena, "%.*s: %lld, for example %lld", STR_ARG(row->problem),
				   (long long)row->n, (long long)row->example);
	}
	for (size_t i = 0; i < chain.n; i++) {
		const struct ledger_verify_row *row = ledger_verify_at(chain, i);
		lines[audit.n + i] = str_fmt(arena, "block %.*s: %.*s", STR_ARG(row->block),
					     STR_ARG(row->bad));
	}
	return (struct strs){ lines, audit.n + chain.n };
}
