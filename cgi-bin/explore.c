/* Explore: the front door. What the house is, and some of who lives in it. */
#include "sql/explore.h"
#include "lib/character/list.h"
#include "lib/web/serve.h"

enum { CARDS = 18 };

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
		struct view *tab = view_push(tabs);
		view_text(tab, "label", str_from(TABS[i].label));
		view_url(tab, "url", str_from(TABS[i].url));
		view_bool(tab, "isActive", str_eq(TABS[i].sort, chosen));
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
	view_rows(v, "items", character_list(rq->db, rq->arena, &filter, &next));
	view_text(v, "nextCursor", next);
	struct view *page_only = view_object(v, "page");
	view_rows(page_only, "featured", db_collect(featured));
	show_tabs(page_only, tab);
	view_url(page_only, "nextUrl", str_fmt(rq->arena, "/tavern?sort=%.*s", STR_ARG(tab)));
	return page(rq, "explore/index", v);
}

static const struct route ROUTES[] = {
	{ GET, "/", welcome, FOR_READERS },
	{ GET, "/explore", welcome, FOR_READERS },
};

int
main(void)
{
	return screen_serve("explore", ROUTES, COUNT(ROUTES));
}
