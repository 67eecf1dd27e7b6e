/*
 * What is remembered belongs to a path of the tree: summaries that are in force or void, passages, notes.
 * And what is pure: cleaning what models answer, taking out what was told, lending a line. Against the
 * scratch database; each test is rolled back.
 */
#include "tests/greatest.h"

#include <stdio.h>
#include <stdlib.h>
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

enum { MEMBER = 910001, CHARACTER = 910002, CHAT = 910003, FIRST = 920000, OTHER = 930000 };

/*
 * A chat of twenty messages, 920001 to 920020; the odd ones are the character's. _branch grows another
 * from a message on, with ids from p_ids; _keep stores a summary of the path to a message.
 */
static const char TABLES[] =
	"insert into member (id, username, display_name, birth_date) overriding system value"
	" values (910001, 'memory_test', 'Ada', '1990-01-01');"
	"insert into character (id, name, creator_id, creator_name, short_description, age) overriding system value"
	" values (910002, 'Nova', 910001, '', 'Keeps a light.', 30);"
	"insert into chat (id, member_id, character_id) overriding system value values (910003, 910001, 910002);"
	"create function pg_temp._branch(p_from bigint, p_ids bigint, p_first int, p_last int, p_swipe int)"
	" returns void language plpgsql as $$ declare parent bigint := p_from; begin"
	" for i in p_first .. p_last loop"
	"  insert into message (id, chat_id, parent_id, role, content, swipe_index, speaker_label)"
	"   overriding system value values (p_ids + i, 910003, parent,"
	"   case when i % 2 = 1 then 'assistant' else 'user' end, 'Message ' || i || ' tells of ' ||"
	"   (array['storms','bread','ferries','bees'])[1 + i % 4] || ' and of word' || i || 'x.',"
	"   case when i = p_first then p_swipe else 0 end, case when i % 2 = 1 then 'Nova' else '' end);"
	"  parent := p_ids + i;"
	" end loop; update chat set head_id = parent where id = 910003; end $$;"
	"create function pg_temp._keep(p_message bigint, p_text text) returns void language sql as $$"
	" insert into memory_summary (chat_id, message_id, depth, message_count, text, words, made_by)"
	" select chat_id, id, depth, depth + 1, p_text, 3, 'test' from message where id = p_message $$;"
	"create function pg_temp._settle() returns int language sql as $$"
	" select memory_settle(910003, (select head_id from chat where id = 910003), 2, 2000) $$;"
	"create function pg_temp._force() returns text language sql as $$ select coalesce((select text from"
	" memory_summary where id = memory_in_force(910003, (select head_id from chat where id = 910003))), '') $$;"
	"insert into memory_chat (chat_id) values (910003);"
	"do $$ begin perform pg_temp._branch(null, 920000, 1, 20, 0); perform pg_temp._settle();"
	" perform pg_temp._keep(920006, 'six'); perform pg_temp._keep(920012, 'twelve'); end $$;";

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

#define ASSERT_TEXT(want, got)                                                                     \
	do {                                                                                       \
		struct str got_ = (got);                                                           \
		if (!str_eq(str_from(want), got_))                                                 \
			(void)fprintf(stderr, "# %.*s\n", STR_ARG(got_));                          \
		ASSERT(str_eq(str_from(want), got_));                                              \
	} while (0)

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

static struct memory
read_at(int64_t head, int64_t oldest, const char *recent)
{
	struct memory memory;
	struct memory_ask ask = { { CHAT }, { MEMBER }, { CHARACTER },
				  { head }, { oldest }, str_from(recent) };
	memory_read(db, arena, &ask, 1, &memory);
	return memory;
}

/* ---- branches ---- */

TEST
in_force_is_the_deepest_on_the_path(void)
{
	ASSERT_TEXT("twelve", read_at(FIRST + 20, 0, "").summary);
	ASSERT_TEXT("six", read_at(FIRST + 11, 0, "").summary);
	ASSERT_TEXT("six", read_at(FIRST + 6, 0, "").summary);
	ASSERT_EQ_FMT((size_t)0, read_at(FIRST + 5, 0, "").summary.n, "%zu");
	struct memory memory = read_at(FIRST + 20, 0, "");
	ASSERT(memory.is_on);
	ASSERT_EQ(FIRST + 12, memory.covers.v);
	ASSERT_EQ(12, memory.covered);
	PASS();
}

