/*
 * What a character has to say: lines that its creator wrote, and its description in its own voice.
 */
#include "lib/provider/offline/talk.h"

#include <string.h>

#include "lib/base/json.h"

enum { SHELF_ROOM = 64, SHORTEST_TELL = 8 };

static const struct {
	unsigned moods;
	const char *traits;
} MOODS[] = {
	{ MOOD_WARM,
	  "warm gentle tender kind encouraging generous fond hospitable attentive loyal hopeful "
	  "thoughtful patient sentimental caring nurturing sweet loving friendly motherly "
	  "affectionate compassionate protective empathetic cheerful optimistic sincere" },
	{ MOOD_DRY,
	  "dry wry droll deadpan ironic ironical tart blunt plain honest practical sly sardonic "
	  "sarcastic cynical brisk unshockable cheerless laconic resourceful" },
	{ MOOD_GRAND,
	  "majestic pompous dramatic theatrical imperious extravagant swashbuckling booming proud "
	  "regal formidable noble royal arrogant vain courtly commanding charismatic" },
	{ MOOD_PLAYFUL,
	  "playful mischievous cheeky nosy teasing chatty gossipy funny lively quick bright "
	  "whimsical twinkling witty irreverent amused humorous daring bubbly silly flirty "
	  "energetic adventurous easygoing" },
	{ MOOD_STERN,
	  "stern strict exacting disciplined fierce intense stubborn cold grumpy stoic gruff "
	  "tenacious serious brooding tough ruthless commanding" },
	{ MOOD_WISTFUL,
	  "wistful melancholy serene remorseful pensive dreamy quiet mysterious secretive "
	  "restless mild lonely ancient tragic haunted mournful" },
	{ MOOD_EXACT,
	  "precise exact literal scholarly bookish meticulous learned curious observant poised "
	  "perceptive discerning tactful discreet eloquent intelligent logical analytical "
	  "well-read principled" },
	{ MOOD_SHY, "shy timid nervous humble awkward bashful insecure introverted" },
};

static unsigned
moods_of(struct talk *talk, struct str text)
{
	struct words words = words_of(talk->arena, talk_head(text, 500));
	struct str joined = words_joined(talk->arena, &words);
	unsigned moods = 0;
	for (size_t i = 0; i < COUNT(MOODS); i++) {
		struct str rest = str_from(MOODS[i].traits);
		struct str trait;
		while (str_cut(&rest, ' ', &trait)) {
			struct str padded = str_fmt(talk->arena, " %.*s ", STR_ARG(trait));
			if (str_find(joined, padded) >= 0)
				moods |= MOODS[i].moods;
		}
	}
	return moods;
}

/* ---- lines ---- */

struct macro {
	struct str from;
	struct str to;
};

struct str
persona_fill(struct talk *talk, struct str s)
{
	const struct macro macros[] = {
		{ STR("{{user}}"), str_or(talk->name, STR("friend")) },
		{ STR("{{char}}"), talk->self.name },
		{ STR("<USER>"), str_or(talk->name, STR("friend")) },
		{ STR("<BOT>"), talk->self.name },
	};
	if (str_find(s, STR("{{")) < 0 && str_find_char(s, '<') < 0)
		return s;
	struct buf out = buf_in(talk->arena);
	while (s.n > 0) {
		size_t used = 0;
		for (size_t i = 0; i < COUNT(macros) && used == 0; i++) {
			if (str_eq_fold(str_first(s, macros[i].from.n), macros[i].from)) {
				buf_str(&out, macros[i].to);
				used = macros[i].from.n;
			}
		}
		if (used == 0) {
			buf_char(&out, s.p[0]);
			used = 1;
		}
		s = str_from_at(s, used);
	}
	return buf_done(&out);
}

