/*
 * The words of the OpenAI chat protocol: a request's body, the frames of a streamed answer, and
 * what an error means. Knows nothing of connections, so that it can be tested with plain text.
 *
 * Source: OpenAI API reference, "Chat completions"; differences of llama.cpp, vLLM, Ollama,
 * OpenRouter and KoboldCpp where a comment names them.
 * Ownership: results are in the arena that was given.
 */
#ifndef SNUG_PROVIDER_OPENAI_WIRE_H
#define SNUG_PROVIDER_OPENAI_WIRE_H

#include "lib/provider/text.h"

/* Optional fields that some servers refuse. A refused one is left out of the next try. */
enum openai_field {
	OPENAI_STREAM_OPTIONS = 1,
	OPENAI_SEED = 2,
	OPENAI_TEMPERATURE = 4,
	OPENAI_NEW_MAX_TOKENS = 8 /* `max_completion_tokens` in place of `max_tokens` */
};

/* The fields that a server at `base` understands as far as one can know beforehand. */
unsigned openai_fields_for(struct str base);
struct str openai_body(struct arena *arena, struct str model, const struct text_request *request,
		       unsigned fields);

enum openai_finish { OPENAI_GOING_ON, OPENAI_STOP, OPENAI_LENGTH, OPENAI_FILTERED, OPENAI_FAILED };

/* One `data` of the stream, or a whole answer that was not streamed. */
struct openai_frame {
	bool is_done;	 /* [DONE] */
	bool is_refusal; /* the model's refusal field */
	bool is_error;	 /* `outcome` tells what went wrong */
	struct str text; /* may end inside a code point, and may hold ill-formed bytes */
	enum openai_finish finish;
	struct text_result
		outcome; /* counts and model where they were given; the end of an error */
};

/* False when `data` is no frame of this protocol. `status` is the HTTP status, 200 for a stream. */
NODISCARD bool openai_read_frame(struct arena *arena, struct str data, long status,
				 struct openai_frame *frame);

/* What a failed answer means; `body` may be anything. */
struct text_result openai_read_error(struct arena *arena, long status, struct str body);

/* The fields to try next when `body` complains of one in `fields`; the same when it does not. */
unsigned openai_fields_after(struct arena *arena, struct str body, unsigned fields);

#endif
