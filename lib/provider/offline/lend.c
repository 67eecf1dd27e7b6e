#include "lib/provider/offline/lend.h"

#include "lib/provider/offline/talk.h"

enum { FACTS = 16, LATELY = 6 };

/* {c} the character, {m} the member, {t} what was just spoken of, {f} something the member told. */
enum kind {
	ASKED_TO_COME,
	ASKED_YES_NO,
	ASKED_NAME,
	ASKED_HOW,
	ASKED_OPEN,
	TOLD,
	QUIET,
	GESTURE,
	KINDS
};

static const char *const ASKED_TO_COME_LINES[] = {
	"Gladly. Lead the way.",
	"I would like that.",
	"Yes, let us. I have been hoping you would ask.",
	"All right, but you go first.",
	"Why not? I have nowhere better to be.",
	"With pleasure, if you tell me on the way what it is about.",
};
static const char *const YES_NO_LINES[] = {
	"I think so, yes. What makes you ask?",
	"Not quite, but close enough. And you?",
	"Yes. It took me a while to see it, too.",
	"No, not really. Should I?",
	"Perhaps. Ask me again when I have thought about it.",
	"More than I expected to, honestly.",
	"Yes and no. It depends on the day.",
};
static const char *const NAME_LINES[] = {
	"{m}. Just {m}.",
	"You may call me {m}.",
	"I am {m}. And I have heard your name before, {c}.",
};
static const char *const HOW_LINES[] = {
	"Well enough, and better for the company.",
	"A little tired, but glad to be here. And you, {c}?",
	"Better than this morning. How about you?",
	"I cannot complain. What have I missed?",
};
static const char *const OPEN_LINES[] = {
	"Good question. I keep coming back to the {t}, to tell you the truth.",
	"I am not sure yet. What would you do, {c}?",
	"Let me think. It has to do with the {t}, I believe.",
	"You ask that as if you knew the answer already. Do you?",
	"Hard to say. Tell me first what you make of the {t}.",
	"I could tell you, but then I would want to hear the same from you.",
};
static const char *const FACT_LINES[] = {
	"You know me: {f}. That should tell you something.",
	"Remember that {f}? It is a little like that.",
	"Well, {f}, so I have my own view of such things.",
};
static const char *const TOLD_LINES[] = {
	"I did not expect that. What about the {t}?",
	"Go on, tell me more about the {t}.",
	"And then? You cannot stop there.",
	"The {t}... I would like to see that for myself.",
	"I have been thinking the same, I just had no words for it.",
	"Is that how it began, with the {t}?",
	"Thank you for telling me. I will remember it.",
	"Wait, say that again. The {t}?",
};
static const char *const QUIET_LINES[] = {
	"So this is the place. Tell me about it, {c}.",
	"I hope I do not come at a bad time, {c}.",
	"I was hoping to find you here. What are you up to?",
};
static const char *const GESTURES[] = {
	"*I lean a little closer.*", "*I smile.*",	   "*I think for a moment.*",
	"*I look around.*",	     "*I nod slowly.*",	   "*I take a breath before I answer.*",
	"*I tilt my head.*",	     "*I laugh quietly.*",
};

struct lines {
	const char *const *at;
	size_t n;
};

static struct lines
bank_of(enum kind kind)
{
	static const struct lines BANKS[KINDS] = {
		[ASKED_TO_COME] = { ASKED_TO_COME_LINES, COUNT(ASKED_TO_COME_LINES) },
		[ASKED_YES_NO] = { YES_NO_LINES, COUNT(YES_NO_LINES) },
		[ASKED_NAME] = { NAME_LINES, COUNT(NAME_LINES) },
		[ASKED_HOW] = { HOW_LINES, COUNT(HOW_LINES) },
		[ASKED_OPEN] = { OPEN_LINES, COUNT(OPEN_LINES) },
		[TOLD] = { TOLD_LINES, COUNT(TOLD_LINES) },
		[QUIET] = { QUIET_LINES, COUNT(QUIET_LINES) },
		[GESTURE] = { GESTURES, COUNT(GESTURES) },
	};
	return BANKS[kind];
}

/* What the character asked last, or nothing. */
static struct str
last_question(struct str text)
{
	struct str question = STR_NONE, sentence;
	while (facts_next_sentence(&text, &sentence)) {
		if (str_find_char(sentence, '*') >= 0)
			sentence = str_from_at(sentence, (size_t)str_rfind_char(sentence, '*') + 1);
		if (str_ends(str_trim(sentence), STR("?")))
			question = str_trim(sentence);
	}
	return question;
}

static enum kind
kind_of(struct arena *arena, struct str question)
{
	struct words words = words_of(arena, question);
	struct str joined = words_joined(arena, &words);
	if (words_say(joined,
		      "shall we|will you|would you like|join me|come with|care to|want to|may i|"
		      "let me|ready to"))
		return ASKED_TO_COME;
	if (words_say(joined, "your name|call you|who are you|who might you"))
		return ASKED_NAME;
	if (words_say(joined,
		      "how are you|how do you feel|are you all right|are you okay|how was your"))
		return ASKED_HOW;
	if (words_say(joined,
		      "^do|^does|^did|^are|^is|^was|^were|^have|^has|^can|^could|^will|^would|"
		      "^should|^and do|^and are|^so you|^you|right$|isnt it$|dont you$"))
		return ASKED_YES_NO;
	return ASKED_OPEN;
}

