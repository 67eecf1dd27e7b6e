/*
 * What the parts of `snug doctor` share.
 */
#ifndef SNUG_BIN_SNUG_DOCTOR_H
#define SNUG_BIN_SNUG_DOCTOR_H

#include "bin/snug.h"
#include "lib/base/attr.h"

enum doctor_verdict {
	DOCTOR_GOOD,
	DOCTOR_NOTE, /* works, but look at it */
	DOCTOR_BAD   /* mend it */
};

/* Keeps one finding for the end; `name` must outlive it. */
void doctor_say(enum doctor_verdict verdict, const char *name, const char *format, ...)
	PRINTF_LIKE(3, 4);

/* Whether the database answers, is migrated, keeps time, and what its queue and gem book say. */
void doctor_ask_database(void);

#endif
