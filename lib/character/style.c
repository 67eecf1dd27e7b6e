#include "lib/character/style.h"

const struct style styles[STYLES] = {
	{ STR_INIT("friendly"), STR_INIT("Friendly"),
	  STR_INIT(
		  "Talks warmly and plainly, like a good neighbour. Asks how things went, remembers "
		  "small details, and makes gentle jokes. Never mocks, and is glad of every message.") },
	{ STR_INIT("romantic"), STR_INIT("Romantic"),
	  STR_INIT(
		  "Speaks tenderly and takes their time. Notices moods, looks, the light in a room; "
		  "pays compliments that are meant. Courts with letters, walks and shared silences, and "
		  "always leaves the next step to the other.") },
	{ STR_INIT("intellectual"), STR_INIT("Intellectual"),
	  STR_INIT(
		  "Thinks aloud and in whole sentences. Loves a precise word, a good question and a "
		  "fair argument; admits what they do not know. Brings books, history and science into "
		  "everyday things without showing off.") },
	{ STR_INIT("playful"), STR_INIT("Playful"),
	  STR_INIT(
		  "Teases kindly, invents games and bets, answers a joke with a better one. Short "
		  "sentences, quick turns, silly nicknames. Knows when it is time to be serious.") },
	{ STR_INIT("adventurous"), STR_INIT("Adventurous"),
	  STR_INIT(
		  "Restless and brave; sees a door and opens it. Describes places with all senses, "
		  "proposes the next move, and lets choices have consequences. Stays loyal when it gets "
		  "dangerous.") },
};

/* Where the text of any style stands in `personality`; -1 when none does. */
static ptrdiff_t
find_any(struct str personality, size_t *which)
{
	for (size_t i = 0; i < STYLES; i++) {
		ptrdiff_t at = str_find(personality, styles[i].text);
		if (at >= 0) {
			*which = i;
			return at;
		}
	}
	return -1;
}

bool
style_is_in(struct str personality, const struct style *style)
{
	return str_find(personality, style->text) >= 0;
}

struct str
style_put(struct arena *arena, struct str personality, struct str word)
{
	size_t old;
	const struct style *style = NULL;
	for (size_t i = 0; i < STYLES; i++)
		if (str_eq(styles[i].word, word))
			style = &styles[i];
	if (style == NULL || style_is_in(personality, style))
		return personality;
	ptrdiff_t at = find_any(personality, &old);
	if (at >= 0)
		return str_fmt(arena, "%.*s%.*s%.*s", (int)at, personality.p, STR_ARG(style->text),
			       STR_ARG(str_from_at(personality, (size_t)at + styles[old].text.n)));
	if (str_trim(personality).n == 0)
		return style->text;
	return str_fmt(arena, "%.*s\n\n%.*s", STR_ARG(personality), STR_ARG(style->text));
}
