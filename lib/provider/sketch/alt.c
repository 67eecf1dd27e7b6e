#include "lib/base/buf.h"
#include "lib/provider/sketch/plan.h"

static const char *
person(const struct plan *plan)
{
	bool old = plan->age >= 60;
	switch (plan->presentation) {
	case LOOK_FEMININE:
		return old ? "older woman" : "woman";
	case LOOK_MASCULINE:
		return old ? "older man" : "man";
	case LOOK_ANDROGYNOUS:
		break;
	}
	return old ? "older person" : "person";
}

static void
put_hair(struct buf *b, const struct plan *plan)
{
	const char *color = NAMES_HAIR_COLOR[plan->hair_color];
	switch (plan->hair) {
	case HAIR_SHAVED:
		buf_lit(b, "a shaved head");
		return;
	case HAIR_HEADSCARF:
		buf_lit(b, "a headscarf");
		return;
	case HAIR_BOB:
	case HAIR_BRAID:
	case HAIR_BUN:
	case HAIR_PONYTAIL:
	case HAIR_UNDERCUT:
		buf_fmt(b, "%s hair in %s %s", color, plan->hair == HAIR_UNDERCUT ? "an" : "a",
			NAMES_HAIR[plan->hair]);
		return;
	case HAIR_SHORT:
	case HAIR_LONG:
	case HAIR_WAVY:
	case HAIR_CURLY:
		buf_fmt(b, "%s %s hair", NAMES_HAIR[plan->hair], color);
		return;
	case HAIR_LOCS:
		buf_fmt(b, "%s locs", color);
	}
}

static void
put_clothes(struct buf *b, const struct plan *plan)
{
	static const char *const WORN[] = {
		[CLOTHES_COAT] = "coat",       [CLOTHES_ARMOR] = "armor",
		[CLOTHES_ROBE] = "robe",       [CLOTHES_SUIT] = "suit",
		[CLOTHES_SWEATER] = "sweater", [CLOTHES_DRESS] = "dress",
		[CLOTHES_UNIFORM] = "uniform", [CLOTHES_APRON] = "apron",
		[CLOTHES_KIMONO] = "kimono",   [CLOTHES_LEATHER] = "jacket",
		[CLOTHES_CLOAK] = "cloak",     [CLOTHES_LABCOAT] = "shirt under a lab coat",
		[CLOTHES_TUNIC] = "tunic",     [CLOTHES_HOODIE] = "hoodie",
	};
	const char *color = NAMES_CLOTHES_COLOR[plan->clothes_color];
	const char *article = plan->clothes == CLOTHES_ARMOR ? "" : color[0] == 'o' ? "an " : "a ";
	buf_fmt(b, ", wearing %s%s %s", article, color, WORN[plan->clothes]);
}

static void
put_prop(struct buf *b, const struct plan *plan)
{
	static const char *const WITH[] = {
		[PROP_CUP] = "a steaming cup",
		[PROP_BOOK] = "a book",
		[PROP_LANTERN] = "a lantern",
		[PROP_SWORD] = "a sword",
		[PROP_BOUQUET] = "flowers",
		[PROP_GUITAR] = "a guitar",
		[PROP_LETTER] = "a sealed letter",
		[PROP_STAFF] = "a glowing staff",
		[PROP_CAT] = "a cat",
		[PROP_BIRD] = "a bird",
		[PROP_UMBRELLA] = "an umbrella",
	};
	bool first = true;
	for (int i = 0; i < (int)COUNT(WITH); i++) {
		if (!plan_has(plan->props, i))
			continue;
		buf_fmt(b, "%s%s", first ? ", with " : " and ", WITH[i]);
		first = false;
	}
}

struct str
alt_write(struct arena *arena, const struct plan *plan, struct str name)
{
	static const char *const PLACES[] = {
		[SCENE_CITY] = "in front of city lights",
		[SCENE_FOREST] = "in a forest",
		[SCENE_LIBRARY] = "in a library",
		[SCENE_SEA] = "by the sea",
		[SCENE_SPACE] = "among stars and a planet",
		[SCENE_DESERT] = "in front of dunes",
		[SCENE_TAVERN] = "in a tavern",
		[SCENE_MOUNTAINS] = "in front of mountains",
		[SCENE_GARDEN] = "in a garden",
		[SCENE_WORKSHOP] = "in a workshop",
		[SCENE_RAIN] = "on a street in the rain",
		[SCENE_STAGE] = "on a stage",
		[SCENE_SNOW] = "in the snow",
		[SCENE_CASTLE] = "in a castle",
		[SCENE_TRAIN] = "in a train",
	};
	static const char *const HOURS[] = { "at night", "at dusk", "at dawn", "by day" };
	struct buf b = buf_in(arena);
	buf_lit(&b, "Sketch");
	if (name.n > 0) {
		buf_lit(&b, " of ");
		buf_str(&b, str_first(name, str_clip(name, 80)));
		buf_lit(&b, ":");
	} else {
		buf_lit(&b, " of");
	}
	const char *mood = NAMES_MOOD[plan->mood];
	buf_fmt(&b, " a %s %s with ", mood, person(plan));
	put_hair(&b, plan);
	put_clothes(&b, plan);
	put_prop(&b, plan);
	buf_fmt(&b, ", %s %s", PLACES[plan->scene], HOURS[plan->time]);
	if (plan_has(plan->weather, WEATHER_RAIN) && plan->scene != SCENE_RAIN)
		buf_lit(&b, " in the rain");
	if (plan_has(plan->weather, WEATHER_SNOW) && plan->scene != SCENE_SNOW)
		buf_lit(&b, ", snow falling");
	buf_char(&b, '.');
	return buf_done(&b);
}
