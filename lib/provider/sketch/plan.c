#include "lib/provider/sketch/plan.h"

#include <math.h>

#include "lib/base/json.h"

/* Who is older than this is not aged by years as people are, and drawn ageless. */
enum { OLDEST_MORTAL = 120, AGELESS_LOOKS = 32, ADULT = 18 };

static double
between(struct rand_seeded *r, double low, double high)
{
	return low + (high - low) * rand_unit(r);
}

/* The attribute's place in its list, or one by chance. One draw is spent either way. */
static int
choose(const json_t *look, const char *key, const char *const *names, struct rand_seeded *r)
{
	int any = (int)rand_below(r, (uint32_t)names_count(names));
	int found = names_find(names, json_get_text(look, key));
	return found >= 0 ? found : any;
}

static uint64_t
person_seed(struct arena *scratch, const struct image_request *request)
{
	if (request->name.n == 0)
		return request->seed;
	struct buf text = buf_in(scratch);
	buf_str(&text, request->name);
	if (json_is_object(request->look))
		buf_str(&text, json_print(scratch, request->look));
	return (uint64_t)str_hash(buf_done(&text)) * 0x100000001b3u;
}

static unsigned
read_extras(const json_t *look, struct rand_seeded *r)
{
	const json_t *list = json_object_get(look, "accessories");
	unsigned set = 0;
	if (json_is_array(list)) {
		for (size_t i = 0; i < json_array_size(list) && i < 8; i++) {
			int found = names_find(NAMES_EXTRA, json_text(json_array_get(list, i)));
			if (found >= 0)
				set |= 1u << found;
		}
		return set;
	}
	static const int USUAL[] = { EXTRA_GLASSES, EXTRA_EARRINGS, EXTRA_FRECKLES, EXTRA_SCARF,
				     EXTRA_NECKLACE };
	if (rand_below(r, 2) == 0)
		set |= 1u << USUAL[rand_below(r, COUNT(USUAL))];
	return set;
}

static int
read_age(const json_t *look, struct rand_seeded *r)
{
	int any = 22 + (int)rand_below(r, 40);
	int64_t age = json_get_i64(look, "age", any);
	if (age < ADULT)
		return ADULT;
	return age > OLDEST_MORTAL ? AGELESS_LOOKS : (int)age;
}

/* Skins and hair colours that are usual where somebody's family comes from; skins of NAMES_SKIN. */
static const struct origin {
	const char *word;
	int lightest, darkest;
	int hair_colors; /* the first so many of NAMES_HAIR_COLOR */
} ORIGINS[] = {
	{ "african", 4, 6, 1 },	    { "east-asian", 1, 2, 1 },
	{ "european", 0, 2, 5 },    { "indigenous-american", 3, 4, 1 },
	{ "latin", 2, 4, 2 },	    { "middle-eastern", 2, 3, 2 },
	{ "mixed", 1, 5, 3 },	    { "pacific", 3, 4, 1 },
	{ "south-asian", 3, 4, 1 }, { "southeast-asian", 2, 3, 1 },
};

/* What the look leaves open follows from the ethnicity, if that is said; `by` is any number. */
static void
follow_origin(struct plan *p, const json_t *look, unsigned by)
{
	struct str word = json_get_text(look, "ethnicity");
	for (size_t i = 0; i < COUNT(ORIGINS); i++) {
		const struct origin *o = &ORIGINS[i];
		if (!str_eq(word, str_from(o->word)))
			continue;
		if (json_get_text(look, "skin").n == 0)
			p->skin_color = o->lightest +
					(int)(by % (unsigned)(o->darkest - o->lightest + 1));
		if (json_get_text(look, "hairColor").n == 0)
			p->hair_color = (int)(by / 7 % (unsigned)o->hair_colors);
	}
}

