#include "lib/character/look.h"

#include <string.h>

const struct look_field look_fields[LOOK_FIELDS] = {
	{ STR_INIT("presentation"), STR_INIT("Presentation"),
	  STR_INIT("feminine|masculine|androgynous") },
	{ STR_INIT("ethnicity"), STR_INIT("Ethnicity"),
	  STR_INIT("african|east-asian|european|indigenous-american|latin|middle-eastern|mixed|"
		   "pacific|south-asian|southeast-asian") },
	{ STR_INIT("hairStyle"), STR_INIT("Hair"),
	  STR_INIT("short|bob|long|wavy|curly|braid|bun|ponytail|locs|undercut|shaved|headscarf") },
	{ STR_INIT("hairColor"), STR_INIT("Hair colour"),
	  STR_INIT("black|brown|auburn|red|blonde|silver|white|blue|green|pink|violet") },
	{ STR_INIT("eyes"), STR_INIT("Eyes"),
	  STR_INIT("brown|hazel|green|blue|grey|amber|violet") },
	{ STR_INIT("skin"), STR_INIT("Skin"),
	  STR_INIT("porcelain|fair|olive|tan|brown|deep|ebony|moss|azure|lilac|bronze") },
	{ STR_INIT("build"), STR_INIT("Build"), STR_INIT("slim|average|athletic|broad|full") },
	{ STR_INIT("clothes"), STR_INIT("Clothes"),
	  STR_INIT("coat|armor|robe|suit|sweater|dress|uniform|apron|kimono|leather|cloak|labcoat|"
		   "tunic|hoodie") },
	{ STR_INIT("clothesColor"), STR_INIT("Colour of clothes"),
	  STR_INIT(
		  "black|white|grey|red|crimson|orange|gold|green|teal|blue|navy|violet|pink|brown|"
		  "cream") },
	{ STR_INIT("mood"), STR_INIT("Mood"),
	  STR_INIT("calm|joyful|wistful|stern|playful|mysterious|tired|confident") },
	{ STR_INIT("background"), STR_INIT("Background"),
	  STR_INIT(
		  "city-night|forest|library|sea|space|desert|tavern|mountains|garden|workshop|rain|"
		  "stage|snow|castle|train") },
};

const struct str look_accessories = STR_INIT(
	"glasses|earrings|scar|freckles|hat|crown|flower|scarf|horns|pointed-ears|goggles|"
	"headphones|circuit|necklace|beard|moustache|eyepatch");

bool
look_knows(struct str words, struct str word)
{
	struct str one;
	while (str_cut(&words, '|', &one))
		if (str_eq(one, word))
			return true;
	return false;
}

struct str
look_label(struct arena *arena, struct str word)
{
	char *p = arena_take(arena, word.n + 1);
	for (size_t i = 0; i < word.n; i++)
		p[i] = word.p[i] == '-' ? ' ' : word.p[i];
	if (word.n > 0 && p[0] >= 'a' && p[0] <= 'z')
		p[0] = (char)(p[0] - 'a' + 'A');
	return (struct str){ p, word.n };
}
