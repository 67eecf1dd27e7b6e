/*
 * The rules of the queue, against the scratch database: fairness, fence, uniqueness, cancelling, dead
 * letters. Each test is rolled back.
 */
#include "tests/greatest.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/fault.h"
#include "lib/job/job.h"
#include "sql/job.h"
#include "sql/ledger.h"
#include "sql/score.h"

enum { MANY_OWNERS = 1000 };

static struct db *db;
static struct arena *arena;

/* SQL that must run without an error; an assert in it is a check. */
#define MUST(sql)                                                                                  \
	do {                                                                                       \
		struct fault_frame frame_;                                                         \
		if (FAULT_CATCH(frame_)) {                                                         \
			db_script(db, sql);                                                        \
			fault_pop(&frame_);                                                        \
		} else {                                                                           \
			(void)fprintf(stderr, "# %s\n", frame_.fault.message);                     \
			FAILm(sql);                                                                \
		}                                                                                  \
	} while (0)

static void
set_up(void *arg)
{
	(void)arg;
	db_begin(db);
	/* What is left of other tests' houses must not stand in the queue. */
	db_script(db, "delete from job; delete from job_flow; delete from job_clock;"
		      "insert into member (username, display_name, birth_date)"
		      " values ('queue_test', 'Queue', '1990-01-01');");
}

static void
tear_down(void *arg)
{
	(void)arg;
	db_rollback(db);
	arena_reset(arena);
}

static struct job_id
put(const char *kind, int64_t owner, int prio)
{
	struct job_id id = { 0 };
	struct job_order order = {
		.kind = str_from(kind), .owner = { owner }, .prio = prio, .uniq = STR_NONE
	};
	ENSURE(job_put(db, &order, &id) == JOB_PUT);
	return id;
}

static struct rows
take(const char *worker, const char *kind, int64_t limit, int64_t cap)
{
	struct str *kinds = ARENA_NEW(arena, struct str);
	int64_t *limits = ARENA_NEW(arena, int64_t);
	*kinds = str_from(kind);
	*limits = limit;
	return job_take(db, &(struct job_take_in){ .worker = str_from(worker),
						   .kinds = { kinds, 1 },
						   .limits = { limits, 1 },
						   .cap = cap,
						   .lease_s = 60 });
}

static int64_t
take_one(const char *worker, const char *kind)
{
	struct rows rows = take(worker, kind, 1, MANY_OWNERS * 2);
	return rows.n == 0 ? 0 : job_take_at(rows, 0)->id.v;
}

static size_t
finish(struct job_id id, int64_t attempt)
{
	return job_finish(db, (struct i64s){ &id.v, 1 }, (struct i64s){ &attempt, 1 }).n;
}

TEST
late_owners_are_served_within_a_few_claims(void)
{
	/* The measure of the queue's design: 1,000 waiting jobs of one, then ten others with five each. */
	for (int i = 0; i < MANY_OWNERS; i++)
		(void)put("test_kind", 1, 5);
	for (int i = 0; i < 20; i++)
		ASSERT(take_one("w", "test_kind") != 0);
	for (int owner = 2; owner < 12; owner++)
		for (int i = 0; i < 5; i++)
			(void)put("test_kind", owner, 5);
	int late = 0;
	for (int i = 0; i < 55; i++) {
		struct rows rows = take("w", "test_kind", 1, MANY_OWNERS * 2);
		late += job_take_at(rows, 0)->owner.v != 1;
	}
	ASSERT_EQ_FMT(50, late, "%d");
	PASS();
}

TEST
a_heavier_weight_gets_its_share(void)
{
	struct job_id id;
	for (int i = 0; i < 60; i++) {
		struct job_order order = {
			.kind = STR("test_kind"), .owner = { 1 }, .prio = 5, .weight = 3
		};
		ASSERT_EQ(JOB_PUT, job_put(db, &order, &id));
		(void)put("test_kind", 2, 5);
	}
	int heavy = 0;
	for (int i = 0; i < 40; i++)
		heavy += job_take_at(take("w", "test_kind", 1, 100), 0)->owner.v == 1;
	ASSERT_IN_RANGE(30, heavy, 1);
	PASS();
}

