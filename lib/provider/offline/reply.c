/* Putting a reply together: a gesture, a reaction, something of the character's own, a question. */
#include "lib/provider/offline/talk.h"

#include <string.h>

#include "lib/base/json.h"
#include "lib/base/utf8.h"

enum {
	BRIEF = 90, /* bytes of a reaction that want company */
	NEARLY = 70 /* percent */
};

struct parts {
	struct str gesture;
	struct str reaction;
	struct str own;
	struct str ask;
};

static bool
happens(struct talk *talk, unsigned percent)
{
	return rand_below(&talk->chance, 100) < percent;
}

/* ---- the parts ---- */

/* "*trims the wick*" as it is, or with its subject: "*She trims the wick.*" */
static struct str
with_subject(struct talk *talk, struct str gesture)
{
	struct str inner = str_trim((struct str){ gesture.p + 1, gesture.n - 2 });
	ptrdiff_t space = str_find_char(inner, ' ');
	struct str verb = space > 0 ? str_first(inner, (size_t)space) : inner;
	uint32_t how = rand_below(&talk->chance, 5);
	bool is_she = str_starts(talk->self.pronouns, STR("she"));
	bool is_he = str_starts(talk->self.pronouns, STR("he/"));
	/* "They" wants other verbs, and a name in every gesture is too much of it. */
	if (how == 0 || (how > 2 && !is_she && !is_he) || !str_ends(verb, STR("s")) ||
	    str_find_char(verb, ',') >= 0)
		return gesture;
	struct str subject = talk->self.name;
	if (how > 2)
		subject = is_she ? STR("She") : STR("He");
	return str_fmt(talk->arena, "*%.*s %.*s.*", STR_ARG(subject), STR_ARG(inner));
}

static struct str
pick_gesture(struct talk *talk)
{
	bool is_low = talk->heard >= HEARD_STILL_LOW && talk->heard <= HEARD_LONELY;
	struct str gesture = STR_NONE;
	if (talk->heard == HEARD_FAREWELL)
		gesture = phrase_plain(talk, BANK_GESTURE_BYE);
	else if (is_low)
		gesture = phrase_plain(talk, BANK_GESTURE_SOFT);
	else
		gesture = persona_pick(talk, &talk->gestures);
	if (gesture.n == 0)
		gesture = phrase_plain(talk, BANK_GESTURE);
	if (gesture.n < 3 || gesture.p[0] != '*' || gesture.p[gesture.n - 1] != '*')
		return gesture;
	return with_subject(talk, gesture);
}

/* Something of the character's own that answers nothing in particular. */
static struct str
pick_own(struct talk *talk)
{
	const struct shelf *first = &talk->opinions;
	const struct shelf *second = &talk->tales;
	bool is_asked = talk->heard == HEARD_WHO_ARE_YOU || talk->heard == HEARD_ORIGIN;
	if (talk->turns > 2 && !is_asked && happens(talk, 22)) {
		struct str thought = phrase_plain(talk, BANK_THOUGHT);
		if (thought.n > 0)
			return thought;
	}
	if (happens(talk, 12) || is_asked) {
		first = &talk->tales;
		second = &talk->opinions;
	}
	struct str own = persona_pick(talk, first);
	if (own.n == 0)
		own = persona_pick(talk, second);
	if (own.n == 0)
		own = persona_topic(talk);
	return own.n > 0 ? own : phrase_plain(talk, BANK_THOUGHT);
}

/* Two sentences of its life, as a story. */
static struct str
tell_story(struct talk *talk)
{
	struct str first = persona_pick(talk, &talk->tales);
	struct str second = persona_pick(talk, &talk->opinions);
	for (size_t i = 0; i + 1 < talk->tales.n; i++)
		if (str_eq(talk->tales.at[i], first) && !talk_was_said(talk, talk->tales.at[i + 1]))
			first = str_fmt(talk->arena, "%.*s %.*s", STR_ARG(first),
					STR_ARG(talk->tales.at[i + 1]));
	if (first.n == 0)
		first = persona_topic(talk);
	if (first.n == 0 || second.n == 0)
		return first.n > 0 ? first : pick_own(talk);
	return str_fmt(talk->arena, "%.*s\n\n%.*s", STR_ARG(first), STR_ARG(second));
}

