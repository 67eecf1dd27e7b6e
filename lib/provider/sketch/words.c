/*
 * The words of a prompt that the painter understands. Each word wishes one thing; a colour goes to
 * the thing named within the next three words (hair, eyes, clothes, light). "No" and "not" are not
 * understood. The list, by what is wished:
 *
 *   setting    city street rooftop neon forest woods jungle library bookshop archive study school
 *              sea beach ocean harbour ship shore lake space galaxy spaceship planet desert dunes
 *              sand oasis tavern inn pub bar hearth fireplace kitchen cafe home mountains cliff
 *              valley garden park meadow greenhouse field workshop forge lab garage stage concert
 *              theatre circus snow winter ice castle palace throne ruins temple train station
 *   hour       night midnight moonlight evening dusk sunset twilight dawn sunrise morning day noon
 *              sunny sunlight golden-hour
 *   weather    rain storm drizzle snow snowfall mist fog stars starry fireflies sparks magic
 *   mood       happy smile laugh joy sad tears lonely angry serious grumpy playful wink tease
 *              mystery secret tired sleepy proud brave calm relaxed
 *   clothes    coat jacket armour knight robe suit sweater jumper dress gown uniform apron kimono
 *              leather cloak cape labcoat tunic hoodie
 *   colours    of clothes and hair, before the thing: "red dress", "silver hair", "blue light"
 *   props      cup mug tea coffee drink book reading novel lantern lamp candle torch sword blade
 *              flowers bouquet rose guitar lute music letter note map staff wand spear cat kitten
 *              bird raven owl parrot umbrella parasol
 *   extras     glasses earrings scar freckles hat crown flower scarf horns elf goggles
 *              headphones android cyborg necklace beard moustache eyepatch pirate
 *   hair       braid ponytail curly wavy dreadlocks bald headscarf hijab
 *   gaze       reading, praying (lowered), sleeping, closed, dreaming (closed)
 */
#include <string.h>

#include "lib/provider/sketch/plan.h"

enum wish_kind {
	W_SCENE,
	W_TIME,
	W_WEATHER,
	W_MOOD,
	W_CLOTHES,
	W_PROP,
	W_EXTRA,
	W_HAIR,
	W_GAZE,
	W_NOUN /* hair, eyes, light: takes a colour */
};

enum { NOUN_HAIR, NOUN_EYES, NOUN_LIGHT };

struct meaning {
	const char *word;
	enum wish_kind kind;
	int value;
};

