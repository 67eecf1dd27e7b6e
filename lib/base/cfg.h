/*
 * The configuration of a house: SNUG_* variables of the environment, and of VAR/snug.env for those
 * that the environment does not set. Read once at start; unknown names and bad values are all
 * reported together, and the program refuses to run.
 */
#ifndef SNUG_BASE_CFG_H
#define SNUG_BASE_CFG_H

#include "lib/base/buf.h"

enum cfg_kind {
	CFG_TEXT,   /* anything */
	CFG_SECRET, /* shown as **** by `snug config` */
	CFG_INT,    /* min..max */
	CFG_CHOICE, /* one of the words in `range`, separated by | */
	CFG_WORDS,  /* a list of them, separated by commas */
	CFG_URL	    /* http:// or https://, or empty */
};

/* key, kind, default, range ("min..max" or "a|b"), built (0: accepted, part not there yet), help */
#define CFG_TABLE(X)                                                                               \
	X(ROOT, CFG_TEXT, ".", "", 1, "where templates/, public/ and sql/ are")                    \
	X(VAR, CFG_TEXT, "var", "", 1, "where the house keeps its state")                          \
	X(PORT, CFG_INT, "8080", "1..65535", 1, "port of the web server")                          \
	X(LISTEN, CFG_TEXT, "127.0.0.1", "", 1, "address that the web server listens on")          \
	X(PUBLIC_URL, CFG_URL, "", "", 1, "how members reach the house, behind a proxy")           \
	X(TRUSTED_PROXIES, CFG_TEXT, "", "", 1, "addresses whose X-Forwarded-For counts")          \
	X(HOUSE_NAME, CFG_TEXT, "Snug", "", 1, "name of the house on its pages")                   \
	X(HOUSE_BADGE, CFG_TEXT, "", "", 1, "a word beside its name, as Beta")                     \
	X(GUIDE_URL, CFG_URL, "", "", 1, "a guide to the house, elsewhere")                        \
	X(COMMUNITY_URL, CFG_URL, "", "", 1, "where members meet outside, as a Discord invite")    \
	X(EDITION, CFG_CHOICE, "general", "general|adult", 1, "what the house may show")           \
	X(MIN_DEPICTED_AGE, CFG_INT, "18", "18..99", 1, "least age of depicted characters")        \
	X(DATABASE_URL, CFG_SECRET, "", "", 1, "an outside PostgreSQL instead of VAR/pg")          \
	X(SECRET_FILE, CFG_TEXT, "", "", 1, "file of 32 or more random bytes; default VAR/secret") \
	X(LOG_LEVEL, CFG_CHOICE, "info", "debug|info|warn|error", 1, "least level that is logged") \
	X(REQUEST_RATE, CFG_INT, "50", "0..100000", 1,                                             \
	  "requests a second an address; 0: no limit")                                             \
	X(STREAM_CAP, CFG_INT, "4000", "1..20000", 1, "event streams served at once")              \
	X(CONTEXT_TOKENS, CFG_INT, "4096", "512..1000000", 1, "tokens of a prompt and its reply")  \
	X(REPLY_TOKENS, CFG_INT, "512", "16..32000", 1, "longest reply in tokens")                 \
	X(SUMMARY_MESSAGES, CFG_INT, "10", "0..400", 1,                                            \
	  "a chat is summarised anew after this many messages; 0: never by their number")          \
	X(SUMMARY_WORDS, CFG_INT, "1500", "0..50000", 1,                                           \
	  "or after about this many words; 0: never by them")                                      \
	X(SUMMARY_LENGTH, CFG_INT, "200", "40..1000", 1, "words that a summary should have")       \
	X(SUMMARIES_A_DAY, CFG_INT, "60", "0..10000", 1, "summaries made for one member a day")    \
	X(TEXT_PROVIDER, CFG_CHOICE, "offline", "offline|openai|anthropic", 1,                     \
	  "who writes replies")                                                                    \
	X(TEXT_PROVIDERS, CFG_WORDS, "", "offline|openai|anthropic", 1,                            \
	  "several in order: the next answers when one is down")                                   \
	X(OPENAI_BASE, CFG_URL, "", "", 1, "address of an OpenAI-compatible server, with /v1")     \
	X(OPENAI_KEY, CFG_SECRET, "", "", 1, "its key")                                            \
	X(OPENAI_MODEL, CFG_TEXT, "", "", 1, "the model to ask for")                               \
	X(OPENAI_PLAIN, CFG_CHOICE, "no", "yes|no", 1,                                             \
	  "whether it may be reached by plain http on another machine")                            \
	X(OPENAI_DIALECT, CFG_CHOICE, "auto",                                                      \
	  "auto|openai|openrouter|llamacpp|ollama|vllm|koboldcpp|tabbyapi", 1,                     \
	  "which server it is: they take different settings")                                      \
	X(ANTHROPIC_BASE, CFG_URL, "https://api.anthropic.com/v1", "", 1,                          \
	  "address of the Anthropic API, with /v1")                                                \
	X(ANTHROPIC_KEY, CFG_SECRET, "", "", 1, "its key")                                         \
	X(ANTHROPIC_MODEL, CFG_TEXT, "", "", 1, "the model to ask for")                            \
	X(ANTHROPIC_VERSION, CFG_TEXT, "2023-06-01", "", 1,                                        \
	  "its protocol; from 2026-10-21 on it takes no sampling settings")                        \
	X(PROVIDER_FIRST, CFG_INT, "60", "1..600", 1,                                              \
	  "seconds that such a service may take until its first word")                             \
	X(PROVIDER_IDLE, CFG_INT, "30", "1..600", 1,                                               \
	  "seconds that it may be silent in the middle of a reply")                                \
	X(PROVIDER_REST, CFG_INT, "30", "1..3600", 1,                                              \
	  "seconds for which one that fails again and again is left alone")                        \
	X(OWN_KEYS, CFG_CHOICE, "yes", "yes|no", 1, "whether members may bring keys of their own") \
	X(OWN_KEY_HOSTS, CFG_TEXT, "", "", 1,                                                      \
	  "host:port, ... that such keys may reach although they are private or plain http")       \
	X(IMAGE_PROVIDER, CFG_CHOICE, "sketch", "sketch|replicate|a1111|openai|comfyui", 1,        \
	  "who paints")                                                                            \
	X(REPLICATE_BASE, CFG_URL, "", "", 0, "address of Replicate's API, with /v1")              \
	X(REPLICATE_TOKEN, CFG_SECRET, "", "", 0, "its token")                                     \
	X(REPLICATE_WEBHOOK_SECRET, CFG_SECRET, "", "", 0, "its webhook secret")                   \
	X(A1111_BASE, CFG_URL, "", "", 0, "address of an AUTOMATIC1111 server")                    \
	X(COMFYUI_BASE, CFG_URL, "", "", 0, "address of a ComfyUI server")                         \
	X(VIDEO_PROVIDER, CFG_CHOICE, "pan", "pan|replicate", 0, "who makes films")                \
	X(SPEECH_PROVIDER, CFG_CHOICE, "espeak", "espeak|openai|elevenlabs", 0, "who speaks")      \
	X(PAYMENT_PROVIDERS, CFG_WORDS, "sandbox", "sandbox|stripe|paystack|manual", 1,            \
	  "who takes payments, in order")                                                          \
	X(STRIPE_BASE, CFG_URL, "", "", 0, "address of Stripe's API, with /v1")                    \
	X(STRIPE_SECRET, CFG_SECRET, "", "", 0, "its secret key")                                  \
	X(STRIPE_WEBHOOK_SECRET, CFG_SECRET, "", "", 0, "its webhook secret")                      \
	X(PAYSTACK_BASE, CFG_URL, "", "", 0, "address of Paystack's API")                          \
	X(PAYSTACK_SECRET, CFG_SECRET, "", "", 0, "its secret key")                                \
	X(STORAGE, CFG_CHOICE, "local", "local|s3", 1, "where pictures are kept")                  \
	X(S3_ENDPOINT, CFG_URL, "", "", 0, "address of S3-compatible storage")                     \
	X(S3_BUCKET, CFG_TEXT, "", "", 0, "its bucket")                                            \
	X(S3_REGION, CFG_TEXT, "", "", 0, "its region")                                            \
	X(S3_KEY, CFG_TEXT, "", "", 0, "its access key")                                           \
	X(S3_SECRET, CFG_SECRET, "", "", 0, "its secret key")                                      \
	X(MODERATION_PROVIDER, CFG_CHOICE, "none", "none|openai", 1,                               \
	  "a second opinion on messages and replies, behind the rules")                            \
	X(MODERATION_BASE, CFG_URL, "", "", 1, "its address, with /v1")                            \
	X(MODERATION_KEY, CFG_SECRET, "", "", 1, "its key")                                        \
	X(MAIL, CFG_CHOICE, "file", "file|smtp", 1, "how mail goes out; file writes to VAR/mail")  \
	X(SMTP_URL, CFG_SECRET, "", "", 0, "smtp://user:password@host:port")                       \
	X(MAIL_FROM, CFG_TEXT, "", "", 1, "sender of mails: an address, or Name <address>")        \
	X(SENTRY_DSN, CFG_SECRET, "", "", 0, "where faults are reported")

enum cfg_key {
#define CFG_ENUM(key, kind, value, range, built, help) CFG_##key,
	CFG_TABLE(CFG_ENUM)
#undef CFG_ENUM
		CFG_KEYS
};

struct cfg_entry {
	const char *name; /* "SNUG_PORT" */
	enum cfg_kind kind;
	const char *standard;
	const char *range;
	bool built;
	const char *help;
};

extern const struct cfg_entry cfg_entries[CFG_KEYS];

/*
 * Reads everything. False when something is wrong; `problems` then holds one line each, in `arena`.
 * Call once, before threads start.
 */
NODISCARD bool cfg_load(struct arena *arena, struct buf *problems);

/* Values live as long as the process. */
const char *cfg_text(enum cfg_key key);
int64_t cfg_int(enum cfg_key key);
/* Whether it differs from its default. */
bool cfg_is_set(enum cfg_key key);
/* Whether `word` is in the comma-separated value. */
bool cfg_has_word(enum cfg_key key, const char *word);
/* The adult edition; otherwise the general one, which shows nothing sexual. */
bool cfg_is_adult(void);

/* VAR/<name> in `arena`. */
const char *cfg_var_path(struct arena *arena, const char *name);

#endif