static struct str
pick_question(struct talk *talk, enum bank bank)
{
	struct str question = STR_NONE;
	if (bank == BANK_ASK)
		question = persona_pick(talk, &talk->questions);
	if (question.n == 0)
		question = phrase_plain(talk, bank);
	return question.n > 0 ? question : persona_pick(talk, &talk->questions);
}

/* Something the member said some turns ago and that was not brought up since. */
static struct str
recall(struct talk *talk)
{
	for (size_t i = 0; i < talk->fact_count; i++) {
		const struct fact *fact = &talk->facts[i];
		bool is_old = talk->message_at != SIZE_MAX && fact->turn + 3 < talk->message_at;
		if (is_old && str_find(talk->said, fact->about) < 0)
			return phrase(talk, BANK_RECALL, fact->about, STR_NONE, false);
	}
	return STR_NONE;
}

/* Two things they said, for "what do you know about me?". */
static struct str
what_they_told(struct talk *talk)
{
	if (talk->fact_count == 0)
		return STR_NONE;
	struct str last = talk->facts[talk->fact_count - 1].about;
	if (talk->fact_count == 1)
		return str_fmt(talk->arena, "that %.*s", STR_ARG(last));
	return str_fmt(talk->arena, "that %.*s, and that %.*s",
		       STR_ARG(talk->facts[talk->fact_count - 2].about), STR_ARG(last));
}

static struct str
scene_line(struct talk *talk)
{
	struct str scene = talk->scene;
	ptrdiff_t end = str_find(scene, STR(". "));
	if (end > 0)
		scene = str_first(scene, (size_t)end);
	while (str_ends(scene, STR(".")))
		scene.n--;
	struct str own = STR_NONE;
	if (str_starts(scene, STR("Her ")) || str_starts(scene, STR("His ")))
		own = str_fmt(talk->arena, "My %.*s", STR_ARG(str_from_at(scene, 4)));
	return reflect_small(talk->arena, str_or(own, scene));
}

static struct str
react_to_choice(struct talk *talk)
{
	size_t chosen = rand_below(&talk->chance, 2);
	return phrase(talk, BANK_CHOICE, reflect_person(talk->arena, talk->choice[chosen]),
		      reflect_person(talk->arena, talk->choice[1 - chosen]), true);
}

static bool
is_sad(struct talk *talk, struct str clause)
{
	struct words words = words_of(talk->arena, clause);
	return words_say(
		words_joined(talk->arena, &words),
		"no|not|never|stopped|quit|lost|cant|cannot|couldnt|dont|didnt|wasnt|failed|broke|"
		"left|hate|hated|miss|missed|missing|ill|sick|hospital|alone|used to|forgot|fell|"
		"died|gone|nobody|nothing|without");
}

static struct str
react(struct talk *talk, enum bank bank)
{
	struct str fact = STR_NONE;
	int64_t age = json_get_i64(talk->request->persona, "age", 0);
	switch ((int)talk->heard) {
	case HEARD_CHOICE:
		return react_to_choice(talk);
	case HEARD_ANSWER:
		return phrase(talk, bank, talk->fragment, STR_NONE, false);
	case HEARD_FACT:
		if (is_sad(talk, talk->clause))
			bank = BANK_FACT_SAD;
		return phrase(talk, bank, talk->clause, STR_NONE, false);
	case HEARD_WHERE:
		if (talk->scene.n == 0)
			return phrase_plain(talk, BANK_WHAT);
		return phrase(talk, bank, scene_line(talk), STR_NONE, true);
	case HEARD_AGE:
		if (age <= 0)
			return phrase_plain(talk, BANK_WHEN);
		return phrase(talk, bank, str_int(talk->arena, age), STR_NONE, true);
	case HEARD_MY_NAME:
		return phrase(talk, talk->name.n > 0 ? bank : BANK_NO_NAME, STR_NONE, STR_NONE,
			      true);
	case HEARD_REMEMBER:
		fact = what_they_told(talk);
		return phrase(talk, fact.n > 0 ? bank : BANK_REMEMBER_NONE, fact, STR_NONE, true);
	case HEARD_GREETING:
		if (talk->turns > 1)
			bank = BANK_GREETING_AGAIN;
		break;
	default:
		break;
	}
	/* What has to be said is said again where it must; pleasantries are not. */
	return phrase(talk, bank, STR_NONE, STR_NONE,
		      bank >= BANK_FOREIGN && bank <= BANK_SELF_HARM);
}

