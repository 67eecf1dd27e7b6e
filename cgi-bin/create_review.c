/* The last step: what is missing, what would make them better, and how card, page and prompt will look. */
#include "cgi-bin/create.h"
#include "lib/chat/order.h"
#include "lib/prompt/block.h"
#include "lib/prompt/prompt.h"
#include "lib/web/markup.h"

static void
show_problems(struct req *rq, struct view *page, const struct making *m)
{
	struct draft_errors errors;
	struct view_list *list = view_list(page, "problems");
	create_check(rq, m, &errors);
	for (size_t i = 0; i < errors.n; i++) {
		const struct draft_error *e = &errors.at[i];
		struct view *one = view_push(list);
		view_text(one, "label", create_step_label(e->step));
		view_text(one, "message", str_from(e->message));
		view_url(one, "url",
			 str_fmt(rq->arena, "%.*s?check=1#f-%s",
				 STR_ARG(create_address(rq, m->id, e->step)), e->field));
	}
	view_bool(page, "hasProblems", errors.n > 0);
}

/* What is not needed, and makes them better. */
static void
show_advice(struct req *rq, struct view *page, const struct making *m)
{
	const struct {
		bool is_missing;
		enum draft_step step;
		const char *field;
		const char *words;
	} ADVICE[] = {
		{ m->draft.greeting.n == 0, DRAFT_PERSONALITY, "greeting",
		  "A greeting opens every chat. Without one, they only look up and smile." },
		{ m->draft.personality.n == 0, DRAFT_PERSONALITY, "personality",
		  "A few lines about how they talk make replies sound like them." },
		{ m->draft.tags.n == 0, DRAFT_TAGS, "tags", "With tags, people find them." },
	};
	struct view_list *list = view_list(page, "advice");
	for (size_t i = 0; i < COUNT(ADVICE); i++)
		if (ADVICE[i].is_missing) {
			struct view *one = view_push(list);
			view_text(one, "message", str_from(ADVICE[i].words));
			view_url(one, "url",
				 str_fmt(rq->arena, "%.*s#f-%s",
					 STR_ARG(create_address(rq, m->id, ADVICE[i].step)),
					 ADVICE[i].field));
		}
}

static void
show_prompt(struct req *rq, struct view *page, const struct draft *d)
{
	struct prompt_card card = { .name = d->name,
				    .nickname = str_trim(d->nickname),
				    .system_prompt = d->system_prompt,
				    .post_history = d->post_history,
				    .depth_prompt = d->depth_prompt,
				    .depth_prompt_depth = draft_depth(d),
				    .short_description = d->short_description,
				    .long_bio = d->long_bio,
				    .personality = d->personality,
				    .scenario = d->scenario,
				    .greeting = d->greeting,
				    .traits = d->traits,
				    .example_dialogues = draft_examples_json(rq->arena, d),
				    .chat_lines = STR("{}"),
				    .pronouns = d->pronouns,
				    .age = draft_age(d) };
	(void)!block_role_find(d->depth_prompt_role, &card.depth_prompt_role);
	struct prompt_input input = prompt_input_of(&card, rq->member->display_name);
	struct prompt prompt = prompt_build(rq->arena, &input);
	struct view_list *blocks = view_list(page, "promptBlocks");
	for (size_t i = 0; i < prompt.blocks.n; i++) {
		const struct block *block = &prompt.blocks.at[i];
		struct view *one = view_push(blocks);
		view_text(one, "name", str_or(block->name, block_kind_label(block->kind)));
		view_int(one, "tokens", block->tokens);
		view_text(one, "text", block->text);
	}
	view_int(page, "promptTokens", prompt.tokens);
}

