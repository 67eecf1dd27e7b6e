/*
 * What is remembered belongs to a path of the tree: summaries that are in force or void, passages, notes.
 * And what is pure: cleaning what models answer, taking out what was told, lending a line. Against the
 * scratch database; each test is rolled back.
 */
#include "tests/greatest.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/fault.h"
#include "lib/memory/line.h"
#include "lib/memory/memory.h"
#include "lib/memory/passage.h"
#include "lib/memory/summary.h"
#include "lib/provider/offline/extract.h"
#include "lib/provider/offline/lend.h"
#include "sql/memory.h"

static struct db *db;
static struct arena *arena;

static struct memory_ask ask; /* of the test's chat, at its newest message */

/*
 * A chat of twenty messages: the odd ones (from 1) of the character. `_m` keeps the messages by number,
 * `_branch` grows a branch, `_keep` stores a summary that covers the path to a message.
 */
static const char TABLES[] =
	"insert into member (username, display_name, birth_date) values ('memory_test', 'Ada', '1990-01-01');"
	"insert into character (name, creator_name, short_description, age) values ('Nova', '', 'Keeps a light.', 30);"
	"create temp table _c on commit drop as select max(m.id) as member, (select max(id) from character) as"
	" character, 0::bigint as chat from member m;"
	"with x as (insert into chat (member_id, character_id) select member, character from _c returning id)"
	" update _c set chat = x.id from x;"
	"create temp table _m (n int, id bigint) on commit drop;"
	"create function pg_temp._branch(p_from int, p_first int, p_last int, p_swipe int) returns void"
	" language plpgsql as $$ declare parent bigint := (select id from _m where n = p_from); begin"
	" for i in p_first .. p_last loop"
	"  insert into message (chat_id, parent_id, role, content, swipe_index, speaker_label) select chat, parent,"
	"   case when i % 2 = 1 then 'assistant' else 'user' end, 'Message ' || i || ' tells of ' ||"
	"   (array['storms','bread','ferries','bees'])[1 + i % 4] || ' and of word' || i || '.',"
	"   case when i = p_first then p_swipe else 0 end, case when i % 2 = 1 then 'Nova' else '' end"
	"   from _c returning id into parent;"
	"  delete from _m where n = i; insert into _m values (i, parent);"
	" end loop; update chat set head_id = parent where id = (select chat from _c); end $$;"
	"create function pg_temp._keep(p_n int, p_text text) returns void language sql as $$"
	" insert into memory_summary (chat_id, message_id, depth, message_count, text, words, made_by)"
	" select chat, id, p_n - 1, p_n, p_text, 3, 'test' from _c, _m where n = p_n $$;"
	"create function pg_temp._settle() returns void language sql as $$"
	" select memory_settle(chat, (select head_id from chat where id = _c.chat), 2, 2000) from _c $$;"
	"select pg_temp._branch(0, 1, 20, 0);"
	"insert into memory_chat (chat_id) select chat from _c; select pg_temp._settle();";

static int64_t
number(const char *sql)
{
	/* A note carries the answer out of a script. */
	db_script(db, "delete from audit_probe;");
	struct buf buf = buf_in(arena);
	buf_fmt(&buf, "insert into audit_probe %s;%c", sql, 0);
	db_script(db, buf_done(&buf).p);
	return 0;
}

static void
set_up(void *arg)
{
	(void)arg;
	db_begin(db);
	db_script(db, TABLES);
}

static void
tear_down(void *arg)
{
	(void)arg;
	db_rollback(db);
	arena_reset(arena);
}