static const struct meaning MEANINGS[] = {
	{ "city", W_SCENE, SCENE_CITY },
	{ "street", W_SCENE, SCENE_CITY },
	{ "rooftop", W_SCENE, SCENE_CITY },
	{ "neon", W_SCENE, SCENE_CITY },
	{ "town", W_SCENE, SCENE_CITY },
	{ "alley", W_SCENE, SCENE_CITY },
	{ "forest", W_SCENE, SCENE_FOREST },
	{ "wood", W_SCENE, SCENE_FOREST },
	{ "jungle", W_SCENE, SCENE_FOREST },
	{ "tree", W_SCENE, SCENE_FOREST },
	{ "library", W_SCENE, SCENE_LIBRARY },
	{ "bookshop", W_SCENE, SCENE_LIBRARY },
	{ "bookshelf", W_SCENE, SCENE_LIBRARY },
	{ "archive", W_SCENE, SCENE_LIBRARY },
	{ "study", W_SCENE, SCENE_LIBRARY },
	{ "office", W_SCENE, SCENE_LIBRARY },
	{ "school", W_SCENE, SCENE_LIBRARY },
	{ "sea", W_SCENE, SCENE_SEA },
	{ "beach", W_SCENE, SCENE_SEA },
	{ "ocean", W_SCENE, SCENE_SEA },
	{ "harbour", W_SCENE, SCENE_SEA },
	{ "harbor", W_SCENE, SCENE_SEA },
	{ "ship", W_SCENE, SCENE_SEA },
	{ "boat", W_SCENE, SCENE_SEA },
	{ "shore", W_SCENE, SCENE_SEA },
	{ "coast", W_SCENE, SCENE_SEA },
	{ "island", W_SCENE, SCENE_SEA },
	{ "lighthouse", W_SCENE, SCENE_SEA },
	{ "lake", W_SCENE, SCENE_SEA },
	{ "space", W_SCENE, SCENE_SPACE },
	{ "galaxy", W_SCENE, SCENE_SPACE },
	{ "spaceship", W_SCENE, SCENE_SPACE },
	{ "starship", W_SCENE, SCENE_SPACE },
	{ "planet", W_SCENE, SCENE_SPACE },
	{ "nebula", W_SCENE, SCENE_SPACE },
	{ "desert", W_SCENE, SCENE_DESERT },
	{ "dune", W_SCENE, SCENE_DESERT },
	{ "sand", W_SCENE, SCENE_DESERT },
	{ "oasis", W_SCENE, SCENE_DESERT },
	{ "caravan", W_SCENE, SCENE_DESERT },
	{ "tavern", W_SCENE, SCENE_TAVERN },
	{ "inn", W_SCENE, SCENE_TAVERN },
	{ "pub", W_SCENE, SCENE_TAVERN },
	{ "bar", W_SCENE, SCENE_TAVERN },
	{ "hearth", W_SCENE, SCENE_TAVERN },
	{ "fireplace", W_SCENE, SCENE_TAVERN },
	{ "kitchen", W_SCENE, SCENE_TAVERN },
	{ "cafe", W_SCENE, SCENE_TAVERN },
	{ "home", W_SCENE, SCENE_TAVERN },
	{ "mountain", W_SCENE, SCENE_MOUNTAINS },
	{ "cliff", W_SCENE, SCENE_MOUNTAINS },
	{ "valley", W_SCENE, SCENE_MOUNTAINS },
	{ "hill", W_SCENE, SCENE_MOUNTAINS },
	{ "summit", W_SCENE, SCENE_MOUNTAINS },
	{ "garden", W_SCENE, SCENE_GARDEN },
	{ "park", W_SCENE, SCENE_GARDEN },
	{ "meadow", W_SCENE, SCENE_GARDEN },
	{ "field", W_SCENE, SCENE_GARDEN },
	{ "greenhouse", W_SCENE, SCENE_GARDEN },
	{ "orchard", W_SCENE, SCENE_GARDEN },
	{ "workshop", W_SCENE, SCENE_WORKSHOP },
	{ "forge", W_SCENE, SCENE_WORKSHOP },
	{ "laboratory", W_SCENE, SCENE_WORKSHOP },
	{ "garage", W_SCENE, SCENE_WORKSHOP },
	{ "studio", W_SCENE, SCENE_WORKSHOP },
	{ "stage", W_SCENE, SCENE_STAGE },
	{ "concert", W_SCENE, SCENE_STAGE },
	{ "theatre", W_SCENE, SCENE_STAGE },
	{ "theater", W_SCENE, SCENE_STAGE },
	{ "circus", W_SCENE, SCENE_STAGE },
	{ "spotlight", W_SCENE, SCENE_STAGE },
	{ "winter", W_SCENE, SCENE_SNOW },
	{ "ice", W_SCENE, SCENE_SNOW },
	{ "castle", W_SCENE, SCENE_CASTLE },
	{ "palace", W_SCENE, SCENE_CASTLE },
	{ "throne", W_SCENE, SCENE_CASTLE },
	{ "ruin", W_SCENE, SCENE_CASTLE },
	{ "temple", W_SCENE, SCENE_CASTLE },
	{ "train", W_SCENE, SCENE_TRAIN },
	{ "railway", W_SCENE, SCENE_TRAIN },
	{ "station", W_SCENE, SCENE_TRAIN },
	{ "carriage", W_SCENE, SCENE_TRAIN },
	{ "night", W_TIME, TIME_NIGHT },
	{ "midnight", W_TIME, TIME_NIGHT },
	{ "moon", W_TIME, TIME_NIGHT },
	{ "moonlight", W_TIME, TIME_NIGHT },
	{ "dark", W_TIME, TIME_NIGHT },
	{ "evening", W_TIME, TIME_DUSK },
	{ "dusk", W_TIME, TIME_DUSK },
	{ "sunset", W_TIME, TIME_DUSK },
	{ "twilight", W_TIME, TIME_DUSK },
	{ "dawn", W_TIME, TIME_DAWN },
	{ "sunrise", W_TIME, TIME_DAWN },
	{ "morning", W_TIME, TIME_DAWN },
	{ "day", W_TIME, TIME_DAY },
	{ "daylight", W_TIME, TIME_DAY },
	{ "noon", W_TIME, TIME_DAY },
	{ "afternoon", W_TIME, TIME_DAY },
	{ "sunny", W_TIME, TIME_DAY },
	{ "sun", W_TIME, TIME_DAY },
	{ "sunlight", W_TIME, TIME_DAY },
	{ "sunshine", W_TIME, TIME_DAY },
	{ "summer", W_TIME, TIME_DAY },
	{ "rain", W_WEATHER, WEATHER_RAIN },
	{ "rainy", W_WEATHER, WEATHER_RAIN },
	{ "raining", W_WEATHER, WEATHER_RAIN },
	{ "storm", W_WEATHER, WEATHER_RAIN },
	{ "stormy", W_WEATHER, WEATHER_RAIN },
	{ "drizzle", W_WEATHER, WEATHER_RAIN },
	{ "snow", W_WEATHER, WEATHER_SNOW },
	{ "snowy", W_WEATHER, WEATHER_SNOW },
	{ "snowing", W_WEATHER, WEATHER_SNOW },
	{ "snowfall", W_WEATHER, WEATHER_SNOW },
	{ "blizzard", W_WEATHER, WEATHER_SNOW },
	{ "mist", W_WEATHER, WEATHER_MIST },
	{ "misty", W_WEATHER, WEATHER_MIST },
	{ "fog", W_WEATHER, WEATHER_MIST },
	{ "foggy", W_WEATHER, WEATHER_MIST },
	{ "steam", W_WEATHER, WEATHER_MIST },
	{ "smoke", W_WEATHER, WEATHER_MIST },
	{ "star", W_WEATHER, WEATHER_STARS },
	{ "starry", W_WEATHER, WEATHER_STARS },
	{ "starlight", W_WEATHER, WEATHER_STARS },
	{ "constellation", W_WEATHER, WEATHER_STARS },
	{ "firefly", W_WEATHER, WEATHER_FIREFLIES },
	{ "fireflies", W_WEATHER, WEATHER_FIREFLIES },
	{ "spark", W_WEATHER, WEATHER_FIREFLIES },
	{ "ember", W_WEATHER, WEATHER_FIREFLIES },
	{ "magic", W_WEATHER, WEATHER_FIREFLIES },
	{ "magical", W_WEATHER, WEATHER_FIREFLIES },
	{ "glowing", W_WEATHER, WEATHER_FIREFLIES },
	{ "happy", W_MOOD, MOOD_JOYFUL },
	{ "smile", W_MOOD, MOOD_JOYFUL },
	{ "smiling", W_MOOD, MOOD_JOYFUL },
	{ "laugh", W_MOOD, MOOD_JOYFUL },
	{ "laughing", W_MOOD, MOOD_JOYFUL },
	{ "joy", W_MOOD, MOOD_JOYFUL },
	{ "joyful", W_MOOD, MOOD_JOYFUL },
	{ "cheerful", W_MOOD, MOOD_JOYFUL },
	{ "sad", W_MOOD, MOOD_WISTFUL },
	{ "tear", W_MOOD, MOOD_WISTFUL },
	{ "crying", W_MOOD, MOOD_WISTFUL },
	{ "lonely", W_MOOD, MOOD_WISTFUL },
	{ "wistful", W_MOOD, MOOD_WISTFUL },
	{ "longing", W_MOOD, MOOD_WISTFUL },
	{ "melancholy", W_MOOD, MOOD_WISTFUL },
	{ "angry", W_MOOD, MOOD_STERN },
	{ "furious", W_MOOD, MOOD_STERN },
	{ "serious", W_MOOD, MOOD_STERN },
	{ "stern", W_MOOD, MOOD_STERN },
	{ "grumpy", W_MOOD, MOOD_STERN },
	{ "playful", W_MOOD, MOOD_PLAYFUL },
	{ "teasing", W_MOOD, MOOD_PLAYFUL },
	{ "wink", W_MOOD, MOOD_PLAYFUL },
	{ "grin", W_MOOD, MOOD_PLAYFUL },
	{ "mischievous", W_MOOD, MOOD_PLAYFUL },
	{ "mysterious", W_MOOD, MOOD_MYSTERIOUS },
	{ "mystery", W_MOOD, MOOD_MYSTERIOUS },
	{ "secret", W_MOOD, MOOD_MYSTERIOUS },
	{ "tired", W_MOOD, MOOD_TIRED },
	{ "sleepy", W_MOOD, MOOD_TIRED },
	{ "weary", W_MOOD, MOOD_TIRED },
	{ "exhausted", W_MOOD, MOOD_TIRED },
	{ "proud", W_MOOD, MOOD_CONFIDENT },
	{ "brave", W_MOOD, MOOD_CONFIDENT },
	{ "heroic", W_MOOD, MOOD_CONFIDENT },
	{ "confident", W_MOOD, MOOD_CONFIDENT },
	{ "calm", W_MOOD, MOOD_CALM },
	{ "relaxed", W_MOOD, MOOD_CALM },
	{ "peaceful", W_MOOD, MOOD_CALM },
	{ "coat", W_CLOTHES, CLOTHES_COAT },
	{ "jacket", W_CLOTHES, CLOTHES_LEATHER },
	{ "armor", W_CLOTHES, CLOTHES_ARMOR },
	{ "armour", W_CLOTHES, CLOTHES_ARMOR },
	{ "knight", W_CLOTHES, CLOTHES_ARMOR },
	{ "robe", W_CLOTHES, CLOTHES_ROBE },
	{ "wizard", W_CLOTHES, CLOTHES_ROBE },
	{ "suit", W_CLOTHES, CLOTHES_SUIT },
	{ "tuxedo", W_CLOTHES, CLOTHES_SUIT },
	{ "sweater", W_CLOTHES, CLOTHES_SWEATER },
	{ "jumper", W_CLOTHES, CLOTHES_SWEATER },
	{ "pullover", W_CLOTHES, CLOTHES_SWEATER },
	{ "dress", W_CLOTHES, CLOTHES_DRESS },
	{ "gown", W_CLOTHES, CLOTHES_DRESS },
	{ "uniform", W_CLOTHES, CLOTHES_UNIFORM },
	{ "soldier", W_CLOTHES, CLOTHES_UNIFORM },
	{ "captain", W_CLOTHES, CLOTHES_UNIFORM },
	{ "apron", W_CLOTHES, CLOTHES_APRON },
	{ "kimono", W_CLOTHES, CLOTHES_KIMONO },
	{ "yukata", W_CLOTHES, CLOTHES_KIMONO },
	{ "leather", W_CLOTHES, CLOTHES_LEATHER },
	{ "cloak", W_CLOTHES, CLOTHES_CLOAK },
	{ "cape", W_CLOTHES, CLOTHES_CLOAK },
	{ "hooded", W_CLOTHES, CLOTHES_CLOAK },
	{ "labcoat", W_CLOTHES, CLOTHES_LABCOAT },
	{ "scientist", W_CLOTHES, CLOTHES_LABCOAT },
	{ "doctor", W_CLOTHES, CLOTHES_LABCOAT },
	{ "tunic", W_CLOTHES, CLOTHES_TUNIC },
	{ "hoodie", W_CLOTHES, CLOTHES_HOODIE },
	{ "cup", W_PROP, PROP_CUP },
	{ "mug", W_PROP, PROP_CUP },
	{ "tea", W_PROP, PROP_CUP },
	{ "coffee", W_PROP, PROP_CUP },
	{ "cocoa", W_PROP, PROP_CUP },
	{ "drink", W_PROP, PROP_CUP },
	{ "drinking", W_PROP, PROP_CUP },
	{ "book", W_PROP, PROP_BOOK },
	{ "novel", W_PROP, PROP_BOOK },
	{ "spellbook", W_PROP, PROP_BOOK },
	{ "reading", W_PROP, PROP_BOOK },
	{ "lantern", W_PROP, PROP_LANTERN },
	{ "lamp", W_PROP, PROP_LANTERN },
	{ "candle", W_PROP, PROP_LANTERN },
	{ "torch", W_PROP, PROP_LANTERN },
	{ "sword", W_PROP, PROP_SWORD },
	{ "blade", W_PROP, PROP_SWORD },
	{ "katana", W_PROP, PROP_SWORD },
	{ "dagger", W_PROP, PROP_SWORD },
	{ "flowers", W_PROP, PROP_BOUQUET },
	{ "bouquet", W_PROP, PROP_BOUQUET },
	{ "rose", W_PROP, PROP_BOUQUET },
	{ "tulip", W_PROP, PROP_BOUQUET },
	{ "sunflower", W_PROP, PROP_BOUQUET },
	{ "guitar", W_PROP, PROP_GUITAR },
	{ "lute", W_PROP, PROP_GUITAR },
	{ "music", W_PROP, PROP_GUITAR },
	{ "playing", W_PROP, PROP_GUITAR },
	{ "ukulele", W_PROP, PROP_GUITAR },
	{ "letter", W_PROP, PROP_LETTER },
	{ "envelope", W_PROP, PROP_LETTER },
	{ "note", W_PROP, PROP_LETTER },
	{ "map", W_PROP, PROP_LETTER },
	{ "scroll", W_PROP, PROP_LETTER },
	{ "staff", W_PROP, PROP_STAFF },
	{ "wand", W_PROP, PROP_STAFF },
	{ "spear", W_PROP, PROP_STAFF },
	{ "cat", W_PROP, PROP_CAT },
	{ "kitten", W_PROP, PROP_CAT },
	{ "bird", W_PROP, PROP_BIRD },
	{ "raven", W_PROP, PROP_BIRD },
	{ "crow", W_PROP, PROP_BIRD },
	{ "owl", W_PROP, PROP_BIRD },
	{ "parrot", W_PROP, PROP_BIRD },
	{ "umbrella", W_PROP, PROP_UMBRELLA },
	{ "parasol", W_PROP, PROP_UMBRELLA },
	{ "glasses", W_EXTRA, EXTRA_GLASSES },
	{ "spectacles", W_EXTRA, EXTRA_GLASSES },
	{ "earring", W_EXTRA, EXTRA_EARRINGS },
	{ "scar", W_EXTRA, EXTRA_SCAR },
	{ "freckle", W_EXTRA, EXTRA_FRECKLES },
	{ "hat", W_EXTRA, EXTRA_HAT },
	{ "crown", W_EXTRA, EXTRA_CROWN },
	{ "tiara", W_EXTRA, EXTRA_CROWN },
	{ "flower", W_EXTRA, EXTRA_FLOWER },
	{ "scarf", W_EXTRA, EXTRA_SCARF },
	{ "horn", W_EXTRA, EXTRA_HORNS },
	{ "elf", W_EXTRA, EXTRA_POINTED_EARS },
	{ "elven", W_EXTRA, EXTRA_POINTED_EARS },
	{ "goggles", W_EXTRA, EXTRA_GOGGLES },
	{ "headphones", W_EXTRA, EXTRA_HEADPHONES },
	{ "android", W_EXTRA, EXTRA_CIRCUIT },
	{ "cyborg", W_EXTRA, EXTRA_CIRCUIT },
	{ "necklace", W_EXTRA, EXTRA_NECKLACE },
	{ "pendant", W_EXTRA, EXTRA_NECKLACE },
	{ "beard", W_EXTRA, EXTRA_BEARD },
	{ "bearded", W_EXTRA, EXTRA_BEARD },
	{ "moustache", W_EXTRA, EXTRA_MOUSTACHE },
	{ "mustache", W_EXTRA, EXTRA_MOUSTACHE },
	{ "eyepatch", W_EXTRA, EXTRA_EYEPATCH },
	{ "pirate", W_EXTRA, EXTRA_EYEPATCH },
	{ "braid", W_HAIR, HAIR_BRAID },
	{ "braided", W_HAIR, HAIR_BRAID },
	{ "ponytail", W_HAIR, HAIR_PONYTAIL },
	{ "curly", W_HAIR, HAIR_CURLY },
	{ "curls", W_HAIR, HAIR_CURLY },
	{ "wavy", W_HAIR, HAIR_WAVY },
	{ "dreadlocks", W_HAIR, HAIR_LOCS },
	{ "bald", W_HAIR, HAIR_SHAVED },
	{ "headscarf", W_HAIR, HAIR_HEADSCARF },
	{ "hijab", W_HAIR, HAIR_HEADSCARF },
	{ "reading", W_GAZE, 1 },
	{ "praying", W_GAZE, 1 },
	{ "writing", W_GAZE, 1 },
	{ "sleeping", W_GAZE, 2 },
	{ "asleep", W_GAZE, 2 },
	{ "dreaming", W_GAZE, 2 },
	{ "meditating", W_GAZE, 2 },
	{ "hair", W_NOUN, NOUN_HAIR },
	{ "hairs", W_NOUN, NOUN_HAIR },
	{ "eye", W_NOUN, NOUN_EYES },
	{ "eyed", W_NOUN, NOUN_EYES },
	{ "light", W_NOUN, NOUN_LIGHT },
	{ "lights", W_NOUN, NOUN_LIGHT },
	{ "lighting", W_NOUN, NOUN_LIGHT },
	{ "glow", W_NOUN, NOUN_LIGHT },
	{ "lamplight", W_NOUN, NOUN_LIGHT },
	{ "candlelight", W_NOUN, NOUN_LIGHT },
};

