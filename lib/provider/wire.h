/*
 * What the protocols of streaming text services have in common: the frame that each reads its events
 * into, JSON that is not quite JSON, codes for the log, and tool calls that come in pieces. Knows
 * nothing of connections.
 *
 * Ownership: results are in the arena that was given.
 */
#ifndef SNUG_PROVIDER_WIRE_H
#define SNUG_PROVIDER_WIRE_H

#include "lib/base/buf.h"
#include "lib/provider/sse.h"
#include "lib/provider/text.h"

enum wire_finish {
	WIRE_GOING_ON,
	WIRE_STOP,
	WIRE_LENGTH,
	WIRE_TOOLS,
	WIRE_FILTERED, /* the provider's moderation */
	WIRE_REFUSED,  /* the model itself */
	WIRE_FAILED
};

enum { WIRE_TOOLS_MOST = 8, WIRE_ARGUMENTS_MOST = 16 * 1024 };

/* A piece of a tool call: what is empty did not come with this one. */
struct wire_tool {
	int index;
	struct str id, name;
	struct str arguments; /* to be appended */
};

/* One event of the stream, or a whole answer that was not streamed. */
struct wire_frame {
	bool is_done;	 /* nothing follows */
	bool is_error;	 /* `outcome` tells what went wrong */
	struct str text; /* may end inside a code point, and may hold ill-formed bytes */
	enum wire_finish finish;
	struct wire_tool tools[WIRE_TOOLS_MOST];
	size_t tool_count;
	struct text_result
		outcome; /* counts and model where they were given; the end of an error */
};

/* The protocol of a service, as lib/provider/text_stream.c speaks it. */
struct wire {
	const char *name;
	const char *path; /* of the call, behind the base */
	/* Optional members of a request, as bits; one that is refused is left out of the next try. */
	uint64_t (*fields)(const struct text_settings *settings);
	/* The request; what the back end does not take is named in `dropped`. */
	struct str (*body)(struct arena *arena, const struct text_settings *settings,
			   const struct text_request *request, uint64_t fields,
			   struct buf *dropped);
	/* The fields to try next when `answer` complains of one in `fields`; else the same. */
	uint64_t (*fields_after)(struct arena *arena, const struct text_settings *settings,
				 struct str answer, uint64_t fields);
	/* The header line with the key, and another one where `more_header` is not NULL. */
	struct str (*key_header)(struct arena *arena, struct str key);
	struct str (*more_header)(struct arena *arena, const struct text_settings *settings);
	/* False when it is no frame of this protocol. `status` is the HTTP status. */
	bool (*read)(struct arena *arena, const struct sse_event *event, long status,
		     struct wire_frame *frame);
	/* What a failed answer means; `body` may be anything. */
	struct text_result (*read_error)(struct arena *arena, long status, struct str body);
};

/* A result that says nothing yet. */
#define WIRE_NO_RESULT ((struct text_result){ .prompt_tokens = -1, .completion_tokens = -1 })

/* JSON of servers that cut code points in two; texts of it go through wire_bytes. NULL: no JSON. */
json_t *wire_json(struct arena *arena, struct str data);
/* A text member as it was sent, with the bytes of half code points. */
struct str wire_text(struct arena *arena, const json_t *object, const char *key);
/* A code for the log: only what codes are made of, so that no text of a person gets there. */
struct str wire_code(struct arena *arena, const json_t *value);
bool wire_is_any(struct str s, const char *const *names);
/* A count, or -1. */
int wire_count(const json_t *object, const char *key);
/* Whether a message that refuses a request does so because the prompt is too long for the model. */
bool wire_says_too_long(struct str message);
/* An optional member of a request, and how complaints name it. */
struct wire_option {
	uint64_t field;
	struct str name;
};
/* `fields` without the first of `options` that a complaint names. */
uint64_t wire_without(const struct wire_option *options, size_t n, struct str said,
		      uint64_t fields);
/* "status 400 code", for the log. */
struct str wire_detail(struct arena *arena, long status, struct str code);

/* Tool calls as they come together. */
struct wire_calls {
	struct text_tool_call calls[WIRE_TOOLS_MOST];
	struct buf arguments[WIRE_TOOLS_MOST];
	int indexes[WIRE_TOOLS_MOST];
	size_t n;
};

/* False when there are too many, or one is too long. */
NODISCARD bool wire_calls_add(struct arena *arena, struct wire_calls *calls,
			      const struct wire_tool *piece);
/* Those that have a name; the result points into `calls`. */
const struct text_tool_call *wire_calls_done(struct arena *arena, struct wire_calls *calls,
					     size_t *n);

#endif
