#include <math.h>

#include "lib/provider/sketch/paint.h"

struct rgb
rgb_hex(unsigned hex)
{
	return (struct rgb){ (hex >> 16 & 255u) / 255.0, (hex >> 8 & 255u) / 255.0,
			     (hex & 255u) / 255.0 };
}

struct rgb
rgb_mix(struct rgb a, struct rgb b, double share)
{
	return (struct rgb){ a.r + (b.r - a.r) * share, a.g + (b.g - a.g) * share,
			     a.b + (b.b - a.b) * share };
}

struct rgb
rgb_mul(struct rgb a, struct rgb b)
{
	return (struct rgb){ a.r * b.r, a.g * b.g, a.b * b.b };
}

double
rgb_lum(struct rgb c)
{
	return 0.2126 * c.r + 0.7152 * c.g + 0.0722 * c.b;
}

static double
clamp(double v)
{
	return v < 0 ? 0 : v > 1 ? 1 : v;
}

/* Chroma times `factor`, luminance kept. */
static struct rgb
rgb_sat(struct rgb c, double factor)
{
	double l = rgb_lum(c);
	return (struct rgb){ clamp(l + (c.r - l) * factor), clamp(l + (c.g - l) * factor),
			     clamp(l + (c.b - l) * factor) };
}

/* What a style does to every local colour before it is lit. */
static struct rgb
styled(const struct sketch *sk, struct rgb c)
{
	switch (sk->plan->style) {
	case STYLE_CARTOON:
		return rgb_sat(c, 1.22);
	case STYLE_PASTEL:
		return rgb_mix(rgb_sat(c, 0.92), rgb_hex(0xfff2ea), 0.4);
	case STYLE_INK:
	case STYLE_NOIR:
		return rgb_sat(c, 0.12);
	case STYLE_DEFAULT:
		break;
	}
	return c;
}

struct tone
tone_of(const struct sketch *sk, struct rgb base)
{
	const struct mood_light *l = &sk->light;
	struct rgb c = styled(sk, base);
	struct tone t = { .base = c };
	double dark = 1 - rgb_lum(c);
	t.shade = rgb_mix(rgb_sat(rgb_mul(c, l->shade), 1.12), rgb_hex(0x2a1740), 0.16);
	t.light = rgb_mix(c, rgb_mix(l->key, rgb_hex(0xffffff), 0.15), 0.16 + 0.10 * dark);
	t.line = rgb_mix(rgb_mul(t.shade, rgb_hex(0x806070)), rgb_hex(0x1a0f24), 0.42);
	if (sk->plan->style == STYLE_CARTOON)
		t.line = rgb_hex(0x1c1226);
	if (sk->plan->style == STYLE_PASTEL) {
		t.shade = rgb_mix(c, rgb_mul(c, rgb_hex(0xb98fb4)), 0.75);
		t.line = rgb_mix(rgb_mul(c, rgb_hex(0x8a6a80)), rgb_hex(0x6a4a66), 0.4);
	}
	if (sk->plan->style == STYLE_NOIR) {
		t.shade = rgb_mul(c, rgb_hex(0x50505a));
		t.line = rgb_hex(0x08080c);
	}
	if (sk->plan->style == STYLE_INK)
		t.line = rgb_hex(0x14101c);
	return t;
}

/* The colour of clothes with that place in NAMES_CLOTHES_COLOR. */
static struct rgb
color_clothes(int index)
{
	static const unsigned COLORS[] = { 0x2c2833, 0xe9e4dc, 0x80808c, 0xb23a34, 0x8e1f3a,
					   0xd2742f, 0xd3a13a, 0x4a7a4a, 0x2f7f7d, 0x3a66a8,
					   0x263a68, 0x6a4796, 0xcf7d98, 0x76503a, 0xe3d2b0 };
	return rgb_hex(COLORS[index]);
}

static const unsigned HAIR_COLORS[] = { 0x2b2530, 0x5d3b28, 0x7e3b23, 0xb24a22, 0xd9ab5c, 0xa7a9b6,
					0xe8e4e2, 0x3f63b3, 0x3f8460, 0xdb7fa3, 0x7551ac };
static const unsigned EYE_COLORS[] = { 0x6a3d20, 0x8a6b32, 0x4f8650, 0x4180b5,
				       0x7f8c99, 0xcf8722, 0x8156b8 };
static const unsigned SKIN_COLORS[] = { 0xf6dccd, 0xeec3a4, 0xcfa077, 0xc18a5c, 0x95613e, 0x6d4430,
					0x4d3029, 0x93a870, 0x84a9cc, 0xb9a0d0, 0xb87f45 };
static const unsigned LIP_COLORS[] = { 0xc46a6a, 0xbd5f58, 0xa85a4a, 0x9c4c3c, 0x7f3b33, 0x6a302e,
				       0x572a2c, 0x6d7a4a, 0x5a75a8, 0x8d62a8, 0x94532c };

