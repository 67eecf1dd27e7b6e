/*
 * What a sketch shall show: attributes, the words of the prompt and the seed, settled into one
 * plan before anything is drawn.
 *
 * A named character keeps its face: what belongs to the person is chosen by a hash of name and
 * look, what belongs to the picture (pose, light, composition) by the seed. Without a name the
 * seed chooses all.
 *
 * Units: the figure's space has the eye line at y = 0, the crown at -150 and the chin at 150;
 * angles are radians.
 * Ownership: nothing; a plan is a plain value.
 */
#ifndef SNUG_PROVIDER_SKETCH_PLAN_H
#define SNUG_PROVIDER_SKETCH_PLAN_H

#include "lib/base/rand.h"
#include "lib/provider/image.h"

struct rgb {
	double r, g, b;
};

/* The order of each enum is the order of its words in names.c. */
enum sketch_presentation { LOOK_FEMININE, LOOK_MASCULINE, LOOK_ANDROGYNOUS };
enum sketch_hair {
	HAIR_SHORT,
	HAIR_BOB,
	HAIR_LONG,
	HAIR_WAVY,
	HAIR_CURLY,
	HAIR_BRAID,
	HAIR_BUN,
	HAIR_PONYTAIL,
	HAIR_LOCS,
	HAIR_UNDERCUT,
	HAIR_SHAVED,
	HAIR_HEADSCARF
};
enum sketch_build { BUILD_SLIM, BUILD_AVERAGE, BUILD_ATHLETIC, BUILD_BROAD, BUILD_FULL };
enum sketch_clothes {
	CLOTHES_COAT,
	CLOTHES_ARMOR,
	CLOTHES_ROBE,
	CLOTHES_SUIT,
	CLOTHES_SWEATER,
	CLOTHES_DRESS,
	CLOTHES_UNIFORM,
	CLOTHES_APRON,
	CLOTHES_KIMONO,
	CLOTHES_LEATHER,
	CLOTHES_CLOAK,
	CLOTHES_LABCOAT,
	CLOTHES_TUNIC,
	CLOTHES_HOODIE
};
enum sketch_mood {
	MOOD_CALM,
	MOOD_JOYFUL,
	MOOD_WISTFUL,
	MOOD_STERN,
	MOOD_PLAYFUL,
	MOOD_MYSTERIOUS,
	MOOD_TIRED,
	MOOD_CONFIDENT
};
enum sketch_scene {
	SCENE_CITY,
	SCENE_FOREST,
	SCENE_LIBRARY,
	SCENE_SEA,
	SCENE_SPACE,
	SCENE_DESERT,
	SCENE_TAVERN,
	SCENE_MOUNTAINS,
	SCENE_GARDEN,
	SCENE_WORKSHOP,
	SCENE_RAIN,
	SCENE_STAGE,
	SCENE_SNOW,
	SCENE_CASTLE,
	SCENE_TRAIN
};
enum sketch_extra {
	EXTRA_GLASSES,
	EXTRA_EARRINGS,
	EXTRA_SCAR,
	EXTRA_FRECKLES,
	EXTRA_HAT,
	EXTRA_CROWN,
	EXTRA_FLOWER,
	EXTRA_SCARF,
	EXTRA_HORNS,
	EXTRA_POINTED_EARS,
	EXTRA_GOGGLES,
	EXTRA_HEADPHONES,
	EXTRA_CIRCUIT,
	EXTRA_NECKLACE,
	EXTRA_BEARD,
	EXTRA_MOUSTACHE,
	EXTRA_EYEPATCH
};
enum sketch_time { TIME_NIGHT, TIME_DUSK, TIME_DAWN, TIME_DAY };
enum sketch_style { STYLE_DEFAULT, STYLE_CARTOON, STYLE_INK, STYLE_PASTEL, STYLE_NOIR };
enum sketch_prop {
	PROP_CUP,
	PROP_BOOK,
	PROP_LANTERN,
	PROP_SWORD,
	PROP_BOUQUET,
	PROP_GUITAR,
	PROP_LETTER,
	PROP_STAFF,
	PROP_CAT,
	PROP_BIRD,
	PROP_UMBRELLA
};
enum sketch_weather { WEATHER_RAIN, WEATHER_SNOW, WEATHER_MIST, WEATHER_STARS, WEATHER_FIREFLIES };

