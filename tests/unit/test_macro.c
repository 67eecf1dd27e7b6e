/* Macros: what each gives, how texts are read, and what hostile texts cannot do. */
#include "lib/macro/macro.h"

#include "tests/greatest.h"

static struct arena *arena;
static struct macro_context context;
static struct macro_variables local, global;

static void
setup(void *data)
{
	(void)data;
	arena = arena_new(64 * 1024 * 1024);
	local = (struct macro_variables){ .arena = arena };
	global = (struct macro_variables){ .arena = arena };
	context = (struct macro_context){
		.user = STR("Bob"),
		.character = STR("Alice"),
		.description = STR("{{char}} likes {{user}}."),
		.personality = STR(""),
		.last_message = STR("I am {{user}}"),
		.last_user_message = STR("hi"),
		.message_count = 8,
		.first_included = -1,
		/* 2026-11-21 18:05:09 UTC */
		.now = { 1795284309000000 },
		.chat_hash = 7,
		.seed = 1,
		.local = &local,
		.global = &global,
	};
}

static void
teardown(void *data)
{
	(void)data;
	arena_free(arena);
}

static const char *
expand(const char *text)
{
	return str_cstr(arena, macro_expand(arena, &context, str_from(text)));
}

struct pair {
	const char *text;
	const char *expected;
};

static bool
all_give(const struct pair *pairs, size_t n)
{
	bool is_good = true;
	for (size_t i = 0; i < n; i++) {
		const char *got = expand(pairs[i].text);
		if (strcmp(got, pairs[i].expected) != 0) {
			printf("# %s\n#   gave     %s\n#   expected %s\n", pairs[i].text, got,
			       pairs[i].expected);
			is_good = false;
		}
	}
	return is_good;
}

#define GIVES(...)                                                                                 \
	do {                                                                                       \
		static const struct pair PAIRS[] = { __VA_ARGS__ };                                \
		ASSERT(all_give(PAIRS, COUNT(PAIRS)));                                             \
	} while (0)

TEST
names_in_every_form(void)
{
	GIVES({ "<BOT> & <user>", "Alice & Bob" }, { "{{CHAR}}/{{ user }}", "Alice/Bob" },
	      { "<CHAR> <GROUP> <CharIfNotGroup>", "Alice Alice Alice" },
	      { "{{group}} {{notChar}}", "Alice Bob" }, { "no macros < here", "no macros < here" },
	      { "<b>bold</b> <USERS>", "<b>bold</b> <USERS>" });
	context.group = STR("Alice, Carol");
	context.is_group = true;
	GIVES({ "{{group}}|{{charIfNotGroup}}|{{notChar}}",
		"Alice, Carol|Alice, Carol|Carol, Bob" });
	PASS();
}

TEST
text_macros(void)
{
	GIVES({ "{{reverse:Hello}}", "olleH" }, { "{{reverse::abc}}", "cba" },
	      { "{{reverse:abc::def}}", "fed::cba" }, { "{{reverse abc def}}", "fed cba" },
	      { "{{reverse:h\xC3\xA9!}}", "!\xC3\xA9h" }, { "{{// x}}", "" },
	      { "A{{//!@#$%^&*()_+}}B", "AB" }, { "a{{newline}}b", "a\nb" },
	      { "{{newline::2}}", "\n\n" }, { "a{{noop}}b", "ab" },
	      { "foo\n\n{{trim}}\n\nbar", "foobar" },
	      { "{{trim}}\n\n  inner {{user}} {{/trim}}", "inner Bob" }, { "{{comment: see}}", "" },
	      { "{{hidden_key:dragon}}", "" }, { "{{banned \"delve\"}}", "" },
	      { "{{zzz}}", "{{zzz}}" }, { "{{zzz::my {{newline}} x}}", "{{zzz::my \n x}}" });
	PASS();
}

TEST
purposes_differ(void)
{
	context.purpose = MACRO_FOR_SCAN;
	GIVES({ "{{hidden_key:dragon}}{{comment:x}}", "dragon" });
	context.purpose = MACRO_FOR_SCREEN;
	GIVES({ "{{hidden_key:dragon}}{{comment:x}}", "x" });
	PASS();
}

