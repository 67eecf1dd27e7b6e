#include "lib/provider/offline/third.h"

#include <string.h>

enum { MOST_WORDS = 16, CUT_AFTER = 3 };

static const char PRESENT[] =
	"love like enjoy adore prefer hate play bake work live own grow collect study paint write teach "
	"drive run build make miss dream want cook read swim sing dance design code keep wish need draw "
	"fix sew knit garden climb sail fish walk travel volunteer raise train remember feel think get give "
	"take leave see come sit stand look turn smile nod lean laugh reach hold put open close pick pull set "
	"push wave shrug sigh drink eat sleep say tell ask move start go know bring carry follow watch wait "
	"step listen pour hug kiss touch whisper point kneel lie rest hand offer show find";

static const char ADVERBS[] =
	"never always still once really also just usually often sometimes mostly "
	"practically nearly then softly slowly quietly gently";

bool
third_is_verb(struct str folded)
{
	return word_is_any(folded, PRESENT);
}

static bool
ends_with_any(struct str word, const char *row)
{
	struct str rest = str_from(row);
	struct str piece;
	while (str_cut(&rest, ' ', &piece))
		if (str_ends(word, piece))
			return true;
	return false;
}

/* "bake" - "bakes", "am" - "is"; what is no present tense stays. */
static struct str
verb_of_third(struct arena *arena, struct str raw, struct str folded)
{
	static const struct {
		const char *from;
		const char *to;
	} KNOWN[] = { { "am", "is" },	 { "have", "has" },	{ "do", "does" },
		      { "go", "goes" },	 { "dont", "doesn't" }, { "havent", "hasn't" },
		      { "were", "was" }, { "are", "is" } };
	for (size_t i = 0; i < COUNT(KNOWN); i++)
		if (str_eq(folded, str_from(KNOWN[i].from)))
			return str_from(KNOWN[i].to);
	if (!third_is_verb(folded))
		return raw;
	if (ends_with_any(folded, "s x z ch sh o"))
		return str_fmt(arena, "%.*ses", STR_ARG(raw));
	if (str_ends(folded, STR("y")) && strchr("aeiou", folded.p[folded.n - 2]) == NULL)
		return str_fmt(arena, "%.*sies", STR_ARG(str_first(raw, raw.n - 1)));
	return str_fmt(arena, "%.*ss", STR_ARG(raw));
}

struct teller {
	struct arena *arena;
	struct words words;
	struct str who;
	struct str other;
};

static struct str
folded_at(const struct teller *t, size_t i)
{
	return i < t->words.n ? t->words.at[i].text : STR_NONE;
}

static struct str
other_with(const struct teller *t, const char *behind)
{
	return str_fmt(t->arena, "%.*s%s", STR_ARG(t->other), behind);
}

/* A word behind the subject and its verb, from outside. */
static struct str
becomes(const struct teller *t, size_t i)
{
	static const struct {
		const char *from;
		const char *to;
	} OWN[] = { { "i", "they" },	  { "me", "them" },	      { "my", "their" },
		    { "mine", "theirs" }, { "myself", "themselves" }, { "im", "they're" },
		    { "ive", "they've" }, { "id", "they'd" },	      { "ill", "they'll" } };
	struct str word = t->words.at[i].text;
	struct str before = i > 0 ? t->words.at[i - 1].text : STR_NONE;
	for (size_t k = 0; k < COUNT(OWN); k++)
		if (str_eq(word, str_from(OWN[k].from)))
			return str_from(OWN[k].to);
	if (word_is_any(word, "am was") && str_eq(before, STR("i")))
		return str_eq(word, STR("am")) ? STR("are") : STR("were");
	if (str_eq(word, STR("are")) && str_eq(before, STR("you")))
		return STR("is");
	if (word_is_any(word, "you yourself"))
		return t->other;
	if (word_is_any(word, "your yours"))
		return other_with(t, "'s");
	if (str_eq(word, STR("youre")))
		return other_with(t, " is");
	return t->words.at[i].raw;
}