/* What the words of a prompt ask for; -1 where they say nothing. Sets are bits by enum value. */
struct wish {
	int scene;
	int time;
	int mood;
	int clothes;
	int clothes_color;
	int hair;
	int hair_color;
	int eyes;
	int light; /* a colour of clothes, as the colour of the lamp */
	int gaze;  /* 1: eyes lowered, as in reading; 2: eyes closed */
	unsigned weather;
	unsigned props;
	unsigned extras;
};

/*
 * The face, in shares around 0 or 1 of the house's standard face.
 */
struct head {
	double yaw;   /* 0 (front) to 0.52; the figure faces right, flip mirrors it */
	double pitch; /* positive looks down */
	double roll;
	double turn; /* yaw as a share of its largest, 0..1 */
	double wide;
	double jaw;
	double chin;
	double cheek;
	double eye_gap, eye_size, eye_slant, eye_open;
	double nose_long, nose_wide, nose_bump;
	double mouth_wide, lip_full;
	double brow_thick, brow_high, brow_arch;
};

struct plan {
	enum sketch_presentation presentation;
	enum sketch_hair hair;
	enum sketch_build build;
	enum sketch_clothes clothes;
	enum sketch_mood mood;
	enum sketch_scene scene;
	enum sketch_time time;
	enum sketch_style style;
	int hair_color, clothes_color, eye_color, skin_color;
	unsigned extras;  /* bits by sketch_extra */
	unsigned weather; /* bits by sketch_weather */
	unsigned props;	  /* bits by sketch_prop */
	int gaze;
	int light; /* -1: what the hour gives */
	int age;
	double wrinkles; /* 0..1 */
	double grey;	 /* share of grey in the hair, 0..1 */
	int detail;	 /* 0 (draft) to 4 (ultra) */
	bool flip;
	double lamp; /* -1: light from the left of the picture, 1: from the right */
	double body_turn;
	double shoulders; /* half width */
	double neck;	  /* half width */
	double zoom, shift, lift;
	struct head head;
	uint64_t person; /* seed of what belongs to the person */
	uint64_t seed;
};

static inline bool
plan_has(unsigned set, int member)
{
	return (set >> member & 1u) != 0;
}

/* Settings in which neither rain nor snow can fall. */
bool plan_is_room(enum sketch_scene scene);

/* Settles the request for a scene that wide. `scratch` is for passing memory. */
struct plan plan_make(struct arena *scratch, const struct image_request *request,
		      double scene_wide);

/* Reads the words of a prompt (UTF-8 or not; at most a few thousand bytes are looked at). */
struct wish words_read(struct str prompt);

/* One sentence that says what is seen, in `arena`. */
struct str alt_write(struct arena *arena, const struct plan *plan, struct str name);

/* The words of look-attributes, by enum value; NULL ends each. */
extern const char *const NAMES_PRESENTATION[];
extern const char *const NAMES_HAIR[];
extern const char *const NAMES_HAIR_COLOR[];
extern const char *const NAMES_EYES[];
extern const char *const NAMES_SKIN[];
extern const char *const NAMES_BUILD[];
extern const char *const NAMES_CLOTHES[];
extern const char *const NAMES_CLOTHES_COLOR[];
extern const char *const NAMES_MOOD[];
extern const char *const NAMES_SCENE[];
extern const char *const NAMES_EXTRA[];
extern const char *const NAMES_STYLE[];
/* The place of `word` in such a list, or -1. */
int names_find(const char *const *names, struct str word);
int names_count(const char *const *names);

#endif
