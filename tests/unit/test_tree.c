/*
 * The tree of messages: its rules in the scratch database, on trees that chance made, and the outline
 * that drawings are made of. What touches the database is rolled back.
 */
#include "tests/greatest.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/cfg.h"
#include "lib/base/fault.h"
#include "lib/chat/outline.h"
#include "lib/chat/tree.h"

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
			FAIL();                                                                    \
		}                                                                                  \
	} while (0)

/* A chat with three greetings, and what the tests ask again and again. */
static const char MAKE[] =
	"insert into member (username, display_name, birth_date) values"
	" ('tree_a', 'A', '1990-01-01'), ('tree_b', 'B', '1990-01-01');"
	"insert into character (creator_id, creator_name, name, short_description, age)"
	" select id, 'A', 'Ansel', 'x', 30 from member where username = 'tree_a';"
	"insert into chat (member_id, character_id) select m.id, c.id from member m, character c"
	" where m.username = 'tree_a' and c.creator_id = m.id;"
	"create temp table t as select c.id as chat, c.member_id as a,"
	" (select id from member where username = 'tree_b') as b from chat c"
	" join member m on m.id = c.member_id where m.username = 'tree_a';"
	"insert into message (chat_id, role, content, swipe_index) select chat, 'assistant', 'g' || i, i"
	" from t, generate_series(0, 2) i;"
	"update chat set head_id = (select min(m.id) from message m where m.chat_id = chat.id)"
	" where id = (select chat from t);"
	"create function pg_temp.head() returns bigint language sql as"
	" 'select head_id from chat where id = (select chat from pg_temp.t)';"
	/* A reply or message under another, with the next place among its versions. */
	"create function pg_temp.put(p bigint) returns bigint language sql as $$"
	" insert into message (chat_id, parent_id, role, content, swipe_index)"
	" select t.chat, p, case m.role when 'user' then 'assistant' else 'user' end, 'x', m.child_count"
	" from pg_temp.t, message m where m.id = p returning id $$;"
	/* The same found by walking, message by message. */
	"create function pg_temp.walk(p bigint, d int) returns bigint language sql as $$"
	" with recursive w as (select id, parent_id, depth from message where id = p union all"
	" select m.id, m.parent_id, m.depth from w join message m on m.id = w.parent_id)"
	" select id from w where depth = d $$;"
	/* What must hold whatever was done. */
	"create function pg_temp.check_all() returns void language plpgsql as $$ begin"
	" assert not exists (select from message m, pg_temp.t where m.chat_id = chat and deleted_at is null"
	"  and child_count <> (select count(*) from message k where k.parent_id = m.id"
	"  and k.deleted_at is null)), 'child_count';"
	" assert (select root_count from chat, pg_temp.t where id = chat) = (select count(*)"
	"  from message, pg_temp.t where chat_id = chat and parent_id is null and deleted_at is null), 'roots';"
	" assert not exists (select from (select swipe_index, row_number() over (partition by parent_id"
	"  order by swipe_index) - 1 as place from message, pg_temp.t where chat_id = chat"
	"  and deleted_at is null) x where x.swipe_index <> x.place), 'places';"
	" assert not exists (select from message m join message p on p.id = m.parent_id, pg_temp.t"
	"  where m.chat_id = chat and m.deleted_at is null and p.deleted_at is not null), 'orphans';"
	" assert (select deleted_at is null from message where id = pg_temp.head()), 'head';"
	" assert not exists (select from message m join message l on l.id = m.leaf_id, pg_temp.t"
	"  where m.chat_id = chat and pg_temp.walk(l.id, m.depth) <> m.id), 'leaf';"
	" end $$;";

static void
set_up(void *arg)
{
	(void)arg;
	db_begin(db);
	db_script(db, MAKE);
}

static void
tear_down(void *arg)
{
	(void)arg;
	db_rollback(db);
	arena_reset(arena);
}

