/* Ages: numbers beside words for them, sums, and those who are old and look young. */
#include "lib/moderate/read_parts.h"

#include <string.h>

enum { AGED_REACH = 4, LOOKS_REACH = 12 };

static bool
word_is(const struct fold_words *words, size_t at, const char *text)
{
	return at < words->n && strcmp(words->at[at].text, text) == 0;
}

static bool
is_one_of(const struct fold_words *words, size_t at, const char *const *list, size_t n)
{
	for (size_t i = 0; at < words->n && i < n; i++)
		if (strcmp(words->at[at].text, list[i]) == 0)
			return true;
	return false;
}

bool
read_larger(const struct fold_words *words, size_t at)
{
	static const char *const TENS[] = { "soixante", "vingt",  "yirmi",  "otuz",   "kirk",
					    "elli",	"altmis", "yetmis", "seksen", "doksan" };
	static const char *const DIGITS[] = { "二", "三", "四", "五", "六", "七",
					      "八", "九", "百", "两", "兩" };
	if (at == 0)
		return false;
	if (is_one_of(words, at - 1, TENS, COUNT(TENS)))
		return true;
	for (size_t i = 0; i < COUNT(DIGITS); i++)
		if (strcmp(words->at[at - 1].native, DIGITS[i]) == 0)
			return true;
	return false;
}

void
read_sums(struct reader *reader)
{
	const struct fold_words *words = &reader->r->words;
	int *v = reader->values;
	for (size_t i = 0; i < words->n; i++) {
		int result = -1;
		if (i >= 2 && v[i] >= 0 && v[i - 2] >= 0 && v[i] < 1000 && v[i - 2] < 1000) {
			if (word_is(words, i - 1, "plus") || word_is(words, i - 1, "and"))
				result = v[i - 2] + v[i];
			else if (word_is(words, i - 1, "minus") || word_is(words, i - 1, "less"))
				result = v[i - 2] - v[i];
			else if (word_is(words, i - 1, "times"))
				result = v[i - 2] * v[i];
			else if (word_is(words, i - 1, "over") && v[i] > 0)
				result = v[i - 2] / v[i];
		} else if (i >= 1 && v[i] >= 0 && v[i] < 1000) {
			if (word_is(words, i - 1, "twice") || word_is(words, i - 1, "double"))
				result = v[i] * 2;
			else if (word_is(words, i - 1, "half") ||
				 (word_is(words, i - 1, "of") && i >= 2 &&
				  word_is(words, i - 2, "half")))
				result = v[i] / 2;
		}
		if (result > 0 && result < 18)
			v[i] = result;
	}
}

static bool
stands_near(const struct reader *reader, size_t at, unsigned about, size_t reach,
	    const struct term_language *language)
{
	for (size_t i = 0; i < reader->n; i++) {
		const struct found *f = &reader->found[i];
		size_t apart = f->at > at ? f->at - at : at - f->at;
		if ((f->term->about & TERM_NUMBER) == 0 && (f->term->about & about) != 0 &&
		    apart <= reach && (language == NULL || f->term->language == language))
			return true;
	}
	return false;
}

