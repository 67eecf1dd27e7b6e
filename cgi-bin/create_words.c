/* Showing how a character talks: ways to talk, alone and among others, and what only the model reads. */
#include "cgi-bin/create.h"
#include "lib/base/label.h"
#include "lib/card/card.h"
#include "lib/character/style.h"
#include "lib/chat/order.h"

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

/* The choice that holds keeps what was typed, to the last digit; so does what is no choice. */
static void
show_levels(struct req *rq, struct view *page, const struct draft *d)
{
	struct order_level levels[ORDER_LEVELS];
	struct view_list *list = view_list(page, "levels");
	double often = draft_talkativeness(d);
	size_t n = order_levels(rq->arena, often, levels);
	for (size_t i = 0; i < n; i++)
		(void)view_push_choice(
			list,
			levels[i].is_chosen
				? d->talkativeness
				: str_fmt(rq->arena, "%g", (double)levels[i].hundredths / 100),
			levels[i].words, levels[i].is_chosen);
	if (often < 0)
		(void)view_push_choice(list, d->talkativeness, d->talkativeness, true);
}

bool
create_has_company(struct req *rq, const struct draft *d)
{
	return draft_written(rq->arena, d->group_greetings).n > 0 ||
	       draft_talkativeness(d) != CARD_TALKATIVENESS;
}

void
create_show_words(struct req *rq, struct view *page, const struct draft *d)
{
	bool has_directions = d->nickname.n + d->creator_notes.n + d->system_prompt.n +
				      d->post_history.n + d->depth_prompt.n >
			      0;
	show_styles(page, d);
	create_show_rows(page, d);
	show_levels(rq, page, d);
	show_roles(page, d);
	view_bool(page, "hasDirections", has_directions || rq->error_count > 0);
	/* Also for rows that were added and are empty yet. */
	view_bool(page, "hasCompany",
		  create_has_company(rq, d) || d->group_greetings.n > 1 || rq->error_count > 0);
}