TEST
braces_around_tags(void)
{
	GIVES({ "{{{char}}", "{Alice" }, { "{{char}}}", "Alice}" }, { "{{{char}}}", "{Alice}" },
	      { "{{{{char}}", "{{Alice" }, { "{{char}}}}", "Alice}}" },
	      { "Test {{ hehe", "Test {{ hehe" }, { "Test {{ hehe {{user}}", "Test {{ hehe Bob" },
	      { "{{&& x {{user}}", "{{&& x Bob" }, { "{{reverse::my { t}}", "t { ym" },
	      { "{{reverse::my } t}}", "t } ym" }, { "{{}}", "{{}}" }, { "}}{{", "}}{{" },
	      { "{{#user}}", "Bob" }, { "{{!reverse::ab}}", "ba" }, { "{{/user}}", "{{/user}}" },
	      { "{{user}}a {{char}}{{/user}}", "{{user}}a Alice{{/user}}" });
	PASS();
}

TEST
variables(void)
{
	GIVES({ "{{setvar::x::4}}{{getvar::x}} {{setvar::x::2}}{{getvar::x}}", "4 2" },
	      { "{{addvar::x::3}}{{getvar::x}}", "5" }, { "{{incvar::x}} {{decvar::x}}", "6 5" },
	      { "{{setvar::s::ab}}{{addvar::s::c}}{{getvar::s}}", "abc" },
	      { "{{getglobalvar::x}}|{{setglobalvar::x::1.5}}{{incglobalvar::x}}", "|2.5" },
	      { "{{hasvar::x}} {{deletevar::x}}{{hasvar::x}}", "true false" },
	      { "{{setvar::t::0}}{{reverse::{{addvar::t::100}}{{getvar::t}}}}", "001" },
	      { "{{setvar::n::t}}{{addvar::{{getvar::n}}::{{setvar::t::5}}{{getvar::t}}}}{{getvar::t}}",
		"10" },
	      { "{{.a = hello}}{{.a}} {{$g = 1}}{{$g++}} {{$g--}} {{.m-1 = x}}{{.m-1}}",
		"hello 2 1 x" },
	      { "{{.k = 5}}{{.k -= 2}}{{.k}} {{.k += 4}}{{.k}}", "3 7" });
	ASSERT(local.is_changed);
	context.is_read_only = true;
	GIVES({ "{{setvar::ro::1}}[{{getvar::ro}}]", "[]" });
	PASS();
}

TEST
short_forms_ask_and_choose(void)
{
	GIVES({ "{{.a || b}} {{.a ?? c}}", "b c" },
	      { "{{.a = }}[{{.a || b}}][{{.a ?? c}}]", "[b][]" },
	      { "{{.a = 0}}{{.a || b}}{{.a ?? c}}", "b0" },
	      { "{{$w ||= new}}{{$w}} {{$w ||= newer}}", "newnew new" },
	      { "{{.v ?\?= x}}{{.v}}{{.v = }}[{{.v ?\?= y}}]", "xx[]" },
	      { "{{.h = 10}}{{.h == 10}} {{.h != 10}} {{.h > 9.5}} {{.h >= 10}} {{.h < -1}} {{.h <= 10}}",
		"true false true true false true" },
	      { "{{.h = tall}}{{.h > 5}}{{.h < 5}} {{.h == }}{{.none == }}",
		"falsefalse falsetrue" },
	      /* What is not chosen is not read. */
	      { "{{.k = 1}}{{.k ?? {{.seen = 1}}x}}[{{.seen}}] {{.q ?? {{.seen = 1}}x}}[{{.seen}}]",
		"1[] x[1]" },
	      { "{{.n = 0}}{{.z ?\?= {{.n += 1}}v}}{{.n}}", "v1" },
	      { "{{if::0::{{.side = 1}}}}[{{.side}}]{{if::1::yes{{else}}no}}{{if::::yes{{else}}no}}",
		"[]yesno" },
	      { "{{.t++5}} {{.t -- 5}} {{.t--5}}|{{.i-}}", "{{.t++5}} {{.t -- 5}} |{{.i-}}" },
	      { "{{.u = 7}}{{.u -= x}}{{.u -= }}{{.u}}", "7" },
	      { "{{if .h == tall}}up{{/if}}{{if !.h == tall}}down{{/if}}{{if .h = 3}}{{/if}}{{.h}}",
		"uptall" },
	      { "a{{//}}b {{user}}{{///}}c", "ac" }, { "{{random:x::x}}{{pick:y::y}}", "xy" });
	context.context_tokens = 4096;
	context.reply_tokens = 300;
	context.kind = STR("continue");
	GIVES({ "{{maxContext}} {{maxResponse}} {{maxPrompt}}", "4096 300 3796" },
	      { "{{lastGenerationType}}{{hasExtension::tts}}{{instructSystemPrompt}}",
		"continuefalse" });
	/* However often a variable is named, a text keeps its bounds. */
	struct buf text = buf_in(arena);
	buf_lit(&text, "{{.big = ");
	for (int i = 0; i < 10000; i++)
		buf_char(&text, 'b');
	buf_lit(&text, "}}");
	for (int i = 0; i < 5000; i++)
		buf_lit(&text, "{{.big}}");
	ASSERT(macro_expand(arena, &context, buf_done(&text)).n <= MACRO_BYTES);
	PASS();
}

