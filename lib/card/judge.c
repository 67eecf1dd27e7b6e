#include "lib/card/judge.h"

#include "lib/base/buf.h"
#include "lib/moderate/prompt.h"

enum { AGE_MOST = 100000 };

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Whether `text` up to `end` ends with the word, in any case. */
static bool
ends_with_word(struct str text, size_t end, struct str word)
{
	if (end < word.n || (end > word.n && is_letter(text.p[end - word.n - 1])))
		return false;
	return str_eq_fold((struct str){ text.p + end - word.n, word.n }, word);
}

static const struct str LABELS[] = { STR_INIT("age"), STR_INIT("age is") };
static const struct str TELLERS[] = { STR_INIT("aged"), STR_INIT("age of"), STR_INIT("ages") };

/* Whether one of the words stands before the number at `at`, with but signs between: Age("24. */
static bool
is_behind(struct str text, size_t at, const struct str *words, size_t n)
{
	size_t end = at;
	while (end > 0 && !is_letter(text.p[end - 1]) && !is_digit(text.p[end - 1]) &&
	       text.p[end - 1] != '\n' && text.p[end - 1] != '.' && at - end < 8)
		end--;
	for (size_t i = 0; i < n; i++)
		if (ends_with_word(text, end, words[i]))
			return true;
	return false;
}

/* "years old", "-year-old", " yo", " y/o": what stands behind it. */
static bool
is_of_years(struct str rest)
{
	static const struct str UNITS[] = { STR_INIT("years old"), STR_INIT("year old"),
					    STR_INIT("years-old"), STR_INIT("year-old"),
					    STR_INIT("yrs old"),   STR_INIT("years of age"),
					    STR_INIT("y/o"),	   STR_INIT("y.o"),
					    STR_INIT("yo") };
	size_t i = 0;
	while (i < rest.n && i < 3 && (rest.p[i] == ' ' || rest.p[i] == '-'))
		i++;
	rest = str_from_at(rest, i);
	for (size_t k = 0; k < COUNT(UNITS); k++) {
		struct str unit = UNITS[k];
		if (str_eq_fold(str_first(rest, unit.n), unit) &&
		    (rest.n == unit.n || !is_letter(rest.p[unit.n])))
			return true;
	}
	return false;
}

/* A number of at most six digits at *at, and *at behind it; -1 for a longer one. */
static int64_t
read_number(struct str text, size_t *at)
{
	int64_t value = 0;
	size_t from = *at;
	while (*at < text.n &&
	       (is_digit(text.p[*at]) ||
		(text.p[*at] == ',' && *at + 3 < text.n && is_digit(text.p[*at + 1]) &&
		 is_digit(text.p[*at + 2]) && is_digit(text.p[*at + 3])))) {
		if (text.p[*at] != ',' && value < AGE_MOST * 10)
			value = value * 10 + (text.p[*at] - '0');
		(*at)++;
	}
	return *at - from > 7 || value > AGE_MOST ? -1 : value;
}

static void
keep_least(int64_t *least, int64_t years)
{
	if (*least == 0 || years < *least)
		*least = years;
}

/* What the number at *at says, if it is an age; *at goes behind it. */
static void
read_age(struct str text, size_t *at, struct card_ages *ages)
{
	size_t from = *at;
	int64_t years = read_number(text, at);
	if (years <= 0)
		return;
	if (is_behind(text, from, LABELS, COUNT(LABELS))) {
		ages->labelled = ages->labelled > 0 ? ages->labelled : years;
		keep_least(&ages->labelled_least, years);
	} else if (is_of_years(str_from_at(text, *at)) ||
		   is_behind(text, from, TELLERS, COUNT(TELLERS))) {
		ages->told = ages->told > 0 ? ages->told : years;
		keep_least(&ages->told_least, years);
		ages->told_most = years > ages->told_most ? years : ages->told_most;
	}
}

struct card_ages
card_ages_of(const struct str *texts, size_t n)
{
	struct card_ages ages = { 0 };
	for (size_t i = 0; i < n; i++)
		for (size_t at = 0; at < texts[i].n;) {
			if (is_digit(texts[i].p[at]))
				read_age(texts[i], &at, &ages);
			else
				at++;
		}
	return ages;
}

