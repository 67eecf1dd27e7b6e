#include "lib/moderate/prompt.h"

#include <string.h>

#include "lib/moderate/fold.h"

/* What a term speaks of. Those in the second row are refused by themselves in a picture. */
enum {
	YOUNG = 1,
	SEXUAL = 2,
	ACT = 4, /* a sexual act; SEXUAL as well */
	FORCE = 8,
	REAL = 16,
	ANIMAL = 32,
	KIN = 64,
	CODED = 128,   /* has no other meaning: refused in a chat too */
	DEPICTED = 256 /* names what is never shown */
};

enum {
	CLOSE = 6,    /* words between an act and whom it is done with */
	NEAR = 30,    /* the same in a chat, for everything else */
	MARKED = 2000 /* words of a text that any term matched */
};

/* Words of a term follow each other; * ends a word that may go on. A final s is folded away. */
static const struct {
	const char *words;
	int about;
} TERMS[] = {
	{ "loli*", CODED },
	{ "shota*", CODED },
	{ "jailbait", CODED },
	{ "pedo*", CODED },
	{ "paedo*", CODED },
	{ "childporn", CODED },
	{ "child porn*", CODED },
	{ "kiddie porn*", CODED },
	{ "cp porn", CODED },
	{ "age regression sex", CODED },
	{ "ageplay", CODED },
	{ "zoophil*", CODED },
	{ "bestial*", CODED },
	{ "beastial*", CODED },
	{ "revenge porn", CODED },
	{ "deepfake porn", CODED },

	{ "child*", YOUNG },
	{ "kid", YOUNG },
	{ "toddler", YOUNG },
	{ "infant", YOUNG },
	{ "baby girl", YOUNG },
	{ "baby boy", YOUNG },
	{ "preteen*", YOUNG },
	{ "tween", YOUNG },
	{ "teen*", YOUNG },
	{ "adolescen*", YOUNG },
	{ "underage*", YOUNG },
	{ "under age*", YOUNG },
	{ "a minor", YOUNG },
	{ "minor girl", YOUNG },
	{ "minor boy", YOUNG },
	{ "pubescent", YOUNG },
	{ "prepubescent", YOUNG },
	{ "puberty", YOUNG },
	{ "juvenile", YOUNG },
	{ "youngster", YOUNG },
	{ "schoolgirl", YOUNG },
	{ "schoolboy", YOUNG },
	{ "school girl", YOUNG },
	{ "school boy", YOUNG },
	{ "school uniform", YOUNG },
	{ "schoolkid", YOUNG },
	{ "little girl", YOUNG },
	{ "little boy", YOUNG },
	{ "young girl", YOUNG },
	{ "young boy", YOUNG },
	{ "small girl", YOUNG },
	{ "small boy", YOUNG },
	{ "girl scout", YOUNG },
	{ "boy scout", YOUNG },
	{ "kindergart*", YOUNG },
	{ "preschool*", YOUNG },
	{ "elementary school*", YOUNG },
	{ "primary school*", YOUNG },
	{ "middle school*", YOUNG },
	{ "high school*", YOUNG },
	{ "highschool*", YOUNG },
	{ "grader", YOUNG },
	{ "barely legal", YOUNG },
	{ "barely eighteen", YOUNG },
	{ "young looking", YOUNG },
	{ "youthful body", YOUNG },
	{ "undeveloped", YOUNG },
	{ "flat chested", YOUNG },

	{ "sex", SEXUAL | ACT },
	{ "sexual*", SEXUAL },
	{ "sexy", SEXUAL },
	{ "sexier", SEXUAL },
	{ "sexiest", SEXUAL },
	{ "nsfw", SEXUAL },
	{ "porn*", SEXUAL },
	{ "hentai", SEXUAL },
	{ "ecchi", SEXUAL },
	{ "erotic*", SEXUAL },
	{ "nude*", SEXUAL },
	{ "nudity", SEXUAL },
	{ "nudif*", SEXUAL },
	{ "naked*", SEXUAL },
	{ "topless", SEXUAL },
	{ "undressed", SEXUAL },
	{ "undressing", SEXUAL },
	{ "unclothed", SEXUAL },
	{ "without clothe", SEXUAL },
	{ "no clothe", SEXUAL },
	{ "lingerie", SEXUAL },
	{ "pantie", SEXUAL },
	{ "panty", SEXUAL },
	{ "upskirt", SEXUAL },
	{ "cleavage", SEXUAL },
	{ "boob*", SEXUAL },
	{ "breast", SEXUAL },
	{ "tit", SEXUAL },
	{ "titties", SEXUAL },
	{ "nipple", SEXUAL },
	{ "areola*", SEXUAL },
	{ "genital*", SEXUAL },
	{ "vagina*", SEXUAL },
	{ "pussy", SEXUAL },
	{ "pussies", SEXUAL },
	{ "penis*", SEXUAL },
	{ "cock", SEXUAL },
	{ "dick", SEXUAL },
	{ "clit*", SEXUAL },
	{ "anus", SEXUAL },
	{ "anal", SEXUAL | ACT },
	{ "erection", SEXUAL },
	{ "horny", SEXUAL },
	{ "aroused", SEXUAL },
	{ "lewd*", SEXUAL },
	{ "kinky", SEXUAL },
	{ "fetish*", SEXUAL },
	{ "bdsm", SEXUAL },
	{ "stripper", SEXUAL },
	{ "striptease", SEXUAL },
	{ "seductive*", SEXUAL },
	{ "orgasm*", SEXUAL | ACT },
	{ "orgy", SEXUAL | ACT },
	{ "gangbang*", SEXUAL | ACT },
	{ "threesome", SEXUAL | ACT },
	{ "fuck", SEXUAL | ACT },
	{ "fucked", SEXUAL | ACT },
	{ "fucking", SEXUAL | ACT },
	{ "blowjob", SEXUAL | ACT },
	{ "handjob", SEXUAL | ACT },
	{ "fellatio", SEXUAL | ACT },
	{ "cunnilingus", SEXUAL | ACT },
	{ "masturbat*", SEXUAL | ACT },
	{ "intercourse", SEXUAL | ACT },
	{ "copulat*", SEXUAL | ACT },
	{ "mating with", SEXUAL | ACT },
	{ "cum", SEXUAL | ACT },
	{ "cumshot", SEXUAL | ACT },
	{ "creampie", SEXUAL | ACT },
	{ "ejaculat*", SEXUAL | ACT },
	{ "making love", SEXUAL | ACT },
	{ "make love", SEXUAL | ACT },

	{ "rape", FORCE | DEPICTED },
	{ "raped", FORCE | DEPICTED },
	{ "raping", FORCE | DEPICTED },
	{ "rapist", FORCE | DEPICTED },
	{ "noncon", FORCE | DEPICTED },
	{ "nonconsen*", FORCE | DEPICTED },
	{ "non consen*", FORCE | DEPICTED },
	{ "molest*", FORCE | DEPICTED },
	{ "without consent", FORCE },
	{ "against her will", FORCE },
	{ "against his will", FORCE },
	{ "against their will", FORCE },
	{ "forced to", FORCE },
	{ "force her", FORCE },
	{ "force him", FORCE },
	{ "forcing her", FORCE },
	{ "forcing him", FORCE },
	{ "drugged", FORCE },
	{ "roofied", FORCE },
	{ "unconscious", FORCE },
	{ "blackmailed", FORCE },
	{ "sex slave", FORCE | DEPICTED },
	{ "traffick*", FORCE },

	{ "incest*", KIN | DEPICTED },
	{ "mother", KIN },
	{ "father", KIN },
	{ "mom", KIN },
	{ "mommy", KIN },
	{ "mum", KIN },
	{ "dad", KIN },
	{ "daughter", KIN },
	{ "son", KIN },
	{ "sister", KIN },
	{ "brother", KIN },
	{ "sibling", KIN },
	{ "uncle", KIN },
	{ "aunt", KIN },
	{ "niece", KIN },
	{ "nephew", KIN },
	{ "cousin", KIN },
	{ "grandfather", KIN },
	{ "grandmother", KIN },
	{ "stepsister", KIN },
	{ "stepbrother", KIN },
	{ "stepmom", KIN },
	{ "stepdad", KIN },
	{ "stepdaughter", KIN },
	{ "stepson", KIN },

	{ "dog", ANIMAL },
	{ "puppy", ANIMAL },
	{ "wolf", ANIMAL },
	{ "horse", ANIMAL },
	{ "pony", ANIMAL },
	{ "stallion", ANIMAL },
	{ "donkey", ANIMAL },
	{ "goat", ANIMAL },
	{ "sheep", ANIMAL },
	{ "cow", ANIMAL },
	{ "bull", ANIMAL },
	{ "pig", ANIMAL },
	{ "cat", ANIMAL },
	{ "animal", ANIMAL },

	{ "celebrity", REAL },
	{ "celebritie", REAL },
	{ "deepfake*", REAL },
	{ "lookalike", REAL },
	{ "real person", REAL },
	{ "real people", REAL },
	{ "famous actress", REAL },
	{ "famous actor", REAL },
	{ "famous singer", REAL },
	{ "president", REAL },
	{ "politician", REAL },
	{ "influencer", REAL },
	{ "youtuber", REAL },
	{ "streamer", REAL },
	{ "my ex", REAL },
	{ "my neighbor", REAL },
	{ "my neighbour", REAL },
	{ "my coworker", REAL },
	{ "my colleague", REAL },
	{ "my classmate", REAL },
	{ "my teacher", REAL },
	{ "my bos", REAL },
	{ "my boss", REAL },
	{ "my friend", REAL },
	{ "my girlfriend", REAL },
	{ "my wife", REAL },
	{ "this photo", REAL },
	{ "her photo", REAL },
	{ "his photo", REAL },
};