static void
plan_person(struct plan *p, const json_t *look)
{
	struct rand_seeded r = rand_from_seed(p->person);
	p->presentation = (enum sketch_presentation)choose(look, "presentation", NAMES_PRESENTATION,
							   &r);
	p->hair = (enum sketch_hair)choose(look, "hairStyle", NAMES_HAIR, &r);
	int any_hair = (int)rand_below(&r, 2) == 0 ? (int)rand_below(&r, 5)
						   : (int)rand_below(&r, 11);
	int hair_color = names_find(NAMES_HAIR_COLOR, json_get_text(look, "hairColor"));
	p->hair_color = hair_color >= 0 ? hair_color : any_hair;
	p->eye_color = choose(look, "eyes", NAMES_EYES, &r);
	int usual_skin = (int)rand_below(&r, 7);
	int skin = names_find(NAMES_SKIN, json_get_text(look, "skin"));
	p->skin_color = skin >= 0 ? skin : usual_skin;
	follow_origin(p, look, (unsigned)(p->person & 0xFFFF));
	p->build = (enum sketch_build)choose(look, "build", NAMES_BUILD, &r);
	p->clothes = (enum sketch_clothes)choose(look, "clothes", NAMES_CLOTHES, &r);
	if (p->clothes == CLOTHES_DRESS && p->presentation == LOOK_MASCULINE &&
	    json_get_text(look, "clothes").n == 0)
		p->clothes = CLOTHES_TUNIC;
	p->clothes_color = choose(look, "clothesColor", NAMES_CLOTHES_COLOR, &r);
	p->extras = read_extras(look, &r);
	p->age = read_age(look, &r);
	p->wrinkles = fmin(1, fmax(0, (p->age - 38) / 38.0));
	bool dyed = p->hair_color >= 5;
	p->grey = dyed ? 0 : fmin(0.75, fmax(0, (p->age - 46) / 40.0));
}

static void
plan_picture(struct plan *p, const json_t *look)
{
	struct rand_seeded r = rand_from_seed(p->seed ^ 0x70696374u);
	p->mood = (enum sketch_mood)choose(look, "mood", NAMES_MOOD, &r);
	p->scene = (enum sketch_scene)choose(look, "background", NAMES_SCENE, &r);
	static const enum sketch_time USUAL[][2] = {
		[SCENE_CITY] = { TIME_NIGHT, TIME_NIGHT },
		[SCENE_FOREST] = { TIME_DAY, TIME_DAWN },
		[SCENE_LIBRARY] = { TIME_NIGHT, TIME_DUSK },
		[SCENE_SEA] = { TIME_DUSK, TIME_DAWN },
		[SCENE_SPACE] = { TIME_NIGHT, TIME_NIGHT },
		[SCENE_DESERT] = { TIME_DUSK, TIME_DAY },
		[SCENE_TAVERN] = { TIME_NIGHT, TIME_NIGHT },
		[SCENE_MOUNTAINS] = { TIME_DAWN, TIME_DUSK },
		[SCENE_GARDEN] = { TIME_DAY, TIME_DUSK },
		[SCENE_WORKSHOP] = { TIME_NIGHT, TIME_DUSK },
		[SCENE_RAIN] = { TIME_NIGHT, TIME_DUSK },
		[SCENE_STAGE] = { TIME_NIGHT, TIME_NIGHT },
		[SCENE_SNOW] = { TIME_DAWN, TIME_DUSK },
		[SCENE_CASTLE] = { TIME_DUSK, TIME_NIGHT },
		[SCENE_TRAIN] = { TIME_DUSK, TIME_DAY },
	};
	p->time = USUAL[p->scene][rand_below(&r, 2)];
	p->light = -1;
}

bool
plan_is_room(enum sketch_scene scene)
{
	return scene == SCENE_LIBRARY || scene == SCENE_TAVERN || scene == SCENE_WORKSHOP ||
	       scene == SCENE_STAGE || scene == SCENE_SPACE;
}

