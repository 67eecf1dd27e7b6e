/*
 * Why something is reported or decided against: the codes of the outside contract, in words.
 */
#ifndef SNUG_MODERATE_REASON_H
#define SNUG_MODERATE_REASON_H

#include "lib/base/str.h"

enum { REASONS = 10 };

struct reason {
	struct str code;
	const char *label; /* what a reporter says */
	const char *rule;  /* what the house says, in a statement of reasons */
};

extern const struct reason reasons[REASONS];
/* For FIELD_CHOICE. */
#define REASON_CHOICES                                                                             \
	"underage|nonconsent|real_person|illegal|harassment|spam|copyright|mistagged|self_harm|"   \
	"other"

/* NULL when there is none of that code. */
const struct reason *reason_find(struct str code);

#endif