/* Expands a text, and tells whether something went into it that is kept back. */
static bool
is_touched(const char *text)
{
	bool is_hidden = false;
	context.has_hidden = &is_hidden;
	(void)expand(text);
	context.has_hidden = NULL;
	return is_hidden;
}

TEST
what_is_kept_back_is_told_in_every_shape(void)
{
	context.system_prompt = STR("secret,plan");
	context.depth_prompt = STR("");
	ASSERT_FALSE(is_touched("{{charPrompt}}"));
	context.hides_prompts = true;
	ASSERT_FALSE(is_touched("{{user}} {{description}} {{charDepthPrompt}} {{.x = 1}}{{.x}}"));
	ASSERT(is_touched("{{charPrompt}}") && is_touched("{{reverse:{{charPrompt}}}}"));
	ASSERT(is_touched("{{pick:{{systemPrompt}}}}") && is_touched("{{if charPrompt}}a{{/if}}"));
	ASSERT(is_touched("{{unknown {{charPrompt}}}}"));
	context.description = STR("{{char}}: {{charPrompt}}");
	ASSERT(is_touched("{{description}}"));
	/* A variable that was made of it is marked, until it is set to something else. */
	ASSERT(is_touched("{{.x = {{random:{{charPrompt}}}}}}"));
	ASSERT(is_touched("{{.x == plan}}") && is_touched("{{if .x}}{{/if}}"));
	ASSERT(is_touched("{{setvar::y::{{getvar::x}}}}") && is_touched("{{addvar::y::1}}"));
	struct str why;
	const json_t *kept = json_read(arena, macro_variables_json(arena, &local), &why);
	local = macro_variables_read(arena, kept);
	ASSERT(is_touched("{{getvar::y}}"));
	ASSERT_FALSE(is_touched("{{setvar::y::1}}{{.x = 2}}") || is_touched("{{.x}}{{getvar::y}}"));
	/* What a hidden text says of itself: short values may be seen. */
	context.is_hidden = true;
	ASSERT_FALSE(is_touched("{{.mood = glad}}{{.long = this value is longer than a mood is}}"));
	context.is_hidden = false;
	ASSERT_FALSE(is_touched("{{.mood}}"));
	ASSERT(is_touched("{{.long}}"));
	const struct macro_outlet outlet = { STR("o"), STR("theirs"), true };
	context.outlets = &outlet;
	context.outlet_count = 1;
	ASSERT(is_touched("{{outlet::o}}"));
	struct macro_banned banned = { .n = 0 };
	context.banned = &banned;
	(void)expand("{{banned mine}}{{banned {{charPrompt}}}}");
	ASSERT(banned.n == 2 && !banned.is_hidden[0] && banned.is_hidden[1]);
	PASS();
}

TEST
variables_travel_as_json(void)
{
	struct str why;
	const json_t *object = json_read(arena, STR("{\"a\":\"x\",\"b\":3,\"c\":1.5,\"d\":true}"),
					 &why);
	struct macro_variables v = macro_variables_read(arena, object);
	ASSERT_FALSE(v.is_changed);
	ASSERT_STR_EQ("{\"a\":\"x\",\"b\":\"3\",\"c\":\"1.5\",\"d\":\"true\"}",
		      str_cstr(arena, macro_variables_json(arena, &v)));
	PASS();
}

TEST
scopes(void)
{
	GIVES({ "{{setvar::a}}Hello {{user}}!{{/setvar}}{{getvar::a}}", "Hello Bob!" },
	      { "{{setvar::o}}A {{setvar::i}}B{{/setvar}} C{{/setvar}}{{getvar::o}}|{{getvar::i}}",
		"A  C|B" },
	      { "{{reverse}}hello{{/reverse}}", "olleh" },
	      { "{{setvar::m}}c{{/setvar}}{{/setvar}}{{getvar::m}}", "{{/setvar}}c" },
	      { "{{setvar::q}}content{{/getvar}}", "{{setvar::q}}content{{/getvar}}" },
	      { "{{setvar::r::v}}extra{{/setvar}}", "{{setvar::r::v}}extra{{/setvar}}" },
	      { "{{#setvar::w}}   {{/setvar}}[{{getvar::w}}]", "[   ]" },
	      { "{{setvar::d}}\n  line1\n  line2  \n{{/setvar}}[{{getvar::d}}]",
		"[line1\nline2]" });
	PASS();
}

