#include "lib/provider/sketch/plan.h"

const char *const NAMES_PRESENTATION[] = { "feminine", "masculine", "androgynous", NULL };
const char *const NAMES_HAIR[] = { "short",  "bob",	  "long",     "wavy", "curly",
				   "braid",  "bun",	  "ponytail", "locs", "undercut",
				   "shaved", "headscarf", NULL };
const char *const NAMES_HAIR_COLOR[] = { "black", "brown", "auburn", "red",  "blonde", "silver",
					 "white", "blue",  "green",  "pink", "violet", NULL };
const char *const NAMES_EYES[] = { "brown", "hazel", "green",  "blue",
				   "grey",  "amber", "violet", NULL };
const char *const NAMES_SKIN[] = { "porcelain", "fair", "olive", "tan",	  "brown",  "deep",
				   "ebony",	"moss", "azure", "lilac", "bronze", NULL };
const char *const NAMES_BUILD[] = { "slim", "average", "athletic", "broad", "full", NULL };
const char *const NAMES_CLOTHES[] = { "coat",  "armor",	  "robe",  "suit",   "sweater",
				      "dress", "uniform", "apron", "kimono", "leather",
				      "cloak", "labcoat", "tunic", "hoodie", NULL };
const char *const NAMES_CLOTHES_COLOR[] = { "black", "white", "grey",  "red",  "crimson", "orange",
					    "gold",  "green", "teal",  "blue", "navy",	  "violet",
					    "pink",  "brown", "cream", NULL };
const char *const NAMES_MOOD[] = { "calm",	 "joyful", "wistful",	"stern", "playful",
				   "mysterious", "tired",  "confident", NULL };
const char *const NAMES_SCENE[] = { "city-night", "forest",   "library", "sea",
				    "space",	  "desert",   "tavern",	 "mountains",
				    "garden",	  "workshop", "rain",	 "stage",
				    "snow",	  "castle",   "train",	 NULL };
const char *const NAMES_EXTRA[] = {
	"glasses", "earrings", "scar",	"freckles",	"hat",	    "crown",
	"flower",  "scarf",    "horns", "pointed-ears", "goggles",  "headphones",
	"circuit", "necklace", "beard", "moustache",	"eyepatch", NULL
};
const char *const NAMES_STYLE[] = { "default", "cartoon", "ink", "pastel", "noir", NULL };

int
names_find(const char *const *names, struct str word)
{
	for (int i = 0; names[i] != NULL; i++)
		if (str_eq_fold(str_from(names[i]), word))
			return i;
	return -1;
}

int
names_count(const char *const *names)
{
	int n = 0;
	while (names[n] != NULL)
		n++;
	return n;
}
