/* The engine beyond the official specification: safety of values, limits, hostile templates. */
#include "lib/base/fault.h"
#include "lib/web/mustache.h"
#include "tests/greatest.h"

GREATEST_MAIN_DEFS();

static struct arena *arena;

static void
set_up(void *data)
{
	(void)data;
	arena = arena_new(256 * 1024 * 1024);
}

static void
tear_down(void *data)
{
	(void)data;
	arena_free(arena);
}

static const struct mustache *
find(void *store, struct str name, uint32_t hash)
{
	struct mustache_error error;
	const json_t *text = json_object_getn(store, name.p, name.n);
	(void)hash;
	return text == NULL ? NULL : mustache_compile(arena, json_text(text), &error);
}

static enum mustache_outcome
render_into(struct buf *out, struct str text, struct view_value root, enum mustache_mode mode,
	    const char *partials)
{
	struct str why;
	struct mustache_error error;
	json_t *store = json_read(arena, str_from(partials), &why);
	struct mustache_env env = {
		.mode = mode, .limit = MUSTACHE_OUTPUT_MAX, .find = find, .store = store
	};
	const struct mustache *template = mustache_compile(arena, text, &error);
	ENSURE(template != NULL && store != NULL);
	return mustache_render(template, root, &env, out);
}

/* What a template gives over JSON data, by the bare specification. */
static const char *
render(const char *text, const char *data, const char *partials)
{
	struct str why;
	struct buf out = buf_in(arena);
	const json_t *root = json_read(arena, str_from(data), &why);
	ENSURE(render_into(&out, str_from(text), view_from_json(root), MUSTACHE_BARE, partials) ==
	       MUSTACHE_DONE);
	return str_cstr(arena, buf_done(&out));
}

static const char *
render_view(const char *text, const struct view *v, enum mustache_mode mode)
{
	struct buf out = buf_in(arena);
	ENSURE(render_into(&out, str_from(text), view_root(v), mode, "{}") == MUSTACHE_DONE);
	return str_cstr(arena, buf_done(&out));
}

/* "line:column message" of a template that does not compile; "" when it does. */
static const char *
error_of(struct str text)
{
	struct mustache_error error;
	if (mustache_compile(arena, text, &error) != NULL)
		return "";
	return str_fmt(arena, "%zu:%zu %.*s", error.line, error.column, STR_ARG(error.message)).p;
}

TEST
only_html_is_raw_in_the_house(void)
{
	struct view *v = view_new(arena);
	view_text(v, "text", STR("<b>'\"&"));
	view_url(v, "url", STR("/a?b&c"));
	view_html(v, "html", STR("<i>&amp;</i>"));
	view_gems(v, "gems", (struct gems){ 1250500 });
	ASSERT_STR_EQ("&lt;b&gt;&#39;&quot;&amp; /a?b&amp;c <i>&amp;</i> 1,250.5",
		      render_view("{{{text}}} {{{url}}} {{{html}}} {{{gems}}}", v, MUSTACHE_HOUSE));
	ASSERT_STR_EQ("&lt;i&gt;&amp;amp;&lt;/i&gt; <i>&amp;</i>",
		      render_view("{{html}} {{& html}}", v, MUSTACHE_HOUSE));
	ASSERT_STR_EQ("<b>'\"& /a?b&c", render_view("{{{text}}} {{&url}}", v, MUSTACHE_BARE));
	PASS();
}

TEST
plain_text_is_never_escaped(void)
{
	struct view *v = view_new(arena);
	view_text(v, "name", STR("Tom & \"Jerry\""));
	ASSERT_STR_EQ("Dear Tom & \"Jerry\"", render_view("Dear {{name}}", v, MUSTACHE_PLAIN));
	PASS();
}

TEST
null_hides_an_outer_value(void)
{
	ASSERT_STR_EQ("[-]", render("{{#row}}[{{name}}{{^name}}-{{/name}}]{{/row}}",
				    "{\"name\":\"outer\",\"row\":{\"name\":null}}", "{}"));
	PASS();
}

TEST
an_empty_list_and_text_are_false_and_zero_is_true(void)
{
	ASSERT_STR_EQ("..0", render("{{#a}}x{{/a}}{{^a}}.{{/a}}{{#b}}x{{/b}}{{^b}}.{{/b}}"
				    "{{#c}}{{.}}{{/c}}",
				    "{\"a\":[],\"b\":\"\",\"c\":0}", "{}"));
	PASS();
}

TEST
lines_may_end_in_cr_lf(void)
{
	ASSERT_STR_EQ("a\r\n  x\r\n\r\n  y\r\nb\r\n",
		      render("a\r\n  {{>p}}\r\n{{! gone }}\r\nb\r\n", "{}",
			     "{\"p\":\"x\\r\\n\\r\\ny\\r\\n\"}"));
	PASS();
}