/* Colours that the lists of the attributes do not name. */
static const struct {
	const char *word;
	const char *color;
} COLOR_WORDS[] = {
	{ "golden", "gold" },	  { "yellow", "gold" },	   { "purple", "violet" },
	{ "scarlet", "crimson" }, { "turquoise", "teal" }, { "cyan", "teal" },
	{ "gray", "grey" },	  { "silver", "grey" },	   { "ivory", "cream" },
	{ "beige", "cream" },	  { "emerald", "green" },  { "magenta", "pink" },
	{ "amber", "orange" },	  { "copper", "orange" },
};

enum { PROMPT_LOOKED_AT = 4000, WORD_MAX = 24, COLOR_REACH = 3 };

/* The last colour that was read, as the words themselves, and how many words ago. */
struct color_word {
	char word[WORD_MAX];
	int ago;
};

static int
clothes_color(const char *word)
{
	for (size_t i = 0; i < COUNT(COLOR_WORDS); i++)
		if (strcmp(COLOR_WORDS[i].word, word) == 0)
			return names_find(NAMES_CLOTHES_COLOR, str_from(COLOR_WORDS[i].color));
	return names_find(NAMES_CLOTHES_COLOR, str_from(word));
}

static int
hair_color(const char *word)
{
	if (strcmp(word, "blond") == 0 || strcmp(word, "golden") == 0)
		return names_find(NAMES_HAIR_COLOR, STR("blonde"));
	if (strcmp(word, "grey") == 0 || strcmp(word, "gray") == 0)
		return names_find(NAMES_HAIR_COLOR, STR("silver"));
	if (strcmp(word, "purple") == 0)
		return names_find(NAMES_HAIR_COLOR, STR("violet"));
	return names_find(NAMES_HAIR_COLOR, str_from(word));
}

