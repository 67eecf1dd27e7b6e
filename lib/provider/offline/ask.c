/* What a question is about: the two sides of a choice, or the thing that it names. */
#include "lib/provider/offline/talk.h"

static bool
bounds_choice(struct arena *arena, struct str word)
{
	return words_say(
		str_fmt(arena, " %.*s ", STR_ARG(word)),
		"prefer|like|want|rather|choose|pick|better|take|have|drink|eat|be|you|is|are|do|"
		"does|would|could|will|into|favour|favor|between|it|for|when|if|think|say|love");
}

/* "tea or coffee": up to three words on each side of "or". */
bool
ask_choice(struct talk *talk)
{
	const struct words *words = &talk->words;
	size_t at = 0;
	/* "Do you have any brothers or sisters?" offers none. */
	if (words_say(talk->joined, "any|do you have|have you|did you|is there|are there|ever"))
		return false;
	while (at < words->n && !str_eq(words->at[at].text, STR("or")))
		at++;
	if (at == 0 || at + 1 >= words->n)
		return false;
	size_t from = at;
	while (from > 0 && at - from < 3 && !bounds_choice(talk->arena, words->at[from - 1].text) &&
	       (from == at || words->at[from].raw.p[-1] == ' '))
		from--;
	size_t to = at + 1;
	while (to < words->n && to - at <= 3 && !bounds_choice(talk->arena, words->at[to].text) &&
	       (to == at + 1 || words->at[to].raw.p[-1] == ' '))
		to++;
	if (from == at || to == at + 1 || str_eq(words->at[at + 1].text, STR("not")))
		return false;
	struct word last = words->at[to - 1];
	const char *left = words->at[from].raw.p;
	const char *left_end = words->at[at - 1].raw.p + words->at[at - 1].raw.n;
	const char *right = words->at[at + 1].raw.p;
	talk->choice[0] = (struct str){ left, (size_t)(left_end - left) };
	talk->choice[1] = (struct str){ right, (size_t)(last.raw.p + last.raw.n - right) };
	return true;
}

/* Behind these words of a question stands what it is about. */
static bool
leads_to_subject(const struct words *words, size_t i)
{
	struct str word = words->at[i].text;
	struct str before = i > 0 ? words->at[i - 1].text : STR_NONE;
	if (str_eq(word, STR("in")))
		return str_eq(before, STR("believe"));
	if (str_eq(word, STR("of")))
		return word_is_any(before, "think heard opinion");
	if (str_eq(word, STR("have")))
		return i + 1 < words->n && word_is_any(words->at[i + 1].text, "a an any");
	return word_is_any(word, "about like love enjoy hate miss seen met tried");
}

struct str
ask_subject(struct talk *talk)
{
	enum { MOST_WORDS = 3 };
	const struct words *words = &talk->words;
	for (size_t i = 0; i + 1 < words->n; i++) {
		if (!leads_to_subject(words, i))
			continue;
		size_t from = i + 1;
		if (word_is_any(words->at[from].text, "a an any some"))
			from++;
		size_t to = from;
		if (to < words->n && word_is_any(words->at[to].text, "the your my"))
			to++;
		size_t first = to;
		while (to < words->n && to - first < MOST_WORDS && !words->at[to].is_stop &&
		       (to == first || words->at[to].raw.p[-1] == ' '))
			to++;
		if (to == first)
			continue;
		const char *end = words->at[to - 1].raw.p + words->at[to - 1].raw.n;
		bool is_end = end == talk->message.p + talk->message.n || *end == '?';
		if (is_end)
			return reflect_person(
				talk->arena, (struct str){ words->at[from].raw.p,
							   (size_t)(end - words->at[from].raw.p) });
	}
	return STR_NONE;
}
