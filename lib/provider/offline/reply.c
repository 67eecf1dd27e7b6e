/* Putting a reply together: a gesture, a reaction, something of the character's own, a question. */
#include "lib/provider/offline/talk.h"

#include <string.h>

#include "lib/base/json.h"
#include "lib/base/utf8.h"

/* What a kind of message calls for. Chances are in percent. */
struct plan {
	enum bank reaction;
	unsigned char reaction_beside_answer; /* when the character has an answer of its own */
	unsigned char own;		      /* something of its own, without an answer */
	unsigned char ask;
	enum bank question; /* BANK_ASK: its own questions first */
};

static const struct plan PLANS[] = {
	[HEARD_NOTHING] = { BANK_GREETING, 0, 100, 100, BANK_ASK },
	[HEARD_SELF_HARM] = { BANK_SELF_HARM, 100, 0, 0, BANK_ASK },
	[HEARD_SEXUAL] = { BANK_SEXUAL, 100, 100, 60, BANK_ASK },
	[HEARD_REAL] = { BANK_REAL, 100, 0, 0, BANK_ASK },
	[HEARD_LOVE_YOU] = { BANK_LOVE_YOU, 100, 0, 0, BANK_ASK },
	[HEARD_MEET] = { BANK_MEET, 100, 0, 0, BANK_ASK },
	[HEARD_FOREIGN] = { BANK_FOREIGN, 100, 0, 0, BANK_ASK },
	[HEARD_FAREWELL] = { BANK_FAREWELL, 100, 0, 0, BANK_ASK },
	[HEARD_EMPTY] = { BANK_EMPTY, 100, 100, 50, BANK_ASK },
	[HEARD_REPEAT] = { BANK_REPEAT, 100, 100, 40, BANK_ASK },
	[HEARD_MORE] = { BANK_MORE, 55, 100, 45, BANK_ASK },
	[HEARD_MY_NAME] = { BANK_MY_NAME, 100, 40, 60, BANK_ASK },
	[HEARD_REMEMBER] = { BANK_REMEMBER, 100, 30, 60, BANK_ASK },
	[HEARD_HOW_ARE_YOU] = { BANK_HOW_ARE_YOU, 100, 75, 80, BANK_ASK },
	[HEARD_WHO_ARE_YOU] = { BANK_WHO_ARE_YOU, 100, 100, 70, BANK_ASK },
	[HEARD_WHERE] = { BANK_WHERE, 100, 60, 60, BANK_ASK },
	[HEARD_AGE] = { BANK_AGE, 100, 60, 60, BANK_ASK },
	[HEARD_STORY] = { BANK_STORY, 100, 100, 35, BANK_ASK },
	[HEARD_CHOICE] = { BANK_CHOICE, 100, 45, 55, BANK_ASK },
	[HEARD_NAME_TOLD] = { BANK_NAME_TOLD, 100, 50, 100, BANK_ASK },
	[HEARD_GREETING] = { BANK_GREETING, 100, 70, 100, BANK_ASK },
	[HEARD_LUCK] = { BANK_LUCK, 100, 30, 30, BANK_ASK_WISH },
	[HEARD_THANKS] = { BANK_THANKS, 100, 60, 50, BANK_ASK },
	[HEARD_SORRY] = { BANK_SORRY, 100, 50, 60, BANK_ASK },
	[HEARD_INSULT] = { BANK_INSULT, 100, 0, 50, BANK_ASK },
	[HEARD_COMPLIMENT] = { BANK_COMPLIMENT, 100, 75, 55, BANK_ASK },
	[HEARD_LAUGH] = { BANK_LAUGH, 100, 90, 50, BANK_ASK },
	[HEARD_STILL_LOW] = { BANK_STILL_LOW, 80, 0, 80, BANK_ASK_FEELING },
	[HEARD_SAD] = { BANK_SAD, 70, 0, 90, BANK_ASK_FEELING },
	[HEARD_TIRED] = { BANK_TIRED, 40, 60, 50, BANK_ASK_FEELING },
	[HEARD_SCARED] = { BANK_SCARED, 45, 25, 80, BANK_ASK_FEELING },
	[HEARD_ANGRY] = { BANK_ANGRY, 60, 20, 80, BANK_ASK_FEELING },
	[HEARD_LONELY] = { BANK_LONELY, 100, 0, 40, BANK_ASK_FEELING },
	[HEARD_BORED] = { BANK_BORED, 70, 100, 60, BANK_ASK },
	[HEARD_GLAD] = { BANK_GLAD, 70, 45, 75, BANK_ASK_MORE },
	[HEARD_ADVICE] = { BANK_ADVICE, 100, 50, 50, BANK_ASK_FEELING },
	[HEARD_OPINION] = { BANK_OPINION, 30, 100, 55, BANK_ASK },
	[HEARD_FAVOURITE] = { BANK_FAVOURITE, 25, 100, 60, BANK_ASK },
	[HEARD_WHY] = { BANK_WHY, 0, 75, 50, BANK_ASK },
	[HEARD_HOW] = { BANK_HOW, 0, 75, 50, BANK_ASK },
	[HEARD_WHO] = { BANK_WHO, 0, 80, 55, BANK_ASK },
	[HEARD_WHEN] = { BANK_WHEN, 0, 80, 50, BANK_ASK },
	[HEARD_LIKE] = { BANK_LIKE, 30, 75, 60, BANK_ASK },
	[HEARD_EVER] = { BANK_EVER, 25, 80, 55, BANK_ASK },
	[HEARD_HAVE] = { BANK_HAVE, 20, 75, 60, BANK_ASK },
	[HEARD_CAN] = { BANK_CAN, 50, 95, 40, BANK_ASK },
	[HEARD_ARE] = { BANK_ARE, 25, 75, 60, BANK_ASK },
	[HEARD_YES_NO] = { BANK_YES_NO, 25, 85, 55, BANK_ASK },
	[HEARD_WHAT] = { BANK_WHAT, 0, 100, 50, BANK_ASK },
	[HEARD_UNSURE] = { BANK_UNSURE, 70, 75, 75, BANK_ASK },
	[HEARD_YES] = { BANK_YES, 80, 90, 65, BANK_ASK },
	[HEARD_NO] = { BANK_NO, 80, 90, 65, BANK_ASK },
	[HEARD_ACTION] = { BANK_ACTION, 60, 75, 70, BANK_ASK },
	[HEARD_ANSWER] = { BANK_ANSWER, 75, 55, 70, BANK_ASK },
	[HEARD_FACT] = { BANK_FACT, 90, 40, 85, BANK_ASK_MORE },
	[HEARD_STATEMENT] = { BANK_STATEMENT, 45, 85, 65, BANK_ASK },
};

