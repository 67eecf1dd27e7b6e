/* The store of templates (reload, last good version, threads) and the checker. */
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/fault.h"
#include "lib/web/template.h"
#include "lib/web/template_check.h"
#include "tests/greatest.h"

GREATEST_MAIN_DEFS();

static struct arena *arena;
static struct template_store *store;
static char folder[64];

static const char *
path_of(const char *name)
{
	return str_fmt(arena, "%s/%s", folder, name).p;
}

static void
write_file(const char *name, const char *text)
{
	const char *made = path_of(str_fmt(arena, "%s.new", name).p);
	FILE *file = fopen(made, "w");
	ENSURE(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0);
	ENSURE(rename(made, path_of(name)) == 0);
}

static void
set_up(void *data)
{
	(void)data;
	arena = arena_new(64 * 1024 * 1024);
	(void)snprintf(folder, sizeof(folder), "/tmp/snug-templates-XXXXXX");
	ENSURE(mkdtemp(folder) != NULL);
	ENSURE(mkdir(path_of("partials"), 0700) == 0 && mkdir(path_of("tavern"), 0700) == 0);
	store = template_store_open(folder);
}

static void
tear_down(void *data)
{
	(void)data;
	template_store_close(store);
	ENSURE(system(str_fmt(arena, "rm -rf %s", folder).p) == 0);
	arena_free(arena);
}

/* "(none)" when there is no such template. */
static const char *
render(const char *name)
{
	struct view *v = view_new(arena);
	struct buf out = buf_in(arena);
	view_text(v, "name", STR("<Ada>"));
	view_text(v, "which", STR("card"));
	view_text(v, "wrong", STR("../secret"));
	if (!template_render(store, name, v, clock_now(), &out))
		return "(none)";
	return str_cstr(arena, buf_done(&out));
}

/* The store looks at files once a second. */
static void
wait_for_look(void)
{
	const struct timespec second = { 1, 10000000 };
	(void)nanosleep(&second, NULL);
}

TEST
names_lead_to_partials_first(void)
{
	write_file("tavern/room.mustache", "{{<layout}}{{$body}}{{>card}} {{>icon}} {{>*which}}"
					   "{{>*wrong}}{{>nobody}}{{/body}}{{/layout}}");
	write_file("layout.mustache", "<main>{{$body}}{{/body}}</main>");
	write_file("partials/card.mustache", "card {{name}}");
	write_file("card.mustache", "no");
	write_file("icon.mustache", "icon");
	ASSERT_STR_EQ("<main>card &lt;Ada&gt; icon card &lt;Ada&gt;</main>", render("tavern/room"));
	ASSERT_STR_EQ("(none)", render("tavern/attic"));
	ASSERT_STR_EQ("(none)", render("../tavern/room"));
	ASSERT_STR_EQ("(none)", render(""));
	PASS();
}

TEST
plain_text_by_name(void)
{
	write_file("mail.txt.mustache", "Dear {{name}}");
	ASSERT_STR_EQ("Dear <Ada>", render("mail.txt"));
	PASS();
}

TEST
a_change_is_seen_and_the_last_good_version_stays(void)
{
	write_file("a.mustache", "one {{>p}}");
	write_file("partials/p.mustache", "first");
	ASSERT_STR_EQ("one first", render("a"));
	write_file("a.mustache", "two {{>p}}");
	write_file("partials/p.mustache", "{{#broken");
	wait_for_look();
	ASSERT_STR_EQ("two first", render("a"));
	ENSURE(unlink(path_of("a.mustache")) == 0);
	write_file("partials/p.mustache", "second");
	wait_for_look();
	ASSERT_STR_EQ("two second", render("a"));
	write_file("a.mustache", "three");
	wait_for_look();
	ASSERT_STR_EQ("three", render("a"));
	PASS();
}

TEST
a_broken_template_mends(void)
{
	write_file("a.mustache", "{{/x}}");
	ASSERT_STR_EQ("(none)", render("a"));
	write_file("a.mustache", "good");
	wait_for_look();
	ASSERT_STR_EQ("good", render("a"));
	PASS();
}

TEST
a_full_arena_leaves_the_store_usable(void)
{
	write_file("a.mustache", "{{name}} and more text than fits");
	struct fault_frame frame;
	struct arena *volatile small = arena_new(1024);
	if (FAULT_CATCH(frame)) {
		struct buf out = buf_in(small);
		struct view *v = view_new(arena);
		char *text = arena_take(arena, 4096);
		memset(text, '<', 4096);
		view_text(v, "name", (struct str){ text, 4096 });
		(void)!template_render(store, "a", v, clock_now(), &out);
		fault_pop(&frame);
		arena_free(small);
		FAIL();
	}
	arena_free(small);
	ASSERT_STR_EQ("&lt;Ada&gt; and more text than fits", render("a"));
	PASS();
}

enum { THREADS = 4, EDITS = 4 };

static atomic_bool stop;
static atomic_int wrong;

