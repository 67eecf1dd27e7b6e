/* Markdown of members and creators: what is shown, and that nothing of it can act. */
#include <string.h>

#include "lib/base/arena.h"
#include "lib/web/markup.h"
#include "tests/greatest.h"

static struct arena *arena;

static const char *
html(const char *markdown)
{
	return str_cstr(arena, markup_html(arena, str_from(markdown)));
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
	RUN_TEST(takes_odd_bytes);
	arena_free(arena);
	GREATEST_MAIN_END();
}