void
persona_put(struct talk *talk, struct shelf *shelf, struct str line)
{
	line = str_trim(line);
	if (line.n == 0 || line.n > TALK_LINE || shelf->n == SHELF_ROOM)
		return;
	if (shelf->at == NULL)
		shelf->at = ARENA_ARRAY(talk->arena, struct str, SHELF_ROOM);
	shelf->at[shelf->n++] = persona_fill(talk, line);
}

static void
read_shelf(struct talk *talk, struct shelf *shelf, const json_t *lines)
{
	for (size_t i = 0; i < json_array_size(lines); i++)
		persona_put(talk, shelf, json_text(json_array_get(lines, i)));
}

/* The next sentence of a description; stars around a title may hold full stops. */
static struct str
cut_sentence(struct str *text)
{
	size_t at = 0;
	bool in_stars = false;
	while (at < text->n && (in_stars || strchr(".!?\n", text->p[at]) == NULL)) {
		in_stars = in_stars != (text->p[at] == '*');
		in_stars = in_stars && text->p[at] != '\n';
		at++;
	}
	struct str sentence = str_first(*text, at < text->n ? at + 1 : at);
	*text = str_from_at(*text, sentence.n > 0 ? sentence.n : 1);
	return str_trim(sentence);
}

/* A short sentence, or one that leans on the sentence before it, is nothing by itself. */
static bool
stands_alone(struct talk *talk, struct str told)
{
	struct words words = words_of(talk->arena, told);
	struct str joined = words_joined(talk->arena, &words);
	return words.n >= 9 &&
	       !words_say(joined, "it|them|there|this|that one|those|these|so|then|either");
}

static void
put_tale(struct talk *talk, struct buf *tale)
{
	struct str told = buf_done(tale);
	if (told.n > 0 && stands_alone(talk, talk_head(told, 90)))
		persona_put(talk, &talk->tales, str_copy(talk->arena, told));
	tale->n = 0;
}

/* Passages of a description that can be said in the first person, sentence after sentence. */
static void
read_tales(struct talk *talk, struct str text)
{
	enum { TALE_CAP = 330, SENTENCE_CAP = 240 };
	struct buf tale = buf_in(talk->arena);
	text = persona_fill(talk, talk_head(text, 6000));
	while ((text = str_trim(text)).n > 0) {
		struct str sentence = cut_sentence(&text);
		struct str told = STR_NONE;
		if (sentence.n <= SENTENCE_CAP && str_ends(sentence, STR(".")))
			told = reflect_to_first(talk->arena, sentence, &talk->self);
		if (told.n == 0 || tale.n + told.n > TALE_CAP)
			put_tale(talk, &tale);
		if (told.n > 0 && tale.n > 0)
			buf_char(&tale, ' ');
		buf_str(&tale, told);
	}
	put_tale(talk, &tale);
}

/* The part of a name that people call: "Captain Philippa Oduya" is Philippa. */
static struct str
called_name(struct str name)
{
	static const char TITLES[] =
		"|captain|dr|dr.|doctor|lady|lord|sir|mr|mr.|mrs|mrs.|ms|ms.|miss|madame|"
		"professor|prof.|queen|king|prince|princess|saint|sister|brother|the|old|"
		"admiral|colonel|major|lieutenant|father|detective|officer|agent|commander|"
		"general|sergeant|";
	char folded[34];
	struct str rest = str_trim(name);
	struct str first;
	while (str_cut(&rest, ' ', &first)) {
		if (first.n > 30 || rest.n == 0)
			return first;
		folded[0] = '|';
		for (size_t i = 0; i < first.n; i++)
			folded[i + 1] = (char)(first.p[i] >= 'A' && first.p[i] <= 'Z'
						       ? first.p[i] + 32
						       : first.p[i]);
		folded[first.n + 1] = '|';
		if (str_find(str_from(TITLES), (struct str){ folded, first.n + 2 }) < 0)
			return first;
	}
	return name;
}