struct mark {
	size_t at;
	int about;
};

struct reading {
	struct fold_words words;
	struct mark *marks;
	size_t n;
};

static bool
word_is(const char *word, const char *term, size_t n)
{
	size_t length = strlen(word);
	if (n > 0 && term[n - 1] == '*')
		return strncmp(word, term, n - 1) == 0;
	if (length == n + 1 && n > 2 && word[n] == 's')
		length--;
	return length == n && memcmp(word, term, n) == 0;
}

static bool
term_at(const struct fold_words *words, size_t i, const char *term)
{
	for (;; i++) {
		size_t n = strcspn(term, " ");
		if (i >= words->n || !word_is(words->at[i].text, term, n))
			return false;
		if (term[n] == '\0')
			return true;
		term += n + 1;
	}
}

static bool
is_one_of(const struct fold_words *words, size_t i, const char *const *list, size_t n)
{
	for (size_t k = 0; i < words->n && k < n; k++)
		if (word_is(words->at[i].text, list[k], strlen(list[k])))
			return true;
	return false;
}

/* "14 years old", "aged 15", "looks about twelve", "just turned 18". */
static bool
says_young(const struct fold_words *words, size_t i)
{
	static const char *const YEARS[] = { "y", "yr", "year", "yrs" };
	static const char *const SHORT[] = { "yo", "yearold" };
	static const char *const BEFORE[] = { "age", "aged", "look*", "appear*", "seem*" };
	static const char *const BETWEEN[] = {
		"like", "about", "around", "of", "only", "just", "a"
	};
	int number = words->at[i].number;
	if (number < 0 || number > 18)
		return false;
	size_t before = i;
	while (before > 0 && i - before < 3 &&
	       is_one_of(words, before - 1, BETWEEN, COUNT(BETWEEN)))
		before--;
	if (number == 18)
		return i >= 2 &&
		       ((term_at(words, i - 1, "turned") && term_at(words, i - 2, "just")) ||
			term_at(words, i - 1, "barely"));
	if (before > 0 && is_one_of(words, before - 1, BEFORE, COUNT(BEFORE)))
		return true;
	if (is_one_of(words, i + 1, SHORT, COUNT(SHORT)))
		return true;
	return is_one_of(words, i + 1, YEARS, COUNT(YEARS)) &&
	       (term_at(words, i + 2, "old") || term_at(words, i + 2, "o") ||
		term_at(words, i + 2, "of"));
}