/* The house paints nights violet and lamps amber, whatever the setting. */
static const unsigned HOURS[][9] = {
	/* top, mid, low, haze, dark, glow, key, rim, shade */
	[TIME_NIGHT] = { 0x141028, 0x2a1d4f, 0x55336a, 0x3c2c62, 0x0e0a1a, 0xffb861, 0xffc88a,
			 0x9d86ff, 0x8a6fae },
	[TIME_DUSK] = { 0x34255c, 0x944272, 0xf2a063, 0xb56a77, 0x2a1636, 0xffd28c, 0xffcc92,
			0xff86b4, 0xae7f9f },
	[TIME_DAWN] = { 0x566698, 0xb79fba, 0xf7d3b2, 0xc8b4c2, 0x403a58, 0xfff0cf, 0xffe4be,
			0xc4ccff, 0xae98b4 },
	[TIME_DAY] = { 0x4f8cba, 0x93c0cf, 0xe4e8cc, 0xb0cccb, 0x2c4a48, 0xfff4cf, 0xfff0cc,
		       0xffe6ae, 0xa492ac },
};

static void
prepare_light(struct sketch *sk)
{
	const struct plan *p = sk->plan;
	const unsigned *hour = HOURS[p->time];
	struct mood_light *l = &sk->light;
	*l = (struct mood_light){ rgb_hex(hour[0]), rgb_hex(hour[1]), rgb_hex(hour[2]),
				  rgb_hex(hour[3]), rgb_hex(hour[4]), rgb_hex(hour[5]),
				  rgb_hex(hour[6]), rgb_hex(hour[7]), rgb_hex(hour[8]) };
	static const unsigned RIMS[] = { 0x9d86ff, 0xff7ac0, 0x66c8e0, 0xffab66 };
	if (p->time == TIME_NIGHT)
		l->rim = rgb_hex(RIMS[(p->seed >> 7) % COUNT(RIMS)]);
	if (p->scene == SCENE_FOREST || p->scene == SCENE_GARDEN)
		l->rim = rgb_mix(l->rim, rgb_hex(0xd8f08a), 0.45);
	if (p->scene == SCENE_SEA || p->scene == SCENE_SNOW)
		l->rim = rgb_mix(l->rim, rgb_hex(0xa8e4ff), 0.4);
	if (p->light >= 0) {
		struct rgb lamp = rgb_mix(rgb_sat(color_clothes(p->light), 1.5), rgb_hex(0xffffff),
					  0.3);
		l->key = rgb_mix(l->key, lamp, 0.75);
		l->glow = rgb_mix(l->glow, lamp, 0.7);
		l->low = rgb_mix(l->low, lamp, 0.25);
	}
	if (p->style == STYLE_NOIR) {
		l->key = rgb_hex(0xffffff);
		l->rim = rgb_hex(0xd8dcea);
	}
}

/* The one colour of an ink drawing: the clothes' where they have one, else red for small things. */
static void
prepare_ink(struct sketch *sk)
{
	struct rgb own = rgb_sat(sk->cloth_rgb, 1.35);
	double vivid = fmax(own.r, fmax(own.g, own.b)) - fmin(own.r, fmin(own.g, own.b));
	struct tone *t = &sk->trim;
	if (vivid > 0.3) {
		sk->accent = rgb_mix(own, rgb_hex(0xffffff), 0.08);
		t = &sk->cloth;
	}
	t->base = t->light = sk->accent;
	t->shade = rgb_mix(sk->accent, t->line, 0.35);
	sk->lip = sk->accent;
}

void
color_prepare(struct sketch *sk)
{
	const struct plan *p = sk->plan;
	prepare_light(sk);
	struct rgb hair = rgb_mix(rgb_hex(HAIR_COLORS[p->hair_color]), rgb_hex(0xb4b2ba), p->grey);
	struct rgb cloth = color_clothes(p->clothes_color);
	/* A companion colour for collars and linings: it must part from the cloth by value. */
	static const unsigned TRIMS[] = { 0xe8dcc4, 0xd0a050, 0x3b3350, 0xb86a4a, 0x5c8a8a };
	struct rgb trim = rgb_hex(TRIMS[(p->person >> 9) % COUNT(TRIMS)]);
	if (fabs(rgb_lum(trim) - rgb_lum(cloth)) < 0.18)
		trim = rgb_lum(cloth) > 0.4 ? rgb_hex(0x3b3350) : rgb_hex(0xe8dcc4);
	sk->flat = p->style == STYLE_CARTOON;
	sk->line = p->style == STYLE_CARTOON ? 4.2 : p->style == STYLE_INK ? 3.0 : 1.7;
	sk->hair_rgb = hair;
	sk->cloth_rgb = cloth;
	sk->trim_rgb = trim;
	sk->skin = tone_of(sk, rgb_hex(SKIN_COLORS[p->skin_color]));
	sk->hair = tone_of(sk, hair);
	sk->cloth = tone_of(sk, cloth);
	sk->trim = tone_of(sk, trim);
	sk->eye = styled(sk, rgb_hex(EYE_COLORS[p->eye_color]));
	sk->lip = styled(sk, rgb_hex(LIP_COLORS[p->skin_color]));
	if (p->presentation == LOOK_FEMININE)
		sk->lip = rgb_mix(sk->lip, rgb_hex(0xb03050), 0.22);
	sk->accent = rgb_hex(0xd8443c);
	if (p->style == STYLE_INK)
		prepare_ink(sk);
}
