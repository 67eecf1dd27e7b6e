#include "lib/moderate/reason.h"

const struct reason reasons[REASONS] = {
	{ STR_INIT("underage"), "Someone is, or seems to be, under 18",
	  "Everybody depicted here is an adult, and nothing sexual is made with anybody who is, or seems "
	  "to be, under 18." },
	{ STR_INIT("nonconsent"), "Somebody did not consent",
	  "Nothing sexual is made with force or without consent." },
	{ STR_INIT("real_person"), "It shows or imitates a real person",
	  "Nothing is made of real people who did not agree." },
	{ STR_INIT("illegal"), "It is against the law",
	  "What the law forbids is not kept or shown here." },
	{ STR_INIT("harassment"), "Harassment, threats or hate",
	  "Nobody is harassed, threatened or hated here." },
	{ STR_INIT("self_harm"), "Somebody may harm themselves",
	  "Nothing here tells anybody to harm themselves." },
	{ STR_INIT("copyright"), "It takes from somebody's work",
	  "What is shown here may be shown: it takes from nobody's work." },
	{ STR_INIT("mistagged"), "Wrong tags or wrong rating",
	  "Tags and ratings say what is there." },
	{ STR_INIT("spam"), "Spam or advertising", "Nothing here is advertising or spam." },
	{ STR_INIT("other"), "Something else", "The content rules of this house." },
};

const struct reason *
reason_find(struct str code)
{
	for (size_t i = 0; i < REASONS; i++)
		if (str_eq(code, reasons[i].code))
			return &reasons[i];
	return NULL;
}
