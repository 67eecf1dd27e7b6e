/* What members say about themselves: their name, and clauses that can be said back to them. */
#include "lib/provider/offline/talk.h"

#include <string.h>

enum { LEAST_WORDS = 3, MOST_WORDS = 13, CUT_AFTER = 4, CLAUSE_CAP = 160, NAME_CAP = 60 };

/* ---- names ---- */

static bool
is_capital(struct str raw)
{
	return raw.n > 0 &&
	       ((raw.p[0] >= 'A' && raw.p[0] <= 'Z') || (unsigned char)raw.p[0] >= 0xC3);
}

static bool
may_be_name(const struct word *word)
{
	size_t n = word->raw.n;
	return n >= 2 && n <= 24 && !word->is_stop &&
	       !(word->raw.p[0] >= '0' && word->raw.p[0] <= '9');
}

/* True when the sentence ends behind the word: "I'm Ada." but not "I'm German and tired". */
static bool
ends_there(struct str message, const struct words *words, size_t i)
{
	const char *behind = words->at[i].raw.p + words->at[i].raw.n;
	return behind == message.p + message.n || strchr(".,!;?\n", *behind) != NULL ||
	       (i + 1 < words->n && word_is_any(words->at[i + 1].text, "and by from nice"));
}

struct str
facts_name_in(struct talk *talk, struct str message)
{
	struct words words = words_of(talk->arena, message);
	for (size_t i = 1; i < words.n; i++) {
		struct str before = words.at[i - 1].text;
		struct str earlier = i > 1 ? words.at[i - 2].text : STR_NONE;
		struct str first = i > 2 ? words.at[i - 3].text : STR_NONE;
		bool is_named = (str_eq(before, STR("is")) && str_eq(earlier, STR("name")) &&
				 str_eq(first, STR("my"))) ||
				(str_eq(before, STR("names")) && !str_eq(earlier, STR("their"))) ||
				(str_eq(before, STR("me")) && str_eq(earlier, STR("call"))) ||
				(str_eq(before, STR("called")) && word_is_any(earlier, "im am"));
		bool is_meant = (str_eq(before, STR("im")) ||
				 (str_eq(before, STR("am")) && str_eq(earlier, STR("i")))) &&
				is_capital(words.at[i].raw) && ends_there(message, &words, i);
		if ((is_named || is_meant) && may_be_name(&words.at[i]))
			return reflect_capital(talk->arena, words.at[i].raw);
	}
	return STR_NONE;
}

/* ---- clauses ---- */

/* Without "well, ", "actually ", "I think that " in front. */
static struct str
without_filler(struct talk *talk, struct str s)
{
	static const char FILLERS[] =
		"well oh yes no yeah yep nope actually so and but honestly hmm haha "
		"ok okay hi hello hey ah um probably maybe perhaps sure because lol";
	for (;;) {
		struct words words = words_of(talk->arena, talk_head(s, 48));
		if (words.n < 2)
			return s;
		size_t skip = word_is_any(words.at[0].text, FILLERS) ? 1 : 0;
		if (skip == 0 && words.n > 2 && str_eq(words.at[0].text, STR("i")) &&
		    word_is_any(words.at[1].text, "think guess suppose mean") &&
		    word_is_any(words.at[2].text, "i im ive my that its"))
			skip = 2 + (size_t)word_is_any(words.at[2].text, "that its");
		if (skip == 0 || skip >= words.n)
			return s;
		s = str_from_at(s, (size_t)(words.at[skip].raw.p - s.p));
	}
}

