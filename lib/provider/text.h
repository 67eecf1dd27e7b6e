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

/* Something that a model may ask to be done for it; `parameters` is a JSON Schema. */
struct text_tool {
	struct str name;
	struct str description;
	struct str parameters;
};

struct text_tool_call {
	struct str id;
	struct str name;
	struct str arguments; /* as the model wrote them: meant to be JSON, may be anything */
};

/* What a reply has been through: the model said `text`, asked for `calls` and was given `results`. */
struct text_round {
	struct str text;
	const struct text_tool_call *calls;
	const struct str *results; /* one a call */
	size_t count;
};

struct text_request {
	struct str model; /* as the provider names it; empty: the one of its settings */
	const struct text_message *messages; /* the assembled prompt, oldest first */
	size_t message_count;
	const struct str *stops; /* the reply ends before the first of these */
	size_t stop_count;
	int max_tokens;
	const struct text_sampling *sampling; /* NULL: all is the provider's to choose */
	const struct str *banned; /* texts that must not come, for back ends that can see to it */
	size_t banned_count;
	uint64_t seed;
	struct str key; /* "turn:attempt", for providers that know idempotency keys */
	const struct text_tool *tools; /* on offer; the end TEXT_TOOLS may come then */
	size_t tool_count;
	bool tools_are_over;		 /* they were used, and must not be used again */
	const struct text_round *rounds; /* behind the messages, oldest first */
	size_t round_count;
	/* What the offline engine speaks from; other providers read only the messages. */
	bool is_named;	       /* messages begin with "Name: " of who said them */
	const json_t *persona; /* name, traits, greeting, exampleDialogues, chatLines, scenario;
				* pronouns, age, personality, shortDescription, longBio if known */
	struct str member_name;
};

enum text_end {
	TEXT_COMPLETE, /* the model was done, or one of the stops came; it may have said nothing */
	TEXT_LENGTH,   /* max_tokens reached */
	TEXT_TOOLS,    /* the model waits for the results of `calls` */
	TEXT_REFUSED,  /* the model would not write it, and said so */
	TEXT_BLOCKED,  /* the provider's moderation stopped it */
	TEXT_CUT,      /* the stream broke off after text had come */
	TEXT_DOWN, /* not reached, timed out, 5xx or overloaded, after all retries; no text came */
	TEXT_LIMITED,  /* 429, or busy, after all retries */
	TEXT_REJECTED, /* 4xx: key, model or request are wrong; trying again does not help */
	TEXT_TOO_LONG, /* the prompt is longer than the model can read */
	TEXT_GARBAGE   /* 200 with something that is no stream */
};

struct text_result {
	enum text_end end;
	int prompt_tokens;     /* as the provider counted, -1 when it did not say */
	int completion_tokens; /* same */
	int cached_tokens;  /* of the prompt, read from the provider's cache; 0: none or not said */
	int retry_after_s;  /* with TEXT_LIMITED and TEXT_DOWN: when to come back; 0: not said */
	struct str model;   /* as the provider named it, may be empty */
	struct str detail;  /* for the log: status and code, never text of members */
	struct str dropped; /* settings that this back end does not take: "top_a, tfs" */
	const struct text_tool_call *calls; /* with TEXT_TOOLS */
	size_t call_count;
};

struct text_events {
	/* Whole code points of valid UTF-8, never empty, nothing of a stop or of the model's thoughts. */
	void (*delta)(void *arg, struct str text);
	void (*ended)(void *arg, const struct text_result *result);
};

struct text_call;

struct text_provider {
	const char *name;  /* "offline", "openai", "anthropic" */
	const char *label; /* how people see who answers: "offline engine", or "" for the model's */
	struct text_call *(*start)(const struct text_provider *self, struct loop *loop,
				   const struct text_request *request,
				   const struct text_events *events, void *arg);
	void (*cancel)(struct text_call *call);
	/*
	 * Asks how many tokens the prompt has by the model's own count; -1 when it cannot be told.
	 * `done` comes once, from the loop. NULL: this provider cannot count.
	 */
	void (*count)(const struct text_provider *self, struct loop *loop,
		      const struct text_request *request, void (*done)(void *arg, int tokens),
		      void *arg);
	const void *settings;
};

/* Which of the servers that speak OpenAI's protocol it is: they differ in what they take. */
enum text_dialect {
	TEXT_DIALECT_PLAIN, /* not known: what all of them take */
	TEXT_DIALECT_OPENAI,
	TEXT_DIALECT_OPENROUTER,
	TEXT_DIALECT_LLAMACPP,
	TEXT_DIALECT_OLLAMA,
	TEXT_DIALECT_VLLM,
	TEXT_DIALECT_KOBOLDCPP,
	TEXT_DIALECT_TABBYAPI
};

/* How one service is reached. */
struct text_settings {
	struct str base; /* "https://host/v1" or "http://127.0.0.1:port/v1" */
	struct str key;	 /* may be empty */
	struct str model;
	struct str version;	   /* anthropic-version; empty: 2023-06-01 */
	enum text_dialect dialect; /* of OpenAI's protocol */
	int connect_timeout_ms;	   /* 0: 10 s */
	int first_timeout_s;	   /* until the first byte of an answer; 0: as idle_timeout_s */
	int idle_timeout_s;	   /* without a byte, ping or line of the stream; 0: 60 s */
	int retries;		   /* before the first byte of a stream */
	bool plain_allowed; /* plain http to other machines: a back end in the owner's network */
	bool is_walled;	    /* the address came from a member: see lib/provider/wall.h */
};

/* The engine that is always there: no key, no network, the same seed gives the same reply. */
struct text_provider text_offline_provider(void);
/* Any OpenAI-compatible server. `settings` must outlive the provider. */
struct text_provider text_openai_provider(const struct text_settings *settings);
/* Anthropic's Messages API. `settings` must outlive the provider. */
struct text_provider text_anthropic_provider(const struct text_settings *settings);

/* The dialect of a word of SNUG_OPENAI_DIALECT ("openrouter"), and back. */
enum text_dialect text_dialect_of(struct str word);
const char *text_dialect_name(enum text_dialect dialect);
/* The dialect as far as the address tells it. */
enum text_dialect text_dialect_of_base(struct str base);

#endif
