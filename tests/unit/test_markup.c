/* Markdown of members and creators: what is shown, and that nothing of it can act. */
#include <string.h>
#include <time.h>

#include "lib/base/arena.h"
#include "lib/web/markup.h"
#include "tests/greatest.h"

static struct arena *arena;

static const char *
html(const char *markdown)
{
	return str_cstr(arena, markup_html(arena, str_from(markdown)));
}

static int
times(const char *text, const char *part)
{
	int n = 0;
	while ((text = strstr(text, part)) != NULL) {
		text += strlen(part);
		n++;
	}
	return n;
}

TEST
shows_emphasis_and_line_breaks(void)
{
	ASSERT_STR_EQ("<p><em>smiles</em> <strong>well</strong></p>\n", html("*smiles* **well**"));
	ASSERT_STR_EQ("<p>one<br />\ntwo</p>\n", html("one\ntwo"));
	PASS();
}

/* Members type "<sighs>" and mean it. */
TEST
shows_what_looks_like_a_tag(void)
{
	ASSERT_STR_EQ("<p>&lt;sighs&gt; <em>well</em></p>\n", html("<sighs> *well*"));
	ASSERT_STR_EQ("<p>a &lt;b onclick=&quot;x()&quot;&gt;b&lt;/b&gt;</p>\n",
		      html("a <b onclick=\"x()\">b</b>"));
	ASSERT_STR_EQ("<p>&lt;script&gt;<br />\nalert(1)<br />\n&lt;/script&gt;</p>\n",
		      html("<script>\nalert(1)\n</script>"));
	ASSERT_STR_EQ("<p>a &lt;!-- b --&gt; c</p>\n", html("a <!-- b --> c"));
	ASSERT_STR_EQ("<p>1 &lt; 2 &amp; 3 &gt; 2</p>\n", html("1 < 2 & 3 > 2"));
	PASS();
}

TEST
keeps_only_harmless_links(void)
{
	ASSERT_STR_EQ("<p><a href=\"https://example.org/\">x</a></p>\n",
		      html("[x](https://example.org/)"));
	ASSERT_STR_EQ("<p><a href=\"/tavern\">x</a></p>\n", html("[x](/tavern)"));
	ASSERT_STR_EQ("<p>x</p>\n", html("[x](javascript:alert(1))"));
	ASSERT_STR_EQ("<p>x</p>\n", html("[x](//example.org/)"));
	ASSERT_STR_EQ("<p>x</p>\n", html("[x](/\\example.org/)"));
	ASSERT_STR_EQ("<p>a picture</p>\n", html("![a picture](https://example.org/x.png)"));
	PASS();
}

/* The same inside a block that looks like HTML. */
TEST
keeps_only_harmless_links_beside_tags(void)
{
	ASSERT_STR_EQ("<p>&lt;div&gt;<br />\nx y</p>\n",
		      html("<div>\n[x](//example.org/) ![y](https://example.org/x.png)"));
	PASS();
}

TEST
marks_speech_and_what_is_taken_back(void)
{
	ASSERT_STR_EQ(
		"<p><em>She nods.</em> <q>&quot;Well, <em>yes</em>.&quot;</q> Then gone.</p>\n",
		html("*She nods.* \"Well, *yes*.\" Then gone."));
	ASSERT_STR_EQ("<p><q>\u201cA\u201d</q> <q>\u00abB\u00bb</q> <q>\u300cC\u300d</q></p>\n",
		      html("\u201cA\u201d \u00abB\u00bb \u300cC\u300d"));
	ASSERT_STR_EQ("<p><em><q>&quot;Hush,&quot;</q> she says</em></p>\n",
		      html("*\"Hush,\" she says*"));
	ASSERT_STR_EQ("<p><q>&quot;I <del>hate</del> love it&quot;</q></p>\n",
		      html("\"I ~~hate~~ love it\""));
	/* Marks that do not close in their line, or do not open, are left alone. */
	ASSERT_STR_EQ("<p>6'2&quot; and &quot;open<br />\nclosed&quot;</p>\n",
		      html("6'2\" and \"open\nclosed\""));
	ASSERT_STR_EQ("<p>&quot;a <em>b&quot; c</em></p>\n", html("\"a *b\" c*"));
	ASSERT_STR_EQ("<p><code>&quot;a&quot; ~~b~~</code> &quot;&quot;</p>\n",
		      html("`\"a\" ~~b~~` \"\""));
	ASSERT_STR_EQ(
		"<p><a href=\"/tavern\" title=\"&quot;a&quot;\"><q>&quot;b&quot;</q></a></p>\n",
		html("[\"b\"](/tavern '\"a\"')"));
	PASS();
}