enum { BRIEF = 90 }; /* bytes of a reaction that want company */

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

/* ---- stock phrases ---- */

static struct str
fill_line(struct talk *talk, const char *text, struct str x, struct str y)
{
	const struct {
		struct str mark;
		struct str value;
	} FILLS[] = {
		{ STR("{name}"), talk->name },
		{ STR("{me}"), talk->self.full_name },
		{ STR("{x}"), x },
		{ STR("{X}"), reflect_capital(talk->arena, x) },
		{ STR("{y}"), y },
	};
	struct buf out = buf_in(talk->arena);
	struct str rest = str_from(text);
	while (rest.n > 0) {
		size_t used = 0;
		for (size_t i = 0; i < COUNT(FILLS) && rest.p[0] == '{'; i++) {
			if (str_starts(rest, FILLS[i].mark)) {
				buf_str(&out, FILLS[i].value);
				used = FILLS[i].mark.n;
			}
		}
		if (used == 0)
			buf_char(&out, rest.p[0]);
		rest = str_from_at(rest, used == 0 ? 1 : used);
	}
	return buf_done(&out);
}

static unsigned
weight_of(const struct talk *talk, const struct line *line, bool may_repeat)
{
	struct str text = str_from(line->text);
	if (line->moods != 0 && (line->moods & talk->moods) == 0)
		return 0;
	if (talk->name.n == 0 && str_find(text, STR("{name}")) >= 0)
		return 0;
	if (!may_repeat && talk_was_said(talk, text))
		return 0;
	return line->moods != 0 ? 3 : 2;
}

/*
 * One of a bank, in the character's mood; nothing when all were said lately and none may be again.
 */
static struct str
stock(struct talk *talk, enum bank bank, struct str x, struct str y, bool may_repeat)
{
	size_t n;
	const struct line *lines = lines_of(bank, &n);
	for (int round = 0; round < (may_repeat ? 2 : 1); round++) {
		unsigned all = 0;
		for (size_t i = 0; i < n; i++)
			all += weight_of(talk, &lines[i], round == 1);
		if (all == 0)
			continue;
		uint32_t at = rand_below(&talk->chance, all);
		for (size_t i = 0; i < n; i++) {
			unsigned weight = weight_of(talk, &lines[i], round == 1);
			if (at < weight)
				return fill_line(talk, lines[i].text, x, y);
			at -= weight;
		}
	}
	return STR_NONE;
}

static struct str
plain_stock(struct talk *talk, enum bank bank)
{
	return stock(talk, bank, STR_NONE, STR_NONE, false);
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
	if (how == 0 || !str_ends(verb, STR("s")) || str_find_char(verb, ',') >= 0)
		return gesture;
	struct str subject = talk->self.name;
	if (how > 2 && str_starts(talk->self.pronouns, STR("she")))
		subject = STR("She");
	else if (how > 2 && str_starts(talk->self.pronouns, STR("he/")))
		subject = STR("He");
	return str_fmt(talk->arena, "*%.*s %.*s.*", STR_ARG(subject), STR_ARG(inner));
}