/* The last word of weight: what a sentence is about stands near its end in English, more often than not. */
static struct str
topic_of(struct arena *arena, const struct extract_talk *talk, struct str text)
{
	struct words words = words_of(arena, talk_head(text, 1500));
	struct words names = words_of(arena, str_fmt(arena, "%.*s %.*s", STR_ARG(talk->member),
						     STR_ARG(talk->character)));
	for (size_t i = words.n; i > 1; i--) {
		const struct word *word = &words.at[i - 1];
		struct str before = words.at[i - 2].text;
		bool is_thing = str_eq(before, STR("the")) || str_eq(before, STR("this")) ||
				str_eq(before, STR("that")) || str_eq(before, STR("a")) ||
				str_eq(before, STR("my")) || str_eq(before, STR("your"));
		if (is_thing && !word->is_stop && word->text.n > 3 &&
		    !words_have_stem(&names, word->stem))
			return word->text;
	}
	return STR_NONE;
}

static struct str
fill(struct arena *arena, const struct extract_talk *talk, const char *line, struct str topic,
     struct str fact)
{
	struct buf out = buf_in(arena);
	struct str rest = str_from(line);
	while (rest.n > 0) {
		struct str with = STR_NONE;
		if (str_starts(rest, STR("{m}")))
			with = talk->member;
		else if (str_starts(rest, STR("{c}")))
			with = talk->character;
		else if (str_starts(rest, STR("{t}")))
			with = topic;
		else if (str_starts(rest, STR("{f}")))
			with = fact;
		if (with.n > 0)
			buf_str(&out, with);
		else
			buf_char(&out, rest.p[0]);
		rest = str_from_at(rest, with.n > 0 ? 3 : 1);
	}
	return buf_done(&out);
}

/* Whether the member said this lately. */
static bool
was_said(const struct extract_talk *talk, struct str line)
{
	size_t from = talk->n > LATELY * 2 ? talk->n - LATELY * 2 : 0;
	for (size_t i = from; i < talk->n; i++)
		if (talk->lines[i].is_member && str_find(talk->lines[i].text, line) >= 0)
			return true;
	return false;
}

/* One of a bank that is new and needs nothing that is missing; or nothing. */
static struct str
pick(struct arena *arena, const struct extract_talk *talk, struct rand_seeded *chance,
     struct lines bank, struct str topic, struct str fact)
{
	size_t from = rand_below(chance, (uint32_t)bank.n);
	for (size_t i = 0; i < bank.n; i++) {
		struct str line = str_from(bank.at[(from + i) % bank.n]);
		if ((topic.n == 0 && str_find(line, STR("{t}")) >= 0) ||
		    (fact.n == 0 && str_find(line, STR("{f}")) >= 0))
			continue;
		struct str filled = fill(arena, talk, line.p, topic, fact);
		if (!was_said(talk, filled))
			return filled;
	}
	return STR_NONE;
}

/* Something that the member told, in their own words: "I bake bread on Sundays". */
static struct str
own_fact(struct arena *arena, const struct extract_talk *talk, struct rand_seeded *chance)
{
	struct str facts[FACTS], rest, sentence;
	struct talk ear = { .arena = arena };
	uint32_t n = 0;
	for (size_t i = 0; i + 2 < talk->n && n < FACTS; i++) {
		if (!talk->lines[i].is_member)
			continue;
		rest = talk_head(talk->lines[i].text, 1500);
		while (n < FACTS && facts_next_sentence(&rest, &sentence)) {
			struct str told = facts_told_in(&ear, sentence);
			if (told.n > 0 && str_starts(told, STR("I ")))
				facts[n++] = told;
		}
	}
	return n == 0 ? STR_NONE : facts[rand_below(chance, n)];
}

struct str
lend_line(struct arena *arena, const struct extract_talk *talk, uint64_t seed)
{
	static const struct lines FACT_BANK = { FACT_LINES, COUNT(FACT_LINES) };
	struct rand_seeded chance = rand_from_seed(seed);
	struct str heard = STR_NONE;
	for (size_t i = talk->n; i > 0 && heard.n == 0; i--)
		if (!talk->lines[i - 1].is_member)
			heard = talk->lines[i - 1].text;
	struct str topic = topic_of(arena, talk, heard);
	struct str question = last_question(talk_head(heard, 4000));
	enum kind kind = talk->n < 2 && question.n == 0 ? QUIET
			 : question.n == 0		? TOLD
							: kind_of(arena, question);
	struct str fact = kind == ASKED_OPEN ? own_fact(arena, talk, &chance) : STR_NONE;
	struct str words = STR_NONE;
	if (fact.n > 0 && rand_below(&chance, 2) == 0)
		words = pick(arena, talk, &chance, FACT_BANK, topic, fact);
	if (words.n == 0)
		words = pick(arena, talk, &chance, bank_of(kind), topic, fact);
	if (words.n == 0)
		words = pick(arena, talk, &chance, bank_of(TOLD), topic, fact);
	struct str gesture = STR_NONE;
	if (rand_below(&chance, 3) > 0 || words.n == 0)
		gesture = pick(arena, talk, &chance, bank_of(GESTURE), topic, fact);
	return str_trim(str_fmt(arena, "%.*s%s%.*s", STR_ARG(gesture), gesture.n > 0 ? " " : "",
				STR_ARG(words)));
}