TEST
versions_and_branches_have_their_own(void)
{
	/* Another version of message 10: what covers 12 of the old branch says nothing here. */
	MUST("do $$ begin perform pg_temp._branch(920009, 930000, 10, 20, 1); perform pg_temp._settle();"
	     " assert pg_temp._force() = 'six'; perform pg_temp._keep(930014, 'other');"
	     " assert pg_temp._force() = 'other';"
	     " update chat set head_id = 920020 where id = 910003; assert pg_temp._force() = 'twelve';"
	     " end $$");
	ASSERT_TEXT("other", read_at(OTHER + 20, 0, "").summary);
	ASSERT_TEXT("six", read_at(OTHER + 13, 0, "").summary);
	PASS();
}

TEST
an_edit_rolls_back_what_covers_it_and_no_more(void)
{
	MUST("update message set content = 'Nova keeps a lamp.', edited_at = now() where id = 920009;"
	     "do $$ begin assert pg_temp._force() = 'six';"
	     " assert (select void_reason from memory_summary where text = 'twelve') = 'edited';"
	     " assert exists (select from job where uniq = 'summary:910003' and run_at > now()); end $$");
	MUST("update message set content = 'Hello.' where id = 920001;"
	     "do $$ begin assert pg_temp._force() = ''; end $$");
	PASS();
}

TEST
an_edit_behind_the_summary_and_a_mark_change_nothing(void)
{
	MUST("update message set content = 'Later.' where id = 920015;"
	     "update message set bookmark = 'here', rating = 5 where id = 920003;"
	     "do $$ begin assert pg_temp._force() = 'twelve'; end $$");
	PASS();
}

TEST
an_edit_on_another_branch_leaves_this_one(void)
{
	MUST("do $$ begin perform pg_temp._branch(920009, 930000, 10, 20, 1); perform pg_temp._settle();"
	     " perform pg_temp._keep(930014, 'other');"
	     " update message set content = 'Changed.' where id = 930012;"
	     " assert pg_temp._force() = 'six'; update chat set head_id = 920020 where id = 910003;"
	     " assert pg_temp._force() = 'twelve'; end $$");
	PASS();
}

TEST
hidden_and_deleted_messages_are_forgotten(void)
{
	MUST("update message set is_hidden = true where id = 920008;"
	     "do $$ begin assert pg_temp._force() = 'six';"
	     " assert (select void_reason from memory_summary where text = 'twelve') = 'hidden';"
	     " assert (select words is null from memory_place where message_id = 920008); end $$");
	MUST("update message set deleted_at = now(), swipe_index = null where id >= 920004 and id <= 920020;"
	     "update chat set head_id = 920003 where id = 910003;"
	     "do $$ begin assert pg_temp._force() = '';"
	     " assert (select void_reason from memory_summary where text = 'six') = 'deleted';"
	     " assert (select count(*) from memory_place where message_id > 920003"
	     "  and message_id <= 920020) = 0; end $$");
	PASS();
}

TEST
off_means_nothing_is_read(void)
{
	MUST("insert into memory_note (member_id, text) values (910001, 'Short replies.');");
	ASSERT_EQ_FMT((size_t)1, read_at(FIRST + 20, 0, "").notes.n, "%zu");
	MUST("update memory_chat set is_on = false where chat_id = 910003");
	struct memory memory = read_at(FIRST + 20, FIRST + 15, "word4x and word5x");
	ASSERT_FALSE(memory.is_on);
	ASSERT_EQ_FMT((size_t)0, memory.summary.n + memory.notes.n + memory.passage_count, "%zu");
	MUST("update memory_chat set is_on = true where chat_id = 910003;"
	     "insert into memory_member (member_id, is_on) values (910001, false)");
	ASSERT_FALSE(read_at(FIRST + 20, 0, "").is_on);
	MUST("do $$ begin assert (select outcome from memory_begin(910003, 8000, 1, 10)) = 'off'; end $$");
	PASS();
}

