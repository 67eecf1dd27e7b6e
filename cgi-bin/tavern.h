/*
 * The parts of the screen /tavern: tavern.c is the room, tavern_filter.c its filters, tavern_lists.c tags,
 * favourites and what a member hides, tavern_search.c searching, tavern_sight.c what a member is shown.
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
	struct str language; /* "any", two letters, or empty: as the member prefers */
	struct str level;    /* "none": without what is not for everybody */
	struct str rated;
	struct str price;
	struct str cursor;
	int64_t limit;
};

/*
 * A page shows what fits of a filter with too many tags, or of a search that is too long, and says so (true);
 * a program is refused by tavern_read.
 */
bool tavern_cut(struct req *rq);
/* Reads the filter of the address; false when it is refused. `sort` is never empty then. */
NODISCARD bool tavern_read(struct req *rq, struct tavern_filter *in);

/*
 * The address of a filter: always the same for the same one. `toggle` is a tag that is put in or
 * taken out; `sort` and `cursor` may be empty.
 */
struct str tavern_url(struct req *rq, const struct tavern_filter *in, struct str sort,
		      struct str toggle, struct str cursor);
bool tavern_has_tag(const struct tavern_filter *in, struct str tag);

/* What the lists are asked for; false when there is no such order. `search` may be all zero. */
NODISCARD bool tavern_filter_of(const struct tavern_filter *in, const struct search *search,
				struct character_filter *out);
/*
 * Puts in what the asking member wished once and for all: their language, and content that is not for
 * everybody. Finds out who is asking; false when nothing changed.
 */
bool tavern_wish(struct req *rq, const struct tavern_filter *in, struct character_filter *filter);

/* The filters as choices of the page; `spoken` as tavern_total gives them. */
void tavern_show_choices(struct req *rq, struct view *page, const struct tavern_filter *in,
			 const struct character_filter *filter, struct strs spoken);

/* What a tag is called: as the house has it, else its name as words. */
struct str tavern_tag_label(struct arena *arena, struct str name, struct rows tags);

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
struct reply tavern_sight_page(struct req *rq);
struct reply tavern_sight_set(struct req *rq);

#endif
