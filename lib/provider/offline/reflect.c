#include "lib/provider/offline/reflect.h"

#include <string.h>

struct swap {
	const char *from;
	const char *to;
};

static const struct swap TO_SECOND[] = {
	{ "i", "you" },	     { "me", "you" },	       { "my", "your" },
	{ "mine", "yours" }, { "myself", "yourself" }, { "im", "you're" },
	{ "ive", "you've" }, { "id", "you'd" },	       { "ill", "you'll" },
	{ "your", "my" },    { "yours", "mine" },      { "yourself", "myself" },
	{ "youre", "I'm" },  { "youve", "I've" },      { "youd", "I'd" },
	{ "youll", "I'll" },
};

static const char *
swapped(const struct swap *table, size_t n, struct str word)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(word, str_from(table[i].from)))
			return table[i].to;
	return NULL;
}

static struct str
text_at(const struct words *words, size_t i)
{
	return i < words->n ? words->at[i].text : STR_NONE;
}

/* "you" is the subject before a verb and at the start, and the object elsewhere. */
static const char *
you_becomes(const struct words *words, size_t i)
{
	static const char VERBS[] =
		"are were have had do did can could will would should must may might "
		"said say think know told like want need make made seem look sound "
		"never always just really";
	return word_is_any(text_at(words, i + 1), VERBS) ? "I" : "me";
}

static const char *
becomes(const struct words *words, size_t i)
{
	struct str before = i > 0 ? words->at[i - 1].text : STR_NONE;
	struct str word = words->at[i].text;
	if (str_eq(word, STR("you")))
		return you_becomes(words, i);
	if (str_eq(word, STR("am")))
		return str_eq(before, STR("i")) || str_eq(text_at(words, i + 1), STR("i")) ? "are"
											   : NULL;
	if (str_eq(word, STR("was")) && str_eq(before, STR("i")))
		return "were";
	if (str_eq(word, STR("wasnt")) && str_eq(before, STR("i")))
		return "weren't";
	if (str_eq(word, STR("are")) && str_eq(before, STR("you")))
		return "am";
	return swapped(TO_SECOND, COUNT(TO_SECOND), word);
}

struct str
reflect_person(struct arena *arena, struct str clause)
{
	struct words words = words_of(arena, clause);
	struct buf out = buf_in(arena);
	const char *at = clause.p;
	for (size_t i = 0; i < words.n; i++) {
		struct str raw = words.at[i].raw;
		const char *other = becomes(&words, i);
		buf_put(&out, at, (size_t)(raw.p - at));
		buf_str(&out, other != NULL ? str_from(other) : raw);
		at = raw.p + raw.n;
	}
	buf_put(&out, at, (size_t)(clause.p + clause.n - at));
	return buf_done(&out);
}

/* ---- from the third person to the first ---- */

static const struct swap VERBS[] = {
	{ "is", "am" },		{ "isnt", "am not" }, { "has", "have" },
	{ "hasnt", "haven't" }, { "does", "do" },     { "doesnt", "don't" },
	{ "goes", "go" },	{ "was", "was" },     { "wasnt", "wasn't" },
};

static bool
is_adverb(struct str word)
{
	return word_is_any(word,
			   "never always still often also only just once sometimes usually rarely "
			   "secretly quietly now already merely simply even once really") ||
	       (word.n > 4 && str_ends(word, STR("ly")));
}

/* A verb of the third person as the first person says it; past and modal verbs stay. */
static struct str
verb_for_first(struct arena *arena, struct str raw, struct str folded)
{
	const char *known = swapped(VERBS, COUNT(VERBS), folded);
	if (known != NULL)
		return str_from(known);
	if (folded.n < 4 || !str_ends(folded, STR("s")) || str_ends(folded, STR("ss")))
		return raw;
	if (str_ends(folded, STR("ies")) && folded.n > 4)
		return str_fmt(arena, "%.*sy", STR_ARG(str_first(raw, raw.n - 3)));
	if (str_ends(folded, STR("sses")) || str_ends(folded, STR("shes")) ||
	    str_ends(folded, STR("ches")) || str_ends(folded, STR("xes")) ||
	    str_ends(folded, STR("zzes")))
		return str_first(raw, raw.n - 2);
	return str_first(raw, raw.n - 1);
}

static bool
is_present_third(struct str folded)
{
	return word_is_any(folded, "is isnt has hasnt does doesnt goes") ||
	       (folded.n > 3 && str_ends(folded, STR("s")) && !str_ends(folded, STR("ss")) &&
		!word_is_any(folded, "was this his hers its always perhaps yes thus"));
}

/* "he's" may be "is" or "has"; a second name or a capital behind the name is part of the name. */
static bool
is_doubtful(const struct words *words)
{
	char first = words->at[0].raw.p[0];
	if (first >= 'A' && first <= 'Z')
		return true;
	for (size_t i = 0; i < words->n; i++) {
		if (word_is_any(words->at[i].text, "hes shes"))
			return true;
		if (!word_is_any(words->at[i].text, "and but or"))
			continue;
		if (word_is_any(text_at(words, i + 1), "is has does goes isnt hasnt doesnt") ||
		    (is_adverb(text_at(words, i + 1)) && is_present_third(text_at(words, i + 2))))
			return true;
	}
	return false;
}

/*
 * A second verb behind "and" or a comma would have to be turned too, and is hard to tell from a
 * noun.
 */
