#include "lib/generate/pose.h"

#include "lib/base/buf.h"
#include "lib/base/utf8.h"

/* In words that the built-in painter understands as well (lib/provider/sketch/words.c). */
const struct pose pose_all[] = {
	{ STR_INIT("window"), STR_INIT("Reading by a window"),
	  STR_INIT("reading a book, by a window, morning light, calm") },
	{ STR_INIT("train"), STR_INIT("On a train"),
	  STR_INIT("on a train, evening, rain on the glass") },
	{ STR_INIT("tavern"), STR_INIT("By the hearth"),
	  STR_INIT("in a tavern, by the hearth, holding a mug, warm light") },
	{ STR_INIT("library"), STR_INIT("In the old library"),
	  STR_INIT("in a library, holding a lantern, night") },
	{ STR_INIT("shore"), STR_INIT("At the shore"),
	  STR_INIT("by the sea, sunset, wind, relaxed") },
	{ STR_INIT("city"), STR_INIT("Rain in the city"),
	  STR_INIT("on a city street, under an umbrella, rain, neon light, night") },
	{ STR_INIT("garden"), STR_INIT("In the garden"),
	  STR_INIT("in a garden, holding flowers, noon, smile") },
	{ STR_INIT("forest"), STR_INIT("Among fireflies"),
	  STR_INIT("in a forest, fireflies, dusk, holding a lantern") },
	{ STR_INIT("stage"), STR_INIT("On stage"),
	  STR_INIT("on a stage, playing the guitar, spotlight, happy") },
	{ STR_INIT("workshop"), STR_INIT("At the workbench"),
	  STR_INIT("in a workshop, sparks, wearing goggles, proud") },
	{ STR_INIT("mountain"), STR_INIT("Above the clouds"),
	  STR_INIT("on a mountain, sunrise, mist in the valley, brave") },
	{ STR_INIT("snow"), STR_INIT("First snow"),
	  STR_INIT("in a winter coat, snow, wearing a scarf, evening") },
	{ STR_INIT("ship"), STR_INIT("Among the stars"),
	  STR_INIT("on a spaceship, galaxy behind the glass, calm") },
};

const size_t pose_count = COUNT(pose_all);

const struct pose *
pose_find(struct str key)
{
	for (size_t i = 0; i < pose_count; i++)
		if (str_eq(pose_all[i].key, key))
			return &pose_all[i];
	return NULL;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Whether `word` stands in `text` as a whole word; both in lower case. */
static bool
has_word(struct str text, struct str word)
{
	for (size_t i = 0; i + word.n <= text.n; i++) {
		if (!str_starts(str_from_at(text, i), word))
			continue;
		bool begins = i == 0 || !is_letter(text.p[i - 1]);
		bool ends = i + word.n == text.n || !is_letter(text.p[i + word.n]);
		if (begins && ends)
			return true;
	}
	return false;
}

/* Words such as "in", "on" and "the" say nothing by themselves. */
static bool
is_said(struct str text, struct str phrase)
{
	struct str word;
	while (str_cut(&phrase, ' ', &word))
		if (word.n > 2 && !str_eq(word, STR("the")) && !has_word(text, word))
			return false;
	return true;
}

struct str
pose_apply(struct arena *arena, struct str prompt, const struct pose *pose, size_t max)
{
	struct buf out = buf_in(arena);
	prompt = str_trim(prompt);
	struct str lower = str_lower(arena, prompt);
	struct str rest = pose->words;
	struct str phrase;
	size_t length = utf8_count(prompt);
	buf_str(&out, prompt);
	while (str_cut(&rest, ',', &phrase)) {
		phrase = str_trim(phrase);
		if (is_said(lower, phrase) || length + phrase.n + 2 > max)
			continue;
		if (out.n > 0) {
			buf_lit(&out, ", ");
			length += 2;
		}
		buf_str(&out, phrase);
		length += phrase.n;
	}
	return buf_done(&out);
}