/* Rain, snow or stars without a word for the place takes who sits in a room out of doors. */
static enum sketch_scene
weather_scene(const struct plan *p, const struct wish *w)
{
	if (!plan_is_room(p->scene) && p->scene != SCENE_TRAIN)
		return p->scene;
	if (plan_has(w->weather, WEATHER_RAIN))
		return SCENE_RAIN;
	if (plan_has(w->weather, WEATHER_SNOW))
		return SCENE_SNOW;
	return plan_has(w->weather, WEATHER_STARS) && p->scene != SCENE_SPACE ? SCENE_MOUNTAINS
									      : p->scene;
}

/* What the member wrote wins over the attributes: it is what this picture is about. */
static void
plan_prompt(struct plan *p, const struct wish *w)
{
	if (w->scene >= 0) {
		static const enum sketch_time HOURS[] = { TIME_DAY, TIME_DUSK };
		bool outside = w->scene == SCENE_SEA || w->scene == SCENE_GARDEN;
		p->scene = (enum sketch_scene)w->scene;
		p->time = outside ? HOURS[p->seed % 2] : p->time;
	} else {
		p->scene = weather_scene(p, w);
	}
	if (plan_has(w->weather, WEATHER_STARS))
		p->time = TIME_NIGHT;
	if (w->scene == SCENE_CITY || w->scene == SCENE_SPACE)
		p->time = TIME_NIGHT;
	if (w->time >= 0)
		p->time = (enum sketch_time)w->time;
	if (w->mood >= 0)
		p->mood = (enum sketch_mood)w->mood;
	if (w->clothes >= 0)
		p->clothes = (enum sketch_clothes)w->clothes;
	if (w->clothes_color >= 0)
		p->clothes_color = w->clothes_color;
	if (w->hair >= 0)
		p->hair = (enum sketch_hair)w->hair;
	if (w->hair_color >= 0) {
		p->hair_color = w->hair_color;
		p->grey = 0;
	}
	if (w->eyes >= 0)
		p->eye_color = w->eyes;
	p->light = w->light;
	p->gaze = w->gaze;
	p->weather |= w->weather;
	p->props |= w->props;
	p->extras |= w->extras;
}

/* The creator's free words colour the picture, but change neither person nor clothes. */
static void
plan_free(struct plan *p, const json_t *look)
{
	struct wish w = words_read(json_get_text(look, "free"));
	p->weather |= w.weather;
	p->light = w.light;
}

static void
plan_pose(struct plan *p, double scene_wide)
{
	struct rand_seeded r = rand_from_seed(p->seed ^ 0x706f7365u);
	struct head *h = &p->head;
	h->turn = rand_below(&r, 4) == 0 ? between(&r, 0, 0.18) : between(&r, 0.42, 1);
	h->yaw = 0.52 * h->turn;
	h->roll = between(&r, -0.075, 0.085);
	h->pitch = between(&r, -0.07, 0.06);
	if (p->gaze == 1)
		h->pitch = 0.16;
	if (p->mood == MOOD_CONFIDENT || p->mood == MOOD_STERN)
		h->roll *= 0.4;
	if (p->mood == MOOD_PLAYFUL || p->mood == MOOD_WISTFUL)
		h->roll += 0.04;
	p->flip = rand_below(&r, 2) == 0;
	p->lamp = rand_below(&r, 3) == 0 ? -1 : 1; /* mostly from where the face looks */
	if (p->flip)
		p->lamp = -p->lamp;
	p->body_turn = h->turn * between(&r, 0.35, 1.0);
	/* What stands high on the head needs room above it. */
	bool tall = (p->extras & (1u << EXTRA_HAT | 1u << EXTRA_HORNS | 1u << EXTRA_CROWN)) != 0 ||
		    plan_has(p->props, PROP_UMBRELLA);
	p->zoom = tall ? between(&r, 1.18, 1.27) : between(&r, 1.22, 1.48);
	/* A narrow picture shows the same bust smaller, and its lower edge stays clothed. */
	p->zoom *= fmin(1, fmax(0.3, scene_wide / 700));
	p->shift = -30 * h->turn + between(&r, -14, 14);
	p->lift = between(&r, -6, 18) + fmax(0, 600 - 600 * p->zoom);
}