static void *
render_on(void *data)
{
	(void)data;
	struct arena *own = arena_new(1024 * 1024);
	while (!atomic_load(&stop)) {
		struct view *v = view_new(own);
		struct buf out = buf_in(own);
		if (!template_render(store, "a", v, clock_now(), &out) ||
		    !str_starts(buf_done(&out), STR("good ")))
			atomic_fetch_add(&wrong, 1);
		arena_reset(own);
	}
	arena_free(own);
	return NULL;
}

TEST
threads_render_while_files_change(void)
{
	pthread_t threads[THREADS];
	write_file("partials/p.mustache", "0");
	write_file("a.mustache", "good {{>p}}{{>p}}");
	atomic_store(&stop, false);
	for (int i = 0; i < THREADS; i++)
		ENSURE(pthread_create(&threads[i], NULL, render_on, NULL) == 0);
	for (int i = 0; i < EDITS; i++) {
		const struct timespec pause = { 0, 400000000 };
		write_file("partials/p.mustache", i % 2 == 0 ? "1" : "{{");
		write_file("a.mustache", "good {{>p}}");
		(void)nanosleep(&pause, NULL);
	}
	atomic_store(&stop, true);
	for (int i = 0; i < THREADS; i++)
		(void)pthread_join(threads[i], NULL);
	ASSERT_EQ(0, atomic_load(&wrong));
	PASS();
}

/* The checker. */

/* Findings as "line:column message; ...". */
static const char *
findings_of(const char *name, const char *text)
{
	struct buf out = buf_in(arena);
	struct template_findings found = template_check(arena, folder, str_from(name),
							str_from(text));
	for (size_t i = 0; i < found.n; i++)
		buf_fmt(&out, "%s%zu:%zu %s%.*s", i > 0 ? "; " : "", found.at[i].line,
			found.at[i].column, found.at[i].warning ? "warning: " : "",
			STR_ARG(found.at[i].message));
	return str_cstr(arena, buf_done(&out));
}

TEST
good_templates_pass(void)
{
	static const char *const GOOD[] = {
		"<!doctype html><p class=\"{{a}} b\" width=2>{{b}} < {{{bioHtml}}}</p>",
		"<a href=\"{{url}}\"{{#on}} aria-current=\"page\"{{/on}}>x</a>",
		"<a href=\"/u/{{name}}\">x</a><a href=\"#{{id}}\">x</a><a href=\"?q={{q}}\">x</a>",
		"<img src='{{row.avatarUrl}}' srcset=\"{{aUrl}} 1x, {{bUrl}} 2x\" alt=\"{{.}}\">",
		"<a href=\"{{#a}}/a{{/a}}{{^a}}{{bUrl}}{{/a}}\">x</a>",
		"<option{{#on}} selected{{/on}}{{#off}} disabled{{/off}}>x</option>",
		"<script src=\"/x.js?v={{v}}\" defer></script><!-- <b style=x> {{a}} -->",
		"<input {{$attrs}}value=\"{{v}}\"{{/attrs}}>",
		"<p title = \"{{x}}\">{{! comment }}</p>",
	};
	for (size_t i = 0; i < COUNT(GOOD); i++)
		ASSERT_STR_EQ("", findings_of("x", GOOD[i]));
	PASS();
}