/* "Ghosts? I think ...": now and then a question's subject is taken up by name. */
static struct str
named(struct talk *talk, struct str reaction)
{
	bool is_asked = talk->heard == HEARD_OPINION || talk->heard == HEARD_LIKE ||
			talk->heard == HEARD_EVER || talk->heard == HEARD_HAVE ||
			talk->heard == HEARD_WHAT || talk->heard == HEARD_YES_NO ||
			talk->heard == HEARD_STORY;
	if (!is_asked || reaction.n == 0 || talk->subject.n == 0 || !happens(talk, 55))
		return reaction;
	return str_fmt(talk->arena, "%.*s? %.*s",
		       STR_ARG(reflect_capital(talk->arena, talk->subject)), STR_ARG(reaction));
}

/* A bridge leads from a reaction to something that has nothing to do with it. */
static struct str
with_bridge(struct talk *talk, struct str own)
{
	struct str bridge = happens(talk, 40) ? phrase_plain(talk, BANK_BRIDGE) : STR_NONE;
	if (bridge.n == 0)
		return own;
	return str_fmt(talk->arena, "%.*s %.*s", STR_ARG(bridge), STR_ARG(own));
}

static struct str
join(struct talk *talk, struct str a, struct str b)
{
	if (a.n == 0 || b.n == 0)
		return str_or(a, b);
	return str_fmt(talk->arena, "%.*s %.*s", STR_ARG(a), STR_ARG(b));
}

/* What one wishes has no best part yet, and who asks for advice need not be low. */
static enum bank
question_after(struct talk *talk, enum bank usual)
{
	if (talk->heard == HEARD_ADVICE && !talk_was_low(talk))
		return BANK_ASK;
	bool is_wish = talk->heard == HEARD_FACT &&
		       words_say(talk->joined,
				 "i want|id like|i would like|i wish|i need|i dream|i hope");
	return is_wish ? BANK_ASK_WISH : usual;
}

