#include "lib/moderate/prompt.h"

#include "lib/moderate/read.h"

enum {
	CLOSE = 6,   /* words between an act and whom it is done with */
	SOON = 12,   /* between somebody young and what only hints */
	NEAR = 30,   /* in a chat, for everything else */
	WITHIN = 60, /* how far a doctor or the police reach */
	AIMED = 2,   /* between a swear word and whom it is aimed at */
	HALVED_MOST = 200,
	SCRATCH = 64 * 1024 * 1024
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

/* ACT alone: a word that people swear with. */
static bool
is_oath(const struct read_mark *mark)
{
	return (mark->about & (TERM_ACT | TERM_SEXUAL)) == TERM_ACT;
}

/*
 * An act and whom it is done with, either before the other; with an oath only whom it is aimed at:
 * "my daughter said it" is none.
 */
static bool
acts_with(const struct reading *r, unsigned whom, size_t reach)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct read_mark *one = &r->marks[i];
		size_t end = one->at + one->n;
		if ((one->about & (TERM_ACT | whom)) == 0)
			continue;
		for (size_t k = i + 1; k < r->n && r->marks[k].at < end + reach; k++) {
			const struct read_mark *other = &r->marks[k];
			bool first = (one->about & TERM_ACT) != 0 && (other->about & whom) != 0;
			bool second = (other->about & TERM_ACT) != 0 && (one->about & whom) != 0;
			if ((first && (!is_oath(one) || other->at < end + AIMED)) ||
			    (second && !is_oath(other)))
				return true;
		}
	}
	return false;
}

/* An oath beside what hints at a scene is no oath. */
static bool
oath_is_meant(const struct reading *r)
{
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = i + 1; k < r->n && r->marks[k].at <= r->marks[i].at + SOON; k++)
			if ((is_oath(&r->marks[i]) && (r->marks[k].about & TERM_HINT) != 0) ||
			    (is_oath(&r->marks[k]) && (r->marks[i].about & TERM_HINT) != 0))
				return true;
	return false;
}

static enum prompt_verdict
judge_picture(const struct reading *r)
{
	if ((r->about & (TERM_CODED | TERM_DEPICTED)) != 0 ||
	    read_together(r, TERM_SEXUAL | TERM_ACT, TERM_YOUNG | TERM_FORCE | TERM_REAL,
			  SIZE_MAX) ||
	    read_together(r, TERM_HINT, TERM_YOUNG, SOON) ||
	    read_together(r, TERM_ACT, TERM_ANIMAL | TERM_KIN, CLOSE))
		return PROMPT_NEVER;
	return (r->about & (TERM_SEXUAL | TERM_ACT)) != 0 ? PROMPT_SEXUAL : PROMPT_FINE;
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

static enum prompt_verdict
judge_chat(struct reading *r)
{
	drop_clinical(r);
	if ((r->about & TERM_CODED) != 0 || plays_abuse(r) ||
	    read_together(r, TERM_SEXUAL, TERM_YOUNG | TERM_FORCE | TERM_REAL, NEAR) ||
	    read_together(r, TERM_HINT, TERM_YOUNG, SOON) ||
	    acts_with(r, TERM_ANIMAL | TERM_KIN, CLOSE / 2) || acts_with(r, TERM_YOUNG, AIMED))
		return PROMPT_NEVER;
	return is_sexual(r) || oath_is_meant(r) ? PROMPT_SEXUAL : PROMPT_FINE;
}

static enum prompt_verdict
judge(struct reading *r, enum prompt_use use)
{
	return use == PROMPT_PICTURE ? judge_picture(r) : judge_chat(r);
}

/* What came of looking at a text. */
struct looked {
	enum prompt_verdict worst;
	unsigned about;
};

static void
look(struct arena *arena, struct str text, enum prompt_use use, struct looked *out)
{
	struct reading r = read_text(arena, text), coded;
	bool is_coded = read_coded(arena, &r, &coded);
	out->about |= r.about;
	enum prompt_verdict verdict = judge(&r, use);
	if (verdict != PROMPT_NEVER && is_coded && judge(&coded, use) == PROMPT_NEVER) {
		out->about |= coded.about;
		verdict = PROMPT_NEVER;
	}
	if (verdict > out->worst)
		out->worst = verdict;
	/* Who hides something behind a thousand other things is read in smaller pieces. */
	if (r.is_full && text.n > HALVED_MOST) {
		size_t lap = text.n / 8, half = text.n / 2;
		look(arena, str_first(text, str_clip(text, half + lap)), use, out);
		look(arena, str_from_at(text, str_clip(text, half - lap)), use, out);
	}
}

static struct looked
look_at(struct arena *arena, struct str text, enum prompt_use use)
{
	struct looked out = { PROMPT_FINE, 0 };
	struct str rest = text, piece;
	if (!read_piece(&rest, &piece) || rest.n == 0) {
		look(arena, text, use, &out);
		return out;
	}
	struct arena *scratch = arena_new(SCRATCH);
	do {
		look(scratch, piece, use, &out);
		arena_reset(scratch);
	} while (read_piece(&rest, &piece));
	arena_free(scratch);
	return out;
}

enum prompt_verdict
prompt_judge(struct arena *arena, struct str text, enum prompt_use use)
{
	return look_at(arena, text, use).worst;
}

unsigned
prompt_subjects(struct arena *arena, struct str text)
{
	unsigned about = look_at(arena, text, PROMPT_PICTURE).about;
	return ((about & (TERM_YOUNG | TERM_CODED)) != 0 ? PROMPT_OF_YOUNG : 0U) |
	       ((about & TERM_REAL) != 0 ? PROMPT_OF_REAL : 0U);
}

struct str
prompt_about(struct arena *arena, struct str text)
{
	static const struct {
		unsigned about;
		struct str name;
	} GRAVEST[] = {
		{ TERM_YOUNG, STR_INIT("minor") },
		{ TERM_FORCE | TERM_ABUSE, STR_INIT("force") },
		{ TERM_REAL, STR_INIT("real_person") },
		{ TERM_ANIMAL, STR_INIT("animal") },
		{ TERM_KIN, STR_INIT("family") },
		{ TERM_CODED, STR_INIT("minor") },
	};
	unsigned said = look_at(arena, text, PROMPT_CHAT).about;
	for (size_t i = 0; i < COUNT(GRAVEST); i++)
		if ((said & GRAVEST[i].about) != 0)
			return GRAVEST[i].name;
	return STR("service");
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