/* What is deeper than anybody reads is shown, and pushes nothing off the page. */
TEST
sets_off_so_deep_and_no_deeper(void)
{
	ASSERT_STR_EQ("<blockquote>\n<blockquote>\n<p>a</p>\n</blockquote>\n</blockquote>\n",
		      html(">> a"));
	const char *deep = html(">>>>>>>>>> a");
	ASSERT_EQ(6, times(deep, "<blockquote>"));
	ASSERT(strstr(deep, "<p>a</p>") != NULL);
	deep = html("- - - - - - - - - a\n                  b");
	ASSERT_EQ(6, times(deep, "<ul>"));
	ASSERT_EQ(6, times(deep, "<li>"));
	ASSERT(strstr(deep, "a<br />\nb") != NULL);
	PASS();
}

TEST
shows_tables(void)
{
	ASSERT_STR_EQ(
		"<p>Before</p>\n<div class=\"md-table\" tabindex=\"0\"><table><thead>\n"
		"<tr><th>Name</th><th><em>HP</em></th></tr>\n</thead><tbody>\n"
		"<tr><td>Ash</td><td>10 | 12</td></tr>\n<tr><td>&lt;b&gt;</td><td></td></tr>\n"
		"</tbody></table></div>\n<p>After</p>\n",
		html("Before\n| Name | *HP* |\n|:---|---:|\n| Ash | 10 \\| 12 |\n| <b> |\nAfter"));
	ASSERT_STR_EQ("<p>|a|b|<br />\n|-|</p>\n", html("|a|b|\n|-|"));
	ASSERT_STR_EQ("<pre><code>|a|\n|-|\n</code></pre>\n", html("```\n|a|\n|-|\n```"));
	PASS();
}

/* 64 KiB of what other readers of Markdown take minutes for. */
TEST
takes_no_longer_for_what_is_meant_to_take_long(void)
{
	static const char *const UNITS[] = { "-|", "|-|\n",   "|a|\n|-|\n", "\u201c \"a\" ",
					     "\"", "~~ ~~a",  "\u201c*",    "a\"b\"",
					     "|x", "**a *b ", "[a](",	    "<b>\"",
					     "> ", "- " };
	static char text[65536];
	for (size_t i = 0; i < COUNT(UNITS); i++) {
		size_t unit = strlen(UNITS[i]), n = 0;
		for (; n + unit < sizeof(text); n += unit)
			memcpy(text + n, UNITS[i], unit);
		struct arena *own = arena_new(64 * 1024 * 1024);
		/* Of the processor, not of the wall: other programs run, too. */
		clock_t from = clock();
		struct str made = markup_html(own, (struct str){ text, n });
		clock_t took = clock() - from;
		ASSERT(made.n > 0);
		ASSERTm(UNITS[i], took < 3 * CLOCKS_PER_SEC);
		arena_free(own);
	}
	PASS();
}

TEST
takes_odd_bytes(void)
{
	ASSERT_STR_EQ("", html(""));
	ASSERT(strstr(html("a \xff b"), "\xff") == NULL);
	PASS();
}

GREATEST_MAIN_DEFS();

int
main(int argc, char **argv)
{
	arena = arena_new(1024 * 1024);
	GREATEST_MAIN_BEGIN();
	RUN_TEST(shows_emphasis_and_line_breaks);
	RUN_TEST(shows_what_looks_like_a_tag);
	RUN_TEST(keeps_only_harmless_links);
	RUN_TEST(keeps_only_harmless_links_beside_tags);
	RUN_TEST(marks_speech_and_what_is_taken_back);
	RUN_TEST(sets_off_so_deep_and_no_deeper);
	RUN_TEST(shows_tables);
	RUN_TEST(takes_no_longer_for_what_is_meant_to_take_long);
	RUN_TEST(takes_odd_bytes);
	arena_free(arena);
	GREATEST_MAIN_END();
}
