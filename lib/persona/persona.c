#include "lib/persona/persona.h"

#include "lib/base/cfg.h"
#include "lib/card/judge.h"
#include "lib/moderate/moderate.h"

static const char TOO_YOUNG[] =
	"Everybody in a story here is an adult. Give a persona an age of 18 or more.";

const char *
persona_refusal(struct db *db, struct arena *arena, struct member_id member, struct str text)
{
	const struct moderate_source source = { .member = member, .use = MODERATE_PERSONA };
	const char *why = moderate_text(db, arena, &source, text);
	if (why != NULL)
		return why;
	struct card_ages ages = card_ages_of(&text, 1);
	int64_t least = cfg_int(CFG_MIN_DEPICTED_AGE);
	bool is_young = (ages.labelled > 0 && ages.labelled < least) ||
			(ages.labelled == 0 && ages.told > 0 && ages.told < least);
	return is_young ? TOO_YOUNG : NULL;
}
