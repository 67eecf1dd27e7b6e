#include "lib/provider/offline/extract.h"

#include <stdio.h>
#include <string.h>

#include "lib/provider/offline/lend.h"
#include "lib/provider/offline/talk.h"
#include "lib/provider/offline/third.h"

enum {
	SENTENCES = 256,
	FACTS_A_LINE = 2,
	ACTION_BYTES = 160,
	TOPICS = 4,
	LEAST_TOPIC_BYTES = 4,
	TOPIC_WORDS = 512
};

static const double ALIKE = 0.75;
static const char LATELY[] = "Lately: ";

struct sentence {
	struct str text;
	struct words words;
	size_t line;
	bool is_members;
};

struct sentences {
	struct arena *arena;
	struct sentence at[SENTENCES];
	size_t n;
};

static struct sentences *
sentences_new(struct arena *arena)
{
	struct sentences *list = ARENA_NEW(arena, struct sentences);
	list->arena = arena;
	list->n = 0;
	return list;
}

/* What is known already is not said twice; without room the oldest goes. */
static void
put(struct sentences *list, struct str text, size_t line, bool is_members)
{
	struct words words = words_of(list->arena, text);
	for (size_t i = 0; i < list->n; i++)
		if (str_eq_fold(list->at[i].text, text) ||
		    words_likeness(&list->at[i].words, &words) >= ALIKE)
			return;
	if (list->n == SENTENCES)
		memmove(list->at, list->at + 1, --list->n * sizeof(list->at[0]));
	list->at[list->n++] = (struct sentence){ text, words, line, is_members };
}

static int
count_words(struct str text)
{
	int n = 0;
	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] != ' ' && (i == 0 || text.p[i - 1] == ' ');
	return n;
}

/* ---- facts ---- */

/* What is said aloud: the text outside of *actions*. */
static struct str
spoken(struct arena *arena, struct str text)
{
	struct buf out = buf_in(arena);
	struct str piece;
	for (bool is_said = true; str_cut(&text, '*', &piece); is_said = !is_said) {
		if (is_said)
			buf_fmt(&out, "%.*s\n", STR_ARG(piece));
	}
	return buf_done(&out);
}

static void
facts_of_line(struct arena *arena, const struct extract_talk *talk, size_t line,
	      struct sentences *out)
{
	const struct extract_line *said = &talk->lines[line];
	struct talk ear = { .arena = arena };
	struct str rest = spoken(arena, talk_head(said->text, 4000)), sentence;
	struct str other = said->is_member ? talk->character : talk->member;
	int n = 0;
	while (n < FACTS_A_LINE && facts_next_sentence(&rest, &sentence)) {
		/* "I'm Ada, I teach history": the fact is behind the name. */
		ptrdiff_t comma = str_find_char(sentence, ',');
		if (facts_name_in(&ear, sentence).n > 0)
			sentence = comma < 0 ? STR_NONE : str_from_at(sentence, (size_t)comma + 1);
		struct str clause = facts_told_in(&ear, sentence);
		struct str told = clause.n == 0 ? STR_NONE
						: third_told(arena, clause, said->who, other);
		if (told.n == 0)
			continue;
		put(out, told, line, said->is_member);
		n++;
	}
}

static void
name_of_line(struct arena *arena, const struct extract_talk *talk, size_t line,
	     struct sentences *out)
{
	const struct extract_line *said = &talk->lines[line];
	struct talk ear = { .arena = arena };
	struct str name = facts_name_in(&ear, talk_head(said->text, 2000));
	if (name.n > 0 && !str_eq_fold(name, said->who))
		put(out,
		    str_fmt(arena, "%.*s goes by the name of %.*s.", STR_ARG(said->who),
			    STR_ARG(name)),
		    line, said->is_member);
}

/* ---- events ---- */

