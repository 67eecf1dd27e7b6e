#include "lib/moderate/read.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/fault.h"
#include "lib/base/utf8.h"

enum {
	TERM_WORDS = 8,
	BUCKETS = 4096,
	TERM_ARENA = 64 * 1024 * 1024,
	MARKED = 4000,	  /* marks of a text; what comes behind them is not looked at */
	MARKS_A_WORD = 6, /* room for short texts */
	LEAST_HIDDEN = 16,
	MOST_HIDDEN = 8192,
	AGED_REACH = 4,
	LOOKS_REACH = 12
};

/* ---- terms, compiled once ------------------------------------------------------------------ */

struct term_word {
	const char *text; /* compared with fold_word.text, or with .native when `is_native` */
	size_t n;
	bool is_native;
	bool goes_on;
};

struct term {
	struct term *next; /* of the same bucket */
	const struct term_language *language;
	size_t language_at;
	unsigned about;
	bool is_shared; /* also an innocent word elsewhere */
	size_t n;
	struct term_word words[TERM_WORDS];
};

const struct term_language *const term_languages[TERM_LANGUAGES] = {
	&term_english, &term_spanish,	 &term_portuguese, &term_french,  &term_italian,
	&term_german,  &term_dutch,	 &term_polish,	   &term_russian, &term_turkish,
	&term_swahili, &term_hindi,	 &term_arabic,	   &term_chinese, &term_japanese,
	&term_korean,  &term_indonesian, &term_vietnamese,
};

/* By their first word: whole words by its hash, beginnings of words by their first two bytes. */
static struct term *wholes[BUCKETS];
static struct term *buckets[BUCKETS];
static struct arena *term_arena; /* as long as the process */
static pthread_once_t compiled = PTHREAD_ONCE_INIT;

static size_t
bucket_of(const char *word)
{
	unsigned char a = (unsigned char)word[0], b = a == 0 ? 0 : (unsigned char)word[1];
	unsigned char c = b == 0 || a < 0x80 ? 0 : (unsigned char)word[2];
	return (a * 131U + b * 31U + c) % BUCKETS;
}

/* The words of one part between spaces: Chinese has several there. */
static void
compile_part(struct arena *arena, struct term *term, struct str part)
{
	bool goes_on = str_ends(part, STR("*"));
	if (goes_on)
		part.n--;
	struct fold_words folded = fold_text(arena, part);
	for (size_t i = 0; i < folded.n && term->n < TERM_WORDS; i++) {
		const struct fold_word *word = &folded.at[i];
		struct term_word *to = &term->words[term->n];
		to->is_native = word->text[0] == '\0';
		to->text = to->is_native ? word->native : word->text;
		to->n = strlen(to->text);
		to->goes_on = goes_on && i + 1 == folded.n;
		term->n += to->n > 0;
	}
}

static void
compile_term(struct arena *arena, size_t language, unsigned about, struct str words)
{
	struct term *term = ARENA_NEW(arena, struct term);
	struct str part;
	term->language = term_languages[language];
	term->language_at = language;
	term->about = about;
	term->is_shared = str_starts(words, STR("~"));
	if (term->is_shared)
		words = str_from_at(words, 1);
	while (str_cut(&words, ' ', &part))
		compile_part(arena, term, part);
	ENSURE(term->n > 0);
	const struct term_word *first = &term->words[0];
	struct term **bucket = first->goes_on ? &buckets[bucket_of(first->text)]
					      : &wholes[str_hash(str_from(first->text)) % BUCKETS];
	term->next = *bucket;
	*bucket = term;
}

static void
compile_list(struct arena *arena, size_t language, unsigned about, const char *terms)
{
	struct str rest = str_from(terms), one;
	while (rest.n > 0 && str_cut(&rest, '|', &one))
		compile_term(arena, language, about, one);
}

static void
compile_all(void)
{
	struct arena *arena = term_arena = arena_new(TERM_ARENA);
	for (size_t i = 0; i < TERM_LANGUAGES; i++) {
		const struct term_language *language = term_languages[i];
		compile_list(arena, i, TERM_COMMON, language->common);
		for (size_t k = 0; k < language->group_count; k++)
			compile_list(arena, i, language->groups[k].about,
				     language->groups[k].terms);
		struct str rest = str_from(language->numbers), one;
		for (unsigned n = 6; rest.n > 0 && str_cut(&rest, '|', &one); n++)
			if (n >=
			    10) /* below ten a word may end a larger number: "treinta y siete" */
				compile_term(arena, i, TERM_NUMBER_IS(n), one);
	}
}

/* ---- hidden text --------------------------------------------------------------------------- */

static bool
is_base64(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '+' || c == '/' || c == '-' || c == '_';
}

