/*
 * The words of the OpenAI chat protocol: a request's body, the frames of a streamed answer, and
 * what an error means; and what the servers that speak it take of the settings that tokens are
 * chosen with. Knows nothing of connections, so that it can be tested with plain text.
 *
 * Source: OpenAI API reference, "Chat completions"; the documentation of llama.cpp's server,
 * vLLM, Ollama, OpenRouter and KoboldCpp for where they differ.
 * Ownership: results are in the arena that was given.
 */
#ifndef SNUG_PROVIDER_OPENAI_WIRE_H
#define SNUG_PROVIDER_OPENAI_WIRE_H

#include "lib/provider/wire.h"

extern const struct wire openai_wire;

/*
 * Optional members that some servers refuse. The bits from OPENAI_SAMPLING on are one a setting, in
 * the order of struct text_sampling.
 */
enum openai_field {
	OPENAI_STREAM_OPTIONS = 1,
	OPENAI_SEED = 2,
	OPENAI_STOP = 4,
	OPENAI_NEW_MAX_TOKENS = 8, /* `max_completion_tokens` in place of `max_tokens` */
	OPENAI_TOOLS = 16,
	OPENAI_BANNED = 32,	/* `banned_strings` */
	OPENAI_FOLD = 64,	/* lib/provider/fold.h: messages of the system come first only, */
	OPENAI_NO_SYSTEM = 128, /* and not even there */
	OPENAI_SAMPLING = 256
};

/* openai_dialect.c */

/* The optional members beside the settings that the dialect is tried with first. */
uint64_t openai_dialect_fields(enum text_dialect dialect);

/* Puts ,"name":value for each setting that the dialect takes, and names the others in `dropped`. */
void openai_put_sampling(struct buf *body, enum text_dialect dialect,
			 const struct text_sampling *sampling, uint64_t fields,
			 struct buf *dropped);
/* All settings that the dialect takes, as bits of enum openai_field. */
uint64_t openai_sampling_fields(enum text_dialect dialect);
/* The bit of the setting that `said` complains of, among `fields`; 0 when it names none. */
uint64_t openai_sampling_named(enum text_dialect dialect, struct str said, uint64_t fields);
/* Names in `dropped` what is set and not among `taken` (NULL ends it): for other protocols. */
void openai_name_settings(const struct text_sampling *sampling, const char *const *taken,
			  struct buf *dropped);

#endif
