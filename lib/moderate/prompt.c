#include "lib/moderate/prompt.h"

#include "lib/moderate/read.h"

enum {
	CLOSE = 6,  /* words between an act and whom it is done with */
	SOON = 12,  /* between somebody young and what only hints */
	NEAR = 30,  /* in a chat, for everything else */
	WITHIN = 60 /* how far a doctor or the police reach */
};

/*
 * What patients, nurses and survivors say is no scene: words that they use do not count where somebody
 * tells what happened, nobody young is near and no scene is asked for.
 */
static void
drop_clinical(struct reading *r)
{
	if ((r->about & TERM_ASKS) != 0 || (r->about & TERM_CLINIC) == 0)
		return;
	unsigned about = 0;
	for (size_t i = 0; i < r->n; i++) {
		struct read_mark *mark = &r->marks[i];
		bool told = false, young = false;
		for (size_t k = 0; k < r->n && (mark->about & TERM_CLINIC) != 0; k++) {
			size_t a = r->marks[k].at,
			       apart = a > mark->at ? a - mark->at : mark->at - a;
			told = told || ((r->marks[k].about & TERM_TELLS) != 0 && apart <= WITHIN);
			young = young || ((r->marks[k].about & TERM_YOUNG) != 0 && apart <= NEAR);
		}
		if (told && !young)
			mark->about &= ~(unsigned)(TERM_SEXUAL | TERM_ACT);
		about |= mark->about;
	}
	r->about = about;
}

/* What was done to somebody may be told and reported; it is not played. */
static bool
plays_abuse(const struct reading *r)
{
	if (read_together(r, TERM_ABUSE | TERM_DEPICTED, TERM_ASKS, SOON))
		return !read_together(r, TERM_ABUSE | TERM_DEPICTED, TERM_TELLS, NEAR);
	return read_together(r, TERM_ABUSE, TERM_YOUNG, NEAR) &&
	       !read_together(r, TERM_ABUSE, TERM_TELLS, NEAR);
}

unsigned
prompt_subjects(struct arena *arena, struct str text)
{
	struct reading r = read_text(arena, text);
	return ((r.about & (TERM_YOUNG | TERM_CODED)) != 0 ? PROMPT_OF_YOUNG : 0U) |
	       ((r.about & TERM_REAL) != 0 ? PROMPT_OF_REAL : 0U);
}

static enum prompt_verdict
judge_picture(const struct reading *r)
{
	if ((r->about & (TERM_CODED | TERM_DEPICTED)) != 0 ||
	    read_together(r, TERM_SEXUAL, TERM_YOUNG | TERM_FORCE | TERM_REAL, SIZE_MAX) ||
	    read_together(r, TERM_HINT, TERM_YOUNG, SOON) ||
	    read_together(r, TERM_ACT, TERM_ANIMAL | TERM_KIN, CLOSE))
		return PROMPT_NEVER;
	return (r->about & TERM_SEXUAL) != 0 ? PROMPT_SEXUAL : PROMPT_FINE;
}

/* A naked blade is no scene; a naked body beside another hint is. */
static bool
is_sexual(const struct reading *r)
{
	size_t hints = 0;
	bool body = false;
	for (size_t i = 0; i < r->n; i++) {
		bool hint = (r->marks[i].about & TERM_HINT) != 0;
		bool sexual = (r->marks[i].about & TERM_SEXUAL) != 0;
		if (sexual && !hint)
			return true;
		hints += hint;
		body = body || sexual;
	}
	return body && hints > 1;
}

enum prompt_verdict
prompt_judge(struct arena *arena, struct str text, enum prompt_use use)
{
	struct reading r = read_text(arena, text);
	if (use == PROMPT_PICTURE)
		return judge_picture(&r);
	drop_clinical(&r);
	if ((r.about & TERM_CODED) != 0 || plays_abuse(&r) ||
	    read_together(&r, TERM_SEXUAL, TERM_YOUNG | TERM_FORCE | TERM_REAL, NEAR) ||
	    read_together(&r, TERM_HINT, TERM_YOUNG, SOON) ||
	    read_together(&r, TERM_ACT, TERM_ANIMAL | TERM_KIN, CLOSE / 2))
		return PROMPT_NEVER;
	return is_sexual(&r) ? PROMPT_SEXUAL : PROMPT_FINE;
}

const char *
prompt_refusal(enum prompt_verdict verdict)
{
	switch (verdict) {
	case PROMPT_FINE:
		return "";
	case PROMPT_SEXUAL:
		return "This house shows nothing sexual. Change the words and try again; nothing was "
		       "charged.";
	case PROMPT_NEVER:
		return "This is not made here. Change the words and try again; nothing was charged.";
	}
	return "";
}