TEST
indentation_of_partials_adds_up(void)
{
	ASSERT_STR_EQ(" a\n   b\n   1\n   2\n c\n",
		      render(" {{>p}}\n", "{\"x\":[1,2]}",
			     "{\"p\":\"a\\n  {{>q}}\\nc\\n\","
			     "\"q\":\"b\\n{{#x}}\\n{{.}}\\n{{/x}}\\n\"}"));
	PASS();
}

TEST
an_inline_partial_is_not_indented(void)
{
	ASSERT_STR_EQ("  |a\nb|\n", render("  {{>p}}\n", "{}",
					   "{\"p\":\"|{{>q}}|\\n\","
					   "\"q\":\"a\\nb\"}"));
	PASS();
}

TEST
an_argument_sees_only_outer_arguments(void)
{
	const char *partials = "{\"page\":\"<t>{{$title}}{{/title}}</t>{{$body}}{{/body}}\","
			       "\"card\":\"<c>{{$title}}{{/title}}</c>\"}";
	ASSERT_STR_EQ("<t>Page</t><c>Card</c>",
		      render("{{<page}}{{$title}}Page{{/title}}{{$body}}{{<card}}{{$title}}Card"
			     "{{/title}}{{/card}}{{/body}}{{/page}}",
			     "{}", partials));
	PASS();
}

TEST
a_block_in_its_own_argument_ends(void)
{
	ASSERT_STR_EQ("a b", render("{{<p}}{{$x}}a {{$x}}b{{/x}}{{/x}}{{/p}}", "{}",
				    "{\"p\":\"{{$x}}{{/x}}\"}"));
	PASS();
}

TEST
parents_and_their_tags_are_muted_outside_of_arguments(void)
{
	ASSERT_STR_EQ("ok", render("{{<p}}no {{a}} {{#a}}no{{$x}}no{{/x}}{{/a}}{{>p}}{{<p}}"
				   "{{$x}}no{{/x}}{{/p}}{{$x}}ok{{/x}}{{/p}}",
				   "{\"a\":1}", "{\"p\":\"{{$x}}{{/x}}\"}"));
	PASS();
}

