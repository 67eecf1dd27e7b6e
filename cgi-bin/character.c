/* A character's page: who they are, what they look like, what members think. */
#include "cgi-bin/character.h"
#include "lib/base/utf8.h"
#include "lib/character/list.h"
#include "lib/character/look.h"
#include "lib/character/note.h"
#include "lib/macro/macro.h"
#include "lib/moderate/moderate.h"
#include "lib/web/letter.h"
#include "lib/web/markup.h"

enum { TAB_ABOUT, TAB_EXAMPLES, TAB_GALLERY, TAB_REVIEWS };
enum { EDITED_US = 60 * 1000 * 1000 /* sooner belongs to the making */ };

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

struct character_id
character_asked(const struct req *rq)
{
	return (struct character_id){ req_id(rq, 0) };
}

struct member_id
character_viewer(const struct req *rq)
{
	return rq->member != NULL ? rq->member->id : (struct member_id){ 0 };
}

struct str
character_address(struct req *rq, struct character_id id)
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
		struct view *one = view_push_tab(
			tabs, str_from(LABELS[i]),
			str_fmt(rq->arena, "/character/%lld%s%.*s", (long long)row->id.v,
				i == TAB_ABOUT ? "" : "?tab=", i == TAB_ABOUT ? 0 : (int)TABS[i].n,
				TABS[i].p),
			i == tab);
		if (i == TAB_REVIEWS && row->rating_count > 0)
			view_count(one, "count", row->rating_count);
		if (i == TAB_GALLERY && row->gallery_count > 0)
			view_count(one, "count", row->gallery_count);
	}
	view_bool(page_only, "isAbout", tab == TAB_ABOUT);
	view_bool(page_only, "isExamples", tab == TAB_EXAMPLES);
	view_bool(page_only, "isGallery", tab == TAB_GALLERY);
	view_bool(page_only, "isReviews", tab == TAB_REVIEWS);
}

/* The picture beside one, for the lightbox; NULL at the ends. */
static void
show_neighbour(struct view *tile, const char *key, const struct character_gallery_row *picture)
{
	if (picture != NULL)
		view_id(tile, key, picture->id.v);
	else
		view_null(tile, key);
}

static void
show_gallery(struct req *rq, struct view *v, const struct character_find_row *row)
{
	struct rows pictures = character_gallery(rq->db, row->id, character_viewer(rq));
	struct view_list *list = view_list(v, "gallery");
	for (size_t i = 0; i < pictures.n; i++) {
		const struct character_gallery_row *picture = character_gallery_at(pictures, i);
		struct view *tile = view_push(list);
		view_fields(tile, &character_gallery_type, picture);
		view_bool(tile, "isDone", true);
		view_bool(tile, "isUpload", picture->generated_by.n == 0);
		view_bool(tile, "isSquare", picture->width == picture->height);
		view_text(tile, "altText",
			  picture->alt.n > 0
				  ? picture->alt
				  : str_fmt(rq->arena, "A picture of %.*s", STR_ARG(row->name)));
		view_text(tile, "caption", str_or(picture->caption, row->name));
		view_text(tile, "words", picture->caption);
		view_null(tile, "durationText");
		view_bool(tile, "onlyYou",
			  !picture->is_public && !str_eq(row->visibility, STR("private")));
		show_neighbour(tile, "prevId",
			       i > 0 ? character_gallery_at(pictures, i - 1) : NULL);
		show_neighbour(tile, "nextId",
			       i + 1 < pictures.n ? character_gallery_at(pictures, i + 1) : NULL);
	}
}

struct reply
character_missing(struct req *rq, struct character_id id)
{
	const struct character_gone_row *gone = character_gone(rq->db, id);
	if (gone == NULL)
		return not_found(rq);
	if (gone->is_gated)
		return refuse(rq, 404, "NOT_SHOWN",
			      "This character is not for everybody. What you see, and what opens "
			      "more of it, stands under Settings, Privacy, What the Tavern shows.");
	return refuse(rq, 404, "REMOVED",
		      gone->is_closed
			      ? "Who made this character has no account here any more, so it "
				"is closed. Your chats with it are kept."
			      : "This character was taken down. Your chats with it are kept; "
				"the Tavern has others.");
}

/* Others with the same tags, without whom the member blocked. */
static void
show_similar(struct req *rq, struct view *page_only, const struct character_find_row *row)
{
	struct rows hidden = { 0 };
	if (rq->member != NULL && rq->member->hides)
		hidden = character_hidden(rq->db, rq->member->id);
	struct rows rows = character_similar(rq->db, row->id);
	struct view_list *list = view_list(page_only, "similar");
	size_t shown = 0;
	for (size_t i = 0; i < rows.n && shown < 6; i++) {
		const struct character_similar_row *one = character_similar_at(rows, i);
		if (character_is_hidden(hidden, one->id.v, one->creator_id))
			continue;
		view_fields(view_push(list), &character_similar_type, one);
		shown++;
	}
	view_bool(page_only, "hasSimilar", shown > 0);
}