static void
events_of_line(struct arena *arena, const struct extract_talk *talk, size_t line,
	       struct sentences *out)
{
	const struct extract_line *said = &talk->lines[line];
	struct str rest = talk_head(said->text, 4000);
	struct str other = said->is_member ? talk->character : talk->member;
	for (;;) {
		ptrdiff_t from = str_find_char(rest, '*');
		if (from < 0)
			return;
		rest = str_from_at(rest, (size_t)from + 1);
		ptrdiff_t to = str_find_char(rest, '*');
		if (to < 0)
			return;
		struct str action = str_first(rest, (size_t)to);
		rest = str_from_at(rest, (size_t)to + 1);
		if (action.n == 0 || action.n > ACTION_BYTES)
			continue;
		struct str done = third_done(arena, action, said->who, other);
		if (done.n > 0) {
			put(out, done, line, said->is_member);
			return;
		}
	}
}

/* ---- what was spoken of ---- */

struct topic {
	uint32_t stem;
	struct str word;
	size_t count;
	size_t last_line;
};

/* What stands behind one of these is a thing, more often than not. */
static bool
leads_to_thing(struct str before)
{
	static const char LEADS[] = " the a an my your his her our their this that of about with ";
	char padded[16];
	int n = snprintf(padded, sizeof(padded), " %.*s ", STR_ARG(before));
	return n > 0 && (size_t)n < sizeof(padded) && strstr(LEADS, padded) != NULL;
}

static bool
may_be_topic(const struct words *words, size_t i, const struct words *names)
{
	const struct word *word = &words->at[i];
	return i > 0 && leads_to_thing(words->at[i - 1].text) && !word->is_stop &&
	       word->text.n >= LEAST_TOPIC_BYTES && !str_ends(word->text, STR("ly")) &&
	       !str_ends(word->text, STR("ing")) && !str_ends(word->text, STR("ed")) &&
	       !third_is_verb(word->text) && !words_have_stem(names, word->stem);
}

static void
count_topics(struct arena *arena, const struct extract_talk *talk, size_t line,
	     const struct words *names, struct topic *topics, size_t *n)
{
	struct words words = words_of(arena, talk_head(talk->lines[line].text, 2000));
	for (size_t i = 0; i < words.n; i++) {
		const struct word *word = &words.at[i];
		size_t k = 0;
		if (!may_be_topic(&words, i, names))
			continue;
		while (k < *n && topics[k].stem != word->stem)
			k++;
		if (k == TOPIC_WORDS)
			continue;
		if (k == *n)
			topics[(*n)++] = (struct topic){ word->stem, word->text, 0, SIZE_MAX };
		/* Once a message: a word that one message repeats is no topic of both. */
		topics[k].count += topics[k].last_line != line;
		topics[k].last_line = line;
	}
}

/* "Ada and Nova spoke of bread, bees and the harbour.", or how much they said. */
static struct str
topics_sentence(struct arena *arena, const struct extract_talk *talk)
{
	struct topic *topics = ARENA_ARRAY(arena, struct topic, TOPIC_WORDS);
	struct words names = words_of(arena, str_fmt(arena, "%.*s %.*s", STR_ARG(talk->member),
						     STR_ARG(talk->character)));
	struct str best[TOPICS];
	size_t n = 0, count = 0;
	for (size_t i = 0; i < talk->n; i++)
		count_topics(arena, talk, i, &names, topics, &n);
	while (count < TOPICS) {
		struct topic *top = NULL;
		for (size_t i = 0; i < n; i++)
			if (topics[i].count > 1 && (top == NULL || topics[i].count > top->count))
				top = &topics[i];
		if (top == NULL)
			break;
		best[count++] = top->word;
		top->count = 0;
	}
	struct buf out = buf_in(arena);
	buf_fmt(&out, "%.*s and %.*s ", STR_ARG(talk->member), STR_ARG(talk->character));
	if (count == 0)
		buf_fmt(&out, "exchanged %zu messages", talk->n);
	for (size_t i = 0; i < count; i++)
		buf_fmt(&out, "%s%.*s",
			i == 0		? "spoke of "
			: i + 1 < count ? ", "
					: " and ",
			STR_ARG(best[i]));
	buf_char(&out, '.');
	return buf_done(&out);
}

/* ---- the summary ---- */