TEST
errors_come_with_line_and_column(void)
{
	static const struct {
		struct str text;
		const char *error;
	} CASES[] = {
		{ STR_INIT("a\n  {{b"), "2:3 a tag that is not closed by }}" },
		{ STR_INIT("\xc3\xa9{{{b}}"), "1:2 a tag that is not closed by }}}" },
		{ STR_INIT("{{#a}}\n"), "1:1 \"a\" is never closed" },
		{ STR_INIT("{{/a}}"), "1:1 \"a\" ends here but never began" },
		{ STR_INIT("{{#a}}\r\n {{/b}}"),
		  "2:2 \"b\" ends here, but \"a\" of line 1 is open" },
		{ STR_INIT("{{}}"), "1:1 a tag without a name" },
		{ STR_INIT("{{a b}}"), "1:1 white space in the name \"a b\"" },
		{ STR_INIT("{{a..b}}"), "1:1 an empty part in the name \"a..b\"" },
		{ STR_INIT("{{=<%=}}"),
		  "1:1 a change of delimiters needs two, with a space between" },
		{ STR_INIT("{{=}}"), "1:1 a change of delimiters must end in an equals sign" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++)
		ASSERT_STR_EQ(CASES[i].error, error_of(CASES[i].text));
	PASS();
}

static struct str
repeated(const char *piece, size_t times, const char *other)
{
	struct buf text = buf_in(arena);
	for (size_t i = 0; i < times; i++)
		buf_str(&text, str_from(piece));
	for (size_t i = 0; i < times; i++)
		buf_str(&text, str_from(other));
	return buf_done(&text);
}

TEST
deep_nesting_is_an_error(void)
{
	ASSERT(strstr(error_of(repeated("{{#a}}", 60000, "")), "nested deeper") != NULL);
	ASSERT(strstr(error_of(repeated("{{#a}}", 40000, "{{/a}}")), "nested deeper") != NULL);
	ASSERT(strstr(error_of(repeated("{{<a}}{{$b}}", 20000, "")), "nested deeper") != NULL);
	ASSERT(strstr(error_of(repeated("{{#a}}", 100000, "")), "longer than") != NULL);
	ASSERT_STR_EQ("", error_of(repeated("{{#a}}", MUSTACHE_NESTING_MAX, "{{/a}}")));
	PASS();
}

TEST
odd_bytes_pass_through(void)
{
	struct view *v = view_new(arena);
	struct buf out = buf_in(arena);
	struct str text = STR("a\0b\xff{{x\0y}}\0");
	view_text(v, "x", STR("no"));
	ASSERT_EQ(MUSTACHE_DONE, render_into(&out, text, view_root(v), MUSTACHE_HOUSE, "{}"));
	ASSERT_EQ(5, out.n);
	ASSERT_MEM_EQ("a\0b\xff\0", out.p, 5);
	PASS();
}

TEST
names_have_an_end(void)
{
	struct str name = repeated("n", MUSTACHE_NAME_MAX, "");
	struct str dots = repeated("a.", MUSTACHE_NAME_MAX / 2 - 1, "");
	struct str text = str_fmt(arena, "[{{%.*s}}{{%.*sb}}]", STR_ARG(name), STR_ARG(dots));
	ASSERT_STR_EQ("[]", render(str_cstr(arena, text), "{\"a\":{}}", "{}"));
	text = str_fmt(arena, " {{%.*sn}}", STR_ARG(name));
	ASSERT_STR_EQ("1:2 a name of more than 1024 bytes", error_of(text));
	text = str_fmt(arena, "{{#a}}{{/%.*s}}", STR_ARG(repeated("n", 200000, "")));
	ASSERT(strstr(error_of(text), "ends here, but") != NULL);
	PASS();
}

TEST
a_loop_of_partials_is_cut(void)
{
	struct view *v = view_new(arena);
	struct buf out = buf_in(arena);
	ASSERT_EQ(MUSTACHE_TOO_DEEP, render_into(&out, STR("{{>p}}"), view_root(v), MUSTACHE_HOUSE,
						 "{\"p\":\"x{{>p}}\"}"));
	ASSERT_EQ(MUSTACHE_CALLS_MAX, out.n);
	out = buf_in(arena);
	ASSERT_EQ(MUSTACHE_TOO_DEEP,
		  render_into(&out, STR("{{<p}}{{$a}}{{<p}}{{/p}}{{/a}}{{/p}}"), view_root(v),
			      MUSTACHE_HOUSE, "{\"p\":\"x{{$a}}{{/a}}{{<p}}{{/p}}\"}"));
	PASS();
}

TEST
a_tree_is_followed_to_its_end(void)
{
	const char *tree = "{\"n\":1,\"kids\":[{\"n\":2,\"kids\":[]},"
			   "{\"n\":3,\"kids\":[{\"n\":4,\"kids\":[]}]}]}";
	ASSERT_STR_EQ("1(2()3(4()))", render("{{>node}}", tree,
					     "{\"node\":\"{{n}}({{#kids}}{{>node}}{{/kids}})\"}"));
	PASS();
}

TEST
work_and_output_have_an_end(void)
{
	struct str why;
	struct buf out = buf_in(arena);
	struct str list = str_fmt(arena, "{\"l\":[%.*s0]}", STR_ARG(repeated("0,", 199, "")));
	struct view_value root = view_from_json(json_read(arena, list, &why));
	ASSERT_EQ(MUSTACHE_TOO_MUCH,
		  render_into(&out, repeated("{{#l}}", 6, "{{/l}}"), root, MUSTACHE_HOUSE, "{}"));
	struct str wide = str_fmt(arena, "{{#l}}{{#l}}%.*s{{/l}}{{/l}}",
				  STR_ARG(repeated("0123456789", 100, "")));
	ASSERT_EQ(MUSTACHE_TOO_LONG, render_into(&out, wide, root, MUSTACHE_HOUSE, "{}"));
	ASSERT_IN_RANGE((size_t)MUSTACHE_OUTPUT_MAX, out.n, (size_t)2000);
	PASS();
}

TEST
a_full_arena_is_a_fault(void)
{
	struct fault_frame frame;
	struct arena *volatile small = arena_new(4096);
	if (FAULT_CATCH(frame)) {
		struct buf out = buf_in(small);
		struct view *v = view_new(small);
		(void)!render_into(&out, repeated("x", 10000, ""), view_root(v), MUSTACHE_HOUSE,
				   "{}");
		fault_pop(&frame);
		arena_free(small);
		FAIL();
	}
	arena_free(small);
	ASSERT_EQ(FAULT_MEMORY, frame.fault.kind);
	PASS();
}

SUITE(mustache)
{
	SET_SETUP(set_up, NULL);
	SET_TEARDOWN(tear_down, NULL);
	RUN_TEST(only_html_is_raw_in_the_house);
	RUN_TEST(plain_text_is_never_escaped);
	RUN_TEST(null_hides_an_outer_value);
	RUN_TEST(an_empty_list_and_text_are_false_and_zero_is_true);
	RUN_TEST(lines_may_end_in_cr_lf);
	RUN_TEST(indentation_of_partials_adds_up);
	RUN_TEST(an_inline_partial_is_not_indented);
	RUN_TEST(an_argument_sees_only_outer_arguments);
	RUN_TEST(a_block_in_its_own_argument_ends);
	RUN_TEST(parents_and_their_tags_are_muted_outside_of_arguments);
	RUN_TEST(errors_come_with_line_and_column);
	RUN_TEST(deep_nesting_is_an_error);
	RUN_TEST(odd_bytes_pass_through);
	RUN_TEST(names_have_an_end);
	RUN_TEST(a_loop_of_partials_is_cut);
	RUN_TEST(a_tree_is_followed_to_its_end);
	RUN_TEST(work_and_output_have_an_end);
	RUN_TEST(a_full_arena_is_a_fault);
}

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	RUN_SUITE(mustache);
	GREATEST_MAIN_END();
}
