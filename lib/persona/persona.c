#include "lib/persona/persona.h"

#include "lib/base/cfg.h"
#include "lib/card/judge.h"
#include "lib/moderate/prompt.h"

static const char TOO_YOUNG[] =
	"Everybody in a story here is an adult. Give a persona an age of 18 or more.";

const char *
persona_refusal(struct arena *arena, struct str text, bool is_person)
{
	enum prompt_verdict verdict = prompt_judge(arena, text, PROMPT_CHAT);
	bool is_general = !str_eq(str_from(cfg_text(CFG_EDITION)), STR("adult"));
	if (verdict == PROMPT_NEVER || (verdict == PROMPT_SEXUAL && is_general))
		return prompt_refusal(verdict);
	if (!is_person)
		return NULL;
	struct card_ages ages = card_ages_of(&text, 1);
	int64_t least = cfg_int(CFG_MIN_DEPICTED_AGE);
	bool is_young = (ages.labelled > 0 && ages.labelled < least) ||
			(ages.labelled == 0 && ages.told > 0 && ages.told < least);
	return is_young ? TOO_YOUNG : NULL;
}
