/* Showing how a character talks: ways to talk, openings, examples, and what only the model reads. */
#include "cgi-bin/create.h"
#include "lib/base/label.h"
#include "lib/character/style.h"

static void
show_styles(struct view *page, const struct draft *d)
{
	struct view_list *list = view_list(page, "styles");
	for (size_t i = 0; i < STYLES; i++) {
		struct view *one = view_push(list);
		view_text(one, "word", styles[i].word);
		view_text(one, "label", styles[i].label);
		view_bool(one, "isOn", style_is_in(d->personality, &styles[i]));
	}
}

/* At least one row: a script copies it for words that come back. */
static void
show_openings(struct view *page, const struct draft *d)
{
	struct view_list *list = view_list(page, "openings");
	size_t rows = d->openings.n > 0 ? d->openings.n : 1;
	for (size_t i = 0; i < rows; i++) {
		struct view *one = view_push(list);
		view_int(one, "number", (int64_t)i + 1);
		view_text(one, "text", i < d->openings.n ? d->openings.at[i] : STR(""));
		view_bool(one, "canRemove", rows > 1);
	}
	view_bool(page, "canAddOpening", rows < DRAFT_OPENINGS);
}

static void
show_examples(struct view *page, const struct draft *d)
{
	struct view_list *list = view_list(page, "examples");
	size_t rows = d->example_count > 0 ? d->example_count : 1;
	for (size_t i = 0; i < rows; i++) {
		struct view *one = view_push(list);
		view_int(one, "number", (int64_t)i + 1);
		view_text(one, "user", d->examples[i].user);
		view_text(one, "character", d->examples[i].character);
		view_bool(one, "canRemove", rows > 1);
	}
	view_bool(page, "canAdd", rows < DRAFT_EXAMPLES);
}

static void
show_roles(struct view *page, const struct draft *d)
{
	static const struct label ROLES[] = { LABEL("system", "A direction"),
					      LABEL("user", "The member"),
					      LABEL("assistant", "The character") };
	struct view_list *list = view_list(page, "roles");
	for (size_t i = 0; i < COUNT(ROLES); i++)
		(void)view_push_choice(
			list, ROLES[i].code, ROLES[i].words,
			str_eq(str_or(d->depth_prompt_role, STR("system")), ROLES[i].code));
}

void
create_show_words(struct req *rq, struct view *page, const struct draft *d)
{
	bool has_directions = d->nickname.n + d->creator_notes.n + d->system_prompt.n +
				      d->post_history.n + d->depth_prompt.n >
			      0;
	show_styles(page, d);
	show_openings(page, d);
	show_examples(page, d);
	show_roles(page, d);
	view_bool(page, "hasDirections", has_directions || rq->error_count > 0);
}