static bool
is_color(const char *word)
{
	return clothes_color(word) >= 0 || hair_color(word) >= 0 ||
	       names_find(NAMES_EYES, str_from(word)) >= 0;
}

static void
take_color(struct wish *wish, const struct meaning *m, const struct color_word *color)
{
	if (color->ago > COLOR_REACH)
		return;
	if (m->kind == W_CLOTHES)
		wish->clothes_color = clothes_color(color->word);
	else if (m->kind == W_NOUN && m->value == NOUN_HAIR)
		wish->hair_color = hair_color(color->word);
	else if (m->kind == W_NOUN && m->value == NOUN_EYES)
		wish->eyes = names_find(NAMES_EYES, str_from(color->word));
	else if (m->kind == W_NOUN)
		wish->light = clothes_color(color->word);
}

static void
take_meaning(struct wish *wish, const struct meaning *m)
{
	switch (m->kind) {
	case W_SCENE:
		wish->scene = m->value;
		break;
	case W_TIME:
		wish->time = m->value;
		break;
	case W_WEATHER:
		wish->weather |= 1u << m->value;
		break;
	case W_MOOD:
		wish->mood = m->value;
		break;
	case W_CLOTHES:
		wish->clothes = m->value;
		break;
	case W_PROP:
		wish->props |= 1u << m->value;
		break;
	case W_EXTRA:
		wish->extras |= 1u << m->value;
		break;
	case W_HAIR:
		wish->hair = m->value;
		break;
	case W_GAZE:
		wish->gaze = m->value;
		break;
	case W_NOUN:
		break;
	}
}