TEST
bad_templates_are_found_out(void)
{
	static const struct {
		const char *text;
		const char *finding; /* a part of what is said */
	} BAD[] = {
		{ "<p>\n{{#a}}", "2:1 \"a\" is never closed" },
		{ "<a href={{url}}>x</a>", "1:9 a tag in an attribute without quotes" },
		{ "<a class=a{{b}}>x</a>", "1:11 a tag in an attribute without quotes" },
		{ "<a class={{#a}}b{{/a}}>x</a>", "1:10 a tag in an attribute without quotes" },
		{ "<a {{b}}>x</a>", "not in a quoted value" },
		{ "<{{b}}>", "not in a quoted value" },
		{ "<a HREF=\"{{name}}\">x</a>", "1:10 href begins with a value" },
		{ "<a href=\" {{name}}\">x</a>", "href begins with a value" },
		{ "<a href = '{{urls.name}}'>x</a>", "href begins with a value" },
		{ "<form action=\"{{#a}}{{b}}{{/a}}\">", "action begins with a value" },
		{ "<img srcset=\"/a 1x, {{b}} 2x\">", "srcset begins with a value" },
		{ "<a href=\"{{#a}}/x{{/a}}{{b}}\">x</a>", "href begins with a value" },
		{ "<a href=\"/{{b}}\">x</a>", "first slash" },
		{ "<a href=\"java{{b}}\">x</a>", "a url begins with" },
		{ "<a href=\"JAVA\nSCRIPT:x()\">x</a>", "a url that runs" },
		{ "<form action=\"https://evil.example\">x</form>", "another site" },
		{ "<script>x()</script>", "1:1 a script without src" },
		{ "<ScRiPt >x()</script>", "1:1 a script without src" },
		{ "<scr{{#a}}ipt{{/a}}>x</script>", "inside a name" },
		{ "<script src=\"/a.js\">{{x}}</script>", "inside script" },
		{ "<style>p{}</style>", "a style element" },
		{ "<p style=\"color:red\">x</p>", "a style attribute" },
		{ "<p onclick=\"x()\">x</p>", "an event handler" },
		{ "<p\nonclick=x()>x</p>", "an event handler" },
		{ "<p a=\"b\"onclick=\"x()\">x</p>", "an event handler" },
		{ "<p {{#a}}data-{{/a}}onclick=\"x()\">x</p>", "inside a name" },
		{ "<base href=\"/\">", "a base element" },
		{ "<meta http-equiv=\"refresh\">", "meta http-equiv" },
		{ "<iframe srcdoc=\"x\"></iframe>", "a srcdoc" },
		{ "{{{name}}}", "without escapes" },
		{ "{{&name}}", "without escapes" },
		{ "<p title=\"{{{bioHtml}}}\">x</p>", "an unescaped value in an attribute" },
		{ "{{=<% %>=}}", "a change of delimiters" },
		{ "{{>nobody}}", "there is no template \"nobody\"" },
		{ "{{<nobody}}{{/nobody}}", "there is no template \"nobody\"" },
		{ "<p title=\"{{>card}}\">x</p>", "a partial in an attribute" },
		{ "{{#a}}<p class=\"{{/a}}\">x</p>", "another part of the markup" },
		{ "<p class=\"x", "not closed at the end" },
		{ "<p {{$x}}{{/x}}>x</p>", "does not end in Attrs" },
		{ "{{<card}}{{$attrs}}onclick=\"x\"{{/attrs}}{{/card}}", "an event handler" },
		{ "{{<card}}{{$body}}<p onclick=\"x\">{{/body}}{{/card}}", "an event handler" },
		{ "a\xff", "1:2 a byte that is no UTF-8 text" },
	};
	write_file("partials/card.mustache", "{{$body}}{{/body}}");
	for (size_t i = 0; i < COUNT(BAD); i++) {
		const char *found = findings_of("x", BAD[i].text);
		if (strstr(found, BAD[i].finding) == NULL)
			(void)printf("# %s: %s\n", BAD[i].text, found);
		ASSERTm(BAD[i].finding, strstr(found, BAD[i].finding) != NULL);
	}
	PASS();
}

TEST
plain_text_has_no_markup(void)
{
	ASSERT_STR_EQ("", findings_of("mail/hello.txt", "Dear {{{name}}} <{{mail}}>"));
	PASS();
}

TEST
a_sample_tells_unknown_names(void)
{
	write_file("tavern/room.sample.json",
		   "{\"title\":\"x\",\"made\":\"2026\",\"rows\":[{\"a\":1},{\"b\":{\"c\":2}}],"
		   "\"none\":[]}");
	ASSERT_STR_EQ("", findings_of("tavern/room",
				      "{{title}}{{made.iso}}{{page.csrf}}{{#rows}}{{a}}{{b.c}}"
				      "{{title}}{{.}}{{/rows}}{{#none}}{{anything}}{{/none}}"));
	ASSERT_STR_EQ(
		"1:1 warning: the sample has no \"titel\"; "
		"2:10 warning: the sample has no \"b.d\"; "
		"2:26 warning: the sample has no \"c\"",
		findings_of("tavern/room", "{{titel}}\n{{#rows}}{{b.d}}{{/rows}}{{^c}}{{/c}}"));
	write_file("tavern/room.sample.json", "{");
	ASSERT(strstr(findings_of("tavern/room", "x"), "the sample is no JSON") != NULL);
	PASS();
}

TEST
findings_are_single_printable_lines(void)
{
	ASSERT_STR_EQ("1:7 \"a?[1mb\" ends here, but \"x\" of line 1 is open",
		      findings_of("x", "{{#x}}{{/a\033[1mb}}"));
	PASS();
}

SUITE(templates)
{
	SET_SETUP(set_up, NULL);
	SET_TEARDOWN(tear_down, NULL);
	RUN_TEST(names_lead_to_partials_first);
	RUN_TEST(plain_text_by_name);
	RUN_TEST(a_change_is_seen_and_the_last_good_version_stays);
	RUN_TEST(a_broken_template_mends);
	RUN_TEST(a_full_arena_leaves_the_store_usable);
	RUN_TEST(threads_render_while_files_change);
	RUN_TEST(good_templates_pass);
	RUN_TEST(bad_templates_are_found_out);
	RUN_TEST(plain_text_has_no_markup);
	RUN_TEST(a_sample_tells_unknown_names);
	RUN_TEST(findings_are_single_printable_lines);
}

int
main(int argc, char **argv)
{
	GREATEST_MAIN_BEGIN();
	RUN_SUITE(templates);
	GREATEST_MAIN_END();
}