TEST
conditions(void)
{
	GIVES({ "{{if::hello::shown}}", "shown" }, { "{{if::::hidden}}", "" },
	      { "{{if::off::x}}{{if::0::x}}{{if::no::x}}{{if::false::x}}", "" },
	      { "{{if char}}Name: {{char}}{{/if}}", "Name: Alice" },
	      { "{{if personality}}p{{else}}none{{/if}}", "none" },
	      { "{{if::notamacro::shown}}", "shown" }, { "{{if !yes}}a{{/if}}[end]", "[end]" },
	      { "{{if !noop}}a{{/if}}", "a" }, { "{{if::!}}a{{else}}b{{/if}}", "a" },
	      { "{{setvar::b::!x}}{{if {{getvar::b}}}}has{{else}}none{{/if}}", "has" },
	      { "{{if yes}}\n  then\n{{else}}\n  else\n{{/if}}", "then" },
	      { "{{if::}}A{{else}}B{{if::}}C{{else}}D{{/if}}{{/if}}", "BD" },
	      { "{{if yes}}o{{if yes}}i{{else}}x{{/if}}{{else}}y{{/if}}", "oi" },
	      { "{{.f = 1}}{{if .f}}on{{/if}}{{if .none}}on{{/if}}", "on" },
	      { "{{if::}}{{setvar::side::1}}{{/if}}{{hasvar::side}}", "false" });
	PASS();
}

TEST
values_are_not_read_again(void)
{
	context.user = STR("{{char}}<BOT>{{setvar::evil::1}}");
	GIVES({ "{{user}}", "{{char}}<BOT>{{setvar::evil::1}}" },
	      { "{{lastMessage}}", "I am {{user}}" },
	      { "{{reverse::{{user}}}}", "}}1::live::ravtes{{>TOB<}}rahc{{" },
	      { "{{setvar::x::{{user}}}}{{getvar::x}}", "{{char}}<BOT>{{setvar::evil::1}}" },
	      { "{{hasvar::evil}}", "false" });
	PASS();
}

TEST
fields_are_expanded_once_and_never_in_themselves(void)
{
	GIVES({ "{{description}}", "Alice likes Bob." });
	context.description = STR("[{{description}}{{scenario}}]");
	context.scenario = STR("({{description}}{{char}})");
	GIVES({ "{{description}} {{scenario}}", "[(Alice)] (Alice)" });
	context.original = STR("M {{user}}");
	GIVES({ "A {{original}} B", "A M Bob B" });
	context.original = STR_NONE;
	GIVES({ "A {{original}} B", "A {{original}} B" });
	PASS();
}

TEST
chance(void)
{
	GIVES({ "{{roll:d1}}", "1" }, { "{{roll 3d1+2}}", "5" }, { "{{roll:1}}", "1" },
	      { "{{roll:dragon}}", "" }, { "{{roll:99999d6}}", "" }, { "{{random:a}}", "a" },
	      { "{{random::x\\,y}}", "x,y" });
	static const char TEXT[] = "{{pick:a,b\\,c}} {{pick:1,2,3,4,5,6,7,8}}";
	const char *first = expand(TEXT);
	ASSERT(strncmp(first, "a ", 2) == 0 || strncmp(first, "b,c ", 4) == 0);
	bool is_other = false;
	for (uint64_t seed = 2; seed < 20; seed++) {
		context.seed = seed;
		ASSERT_STR_EQ(first, expand(TEXT));
		is_other = is_other || strcmp(expand("{{random::1::2::3::4}}"), "1") != 0;
	}
	ASSERT(is_other);
	is_other = false;
	for (uint64_t chat = 8; chat < 40; chat++) {
		context.chat_hash = chat;
		is_other = is_other || strcmp(first, expand(TEXT)) != 0;
	}
	ASSERT(is_other);
	int64_t seen[7] = { 0 };
	for (uint64_t seed = 0; seed < 600; seed++) {
		context.seed = seed;
		const char *roll = expand("{{roll:6}}");
		ASSERT(roll[0] >= '1' && roll[0] <= '6' && roll[1] == '\0');
		seen[roll[0] - '0']++;
	}
	for (int i = 1; i <= 6; i++)
		ASSERT(seen[i] > 50);
	PASS();
}