TEST
facts_and_notes_come_in_their_order(void)
{
	MUST("insert into memory_note (member_id, chat_id, text, place, state) values"
	     " (910001, 910003, 'second', 2, 'on'), (910001, 910003, 'first', 1, 'on'),"
	     " (910001, 910003, 'off', 3, 'off'), (910001, 910003, 'offered', 0, 'offered');"
	     "insert into memory_note (member_id, character_id, text) values (910001, 910002, 'of Nova');"
	     "insert into memory_note (member_id, text) values (910001, 'of all');");
	struct memory memory = read_at(FIRST + 20, 0, "");
	ASSERT_EQ_FMT((size_t)2, memory.facts.n, "%zu");
	ASSERT_TEXT("first", memory.facts.at[0]);
	ASSERT_TEXT("second", memory.facts.at[1]);
	ASSERT_TEXT("of Nova", memory.character_notes.at[0]);
	ASSERT_TEXT("of all", memory.notes.at[0]);
	PASS();
}

/* ---- passages ---- */

TEST
passages_are_of_this_branch_and_older_than_the_prompt(void)
{
	MUST("do $$ begin perform pg_temp._branch(920009, 930000, 10, 20, 1); perform pg_temp._settle(); end $$");
	/* word4x stands in message 4 of both, word11x in each branch, word16x is in the prompt already. */
	struct memory memory = read_at(FIRST + 20, FIRST + 15, "word4x, word11x and word16x again");
	ASSERT_EQ_FMT((size_t)2, memory.passage_count, "%zu");
	for (size_t i = 0; i < memory.passage_count; i++)
		ASSERT(memory.passages[i].message.v == FIRST + 4 ||
		       memory.passages[i].message.v == FIRST + 11);
	memory = read_at(OTHER + 20, OTHER + 15, "word11x");
	ASSERT_EQ_FMT((size_t)1, memory.passage_count, "%zu");
	ASSERT_EQ(OTHER + 11, memory.passages[0].message.v);
	ASSERT_TEXT("Nova", memory.passages[0].who);
	MUST("update memory_chat set is_recalling = false where chat_id = 910003");
	ASSERT_EQ_FMT((size_t)0, read_at(OTHER + 20, OTHER + 15, "word11x").passage_count, "%zu");
	PASS();
}

TEST
signs_in_what_was_said_break_no_query(void)
{
	struct memory memory = read_at(
		FIRST + 20, FIRST + 15,
		"it's \\ 'quoted' & (a | b) <-> !word4x :* \" -- ; %s \x01 word5x");
	ASSERT_EQ_FMT((size_t)2, memory.passage_count, "%zu");
	PASS();
}

TEST
other_languages_are_found_by_how_words_begin(const char *told, const char *asked)
{
	MUST(str_fmt(arena, "update message set content = '%s' where id = 920004", told).p);
	struct memory memory = read_at(FIRST + 20, FIRST + 15, asked);
	ASSERT_EQ_FMT((size_t)1, memory.passage_count, "%zu");
	ASSERT_EQ(FIRST + 4, memory.passages[0].message.v);
	PASS();
}

TEST
a_passage_is_cut_where_other_scripts_end_sentences(void)
{
	struct buf buf = buf_in(arena);
	for (int i = 0; i < 20; i++)
		buf_lit(&buf, "屋根に雨が降り続けていた。");
	buf_lit(&buf, "灯台守は銀の鍵を樫の木の下に埋めた。");
	for (int i = 0; i < 20; i++)
		buf_lit(&buf, "屋根に雨が降り続けていた。");
	struct words about = words_of(arena, STR("銀の鍵はどこに埋めたの？"));
	struct str cut = passage_cut(arena, buf_done(&buf), &about);
	ASSERT(str_find(cut, STR("灯台守は銀の鍵を樫の木の下に埋めた。")) >= 0);
	ASSERT(cut.n <= PASSAGE_BYTES);
	PASS();
}

