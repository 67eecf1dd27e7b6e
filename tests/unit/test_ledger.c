/* Amounts that owners type, the member's statement page by page, grants, and orders that are paid. */
#include "tests/greatest.h"

#include "lib/base/cfg.h"
#include "lib/base/fault.h"
#include "lib/ledger/ledger.h"
#include "lib/shop/shop.h"
#include "sql/auth.h"
#include "sql/ledger.h"
#include "sql/shop.h"

static struct arena *arena;
static struct db *db;
static struct member_id member;

static struct member_id
new_member(const char *name)
{
	return auth_insert_member(db,
				  &(struct auth_insert_member_in){ .username = str_from(name),
								   .display_name = str_from(name),
								   .birth_date = STR("1990-01-01"),
								   .role = STR("user") })
		->id;
}

/* A member with 30 bonus gems, gone with the test. */
static void
set_up(void *arg)
{
	(void)arg;
	db_begin(db);
	member = new_member("ledger_test");
	(void)auth_grant_welcome(db, member, str_fmt(arena, "welcome:%lld", (long long)member.v));
}

static void
tear_down(void *arg)
{
	(void)arg;
	db_rollback(db);
}

static int64_t
balance(void)
{
	return ledger_balance(db, member)->gems.milli;
}

static bool
is_sound(void)
{
	return ledger_audit_of(db, member).n == 0;
}

TEST
amounts(const char *text, bool good, int64_t milli)
{
	struct gems gems = { 0 };
	ASSERT_EQ(good, ledger_parse_gems(str_from(text), &gems));
	if (good)
		ASSERT_EQ(milli, gems.milli);
	PASS();
}

