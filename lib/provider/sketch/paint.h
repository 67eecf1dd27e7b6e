/*
 * The painter's hand: colours under the lamp, brush and pen, and the layers of a picture.
 *
 * Units: scenes are 1024 high and `scene_wide` wide whatever the picture's size; figures use the
 * space of plan.h. Alphas and shares are 0..1.
 * Ownership: a struct sketch borrows its cairo context; pixels live in the scratch arena.
 * Locking: none is needed; nothing is shared.
 */
#ifndef SNUG_PROVIDER_SKETCH_PAINT_H
#define SNUG_PROVIDER_SKETCH_PAINT_H

#include <cairo.h>

#include "lib/provider/sketch/plan.h"

/* BODY_RAISED: how far the space of neck and clothes lies above that of the head. */
enum { SCENE_HIGH = 1024, BODY_RAISED = 30 };

struct pt {
	double x, y;
};

/* One local colour as it looks in light, in shade, and as a line around it. */
struct tone {
	struct rgb base, light, shade, line;
};

/* The light of a picture, from the hour and the setting. */
struct mood_light {
	struct rgb top, mid, low; /* of the sky or the room, downwards */
	struct rgb haze;	  /* what distance fades to */
	struct rgb dark;	  /* nearest silhouettes */
	struct rgb glow;	  /* lamps, sun, windows */
	struct rgb key, rim;	  /* what falls on the figure from the lamp, and from behind */
	struct rgb shade;	  /* what shadow multiplies colours by */
};

struct sketch {
	cairo_t *cr;
	const struct plan *plan;
	struct rand_seeded rand;
	struct mood_light light;
	double scene_wide;
	double side; /* where the lamp is in the space that is drawn in: -1 left, 1 right */
	double line; /* width of an outline */
	bool flat;   /* no gradients */
	struct tone skin, hair, cloth, trim;
	struct rgb hair_rgb, cloth_rgb, trim_rgb; /* before style and light, for tone_of */
	struct rgb eye, lip, accent;
};

/* color.c */
struct rgb rgb_hex(unsigned hex);
struct rgb rgb_mix(struct rgb a, struct rgb b, double share);
struct rgb rgb_mul(struct rgb a, struct rgb b);
double rgb_lum(struct rgb c);
struct tone tone_of(const struct sketch *sk, struct rgb base);
/* Fills in the light and the colours of the figure. */
void color_prepare(struct sketch *sk);

/* draw.c: chance */
double chance_in(struct sketch *sk, double low, double high);
bool chance_of(struct sketch *sk, double share);

/* draw.c: paths are smooth curves through their points, added to the current path. */
void path_open(cairo_t *cr, const struct pt *p, size_t n);
void path_closed(cairo_t *cr, const struct pt *p, size_t n);
void path_ellipse(cairo_t *cr, double x, double y, double rx, double ry);
void path_straight(cairo_t *cr, const struct pt *p, size_t n);

void set_rgb(cairo_t *cr, struct rgb c, double alpha);
void fill_rgb(cairo_t *cr, struct rgb c, double alpha);
/* A soft spot of light or colour. */
void draw_glow(cairo_t *cr, struct pt at, double rx, double ry, struct rgb c, double alpha);
/* A pen stroke along the curve, `width` at its thickest, thin at both ends. */
void draw_ink(cairo_t *cr, const struct pt *p, size_t n, double width, struct rgb c, double alpha);
/* The same with widths at the start and the end. */
void draw_taper(cairo_t *cr, const struct pt *p, size_t n, const double width[2], struct rgb c,
		double alpha);
/* Paints and clears the current closed path: light, a shade `depth` deep, an outline. */
void draw_solid(struct sketch *sk, const struct tone *tone, double depth);
/* The same without the outline. */
void draw_mass(struct sketch *sk, const struct tone *tone, double depth);
/*
 * A lock of hair or a fold between two edges of `n` points (n <= 12), painted as a solid with
 * `strands` lines that run along it.
 */
void draw_lock(struct sketch *sk, const struct pt *a, const struct pt *b, size_t n,
	       const struct tone *tone, int strands);
/* Only the strands. */
void draw_strands(struct sketch *sk, const struct pt *a, const struct pt *b, size_t n,
		  const struct tone *tone, int strands);
struct pt pt_mix(struct pt a, struct pt b, double share);

