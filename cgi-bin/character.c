/* A character's page: who they are, what they look like, what members think. */
#include "sql/character.h"
#include "lib/web/markup.h"
#include "lib/web/serve.h"

enum { TAB_ABOUT, TAB_EXAMPLES, TAB_GALLERY, TAB_REVIEWS };

static const struct str TABS[] = { STR_INIT("about"), STR_INIT("examples"), STR_INIT("gallery"),
				   STR_INIT("reviews") };

struct review {
	int64_t stars;
	struct str text;
};

static const struct field REVIEW[] = {
	FIELD_INT(struct review, stars, "stars", "Stars", 1, 5, true),
	FIELD_TEXT(struct review, text, "text", "Review", 0, 1000),
};

struct liking {
	bool on;
};

static const struct field LIKING[] = {
	FIELD_YES(struct liking, on, "on", "Favourite"),
};

static struct character_id
asked_id(const struct req *rq)
{
	return (struct character_id){ req_id(rq, 0) };
}

static struct member_id
viewer(const struct req *rq)
{
	return rq->member != NULL ? rq->member->id : (struct member_id){ 0 };
}

static struct str
address(struct req *rq, struct character_id id)
{
	return str_fmt(rq->arena, "/character/%lld", (long long)id.v);
}

static size_t
chosen_tab(struct req *rq)
{
	struct str name = req_query(rq, "tab");
	for (size_t i = 0; i < COUNT(TABS); i++)
		if (str_eq(name, TABS[i]))
			return i;
	return TAB_ABOUT;
}

static void
show_tabs(struct req *rq, struct view *page_only, const struct character_find_row *row, size_t tab)
{
	static const char *const LABELS[] = { "About", "Examples", "Gallery", "Reviews" };
	struct view_list *tabs = view_list(page_only, "tabs");
	for (size_t i = 0; i < COUNT(TABS); i++) {
		struct view *one = view_push(tabs);
		view_text(one, "label", str_from(LABELS[i]));
		view_url(one, "url",
			 str_fmt(rq->arena, "/character/%lld%s%.*s", (long long)row->id.v,
				 i == TAB_ABOUT ? "" : "?tab=", i == TAB_ABOUT ? 0 : (int)TABS[i].n,
				 TABS[i].p));
		view_bool(one, "isActive", i == tab);
		if (i == TAB_REVIEWS && row->rating_count > 0)
			view_count(one, "count", row->rating_count);
	}
	view_bool(page_only, "isAbout", tab == TAB_ABOUT);
	view_bool(page_only, "isExamples", tab == TAB_EXAMPLES);
	view_bool(page_only, "isGallery", tab == TAB_GALLERY);
	view_bool(page_only, "isReviews", tab == TAB_REVIEWS);
}

static void
show_gallery(struct req *rq, struct view *v, const struct character_find_row *row)
{
	struct rows pictures = character_gallery(rq->db, row->id);
	struct view_list *list = view_list(v, "gallery");
	for (size_t i = 0; i < pictures.n; i++) {
		const struct character_gallery_row *picture = character_gallery_at(pictures, i);
		struct view *tile = view_push(list);
		view_fields(tile, &character_gallery_type, picture);
		view_bool(tile, "isDone", true);
		view_bool(tile, "isSquare", picture->width == picture->height);
		view_text(tile, "altText", picture->alt);
		view_text(tile, "caption", row->name);
	}
}

/* Everything the page shows of the character, and what its open tab needs. */
static struct view *
character_view(struct req *rq, const struct character_find_row *row, size_t tab)
{
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	view_fields(v, &character_find_type, row);
	if (rq->wants_json) {
		view_rows(v, "gallery", character_gallery(rq->db, row->id));
		return v;
	}
	show_tabs(rq, page_only, row, tab);
	view_html(v, "longBioHtml", markup_html(rq->arena, row->long_bio));
	view_bool(v, "oneGem", row->gem_cost_per_message.milli == 1000);
	view_bool(page_only, "canReview", rq->member != NULL && !row->is_own);
	if (tab == TAB_GALLERY)
		show_gallery(rq, v, row);
	if (tab == TAB_REVIEWS) {
		view_rows(page_only, "reviews", character_reviews(rq->db, row->id));
		view_rows(page_only, "stars", character_stars(rq->db, row->id));
		view_int(page_only, "starsMax", row->rating_count > 0 ? row->rating_count : 1);
	}
	return v;
}

static struct reply
show(struct req *rq)
{
	const struct character_find_row *row = character_find(rq->db, asked_id(rq), viewer(rq));
	if (row == NULL)
		return not_found(rq);
	return page(rq, "character/show", character_view(rq, row, chosen_tab(rq)));
}

static struct reply
favorite(struct req *rq)
{
	struct liking in = { .on = true };
	struct character_id id = asked_id(rq);
	if (character_find(rq->db, id, rq->member->id) == NULL)
		return not_found(rq);
	if (!form_read(rq, LIKING, COUNT(LIKING), &in))
		return refuse(rq, 422, NULL, "Say whether this is a favourite: true or false.");
	if (in.on)
		(void)favorite_add(rq->db, rq->member->id, id);
	else
		(void)favorite_remove(rq->db, rq->member->id, id);
	struct view *v = view_new(rq->arena);
	view_bool(v, "isFavorite", in.on);
	return done(rq, 200, v, address(rq, id));
}

static struct reply
review(struct req *rq)
{
	struct review in = { 0 };
	struct character_id id = asked_id(rq);
	const struct character_find_row *row = character_find(rq->db, id, rq->member->id);
	if (row == NULL)
		return not_found(rq);
	if (!form_read(rq, REVIEW, COUNT(REVIEW), &in))
		return form_again(rq, 422, "character/show", character_view(rq, row, TAB_REVIEWS));
	if (review_put(rq->db, &(struct review_put_in){ .member_id = rq->member->id,
							.character_id = id,
							.member_name = rq->member->username,
							.stars = in.stars,
							.text = in.text }) == 0) {
		form_error(rq, "stars", "Review",
			   "You can review a character once you have talked with them.");
		return form_again(rq, 422, "character/show", character_view(rq, row, TAB_REVIEWS));
	}
	struct reply reply = done(rq, 200, NULL,
				  str_fmt(rq->arena, "%.*s?tab=reviews", STR_ARG(address(rq, id))));
	reply_flash(rq, &reply, FLASH_GOOD, "Your review is up. Thank you.");
	return reply;
}

static const struct route ROUTES[] = {
	{ GET, "/character/{id}", show, FOR_ANYONE },
	{ POST, "/character/{id}/favorite", favorite, FOR_MEMBER },
	{ POST, "/character/{id}/review", review, FOR_MEMBER },
	{ GET, "/api/characters/{id}", show, FOR_ANYONE },
	{ POST, "/api/characters/{id}/favorite", favorite, FOR_MEMBER },
	{ POST, "/api/characters/{id}/review", review, FOR_MEMBER },
};

int
main(void)
{
	return screen_serve("character", ROUTES, COUNT(ROUTES));
}