/* `word` without the s of a plural. */
static bool
is_plural_of(const char *word, const char *entry)
{
	size_t n = strlen(entry);
	return strncmp(word, entry, n) == 0 && word[n] == 's' && word[n + 1] == '\0';
}

static bool
is_word(const char *word, const char *entry)
{
	return strcmp(word, entry) == 0;
}

static bool
take_where(struct wish *wish, const char *word, const struct color_word *color,
	   bool (*fits)(const char *, const char *))
{
	bool known = false;
	for (size_t i = 0; i < COUNT(MEANINGS); i++) {
		if (!fits(word, MEANINGS[i].word))
			continue;
		take_meaning(wish, &MEANINGS[i]);
		take_color(wish, &MEANINGS[i], color);
		known = true;
	}
	return known;
}

static void
take_word(struct wish *wish, const char *word, struct color_word *color)
{
	color->ago++;
	/* "flowers" are a bouquet, "flower" is one in the hair: exact words go first. */
	if (!take_where(wish, word, color, is_word))
		take_where(wish, word, color, is_plural_of);
	if (is_color(word)) {
		memcpy(color->word, word, WORD_MAX);
		color->ago = 0;
	}
}

struct wish
words_read(struct str prompt)
{
	struct wish wish = { -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0 };
	struct color_word color = { "", COLOR_REACH + 1 };
	size_t end = prompt.n < PROMPT_LOOKED_AT ? prompt.n : PROMPT_LOOKED_AT;
	char word[WORD_MAX] = "";
	size_t n = 0;
	for (size_t i = 0; i <= end; i++) {
		char c = i < end ? prompt.p[i] : ' ';
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c >= 'a' && c <= 'z') {
			if (n < WORD_MAX - 1)
				word[n++] = c;
			continue;
		}
		if (n > 0) {
			memset(word + n, 0, WORD_MAX - n);
			take_word(&wish, word, &color);
		}
		n = 0;
	}
	return wish;
}