/* scene*.c */
void scene_paint(struct sketch *sk);
void scene_front(struct sketch *sk);
void scene_library(struct sketch *sk);
void scene_tavern(struct sketch *sk);
void scene_workshop(struct sketch *sk);
void scene_train(struct sketch *sk);
void scene_stage(struct sketch *sk);
void scene_castle(struct sketch *sk);
void scene_city(struct sketch *sk);
void scene_rain(struct sketch *sk);
void scene_forest(struct sketch *sk);
void scene_sea(struct sketch *sk);
void scene_space(struct sketch *sk);
void scene_desert(struct sketch *sk);
void scene_mountains(struct sketch *sk);
void scene_garden(struct sketch *sk);
void scene_snow(struct sketch *sk);
/* Shared by scenes: the sky of the hour, stars, a row of hills, broad strokes. */
void scene_sky(struct sketch *sk);
void scene_stars(struct sketch *sk, int count, double below);
void scene_ridge(struct sketch *sk, double y, double high, struct rgb top, struct rgb foot);
/* A rectangle x, y, width, height. */
void scene_box(struct sketch *sk, const double r[4], struct rgb c, double alpha);
/* The colour of a wall or thing under the hour's light, `dim` towards the dark. */
struct rgb scene_tint(const struct sketch *sk, unsigned hex, double dim);
/* A bulb on a cord, and the light around a lamp. */
void scene_bulb(struct sketch *sk, struct pt at, double r, double cord);
void scene_lamp_pool(struct sketch *sk, double x, double y);
void scene_wash(struct sketch *sk, struct rgb top, struct rgb low);
void scene_brush(struct sketch *sk, int count, struct rgb c, double alpha);

/* head.c */
/* Where a point of the front view lies on the turned head; dz is height over the face. */
struct pt head_at(const struct head *h, double x, double y, double dz);
/* The skull's outline, `angle` in degrees clockwise from the crown, `grow` outside of it. */
struct pt head_skull(const struct head *h, double angle, double grow);
void head_path(struct sketch *sk);
void head_paint(struct sketch *sk);
void head_ear(struct sketch *sk, int side);
void neck_paint(struct sketch *sk);
/* face.c */
void face_paint(struct sketch *sk);
/* mouth.c, eyes.c */
void mouth_paint(struct sketch *sk);
void eyes_paint(struct sketch *sk);
void brows_paint(struct sketch *sk);
/* hair.c: what lies behind neck and shoulders; what covers the skull and frames the face. */
void hair_back(struct sketch *sk);
void hair_front(struct sketch *sk);
enum { HAIRLINE = 9 };
/* The edges of hair that covers the skull, from the near ear over the top to the far temple. */
void hair_cap_edges(const struct sketch *sk, double grow, struct pt outer[HAIRLINE],
		    struct pt inner[HAIRLINE]);
/* A pointed lock, `wide` at its root, bent sideways by `bend`. */
struct tuft {
	struct pt root, tip;
	double wide, bend;
};
void hair_tuft(struct sketch *sk, const struct tuft *tuft, const struct tone *tone, int strands);
/* hair_long.c */
void hair_parted(struct sketch *sk, double length, double wave);
void hair_back_mass(struct sketch *sk, double length, double wave);
void hair_braid(struct sketch *sk);
void hair_curly(struct sketch *sk);
void hair_curly_back(struct sketch *sk);
void hair_locs(struct sketch *sk);
/* hair_wrap.c */
void hair_scarf_back(struct sketch *sk);
void hair_scarf(struct sketch *sk);
void beard_paint(struct sketch *sk);
void moustache_paint(struct sketch *sk);
/* clothes.c: pieces of garments. `s` is the side, -1 or 1; x counts outward from the middle. */
struct pt body_at(const struct sketch *sk, int s, double x, double y);
struct neckline {
	double wide, deep;
	bool pointed;
};
/* Shoulders, sleeves and breast down to the lower edge of the picture. */
void clothes_torso(struct sketch *sk, const struct tone *tone, const struct neckline *neck);
/* One half of a garment that is open in front, its edge `gap` from the middle. */
void clothes_panel(struct sketch *sk, int s, const struct tone *tone, double gap);
void clothes_lapel(struct sketch *sk, int s, const struct tone *tone, double wide, double low);
/* The flaps of a shirt's collar. */
void clothes_collar(struct sketch *sk, const struct tone *tone, double long_);
/* A collar that stands around the neck, `high` above the base of it. */
void clothes_stand(struct sketch *sk, const struct tone *tone, double high);
void clothes_button(struct sketch *sk, struct pt at, double r, struct rgb c);
/* A row of buttons downwards, `step` apart. */
void clothes_buttons(struct sketch *sk, int s, double x, double from, double step, struct rgb c);
/* The off-white of shirts. */
struct tone clothes_linen(const struct sketch *sk);
/* What of the garment stands behind neck and head. */
void clothes_back(struct sketch *sk);
/* garments.c, costumes.c */
void clothes_paint(struct sketch *sk);
void costume_uniform(struct sketch *sk);
void costume_kimono(struct sketch *sk);
void costume_robe(struct sketch *sk);
void costume_armor(struct sketch *sk);
void costume_cloak(struct sketch *sk);
void costume_tunic(struct sketch *sk);
/* extras.c */
void extras_body(struct sketch *sk);
void extras_head(struct sketch *sk);
/* hats.c */
void hat_paint(struct sketch *sk);
void crown_paint(struct sketch *sk);
/* pets.c */
void prop_cat(struct sketch *sk);
void prop_bird(struct sketch *sk);
void prop_umbrella(struct sketch *sk);
void prop_umbrella_handle(struct sketch *sk);
/* props.c */
/* A hand that comes from below and holds something at that point. */
void prop_hand(struct sketch *sk, struct pt at);
void props_behind(struct sketch *sk);
void props_front(struct sketch *sk);

/* figure.c: the whole person. */
void figure_paint(struct sketch *sk);

#endif