/* Bytes that read as words: letters and spaces for the most part. */
static bool
reads_well(struct str s)
{
	size_t good = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		good += c == ' ' || c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	}
	return s.n > 0 && utf8_valid(s) && good * 10 >= s.n * 8;
}

static void
put_hidden(struct arena *arena, struct buf *out, struct str run)
{
	static const int VARIANTS[] = { sodium_base64_VARIANT_ORIGINAL_NO_PADDING,
					sodium_base64_VARIANT_URLSAFE_NO_PADDING };
	unsigned char *bytes = arena_take(arena, run.n);
	for (size_t i = 0; i < COUNT(VARIANTS); i++) {
		size_t n = 0;
		if (sodium_base642bin(bytes, run.n, run.p, run.n, NULL, &n, NULL, VARIANTS[i]) ==
			    0 &&
		    reads_well((struct str){ (const char *)bytes, n })) {
			buf_char(out, '\n');
			buf_put(out, (const char *)bytes, n);
			return;
		}
	}
}

/* The text, and behind it what was hidden in it. */
static struct str
with_hidden(struct arena *arena, struct str text)
{
	struct buf out = buf_in(arena);
	for (size_t i = 0; i < text.n;) {
		size_t from = i;
		while (i < text.n && is_base64(text.p[i]))
			i++;
		if (i - from >= LEAST_HIDDEN && i - from <= MOST_HIDDEN)
			put_hidden(arena, &out, (struct str){ text.p + from, i - from });
		i += i == from || i < text.n;
	}
	if (out.n == 0)
		return text;
	struct buf whole = buf_in(arena);
	buf_str(&whole, text);
	buf_str(&whole, buf_done(&out));
	return buf_done(&whole);
}

/* ---- matching ------------------------------------------------------------------------------ */

static bool
word_fits(const struct fold_word *word, const struct term_word *term)
{
	const char *text = term->is_native ? word->native : word->text;
	if (strncmp(text, term->text, term->n) != 0)
		return false;
	if (term->goes_on || text[term->n] == '\0')
		return true;
	return !term->is_native && term->n > 2 && text[term->n] == 's' && text[term->n + 1] == '\0';
}

static bool
term_fits(const struct fold_words *words, size_t at, const struct term *term)
{
	if (at + term->n > words->n)
		return false;
	for (size_t i = 0; i < term->n; i++)
		if (!word_fits(&words->at[at + i], &term->words[i]))
			return false;
	return true;
}

struct found {
	size_t at;
	const struct term *term;
};

struct reader {
	struct reading *r;
	int *values; /* of the words that are numbers, -1 for the others */
	struct found *found;
	size_t n, room;
	size_t common[TERM_LANGUAGES];
};

static void
look_along(struct reader *reader, size_t at, const struct term *t, bool is_native)
{
	for (; t != NULL; t = t->next) {
		if (t->words[0].is_native != is_native || !term_fits(&reader->r->words, at, t))
			continue;
		if (t->about == TERM_COMMON)
			reader->common[t->language_at]++;
		else if (reader->n < reader->room)
			reader->found[reader->n++] = (struct found){ at, t };
		if (t->about != TERM_COMMON && !t->is_shared && t->language_at > 0)
			reader->common[t->language_at]++;
	}
}

static void
look_up(struct reader *reader, size_t at, const char *word, bool is_native)
{
	if (word[0] == '\0')
		return;
	look_along(reader, at, wholes[str_hash(str_from(word)) % BUCKETS], is_native);
	size_t n = strlen(word);
	/* A final s is folded away, so it is looked for without one as well. */
	if (!is_native && n > 3 && word[n - 1] == 's' &&
	    str_hash((struct str){ word, n - 1 }) % BUCKETS != str_hash(str_from(word)) % BUCKETS)
		look_along(reader, at, wholes[str_hash((struct str){ word, n - 1 }) % BUCKETS],
			   is_native);
	look_along(reader, at, buckets[bucket_of(word)], is_native);
}

static size_t
best_language(const struct reader *reader)
{
	size_t best = 0;
	for (size_t i = 1; i < TERM_LANGUAGES; i++)
		if (reader->common[i] > reader->common[best])
			best = i;
	return best;
}

static void
add_mark(struct reading *r, size_t at, size_t n, unsigned about,
	 const struct term_language *language)
{
	if (r->n < r->room)
		r->marks[r->n++] = (struct read_mark){ at, n, about, language };
}

/* ---- numbers and ages ---------------------------------------------------------------------- */

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

/* "twenty-four" and 二十四 end in a smaller number, which is none. */
static bool
is_larger(const struct fold_words *words, size_t at)
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

/* Works out sums of small numbers where they end. */
static void
add_up(struct reader *reader)
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

