#include "lib/preset/sampling.h"

#include <math.h>
#include <stdio.h>

#define OF(member) offsetof(struct sampling, member)

const struct sampling_param sampling_params[SAMPLING_PARAMS] = {
	{ "temperature", "Temperature",
	  "How daring the choice of words is. Low keeps to what is likely, high surprises.",
	  OF(values.temperature), 0, 5, 0.05, false, SAMPLING_MAIN, "temp", "temperature" },
	{ "topP", "Top P",
	  "Only the likeliest words that together make up this share are in play. 1 is all.",
	  OF(values.top_p), 0, 1, 0.01, false, SAMPLING_MAIN, "top_p", "top_p" },
	{ "minP", "Min P",
	  "Leaves out words that are this much less likely than the likeliest. 0 is off.",
	  OF(values.min_p), 0, 1, 0.01, false, SAMPLING_MAIN, "min_p", "min_p" },
	{ "topK", "Top K", "Only so many of the likeliest words are in play. 0 is off.",
	  OF(values.top_k), 0, 1000, 1, true, SAMPLING_MAIN, "top_k", "top_k" },
	{ "maxTokens", "Longest reply",
	  "In tokens; four of them are about three English words. The house has a limit of its own.",
	  OF(max_tokens), SAMPLING_REPLY_LEAST, SAMPLING_REPLY_MOST, 1, true, SAMPLING_LENGTH,
	  "genamt", "openai_max_tokens" },
	{ "contextTokens", "Longest prompt with its reply",
	  "In tokens. Less is quicker and forgets sooner; more than the model takes is never sent.",
	  OF(context_tokens), SAMPLING_CONTEXT_LEAST, SAMPLING_CONTEXT_MOST, 1, true,
	  SAMPLING_LENGTH, "max_length", "openai_max_context" },
	{ "frequencyPenalty", "Frequency penalty",
	  "The oftener a word was used, the less likely it comes again.",
	  OF(values.frequency_penalty), -2, 2, 0.05, false, SAMPLING_REPEATS, "freq_pen",
	  "frequency_penalty" },
	{ "presencePenalty", "Presence penalty",
	  "A word that was used at all is less likely to come again.", OF(values.presence_penalty),
	  -2, 2, 0.05, false, SAMPLING_REPEATS, "presence_pen", "presence_penalty" },
	{ "repetitionPenalty", "Repetition penalty",
	  "Divides the chance of words that were used. 1 is off.", OF(values.repetition_penalty),
	  0.5, 3, 0.01, false, SAMPLING_REPEATS, "rep_pen", "repetition_penalty" },
	{ "repetitionRange", "Repetition range", "How many tokens back that looks. 0 is all.",
	  OF(values.repetition_range), 0, 100000, 1, true, SAMPLING_REPEATS, "rep_pen_range",
	  NULL },
	{ "repetitionSlope", "Repetition slope", "How much more recent words count in it.",
	  OF(values.repetition_slope), 0, 10, 0.1, false, SAMPLING_REPEATS, "rep_pen_slope", NULL },
	{ "dryMultiplier", "DRY strength",
	  "Keeps whole phrases from coming back. 0 is off; 0.8 is a good start.",
	  OF(values.dry_multiplier), 0, 5, 0.05, false, SAMPLING_REPEATS, "dry_multiplier", NULL },
	{ "dryBase", "DRY base", "How fast that grows with the length of the phrase.",
	  OF(values.dry_base), 1, 4, 0.05, false, SAMPLING_REPEATS, "dry_base", NULL },
	{ "dryAllowedLength", "DRY allowed length", "Phrases up to so many tokens may come back.",
	  OF(values.dry_allowed_length), 1, 100, 1, true, SAMPLING_REPEATS, "dry_allowed_length",
	  NULL },
	{ "typicalP", "Typical P",
	  "Keeps words that are about as surprising as words usually are. 1 is off.",
	  OF(values.typical_p), 0, 1, 0.01, false, SAMPLING_FINE, "typical_p", NULL },
	{ "topA", "Top A", "Leaves out more, the surer the model is. 0 is off.", OF(values.top_a),
	  0, 1, 0.01, false, SAMPLING_FINE, "top_a", "top_a" },
	{ "tfs", "Tail free sampling", "Cuts off the tail of unlikely words. 1 is off.",
	  OF(values.tfs), 0, 1, 0.01, false, SAMPLING_FINE, "tfs", NULL },
	{ "mirostatMode", "Mirostat",
	  "Steers towards a steady surprise: 0 is off, 1 and 2 are its versions.",
	  OF(values.mirostat_mode), 0, 2, 1, true, SAMPLING_FINE, "mirostat_mode", NULL },
	{ "mirostatTau", "Mirostat target", "How much surprise it steers for.",
	  OF(values.mirostat_tau), 0, 20, 0.1, false, SAMPLING_FINE, "mirostat_tau", NULL },
	{ "mirostatEta", "Mirostat rate", "How fast it steers.", OF(values.mirostat_eta), 0, 1,
	  0.01, false, SAMPLING_FINE, "mirostat_eta", NULL },
	{ "dynatempRange", "Dynamic temperature",
	  "The temperature moves by so much up and down, with how sure the model is. 0 is off.",
	  OF(values.dynatemp_range), 0, 5, 0.05, false, SAMPLING_FINE, "dynatemp_range", NULL },
	{ "dynatempExponent", "Dynamic temperature curve", "How it moves in between. 1 is even.",
	  OF(values.dynatemp_exponent), 0, 10, 0.05, false, SAMPLING_FINE, "dynatemp_exponent",
	  NULL },
	{ "smoothingFactor", "Smoothing",
	  "Raises the middle between likely and unlikely words. 0 is off.",
	  OF(values.smoothing_factor), 0, 10, 0.01, false, SAMPLING_FINE, "smoothing_factor",
	  NULL },
	{ "smoothingCurve", "Smoothing curve", "How steep that is.", OF(values.smoothing_curve), 1,
	  10, 0.05, false, SAMPLING_FINE, "smoothing_curve", NULL },
	{ "xtcThreshold", "XTC threshold",
	  "From this chance on, the likeliest words may be left out.", OF(values.xtc_threshold), 0,
	  0.5, 0.01, false, SAMPLING_FINE, "xtc_threshold", NULL },
	{ "xtcProbability", "XTC probability", "How often that is done. 0 is off.",
	  OF(values.xtc_probability), 0, 1, 0.01, false, SAMPLING_FINE, "xtc_probability", NULL },
	{ "seed", "Seed", "The same seed gives the same words again, where a model can do that.",
	  OF(seed), 0, 9007199254740991.0, 1, true, SAMPLING_FINE, "seed", "seed" },
};

