/*
 * The text providers of the configuration, as the owner's command line asks them.
 */
#ifndef SNUG_BIN_SNUG_PROVIDER_H
#define SNUG_BIN_SNUG_PROVIDER_H

#include "bin/snug.h"
#include "lib/provider/probe.h"

enum snug_provider {
	SNUG_PROVIDER_NONE,
	SNUG_PROVIDER_OFFLINE,
	SNUG_PROVIDER_OPENAI,
	SNUG_PROVIDER_ANTHROPIC
};

/* What a name stands for; `settings` (may be NULL) as the configuration has them. */
enum snug_provider snug_provider_of(const char *name, struct text_settings *settings);
/* Asks it for its models; takes at most ten seconds. */
struct probe snug_provider_probe(enum snug_provider kind, const struct text_settings *settings);
/* Checks every provider that is configured, for the doctor. */
void doctor_ask_providers(void);

#endif