static void
mark_ages(struct reader *reader)
{
	struct reading *r = reader->r;
	for (size_t i = 0; i < r->words.n; i++) {
		int value = reader->values[i];
		if (says_young(&r->words, reader->values, i) ||
		    says_old_but_young(&r->words, reader->values, i))
			add_mark(r, i, 1, TERM_YOUNG, term_languages[0]);
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
				add_mark(r, i, 1, TERM_YOUNG, f->term->language);
		}
	}
}

/* ---- together ------------------------------------------------------------------------------ */

static int
by_place(const void *a, const void *b)
{
	const struct read_mark *x = a, *y = b;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* Words that mean nothing together, whatever one of them means alone. */
static void
mask(struct reading *r)
{
	static const unsigned HARMLESS = TERM_YOUNG | TERM_SEXUAL | TERM_ACT | TERM_FORCE |
					 TERM_REAL | TERM_ANIMAL | TERM_KIN | TERM_HINT |
					 TERM_CLINIC;
	static const unsigned NOT_MEANT = TERM_SELF_HARM | TERM_HARM | TERM_ASKS_REAL |
					  TERM_LEAVES | TERM_PLANS | TERM_URGES;
	for (size_t i = 0; i < r->n; i++) {
		const struct read_mark *over = &r->marks[i];
		unsigned gone = ((over->about & TERM_PLAIN) != 0 ? HARMLESS : 0) |
				((over->about & TERM_IDIOM) != 0 ? NOT_MEANT : 0);
		if (gone == 0)
			continue;
		for (size_t k = 0; k < r->n; k++) {
			struct read_mark *under = &r->marks[k];
			size_t end = under->at + under->n;
			bool meets = under->at < over->at + over->n && end > over->at;
			bool inside = under->at >= over->at && end <= over->at + over->n;
			if (k != i && ((over->about & TERM_IDIOM) != 0 ? meets : inside))
				under->about &= ~gone;
		}
	}
}

struct reading
read_text(struct arena *arena, struct str text)
{
	if (pthread_once(&compiled, compile_all) != 0 || term_arena == NULL)
		fault_raise(FAULT_MEMORY, "the terms cannot be compiled");
	struct reading r = { .words = fold_text(arena, with_hidden(arena, text)) };
	struct reader reader = { .r = &r, .room = r.words.n * MARKS_A_WORD + 64 };
	if (reader.room > MARKED)
		reader.room = MARKED;
	/* Ages are marks besides those of terms. */
	r.room = reader.room * 2;
	r.marks = ARENA_ARRAY(arena, struct read_mark, r.room);
	reader.values = ARENA_ARRAY(arena, int, r.words.n + 1);
	reader.found = ARENA_ARRAY(arena, struct found, reader.room);
	for (size_t i = 0; i < r.words.n; i++) {
		reader.values[i] = r.words.at[i].number;
		look_up(&reader, i, r.words.at[i].text, false);
		look_up(&reader, i, r.words.at[i].native, true);
	}
	size_t best = best_language(&reader);
	r.language = term_languages[best];
	for (size_t i = 0; i < reader.n; i++) {
		const struct found *f = &reader.found[i];
		if (f->term->is_shared &&
		    ((reader.common[f->term->language_at] == 0 && f->term->language_at > 0) ||
		     reader.common[f->term->language_at] < reader.common[best]))
			continue;
		if ((f->term->about & TERM_NUMBER) == 0)
			add_mark(&r, f->at, f->term->n, f->term->about, f->term->language);
		else if (!is_larger(&r.words, f->at))
			reader.values[f->at + f->term->n - 1] = (int)(f->term->about &
								      ~(unsigned)TERM_NUMBER);
	}
	add_up(&reader);
	mark_ages(&reader);
	qsort(r.marks, r.n, sizeof(*r.marks), by_place);
	mask(&r);
	for (size_t i = 0; i < r.n; i++)
		r.about |= r.marks[i].about;
	return r;
}

/* Words between two marks, of which the first begins first. */
static size_t
apart(const struct read_mark *first, const struct read_mark *second)
{
	size_t end = first->at + first->n;
	return second->at >= end ? second->at - end + 1 : 0;
}

bool
read_together(const struct reading *r, unsigned one, unsigned other, size_t reach)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct read_mark *mark = &r->marks[i];
		if ((mark->about & (one | other)) == 0)
			continue;
		for (size_t k = i; k < r->n && apart(mark, &r->marks[k]) <= reach; k++)
			if (((mark->about & one) != 0 && (r->marks[k].about & other) != 0) ||
			    ((mark->about & other) != 0 && (r->marks[k].about & one) != 0))
				return true;
	}
	return false;
}

const struct read_mark *
read_first(const struct reading *r, unsigned about)
{
	for (size_t i = 0; i < r->n; i++)
		if ((r->marks[i].about & about) != 0)
			return &r->marks[i];
	return NULL;
}