static struct parts
gather(struct talk *talk)
{
	const struct plan *plan = plan_of(talk->heard);
	struct parts parts = { STR_NONE, STR_NONE, STR_NONE, STR_NONE };
	enum fits fits = FITS_NOT;
	struct str answer = STR_NONE;
	if (plan->own > 0 || plan->reaction_beside_answer < 100)
		answer = persona_answer(talk, &fits);
	if (talk->heard == HEARD_STORY && fits != FITS_WELL)
		answer = tell_story(talk);

	/* What is only near to a question does not answer it alone. */
	unsigned beside = plan->reaction_beside_answer;
	if (fits == FITS_NEARLY && talk->is_question && beside < NEARLY)
		beside = NEARLY;
	bool needs_reaction = answer.n == 0 || happens(talk, beside);
	if (needs_reaction && fits != FITS_WELL)
		parts.reaction = named(talk, react(talk, plan->reaction));
	if (talk->has_greeted && talk->heard != HEARD_GREETING && talk->heard != HEARD_NAME_TOLD &&
	    talk->turns == 1)
		parts.reaction = join(talk, phrase_plain(talk, BANK_GREETING), parts.reaction);
	if (talk->heard == HEARD_NAME_TOLD && talk->clause.n > 0)
		parts.reaction = join(talk, parts.reaction,
				      phrase(talk, BANK_FACT, talk->clause, STR_NONE, false));
	parts.own = answer;
	bool is_brief = parts.reaction.n < BRIEF && happens(talk, 50);
	if (answer.n == 0 && plan->own > 0 &&
	    (happens(talk, plan->own) || parts.reaction.n == 0 || is_brief)) {
		parts.own = pick_own(talk);
		if (parts.reaction.n > 0 && talk->heard != HEARD_WHO_ARE_YOU)
			parts.own = with_bridge(talk, parts.own);
	}
	if (plan->ask > 0 && happens(talk, 25) && talk->turns > 3)
		parts.own = join(talk, parts.own, recall(talk));
	if (happens(talk, plan->ask) || (plan->ask > 0 && parts.own.n == 0))
		parts.ask = pick_question(talk, question_after(talk, plan->question));
	bool has_gestures = str_find_char(parts.own, '*') >= 0;
	bool is_out_of_role = talk->heard >= HEARD_SELF_HARM && talk->heard <= HEARD_MEET &&
			      talk->heard != HEARD_SEXUAL;
	if (!is_out_of_role && !has_gestures && happens(talk, 80))
		parts.gesture = pick_gesture(talk);
	return parts;
}

/* ---- layout ---- */

static void
put_paragraph(struct buf *out, struct str a, struct str b)
{
	if (a.n == 0 && b.n == 0)
		return;
	if (out->n > 0)
		buf_lit(out, "\n\n");
	buf_str(out, a);
	if (a.n > 0 && b.n > 0)
		buf_char(out, ' ');
	buf_str(out, b);
}

static struct str
lay_out(struct talk *talk, const struct parts *p)
{
	struct buf out = buf_in(talk->arena);
	switch (rand_below(&talk->chance, 4)) {
	case 0:
		put_paragraph(&out, p->gesture, p->reaction);
		put_paragraph(&out, p->own, p->ask);
		break;
	case 1:
		put_paragraph(&out, p->reaction, p->gesture);
		put_paragraph(&out, p->own, STR_NONE);
		put_paragraph(&out, p->ask, STR_NONE);
		break;
	case 2:
		put_paragraph(&out, p->reaction, p->own);
		put_paragraph(&out, p->gesture, p->ask);
		break;
	default:
		put_paragraph(&out, p->gesture, join(talk, p->reaction, p->own));
		put_paragraph(&out, p->ask, STR_NONE);
		break;
	}
	return buf_done(&out);
}

static uint64_t
seed_of(const struct text_request *request)
{
	uint64_t seed = request->seed * 0x9E3779B97F4A7C15u + request->message_count;
	if (request->message_count > 0)
		seed ^= str_hash(request->messages[request->message_count - 1].content);
	/* Two characters that hear the same need not react alike. */
	return seed ^ (uint64_t)str_hash(json_get_text(request->persona, "name")) << 32;
}

struct str
reply_make(struct arena *arena, const struct text_request *request)
{
	struct str others;
	struct talk talk = {
		.arena = arena,
		.request = cast_read(arena, request, &others),
		.chance = rand_from_seed(seed_of(request)),
	};
	talk_listen(&talk);
	/* What another character has just said is not said again. */
	talk.said = str_fmt(arena, "%.*s%.*s", STR_ARG(talk.said), STR_ARG(others));
	persona_read(&talk);
	struct parts parts = gather(&talk);
	if (talk.heard >= HEARD_REAL && talk.heard <= HEARD_MEET)
		parts.own = phrase(&talk, BANK_BACK, STR_NONE, STR_NONE, true);
	if (talk.heard == HEARD_NOTHING) {
		struct str greeting = persona_greeting(&talk);
		if (greeting.n > 0)
			return utf8_repair(arena, greeting);
	}
	return utf8_repair(arena, lay_out(&talk, &parts));
}