SUITE(parsing)
{
	static const struct {
		const char *text;
		bool good;
		int64_t milli;
	} CASES[] = {
		{ "12", true, 12000 },
		{ "0.5", true, 500 },
		{ "-3.125", true, -3125 },
		{ "0", true, 0 },
		{ "007", true, 7000 },
		{ "1000000000", true, 1000000000000 },
		{ "", false, 0 },
		{ "-", false, 0 },
		{ ".5", false, 0 },
		{ "5.", false, 0 },
		{ "1.2345", false, 0 },
		{ "1e3", false, 0 },
		{ " 1", false, 0 },
		{ "+1", false, 0 },
		{ "1,5", false, 0 },
		{ "--1", false, 0 },
		{ "0x10", false, 0 },
		{ "1000000000.001", false, 0 },
		{ "99999999999999999999999999", false, 0 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		greatest_set_test_suffix(CASES[i].text);
		RUN_TESTp(amounts, CASES[i].text, CASES[i].good, CASES[i].milli);
	}
}

static struct order_id
order_of(struct member_id who, int64_t milli)
{
	struct order_id id = { 0 };
	struct rows packs = shop_packs(db, STR("USD"));
	for (size_t i = 0; i < packs.n; i++)
		if (shop_packs_at(packs, i)->gems.milli == milli) {
			struct shop_wish wish = { .member = who,
						  .pack = shop_packs_at(packs, i)->id,
						  .return_to = STR("/chat/7") };
			ENSURE(shop_order(db, &wish, &id) == SHOP_ORDERED);
		}
	ENSURE(id.v > 0);
	return id;
}

static enum shop_end
end(struct order_id order, const char *wish)
{
	struct notify_told told;
	return shop_sandbox(db, member, order, str_from(wish), &told);
}

static struct str
status(struct order_id order)
{
	return shop_order_find(db, order, member)->status;
}

TEST
an_order_is_paid_once(void)
{
	struct order_id order = order_of(member, 500000);
	struct notify_told told;
	ASSERT_EQ(30000, balance());
	ASSERT_EQ(SHOP_PAID, shop_sandbox(db, member, order, STR("pay"), &told));
	ASSERT(told.first > 0 && told.last > told.first);
	ASSERT_EQ(SHOP_PAID, end(order, "pay"));
	ASSERT_EQ(SHOP_OVER, end(order, "cancel"));
	ASSERT_EQ(SHOP_OVER, end(order, "later"));
	ASSERT_EQ(530000, balance());
	ASSERT(is_sound());
	PASS();
}

TEST
an_order_that_ended_stays_so(void)
{
	struct order_id failed = order_of(member, 500000);
	struct order_id canceled = order_of(member, 500000);
	ASSERT_EQ(SHOP_FAILED, end(failed, "fail"));
	ASSERT_EQ(SHOP_CANCELED, end(canceled, "cancel"));
	ASSERT_EQ(SHOP_OVER, end(failed, "pay"));
	ASSERT_EQ(SHOP_OVER, end(canceled, "pay"));
	ASSERT(str_eq(status(failed), STR("failed")));
	ASSERT(str_eq(status(canceled), STR("canceled")));
	ASSERT_EQ(30000, balance());
	PASS();
}

TEST
nobody_ends_another_members_order(void)
{
	struct order_id order = order_of(new_member("ledger_other"), 500000);
	ASSERT_EQ(SHOP_NO_ORDER, end(order, "pay"));
	ASSERT_EQ(SHOP_NO_ORDER, end((struct order_id){ order.v + 1000000 }, "pay"));
	ASSERT_EQ(SHOP_NO_ORDER, end(order_of(member, 500000), "steal"));
	ASSERT(shop_order_find(db, order, member) == NULL);
	PASS();
}

TEST
later_waits_for_its_time(void)
{
	struct order_id order = order_of(member, 500000);
	ASSERT_EQ(SHOP_LATER, end(order, "later"));
	struct moment pays_at = shop_order_find(db, order, member)->pays_at;
	ASSERT_EQ(SHOP_LATER, end(order, "later"));
	ASSERT_EQ(pays_at.us, shop_order_find(db, order, member)->pays_at.us);
	(void)shop_pay_due(db);
	ASSERT(str_eq(status(order), STR("pending")));
	ASSERT_EQ(SHOP_PAID, end(order, "pay"));
	ASSERT_EQ(530000, balance());
	PASS();
}

TEST
what_is_not_sold_is_not_ordered(void)
{
	struct order_id id;
	struct shop_wish wish = { .member = member, .pack = { 999999 }, .return_to = STR("") };
	ASSERT_EQ(SHOP_NO_PACK, shop_order(db, &wish, &id));
	wish.provider = STR("stripe");
	ASSERT_EQ(SHOP_NO_PROVIDER, shop_order(db, &wish, &id));
	PASS();
}

TEST
bonus_gems_of_a_pack_are_a_lot(void)
{
	struct order_id id;
	struct rows packs = shop_packs(db, STR("KES"));
	const struct shop_packs_row *pack = shop_packs_at(packs, packs.n - 1);
	struct shop_wish wish = { .member = member, .pack = pack->id, .return_to = STR("") };
	ASSERT(pack->bonus_gems.milli > 0);
	ASSERT_EQ(SHOP_ORDERED, shop_order(db, &wish, &id));
	ASSERT_EQ(SHOP_PAID, end(id, "pay"));
	ASSERT_EQ(30000 + pack->gems.milli + pack->bonus_gems.milli, balance());
	struct rows parts = ledger_explain(db, member);
	size_t found = 0;
	for (size_t i = 0; i < parts.n; i++)
		found += str_eq(ledger_explain_at(parts, i)->part, STR("bonus")) &&
			 ledger_explain_at(parts, i)->gems.milli == pack->bonus_gems.milli;
	ASSERT_EQ(1, found);
	ASSERT(is_sound());
	PASS();
}

TEST
pages_hold_every_line_once(void)
{
	for (int i = 0; i < 7; i++)
		ASSERT_EQ(SHOP_PAID, end(order_of(member, 500000), "pay"));
	struct ledger_filter filter = { .member = member, .limit = 3 };
	struct gems sum = { 0 };
	int64_t lines = 0, last = INT64_MAX;
	do {
		struct rows rows = ledger_page(db, arena, &filter, &filter.cursor);
		ASSERT(rows.n <= 3);
		for (size_t i = 0; i < rows.n; i++) {
			const struct ledger_line_row *row = ledger_line_at(rows, i);
			ASSERT(row->id.v < last);
			if (lines == 0)
				ASSERT_EQ(balance(), row->balance_after.milli);
			last = row->id.v;
			sum.milli += row->delta.milli;
			lines++;
		}
	} while (filter.cursor.n > 0);
	ASSERT_EQ(8, lines);
	ASSERT_EQ(balance(), sum.milli);
	filter.type = STR("bonus");
	filter.cursor = STR_NONE;
	ASSERT_EQ(1, ledger_page(db, arena, &filter, &filter.cursor).n);
	filter.cursor = STR("no cursor");
	ASSERT_EQ(1, ledger_page(db, arena, &filter, &filter.cursor).n);
	PASS();
}

SUITE(orders)
{
	SET_SETUP(set_up, NULL);
	SET_TEARDOWN(tear_down, NULL);
	RUN_TEST(an_order_is_paid_once);
	RUN_TEST(an_order_that_ended_stays_so);
	RUN_TEST(nobody_ends_another_members_order);
	RUN_TEST(later_waits_for_its_time);
	RUN_TEST(what_is_not_sold_is_not_ordered);
	RUN_TEST(bonus_gems_of_a_pack_are_a_lot);
	RUN_TEST(pages_hold_every_line_once);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	arena = arena_new(64 * 1024 * 1024);
	struct buf problems = buf_in(arena);
	ENSURE(cfg_load(arena, &problems));
	db = db_new(db_conninfo(arena, "snug_owner"), DB_WRITER);
	db_use(db, arena);
	GREATEST_MAIN_BEGIN();
	RUN_SUITE(parsing);
	RUN_SUITE(orders);
	db_free(db);
	arena_free(arena);
	GREATEST_MAIN_END();
}
