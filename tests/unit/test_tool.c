/* Dice, the tools of models, the wall around members' addresses, and sealed text. */
#include "tests/greatest.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/base/cfg.h"
#include "lib/base/json.h"
#include "lib/base/seal.h"
#include "lib/model/key.h"
#include "lib/provider/wall.h"
#include "lib/tool/dice.h"
#include "lib/tool/tool.h"

static struct arena *arena;

TEST
dice_are_read_as_people_write_them(void)
{
	static const struct {
		const char *notation, *tidy;
		int64_t least, most;
	} GOOD[] = {
		{ "d20", "d20", 1, 20 },
		{ "2d6+3", "2d6+3", 5, 15 },
		{ " 4D6 kh3 - 1 ", "4d6kh3-1", 2, 17 },
		{ "d%", "d%", 1, 100 },
		{ "3d1", "3d1", 3, 3 },
		{ "-2d4+10", "-2d4+10", 2, 8 },
		{ "1d6+1d8+1d10", "1d6+1d8+1d10", 3, 24 },
		{ "5d10kl2", "5d10kl2", 2, 20 },
		{ "100d1000", "100d1000", 100, 100000 },
	};
	static const char *const BAD[] = {
		"",	  "2",	       "d",
		"0d6",	  "2d0",       "101d6",
		"1d1001", "2d6+",      "+2d6",
		"2d6kh0", "2d6kh3",    "dd6",
		"2d6 x",  "1d6d6",     "1e9d6",
		"--d6",	  "9999999d6", "1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6"
	};
	struct rand_seeded chance = rand_from_seed(7);
	struct dice_roll roll;
	for (size_t i = 0; i < COUNT(GOOD); i++)
		for (int n = 0; n < 200; n++) {
			ASSERT(dice_roll(arena, str_from(GOOD[i].notation), &chance, &roll));
			ASSERT_STR_EQ(GOOD[i].tidy, str_cstr(arena, roll.notation));
			ASSERT(roll.total >= GOOD[i].least && roll.total <= GOOD[i].most);
		}
	for (size_t i = 0; i < COUNT(BAD); i++)
		ASSERT_FALSE(dice_roll(arena, str_from(BAD[i]), &chance, &roll));
	PASS();
}

TEST
dice_are_fair(void)
{
	int seen[7] = { 0 };
	struct rand_seeded chance = rand_from_seed(1);
	struct dice_roll roll;
	for (int i = 0; i < 6000; i++) {
		ASSERT(dice_roll(arena, STR("d6"), &chance, &roll));
		seen[roll.total]++;
	}
	for (int i = 1; i <= 6; i++)
		ASSERT(seen[i] > 850 && seen[i] < 1150);
	PASS();
}

TEST
tools_answer_whatever_they_are_asked(void)
{
	static const struct {
		const char *name, *arguments;
		bool is_error, has_note;
	} CASES[] = {
		{ "roll_dice", "{\"notation\":\"2d6\"}", false, true },
		{ "roll_dice", "{\"notation\":\"2x6\"}", true, false },
		{ "roll_dice", "{\"notation\":7}", true, false },
		{ "roll_dice", "{\"notation\":", true, false },
		{ "roll_dice", "[]", true, false },
		{ "roll_dice", "", true, false },
		{ "current_time", "", false, false },
		{ "current_time", "{\"zone\":\"Mars\"}", false, false },
		{ "rm", "{}", true, false },
		{ "", "{}", true, false },
	};
	size_t n;
	const struct text_tool *tools = tool_all(&n);
	struct str why;
	for (size_t i = 0; i < n; i++)
		ASSERT(json_read(arena, tools[i].parameters, &why) != NULL);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		const struct text_tool_call call = { STR("1"), str_from(CASES[i].name),
						     str_from(CASES[i].arguments) };
		struct buf notes = buf_in(arena);
		const json_t *result = json_read(arena, tool_use(arena, &call, &notes), &why);
		ASSERT(json_is_object(result));
		ASSERT_EQ(CASES[i].is_error, json_object_get(result, "error") != NULL);
		ASSERT_EQ(CASES[i].has_note, notes.n > 0);
	}
	PASS();
}

/* ---- the wall ---- */

static bool
is_public(const char *text)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
		return wall_is_public((const struct sockaddr *)&in);
	return inet_pton(AF_INET6, text, &in6.sin6_addr) == 1 &&
	       wall_is_public((const struct sockaddr *)&in6);
}