TEST
time_and_date(void)
{
	GIVES({ "{{time}} {{date}} {{weekday}}", "6:05 PM November 21, 2026 Saturday" },
	      { "{{isotime}} {{isodate}}", "18:05 2026-11-21" },
	      { "{{time_UTC+2}} {{time_UTC-10}} {{time::UTC+5:30}}", "8:05 PM 8:05 AM 11:35 PM" },
	      { "{{datetimeformat DD.MM.YYYY [at] HH:mm:ss}}", "21.11.2026 at 18:05:09" },
	      { "{{datetimeformat::dddd Do MMM, h a}}", "Saturday 21st Nov, 6 pm" },
	      { "{{datetimeformat::LLLL}}", "Saturday, November 21, 2026 6:05 PM" },
	      { "{{idle_duration}}", "just now" },
	      { "{{timeDiff::2026-11-21 18:00::2026-11-21 16:00}}", "in 2 hours" },
	      { "{{timeDiff::2026-11-20::2026-11-21}}", "a day ago" },
	      { "{{timeDiff::x::y}}", "{{timeDiff::x::y}}" });
	context.last_user_at = (struct moment){ context.now.us - 7200 * (int64_t)1000000 };
	context.utc_offset = -60;
	GIVES({ "{{idle_duration}} {{isotime}}", "2 hours 17:05" });
	PASS();
}

TEST
conversation(void)
{
	GIVES({ "{{lastMessageId}}|{{firstIncludedMessageId}}|{{lastUserMessage}}", "7||hi" });
	context.swipe = 2;
	context.swipes = 3;
	GIVES({ "{{currentSwipeId}}/{{lastSwipeId}}", "2/3" });
	static const struct macro_outlet OUTLETS[] = { { STR_INIT("Map"), STR_INIT("{{user}}"),
							 false } };
	context.outlets = OUTLETS;
	context.outlet_count = 1;
	struct macro_banned banned = { .n = 0 };
	context.banned = &banned;
	GIVES({ "{{outlet::Map}}|{{outlet::None}}|{{banned \"tapestry\"}}", "{{user}}||" });
	ASSERT_EQ(1u, banned.n);
	ASSERT_STR_EQ("tapestry", str_cstr(arena, banned.at[0]));
	PASS();
}

/* ---- hostile texts ------------------------------------------------------------------------- */

static struct str
repeated(const char *piece, size_t times)
{
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < times; i++)
		buf_str(&out, str_from(piece));
	return buf_done(&out);
}

TEST
depth_and_size_are_capped(void)
{
	struct buf deep = buf_in(arena);
	for (int i = 0; i < 5000; i++)
		buf_lit(&deep, "{{reverse::");
	buf_lit(&deep, "x");
	for (int i = 0; i < 5000; i++)
		buf_lit(&deep, "}}");
	ASSERT(macro_expand(arena, &context, buf_done(&deep)).n <= MACRO_BYTES);
	context.description = repeated("abcdefgh", 30000);
	struct str wide = macro_expand(arena, &context, repeated("{{description}}", 15000));
	ASSERT_EQ((size_t)MACRO_BYTES, wide.n);
	(void)macro_expand(arena, &context, repeated("{{comment::{{description}}}}", 9000));
	(void)macro_expand(arena, &context, repeated("{{setvar::x}}", 15000));
	(void)macro_expand(arena, &context, repeated("{{/setvar}}{{a", 15000));
	(void)macro_expand(arena, &context, repeated("{{if x}}{{else}}", 10000));
	(void)macro_expand(arena, &context, repeated("{{addvar::x::{{getvar::x}}ab}}", 5000));
	ASSERT(macro_variable_get(&local, STR("x")).n <= MACRO_VALUE);
	PASS();
}

SUITE(macros)
{
	SET_SETUP(setup, NULL);
	SET_TEARDOWN(teardown, NULL);
	RUN_TEST(names_in_every_form);
	RUN_TEST(text_macros);
	RUN_TEST(purposes_differ);
	RUN_TEST(braces_around_tags);
	RUN_TEST(variables);
	RUN_TEST(short_forms_ask_and_choose);
	RUN_TEST(what_is_kept_back_is_told_in_every_shape);
	RUN_TEST(variables_travel_as_json);
	RUN_TEST(scopes);
	RUN_TEST(conditions);
	RUN_TEST(values_are_not_read_again);
	RUN_TEST(fields_are_expanded_once_and_never_in_themselves);
	RUN_TEST(chance);
	RUN_TEST(time_and_date);
	RUN_TEST(conversation);
	RUN_TEST(depth_and_size_are_capped);
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	RUN_SUITE(macros);
	GREATEST_MAIN_END();
}