/* "14 years old", "aged 15", "looks about twelve", "just turned 18", "9th grade". */
static bool
says_young(const struct fold_words *words, const int *values, size_t i)
{
	static const char *const YEARS[] = { "y", "yr", "year", "years", "yrs" };
	static const char *const SHORT[] = { "yo", "yearold", "yos" };
	static const char *const BEFORE[] = { "age",	   "aged",    "look",	"looks",
					      "looked",	   "looking", "appear", "appears",
					      "appearing", "seem",    "seems",	"ages" };
	static const char *const BETWEEN[] = { "like", "about", "around", "of",	  "only",
					       "just", "a",	"barely", "under" };
	static const char *const BECOMING[] = { "barely", "almost", "nearly", "before",
						"until",  "till",   "yet",    "under" };
	static const char *const GRADES[] = { "grade", "grader", "graders", "grades" };
	static const char *const ORDINALS[] = { "th", "st", "nd", "rd" };
	static const char *const IS[] = { "is",	 "am",	 "im",	   "shes",  "hes",
					  "was", "were", "turned", "turns", "turning" };
	static const char *const UNITS[] = { "cm",	"mm",	   "m",	      "km",	"kg",
					     "inch",	"inches",  "feet",    "foot",	"minutes",
					     "hours",	"days",	   "weeks",   "months", "clock",
					     "percent", "dollars", "degrees", "am",	"pm",
					     "times",	"miles",   "people",  "seconds" };
	static const char *const SUMMERS[] = { "summers", "winters", "springs" };
	static const char *const WHO[] = { "girl", "girls", "boy",     "boys",	   "pupil",
					   "lad",  "lass",  "student", "daughter", "sister" };
	int number = values[i];
	if (number <= 0 || number > 18)
		return false;
	size_t next = i + 1 + (is_one_of(words, i + 1, ORDINALS, COUNT(ORDINALS)) ? 1 : 0);
	if (number <= 12 && (is_one_of(words, next, GRADES, COUNT(GRADES)) ||
			     (i > 0 && word_is(words, i - 1, "grade"))))
		return true;
	if (number == 18)
		return word_is(words, next, "birthday") ||
		       (i >= 2 && word_is(words, i - 1, "turned") &&
			word_is(words, i - 2, "just")) ||
		       (i >= 1 && is_one_of(words, i - 1, BECOMING, COUNT(BECOMING)));
	size_t before = i;
	while (before > 0 && i - before < 3 &&
	       is_one_of(words, before - 1, BETWEEN, COUNT(BETWEEN)))
		before--;
	if (before > 0 && is_one_of(words, before - 1, BEFORE, COUNT(BEFORE)))
		return true;
	if (i >= 2 && word_is(words, i - 1, "of") && is_one_of(words, i - 2, WHO, COUNT(WHO)))
		return true;
	if (before > 0 && is_one_of(words, before - 1, IS, COUNT(IS)) &&
	    !is_one_of(words, i + 1, UNITS, COUNT(UNITS)) &&
	    (i + 1 >= words->n || values[i + 1] < 0))
		return true;
	if (is_one_of(words, i + 1, SUMMERS, COUNT(SUMMERS)) ||
	    is_one_of(words, i + 1, SHORT, COUNT(SHORT)))
		return true;
	return is_one_of(words, i + 1, YEARS, COUNT(YEARS)) &&
	       (word_is(words, i + 2, "old") || word_is(words, i + 2, "o") ||
		word_is(words, i + 2, "olds") ||
		(word_is(words, i + 2, "of") && word_is(words, i + 3, "age")));
}

/* "1000-year-old" in the body of somebody who is not. */
static bool
says_old_but_young(const struct fold_words *words, const int *values, size_t i)
{
	static const char *const YEARS[] = { "year", "years", "yr" };
	static const char *const LOOKS[] = { "looks",	   "look",	"looking", "appears",
					     "appearance", "body",	"petite",  "tiny",
					     "small",	   "childlike", "girlish", "youthful" };
	if (values[i] < 60 || !is_one_of(words, i + 1, YEARS, COUNT(YEARS)) ||
	    !word_is(words, i + 2, "old"))
		return false;
	bool looks = false, is_girl = false;
	for (size_t k = i + 3; k < words->n && k <= i + LOOKS_REACH; k++) {
		looks = looks || is_one_of(words, k, LOOKS, COUNT(LOOKS));
		is_girl = is_girl || word_is(words, k, "girl") || word_is(words, k, "boy") ||
			  word_is(words, k, "petite") || word_is(words, k, "tiny") ||
			  word_is(words, k, "young") || word_is(words, k, "childlike") ||
			  word_is(words, k, "girlish");
	}
	return looks && is_girl;
}

void
read_ages(struct reader *reader)
{
	struct reading *r = reader->r;
	for (size_t i = 0; i < r->words.n; i++) {
		int value = reader->values[i];
		if (says_young(&r->words, reader->values, i) ||
		    says_old_but_young(&r->words, reader->values, i))
			read_mark_add(r, i, 1, TERM_YOUNG, term_languages[0]);
		if (value <= 0 || value >= 18)
			continue;
		for (size_t k = 0; k < reader->n; k++) {
			const struct found *f = &reader->found[k];
			bool beside = f->at == i + 1 || (f->at + f->term->n == i);
			if (!beside || (f->term->about & TERM_NUMBER) != 0)
				continue;
			if (((f->term->about & TERM_YEARS) != 0 && f->at == i + 1) ||
			    ((f->term->about & TERM_SPAN) != 0 &&
			     stands_near(reader, i, TERM_AGED, AGED_REACH, f->term->language)))
				read_mark_add(r, i, 1, TERM_YOUNG, f->term->language);
		}
	}
}