static void
read_terms(struct reading *r)
{
	for (size_t i = 0; i < r->words.n && r->n < MARKED; i++) {
		int about = says_young(&r->words, i) ? YOUNG : 0;
		for (size_t k = 0; k < COUNT(TERMS); k++)
			if (term_at(&r->words, i, TERMS[k].words))
				about |= TERMS[k].about;
		if (about != 0)
			r->marks[r->n++] = (struct mark){ i, about };
	}
}

/* Whether marks of both kinds stand within `reach` words of each other. */
static bool
together(const struct reading *r, int one, int other, size_t reach)
{
	for (size_t i = 0; i < r->n; i++) {
		for (size_t k = 0; k < r->n && (r->marks[i].about & one) != 0; k++) {
			size_t a = r->marks[i].at, b = r->marks[k].at;
			if ((r->marks[k].about & other) != 0 && (a > b ? a - b : b - a) <= reach)
				return true;
		}
	}
	return false;
}

/* Reads the text; what its terms are about, all together. */
static int
read_text(struct arena *arena, struct str text, struct reading *r)
{
	int about = 0;
	*r = (struct reading){ .words = fold_text(arena, text) };
	r->marks = ARENA_ARRAY(arena, struct mark, MARKED);
	read_terms(r);
	for (size_t i = 0; i < r->n; i++)
		about |= r->marks[i].about;
	return about;
}

unsigned
prompt_subjects(struct arena *arena, struct str text)
{
	struct reading r;
	int about = read_text(arena, text, &r);
	return ((about & (YOUNG | CODED)) != 0 ? PROMPT_OF_YOUNG : 0U) |
	       ((about & REAL) != 0 ? PROMPT_OF_REAL : 0U);
}

enum prompt_verdict
prompt_judge(struct arena *arena, struct str text, enum prompt_use use)
{
	struct reading r;
	int about = read_text(arena, text, &r);
	if ((about & CODED) != 0 || (use == PROMPT_PICTURE && (about & DEPICTED) != 0))
		return PROMPT_NEVER;
	size_t reach = use == PROMPT_PICTURE ? SIZE_MAX : NEAR;
	if (together(&r, SEXUAL, YOUNG | FORCE | REAL, reach) ||
	    together(&r, ACT, ANIMAL | KIN, use == PROMPT_PICTURE ? CLOSE : CLOSE / 2))
		return PROMPT_NEVER;
	return (about & SEXUAL) != 0 ? PROMPT_SEXUAL : PROMPT_FINE;
}

const char *
prompt_refusal(enum prompt_verdict verdict)
{
	switch (verdict) {
	case PROMPT_FINE:
		return "";
	case PROMPT_SEXUAL:
		return "This house shows nothing sexual. Change the words and try again; nothing was "
		       "charged.";
	case PROMPT_NEVER:
		return "This is not made here. Change the words and try again; nothing was charged.";
	}
	return "";
}