static bool
tells_of_self(const struct words *words)
{
	static const char VERBS[] =
		"love like enjoy adore prefer hate play bake work live have own grow grew "
		"collect study paint write teach drive run build make made miss want wanted "
		"dream cook read swim sing dance design code keep kept lost found moved "
		"bought started went saw took taught met left gave came quit got was used "
		"wish need draw fix sew knit garden climb sail fish walk travel volunteer "
		"raise train can cant dont didnt never always still once really also just had "
		"told usually often sometimes mostly practically nearly thought feel felt "
		"spent forgot remember wrote sold broke fell slept ate drank learned";
	static const char NO_NEWS[] =
		"sorry fine ok okay good well here back sure done leaving going not glad "
		"happy sad tired kidding joking listening so ready curious afraid "
		"lonely bored angry excited nervous worried scared exhausted great all just in";
	struct str first = words->at[0].text;
	struct str second = words->at[1].text;
	if (str_eq(first, STR("i")))
		return (word_is_any(second, VERBS) ||
			(second.n > 4 && str_ends(second, STR("ed"))) ||
			str_eq(second, STR("am"))) &&
		       !(words->n > 2 && str_eq(second, STR("am")) &&
			 word_is_any(words->at[2].text, NO_NEWS)) &&
		       !(word_is_any(second, "dont didnt cant") &&
			 word_is_any(words->at[2].text, "know think understand want get see"));
	if (str_eq(first, STR("im")))
		return !word_is_any(second, NO_NEWS);
	if (str_eq(first, STR("ive")))
		return true;
	if (!str_eq(first, STR("my")))
		return false;
	for (size_t i = 2; i < words->n && i < 5; i++)
		if (word_is_any(words->at[i].text,
				"is was are were has had used likes loves says said keeps "
				"taught lives makes made plays died left gave"))
			return true;
	return false;
}

/* Where a clause may be cut: before word `i`. */
static bool
may_cut(const struct words *words, size_t i)
{
	const char *behind = words->at[i - 1].raw.p + words->at[i - 1].raw.n;
	if (strchr(",;:(", *behind) != NULL)
		return true;
	struct str word = words->at[i].text;
	return word_is_any(word, "because but so when which while though although since") ||
	       (str_eq(word, STR("and")) && i + 1 < words->n &&
		word_is_any(words->at[i + 1].text, "i my it the then im ive"));
}

/* "It was raining, but I like rain": from the I on. */
static struct str
from_self(struct talk *talk, struct str sentence)
{
	struct words words = words_of(talk->arena, talk_head(sentence, 400));
	for (size_t i = 1; i < words.n; i++)
		if (word_is_any(words.at[i].text, "i im ive my") &&
		    word_is_any(words.at[i - 1].text, "but and so"))
			return str_from_at(sentence, (size_t)(words.at[i].raw.p - sentence.p));
	return STR_NONE;
}

struct str
facts_told_in(struct talk *talk, struct str sentence)
{
	sentence = without_filler(talk, str_trim(sentence));
	struct words words = words_of(talk->arena, talk_head(sentence, 400));
	if (words.n >= LEAST_WORDS && !word_is_any(words.at[0].text, "i im ive my")) {
		sentence = from_self(talk, sentence);
		words = words_of(talk->arena, talk_head(sentence, 400));
	}
	if (words.n < LEAST_WORDS || !tells_of_self(&words) || sentence.p[0] == '*' ||
	    str_find_char(sentence, '?') >= 0)
		return STR_NONE;
	size_t n = words.n;
	for (size_t i = CUT_AFTER; i < n; i++)
		if (may_cut(&words, i))
			n = i;
	if (n > MOST_WORDS)
		return STR_NONE;
	const char *end = words.at[n - 1].raw.p + words.at[n - 1].raw.n;
	struct str clause = { words.at[0].raw.p, (size_t)(end - words.at[0].raw.p) };
	if (clause.n > CLAUSE_CAP || str_find_char(clause, '*') >= 0 ||
	    str_find_char(clause, '"') >= 0)
		return STR_NONE;
	return clause;
}

/* A clause that tells something of the member, turned round, or nothing. */
static struct str
facts_clause(struct talk *talk, struct str sentence)
{
	struct str clause = facts_told_in(talk, sentence);
	if (clause.n == 0)
		return STR_NONE;
	return reflect_small(talk->arena, reflect_person(talk->arena, clause));
}