static void
plan_face(struct plan *p)
{
	struct rand_seeded r = rand_from_seed(p->person ^ 0x66616365u);
	struct head *h = &p->head;
	bool masculine = p->presentation == LOOK_MASCULINE;
	bool feminine = p->presentation == LOOK_FEMININE;
	double stout = p->build == BUILD_FULL ? 1 : p->build == BUILD_BROAD ? 0.5 : 0;
	h->wide = between(&r, 0.93, 1.02) + 0.05 * stout;
	h->jaw = between(&r, -1, 1) * 5 + (masculine ? 9 : feminine ? -6 : 0) + 6 * stout;
	h->chin = between(&r, -7, 7) + (masculine ? 5 : 0);
	h->cheek = between(&r, -4, 3) + 7 * stout - 3 * p->wrinkles;
	h->eye_gap = between(&r, 44, 49);
	h->eye_size = between(&r, 0.93, 1.07) * (feminine ? 1.05 : masculine ? 0.95 : 1);
	h->eye_slant = between(&r, -2, 4);
	h->eye_open = between(&r, 0.9, 1.08) * (masculine ? 0.92 : 1);
	h->nose_long = between(&r, 0.9, 1.1) + 0.05 * p->wrinkles;
	h->nose_wide = between(&r, 0.84, 1.1) + (masculine ? 0.14 : 0);
	h->nose_bump = between(&r, -0.6, 1);
	if (p->skin_color >= 4 && p->skin_color <= 6)
		h->nose_wide += 0.12;
	h->mouth_wide = between(&r, 0.92, 1.1);
	h->lip_full = between(&r, 0.85, 1.2) * (masculine  ? 0.82
						: feminine ? 1.1
							   : 1) -
		      0.2 * p->wrinkles;
	h->brow_thick = between(&r, 0.85, 1.2) * (masculine ? 1.4 : feminine ? 0.9 : 1.1);
	h->brow_high = between(&r, -2, 4) - (masculine ? 4 : 0);
	h->brow_arch = between(&r, 0.4, 1.2) * (masculine ? 0.55 : 1);
}

static void
plan_body(struct plan *p)
{
	static const double WIDTH[] = { 208, 228, 250, 272, 262 };
	static const double NECK[] = { 43, 47, 52, 58, 57 };
	double more = p->presentation == LOOK_MASCULINE	 ? 1
		      : p->presentation == LOOK_FEMININE ? -1
							 : 0;
	p->shoulders = WIDTH[p->build] + 14 * more;
	p->neck = NECK[p->build] + 6.5 * more;
}

struct plan
plan_make(struct arena *scratch, const struct image_request *request, double scene_wide)
{
	struct plan p = { .seed = request->seed };
	const json_t *look = json_is_object(request->look) ? request->look : NULL;
	p.person = person_seed(scratch, request);
	int style = names_find(NAMES_STYLE, request->style);
	p.style = style >= 0 ? (enum sketch_style)style : STYLE_DEFAULT;
	p.detail = (int)request->quality;
	if (p.detail < IMAGE_DRAFT || p.detail > IMAGE_ULTRA)
		p.detail = IMAGE_BALANCED;
	plan_person(&p, look);
	plan_picture(&p, look);
	plan_free(&p, look);
	struct wish wish = words_read(request->prompt);
	if (wish.light < 0)
		wish.light = p.light;
	plan_prompt(&p, &wish);
	if (p.scene == SCENE_RAIN)
		p.weather |= 1u << WEATHER_RAIN;
	if (p.scene == SCENE_SNOW)
		p.weather |= 1u << WEATHER_SNOW;
	plan_pose(&p, scene_wide);
	plan_face(&p);
	plan_body(&p);
	return p;
}