int64_t
card_field_age(struct arena *arena, const struct card *card)
{
	struct str own = scan_find(arena, card->extensions, "snug");
	const struct str places[] = { scan_find(arena, own, "age"),
				      scan_find(arena, card->extensions, "age"),
				      scan_find(arena, card->data, "age") };
	int64_t age;
	for (size_t i = 0; i < COUNT(places); i++)
		if (scan_whole(places[i], &age) && age > 0 && age <= AGE_MOST)
			return age;
	return 0;
}

/* "Sex: female" tells no more than "Gender: female", and is in many cards. */
static void
put_without_label(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.n;) {
		struct str rest = str_from_at(text, i);
		size_t after = 3;
		bool is_word = (text.p[i] == 's' || text.p[i] == 'S') &&
			       str_eq_fold(str_first(rest, 3), STR("sex")) &&
			       (i == 0 || !is_letter(text.p[i - 1]));
		while (is_word && after < rest.n && (rest.p[after] == ' ' || rest.p[after] == '"'))
			after++;
		if (is_word && after < rest.n &&
		    (rest.p[after] == ':' || rest.p[after] == '=' || rest.p[after] == '(')) {
			i += 3;
			continue;
		}
		buf_char(out, text.p[i++]);
	}
	buf_char(out, '\n');
}

static enum prompt_verdict
worse(enum prompt_verdict a, enum prompt_verdict b)
{
	return a > b ? a : b;
}

/* The character's age as far as the texts agree, and whether they speak of somebody too young. */
static int64_t
settle_age(const struct card_ages *ages, int64_t own_age, int64_t least, bool *is_young)
{
	*is_young = (own_age > 0 && own_age < least) ||
		    (ages->labelled > 0 && ages->labelled_least < least) ||
		    (ages->labelled == 0 && ages->told > 0 && ages->told_most < least);
	if (own_age > 0 || ages->labelled > 0)
		return own_age > 0 ? own_age : ages->labelled;
	return ages->told_least >= least ? ages->told : 0;
}

struct card_judgement
card_judge(struct arena *arena, const struct card_sheet *sheet, int64_t own_age, int64_t least,
	   bool is_general)
{
	const struct str texts[] = { sheet->long_bio, sheet->personality, sheet->scenario,
				     sheet->short_description, sheet->greeting,
				     sheet->system_prompt, sheet->post_history, sheet->depth_prompt,
				     sheet->creator_notes,
				     /* One of them: what is hinted at once is not said twice. */
				     str_or(sheet->mes_example, sheet->examples) };
	struct buf all = buf_in(arena), labels = buf_in(arena);
	bool is_young;
	struct card_ages ages = card_ages_of(texts, 3);
	struct card_judgement out = { .age = settle_age(&ages, own_age, least, &is_young) };
	buf_fmt(&labels, "%.*s\n%.*s\n%.*s\n", STR_ARG(sheet->name), STR_ARG(sheet->nickname),
		STR_ARG(sheet->look_free));
	for (size_t i = 0; i < sheet->tags.n; i++)
		buf_fmt(&labels, "%.*s\n", STR_ARG(sheet->tags.at[i]));
	put_without_label(&all, buf_done(&labels));
	for (size_t i = 0; i < COUNT(texts); i++)
		put_without_label(&all, texts[i]);
	for (size_t i = 0; i < sheet->alternate_greetings.n; i++)
		put_without_label(&all, sheet->alternate_greetings.at[i]);
	for (size_t i = 0; i < sheet->group_greetings.n; i++)
		put_without_label(&all, sheet->group_greetings.at[i]);
	/* What the character is called and sorted under is about the character itself. */
	enum prompt_verdict verdict = prompt_judge(arena, buf_done(&labels), PROMPT_PICTURE);
	out.words = buf_done(&all);
	verdict = worse(verdict, prompt_judge(arena, out.words, PROMPT_CHAT));
	if (out.age == 0)
		out.doubts |= CARD_DOUBT_NO_AGE;
	if (is_young)
		out.doubts |= CARD_DOUBT_YOUNG;
	unsigned subjects = prompt_subjects(arena, buf_done(&labels));
	if ((subjects & PROMPT_OF_YOUNG) != 0)
		out.doubts |= CARD_DOUBT_YOUNG;
	if ((subjects & PROMPT_OF_REAL) != 0)
		out.doubts |= CARD_DOUBT_REAL;
	if (verdict == PROMPT_NEVER)
		out.doubts |= CARD_DOUBT_WORDS;
	if (verdict == PROMPT_SEXUAL && is_general)
		out.doubts |= CARD_DOUBT_SEXUAL;
	return out;
}