TEST
priority_goes_before_fairness_and_kinds_do_not_wait_for_each_other(void)
{
	struct job_id slow = put("test_kind", 1, 9);
	struct job_id quick = put("test_kind", 1, 1);
	struct job_id other = put("other_kind", 1, 9);
	ASSERT_EQ(quick.v, take_one("w", "test_kind"));
	ASSERT_EQ(other.v, take_one("w", "other_kind"));
	ASSERT_EQ(slow.v, take_one("w", "test_kind"));
	ASSERT_EQ(0, take_one("w", "test_kind"));
	PASS();
}

TEST
an_owner_runs_no_more_than_the_cap_but_the_house_may(void)
{
	for (int i = 0; i < 6; i++) {
		(void)put("test_kind", 7, 5);
		(void)put("other_kind", 0, 5);
	}
	ASSERT_EQ_FMT((size_t)2, take("w", "test_kind", 10, 2).n, "%zu");
	ASSERT_EQ_FMT((size_t)0, take("w", "test_kind", 10, 2).n, "%zu");
	ASSERT_EQ_FMT((size_t)1, take("w", "test_kind", 10, 3).n, "%zu");
	ASSERT_EQ_FMT((size_t)6, take("w", "other_kind", 10, 2).n, "%zu");
	PASS();
}

TEST
a_late_finish_is_fenced_off(void)
{
	struct job_id id = put("test_kind", 1, 5);
	ASSERT_EQ(id.v, take_one("w1", "test_kind"));
	ASSERT_EQ(0, take_one("w2", "test_kind"));
	MUST("update job set lease_until = now() - interval '1 s' where kind = 'test_kind'");
	struct rows lost = job_lost(db, (struct strs){ NULL, 0 });
	ASSERT_EQ_FMT((size_t)1, lost.n, "%zu");
	ASSERT(str_eq(STR("again"), job_later(db, id, 1, STR("WORKER_LOST"), 0)->outcome));
	MUST("update job set run_at = now() where kind = 'test_kind'");
	ASSERT_EQ(id.v, take_one("w2", "test_kind"));
	ASSERT_EQ_FMT((size_t)0, finish(id, 1), "%zu");
	ASSERT_EQ_FMT((size_t)1, finish(id, 2), "%zu");
	ASSERT_EQ_FMT((size_t)0, finish(id, 2), "%zu");
	MUST("do $$ begin assert (select count(*) = 1 from job_done where kind = 'test_kind'"
	     " and state = 'done' and attempt = 2); end $$");
	PASS();
}

TEST
a_heartbeat_renews_only_what_is_ours_and_tells_of_a_cancel(void)
{
	int64_t ids[] = { put("test_kind", 1, 5).v, put("test_kind", 1, 5).v };
	int64_t attempts[] = { 1, 2 };
	(void)take("w", "test_kind", 2, 10);
	ASSERT_EQ(JOB_CANCELING,
		  job_cancel(db, (struct job_id){ ids[0] }, (struct member_id){ 1 }));
	struct rows rows = job_beat(db, (struct i64s){ ids, 2 }, (struct i64s){ attempts, 2 }, 60);
	ASSERT_EQ_FMT((size_t)1, rows.n, "%zu");
	ASSERT_EQ(ids[0], job_beat_at(rows, 0)->id.v);
	ASSERT(job_beat_at(rows, 0)->cancel);
	PASS();
}

TEST
one_live_job_for_a_unique_key(void)
{
	struct job_id first, second;
	struct job_order order = {
		.kind = STR("test_kind"), .owner = { 1 }, .prio = 5, .uniq = STR("x:1")
	};
	ASSERT_EQ(JOB_PUT, job_put(db, &order, &first));
	ASSERT_EQ(JOB_TWICE, job_put(db, &order, &second));
	ASSERT_EQ(first.v, second.v);
	(void)take("w", "test_kind", 1, 10);
	ASSERT_EQ_FMT((size_t)1, finish(first, 1), "%zu");
	ASSERT_EQ(JOB_PUT, job_put(db, &order, &second));
	ASSERT(first.v != second.v);
	PASS();
}