TEST
ancestors_are_found_as_by_walking(void)
{
	MUST("do $$ declare p bigint; q bigint; n bigint; begin"
	     " perform setseed(0.42); p := pg_temp.head();"
	     " for i in 1 .. 400 loop"
	     "  p := case when random() < 0.1 then (select id from message, pg_temp.t where chat_id = chat"
	     "   order by random() limit 1) else p end;"
	     "  p := pg_temp.put(p); end loop;"
	     " for i in 1 .. 300 loop"
	     "  select id into p from message, pg_temp.t where chat_id = chat order by random() limit 1;"
	     "  select id into q from message, pg_temp.t where chat_id = chat order by random() limit 1;"
	     "  n := floor(random() * 420);"
	     "  assert message_at(p, n::int) is not distinct from pg_temp.walk(p, n::int), 'at';"
	     "  assert message_meet(p, q) = (select coalesce(max(d), -1) from generate_series(0, 420) d"
	     "   where pg_temp.walk(p, d) = pg_temp.walk(q, d)), 'meet';"
	     " end loop; perform pg_temp.check_all(); end $$");
	PASS();
}

TEST
an_ancestor_is_a_few_steps_away(void)
{
	/* Myers: at most about two steps for each bit of the depth. */
	MUST("insert into message (id, chat_id, parent_id, role) overriding system value"
	     " select 900000000 + i, chat, case i when 0 then pg_temp.head() else 899999999 + i end, 'user'"
	     " from t, generate_series(0, 2999) i order by i;"
	     "do $$ declare v bigint := 900002999; n int := 0; m record; begin loop"
	     " select * into m from message where id = v; exit when m.depth = 1; n := n + 1;"
	     " v := case when m.jump_depth >= 1 then m.jump_id else m.parent_id end; end loop;"
	     " assert n <= 36, n::text; end $$");
	PASS();
}

TEST
whatever_is_done_the_tree_stays_whole(void)
{
	MUST("do $$ declare m record; x record; began bigint; begin"
	     " perform setseed(0.7); began := pg_temp.head();"
	     " for i in 1 .. 600 loop"
	     "  select g.*, t.a, t.chat into m from message g, pg_temp.t where g.chat_id = chat"
	     "   order by random() limit 1;"
	     "  case floor(random() * 7)::int"
	     "  when 0, 1 then if m.deleted_at is null then perform pg_temp.put(m.id); end if;"
	     "  when 2 then perform message_swipe(m.a, m.chat, null, m.id, floor(random() * 5)::int - 1);"
	     "  when 3 then perform message_goto(m.a, m.chat, null, m.id, random() < 0.5);"
	     "  when 4 then perform message_delete(m.a, m.chat, null, m.id, random() < 0.5);"
	     "   update message set deleted_at = deleted_at - make_interval(secs => i) where deleted_at = now();"
	     "  when 5 then perform message_restore(m.a, m.chat, m.id);"
	     "  else select * into x from chat_seize(m.a, m.chat, null);"
	     "   perform chat_go(x.c, (select id from message where chat_id = m.chat and deleted_at is null"
	     "    order by random() limit 1), false); end case;"
	     "  perform pg_temp.check_all(); end loop; end $$");
	PASS();
}

TEST
one_comes_back_to_where_one_was_reading(void)
{
	MUST("do $$ declare g bigint := pg_temp.head(); u bigint; r bigint; r2 bigint; deep bigint; other bigint;"
	     " t record; begin select * into t from pg_temp.t;"
	     " u := pg_temp.put(g); r := pg_temp.put(u); deep := pg_temp.put(pg_temp.put(r));"
	     " other := pg_temp.put((select parent_id from message where id = deep));"
	     " r2 := pg_temp.put(u); update chat set head_id = deep where id = t.chat;"
	     /* Away by one's elder, straight back into another branch of it, and back by versions. */
	     " perform message_swipe(t.a, t.chat, null, g, 1);"
	     " assert pg_temp.head() <> deep;"
	     " perform message_goto(t.a, t.chat, null, r2, false); assert pg_temp.head() = r2;"
	     " perform message_swipe(t.a, t.chat, null, r2, 0);"
	     " assert pg_temp.head() = deep, 'where one was, not the newest';"
	     " perform message_goto(t.a, t.chat, null, r, true); assert pg_temp.head() = r;"
	     " perform message_goto(t.a, t.chat, null, r, false); assert pg_temp.head() = deep; end $$");
	PASS();
}

