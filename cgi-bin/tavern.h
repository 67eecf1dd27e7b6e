/*
 * The parts of the screen /tavern: tavern.c is the room with its filters, tavern_lists.c tags,
 * favourites and what a member hides, tavern_search.c searching.
 */
#ifndef SNUG_CGI_BIN_TAVERN_H
#define SNUG_CGI_BIN_TAVERN_H

#include "lib/character/list.h"
#include "lib/search/search.h"
#include "lib/web/serve.h"
#include "sql/tavern.h"

enum { TAVERN_TAGS = 10 /* in one filter */, TAVERN_PAGE = 24 };

struct tavern_filter {
	struct str sort;
	struct str tab; /* another name for sort, and "favorites" */
	struct strs tags;
	struct str q;
	struct str voice;
	struct str rated;
	struct str price;
	struct str cursor;
	int64_t limit;
};

/* Reads the filter of the address; false when it is refused. `sort` is never empty then. */
NODISCARD bool tavern_read(struct req *rq, struct tavern_filter *in);

/*
 * The address of a filter: always the same for the same one. `toggle` is a tag that is put in or
 * taken out; `sort` and `cursor` may be empty.
 */
struct str tavern_url(struct req *rq, const struct tavern_filter *in, struct str sort,
		      struct str toggle, struct str cursor);
bool tavern_has_tag(const struct tavern_filter *in, struct str tag);

/* "38 characters", "More than 1,000 characters" (n above `most`), "About 100,000 characters". */
struct str tavern_count_words(struct arena *arena, int64_t n, int64_t most);

/* The cards without what the asking member blocked; finds out who is asking. */
struct rows tavern_shown(struct req *rq, struct rows cards);

/* Handlers. */
struct reply tavern_tags_page(struct req *rq);
struct reply tavern_favorites_page(struct req *rq);
struct reply tavern_hidden_page(struct req *rq);
struct reply tavern_show_again(struct req *rq);
struct reply tavern_search_page(struct req *rq);

#endif