struct sampling
sampling_none(void)
{
	struct sampling s;
	for (size_t i = 0; i < SAMPLING_PARAMS; i++)
		sampling_set(&s, &sampling_params[i], NAN);
	return s;
}

double
sampling_get(const struct sampling *s, const struct sampling_param *param)
{
	double value;
	memcpy(&value, (const char *)s + param->offset, sizeof(value));
	return value;
}

void
sampling_set(struct sampling *s, const struct sampling_param *param, double value)
{
	memcpy((char *)s + param->offset, &value, sizeof(value));
}

const struct sampling_param *
sampling_find(struct str key)
{
	for (size_t i = 0; i < SAMPLING_PARAMS; i++)
		if (str_eq(str_from(sampling_params[i].key), key))
			return &sampling_params[i];
	return NULL;
}

double
sampling_tame(const struct sampling_param *param, double value, bool *was_wild)
{
	double tame = param->is_whole ? round(value) : value;
	tame = fmin(fmax(tame, param->least), param->most);
	*was_wild = !(fabs(tame - value) < 1e-9);
	return tame;
}

struct sampling
sampling_read(const json_t *object)
{
	struct sampling s = sampling_none();
	for (size_t i = 0; i < SAMPLING_PARAMS; i++) {
		const struct sampling_param *param = &sampling_params[i];
		const json_t *value = json_object_get(object, param->key);
		bool was_wild;
		if (json_is_number(value))
			sampling_set(&s, param,
				     sampling_tame(param, json_number_value(value), &was_wild));
	}
	return s;
}

struct sampling
sampling_parse(struct arena *arena, struct str text)
{
	struct str why;
	return sampling_read(json_read(arena, text, &why));
}

void
sampling_put_number(struct buf *out, double value)
{
	char text[40];
	int n = snprintf(text, sizeof(text), "%.4f", value);
	while (n > 0 && text[n - 1] == '0')
		n--;
	if (n > 0 && text[n - 1] == '.')
		n--;
	buf_put(out, text, (size_t)n);
}

struct str
sampling_json(struct arena *arena, const struct sampling *s)
{
	struct buf out = buf_in(arena);
	buf_char(&out, '{');
	for (size_t i = 0; i < SAMPLING_PARAMS; i++) {
		double value = sampling_get(s, &sampling_params[i]);
		if (isnan(value))
			continue;
		buf_fmt(&out, "%s\"%s\":", out.n > 1 ? "," : "", sampling_params[i].key);
		sampling_put_number(&out, value);
	}
	buf_char(&out, '}');
	return buf_done(&out);
}

struct sampling
sampling_over(const struct sampling *below, const struct sampling *above)
{
	struct sampling s = *below;
	for (size_t i = 0; i < SAMPLING_PARAMS; i++) {
		double value = sampling_get(above, &sampling_params[i]);
		if (!isnan(value))
			sampling_set(&s, &sampling_params[i], value);
	}
	return s;
}

size_t
sampling_count(const struct sampling *s)
{
	size_t n = 0;
	for (size_t i = 0; i < SAMPLING_PARAMS; i++)
		if (!isnan(sampling_get(s, &sampling_params[i])))
			n++;
	return n;
}

bool
sampling_number(struct str text, double *out)
{
	char copy[40];
	text = str_trim(text);
	if (text.n >= sizeof(copy) || str_find_char(text, 'e') >= 0 ||
	    str_find_char(text, 'E') >= 0)
		return false;
	for (size_t i = 0; i < text.n; i++)
		copy[i] = text.p[i] == ',' ? '.' : text.p[i];
	return str_to_real((struct str){ copy, text.n }, out);
}