TEST
only_the_public_internet_is_behind_no_wall(void)
{
	static const char *const PUBLIC[] = { "1.1.1.1",	"8.8.8.8",	  "172.15.0.1",
					      "172.32.0.1",	"100.63.255.255", "100.128.0.1",
					      "198.17.0.1",	"198.20.0.1",	  "2606:4700::1111",
					      "2001:4860::8888" };
	static const char *const PRIVATE[] = { "0.0.0.0",
					       "10.0.0.1",
					       "100.64.0.1",
					       "127.0.0.1",
					       "127.255.255.255",
					       "169.254.169.254",
					       "172.16.0.1",
					       "172.31.255.255",
					       "192.0.0.1",
					       "192.0.2.1",
					       "192.88.99.1",
					       "192.168.255.255",
					       "198.18.0.1",
					       "198.51.100.1",
					       "203.0.113.9",
					       "224.0.0.1",
					       "255.255.255.255",
					       "::",
					       "::1",
					       "::ffff:10.0.0.1",
					       "::ffff:8.8.8.8",
					       "64:ff9b::a00:1",
					       "fe80::1",
					       "fc00::1",
					       "fd12::1",
					       "ff02::1",
					       "2001:db8::1",
					       "2001::1",
					       "2002:a00:1::",
					       "3fff::1" };
	struct sockaddr local = { .sa_family = AF_UNIX };
	for (size_t i = 0; i < COUNT(PUBLIC); i++)
		ASSERT_EQm(PUBLIC[i], true, is_public(PUBLIC[i]));
	for (size_t i = 0; i < COUNT(PRIVATE); i++)
		ASSERT_EQm(PRIVATE[i], false, is_public(PRIVATE[i]));
	ASSERT_FALSE(wall_is_public(&local));
	PASS();
}

TEST
addresses_of_members_are_judged(void)
{
	static const char *const GOOD[] = { "https://openrouter.ai/api/v1", "https://example.org",
					    "https://example.org:443/v1", "https://8.8.8.8/v1" };
	static const char *const BAD[] = {
		"",
		"example.org",
		"http://example.org/v1",
		"https://example.org:444/v1",
		"https://u@example.org/v1",
		"https://127.1/v1",
		"https://2130706433/",
		"https://0x7f000001/",
		"https://017700000001/",
		"https://[::1]/",
		"https://[::ffff:a00:1]/",
		"file:///etc/passwd",
		"ftp://example.org/",
	};
	for (size_t i = 0; i < COUNT(GOOD); i++)
		ASSERT_EQm(GOOD[i], true, wall_url_allowed(GOOD[i]));
	for (size_t i = 0; i < COUNT(BAD); i++)
		ASSERT_EQm(BAD[i], false, wall_url_allowed(BAD[i]));
	PASS();
}

/* ---- sealed text ---- */

TEST
sealed_text_opens_where_it_belongs_and_nowhere_else(void)
{
	char path[] = "/tmp/snug-secret-XXXXXX";
	int fd = mkstemp(path);
	ASSERT(fd >= 0 && write(fd, "0123456789abcdef0123456789abcdef", 32) == 32);
	(void)setenv("SNUG_SECRET_FILE", path, 1);
	struct buf problems = buf_in(arena);
	ASSERT(cfg_load(arena, &problems));
	struct own_key key = {
		{ 7 }, STR("openai"), STR("https://a.example/v1"), STR("m"), STR_NONE
	};
	struct str secret = STR("sk-123456789012"), opened;
	ASSERT(own_key_close(arena, &key, secret, &key.sealed));
	ASSERT(str_find(key.sealed, secret) < 0);
	ASSERT(own_key_open(arena, &key, &opened) && str_eq(opened, secret));
	struct own_key moved = key;
	moved.member.v = 8;
	ASSERT_FALSE(own_key_open(arena, &moved, &opened));
	moved = key;
	moved.base = STR("https://b.example/v1");
	ASSERT_FALSE(own_key_open(arena, &moved, &opened));
	for (size_t i = 0; i < key.sealed.n; i++) {
		char *bytes = arena_take(arena, key.sealed.n);
		memcpy(bytes, key.sealed.p, key.sealed.n);
		bytes[i] ^= 1;
		moved = key;
		moved.sealed.p = bytes;
		ASSERT_FALSE(own_key_open(arena, &moved, &opened));
		moved.sealed = str_first(key.sealed, i);
		ASSERT_FALSE(own_key_open(arena, &moved, &opened));
	}
	ASSERT_STR_EQ("9012", str_cstr(arena, own_key_tail(secret)));
	ASSERT_EQ(0u, own_key_tail(STR("short-key")).n);
	(void)close(fd);
	(void)unlink(path);
	ASSERT_FALSE(own_key_open(arena, &key, &opened));
	PASS();
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	arena = arena_new(64 * 1024 * 1024);
	RUN_TEST(dice_are_read_as_people_write_them);
	RUN_TEST(dice_are_fair);
	RUN_TEST(tools_answer_whatever_they_are_asked);
	RUN_TEST(only_the_public_internet_is_behind_no_wall);
	RUN_TEST(addresses_of_members_are_judged);
	RUN_TEST(sealed_text_opens_where_it_belongs_and_nowhere_else);
	arena_free(arena);
	GREATEST_MAIN_END();
}
