/* Which settings each server takes, and by what name. */
#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#include "lib/provider/openai_wire.h"

enum { DIALECTS = TEXT_DIALECT_TABBYAPI + 1 };

/* A setting: where it stands, what changes nothing, and its name with each dialect (NULL: not taken). */
struct setting {
	const char *name;
	size_t offset;
	double neutral;
	bool is_whole;
	const char *names
		[DIALECTS]; /* plain, openai, openrouter, llamacpp, ollama, vllm, koboldcpp, tabbyapi */
};

#define AT(field) #field, offsetof(struct text_sampling, field)
#define ALL(name)                                                                                  \
	{                                                                                          \
		name, name, name, name, name, name, name, name                                     \
	}

/* In the order of struct text_sampling. */
static const struct setting SETTINGS[] = {
	{ AT(temperature), NAN, false, ALL("temperature") },
	{ AT(top_p), 1, false, ALL("top_p") },
	{ AT(top_k), 0, true, { NULL, NULL, "top_k", "top_k", NULL, "top_k", "top_k", "top_k" } },
	{ AT(min_p), 0, false, { NULL, NULL, "min_p", "min_p", NULL, "min_p", "min_p", "min_p" } },
	{ AT(typical_p),
	  1,
	  false,
	  { NULL, NULL, NULL, "typical_p", NULL, NULL, "typical", "typical" } },
	{ AT(top_a), 0, false, { NULL, NULL, "top_a", NULL, NULL, NULL, "top_a", "top_a" } },
	{ AT(tfs), 1, false, { NULL, NULL, NULL, NULL, NULL, NULL, "tfs", "tfs" } },
	{ AT(repetition_penalty),
	  1,
	  false,
	  { NULL, NULL, "repetition_penalty", "repeat_penalty", NULL, "repetition_penalty",
	    "rep_pen", "repetition_penalty" } },
	{ AT(repetition_range),
	  0,
	  true,
	  { NULL, NULL, NULL, "repeat_last_n", NULL, NULL, "rep_pen_range", "penalty_range" } },
	{ AT(repetition_slope), 0, false, { NULL, NULL, NULL, NULL, NULL, NULL, "rep_pen_slope" } },
	{ AT(frequency_penalty),
	  0,
	  false,
	  { "frequency_penalty", "frequency_penalty", "frequency_penalty", "frequency_penalty",
	    "frequency_penalty", "frequency_penalty", NULL, "frequency_penalty" } },
	{ AT(presence_penalty), 0, false, ALL("presence_penalty") },
	{ AT(mirostat_mode),
	  0,
	  true,
	  { NULL, NULL, NULL, "mirostat", NULL, NULL, "mirostat", "mirostat_mode" } },
	{ AT(mirostat_tau),
	  NAN,
	  false,
	  { NULL, NULL, NULL, "mirostat_tau", NULL, NULL, "mirostat_tau", "mirostat_tau" } },
	{ AT(mirostat_eta),
	  NAN,
	  false,
	  { NULL, NULL, NULL, "mirostat_eta", NULL, NULL, "mirostat_eta", "mirostat_eta" } },
	{ AT(dynatemp_range),
	  0,
	  false,
	  { NULL, NULL, NULL, "dynatemp_range", NULL, NULL, "dynatemp_range" } },
	{ AT(dynatemp_exponent),
	  1,
	  false,
	  { NULL, NULL, NULL, "dynatemp_exponent", NULL, NULL, "dynatemp_exponent" } },
	{ AT(smoothing_factor),
	  0,
	  false,
	  { NULL, NULL, NULL, NULL, NULL, NULL, "smoothing_factor", "smoothing_factor" } },
	{ AT(smoothing_curve),
	  1,
	  false,
	  { NULL, NULL, NULL, NULL, NULL, NULL, "smoothing_curve" } },
	{ AT(dry_multiplier),
	  0,
	  false,
	  { NULL, NULL, NULL, "dry_multiplier", NULL, NULL, "dry_multiplier", "dry_multiplier" } },
	{ AT(dry_base),
	  NAN,
	  false,
	  { NULL, NULL, NULL, "dry_base", NULL, NULL, "dry_base", "dry_base" } },
	{ AT(dry_allowed_length),
	  NAN,
	  true,
	  { NULL, NULL, NULL, "dry_allowed_length", NULL, NULL, "dry_allowed_length",
	    "dry_allowed_length" } },
	{ AT(xtc_threshold),
	  NAN,
	  false,
	  { NULL, NULL, NULL, "xtc_threshold", NULL, NULL, "xtc_threshold", "xtc_threshold" } },
	{ AT(xtc_probability),
	  0,
	  false,
	  { NULL, NULL, NULL, "xtc_probability", NULL, NULL, "xtc_probability",
	    "xtc_probability" } },
};
_Static_assert(COUNT(SETTINGS) * sizeof(double) == sizeof(struct text_sampling),
	       "every setting has its names");

static double
value_of(const struct text_sampling *sampling, const struct setting *setting)
{
	double value;
	memcpy(&value, (const char *)sampling + setting->offset, sizeof(value));
	return value;
}

