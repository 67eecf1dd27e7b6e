#include "lib/provider/sketch/paint.h"

/* The head tilts about the top of the neck. */
static void
head_space(struct sketch *sk)
{
	cairo_save(sk->cr);
	cairo_translate(sk->cr, 0, 150);
	cairo_rotate(sk->cr, sk->plan->head.roll);
	cairo_translate(sk->cr, 0, -150);
}

/* Hair that is pulled back or short leaves the near ear free. */
static bool
ear_is_free(const struct plan *plan)
{
	switch (plan->hair) {
	case HAIR_SHORT:
	case HAIR_BRAID:
	case HAIR_BUN:
	case HAIR_PONYTAIL:
	case HAIR_UNDERCUT:
	case HAIR_SHAVED:
		return true;
	case HAIR_HEADSCARF:
		return plan->person % 2 != 0;
	case HAIR_BOB:
	case HAIR_LONG:
	case HAIR_WAVY:
	case HAIR_CURLY:
	case HAIR_LOCS:
		return plan_has(plan->extras, EXTRA_POINTED_EARS);
	}
	return false;
}

static void
paint_head(struct sketch *sk)
{
	const struct plan *plan = sk->plan;
	bool free_ear = ear_is_free(plan);
	head_ear(sk, 1);
	head_paint(sk);
	face_paint(sk);
	if (!free_ear)
		head_ear(sk, -1);
	if (plan_has(plan->extras, EXTRA_BEARD))
		beard_paint(sk);
	else if (plan_has(plan->extras, EXTRA_MOUSTACHE))
		moustache_paint(sk);
	hair_front(sk);
	if (free_ear)
		head_ear(sk, -1);
	extras_head(sk);
}

void
figure_paint(struct sketch *sk)
{
	const struct plan *plan = sk->plan;
	cairo_t *cr = sk->cr;
	cairo_save(cr);
	cairo_translate(cr, sk->scene_wide / 2 + (plan->flip ? -plan->shift : plan->shift),
			430 + plan->lift);
	cairo_scale(cr, plan->flip ? -plan->zoom : plan->zoom, plan->zoom);
	double lamp = sk->side;
	sk->side = plan->flip ? -lamp : lamp;
	props_behind(sk);
	head_space(sk);
	hair_back(sk);
	cairo_restore(cr);
	cairo_save(cr);
	cairo_translate(cr, 0, -BODY_RAISED);
	clothes_back(sk);
	neck_paint(sk);
	clothes_paint(sk);
	extras_body(sk);
	cairo_restore(cr);
	head_space(sk);
	paint_head(sk);
	cairo_restore(cr);
	props_front(sk);
	sk->side = lamp;
	cairo_restore(cr);
}