bool
facts_next_sentence(struct str *rest, struct str *sentence)
{
	*rest = str_trim(*rest);
	if (rest->n == 0)
		return false;
	size_t at = 0;
	while (at < rest->n && strchr(".!?\n", rest->p[at]) == NULL)
		at++;
	*sentence = str_first(*rest, at < rest->n ? at + 1 : at);
	*rest = str_from_at(*rest, sentence->n);
	return true;
}

static struct str
first_clause(struct talk *talk, struct str message)
{
	struct str rest = talk_head(message, 2000);
	struct str sentence;
	while (facts_next_sentence(&rest, &sentence)) {
		/* "I'm Ada, I teach history": the fact is behind the name. */
		ptrdiff_t comma = str_find_char(sentence, ',');
		if (facts_name_in(talk, sentence).n > 0)
			sentence = comma < 0 ? STR_NONE : str_from_at(sentence, (size_t)comma + 1);
		struct str clause = facts_clause(talk, sentence);
		if (clause.n > 0)
			return clause;
	}
	return STR_NONE;
}

/* A short answer, as it can be said back: "my grandmother's voice" - "Your grandmother's voice". */
static struct str
fragment_of(struct talk *talk)
{
	struct str rest = talk->message;
	struct str sentence;
	if (!facts_next_sentence(&rest, &sentence))
		return STR_NONE;
	sentence = without_filler(talk, sentence);
	struct words words = words_of(talk->arena, talk_head(sentence, 200));
	bool has_sense = false;
	for (size_t i = 0; i < words.n; i++)
		has_sense = has_sense || !words.at[i].is_stop;
	if (!has_sense || words.n > 8 || str_find_char(sentence, '?') >= 0 ||
	    str_find_char(sentence, '*') >= 0 ||
	    word_is_any(words.at[0].text,
			"you your youre its it thats that this there what why how who i im ive id "
			"lets let well come dont we our he she they his her their someone "
			"somebody everyone help look"))
		return STR_NONE;
	struct word last = words.at[words.n - 1];
	struct str words_only = { words.at[0].raw.p,
				  (size_t)(last.raw.p + last.raw.n - words.at[0].raw.p) };
	if (words_only.n > CLAUSE_CAP)
		return STR_NONE;
	return reflect_capital(talk->arena, reflect_person(talk->arena, words_only));
}

static void
keep_fact(struct talk *talk, struct str clause, size_t turn)
{
	for (size_t i = 0; i < talk->fact_count; i++)
		if (str_eq_fold(talk->facts[i].about, clause))
			return;
	if (talk->fact_count == TALK_FACTS) {
		memmove(talk->facts, talk->facts + 1, (TALK_FACTS - 1) * sizeof(talk->facts[0]));
		talk->fact_count--;
	}
	talk->facts[talk->fact_count++] = (struct fact){ clause, turn };
}

void
facts_collect(struct talk *talk)
{
	const struct text_request *request = talk->request;
	size_t from = request->message_count > TALK_LOOK_BACK
			      ? request->message_count - TALK_LOOK_BACK
			      : 0;
	talk->name = talk_head(str_trim(request->member_name), NAME_CAP);
	for (size_t i = from; i < request->message_count; i++) {
		const struct text_message *message = &request->messages[i];
		if (message->role != TEXT_USER)
			continue;
		bool is_last = i == talk->message_at;
		struct str name = facts_name_in(talk, talk_head(message->content, 2000));
		if (name.n > 0) {
			talk->name_is_new = is_last;
			talk->name = name;
		}
		struct str clause = first_clause(talk, message->content);
		if (clause.n == 0)
			continue;
		if (is_last)
			talk->clause = clause;
		else
			keep_fact(talk, clause, i);
	}
	talk->fragment = fragment_of(talk);
}