/* Cards of other tools have no field for it: whichever the description uses more. */
static struct str
guess_pronouns(struct talk *talk, const json_t *persona)
{
	struct str text = json_get_text(persona, "description");
	if (text.n == 0)
		text = json_get_text(persona, "longBio");
	struct words words = words_of(talk->arena, talk_head(text, 3000));
	int she = 0;
	int he = 0;
	for (size_t i = 0; i < words.n; i++) {
		struct str padded = str_fmt(talk->arena, " %.*s ", STR_ARG(words.at[i].text));
		she += words_say(padded, "she|her|hers|herself");
		he += words_say(padded, "he|him|his|himself");
	}
	return she > 2 * he ? STR("she/her") : he > 2 * she ? STR("he/him") : STR_NONE;
}

void
persona_read(struct talk *talk)
{
	const json_t *persona = talk->request->persona;
	const json_t *lines = json_object_get(persona, "chatLines");
	talk->self.full_name = json_get_text(persona, "name");
	if (talk->self.full_name.n == 0)
		talk->self.full_name = STR("Nobody in particular");
	talk->self.name = called_name(talk->self.full_name);
	talk->self.pronouns = json_get_text(persona, "pronouns");
	if (talk->self.pronouns.n == 0)
		talk->self.pronouns = guess_pronouns(talk, persona);
	talk->scene = persona_fill(talk, json_get_text(persona, "scenario"));

	const json_t *traits = json_object_get(persona, "traits");
	for (size_t i = 0; i < json_array_size(traits); i++)
		talk->moods |= moods_of(talk, json_text(json_array_get(traits, i)));
	if (talk->moods == 0)
		talk->moods = moods_of(talk, json_get_text(persona, "personality"));

	/* The author's note sets the mood; lore that fired is something to tell of. */
	talk->moods |= moods_of(talk, json_get_text(persona, "note"));

	read_shelf(talk, &talk->opinions, json_object_get(lines, "opinions"));
	read_shelf(talk, &talk->questions, json_object_get(lines, "questions"));
	read_shelf(talk, &talk->gestures, json_object_get(lines, "actions"));
	const json_t *lore = json_object_get(persona, "lore");
	for (size_t i = 0; i < json_array_size(lore) && i < 8; i++)
		read_tales(talk, json_text(json_array_get(lore, i)));
	read_tales(talk, json_get_text(persona, "shortDescription"));
	read_tales(talk, json_get_text(persona, "longBio"));
	read_tales(talk, json_get_text(persona, "description"));
}

struct str
persona_greeting(struct talk *talk)
{
	return persona_fill(talk, json_get_text(talk->request->persona, "greeting"));
}

/* ---- what was said already ---- */

/* The longest run without a placeholder: it tells whether a stock phrase was used. */
static struct str
telling_part(struct str line)
{
	struct str best = STR_NONE;
	while (line.n > 0) {
		ptrdiff_t open = str_find_char(line, '{');
		struct str run = open < 0 ? line : str_first(line, (size_t)open);
		if (run.n > best.n)
			best = run;
		if (open < 0)
			break;
		line = str_from_at(line, (size_t)open);
		ptrdiff_t close = str_find_char(line, '}');
		line = str_from_at(line, close < 0 ? line.n : (size_t)close + 1);
	}
	return best;
}

bool
talk_was_said(const struct talk *talk, struct str line)
{
	/* A gesture may stand there with another subject: "*She trims ...*". */
	if (str_starts(line, STR("*")) && str_ends(line, STR("*")) && line.n > 2)
		line = (struct str){ line.p + 1, line.n - 2 };
	struct str part = str_trim(telling_part(line));
	return part.n >= SHORTEST_TELL && str_find(talk->said, part) >= 0;
}

struct str
persona_pick(struct talk *talk, const struct shelf *shelf)
{
	if (shelf->n == 0)
		return STR_NONE;
	size_t from = rand_below(&talk->chance, (uint32_t)shelf->n);
	for (size_t i = 0; i < shelf->n; i++) {
		struct str line = shelf->at[(from + i) % shelf->n];
		if (!talk_was_said(talk, line))
			return line;
	}
	return STR_NONE;
}