/* What links elsewhere say of it. Never made from what the request says. */
static void
show_links(struct req *rq, struct view *page_only, const struct character_find_row *row)
{
	struct str address = character_address(rq, row->id);
	view_url(page_only, "canonicalUrl", letter_link(rq->arena, address));
	view_url(page_only, "shareImage",
		 letter_link(rq->arena, str_fmt(rq->arena, "%.*s/preview.png", STR_ARG(address))));
	view_url(page_only, "authorUrl",
		 str_fmt(rq->arena, "/u/%.*s", STR_ARG(row->author_username)));
}

/* "violence, horror": what the story may hold, before anybody begins. */
static void
show_notes(struct req *rq, struct view *page_only, const struct character_find_row *row)
{
	struct buf out = buf_in(rq->arena);
	for (size_t i = 0; i < row->content_notes.n; i++) {
		const struct note *note = note_find(row->content_notes.at[i]);
		if (note == NULL)
			continue;
		if (out.n > 0)
			buf_lit(&out, ", ");
		buf_str(&out, str_lower(rq->arena, note->label));
	}
	view_text(page_only, "notesText", buf_done(&out));
}

/* What they look like, as far as the creator said: the words that the painter goes by. */
static void
show_look(struct req *rq, struct view *page_only, const json_t *look)
{
	struct view_list *list = view_list(page_only, "looks");
	for (size_t i = 0; i < LOOK_FIELDS; i++) {
		struct str word = json_get_text(look, look_fields[i].name.p);
		if (word.n == 0 || !look_knows(look_fields[i].words, word))
			continue;
		struct view *one = view_push(list);
		view_text(one, "label", look_fields[i].label);
		view_text(one, "value", look_label(rq->arena, word));
		view_bool(page_only, "hasLooks", true);
	}
}

/* Who sees it, where that is not everybody: for its creator. */
static void
show_state(struct view *page_only, const struct character_find_row *row)
{
	bool is_approved = str_eq(row->moderation_status, STR("approved"));
	if (!row->is_own || row->is_held)
		return;
	view_bool(page_only, "isRejected", str_eq(row->moderation_status, STR("rejected")));
	bool is_pending = str_eq(row->moderation_status, STR("pending"));
	bool is_private = str_eq(row->visibility, STR("private"));
	bool is_later = !moment_is_none(row->publish_at);
	/* Staff look at what others are about to see. */
	view_bool(page_only, "isPending", is_pending && (!is_private || is_later));
	view_bool(page_only, "isLater", is_approved && is_later);
	view_bool(page_only, "isPrivate", (is_approved || is_pending) && is_private && !is_later);
	view_bool(page_only, "isUnlisted", is_approved && str_eq(row->visibility, STR("unlisted")));
}

/* A text of the card with the names that stand for the two who talk. */
static struct str
with_names(struct req *rq, const struct character_find_row *row, struct str text)
{
	const struct macro_context names = { .purpose = MACRO_FOR_SCREEN,
					     .user = rq->member != NULL ? rq->member->display_name
									: STR("you"),
					     .character = row->name,
					     .now = rq->now,
					     .is_read_only = true };
	return text.n > 0 ? macro_expand(rq->arena, &names, text) : STR_NONE;
}

static struct str
text_html(struct req *rq, const struct character_find_row *row, struct str text)
{
	return markup_html(rq->arena, with_names(rq, row, text));
}

static void
show_texts(struct req *rq, struct view *v, const struct character_find_row *row)
{
	view_html(v, "longBioHtml", text_html(rq, row, row->long_bio));
	view_html(v, "scenarioHtml", text_html(rq, row, row->scenario));
	view_html(v, "creatorNotesHtml", markup_html(rq->arena, row->creator_notes));
	view_html(v, "greetingHtml", text_html(rq, row, row->greeting));
}

static void
show_examples(struct req *rq, struct view *page_only, const struct character_find_row *row)
{
	struct view_list *list = view_list(page_only, "examples");
	for (size_t i = 0; i < json_array_size(row->example_dialogues); i++) {
		const json_t *pair = json_array_get(row->example_dialogues, i);
		struct view *one = view_push(list);
		view_text(one, "asked", with_names(rq, row, json_get_text(pair, "user")));
		view_html(one, "characterHtml",
			  text_html(rq, row, json_get_text(pair, "character")));
	}
}

/* What members think, and what the asking one may say. */
static void
show_reviews(struct req *rq, struct view *page_only, const struct character_find_row *row)
{
	static const char *const STARS[] = { "is1", "is2", "is3", "is4", "is5" };
	view_rows(page_only, "reviews", character_reviews(rq->db, row->id));
	view_rows(page_only, "stars", character_stars(rq->db, row->id));
	view_int(page_only, "starsMax", row->rating_count > 0 ? row->rating_count : 1);
	if (rq->member == NULL || row->is_own)
		return;
	const struct character_own_review_row *own = character_own_review(rq->db, rq->member->id,
									  row->id);
	/* What was typed is shown again with the reason, also to who may not. */
	bool can = own->may_review || rq->error_count > 0;
	view_bool(page_only, "canReview", can);
	view_bool(page_only, "mayLater", !can);
	view_text(page_only, "ownText", own->text);
	for (size_t i = 0; i < COUNT(STARS); i++)
		view_bool(page_only, STARS[i], own->stars == (int64_t)i + 1);
}

