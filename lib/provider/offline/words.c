#include "lib/provider/offline/words.h"

#include <string.h>

/* Words of one sense share a stem: that of the first in their row. Rows end with a semicolon. */
static const char SENSES[] =
	" sad unhappy miserable grief grieving mourning heartbroken cry crying cried upset gloomy ;"
	" tired exhausted weary knackered worn sleepless drained fatigued ;"
	" scared afraid fear frightened terrified anxious anxiety nervous worried panic nightmare ;"
	" lonely alone loneliness isolated ;"
	" angry anger furious annoyed mad rage irritated ;"
	" happy glad delighted joy joyful cheerful ;"
	" work job career office boss shift profession colleague deadline ;"
	" home house flat apartment ;"
	" sea ocean waves shore beach tide ;"
	" ship boat vessel sail sailing sailor ;"
	" music song sing singing melody tune guitar piano violin ;"
	" book novel reading read books library ;"
	" food eat eating dinner lunch breakfast meal supper ;"
	" cook cooking bake baking recipe ;"
	" love loved romance sweetheart ;"
	" sleep asleep bed insomnia nap ;"
	" money rich wealth coins debt ;"
	" rain rainy storm drizzle raining ;"
	" weather forecast windy sunny ;"
	" death die dead dying died ;"
	" ghost ghosts haunted spirit spectre ;"
	" travel journey trip voyage abroad holiday ;"
	" father dad papa ;"
	" brother sister sibling siblings family relatives brothers sisters ;"
	" mother mum mom mama ;"
	" story tale stories ;"
	" friend friends friendship buddy ;"
	" secret secrets hidden ;"
	" learn study studying school lesson teach teacher ;"
	" exam test exams ;"
	" write writing poem poetry novelist ;"
	" paint painting painter draw drawing sketch ;"
	" garden gardening plants flowers ;"
	" run running jog jogging marathon ;"
	" robot android machine ;"
	" time hours clock ;"
	" past history memory memories remember ;"
	" lost lose missing misplaced ;"
	" forget forgot forgotten ;"
	" hungry starving appetite ;"
	" quiet silence silent ;"
	" noise loud noisy ;"
	" dream dreams dreaming dreamt ;"
	" lie lying liar lied ;"
	" sorry apologise apologize apology ;"
	" old age aging ageing elderly ;"
	" magic spell sorcery wizard witch ;"
	" star stars constellation planets ;"
	" fight fighting battle war ;";

static const char STOPS[] =
	" a about actually after again all almost also always am an and any anyone anything "
	"are as at away back be because been before being best better big but by came can "
	"cannot cant come could couldnt day did didnt do does doesnt doing done dont down "
	"each else even ever every everyone everything few find first for from get gets "
	"getting give go goes going good got had has hasnt have havent having he hed hello "
	"her here hers hes hey hi him his how id if ill im in into is isnt it its ive just "
	"keep kind know last let lets like little long look lot made make many may maybe me "
	"mean might mine more most much must my myself need never new next nice no not "
	"nothing now of off oh ok okay on once one only or other our out over own people "
	"perhaps place please pretty put quite rather really right said same saw say see seem "
	"seems she should shouldnt show so some someone something soon sort still stuff such "
	"sure take tell than thank thanks that thats the their them then there theres these "
	"they theyre thing things think this those though thought through to today together "
	"told tonight too took try two under until up us use used very want was wasnt way we "
	"well went were werent what whats when where which while who whom whos whose why will "
	"with without wont would wouldnt yeah yes yesterday yet you youd youll your youre "
	"yours yourself youve sound sounds kind kinds wonderful mostly honestly person "
	"believe feel feels felt hear heard talk talking question answer world life year "
	"years night evening bit left front room sit sits sitting sat stand stands standing "
	"turn turns comes came keeps kept gets takes looks says makes means started nobody "
	"mind guess sometimes usually probably enough lot lots favourite favorite ask asked "
	"start starts begin began boring moment case sense ";

static bool
is_letter(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c >= 0x80;
}

/* Bytes of an apostrophe at the start of `s`: ' or U+2019. */
static size_t
apostrophe(struct str s)
{
	if (str_starts(s, STR("'")))
		return 1;
	return str_starts(s, STR("\xE2\x80\x99")) ? 3 : 0;
}

/* General punctuation (U+2000 to U+206F) is made of bytes above 0x80 but of no letters. */
static bool
is_punctuation(struct str s)
{
	return s.n >= 3 && s.p[0] == '\xE2' && (s.p[1] == '\x80' || s.p[1] == '\x81');
}

static size_t
word_length(struct str s)
{
	size_t n = 0;
	while (n < s.n) {
		struct str rest = str_from_at(s, n);
		size_t mark = apostrophe(rest);
		if (mark > 0 && n > 0 && rest.n > mark && is_letter((unsigned char)rest.p[mark]))
			n += mark;
		else if (!is_punctuation(rest) && is_letter((unsigned char)rest.p[0]))
			n++;
		else
			break;
	}
	return n;
}

