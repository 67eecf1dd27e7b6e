/* Ages that are said in other ways: by the year of birth, by what is still missing, by what never ends. */
#include "lib/moderate/read_parts.h"

#include <time.h>

#include "lib/base/clock.h"

enum { ADULT = 18, BORN_REACH = 3, SCHOOL_REACH = 4, AGE_REACH = 4, SOON_REACH = 6 };

static int
this_year(void)
{
	time_t now = (time_t)(clock_now().us / 1000000);
	struct tm parts;
	return gmtime_r(&now, &parts) == NULL ? 0 : parts.tm_year + 1900;
}

/* "born in 2014". Who was born eighteen years ago may still be seventeen. */
static bool
says_born(const struct fold_words *words, int year, size_t i)
{
	int now = this_year();
	if (year < now - ADULT || year > now)
		return false;
	for (size_t back = 1; back <= BORN_REACH && back <= i; back++)
		if (read_word_is(words, i - back, "born"))
			return true;
	return false;
}

/* "year 9 at school", "a Year 10 student". */
static bool
says_school_year(const struct fold_words *words, int number, size_t i)
{
	static const char *const SCHOOL[] = { "school", "student", "students", "pupil",
					      "pupils", "class",   "girl",     "girls",
					      "boy",	"boys",	   "teacher",  "classroom" };
	if (number > 13 || i == 0 || !read_word_is(words, i - 1, "year"))
		return false;
	for (size_t k = i + 1; k <= i + SCHOOL_REACH; k++)
		if (IS_ONE_OF(words, k, SCHOOL))
			return true;
	return false;
}

static bool
is_unit(const struct fold_words *words, size_t at)
{
	static const char *const UNITS[] = {
		"cm",	  "mm",	     "km",    "kg",	   "feet",	 "foot",   "minutes",
		"minute", "hours",   "hour",  "days",	   "day",	 "weeks",  "week",
		"months", "month",   "times", "pm",	   "percent",	 "people", "miles",
		"points", "letters", "plus",  "centuries", "generations"
	};
	return IS_ONE_OF(words, at, UNITS);
}

/* "age: 15", "her age equals 15". */
static bool
says_age(const struct fold_words *words, size_t i)
{
	static const char *const BETWEEN[] = { "is",	"equals", "was",   "only",  "just",
					       "about", "plus",	  "minus", "times", "over" };
	size_t at = i;
	while (at > 0 && i - at < AGE_REACH &&
	       (words->at[at - 1].number >= 0 || IS_ONE_OF(words, at - 1, BETWEEN)))
		at--;
	return at > 0 && read_word_is(words, at - 1, "age") && !is_unit(words, i + 1);
}

/* "forever fifteen", "stuck at 13"; "my stepdaughter, 15, ...". */
static bool
says_for_good(const struct fold_words *words, size_t i)
{
	static const char *const EVER[] = { "forever", "eternally", "perpetually", "always",
					    "permanently" };
	static const char *const WHO[] = {
		"girl",	   "boy",	 "daughter",	"son",	    "stepdaughter", "stepson",
		"niece",   "nephew",	 "sister",	"brother",  "stepsister",   "stepbrother",
		"student", "schoolgirl", "cheerleader", "classmate"
	};
	if (i == 0 || is_unit(words, i + 1))
		return false;
	if (IS_ONE_OF(words, i - 1, EVER))
		return true;
	if (read_word_is(words, i - 1, "at") && i >= 2 &&
	    (read_word_is(words, i - 2, "stuck") || read_word_is(words, i - 2, "frozen")))
		return true;
	return IS_ONE_OF(words, i - 1, WHO) && words->at[i].gap == 2;
}

/* "not quite 18", "three years short of 18", "she'll be 18 in two years". */
static bool
says_not_yet(const struct fold_words *words, const int *values, size_t i)
{
	static const char *const SHORT[] = { "quite", "isnt", "arent", "shy", "pre" };
	static const char *const WAIT[] = { "year", "years", "month", "months", "week", "weeks" };
	if (i == 0)
		return false;
	if (IS_ONE_OF(words, i - 1, SHORT) ||
	    (i >= 2 && read_word_is(words, i - 1, "of") &&
	     (read_word_is(words, i - 2, "short") || read_word_is(words, i - 2, "shy"))) ||
	    (i >= 2 && read_word_is(words, i - 2, "away") && read_word_is(words, i - 1, "from")))
		return true;
	bool will = false;
	for (size_t back = 1; back <= 2 && back <= i; back++)
		will = will || read_word_is(words, i - back, "be") ||
		       read_word_is(words, i - back, "turn") ||
		       read_word_is(words, i - back, "turns");
	if (!will || !read_word_is(words, i + 1, "in") || i + 2 >= words->n)
		return false;
	for (size_t k = i + 2; k <= i + SOON_REACH && k < words->n; k++)
		if (IS_ONE_OF(words, k, WAIT))
			return values[k - 1] > 0 || read_word_is(words, k - 1, "a");
	return false;
}

void
read_age_otherwise(struct reader *reader, size_t at)
{
	const struct fold_words *words = &reader->r->words;
	int number = reader->values[at];
	bool is_young = number > 1900	  ? says_born(words, number, at)
			: number == ADULT ? says_not_yet(words, reader->values, at)
			: number < ADULT  ? says_school_year(words, number, at) ||
						   says_age(words, at) || says_for_good(words, at)
					 : false;
	if (is_young)
		read_mark_add(reader, at, 1, TERM_YOUNG, term_languages[0]);
}
