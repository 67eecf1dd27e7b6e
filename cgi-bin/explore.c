/* Explore: the front door. What the house is, and some of who lives in it. */
#include "sql/explore.h"
#include "lib/character/list.h"
#include "lib/web/letter.h"
#include "lib/web/serve.h"
#include "lib/web/session.h"
#include "sql/character.h"

enum { CARDS = 18, SITEMAP_MOST = 10000 };

static void
show_tabs(struct view *page_only, struct str chosen)
{
	static const struct {
		struct str sort;
		const char *label;
		const char *url;
	} TABS[] = { { STR_INIT("fast"), "Fast load", "/explore?tab=fast" },
		     { STR_INIT("popular"), "Popular", "/explore" },
		     { STR_INIT("new"), "New", "/explore?tab=new" } };
	struct view_list *tabs = view_list(page_only, "tabs");
	for (size_t i = 0; i < COUNT(TABS); i++) {
		(void)view_push_tab(tabs, str_from(TABS[i].label), str_from(TABS[i].url),
				    str_eq(TABS[i].sort, chosen));
	}
}

static struct reply
welcome(struct req *rq)
{
	struct str tab = req_query(rq, "tab");
	struct character_filter filter = { .limit = CARDS };
	if (!character_sort_from(tab, &filter.sort) || filter.sort == CHARACTER_TRENDING ||
	    filter.sort == CHARACTER_RECENT) {
		filter.sort = CHARACTER_POPULAR;
		tab = STR("popular");
	}
	struct str next;
	struct view *v = view_new(rq->arena);
	struct db_later *featured = explore_featured_ahead(rq->db);
	struct rows cards = character_list(rq->db, rq->arena, &filter, &next);
	session_know(rq);
	const struct member *me = rq->member;
	if (me != NULL)
		cards = character_unhidden(
			rq->db, rq->arena, cards,
			&(struct character_taste){ me->id, me->hides, me->tags_off });
	view_rows(v, "items", cards);
	view_text(v, "nextCursor", next);
	struct view *page_only = view_object(v, "page");
	view_rows(page_only, "featured", db_collect(featured));
	show_tabs(page_only, tab);
	view_url(page_only, "nextUrl", str_fmt(rq->arena, "/tavern?sort=%.*s", STR_ARG(tab)));
	return page(rq, "explore/index", v);
}

/* ---- for search engines -------------------------------------------------------------------- */

/* Nothing that belongs to a member; listed characters by the map. */
static struct reply
robots(struct req *rq)
{
	struct buf out = buf_in(rq->arena);
	buf_lit(&out, "User-agent: *\nDisallow: /api/\nDisallow: /chat\nDisallow: /checkout\n"
		      "Disallow: /favorites\nDisallow: /gallery\nDisallow: /gems\n"
		      "Disallow: /generate\nDisallow: /notifications\nDisallow: /report\n"
		      "Disallow: /reset\nDisallow: /search\nDisallow: /settings\n"
		      "Disallow: /stream\nDisallow: /tavern/\nDisallow: /tavern?\n\nSitemap: ");
	buf_str(&out, letter_link(rq->arena, STR("/sitemap.xml")));
	buf_char(&out, '\n');
	struct reply reply = { .status = 200,
			       .type = "text/plain; charset=utf-8",
			       .body = buf_done(&out) };
	reply_header(&reply, STR("Cache-Control: public, max-age=86400"));
	return reply;
}

static void
put_place(struct buf *out, struct str base, const char *path, int64_t id)
{
	buf_lit(out, "<url><loc>");
	buf_html(out, base);
	buf_fmt(out, "%s", path);
	if (id > 0)
		buf_i64(out, id);
	buf_lit(out, "</loc>");
}

/* Its address never holds what a request says, and its length is bounded. */
static struct reply
sitemap(struct req *rq)
{
	static const char *const PAGES[] = { "/", "/explore", "/tavern" };
	struct str base = letter_link(rq->arena, STR(""));
	struct buf out = buf_in(rq->arena);
	buf_lit(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		      "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
	for (size_t i = 0; i < COUNT(PAGES); i++) {
		put_place(&out, base, PAGES[i], 0);
		buf_lit(&out, "</url>\n");
	}
	struct rows rows = character_sitemap(rq->db, SITEMAP_MOST);
	for (size_t i = 0; i < rows.n; i++) {
		const struct character_sitemap_row *row = character_sitemap_at(rows, i);
		put_place(&out, base, "/character/", row->id.v);
		buf_fmt(&out, "<lastmod>%.*s</lastmod></url>\n", STR_ARG(row->day));
	}
	buf_lit(&out, "</urlset>\n");
	struct reply reply = { .status = 200,
			       .type = "application/xml; charset=utf-8",
			       .body = buf_done(&out) };
	reply_header(&reply, STR("Cache-Control: public, max-age=3600"));
	return reply;
}

static const struct route ROUTES[] = {
	{ GET, "/", welcome, FOR_READERS },
	{ GET, "/explore", welcome, FOR_READERS },
	{ GET, "/robots.txt", robots, FOR_READERS },
	{ GET, "/sitemap.xml", sitemap, FOR_READERS },
};

int
main(void)
{
	return screen_serve("explore", ROUTES, COUNT(ROUTES));
}