static uint64_t
bit_of(size_t i)
{
	return (uint64_t)OPENAI_SAMPLING << i;
}

/*
 * A setting that only counts beside another one (mirostat_tau) is not missed by itself, so only what
 * would have changed something is told.
 */
static void
tell_dropped(struct buf *dropped, const struct setting *setting, double value)
{
	if (isnan(setting->neutral) && setting != &SETTINGS[0])
		return;
	if (value <= setting->neutral && value >= setting->neutral)
		return;
	buf_fmt(dropped, "%s%s", dropped->n == 0 ? "" : ", ", setting->name);
}

void
openai_put_sampling(struct buf *body, enum text_dialect dialect,
		    const struct text_sampling *sampling, uint64_t fields, struct buf *dropped)
{
	for (size_t i = 0; sampling != NULL && i < COUNT(SETTINGS); i++) {
		const struct setting *setting = &SETTINGS[i];
		double value = value_of(sampling, setting);
		if (!isfinite(value))
			continue;
		const char *name = setting->names[dialect];
		if (name == NULL || (fields & bit_of(i)) == 0)
			tell_dropped(dropped, setting, value);
		else if (setting->is_whole)
			buf_fmt(body, ",\"%s\":%.0f", name, value);
		else
			buf_fmt(body, ",\"%s\":%.6g", name, value);
	}
}

uint64_t
openai_sampling_fields(enum text_dialect dialect)
{
	uint64_t fields = 0;
	for (size_t i = 0; i < COUNT(SETTINGS); i++)
		if (SETTINGS[i].names[dialect] != NULL)
			fields |= bit_of(i);
	return fields;
}

/*
 * llama.cpp and vLLM read messages through the template of the model, and many of those refuse, or leave
 * out, what the system says inside the conversation. KoboldCpp and TabbyAPI go back when a banned text
 * has come, and choose other tokens.
 */
uint64_t
openai_dialect_fields(enum text_dialect dialect)
{
	switch (dialect) {
	case TEXT_DIALECT_OPENAI:
		return OPENAI_NEW_MAX_TOKENS;
	case TEXT_DIALECT_LLAMACPP:
	case TEXT_DIALECT_VLLM:
		return OPENAI_FOLD;
	case TEXT_DIALECT_KOBOLDCPP:
		return OPENAI_BANNED;
	case TEXT_DIALECT_TABBYAPI:
		return OPENAI_BANNED | OPENAI_FOLD;
	case TEXT_DIALECT_PLAIN:
	case TEXT_DIALECT_OPENROUTER:
	case TEXT_DIALECT_OLLAMA:
		break;
	}
	return 0;
}

uint64_t
openai_sampling_named(enum text_dialect dialect, struct str said, uint64_t fields)
{
	/* The longest name wins: "mirostat" stands in "mirostat_tau", too. */
	uint64_t found = 0;
	size_t longest = 0;
	for (size_t i = 0; i < COUNT(SETTINGS); i++) {
		struct str name = str_from(SETTINGS[i].names[dialect]);
		if (name.n <= longest || (fields & bit_of(i)) == 0 || str_find(said, name) < 0)
			continue;
		found = bit_of(i);
		longest = name.n;
	}
	return found;
}

void
openai_name_settings(const struct text_sampling *sampling, const char *const *taken,
		     struct buf *dropped)
{
	for (size_t i = 0; i < COUNT(SETTINGS); i++) {
		double value = value_of(sampling, &SETTINGS[i]);
		if (isfinite(value) && !wire_is_any(str_from(SETTINGS[i].name), taken))
			tell_dropped(dropped, &SETTINGS[i], value);
	}
}

/* ---- which server it is ---- */

static const char *const NAMES[DIALECTS] = { "plain",  "openai", "openrouter", "llamacpp",
					     "ollama", "vllm",	 "koboldcpp",  "tabbyapi" };

enum text_dialect
text_dialect_of(struct str word)
{
	for (int i = 0; i < DIALECTS; i++)
		if (str_eq(word, str_from(NAMES[i])))
			return (enum text_dialect)i;
	return TEXT_DIALECT_PLAIN;
}

const char *
text_dialect_name(enum text_dialect dialect)
{
	return NAMES[dialect];
}

enum text_dialect
text_dialect_of_base(struct str base)
{
	static const struct {
		struct str part;
		enum text_dialect dialect;
	} BASES[] = {
		{ STR_INIT("://api.openai.com/"), TEXT_DIALECT_OPENAI },
		{ STR_INIT("://openrouter.ai/"), TEXT_DIALECT_OPENROUTER },
		{ STR_INIT(":11434/"), TEXT_DIALECT_OLLAMA },
		{ STR_INIT(":5001/"), TEXT_DIALECT_KOBOLDCPP },
	};
	for (size_t i = 0; i < COUNT(BASES); i++)
		if (str_find(base, BASES[i].part) >= 0)
			return BASES[i].dialect;
	return TEXT_DIALECT_PLAIN;
}