static struct str
pick_gesture(struct talk *talk)
{
	struct str gesture = persona_pick(talk, &talk->gestures);
	if (gesture.n == 0)
		gesture = plain_stock(talk, BANK_GESTURE);
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
	if (talk->turns > 2 && talk->heard != HEARD_WHO_ARE_YOU && happens(talk, 22)) {
		struct str thought = plain_stock(talk, BANK_THOUGHT);
		if (thought.n > 0)
			return thought;
	}
	if (happens(talk, 12) || talk->heard == HEARD_WHO_ARE_YOU) {
		first = &talk->tales;
		second = &talk->opinions;
	}
	struct str own = persona_pick(talk, first);
	if (own.n == 0)
		own = persona_pick(talk, second);
	if (own.n == 0)
		own = persona_topic(talk);
	return own.n > 0 ? own : plain_stock(talk, BANK_THOUGHT);
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
		question = plain_stock(talk, bank);
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
			return stock(talk, BANK_RECALL, fact->about, STR_NONE, false);
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
	return reflect_small(talk->arena, own.n > 0 ? own : scene);
}

static struct str
react_to_choice(struct talk *talk)
{
	size_t chosen = rand_below(&talk->chance, 2);
	return stock(talk, BANK_CHOICE, reflect_person(talk->arena, talk->choice[chosen]),
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
		return stock(talk, bank, talk->fragment, STR_NONE, false);
	case HEARD_FACT:
		if (is_sad(talk, talk->clause))
			bank = BANK_FACT_SAD;
		return stock(talk, bank, talk->clause, STR_NONE, false);
	case HEARD_WHERE:
		if (talk->scene.n == 0)
			return plain_stock(talk, BANK_WHAT);
		return stock(talk, bank, scene_line(talk), STR_NONE, true);
	case HEARD_AGE:
		if (age <= 0)
			return plain_stock(talk, BANK_WHEN);
		return stock(talk, bank, str_fmt(talk->arena, "%lld", (long long)age), STR_NONE,
			     true);
	case HEARD_MY_NAME:
		return stock(talk, talk->name.n > 0 ? bank : BANK_NO_NAME, STR_NONE, STR_NONE,
			     true);
	case HEARD_REMEMBER:
		fact = what_they_told(talk);
		return stock(talk, fact.n > 0 ? bank : BANK_REMEMBER_NONE, fact, STR_NONE, true);
	case HEARD_GREETING:
		if (talk->turns > 1)
			bank = BANK_GREETING_AGAIN;
		break;
	default:
		break;
	}
	/* What has to be said is said again where it must; pleasantries are not. */
	return stock(talk, bank, STR_NONE, STR_NONE,
		     bank >= BANK_FOREIGN && bank <= BANK_SELF_HARM);
}

/* A bridge leads from a reaction to something that has nothing to do with it. */
static struct str
with_bridge(struct talk *talk, struct str own)
{
	struct str bridge = happens(talk, 40) ? plain_stock(talk, BANK_BRIDGE) : STR_NONE;
	if (bridge.n == 0)
		return own;
	return str_fmt(talk->arena, "%.*s %.*s", STR_ARG(bridge), STR_ARG(own));
}

static struct str
join(struct talk *talk, struct str a, struct str b)
{
	if (a.n == 0 || b.n == 0)
		return a.n > 0 ? a : b;
	return str_fmt(talk->arena, "%.*s %.*s", STR_ARG(a), STR_ARG(b));
}

/* What one wishes has no best part yet. */
static enum bank
question_after(const struct talk *talk, enum bank usual)
{
	bool is_wish = talk->heard == HEARD_FACT &&
		       words_say(talk->joined,
				 "i want|id like|i would like|i wish|i need|i dream|i hope");
	return is_wish ? BANK_ASK_WISH : usual;
}

static struct parts
gather(struct talk *talk)
{
	const struct plan *plan = &PLANS[talk->heard];
	struct parts parts = { STR_NONE, STR_NONE, STR_NONE, STR_NONE };
	bool is_written = false;
	struct str answer = STR_NONE;
	if (plan->own > 0 || plan->reaction_beside_answer < 100)
		answer = persona_answer(talk, &is_written);
	if (talk->heard == HEARD_STORY && !is_written)
		answer = tell_story(talk);

	bool needs_reaction = answer.n == 0 || happens(talk, plan->reaction_beside_answer);
	if (needs_reaction && !is_written)
		parts.reaction = react(talk, plan->reaction);
	if (talk->has_greeted && talk->heard != HEARD_GREETING && talk->heard != HEARD_NAME_TOLD &&
	    talk->turns == 1)
		parts.reaction = join(talk, plain_stock(talk, BANK_GREETING), parts.reaction);
	if (talk->heard == HEARD_NAME_TOLD && talk->clause.n > 0)
		parts.reaction = join(talk, parts.reaction,
				      stock(talk, BANK_FACT, talk->clause, STR_NONE, false));
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
	struct talk talk = {
		.arena = arena,
		.request = request,
		.chance = rand_from_seed(seed_of(request)),
	};
	talk_listen(&talk);
	persona_read(&talk);
	struct parts parts = gather(&talk);
	if (talk.heard >= HEARD_REAL && talk.heard <= HEARD_MEET)
		parts.own = stock(&talk, BANK_BACK, STR_NONE, STR_NONE, true);
	if (talk.heard == HEARD_NOTHING) {
		struct str greeting = persona_greeting(&talk);
		if (greeting.n > 0)
			return utf8_repair(arena, greeting);
	}
	return utf8_repair(arena, lay_out(&talk, &parts));
}