TEST
what_is_due_later_waits(void)
{
	struct job_id id;
	struct job_order order = {
		.kind = STR("test_kind"), .owner = { 1 }, .prio = 1, .delay_s = 60
	};
	ASSERT_EQ(JOB_PUT, job_put(db, &order, &id));
	ASSERT_EQ(0, take_one("w", "test_kind"));
	MUST("update job set run_at = now()");
	ASSERT_EQ(id.v, take_one("w", "test_kind"));
	PASS();
}

/* A job that a member pays for. */
static struct job_id
put_paid(void)
{
	db_script(db,
		  "do $$ declare m bigint := (select id from member where username = 'queue_test');"
		  " h bigint; begin perform gem.grant_bonus('test:queue:1', m, 5000,"
		  " now() + interval '1 day', 'welcome', 'house');"
		  " select x.hold_id into h from gem.hold_open('test:queue:2', m, 2000, 2000,"
		  " interval '1 hour', 'job:1', 'member') x;"
		  " perform job_put('test_kind', m, 5, 0, h, p_max_attempt => 2); end $$");
	return (struct job_id){ job_list_at(job_list(db, STR("queued"), 1), 0)->id.v };
}

#define BALANCE_IS(n)                                                                              \
	MUST("do $$ begin assert (select gem.balance(id) = " #n                                    \
	     " from member where username = 'queue_test'); end $$")

TEST
cancelling_gives_the_gems_back_once(void)
{
	struct job_id id = put_paid();
	BALANCE_IS(3000);
	ASSERT_EQ(JOB_NOT_LIVE, job_cancel(db, id, (struct member_id){ 1 << 30 }));
	ASSERT_EQ(JOB_CANCELED, job_cancel(db, id, (struct member_id){ 0 }));
	BALANCE_IS(5000);
	ASSERT_EQ(JOB_NOT_LIVE, job_cancel(db, id, (struct member_id){ 0 }));
	PASS();
}

TEST
the_last_failure_is_a_dead_letter(void)
{
	struct job_id id = put_paid();
	for (int attempt = 1; attempt <= 2; attempt++) {
		ASSERT_EQ(id.v, take_one("w", "test_kind"));
		struct str outcome = job_later(db, id, attempt, STR("BROKEN"), 0)->outcome;
		ASSERT(str_eq(outcome, attempt == 1 ? STR("again") : STR("dead")));
		MUST("update job set run_at = now()");
	}
	BALANCE_IS(3000);
	const struct job_dead_letter_row *row = job_dead_letter(db, id, 2, STR("BROKEN"));
	ASSERT(row->has_told && row->told > 0);
	BALANCE_IS(5000);
	ASSERT(!job_dead_letter(db, id, 2, STR("BROKEN"))->has_told);
	MUST("do $$ begin"
	     " assert (select count(*) = 1 from notification where type = 'job_failed');"
	     " assert (select count(*) = 1 from audit_log where action = 'job.dead');"
	     " assert (select state = 'dead' and error = 'BROKEN' from job_done where kind = 'test_kind');"
	     " assert not exists (select from gem.audit()); end $$");
	struct job_id again;
	ASSERT_EQ(JOB_TOO_LATE, job_retry(db, id, STR("owner"), &again));
	PASS();
}

TEST
a_provider_that_asks_to_wait_uses_up_no_attempt_for_a_quarter_of_an_hour(void)
{
	struct job_id id = put("test_kind", 1, 5);
	int64_t attempt = 1;
	for (; attempt <= 7; attempt++) {
		ASSERT_EQ(id.v, take_one("w", "test_kind"));
		ASSERT(str_eq(STR("again"),
			      job_later(db, id, attempt, STR("LIMITED"), 120)->outcome));
		MUST("update job set run_at = now()");
	}
	/* Seven times two minutes are waited; from here on it counts: three of four attempts are left. */
	for (; attempt <= 10; attempt++) {
		ASSERT_EQ(id.v, take_one("w", "test_kind"));
		ASSERT(str_eq(STR("again"),
			      job_later(db, id, attempt, STR("LIMITED"), 120)->outcome));
		MUST("update job set run_at = now()");
	}
	ASSERT_EQ(id.v, take_one("w", "test_kind"));
	ASSERT(str_eq(STR("dead"), job_later(db, id, attempt, STR("LIMITED"), 120)->outcome));
	PASS();
}

