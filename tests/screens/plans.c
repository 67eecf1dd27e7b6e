/*
 * Lists stay quick when a house is full: with 100,000 characters, 50,000 chats and a conversation of
 * 20,000 messages, each list statement reads its index and sorts nothing large. All is made in one
 * transaction, which is rolled back.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/cfg.h"
#include "lib/base/fault.h"
#include "lib/db/all.h"
#include "tests/greatest.h"

enum { SORTED_AT_MOST = 1000, LINES_READ_AT_MOST = 3000 };

struct line {
	struct str text;
};

static struct arena *arena;
static struct db *db;

/* Ids are chosen: the first of each kind is 1000001. */
static const char MAKE_CHARACTERS[] =
	"alter table character disable trigger character_tags_counted;"
	"alter table character disable trigger character_search_inserted;"
	"alter table character disable trigger character_language_read;"
	"insert into member (id, username, display_name, birth_date) overriding system value "
	"select 1000000 + i, 'plan_' || i, 'm', '1990-01-01' from generate_series(1, 500) i;"
	"insert into character (id, creator_id, creator_name, name, short_description, long_bio, age, "
	"tags, visibility, moderation_status, published_at, last_active_at, popularity, trending, "
	"featured, thumb_url, language, nsfw_level) overriding system value "
	"select 1000000 + i, 1000001 + i % 500, 'Maker ' || i % 500, 'Name ' || i, "
	"'Keeps lamp ' || md5(i::text), repeat('x', i % 400), 30, "
	"array['tag-' || i % 100, 'rare-' || i % 5000], 'public', 'approved', "
	"timestamptz '2026-01-01' + i * interval '1 minute', "
	"timestamptz '2026-01-01' + (i * 7919::bigint % 100000) * interval '1 minute', "
	"i * 104729::bigint % 1000003, i * 31337::bigint % 1000003, i % 9000 = 0, '/x', "
	"case i % 500 when 1 then 'de' else 'en' end, "
	"case when i % 900 = 7 then 'explicit' else 'none' end "
	"from generate_series(1, 100000) i;"
	"insert into tag (name, label, character_count) select 'tag-' || i, 'Tag ' || i, 1000 "
	"from generate_series(10, 99) i;"
	"drop index character_search_words, character_search_head, search_word_like;"
	"insert into character_search (character_id, nsfw_level, is_head, name, words) "
	"select id, nsfw_level, id % 200 = 0, lower(name), setweight(to_tsvector('simple', name), 'A') || "
	"to_tsvector('simple', short_description || ' common' || id % 3) from character "
	"where id > 1000000;"
	"insert into search_word select 'lamp' || md5(i::text), 1 from generate_series(1, 20000) i;"
	"create index character_search_words on character_search using gin (words);"
	"create index character_search_head on character_search using gin (words) where is_head;"
	"create index search_word_like on search_word using gin (word gin_trgm_ops);"
	"insert into member_block (member_id, character_id) select 1000001, 1000000 + i "
	"from generate_series(1, 900) i;"
	"alter table favorite disable trigger favorite_counted;"
	"insert into favorite (member_id, character_id) select 1000001 + i % 50, 1000000 + i "
	"from generate_series(1, 20000) i;"
	"alter table favorite enable trigger favorite_counted;"
	"alter table character enable trigger character_language_read;"
	"alter table character enable trigger character_search_inserted;"
	"alter table character enable trigger character_tags_counted;";

static const char MAKE_CHATS[] =
	"insert into chat (id, member_id, character_id, title, last_message_at) overriding system value "
	"select 1000000 + i, 1000001 + i % 20, 1000001 + i % 100000, 'x', "
	"timestamptz '2026-01-01' + i * interval '1 minute' from generate_series(1, 50000) i;"
	"insert into message (id, chat_id, parent_id, role, content) overriding system value "
	"select 1000000 + i, 1000001, case when i > 1 then 999999 + i end, 'user', 'line' "
	"from generate_series(1, 20000) i;"
	"insert into message (id, chat_id, role, content, depth, jump_id, jump_depth) overriding system value "
	"select 1100000 + i, 1000002 + i % 40000, 'assistant', 'other', 0, 1100000 + i, 0 "
	"from generate_series(1, 80000) i;";

static const char MAKE_LORE[] =
	"alter table lore_entry disable trigger user;"
	"insert into lorebook (id, owner_id, name, is_global, entry_count) overriding system value "
	"select 1000000 + i, 1000001 + i % 500, 'Book ' || i, i % 100 = 1, 2 "
	"from generate_series(1, 50000) i;"
	"insert into lore_entry (lorebook_id, n, name, keys, content) "
	"select case when i <= 20000 then 1000500 else 1000001 + i % 50000 end, i, 'Entry ' || i, "
	"array['key ' || i], 'What is known' from generate_series(1, 100000) i;"
	"alter table lore_entry enable trigger user;"
	"insert into character_lorebook (character_id, lorebook_id, is_own) "
	"select 1000000 + i, 1000000 + i, i % 2 = 0 from generate_series(1, 50000) i;"
	"insert into chat_lorebook (chat_id, lorebook_id) "
	"select 1000000 + i, 1000000 + i from generate_series(1, 50000) i;";

