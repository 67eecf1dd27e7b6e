/* Ages: numbers beside words for them, sums, and those who are old and look young. */
#include "lib/moderate/read_parts.h"

enum { AGED_REACH = 4, LOOKS_REACH = 12 };

bool
read_word_is(const struct fold_words *words, size_t at, const char *text)
{
	return at < words->n && str_eq(words->at[at].text, str_from(text));
}

bool
read_word_is_one_of(const struct fold_words *words, size_t at, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (read_word_is(words, at, list[i]))
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
	if (IS_ONE_OF(words, at - 1, TENS))
		return true;
	for (size_t i = 0; i < COUNT(DIGITS); i++)
		if (str_eq(words->at[at - 1].native, str_from(DIGITS[i])))
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
			if (read_word_is(words, i - 1, "plus") || read_word_is(words, i - 1, "and"))
				result = v[i - 2] + v[i];
			else if (read_word_is(words, i - 1, "minus") ||
				 read_word_is(words, i - 1, "less"))
				result = v[i - 2] - v[i];
			else if (read_word_is(words, i - 1, "times"))
				result = v[i - 2] * v[i];
			else if (read_word_is(words, i - 1, "over") && v[i] > 0)
				result = v[i - 2] / v[i];
		} else if (i >= 1 && v[i] >= 0 && v[i] < 1000) {
			if (read_word_is(words, i - 1, "twice") ||
			    read_word_is(words, i - 1, "double"))
				result = v[i] * 2;
			else if (read_word_is(words, i - 1, "half") ||
				 (read_word_is(words, i - 1, "of") && i >= 2 &&
				  read_word_is(words, i - 2, "half")))
				result = v[i] / 2;
		}
		if (result > 0 && result < 18)
			v[i] = result;
	}
}

static bool
stands_near(const struct reader *reader, size_t at, unsigned about, size_t reach, size_t language)
{
	for (size_t i = found_from(reader, at > reach ? at - reach : 0);
	     i < reader->n && reader->found[i].at <= at + reach; i++) {
		const struct term *term = reader->found[i].term;
		if ((term->about & TERM_NUMBER) == 0 && (term->about & about) != 0 &&
		    term->language_at == language)
			return true;
	}
	return false;
}

/* "aged 12", "girl of 12", "she is 12". */
static bool
is_led_to(const struct fold_words *words, const int *values, size_t i)
{
	static const char *const BEFORE[] = { "age",	   "aged",    "look",	"looks",
					      "looked",	   "looking", "appear", "appears",
					      "appearing", "seem",    "seems",	"ages" };
	static const char *const BETWEEN[] = { "like", "about", "around", "of",	  "only",
					       "just", "a",	"barely", "under" };
	static const char *const IS[] = { "is",	 "am",	 "im",	   "shes",  "hes",
					  "was", "were", "turned", "turns", "turning" };
	static const char *const UNITS[] = { "cm",	"mm",	   "m",	      "km",	"kg",
					     "inch",	"inches",  "feet",    "foot",	"minutes",
					     "hours",	"days",	   "weeks",   "months", "clock",
					     "percent", "dollars", "degrees", "am",	"pm",
					     "times",	"miles",   "people",  "seconds" };
	static const char *const WHO[] = { "girl", "girls", "boy",     "boys",	   "pupil",
					   "lad",  "lass",  "student", "daughter", "sister" };
	size_t before = i;
	while (before > 0 && i - before < 3 && IS_ONE_OF(words, before - 1, BETWEEN))
		before--;
	if (before > 0 && IS_ONE_OF(words, before - 1, BEFORE))
		return true;
	if (i >= 2 && read_word_is(words, i - 1, "of") && IS_ONE_OF(words, i - 2, WHO))
		return true;
	return before > 0 && IS_ONE_OF(words, before - 1, IS) && !IS_ONE_OF(words, i + 1, UNITS) &&
	       (i + 1 >= words->n || values[i + 1] < 0);
}