static struct str
fold_word(struct arena *arena, struct str raw)
{
	struct buf out = buf_in(arena);
	while (raw.n > 0) {
		size_t mark = apostrophe(raw);
		if (mark == 0)
			buf_put(&out, raw.p, 1);
		raw = str_from_at(raw, mark == 0 ? 1 : mark);
	}
	return str_lower(arena, buf_done(&out));
}

/* Where " word " stands in a list of words, or -1. */
static ptrdiff_t
find_in_list(const char *list, struct str word)
{
	char padded[32];
	if (word.n > sizeof(padded) - 2)
		return -1;
	padded[0] = ' ';
	memcpy(padded + 1, word.p, word.n);
	padded[word.n + 1] = ' ';
	return str_find(str_from(list), (struct str){ padded, word.n + 2 });
}

static struct str
without_ending(struct str w)
{
	if (str_ends(w, STR("ing")) && w.n > 5)
		w.n -= 3;
	else if (str_ends(w, STR("ies")) && w.n > 4)
		w.n -= 3;
	else if (str_ends(w, STR("ed")) && w.n > 4)
		w.n -= 2;
	else if (str_ends(w, STR("s")) && w.n > 3 && w.p[w.n - 2] != 's')
		w.n -= 1;
	if (w.n > 3 && (w.p[w.n - 1] == 'e' || w.p[w.n - 1] == 'y'))
		w.n -= 1;
	if (w.n > 3 && w.p[w.n - 1] == w.p[w.n - 2] && strchr("bdgmnprt", w.p[w.n - 1]) != NULL)
		w.n -= 1;
	return w;
}

static uint32_t
stem_of_folded(struct str word)
{
	ptrdiff_t at = find_in_list(SENSES, word);
	if (at < 0)
		return str_hash(without_ending(word));
	while (at > 0 && SENSES[at - 1] != ';')
		at--;
	struct str row = str_from(SENSES + at + 1);
	struct str head = STR_NONE;
	(void)str_cut(&row, ' ', &head);
	return str_hash(without_ending(head));
}

struct words
words_of(struct arena *arena, struct str text)
{
	struct words words = { ARENA_ARRAY(arena, struct word, text.n / 2 + 1), 0 };
	while (text.n > 0) {
		size_t n = word_length(text);
		if (n == 0) {
			text = str_from_at(text, is_punctuation(text) ? 3 : 1);
			continue;
		}
		struct word *word = &words.at[words.n++];
		word->raw = str_first(text, n);
		word->text = fold_word(arena, word->raw);
		word->is_stop = find_in_list(STOPS, word->text) >= 0;
		word->stem = word->is_stop ? str_hash(word->text) : stem_of_folded(word->text);
		text = str_from_at(text, n);
	}
	return words;
}

struct str
words_joined(struct arena *arena, const struct words *words)
{
	struct buf out = buf_in(arena);
	buf_char(&out, ' ');
	for (size_t i = 0; i < words->n; i++) {
		buf_str(&out, words->at[i].text);
		buf_char(&out, ' ');
	}
	return buf_done(&out);
}

static bool
says_one(struct str joined, struct str wanted)
{
	bool at_start = str_starts(wanted, STR("^"));
	if (at_start)
		wanted = str_from_at(wanted, 1);
	bool at_end = str_ends(wanted, STR("$"));
	bool open_end = str_ends(wanted, STR("*"));
	if (at_end || open_end)
		wanted.n--;
	for (struct str rest = joined; rest.n > wanted.n; rest = str_from_at(rest, 1)) {
		if (rest.p[0] == ' ' && str_starts(str_from_at(rest, 1), wanted)) {
			struct str behind = str_from_at(rest, 1 + wanted.n);
			if ((open_end || str_starts(behind, STR(" "))) &&
			    (!at_end || behind.n == 1))
				return true;
		}
		if (at_start)
			return false;
	}
	return false;
}

bool
words_say(struct str joined, const char *alternatives)
{
	struct str rest = str_from(alternatives);
	struct str wanted;
	while (str_cut(&rest, '|', &wanted))
		if (says_one(joined, wanted))
			return true;
	return false;
}

bool
word_is_any(struct str word, const char *row)
{
	struct str rest = str_from(row);
	struct str piece;
	while (str_cut(&rest, ' ', &piece))
		if (str_eq(piece, word))
			return true;
	return false;
}

bool
words_have_stem(const struct words *words, uint32_t stem)
{
	for (size_t i = 0; i < words->n; i++)
		if (words->at[i].stem == stem)
			return true;
	return false;
}

double
words_likeness(const struct words *a, const struct words *b)
{
	size_t common = 0, in_a = 0, in_b = 0;
	for (size_t i = 0; i < b->n; i++)
		in_b += !b->at[i].is_stop;
	for (size_t i = 0; i < a->n; i++) {
		if (a->at[i].is_stop)
			continue;
		in_a++;
		common += words_have_stem(b, a->at[i].stem);
	}
	return in_a + in_b == 0 ? 0 : 2.0 * (double)common / (double)(in_a + in_b);
}