#define PAGE "9223372036854775807, 9223372036854775807, 25"

/* A statement, what it is asked, and the index that must answer. */
static const struct pin {
	const char *statement;
	const char *with;
	const char *index;
	bool sorts; /* what it found, by an order that no index has */
} PINS[] = {
	{ "tavern_popular", PAGE, "character_popular", false },
	{ "tavern_popular", "500000, 1050000, 25", "character_popular", false },
	{ "tavern_trending", "500000, 1050000, 25", "character_trending", false },
	{ "tavern_new", PAGE, "character_new", false },
	{ "tavern_new", "1770000000000000, 1050000, 25", "character_new", false },
	{ "tavern_recent", "1770000000000000, 1050000, 25", "character_recent", false },
	{ "tavern_fast", "-500, 1050000, 25", "character_fast", false },
	{ "tavern_find", "false, 'none', 'popular', '', '{rare-77}', '', '', 0, '', " PAGE,
	  "character_tags", true },
	{ "tavern_find", "false, 'none', 'new', '', '{}', '', '', 0, 'free', " PAGE,
	  "character_priced", true },
	{ "tavern_find", "false, 'none', 'popular', '', '{}', 'staff', '', 0, '', " PAGE,
	  "character_voiced", true },
	{ "tavern_find", "false, 'none', 'popular', '', '{}', '', 'de', 0, '', " PAGE,
	  "character_language", true },
	{ "tavern_find", "false, 'none', 'recent', '', '{}', '', 'en', 0, '', " PAGE,
	  "character_recent", true },
	{ "tavern_find", "true, 'explicit', 'popular', '', '{}', '', '', 0, '', " PAGE,
	  "character_adult_popular", true },
	{ "tavern_find", "true, 'explicit', 'new', '', '{tag-7}', '', '', 0, '', " PAGE,
	  "character_adult", true },
	{ "tavern_find",
	  "false, 'none', 'new', '''c4ca4238a0b923820dcc509a6f75849b''', '{}', '', '', 0, '', " PAGE,
	  "character_search_words", true },
	{ "tavern_find", "false, 'none', 'popular', '''common1''', '{}', '', '', 0, '', " PAGE,
	  "character_popular", true },
	{ "tavern_best", "'''c4ca4238a0b923820dcc509a6f75849b''', 'c4ca', 'none', " PAGE,
	  "character_search_words", true },
	{ "tavern_best", "'''keeps'':*', 'keeps', 'none', " PAGE, "character_search_head", true },
	{ "tavern_best_of", "'''keeps'':*', 'keeps', '{tag-7}', '', '', 0, '', 'none', " PAGE,
	  "character_search_head", true },
	{ "tavern_count",
	  "false, 'none', '''c4ca4238a0b923820dcc509a6f75849b''', '{}', '', '', 0, '', 1001",
	  "character_search_words", true },
	{ "tavern_favorites", "1000001, 9223372036854775807, 9223372036854775807, 25",
	  "favorite_member", false },
	{ "tavern_fresh", "3600", "character_new", false },
	{ "search_correct", "'{lampc4ca4238a0b923820dcc509a6f75849x}'", "search_word_like", true },
	{ "search_members", "'''plan77'':*', 'plan77', 6", "member_words", true },
	{ "search_tags", "'''tag77''', 12", "tag_words", true },
	{ "author_characters", "1000077, 9223372036854775807, 25", "character_creator", true },
	{ "character_similar", "1000077", "character_tags", true },
	{ "character_sitemap", "100", "character_popular", false },
	{ "tavern_tags", "24", "tag", false },
	{ "explore_featured", NULL, "character_featured", false },
	{ "chat_list", "1000001, null, null, 31", "chat_mine", true },
	{ "chat_list", "1000001, timestamptz '2026-01-20', 1030000, 31", "chat_mine", true },
	{ "chat_list_ended", "1000001, null, null, 31", "chat_ended", true },
	{ "chat_path", "1000001, 1020000, 51", "message_pkey", true },
	{ "chat_latest", "1000001, 1000002", "chat_pair", false },
	{ "lore_list", "1000001, 9223372036854775807, 61", "lorebook_owner", true },
	{ "lore_list", "1000001, 1020000, 61", "lorebook_owner", true },
	{ "lore_books", "1000001", "lorebook_owner", true },
	{ "lore_chat_books", "1000001, 1000002", "lorebook_owner", true },
	{ "lore_used", "1000001", "lorebook_owner", false },
	{ "lore_entry_lines", "1000500, 1000001, '{}', '', 0, 51", "lore_entry_live", false },
	{ "lore_entry_lines", "1000500, 1000001, '{}', '', 15000, 51", "lore_entry_live", false },
	{ "lore_entry_rows", "1000500, 0, 250", "lore_entry_live", false },
	{ "lore_entry_find", "1000500, 1000001, 77", "lore_entry", false },
	{ "lore_shelf", "1000100, 1000200, 0, 1000001, 64", "lorebook_global", true },
	{ "lore_characters", "1000500, 1000001", "character_lorebook_book", true },
	{ "lore_give_choices", "1000001", "character_creator", true },
	{ "lore_card", "1000200", "lorebook_card", false },
};