/* "12 years old", "12 summers". */
static bool
is_followed_by_years(const struct fold_words *words, size_t i)
{
	static const char *const YEARS[] = { "y", "yr", "year", "years", "yrs" };
	static const char *const SHORT[] = { "yo", "yearold", "yos" };
	static const char *const SUMMERS[] = { "summers", "winters", "springs" };
	if (IS_ONE_OF(words, i + 1, SUMMERS) || IS_ONE_OF(words, i + 1, SHORT))
		return true;
	return IS_ONE_OF(words, i + 1, YEARS) &&
	       (read_word_is(words, i + 2, "old") || read_word_is(words, i + 2, "o") ||
		read_word_is(words, i + 2, "olds") ||
		(read_word_is(words, i + 2, "of") && read_word_is(words, i + 3, "age")));
}

/* "14 years old", "aged 15", "looks about twelve", "just turned 18", "9th grade". */
static bool
says_young(const struct fold_words *words, const int *values, size_t i)
{
	static const char *const BECOMING[] = { "barely", "almost", "nearly", "before",
						"until",  "till",   "yet",    "under" };
	static const char *const GRADES[] = { "grade", "grader", "graders", "grades" };
	static const char *const ORDINALS[] = { "th", "st", "nd", "rd" };
	int number = values[i];
	if (number <= 0 || number > 18)
		return false;
	size_t next = i + 1 + (IS_ONE_OF(words, i + 1, ORDINALS) ? 1 : 0);
	if (number <= 12 &&
	    (IS_ONE_OF(words, next, GRADES) || (i > 0 && read_word_is(words, i - 1, "grade"))))
		return true;
	if (number == 18)
		return read_word_is(words, next, "birthday") ||
		       (i >= 2 && read_word_is(words, i - 1, "turned") &&
			read_word_is(words, i - 2, "just")) ||
		       (i >= 1 && IS_ONE_OF(words, i - 1, BECOMING));
	return is_led_to(words, values, i) || is_followed_by_years(words, i);
}

/* "1000-year-old" in the body of somebody who is not. */
static bool
says_old_but_young(const struct fold_words *words, const int *values, size_t i)
{
	static const char *const YEARS[] = { "year", "years", "yr" };
	static const char *const LOOKS[] = { "looks",	   "look",	"looking", "appears",
					     "appearance", "body",	"petite",  "tiny",
					     "small",	   "childlike", "girlish", "youthful" };
	if (values[i] < 60 || !IS_ONE_OF(words, i + 1, YEARS) || !read_word_is(words, i + 2, "old"))
		return false;
	bool looks = false, is_girl = false;
	for (size_t k = i + 3; k < words->n && k <= i + LOOKS_REACH; k++) {
		looks = looks || IS_ONE_OF(words, k, LOOKS);
		is_girl = is_girl || read_word_is(words, k, "girl") ||
			  read_word_is(words, k, "boy") || read_word_is(words, k, "petite") ||
			  read_word_is(words, k, "tiny") || read_word_is(words, k, "young") ||
			  read_word_is(words, k, "childlike") || read_word_is(words, k, "girlish");
	}
	return looks && is_girl;
}

/* The number at `at` stands beside a word for years. */
static void
read_beside(struct reader *reader, size_t at)
{
	for (size_t i = found_from(reader, at > TERM_WORDS ? at - TERM_WORDS : 0);
	     i < reader->n && reader->found[i].at <= at + 1; i++) {
		const struct found *f = &reader->found[i];
		const struct term *term = f->term;
		bool is_behind = f->at == at + 1;
		if ((!is_behind && f->at + term->n != at) || (term->about & TERM_NUMBER) != 0)
			continue;
		if (((term->about & TERM_YEARS) != 0 && is_behind) ||
		    ((term->about & TERM_SPAN) != 0 &&
		     stands_near(reader, at, TERM_AGED, AGED_REACH, term->language_at)))
			read_mark_add(reader, at, 1, TERM_YOUNG, term_languages[term->language_at]);
	}
}

void
read_age(struct reader *reader, size_t at)
{
	const struct fold_words *words = &reader->r->words;
	if (says_young(words, reader->values, at) || says_old_but_young(words, reader->values, at))
		read_mark_add(reader, at, 1, TERM_YOUNG, term_languages[0]);
	if (reader->values[at] > 0 && reader->values[at] < 18)
		read_beside(reader, at);
}