TEST
a_passage_is_the_sentences_that_fit_and_stands_once(void)
{
	struct buf buf = buf_in(arena);
	for (int i = 0; i < 40; i++)
		buf_lit(&buf, "The rain fell on the roof and nothing else happened. ");
	buf_lit(&buf, "She buried the silver key beneath the oldest oak. ");
	for (int i = 0; i < 40; i++)
		buf_lit(&buf, "The rain fell on the roof and nothing else happened. ");
	struct memory_passage passages[] = { { { 1 }, MOMENT_NONE, STR_NONE, buf_done(&buf) },
					     { { 2 }, MOMENT_NONE, STR_NONE, buf_done(&buf) } };
	ASSERT_EQ_FMT((size_t)1,
		      passage_choose(arena, STR("Where is the silver key?"), passages, 2), "%zu");
	ASSERT(str_find(passages[0].text, STR("silver key beneath the oldest oak.")) >= 0);
	ASSERT(passages[0].text.n <= PASSAGE_BYTES);
	PASS();
}

/* ---- making summaries ---- */

TEST
a_summary_goes_on_from_the_one_before(void)
{
	MUST("do $$ declare r record; begin select * into r from memory_begin(910003, 100000, 4, 50);"
	     " assert r.outcome = 'go' and r.base_text = 'twelve' and r.base_count = 12;"
	     " assert r.member_name = 'Ada' and r.character_name = 'Nova'; end $$");
	struct rows rows = memory_lines(db, (struct chat_id){ CHAT },
					(struct message_id){ FIRST + 20 }, 0, 100000);
	ASSERT_EQ_FMT((size_t)18, rows.n, "%zu"); /* the newest two are left alone */
	ASSERT_EQ(FIRST + 1, memory_lines_at(rows, 0)->id.v);
	rows = memory_lines(db, (struct chat_id){ CHAT }, (struct message_id){ FIRST + 20 }, 0,
			    120);
	ASSERT_EQ_FMT((size_t)2, rows.n, "%zu");
	PASS();
}

TEST
too_little_or_too_much_is_let_be(void)
{
	MUST("do $$ begin assert (select outcome from memory_begin(910003, 100000, 7, 50)) = 'idle';"
	     " insert into memory_member (member_id, made_today) values (910001, 50);"
	     " assert (select outcome from memory_begin(910003, 100000, 4, 50)) = 'enough';"
	     " update memory_member set day = current_date - 1;"
	     " assert (select outcome from memory_begin(910003, 100000, 4, 50)) = 'go'; end $$");
	PASS();
}

TEST
a_day_is_one_of_utc_wherever_the_owner_lives(void)
{
	ASSERT_EQ(0, setenv("PGTZ", "Pacific/Kiritimati", 1));
	struct db *first = db;
	db = db_new(db_conninfo(arena, "snug_owner"), DB_WRITER);
	db_use(db, arena);
	MUST("do $$ begin assert current_setting('timezone') = 'UTC'; end $$");
	db_free(db);
	db = first;
	PASS();
}

TEST
a_fenced_or_outdated_summary_is_not_kept(void)
{
	MUST("do $$ declare j bigint; m bigint[] := array[920013, 920014]; p text; begin"
	     " p := memory_print(m); j := job_put('summary', 910001, 7, 910003, null);"
	     " update job set state = 1, attempt = 2, lease_until = now() + interval '1 min' where id = j;"
	     " assert memory_keep(j, 1, 910003, null, m, p, 'late', 1, 't', false) is null;"
	     " update message set content = 'Changed.' where id = 920014;"
	     " assert memory_keep(j, 2, 910003, null, m, p, 'old', 1, 't', false) = 'changed';"
	     " assert not exists (select from memory_summary where text in ('late', 'old'));"
	     " assert exists (select from job where uniq = 'summary:910003'); end $$");
	PASS();
}

