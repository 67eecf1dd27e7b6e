#include "lib/character/judge.h"

#include "lib/base/buf.h"
#include "lib/card/judge.h"
#include "lib/moderate/prompt.h"

static void
put_line(struct buf *out, struct str text)
{
	buf_str(out, text);
	buf_char(out, '\n');
}

static void
put_list(struct buf *out, struct strs list)
{
	for (size_t i = 0; i < list.n; i++)
		put_line(out, list.at[i]);
}

static struct str
examples_text(struct arena *arena, const struct draft *draft)
{
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < draft->example_count; i++) {
		put_line(&out, draft->examples[i].user);
		put_line(&out, draft->examples[i].character);
	}
	return buf_done(&out);
}

/* What is said about the character itself. */
static struct str
labels_of(struct arena *arena, const struct draft *draft)
{
	struct buf out = buf_in(arena);
	put_line(&out, draft->name);
	put_line(&out, draft->nickname);
	put_line(&out, draft->pronouns);
	put_list(&out, draft->traits);
	put_list(&out, draft->tags);
	put_line(&out, draft->look_free);
	return buf_done(&out);
}

struct str
judge_words(struct arena *arena, const struct draft *draft)
{
	const struct str texts[] = { draft->short_description, draft->long_bio,
				     draft->personality,       draft->scenario,
				     draft->greeting,	       draft->creator_notes,
				     draft->system_prompt,     draft->post_history,
				     draft->depth_prompt,      examples_text(arena, draft) };
	struct buf out = buf_in(arena);
	buf_str(&out, labels_of(arena, draft));
	put_list(&out, (struct strs){ texts, COUNT(texts) });
	put_list(&out, draft->openings);
	put_list(&out, draft->group_greetings);
	return buf_done(&out);
}

static enum judge_verdict
judge_labels(struct arena *arena, struct str labels)
{
	enum prompt_verdict verdict = prompt_judge(arena, labels, PROMPT_PICTURE);
	if (verdict == PROMPT_NEVER || prompt_subjects(arena, labels) != 0)
		return JUDGE_NEVER;
	return verdict == PROMPT_SEXUAL ? JUDGE_SEXUAL : JUDGE_FINE;
}

static enum judge_verdict
judge_ages(const struct draft *draft, int64_t least_age)
{
	struct str texts[DRAFT_OPENINGS + SHEET_GROUP_GREETINGS + 9] = {
		draft->short_description, draft->long_bio,     draft->personality,
		draft->scenario,	  draft->greeting,     draft->creator_notes,
		draft->system_prompt,	  draft->post_history, draft->depth_prompt
	};
	size_t n = 9;
	for (size_t i = 0; i < draft->openings.n && n < COUNT(texts); i++)
		texts[n++] = draft->openings.at[i];
	for (size_t i = 0; i < draft->group_greetings.n && n < COUNT(texts); i++)
		texts[n++] = draft->group_greetings.at[i];
	struct card_ages ages = card_ages_of(texts, n);
	if (ages.labelled > 0 && ages.labelled_least < least_age)
		return JUDGE_NEVER;
	return ages.told > 0 && ages.told_least < least_age ? JUDGE_DOUBTFUL : JUDGE_FINE;
}

static enum judge_verdict
judge_texts(struct arena *arena, const struct draft *draft, struct str mes_example,
	    int64_t least_age)
{
	struct buf all = buf_in(arena);
	const struct card_sheet sheet = {
		.name = draft->name,
		.nickname = draft->nickname,
		.short_description = draft->short_description,
		.long_bio = draft->long_bio,
		.personality = draft->personality,
		.scenario = draft->scenario,
		.greeting = draft->greeting,
		.alternate_greetings = draft->openings,
		.group_greetings = draft->group_greetings,
		.traits = draft->traits,
		.examples = examples_text(arena, draft),
		.tags = draft->tags,
		.pronouns = draft->pronouns,
		.creator_notes = draft->creator_notes,
		.system_prompt = draft->system_prompt,
		.post_history = draft->post_history,
		.mes_example = mes_example,
		.depth_prompt = draft->depth_prompt,
	};
	unsigned doubts = card_judge(arena, &sheet, draft_age(draft), least_age, true).doubts;
	if ((doubts & CARD_DOUBT_WORDS) != 0)
		return JUDGE_NEVER;
	if ((doubts & CARD_DOUBT_SEXUAL) != 0)
		return JUDGE_SEXUAL;
	put_line(&all, judge_words(arena, draft));
	put_line(&all, mes_example);
	return prompt_subjects(arena, buf_done(&all)) != 0 ? JUDGE_DOUBTFUL : JUDGE_FINE;
}

enum judge_verdict
judge_draft(struct arena *arena, const struct draft *draft, struct str mes_example,
	    int64_t least_age, bool is_general)
{
	const enum judge_verdict verdicts[] = {
		judge_labels(arena, labels_of(arena, draft)),
		judge_ages(draft, least_age),
		judge_texts(arena, draft, mes_example, least_age),
	};
	enum judge_verdict worst = JUDGE_FINE;
	for (size_t i = 0; i < COUNT(verdicts); i++)
		worst = verdicts[i] > worst ? verdicts[i] : worst;
	/* In the adult edition it may be, but not filed as fit for everybody: staff see to that. */
	if (worst == JUDGE_SEXUAL && !is_general)
		worst = str_eq(draft_level(draft), STR("none")) ? JUDGE_DOUBTFUL : JUDGE_FINE;
	return worst;
}

const char *
judge_refusal(enum judge_verdict verdict)
{
	switch (verdict) {
	case JUDGE_FINE:
	case JUDGE_DOUBTFUL:
		return "";
	case JUDGE_SEXUAL:
		return "This house shows nothing sexual. Change the words and publish again; your draft "
		       "is kept.";
	case JUDGE_NEVER:
		return "This cannot be published here as it is. Look at name, traits, tags, looks and "
		       "texts again; your draft is kept.";
	}
	return "";
}
