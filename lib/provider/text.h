/*
 * Replies: the interface of text providers. A call streams its text in deltas and ends exactly once.
 * No event comes before `start` has returned. Events may cancel their call, start others and stop
 * the loop, but must not let a fault through.
 *
 * Ownership: a request and what it points to must live until the call has ended. A call frees
 * itself after `ended`, or in text_call_cancel (then `ended` does not come).
 * Locking: the loop's thread only.
 */
#ifndef SNUG_PROVIDER_TEXT_H
#define SNUG_PROVIDER_TEXT_H

#include <jansson.h>

#include "lib/base/arena.h"
#include "lib/base/str.h"
#include "lib/provider/loop.h"

enum text_role { TEXT_SYSTEM, TEXT_USER, TEXT_ASSISTANT };

struct text_message {
	enum text_role role;
	struct str content;
};

/*
 * How tokens are chosen, by the names that most back ends share. A value that is NAN is the
 * provider's to choose; a provider leaves out what it does not take.
 */
struct text_sampling {
	double temperature, top_p, top_k, min_p, typical_p, top_a, tfs;
	double repetition_penalty, repetition_range, repetition_slope;
	double frequency_penalty, presence_penalty;
	double mirostat_mode, mirostat_tau, mirostat_eta;
	double dynatemp_range, dynatemp_exponent, smoothing_factor, smoothing_curve;
	double dry_multiplier, dry_base, dry_allowed_length;
	double xtc_threshold, xtc_probability;
};

struct text_request {
	const struct text_message *messages; /* the assembled prompt, oldest first */
	size_t message_count;
	const struct str *stops; /* the reply ends before the first of these */
	size_t stop_count;
	int max_tokens;
	const struct text_sampling *sampling; /* NULL: all is the provider's to choose */
	uint64_t seed;
	struct str key; /* "turn:attempt", for providers that know idempotency keys */
	/* What the offline engine speaks from; other providers read only the messages. */
	const json_t *persona; /* name, traits, greeting, exampleDialogues, chatLines, scenario;
				* pronouns, age, personality, shortDescription, longBio if known */
	struct str member_name;
};

enum text_end {
	TEXT_COMPLETE, /* the model was done */
	TEXT_LENGTH,   /* max_tokens reached */
	TEXT_REFUSED,  /* the provider's moderation or the model's refusal field */
	TEXT_CUT,      /* the stream broke off after text had come */
	TEXT_DOWN, /* not reached, timed out, 5xx or overloaded, after all retries; no text came */
	TEXT_LIMITED,  /* 429 after all retries; retry_after_s may say when to come back */
	TEXT_REJECTED, /* 4xx: key, model or request are wrong; trying again does not help */
	TEXT_GARBAGE   /* 200 with something that is no stream */
};

struct text_result {
	enum text_end end;
	int prompt_tokens;     /* as the provider counted, -1 when it did not say */
	int completion_tokens; /* same */
	int retry_after_s;     /* 0: not said */
	struct str model;      /* as the provider named it, may be empty */
	struct str detail;     /* for the log: status and code, never text of members */
};

struct text_events {
	/* Whole code points of valid UTF-8, never empty. */
	void (*delta)(void *arg, struct str text);
	void (*ended)(void *arg, const struct text_result *result);
};

struct text_call;

struct text_provider {
	const char *name;  /* "offline", "openai" */
	const char *label; /* how people see who answers: "offline engine", or the model's name */
	struct text_call *(*start)(const struct text_provider *self, struct loop *loop,
				   const struct text_request *request,
				   const struct text_events *events, void *arg);
	void (*cancel)(struct text_call *call);
	const void *settings;
};

struct text_openai_settings {
	struct str base; /* "https://host/v1" or "http://127.0.0.1:port/v1" */
	struct str key;	 /* may be empty */
	struct str model;
	int connect_timeout_ms; /* 0: 10 s */
	int idle_timeout_s;	/* without a byte, ping or line of the stream; 0: 60 s */
	int retries;		/* before the first byte of a stream */
	bool plain_allowed; /* plain http to other machines: a back end in the owner's network */
};

/* The engine that is always there: no key, no network, the same seed gives the same reply. */
struct text_provider text_offline_provider(void);
/* Any OpenAI-compatible server. `settings` must outlive the provider. */
struct text_provider text_openai_provider(const struct text_openai_settings *settings);

#endif