/* Sentences of a text that was written before, into facts; what begins with "Lately:" into events. */
static void
read_before(struct arena *arena, const struct extract_talk *talk, struct str before,
	    struct sentences *facts, struct sentences *events)
{
	struct str rest = before, line, sentence;
	while (str_cut(&rest, '\n', &line)) {
		struct sentences *to = facts;
		line = str_trim(line);
		if (str_starts(line, STR("Lately:"))) {
			line = str_from_at(line, sizeof("Lately:") - 1);
			to = events;
		}
		while (facts_next_sentence(&line, &sentence))
			put(to, str_copy(arena, str_trim(sentence)), 0,
			    str_starts(sentence, talk->member));
	}
}

/* Leaves out what is least missed until `words` suffice: the character's oldest, then the oldest. */
static void
fit(struct sentences *list, int words)
{
	int total = 0;
	for (size_t i = 0; i < list->n; i++)
		total += count_words(list->at[i].text);
	while (list->n > 1 && total > words) {
		size_t i = 0;
		while (i < list->n && list->at[i].is_members)
			i++;
		if (i == list->n)
			i = 0;
		total -= count_words(list->at[i].text);
		memmove(list->at + i, list->at + i + 1, (list->n - i - 1) * sizeof(list->at[0]));
		list->n--;
	}
}

static int
put_all(struct buf *out, const struct sentences *list, const char *between)
{
	int words = 0;
	for (size_t i = 0; i < list->n; i++) {
		buf_fmt(out, "%s%.*s", i == 0 ? between : " ", STR_ARG(list->at[i].text));
		words += count_words(list->at[i].text);
	}
	return words;
}

struct str
extract_summary(struct arena *arena, const struct extract_talk *talk, struct str before, int words)
{
	struct sentences *facts = sentences_new(arena), *events = sentences_new(arena);
	struct buf out = buf_in(arena);
	read_before(arena, talk, before, facts, events);
	for (size_t i = 0; i < talk->n; i++) {
		name_of_line(arena, talk, i, facts);
		facts_of_line(arena, talk, i, facts);
		events_of_line(arena, talk, i, events);
	}
	struct str spoke = topics_sentence(arena, talk);
	fit(facts, words * 7 / 10);
	int left = words - put_all(&out, facts, "") - count_words(spoke) - 1;
	/* Of what happened the newest counts, whoever did it. */
	for (size_t i = 0; i < events->n; i++)
		events->at[i].is_members = true;
	fit(events, left > 0 ? left : 0);
	buf_fmt(&out, "%s%s%.*s", out.n > 0 ? "\n\n" : "", LATELY, STR_ARG(spoke));
	if (left > 0)
		(void)put_all(&out, events, " ");
	return buf_done(&out);
}

size_t
extract_facts(struct arena *arena, const struct extract_talk *talk, struct extract_fact *out,
	      size_t room)
{
	struct sentences *facts = sentences_new(arena);
	size_t n = 0;
	for (size_t i = 0; i < talk->n; i++) {
		if (!talk->lines[i].is_member)
			continue;
		name_of_line(arena, talk, i, facts);
		facts_of_line(arena, talk, i, facts);
	}
	for (size_t i = 0; i < facts->n && n < room; i++)
		out[n++] = (struct extract_fact){ facts->at[i].text, facts->at[i].line };
	return n;
}

/* ---- as the engine is asked ---- */

static struct extract_talk
read_talk(struct arena *arena, const json_t *persona)
{
	const json_t *list = json_object_get(persona, "lines");
	size_t n = json_array_size(list);
	struct extract_line *lines = ARENA_ARRAY(arena, struct extract_line, n);
	for (size_t i = 0; i < n; i++) {
		const json_t *item = json_array_get(list, i);
		lines[i] = (struct extract_line){ json_get_text(item, "who"),
						  json_get_bool(item, "isMember", false),
						  json_get_text(item, "text") };
	}
	return (struct extract_talk){ json_get_text(persona, "member"),
				      json_get_text(persona, "character"), lines, n };
}

struct str
extract_answer(struct arena *arena, const json_t *persona, uint64_t seed)
{
	struct extract_talk talk = read_talk(arena, persona);
	struct str task = json_get_text(persona, "task");
	if (str_eq(task, STR("summary")))
		return extract_summary(arena, &talk, json_get_text(persona, "before"),
				       (int)json_get_i64(persona, "words", 200));
	return str_eq(task, STR("line")) ? lend_line(arena, &talk, seed) : STR_NONE;
}