/* Everything the page shows of the character, and what its open tab needs. */
static struct view *
character_view(struct req *rq, const struct character_find_row *row, size_t tab)
{
	struct view *v = view_new(rq->arena);
	struct view *page_only = view_object(v, "page");
	view_fields(v, &character_find_type, row);
	if (rq->wants_json) {
		view_rows(v, "gallery", character_gallery(rq->db, row->id, character_viewer(rq)));
		return v;
	}
	show_tabs(rq, page_only, row, tab);
	show_texts(rq, v, row);
	view_bool(v, "oneGem", row->gem_cost_per_message.milli == 1000);
	view_bool(v, "canPreview", row->is_listed && !str_eq(row->voice, STR("staff")));
	view_text(page_only, "authorInitial", utf8_first(row->author));
	if (row->greetings > 0)
		view_text(page_only, "otherGreetings",
			  row->greetings == 1 ? STR("one other opening")
					      : str_fmt(rq->arena, "%lld other openings",
							(long long)row->greetings));
	view_bool(page_only, "wasEdited", row->updated_at.us > row->created_at.us + EDITED_US);
	show_notes(rq, page_only, row);
	show_links(rq, page_only, row);
	show_state(page_only, row);
	if (rq->member != NULL && !row->is_own) {
		const struct character_is_blocked_row *blocked = character_is_blocked(
			rq->db, rq->member->id, row->id);
		view_bool(page_only, "canBlock", true);
		view_bool(page_only, "isBlocked", blocked->is_blocked);
		view_bool(page_only, "isCreatorBlocked", blocked->is_creator_blocked);
	}
	if (tab == TAB_ABOUT) {
		show_look(rq, page_only, row->look);
		show_similar(rq, page_only, row);
	}
	if (tab == TAB_GALLERY)
		show_gallery(rq, v, row);
	if (tab == TAB_EXAMPLES)
		show_examples(rq, page_only, row);
	if (tab == TAB_REVIEWS)
		show_reviews(rq, page_only, row);
	return v;
}

static struct reply
show(struct req *rq)
{
	const struct character_find_row *row = character_find(rq->db, character_asked(rq),
							      character_viewer(rq));
	if (row == NULL)
		return character_missing(rq, character_asked(rq));
	return page(rq, "character/show", character_view(rq, row, chosen_tab(rq)));
}

static struct reply
favorite(struct req *rq)
{
	struct liking in = { .on = true };
	struct character_id id = character_asked(rq);
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
	return done(rq, 200, v, character_address(rq, id));
}

static struct reply
review(struct req *rq)
{
	struct review in = { 0 };
	struct character_id id = character_asked(rq);
	const struct character_find_row *row = character_find(rq->db, id, rq->member->id);
	if (row == NULL)
		return not_found(rq);
	if (!form_read(rq, REVIEW, COUNT(REVIEW), &in))
		return form_again(rq, 422, "character/show", character_view(rq, row, TAB_REVIEWS));
	const char *why =
		in.text.n > 0 ? moderate_text(rq->db, rq->arena,
					      &(struct moderate_source){ .member = rq->member->id,
									 .use = MODERATE_PUBLIC },
					      in.text)
			      : NULL;
	if (why != NULL) {
		form_error(rq, "text", "Review", why);
		return reply_kept(form_again(rq, 422, "character/show",
					     character_view(rq, row, TAB_REVIEWS)));
	}
	if (review_put(rq->db, &(struct review_put_in){ .member_id = rq->member->id,
							.character_id = id,
							.member_name = rq->member->username,
							.stars = in.stars,
							.text = in.text }) == 0) {
		form_error(rq, "stars", "Review",
			   "You can review a character once you have talked with them.");
		return form_again(rq, 422, "character/show", character_view(rq, row, TAB_REVIEWS));
	}
	return done_saying(
		rq, 200, NULL,
		str_fmt(rq->arena, "%.*s?tab=reviews", STR_ARG(character_address(rq, id))),
		"Your review is up. Thank you.");
}

static const struct route ROUTES[] = {
	{ GET, "/character/{id}", show, FOR_ANYONE },
	{ POST, "/character/{id}/favorite", favorite, FOR_MEMBER },
	{ POST, "/character/{id}/review", review, FOR_MEMBER },
	{ GET, "/character/{id}/preview.png", character_preview, FOR_ANYONE },
	{ POST, "/character/{id}/block", character_block, FOR_MEMBER },
	{ POST, "/character/{id}/unblock", character_unblock, FOR_MEMBER },
	{ GET, "/api/characters/{id}", show, FOR_ANYONE },
	{ POST, "/api/characters/{id}/block", character_block, FOR_MEMBER },
	{ POST, "/api/characters/{id}/unblock", character_unblock, FOR_MEMBER },
	{ POST, "/api/characters/{id}/favorite", favorite, FOR_MEMBER },
	{ POST, "/api/characters/{id}/review", review, FOR_MEMBER },
};

int
main(void)
{
	return screen_serve("character", ROUTES, COUNT(ROUTES));
}