TEST
answers_are_cleaned(void)
{
	ASSERT_TEXT("Ada told Nova of the bread she bakes.",
		    summary_clean(arena,
				  STR("**Summary:** Ada told Nova of the bread she bakes.\x01\n"),
				  200));
	ASSERT_TEXT(
		"Ada told Nova of the bread she bakes.",
		summary_clean(arena, STR("[Summary: Ada told Nova of the bread she bakes.]"), 200));
	ASSERT_TEXT("One two three four five six.",
		    summary_clean(arena,
				  STR("One two three four five six. Seven eight nine ten "
				      "eleven twelve thirteen."),
				  6));
	ASSERT_EQ_FMT((size_t)0,
		      summary_clean(arena, STR("I'm sorry, but I can't help with that."), 99).n,
		      "%zu");
	ASSERT_EQ_FMT((size_t)0,
		      summary_clean(arena, STR("{\"error\": \"no such model is here\"}"), 99).n,
		      "%zu");
	ASSERT_EQ_FMT((size_t)0, summary_clean(arena, STR(" \n ok \x02"), 99).n, "%zu");
	struct buf buf = buf_in(arena);
	for (int i = 0; i < 20000; i++)
		buf_lit(&buf, "\xC3\xA9");
	struct str cut = summary_clean(arena, buf_done(&buf), 200);
	ASSERT(cut.n > 0 && cut.n <= SUMMARY_CHARACTERS && cut.n % 2 == 0);
	PASS();
}

static const struct extract_line TALK[] = {
	{ STR_INIT("Nova"), false,
	  STR_INIT("*She sets a cup in front of you.* I keep the lamp here.") },
	{ STR_INIT("Ada"), true,
	  STR_INIT("I'm Ada, I bake bread on Sundays for my sister. Do you?") },
	{ STR_INIT("Nova"), false,
	  STR_INIT("*pours more tea* I love the smell of the bread. Shall we go up?") },
	{ STR_INIT("Ada"), true,
	  STR_INIT("*I take your hand* I've lived by the harbour since the bread failed.") },
	{ STR_INIT("Nova"), false, STR_INIT("What do you see in the harbour?") },
};

static struct extract_talk
talk_of(size_t n)
{
	return (struct extract_talk){ STR("Ada"), STR("Nova"), TALK, n };
}

TEST
what_was_told_and_done_stands_in_the_third_person(void)
{
	struct extract_talk talk = talk_of(COUNT(TALK));
	struct str text = extract_summary(arena, &talk, STR_NONE, 200);
	static const char *const WANT[] = { "Nova keeps the lamp here.",
					    "Ada bakes bread on Sundays for their sister.",
					    "Ada has lived by the harbour.",
					    "Nova sets a cup in front of Ada.",
					    "Nova pours more tea.",
					    "Ada takes Nova's hand.",
					    "spoke of bread" };
	for (size_t i = 0; i < COUNT(WANT); i++) {
		if (str_find(text, str_from(WANT[i])) < 0)
			(void)fprintf(stderr, "# %s: %.*s\n", WANT[i], STR_ARG(text));
		ASSERT(str_find(text, str_from(WANT[i])) >= 0);
	}
	ASSERT(str_find_char(text, '"') < 0 && str_find_char(text, '*') < 0);
	ASSERT_TEXT(str_cstr(arena, text), extract_summary(arena, &talk, STR_NONE, 200));
	PASS();
}

TEST
a_summary_stays_short_however_often_it_goes_on(void)
{
	struct str text = STR_NONE;
	for (int round = 0; round < 60; round++) {
		struct extract_line lines[2] = {
			{ STR("Ada"), true,
			  str_fmt(arena, "I live with cat%d in town%d.", round, round) },
			{ STR("Nova"), false, str_fmt(arena, "*hands you coin%d of gold*", round) },
		};
		struct extract_talk talk = { STR("Ada"), STR("Nova"), lines, 2 };
		text = extract_summary(arena, &talk, text, 120);
		ASSERT(summary_count_words(text) <= 130);
	}
	ASSERT(str_find(text, STR("cat59")) >= 0);
	PASS();
}

TEST
only_what_members_say_of_themselves_is_offered(void)
{
	struct extract_fact facts[8];
	struct extract_talk talk = talk_of(COUNT(TALK));
	size_t n = extract_facts(arena, &talk, facts, COUNT(facts));
	ASSERT_EQ_FMT((size_t)2, n, "%zu");
	ASSERT_TEXT("Ada bakes bread on Sundays for their sister.", facts[0].text);
	ASSERT_EQ_FMT((size_t)1, facts[0].line, "%zu");
	PASS();
}

/* ---- lines ---- */

