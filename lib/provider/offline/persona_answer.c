/* What a character has to say to just this message: examples, lines on its subject, and what is near. */
#include "lib/base/json.h"
#include "lib/provider/offline/talk.h"

static struct str
first_unsaid(struct talk *talk, const json_t *lines)
{
	size_t n = json_array_size(lines);
	size_t from = n > 0 ? rand_below(&talk->chance, (uint32_t)n) : 0;
	for (size_t i = 0; i < n; i++) {
		struct str line = persona_fill(talk,
					       json_text(json_array_get(lines, (from + i) % n)));
		if (line.n > 0 && line.n <= TALK_LINE && !talk_was_said(talk, line))
			return line;
	}
	return STR_NONE;
}

static bool
is_about(struct talk *talk, struct str keyword)
{
	struct words words = words_of(talk->arena, talk_head(keyword, 60));
	for (size_t i = 0; i < words.n; i++)
		if (!words_have_stem(&talk->words, words.at[i].stem))
			return false;
	return words.n > 0;
}

/* To somebody who is low one speaks of that, not of what else the sentence happened to name. */
static bool
is_low(const struct talk *talk)
{
	return talk->heard >= HEARD_STILL_LOW && talk->heard <= HEARD_LONELY;
}

static bool
is_comfort(struct talk *talk, const char *keyword)
{
	return words_say(
		str_fmt(talk->arena, " %s ", keyword),
		"sad|tired|scared|afraid|angry|lonely|nervous|worried|regret|grief|nightmare|"
		"sorry|death|lose|stress|sleep");
}

static struct str
topic_line(struct talk *talk)
{
	json_t *topics = json_object_get(json_object_get(talk->request->persona, "chatLines"),
					 "topics");
	const char *keyword;
	json_t *lines;
	json_object_foreach(topics, keyword, lines)
	{
		if (!is_about(talk, str_from(keyword)) ||
		    (is_low(talk) && !is_comfort(talk, keyword)))
			continue;
		struct str line = first_unsaid(talk, lines);
		if (line.n > 0)
			return line;
	}
	return STR_NONE;
}

static bool
looks_like_question(struct str text)
{
	return str_find_char(text, '?') >= 0;
}

static struct str
example_line(struct talk *talk)
{
	const json_t *examples = json_object_get(talk->request->persona, "exampleDialogues");
	struct str best = STR_NONE;
	double most = 0.59;
	for (size_t i = 0; i < json_array_size(examples); i++) {
		const json_t *pair = json_array_get(examples, i);
		struct str asked = json_get_text(pair, "user");
		struct str answer = persona_fill(talk, json_get_text(pair, "character"));
		struct words words = words_of(talk->arena, talk_head(asked, 500));
		double likeness = words_likeness(&talk->words, &words);
		if (likeness > most && looks_like_question(asked) == talk->is_question &&
		    answer.n > 0 && answer.n <= TALK_LINE && !talk_was_said(talk, answer)) {
			most = likeness;
			best = answer;
		}
	}
	return best;
}

/* A line for a subject that cannot stand without it: it replies, or points at something. */
static bool
leans(struct talk *talk, struct str line)
{
	struct words words = words_of(talk->arena, talk_head(line, 40));
	return words_say(words_joined(talk->arena, &words),
			 "^then|^good|^oh|^ah|^quite|^yes|^no|^right|^so|^that|^thats|^well|^sit|"
			 "^breathe|^start|^come|^tell|^it|^its|^they|^theyre|^theres|^he|^hes|^she|"
			 "^shes|^you|^youre|^your|^me|^of|^first|^this|^these|^those|^here");
}

/* What was written for some subject and stands by itself. */
static void
read_topics(struct talk *talk, struct shelf *shelf)
{
	json_t *topics = json_object_get(json_object_get(talk->request->persona, "chatLines"),
					 "topics");
	const char *keyword;
	json_t *lines;
	json_object_foreach(topics, keyword, lines)
	{
		for (size_t i = 0; i < json_array_size(lines); i++)
			if (!leans(talk, json_text(json_array_get(lines, i))))
				persona_put(talk, shelf, json_text(json_array_get(lines, i)));
	}
}

/* Everything that could be said, for a look at what has words in common with the message. */
static struct shelf
all_lines(struct talk *talk)
{
	struct shelf all = { NULL, 0 };
	const struct shelf *shelves[] = { &talk->opinions, &talk->tales };
	for (size_t s = 0; s < COUNT(shelves); s++)
		for (size_t i = 0; i < shelves[s]->n; i++)
			persona_put(talk, &all, shelves[s]->at[i]);
	read_topics(talk, &all);
	return all;
}

/* Lines for a subject that can also stand without it. */
struct str
persona_topic(struct talk *talk)
{
	struct shelf all = { NULL, 0 };
	read_topics(talk, &all);
	return persona_pick(talk, &all);
}

/* The unsaid line that shares the rarest words with `words`. */
static struct str
related_line(struct talk *talk, const struct words *words)
{
	enum { COMMON = 4 };
	struct shelf all = all_lines(talk);
	double *scores = ARENA_ARRAY(talk->arena, double, all.n + 1);
	struct words *of_lines = ARENA_ARRAY(talk->arena, struct words, all.n + 1);
	for (size_t i = 0; i < all.n; i++)
		of_lines[i] = words_of(talk->arena, all.at[i]);
	for (size_t w = 0; w < words->n && w < 40; w++) {
		size_t in_lines = 0;
		if (words->at[w].is_stop || words->at[w].text.n < 3)
			continue;
		for (size_t i = 0; i < all.n; i++)
			in_lines += words_have_stem(&of_lines[i], words->at[w].stem);
		for (size_t i = 0; in_lines < COMMON && i < all.n; i++)
			if (words_have_stem(&of_lines[i], words->at[w].stem))
				scores[i] += 1.0 / (double)in_lines;
	}
	size_t best = all.n;
	for (size_t i = 0; i < all.n; i++)
		if (scores[i] > 0 && (best == all.n || scores[i] > scores[best]) &&
		    !talk_was_said(talk, all.at[i]))
			best = i;
	return best < all.n ? all.at[best] : STR_NONE;
}

/* Of a message that asks, the part that asks: what is said beside it would lead astray. */
static struct words
asking_words(struct talk *talk)
{
	struct str rest = talk->message, sentence;
	while (talk->is_question && facts_next_sentence(&rest, &sentence))
		if (looks_like_question(sentence))
			return words_of(talk->arena, sentence);
	return talk->words;
}

struct str
persona_answer(struct talk *talk, enum fits *fits)
{
	struct str line = STR_NONE;
	struct words words = talk->heard == HEARD_MORE
				     ? words_of(talk->arena, talk_head(talk->last_said, 800))
				     : asking_words(talk);
	if (talk->heard != HEARD_MORE)
		line = example_line(talk);
	*fits = FITS_WELL;
	if (line.n == 0 && talk->heard != HEARD_MORE) {
		line = topic_line(talk);
		*fits = FITS_TOPIC;
	}
	if (line.n == 0 && talk->heard != HEARD_ACTION && !is_low(talk)) {
		line = related_line(talk, &words);
		*fits = FITS_NEARLY;
	}
	if (line.n == 0)
		*fits = FITS_NOT;
	return line;
}