/* The rows of a statement whose only column is text. */
static struct rows
ask(const char *sql)
{
	static struct db_statement pool[COUNT(PINS) * 4];
	static char names[COUNT(PINS) * 4][24];
	static size_t used;
	static const struct column column = { .name = "line",
					      .kind = COLUMN_TEXT,
					      .has_offset = COLUMN_NEVER_NULL };
	static const struct row_type type = { "line", sizeof(struct line), 1, &column };
	ENSURE(used < COUNT(pool));
	(void)snprintf(names[used], sizeof(names[used]), "plan_%zu", used);
	pool[used] = (struct db_statement){ .name = names[used], .sql = sql, .row = &type };
	return db_run(db, &pool[used++], NULL, NULL, NULL);
}

static const struct db_statement *
find(const char *name)
{
	for (const struct sql_entry *at = sql_all; at->statement != NULL; at++)
		if (strcmp(at->statement->name, name) == 0)
			return at->statement;
	return NULL;
}

/* The largest actual row count among lines that hold `what`; places in a bitmap are no rows yet. */
static int64_t
rows_of(struct rows plan, const char *what)
{
	int64_t most = 0, n;
	for (size_t i = 0; i < plan.n; i++) {
		struct str line = ((const struct line *)plan.at)[i].text;
		ptrdiff_t at = str_find(line, STR("(actual rows="));
		if (at < 0 || str_find(line, str_from(what)) < 0 ||
		    str_find(line, STR("Bitmap Index Scan")) >= 0)
			continue;
		struct str rest = str_from_at(line, (size_t)at + 13);
		ptrdiff_t blank = str_find_char(rest, ' ');
		if (blank > 0 && str_to_i64(str_first(rest, (size_t)blank), &n) && n > most)
			most = n;
	}
	return most;
}

static bool
mentions(struct rows plan, const char *what)
{
	for (size_t i = 0; i < plan.n; i++)
		if (str_find(((const struct line *)plan.at)[i].text, str_from(what)) >= 0)
			return true;
	return false;
}

static void
print(const struct pin *pin, struct rows plan)
{
	(void)printf("# %s(%s)\n", pin->statement, pin->with == NULL ? "" : pin->with);
	for (size_t i = 0; i < plan.n; i++)
		(void)printf("#   %.*s\n", STR_ARG(((const struct line *)plan.at)[i].text));
}

/* A statement with its values, as its plan is when it runs; tables that all are in are small. */
static bool
is_quick(const struct pin *pin)
{
	static const char *const LARGE[] = {
		"Seq Scan on \"character\" ", "Seq Scan on chat ",
		"Seq Scan on message",	      "Seq Scan on lorebook ",
		"Seq Scan on lore_entry",     "Seq Scan on character_lorebook"
	};
	const struct db_statement *statement = find(pin->statement);
	ENSURE(statement != NULL);
	const char *name = str_fmt(arena, "pin_%td", pin - PINS).p;
	db_script(db, str_fmt(arena, "prepare %s as %s", name, statement->sql).p);
	/* As the screens run it: planned for any values, or for these. */
	db_script(db, statement->replan ? "set local plan_cache_mode = force_custom_plan"
					: "set local plan_cache_mode = force_generic_plan");
	struct rows plan = ask(str_fmt(arena,
				       "explain (analyze, costs off, timing off, summary off) "
				       "execute %s%s%s%s",
				       name, pin->with == NULL ? "" : "(",
				       pin->with == NULL ? "" : pin->with,
				       pin->with == NULL ? "" : ")")
				       .p);
	bool ok = mentions(plan, pin->index) && (pin->sorts || !mentions(plan, "Sort")) &&
		  rows_of(plan, "Sort") <= SORTED_AT_MOST &&
		  rows_of(plan, "Scan") <= LINES_READ_AT_MOST;
	for (size_t i = 0; i < COUNT(LARGE); i++)
		ok = ok && !mentions(plan, LARGE[i]);
	if (!ok)
		print(pin, plan);
	return ok;
}

TEST
every_list_reads_its_index(void)
{
	bool ok = true;
	for (size_t i = 0; i < COUNT(PINS); i++)
		ok = is_quick(&PINS[i]) && ok;
	ASSERT(ok);
	PASS();
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	arena = arena_new(64 * 1024 * 1024);
	struct buf problems = buf_in(arena);
	ENSURE(cfg_load(arena, &problems));
	db = db_new(db_conninfo(arena, "snug_owner"), DB_WRITER);
	db_use(db, arena);
	db_begin(db);
	db_script(db, MAKE_CHARACTERS);
	db_script(db, MAKE_CHATS);
	db_script(db, MAKE_LORE);
	db_script(db, "analyze member, character, character_search, search_word, favorite, "
		      "member_block, tag, chat, message, lorebook, lore_entry, character_lorebook, "
		      "chat_lorebook");
	RUN_TEST(every_list_reads_its_index);
	db_rollback(db);
	db_free(db);
	arena_free(arena);
	GREATEST_MAIN_END();
}