TEST
versions_wrap_and_the_only_one_stays(void)
{
	MUST("do $$ declare g bigint := pg_temp.head(); s record; t record; u bigint; begin"
	     " select * into t from pg_temp.t;"
	     " select * into s from message_swipe(t.a, t.chat, null, g, 3); assert s.message_id = g, 'greeting wraps';"
	     " select * into s from message_swipe(t.a, t.chat, null, g, -1);"
	     " assert (select swipe_index from message where id = s.message_id) = 2, 'left wraps';"
	     " perform message_swipe(t.a, t.chat, null, g, 1);"
	     " select * into s from message_delete(t.a, t.chat, null, pg_temp.head(), true);"
	     " assert (select content from message where id = pg_temp.head()) = 'g2', 'the same index';"
	     " select * into s from message_delete(t.a, t.chat, null, pg_temp.head(), true);"
	     " assert pg_temp.head() = g, 'or the last';"
	     " select * into s from message_delete(t.a, t.chat, null, g, true); assert s.outcome = 'only_one';"
	     " select * into s from message_delete(t.a, t.chat, null, g, false); assert s.outcome = 'only_one';"
	     " u := pg_temp.put(g); update chat set head_id = u where id = t.chat;"
	     " select * into s from message_swipe(t.a, t.chat, null, u, 1); assert s.message_id = u, 'no reply, wraps';"
	     " update chat set head_id = pg_temp.put(u) where id = t.chat;"
	     " select * into s from message_swipe(t.a, t.chat, null, pg_temp.head(), 1);"
	     " assert s.outcome = 'generate'; end $$");
	PASS();
}

TEST
a_branch_is_copied_whole(void)
{
	MUST("do $$ declare v bigint := pg_temp.head(); n bigint; t record; s record; c chat; begin"
	     " select * into t from pg_temp.t;"
	     " for i in 1 .. 60 loop n := pg_temp.put(v); if i % 10 = 0 then perform pg_temp.put(v); end if;"
	     "  v := n; end loop;"
	     " update message set bookmark = 'x', is_hidden = true where id = message_at(v, 7);"
	     " select * into s from message_branch(t.a, t.chat, null, message_at(v, 40), 'Copy');"
	     " assert s.outcome = 'ok'; select * into c from chat where id = s.chat_id;"
	     " assert c.title = 'Copy' and c.root_count = 3 and c.origin_chat_id = t.chat;"
	     " update pg_temp.t set chat = s.chat_id; perform pg_temp.check_all();"
	     " assert (select depth from message where id = c.head_id) = 40;"
	     " assert (select count(*) from message where chat_id = c.id) = 3 + 40 + 4;"
	     " for d in 0 .. 40 loop"
	     "  assert message_at(c.head_id, d) = pg_temp.walk(c.head_id, d), 'jumps';"
	     "  assert (select is_hidden from message where id = message_at(c.head_id, d)) = (d = 7); end loop;"
	     " assert exists (select from chat_member where chat_id = c.id and member_id = t.a);"
	     " select * into s from message_branch(t.b, t.chat, null, v, 'Theft'); assert s.outcome = 'no_chat';"
	     " end $$");
	PASS();
}