/* The portrait as far as there is one: chosen, or that of the character. */
static void
show_face(struct req *rq, struct view *card, const struct making *m)
{
	int64_t chosen;
	const struct create_portrait_row *picture = NULL;
	if (str_to_i64(m->draft.portrait, &chosen) && chosen > 0)
		picture = create_portrait(rq->db, (struct media_id){ chosen }, rq->member->id);
	if (picture != NULL)
		view_url(card, "thumbUrl", picture->thumb_url);
	else if (m->row->thumb_url.n > 0 && m->draft.portrait.n == 0)
		view_url(card, "thumbUrl", m->row->thumb_url);
	else
		view_null(card, "thumbUrl");
}

/* A text as the character's page will show it. */
static struct str
page_html(struct req *rq, const struct making *m, struct str text)
{
	return markup_html(rq->arena, prompt_fill_names(rq->arena, text, m->draft.name,
							rq->member->display_name));
}

/* "3 exchanges", nothing for none. */
static struct str
count_words(struct req *rq, size_t n, const char *one, const char *many)
{
	return n == 0 ? STR_NONE : str_fmt(rq->arena, "%zu %s", n, n == 1 ? one : many);
}

static void
push_texts(struct req *rq, struct view_list *list, const struct making *m, struct strs texts)
{
	for (size_t i = 0; i < texts.n; i++)
		view_html(view_push(list), "html", page_html(rq, m, texts.at[i]));
}

/* How they are among others, if that is said. */
static void
show_company(struct req *rq, struct view *page, const struct making *m)
{
	struct order_level levels[ORDER_LEVELS];
	struct strs greetings = draft_written(rq->arena, m->draft.group_greetings);
	size_t n = order_levels(rq->arena, draft_talkativeness(&m->draft), levels);
	for (size_t i = 0; i < n; i++)
		if (levels[i].is_chosen)
			view_text(page, "talkText", levels[i].words);
	push_texts(rq, view_list(page, "groupGreetings"), m, greetings);
	view_text(page, "companyText", count_words(rq, greetings.n, "greeting", "greetings"));
	view_bool(page, "hasCompany", create_has_company(rq, &m->draft));
}

/* What they say: rows that were left empty are no words. */
static void
show_words(struct req *rq, struct view *page, const struct making *m)
{
	const struct draft *d = &m->draft;
	struct strs openings = draft_written(rq->arena, d->openings);
	struct view_list *examples = view_list(page, "examples");
	size_t n = 0;
	push_texts(rq, view_list(page, "openings"), m, openings);
	for (size_t i = 0; i < d->example_count; i++) {
		if (d->examples[i].user.n + d->examples[i].character.n == 0)
			continue;
		struct view *one = view_push(examples);
		view_text(one, "user", d->examples[i].user);
		view_text(one, "character", d->examples[i].character);
		n++;
	}
	view_text(page, "openingsText", count_words(rq, openings.n, "opening", "openings"));
	view_text(page, "examplesText", count_words(rq, n, "exchange", "exchanges"));
	view_html(page, "notesHtml", page_html(rq, m, d->creator_notes));
}

void
create_show_review(struct req *rq, struct view *page, const struct making *m)
{
	struct view *card = view_object(page, "card");
	show_problems(rq, page, m);
	show_advice(rq, page, m);
	show_prompt(rq, page, &m->draft);
	show_face(rq, card, m);
	view_text(card, "name", str_or(m->draft.name, STR("No name yet")));
	view_text(card, "shortDescription", m->draft.short_description);
	view_texts(card, "tags", m->draft.tags);
	view_html(page, "longBioHtml", page_html(rq, m, m->draft.long_bio));
	view_html(page, "scenarioHtml", page_html(rq, m, m->draft.scenario));
	view_html(page, "greetingHtml", page_html(rq, m, m->draft.greeting));
	show_words(rq, page, m);
	show_company(rq, page, m);
	view_texts(page, "traits", m->draft.traits);
	view_bool(page, "isPainted",
		  str_eq(m->draft.portrait, STR("paint")) ||
			  (m->draft.portrait.n == 0 && m->row->avatar_url.n == 0));
	struct moment at = draft_moment(&m->draft);
	if (!moment_is_none(at))
		view_time(page, "publishMoment", at);
}