static bool
has_second_verb(const struct words *words, size_t from)
{
	for (size_t i = from; i + 1 < words->n; i++)
		if (word_is_any(words->at[i].text, "and but or then yet") &&
		    (is_present_third(words->at[i + 1].text) || is_adverb(words->at[i + 1].text)))
			return true;
	return false;
}

static size_t
subject_length(struct arena *arena, struct str sentence, const struct reflect_subject *subject)
{
	struct str pronoun = subject->pronouns;
	ptrdiff_t slash = str_find_char(pronoun, '/');
	if (slash > 0)
		pronoun = str_first(pronoun, (size_t)slash);
	struct str forms[] = { subject->full_name, subject->name, reflect_capital(arena, pronoun) };
	for (size_t i = 0; i < COUNT(forms); i++) {
		struct str with_space = str_fmt(arena, "%.*s ", STR_ARG(forms[i]));
		/* "they" takes verbs without s, and may be several others. */
		if (forms[i].n > 0 && !str_eq_fold(forms[i], STR("they")) &&
		    str_starts(sentence, with_space))
			return forms[i].n;
	}
	return 0;
}

/* "her": possessive before a noun, else the object. Behind these words comes no noun of hers. */
static const char *
her_becomes(const struct words *words, size_t i, bool is_last)
{
	static const char NO_NOUN[] =
		"to and or but with for in on at by from as that when if the a an "
		"about into out up off over again away back down while until awake alive alone "
		"company well better first";
	return is_last || word_is_any(text_at(words, i + 1), NO_NOUN) ? "me" : "my";
}

static const char *
pronoun_becomes(const struct words *words, size_t i, const char *end, bool is_she, bool is_he)
{
	static const struct swap SHE[] = { { "she", "I" },
					   { "hers", "mine" },
					   { "herself", "myself" },
					   { "shed", "I'd" },
					   { "shell", "I'll" } };
	static const struct swap HE[] = { { "he", "I" },    { "him", "me" },
					  { "his", "my" },  { "himself", "myself" },
					  { "hed", "I'd" }, { "hell", "I'll" } };
	struct str word = words->at[i].text;
	bool is_short_form = str_ends(word, STR("ed")) || str_ends(word, STR("ell"));
	if (is_short_form && word.n == words->at[i].raw.n)
		return NULL; /* a shed, a shell */
	const char *behind = words->at[i].raw.p + words->at[i].raw.n;
	bool is_last = behind == end || strchr(".,;:!?*", *behind) != NULL;
	if (is_she && str_eq(word, STR("her")))
		return her_becomes(words, i, is_last);
	if (is_she)
		return swapped(SHE, COUNT(SHE), word);
	return is_he ? swapped(HE, COUNT(HE), word) : NULL;
}

struct str
reflect_to_first(struct arena *arena, struct str sentence, const struct reflect_subject *subject)
{
	size_t skip = subject_length(arena, sentence, subject);
	bool is_she = str_starts(subject->pronouns, STR("she"));
	bool is_he = str_starts(subject->pronouns, STR("he/"));
	struct str rest = str_from_at(sentence, skip);
	struct words words = words_of(arena, rest);
	if (skip == 0 || words.n < 3 || is_doubtful(&words) || words.at[0].raw.p != rest.p + 1 ||
	    str_find_char(rest, '"') >= 0 ||
	    (!is_she && !is_he &&
	     words_say(words_joined(arena, &words), "they|them|their|themselves")))
		return STR_NONE;
	size_t verb = is_adverb(words.at[0].text) ? 1 : 0;
	if (is_present_third(words.at[verb].text) && has_second_verb(&words, verb + 1))
		return STR_NONE;

	struct buf out = buf_in(arena);
	buf_lit(&out, "I");
	const char *at = rest.p;
	const char *end = rest.p + rest.n;
	bool is_verb_next = false;
	for (size_t i = 0; i < words.n; i++) {
		struct word w = words.at[i];
		const char *other = pronoun_becomes(&words, i, end, is_she, is_he);
		buf_put(&out, at, (size_t)(w.raw.p - at));
		if (other != NULL)
			buf_str(&out, str_from(other));
		else if (i == verb || (is_verb_next && !is_adverb(w.text)))
			buf_str(&out, verb_for_first(arena, w.raw, w.text));
		else
			buf_str(&out, w.raw);
		is_verb_next = other != NULL ? strcmp(other, "I") == 0
					     : is_verb_next && is_adverb(w.text);
		at = w.raw.p + w.raw.n;
	}
	buf_put(&out, at, (size_t)(end - at));
	return buf_done(&out);
}

/* ---- letters ---- */

struct str
reflect_capital(struct arena *arena, struct str s)
{
	if (s.n == 0 || s.p[0] < 'a' || s.p[0] > 'z')
		return s;
	return str_fmt(arena, "%c%.*s", s.p[0] - ('a' - 'A'), STR_ARG(str_from_at(s, 1)));
}

struct str
reflect_small(struct arena *arena, struct str s)
{
	static const char SMALL[] =
		" A An The In On At By To With From Up Down Under Over Inside Outside "
		"Backstage Your You My It He She We They There This That Not Just "
		"Because When If Some Mostly Probably Maybe One Two Three No ";
	ptrdiff_t space = str_find_char(s, ' ');
	struct str first = space < 0 ? s : str_first(s, (size_t)space);
	struct str padded = str_fmt(arena, " %.*s ", STR_ARG(first));
	if (s.n == 0 || str_find(str_from(SMALL), padded) < 0)
		return s;
	return str_fmt(arena, "%c%.*s", s.p[0] + ('a' - 'A'), STR_ARG(str_from_at(s, 1)));
}