TEST
windows_and_days_are_found(void)
{
	MUST("do $$ declare v bigint := pg_temp.head(); x record; side bigint; begin"
	     " for i in 1 .. 200 loop v := pg_temp.put(v); end loop;"
	     " update message set created_at = timestamptz '2026-01-01' + depth * interval '1 day';"
	     " side := pg_temp.put(message_at(v, 50));"
	     " select * into x from message_below(v, message_at(v, 100), 25);"
	     " assert x.end_id = message_at(v, 125) and x.line = v and x.on_way;"
	     " select * into x from message_below(v, message_at(v, 190), 25); assert x.end_id = v;"
	     " select * into x from message_below(v, side, 25);"
	     " assert x.end_id = side and x.line = side and not x.on_way;"
	     " for d in 1 .. 200 loop"
	     "  assert message_since(v, timestamptz '2026-01-01' + d * interval '1 day') = message_at(v, d); end loop;"
	     " assert message_since(v, 'epoch') = message_at(v, 0);"
	     " assert message_since(v, timestamptz '2030-01-01') = v; end $$");
	PASS();
}

TEST
a_question_becomes_words(void)
{
	static const struct {
		const char *asked;
		const char *query;
	} CASES[] = {
		{ "lamp", "\\mlamp " },
		{ "Lamp  light!", "\\mLamp \\mlight " },
		{ "it's", "\\mit \\ms " },
		{ "caf\xC3\xA9", "\\mcaf\xC3\xA9 " },
		{ "'&|!:*<->\\", "" },
		{ "", "" },
		{ "\xE7\x81\xAF", "" },
		{ "lamp \xE7\x81\xAF", "" },
		{ "a b c d e f g h i j k l m n",
		  "\\ma \\mb \\mc \\md \\me \\mf \\mg \\mh \\mi \\mj \\mk \\ml " },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct strs query = tree_query(arena, str_from(CASES[i].asked));
		struct buf all = buf_in(arena);
		for (size_t k = 0; k < query.n; k++)
			buf_fmt(&all, "%.*s ", STR_ARG(query.at[k]));
		ASSERTm(CASES[i].asked, str_eq(buf_done(&all), str_from(CASES[i].query)));
	}
	PASS();
}

/* ---- the outline ---------------------------------------------------------------------------- */

enum { CHAIN = 10000 };

static struct outline_bone *
chain(size_t n)
{
	struct outline_bone *bones = ARENA_ARRAY(arena, struct outline_bone, n);
	for (size_t i = 0; i < n; i++)
		bones[i] = (struct outline_bone){
			{ (int64_t)i + 1 }, { (int64_t)i }, (int64_t)i, false
		};
	return bones;
}

static int64_t
accounted(const struct outline *outline)
{
	int64_t sum = 0;
	for (size_t i = 0; i < outline->n; i++)
		sum += 1 + outline->nodes[i].skipped + outline->nodes[i].folded;
	return sum;
}

TEST
a_long_run_is_two_dots(void)
{
	struct outline_bone *bones = chain(CHAIN);
	bones[99].is_marked = true;
	struct outline o = outline_make(arena, bones, CHAIN, (struct message_id){ CHAIN },
					(struct message_id){ 0 });
	ASSERT_EQ_FMT((size_t)3, o.n, "%zu");
	ASSERT_EQ(98, o.nodes[1].skipped);
	ASSERT(o.nodes[2].is_head && o.nodes[2].is_on_path && o.nodes[2].is_end);
	ASSERT_EQ(1, o.lanes);
	ASSERT_EQ(CHAIN, accounted(&o));
	o = outline_make(arena, bones, CHAIN, (struct message_id){ 50 },
			 (struct message_id){ 9000 });
	ASSERT_EQ_FMT((size_t)2, o.n, "%zu");
	ASSERT_EQ(CHAIN - 8999, accounted(&o));
	ASSERT_EQ(0,
		  outline_make(arena, bones, 0, (struct message_id){ 1 }, (struct message_id){ 0 })
			  .n);
	PASS();
}