TEST
a_lent_line_is_short_new_and_the_same_for_a_seed(void)
{
	for (size_t n = 0; n <= COUNT(TALK); n++) {
		struct extract_talk talk = talk_of(n);
		for (uint64_t seed = 0; seed < 50; seed++) {
			struct str line = lend_line(arena, &talk, seed);
			ASSERT(line.n > 0 && line.n < 400);
			ASSERT(str_find_char(line, '{') < 0);
			ASSERT(str_eq(line, lend_line(arena, &talk, seed)));
		}
	}
	PASS();
}

TEST
only_the_members_part_goes_into_the_box(void)
{
	static const struct str OTHERS[] = { STR_INIT("Nova"), STR_INIT("Tom") };
	struct line_task task = { .member = STR("Ada"), .others = OTHERS, .other_count = 2 };
	ASSERT_TEXT("I would like that.",
		    line_clean(arena, &task, STR("Ada: I would like that.\nNova: *smiles* Come.")));
	ASSERT_TEXT("I would like that.",
		    line_clean(arena, &task, STR("\"I would like that.\"\x01")));
	ASSERT_TEXT("I nod.", line_clean(arena, &task, STR("I nod.\nTom: And I.")));
	ASSERT_TEXT("\"Yes,\" I say, \"gladly.\"",
		    line_clean(arena, &task, STR("\"Yes,\" I say, \"gladly.\"")));
	ASSERT_EQ_FMT((size_t)0, line_clean(arena, &task, STR("Nova: Come in.")).n, "%zu");
	PASS();
}

SUITE(remembering)
{
	SET_SETUP(set_up, NULL);
	SET_TEARDOWN(tear_down, NULL);
	RUN_TEST(in_force_is_the_deepest_on_the_path);
	RUN_TEST(versions_and_branches_have_their_own);
	RUN_TEST(an_edit_rolls_back_what_covers_it_and_no_more);
	RUN_TEST(an_edit_behind_the_summary_and_a_mark_change_nothing);
	RUN_TEST(an_edit_on_another_branch_leaves_this_one);
	RUN_TEST(hidden_and_deleted_messages_are_forgotten);
	RUN_TEST(off_means_nothing_is_read);
	RUN_TEST(facts_and_notes_come_in_their_order);
	RUN_TEST(passages_are_of_this_branch_and_older_than_the_prompt);
	RUN_TEST(signs_in_what_was_said_break_no_query);
	RUN_TESTp(
		other_languages_are_found_by_how_words_begin,
		"Der alte Leuchtturmwärter hat seinen silbernen Schlüssel unter der Eiche vergraben.",
		"Weißt du noch, wo die Schlüssel des Leuchtturms liegen, unter welcher der Eichen?");
	RUN_TESTp(other_languages_are_found_by_how_words_begin,
		  "Смотритель маяка спрятал серебряный ключ под старым дубом.",
		  "Ты помнишь, где спрятали ключи от маяков?");
	RUN_TESTp(other_languages_are_found_by_how_words_begin,
		  "灯台守は銀の鍵を樫の木の下に埋めた。", "銀の鍵はどこに埋めたか覚えている？");
	RUN_TEST(a_passage_is_cut_where_other_scripts_end_sentences);
	RUN_TEST(a_passage_is_the_sentences_that_fit_and_stands_once);
	RUN_TEST(a_summary_goes_on_from_the_one_before);
	RUN_TEST(too_little_or_too_much_is_let_be);
	RUN_TEST(a_day_is_one_of_utc_wherever_the_owner_lives);
	RUN_TEST(a_fenced_or_outdated_summary_is_not_kept);
	RUN_TEST(answers_are_cleaned);
	RUN_TEST(what_was_told_and_done_stands_in_the_third_person);
	RUN_TEST(a_summary_stays_short_however_often_it_goes_on);
	RUN_TEST(only_what_members_say_of_themselves_is_offered);
	RUN_TEST(a_lent_line_is_short_new_and_the_same_for_a_seed);
	RUN_TEST(only_the_members_part_goes_into_the_box);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	arena = arena_new(256 * 1024 * 1024);
	db = db_new(db_conninfo(arena, "snug_owner"), DB_WRITER);
	db_use(db, arena);
	RUN_SUITE(remembering);
	db_free(db);
	arena_free(arena);
	GREATEST_MAIN_END();
}