TEST
a_dead_job_of_the_house_is_put_again_once(void)
{
	struct job_id id = put("test_kind", 0, 9), again, third;
	ASSERT_EQ(id.v, take_one("w", "test_kind"));
	ASSERT(job_dead_letter(db, id, 1, STR("BROKEN"))->has_told);
	ASSERT_EQ(JOB_RETRIED, job_retry(db, id, STR("owner"), &again));
	ASSERT(again.v != id.v);
	ASSERT_EQ(JOB_NOT_DEAD, job_retry(db, id, STR("owner"), &third));
	ASSERT_EQ(again.v, take_one("w", "test_kind"));
	PASS();
}

TEST
the_log_of_what_was_done_cannot_be_changed(void)
{
	struct fault_frame frame;
	(void)ledger_note(db, STR("test.done"), STR("x:1"), STR(""));
	if (FAULT_CATCH(frame)) {
		db_script(db, "update audit_log set action = 'test.undone'");
		fault_pop(&frame);
		FAIL();
	}
	PASS();
}

TEST
popularity_fades_by_half_in_30_days_whenever_the_house_is_up(void)
{
	MUST("insert into character (creator_id, creator_name, name, short_description, greeting, age,"
	     " visibility, moderation_status, published_at, popularity) select id, 'Maker', 'C' || i, 'x',"
	     " 'y', 40, 'public', 'approved', now(), case when i < 240 then 1 else 1000 end"
	     " from member, generate_series(0, 263) i where username = 'queue_test'; delete from upkeep_mark;");
	for (int part = 0; part < 24; part++)
		(void)score_fade(db);
	MUST("do $$ begin assert (select sum(popularity) from character where creator_name = 'Maker')"
	     " = 24240; end $$; update upkeep_mark set at = now() - interval '30 days'");
	for (int part = 0; part < 48; part++)
		(void)score_fade(db);
	MUST("do $$ begin assert (select bool_and(popularity = 500) from character"
	     " where creator_name = 'Maker' and popularity > 1);"
	     " assert (select sum(popularity) from character where creator_name = 'Maker'"
	     " and popularity < 2) between 40 and 200; end $$");
	PASS();
}

SUITE(queue)
{
	SET_SETUP(set_up, NULL);
	SET_TEARDOWN(tear_down, NULL);
	RUN_TEST(late_owners_are_served_within_a_few_claims);
	RUN_TEST(a_heavier_weight_gets_its_share);
	RUN_TEST(priority_goes_before_fairness_and_kinds_do_not_wait_for_each_other);
	RUN_TEST(an_owner_runs_no_more_than_the_cap_but_the_house_may);
	RUN_TEST(a_late_finish_is_fenced_off);
	RUN_TEST(a_heartbeat_renews_only_what_is_ours_and_tells_of_a_cancel);
	RUN_TEST(one_live_job_for_a_unique_key);
	RUN_TEST(what_is_due_later_waits);
	RUN_TEST(cancelling_gives_the_gems_back_once);
	RUN_TEST(the_last_failure_is_a_dead_letter);
	RUN_TEST(a_provider_that_asks_to_wait_uses_up_no_attempt_for_a_quarter_of_an_hour);
	RUN_TEST(a_dead_job_of_the_house_is_put_again_once);
	RUN_TEST(the_log_of_what_was_done_cannot_be_changed);
	RUN_TEST(popularity_fades_by_half_in_30_days_whenever_the_house_is_up);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	arena = arena_new(64 * 1024 * 1024);
	db = db_new(db_conninfo(arena, "snug_owner"), DB_WRITER);
	db_use(db, arena);
	RUN_SUITE(queue);
	db_free(db);
	arena_free(arena);
	GREATEST_MAIN_END();
}