/* Words from..to with what stands between them; `verb` is the one that goes with the subject. */
static void
put_words(struct buf *out, const struct teller *t, size_t from, size_t to, size_t verb)
{
	for (size_t i = from; i < to; i++) {
		struct str raw = t->words.at[i].raw;
		struct str word = i == verb ? verb_of_third(t->arena, raw, t->words.at[i].text)
					    : becomes(t, i);
		if (i == from) {
			buf_char(out, ' ');
		} else {
			const char *at = t->words.at[i - 1].raw.p + t->words.at[i - 1].raw.n;
			buf_put(out, at, (size_t)(raw.p - at));
		}
		buf_str(out, word);
	}
}

/* The verb of the subject: the first word from `i` on that is no adverb. */
static size_t
verb_from(const struct teller *t, size_t i)
{
	while (i + 1 < t->words.n && word_is_any(t->words.at[i].text, ADVERBS))
		i++;
	return i;
}

struct str
third_told(struct arena *arena, struct str clause, struct str who, struct str other)
{
	struct teller t = { arena, words_of(arena, clause), who, other };
	struct buf out = buf_in(arena);
	struct str first = folded_at(&t, 0);
	size_t verb = SIZE_MAX;
	if (t.words.n < 2)
		return STR_NONE;
	buf_str(&out, who);
	if (str_eq(first, STR("my")))
		buf_lit(&out, "'s");
	else if (str_eq(first, STR("im")))
		buf_lit(&out, " is");
	else if (str_eq(first, STR("ive")))
		buf_lit(&out, " has");
	else if (str_eq(first, STR("i")))
		verb = verb_from(&t, 1);
	else
		return STR_NONE;
	put_words(&out, &t, 1, t.words.n, verb);
	buf_char(&out, '.');
	return buf_done(&out);
}

static bool
is_present_third(struct str folded)
{
	return word_is_any(folded, "is has does goes") ||
	       (folded.n > 3 && str_ends(folded, STR("s")) && !str_ends(folded, STR("ss")) &&
		!word_is_any(folded, "this his hers its always perhaps yes thus as was besides"));
}

/* Where an action may be cut: a part of its own begins at word `i`. */
static bool
may_cut(const struct teller *t, size_t i)
{
	const char *behind = t->words.at[i - 1].raw.p + t->words.at[i - 1].raw.n;
	return strchr(",;:.!?(", *behind) != NULL ||
	       word_is_any(t->words.at[i].text,
			   "and but so as while when which because then before until") ||
	       strncmp(behind, " \xE2\x80\x94", 4) == 0 || strncmp(behind, " - ", 3) == 0;
}

struct str
third_done(struct arena *arena, struct str action, struct str who, struct str other)
{
	struct teller t = { arena, words_of(arena, action), who, other };
	struct words name = words_of(arena, who);
	struct buf out = buf_in(arena);
	size_t from = 0, verb, end;
	struct str first = folded_at(&t, 0);
	bool is_first = str_eq(first, STR("i"));
	if (is_first || word_is_any(first, "she he they") ||
	    (name.n > 0 && str_eq(first, name.at[0].text)))
		from = 1;
	verb = verb_from(&t, from);
	if (verb + 1 >= t.words.n || !(is_present_third(t.words.at[verb].text) ||
				       (is_first && third_is_verb(t.words.at[verb].text))))
		return STR_NONE;
	for (end = from + CUT_AFTER; end < t.words.n && !may_cut(&t, end);)
		end++;
	if (end > t.words.n)
		end = t.words.n;
	if (end - from > MOST_WORDS || end - from < 2)
		return STR_NONE;
	buf_str(&out, who);
	put_words(&out, &t, from, end, is_first ? verb : SIZE_MAX);
	buf_char(&out, '.');
	return buf_done(&out);
}