TEST
short_side_branches_are_folded_when_there_are_too_many(void)
{
	enum { SIDES = 4000, ALL = CHAIN + SIDES };
	struct outline_bone *bones = ARENA_ARRAY(arena, struct outline_bone, ALL);
	memcpy(bones, chain(CHAIN), CHAIN * sizeof(*bones));
	for (size_t i = 0; i < SIDES; i++)
		bones[CHAIN + i] = (struct outline_bone){ { (int64_t)(CHAIN + i) + 1 },
							  { (int64_t)i * 2 + 1 },
							  (int64_t)i * 2 + 1,
							  i == 7 };
	struct outline o = outline_make(arena, bones, ALL, (struct message_id){ CHAIN },
					(struct message_id){ 0 });
	ASSERT(o.n <= OUTLINE_MOST);
	ASSERT_EQ((int64_t)ALL, accounted(&o));
	ASSERT_EQ((int64_t)SIDES - 1, o.folded);
	bool has_mark = false;
	for (size_t i = 0; i < o.n; i++) {
		has_mark = has_mark || o.nodes[i].id.v == CHAIN + 8;
		ASSERT(o.nodes[i].parent < (int64_t)i);
	}
	ASSERT(has_mark);
	PASS();
}

TEST
what_is_read_keeps_its_lane(void)
{
	static const struct outline_bone BONES[] = {
		{ { 1 }, { 0 }, 0, false }, { { 2 }, { 1 }, 1, false }, { { 3 }, { 1 }, 1, false },
		{ { 4 }, { 2 }, 2, false }, { { 5 }, { 2 }, 2, false }, { { 6 }, { 3 }, 2, false },
		{ { 7 }, { 0 }, 0, false },
	};
	struct outline o = outline_make(arena, BONES, COUNT(BONES), (struct message_id){ 6 },
					(struct message_id){ 0 });
	static const struct {
		int64_t id, parent, lane;
	} WANTED[] = { { 1, -1, 0 }, { 2, 0, 1 }, { 4, 1, 2 },
		       { 5, 1, 1 },  { 6, 0, 0 }, { 7, -1, 0 } };
	ASSERT_EQ_FMT(COUNT(WANTED), o.n, "%zu");
	bool seen = true;
	for (size_t i = 0; i < o.n; i++) {
		ASSERT_EQ(WANTED[i].parent, o.nodes[i].parent);
		seen = seen && o.nodes[i].lane == WANTED[i].lane;
	}
	ASSERT_EQ(6, o.nodes[4].id.v);
	ASSERT_EQ(0, o.nodes[4].lane);
	ASSERT_EQ(1, o.nodes[4].skipped);
	ASSERT(seen || o.lanes == 3);
	PASS();
}

SUITE(rules)
{
	SET_SETUP(set_up, NULL);
	SET_TEARDOWN(tear_down, NULL);
	RUN_TEST(ancestors_are_found_as_by_walking);
	RUN_TEST(an_ancestor_is_a_few_steps_away);
	RUN_TEST(whatever_is_done_the_tree_stays_whole);
	RUN_TEST(one_comes_back_to_where_one_was_reading);
	RUN_TEST(versions_wrap_and_the_only_one_stays);
	RUN_TEST(a_branch_is_copied_whole);
	RUN_TEST(windows_and_days_are_found);
}

SUITE(outline)
{
	RUN_TEST(a_question_becomes_words);
	RUN_TEST(a_long_run_is_two_dots);
	RUN_TEST(short_side_branches_are_folded_when_there_are_too_many);
	RUN_TEST(what_is_read_keeps_its_lane);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	arena = arena_new(64 * 1024 * 1024);
	db = db_new(db_conninfo(arena, "snug_owner"), DB_WRITER);
	db_use(db, arena);
	RUN_SUITE(rules);
	RUN_SUITE(outline);
	db_free(db);
	arena_free(arena);
	GREATEST_MAIN_END();
}
